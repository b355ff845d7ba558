"""The four questions of a committee, in both languages, each once."""

from __future__ import annotations

import pytest

from dealflow.catalogue.criteria import load_criteria
from dealflow.errors import InvalidInputError


def test_the_shipped_criteria_are_the_four_questions_in_both_languages() -> None:
    shipped = load_criteria()
    assert [(each.id, each.name_ko, each.name_en) for each in shipped] == [
        ("market", "시장성", "Market"),
        ("competitiveness", "경쟁력", "Competitiveness"),
        ("team", "팀", "Team"),
        ("exit", "EXIT", "Exit"),
    ]
    assert all(each.ask_ko and each.ask_en for each in shipped)


def test_a_criterion_that_stands_twice_is_refused() -> None:
    entry = '[[criterion]]\nid = "a"\nname_ko = "가"\nname_en = "A"\nask_ko = ""\nask_en = ""\n'
    with pytest.raises(InvalidInputError):
        load_criteria(entry * 2)
