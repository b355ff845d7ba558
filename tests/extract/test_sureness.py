from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.facts import ReviewReason
from dealflow.extract.sureness import sureness

REASONS = st.frozensets(st.sampled_from(ReviewReason))


@pytest.mark.parametrize(
    ("reasons", "is_named", "sure"),
    [
        (set(), True, 0.95),
        ({ReviewReason.STATUS_UNKNOWN}, True, 0.92),
        ({ReviewReason.STATUS_UNKNOWN, ReviewReason.MULTIPLE_READING}, True, 0.75),
        (set(), False, 0.42),
        ({ReviewReason.SCOPE_UNKNOWN}, True, 0.1),
        ({ReviewReason.OCR}, True, 0.52),
    ],
)
def test_each_kind_of_reading_is_as_sure_as_the_table_says(
    reasons: set[ReviewReason], sure: float, *, is_named: bool
) -> None:
    assert sureness(reasons, is_named=is_named, distance=0.0, letters=1.0) == sure


@given(REASONS, REASONS, st.sampled_from([True, False]), st.floats(0, 99), st.floats(0.1, 1))
def test_another_doubt_a_longer_way_or_worse_letters_never_make_a_reading_surer(
    reasons: frozenset[ReviewReason],
    more: frozenset[ReviewReason],
    named: bool,  # noqa: FBT001 - hypothesis gives it by its place
    distance: float,
    letters: float,
) -> None:
    first = sureness(reasons, is_named=named, distance=distance, letters=letters)
    assert 0.05 <= first <= 0.95
    assert sureness(reasons | more, is_named=named, distance=distance, letters=letters) <= first
    assert sureness(reasons, is_named=named, distance=distance + 5, letters=letters) <= first
    assert sureness(reasons, is_named=named, distance=distance, letters=letters / 2) <= first
    assert sureness(reasons, is_named=False, distance=distance, letters=letters) <= first
