from __future__ import annotations

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.wording import load_wordings
from dealflow.domain.claims.claims import ClaimStatus
from dealflow.domain.claims.phrase_rules import Way
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError
from dealflow.extract.scope import PageKind

_WHOSE = '[whose]\nprofile = ["회사명"]\ncustomer = ["고객사"]\nothers = ["모회사"]\nperson = ["교수"]\n'
_AWARD = _WHOSE + '[[told]]\nmetric = "awards"\nway = "phrase"\nwords = ["수상"]\n'


def test_every_wording_tells_a_metric_of_the_catalogue_in_a_unit_that_it_has() -> None:
    units = {metric.id: metric.units for metric in load_metrics()}
    unit_of = {Way.DAY: Unit.DATE}
    unlike = [
        one.metric for one in load_wordings().facts if unit_of.get(one.way, Unit.TEXT) not in units.get(one.metric, ())
    ]
    assert unlike == []


def test_names_of_people_are_told_by_no_wording() -> None:
    assert "ceo_name" not in {one.metric for one in load_wordings().facts}


def test_pages_that_are_left_out_are_kinds_of_pages() -> None:
    kinds = {kind.value for kind in PageKind}
    assert [one.metric for one in load_wordings().facts if not one.skip <= kinds] == []


def test_one_wording_is_read_as_it_stands() -> None:
    award = load_wordings(_AWARD + 'said = { actual = ["받음"] }\ndated = true\n').facts[0]
    assert (award.metric, award.way, award.is_dated, award.status) == (
        "awards",
        Way.PHRASE,
        True,
        ClaimStatus.UNKNOWN,
    )
    assert [(status, words.pattern) for status, words in award.status_words] == [(ClaimStatus.ACTUAL, "(?:받음)")]
    assert award.skip == {"competition", "team", "problem", "market", "customers"}


@pytest.mark.parametrize(
    ("text", "field", "problem"),
    [
        (_WHOSE, "told", "missing"),
        (_AWARD.replace('"phrase"', '"song"'), "way", "unknown"),
        (_AWARD.replace('words = ["수상"]', ""), "words", "missing"),
        (_AWARD.replace('["수상"]', '["(수상"]'), "words", "no_pattern"),
        (_AWARD.replace('["수상"]', "[]"), "words", "not_a_list_of_words"),
        (_AWARD.replace('["수상"]', '"수상"'), "words", "not_a_list_of_words"),
        (_AWARD + 'terms = "nowhere"\n', "terms", "unknown"),
        (_AWARD + 'colour = "red"\n', "colour", "unknown"),
        (_AWARD + 'said = { perhaps = ["?"] }\n', "way", "unknown"),
        (_AWARD.replace('metric = "awards"\n', ""), "metric", "missing"),
        (_AWARD.replace('person = ["교수"]\n', ""), "person", "missing"),
    ],
)
def test_a_wrong_catalogue_is_told(text: str, field: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        load_wordings(text)
    assert error.value.parameters == {"field": "metric", "problem": problem, "value": field}
