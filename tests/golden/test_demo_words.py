"""What the fictional decks tell in words is read back, and nothing else is: names, places, numbers, rounds, days."""

from __future__ import annotations

import pytest
from fiction import told, truth
from fiction.told import Count, Fact

from dealflow.domain.claims.claims import Claim, ReviewReason, Scope
from dealflow.domain.claims.page import DeckText
from dealflow.domain.values.quantity import Unit
from dealflow.domain.values.register_numbers import biz_reg_no_valid

Read = dict[str, tuple[tuple[Claim, ...], tuple[Claim, ...]]]


@pytest.fixture(scope="module")
def read(texts: dict[str, DeckText]) -> Read:
    """Return the figures and the facts in words that the extractor finds on every deck of the event."""
    return {name: told.read(text) for name, text in texts.items()}


@pytest.fixture(scope="module")
def counts(read: Read) -> dict[str, Count]:
    known = told.facts()
    return {one.metric: one for one in told.counts([(words, known[name]) for name, (_, words) in read.items()])}


def test_one_deck_tells_what_a_person_reads_off_its_slides() -> None:
    assert told.facts()["gaonvision_v1"] == (
        Fact(1, "round", "Series A"),
        Fact(2, "hq_location", "경상남도 창원시"),
        Fact(3, "company_name", "가온비전(가상)"),
        Fact(3, "hq_location", "경상남도 창원시 예시구 가상로 0"),
        Fact(3, "biz_reg_no", "000-00-00001"),
    )


def test_every_fact_in_words_is_found_and_every_one_that_is_said_is_right(counts: dict[str, Count]) -> None:
    assert set(counts) == {"biz_reg_no", "company_name", "hq_location", "instrument", "round"}
    assert [one for one in counts.values() if one.found < one.printed] == []
    assert [one for one in counts.values() if one.right < one.claims] == []


def test_words_are_the_companys_own_and_no_persons_name_is_among_them(read: Read) -> None:
    words = [claim for _, told_words in read.values() for claim in told_words]
    assert {claim.scope for claim in words} == {Scope.COMPANY}
    people = ("김가상", "이예시", "박모의", "Gasang", "Yesi")
    assert [piece.quote for claim in words for piece in claim.evidence for name in people if name in piece.quote] == []


def test_a_fictional_register_number_says_that_its_check_digit_fails(read: Read) -> None:
    numbers = [claim for _, words in read.values() for claim in words if claim.metric == "biz_reg_no"]
    assert len(numbers) == 14
    assert not any(biz_reg_no_valid(claim.quantity.text or "") for claim in numbers)
    assert all(ReviewReason.CHECK_DIGIT in claim.review_reasons for claim in numbers)


def test_break_even_listing_and_founding_have_the_precision_of_the_page(read: Read) -> None:
    for name, (figures, _) in read.items():
        for line in truth.read(name):
            if line.unit != "date" or line.distractor:
                continue
            days = {
                claim.quantity.text
                for claim in figures
                if claim.metric == line.metric and claim.quantity.unit is Unit.DATE and truth.same_place(claim, line)
            }
            assert line.period in days, (name, line.metric, line.printed, days)
