"""Facts to canonical JSON and back, exactly: what comes back equals what went in, on every version to come.

Canonical: the fields in the order of their declaration, no spaces, text unescaped, decimals as text, boxes as lists.
The stored text itself is what the journal's hash covers, so later versions may write it differently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from dealflow.domain.claims.claims import Claim, Correction
from dealflow.domain.claims.deck import Suggestion
from dealflow.domain.claims.events import ClaimsEvent
from dealflow.domain.claims.page import PageGap
from dealflow.domain.investment.committee import CommitteeSession, Fund
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.events import InvestmentEvent
from dealflow.domain.irday.events import DayEvent
from dealflow.domain.irday.floor.floor import ConsultationLog, Outcome, RoundTable, SurveyAnswer
from dealflow.domain.irday.participants.participants import Participant, Requests
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.people.events import PeopleEvent
from dealflow.domain.pipeline.events import PipelineEvent
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.tips.events import TipsEvent
from dealflow.domain.tips.operators import Operator
from dealflow.domain.values.event import Event
from dealflow.errors import InvalidInputError

Decided = Fund | Deal | CommitteeSession | Operator | Track
OfDay = Programme | Participant | Requests | Plan | Timetable | ConsultationLog | RoundTable | SurveyAnswer | Outcome
State = Decided | OfDay
"""What is folded from a stream and kept whole."""
Kept = TypeVar("Kept", bound=State)

Known = PeopleEvent | ClaimsEvent | InvestmentEvent | TipsEvent | PipelineEvent | DayEvent
"""Every event that a journal may hold: named here, where all areas are known."""
EVENTS: Final[Mapping[str, type[Event]]] = MappingProxyType({event.kind: event for event in get_args(Known)})
"""The events by the kind that stands in the journal."""
_ADAPTERS: Final[Mapping[str, TypeAdapter[Any]]] = MappingProxyType(  # an adapter for each kind
    {kind: TypeAdapter(cls) for kind, cls in EVENTS.items()}
)
_STATES: Final[Mapping[type, TypeAdapter[Any]]] = MappingProxyType(  # an adapter for each type
    {cls: TypeAdapter(cls) for cls in get_args(State)}
)
_CLAIM: Final = TypeAdapter(Claim)
_CORRECTION: Final = TypeAdapter(Correction)
_SUGGESTIONS: Final = TypeAdapter(tuple[Suggestion, ...])
_SIZES: Final = TypeAdapter(tuple[tuple[float, float], ...])
_PAGES: Final = TypeAdapter(tuple[int | PageGap, ...])
_PAIRS: Final = TypeAdapter(tuple[tuple[str, str], ...])
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL character, as JSON writes it; PostgreSQL cannot keep one in text."""


def encode(event: Event) -> str:
    """Return the canonical JSON of an event.

    Raises:
        InvalidInputError: a text holds a NUL or half a character pair, or a number is no number.
    """
    try:
        text = _ADAPTERS[event.kind].dump_json(event).decode()
    except (PydanticSerializationError, UnicodeError) as error:
        raise InvalidInputError(field=event.kind, problem="unstorable") from error
    if _NUL.search(text):
        raise InvalidInputError(field=event.kind, problem="unstorable")
    return text


def decode(kind: str, payload: str) -> Event:
    """Return the event of that kind from its JSON; fields added since it was written take their defaults.

    Raises:
        InvalidInputError: the kind is unknown or the payload does not fit it.
    """
    if kind not in _ADAPTERS:
        raise InvalidInputError(field="kind", problem="unknown", value=kind)
    try:
        event: Event = _ADAPTERS[kind].validate_json(payload)
    except ValidationError as error:
        raise InvalidInputError(field=kind, problem="unstorable") from error
    return event


def encode_state(state: State) -> str:
    """Return the canonical JSON of a record's state, as folded from its stream."""
    return _STATES[type(state)].dump_json(state).decode()


def decode_state(kind: type[Kept], text: str) -> Kept:
    """Return the state of that kind from its JSON."""
    state: Kept = _STATES[kind].validate_json(text)
    return state


def encode_pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    """Return the canonical JSON of names with their values, in order."""
    return _PAIRS.dump_json(pairs).decode()


def decode_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names with their values of that JSON."""
    return _PAIRS.validate_json(text)


def encode_claim(claim: Claim) -> str:
    """Return the canonical JSON of a claim."""
    return _CLAIM.dump_json(claim).decode()


def decode_claim(text: str) -> Claim:
    """Return the claim of that JSON."""
    return _CLAIM.validate_json(text)


def encode_correction(correction: Correction | None) -> str | None:
    """Return the canonical JSON of a correction, nothing for none."""
    return None if correction is None else _CORRECTION.dump_json(correction).decode()


def decode_correction(text: str | None) -> Correction | None:
    """Return the correction of that JSON, nothing for none."""
    return None if text is None else _CORRECTION.validate_json(text)


def encode_suggestions(suggestions: tuple[Suggestion, ...]) -> str:
    """Return the canonical JSON of company suggestions."""
    return _SUGGESTIONS.dump_json(suggestions).decode()


def decode_suggestions(text: str) -> tuple[Suggestion, ...]:
    """Return the company suggestions of that JSON."""
    return _SUGGESTIONS.validate_json(text)


def encode_sizes(sizes_pt: tuple[tuple[float, float], ...]) -> str:
    """Return the canonical JSON of page sizes in points."""
    return _SIZES.dump_json(sizes_pt).decode()


def decode_sizes(text: str) -> tuple[tuple[float, float], ...]:
    """Return the page sizes in points of that JSON."""
    return _SIZES.validate_json(text)


def encode_pages(pages: tuple[int, ...], gaps: tuple[PageGap, ...] = ()) -> str:
    """Return the canonical JSON of page numbers, each with what is known to be missing on it."""
    known = {gap.page: gap for gap in gaps}
    return _PAGES.dump_json(tuple(known.get(page, page) for page in pages)).decode()


def decode_pages(text: str) -> tuple[int, ...]:
    """Return the page numbers of that JSON."""
    return tuple(page if isinstance(page, int) else page.page for page in _PAGES.validate_json(text))


def decode_gaps(text: str) -> tuple[PageGap, ...]:
    """Return what is missing on the pages of that JSON, where it tells."""
    return tuple(page for page in _PAGES.validate_json(text) if isinstance(page, PageGap))
