from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import Aggregation, Claim, ClaimStatus, Evidence, Metric, ReviewState, Scope
from dealflow.domain.claims.figure_series import MetricHistory, Pace, Standing, change_of, histories
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit

REVENUE = Metric("revenue", "Financials", "매출액", "Revenue", (), (), (Unit.KRW,), Scope.COMPANY)
NOON = datetime(2026, 3, 2, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Deck:
    id: str
    received_at: datetime


OLD, NEW = Deck("old", NOON), Deck("new", NOON + timedelta(days=60))


def year(number: int) -> Period:
    return Period(PeriodKind.YEAR, str(number), date(number, 1, 1), date(number, 12, 31))


def quarter(number: int) -> Period:
    return Period(PeriodKind.QUARTER, f"{number} Q1", date(number, 1, 1), date(number, 3, 31))


def said(
    value: int, period: Period | None, *, deck: str = "old", status: ClaimStatus = ClaimStatus.ACTUAL, **other: object
) -> ClaimView:
    quantity = Quantity(Unit.KRW, Decimal(value))
    name = f"{deck}-{value}-{period.label if period else ''}-{status}"
    claim = Claim(name, "revenue", quantity, (Evidence(1, (), (), str(value)),), "매출액", period=period)
    values: dict[str, object] = {
        "state": ReviewState.PROPOSED, "metric": "revenue", "quantity": quantity, "scope": Scope.COMPANY,
        "status": status, "aggregation": Aggregation.UNKNOWN, "period": period,
    } | other  # fmt: skip
    return ClaimView(claim, deck, "gaon", **values)  # type: ignore[arg-type]  # a test's shorthand


def history(*views: ClaimView) -> MetricHistory:
    (line,) = histories(views, (OLD, NEW), (REVENUE,))
    return line


def test_years_make_one_series_and_quarters_another_and_neither_is_the_day_of_a_deck() -> None:
    line = history(said(30, year(2024)), said(45, year(2025)), said(9, quarter(2025)), said(7, None))
    assert [(series.pace, [point.amount for point in series.points]) for series in line.series] == [
        (Pace.YEAR, [30, 45]),
        (Pace.QUARTER, [9]),
    ]
    assert [(point.amount, point.on) for point in line.undated] == [(7, None)]


def test_what_happened_is_told_apart_from_what_is_expected() -> None:
    line = history(
        said(45, year(2025)),
        said(80, year(2026), status=ClaimStatus.FORECAST),
        said(99, year(2027), status=ClaimStatus.UNKNOWN),
    )
    assert line.main is not None
    assert [point.standing for point in line.main.points] == [Standing.HAPPENED, Standing.EXPECTED, Standing.UNTOLD]


def test_the_newest_deck_has_the_word_on_a_period_and_what_an_older_one_said_stays() -> None:
    line = history(said(80, year(2026), status=ClaimStatus.FORECAST), said(72, year(2026), deck="new"))
    assert line.main is not None
    assert [(point.amount, point.is_latest) for point in line.main.points] == [(80, False), (72, True)]
    assert [point.amount for point in line.main.latest] == [72]


def test_growth_is_of_what_happened_alone() -> None:
    line = history(said(30, year(2024)), said(45, year(2025)), said(90, year(2026), status=ClaimStatus.TARGET))
    assert line.main is not None
    assert change_of(line.main) == Decimal(50)  # from 30 to 45
    alone = history(said(30, year(2024))).main
    assert alone is not None
    assert change_of(alone) is None


def test_rejected_and_outdated_figures_and_other_peoples_are_not_drawn() -> None:
    views = (
        said(30, year(2024), state=ReviewState.REJECTED),
        said(31, year(2024), superseded=True),
        said(32, year(2024), scope=Scope.MARKET),
        said(33, year(2024), deck="gone"),
    )
    assert histories(views, (OLD, NEW), (REVENUE,)) == ()


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.none() | st.integers(2020, 2028), st.sampled_from(["old", "new"])), max_size=12
    )
)
def test_no_figure_is_lost_and_each_period_has_one_newest_word(drawn: list[tuple[int, int | None, str]]) -> None:
    views = [said(value, None if on is None else year(on), deck=deck) for value, on, deck in drawn]
    lines = histories(views, (OLD, NEW), (REVENUE,))
    assert sum(line.size for line in lines) == len(views)
    for series in (series for line in lines for series in line.series):
        days = [point.on for point in series.latest]
        assert days == sorted(set(filter(None, days)))


def test_a_metric_of_forecasts_stands_in_the_series_of_what_it_foresees() -> None:
    views = (said(45, year(2025)), said(72, year(2026), metric="revenue_forecast", status=ClaimStatus.UNKNOWN))
    line = history(*views)
    assert line.main is not None
    assert [(point.amount, point.standing) for point in line.main.points] == [
        (45, Standing.HAPPENED),
        (72, Standing.EXPECTED),
    ]


def test_of_one_decks_own_values_the_exact_one_counts_and_the_other_is_no_earlier_deck() -> None:
    about = said(42, year(2026), status=ClaimStatus.TARGET, quantity=Quantity(Unit.KRW, Decimal(42), approx=True))
    line = history(about, said(42, year(2026), status=ClaimStatus.FORECAST), said(40, year(2026), deck="new"))
    beside = history(about, said(42, year(2026), status=ClaimStatus.FORECAST))
    (series,) = line.series
    assert [(point.deck_id, point.is_latest, point.in_same_deck) for point in series.points] == [
        ("old", False, False),
        ("old", False, False),
        ("new", True, False),
    ]
    counted = {(point.quantity.approx, point.is_latest, point.in_same_deck) for point in beside.series[0].points}
    assert counted == {(True, False, True), (False, True, False)}


def test_a_running_sum_is_told_from_the_quarter_that_it_ends_with() -> None:
    line = history(said(9, quarter(2025)), said(27, quarter(2025), aggregation=Aggregation.CUMULATIVE))
    assert sorted((point.amount, point.aggregation) for series in line.series for point in series.points) == [
        (9, Aggregation.UNKNOWN),
        (27, Aggregation.CUMULATIVE),
    ]
