"""What a programme comes to: values counted by hand, and sums that do not depend on how one cuts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.catalogue.regional_programme import regional_defaults
from dealflow.domain.regional.figures import Books, Tally, broken_limits
from dealflow.domain.regional.overdue import overdue
from dealflow.domain.regional.programmes import (
    Programme,
    RegionPlan,
    SupportedFirm,
    require_sound_plan,
    require_sound_programme,
)
from dealflow.domain.regional.quarters import Quarter, ended, quarter_of
from dealflow.domain.regional.reports import (
    Figure,
    QuarterReport,
    ReportState,
    Teller,
    confirmed,
    handed_in,
    sent_back,
    tellers,
)
from dealflow.errors import InvalidInputError

USUAL = regional_defaults()
PROGRAMME = Programme(
    "p", "o", "지역 프로그램(가상)", "", 2025, 2027, USUAL.regions, USUAL.funds, USUAL.indicators, USUAL.due_days
)
FIRMS = tuple(
    SupportedFirm(f"f{n}", "p", "o", region, year, f"도입기업{n}(가상)", grant_won=n * 10, adopted_on=day)
    for n, region, year, day in (
        (1, "gyeongnam", 2025, date(2025, 6, 1)), (2, "gyeongnam", 2026, None), (3, "jeju", 2025, None),
    )
)  # fmt: skip
PLANS = (
    RegionPlan("p", "o", "gyeongnam", 2025, (("national", 60), ("local", 30), ("own", 10)), (10, 20, 30, 40), 2,
               (("defect_rate", Decimal(-30)), ("employment", Decimal(10)), ("revenue", Decimal(500)))),
    RegionPlan("p", "o", "gyeongnam", 2026, (("national", 70), ("local", 10), ("own", 20)), (), 3,
               (("defect_rate", Decimal(-40)), ("employment", Decimal(15)))),
)  # fmt: skip


def of_firm(n: int, year: int, quarter: int, **told: object) -> QuarterReport:
    figures = tuple(
        Figure(name, Decimal(value[1]), Decimal(value[0]))
        if isinstance(value, tuple)
        else Figure(name, Decimal(str(value)))
        for name, value in told.items()
    )
    firm = FIRMS[n - 1]
    return QuarterReport(Teller("p", "o", firm.region, firm.id), year, quarter, figures, state=ReportState.CONFIRMED)


def of_office(region: str, year: int, quarter: int, *won: int) -> QuarterReport:
    figures = tuple(Figure(fund.id, Decimal(w)) for fund, w in zip(USUAL.funds, won, strict=True))
    return QuarterReport(Teller("p", "o", region), year, quarter, figures, state=ReportState.CONFIRMED)


REPORTS = (
    of_office("gyeongnam", 2025, 1, 5, 3, 0), of_office("gyeongnam", 2025, 2, 20, 2, 1),
    replace(of_office("gyeongnam", 2025, 3, 99, 99, 99), state=ReportState.SUBMITTED),
    of_firm(1, 2025, 1, defect_rate=("4", "3"), revenue=100, employment=5),
    of_firm(1, 2025, 2, defect_rate=("4", "2"), revenue=150, employment=7),
    of_firm(1, 2026, 1, revenue=90, employment=6),
    of_firm(2, 2026, 1, defect_rate=("10", "8"), revenue=10, employment=2),
    of_firm(3, 2025, 1, revenue=1000),
)  # fmt: skip
BOOKS = Books(PROGRAMME, PLANS, FIRMS, REPORTS)


def came_to(tally: Tally, indicator: str) -> tuple[Decimal | None, Decimal | None, int]:
    figure = next(figure for figure in tally.indicators if figure.indicator.id == indicator)
    return figure.target, figure.actual, figure.firms


def test_a_regions_year_is_what_a_hand_counts() -> None:
    tally = BOOKS.tally(["gyeongnam"], [2025])
    assert [(figure.planned, figure.spent) for figure in tally.funds] == [(60, 25), (30, 5), (10, 1)]
    assert (tally.planned, tally.spent, tally.rate) == (100, 31, Fraction(31, 100))
    assert (tally.firms_planned, tally.firms, tally.adopted, tally.grant_won) == (2, 1, 1, 10)
    assert came_to(tally, "defect_rate") == (Decimal(-30), Decimal(-50), 1)  # 4 % to 2 %: the last quarter counts
    assert came_to(tally, "revenue") == (Decimal(500), Decimal(250), 1)
    assert came_to(tally, "employment") == (Decimal(10), Decimal(7), 1)
    assert came_to(tally, "exports") == (None, None, 0)


def test_two_years_take_the_last_head_count_and_the_mean_of_changes() -> None:
    tally = BOOKS.tally(["gyeongnam"], [2025, 2026])
    assert came_to(tally, "employment") == (Decimal(15), Decimal(8), 2)
    assert came_to(tally, "defect_rate") == (Decimal(-35), Decimal(-35), 2)  # (-50 - 20) / 2
    assert came_to(tally, "revenue") == (Decimal(500), Decimal(350), 2)
    nothing = BOOKS.tally(["ulsan"], [2025])
    assert (nothing.planned, nothing.spent, nothing.rate, nothing.firms) == (None, None, None, 0)


def test_quarters_run_up_and_an_untold_one_is_not_nothing() -> None:
    rows = BOOKS.quarters(["gyeongnam"], 2025)
    assert [(row.planned, row.spent, row.planned_so_far, row.spent_so_far) for row in rows] == [
        (10, 8, 10, 8), (20, 23, 30, 31), (30, None, 60, None), (40, None, 100, None),
    ]  # fmt: skip


def test_a_firm_off_the_list_counts_for_nothing() -> None:
    without = Books(PROGRAMME, PLANS, [replace(FIRMS[0], is_withdrawn=True), *FIRMS[1:]], REPORTS)
    assert came_to(without.tally(["gyeongnam"], [2025]), "revenue") == (Decimal(500), None, 0)
    assert without.tally(["gyeongnam"], [2025]).firms == 0


@settings(max_examples=20)
@given(st.permutations(REPORTS), st.sets(st.sampled_from([region.id for region in USUAL.regions])))
def test_regions_add_up_however_they_are_cut_and_in_whatever_order_figures_come(
    reports: list[QuarterReport], part: set[str]
) -> None:
    books, rest = Books(PROGRAMME, PLANS, FIRMS, reports), {region.id for region in USUAL.regions} - part
    whole = books.tally([region.id for region in USUAL.regions], PROGRAMME.years)
    parts = [books.tally(regions, PROGRAMME.years) for regions in (part, rest)]
    assert whole.firms == sum(tally.firms for tally in parts)
    assert (whole.spent or 0) == sum(tally.spent or 0 for tally in parts)
    revenue = [came_to(tally, "revenue")[1] or 0 for tally in (whole, *parts)]
    assert revenue[0] == revenue[1] + revenue[2]
    assert whole == BOOKS.tally([region.id for region in USUAL.regions], PROGRAMME.years)


def test_shares_beyond_a_rule_are_named_by_the_rule_of_their_year() -> None:
    broken = broken_limits(PLANS, USUAL.limits)
    assert [(line.plan.year, line.limit.fund, line.percent) for line in broken] == [
        (2026, "national", 70), (2026, "local", 10),
    ]  # fmt: skip


def test_figures_are_corrected_until_confirmed_and_again_once_sent_back() -> None:
    first = handed_in(PROGRAMME, of_firm(1, 2025, 1, revenue=5), None)
    assert first.state is ReportState.SUBMITTED
    taken = confirmed(first)
    with pytest.raises(InvalidInputError):
        handed_in(PROGRAMME, replace(first, note="다시"), taken)
    back = sent_back(taken, "증빙과 다름(가상)")
    with pytest.raises(InvalidInputError):
        sent_back(back, "또")
    again = handed_in(PROGRAMME, of_firm(1, 2025, 1, revenue=6), back)
    assert (again.state, again.because) == (ReportState.SUBMITTED, "")
    with pytest.raises(InvalidInputError):
        sent_back(again, "")


@pytest.mark.parametrize(
    "wrong",
    [
        of_firm(1, 2025, 1), of_firm(1, 2025, 1, revenue=-1), of_firm(1, 2025, 1, defect_rate=("5", "101")),
        of_firm(1, 2025, 1, defect_rate=3), of_firm(1, 2025, 1, revenue=("1", "2")), of_firm(1, 2025, 1, charm=1),
        of_firm(1, 2025, 1, revenue=10**16),
        replace(of_office("jeju", 2025, 1, 1, 1, 1), figures=(Figure("own", Decimal(1)),)),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_are_refused(wrong: QuarterReport) -> None:
    with pytest.raises(InvalidInputError):
        handed_in(PROGRAMME, wrong, None)


def test_plans_and_programmes_that_cannot_be_are_refused() -> None:
    wrong_plans = (
        replace(PLANS[0], by_quarter=(1, 2, 3, 4)), replace(PLANS[0], year=2030), replace(PLANS[0], region="seoul"),
        replace(PLANS[0], budget=(("charm", 1),)), replace(PLANS[0], budget=(("own", -1),), by_quarter=()),
        replace(PLANS[0], budget=(("own", 1), ("own", 1)), by_quarter=()),
    )  # fmt: skip
    for plan in wrong_plans:
        with pytest.raises(InvalidInputError):
            require_sound_plan(PROGRAMME, plan)
    for programme in (
        replace(PROGRAMME, last_year=2024), replace(PROGRAMME, regions=()), replace(PROGRAMME, due_days=0),
        replace(PROGRAMME, first_year=1900, last_year=1901), replace(PROGRAMME, last_year=2099),
    ):  # fmt: skip
        with pytest.raises(InvalidInputError):
            require_sound_programme(programme)


def test_quarters_are_told_once_they_are_over() -> None:
    assert ended(2025, 2027, date(2025, 9, 30)) == (Quarter(2025, 2), Quarter(2025, 1))
    assert ended(2025, 2027, date(2025, 10, 1))[0] == Quarter(2025, 3)
    assert (quarter_of("2025-Q3"), quarter_of("2025-Q5"), quarter_of("x")) == (Quarter(2025, 3), None, None)
    assert [teller.id for teller in tellers(PROGRAMME, FIRMS, 2025)][-2:] == ["f1", "f3"]
    assert (len(USUAL.regions), len({region.office for region in USUAL.regions})) == (5, 4)


@given(st.data())
@settings(max_examples=60)
def test_books_that_follow_earlier_ones_come_to_what_books_that_are_made_anew_come_to(data: st.DataObject) -> None:
    earlier = BOOKS
    places = [
        (regions, years) for regions in (("gyeongnam",), ("gyeongnam", "jeju")) for years in ((2025,), (2025, 2026))
    ]
    for _ in range(data.draw(st.integers(1, 3))):
        asked = data.draw(st.lists(st.sampled_from(places), max_size=3))
        assert all(earlier.tally(*place) for place in asked)  # sums that may go over to the next books
        firms = tuple(replace(firm, is_withdrawn=data.draw(st.booleans())) for firm in FIRMS)
        states = data.draw(st.lists(st.sampled_from(ReportState), min_size=len(REPORTS), max_size=len(REPORTS)))
        kept = [replace(report, state=state) for report, state in zip(REPORTS, states, strict=True)]
        reports = tuple(kept[: data.draw(st.integers(0, len(kept)))])
        plans = PLANS[: data.draw(st.integers(1, 2))]
        earlier, anew = Books(PROGRAMME, plans, firms, reports, earlier), Books(PROGRAMME, plans, firms, reports)
        assert [earlier.tally(*place) for place in places] == [anew.tally(*place) for place in places]
        assert earlier.quarters(("gyeongnam",), 2025) == anew.quarters(("gyeongnam",), 2025)


def test_who_owes_which_quarters_and_since_when_is_counted_by_hand() -> None:
    due = {
        Quarter(2025, 1): date(2025, 4, 21),
        Quarter(2025, 2): date(2025, 7, 21),
        Quarter(2026, 1): date(2026, 4, 21),
    }
    programme = replace(PROGRAMME, regions=tuple(r for r in USUAL.regions if r.id in {"gyeongnam", "jeju"}))
    returned = replace(of_firm(1, 2025, 2, revenue=1), state=ReportState.RETURNED, because="단위 확인(가상)")
    reports = (*(report for report in REPORTS if report.id != returned.id), returned)
    lines = overdue(Books(programme, PLANS, FIRMS, reports), due.items(), date(2026, 4, 22))
    owed = [
        (line.teller.region, "" if line.firm is None else line.firm.id, [str(owed.quarter) for owed in line.owed])
        for line in lines
    ]
    assert owed == [
        ("jeju", "", ["2025-Q1", "2025-Q2", "2026-Q1"]),
        ("gyeongnam", "", ["2026-Q1"]),
        ("gyeongnam", "f1", ["2025-Q2"]),
        ("jeju", "f3", ["2025-Q2", "2026-Q1"]),
    ]
    assert [line.since for line in lines][:2] == [date(2025, 4, 21), date(2026, 4, 21)]
    assert lines[2].owed[0].because == "단위 확인(가상)"
    on_the_day = overdue(Books(programme, PLANS, FIRMS, reports), due.items(), date(2026, 4, 21))
    assert all(Quarter(2026, 1) not in {owed.quarter for owed in line.owed} for line in on_the_day)
