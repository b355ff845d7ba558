"""Slides about how the company fares: cash and runway, unit economics, quarters, key figures with years as rows."""

from __future__ import annotations

from fiction import say
from fiction.facts import Company
from fiction.slides import Bar, Bars, Bullets, Card, Cards, Figure, Note, Slide, Table, Text, text
from fiction.voice import LAST_CLOSED_YEAR, Voice

AS_OF = "2026-09"


def burn_m(c: Company) -> int:
    """Return the net spending a month in millions of won, to ten millions; a fixed sum for firms that earn."""
    loss = -c.money.operating[LAST_CLOSED_YEAR] / 12
    return max(40, round(loss / 10) * 10)


def cash(c: Company, v: Voice) -> Slide:
    """Return cash, burn and runway in sentences with footnote marks glued to the figures."""
    burn, months = burn_m(c), 12 + c.number % 7
    balance = Figure(v.won(burn * months), "cash_balance", period=AS_OF, tier="headline")
    spent = Figure(v.won(burn), "burn_rate", aggregation="monthly", tier="headline")
    runway = Figure(say.span(months, "months", v.pick("개월", " months")), "runway", tier="headline")
    debt = Figure(say.percent(60 + c.number * 7), "debt_ratio", period="2025")
    if v.lang == "en":
        lines = (
            text("Cash ", balance, " as of Sep 2026"),
            text("Net burn ", spent, " a month, runway ", runway),
            text("Debt ratio ", debt, " (end of 2025)"),
        )
    else:
        lines = (
            text("보유 현금 ", balance, "1)('26.9월 말 기준)"),
            text("월평균 순소진액 ", spent, ", 런웨이 ", runway),
            text("부채비율 ", debt, "2)('25년 말)"),
        )
    note = v.pick("1) 단기금융상품 포함   2) 별도 기준, 외부감사 전", "Unaudited, separate accounts")
    return Slide(v.pick("재무 건전성", "Cash position"), (Bullets(lines), Note((note,))), kicker="10")


def unit(c: Company, v: Voice) -> Slide:
    """Return unit economics as cards: CAC, LTV, their ratio, payback, churn under a bound."""
    cac = 4 + c.number
    ratio = round(3.2 + c.number / 10, 1)
    churn = say.percent(round(0.2 + c.number / 20, 2))
    cards = (
        Card("CAC", text(Figure(v.won(cac), "cac"))),
        Card("LTV", text(Figure(v.won(round(cac * ratio)), "ltv"))),
        Card("LTV/CAC", text(Figure(say.multiple(ratio, v.pick("배", "x")), "ltv_cac", tier="headline"))),
        Card(
            v.pick("CAC 회수기간", "CAC payback"),
            text(Figure(say.span(8 + c.number, "months", v.pick("개월", " months")), "payback_period")),
        ),
    )
    bounded = say.bounded(churn, "lt", before=v.pick("", "under "), after=v.pick(" 미만", ""))
    lines = (
        text(
            v.pick("월 이탈률 ", "Monthly churn "),
            Figure(bounded, "churn_rate", aggregation="monthly", tier="headline"),
        ),
        text(
            v.pick("PoC→본계약 전환율 ", "PoC to contract conversion "),
            Figure(say.percent(50 + c.number), "poc_conversion"),
        ),
    )
    return Slide(v.pick("단위 경제성", "Unit economics"), (Cards(cards), Bullets(lines)), kicker="08")


def quarters(c: Company, v: Voice) -> Slide:
    """Return revenue by quarter as a chart, with the sum of three quarters in words."""
    plan = c.money.revenue[2026]
    parts = [round(plan * share, -1) for share in (0.18, 0.22, 0.26)]
    labels = [v.pick(f"'26.{n}Q", f"{n}Q26") for n in (1, 2, 3)]
    bars = tuple(
        Bar(
            label,
            text(Figure(v.cell(round(part)), "revenue", period=f"2026-Q{n}", aggregation="quarterly")),
            part / max(parts) * 0.9,
        )
        for n, (label, part) in enumerate(zip(labels, parts, strict=True), 1)
    )
    total = Figure(v.won(round(sum(parts))), "revenue", period="2026", aggregation="cumulative", tier="headline")
    goal = Figure(say.percent(round(sum(parts) / plan * 100, 1)), "other", scope="company")
    lines = (
        text(v.pick("2026년 3분기 누적 매출 ", "Revenue for the first three quarters of 2026: "), total),
        text(v.pick("연간 목표 달성률 ", "Share of the year's target reached: "), goal),
    )
    title = f"{v.pick('분기 매출', 'Quarterly revenue')} ({v.unit_words})"
    return Slide(v.pick("분기 실적", "This year"), (Bars(title, bars),), (Bullets(lines),), kicker="09")


def kpi(c: Company, v: Voice) -> Slide:
    """Return key figures with years as rows and figures as columns, each column with its own unit in its head."""
    staff = {2023: c.employees - 17, 2024: c.employees - 9, 2025: c.employees - 4}
    firms = {2023: c.traction.customers // 3, 2024: c.traction.customers // 2, 2025: c.traction.customers - 3}
    rows: list[tuple[Text, ...]] = []
    for year in (2023, 2024, 2025):
        margin = round(c.money.operating[year] / c.money.revenue[year] * 100, 1)
        tier = "headline" if year == LAST_CLOSED_YEAR else "secondary"
        rows.append(
            (
                text(v.year(year)),
                text(
                    Figure(v.cell(c.money.revenue[year]), "revenue", period=str(year), aggregation="annual", tier=tier)
                ),
                text(
                    Figure(
                        say.percent(margin, negative=v.negative if v.negative != "(" else "-"),
                        "operating_margin",
                        period=str(year),
                    )
                ),
                text(Figure(say.count(staff[year], ""), "employees_total", period=str(year))),
                text(Figure(say.count(firms[year], ""), "customers_count", period=str(year))),
            )
        )
    head = (
        v.pick("연도", "Year"),
        f"{v.label('revenue')}({v.unit_words.removeprefix('단위: ')})",
        v.label("margin") + "(%)",
        v.pick("임직원 수(명)", "Employees"),
        v.pick("고객사 수(개사)", "Customers"),
    )
    bep = Figure(say.words(v.pick("2026년 4분기", "4Q26"), "date"), "bep", status="forecast", period="2026-Q4")
    line = text(v.pick("손익분기점(BEP) ", "Break-even expected in "), bep, v.pick(" 달성 예정", ""))
    return Slide(v.pick("핵심 지표", "Key figures"), (Table(head, tuple(rows)), Bullets((line,))), kicker="10")
