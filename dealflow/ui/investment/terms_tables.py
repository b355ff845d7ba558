"""What terms come to, as tables: investors with shares and stakes, the cap table, whether a minimum is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import altair as alt

from dealflow.domain.investment.cap_table import EXISTING, RESERVED, CapLine, CapTable
from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.investment.returns import Flow, face_multiple, multiple, percent, yearly_rate
from dealflow.domain.investment.share_math import Bought, Round, Side, reach
from dealflow.i18n import t
from dealflow.i18n.numbers import percent as percent_words
from dealflow.i18n.numbers import plain, won, won_in_full, won_told
from dealflow.ui.investment.deal_words import number, shares, stake
from dealflow.ui.kit.grid import Cell, Column, Row, Table

Names = Mapping[str, str]
_COLOURS: Final = ("#1F4E79", "#4F81BD", "#9DB8D6", "#B7791F", "#D9B382", "#7A8793", "#C3CAD1")
_ENDS: Final = frozenset(
    {"amount", "shares", "paid", "left", "issued", "diluted", "before", "after", "issued_before", "issued_after"}
    | {"diluted_before", "diluted_after"}
)


def holder(bought: Bought, names: Names, lang: str) -> str:
    """Return the name of who invests: a fund, a co-investor, or the rest of the round."""
    return t("deal.rest", lang) if bought.side is Side.REST else names.get(bought.holder, bought.holder)


def figures(terms: Terms, outcome: Round, lang: str) -> list[tuple[str, str]]:
    """Return the round's own figures with their labels; what does not follow from the terms is a dash."""
    price = outcome.price_won
    faces = (
        "–" if price is None or not terms.par_won else plain(percent(face_multiple(price, terms.par_won) / 100), lang)
    )
    return [
        (t("deal.sum.price", lang), "–" if price is None else won_in_full(price, lang)),
        (t("deal.sum.faces", lang), "–" if faces == "–" else t("deal.times", lang, number=faces)),
        (t("deal.sum.shares", lang), shares(outcome.own_shares, lang)),
        (t("deal.sum.paid", lang), won_in_full(outcome.own_paid_won, lang)),
        (t("deal.sum.post", lang), "–" if outcome.post_money_won is None else won_told(outcome.post_money_won, lang)),
        (t("deal.sum.issued", lang), stake(outcome.own_stake.issued, lang)),
        (t("deal.sum.diluted", lang), stake(outcome.own_stake.diluted, lang)),
    ]


def investors(outcome: Round, names: Names, lang: str) -> Table:
    """Return one line an investor: headline, whole shares, what is paid, what is left over, stakes on both bases."""
    rows = [
        Row(
            f"{place}",
            (
                Cell(holder(bought, names, lang), sub=t(f"deal.side.{bought.side.value}", lang)),
                Cell(number(bought.amount_won, lang)),
                Cell(number(bought.shares, lang)),
                Cell(number(bought.paid_won, lang)),
                Cell(number(bought.left_over_won, lang), tone="" if bought.left_over_won else "muted"),
                Cell(stake(bought.stake.issued, lang)),
                Cell(stake(bought.stake.diluted, lang)),
            ),
        )
        for place, bought in enumerate(outcome.bought)
    ]
    return Table(_columns(("who", "amount", "shares", "paid", "left", "issued", "diluted"), lang), tuple(rows))


def cap_table(table: CapTable, names: Names, lang: str) -> Table:
    """Return one line a holder and class: shares and stakes on both bases, before and after; the last line sums."""
    names_of = ("who", "before", "after", "issued_before", "issued_after", "diluted_before", "diluted_after")
    rows = [_cap_row(place, line, names, lang) for place, line in enumerate(table.lines)]
    total = (
        Cell(t("deal.cap.total", lang), sub=t("deal.cap.total.sub", lang), tone="strong"),
        Cell(number(table.issued_before, lang), sub=number(table.diluted_before, lang), tone="strong"),
        Cell(number(table.issued_after, lang), sub=number(table.diluted_after, lang), tone="strong"),
        *(Cell("100%", tone="strong") for _ in range(4)),
    )
    return Table(_columns(names_of, lang), (*rows, Row("total", total)))


def _cap_row(place: int, line: CapLine, names: Names, lang: str) -> Row:
    cells = [Cell(_cap_holder(line, names, lang), sub=t(f"deal.class.{line.share_class.value}", lang))]
    cells += [Cell(number(other_number, lang)) for other_number in (line.before, line.after)]
    four = (line.issued_before, line.issued_after, line.diluted_before, line.diluted_after)
    return Row(f"{place}", (*cells, *(Cell(stake(fraction, lang)) for fraction in four)))


def _cap_holder(line: CapLine, names: Names, lang: str) -> str:
    if line.holder in {EXISTING, RESERVED} or line.side is Side.REST:
        return t(f"deal.{line.holder}", lang)
    return names.get(line.holder, line.holder)


def cap_holders(table: CapTable, names: Names, lang: str) -> tuple[str, ...]:
    """Return the name of the holder of each line."""
    return tuple(_cap_holder(line, names, lang) for line in table.lines)


def cap_chart(table: CapTable, holders: Sequence[str], lang: str) -> alt.Chart:
    """Return two stacked bars of fully diluted stakes, before and after the round; ``holders`` are named by line."""
    rows = [
        {
            "when": t(f"deal.cap.{when}", lang),
            "who": who,
            "share": float(value),
            "said": stake(value, lang),
            "place": place,
        }
        for place, (line, who) in enumerate(zip(table.lines, holders, strict=True))
        for when, value in (("was", line.diluted_before), ("is", line.diluted_after))
        if value
    ]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(size=30)
        .encode(
            y=alt.Y("when:N", title=None, sort=[t("deal.cap.was", lang), t("deal.cap.is", lang)]),
            x=alt.X("share:Q", title=None, axis=alt.Axis(format="%", grid=False), stack="zero"),
            color=alt.Color(
                "who:N",
                title=None,
                sort=[str(row["who"]) for row in rows],
                scale=alt.Scale(range=list(_COLOURS)),
                legend=alt.Legend(orient="bottom", columns=2, labelLimit=220),
            ),
            order=alt.Order("place:Q"),
            tooltip=[alt.Tooltip("who:N", title=" "), alt.Tooltip("said:N", title="%")],
        )
        .properties(height=230)
    )
    return chart


def minimum(outcome: Round, least_won: int, lang: str) -> tuple[bool, str]:
    """Return whether what whole shares pay in reaches a minimum, and in words why not and what would."""
    if outcome.price_won is None or not outcome.own_shares:
        enough = outcome.own_paid_won >= least_won
        key = "deal.minimum.plain.reached" if enough else "deal.minimum.plain.short"
        paid, least = won(outcome.own_paid_won, lang), won(least_won, lang)
        return enough, t(key, lang, paid=paid, least=least)
    found_reach = reach(least_won, outcome.own_paid_won, outcome.price_won)
    words = {
        "least": won(least_won, lang),
        "shares": number(found_reach.shares, lang),
        "price": number(outcome.price_won, lang),
        "paid": number(found_reach.paid_won, lang),
        "short": number(found_reach.short_won, lang),
        "needed": number(found_reach.needed_shares, lang),
        "needed_won": number(found_reach.needed_won, lang),
    }
    return found_reach.reached, t(
        "deal.minimum.reached" if found_reach.reached else "deal.minimum.short", lang, **words
    )


def returns(paid: Sequence[tuple[date, int]], back_won: int, back_on: date, lang: str) -> list[tuple[str, str]]:
    """Return the multiple and the yearly rate if ``back_won`` came back on a day, with their labels.

    Raises:
        InvalidInputError: nothing was invested.
    """
    times = multiple(sum(amount for _, amount in paid), back_won)
    flows = [*(Flow(on, -amount) for on, amount in paid), Flow(back_on, back_won)]
    rate = yearly_rate(flows)
    return [
        (t("deal.moic", lang), t("deal.times", lang, number=plain(percent(times / 100, 2), lang))),
        (t("deal.xirr", lang), "–" if rate is None else percent_words(round(rate * 100, 6), lang, places=1)),
    ]


def _columns(names: Sequence[str], lang: str) -> tuple[Column, ...]:
    return tuple(Column(name, t(f"deal.column.{name}", lang), "end" if name in _ENDS else "start") for name in names)
