from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Scope
from dealflow.domain.claims.consistency_checks import Stated
from dealflow.domain.claims.deck_diff import Change, ChangeKind, compare
from dealflow.domain.values.quantity import Quantity, Unit


def figure(metric: str, value: int, page: int = 1) -> Stated:
    quantity = Quantity(Unit.KRW, Decimal(value))
    name = f"{metric}:{value}:{page}"
    return Stated(name, metric, quantity, Scope.COMPANY, ClaimStatus.ACTUAL, Aggregation.ANNUAL, None, page)


def test_each_kind_of_change_is_told_once() -> None:
    before = [figure("revenue", 45), figure("arr", 18, page=3), figure("mrr", 1), figure("cash_balance", 9)]
    after = [figure("revenue", 48), figure("arr", 18, page=5), figure("burn_rate", 2), figure("cash_balance", 9)]
    assert compare(before, after) == (
        Change(ChangeKind.MOVED, before[1], after[1]),
        Change(ChangeKind.APPEARED, None, after[2]),
        Change(ChangeKind.VANISHED, before[2], None),
        Change(ChangeKind.CHANGED, before[0], after[0]),
    )


def test_a_target_that_became_actual_is_no_changed_value() -> None:
    target = replace(figure("revenue", 80), status=ClaimStatus.TARGET)
    actual = figure("revenue", 62)
    assert [change.kind for change in compare([target], [actual])] == [ChangeKind.APPEARED, ChangeKind.VANISHED]


FIGURES = st.lists(
    st.builds(figure, st.sampled_from(["revenue", "arr", "mrr"]), st.integers(1, 4), st.integers(1, 3)), max_size=8
)


@given(FIGURES)
def test_a_deck_does_not_differ_from_itself(figures: list[Stated]) -> None:
    assert compare(figures, list(reversed(figures))) == ()


@given(FIGURES, FIGURES)
def test_every_figure_is_accounted_for(before: list[Stated], after: list[Stated]) -> None:
    changes = compare(before, after)
    gone = [change.before for change in changes if change.before is not None]
    come = [change.after for change in changes if change.after is not None]
    assert len(before) - len(gone) == len(after) - len(come)


@given(FIGURES, FIGURES)
def test_the_way_back_is_the_mirror_of_the_way_there(before: list[Stated], after: list[Stated]) -> None:
    def told(changes: tuple[Change, ...]) -> list[str]:
        return sorted(change.kind.value for change in changes)

    mirror = {"appeared": "vanished", "vanished": "appeared"}
    there, back = told(compare(before, after)), told(compare(after, before))
    assert sorted(mirror.get(kind, kind) for kind in there) == back
