from __future__ import annotations

import pytest

from dealflow.actions.claims.company_matching import CompanyMatch, rank, same_name
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.deck import Suggestion

VALID = "000-00-00000"
"""The one number with a right checksum that cannot be anybody's."""
GAON = Company("gaon", "㈜가온비전(가상)", "Gaon Vision (Fictional)", biz_reg_no=VALID)
NURI = Company("nuri", "누리예지(가상)")


def named(name: str, number: str | None = None) -> Suggestion:
    return Suggestion(name, "cover", 1, number)


def test_an_equal_registration_number_weighs_most() -> None:
    first, *_ = rank([named("전혀 다른 이름(가상)", "0000000000")], [NURI, GAON])
    assert first == CompanyMatch("gaon", GAON.name, GAON.name_en, VALID, 1.0, "biz_reg_no")


def test_a_number_with_a_wrong_checksum_weighs_nothing() -> None:
    wrong = Company("wrong", "다른 회사(가상)", biz_reg_no="000-00-00001")
    matches = rank([named("이름(가상)", "000-00-00001")], [wrong])
    assert [(match.company_id, match.why, match.biz_reg_no) for match in matches] == [(None, "cover", None)]


@pytest.mark.parametrize("written", ["주식회사 가온비전(가상)", "(주)가온비전 (가상)", "gaon vision (fictional)"])
def test_forms_of_one_name_are_one_company_and_nothing_new_is_offered(written: str) -> None:
    assert [(match.company_id, match.why) for match in rank([named(written)], [NURI, GAON])] == [("gaon", "name")]
    assert same_name(written, [NURI, GAON]) == GAON


def test_a_similar_name_is_offered_before_a_new_company_and_never_as_sure() -> None:
    first, second = rank([named("가온비젼(가상)")], [GAON])
    assert (first.company_id, first.why, first.score < 0.9) == ("gaon", "similar_name", True)
    assert (second.company_id, second.name, second.why) == (None, "가온비젼(가상)", "cover")


def test_without_a_likeness_only_the_decks_own_words_are_offered() -> None:
    matches = rank([named("하늘온(가상)"), named("다른온(가상)"), named("하늘온 (가상)")], [GAON, NURI])
    assert [(match.company_id, match.name) for match in matches] == [(None, "하늘온(가상)"), (None, "다른온(가상)")]
    assert rank([], [GAON]) == ()
    assert same_name("", [GAON]) is None


def test_a_korean_name_brings_the_latin_one_beside_it_along() -> None:
    told = [Suggestion("가온비전", "label"), Suggestion("Gaon Vision", "label")]
    first, second = rank(told, ())
    assert [(match.name, match.name_en) for match in (first, second)] == [
        ("가온비전", "Gaon Vision"), ("Gaon Vision", ""),
    ]  # fmt: skip
    (alone, _) = rank([told[0], Suggestion("Gaon Vision", "metadata")], ())
    assert alone.name_en == ""
