"""One judgement for every act that keeps or publishes a plan: nothing new clashes, nothing impossible is gone by."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from dealflow.actions.irday.floor import floor, floor_views, walk_ins
from dealflow.actions.irday.papers import paper_data
from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.programme import day_state, programme
from dealflow.actions.irday.results import results
from dealflow.actions.irday.timetable import calendar_feed, manual_edits, plan_views, plans, replanning
from dealflow.actions.irday.timetable.plans import Draft
from dealflow.actions.irday.timetable.replanning import Wanted
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import PlanOrigin
from dealflow.domain.irday.floor.floor import NOT_HELD, MeetingState
from dealflow.domain.irday.participants.participants import ParticipantState
from dealflow.domain.irday.programme.programme import Closure
from dealflow.domain.irday.results.measures import Missing
from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.disruptions import Trouble, TroubleKind
from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.judgement import judged
from dealflow.domain.irday.timetable.manual_edits import Spot, take_out, things
from dealflow.domain.irday.timetable.planning_problem import problem_of
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Timetable
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.day_span import Span
from dealflow.errors import ClashError, DealflowError, PublishedMeanwhileError
from tests.actions.conftest import AT, Cast
from tests.actions.irday.days import EVENT, ON, set_up
from tests.actions.irday.timetable.test_plans import FIRST, MET, PITCHES, SECOND, clock
from tests.domain.irday.days import drawn

PLAN = Timetable((*MET.meetings, Meeting("s3", "v3", FIRST, "t3", "v3")), PITCHES)


@pytest.fixture
def olli(ws: Workspace, cast: Cast) -> Viewer:
    """Give the organiser of a day with a published plan."""
    set_up(ws, cast.organiser, at=AT)
    acting = Acting(ws, cast.organiser, AT)
    plans.publish(acting, EVENT, plans.keep_draft(acting, EVENT, Draft(PLAN, PlanOrigin.BY_HAND)))
    return cast.organiser


def published(ws: Workspace, viewer: Viewer) -> Timetable:
    """Return what people go by."""
    found = day_state.day_of(Looking(ws, viewer), EVENT).plan.published
    assert found is not None
    return found


def close_table(acting: Acting) -> None:
    """Close the first table for the whole afternoon."""
    kept, version = programme.programme_of(acting, EVENT)
    programme.keep_programme(acting, replace(kept, closures=(Closure("t1", Span(780, 1020)),)), seen=version)


def test_a_clash_elsewhere_lets_an_unrelated_consultation_be_moved_but_none_is_added(
    ws: Workspace, olli: Viewer
) -> None:
    acting = Acting(ws, olli, AT)
    close_table(acting)
    version = manual_edits.move(acting, EVENT, Act("s2", "v2"), Spot(SECOND, "t2"))
    view = plan_views.plan_view(acting, EVENT, at=AT)
    assert (view.number, {clash.rule for clash in view.clashes}) == (version, {Rule.TABLE_CLOSED})
    with pytest.raises(ClashError) as caught:
        manual_edits.move(acting, EVENT, Act("s2", "v2"), Spot(FIRST, "t1"))
    assert caught.value.parameters["clashes"] != view.clashes


def test_what_holds_a_closed_table_is_published_by_nobody(ws: Workspace, olli: Viewer) -> None:
    acting = Acting(ws, olli, AT)
    close_table(acting)
    version = manual_edits.move(acting, EVENT, Act("s2", "v2"), Spot(SECOND, "t2"))
    for publishes in (
        lambda: plans.publish(acting, EVENT, version),
        lambda: walk_ins.swap(acting, EVENT, Act("s2", "v2"), Act("s3", "v3")),
        lambda: walk_ins.walk_in(acting, EVENT, Act("s3", "v2"), Spot(SECOND, "t3")),
    ):
        with pytest.raises(ClashError) as caught:
            publishes()
        assert {clash.rule for clash in caught.value.parameters["clashes"]} == {Rule.TABLE_CLOSED}  # type: ignore[attr-defined]  # an error carries any value
    assert plan_views.plan_view(acting, EVENT, at=AT).keeps_back


def test_what_a_cancelled_firm_had_goes_with_the_next_act_on_the_floor(ws: Workspace, olli: Viewer) -> None:
    acting = Acting(ws, olli, AT)
    participants.set_state(acting, ("s1",), ParticipantState.WITHDRAWN)
    changes = walk_ins.swap(acting, EVENT, Act("s2", "v2"), Act("s3", "v3"))
    assert "s1" in changes.affected
    assert not [thing for thing in things(published(ws, olli)) if thing.company == "s1"]


def test_what_was_called_off_stays_where_it_was_marked_and_occupies_nobody(ws: Workspace, olli: Viewer) -> None:
    now = clock(12)
    acting = Acting(ws, olli, now)
    floor.mark(acting, EVENT, Act("s3", "v3"), MeetingState.CANCELLED)
    assert plan_views.plan_view(acting, EVENT, at=now).clashes == ()
    walk_ins.walk_in(acting, EVENT, Act("s4", "v3"), Spot(FIRST, "t3"))
    assert {Act("s3", "v3"), Act("s4", "v3")} <= set(things(published(ws, olli)))
    with pytest.raises(ClashError):
        walk_ins.walk_in(acting, EVENT, Act("s4", "v2"), Spot(FIRST, "t3"))


def test_a_plan_of_the_rest_made_early_is_published_without_a_clash_left(ws: Workspace, olli: Viewer) -> None:
    now = clock(11, 14)
    order = Wanted((Trouble(TroubleKind.NO_SHOW, "v1"),), now_min=810, at_min=674, seconds=1.0)
    proposal = replanning.proposed(Looking(ws, olli), EVENT, order)
    assert [thing for thing in proposal.changes.cancelled if isinstance(thing, Meeting)] == [MET.meetings[0]]
    version = replanning.keep(Acting(ws, olli, now), proposal, publishes=True)
    view = plan_views.plan_view(Looking(ws, olli), EVENT, at=now)
    assert (view.number, view.clashes, view.is_published) == (version, (), True)
    assert [kept.as_of_min for kept in view.day.plan.versions] == [None, 810]
    assert view.day.participant("v1").away == (Span(674, 1020),)


def test_what_began_before_a_plan_of_the_rest_stays_also_of_a_firm_that_is_gone(ws: Workspace, olli: Viewer) -> None:
    order = Wanted((Trouble(TroubleKind.NO_SHOW, "v1"),), now_min=810, at_min=790, seconds=1.0)
    proposal = replanning.proposed(Looking(ws, olli), EVENT, order)
    assert proposal.changes.cancelled == ()


@pytest.mark.parametrize("seed", range(6))
def test_taking_something_out_breaks_nothing_newly_but_what_must_be_there(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a test's plan, not a secret
    problem = problem_of(*drawn(seed))
    meetings = tuple(
        Meeting(
            pair.company, pair.investor, random.choice(problem.slots).id, random.choice(("t1", "t2")), pair.investor
        )
        for pair in random.sample(problem.pairs, 12)
    )
    plan = Timetable(tuple(sorted(meetings)))
    assert judged(problem, plan, plan).new == ()
    assert {*judged(problem, plan, None).new} == {*clashes(problem, plan)}
    for act in things(plan):
        assert judged(problem, take_out(plan, act), plan).new == ()


def test_whoever_publishes_second_learns_that_a_colleague_has_just_done_so(ws: Workspace, olli: Viewer) -> None:
    acting = Acting(ws, olli, AT)
    version = manual_edits.move(acting, EVENT, Act("s2", "v2"), Spot(SECOND, "t2"))
    seen = day_state.day_of(acting, EVENT).plan_version
    plans.publish(acting, EVENT, version, seen=seen)
    with pytest.raises(PublishedMeanwhileError):
        plans.publish(acting, EVENT, version, seen=seen)


@pytest.mark.parametrize("seed", range(2))
def test_after_any_history_every_screen_and_paper_says_what_the_one_function_says(
    ws: Workspace, olli: Viewer, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - a test's history, not a secret
    for step in range(25):
        acting = Acting(ws, olli, clock(13, 0) + timedelta(minutes=step))
        with suppress(DealflowError):
            _something(acting, random)
        _agree(acting)


def _something(acting: Acting, random: Random) -> None:
    """Do one thing that an organiser does on the day; it may be refused."""
    day = day_state.day_of(acting, EVENT)
    company, investor = f"s{random.randint(1, 6)}", f"v{random.randint(1, 5)}"
    spot = Spot(random.choice([f"c{m}-{m + 25}" for m in range(780, 1020, 30)]), f"t{random.randint(1, 3)}")
    placed = list(things(day.plan.latest)) or [Act("s1", "v1")]
    states = (MeetingState.HELD, MeetingState.CANCELLED, MeetingState.COMPANY_ABSENT, MeetingState.RUNNING)
    random.choice(
        (
            lambda: manual_edits.move(acting, EVENT, Act(company, investor), spot),
            lambda: manual_edits.swap(acting, EVENT, *random.sample(placed, 2)),
            lambda: plans.publish(acting, EVENT, day.plan.number),
            lambda: walk_ins.walk_in(acting, EVENT, Act(company, investor), spot),
            lambda: floor.mark(acting, EVENT, Act(company, investor), random.choice(states)),
            lambda: participants.set_state(acting, (company,), random.choice(list(ParticipantState))),
        )
    )()


def _agree(acting: Acting) -> None:
    """Compare what is shown, printed, sent and counted with the published plan and its one judgement."""
    day = day_state.day_of(acting, EVENT)
    plan = day.plan.published
    assert plan is not None
    view = plan_views.plan_view(acting, EVENT, day.plan.published_number, at=acting.at)
    assert view.clashes == plans.clashes_of(day, plan, at=acting.at)
    stands = {act for act in things(plan) if act.investor}
    assert {placed.act for placed in paper_data.papers(acting, EVENT).meetings} == stands
    told = {
        entry.firms
        for firm_day in calendar_feed.firm_days(acting, EVENT)
        for entry in firm_day.entries
        if not (entry.is_cancelled or entry.key.part or entry.key.is_pitch)
    }
    off = {pair for pair, mark in day.marks.items() if mark.state is MeetingState.CANCELLED}
    assert told == {(act.company, act.investor) for act in stands} - off
    counts = floor_views.counts(day, at=acting.at)
    came_to = results.results_of(acting, EVENT, on=ON).results.consultations
    assert counts.planned == came_to.planned
    held = 0 if isinstance(came_to.held, Missing) else came_to.held
    assert counts.held + counts.beside == held
    missed = came_to.company_absent + came_to.investor_absent + came_to.cancelled
    walked = [pair for pair in day.walk_ins if day.state_of(*pair) in NOT_HELD]
    assert came_to.planned == counts.held + missed - len(walked) + came_to.unmarked
