"""The other five pitfalls of reading decks: base, period, precision, conflicts, identity, each from both sides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dealflow.domain.claims.claims import ReviewReason, Scope
from dealflow.domain.values.period import PeriodKind
from dealflow.domain.values.quantity import Bound, Unit
from tests.extract.paper import claims_of, claims_on, named, only

EOK = 100_000_000
MILLION = 1_000_000


class TestBase:
    """6. Points are no per cent, times are no per cent, and two rates of like name stay two."""

    @pytest.mark.parametrize(
        ("line", "unit"),
        [
            ("도입 후 불량률 2.1%p 감소", Unit.PERCENT_POINT),
            ("도입 후 불량률 2.1% 감소", Unit.PERCENT),
            ("Defect rate reduction of 2.1%p at Plant A", Unit.PERCENT_POINT),
            ("Defect rate reduction of 2.1% at Plant A", Unit.PERCENT),
        ],
    )
    def test_points_and_per_cent_are_told_apart(self, line: str, unit: Unit) -> None:
        claim = only(line)
        assert (claim.metric, claim.quantity.value, claim.quantity.unit) == (
            "ref_defect_reduction",
            Decimal("2.1"),
            unit,
        )

    @pytest.mark.parametrize(
        ("line", "unit", "value"),
        [
            ("매출 3배 성장", Unit.RATIO, 3),
            ("Revenue grew 3x", Unit.RATIO, 3),
            ("매출 성장률 200%", Unit.PERCENT, 200),
            ("Revenue growth of 200%", Unit.PERCENT, 200),
        ],
    )
    def test_times_are_not_turned_into_per_cent(self, line: str, unit: Unit, value: int) -> None:
        assert {(claim.quantity.unit, claim.quantity.value) for claim in claims_of(line)} == {(unit, Decimal(value))}

    @pytest.mark.parametrize(
        ("line", "metric"),
        [
            ("순매출유지율(NRR) 118%", "nrr"),
            ("Net revenue retention 118%", "nrr"),
            ("재계약률 95%", "renewal_rate"),
            ("Renewal rate 95%", "renewal_rate"),
            ("부채비율 120%", "debt_ratio"),
            ("영업이익률 12%", "operating_margin"),
            ("매출총이익률 49.3%", "gross_margin"),
        ],
    )
    def test_rates_of_like_name_keep_their_own_base(self, line: str, metric: str) -> None:
        assert only(line).metric == metric


class TestPeriod:
    """7. A figure speaks of the time that is printed with it, and of no other."""

    @pytest.mark.parametrize(
        ("line", "kind", "start", "end"),
        [
            ("2025년 매출 45억원", PeriodKind.YEAR, date(2025, 1, 1), date(2025, 12, 31)),
            ("FY2025 revenue $4.5M", PeriodKind.YEAR, date(2025, 1, 1), date(2025, 12, 31)),
            ("'25.3Q 매출 12억원", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30)),
            ("3Q25 revenue $1.2M", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30)),
            ("2025년 상반기 매출 20억원", PeriodKind.HALF, date(2025, 1, 1), date(2025, 6, 30)),
            ("1H25 revenue $2M", PeriodKind.HALF, date(2025, 1, 1), date(2025, 6, 30)),
            ("현금성자산 14.2억원 ('25.9월 말)", PeriodKind.AS_OF, None, date(2025, 9, 30)),
            ("Cash balance $1.4M as of Sep 2025", PeriodKind.MONTH, date(2025, 9, 1), date(2025, 9, 30)),
        ],
    )
    def test_the_printed_time_is_kept(self, line: str, kind: PeriodKind, start: date | None, end: date) -> None:
        period = only(line).period
        assert period is not None
        assert (period.kind, period.start, period.end) == (kind, start, end)

    @pytest.mark.parametrize("line", ["과제 3차년도 정부출연금 5억원", "정부출연금 5억원 (3차년도)"])
    def test_a_projects_third_year_is_no_calendar_year(self, line: str) -> None:
        period = only(line).period
        assert period is not None
        assert (period.kind, period.start, period.end) == (PeriodKind.PROJECT_YEAR, None, None)

    @pytest.mark.parametrize("line", ["현재 임직원 수 42명", "42 employees today"])
    def test_today_is_no_printed_time(self, line: str) -> None:
        claim = only(line)
        assert (claim.metric, claim.period) == ("employees_total", None)

    def test_two_years_in_one_line_each_keep_their_own_figure(self) -> None:
        claims = claims_of("매출: 2024년 31억원, 2025년 45억원")
        assert {(claim.quantity.value, claim.period.label) for claim in claims if claim.period} == {
            (Decimal(31 * EOK), "2024년"),
            (Decimal(45 * EOK), "2025년"),
        }


class TestPrecision:
    """8. 약, 이상, 돌파 and both ends of a range are kept; a plain figure gets none of them."""

    @pytest.mark.parametrize(
        ("line", "bound", "approx"),
        [
            ("약 45억원의 매출액", None, True),
            ("매출액 45억원 내외", None, True),
            ("매출액 45억원 이상", Bound.AT_LEAST, False),
            ("매출액 45억원 돌파", Bound.AT_LEAST, False),
            ("매출액 45억원 초과", Bound.OVER, False),
            ("매출액 45억원 미만", Bound.UNDER, False),
            ("Revenue approx. $4.5M", None, True),
            ("Revenue over $4.5M", Bound.OVER, False),
            ("Revenue up to $4.5M", Bound.AT_MOST, False),
            ("매출액 45억원", None, False),
            ("Revenue $4.5M", None, False),
        ],
    )
    def test_how_exact_a_figure_is_survives(self, line: str, bound: Bound | None, *, approx: bool) -> None:
        quantity = only(line).quantity
        assert (quantity.bound, quantity.approx) == (bound, approx)

    @pytest.mark.parametrize(
        ("line", "low", "high"),
        [
            ("모집금액 10~15억원", 10 * EOK, 15 * EOK),
            ("모집금액 10억~15억원", 10 * EOK, 15 * EOK),
            ("Round size $1–2M", MILLION, 2 * MILLION),
        ],
    )
    def test_a_range_keeps_both_ends_and_no_middle(self, line: str, low: int, high: int) -> None:
        quantity = only(line, title="투자 유치").quantity
        assert (quantity.value_min, quantity.value_max, quantity.value) == (Decimal(low), Decimal(high), None)


class TestConflicts:
    """9. One figure on two pages is one claim with two proofs; two values of it stay two, and say so."""

    @pytest.mark.parametrize("line", ["2025년 매출액 45억원", "2025 revenue $4.5M"])
    def test_the_same_figure_again_is_one_claim_with_two_proofs(self, line: str) -> None:
        (claim,) = claims_on(("주요 성과", [line]), ("재무 현황", [line]))
        assert [piece.page for piece in claim.evidence] == [1, 2]
        assert ReviewReason.CONFLICT not in claim.review_reasons

    @pytest.mark.parametrize(
        ("first", "second"),
        [("2025년 매출액 45억원", "2025년 매출액 48억원"), ("2025 revenue $4.5M", "2025 revenue $4.8M")],
    )
    def test_two_values_of_one_figure_both_stay_and_say_that_they_differ(self, first: str, second: str) -> None:
        claims = claims_on(("주요 성과", [first]), ("부록", [second]))
        assert len(claims) == 2
        assert all(ReviewReason.CONFLICT in claim.review_reasons for claim in claims)

    def test_two_years_of_one_metric_are_no_conflict(self) -> None:
        claims = claims_on(("주요 성과", ["2024년 매출액 31억원"]), ("부록", ["2025년 매출액 45억원"]))
        assert len(claims) == 2
        assert not any(ReviewReason.CONFLICT in claim.review_reasons for claim in claims)


class TestIdentity:
    """10. Patents, money and staff of a customer, a parent or a university are not the company's."""

    @pytest.mark.parametrize(
        "line",
        [
            "모회사 매출액 3,000억원",
            "Parent company revenue $300M",
            "가상대학교 연구실 보유 특허 등록 30건",
            "Patents registered by Gasang University: 30",
            "고객사 A사 임직원 수 1,200명",
        ],
    )
    def test_what_belongs_to_others_is_not_the_companys(self, line: str) -> None:
        assert [claim.metric for claim in claims_of(line) if claim.scope is Scope.COMPANY] == []

    @pytest.mark.parametrize(
        ("line", "metric"),
        [
            ("당사 특허 등록 12건", "patents_registered"),
            ("Patents registered: 12", "patents_registered"),
            ("임직원 수 42명", "employees_total"),
            ("누적 투자유치 48억원 (Scale-up TIPS 선정)", "total_raised"),
        ],
    )
    def test_the_companys_own_stay_its_own(self, line: str, metric: str) -> None:
        claim = named(metric, line)
        assert claim.scope is Scope.COMPANY

    def test_what_a_founder_did_elsewhere_is_not_the_companys(self) -> None:
        claims = claims_of("대표이사 홍가상(가명): 前 가상전자 사업부장, 매출 1,200억원 달성", title="경영진 소개")
        assert [claim.scope for claim in claims] == [Scope.OTHER] * len(claims)
