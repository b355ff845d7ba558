from __future__ import annotations

from datetime import date
from random import Random

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import ClaimStatus
from dealflow.extract import read_claims
from dealflow.extract.deck_day import deck_day
from tests.extract.variety import Drawing


def _cover(*lines: str) -> Drawing:
    drawing = Drawing("cover")
    for place, line in enumerate(lines):
        drawing.write(line, 60, 180 + 60 * place, 24)
    return drawing


@pytest.mark.parametrize("printed", ["October 2023", "2023.10", "2023년 10월", "Oct. 2023"])
def test_the_one_month_of_a_cover_is_the_decks_day(printed: str) -> None:
    assert deck_day(_cover("Seaweed for everybody", printed).deck()) == date(2023, 10, 31)


def test_the_months_of_a_chart_on_the_first_page_are_not_the_decks_day() -> None:
    months = [f"2025-0{month}" for month in range(1, 4)]
    assert deck_day(_cover("월 매출 (백만원)", *months).deck()) is None


@pytest.mark.parametrize("seed", range(6))
def test_a_month_at_the_foot_of_most_pages_is_the_decks_day_and_one_among_its_figures_is_not(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 -- pages drawn by chance, no secret
    drawing, month = _cover("Seaweed for everybody"), chance.randint(1, 12)
    for _ in range(4):
        drawing.pages.append([])
        drawing.write("Sales of 2021.03", 60, chance.randint(100, 300), 16)
        drawing.write(f"Seaweed Inc. | 2024.{month:02}", 60, 516, 9)
    day = deck_day(drawing.deck())
    assert day is not None
    assert (day.year, day.month) == (2024, month)
    drawing.pages = [[word for word in words if word.box.y0_pt < 500] for words in drawing.pages]
    assert deck_day(drawing.deck()) is None


def test_years_on_a_page_of_projections_have_not_happened_because_an_old_deck_is_read_late() -> None:
    slide = Drawing("plan")
    slide.write("PROJECTIONS", 60, 30, 40)
    for place, text in enumerate(("ARR", "2017", "$10M")):
        slide.write(text, 60 + 200 * place, 200, 24)
    late = date(2026, 12, 1)
    (claim,) = (claim for claim in read_claims(slide.deck(), load_metrics(), read_on=late) if claim.metric == "arr")
    assert claim.status is not ClaimStatus.ACTUAL
    for words in slide.pages:
        words[0] = words[0]._replace(text="RESULTS")
    (claim,) = (claim for claim in read_claims(slide.deck(), load_metrics(), read_on=late) if claim.metric == "arr")
    assert claim.status is ClaimStatus.ACTUAL
