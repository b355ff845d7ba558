"""The five worst pitfalls of reading decks: each trap is not fallen into, and its honest look-alike still reads.

Every page is a real PDF of a fictional company, in Korean and in English.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, ReviewReason, Scope
from dealflow.domain.values.quantity import Unit
from tests.extract.paper import claims_of, named, only

EOK = 100_000_000


class TestScope:
    """1. A customer's result or a market's number is no figure of the company."""

    @pytest.mark.parametrize(
        ("line", "metric", "scope"),
        [
            ("고객사 A사 도입 결과 불량률 42.3% 감소", "ref_defect_reduction", Scope.CUSTOMER),
            ("도입 기업 ○○공장의 생산성 20.8% 향상", "ref_productivity_gain", Scope.CUSTOMER),
            ("Plant B cut its defect rate by 42.3% reduction", "ref_defect_reduction", Scope.CUSTOMER),
            ("글로벌 AI 비전검사 시장 규모 18.2조원", "market_size", Scope.MARKET),
            ("The global market size is $18.2B", "market_size", Scope.MARKET),
            ("국내 중소 제조기업 AI 도입률 10% (정부 통계)", "adoption_stat", Scope.MARKET),
        ],
    )
    def test_results_of_customers_and_sizes_of_markets_are_not_the_companys(
        self, line: str, metric: str, scope: Scope
    ) -> None:
        claim = only(line)
        assert (claim.metric, claim.scope) == (metric, scope)

    @pytest.mark.parametrize(
        ("line", "metric"),
        [
            ("당사 고객사 48개사", "customers_count"),
            ("We serve 48 customers", "customers_count"),
            ("국내 시장 점유율 12%", "market_share"),
            ("Our market share is 12%", "market_share"),
            ("글로벌 고객 매출액 18.2억원", "revenue"),
        ],
    )
    def test_the_companys_own_figure_may_speak_of_customers_and_markets(self, line: str, metric: str) -> None:
        claim = only(line)
        assert (claim.metric, claim.scope) == (metric, Scope.COMPANY)

    @pytest.mark.parametrize("title", ["경쟁사 비교", "Competition"])
    def test_a_rivals_column_is_the_rivals_and_our_own_is_ours(self, title: str) -> None:
        ours, theirs = ("당사", "경쟁사 A") if title == "경쟁사 비교" else ("Our price", "Competitor A")
        claims = claims_of(("구분", ours, theirs), ("가격", "900만원", "1,400만원"), title=title)
        assert {(claim.quantity.value, claim.scope) for claim in claims if claim.metric == "price"} == {
            (Decimal(9_000_000), Scope.COMPANY),
            (Decimal(14_000_000), Scope.COMPETITOR),
        }


class TestStatus:
    """2. A target or a forecast is not actual."""

    @pytest.mark.parametrize(
        ("line", "status"),
        [
            ("2027년 매출 80억원 목표", ClaimStatus.TARGET),
            ("2027(E) 매출액 80억원", ClaimStatus.FORECAST),
            ("2027년 매출 80억원 전망", ClaimStatus.FORECAST),
            ("FY2027E revenue $8M", ClaimStatus.FORECAST),
            ("Revenue of $8M expected in 2027", ClaimStatus.FORECAST),
            ("We plan revenue of $8M in 2027", ClaimStatus.TARGET),
        ],
    )
    def test_what_has_not_happened_is_a_forecast_of_revenue(self, line: str, status: ClaimStatus) -> None:
        claim = only(line)
        assert (claim.metric, claim.status) == ("revenue_forecast", status)

    @pytest.mark.parametrize(
        "line",
        [
            "2025년 매출 45억원 달성",
            "목표를 초과 달성한 2025년 매출 45억원",
            "2025년 매출 45억원 (목표 대비 112% 달성)",
            "2025 revenue reached KRW 4.5B",
            "2025 revenue of KRW 4.5B, ahead of plan",
        ],
    )
    def test_a_target_that_was_reached_is_actual(self, line: str) -> None:
        claim = named("revenue", line)
        assert (claim.quantity.value, claim.status) == (Decimal(45 * EOK), ClaimStatus.ACTUAL)

    @pytest.mark.parametrize("line", ["리드 투자사 15억원 투자 협의 중", "Lead investor in talks for $1.5M"])
    def test_money_under_discussion_is_in_talks(self, line: str) -> None:
        assert {claim.status for claim in claims_of(line, title="투자 유치")} == {ClaimStatus.IN_TALKS}

    def test_the_years_of_a_table_called_results_and_outlook_each_keep_their_own_status(self) -> None:
        claims = claims_of(
            "매출 실적 및 전망 (단위: 억원)",
            ("구분", "2024", "2025", "2026", "2027"),
            ("매출액", "31", "45", "62", "80"),
        )
        assert {(claim.period.label, claim.status) for claim in claims if claim.period} == {
            ("2024", ClaimStatus.ACTUAL),
            ("2025", ClaimStatus.ACTUAL),
            ("2026", ClaimStatus.FORECAST),
            ("2027", ClaimStatus.FORECAST),
        }

    @pytest.mark.parametrize(
        ("line", "metric", "status"),
        [
            ("금번 투자유치 25억원", "raise_amount", ClaimStatus.TARGET),
            ("We are raising $2.5M", "raise_amount", ClaimStatus.TARGET),
            ("2023년 시드 투자유치 5억원", "prev_rounds", ClaimStatus.ACTUAL),
            ("$0.5M seed round in 2023", "prev_rounds", ClaimStatus.ACTUAL),
        ],
    )
    def test_this_rounds_sum_is_a_target_and_an_earlier_rounds_is_actual(
        self, line: str, metric: str, status: ClaimStatus
    ) -> None:
        claim = only(line, title="투자 제안")
        assert (claim.metric, claim.status) == (metric, status)

    def test_a_pair_to_the_left_says_nothing_of_its_right_hand_neighbour(self) -> None:
        claims = claims_of(("리드 확약", "8억원", "마케팅", "24%"), title="자금 사용 계획")
        assert {(claim.quantity.value, claim.status) for claim in claims} == {
            (Decimal(8 * EOK), ClaimStatus.COMMITTED),
            (Decimal(24), ClaimStatus.UNKNOWN),
        }

    def test_without_a_word_or_a_year_the_status_stays_open(self) -> None:
        assert only("매출액 45억원").status is ClaimStatus.UNKNOWN


class TestScale:
    """3. The unit over a table multiplies its cells; a cell's own unit wins; dollars are no won."""

    @pytest.mark.parametrize(
        ("unit", "cell"),
        [
            ("(단위: 백만원)", "4,530"),
            ("(단위 : 천원)", "4,530,000"),
            ("[단위: 억원]", "45.3"),
            ("(단위: 백만원)", "45.3억원"),
            ("(KRW mn)", "4,530"),
            ("(KRW in thousands)", "4,530,000"),
        ],
    )
    def test_a_cell_is_multiplied_once(self, unit: str, cell: str) -> None:
        claim = named("revenue", f"요약 손익 {unit}", ("구분", "2025"), ("매출액", cell))
        assert (claim.quantity.value, claim.quantity.unit) == (Decimal(4_530_000_000), Unit.KRW)

    @pytest.mark.parametrize(
        ("line", "value", "unit"),
        [
            ("매출액 12억 달러", 1_200_000_000, Unit.USD),
            ("매출액 12억원", 1_200_000_000, Unit.KRW),
            ("Revenue ₩1.2B", 1_200_000_000, Unit.KRW),
            ("Revenue $1.2B", 1_200_000_000, Unit.USD),
            ("매출액 120만 달러", 1_200_000, Unit.USD),
            ("매출액 1조 2,000억원", 1_200_000_000_000, Unit.KRW),
        ],
    )
    def test_the_scale_beside_the_number_counts_and_so_does_its_currency(
        self, line: str, value: int, unit: Unit
    ) -> None:
        claim = only(line)
        assert (claim.quantity.value, claim.quantity.unit) == (Decimal(value), unit)

    def test_people_in_a_table_of_money_stay_people(self) -> None:
        claims = claims_of("요약 (단위: 백만원, 명)", ("구분", "2025"), ("매출액", "4,530"), ("임직원 수", "42"))
        assert {(claim.metric, claim.quantity.value, claim.quantity.unit) for claim in claims} == {
            ("revenue", Decimal(4_530_000_000), Unit.KRW),
            ("employees_total", Decimal(42), Unit.COUNT),
        }

    def test_a_bare_number_without_any_unit_is_no_money(self) -> None:
        assert [claim for claim in claims_of("매출액", "4,530") if claim.quantity.unit is Unit.KRW] == []


class TestAggregation:
    """4. A sum over all years, a month and a year are three figures."""

    @pytest.mark.parametrize(
        ("line", "aggregation"),
        [
            ("누적 매출 120억원", Aggregation.CUMULATIVE),
            ("Cumulative revenue of $12M", Aggregation.CUMULATIVE),
            ("월평균 매출 3억원", Aggregation.MONTHLY),
            ("Monthly revenue $300K", Aggregation.MONTHLY),
            ("연간 매출 45억원", Aggregation.ANNUAL),
            ("2025년 매출 45억원", Aggregation.ANNUAL),
            ("Annual revenue $4.5M", Aggregation.ANNUAL),
            ("2025년 3분기 매출 12억원", Aggregation.QUARTERLY),
            ("'25.3Q 누적 매출 31억원", Aggregation.CUMULATIVE),
        ],
    )
    def test_what_it_was_summed_over_is_kept(self, line: str, aggregation: Aggregation) -> None:
        claim = only(line)
        assert (claim.metric, claim.aggregation) == ("revenue", aggregation)

    def test_a_total_of_years_and_a_years_sum_are_no_conflict(self) -> None:
        claims = claims_of("누적 매출 120억원", "2025년 매출 45억원")
        assert [claim.review_reasons for claim in claims if ReviewReason.CONFLICT in claim.review_reasons] == []
        assert len(claims) == 2


class TestSign:
    """5. A loss is negative, however it is marked; an arrow and a bullet are no minus."""

    @pytest.mark.parametrize("cell", ["△1,240", "▲1,240", "(1,240)", "-1,240", "−1,240"])
    @pytest.mark.parametrize(("label", "unit"), [("영업이익", "(단위: 백만원)"), ("Operating profit", "(KRW mn)")])
    def test_a_marked_cell_of_a_table_is_a_loss(self, cell: str, label: str, unit: str) -> None:
        claim = named("operating_profit", f"P&L {unit}", ("구분", "2025"), (label, cell))
        assert claim.quantity.value == Decimal(-1_240_000_000)

    @pytest.mark.parametrize(
        ("line", "value"),
        [("영업손실 12억원", -12 * EOK), ("영업적자 12억원", -12 * EOK), ("Operating loss of $1.2M", -1_200_000)],
    )
    def test_the_word_loss_makes_it_negative(self, line: str, value: int) -> None:
        claim = only(line)
        assert (claim.metric, claim.quantity.value) == ("operating_profit", Decimal(value))

    @pytest.mark.parametrize(
        ("line", "metric", "value"),
        [
            ("▲ 영업이익 12억원", "operating_profit", 12 * EOK),
            ("△ Operating profit $1.2M", "operating_profit", 1_200_000),
            ("매출 성장률 ▲15%", "revenue_growth_yoy", 15),
            ("Revenue growth ▲15%", "revenue_growth_yoy", 15),
            ("영업이익 12억원 (흑자전환)", "operating_profit", 12 * EOK),
        ],
    )
    def test_bullets_and_arrows_leave_a_gain_a_gain(self, line: str, metric: str, value: int) -> None:
        claim = only(line)
        assert (claim.metric, claim.quantity.value) == (metric, Decimal(value))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 999), st.sampled_from(["목표", "전망", "예상", "계획"]), st.sampled_from(["달성", "기록", "돌파"])
)
def test_a_word_decides_between_what_is_hoped_for_and_what_was_earned(amount: int, hoped: str, earned: str) -> None:
    ahead, done = only(f"매출 {amount}억원 {hoped}"), only(f"매출 {amount}억원 {earned}")
    assert (ahead.metric, done.metric) == ("revenue_forecast", "revenue")
    assert ahead.quantity.value == done.quantity.value == Decimal(amount * EOK)
    assert done.status is ClaimStatus.ACTUAL
    assert ahead.status in {ClaimStatus.TARGET, ClaimStatus.FORECAST}


@pytest.mark.parametrize(
    "line", ["매출 00억원 달성", "Revenue XX%", "매출: 비공개", "Revenue: N/A", "매출 (단위: 억원)"]
)
def test_a_placeholder_is_no_figure(line: str) -> None:
    assert claims_of(line) == ()
