"""Addresses that are handed out lead to where people reach the installation, not to where its maker happened to be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from pydantic import ValidationError

from dealflow.settings import Settings
from dealflow.ui.kit import context
from dealflow.ui.kit.public_urls import public_url
from tests.pages import onstage
from tests.pages.onstage import Books, at_page

PUBLIC = "https://deals.example.kr/tips"


@pytest.fixture
def public(books: Books, monkeypatch: pytest.MonkeyPatch) -> Iterator[Books]:
    """The app opened anew, told its public address."""
    onstage.leaving()
    monkeypatch.setenv("DEALFLOW_PUBLIC_URL", f"{PUBLIC}/")
    yield books
    onstage.leaving()
    monkeypatch.undo()
    st.cache_resource.clear()


def test_the_public_address_goes_before_the_browsers_own(public: Books) -> None:
    app = at_page("settings", who=public.anna.person_id)
    app.button(key="calendar_make").click().run()
    (shown,) = [one.value for one in app.code]
    assert shown.startswith(f"{PUBLIC}/calendar/")
    assert public_url("/vote/s/secret") == public_url("vote/s/secret") == f"{PUBLIC}/vote/s/secret"


def test_without_one_an_address_is_the_browsers_and_outside_a_browser_the_path_alone(books: Books) -> None:
    assert books.anna
    assert context.workspace().settings.public_url == ""
    assert public_url("/vote/s/secret") == "/vote/s/secret"


@pytest.mark.parametrize("given", ["deals.example.kr", "ftp://deals.example.kr", "https://", "https://a.kr/?x=1"])
def test_what_is_no_web_address_is_refused_at_the_start(given: str) -> None:
    with pytest.raises(ValidationError, match="no web address"):
        Settings(public_url=given)
