"""The metric that a figure comes back under: its label's, as the words around turn it, or what it can be without."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealflow.domain.claims.claims import ClaimStatus, ReviewReason, Scope
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.extract.cues import cues
from dealflow.extract.proof import clause_of, paragraph_of
from dealflow.extract.scope import PageKind

if TYPE_CHECKING:
    from datetime import date

    from dealflow.domain.values.period import Period
    from dealflow.extract.figure import Figure

_CUES = cues("figure")
_PAGES = cues("page")
_RINGS = cues("market_ring")
_DEAR = {Unit.KRW: 10_000_000, Unit.JPY: 1_000_000, Unit.INR: 1_000_000}
"""Prices are below, markets far above."""
_DEAR_ELSE = 10_000
_MARKET = 100
"""A market is at least so many times what no price reaches."""
_HUGE = 100_000
"""No young company's own amount is so many times what no price reaches: a billion dollars, a trillion won."""
_MANY = 1_000_000
"""Fewer people, trips or things are no market."""
_OTHERS_MARKETS = frozenset({PageKind.MARKET, PageKind.PROBLEM})
_OWN_MONEY = frozenset({PageKind.FUNDING, PageKind.USE_OF_FUNDS, PageKind.TEAM, PageKind.COMPETITION})


_ROW = 3
"""So many of the nearest cells speak of a figure."""
_AHEAD = frozenset({ClaimStatus.FORECAST, ClaimStatus.TARGET})


class Setting(NamedTuple):
    """What a page says of all its figures, and when this one is dated."""

    kind: PageKind
    title: str
    status: ClaimStatus
    period: Period | None
    today: date | None


def metric_of(figure: Figure, quantity: Quantity, setting: Setting, nearby: str) -> str:
    """Return the metric, as the words around the label turn it: a forecast revenue, a past round, a market's growth."""
    if figure.metric is None:
        return _unnamed(figure, quantity, setting.kind, nearby)
    name = figure.metric.metric.id
    if name in {"revenue", "revenue_forecast"}:
        return _revenue(figure, quantity, setting, name)
    if name in {"equity_offered", "prev_rounds"} and quantity.unit is Unit.PERCENT:
        return _stake(figure, setting.title, name)
    if name == "revenue_growth_yoy":
        return _growth(quantity, setting.kind, recurring=bool(_CUES["recurring"].search(nearby)))
    return _by_words(name, figure, quantity, setting, nearby)


def _by_words(name: str, figure: Figure, quantity: Quantity, setting: Setting, nearby: str) -> str:
    """Return what a market, costs, a round, a mix or a payback is by the words around it."""
    loose = figure.key in figure.metric.loose if figure.metric is not None else False
    if name in {"market_size", "expenses"}:
        return (_ring(figure) if name == "market_size" else None) or _spent(figure, quantity, setting.kind, loose=loose)
    if name == "revenue_mix" and _CUES["top_customers"].search(nearby):
        return "customer_concentration"
    if name == "ref_payback" and _CUES["acquisition"].search(f"{nearby} {setting.title} {paragraph_of(figure)}"):
        return "payback_period"
    is_round = name in {"prev_rounds", "raise_amount"} and quantity.unit in MONEY and loose
    return _asked_or_past(figure, setting, nearby, name) if is_round else name


def _ring(figure: Figure) -> str | None:
    """Return the one ring of a market that the figure's line, label or row names: TAM | our market | $4B."""
    cell = figure.spot.cell
    row = [spot.cell.text for spot in figure.near if spot.cell.x1 <= cell.x0 + 1]
    label = figure.label_spot.cell.text if figure.label_spot is not None and not figure.from_heading else ""
    rings = {ring for ring, words in _RINGS.items() if any(map(words.search, (cell.text, label, *row)))}
    return rings.pop() if len(rings) == 1 else None


def _stake(figure: Figure, title: str, name: str) -> str:
    """Return whose stake it is: a table of holders offers none, its rows are founders' and investors'."""
    if not _CUES["holders"].search(title):
        return name
    row = " ".join(spot.cell.text for spot in figure.near[:_ROW])
    return "founder_stake" if _CUES["founder"].search(row) else "prev_rounds"


def _asked_or_past(figure: Figure, setting: Setting, nearby: str, name: str) -> str:
    """Return whether a round's money is asked for now or was raised before, by what stands around it."""
    around = " ".join([nearby, *(spot.cell.text for spot in figure.near[:_ROW])])
    ahead = setting.status in _AHEAD
    asks_money = setting.status is not ClaimStatus.ACTUAL and bool(_CUES["ask"].search(setting.title))
    return _round(name, setting, now=ahead or asks_money or bool(_CUES["now"].search(around)))


def _revenue(figure: Figure, quantity: Quantity, setting: Setting, name: str) -> str:
    """Return what an amount beside a word of revenue is: what a piece brings, what is still to come, or revenue."""
    if is_of_a_piece(figure, quantity):
        return "price"
    return "revenue_forecast" if setting.status in _AHEAD else name


def is_of_a_piece(figure: Figure, quantity: Quantity) -> bool:
    """Say whether an amount of money is what one piece brings: 건당 5,000원, 5,000원/식."""
    text, amount = figure.spot.cell.text, figure.amount
    if quantity.unit not in MONEY or _size(quantity) >= 1:
        return False
    return bool(_CUES["piece_before"].search(text[: amount.start]) or _CUES["piece_after"].match(text, amount.end))


def _growth(quantity: Quantity, kind: PageKind, *, recurring: bool) -> str:
    """Return whose growth it is: of recurring revenue, of the market that the page is about, of the revenue."""
    if recurring:
        return "arr_growth"
    return "market_cagr" if kind in _OTHERS_MARKETS and quantity.unit is Unit.PERCENT else "revenue_growth_yoy"


def _spent(figure: Figure, quantity: Quantity, kind: PageKind, *, loose: bool) -> str:
    """Return what costs or a market's amount are: saved costs, the worth of a company, a market's, or as labelled."""
    name = figure.metric.metric.id if figure.metric is not None else "other"
    if name == "expenses" and _CUES["saving"].match(figure.spot.cell.text, figure.amount.end):
        return "ref_cost_saving"
    if name == "expenses" and quantity.unit is Unit.PERCENT and _CUES["cut"].search(clause_of(figure)):
        return "ref_energy_saving" if _CUES["energy"].search(clause_of(figure)) else "ref_cost_saving"
    if not loose or not _is_market_sized(quantity):
        return name
    if _is_worth(figure, quantity, kind):
        return "pre_money"
    return "market_size" if kind is PageKind.MARKET else name


def _round(name: str, setting: Setting, *, now: bool) -> str:
    """Return whether an amount of a round is this round's or an earlier one's: careers and past years are earlier."""
    end = setting.period.end if setting.period else None
    past = end is not None and setting.today is not None and end < setting.today
    if setting.kind is PageKind.TEAM or past or (name == "raise_amount" and setting.status is ClaimStatus.ACTUAL):
        return "prev_rounds"
    return "raise_amount" if now or (end is not None and setting.today is not None) else name


def is_rate(figure: Figure, quantity: Quantity) -> bool:
    """Say whether a small amount of money is a price by its rate: $9/month, 월 9,900원."""
    if quantity.unit not in MONEY or _size(quantity) >= 1:
        return False
    text, amount = figure.spot.cell.text, figure.amount
    return bool(_CUES["rate"].match(text, amount.end) or _CUES["each"].search(text[: amount.start]))


def _size(quantity: Quantity) -> float:
    """Return the amount over what no price reaches."""
    return float(max(abs(amount) for amount in quantity.amounts)) / _DEAR.get(quantity.unit, _DEAR_ELSE)


def _is_market_sized(quantity: Quantity) -> bool:
    return quantity.unit in MONEY and _size(quantity) >= _MARKET


def is_many(figure: Figure, quantity: Quantity, kind: PageKind) -> bool:
    """Say whether an unnamed count on a page about the market measures the market: 630 million trips."""
    counts = figure.metric is None and quantity.unit is Unit.COUNT and figure.amount.scaled
    return kind is PageKind.MARKET and counts and max(quantity.amounts, default=0) >= _MANY


def _unnamed(figure: Figure, quantity: Quantity, kind: PageKind, nearby: str) -> str:
    """Return what a figure without a label can still be: a price by its rate, a market's size or share by its page."""
    if is_rate(figure, quantity):
        return "price"
    if quantity.unit in MONEY:
        return _unnamed_money(figure, quantity, kind)
    if quantity.unit is Unit.PERCENT:
        return _unnamed_share(figure, kind, nearby)
    return "market_size" if is_many(figure, quantity, kind) else "other"


def _unnamed_money(figure: Figure, quantity: Quantity, kind: PageKind) -> str:
    text, end = figure.spot.cell.text, figure.amount.end
    if _CUES["saving"].match(text, end):
        return "ref_cost_saving"
    if _is_worth(figure, quantity, kind):
        figure.reasons.add(ReviewReason.MULTIPLE_READING)
        return "pre_money"
    if kind is PageKind.MARKET and _is_market_sized(quantity):
        figure.reasons.add(ReviewReason.MULTIPLE_READING)
        return "market_size"
    around = f"{_around(figure)} {_following(figure)}"
    if _size(quantity) >= _HUGE and kind not in _OWN_MONEY and _CUES["spending"].search(around):
        figure.reasons.add(ReviewReason.MULTIPLE_READING)
        return "market_size"
    return "other"


def _is_worth(figure: Figure, quantity: Quantity, kind: PageKind) -> bool:
    """Say whether the amount is what the company is to be worth: the next $1 billion company; careers are others'."""
    ours = kind not in {PageKind.TEAM, PageKind.COMPETITION, PageKind.CUSTOMERS}
    return ours and _is_market_sized(quantity) and bool(_CUES["worth"].match(_following(figure)))


def _unnamed_share(figure: Figure, kind: PageKind, nearby: str) -> str:
    """Return a share of a market: told by the page, by a heading beside it, or by the people that it is a share of."""
    around = _around(figure)
    level = _CUES["level"].match(_following(figure))
    if kind is PageKind.MARKET and _CUES["growing"].search(clause_of(figure)) and not level:
        figure.reasons.add(ReviewReason.MULTIPLE_READING)
        return "market_cagr"
    if holder_of_share(figure, kind) is not None:
        return "market_share"
    shares = _CUES["share"].search(around) or _CUES["share_after"].match(_following(figure))
    shares = shares or _CUES["share_before"].search(figure.spot.cell.text[: figure.amount.start])
    heads = " ".join(spot.cell.text for spot in figure.near[:2])
    of_market = kind in _OTHERS_MARKETS or _PAGES["market"].search(heads)
    of_market = of_market or _CUES["people"].search(f"{around} {nearby}")
    by = _CUES["change"].search(around) and not level
    if is_captured(figure) or (shares and of_market and not by):
        figure.reasons.add(ReviewReason.MULTIPLE_READING)
        return "market_share"
    return "other"


def holder_of_share(figure: Figure, kind: PageKind) -> str | None:
    """Return the name of the row in a column 점유율 or Share of a page about markets or rivals; else None."""
    if kind not in {PageKind.MARKET, PageKind.COMPETITION}:
        return None
    if figure.metric is not None and figure.metric.metric.id != "market_share":
        return None
    cell = figure.spot.cell
    heads = [other.cell.text for other in figure.near if other.cell.y1 <= cell.y0 + 1]
    names = [other.cell.text for other in figure.near if other.cell.x1 <= cell.x0 + 1 and other.cell.y1 > cell.y0]
    return names[0] if names and any(map(_CUES["share_head"].search, heads)) else None


def scope_of_share(holder: str, kind: PageKind, scope: Scope) -> Scope:
    """Return whose share of a market a named row tells: a segment's or rival's, the company's only where it says so."""
    if _CUES["ours"].search(holder):
        return Scope.COMPANY
    if kind is PageKind.MARKET:
        return Scope.MARKET
    return Scope.UNKNOWN if scope is Scope.COMPANY else scope


def is_captured(figure: Figure) -> bool:
    """Say whether a share of something is one that the company gets: captured 5% of the top cities."""
    cell, paragraph = figure.spot.cell, figure.spot.cell.paragraph
    before = cell.text[: figure.amount.start]
    if not before.strip() and paragraph is not None:
        before = paragraph.text[: paragraph.offset_of(cell)]
    return bool(_CUES["captured"].search(" ".join(before.split()))) and _following(figure).startswith("of ")


def scope_of_turned(metric: str, figure: Figure) -> Scope | None:
    """Return whose a figure is whose metric the words around it gave, no label; None where they do not say."""
    if metric == "market_share":
        return Scope.COMPANY if is_captured(figure) else Scope.MARKET
    return {"market_size": Scope.MARKET, "pre_money": Scope.COMPANY, "ref_cost_saving": Scope.CUSTOMER}.get(metric)


def _around(figure: Figure) -> str:
    """Return the clause of the amount with its label; of a paragraph's line the whole paragraph."""
    return f"{figure.label} {clause_of(figure)}"


def _following(figure: Figure) -> str:
    """Return the words after the amount, its paragraph's next line among them; of a figure alone its label."""
    cell, paragraph = figure.spot.cell, figure.spot.cell.paragraph
    text = cell.text[figure.amount.end :]
    if paragraph is not None:
        text = paragraph.text[paragraph.offset_of(cell) + figure.amount.end :]
    return " ".join(" ".join(text.split("\n")[:2]).split()) or figure.label
