from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.page import Box, DeckText, Page, Word
from dealflow.domain.values.quantity import Unit
from dealflow.extract import read_claims
from dealflow.extract.turned import is_turned, turn_of, turned_back, upright
from tests.extract.variety import Drawing

_HEIGHT, _WIDTH = 960.0, 540.0


def _turned_page(*, up: bool) -> Page:
    drawing = Drawing("turned")
    drawing.write("Where we stand today", 48, 30, 30)
    drawing.write("Annual revenue", 60, 150, 16)
    drawing.write("$4.2 million", 420, 150, 16)
    flat = Page(1, _HEIGHT, _WIDTH, tuple(drawing.pages[0]))
    words = tuple(
        word._replace(box=turned_back(word.box, Page(1, _WIDTH, _HEIGHT, ()), 1 if up else -1)) for word in flat.words
    )
    return Page(1, _WIDTH, _HEIGHT, words)


@pytest.mark.parametrize("up", [True, False])
def test_a_turned_page_is_read_and_its_boxes_stand_where_they_are_printed(*, up: bool) -> None:
    page = _turned_page(up=up)
    (claim,) = read_claims(DeckText("7" * 64, (page,), "drawn"), load_metrics())
    assert (claim.metric, claim.quantity.value, claim.quantity.unit) == ("revenue", Decimal(4_200_000), Unit.USD)
    printed = [word.box for word in page.words if word.text in {"$4.2", "million"}]
    (box,) = claim.evidence[0].boxes
    assert all(box[0] <= one[0] + 1 and one[2] - 1 <= box[2] and box[1] <= one[1] + 1 for one in printed)


@pytest.mark.parametrize("up", [True, False])
def test_turning_back_undoes_turning(*, up: bool) -> None:
    page = _turned_page(up=up)
    turn = turn_of(page)
    assert turn == (1 if up else -1)
    for word, before in zip(upright(page, turn).words, page.words, strict=True):
        assert tuple(turned_back(word.box, page, turn)) == pytest.approx(tuple(before.box))


@pytest.mark.parametrize("text", ["III", "fit", "1.1", "il"])
def test_a_tall_short_word_stands_upright(text: str) -> None:
    assert not is_turned(Word(text, Box(0, 0, 10, 20), 14))
