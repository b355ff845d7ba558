from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.extract import read_claims
from tests.extract.paper import claims_of
from tests.extract.slides import Slide, deck_of


def _amounts(slide: Slide) -> set[tuple[str, Decimal | None]]:
    return {(claim.metric, claim.quantity.value) for claim in read_claims(deck_of(slide), load_metrics())}


@pytest.mark.parametrize(
    ("label", "metric"), [("매출", "revenue"), ("EBITDA", "ebitda"), ("Cash balance", "cash_balance")]
)
@pytest.mark.parametrize("mark", ["1", "2)", "12"])
def test_a_small_raised_number_is_the_mark_of_a_footnote(label: str, metric: str, mark: str) -> None:
    slide = Slide()
    slide.write("Key figures ($ in millions)", 48, 30, 26)
    end = slide.write(label, 60, 150, 18)
    slide.write(mark, end - 4, 147, 9)
    slide.write("120", 420, 150, 18)
    assert _amounts(slide) == {(metric, Decimal(120_000_000))}


@pytest.mark.parametrize("size", [12, 18, 24])
@pytest.mark.parametrize(
    ("groups", "value"), [(("5", "812", "300"), 5_812_300), (("12", "034"), 12_034), (("204", "100"), 204_100)]
)
def test_a_blank_between_groups_of_three_digits_parts_thousands(groups: tuple[str, ...], value: int, size: int) -> None:
    slide = Slide()
    slide.write("재무제표 (단위: 천원)", 48, 30, 28)
    slide.write("매출액", 60, 150, size)
    slide.write(" ".join(groups), 420, 150, size)
    assert _amounts(slide) == {("revenue", Decimal(value * 1000))}


def test_years_and_columns_far_apart_stay_numbers_of_their_own() -> None:
    slide = Slide()
    slide.write("(단위: 백만원)", 700, 60, 12)
    slide.write("매출액", 60, 150, 16)
    for place, printed in enumerate(("12", "345", "678")):
        slide.write(printed, 300 + 160 * place, 150, 16)
    assert {value for _, value in _amounts(slide)} == {Decimal(number * 10**6) for number in (12, 345, 678)}


def test_a_table_of_holders_offers_nothing() -> None:
    rows = [("주주명", "주식수", "지분율"), ("대표이사", "60,000주", "60.0%"), ("가나벤처스", "40,000주", "40.0%")]
    claims = claims_of(*rows, title="주주 현황")
    assert {claim.metric for claim in claims if claim.quantity.value == 60} == {"founder_stake"}
    assert "equity_offered" not in {claim.metric for claim in claims}
    assert (Decimal(60_000), "count") in {(claim.quantity.value, claim.quantity.unit) for claim in claims}
