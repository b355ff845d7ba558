from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from dealflow.domain.claims.claims import Aggregation, Claim, ClaimStatus, Evidence, ReviewReason, Scope
from dealflow.domain.claims.page import Box
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Bound, Quantity, Unit
from dealflow.extract.record import rows


def _claim(quantity: Quantity, *pages: int) -> Claim:
    return Claim(
        id="c",
        metric="revenue",
        quantity=quantity,
        evidence=tuple(Evidence(page, (Box(1.04, 2, 3, 4.06),), (), f"p{page}") for page in pages),
        label="매출액",
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        aggregation=Aggregation.ANNUAL,
        period=Period(PeriodKind.YEAR, "2024", date(2024, 1, 1), date(2024, 12, 31)),
        confidence=0.9,
        review_reasons=(ReviewReason.CONFLICT,),
    )


def test_a_claim_is_one_row_a_page_in_the_order_of_the_contract() -> None:
    first, second = rows([_claim(Quantity(Unit.KRW, Decimal("15300000000.0"), bound=Bound.AT_LEAST), 4, 13)])
    assert first == {
        "metric": "revenue",
        "value": 15300000000,
        "value_min": None,
        "value_max": None,
        "bound": "ge",
        "approx": False,
        "unit": "KRW",
        "page": 4,
        "boxes": [[1.0, 2, 3, 4.1]],
        "quote": "p4",
        "label": "매출액",
        "period": {"type": "year", "from": "2024-01-01", "to": "2024-12-31", "label": "2024"},
        "status": "actual",
        "scope": "company",
        "subject": None,
        "aggregation": "annual",
        "confidence": 0.9,
        "review_reasons": ["conflict"],
    }
    assert (second["page"], second["quote"]) == (13, "p13")


def test_ranges_dates_and_fractions_stand_as_json_says_them() -> None:
    ranged, dated, share = rows(
        [
            _claim(Quantity(Unit.PERCENT, value_min=Decimal("10.5"), value_max=Decimal(15)), 1),
            _claim(Quantity(Unit.DATE, text="2018-11-21"), 1),
            _claim(Quantity(Unit.PERCENT, Decimal("42.3")), 1),
        ]
    )
    assert [ranged["value"], ranged["value_min"], ranged["value_max"]] == [None, 10.5, 15]
    assert (dated["value"], share["value"]) == ("2018-11-21", 42.3)
    assert json.loads(json.dumps([ranged, dated, share], ensure_ascii=False)) == [ranged, dated, share]


def test_no_claims_give_no_rows() -> None:
    assert list(rows([])) == []
