"""A house's own values: read back as written, refused where a source confirms the figure, gone once taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.rules import load_packs
from dealflow.domain.tips.events import FigureKept
from dealflow.domain.tips.rule_overrides import applied, read, values_of, written
from dealflow.domain.tips.rule_packs import Aggregation, RuleStatus, RuleValue
from dealflow.errors import InvalidInputError

PACKS = load_packs()
PACK = next(pack for pack in PACKS if pack.id == "SUT-2026.1")


def kept(value: str, rule: str = "SUT-08", figure: str = "age_years") -> FigureKept:
    return FigureKept("a", "SUT-2026.1", rule, figure, value)


@given(
    given_=st.one_of(
        st.tuples(st.booleans(), st.just("flag")),
        st.tuples(st.integers(0, 10**15), st.sampled_from(["KRW", "days", "percent", "years"])),
        st.tuples(st.sampled_from([each.value for each in Aggregation]), st.just("mode")),
        st.tuples(
            st.lists(st.sampled_from(["rcps", "cps", "safe"]), min_size=1, unique=True).map(tuple), st.just("codes")
        ),
    )
)
def test_what_is_written_reads_back_as_the_same_value(given_: tuple[RuleValue, str]) -> None:
    value, unit = given_
    assert read(written(value), unit) == value


@pytest.mark.parametrize(
    ("text", "unit"), [("maybe", "flag"), ("-1", "KRW"), ("1.5", "years"), ("", "days"), ("x", "mode")]
)
def test_a_value_of_another_kind_is_refused(text: str, unit: str) -> None:
    with pytest.raises(InvalidInputError):
        read(text, unit)


def test_the_last_value_counts_and_none_once_it_is_taken_back() -> None:
    assert values_of([kept("7"), kept("8")], PACKS) == {"SUT-2026.1": {"SUT-08": {"age_years": 8}}}
    assert values_of([kept("7"), kept("")], PACKS) == {}


def test_a_value_stays_unconfirmed_and_is_marked_as_the_houses_own() -> None:
    (after,) = applied([PACK], {"SUT-2026.1": {"SUT-08": {"age_years": 7}}})
    rule = after.rule("SUT-08")
    assert rule is not None
    figure = next(each for each in rule.figures if each.name == "age_years")
    assert (figure.value, figure.status, figure.by_house) == (7, RuleStatus.UNKNOWN, True)


def test_a_figure_that_a_source_confirms_by_now_is_not_overridden() -> None:
    assert values_of([kept("1", "SUT-01", "minimum_won"), kept("1", "SUT-99", "gone")], PACKS) == {}
    with pytest.raises(InvalidInputError):
        applied([PACK], {"SUT-2026.1": {"SUT-01": {"minimum_won": 1}}})
