"""Across operators: nothing is seen without a consent, what is seen holds no words of people, and two must agree."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from dealflow.actions.notes import notes
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import across, operators
from dealflow.domain.notes.notes import NoteKind, NoteText
from dealflow.domain.tips.operator_results import Share, Span
from dealflow.domain.tips.sharing import PEERS, meetings_of_minds
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.reports.tips import across_sheet
from tests.actions.conftest import AT, Cast
from tests.actions.tips import recommendation_story
from tests.actions.tips.recommendation_story import LATER, ON

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def recommended(ws: Workspace, cast: Cast) -> str:
    """An engagement that operator B recommended; its id."""
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)
    operators.recommend(Acting(ws, cast.bora, LATER), engagement, on=ON, confirmation="확인(가상)")
    return engagement


@pytest.mark.usefixtures("recommended")
def test_an_agency_sees_a_house_while_it_agrees_and_never_what_people_wrote(ws: Workspace, cast: Cast) -> None:
    agency, house = Looking(ws, cast.organiser), Acting(ws, cast.bora, AT)
    text = NoteText("비밀 회의(가상)", "대표의 지병")
    notes.write(house, NewNote(cast.shared_company, ON, text, NoteKind.MEETING))
    assert across.overview(agency, YEAR).houses == ()
    across.share(house, "o", is_given=True)
    overview = across.overview(agency, YEAR)
    ((firm,), figures) = overview.houses[0].results.firms, {kpi.id: kpi.value for kpi in overview.total}
    assert (firm.name, firm.stage, firm.invested_won, firm.supports) == (
        "다온로보틱스(가상)", "recommended", 29_674 * 33_700, 0,
    )  # fmt: skip
    assert (figures["recommended"], figures["slots_used"], figures["outside_capital"]) == (1, Share(1, 2), Share(1, 1))
    assert "supports" not in {kpi.id for kpi in overview.houses[0].results.kpis}
    book = CalamineWorkbook.from_filelike(io.BytesIO(across_sheet.as_xlsx(overview, "ko")))
    cells = [
        str(cell) for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for cell in row
    ]
    assert "다온로보틱스(가상)" in cells
    assert not any("비밀" in cell or "지병" in cell for cell in cells)
    assert across.overview(Looking(ws, cast.anna), YEAR).houses == ()
    across.share(house, "o", is_given=False)
    assert across.overview(agency, YEAR).houses == ()


@pytest.mark.usefixtures("recommended")
def test_two_operators_are_told_of_each_other_only_once_both_agreed(ws: Workspace, cast: Cast) -> None:
    recommendation_story.designated(ws, cast.anna)
    recommendation_story.tips(ws, cast.anna, cast.shared_company, None)
    across.share(Acting(ws, cast.bora, AT), PEERS, is_given=True)
    for viewer in (cast.anna, cast.bora):
        assert across.also_looked_at(Looking(ws, viewer)) == ()
    across.share(Acting(ws, cast.anna, AT), PEERS, is_given=True)
    for viewer, other in ((cast.anna, "b"), (cast.bora, "a")):
        ((company, houses),) = across.also_looked_at(Looking(ws, viewer))
        assert (company, [house.id for house in houses]) == (cast.shared_company, [other])
    assert across.also_looked_at(Looking(ws, cast.organiser)) == ()
    across.share(Acting(ws, cast.bora, AT), PEERS, is_given=False)
    assert across.also_looked_at(Looking(ws, cast.anna)) == ()


@pytest.mark.usefixtures("recommended")
def test_only_who_decides_for_an_operator_shares_and_only_with_an_agency(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        across.share(Acting(ws, cast.viewer_a, AT), "o", is_given=True)
    with pytest.raises(InvalidInputError):
        across.share(Acting(ws, cast.anna, AT), "o", is_given=True)  # leads no operator
    for stranger in ("a", "nobody"):
        with pytest.raises(InvalidInputError):
            across.share(Acting(ws, cast.bora, AT), stranger, is_given=True)
    assert across.sharing(Looking(ws, cast.organiser)) is None
    own = across.sharing(Looking(ws, cast.bora))
    assert own is not None
    assert ([(house.id, is_given) for house, is_given in own.receivers], own.peers) == ([("o", False)], False)


def test_companies_that_one_house_alone_looks_at_are_told_to_nobody() -> None:
    assert meetings_of_minds({"a": ["x", "y"], "b": ["y", "z"], "c": ["y"]}) == {"y": ("a", "b", "c")}
    assert meetings_of_minds({"a": ["x"]}) == {}
