from __future__ import annotations

import pytest

from dealflow.catalogue.eligibility_facts import load_eligibility_facts
from dealflow.domain.tips.eligibility_facts import FactKind
from dealflow.errors import InvalidInputError

ONE = '[[fact]]\nid = "a"\nkind = "flag"\nko = "가"\nen = "A"\nrules = ["SUT-17"]\n'


def test_the_shipped_facts_cover_every_ground_and_clause() -> None:
    lines = {line.id: line for line in load_eligibility_facts()}
    assert len([each for each in lines if each.startswith("exclusions.")]) == 7
    assert len([each for each in lines if each.startswith("clauses.")]) == 5
    assert (lines["grant_won"].kind, lines["grant_won"].rules) == (FactKind.MONEY, ("SUT-10", "SUT-12"))
    assert lines["choice"].choices == ("grant", "equity", "both", "neither")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (ONE + ONE, "fact"),
        (ONE.replace('"flag"', '"colour"'), "kind"),
        (ONE.replace('"flag"', '"choice"'), "choices"),
        (ONE.replace("SUT-17", "SUT-99"), "rule"),
        (ONE.replace('en = "A"\n', ""), "fact"),
        (ONE + 'colour = "red"\n', "colour"),
    ],
)
def test_a_catalogue_with_a_mistake_is_refused(text: str, field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        load_eligibility_facts(text)
    assert caught.value.parameters["field"] == field
