"""What our house said of a company's figures: who accepted, corrected and rejected how many of a deck, day by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from dealflow.actions.companies.company_record import CompanyRecord
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claims import Verdict
from dealflow.domain.claims.events import ClaimVerified
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import people


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A sitting: what one person said of one deck's figures on one day; ``ts`` is the last word of it."""

    ts: datetime
    actor_name: str
    file_name: str
    counts: Counter[Verdict]


def sittings(looking: Looking, record: CompanyRecord) -> tuple[Reviewed, ...]:
    """Return the sittings of the viewer's house over a company's figures, the latest first.

    What was taken back is out.
    """
    organisation_id = looking.viewer.organisation_id
    streams = [f"review:{view.claim.id}:{organisation_id}" for view in record.claims]
    with looking.ws.ledger.read() as session:
        past = journal.read_streams(session, looking.ws.name, streams, [ClaimVerified.kind])
        names = people.names(session, looking.ws.name)
    files = {deck.id: deck.file_name for deck in record.decks}
    words: dict[tuple[date, str, str], dict[str, Verdict]] = {}
    last: dict[tuple[date, str, str], datetime] = {}
    for recorded in sorted(past, key=lambda recorded: recorded.position):
        event = recorded.event
        if isinstance(event, ClaimVerified):
            key = (korean_day(recorded.ts), recorded.actor, event.deck_id)
            words.setdefault(key, {})[event.claim_id] = event.verdict
            last[key] = recorded.ts
    made = [
        Reviewed(last[key], names.get(key[1], ""), files.get(key[2], ""), Counter(said.values()))
        for key, said in words.items()
    ]
    return tuple(
        sorted((sitting for sitting in made if set(sitting.counts) - {Verdict.REOPENED}), key=_when, reverse=True)
    )


def _when(sitting: Reviewed) -> datetime:
    return sitting.ts
