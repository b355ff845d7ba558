"""Every metric that has a number is read under all its own labels: in a sentence, on a card, in a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import Scope
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.extract import read_claims
from tests.extract.slides import Slide, deck_of, width_of

if TYPE_CHECKING:
    from dealflow.domain.claims.claims import Claim, Metric

METRICS = load_metrics()
NUMBERS = [metric for metric in METRICS if metric.id != "other" and set(metric.units) - {Unit.TEXT, Unit.DATE}]
FEW = {"price", "arpu", "cac", "avg_contract_value"}
"""Money of one sale."""
PEOPLE = {"employees_total", "rnd_headcount", "users_count"}
PRINTED: dict[Unit, tuple[str, str, Decimal]] = {
    Unit.PERCENT: ("12.4%", "12.4%", Decimal("12.4")),
    Unit.PERCENT_POINT: ("12.4%p", "12.4%p", Decimal("12.4")),
    Unit.RATIO: ("3.2배", "3.2x", Decimal("3.2")),
    Unit.MONTHS: ("18개월", "18 months", Decimal(18)),
    Unit.YEARS: ("3년", "3 years", Decimal(3)),
    Unit.WEEKS: ("6주", "6 weeks", Decimal(6)),
    Unit.HOURS: ("48시간", "48 hours", Decimal(48)),
    Unit.MINUTES: ("38분", "38 minutes", Decimal(38)),
    Unit.SECONDS: ("0.8초", "0.8 seconds", Decimal("0.8")),
}


def printed(metric: Metric, *, korean: bool) -> tuple[str, Unit, Decimal]:
    """Return a value that the metric can have, as printed, with its unit and amount."""
    unit = next(unit for unit in metric.units if unit not in {Unit.TEXT, Unit.DATE})
    if unit in MONEY and korean:
        small = metric.id in FEW
        return ("45만원", Unit.KRW, Decimal(450_000)) if small else ("45억원", Unit.KRW, Decimal(4_500_000_000))
    if unit in MONEY:
        return ("$450", Unit.USD, Decimal(450)) if metric.id in FEW else ("$4.5M", Unit.USD, Decimal(4_500_000))
    if unit is Unit.COUNT:
        if metric.id == "trl":
            return "7", unit, Decimal(7)
        return (f"42{'명' if metric.id in PEOPLE else '건'}" if korean else "42"), unit, Decimal(42)
    ko, en, value = PRINTED[unit]
    return (ko if korean else en), unit, value


LOSSES = ("손실", "적자", "loss", "deficit")
SHARED = {
    "투자유치": "prev_rounds",
    "투자 유치": "prev_rounds",
    "Subscribers": "customers_count",
    "post-money cap": "post_money",
}
"""Labels of several metrics, which the words around them decide; alone they mean this one."""


UNSEEN = {"F1"}
"""One letter and a digit in a cell of its own are taken for a mark of a chart or a page."""


def label_of(metric: Metric, label: str) -> str:
    """Return the label with the direction that the metric needs, where the label does not say it."""
    said = not metric.needs or any(word in label.lower() for word in metric.needs)
    word = next((word for word in metric.needs if word.isascii() == label.isascii()), "")
    return label if said else f"{label} {word}".strip()


def sentence(label: str, value: str) -> Slide:
    slide = Slide()
    slide.write(f"• {label}: {value}", 60, 200, 18)
    return slide


def card(label: str, value: str) -> Slide:
    slide = Slide()
    slide.write(value, 400 - width_of(value, 36) / 2, 220, 36)
    slide.write(label, 400 - width_of(label, 14) / 2, 275, 14)
    slide.write("Gasang Robotics (Fictional)", 60, 480, 14)
    slide.write("www.example.invalid", 700, 480, 14)
    return slide


def row(label: str, value: str) -> Slide:
    slide = Slide()
    for line, (left, right) in enumerate((("구분", "내용"), (label, value), ("비고", "-"))):
        slide.write(left, 60, 180 + line * 40, 16)
        slide.write(right, 560 - width_of(right, 16), 180 + line * 40, 16)
    return slide


FORMS = {"sentence": sentence, "card": card, "row": row}


def read(slide: Slide) -> tuple[Claim, ...]:
    slide.write("주요 지표", 48, 30, 28)
    return read_claims(deck_of(slide), METRICS, read_on=date(2026, 11, 23))


def expected(metric: Metric, label: str, *, korean: bool) -> tuple[str, Decimal, Unit, Scope]:
    """Return what the label and its value state; a loss is negative."""
    _, unit, amount = printed(metric, korean=korean)
    lost = any(word in label.lower() for word in LOSSES) and "(손실)" not in label and unit in MONEY and metric.signed
    return SHARED.get(label, metric.id), -amount if lost else amount, unit, metric.scope


def said(slide: Slide) -> set[tuple[str, Decimal | None, Unit, Scope]]:
    return {(each.metric, each.quantity.value, each.quantity.unit, each.scope) for each in read(slide)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("metric", NUMBERS, ids=lambda metric: metric.id)
def test_a_metric_is_read_under_every_label_of_its_own(metric: Metric, form: str) -> None:
    unread = [
        label
        for korean, labels in ((True, metric.labels_ko), (False, metric.labels_en))
        for label in labels
        if label not in UNSEEN
        and said(FORMS[form](label_of(metric, label), printed(metric, korean=korean)[0]))
        != {expected(metric, label, korean=korean)}
    ]
    assert unread == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", ["우리 회사 소식", "회의실 안내", "Weather forecast", "Room"])
def test_words_that_name_no_metric_name_none(words: str, form: str) -> None:
    assert [metric for metric, *_ in said(FORMS[form](words, "42.5%")) if metric != "other"] == []
