"""Badges (명찰) with QR codes, eight on a sheet of A4, a colour for each kind of participant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.floor.badge_codes import code_of
from dealflow.domain.irday.participants.participants import INVESTING, ParticipantKind, ParticipantState
from dealflow.i18n import name_of
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.reports.kit.logo import address
from dealflow.reports.kit.templates import render

_PER_SHEET: Final = 8
_MOST_MARKS: Final = 4
"""Logos that stand on a badge: those who are named first."""
_LONG: Final = 9
"""Letters from which on a name is set smaller."""
_GONE: Final = frozenset({ParticipantState.DECLINED, ParticipantState.WITHDRAWN})
_GROUPS: Final = {
    ParticipantKind.SUPPLIER: "company",
    ParticipantKind.STAFF: "staff",
    ParticipantKind.PRESS: "press",
    ParticipantKind.GUEST: "vip",
    ParticipantKind.JUDGE: "vip",
    ParticipantKind.ADOPTER: "adopter",
    ParticipantKind.VISITOR: "visitor",
} | dict.fromkeys(INVESTING, "investor")


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on one badge; ``group`` gives the colour, ``code`` is what the QR says."""

    name: str
    title: str
    firm: str
    group: str
    code: str

    @property
    def is_long(self) -> bool:
        """Say whether what stands in large letters has to be set smaller."""
        return len(self.name or self.firm) > _LONG


def badges(day: Day, lang: str) -> tuple[Badge, ...]:
    """Return the badges of everybody who comes, by kind and firm; without a name where none is known."""
    return tuple(_badges(day, lang))


def as_html(day: Day, lang: str, marks: Sequence[bytes] = ()) -> str:
    """Return the badges as sheets to print and cut; ``marks``: the logos of who is behind the event."""
    return render(
        "irday/papers/badges.html",
        lang,
        event=event_title(day.event, lang),
        badges=badges(day, lang),
        per_sheet=_PER_SHEET,
        marks=[address(mark) for mark in marks[:_MOST_MARKS]],
    )


def _badges(day: Day, lang: str) -> Iterator[Badge]:
    kinds = list(ParticipantKind)
    visitors = (visitor for visitor in day.visitors if visitor.is_coming)
    for firm in sorted((*day.participants, *visitors), key=lambda participant: kinds.index(participant.kind)):
        if firm.state in _GONE:
            continue
        for person in firm.attendees:
            card = day.cards.get(person.id)
            name, title = ("", "") if card is None else (card.name, card.title)
            yield Badge(name, title, name_of(firm, lang), _GROUPS[firm.kind], code_of(person.id))
