"""The days for reports to KVIC are those of the pack that holds on the day of the committee."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest

from dealflow.actions.tips.kvic_deadline import report_days
from dealflow.catalogue.rules import load_packs

CHANGED = (("value = 5", "value = 7"), ("value = 2", "value = 3"))


def test_the_days_change_with_the_pack_and_stand_as_the_guide_says_before_any() -> None:
    rules = resources.files("dealflow.catalogue").joinpath("rules")
    texts = [rules.joinpath(name).read_text("utf-8") for name in ("fnd-2026.toml", "fnd-2027.toml")]
    for before, after in CHANGED:
        assert before in texts[1]
        texts[1] = texts[1].replace(before, after)
    packs = load_packs(texts)
    assert report_days(date(2027, 3, 29), packs) == (5, 2)
    assert report_days(date(2027, 3, 30), packs) == (7, 3)
    assert report_days(date(2025, 12, 31), packs) == (5, 2)


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2027, 3, 30)])
def test_the_shipped_packs_say_five_before_and_two_after(on: date) -> None:
    assert report_days(on) == (5, 2)
