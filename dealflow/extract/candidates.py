"""A labelled amount becomes a candidate claim: exact value, unit, sign, period, scope, status; or it is let go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Evidence, ReviewReason, ScaleSource, Scope
from dealflow.domain.claims.page import Source
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.extract import scope as scopes
from dealflow.extract.confidence import confidence_of, signs_of
from dealflow.extract.cues import cues
from dealflow.extract.figure import Figure
from dealflow.extract.fitting import is_below_nothing
from dealflow.extract.groups import with_shared_names
from dealflow.extract.naming import (
    Setting,
    holder_of_share,
    is_many,
    metric_of,
    scope_of_share,
    scope_of_turned,
)
from dealflow.extract.own_name import scope_of_column
from dealflow.extract.pairing import figures_of
from dealflow.extract.proof import clause_of, evidence_of, label_of, paragraph_of
from dealflow.extract.recordable import is_recordable
from dealflow.extract.scope import PageKind
from dealflow.extract.screens import is_of_screen, shows_screen
from dealflow.extract.unit_scope import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dealflow.domain.values.period import Period
    from dealflow.extract.periods import Dated
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_CUES = cues("figure")
_OF_A_KIND = frozenset({"users_count", "expenses", "price", "use_of_funds", "revenue_mix"})
_CUSTOMER_NAME = re.compile(
    r"[A-Z]사(?![가-힣])(?:\s?[가-힣]{2,8}공장)?|[가-힣A-Za-z]{2,12}공장|(?:[Pp]lant|[Ss]ite|[Cc]ustomer) [A-Z]\b"
)
_LABEL_AFTER = 12
_FROM_NEXT_CELL = 8
_OF_NEXT = 14
"""A year this near before another amount is that one's."""
_READABLE = 0.5
_SHARE_HEAD = re.compile(r"\b[Ss]hare\b|비중|점유율|비율")
_WELL_READ = 0.7
"""How sure a picture's reader must be of a figure that a metric names, and of one that none names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure of one page, with everything that its page says of it."""

    metric: str
    quantity: Quantity
    evidence: Evidence
    label: str
    scope: Scope
    status: ClaimStatus
    aggregation: Aggregation
    period: Period | None
    subject: str | None
    scale_source: ScaleSource
    source: Source
    confidence: float
    reasons: frozenset[ReviewReason]


def candidates_of(
    sheet: Sheet, *, currency: Unit | None, today: date | None, own: frozenset[str] = frozenset()
) -> Iterator[Candidate]:
    """Give the figures of a page that an analyst would record."""
    on_screen = shows_screen(sheet, scopes.page_kind(sheet))
    for figure in with_shared_names(sheet, list(figures_of(sheet))):
        kind = scopes.kind_at(sheet, figure.spot)
        if on_screen and is_of_screen(figure.spot):
            continue
        if figure.dated:
            yield _candidate(sheet, figure, figure.amount.quantity, ScaleSource.NONE, (kind, own), today)
            continue
        if kind is PageKind.CUSTOMERS:
            _leave_to_customer(figure)
        resolved = resolve(sheet, figure, currency)
        if resolved is None:
            continue
        quantity, source = resolved
        if figure.metric is not None and is_below_nothing(figure.metric, quantity):
            figure.metric, figure.key = None, ""
        worth = is_recordable(figure, quantity, source) or is_many(figure, quantity, kind)
        if worth and (_is_legible(sheet, figure) or (kind is PageKind.MARKET and _is_tabled(sheet, figure, source))):
            yield _candidate(sheet, figure, quantity, source, (kind, own), today)


def _seen_as(sheet: Sheet, figure: Figure) -> Source:
    """Return how the amount was read: of a page that has both, words that are less than sure stand in a picture."""
    source = sheet.page.source
    if source not in {Source.TEXT, Source.OCR}:
        return source
    return Source.OCR if figure.spot.cell.confidence < 1 else Source.TEXT


def _is_legible(sheet: Sheet, figure: Figure) -> bool:
    """Say whether an amount read off a picture is sure enough; pictures on pages of text show mostly samples."""
    sure = figure.spot.cell.confidence
    if _seen_as(sheet, figure) is not Source.OCR:
        return True
    if _is_bare(figure):
        return False
    if sheet.page.source is Source.TEXT:
        named = figure.metric is not None and not figure.from_heading and figure.distance <= _LABEL_AFTER
        return named and figure.key not in (figure.metric.loose if figure.metric else ()) and sure >= _READABLE
    return sure >= (_READABLE if figure.metric is not None else _WELL_READ)


def _is_bare(figure: Figure) -> bool:
    """Say whether nothing says what a number is: no metric, unit or scale. In pictures, of 13 such 11 were none.

    They are axis marks, house numbers and pieces of drawings.
    """
    amount = figure.amount
    is_dressed = amount.unit_printed or amount.scaled or bool(figure.scales)
    return figure.metric is None and amount.quantity.unit is Unit.COUNT and not is_dressed


def _is_tabled(sheet: Sheet, figure: Figure, source: ScaleSource) -> bool:
    """Say whether an amount in a picture stands in a table: a year's money under its unit, or the share of a row."""
    spot = figure.spot
    if not spot.is_value or spot.in_chart or spot.cell.confidence < _WELL_READ or figure.metric is not None:
        return False
    if source is ScaleSource.HEADER:
        return sheet.row_period(spot) is not None
    is_share = figure.amount.quantity.unit is Unit.PERCENT and sheet.row_period(spot) is None
    return is_share and bool(sheet.row_labels(spot)) and any(map(_SHARE_HEAD.search, _heads(sheet, spot)))


def _heads(sheet: Sheet, spot: Spot) -> list[str]:
    """Return the words of the cells over a spot."""
    return [other.cell.text for other in sheet.over(spot)]


def _leave_to_customer(figure: Figure) -> None:
    """Take back a company's metric that only a heading gave to a customer's result (고객사 사례: 310건 → 402건)."""
    if figure.metric is None or figure.metric.metric.scope is not Scope.COMPANY or figure.distance < _FROM_NEXT_CELL:
        return
    result = figure.amount.change != 0 or _CUES["direction"].match(figure.spot.cell.text, figure.amount.end)
    if result:
        figure.metric, figure.key = None, ""


def _candidate(
    sheet: Sheet,
    figure: Figure,
    quantity: Quantity,
    source: ScaleSource,
    place: tuple[PageKind, frozenset[str]],
    today: date | None,
) -> Candidate:
    kind, own = place
    nearby = " ".join([clause_of(figure), label_of(figure), *(spot.cell.text for spot in _speaking(figure))])
    period, dated_status = _period(sheet, figure)
    clause = clause_of(figure)
    telling = clause if scopes.says_status(clause) else nearby
    status = scopes.status_of(telling, period, printed_status=dated_status, today=today)
    metric = metric_of(figure, quantity, Setting(kind, sheet.title, status, period, today), nearby)
    scope = scopes.scope_of(
        figure.metric, f"{nearby} {paragraph_of(figure)}", kind, sheet.text, clause=clause_of(figure)
    )
    scope = _scope_by_metric(metric, scope, kind)
    if figure.metric is None or figure.metric.metric.id != metric:
        scope = scope_of_turned(metric, figure) or scope
    scope = scope_of_column(sheet, figure, kind, own) or scope
    holder = holder_of_share(figure, kind) if metric == "market_share" else None
    scope = scope_of_share(holder, kind, scope) if holder is not None else scope
    evidence = evidence_of(sheet.page.number, figure)
    source_of_words = _seen_as(sheet, figure)
    reasons = _reasons(figure, (scope, status), evidence, source_of_words)
    if _CUES["example"].search(nearby):
        reasons.add(ReviewReason.EXAMPLE_LIKE)
    return Candidate(
        metric=metric,
        quantity=quantity,
        evidence=evidence,
        label=label_of(figure),
        scope=scope,
        status=status,
        aggregation=scopes.aggregation_of(figure.metric, nearby, period),
        period=period,
        subject=holder or _subject(metric, scope, figure, nearby),
        scale_source=source,
        source=source_of_words,
        confidence=confidence_of(
            reasons,
            is_named=figure.metric is not None,
            signs=signs_of(sheet, figure, metric),
            letters=figure.spot.cell.confidence,
        ),
        reasons=frozenset(reasons),
    )


def _scope_by_metric(metric: str, scope: Scope, kind: PageKind) -> Scope:
    """Return the scope of a figure whose metric only the words around it gave."""
    if metric == "market_cagr":
        return Scope.MARKET
    if scope is not Scope.UNKNOWN:
        return scope
    if metric.startswith("ref_"):
        return Scope.CUSTOMER
    return Scope.COMPANY if metric == "price" and kind is not PageKind.COMPETITION else scope


def _reasons(
    figure: Figure, unsure: tuple[Scope, ClaimStatus], evidence: Evidence, source: Source
) -> set[ReviewReason]:
    """Return why a person should look twice."""
    doubts = {
        ReviewReason.SCOPE_UNKNOWN: unsure[0] is Scope.UNKNOWN,
        ReviewReason.STATUS_UNKNOWN: unsure[1] is ClaimStatus.UNKNOWN,
        ReviewReason.UNIT_GUESSED: figure.amount.money_guessed,
        ReviewReason.HIDDEN_TEXT: figure.spot.cell.hidden,
        ReviewReason.OCR: source is Source.OCR,
        ReviewReason.NO_BOX: not evidence.boxes,
    }
    return figure.reasons | {reason for reason, holds in doubts.items() if holds}


def _subject(metric: str, scope: Scope, figure: Figure, nearby: str) -> str | None:
    """Return of whom or of what: the customer that is named, the kind of user, cost or price."""
    if scope is Scope.CUSTOMER:
        named = _CUSTOMER_NAME.search(nearby)
        return named.group() if named else None
    return (figure.label or None) if metric in _OF_A_KIND else None


def _speaking(figure: Figure) -> list[Spot]:
    """Return the cells that speak of the figure: its label's, its row's and, in a table, its column's head."""
    cell = figure.spot.cell
    row = [spot for spot in figure.near if spot.cell.x1 <= cell.x0 + 1]
    named_above = (
        figure.label_spot is not None and figure.label_spot not in row and figure.label_spot is not figure.spot
    )
    head = [] if named_above or not row else [spot for spot in figure.near if spot.cell.y1 <= cell.y0 + 1][:1]
    label_spots = [figure.label_spot] if figure.label_spot is not None and not figure.from_heading else []
    return list(dict.fromkeys([*label_spots, *(row if not named_above else []), *head]))


def _nearest(figure: Figure, own: Sequence[Dated]) -> Dated:
    """Return the period nearest to an amount in its line; where each amount has its year before it, the one before.

    2025년 매출 21억, 2026년 45억: the year right after an amount is the next one's.
    """
    amount = figure.amount
    before = [dated for dated in own if dated.end <= amount.start]
    nearest = min(own, key=lambda dated: min(abs(amount.start - dated.end), abs(dated.start - amount.end)))
    if nearest in before or not before:
        return nearest
    last = max(before, key=lambda dated: dated.end)
    others = [one for one in figure.spot.amounts if one is not amount]
    taken = any(last.end <= one.start < amount.start for one in others)
    following = any(0 <= one.start - nearest.end <= _OF_NEXT for one in others)
    return last if following and not taken else nearest


def _period(sheet: Sheet, figure: Figure) -> tuple[Period | None, ClaimStatus | None]:
    """Return the period nearest to the amount: in its line, its label, its column header, its paragraph."""
    amount = figure.amount
    own = [dated for dated in figure.spot.periods if dated.end <= amount.start or dated.start >= amount.end]
    if own:
        nearest = _nearest(figure, own)
        return nearest.period, nearest.status
    for spot in _speaking(figure):
        if spot.periods and spot is not figure.spot:
            return spot.periods[0].period, spot.periods[0].status
    spot = figure.spot
    heading = (sheet.row_period(spot) or sheet.column_period(spot)) if spot.is_value else None
    if heading is None and not any(other.cell.x1 <= spot.cell.x0 + 1 for other in figure.near):
        heading = sheet.dated_heading(spot)
    return (heading.period, heading.status) if heading else (None, None)
