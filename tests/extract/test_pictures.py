"""Words that OCR read are paired as any others, but a number that nothing speaks of is no figure in a picture."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import Origin
from dealflow.domain.claims.page import DeckText, Source, Word
from dealflow.domain.values.quantity import Unit
from dealflow.extract import read_claims
from tests.extract.slides import Slide

if TYPE_CHECKING:
    from dealflow.domain.claims.claims import Claim

_METRICS = load_metrics()


def read_off(slide: Slide, *, pictures_only: bool = True, patches: tuple[Word, ...] = ()) -> tuple[Claim, ...]:
    """Read a slide whose words OCR read, with words of a text layer over it."""
    words = tuple(word._replace(confidence=0.97) for word in slide.words)
    source = Source.OCR if pictures_only else Source.TEXT
    page = replace(slide.page(), words=patches + words, source=source)
    return read_claims(DeckText("7" * 64, (page,), "test"), _METRICS)


def slide() -> Slide:
    drawn = Slide()
    drawn.write("Key figures", 48, 24, 28)
    drawn.write("58.63", 700, 180, 14)
    drawn.write("1600", 720, 300, 14)
    drawn.write("Michigan Road", 780, 300, 14)
    drawn.write("Revenue 2024", 80, 200, 18)
    drawn.write("$4,530,000", 80, 160, 34)
    drawn.write("64 customers", 80, 320, 20)
    return drawn


def test_a_number_of_a_picture_that_no_words_name_is_no_figure() -> None:
    claims = read_off(slide())
    assert {(claim.metric, claim.quantity.value, claim.quantity.unit) for claim in claims} == {
        ("revenue", Decimal(4_530_000), Unit.USD),
        ("customers_count", Decimal(64), Unit.COUNT),
    }
    assert {claim.origin for claim in claims} == {Origin.OCR}


def test_patches_of_text_over_a_slide_that_is_a_picture_are_text() -> None:
    written = Slide()
    written.write("Gross margin 41%", 80, 420, 20)
    claims = read_off(slide(), patches=tuple(written.words))
    assert {(claim.metric, claim.origin) for claim in claims} == {
        ("revenue", Origin.OCR),
        ("customers_count", Origin.OCR),
        ("gross_margin", Origin.TEXT),
    }
