"""A labelled amount becomes a candidate claim: exact value, unit, sign, period, scope, status; or it is let go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Evidence, ReviewReason, ScaleSource, Scope
from dealflow.domain.claims.page import Source
from dealflow.domain.values.quantity import DURATIONS, MONEY, Quantity, Unit
from dealflow.extract import scope as scopes
from dealflow.extract import units
from dealflow.extract.cues import cues
from dealflow.extract.figure import Figure
from dealflow.extract.fitting import counts_a_noun
from dealflow.extract.labels import squeezed
from dealflow.extract.naming import (
    Setting,
    holder_of_share,
    is_many,
    is_rate,
    metric_of,
    scope_of_share,
    scope_of_turned,
)
from dealflow.extract.pairing import figures_of
from dealflow.extract.proof import clause_of, evidence_of, label_of, paragraph_of
from dealflow.extract.scope import PageKind
from dealflow.extract.screens import is_of_screen, shows_screen
from dealflow.extract.sureness import sureness, weak_signs
from dealflow.extract.unit_scope import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dealflow.domain.values.period import Period
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_CUES = cues("figure")
_OF_A_KIND = frozenset({"users_count", "expenses", "price", "use_of_funds", "revenue_mix"})
_CUSTOMER_NAME = re.compile(
    r"[A-Z]사(?![가-힣])(?:\s?[가-힣]{2,8}공장)?|[가-힣A-Za-z]{2,12}공장|(?:[Pp]lant|[Ss]ite|[Cc]ustomer) [A-Z]\b"
)
_PLACEHOLDER = re.compile(r"[^\d]{0,4}0(?:0+|,000)(?![\d.])")
"""00억원, $0,000: a figure yet to be filled in."""
_SHARES = frozenset({Unit.PERCENT, Unit.RATIO, Unit.PERCENT_POINT})
_NOISE = re.compile(r"^\W*$")
_LABEL_AFTER = 12
_FROM_NEXT_CELL = 8
_READABLE = 0.5
_SHARE_HEAD = re.compile(r"\b[Ss]hare\b|비중|점유율|비율")
_WELL_READ = 0.7
"""How sure a picture's reader must be of a figure that a metric names, and of one that none names."""
_FEW = 10
"""3대 과제 are three great tasks, no machines."""
_TWO = 2
_CAPTION = 1.12
"""A number so much larger than its words is a card's (as in ``neighbours``)."""
_NEXT_CELLS = 16
"""A bare number counts where one of its nearest cells names it."""


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


def candidates_of(sheet: Sheet, *, currency: Unit | None, today: date | None) -> Iterator[Candidate]:
    """Give the figures of a page that an analyst would record."""
    kind = scopes.page_kind(sheet)
    on_screen = shows_screen(sheet, kind)
    for figure in figures_of(sheet):
        if on_screen and is_of_screen(figure.spot):
            continue
        if figure.dated:
            yield _candidate(sheet, figure, figure.found.quantity, ScaleSource.NONE, kind, today)
            continue
        if kind is PageKind.CUSTOMERS:
            _leave_to_customer(figure)
        resolved = resolve(sheet, figure, currency)
        if resolved is None:
            continue
        quantity, source = resolved
        worth = _is_worth_recording(figure, quantity, source) or is_many(figure, quantity, kind)
        if worth and (_is_legible(sheet, figure) or (kind is PageKind.MARKET and _is_tabled(sheet, figure, source))):
            yield _candidate(sheet, figure, quantity, source, kind, today)


def _seen_as(sheet: Sheet, figure: Figure) -> Source:
    """Return how the amount was read: words that are less than sure on a page of text stand in a picture."""
    source = sheet.page.source
    return Source.OCR if source is Source.TEXT and figure.spot.cell.confidence < 1 else source


def _is_legible(sheet: Sheet, figure: Figure) -> bool:
    """Say whether an amount read off a picture is sure enough; pictures on pages of text show mostly samples."""
    sure = figure.spot.cell.confidence
    if _seen_as(sheet, figure) is not Source.OCR:
        return True
    if sheet.page.source is Source.TEXT:
        named = figure.metric is not None and not figure.from_heading and figure.distance <= _LABEL_AFTER
        return named and figure.key not in (figure.metric.loose if figure.metric else ()) and sure >= _READABLE
    return sure >= (_READABLE if figure.metric is not None else _WELL_READ)


def _is_tabled(sheet: Sheet, figure: Figure, source: ScaleSource) -> bool:
    """Say whether an amount in a picture stands in a table: a year's money under its unit, or the share of a row."""
    spot = figure.spot
    if not spot.is_value or spot.in_chart or spot.cell.confidence < _WELL_READ or figure.metric is not None:
        return False
    if source is ScaleSource.HEADER:
        return sheet.row_period(spot) is not None
    is_share = figure.found.quantity.unit is Unit.PERCENT and sheet.row_period(spot) is None
    return is_share and bool(sheet.row_labels(spot)) and any(map(_SHARE_HEAD.search, _heads(sheet, spot)))


def _heads(sheet: Sheet, spot: Spot) -> list[str]:
    """Return the words of the cells over a spot."""
    return [other.cell.text for other in sheet.over(spot)]


def _leave_to_customer(figure: Figure) -> None:
    """Take back a company's metric that only a heading gave to a customer's result (고객사 사례: 310건 → 402건)."""
    if figure.metric is None or figure.metric.metric.scope is not Scope.COMPANY or figure.distance < _FROM_NEXT_CELL:
        return
    result = figure.found.change != 0 or _CUES["direction"].match(figure.spot.cell.text, figure.found.end)
    if result:
        figure.metric, figure.key = None, ""


def _is_worth_recording(figure: Figure, quantity: Quantity, source: ScaleSource) -> bool:
    found, by_header = figure.found, source is ScaleSource.HEADER
    if quantity.value == 1 and found.counter and not figure.is_card:
        return False  # 1개 거점, 1인 가구: each, not how many
    if quantity.value == 0 and _PLACEHOLDER.match(figure.spot.cell.text, found.start):
        return False
    if figure.metric is not None:
        named = found.unit_printed or found.scaled or by_header or quantity.unit is Unit.RATIO or _is_counted(figure)
        return named or _counts_things(figure, quantity)
    if figure.is_card or figure.spot.in_chart:
        return True
    if is_rate(figure, quantity):
        return True
    if quantity.unit in MONEY or quantity.unit in _SHARES:
        return found.unit_printed or found.scaled or by_header
    if _counts_things(figure, quantity):
        return True
    return bool(figure.label and not _NOISE.match(figure.label)) and _is_figure_of_its_own(figure, quantity, source)


def _counts_things(figure: Figure, quantity: Quantity) -> bool:
    """Say whether a bare number counts the noun behind it: 3,300+ members, 9M smallholders, 410 farms.

    A few of something (3 steps) are no figure; ten, a scale or a plus make one.
    """
    if quantity.unit is not Unit.COUNT or figure.found.unit_printed or figure.spot.cell.confidence < 1:
        return False
    least = max(quantity.amounts, default=0)
    many = figure.found.scaled or quantity.bound is not None or quantity.approx or least >= _FEW
    return many and counts_a_noun(figure)


def _is_figure_of_its_own(figure: Figure, quantity: Quantity, source: ScaleSource) -> bool:
    """Say whether an amount that no metric names still looks like one that an analyst would record."""
    found, unit = figure.found, quantity.unit
    if unit in DURATIONS:
        return figure.spot.is_value or _is_span_of_a_claim(figure)
    if unit is not Unit.COUNT or source is ScaleSource.HEADER:
        return True
    if found.unit_printed:
        few = found.counter == "대" and (quantity.value or 0) <= _FEW
        return (found.counter in units.EVERYDAY_COUNTERS and not few) or figure.spot.is_value
    return figure.spot.is_value and (found.scaled or quantity.approx or _is_over_its_caption(figure))


def _is_span_of_a_claim(figure: Figure) -> bool:
    """Say whether a span of time is what is claimed: within 11 months, saves 14 hours, 2~3년 내, 9+ years of experience."""
    text, found = figure.spot.cell.text, figure.found
    if found.quantity.bound is not None or found.quantity.is_range or found.change:
        return True
    return bool(_CUES["span_before"].search(text[: found.start]) or _CUES["span_after"].match(text, found.end))


def _is_over_its_caption(figure: Figure) -> bool:
    """Say whether a bare number is set larger than the words that stand nearest to it: a card of any size."""
    cell, value = figure.spot.cell, figure.found.quantity.value
    caption = figure.near[0].cell if figure.near else None
    if caption is None or value is None or value < _FEW:
        return False
    return cell.size > _CAPTION * caption.size


def _is_counted(figure: Figure) -> bool:
    """Say whether a bare number stands close enough to the label of a count to be one."""
    quantity = figure.found.quantity
    if figure.from_heading:
        return False
    if quantity.value is not None and quantity.value < _TWO:
        return bool(re.search(r"[=:]\s?$", figure.spot.cell.text[: figure.found.start]))
    loose = figure.metric is not None and figure.key in figure.metric.loose
    if loose and not figure.is_card and figure.distance > 1 and not _is_all_of_its_cell(figure):
        return False
    if figure.spot.is_value:
        return figure.distance < _NEXT_CELLS
    value = quantity.value if quantity.value is not None else quantity.value_max
    return figure.distance <= _LABEL_AFTER and value is not None and value == value.to_integral_value()


def _is_all_of_its_cell(figure: Figure) -> bool:
    """Say whether the label is its row's whole name (Sites | 42), no word among others."""
    return figure.label_spot is not None and squeezed(figure.label_spot.cell.text) == figure.key


def _candidate(
    sheet: Sheet,
    figure: Figure,
    quantity: Quantity,
    source: ScaleSource,
    kind: PageKind,
    today: date | None,
) -> Candidate:
    nearby = " ".join([clause_of(figure), label_of(figure), *(spot.cell.text for spot in _speaking(figure))])
    period, given = _period(sheet, figure)
    status = scopes.status_of(nearby, period, given=given, today=today)
    metric = metric_of(figure, quantity, Setting(kind, sheet.title, status, period, today), nearby)
    scope = scopes.scope_of(figure.metric, f"{nearby} {paragraph_of(figure)}", kind, sheet.text)
    scope = _scope_by_metric(metric, scope, kind)
    if figure.metric is None or figure.metric.metric.id != metric:
        scope = scope_of_turned(metric, figure) or scope
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
        confidence=sureness(
            reasons,
            is_named=figure.metric is not None,
            weak=weak_signs(sheet, figure, kind, by_header=source is ScaleSource.HEADER),
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
    told = {
        ReviewReason.SCOPE_UNKNOWN: unsure[0] is Scope.UNKNOWN,
        ReviewReason.STATUS_UNKNOWN: unsure[1] is ClaimStatus.UNKNOWN,
        ReviewReason.UNIT_GUESSED: figure.found.money_guessed,
        ReviewReason.HIDDEN_TEXT: figure.spot.cell.hidden,
        ReviewReason.OCR: source is Source.OCR,
        ReviewReason.NO_BOX: not evidence.boxes,
    }
    return figure.reasons | {reason for reason, holds in told.items() if holds}


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
    said = [figure.label_spot] if figure.label_spot is not None and not figure.from_heading else []
    return list(dict.fromkeys([*said, *(row if not named_above else []), *head]))


def _period(sheet: Sheet, figure: Figure) -> tuple[Period | None, ClaimStatus | None]:
    """Return the period nearest to the amount: in its line, its label, its column header, its paragraph."""
    found = figure.found
    own = [dated for dated in figure.spot.periods if dated.end <= found.start or dated.start >= found.end]
    if own:
        nearest = min(own, key=lambda dated: min(abs(found.start - dated.end), abs(dated.start - found.end)))
        return nearest.period, nearest.status
    for spot in _speaking(figure):
        if spot.periods and spot is not figure.spot:
            return spot.periods[0].period, spot.periods[0].status
    spot = figure.spot
    heading = (sheet.row_period(spot) or sheet.column_period(spot)) if spot.is_value else None
    if heading is None and not any(other.cell.x1 <= spot.cell.x0 + 1 for other in figure.near):
        heading = sheet.dated_heading(spot)
    return (heading.period, heading.status) if heading else (None, None)
