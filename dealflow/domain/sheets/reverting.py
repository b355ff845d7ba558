"""The inverse of what an import changed of a record that was known before: as new events, nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.domain.claims.company import NOTHING_NOTED
from dealflow.domain.claims.events import CompanyAmended, CompanyProfileKept, CompanyRegistered, CompanyShelved
from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import DealSizeNoted, EngagementMoved, EngagementStatusSet, NextStepSet, RoundNamed
from dealflow.domain.values.event import Event, Recorded


def restored(past: Sequence[Recorded], since: int) -> tuple[Event, ...]:
    """Return the events that bring a record back to how it stood at the event number ``since`` of its stream.

    ``past``: the whole stream. Notes stay: what was written down is never unsaid.
    """
    before = [recorded for recorded in past if recorded.seq <= since]
    after = [recorded for recorded in past if recorded.seq > since]
    if isinstance(past[0].event, CompanyRegistered):
        return _company(before, after)
    if isinstance(past[0].event, CompanyProfileKept | CompanyShelved):
        return _profile(past[0].event, before)
    return _engagement(engagement_state.since_opened(before), after)


def _company(before: Sequence[Recorded], after: Sequence[Recorded]) -> tuple[Event, ...]:
    if not any(isinstance(recorded.event, CompanyAmended) for recorded in after):
        return ()
    last = next(
        recorded.event
        for recorded in reversed(before)
        if isinstance(recorded.event, CompanyRegistered | CompanyAmended)
    )
    return (CompanyAmended(last.company_id, last.name, last.name_en, last.biz_reg_no, last.region, last.sector),)


def _profile(first: CompanyProfileKept | CompanyShelved, before: Sequence[Recorded]) -> tuple[Event, ...]:
    """Return a house's notes on a company as they were; nothing noted where there were none."""
    profiles = [recorded.event.profile for recorded in before if isinstance(recorded.event, CompanyProfileKept)]
    return (CompanyProfileKept(first.company_id, first.owner_id, profiles[-1] if profiles else NOTHING_NOTED),)


def _engagement(before: Sequence[Recorded], after: Sequence[Recorded]) -> tuple[Event, ...]:
    """Return the inverse of each event, the last first."""
    followed: Followed | None = None
    for recorded in before:
        followed = engagement_state.follow(followed, recorded)
    inverses: list[Event] = []
    for recorded in after:
        if followed is not None and (inverse := _inverse(followed, recorded)) is not None:
            inverses.insert(0, inverse)
        followed = engagement_state.follow(followed, recorded)
    return tuple(inverses)


def _inverse(before: Followed, recorded: Recorded) -> Event | None:
    """Return the event that takes one back, given how the engagement stood before it."""
    engagement = before.engagement
    match recorded.event:
        case EngagementMoved() as event:
            return EngagementMoved(event.engagement_id, event.to_stage, event.from_stage, undoes=recorded.seq)
        case EngagementStatusSet() as event:
            return EngagementStatusSet(
                event.engagement_id, event.to_status, event.from_status, engagement.reason, undoes=recorded.seq
            )
        case NextStepSet() as event:
            return NextStepSet(
                engagement_id=event.engagement_id,
                step=event.old_step,
                due=event.old_due,
                assignee_id=event.old_assignee_id,
                old_step=event.step,
                old_due=event.due,
                old_assignee_id=event.assignee_id,
                undoes=recorded.seq,
            )
        case DealSizeNoted() as event:
            return DealSizeNoted(event.engagement_id, event.old, event.size, undoes=recorded.seq)
        case RoundNamed() as event:
            return RoundNamed(event.engagement_id, engagement.round_label, undoes=recorded.seq)
        case _:
            return None
