"""How many slots an operator has used is one number, wherever it is told and whatever happened before."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.record import decision_register
from dealflow.actions.record.decision_register import DecisionKind
from dealflow.actions.tips import eligibility, operators
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.tips.events import RecommendationWithdrawn, Recommended
from dealflow.errors import DealflowError
from dealflow.reports.record import register_sheet
from dealflow.store.ledger import journal
from tests.actions.conftest import Cast
from tests.actions.tips import recommendation_story
from tests.actions.tips.recommendation_story import LATER, ON
from tests.costly import costly

CASES = 3
ACTS = st.lists(
    st.tuples(st.sampled_from(("recommend", "recommend", "withdraw", "undo", "onward")), st.integers(0, CASES - 1)),
    max_size=10,
)


@pytest.fixture
def cases(ws: Workspace, cast: Cast) -> list[str]:
    """Engagements of three companies, everything in place to be recommended, for two slots."""
    recommendation_story.designated(ws, cast.bora, slots=2)
    made = []
    for number in range(CASES):
        company = companies.register_company(
            Acting(ws, cast.bora, LATER), CompanyDetails(f"추천{number}(가상)", biz_reg_no=f"000-00-0010{number}")
        )
        investment = recommendation_story.invested(ws, cast.bora, company, 29_674, number=number + 1)
        recommendation_story.proved(ws, cast.bora, company)
        made.append(recommendation_story.tips(ws, cast.bora, company, investment))
    return made


def standing(ws: Workspace, operator: str) -> set[str]:
    """Return the recommendations that take a slot, as whoever reads the journal by hand knows."""
    with ws.ledger.read() as session:
        told = [recorded.event for recorded in journal.read_stream(session, ws.name, f"operator:{operator}")]
    given_ids = {event.recommendation.id for event in told if isinstance(event, Recommended)}
    return given_ids - {event.recommendation_id for event in told if isinstance(event, RecommendationWithdrawn)}


def check(ws: Workspace, cast: Cast, cases: list[str]) -> None:
    """Compare what every place says of the slots with the journal."""
    looking = Looking(ws, cast.bora)
    (view,) = operators.operators(looking, on=ON)
    taken = standing(ws, view.operator.id)
    assert [(period.used, period.left) for period in view.periods] == [(len(taken), 2 - len(taken))]
    lines = [line for line in decision_register.register(looking).lines if line.kind is DecisionKind.RECOMMENDATION]
    assert sum(line.stands for line in lines) == len(taken)
    sheet = register_sheet.as_xlsx(decision_register.register(looking), ws.reasons, at=LATER, lang="ko")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    told = [row for row in cells if any(str(cell).startswith("추천") for cell in row)]
    assert len(told) >= len(lines)
    slots = [recommendation.slot for recommendation in view.operator.recommendations if recommendation.id in taken]
    assert len(set(slots)) == len(slots)
    for case in cases:
        now = engagements.engagement(looking, case, on=ON).row.engagement
        is_in = any(
            recommendation.engagement_id == case
            for recommendation in view.operator.recommendations
            if recommendation.id in taken
        )
        with ws.ledger.read() as session:
            told_to_rules = eligibility.inputs_of(looking.within(session), now, ON).slots_used
        assert told_to_rules == len(taken) + (not is_in)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of the workspace, with its calendar
@costly(4)
@given(acts=ACTS)
def test_every_place_says_the_same_of_the_slots(
    ws: Workspace, cast: Cast, cases: list[str], acts: list[tuple[str, int]]
) -> None:
    bora = Acting(ws, cast.bora, LATER)
    for act, number in acts:
        case = cases[number]
        (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
        taken = standing(ws, view.operator.id)
        with suppress(DealflowError):
            match act:
                case "recommend":
                    operators.recommend(bora, case, on=date(2026, 3, 30), confirmation="공고 확인 후 보완(가상)")
                case "undo":
                    engagements.undo(bora, case)
                case "onward":
                    engagements.move(bora, case, "applied")
                case _:
                    for recommendation in view.operator.recommendations:
                        if recommendation.engagement_id == case and recommendation.id in taken:
                            operators.withdraw(bora, view.operator.id, recommendation.id, because="기업의 요청(가상)")
    check(ws, cast, cases)


def test_two_slots_serve_two_and_a_third_once_one_is_withdrawn(ws: Workspace, cast: Cast, cases: list[str]) -> None:
    bora = Acting(ws, cast.bora, LATER)
    given_first, _ = (operators.recommend(bora, case, on=ON, confirmation="확인 예정(가상)") for case in cases[:2])
    check(ws, cast, cases)
    with pytest.raises(DealflowError):
        operators.recommend(bora, cases[2], on=ON, confirmation="확인 예정(가상)")
    (view,) = operators.operators(Looking(ws, cast.bora), on=ON)
    assert len(standing(ws, view.operator.id)) == 2
    operators.withdraw(bora, view.operator.id, given_first.id, because="기업의 요청(가상)")
    operators.recommend(bora, cases[2], on=ON, confirmation="확인 예정(가상)")
    check(ws, cast, cases)
