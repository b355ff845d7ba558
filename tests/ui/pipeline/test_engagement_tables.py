"""Tables and downloads: what stands in which cell, in which language, and that a spreadsheet reads it right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from dealflow.actions.claims.review import ClaimView
from dealflow.actions.companies.companies import CompanyRow, Figure
from dealflow.actions.pipeline.engagements import EngagementRow, Matrix
from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.claims.claims import Aggregation, Claim, ClaimStatus, Evidence, ReviewState, Scope
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.values.exchange_rates import ExchangeRate, Yardstick, rate_book
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.ui.claims import claim_tables
from dealflow.ui.companies import figures
from dealflow.ui.kit.grid import Cell, Mark, link
from dealflow.ui.pipeline import engagement_tables

TRACKS = load_tracks()
METRICS = {metric.id: metric for metric in load_metrics()}
ON = date(2026, 3, 20)
IN_WON = Yardstick(Unit.KRW, rate_book([ExchangeRate(Unit.USD, ON, Decimal(1400))]), ON)
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENGAGEMENT = Engagement(
    id="e1", owner_id="a", company_id="c1", investor_id="b", track="vc", round_label="Series A", stage="ir",
    status=Status.ON_HOLD, opened_at=THEN, stage_since=THEN, last_event_at=THEN, version=3,
)  # fmt: skip
ROW = EngagementRow(ENGAGEMENT, "가온(가상)", "Gaon (Fictional)", "나무(가상)", "Namu (Fictional)", "", 1, stale=False)
COMPANY = Company("c1", "가온(가상)", "Gaon (Fictional)", region="경남", sector="비전검사")
YEAR = Period(PeriodKind.YEAR, "2025", date(2025, 1, 1), date(2025, 12, 31))
WON = Quantity(Unit.KRW, Decimal(15_300_000_000))


def figure(**changes: object) -> Figure:
    made = Figure(
        claim_id="k1", deck_id="d1", page=3, quantity=WON, period=YEAR, status=ClaimStatus.ACTUAL, scope=Scope.COMPANY,
        state=ReviewState.VERIFIED, as_of=date(2025, 12, 31), rivals=(),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # a test's shorthand


def view(name: str, value: int, *rivals: str, metric: str = "revenue", **changes: object) -> ClaimView:
    claim = Claim(
        name, metric, Quantity(Unit.KRW, Decimal(value)), (Evidence(2, (Box(0, 0, 9, 9),), (), f"매출 {value}원"),),
        label="매출",
    )  # fmt: skip
    made = ClaimView(
        claim, "d1", "c1", ReviewState.PROPOSED, metric, claim.quantity, Scope.COMPANY, ClaimStatus.ACTUAL,
        Aggregation.ANNUAL, YEAR, rivals=rivals,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # a test's shorthand


def test_a_line_of_the_pipeline_keeps_stage_and_status_apart() -> None:
    shown = engagement_tables.engagements([ROW], TRACKS, on=ON, lang="en")
    assert [column.label for column in shown.columns] == [
        "Company",
        "Investor",
        "Stage",
        "In stage",
        "Next step",
        "Owner",
    ]
    assert shown.rows[0].cells == (
        Cell("Gaon (Fictional)", sub="Series A", href="pipeline?track=vc&open=e1&lang=en"),
        Cell("Namu (Fictional)"),
        Cell("Office IR", marks=(Mark("On hold", "warn"),)),
        Cell("1 day"),
        Cell("–", tone="muted"),
        Cell("–", tone="muted"),
    )


def test_the_matrix_has_a_cell_for_each_pair_and_leaves_the_others_empty() -> None:
    namu = Organisation("b", "나무(가상)", "Namu (Fictional)", OrganisationKind.VC)
    other = Organisation("x", "다른(가상)", "Other (Fictional)", OrganisationKind.VC)
    shown = engagement_tables.matrix(Matrix((COMPANY,), (namu, other), {("c1", "b"): ROW}), TRACKS, "ko")
    assert [column.label for column in shown.columns] == ["기업", "나무(가상)", "다른(가상)"]
    name, engaged, empty = shown.rows[0].cells
    assert name == Cell("가온(가상)", sub="비전검사", href="company?id=c1")
    assert (engaged.text, engaged.marks, empty) == ("IR", (Mark("홀딩", "warn"),), Cell(""))


def test_a_verified_figure_is_marked_and_leads_to_its_evidence() -> None:
    assert figures.figure_cell(figure(), "ko") == Cell(
        "153억 원",
        sub="2025년",
        marks=(Mark("✓", "good", "검증됨"),),
        title="153억 원",
        href="review?deck=d1&claim=k1",
    )


def test_an_unverified_forecast_says_that_it_is_both() -> None:
    shown = figures.figure_cell(figure(state=ReviewState.PROPOSED, status=ClaimStatus.FORECAST, rivals=("k2",)), "en")
    assert shown.sub == "2025 · Forecast · unverified"
    assert (shown.tone, [mark.text for mark in shown.marks]) == ("unsure", ["1 conflict"])


def test_a_missing_figure_is_a_dash_and_no_link() -> None:
    assert figures.figure_cell(None, "ko") == Cell("–", tone="muted")


def test_companies_without_a_figure_come_last_whichever_way_the_list_is_sorted() -> None:
    rows = [
        CompanyRow(replace(COMPANY, id=name), {"revenue": figure(quantity=Quantity(Unit.KRW, Decimal(size)))}, 1, 0)
        for name, size in (("small", 5), ("large", 9))
    ]
    rows.insert(0, CompanyRow(replace(COMPANY, id="none"), {}, 0, 0))
    assert [row.company.id for row in figures.in_order(rows, "revenue", IN_WON)] == ["small", "large", "none"]
    assert [row.company.id for row in figures.in_order(rows, "-revenue", IN_WON)] == ["large", "small", "none"]


def test_money_is_put_in_order_by_its_worth_and_what_has_no_rate_stands_apart_and_is_counted() -> None:
    worth = {"won": (Unit.KRW, 2_000), "dollar": (Unit.USD, 2), "euro": (Unit.EUR, 9_000_000), "dollars": (Unit.USD, 1)}
    rows = [
        CompanyRow(replace(COMPANY, id=name), {"revenue": figure(quantity=Quantity(unit, Decimal(amount)))}, 1, 0)
        for name, (unit, amount) in worth.items()
    ]
    order = [row.company.id for row in figures.in_order(rows, "-revenue", IN_WON)]
    assert order == ["dollar", "won", "dollars", "euro"]
    said = figures.measured_by(rows, "-revenue", IN_WON, "en")
    assert said.startswith("Amounts compared at $1 = ₩1,400 (Mar 20, 2026)")
    assert "1 company has no rate" in said
    assert figures.measured_by(rows[:1], "-revenue", IN_WON, "en") == ""


def test_a_heading_sorts_figures_downwards_first_and_names_upwards() -> None:
    assert figures.next_sort("revenue", "name") == "-revenue"
    assert figures.next_sort("revenue", "-revenue") == "revenue"
    assert figures.next_sort("name", "revenue") == "name"


def test_contradicting_values_stand_side_by_side_once() -> None:
    pair = [view("k1", 100, "k2"), view("k2", 120, "k1"), view("k3", 7, metric="arr")]
    groups = claim_tables.conflicts(pair)
    assert [[one.claim.id for one in group] for group in groups] == [["k1", "k2"]]
    shown = claim_tables.conflict_table(groups, list(METRICS.values()), {"d1": "소개서.pdf"}, "ko")
    assert [cell.text for cell in shown.rows[0].cells] == ["매출액", "100원", "120원"]
    assert shown.rows[0].cells[1].sub == "소개서.pdf · 2쪽"


def test_a_rejected_value_contradicts_nothing() -> None:
    assert claim_tables.conflicts([view("k1", 100, "k2"), view("k2", 120, "k1", state=ReviewState.REJECTED)]) == []


def test_a_corrected_claim_shows_what_was_read_too() -> None:
    corrected = view("k1", 100, state=ReviewState.CORRECTED, quantity=Quantity(Unit.KRW, Decimal(200)))
    value = claim_tables.claim_table([corrected], list(METRICS.values()), "ko").rows[0].cells[1]
    assert value is not None
    assert (value.text, value.sub) == ("200원", "원문 값 100원")


def test_sections_follow_the_catalogue_with_the_companys_own_figures_first() -> None:
    views = [view("k1", 1, metric="tam"), view("k2", 2, scope=Scope.MARKET), view("k3", 3)]
    found = claim_tables.by_section(views, list(METRICS.values()))
    assert {name: [one.claim.id for one in group] for name, group in found.items()} == {
        "Financials": ["k3", "k2"],
        "Market": ["k1"],
    }


def test_a_link_carries_the_language_only_where_it_is_not_korean() -> None:
    assert link("company", "ko", id="c1") == "company?id=c1"
    assert link("company", "en", id="c1", view="") == "company?id=c1&lang=en"
    assert link("funnel", "ko") == "funnel"
