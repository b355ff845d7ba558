"""The whole pipeline as it stood at any moment, folded from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dealflow.domain.investment import deal_state, session_state
from dealflow.domain.investment.committee import CommitteeSession
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import EngagementTakenBack
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.tips import operator_state
from dealflow.domain.tips.operators import Operator
from dealflow.domain.values.event import Recorded


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything that was being decided, by its id, as it stood at one moment.

    ``deals`` holds only engagements with terms, letters or payments.
    """

    followed: Mapping[str, Followed]
    deals: Mapping[str, Deal]
    sessions: Mapping[str, CommitteeSession]
    operators: Mapping[str, Operator]

    @property
    def engagements(self) -> Mapping[str, Engagement]:
        """Return the engagements without their stays."""
        return {name: followed.engagement for name, followed in self.followed.items()}

    def deal_of(self, engagement: Engagement) -> Deal:
        """Return the money side of an engagement, empty where nothing was agreed."""
        return self.deals.get(engagement.id, Deal(engagement.id, engagement.owner_id))


@dataclass(slots=True)
class _Folding:
    """What has been folded so far."""

    followed: dict[str, Followed] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)
    sessions: dict[str, CommitteeSession] = field(default_factory=dict)
    operators: dict[str, Operator] = field(default_factory=dict)

    def add(self, recorded: Recorded) -> None:
        """Bring one stream forward by one of its events; streams of other things are left out."""
        prefix, _, name = recorded.stream.partition(":")
        match prefix:
            case "engagement" if isinstance(recorded.event, EngagementTakenBack):
                self.followed.pop(name, None)
                self.deals.pop(name, None)
            case "engagement":
                self.followed[name] = engagement_state.follow(self.followed.get(name), recorded)
                empty = Deal(name, self.followed[name].engagement.owner_id)
                deal = deal_state.follow(self.deals.get(name, empty), recorded)
                if deal != empty:
                    self.deals[name] = deal
            case "session":
                self.sessions[name] = session_state.follow(self.sessions.get(name), recorded)
            case "operator":
                self.operators[name] = operator_state.follow(self.operators.get(name), recorded)
            case _:
                pass


def until(past: Iterable[Recorded], moment: datetime | None) -> tuple[Recorded, ...]:
    """Return the events up to a moment, itself included; None: all of them.

    Each stream ends before its first later event, so that a clock that was put back leaves no stream with a hole.
    """
    if moment is None:
        return tuple(past)
    records: list[Recorded] = []
    ended: set[str] = set()
    for recorded in past:
        if recorded.ts > moment:
            ended.add(recorded.stream)
        if recorded.stream not in ended:
            records.append(recorded)
    return tuple(records)


def as_of(past: Iterable[Recorded], moment: datetime | None = None) -> Pipeline:
    """Return the pipeline as it stood at a moment (None: now), from events in the journal's order.

    Whose books may be seen is the caller's to filter: give only the streams that the viewer may read.

    Raises:
        NotFoundError, InvalidInputError: the events contradict each other; the journal never lets that happen.
    """
    folding = _Folding()
    for recorded in until(past, moment):
        folding.add(recorded)
    return Pipeline(folding.followed, folding.deals, folding.sessions, folding.operators)
