"""Figures before and after in one line: 3.2% → 1.8% (−43.8%)."""

from __future__ import annotations

from decimal import Decimal

from dealflow.domain.award.awards import CaseFigure


def figure_words(figure: CaseFigure) -> str:
    """Return a figure of a case in one line, with by how many per cent it changed."""
    return change_words(figure.before, figure.after, figure.unit, figure.change)


def change_words(before: Decimal | None, after: Decimal | None, unit: str, change: Decimal | None) -> str:
    """Return a value before and after in one line; the change alone where either is missing."""
    by = "" if change is None else f"{plain(change.quantize(Decimal('0.1'))).replace('-', '−')}%"
    if change is not None and change > 0:
        by = f"+{by}"
    if before is None and after is not None:
        return f"{plain(after)}{unit}"
    if before is None or after is None:
        return by
    words = f"{plain(before)}{unit} → {plain(after)}{unit}"
    return f"{words} ({by})" if by else words


def plain(number: Decimal) -> str:
    """Return a number without zeros at its end and without an exponent."""
    return f"{number.normalize():f}"
