"""What a company answered is evidence of its own kind, and takes the place of the deck's figure in the checks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dealflow.actions.claims import review
from dealflow.actions.claims.company_answers import Answered, metrics_asked, record_answer
from dealflow.actions.claims.consistency import Scrutiny
from dealflow.actions.companies.company_record import company
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.claims import ClaimStatus, Origin, ReviewState
from dealflow.domain.claims.consistency_checks import Answer
from dealflow.domain.claims.questions import QuestionKind
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.claims.test_consistency import ROUND
from tests.actions.conftest import AT, Bring, Cast, claim

ON = date(2026, 3, 2)
WON = Quantity(Unit.KRW, Decimal(18_000_000_000))


def looked(ws: Workspace, viewer: Viewer, cast: Cast) -> Scrutiny:
    return company(Looking(ws, viewer), cast.shared_company, on=ON).scrutiny(ws.metrics, on=ON)


def kinds(found: Scrutiny) -> list[tuple[QuestionKind, str]]:
    return [(one.kind, one.metric) for one in found.questions]


def test_an_answer_settles_the_conflict_and_the_decks_figure_is_kept(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck = bring(cast.anna, "a.pdf", ROUND, company_id=cast.shared_company)
    before = looked(ws, cast.anna, cast)
    (question,) = [one for one in before.questions if one.kind is QuestionKind.CONFLICT]
    assert metrics_asked(before, question) == ("post_money", "pre_money", "raise_amount")
    answered = Answered("post_money", WON, "재무이사 메일: 투자 후 180억 원", status=ClaimStatus.TARGET)
    told = record_answer(Acting(ws, cast.anna, AT), before, question, answered)
    after = looked(ws, cast.anna, cast)
    assert [one.check for one in after.findings if one.answer is Answer.DISAGREES] == []
    assert (QuestionKind.CONFLICT, "post_money") not in kinds(after)
    views = {one.claim.id: one for one in review.claims(Looking(ws, cast.anna), deck)}
    assert len(views) == len(ROUND) + 1
    said = views[told]
    assert (said.claim.origin, said.state, said.page, said.claim.evidence[0].quote) == (
        Origin.ANSWER,
        ReviewState.VERIFIED,
        3,
        "재무이사 메일: 투자 후 180억 원",
    )


def test_an_answer_fills_a_gap_for_the_own_firm_only(ws: Workspace, cast: Cast, bring: Bring) -> None:
    staff = claim("staff", 30, metric="employees_total")
    bring(cast.organiser, "a.pdf", (staff,), company_id=cast.shared_company, audience=Audience.EVENT)
    before = looked(ws, cast.anna, cast)
    gap = next(one for one in before.questions if (one.kind, one.metric) == (QuestionKind.GAP, "revenue"))
    record_answer(Acting(ws, cast.anna, AT), before, gap, Answered("revenue", WON, "전화 답변"))
    assert (QuestionKind.GAP, "revenue") not in kinds(looked(ws, cast.anna, cast))
    assert (QuestionKind.GAP, "revenue") in kinds(looked(ws, cast.bora, cast))


def test_an_answer_without_words_or_in_a_wrong_unit_is_refused(ws: Workspace, cast: Cast, bring: Bring) -> None:
    bring(cast.anna, "a.pdf", ROUND, company_id=cast.shared_company)
    found = looked(ws, cast.anna, cast)
    question = found.questions[0]
    for wrong in (
        Answered("post_money", WON, " "),
        Answered("post_money", Quantity(Unit.COUNT, Decimal(1)), "180억"),
    ):
        with pytest.raises(InvalidInputError):
            record_answer(Acting(ws, cast.anna, AT), found, question, wrong)
    with pytest.raises(NotAllowedError):
        record_answer(Acting(ws, cast.viewer_a, AT), found, question, Answered("post_money", WON, "180억"))
    empty = looked(ws, cast.bora, cast)
    with pytest.raises(NotFoundError):
        record_answer(Acting(ws, cast.bora, AT), empty, empty.questions[0], Answered("revenue", WON, "180억"))
