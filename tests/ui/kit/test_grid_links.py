"""Addresses of screens: every name may be asked for, the language goes along."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.ui.kit import grid

NAMES = st.sampled_from(("page", "lang_of", "deck", "claim", "id", "q", "self", "query"))


@given(query=st.dictionaries(NAMES, st.text(min_size=1), max_size=4))
def test_what_is_asked_for_stands_in_the_address(query: dict[str, str]) -> None:
    address = urlsplit(grid.link("review", "ko", **query))
    assert address.path == "review"
    assert {name: value for name, (value,) in parse_qs(address.query, keep_blank_values=True).items()} == query


@pytest.mark.parametrize(("lang", "address"), [("ko", "review?page=3"), ("en", "review?page=3&lang=en")])
def test_the_language_goes_along_where_it_is_not_korean(lang: str, address: str) -> None:
    assert grid.link("review", lang, page="3") == address
