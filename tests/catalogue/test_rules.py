from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.rules import load_packs, load_rule_words
from dealflow.domain.investment.deal_terms import Instrument
from dealflow.domain.tips.eligibility import JUDGES
from dealflow.domain.tips.rule_packs import (
    RULE_IDS,
    Change,
    RulePack,
    RuleStatus,
    RuleValue,
    compare,
    configured,
    pack_for,
)
from dealflow.errors import InvalidInputError

PACKS = load_packs()
BY_ID = {pack.id: pack for pack in PACKS}
WORDS = load_rule_words()
PACK = """
id = "T-1"
programme = "P"
track = "T"
title = { ko = "가", en = "A" }
effective_from = 2026-01-01
effective_to = 2026-12-31
basis = { title = "공고(가상)", url = "https://example.com", verified_against_notice = true }
[[rule]]
id = "SUT-06"
severity = "warn"
status = "unknown"
source = ""
figures = [{ name = "days", unit = "days", status = "unknown" }]
"""


@pytest.mark.parametrize(
    ("programme", "track", "on", "pack"),
    [
        ("SCALEUP_TIPS", "SCALEUP", date(2021, 10, 31), None),
        ("SCALEUP_TIPS", "SCALEUP", date(2021, 11, 1), "SUT-2021.1"),
        ("SCALEUP_TIPS", "SCALEUP", date(2022, 12, 31), "SUT-2021.1"),
        ("SCALEUP_TIPS", "SCALEUP", date(2023, 1, 1), "SUT-2023.1"),
        ("SCALEUP_TIPS", "SCALEUP", date(2024, 12, 31), "SUT-2023.1"),
        ("SCALEUP_TIPS", "SCALEUP", date(2025, 1, 1), "SUT-2025.1"),
        ("SCALEUP_TIPS", "SCALEUP", date(2025, 12, 31), "SUT-2025.1"),
        ("SCALEUP_TIPS", "SCALEUP", date(2026, 1, 1), "SUT-2026.1"),
        ("SCALEUP_TIPS", "GLOBAL", date(2024, 12, 31), None),
        ("SCALEUP_TIPS", "GLOBAL", date(2025, 1, 1), "SUT-GLOBAL-2025.1"),
        ("SCALEUP_TIPS", "GLOBAL", date(2025, 12, 31), "SUT-GLOBAL-2025.1"),
        ("SCALEUP_TIPS", "GLOBAL", date(2026, 1, 1), "SUT-GLOBAL-2026.1"),
        ("VENTURE_FUND", "ALL", date(2025, 12, 31), None),
        ("VENTURE_FUND", "ALL", date(2027, 3, 29), "FND-2026.1"),
        ("VENTURE_FUND", "ALL", date(2027, 3, 30), "FND-2027.1"),
        ("TIPS", "GENERAL", date(2026, 1, 1), None),
    ],
)
def test_a_day_has_the_pack_of_its_own_year(programme: str, track: str, on: date, pack: str | None) -> None:
    found = pack_for(PACKS, programme, track, on)
    assert (found.id if found else None) == pack


def test_every_rule_stands_in_some_pack_and_has_words() -> None:
    assert {rule.id for pack in PACKS for rule in pack.rules} == set(RULE_IDS) == set(WORDS.rules) == set(JUDGES)


def test_nobody_has_compared_a_pack_with_its_notice_and_each_says_so() -> None:
    assert not any(pack.basis.verified_against_notice for pack in PACKS)
    assert all(pack.basis.url.startswith("http") for pack in PACKS)


def test_the_figures_are_those_of_the_sources() -> None:
    figures: list[tuple[str, str, tuple[str, ...]]] = [
        ("SUT-01", "minimum_won", ("SUT-2021.1", "SUT-2026.1", "SUT-GLOBAL-2025.1", "SUT-GLOBAL-2026.1")),
        ("SUT-10", "cap_won", ("SUT-2021.1", "SUT-2025.1", "SUT-2026.1", "SUT-GLOBAL-2025.1", "SUT-GLOBAL-2026.1")),
        ("SUT-11", "cap_won", ("SUT-2021.1", "SUT-2023.1", "SUT-2025.1", "SUT-2026.1")),
    ]
    found: list[list[RuleValue | None]] = []
    for rule_id, name, packs in figures:
        rules = [BY_ID[pack].rule(rule_id) for pack in packs]
        found.append([rule.value(name) if rule else None for rule in rules])
    assert found == [
        [1_000_000_000, 1_000_000_000, 1_000_000_000, 1_500_000_000],
        [1_200_000_000, 1_200_000_000, 3_000_000_000, 1_500_000_000, 6_000_000_000],
        [2_000_000_000, 2_000_000_000, 2_000_000_000, None],
    ]


def test_what_no_source_states_has_no_value_anywhere() -> None:
    for pack in PACKS:
        for rule_id, name in (
            ("SUT-06", "days"),
            ("SUT-08", "age_years"),
            ("SUT-19", "admitted"),
            ("SUT-21", "own_percent"),
        ):
            rule = pack.rule(rule_id)
            assert rule is None or (rule.value(name), rule.status) == (None, RuleStatus.UNKNOWN)


def test_every_figure_input_and_code_has_a_name() -> None:
    assert {figure.name for pack in PACKS for rule in pack.rules for figure in rule.figures} <= set(WORDS.figures)
    assert {name for _, names in JUDGES.values() for name in names} <= set(WORDS.inputs)
    assert {kind.value for kind in Instrument} <= set(WORDS.codes)


def test_two_packs_differ_where_the_programme_changed() -> None:
    assert compare(BY_ID["SUT-2023.1"], BY_ID["SUT-2025.1"]) == (
        Change("SUT-09", "status", "unknown", "confirmed"),
        Change("SUT-09", "sectors", None, ("초격차 10대 분야", "국가전략기술 12대 분야", "탄소중립")),
        Change("SUT-12", "rule", before=True, after=False),
        Change("SUT-13", "rule", before=False, after=True),
        Change("SUT-22", "status", "unknown", "confirmed"),
        Change("SUT-22", "changes_allowed", None, after=True),
    )
    assert compare(BY_ID["FND-2026.1"], BY_ID["FND-2027.1"]) == (Change("FND-03", "severity", "info", "warn"),)


@given(st.sampled_from(PACKS), st.sampled_from(PACKS))
def test_comparing_the_other_way_round_says_the_reverse(one: RulePack, other: RulePack) -> None:
    assert {(each.rule_id, each.what, each.after, each.before) for each in compare(other, one)} == {
        (each.rule_id, each.what, each.before, each.after) for each in compare(one, other)
    }
    assert compare(one, one) == ()


@given(st.sampled_from(PACKS), st.dates(date(2021, 1, 1), date(2030, 1, 1)))
def test_no_day_has_two_packs(pack: RulePack, day: date) -> None:
    same = [each for each in PACKS if (each.programme, each.track) == (pack.programme, pack.track)]
    assert sum(each.holds_on(day) for each in same) <= 1
    assert pack.effective_to is None or not pack.holds_on(pack.effective_to + timedelta(days=1))


def test_a_house_may_fill_in_what_no_source_states_and_nothing_else() -> None:
    pack = configured(load_packs([PACK])[0], {"SUT-06": {"days": 730}})
    figure = pack.rules[0].figures[0]
    assert (figure.value, figure.status) == (730, RuleStatus.UNKNOWN)
    for rule_id, name, value in (
        ("SUT-01", "minimum_won", 1),  # confirmed
        ("SUT-06", "weeks", 1),
        ("SUT-16", "percent", 1),  # not in this pack
        ("SUT-06", "days", -1),
        ("SUT-06", "days", True),
        ("SUT-02", "mode", "everybody"),
    ):
        with pytest.raises(InvalidInputError):
            configured(BY_ID["SUT-2025.1"], {rule_id: {name: value}})


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"SUT-06"', '"SUT-99"', "unknown"),
        ('severity = "warn"', 'severity = "maybe"', "unknown"),
        ('severity = "warn"', 'severity = "warn"\nseverty = "info"', "unknown"),
        ('status = "unknown"\nsource', 'status = "confirmed"\nsource', "missing"),
        ('unit = "days", status = "unknown"', 'unit = "days", status = "confirmed"', "confirmed_without_value"),
        ('unit = "days"', 'value = "two years", unit = "days"', "wrong_kind"),
        ('unit = "days"', 'unit = "moons"', "unknown"),
        ("effective_to = 2026-12-31", "effective_to = 2025-12-31", "before_from"),
        ("effective_from = 2026-01-01", 'effective_from = "2026"', "not_a_day"),
        ('title = { ko = "가", en = "A" }', 'title = { ko = "가" }', "missing_words"),
    ],
)
def test_a_pack_that_cannot_be_right_is_refused_with_the_reason(old: str, new: str, problem: str) -> None:
    assert load_packs([PACK])[0].id == "T-1"
    with pytest.raises(InvalidInputError) as refusal:
        load_packs([PACK.replace(old, new)])
    assert refusal.value.parameters["problem"] == problem


def test_two_packs_of_one_track_may_touch_but_not_overlap() -> None:
    def follows(day: str) -> str:
        dates = PACK.replace("effective_from = 2026-01-01", f"effective_from = {day}").replace(
            "effective_to = 2026-12-31", ""
        )
        return dates.replace("T-1", "T-2")

    assert [pack.id for pack in load_packs([follows("2027-01-01"), PACK])] == ["T-1", "T-2"]
    with pytest.raises(InvalidInputError) as refusal:
        load_packs([PACK, follows("2026-12-31")])
    assert refusal.value.parameters["problem"] == "overlap"
    with pytest.raises(InvalidInputError):
        load_packs([PACK, PACK])


def test_words_in_one_language_only_are_refused() -> None:
    with pytest.raises(InvalidInputError):
        load_rule_words('[rule.SUT-01]\ntitle = { ko = "가" }\nnote = { ko = "가", en = "A" }')
    with pytest.raises(InvalidInputError):
        load_rule_words('[rule.SUT-01]\ntitle = { ko = "가", en = "A" }\nnote = { ko = "가", en = "A" }')
