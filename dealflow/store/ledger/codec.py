"""Events to canonical JSON and back, exactly: what comes back equals what went in, on every version to come.

Canonical: the fields in the order of their declaration, no spaces, text unescaped, decimals as text, boxes as lists.
The stored text itself is what the journal's hash covers, so later versions may write it differently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from dealflow.domain.adoption.events import AdoptionEvent
from dealflow.domain.award.events import AwardEvent
from dealflow.domain.claims.events import ClaimsEvent
from dealflow.domain.inbound.events import InboundEvent
from dealflow.domain.investment.events import InvestmentEvent
from dealflow.domain.irday.events import DayEvent
from dealflow.domain.notes.events import NotesEvent
from dealflow.domain.people.events import PeopleEvent
from dealflow.domain.pipeline.events import PipelineEvent
from dealflow.domain.regional.events import RegionalEvent
from dealflow.domain.sheets.events import SheetsEvent
from dealflow.domain.tips.events import TipsEvent
from dealflow.domain.values.event import Event
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.errors import InvalidInputError

Known = (
    PeopleEvent
    | ClaimsEvent
    | InvestmentEvent
    | TipsEvent
    | PipelineEvent
    | DayEvent
    | NotesEvent
    | InboundEvent
    | SheetsEvent
    | AdoptionEvent
    | AwardEvent
    | RegionalEvent
)
"""Every event that a journal may hold: named here, where all areas are known."""
EVENTS: Final[Mapping[str, type[Event]]] = MappingProxyType({event.kind: event for event in get_args(Known)})
"""The events by the kind that stands in the journal."""
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL character, as JSON writes it; PostgreSQL cannot keep one in text."""


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:  # of the event of that kind
    """Return what writes and reads events of a kind, made when the first one comes and not at the start."""
    return TypeAdapter(EVENTS[kind])


def encode(event: Event) -> str:
    """Return the canonical JSON of an event.

    Raises:
        InvalidInputError: a text holds a NUL, half a character pair or what may be a person's resident number, or a
            number is no number.
    """
    require_no_resident_number(event)
    try:
        text = _adapter(event.kind).dump_json(event).decode()
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
    if kind not in EVENTS:
        raise InvalidInputError(field="kind", problem="unknown", value=kind)
    try:
        event: Event = _adapter(kind).validate_json(payload)
    except ValidationError as error:
        raise InvalidInputError(field=kind, problem="unstorable") from error
    return event
