"""Results at customers in words: what got better, from what to what, and by how many per cent."""

from __future__ import annotations

from dealflow.domain.adoption.deployments import MeasuredResult
from dealflow.i18n import name_of
from dealflow.reports.award import case_page
from dealflow.ui.kit.state import Drawing


def metric_name(metric_id: str, drawing: Drawing) -> str:
    """Return what a metric of customers' results is called."""
    return name_of(drawing.ws.metric(metric_id), drawing.lang)


def result_words(result: MeasuredResult, lang: str) -> str:
    """Return a result in one line: 3.2% → 1.8% (−43.8%)."""
    del lang
    return case_page.result_words(result)
