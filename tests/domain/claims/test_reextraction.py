"""One id always says the same thing, whatever extractor reads the deck; what it reads otherwise is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.claims import Claim, ClaimStatus, Evidence, Scope
from dealflow.domain.claims.page import Box
from dealflow.domain.claims.reextraction import Difference, DifferenceKind, carried, differences, is_older, says
from dealflow.domain.values.quantity import Quantity, Unit


def claim(name: str, value: int = 42, *, place: int = 0, page: int = 1, metric: str = "revenue") -> Claim:
    """A claim read off the words at a place of a page; equal places are equal boxes."""
    box = Box(100 * place, 10, 100 * place + 60, 30)
    return Claim(
        id=name,
        metric=metric,
        quantity=Quantity(Unit.KRW, Decimal(value)),
        evidence=(Evidence(page, (box,), (), f"매출 {value}"),),
        label="매출",
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
    )


def fresh(one: Claim) -> str:
    return f"{one.id}!{says(one)}"


def test_a_claim_whose_quote_was_cut_differently_keeps_the_id_that_words_hang_on() -> None:
    known = claim("old")
    quote = replace(known.evidence[0], quote="매출 42 억원", boxes=(Box(0, 10, 66, 31),))
    read = replace(known, id="new", evidence=(quote,), confidence=0.9)
    assert carried([known], [read], fresh) == (replace(read, id="old"),)


def test_a_claim_read_otherwise_gets_an_id_of_its_own_and_the_old_id_is_left_to_what_it_said() -> None:
    known = claim("x")
    read = replace(known, scope=Scope.MARKET)
    (got,) = carried([known], [read], fresh)
    assert (got.id, got.scope) == (fresh(read), Scope.MARKET)
    assert differences([known], [got]) == (Difference(DifferenceKind.CHANGED, known, got),)


def test_a_later_reading_that_says_it_again_finds_the_way_back_to_the_old_id() -> None:
    known, other = claim("x"), replace(claim("x"), id="y", scope=Scope.MARKET)
    assert [one.id for one in carried([known, other], [claim("x")], fresh)] == ["x"]
    assert [one.id for one in carried([known, other], [replace(claim("x"), scope=Scope.MARKET)], fresh)] == ["y"]


def test_differences_are_told_as_changed_new_and_gone() -> None:
    before = (claim("same", place=0), claim("c", 5, place=1), claim("gone", 7, place=2))
    after = (claim("same", place=0), claim("d", 50, place=1), claim("new", 9, place=3))
    assert differences(before, after) == (
        Difference(DifferenceKind.CHANGED, before[1], after[1]),
        Difference(DifferenceKind.NEW, None, after[2]),
        Difference(DifferenceKind.GONE, before[2], None),
    )


def test_the_same_words_on_another_page_are_another_place() -> None:
    before, after = (claim("a", 5, page=1),), (claim("b", 6, page=2),)
    assert [one.kind for one in differences(before, after)] == [DifferenceKind.NEW, DifferenceKind.GONE]


READINGS = st.lists(
    st.builds(
        claim,
        st.sampled_from("abcdefgh"),
        st.integers(1, 3),
        place=st.integers(0, 3),
        page=st.integers(1, 2),
        metric=st.sampled_from(["revenue", "arr"]),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(READINGS, READINGS)
def test_an_id_never_says_two_things_and_is_never_given_twice(known: list[Claim], read: list[Claim]) -> None:
    got = carried(known, read, fresh)
    assert [says(one) for one in got] == [says(one) for one in read]
    assert len({one.id for one in got}) == len(got)
    said = {one.id: says(one) for one in known}
    assert all(says(one) == said.get(one.id, says(one)) for one in got)


@given(READINGS, READINGS)
def test_every_claim_of_both_readings_is_the_same_or_told_once(before: list[Claim], read: list[Claim]) -> None:
    after = carried(before, read, fresh)
    told = differences(before, after)
    gone = [one.before.id for one in told if one.before is not None]
    come = [one.after.id for one in told if one.after is not None]
    same = {one.id for one in before} - set(gone)
    assert same == {one.id for one in after} - set(come)
    assert len(set(gone)) == len(gone)
    assert len(set(come)) == len(come)


@given(READINGS)
def test_a_reading_does_not_differ_from_itself(read: list[Claim]) -> None:
    assert carried(read, list(reversed(read)), fresh) == tuple(reversed(read))
    assert differences(read, tuple(reversed(read))) == ()


@pytest.mark.parametrize(
    ("extractor", "than", "older"),
    [
        ("dealflow-extract/1", "dealflow-extract/2", True),
        ("dealflow-extract/9", "dealflow-extract/10", True),
        ("dealflow-extract/2", "dealflow-extract/2", False),
        ("dealflow-extract/3", "dealflow-extract/2", False),
        ("other/1", "dealflow-extract/2", False),
        ("test", "dealflow-extract/2", False),
        ("", "dealflow-extract/2", False),
    ],
)
def test_only_an_earlier_number_of_the_same_extractor_is_older(extractor: str, than: str, *, older: bool) -> None:
    assert is_older(extractor, than) is older
