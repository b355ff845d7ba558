"""Who saw which page of a deck, by which way, and when: noted where pages leave, read by the deck's owner.

Looks at the screen are written a minute's worth at a time (``platform.later``), what is taken away at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.claims import confidentiality
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.confidentiality import DeckView, ViewWay
from dealflow.domain.people.people import Person
from dealflow.store.ledger.queries import deck_rights

_MOST: Final = 500
WHOLE: Final = 0
"""The page of whoever took the whole file."""


@dataclass(frozen=True, slots=True)
class Look:
    """One reader's look at pages within a minute; ``person`` is None where nobody of that id is known any more."""

    person: Person | None
    organisation_id: str
    way: ViewWay
    pages: tuple[int, ...]
    at: datetime


def saw(looking: Looking, deck_id: str, page: int, way: ViewWay, *, at: datetime) -> None:
    """Keep that the viewer saw a page (0: the whole file); who may see it was asked before."""
    viewer, minute = looking.viewer, at.replace(second=0, microsecond=0)
    view = DeckView(deck_id, page, viewer.person_id, viewer.organisation_id, way, minute)
    ws = looking.ws
    ws.later.add(lambda session: deck_rights.keep_view(session, ws.name, view))
    if page == WHOLE:
        ws.later.write(ws.ledger)


def looks(looking: Looking, deck_id: str) -> tuple[Look, ...]:
    """Return who saw what of a deck, the latest first, to those who keep it: one line a reader, way and minute.

    Raises:
        NotFoundError: there is none that the viewer may see.
        NotAllowedError: it is somebody else's.
    """
    confidentiality.confinement(looking, deck_id)
    looking.ws.later.write(looking.ws.ledger)
    with looking.ws.ledger.read() as session:
        views = deck_rights.views(session, looking.ws.name, deck_id, _MOST)
    everybody = {person.id: person for person in people.people(looking.ws)}
    grouped: dict[tuple[str, str, ViewWay, datetime], list[int]] = {}
    for view in views:
        grouped.setdefault((view.person_id, view.organisation_id, view.way, view.at), []).append(view.page)
    return tuple(
        Look(everybody.get(person_id), house, way, tuple(sorted(pages)), at)
        for (person_id, house, way, at), pages in grouped.items()
    )
