"""Amounts of deals in words: on cards, in cells of tables, in the heads of columns."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from dealflow.actions.pipeline.deal_figures import DealFigures
from dealflow.domain.claims.claim_views import Figure
from dealflow.domain.claims.claims import Metric
from dealflow.domain.pipeline.deal_sizes import Sized, SizeField, SizeSource
from dealflow.domain.pipeline.stage_sums import StageSum, Total
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import money, period, quantity
from dealflow.ui.kit.grid import Cell, Edit

NOTHING: Final = DealFigures()
_ON_CARD: Final = (SizeField.ASKED, SizeField.TICKET, SizeField.PRE_MONEY)


def on_card(figures: DealFigures, lang: str) -> str:
    """Return what is asked for, our ticket and the valuation in one line; nothing where nobody told any."""
    return " · ".join(
        t(f"pipeline.card.{which.value}", lang, amount=quantity(figures.sizes[which].quantity, lang))
        for which in _ON_CARD
        if which in figures.sizes
    )


def headlines(figures: DealFigures, metrics: Mapping[str, Metric], lang: str) -> str:
    """Return a company's headline figures with their periods in one line."""
    return " · ".join(headline(metrics[name], figure, lang) for name, figure in figures.headlines.items())


def headline(metric: Metric, figure: Figure, lang: str) -> str:
    """Return one figure with its name and period."""
    when = period(figure.period, lang)
    return " ".join(
        part
        for part in (name_of(metric, lang), quantity(figure.quantity, lang, of=metric.id), f"({when})" if when else "")
        if part
    )


def size_cell(found: Sized | None, lang: str, *, edit: Edit | None = None) -> Cell:
    """Return an amount with where it is from; what terms name is changed in the terms, not here."""
    if found is None:
        return Cell("–", tone="muted", edit=edit)
    words = quantity(found.quantity, lang)
    sub = "" if found.source is SizeSource.NOTED else t(f"pipeline.size.{found.source.value}", lang)
    return Cell(words, sub=sub, title=quantity(found.quantity, lang, exact=True), edit=edit)


def total(amount: Total, lang: str) -> str:
    """Return a sum in won, a dash where nothing is in it."""
    return money(amount.amount, Unit.KRW, lang) if amount.counted else "–"


def missing(amount: Total, lang: str) -> str:
    """Return what a sum leaves out: amounts without a rate, and deals of which nobody told one."""
    words = []
    if amount.unconverted:
        words.append(t("pipeline.sum.unconverted", lang, n=amount.unconverted))
    if amount.unstated:
        words.append(t("pipeline.sum.unstated", lang, n=amount.unstated))
    return " · ".join(words)


def head_lines(stage_sum: StageSum, lang: str) -> list[dict[str, str]]:
    """Return the sums of a stage for the head of its column; none where nobody told an amount."""
    lines = []
    for which, amount in (("asked", stage_sum.asked), ("ticket", stage_sum.ticket), ("weighted", stage_sum.weighted)):
        if not amount.counted and not amount.unconverted:
            continue
        left_out = missing(amount, lang)
        text = t(f"pipeline.sum.{which}", lang, amount=total(amount, lang))
        if amount.unconverted:
            text = f"{text} · {t('pipeline.sum.unconverted', lang, n=amount.unconverted)}"
        basis = t("pipeline.sum.basis", lang, n=amount.counted, of=stage_sum.deals)
        lines.append({"text": text, "title": " · ".join(part for part in (basis, left_out) if part)})
    return lines


def typed(found: Sized | None) -> str:
    """Return an amount as it may be typed: 3,000,000,000, or with its currency where that is not the won."""
    if found is None or found.quantity.value is None:
        return ""
    amount = f"{found.quantity.value.normalize():,f}"
    return amount if found.quantity.unit is Unit.KRW else f"{amount} {found.quantity.unit.value}"


def won(amount: Decimal, lang: str) -> str:
    """Return won in words."""
    return money(amount, Unit.KRW, lang)
