from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.company_names import NEAR, near_names, plain_name, similarity

KNOWN = {
    "gaon": ("㈜가온비전(가상)", "Gaon Vision (Fictional)"),
    "nuri": ("누리예지(가상)", ""),
    "haneul": ("하늘온(가상)", "Haneulon (Fictional)"),
}


@pytest.mark.parametrize(
    "written",
    ["㈜누리예지(가상)", "(주) 누리예지 (가상)", "주식회사 누리예지(가상)", "누리예지㈜ (가상)", "누리 예지(가상)"],
)
def test_spellings_of_one_company_have_one_plain_name(written: str) -> None:
    assert plain_name(written) == plain_name("누리예지(가상)")
    assert similarity(written, "누리예지(가상)") == 1.0


@pytest.mark.parametrize("written", ["Nuri Yeji Co., Ltd.", "nuri-yeji Inc.", "NURI YEJI Corp", "Nuri Yeji"])
def test_english_legal_forms_do_not_count(written: str) -> None:
    assert plain_name(written) == "nuriyeji"


def test_an_invented_company_is_near_a_real_one_and_never_the_same() -> None:
    assert plain_name("누리예지(가상)") != plain_name("누리예지")
    assert plain_name("Nuri Yeji (Fictional)") == "nuriyeji(fictional)"
    assert NEAR < similarity("누리예지", "누리예지(가상)") < 1


@pytest.mark.parametrize("nothing", ["", "㈜", "(주)", "Inc.", "()"])
def test_a_legal_form_alone_is_no_name(nothing: str) -> None:
    assert plain_name(nothing) == ""
    assert similarity(nothing, nothing) == 0.0
    assert near_names(nothing, KNOWN) == ()


def test_korean_syllables_are_compared_by_their_letters() -> None:
    assert similarity("가온비젼", "가온비전") == pytest.approx(9 / 10)  # ten letters, one of which differs


def test_the_likest_name_of_each_company_comes_first() -> None:
    near = near_names("가온비젼", KNOWN)
    assert [(name.id, name.name, name.is_same) for name in near] == [("gaon", "㈜가온비전(가상)", False)]
    assert [(name.id, name.is_same) for name in near_names("gaon vision(fictional) inc.", KNOWN)] == [("gaon", True)]


def test_a_beginning_is_near_while_a_name_is_being_typed() -> None:
    assert [name.id for name in near_names("가온", KNOWN)] == ["gaon"]
    assert near_names("가", KNOWN) == ()


def test_what_resembles_nothing_has_no_near_names() -> None:
    assert near_names("바다소금", KNOWN) == ()


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_the_same_from_both_sides_and_one_for_equal_names_only(first: str, second: str) -> None:
    assert similarity(first, second) == similarity(second, first)
    assert 0 <= similarity(first, second) <= 1
    assert (similarity(first, second) == 1) == (plain_name(first) == plain_name(second) != "")
