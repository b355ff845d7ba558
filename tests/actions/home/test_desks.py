"""What an organiser's and an operator's first screen counts: their own, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dealflow.actions.home import desks
from dealflow.actions.irday.programme import programme, programme_drafts
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import operators
from dealflow.domain.irday.participants.participants import ParticipantState
from tests.actions.conftest import AT, Cast
from tests.actions.irday import days as irday
from tests.actions.tips import recommendation_story
from tests.actions.tips.recommendation_story import LATER, ON
from tests.domain.irday import days


def of_organiser(ws: Workspace, cast: Cast, on: date) -> desks.OrganiserDesk:
    desk = desks.organiser_desk(Looking(ws, cast.organiser), at=AT, on=on)
    assert desk is not None
    return desk


def test_an_organiser_sees_days_left_and_what_is_missing_counted_by_hand(ws: Workspace, cast: Cast) -> None:
    applied = replace(days.firm("s9"), state=ParticipantState.APPLIED)
    irday.set_up(ws, cast.organiser, at=AT, everybody=(*days.EVERYBODY, applied))
    desk = of_organiser(ws, cast, irday.ON - timedelta(days=12))
    assert (desk.days_left, desk.applications, desk.wishes, desk.drafts, desk.logs) == (12, 1, 7, 0, 0)
    assert desk.contacts == 12  # nobody of the twelve has an address
    assert of_organiser(ws, cast, irday.ON + timedelta(days=3)).days_left == -3


def test_a_programme_that_only_i_changed_is_my_draft(ws: Workspace, cast: Cast) -> None:
    event = irday.set_up(ws, cast.organiser, at=AT)
    now, version = programme.programme_of(Looking(ws, cast.organiser), event)
    programme_drafts.keep_draft(Looking(ws, cast.organiser), version, replace(now, apart_min=30))
    assert of_organiser(ws, cast, irday.ON).is_programme_unkept
    programme.keep_programme(Acting(ws, cast.organiser, AT), replace(now, apart_min=30))
    assert of_organiser(ws, cast, irday.ON).drafts == 0


def test_who_runs_no_event_has_no_organisers_numbers(ws: Workspace, cast: Cast) -> None:
    irday.set_up(ws, cast.organiser, at=AT)
    for viewer in (cast.anna, cast.bora, cast.guest, cast.viewer_a):
        assert desks.organiser_desk(Looking(ws, viewer), at=AT, on=ON) is None


def test_an_operator_sees_slots_left_and_whose_money_is_in(ws: Workspace, cast: Cast) -> None:
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    recommendation_story.designated(ws, cast.bora)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment, confirmed=False)
    desk = desks.operator_desk(Looking(ws, cast.bora), on=ON)
    assert desk is not None
    assert (desk.slots_left, desk.slots, desk.to_confirm) == (2, 2, (engagement,))
    assert desk.gaps == (engagement,)  # nothing that blocking rules ask for was shown
    assert desk.votes == 0


def test_what_was_recommended_waits_no_longer_and_a_slot_is_gone(ws: Workspace, cast: Cast) -> None:
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)
    before = desks.operator_desk(Looking(ws, cast.bora), on=ON)
    assert before is not None
    assert (before.to_confirm, before.to_recommend, before.gaps) == ((), (engagement,), ())
    operators.recommend(Acting(ws, cast.bora, LATER), engagement, on=ON, confirmation="공고 확인(가상)")
    after = desks.operator_desk(Looking(ws, cast.bora), on=ON)
    assert after is not None
    assert (after.slots_left, after.slots, after.to_recommend) == (1, 2, ())


def test_too_little_money_is_not_to_be_confirmed(ws: Workspace, cast: Cast) -> None:
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_673)  # 999,980,100 won
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.tips(ws, cast.bora, cast.shared_company, investment, confirmed=False)
    desk = desks.operator_desk(Looking(ws, cast.bora), on=ON)
    assert desk is not None
    assert desk.to_confirm == ()


def test_an_operators_numbers_are_its_houses_alone(ws: Workspace, cast: Cast) -> None:
    recommendation_story.designated(ws, cast.bora)
    for viewer in (cast.anna, cast.organiser, cast.guest):
        assert desks.operator_desk(Looking(ws, viewer), on=ON) is None


def test_no_slots_are_none_where_no_term_covers_the_day(ws: Workspace, cast: Cast) -> None:
    recommendation_story.designated(ws, cast.bora)
    desk = desks.operator_desk(Looking(ws, cast.bora), on=date(2031, 1, 2))
    assert desk is not None
    assert (desk.slots_left, desk.slots) == (None, None)
