from __future__ import annotations

import pytest

from dealflow.catalogue.filings import load_sheets
from dealflow.domain.investment.committee import Outward
from dealflow.errors import InvalidInputError

PLAN, RESULT, *PAPERS = load_sheets()
SHEET = """
[[sheet]]
id = "t"
title = { ko = "가", en = "A" }
form = "[0000]"
due = "plan"
source = "https://example.com"
fields = [{ id = "a", ko = "가", en = "A", required = true }, { id = "b", ko = "나", en = "B", when = ["passed"] }]
"""


def test_the_plan_asks_for_what_the_form_asks_in_its_order() -> None:
    assert [field.name.ko for field in PLAN.fields if field.required] == [
        "담당자",
        "개최일시",
        "장소",
        "사업자번호",
        "대표자",
        "설립일",
        "업종",
        "자본금",
        "SPC 여부",
    ]
    assert [each.name.ko for each in PLAN.files] == ["투심보고서", "준법체크리스트", "ESG평가보고서"]
    assert {field.id: field.at_most for field in PLAN.fields if field.at_most} == {"conditions": 5}


def test_the_result_asks_for_money_only_where_it_was_passed() -> None:
    asked = {result: [field.id for field in RESULT.fields if field.is_asked(result)] for result in Outward}
    assert asked[Outward.REJECTED] == asked[Outward.CANCELLED] == ["result"]
    assert len(asked[Outward.PASSED]) == len(RESULT.fields) == 9
    assert [each.name.ko for each in RESULT.files] == ["투심위 의사록"]


def test_a_sheet_says_which_required_fields_are_empty() -> None:
    filled = {field.id: "값" for field in PLAN.fields}
    assert PLAN.missing(filled) == ()
    assert [field.id for field in PLAN.missing(filled | {"place": " "})] == ["place"]
    assert [field.id for field in RESULT.missing({})] == ["result"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "b"', 'id = "a"'),
        ('when = ["passed"]', 'when = ["won"]'),
        ("required", "requird"),
        ('due = "plan"', 'due = "soon"'),
        ('ko = "나", ', ""),
        ('when = ["passed"]', "at_most = 0"),
        ('form = "[0000]"', ""),
        ("fields = [", "rows = ["),
    ],
)
def test_a_sheet_that_cannot_be_right_is_refused(old: str, new: str) -> None:
    assert len(load_sheets(SHEET)[0].fields) == 2
    with pytest.raises(InvalidInputError):
        load_sheets(SHEET.replace(old, new))
