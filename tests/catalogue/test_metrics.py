from __future__ import annotations

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import Metric, Scope
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError

_ONE = """
[[metric]]
id = "desks"
section = "Office"
name_ko = "책상 수"
name_en = "Desks"
labels_ko = ["책상"]
labels_en = ["Desks"]
units = ["count"]
scope = "company"
"""


def test_an_analyst_adds_a_metric_without_touching_code() -> None:
    assert load_metrics(_ONE) == (
        Metric("desks", "Office", "책상 수", "Desks", ("책상",), ("Desks",), (Unit.COUNT,), Scope.COMPANY),
    )


def test_the_shipped_catalogue_holds_every_metric_of_the_field_and_the_unnamed_figure() -> None:
    metrics = load_metrics()
    assert len(metrics) == 104
    assert metrics[-1].id == "other"
    assert {"revenue", "arr", "tam", "ref_defect_reduction", "raise_amount", "use_of_funds", "nrr"} <= {
        metric.id for metric in metrics
    }


def test_customer_results_belong_to_customers_and_market_sizes_to_markets() -> None:
    by_id = {metric.id: metric for metric in load_metrics()}
    assert {by_id[name].scope for name in by_id if name.startswith("ref_")} == {Scope.CUSTOMER}
    assert {by_id[name].scope for name in ("tam", "sam", "som", "market_size", "market_cagr")} == {Scope.MARKET}


@pytest.mark.parametrize(
    ("was", "becomes", "field"),
    [
        ('units = ["count"]', 'units = ["desks"]', "units"),
        ('units = ["count"]', "units = []", "units"),
        ('scope = "company"', 'scope = "mars"', "scope"),
        ('scope = "company"', 'colour = "red"', "colour"),
        ('labels_ko = ["책상"]', 'labels_ko = "책상"', "labels_ko"),
    ],
)
def test_a_wrong_entry_is_refused_by_its_field(was: str, becomes: str, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        load_metrics(_ONE.replace(was, becomes))
    assert caught.value.parameters["field"] == field


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(InvalidInputError) as caught:
        load_metrics(_ONE + _ONE)
    assert caught.value.parameters == {"field": "metric", "problem": "repeated", "value": "desks"}
