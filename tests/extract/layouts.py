"""Drawn slides whose figures are named from further away: corners, titles, leaders, budgets, charts beside tables."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Scope
from dealflow.domain.claims.page import Box, Word
from dealflow.domain.values.quantity import Unit
from tests.extract.variety import MONEY, SHARES, Drawing, amount, filled, titled

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_ROWS = ("Best", "Base", "Worst", "Region North", "국내", "해외", "채널 A")
_ITEMS = (
    *("Product", "Hiring", "Sales and marketing", "Working capital", "Plant and machines"),
    *("연구개발", "인건비", "시설투자", "해외 진출", "운영비"),
)
_BUDGETS = ("Use of funds", "How we will use the money", "자금 사용 계획", "사업비 집행 계획")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")


def _years(drawing: Drawing, y: float, count: int = 3) -> None:
    for column in range(count):
        drawing.write(f"{2024 + column}", 440 + 150 * column, y, 13, right=True)


def corner(chance: Random) -> Drawing:
    """Draw rows of scenarios or regions under years; the corner of the table says what they are of."""
    drawing = titled("table named by its corner", chance, chance.choice(("Outlook", "Plan by region", "사업 계획")))
    metrics = chance.choice(["revenue revenue_forecast", "ebitda", "operating_profit", "gross_profit"])
    head, unit, factor = chance.choice(
        (("($m)", Unit.USD, 10**6), ("(억원)", Unit.KRW, 10**8), ("(₹ Cr)", Unit.INR, 10**7), ("(€k)", Unit.EUR, 10**3))
    )
    drawing.write(f"{chance.choice(MONEY[metrics])} {head}", 60, 130, 13)
    _years(drawing, 130)
    for row, name in enumerate(chance.sample(_ROWS, 3)):
        drawing.write(name, 60, 160 + 28 * row, 13)
        for column in range(3):
            value = Decimal(chance.randint(11, 990)) / 10
            drawing.write(f"{value}", 440 + 150 * column, 160 + 28 * row, 13, right=True)
            drawing.says(metrics, value * factor, unit)
    return filled(drawing, chance)


def budget(chance: Random) -> Drawing:
    """Draw the items of a budget with their amounts, often in equal steps, and their shares."""
    drawing = titled("budget in a table", chance, chance.choice(_BUDGETS))
    total, shares = Decimal(chance.randint(2, 9) * 1000), chance.choice(((40, 30, 20, 10), (50, 30, 20), (45, 35, 20)))
    head, unit, factor = chance.choice((("Amount ($k)", Unit.USD, 1000), ("금액(백만원)", Unit.KRW, 10**6)))
    with_shares = chance.random() < 0.6
    drawing.write(chance.choice(("Item", "항목")), 60, 130, 13)
    drawing.write(head, 440, 130, 13, right=True)
    if with_shares:
        drawing.write(chance.choice(("Share", "비중")), 590, 130, 13, right=True)
    for row, (name, share) in enumerate(zip(chance.sample(_ITEMS, len(shares)), shares, strict=True)):
        y, value = 160 + 30 * row, total * share / 100
        drawing.write(name, 60, y, 13)
        drawing.write(f"{value:,.0f}", 440, y, 13, right=True)
        drawing.says("use_of_funds", value * factor, unit)
        if with_shares:
            drawing.write(f"{share}%", 590, y, 13, right=True)
            drawing.says("use_of_funds", Decimal(share), Unit.PERCENT)
    return filled(drawing, chance)


def title_alone(chance: Random) -> Drawing:
    """Draw one large amount whose only name is the page's title."""
    metrics = chance.choice([*MONEY, *SHARES])
    drawing = titled("one number under its title", chance, chance.choice((MONEY | SHARES)[metrics]))
    if metrics in SHARES:
        value, unit = Decimal(chance.randint(2, 97)), Unit.PERCENT
        printed = f"{value}%"
    else:
        printed, value, unit = amount(chance)
    drawing.write(printed, 300, 220, chance.choice((54, 72, 90)))
    drawing.says(metrics, value, unit)
    return filled(drawing, chance)


def scale_below(chance: Random) -> Drawing:
    """Draw cards whose number and scale stand on two lines of quite different sizes."""
    drawing, big = titled("number over its scale", chance), chance.choice((40, 48, 60))
    for column, metrics in enumerate(chance.sample(list(MONEY), 3)):
        x = 80 + 300 * column
        sign, unit = chance.choice((("$", Unit.USD), ("€", Unit.EUR), ("₩", Unit.KRW), ("₹", Unit.INR)))
        number = Decimal(chance.randint(11, 99)) / 10
        word, factor = chance.choice((("million", 10**6), ("billion", 10**9)))
        drawing.write(f"{sign}{number}", x, 160, big)
        drawing.write(word, x + 6, 160 + 1.35 * big, big / 3)
        drawing.write(chance.choice(MONEY[metrics]), x, 160 + 1.35 * big + big / 2 + 8, 14)
        drawing.says(metrics, number * factor, unit)
    return filled(drawing, chance)


def leaders(chance: Random) -> Drawing:
    """Draw labels led to their amounts by dots."""
    drawing = titled("led by dots", chance)
    dots = "." * chance.choice((8, 20, 40))
    for row, metrics in enumerate(chance.sample(list(MONEY), 4)):
        printed, value, unit = amount(chance)
        glued = chance.random() < 0.5
        label = chance.choice(MONEY[metrics])
        drawing.write(f"{label}{dots}{printed}" if glued else f"{label} {dots} {printed}", 60, 130 + 40 * row, 15)
        drawing.says(metrics, value, unit)
    return filled(drawing, chance)


def counted_bars(chance: Random) -> Drawing:
    """Draw bars of counts over their years, named by the title only."""
    title, metrics = chance.choice(
        (
            ("Number of customers", "customers_count"),
            ("Paying customers", "customers_count"),
            ("누적 회원수", "users_count"),
            ("Active users", "users_count"),
            ("임직원 수", "employees_total"),
        )
    )
    drawing = titled("bars of counts", chance, title)
    number = chance.randint(11, 60)
    for column in range(4):
        drawing.write(f"{number:,}", 130 + 160 * column, 380 - 60 * column, 14)
        drawing.write(f"{2022 + column}", 128 + 160 * column, 440, 12)
        drawing.says(metrics, Decimal(number), Unit.COUNT)
        number = int(number * chance.choice((2.3, 3.1, 1.7)))
    return drawing


def beside_a_chart(chance: Random) -> Drawing:
    """Draw a table of plain dollars over a chart whose axis counts in millions: the axis serves its chart only."""
    drawing = titled("table over a chart", chance, "Financials")
    _years(drawing, 110)
    for row, metrics in enumerate(chance.sample(["revenue revenue_forecast", "operating_profit", "ebitda"], 2)):
        drawing.write(chance.choice(MONEY[metrics]), 60, 138 + 26 * row, 13)
        for column in range(3):
            value = Decimal(chance.randint(1100, 98000))
            drawing.write(f"${value:,}", 440 + 150 * column, 138 + 26 * row, 13, right=True)
            drawing.says(metrics, value, Unit.USD)
    drawing.turned(chance.choice(("Dollars (Millions)", "USD million", "in millions of US dollars")), 60, 430, 9)
    for mark in range(5):
        drawing.write(f"${4 - mark}.0", 100, 300 + 30 * mark, 8, right=True)
    for place, month in enumerate(chance.sample(_MONTHS, 4)):
        drawing.write(month, 140 + 80 * place, 450, 8)
    return drawing


def drawn_twice(chance: Random) -> Drawing:
    """Draw a table whose amounts are put down a second time, torn at their points."""
    drawing = titled("drawn twice", chance, "Financial model")
    _years(drawing, 130)
    drawing.write("($ in millions)", 60, 130, 12)
    for row, metrics in enumerate(chance.sample(["revenue revenue_forecast", "operating_profit", "ebitda"], 2)):
        y = 166 + 34 * row
        drawing.write(chance.choice(MONEY[metrics]), 60, y, 13)
        for column in range(3):
            value = Decimal(chance.randint(1011, 9899)) / 100
            end = 440 + 150 * column
            wide = 13 * 0.55 * len(f"{value}")
            whole = Box(end - wide, y, end, y + 15.6)
            digits = 13 * 0.55 * 2
            left = Word(f"{value}"[:2], Box(whole.x0_pt, y, whole.x0_pt + digits, y + 15.6), 13.0)
            right = Word(f"{value}"[-2:], Box(end - digits, y, end, y + 15.6), 13.0)
            drawing.pages[-1].extend((left, right, Word(f"{value}", whole, 13.0)))
            drawing.says(metrics, value * 10**6, Unit.USD)
    return filled(drawing, chance)


def holders(chance: Random) -> Drawing:
    """Draw a table of shareholders: numbers of shares are no shares in per cent."""
    drawing = titled("shares of holders", chance, chance.choice(("주주 구성", "Cap table")))
    korean = drawing.pages[-1][0].text[0] >= "가"
    heads = ("주주명", "주식수(주)", "지분율(%)") if korean else ("Shareholder", "Shares", "Ownership (%)")
    for x, head in zip((60, 440, 620), heads, strict=True):
        drawing.write(head, x, 120, 13, right=x > 60)
    names = ("김가상 대표", "가나벤처스", "임직원") if korean else ("Founder and CEO", "Norra Ventures", "Staff pool")
    for row, (name, share) in enumerate(zip(names, chance.choice(((60, 25, 15), (70, 20, 10))), strict=True)):
        drawing.write(name, 60, 150 + 30 * row, 13)
        drawing.write(f"{share * 2000:,}", 440, 150 + 30 * row, 13, right=True)
        drawing.write(f"{share}.0", 620, 150 + 30 * row, 13, right=True)
        drawing.says("founder_stake prev_rounds", Decimal(share), Unit.PERCENT)
    return filled(drawing, chance)


def two_series(chance: Random) -> Drawing:
    """Draw bars side by side over their years, named by a legend in the order of the bars."""
    drawing = titled("two series by a legend", chance, chance.choice(("Financials", "실적 추이", "Performance")))
    unit, head, factor = chance.choice(
        ((Unit.USD, "($M)", 10**6), (Unit.KRW, "(억원)", 10**8), (Unit.EUR, "(€k)", 10**3))
    )
    series = chance.sample(["revenue revenue_forecast", "ebitda", "operating_profit", "gross_profit"], 2)
    for place, metrics in enumerate(series):
        drawing.write(f"{chance.choice(MONEY[metrics])} {head}", 200 + 260 * place, 90, 12)
    for year in range(3):
        for place, metrics in enumerate(series):
            value = Decimal(chance.randint(11, 980)) / 10
            drawing.write(f"{value}", 180 + 200 * year + 70 * place, 300 - chance.randint(0, 120), 13)
            drawing.says(metrics, value * factor, unit)
        drawing.write(f"{2024 + year}", 205 + 200 * year, 440, 12)
    return drawing


def parts_of_an_ask(chance: Random) -> Drawing:
    """Draw amounts that add up to the round that the title asks for."""
    parts = chance.choice(((900, 700, 400), (1200, 800), (500, 300, 150, 50)))
    drawing = titled("parts of an ask", chance, f"{chance.choice(('The ask', 'Raising'))}: ${sum(parts) / 1000:g}M")
    drawing.says("raise_amount", Decimal(sum(parts) * 1000), Unit.USD)
    for place, (part, name) in enumerate(zip(parts, chance.sample(_ITEMS[:5], len(parts)), strict=True)):
        drawing.write(f"${part}k", 80 + 210 * place, 200, 28)
        drawing.write(name, 80 + 210 * place, 244, 13)
        drawing.says("use_of_funds", Decimal(part * 1000), Unit.USD)
    return filled(drawing, chance)


def rings(chance: Random) -> Drawing:
    """Draw the rings of a market in rows: its letters, what it is, its size."""
    drawing = titled("rings in rows", chance, chance.choice(("Market size", "시장 규모", "Market opportunity")))
    sign, word, factor, unit = chance.choice(
        (("$", "B", 10**9, Unit.USD), ("", "억원", 10**8, Unit.KRW), ("€", "bn", 10**9, Unit.EUR))
    )
    value = Decimal(chance.randint(300, 900))
    described = ("Global market for kelp", "Market in Asia", "Farms that we reach first")
    for row, (ring, words) in enumerate(zip(("TAM", "SAM", "SOM"), described, strict=True)):
        y = 130 + 90 * row
        drawing.write(ring, 90, y, 18)
        drawing.write(chance.choice((words, f"{words} (market)")), 190, y + 2, 14)
        drawing.write(f"{sign}{value}{word}", 560, y, 22)
        drawing.says(ring.lower(), value * factor, unit)
        value = (value / chance.choice((5, 8))).quantize(Decimal(1))
    return filled(drawing, chance)


def counted_cards(chance: Random) -> Drawing:
    """Draw cards of scaled counts beside one of money: what a caption counts is no money."""
    drawing = titled("cards of counts", chance)
    for place, caption in enumerate(chance.sample(("Pages processed", "ORDERS SHIPPED", "Parcels delivered"), 2)):
        number = Decimal(chance.randint(11, 98)) / 10
        drawing.write(caption, 80 + 300 * place, 140, 13)
        drawing.write(f"{number}M", 80 + 300 * place, 160, 36)
        drawing.says("other orders_won", number * 10**6, Unit.COUNT)
    printed, value, unit = amount(chance)
    drawing.write("Revenue", 680, 140, 13)
    drawing.write(printed, 680, 160, 36)
    drawing.says("revenue", value, unit)
    return filled(drawing, chance)


def rivals(chance: Random) -> Drawing:
    """Draw a table of ourselves and two rivals, by rows or by columns."""
    drawing = titled("ourselves and rivals", chance, "Seaweed for everybody")
    drawing.pages.append([])
    drawing.write(chance.choice(("Competition", "경쟁사 비교", "Competitive landscape")), 48, 30, 32)
    ours, others = chance.choice(("Ours", "당사", "We", "자사")), ("Kite", "Lumo")
    heads = [("price", "Price per month"), ("gross_margin", "Gross margin"), ("total_raised", "Total raised")]
    by_column = chance.random() < 0.5
    for place, name in enumerate((ours, *others)):
        drawing.write(name, 440 + 150 * place if by_column else 60, 120 if by_column else 150 + 40 * place, 13)
    for place, (metric, head) in enumerate(heads):
        drawing.write(head, 60 if by_column else 300 + 180 * place, 150 + 40 * place if by_column else 120, 13)
        for name in range(3):
            value = Decimal(chance.randint(11, 89)) + name
            printed, unit = (f"{value}%", Unit.PERCENT) if metric == "gross_margin" else (f"${value}", Unit.USD)
            if metric == "total_raised":
                printed, value = f"${value}M", value * 10**6
            x, y = (440 + 150 * name, 150 + 40 * place) if by_column else (300 + 180 * place, 150 + 40 * name)
            drawing.write(printed, x, y, 13)
            scope = Scope.COMPETITOR if name else Scope.COMPANY
            drawing.says(f"{metric} prev_rounds", value, unit, scope)
    return filled(drawing, chance)


def restated(chance: Random) -> Drawing:
    """Draw shares of the money with the amounts in brackets under them: no losses."""
    drawing = titled("amounts in brackets", chance, chance.choice(("Use of funds", "투자금 사용 계획")))
    for row, share in enumerate(chance.choice(((45, 30, 25), (60, 40)))):
        y, value = 140 + 90 * row, Decimal(share * 30) / 100
        drawing.write(f"{chance.choice(_ITEMS)} {share}%", 420, y, 16)
        drawing.write(f"({value}억원)", 420, y + 24, 13)
        drawing.says("use_of_funds", Decimal(share), Unit.PERCENT)
        drawing.says("use_of_funds", value * 10**8, Unit.KRW)
    return filled(drawing, chance)


def stairs(chance: Random) -> Drawing:
    """Draw three big amounts over their years, each further from the title that alone names them, and a note beside."""
    metrics = chance.choice(list(MONEY))
    drawing = titled("big amounts by a title", chance, chance.choice(MONEY[metrics]))
    (sign, unit), big = chance.choice((("$", Unit.USD), ("€", Unit.EUR), ("₹", Unit.INR))), chance.choice((36, 44))
    value, across = Decimal(chance.randint(11, 30)) / 10, chance.choice((0, 90, 210))
    for step in range(3):
        x, y = 80 + across * step, 110 + 110 * step
        drawing.write(f"{sign}{value}M", x, y, big)
        drawing.write(f"{2022 + step}", x + 10, y + big + 12, 13)
        drawing.says(metrics, value * 10**6, unit)
        value += Decimal(chance.randint(3, 40)) / 10
    drawing.write(
        chance.choice(("Opening of a second office", "Higher value per order", "영업 인력 확충")), 640, 330, 13
    )
    return drawing


def margin_rows(chance: Random) -> Drawing:
    """Draw sums by year, each over a row of its shares of the revenue that does not say which shares."""
    drawing = titled("shares under their sums", chance, chance.choice(("Financials", "손익 계획", "Profit and loss")))
    _years(drawing, 110)
    head, unit, factor = chance.choice((("($k)", Unit.USD, 10**3), ("(백만원)", Unit.KRW, 10**6)))
    drawing.write(head, 60, 110, 12)
    sums = chance.sample([("ebitda", "ebitda_margin"), ("operating_profit", "operating_margin")], 2)
    words = chance.choice(("% of revenue", "as % of sales", "% margin", "매출액 대비"))
    for row, (metric, margin) in enumerate((("revenue revenue_forecast", ""), *sums)):
        y = 140 + 60 * row
        drawing.write(chance.choice(MONEY[metric]), 60, y, 13)
        if margin:
            drawing.write(words, 60, y + 24, 12)
        for column in range(3):
            value, share = Decimal(chance.randint(1100, 98000)), Decimal(chance.randint(21, 399)) / 10
            drawing.write(f"{value:,}", 440 + 150 * column, y, 13, right=True)
            drawing.says(metric, value * factor, unit)
            if margin:
                drawing.write(f"{share}%", 440 + 150 * column, y + 24, 12, right=True)
                drawing.says(margin, share, Unit.PERCENT)
    return drawing


LAYOUTS: tuple[Callable[[Random], Drawing], ...] = (
    *(corner, budget, title_alone, scale_below, leaders, counted_bars, beside_a_chart, drawn_twice, holders),
    *(two_series, parts_of_an_ask, rings, counted_cards, rivals, restated, stairs, margin_rows),
)
