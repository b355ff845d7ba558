from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from dealflow.domain.investment.approvals import tabled_of
from dealflow.domain.investment.committee import ConditionState, Result, SessionKind
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.events import ItemResolved, PaymentMade, TermsSet
from dealflow.domain.investment.voting import counted_votes, tally
from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened
from dealflow.domain.pipeline.field_history import FieldLine, field_history, restore
from dealflow.domain.pipeline.funnel import StageKind
from dealflow.domain.pipeline.stage_gates import missing_on_the_way
from dealflow.domain.record.pipeline_as_of import Pipeline, as_of, until
from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import InvalidInputError, NotFoundError
from tests.domain.investment.decision_histories import COMPANY, DAWN, TERMS, VC, World, decision_histories

AT = datetime(2099, 3, 2, tzinfo=UTC)
OPENED = EngagementOpened("e", "house", "c", "house", "vc", "Series A", "meeting", "anna")
MOVED = EngagementMoved("e", "meeting", "ir")
histories = decision_histories()
calm = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def past(*events: Event, minutes: Mapping[int, int] | None = None) -> list[Recorded]:
    """Return the events one minute apart, but for those whose minute is given."""
    when = dict(enumerate(range(1, len(events) + 1), start=1)) | dict(minutes or {})
    return [
        Recorded("w", seq, each.stream, seq, AT + timedelta(minutes=when[seq]), "anna", "app", each, "", "")
        for seq, each in enumerate(events, start=1)
    ]


def test_the_pipeline_stands_at_any_moment_as_it_stood_then() -> None:
    told = past(OPENED, MOVED, TermsSet("e", 1, TERMS))
    assert as_of(told, AT).engagements == {}
    then = as_of(told, AT + timedelta(minutes=2))
    assert (then.engagements["e"].stage, then.deals) == ("ir", {})
    assert then.deal_of(then.engagements["e"]) == Deal("e", "house")
    assert as_of(told, AT + timedelta(minutes=1)).engagements["e"].stage == "meeting"
    assert as_of(told).deals == {"e": Deal("e", "house", (TERMS,))}


def test_a_clock_that_was_put_back_leaves_no_hole() -> None:
    told = past(OPENED, MOVED, replace(MOVED, from_stage="ir", to_stage="review"), minutes={2: 9, 3: 2})
    assert until(told, AT + timedelta(minutes=5)) == (told[0],)


def test_every_field_tells_who_changed_it_from_what_to_what() -> None:
    dearer = replace(TERMS, price_won=1_100, pre_money_won=5)
    told = past(OPENED, MOVED, TermsSet("e", 1, TERMS), TermsSet("e", 2, dearer))
    assert field_history(told, "stage") == (FieldLine(2, told[1].ts, "anna", "stage", "meeting", "ir"),)
    assert [(line.field, line.old, line.new) for line in field_history(told) if line.seq == 4] == [
        ("terms.pre_money_won", "", "5"),
        ("terms.price_won", "1000", "1100"),
    ]
    assert ("terms.lines", "", "fund_id=f1, amount_won=1000000; fund_id=f2, amount_won=500000") in [
        (line.field, line.old, line.new) for line in field_history(told)
    ]


def test_a_value_is_brought_back_and_everything_else_stays() -> None:
    dearer = replace(TERMS, price_won=1_100, pre_money_won=5)
    told = past(OPENED, TermsSet("e", 1, TERMS), TermsSet("e", 2, dearer), MOVED)
    (price,) = [line for line in field_history(told, "terms.price_won") if line.old]
    assert restore(told, price) == TermsSet("e", 3, replace(dearer, price_won=1_000))
    (stage,) = field_history(told, "stage")
    assert restore(told, stage) == EngagementMoved("e", "ir", "meeting")


def test_what_cannot_be_brought_back_is_refused() -> None:
    told = past(OPENED, TermsSet("e", 1, TERMS), MOVED, EngagementMoved("e", "ir", "meeting"))
    first = field_history(told, "terms.price_won")[0]
    stage = field_history(told, "stage")[0]
    for line in (first, stage):
        with pytest.raises(InvalidInputError):
            restore(told, line)
    with pytest.raises(NotFoundError):
        restore(told, replace(stage, seq=9))
    with pytest.raises(NotFoundError):
        as_of(past(MOVED))


@calm
@given(histories)
def test_as_of_now_is_the_present(world: World) -> None:
    present = Pipeline(
        world.followed,
        {name: deal for name, deal in world.deals.items() if deal != Deal(name, "house")},
        world.sessions,
        {},
    )
    assert as_of(world.journal) == as_of(world.journal, world.now) == present


@calm
@given(histories, st.integers(0, 60 * 24 * 40))
def test_as_of_a_moment_is_what_replaying_to_that_moment_gives(world: World, minutes: int) -> None:
    moment = DAWN + timedelta(minutes=minutes)
    assert as_of(world.journal, moment) == as_of([each for each in world.journal if each.ts <= moment])


@calm
@given(histories)
def test_no_path_is_illegal_nor_goes_around_a_gate(world: World) -> None:
    for place, record in enumerate(world.journal):
        if isinstance(record.event, EngagementMoved) and record.event.undoes is None:
            before = as_of(world.journal[:place])
            here = before.engagements[record.event.engagement_id]
            start, end = VC.position(here.stage), VC.position(record.event.to_stage)
            assert here.stage == record.event.from_stage
            assert all(stage.kind is not StageKind.DECISION for stage in VC.stages[start + 1 : end])
            facts = replace(
                world.facts(here.id),
                engagement=here,
                deal=before.deal_of(here),
                tabled=tabled_of(before.sessions.values(), here.id),
                company=COMPANY,
            )
            assert missing_on_the_way(VC, record.event.to_stage, facts) == ()


@calm
@given(histories)
def test_votes_are_never_counted_twice_and_results_keep_to_them(world: World) -> None:
    for session in world.sessions.values():
        for item in session.items:
            counted = tally(item, session.present)
            assert len(counted_votes(item)) == len({vote.voter_id for vote in item.votes}) <= len(set(item.voters))
            assert counted.in_favour + counted.against + counted.abstained == len(item.votes)
            if item.resolution is not None and item.resolution.result in {Result.PASSED, Result.CONDITIONAL}:
                assert counted == item.resolution.tally
                assert counted.carried


@calm
@given(histories)
def test_no_payment_stands_before_its_approval_and_conditions_nor_beyond_its_line(world: World) -> None:
    for place, record in enumerate(world.journal):
        if isinstance(record.event, PaymentMade):
            before = as_of(world.journal[:place])
            deal, fund = before.deals[record.event.engagement_id], record.event.payment.fund_id
            approvals = [
                item.resolution
                for session in before.sessions.values()
                if session.kind is SessionKind.MAIN
                for item in session.items
                if item.engagement_id == deal.engagement_id
                and item.fund_id == fund
                and item.terms_version == deal.terms_version
                and item.resolution is not None
                and item.resolution.result in {Result.PASSED, Result.CONDITIONAL}
            ]
            assert approvals
            assert any(
                all(condition.state is not ConditionState.OPEN for condition in each.conditions) for each in approvals
            )
            assert deal.current is not None
            line = {each.fund_id: each.amount_won for each in deal.current.lines}[fund]
            paid = sum(each.amount_won for each in deal.payments if each.fund_id == fund and not each.voided_because)
            assert paid + record.event.payment.amount_won <= line


@calm
@given(histories)
def test_every_line_of_history_follows_on_the_one_before(world: World) -> None:
    for name in ("e1", "e2"):
        lines = field_history(world.stream(name))
        for field in {line.field for line in lines}:
            of_field = [line for line in lines if line.field == field]
            assert all(earlier.new == later.old for earlier, later in pairwise(of_field))
            assert all(line.old != line.new for line in of_field)


def steps_of(world: World) -> frozenset[str]:
    """What happened at all: kinds of events, results of items, stages that were entered."""
    events = [record.event for record in world.journal]
    results = [event.resolution.result.value for event in events if isinstance(event, ItemResolved)]
    stages = [event.to_stage for event in events if isinstance(event, EngagementMoved)]
    return frozenset([*(event.kind for event in events), *results, *stages])


@pytest.mark.slow
def test_random_histories_get_as_far_as_paying() -> None:
    wanted = {"payment_made", "payment_voided", "voter_recused", "score_given", "condition_settled"}
    wanted |= {"passed", "conditional", "rejected", "held", "pre_ic", "ic", "contract", "payment"}
    looked = settings(
        max_examples=1_000,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    seen: set[str] = set()

    def have_gone_everywhere(steps: frozenset[str]) -> bool:
        seen.update(steps)
        return wanted <= seen

    find(histories.map(steps_of), have_gone_everywhere, settings=looked, random=Random(7))  # noqa: S311 - no secret
    assert wanted <= seen
