"""Facts of many companies by sheet: out and back unchanged, what is wrong told in its line, a batch taken back."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.sheets import fact_sheets
from dealflow.actions.tips import eligibility_facts
from dealflow.domain.people.access import Viewer
from dealflow.domain.sheets.fact_rows import FactRowKind
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.reports.sheets import fact_sheet
from dealflow.store.ledger.queries import tips
from tests.actions.conftest import AT, Cast
from tests.actions.tips import recommendation_story


def book(*rows: tuple[str, ...]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        page = made.add_worksheet()
        for number, row in enumerate((("기업명", "항목", "값", "기준일", "유효기간", "증빙"), *rows), start=3):
            page.write_row(number, 0, row)
    return file.getvalue()


def noted(ws: Workspace, viewer: Viewer, company: str) -> dict[str, tuple[str, str]]:
    with ws.ledger.read() as session:
        facts = tips.company_facts(session, ws.name, viewer, company)
    return {fact.fact: (fact.value, fact.proof) for fact in facts}


@pytest.fixture
def followed(ws: Workspace, cast: Cast) -> str:
    """A company that operator B follows, with what it noted before; its id."""
    recommendation_story.tips(ws, cast.bora, cast.shared_company, None)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    return cast.shared_company


def test_a_sheet_is_tried_line_by_line_noted_and_taken_back(ws: Workspace, cast: Cast, followed: str) -> None:
    before = noted(ws, cast.bora, followed)
    data = book(
        ("다온로보틱스(가상)", "신청 출연금(원)", "12억", "2026-03-02", "", "신청서(가상)"),
        ("(주)다온로보틱스(가상)", "국세 체납", "아니요", "2026.2.20", "", ""),
        ("다온로보틱스(가상)", "설립일", "2019. 3. 2.", "", "", ""),
        ("다온로보틱스(가상)", "국세 체납", "예", "", "", ""),
        ("모르는회사(가상)", "설립일", "2019-03-02", "", "", ""),
        ("다온로보틱스(가상)", "없는 항목", "1", "", "", ""),
        ("다온로보틱스(가상)", "과제 기간(개월)", "스물넷", "", "", ""),
        ("다온로보틱스(가상)", "최근 연 매출(원)", "", "", "", ""),
    )
    rows = fact_sheets.preview(Looking(ws, cast.bora), "facts.xlsx", data)
    assert [row.kind.value for row in rows] == [
        "changed", "same", "new", "refused", "refused", "refused", "refused", "empty",
    ]  # fmt: skip
    assert [row.problem.parameters["problem"] for row in rows if row.problem] == [
        "repeated", "unknown", "unknown", "count",
    ]  # fmt: skip
    assert noted(ws, cast.bora, followed) == before
    assert fact_sheets.run(Acting(ws, cast.bora, AT), rows) == 2
    after = noted(ws, cast.bora, followed)
    assert (after["grant_won"], after["founded_on"]) == (("1200000000", "신청서(가상)"), ("2019-03-02", ""))
    assert fact_sheets.take_back(Acting(ws, cast.bora, AT), rows) == 2
    assert noted(ws, cast.bora, followed) == before
    assert fact_sheets.take_back(Acting(ws, cast.bora, AT), rows) == 0


def test_what_goes_out_comes_back_and_changes_nothing(ws: Workspace, cast: Cast, followed: str) -> None:
    records = fact_sheets.records(Looking(ws, cast.bora))
    assert {record.company.id for record in records} == {followed}
    for lang in ("ko", "en"):
        sheet = fact_sheet.as_xlsx(records, lang)
        rows = fact_sheets.preview(Looking(ws, cast.bora), "facts.xlsx", sheet)
        counts = fact_sheets.counts_of(rows)
        assert (counts[FactRowKind.SAME], sum(counts.values())) == (11, len(records))
        assert counts[FactRowKind.EMPTY] == len(records) - 11
        with pytest.raises(InvalidInputError) as caught:
            fact_sheets.run(Acting(ws, cast.bora, AT), rows)
        assert caught.value.parameters["problem"] == "nothing_new"
    assert CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()[3][0] == "Company"


def test_a_sheet_without_its_columns_is_refused_and_so_is_who_may_only_look(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(InvalidInputError) as caught:
        fact_sheets.preview(Looking(ws, cast.bora), "facts.csv", "이름,나이\n가,1\n".encode())
    assert caught.value.parameters["problem"] == "no_fact_columns"
    with pytest.raises(NotAllowedError):
        fact_sheets.preview(Looking(ws, cast.viewer_a), "facts.xlsx", book())


def test_what_somebody_noted_since_stays_when_a_batch_is_taken_back(ws: Workspace, cast: Cast, followed: str) -> None:
    data = book(("다온로보틱스(가상)", "과제 기간(개월)", "24", "", "", ""))
    rows = fact_sheets.preview(Looking(ws, cast.bora), "facts.xlsx", data)
    fact_sheets.run(Acting(ws, cast.bora, AT), rows)
    eligibility_facts.keep(Acting(ws, cast.bora, AT), followed, KeptFact("grant_months", "30"))
    assert fact_sheets.take_back(Acting(ws, cast.bora, AT), rows) == 0
    assert noted(ws, cast.bora, followed)["grant_months"][0] == "30"
