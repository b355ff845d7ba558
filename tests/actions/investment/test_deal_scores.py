"""Deals scored outside a committee: a house's own cards, blind marks, and nobody else's eyes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dealflow.actions.investment import deal_scores
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.investment.committee import Mark
from dealflow.domain.investment.deal_scoring import CardCriterion, Scorecard
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import AT, Cast

if TYPE_CHECKING:
    from dealflow.actions.platform.workspace import Workspace
    from dealflow.domain.people.access import Viewer


def marks(points: int) -> tuple[Mark, ...]:
    return tuple(Mark(criterion, points) for criterion in ("market", "competitiveness", "team", "exit"))


@pytest.fixture
def deal(ws: Workspace, cast: Cast) -> str:
    new = NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    return engagements.open_engagement(Acting(ws, cast.anna, AT), new)


def seen(ws: Workspace, who: Viewer, deal: str) -> tuple[int, bool, int | None]:
    of = deal_scores.opinion_of(Looking(ws, who), deal)
    return of.count, of.is_open, None if of.overall is None else int(of.overall)


def test_marks_open_for_each_with_their_own(ws: Workspace, cast: Cast, deal: str) -> None:
    deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, marks(80), "시장이 큽니다")
    assert seen(ws, cast.anna, deal) == (1, True, 80)
    assert seen(ws, cast.adam, deal) == (1, False, None)
    assert deal_scores.opinions(Looking(ws, cast.adam))[deal].scores == ()
    given = deal_scores.score_deal(Acting(ws, cast.adam, AT), deal, marks(40))
    assert not given.after_open
    assert seen(ws, cast.adam, deal) == seen(ws, cast.anna, deal) == seen(ws, cast.viewer_a, deal) == (2, True, 60)
    assert deal_scores.opinion_of(Looking(ws, cast.anna), deal).apart == ("market", "competitiveness", "team", "exit")
    (row,) = engagements.engagements(Looking(ws, cast.anna), on=AT.date())
    assert row.opinion is not None
    assert row.opinion.count == 2


def test_who_changes_their_marks_after_seeing_the_others_is_told_so_even_after_taking_them_back(
    ws: Workspace, cast: Cast, deal: str
) -> None:
    deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, marks(80))
    assert not deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, marks(81)).after_open
    deal_scores.score_deal(Acting(ws, cast.adam, AT), deal, marks(40))
    deal_scores.withdraw_score(Acting(ws, cast.anna, AT), deal)
    assert seen(ws, cast.anna, deal) == (1, False, None)
    assert deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, marks(41)).after_open


def test_no_other_house_sees_or_gives_marks(ws: Workspace, cast: Cast, deal: str) -> None:
    deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, marks(80))
    for stranger in (cast.bora, cast.organiser, cast.admin):
        assert deal_scores.opinions(Looking(ws, stranger)) == {}
        with pytest.raises(NotFoundError):
            deal_scores.opinion_of(Looking(ws, stranger), deal)
        with pytest.raises(NotFoundError):
            deal_scores.score_deal(Acting(ws, stranger, AT), deal, marks(1))
    for reader in (cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            deal_scores.score_deal(Acting(ws, reader, AT), deal, marks(1))


def test_what_cannot_be_marks_is_refused(ws: Workspace, cast: Cast, deal: str) -> None:
    for wrong in (marks(101), marks(-1), marks(50)[1:], ()):
        with pytest.raises(InvalidInputError):
            deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, wrong)
    with pytest.raises(InvalidInputError):
        deal_scores.withdraw_score(Acting(ws, cast.anna, AT), deal)
    deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, marks(50))
    with pytest.raises(InvalidInputError):
        deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, marks(50))


def test_a_house_changes_its_card_and_marks_keep_the_weights_of_their_day(ws: Workspace, cast: Cast, deal: str) -> None:
    uneven = (Mark("market", 100), Mark("competitiveness", 0), Mark("team", 0), Mark("exit", 0))
    deal_scores.score_deal(Acting(ws, cast.anna, AT), deal, uneven)
    assert seen(ws, cast.anna, deal) == (1, True, 30)
    card = deal_scores.scorecard(Looking(ws, cast.anna), "vc")
    only = (CardCriterion("market", "시장성", "", "", "", 1), CardCriterion("own_1", "", "Speed", "", "", 1))
    edited = deal_scores.edit_scorecard(Acting(ws, cast.anna, AT), replace(card, criteria=only))
    assert [(criterion.name_ko, criterion.name_en) for criterion in edited.criteria] == [
        ("시장성", "시장성"),
        ("Speed", "Speed"),
    ]
    assert seen(ws, cast.anna, deal) == (1, True, 30)
    with pytest.raises(ChangedMeanwhileError):
        deal_scores.edit_scorecard(Acting(ws, cast.adam, AT), replace(card, criteria=only[:1]))
    assert deal_scores.scorecard(Looking(ws, cast.bora), "vc") == card
    back = deal_scores.edit_scorecard(Acting(ws, cast.adam, AT), Scorecard("vc", (), edited.version))
    assert (back.criteria, back.version) == (card.criteria, 2)
    with pytest.raises(NotAllowedError):
        deal_scores.edit_scorecard(Acting(ws, cast.viewer_a, AT), Scorecard("vc", only, 2))
