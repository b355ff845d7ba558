"""What random histories are drawn from: values as real ones are, and the world that grows event by event.

Texts hold what real ones hold: Korean, quotes, backslashes, marks beyond the basic plane.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.claims.claims import (
    Aggregation,
    Claim,
    ClaimStatus,
    Correction,
    Evidence,
    Origin,
    ReviewReason,
    Scope,
)
from dealflow.domain.claims.page import Box
from dealflow.domain.investment import deal_state, session_state
from dealflow.domain.investment.committee import CommitteeSession
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.tips import operator_state
from dealflow.domain.tips.operators import Operator
from dealflow.domain.values.event import Event, Recorded
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Bound, Quantity, Unit

DAWN = datetime(2026, 3, 2, tzinfo=UTC)
TRACKS = {track.id: track for track in load_tracks()}
FIRMS = ("vc1", "vc2", "organiser")
PEOPLE = tuple(f"p_{firm}" for firm in FIRMS)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12) | st.sampled_from(
    ["", "가나정밀(가상)", 'O\'Brien "A" \\u0000 \\', "😀 한글", "100%", "a\nb\tc"]
)
amounts = st.decimals(-(10**12), 10**12, places=2) | st.just(Decimal("1E+3"))
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
quantities = st.one_of(
    st.builds(
        Quantity,
        unit=st.sampled_from([Unit.KRW, Unit.USD, Unit.PERCENT, Unit.COUNT]),
        value=amounts,
        bound=st.none() | st.sampled_from(Bound),
        approx=st.booleans(),
    ),
    st.builds(Quantity, unit=st.just(Unit.KRW), value_min=amounts, value_max=amounts),
    st.builds(Quantity, unit=st.just(Unit.TEXT), text=texts),
)
periods = st.none() | st.builds(
    Period, kind=st.sampled_from(PeriodKind), label=texts, start=st.none() | days, end=st.none() | days
)
points = st.floats(0, 2000, allow_nan=False)
boxes = st.lists(st.builds(Box, points, points, points, points), max_size=2).map(tuple)
evidence = st.builds(Evidence, page=st.integers(1, 20), boxes=boxes, label_boxes=boxes, quote=texts)
corrections = st.builds(
    Correction,
    metric=st.sampled_from(["revenue", "arr"]),
    quantity=quantities,
    scope=st.sampled_from(Scope),
    status=st.sampled_from(ClaimStatus),
    aggregation=st.sampled_from(Aggregation),
    period=periods,
)


def claims(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Claim]:
    """Draw a claim of one of the ids."""
    return st.builds(
        Claim,
        id=ids,
        metric=st.sampled_from(["revenue", "arr", "employees"]),
        quantity=quantities,
        evidence=st.lists(evidence, min_size=1, max_size=2).map(tuple),
        label=texts,
        scope=st.sampled_from(Scope),
        status=st.sampled_from(ClaimStatus),
        aggregation=st.sampled_from(Aggregation),
        period=periods,
        subject=st.none() | texts,
        origin=st.sampled_from(Origin),
        confidence=st.floats(0, 1, allow_nan=False),
        review_reasons=st.lists(st.sampled_from(ReviewReason), max_size=2).map(tuple),
    )


@dataclass(frozen=True)
class Step:
    """One event to append, by whom and when."""

    event: Event
    actor: str
    ts: datetime


@dataclass
class World:
    """What has happened so far, as far as the next step must know it."""

    steps: list[Step] = field(default_factory=list)
    streams: dict[str, list[Recorded]] = field(default_factory=lambda: defaultdict(list))
    now: datetime = DAWN
    actor: str = PEOPLE[0]
    companies: list[str] = field(default_factory=list)
    decks: dict[str, set[str]] = field(default_factory=dict)
    engagements: dict[str, tuple[str, str, Status]] = field(default_factory=dict)
    """Track, stage and status by engagement."""
    owners: dict[str, str] = field(default_factory=dict)
    """Whose books each engagement stands in."""
    funds: dict[str, str] = field(default_factory=dict)
    """The owner of each fund."""
    deals: dict[str, Deal] = field(default_factory=dict)
    sessions: dict[str, CommitteeSession] = field(default_factory=dict)
    operators: dict[str, Operator] = field(default_factory=dict)

    def tell(self, event: Event) -> None:
        """Append an event.

        Raises:
            DealflowError: the domain's own rules do not let it happen; it did not.
        """
        past = self.streams[event.stream]
        position = len(self.steps) + 1
        recorded = Recorded("", position, event.stream, len(past) + 1, self.now, self.actor, "app", event, "", "")
        self._follow(recorded)
        past.append(recorded)
        self.steps.append(Step(event, self.actor, self.now))

    def _follow(self, recorded: Recorded) -> None:
        """Bring what the event speaks of forward, where later decisions depend on it."""
        prefix, _, name = recorded.stream.partition(":")
        match prefix:
            case "engagement" if name in self.owners:
                self.deals[name] = deal_state.follow(self.deals.get(name, Deal(name, self.owners[name])), recorded)
            case "session":
                self.sessions[name] = session_state.follow(self.sessions.get(name), recorded)
            case "operator":
                self.operators[name] = operator_state.follow(self.operators.get(name), recorded)
            case _:
                pass
