"""A telephone number and an address typed into one field, as a card has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.ways_to_reach import phone_and_email


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("010-0000-1234 haneul@example.com", ("010-0000-1234", "haneul@example.com")),
        ("haneul@example.com, +82 10 0000 1234", ("+82 10 0000 1234", "haneul@example.com")),
        ("이하늘 <haneul@example.com>", ("이하늘", "haneul@example.com")),
        ("02) 000-0000", ("02) 000-0000", "")),
        ("haneul@example.com", ("", "haneul@example.com")),
        ("  ", ("", "")),
    ],
)
def test_both_ways_are_told_apart(text: str, ways: tuple[str, str]) -> None:
    assert phone_and_email(text) == ways


@given(st.from_regex(r"[\d()+\-. ]{0,20}", fullmatch=True), st.sampled_from([" ", ", ", " / ", "\n"]))
def test_no_digit_is_lost_whichever_comes_first(phone: str, between: str) -> None:
    email = "haneul@example.com"
    for text in (f"{phone}{between}{email}", f"{email}{between}{phone}"):
        assert phone_and_email(text) == (phone.strip(), email)
