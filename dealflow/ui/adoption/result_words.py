"""Results at customers in words: what got better, from what to what, and by how many per cent."""

from __future__ import annotations

from decimal import Decimal

from dealflow.domain.adoption.deployments import MeasuredResult
from dealflow.i18n import name_of
from dealflow.ui.kit.state import Drawing


def metric_name(metric_id: str, drawing: Drawing) -> str:
    """Return what a metric of customers' results is called."""
    return name_of(drawing.ws.metric(metric_id), drawing.lang)


def result_words(result: MeasuredResult, lang: str) -> str:
    """Return a result in one line: 3.2% → 1.8% (−43.8%)."""
    del lang
    change = result.change
    by = "" if change is None else f"{_plain(change.quantize(Decimal('0.1'))).replace('-', '−')}%"
    if change is not None and change > 0:
        by = f"+{by}"
    if result.before is None or result.after is None:
        return by
    return f"{_plain(result.before)}{result.unit} → {_plain(result.after)}{result.unit} ({by})"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
