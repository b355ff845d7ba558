"""Signing in by an OpenID provider that really runs: whom it lets in, and what it does not."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from dealflow.actions.people import account_links, accounts, signin
from dealflow.actions.people.account_links import JOIN
from dealflow.actions.platform.workspace import Workspace
from tests.actions.conftest import Cast, cast, stage, ws
from tests.web.people.test_sign_in import EMAIL, GOOD, Browser, opened

__all__ = ["cast", "stage", "ws"]


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""The provider's, in a thread of this process."""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider on this machine, with three people."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it imports what Authlib will drop
        import oidc_provider_mock

        people = [
            oidc_provider_mock.User(sub="s-bora", claims={"email": "Bora@other.example", "email_verified": True}),
            oidc_provider_mock.User(sub="s-adam", claims={"email": "adam@gana.example", "email_verified": True}),
            oidc_provider_mock.User(sub="s-thief", claims={"email": "bora@other.example", "email_verified": False}),
            oidc_provider_mock.User(sub="s-stranger", claims={"email": "who@else.example", "email_verified": True}),
        ]
        with oidc_provider_mock.run_server_in_thread(require_nonce=True, user_claims=people) as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture
def browser(ws: Workspace, cast: Cast, provider: str) -> Browser:
    """A browser before an installation with accounts, a provider, and an open invitation for bora."""
    accounts.set_password(ws, cast.anna.person_id, EMAIL, GOOD, at=datetime.now(UTC))
    ws.settings.oidc_issuer, ws.settings.oidc_client_id, ws.settings.oidc_client_secret = provider, "dealflow", "secret"
    account_links.make(ws, JOIN, "bora", login="bora@other.example", made_by="admin", at=datetime.now(UTC))
    return Browser(opened(ws))


def confirmed(browser: Browser, subject: str) -> str:
    """Go to the provider, be that subject there, and return the path by which it sends the browser back."""
    start = browser.get("/auth/start?next=/pipeline")
    assert start.status_code in {302, 303}
    asked = parse_qs(urlsplit(start.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "prompt"} <= set(asked)
    back = httpx2.post(start.headers["location"], data={"sub": subject}, follow_redirects=False)
    parts = urlsplit(back.headers["location"])
    return f"{parts.path}?{parts.query}"


def test_an_invited_person_comes_in_and_is_known_from_then_on(browser: Browser, ws: Workspace) -> None:
    assert "회사 계정으로 로그인" in browser.get("/login").text
    inside = browser.get(confirmed(browser, "s-bora"))
    assert (inside.status_code, inside.headers["location"]) == (303, "/pipeline")
    assert accounts.person_at(ws, browser.cookies[signin.COOKIE], at=datetime.now(UTC)) == "bora"
    again = Browser(browser.application)
    assert again.get(confirmed(again, "s-bora")).status_code == 303


@pytest.mark.parametrize("subject", ["s-thief", "s-stranger"])
def test_nobody_comes_in_by_an_address_that_is_not_verified_or_not_invited(browser: Browser, subject: str) -> None:
    assert browser.get(confirmed(browser, subject)).status_code == 403
    assert browser.get("/").status_code == 303


def test_an_answer_opens_once_for_the_browser_that_asked_and_with_its_own_state(
    browser: Browser, ws: Workspace
) -> None:
    path = confirmed(browser, "s-bora")
    assert Browser(browser.application).get(path).status_code == 403
    assert browser.get(path.replace("state=", "state=x")).status_code == 403
    account_links.make(ws, JOIN, "adam", login="adam@gana.example", made_by="admin", at=datetime.now(UTC))
    own = Browser(browser.application)
    path = confirmed(own, "s-adam")
    assert own.get(path).status_code == 303
    copied = Browser(browser.application, {name: value for name, value in own.cookies.items() if name != signin.COOKIE})
    assert copied.get(path).status_code == 403


def test_a_provider_that_does_not_answer_is_told_in_words(browser: Browser, ws: Workspace) -> None:
    ws.settings.oidc_issuer = "http://localhost:9"
    answer = browser.get("/auth/start")
    assert (answer.status_code, "들어오지 못했습니다" in answer.text) == (403, True)
