"""Slides about the round: the ask, the use of funds, earlier rounds, the road map."""

from __future__ import annotations

from fiction import say
from fiction.facts import Company
from fiction.slides import Bar, Bars, Card, Cards, Figure, Pairs, Slide, Steps, Table, text
from fiction.voice import Voice


def _ask(c: Company, v: Voice) -> Figure:
    d = c.deal
    if d.raise_high_m:
        low, high = v.won(d.raise_m), v.won(d.raise_high_m)
        short = low.text.removesuffix("억원").removesuffix("B").removesuffix("M")
        dash = v.pick("~", "–")
        tail = high.text.removeprefix("KRW ").removeprefix("₩")
        between = say.between(low, high, f"{short}{dash}{tail}")
    else:
        between = v.won(d.raise_m)
    return Figure(between, "raise_amount", status="target", tier="headline")


def ask_cards(c: Company, v: Voice) -> Slide:
    """Return the ask as cards and the use of funds as a table."""
    d = c.deal
    cards = [
        Card(v.label("raise"), text(_ask(c, v))),
        Card(v.label("pre"), text(Figure(v.won(d.pre_m), "pre_money", status="target", tier="headline"))),
    ]
    if not d.raise_high_m:
        cards.append(
            Card(
                v.label("equity"),
                text(Figure(say.percent(d.equity), "equity_offered", status="target", tier="headline")),
            )
        )
    if d.committed_m:
        cards.append(
            Card(v.label("committed"), text(Figure(v.won(d.committed_m), "committed_amount", status="committed")))
        )
    rows = tuple(
        (
            text(v.pick(ko, en)),
            text(Figure(v.cell(amount), "use_of_funds", status="target", subject=v.pick(ko, en))),
            text(
                Figure(
                    say.percent(round(amount / d.raise_m * 100, 1)),
                    "use_of_funds",
                    status="target",
                    subject=v.pick(ko, en),
                )
            ),
        )
        for ko, en, amount in d.uses
    )
    head = (v.pick("자금 용도", "Use of funds"), v.pick("금액", "Amount"), v.pick("비중", "Share"))
    table = Table(head, rows, v.pick("자금사용계획", "Use of proceeds"), v.unit_words, v.unit_at)
    return Slide(v.pick("투자유치 계획", "The ask"), (Cards(tuple(cards)), table), kicker="12")


def ask_lines(c: Company, v: Voice) -> Slide:
    """Return the ask as names and values beside bars of its use."""
    d = c.deal
    pairs = [
        (v.pick("라운드", "Round"), text(d.name, f" ({d.instrument})")),
        (v.label("raise"), text(_ask(c, v))),
        (v.label("pre"), text(Figure(v.won(d.pre_m), "pre_money", status="target", tier="headline"))),
    ]
    if not d.raise_high_m:
        pairs.append((v.label("post"), text(Figure(v.won(d.post_m), "post_money", status="target", tier="headline"))))
    if d.committed_m:
        pairs.append((v.label("committed"), text(Figure(v.won(d.committed_m), "committed_amount", status="committed"))))
    bars = tuple(
        Bar(
            v.pick(ko, en),
            text(
                Figure(
                    say.percent(round(amount / d.raise_m * 100, 1)),
                    "use_of_funds",
                    status="target",
                    subject=v.pick(ko, en),
                )
            ),
            amount / d.raise_m,
        )
        for ko, en, amount in d.uses
    )
    chart = Bars(v.pick("자금 사용 계획", "Use of funds"), bars, lying=True)
    return Slide(v.pick("투자 제안", "Investment proposal"), (Pairs(tuple(pairs)),), (chart,), kicker="12")


def funding(c: Company, v: Voice) -> Slide:
    """Return the earlier rounds as a table and their sum as a card."""
    d = c.deal
    rows = tuple(
        (
            text(when),
            text(what),
            text(who),
            text(Figure(v.won(amount), "prev_rounds", period=when.replace(".", "-"), subject=what)),
        )
        for when, what, who, amount in d.earlier
    )
    head = tuple(v.pick("시기|라운드|투자사|금액", "Date|Round|Investor|Amount").split("|"))
    total = Figure(v.won(d.total_m), "total_raised", aggregation="cumulative", tier="headline")
    cards = Cards(
        (
            Card(v.label("total"), text(total)),
            Card(v.label("stake"), text(Figure(say.percent(d.founder_stake), "founder_stake"))),
        )
    )
    return Slide(v.pick("투자 이력", "Funding history"), (Table(head, rows),), (cards,), kicker="11")


def roadmap(c: Company, v: Voice) -> Slide:
    """Return the plan of the next years with targets in it."""
    r = c.money.revenue
    target = Figure(
        v.won(r[2027]), "revenue_forecast", status="target", period="2027", aggregation="annual", tier="headline"
    )
    sites = Figure(
        say.count(c.traction.sites * 3, v.pick("개소", " sites")), "reference_sites", status="target", period="2027"
    )
    listing = Figure(say.words(v.pick("2029년", "2029"), "date"), "exit_plan", status="target", period="2029")
    steps = (
        ("2026", text(v.pick("동남아 첫 총판 계약", "First distributor in South-East Asia"))),
        (
            "2027",
            text(
                v.pick("매출 ", "Revenue "), target, v.pick(", 도입 사업장 ", ", "), sites, v.pick(" 목표", " (target)")
            ),
        ),
        ("2028", text(v.pick("해외 법인 설립", "Overseas subsidiary"))),
        ("2029", text(v.pick("기술특례 상장 목표: ", "Technology-track listing planned for "), listing)),
    )
    return Slide(v.pick("성장 전략", "Roadmap"), (Steps(steps),), kicker="10")
