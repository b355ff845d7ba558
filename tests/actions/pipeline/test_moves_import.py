"""Sheets of moves: read in both encodings and formats, previewed with each row's fault, applied through the gates."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import engagements, moves_import
from dealflow.actions.platform import spreadsheet_cells
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast

ON = date(2026, 3, 20)
LINES = [
    ["기업", "트랙", "라운드", "단계", "상태", "사유", "메모"],
    ["누리로봇(가상)", "", "", "예비투심", "", "", "회의 결과"],
    ["다온로보틱스(가상)", "VC 투자 검토", "Series A", "예비투심", "", "", ""],
    ["다온로보틱스(가상)", "vc", "Series B", "", "투자하지 않음", "stage_fit", ""],
    ["없는기업(가상)", "", "", "IR", "", "", ""],
    ["다온로보틱스(가상)", "", "", "IR", "", "", ""],
]


def xlsx(lines: list[list[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for place, line in enumerate(lines):
            sheet.write_row(place, 0, line)
    return file.getvalue()


def csv(lines: list[list[str]], encoding: str) -> bytes:
    return "\r\n".join(",".join(line) for line in lines).encode(encoding)


@pytest.fixture
def books(ws: Workspace, cast: Cast) -> dict[str, str]:
    """Three engagements of firm A: one ready for its preliminary committee, two that lack something."""
    nuri = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("누리로봇(가상)", sector="로봇"))
    wanted = {"ready": (nuri, "A"), "closed": (cast.shared_company, "Series A"), "b": (cast.shared_company, "Series B")}
    return {
        name: engagements.open_engagement(
            Acting(ws, cast.anna, AT),
            NewEngagement(company_id=company, investor_id="a", track="vc", round_label=label, assignee_id="adam"),
        )
        for name, (company, label) in wanted.items()
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", xlsx(LINES)), ("a.csv", csv(LINES, "utf-8-sig")), ("a.csv", csv(LINES, "cp949"))],
    ids=["xlsx", "utf-8", "cp949"],
)
def test_a_sheet_reads_alike_in_every_format(name: str, data: bytes) -> None:
    found = moves_import.read_sheet(name, data)
    assert [row.number for row in found] == [2, 3, 4, 5, 6]
    assert (found[0].values["company"], found[0].values["stage"], found[0].values["note"]) == (
        "누리로봇(가상)", "예비투심", "회의 결과",
    )  # fmt: skip


def test_the_preview_says_what_each_row_would_do_and_writes_nothing(
    ws: Workspace, cast: Cast, books: dict[str, str]
) -> None:
    before = engagements.engagements(Looking(ws, cast.anna), on=ON)
    planned = moves_import.preview(Looking(ws, cast.anna), moves_import.read_sheet("a.xlsx", xlsx(LINES)), on=ON)
    assert [(one.goes, one.error.code if one.error else "") for one in planned] == [
        (True, ""), (False, "gate_closed"), (True, ""), (False, "invalid_input"), (False, "invalid_input"),
    ]  # fmt: skip
    assert planned[1].error is not None
    assert planned[1].error.parameters["missing"] == ("business_field",)
    problems = [one.error.parameters["problem"] for one in planned[3:] if one.error]
    assert problems == ["unknown", "several"]
    assert planned[0].engagement is not None
    assert planned[0].engagement.engagement.id == books["ready"]
    assert engagements.engagements(Looking(ws, cast.anna), on=ON) == before


def test_what_can_go_goes_through_the_same_acts_with_import_as_its_source(
    ws: Workspace, cast: Cast, books: dict[str, str]
) -> None:
    planned = moves_import.preview(Looking(ws, cast.anna), moves_import.read_sheet("a.xlsx", xlsx(LINES)), on=ON)
    done = moves_import.apply(Acting(ws, cast.anna, AT, "import"), planned)
    assert [one.goes for one in done] == [True, False, True, False, False]
    stands = {row.engagement.id: row.engagement for row in engagements.engagements(Looking(ws, cast.anna), on=ON)}
    assert (stands[books["ready"]].stage, stands[books["closed"]].stage) == ("pre_ic", "meeting")
    assert (stands[books["b"]].status, stands[books["b"]].reason) == (Status.PASSED, "stage_fit")
    with ws.ledger.read() as session:
        past = journal.read_stream(session, ws.name, f"engagement:{books['ready']}")
    assert past[-1].source == "import"


def test_a_row_that_somebody_moved_since_the_preview_stays(ws: Workspace, cast: Cast, books: dict[str, str]) -> None:
    planned = moves_import.preview(Looking(ws, cast.anna), moves_import.read_sheet("a.xlsx", xlsx(LINES)), on=ON)
    engagements.move(Acting(ws, cast.adam, AT), books["ready"], "ir")
    [first, *_] = moves_import.apply(Acting(ws, cast.anna, AT, "import"), planned)
    assert first.error is not None
    assert first.error.code == "changed_meanwhile"


@pytest.mark.usefixtures("books")
def test_a_rival_finds_none_of_the_engagements_and_a_viewer_may_not_import(ws: Workspace, cast: Cast) -> None:
    rows = moves_import.read_sheet("a.xlsx", xlsx(LINES))
    assert not any(one.goes or one.engagement for one in moves_import.preview(Looking(ws, cast.bora), rows, on=ON))
    with pytest.raises(NotAllowedError):
        moves_import.preview(Looking(ws, cast.viewer_a), rows, on=ON)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", "이름,금액\r\n가,1".encode(), "no_columns"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "no_table"),
        ("a.csv", b"\xff\xfe\x00", "no_table"),
        ("a.csv", b"x" * (spreadsheet_cells.MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_sheet_of_moves_says_why(name: str, data: bytes, problem: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        moves_import.read_sheet(name, data)
    assert caught.value.parameters["problem"] == problem


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    "name", ["㈜다온로보틱스(가상)", "(주) 다온로보틱스(가상)", "주식회사 다온로보틱스(가상)", "다온 로보틱스(가상)"]
)
def test_a_company_is_found_under_every_legal_form(ws: Workspace, cast: Cast, name: str) -> None:
    rows = moves_import.read_sheet("a.xlsx", xlsx([LINES[0], [name, "vc", "Series A", "예비투심", "", "", ""]]))
    [planned] = moves_import.preview(Looking(ws, cast.anna), rows, on=ON)
    assert planned.engagement is not None
    assert planned.engagement.engagement.company_id == cast.shared_company


@pytest.mark.usefixtures("books")
def test_two_columns_of_one_heading_are_told_where_they_differ(ws: Workspace, cast: Cast) -> None:
    lines = [["기업", "단계", "단계"], ["누리로봇(가상)", "예비투심", "IR"], ["누리로봇(가상)", "예비투심", "예비투심"]]
    rows = moves_import.read_sheet("a.xlsx", xlsx(lines))
    [differing, _] = moves_import.preview(Looking(ws, cast.anna), rows, on=ON)
    assert differing.error is not None
    assert (differing.error.parameters["field"], differing.error.parameters["problem"]) == ("stage", "differing")
    assert not rows[1].faults
