"""Each check is shown figures that agree and figures that do not, from both sides of its tolerance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims import consistency_checks
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Scope
from dealflow.domain.claims.consistency_checks import Answer, Stated
from dealflow.domain.values.amount_ranges import span
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Bound, Quantity, Unit


def stated(
    metric: str,
    value: str,
    unit: Unit = Unit.KRW,
    *,
    year: int | None = None,
    scope: Scope = Scope.COMPANY,
    status: ClaimStatus = ClaimStatus.UNKNOWN,
) -> Stated:
    period = Period(PeriodKind.YEAR, str(year), date(year, 1, 1), date(year, 12, 31)) if year else None
    quantity = Quantity(unit, Decimal(value))
    return Stated(f"{metric}:{value}:{year}", metric, quantity, scope, status, Aggregation.UNKNOWN, period, 1)


def answers(found: Iterable[consistency_checks.Finding]) -> list[Answer]:
    return [finding.answer for finding in found]


def over(value: str) -> Quantity:
    return Quantity(Unit.KRW, Decimal(value), bound=Bound.OVER)


REVENUES = [stated("revenue", "2000000000", year=2023), stated("revenue", "3368000000", year=2024)]


@pytest.mark.parametrize(
    ("percent", "answer"),
    [("68.4", Answer.AGREES), ("75", Answer.AGREES), ("78", Answer.DISAGREES), ("58", Answer.DISAGREES)],
)
def test_growth_follows_from_the_two_revenues(percent: str, answer: Answer) -> None:
    growth = stated("revenue_growth_yoy", percent, Unit.PERCENT, year=2024)
    assert answers(consistency_checks.growth_follows_revenue([*REVENUES, growth])) == [answer]


def test_what_the_other_figures_give_is_told_as_one_would_reckon_it_by_hand() -> None:
    growth = stated("revenue_growth_yoy", "90", Unit.PERCENT, year=2024)
    runway = stated("runway", "24", Unit.MONTHS)
    cash, burn = stated("cash_balance", "1350"), replace(stated("burn_rate", "90"), quantity=over("90"))
    assert [found.expected for found in consistency_checks.growth_follows_revenue([*REVENUES, growth])] == [
        Decimal("68.4")
    ]
    assert [found.expected for found in consistency_checks.runway_is_cash_over_burn([cash, burn, runway])] == [
        Decimal("15.0")
    ]


def test_growth_without_the_year_before_cannot_be_judged_and_says_what_is_missing() -> None:
    growth = stated("revenue_growth_yoy", "68.4", Unit.PERCENT, year=2023)
    (finding,) = consistency_checks.growth_follows_revenue([*REVENUES, growth])
    assert (finding.answer, finding.missing) == (Answer.UNKNOWN, ("revenue",))


def test_markets_nest_or_show_both() -> None:
    tam, sam, som = stated("tam", "100"), stated("sam", "30"), stated("som", "40")
    found = {(f.left, f.right): f.answer for f in consistency_checks.markets_nest([tam, sam, som])}
    assert found == {
        (("tam:100:None",), ("sam:30:None",)): Answer.AGREES,
        (("sam:30:None",), ("som:40:None",)): Answer.DISAGREES,
        (("tam:100:None",), ("som:40:None",)): Answer.AGREES,
    }


def test_markets_in_two_units_are_not_compared() -> None:
    assert answers(consistency_checks.markets_nest([stated("tam", "1", Unit.USD), stated("sam", "30")])) == []


@pytest.mark.parametrize(("post", "answer"), [("180", Answer.AGREES), ("150", Answer.DISAGREES)])
def test_post_money_is_pre_money_plus_the_round(post: str, answer: Answer) -> None:
    figures = [stated("pre_money", "150"), stated("raise_amount", "30"), stated("post_money", post)]
    assert answers(consistency_checks.post_is_pre_plus_raise(figures)) == [answer]


@pytest.mark.parametrize(("post", "answer"), [("180", Answer.AGREES), ("30", Answer.AGREES), ("3", Answer.DISAGREES)])
def test_post_money_holds_what_is_asked_for(post: str, answer: Answer) -> None:
    figures = [stated("raise_amount", "30"), stated("post_money", post)]
    assert answers(consistency_checks.post_is_above_the_ask(figures)) == [answer]
    past = stated("post_money", post, status=ClaimStatus.ACTUAL)
    assert answers(consistency_checks.post_is_above_the_ask([figures[0], past])) == []


@pytest.mark.parametrize(("percent", "answer"), [("16.7", Answer.AGREES), ("20", Answer.DISAGREES)])
def test_the_stake_is_the_round_over_post_money(percent: str, answer: Answer) -> None:
    offered = stated("equity_offered", percent, Unit.PERCENT)
    figures = [stated("raise_amount", "30"), stated("post_money", "180"), offered]
    assert answers(consistency_checks.stake_is_raise_over_post(figures)) == [answer]


@pytest.mark.parametrize(("arr", "answer"), [("18", Answer.AGREES), ("1.5", Answer.DISAGREES)])
def test_arr_is_twelve_times_mrr(arr: str, answer: Answer) -> None:
    assert answers(consistency_checks.arr_is_twelve_mrr([stated("mrr", "1.5"), stated("arr", arr)])) == [answer]


@pytest.mark.parametrize(("last", "answer"), [("25", Answer.AGREES), ("15", Answer.DISAGREES)])
def test_shares_of_use_sum_to_a_hundred(last: str, answer: Answer) -> None:
    uses = [stated("use_of_funds", share, Unit.PERCENT) for share in ("45", "30", last)]
    assert answers(consistency_checks.uses_add_up(uses)) == [answer]


@pytest.mark.parametrize(("times", "answer"), [(2, Answer.AGREES), (1, Answer.DISAGREES), (3, Answer.DISAGREES)])
def test_two_equal_shares_that_were_read_as_one_figure_count_twice(times: int, answer: Answer) -> None:
    twice = replace(stated("use_of_funds", "40", Unit.PERCENT), times=times)
    assert answers(consistency_checks.uses_add_up([twice, stated("use_of_funds", "20", Unit.PERCENT)])) == [answer]


def test_shares_that_stand_in_a_table_and_again_in_a_chart_count_once() -> None:
    uses = [replace(stated("use_of_funds", share, Unit.PERCENT), times=2) for share in ("45", "30", "25")]
    assert answers(consistency_checks.uses_add_up(uses)) == [Answer.AGREES]


@pytest.mark.parametrize(("raised", "answer"), [("30", Answer.AGREES), ("40", Answer.DISAGREES)])
def test_amounts_of_use_sum_to_the_round(raised: str, answer: Answer) -> None:
    uses = [stated("use_of_funds", amount) for amount in ("12", "8", "10")]
    assert answers(consistency_checks.uses_add_up([*uses, stated("raise_amount", raised)])) == [answer]


@pytest.mark.parametrize(("months", "answer"), [("15", Answer.AGREES), ("24", Answer.DISAGREES)])
def test_the_runway_is_cash_over_burn(months: str, answer: Answer) -> None:
    runway = stated("runway", months, Unit.MONTHS)
    figures = [stated("cash_balance", "1350"), stated("burn_rate", "90"), runway]
    assert answers(consistency_checks.runway_is_cash_over_burn(figures)) == [answer]


@pytest.mark.parametrize(("percent", "answer"), [("-37.3", Answer.AGREES), ("37.3", Answer.DISAGREES)])
def test_a_loss_has_a_negative_margin(percent: str, answer: Answer) -> None:
    figures = [
        stated("revenue", "10200000000", year=2024),
        stated("operating_profit", "-3800000000", year=2024),
        stated("operating_margin", percent, Unit.PERCENT, year=2024),
    ]
    assert answers(consistency_checks.margins_follow_amounts(figures)) == [answer]


def test_one_figure_with_two_values_shows_both() -> None:
    twice = [stated("employees_total", "42", Unit.COUNT), stated("employees_total", "38", Unit.COUNT)]
    (finding,) = consistency_checks.one_figure_one_value(twice)
    assert (finding.answer, finding.left, finding.right) == (
        Answer.DISAGREES,
        ("employees_total:42:None",),
        ("employees_total:38:None",),
    )


def test_many_values_of_one_figure_are_one_finding() -> None:
    values = [stated("revenue", value, year=2024) for value in ("45", "80", "45.2", "99")]
    (finding,) = consistency_checks.one_figure_one_value(values)
    assert (finding.answer, finding.left, finding.right) == (
        Answer.DISAGREES,
        ("revenue:45:2024",),
        ("revenue:80:2024", "revenue:99:2024"),
    )


def test_values_of_two_products_are_no_conflict() -> None:
    one, other = (stated("deployed_units", value, Unit.COUNT) for value in ("42", "38"))
    found = consistency_checks.one_figure_one_value([replace(one, subject="라인 A"), replace(other, subject="라인 B")])
    assert answers(found) == []


def test_a_forecast_beside_an_actual_is_no_conflict() -> None:
    actual = stated("revenue", "45", status=ClaimStatus.ACTUAL)
    target = stated("revenue", "80", status=ClaimStatus.TARGET)
    assert answers(consistency_checks.one_figure_one_value([actual, target])) == []


@pytest.mark.parametrize(("other", "found"), [("45300000", [Answer.DISAGREES]), ("4400000000", [])])
def test_a_factor_of_a_hundred_smells_of_a_wrong_unit(other: str, found: list[Answer]) -> None:
    figures = [stated("revenue", "4530000000", year=2024), stated("revenue", other, year=2024)]
    assert answers(consistency_checks.unit_slips(figures)) == found


@pytest.mark.parametrize(
    ("amount", "unit", "found"),
    [
        ("1200000000", Unit.USD, [Answer.DISAGREES]),
        ("1190000000", Unit.USD, [Answer.DISAGREES]),
        ("860000", Unit.USD, []),
        ("1200000000", Unit.KRW, []),
    ],
)
def test_the_same_amount_in_two_currencies_smells_of_a_wrong_unit_and_an_exchanged_one_does_not(
    amount: str, unit: Unit, found: list[Answer]
) -> None:
    figures = [stated("revenue", "1200000000", year=2025), stated("revenue", amount, unit, year=2025)]
    assert answers(consistency_checks.unit_slips(figures)) == found


@pytest.mark.parametrize(
    ("margin", "amount", "fits", "strays"),
    [
        ("gross_margin", "gross_profit", "49.3", "53.0"),
        ("operating_margin", "operating_profit", "50.9", "46.0"),
        ("net_margin", "net_income", "48.0", "39.3"),
        ("ebitda_margin", "ebitda", "49.3", "55.0"),
    ],
)
def test_every_margin_follows_from_its_amount_within_the_rounding(
    margin: str, amount: str, fits: str, strays: str
) -> None:
    sums = [stated("revenue", "3000000000", year=2025), stated(amount, "1479000000", year=2025)]
    for percent, answer in ((fits, Answer.AGREES), (strays, Answer.DISAGREES)):
        told = stated(margin, percent, Unit.PERCENT, year=2025)
        assert answers(consistency_checks.margins_follow_amounts([*sums, told])) == [answer]
    elsewhere = stated(margin, strays, Unit.PERCENT, year=2024)
    assert answers(consistency_checks.margins_follow_amounts([*sums, elsewhere])) == []


@pytest.mark.parametrize(
    ("check", "figures", "near", "far"),
    [
        (
            consistency_checks.post_is_pre_plus_raise,
            [("pre_money", "150"), ("raise_amount", "30")],
            ("post_money", "187"),
            "188",
        ),
        (consistency_checks.arr_is_twelve_mrr, [("mrr", "1.5")], ("arr", "18.7"), "18.8"),
        (consistency_checks.markets_nest, [("tam", "100")], ("sam", "104"), "105"),
        (consistency_checks.engineers_are_staff, [("employees_total", "50")], ("rnd_headcount", "52"), "53"),
    ],
)
def test_rounding_is_two_per_cent_to_each_side_and_not_more(
    check: consistency_checks.Check, figures: list[tuple[str, str]], near: tuple[str, str], far: str
) -> None:
    unit = Unit.COUNT if near[0] == "rnd_headcount" else Unit.KRW
    given_ones = [stated(metric, value, unit) for metric, value in figures]
    assert answers(check([*given_ones, stated(near[0], near[1], unit)])) == [Answer.AGREES]
    assert answers(check([*given_ones, stated(near[0], far, unit)])) == [Answer.DISAGREES]


@pytest.mark.parametrize(("year", "found"), [(2025, [Answer.DISAGREES]), (2024, [])])
def test_a_year_to_come_cannot_be_actual(year: int, found: list[Answer]) -> None:
    figure = stated("revenue", "45", year=year, status=ClaimStatus.ACTUAL)
    assert answers(consistency_checks.forecasts_are_not_actual([figure], year=2024)) == found


@pytest.mark.parametrize(("engineers", "answer"), [("28", Answer.AGREES), ("50", Answer.DISAGREES)])
def test_engineers_are_part_of_the_staff(engineers: str, answer: Answer) -> None:
    staff = stated("employees_total", "42", Unit.COUNT)
    assert answers(consistency_checks.engineers_are_staff([staff, stated("rnd_headcount", engineers, Unit.COUNT)])) == [
        answer
    ]


@pytest.mark.parametrize(("percent", "answer"), [("10", Answer.AGREES), ("18", Answer.DISAGREES)])
def test_a_market_share_follows_from_revenue_and_market(percent: str, answer: Answer) -> None:
    figures = [
        stated("revenue", "10", status=ClaimStatus.ACTUAL),
        stated("sam", "100", scope=Scope.MARKET),
        stated("market_share", percent, Unit.PERCENT),
    ]
    assert answers(consistency_checks.share_follows_market(figures)) == [answer]


@pytest.mark.parametrize(("percent", "answer"), [("5", Answer.AGREES), ("12", Answer.DISAGREES)])
@pytest.mark.parametrize("status", [ClaimStatus.TARGET, ClaimStatus.FORECAST])
def test_a_share_that_is_aimed_at_follows_from_the_som(percent: str, answer: Answer, status: ClaimStatus) -> None:
    figures = [
        stated("revenue", "1", status=ClaimStatus.ACTUAL),
        stated("sam", "100", scope=Scope.MARKET),
        stated("som", "5", scope=Scope.MARKET),
        stated("market_share", percent, Unit.PERCENT, status=status),
    ]
    assert answers(consistency_checks.share_follows_market(figures)) == [answer]


def test_a_customers_figure_is_never_checked_as_the_companys() -> None:
    customer = [stated("mrr", "1", scope=Scope.CUSTOMER), stated("arr", "99", scope=Scope.CUSTOMER)]
    assert consistency_checks.check_all(customer, year=2024) == ()


def test_words_have_no_span() -> None:
    with pytest.raises(ValueError, match="no amount"):
        span(Quantity(Unit.TEXT, text="TIPS"))


AMOUNTS = st.decimals(min_value=1, max_value=10**12, places=0)


@given(AMOUNTS, st.sampled_from(Bound))
def test_a_span_always_holds_the_printed_amount(amount: Decimal, bound: Bound) -> None:
    around = span(Quantity(Unit.KRW, amount, bound=bound))
    assert around.low <= amount <= around.high


@given(AMOUNTS, AMOUNTS)
def test_what_is_computed_exactly_always_agrees(pre: Decimal, raised: Decimal) -> None:
    figures = [
        stated("pre_money", str(pre)),
        stated("raise_amount", str(raised)),
        stated("post_money", str(pre + raised)),
        stated("equity_offered", str(raised / (pre + raised) * 100), Unit.PERCENT),
    ]
    assert Answer.DISAGREES not in answers(consistency_checks.check_all(figures, year=2024))
