from __future__ import annotations

from datetime import date

import pytest

from dealflow.catalogue.rules import load_packs
from dealflow.domain.tips.eligibility import judge
from dealflow.domain.tips.rule_packs import compare
from dealflow.i18n import LANGUAGES, Language
from dealflow.reports.tips import eligibility_words as words
from tests.domain.tips.cases import CALENDAR, GOOD


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_input_and_figure_of_every_pack_has_words(lang: Language) -> None:
    for pack in load_packs():
        for finding in judge(pack, GOOD, CALENDAR):
            assert words.sentence(pack, finding, lang, {"vc": "예시벤처스(가상)"})
            assert all(words.used(name, value, lang, {}) for name, value in finding.used.items())
        assert all(words.figure(figure, lang) for rule in pack.rules for figure in rule.figures)


def test_what_was_used_is_told_with_its_units() -> None:
    assert words.used("grant_won", 3_000_000_000, "ko", {}) == "30억 원"
    assert words.used("founded_on", date(2018, 3, 12).isoformat(), "en", {}) == "Mar 12, 2018"
    assert words.used("stake_after", "0.125", "ko", {}) == "12.5%"
    assert (
        words.used("payments", ({"amount_won": 999_980_100, "voided_because": ""},), "ko", {}) == "1건 · 999,980,100원"
    )
    assert words.used("recommender_id", "b", "ko", {"b": "b벤처스(가상)"}) == "b벤처스(가상)"
    assert words.input_name("exclusions.tax_local", "ko") == "지방세 체납"


def test_the_grant_grew_from_twelve_to_thirty() -> None:
    packs = {pack.id: pack for pack in load_packs()}
    before, after = packs["SUT-2025.1"], packs["SUT-2026.1"]
    (grown,) = [each for each in compare(before, after) if (each.rule_id, each.what) == ("SUT-10", "cap_won")]
    assert words.changed(grown, before, after, "en") == ("Cap (won)", "₩1.2B", "₩3B")
