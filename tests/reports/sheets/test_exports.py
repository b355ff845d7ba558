"""What goes out comes in again as the same; figures carry their proof; nobody takes out what they may not see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.dashboard import DashQuery
from dealflow.actions.pipeline.engagements import EngagementFilter
from dealflow.actions.pipeline.funnel import FunnelQuery
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.imports import ImportOrder, RowKind
from dealflow.domain.pipeline.deal_sizes import DealSize
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.reports.sheets import exports
from dealflow.reports.sheets.exports import Encoding, Form, Shape
from tests.actions.conftest import AT, Bring, Cast, bring, cast, claim, stage, ws
from tests.actions.sheets.sheet_files import order_of

__all__ = ["bring", "cast", "stage", "ws"]

NOW = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
ON = date(2026, 3, 20)
LINES = (
    (
        "기업명",
        "영문명",
        "사업자등록번호",
        "분야",
        "라운드",
        "단계",
        "IR일",
        "상태",
        "사유",
        "담당자",
        "희망투자금액",
        "태그",
        "발굴경위",
    ),
    (
        "=가람테크(가상)",
        "Garam",
        "120-81-47521",
        "로봇",
        "Series A",
        "IR",
        "2026-01-10",
        "",
        "",
        "anna",
        "30억",
        "AI",
        "행사",
    ),
    ("나래소재(가상)", "", "", "", "Seed", "예비투심", "2025-12-24", "드롭", "팀 역량", "", "", "", ""),
    ("-도담(가상)", "", "", "물류, 유통", "", "미팅", "", "홀딩", "", "adam", "$1.5M", "", ""),
)


def filled(ws: Workspace, cast: Cast) -> Looking:
    """Books with imported deals and one made by hand, passed, sized and planned in this very month."""
    looking = Looking(ws, cast.anna)
    imports.run(Acting(ws, cast.anna, NOW), order_of(looking, LINES))
    acting = Acting(ws, cast.anna, AT)
    deal = engagements.open_engagement(acting, NewEngagement(cast.shared_company, "a", "vc", round_label="Pre-A"))
    later = Acting(ws, cast.anna, AT + timedelta(days=3))
    engagements.move(later, deal, "ir")
    engagements.set_next_step(later, deal, step="+회신", due=date(2026, 4, 1), assignee_id="adam")
    engagements.note_size(later, deal, DealSize(ticket=Quantity(Unit.KRW, Decimal(500_000_000))))
    engagements.set_status(later, deal, Status.PASSED, reason="valuation")
    return looking


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("form", Form)
def test_a_pipeline_that_goes_out_comes_in_as_the_same(ws: Workspace, cast: Cast, form: Form, lang: str) -> None:
    looking = filled(ws, cast)
    table = exports.pipeline_out(looking, EngagementFilter(), on=ON, shape=Shape.OWN, lang=lang)
    file = exports.file_of(table, form, at=NOW, lang=lang, encoding=Encoding.UTF8)
    sheet = pipeline_sheet.read(f"out.{form}", file.content)
    uses, meanings, _ = imports.proposal(looking, sheet)
    rows = imports.preview(looking, ImportOrder(sheet, uses, "vc", meanings), at=NOW)
    assert file.rows == len(rows) == 4
    assert [(row.kind, row.error, row.changes) for row in rows] == [(RowKind.SAME, None, ())] * 4


def test_amounts_and_days_of_a_pipeline_compute(ws: Workspace, cast: Cast) -> None:
    looking = filled(ws, cast)
    table = exports.pipeline_out(looking, EngagementFilter(track="vc"), on=ON, shape=Shape.OWN, lang="ko")
    heads = [column.heading for column in table.columns]
    rows = {row[0]: dict(zip(heads, row, strict=True)) for row in table.rows}
    garam = rows["=가람테크(가상)"]
    assert (garam["희망 투자금액"], garam["통화"], garam["단계 진입일"]) == (3_000_000_000, "KRW", date(2026, 1, 10))
    assert garam["단계 경과일"] == (ON - date(2026, 1, 10)).days
    assert rows["-도담(가상)"]["통화"] == "USD"
    assert all(column.meaning for column in table.columns)


@pytest.mark.parametrize("shape", [Shape.AFFINITY, Shape.HUBSPOT])
def test_other_programs_find_their_columns(ws: Workspace, cast: Cast, shape: Shape) -> None:
    looking = filled(ws, cast)
    table = exports.pipeline_out(looking, EngagementFilter(), on=ON, shape=shape, lang="en")
    heads = [column.heading for column in table.columns]
    assert {"affinity": "Organization Name", "hubspot": "Deal Stage"}[shape] in heads
    assert {len(row) for row in table.rows} == {len(heads)}


def test_a_figure_goes_out_with_its_page_words_and_box_and_only_to_whom_may_see_it(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    bring(cast.anna, "own.pdf", (claim("k", 42, page=3),), company_id=cast.shared_company)
    table = exports.figures_table(Looking(ws, cast.anna), None, "ko")
    heads = [column.heading for column in table.columns]
    (row,) = (dict(zip(heads, line, strict=True)) for line in table.rows)
    assert (row["값"], row["단위"], row["쪽"], row["원문 문구"], row["왼쪽(pt)"]) == (42, "개", 3, "42개사", 10.0)
    assert row["기업명"] == "다온로보틱스(가상)"
    assert list(exports.figures_table(Looking(ws, cast.bora), None, "ko").rows) == []


def test_companies_and_the_funnel_go_out_as_numbers(ws: Workspace, cast: Cast, bring: Bring) -> None:
    looking = filled(ws, cast)
    bring(cast.anna, "own.pdf", (claim("k", 42),), company_id=cast.shared_company)
    metrics = ["customers_count"]
    table = exports.companies_table(looking, companies.companies(looking, None, metrics), metrics, "en")
    daon = next(row for row in table.rows if row[0] == "다온로보틱스(가상)")
    assert 42 in daon
    funnel = exports.funnel_out(looking, FunnelQuery("vc", on=ON), "ko")
    rows = {row[0]: row for row in funnel.rows}
    assert (rows["IR"][1], rows["예비투심"][1]) == (3, 1)
    assert (
        list(exports.pipeline_out(Looking(ws, cast.bora), EngagementFilter(), on=ON, shape=Shape.OWN, lang="ko").rows)
        == []
    )


def test_engagements_by_their_traits_go_out_with_counts_and_shares_of_ones_own_books(ws: Workspace, cast: Cast) -> None:
    looking = filled(ws, cast)
    table = exports.traits_out(looking, DashQuery("vc", ON), "ko")
    heads = [column.heading for column in table.columns]
    rows = [dict(zip(heads, row, strict=True)) for row in table.rows]
    by_source = [row for row in rows if row["기준"] == "발굴 경위"]
    assert sum(int(str(row["등록"])) for row in by_source) == len(
        engagements.engagements(looking, EngagementFilter(track="vc"), on=ON)
    )
    assert sum(float(str(row["비중"])) for row in by_source) == pytest.approx(1)
    assert {row["기준"] for row in rows} >= {"발굴 경위", "지역", "분야", "담당자별 건수"}
    assert all(column.meaning for column in table.columns)
    assert list(exports.traits_out(Looking(ws, cast.bora), DashQuery("vc", ON), "ko").rows) == []
