from __future__ import annotations

import pytest

from dealflow.i18n import t
from dealflow.i18n.particles import settled


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("온새미데이터(가상)을(를) 추천", "온새미데이터(가상)을 추천"),
        ("가온비전을(를)", "가온비전을"),
        ("해마루오션에이아이을(를)", "해마루오션에이아이를"),
        ("‘누리예지’이(가)", "‘누리예지’가"),
        ("시리즈 3은(는)", "시리즈 3은"),
        ("시리즈 2은(는)", "시리즈 2는"),
        ("서울(으)로", "서울로"),
        ("부산(으)로", "부산으로"),
        ("7(으)로", "7로"),
        ("TAM을(를)", "TAM을"),
        ("DScover와(과)", "DScover와"),
        ("을(를)", "을(를)"),
        ("가을(를) 나을(를)", "가를 나를"),
    ],
)
def test_a_particle_follows_the_last_sound(written: str, read: str) -> None:
    assert settled(written) == read


def test_words_with_names_are_settled_and_english_is_left_alone() -> None:
    assert "온새미데이터(가상)을 추천" in t("operators.done.recommended", "ko", company="온새미데이터(가상)")
    assert "(를)" not in t("operators.done.recommended", "ko", company="해마루")
