"""Who changed which field of an engagement or its terms, when, from what to what; and how to bring a value back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from dealflow.domain.investment import deal_state
from dealflow.domain.investment.deal_terms import Deal, Terms
from dealflow.domain.investment.events import TermsSet
from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import EngagementMoved, EngagementsJoined, EngagementStatusSet, NextStepSet
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.values.event import Recorded
from dealflow.errors import InvalidInputError, NotFoundError

Restored = EngagementMoved | EngagementStatusSet | NextStepSet | EngagementsJoined | TermsSet

_FIELDS: Final = ("stage", "status", "reason", "next_step", "next_due", "assignee_id", "joined_id")
_TERMS: Final = tuple(field.name for field in fields(Terms))


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One change of one field. ``old`` and ``new`` are canonical texts (ids, ISO days, whole won); empty: nothing.

    Fields of the terms are called ``terms.<field>``; ``undoes`` says that the change took another one back.
    """

    seq: int
    ts: datetime
    actor: str
    field: str
    old: str
    new: str
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class _Fields:
    """An engagement and its deal at one point of its stream."""

    followed: Followed | None
    deal: Deal

    @property
    def values(self) -> Mapping[str, object]:
        """Return every field that has a history, by its name."""
        terms = self.deal.current
        values = {} if self.followed is None else {name: getattr(self.followed.engagement, name) for name in _FIELDS}
        return values | {f"terms.{name}": None if terms is None else getattr(terms, name) for name in _TERMS}


def field_history(past: Sequence[Recorded], field: str | None = None) -> tuple[FieldLine, ...]:
    """Return the changes of one field, or of all, in an engagement's stream, oldest first.

    What an engagement was opened with is its first value, not a change.
    """
    lines: list[FieldLine] = []
    before = _Fields(None, Deal("", ""))
    for record in past:
        after = _follow(before, record)
        if before.followed is not None:
            old = {name: text_of(value) for name, value in before.values.items()}
            new = {name: text_of(value) for name, value in after.values.items()}
            undoes = getattr(record.event, "undoes", None)
            lines += [
                FieldLine(record.seq, record.ts, record.actor, name, old[name], new[name], undoes)
                for name in new
                if old[name] != new[name] and field in (None, name)
            ]
        before = after
    return tuple(lines)


def restore(past: Sequence[Recorded], line: FieldLine) -> Restored:
    """Return the event that gives a field the value that it had before the change of ``line``, all others as they are.

    It is an act like any other: the caller checks it by the same rules (legal moves, gates, sound terms).

    Raises:
        NotFoundError: the stream holds no such change.
        InvalidInputError: the field has that value now, or terms would be brought back to none.
    """
    if line not in field_history(past, line.field):
        raise NotFoundError(kind="field_line", id=str(line.seq))
    now, then = _fields_after(past), _fields_after([record for record in past if record.seq < line.seq])
    if now.followed is None or then.followed is None:
        raise NotFoundError(kind="engagement", id=str(line.seq))
    if now.values[line.field] == then.values[line.field]:
        raise InvalidInputError(field="restore", problem="unchanged", value=line.field)
    if line.field.startswith("terms."):
        return _terms(now, then, line.field.removeprefix("terms."))
    return _EVENTS[line.field](now.followed.engagement, then.followed.engagement)


def text_of(value: object) -> str:
    """Return a field's value as canonical text; nothing is empty."""
    match value:
        case None:
            return ""
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(text_of(part) for part in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            parts = asdict(value)
            return ", ".join(f"{name}={text_of(part)}" for name, part in parts.items() if part not in (None, "", ()))
        case _:
            return str(value)


def _follow(fields: _Fields, record: Recorded) -> _Fields:
    followed = engagement_state.follow(fields.followed, record)
    deal = fields.deal
    if fields.followed is None:
        deal = Deal(followed.engagement.id, followed.engagement.owner_id)
    return _Fields(followed, deal_state.follow(deal, record))


def _fields_after(past: Sequence[Recorded]) -> _Fields:
    fields = _Fields(None, Deal("", ""))
    for record in past:
        fields = _follow(fields, record)
    return fields


def _terms(now: _Fields, then: _Fields, name: str) -> TermsSet:
    """Return new terms with one field as it was; without earlier terms there is nothing to bring back."""
    present, earlier = now.deal.current, then.deal.current
    if present is None or earlier is None:
        raise InvalidInputError(field="restore", problem="missing", value=name)
    changed = {text: getattr(earlier if text == name else present, text) for text in _TERMS}
    return TermsSet(now.deal.engagement_id, now.deal.terms_version + 1, Terms(**changed))


def _stage(now: Engagement, then: Engagement) -> Restored:
    return EngagementMoved(now.id, now.stage, then.stage)


def _status(now: Engagement, then: Engagement) -> Restored:
    return EngagementStatusSet(now.id, now.status, then.status, then.reason)


def _reason(now: Engagement, then: Engagement) -> Restored:
    return EngagementStatusSet(now.id, now.status, now.status, then.reason)


def _step(now: Engagement, then: Engagement) -> Restored:
    return replace(_plan(now), step=then.next_step)


def _due(now: Engagement, then: Engagement) -> Restored:
    return replace(_plan(now), due=then.next_due)


def _assignee(now: Engagement, then: Engagement) -> Restored:
    return replace(_plan(now), assignee_id=then.assignee_id)


def _joined(now: Engagement, then: Engagement) -> Restored:
    return EngagementsJoined(now.id, then.joined_id or "")


def _plan(now: Engagement) -> NextStepSet:
    """Return the next step as it stands, as new."""
    present = (now.next_step, now.next_due, now.assignee_id)
    return NextStepSet(now.id, *present, *present)


_EVENTS: Final[Mapping[str, Callable[[Engagement, Engagement], Restored]]] = MappingProxyType(
    {
        "stage": _stage,
        "status": _status,
        "reason": _reason,
        "next_step": _step,
        "next_due": _due,
        "assignee_id": _assignee,
        "joined_id": _joined,
    }
)
