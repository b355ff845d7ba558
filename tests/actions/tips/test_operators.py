from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.actions.investment import deals
from dealflow.actions.pipeline import engagements, field_history
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import eligibility, eligibility_facts, operators
from dealflow.actions.tips.operators import Designation
from dealflow.actions.tips.recommendation_checks import Accepted
from dealflow.domain.people.access import Role
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.findings import Answer, unproven
from dealflow.domain.tips.operators import Allotment, Member, MemberRole, OperatorKind
from dealflow.errors import (
    ChangedMeanwhileError,
    GateClosedError,
    IllegalMoveError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    RecommendationStandsError,
)
from dealflow.i18n.errors import words_of
from tests.actions.conftest import AT, Cast, person
from tests.actions.tips import recommendation_story
from tests.actions.tips.recommendation_story import LATER, ON

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def ready(ws: Workspace, cast: Cast) -> str:
    """An engagement with everything in place to be recommended; its id."""
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    return recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)


def recommended(ws: Workspace, cast: Cast, engagement: str, **given: object) -> object:
    words = {"on": ON, "confirmation": "확인 필요 항목은 공고 확인 후 보완(가상)"} | given
    return operators.recommend(Acting(ws, cast.bora, LATER), engagement, **words)  # type: ignore[arg-type]  # a test's shorthand


def problem_of(caught: pytest.ExceptionInfo[InvalidInputError]) -> tuple[object, object]:
    return caught.value.parameters["field"], caught.value.parameters["problem"]


def test_a_recommendation_uses_a_slot_keeps_its_judgement_and_moves_the_engagement(
    ws: Workspace, cast: Cast, ready: str
) -> None:
    given = operators.recommend(Acting(ws, cast.bora, LATER), ready, on=ON, confirmation="2026년 공고 확인 예정(가상)")
    assert (given.slot, given.ruleset_id, given.outcome, given.confirmation) == (
        1, "SUT-2026.1", "warn", "2026년 공고 확인 예정(가상)",
    )  # fmt: skip
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    assert (view.in_term, view.operator.recommendations) == (True, (given,))
    assert [(each.used, each.left) for each in view.periods] == [(1, 1)]
    assert [each.name for each in view.companies.values()] == ["다온로보틱스(가상)"]
    assert engagements.engagement(Looking(ws, cast.bora), ready, on=ON).row.engagement.stage == "recommended"
    engagements.move(Acting(ws, cast.bora, LATER), ready, "applied")


def test_a_judgement_that_is_no_pass_is_confirmed_in_writing(ws: Workspace, cast: Cast, ready: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, ready, confirmation="  ")
    assert problem_of(caught) == ("confirmation", "missing")


def test_a_payment_that_came_back_leaves_a_won_short_and_is_not_recommended(
    ws: Workspace, cast: Cast, ready: str
) -> None:
    investment = engagements.engagement(Looking(ws, cast.bora), ready, on=ON).row.engagement.joined_id or ""
    (paid,) = deals.deal(Looking(ws, cast.bora), investment).deal.payments
    deals.void_payment(Acting(ws, cast.bora, LATER), investment, paid.id, because="오입금(가상)")
    less = replace(paid, id="", shares=29_673, amount_won=999_980_100)
    deals.pay(Acting(ws, cast.bora, LATER), investment, less)
    with pytest.raises(GateClosedError) as caught:
        recommended(ws, cast, ready)
    assert caught.value.parameters["missing"] == ("pre_investment", "eligibility")


def test_outside_the_term_and_without_a_slot_nobody_is_recommended(ws: Workspace, cast: Cast, ready: str) -> None:
    with pytest.raises(GateClosedError) as caught:
        recommended(ws, cast, ready, on=date(2025, 12, 31))
    assert caught.value.parameters["missing"] == ("operator_term",)
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    operators.allot(Acting(ws, cast.bora, AT), view.operator.id, Allotment("SCALEUP_TIPS", *YEAR, 0))
    with pytest.raises(GateClosedError) as caught:
        recommended(ws, cast, ready)
    assert "free_slot" in caught.value.parameters["missing"]  # type: ignore[operator]  # a tuple


def test_a_withdrawn_recommendation_frees_its_slot_and_stays_on_record(ws: Workspace, cast: Cast, ready: str) -> None:
    given = recommended(ws, cast, ready)
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    operator = view.operator.id
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, ready)
    assert problem_of(caught) == ("recommendation", "repeated")
    with pytest.raises(InvalidInputError) as caught:
        operators.allot(Acting(ws, cast.bora, LATER), operator, Allotment("SCALEUP_TIPS", *YEAR, 0))
    assert problem_of(caught) == ("slots", "less_than_used")
    operators.withdraw(Acting(ws, cast.bora, LATER), operator, given.id, because="기업의 요청(가상)")  # type: ignore[attr-defined]  # a recommendation
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    assert (view.periods[0].left, view.operator.recommendations[0].withdrawn_because) == (2, "기업의 요청(가상)")
    with pytest.raises(IllegalMoveError):
        engagements.move(Acting(ws, cast.bora, LATER), ready, "applied")
    assert stage_of(ws, cast, ready) == "pre_invested"
    again = recommended(ws, cast, ready)
    assert (again.slot, again.id == given.id, stage_of(ws, cast, ready)) == (1, False, "recommended")  # type: ignore[attr-defined]  # recommendations


def stage_of(ws: Workspace, cast: Cast, engagement: str) -> str:
    return engagements.engagement(Looking(ws, cast.bora), engagement, on=ON).row.engagement.stage


def test_a_recommendation_and_its_stage_stand_together_or_neither_does(ws: Workspace, cast: Cast, ready: str) -> None:
    with pytest.raises(GateClosedError) as caught:
        engagements.move(Acting(ws, cast.bora, LATER), ready, "recommended")
    assert caught.value.parameters["missing"] == ("recommendation",)
    given = recommended(ws, cast, ready)
    undoing: tuple[Callable[[Acting], object], ...] = (
        lambda acting: engagements.undo(acting, ready),
        lambda acting: engagements.move(acting, ready, "pre_invested"),
        lambda acting: engagements.move(acting, ready, "sourced"),
        lambda acting: field_history.restore(acting, ready, field="stage", seq=seq_of(ws, cast, ready)),
    )
    for undo in undoing:
        with pytest.raises(RecommendationStandsError) as refused:
            undo(Acting(ws, cast.bora, LATER))
        assert "철회" in words_of(refused.value, "ko")
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    assert (view.periods[0].used, stage_of(ws, cast, ready)) == (1, "recommended")
    operators.withdraw(Acting(ws, cast.bora, LATER), view.operator.id, given.id, because="기업의 요청(가상)")  # type: ignore[attr-defined]  # a recommendation
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    assert (view.periods[0].used, stage_of(ws, cast, ready)) == (0, "pre_invested")
    with pytest.raises(GateClosedError):
        engagements.undo(Acting(ws, cast.bora, LATER), ready)


def test_what_went_on_from_being_recommended_stays_where_it_is_when_that_is_withdrawn(
    ws: Workspace, cast: Cast, ready: str
) -> None:
    given = recommended(ws, cast, ready)
    engagements.move(Acting(ws, cast.bora, LATER), ready, "applied")
    engagements.move(Acting(ws, cast.bora, LATER), ready, "recommended")
    engagements.move(Acting(ws, cast.bora, LATER), ready, "applied")
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    operators.withdraw(Acting(ws, cast.bora, LATER), view.operator.id, given.id, because="평가 탈락(가상)")  # type: ignore[attr-defined]  # a recommendation
    assert stage_of(ws, cast, ready) == "applied"


def seq_of(ws: Workspace, cast: Cast, engagement: str) -> int:
    changes, _ = field_history.fields(Looking(ws, cast.bora), engagement, "stage")
    return changes[0].line.seq


def test_who_was_withdrawn_and_parted_from_the_investment_is_not_recommended_anew(
    ws: Workspace, cast: Cast, ready: str
) -> None:
    given = recommended(ws, cast, ready)
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    operators.withdraw(Acting(ws, cast.bora, LATER), view.operator.id, given.id, because="기업의 요청(가상)")  # type: ignore[attr-defined]  # a recommendation
    deals.join(Acting(ws, cast.bora, LATER), ready, None)
    with pytest.raises(GateClosedError) as caught:
        recommended(ws, cast, ready)
    assert "pre_investment" in caught.value.parameters["missing"]


def test_who_was_passed_on_is_not_recommended_anew_before_coming_back(ws: Workspace, cast: Cast, ready: str) -> None:
    given = recommended(ws, cast, ready)
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    operators.withdraw(Acting(ws, cast.bora, LATER), view.operator.id, given.id, because="기업의 요청(가상)")  # type: ignore[attr-defined]  # a recommendation
    engagements.set_status(Acting(ws, cast.bora, LATER), ready, Status.PASSED, reason=ws.reasons[0].id)
    with pytest.raises(IllegalMoveError):
        recommended(ws, cast, ready)
    engagements.set_status(Acting(ws, cast.bora, LATER), ready, Status.ACTIVE)
    assert recommended(ws, cast, ready).slot == 1  # type: ignore[attr-defined]  # a recommendation


def test_an_old_recommendation_keeps_its_day_its_pack_and_its_answer(ws: Workspace, cast: Cast, ready: str) -> None:
    given = recommended(ws, cast, ready)
    later = date(2031, 1, 2)
    now = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=later, engagement_id=ready)
    assert now.pack is not None
    assert now.outcome is not None
    assert (now.case.on, now.pack.id, now.outcome.answer) == (ON, "SUT-2026.1", Answer.WARN)
    (view,) = operators.operators(Looking(ws, cast.bora), on=later)
    assert (view.in_term, view.operator.recommendations) == (False, (given,))


def test_a_day_to_come_another_track_and_a_decision_between_are_refused(ws: Workspace, cast: Cast, ready: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, ready, on=ON + timedelta(days=60))
    assert problem_of(caught) == ("recommended_on", "future")
    other = engagements.open_engagement(
        Acting(ws, cast.bora, AT), NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    )
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, other)
    assert problem_of(caught) == ("track", "not_tips")
    early = engagements.open_engagement(
        Acting(ws, cast.bora, AT), NewEngagement(company_id=cast.shared_company, investor_id="a", track="tips")
    )
    deals.join(Acting(ws, cast.bora, AT), early, other)
    with pytest.raises((IllegalMoveError, GateClosedError)):
        recommended(ws, cast, early)


def test_an_investment_bears_one_recommendation_and_is_free_again_once_that_is_withdrawn(
    ws: Workspace, cast: Cast, ready: str
) -> None:
    investment = engagements.engagement(Looking(ws, cast.bora), ready, on=ON).row.engagement.joined_id or ""
    second = engagements.open_engagement(
        Acting(ws, cast.bora, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="b", track="tips", round_label="B"),
    )
    with pytest.raises(InvalidInputError) as caught:
        deals.join(Acting(ws, cast.bora, LATER), second, ready)
    assert problem_of(caught) == ("engagement", "not_investment")
    given = recommended(ws, cast, ready)
    with pytest.raises(InvalidInputError) as caught:
        deals.join(Acting(ws, cast.bora, LATER), second, investment)
    assert problem_of(caught) == ("engagement", "recommended_upon")
    deals.join(Acting(ws, cast.bora, LATER), ready, investment)
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    operators.withdraw(Acting(ws, cast.bora, LATER), view.operator.id, given.id, because="기업의 요청(가상)")  # type: ignore[attr-defined]  # a recommendation
    deals.join(Acting(ws, cast.bora, LATER), second, investment)
    assert engagements.engagement(Looking(ws, cast.bora), second, on=ON).row.engagement.joined_id == investment


def test_of_two_engagements_joined_before_either_was_recommended_the_second_is_refused(
    ws: Workspace, cast: Cast, ready: str
) -> None:
    investment = engagements.engagement(Looking(ws, cast.bora), ready, on=ON).row.engagement.joined_id
    second = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment, label="B")
    given = recommended(ws, cast, ready)
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, second)
    assert problem_of(caught) == ("engagement", "recommended_upon")
    for other in (None, second):
        with pytest.raises(InvalidInputError) as caught:
            deals.join(Acting(ws, cast.bora, LATER), ready, other)
        assert problem_of(caught) == ("engagement", "recommended")
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    operators.withdraw(Acting(ws, cast.bora, LATER), view.operator.id, given.id, because="기업의 요청(가상)")  # type: ignore[attr-defined]  # a recommendation
    assert recommended(ws, cast, second)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of the workspace, with its calendar
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.tuples(st.sampled_from(["join", "part", "recommend", "recommend", "withdraw"]), st.integers(0, 2)))
)
def test_no_order_of_acts_rests_two_recommendations_on_one_investment(
    ws: Workspace, cast: Cast, ready: str, acts: list[tuple[str, int]]
) -> None:
    investment = _investment(ws, cast)
    rivals = [ready, *(_rival(ws, cast, investment, label) for label in ("B", "C"))]
    for act, which in acts:
        name = rivals[which]
        (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
        standing = {each.engagement_id: each.id for each in view.operator.recommendations if not each.withdrawn_because}
        with suppress(InvalidInputError, GateClosedError, IllegalMoveError):
            match act:
                case "join" | "part":
                    deals.join(Acting(ws, cast.bora, LATER), name, investment if act == "join" else None)
                case "recommend":
                    recommended(ws, cast, name)
                case _:
                    if name in standing:
                        operators.withdraw(
                            Acting(ws, cast.bora, LATER), view.operator.id, standing[name], because="기업의 요청(가상)"
                        )
        (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
        assert sum(not each.withdrawn_because for each in view.operator.recommendations) <= 1


def _investment(ws: Workspace, cast: Cast) -> str:
    found = engagements.engagements(Looking(ws, cast.bora), engagements.EngagementFilter(track="vc"), on=ON)
    return next(each.engagement.id for each in found if each.engagement.investor_id == "b")


def _rival(ws: Workspace, cast: Cast, investment: str, label: str) -> str:
    """Another engagement of the operator that rests upon the same investment, opened once."""
    for each in engagements.engagements(Looking(ws, cast.bora), engagements.EngagementFilter(track="tips"), on=ON):
        if each.engagement.round_label == label:
            return each.engagement.id
    return recommendation_story.tips(ws, cast.bora, cast.shared_company, investment, label=label)


def test_members_come_and_go_with_their_days(ws: Workspace, cast: Cast) -> None:
    lead = Member("b", "", MemberRole.LEAD, date(2024, 1, 1))
    rnd = Member("", "모의기술연구(가상)", MemberRole.RND_COMPANY, date(2024, 1, 1), date(2025, 6, 30))
    wanted = Designation("제0-특화호(가상)", OperatorKind.SPECIALISED, date(2024, 1, 1), None, (lead, rnd))
    operator = operators.designate(Acting(ws, cast.bora, AT), wanted)
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    assert view.operator.members == (Member("b", "b벤처스(가상)", MemberRole.LEAD, date(2024, 1, 1)), rnd)
    came = Member("a", "", MemberRole.INVESTOR, date(2026, 2, 1))
    changed = Designation(wanted.number, wanted.kind, wanted.term_from, None, (*view.operator.members, came), operator)
    operators.designate(Acting(ws, cast.bora, AT), changed, seen=view.version)
    with pytest.raises(ChangedMeanwhileError):
        operators.designate(Acting(ws, cast.bora, AT), changed, seen=view.version)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, None)
    found = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=ON, engagement_id=engagement)
    assert [(each.changed_on, each.member) for each in found.case.inputs.member_changes or ()] == [
        (date(2025, 6, 30), "모의기술연구(가상)"),
        (date(2026, 2, 1), "a벤처스(가상)"),
    ]


@pytest.mark.parametrize(
    ("kind", "members", "term_to", "problem"),
    [
        (OperatorKind.GENERAL, (("b", MemberRole.LEAD), ("a", MemberRole.INVESTOR)), None, ("members", "one_only")),
        (OperatorKind.SPECIALISED, (("b", MemberRole.INVESTOR),), None, ("members", "one_lead")),
        (OperatorKind.SPECIALISED, (("b", MemberRole.LEAD), ("a", MemberRole.LEAD)), None, ("members", "one_lead")),
        (OperatorKind.SPECIALISED, (("b", MemberRole.LEAD), ("b", MemberRole.LEAD)), None, ("members", "repeated")),
        (OperatorKind.SPECIALISED, (("zz", MemberRole.INVESTOR),), None, ("organisation", "unknown")),
        (OperatorKind.GENERAL, (), date(2023, 12, 31), ("term_to", "before_start")),
    ],
)
def test_a_designation_that_cannot_be_is_refused(
    ws: Workspace,
    cast: Cast,
    kind: OperatorKind,
    members: tuple[tuple[str, MemberRole], ...],
    term_to: date | None,
    problem: tuple[str, str],
) -> None:
    since = date(2024, 1, 1)
    listed = tuple(Member(name, "", role, since) for name, role in members)
    with pytest.raises(InvalidInputError) as caught:
        operators.designate(Acting(ws, cast.bora, AT), Designation("제0호(가상)", kind, since, term_to, listed))
    assert problem_of(caught) == problem


def test_an_operators_books_are_its_own_houses(ws: Workspace, cast: Cast, ready: str) -> None:
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    assert operators.operators(Looking(ws, cast.anna), on=ON) == ()
    assert operators.operators(Looking(ws, cast.organiser), on=ON) == ()
    with pytest.raises(NotAllowedError):
        operators.operators(Looking(ws, cast.guest), on=ON)
    with pytest.raises(NotFoundError):
        operators.allot(Acting(ws, cast.anna, AT), view.operator.id, Allotment("SCALEUP_TIPS", *YEAR, 9))
    with pytest.raises(NotFoundError):
        operators.recommend(Acting(ws, cast.anna, LATER), ready, on=ON, confirmation="x")
    with pytest.raises(NotAllowedError):
        operators.recommend(Acting(ws, cast.viewer_a, LATER), ready, on=ON)


def test_periods_of_slots_do_not_overlap(ws: Workspace, cast: Cast) -> None:
    operator = recommendation_story.designated(ws, cast.bora)
    half = Allotment("SCALEUP_TIPS", date(2026, 7, 1), date(2027, 6, 30), 1)
    with pytest.raises(InvalidInputError) as caught:
        operators.allot(Acting(ws, cast.bora, AT), operator, half)
    assert problem_of(caught) == ("since", "overlap")
    with pytest.raises(InvalidInputError) as caught:
        operators.allot(Acting(ws, cast.bora, AT), operator, Allotment("SCALEUP_TIPS", *YEAR, -1))
    assert problem_of(caught) == ("slots", "negative")


def test_what_a_blocking_rule_found_unproven_is_ticked_one_by_one_and_kept(
    ws: Workspace, cast: Cast, ready: str
) -> None:
    eligibility_facts.keep(Acting(ws, cast.bora, LATER), cast.shared_company, KeptFact("sme_certificate", ""))
    case = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=ON, engagement_id=ready)
    gaps = unproven(case.findings)
    assert gaps
    assert all(gap.startswith("SUT-07/") for gap in gaps)
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, ready)
    assert problem_of(caught) == ("unproven", "not_ticked")
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, ready, accepted=Accepted(gaps, cast.bora.person_id))
    assert problem_of(caught) == ("second_person", "not_another")
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    now = view.operator
    strict = Designation(now.number, now.kind, now.term_from, now.term_to, now.members, now.id, second_person=True)
    operators.designate(Acting(ws, cast.bora, LATER), strict)
    with pytest.raises(InvalidInputError) as caught:
        recommended(ws, cast, ready, accepted=Accepted(gaps))
    assert problem_of(caught) == ("second_person", "missing")
    second = person(ws, "bert", "b", Role.ANALYST)
    given = recommended(ws, cast, ready, accepted=Accepted(gaps, second.person_id))
    assert (given.unproven, given.second_id) == (gaps, "bert")  # type: ignore[attr-defined]  # a recommendation
