"""Small samples say how little they know: Wilson's interval and the median of what has not ended yet."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.statistics import Lasting, MedianTime, kaplan_meier_median, wilson

END, OPEN = partial(Lasting, ended=True), partial(Lasting, ended=False)
spans = st.lists(st.builds(Lasting, st.integers(0, 60), st.booleans()), max_size=40)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(1, 1, 0.2065, 1.0), (12, 12, 0.7575, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433)],
)
def test_an_interval_as_by_hand(part: int, whole: int, low: float, high: float) -> None:
    share = wilson(part, whole)
    assert share is not None
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_of_nothing_there_is_no_share_and_a_part_is_never_more_than_the_whole() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="no part"):
        wilson(3, 2)


@given(st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_share_lies_in_its_interval_and_more_seen_means_surer(pair: tuple[int, int]) -> None:
    share, more = wilson(*pair), wilson(pair[0] * 4, pair[1] * 4)
    assert share is not None
    assert more is not None
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert more.high - more.low < share.high - share.low


def test_a_median_with_open_ones_as_by_hand() -> None:
    # 5 at risk: 4/5 after day 2; 4 at risk: 3/4 of that after day 4; 2 at risk: half of that after day 6 -> 0.3
    seen = [END(2), END(4), OPEN(4), END(6), OPEN(9)]
    assert kaplan_meier_median(seen) == MedianTime(6, ended=3, lasting=2)
    assert kaplan_meier_median([END(3), OPEN(50), OPEN(60)]).days is None
    assert kaplan_meier_median([*seen, *seen]) == kaplan_meier_median(replace(span, times=2) for span in seen)
    assert kaplan_meier_median([]) == MedianTime(None, 0, 0)


@given(spans)
def test_where_all_have_ended_it_is_the_lower_middle_and_open_ones_never_shorten_it(some: list[Lasting]) -> None:
    ended = [Lasting(span.days, ended=True) for span in some]
    plain = kaplan_meier_median(ended)
    if some:
        days = sorted(span.days for span in some)
        assert plain.days == days[(len(days) - 1) // 2]
    censored = kaplan_meier_median(some)
    assert censored.n == len(some)
    assert censored.days is None or plain.days is None or censored.days >= plain.days
