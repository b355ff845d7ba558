"""Signing in: by whom, how it ends, what an attacker learns, and that nothing else opens once accounts are used."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx2
import pyotp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dealflow.actions.people import account_links, accounts, people, signin, sittings, staff
from dealflow.actions.people.account_links import JOIN, RESET, SETUP
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.people.access import Role
from dealflow.errors import SignInRefusedError
from dealflow.web import files_and_health
from dealflow.web.people import sign_in
from tests.actions.conftest import AT, Cast, cast, stage, ws

__all__ = ["cast", "stage", "ws"]

GOOD = "새벽 네 시의 부산역 3번 출구"
OTHER = "파도 소리가 들리는 회의실 둘"
EMAIL = "anna@gana.example"


def page(_request: Request) -> HTMLResponse:
    return HTMLResponse("<p>the screens</p>")


@dataclass
class Browser:
    """Goes to our addresses as a browser does: keeps its cookie, says whence a form comes, follows no redirect."""

    application: Starlette
    cookies: dict[str, str] = field(default_factory=dict)
    network: str = "10.0.0.1"

    def ask(self, method: str, path: str, data: dict[str, str] | None = None, **headers: str) -> httpx2.Response:
        ours = {"origin": "http://test", "sec-fetch-site": "same-origin"} if method == "POST" else {}

        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"accept": "text/html", "cookie": cookie} | ours | headers

        async def go() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=self.application, client=(self.network, 1))
            async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, data=data, headers=sent)

        answer = asyncio.run(go())
        self.cookies |= {name: value for name, value in answer.cookies.items() if value}
        return answer

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return self.ask("GET", path, **headers)

    def post(self, path: str, data: dict[str, str] | None = None, **headers: str) -> httpx2.Response:
        return self.ask("POST", path, data or {}, **headers)

    def sign_in(self, password: str = GOOD, login: str = EMAIL) -> httpx2.Response:
        return self.post("/login?next=/committee", {"login": login, "password": password})


def opened(ws: Workspace) -> Starlette:
    routes = [*files_and_health.routes(lambda: ws), Route("/{rest:path}", page)]
    return Starlette(routes=routes, middleware=files_and_health.middleware(lambda: ws))


@pytest.fixture
def browser(ws: Workspace, cast: Cast) -> Browser:
    """A browser before an installation in which anna has an account."""
    accounts.set_password(ws, cast.anna.person_id, EMAIL, GOOD, at=datetime.now(UTC))
    return Browser(opened(ws))


def test_nothing_opens_until_somebody_signs_in_and_everything_does_then(browser: Browser) -> None:
    shut = browser.get("/committee?session=s1")
    assert (shut.status_code, shut.headers["location"]) == (303, "/login?next=%2Fcommittee%3Fsession%3Ds1")
    for path in ("/files/d1", "/media/x.xlsx", "/_stcore/metrics", "/pages/d/1.jpg", "/_stcore/stream"):
        assert browser.get(path, accept="*/*").status_code == 401, path
    assert browser.get("/healthz").status_code == 200
    before = browser.cookies.get(signin.COOKIE)
    inside = browser.sign_in()
    assert (inside.status_code, inside.headers["location"]) == (303, "/committee")
    assert browser.cookies[signin.COOKIE] != before
    assert "the screens" in browser.get("/committee").text
    assert browser.get("/_stcore/metrics", accept="*/*").status_code == 404  # how many others are here is nobody's


def test_an_unknown_address_reads_like_a_wrong_password(browser: Browser) -> None:
    wrong, unknown = browser.sign_in("falsch falsch falsch"), browser.sign_in(login="nobody@gana.example")
    strip = re.compile(r'value="[^"]*@[^"]*"')
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert strip.sub("", wrong.text) == strip.sub("", unknown.text)
    assert "맞지 않습니다" in wrong.text
    assert "the screens" not in browser.get("/").text


def test_wrong_tries_are_slowed_down_where_they_come_from_and_shut_nobody_else_out(browser: Browser) -> None:
    browser.network = "203.0.113.7"
    for _ in range(8):
        assert browser.sign_in("falsch falsch falsch").status_code == 403
    assert "5분 뒤" in browser.sign_in().text
    elsewhere = Browser(browser.application, network="203.0.113.8")
    assert elsewhere.sign_in().status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example", "sec-fetch-site": ""},
        {"origin": "null", "sec-fetch-site": ""},
        {"origin": "", "sec-fetch-site": ""},
    ],
)
def test_a_form_of_another_site_signs_nobody_in_or_out(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.post("/login", {"login": EMAIL, "password": GOOD}, **headers).status_code == 403
    browser.sign_in()
    assert browser.post("/logout", **headers).status_code == 403
    assert "the screens" in browser.get("/").text


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_on_leads_to_our_own_pages_alone(browser: Browser, wanted: str) -> None:
    answer = browser.post("/login", {"login": EMAIL, "password": GOOD, "next": wanted})
    assert urlsplit(answer.headers["location"]).netloc == ""
    assert answer.headers["location"] == "/"


def test_a_token_that_somebody_else_chose_is_never_signed_in(browser: Browser) -> None:
    browser.cookies = {signin.COOKIE: "A" * 43}
    browser.sign_in()
    assert browser.cookies[signin.COOKIE] != "A" * 43
    planted = Browser(browser.application, {signin.COOKIE: "A" * 43})
    assert planted.get("/").status_code == 303


def test_signing_out_ends_it_for_a_token_that_was_copied(browser: Browser) -> None:
    browser.sign_in()
    copied = Browser(browser.application, dict(browser.cookies))
    assert "the screens" in copied.get("/").text
    assert browser.post("/logout").status_code == 303
    assert copied.get("/").status_code == 303


def test_a_sitting_outlives_a_restart_and_ends_by_disuse_or_after_a_week(ws: Workspace, browser: Browser) -> None:
    browser.sign_in()
    token = browser.cookies[signin.COOKIE]
    again = open_workspace(ws.settings, follow=False)
    try:
        assert "the screens" in Browser(opened(again), {signin.COOKIE: token}).get("/").text
    finally:
        close_workspace(again)
    now = datetime.now(UTC)
    assert accounts.person_at(ws, token, at=now + timedelta(hours=11)) == "anna"
    assert accounts.person_at(ws, token, at=now + timedelta(hours=11 + 13)) is None
    for hours in range(0, 24 * 8, 6):
        is_in = accounts.person_at(ws, token, at=now + timedelta(hours=hours)) is not None
        assert is_in == (hours < 24 * 7), hours


def test_whoever_left_is_out_at_once_and_does_not_come_in_again(ws: Workspace, cast: Cast, browser: Browser) -> None:
    browser.sign_in()
    staff.let_go(Acting(ws, cast.admin, datetime.now(UTC)), "anna")
    assert browser.get("/").status_code == 303
    assert browser.sign_in().status_code == 403


def test_a_second_factor_is_asked_for_and_each_code_opens_once(ws: Workspace, browser: Browser) -> None:
    now = datetime.now(UTC)
    secret, _ = accounts.offered_secret(ws, "anna")
    with pytest.raises(SignInRefusedError):
        accounts.keep_second_factor(ws, "anna", secret, "000000", at=now)
    earlier = now - timedelta(minutes=2)
    codes = accounts.keep_second_factor(ws, "anna", secret, pyotp.TOTP(secret).at(earlier), at=earlier)
    half = browser.sign_in()
    assert half.headers["location"].startswith("/login?")
    assert browser.get("/").status_code == 303
    assert browser.post("/login", {"code": "000000"}).status_code == 403
    code = pyotp.TOTP(secret).at(datetime.now(UTC))
    assert browser.post("/login", {"code": code}).status_code == 303
    assert "the screens" in browser.get("/").text
    other = Browser(browser.application)
    other.sign_in()
    assert other.post("/login", {"code": code}).status_code == 403
    assert other.post("/login", {"code": codes[0]}).status_code == 303
    third = Browser(browser.application)
    third.sign_in()
    assert third.post("/login", {"code": codes[0]}).status_code == 403


def test_who_decides_sets_a_second_factor_up_where_the_house_asks_for_it(ws: Workspace, browser: Browser) -> None:
    ws.settings.two_factor = "deciders"
    browser.sign_in()
    shown = browser.get("/login?lang=en").text
    assert "Set up a second factor" in shown
    found = re.search(r'name="secret" value="([A-Z2-7]+)"', shown)
    assert found is not None
    typed = {"secret": found[1], "code_first": pyotp.TOTP(found[1]).now()}
    kept = browser.post("/login?lang=en", typed)
    assert kept.status_code == 200
    assert len(re.findall(r"\b[0-9a-f]{10}\b", kept.text)) == 8
    assert "the screens" in browser.get("/").text


def test_an_invitation_opens_once_and_makes_an_account(ws: Workspace, browser: Browser) -> None:
    secret = account_links.make(ws, JOIN, "bora", login="bora@other.example", made_by="admin", at=datetime.now(UTC))
    guest = Browser(browser.application)
    assert "bora(가상)" in guest.get(f"/join/{secret}").text
    short = guest.post(f"/join/{secret}", {"login": "bora@other.example", "password": "short"})
    assert (short.status_code, "12자 이상" in short.text) == (422, True)
    taken = guest.post(f"/join/{secret}", {"login": EMAIL, "password": GOOD})
    assert taken.status_code == 422
    assert guest.post(f"/join/{secret}", {"login": "bora@other.example", "password": OTHER}).status_code == 303
    assert guest.sign_in(OTHER, "Bora@Other.example").status_code == 303
    for path in (f"/join/{secret}", f"/reset/{secret}", "/join/wrong"):
        assert guest.get(path).status_code == 410, path


def test_a_reset_ends_every_sitting_and_lasts_half_an_hour(ws: Workspace, browser: Browser) -> None:
    browser.sign_in()
    now = datetime.now(UTC)
    old = account_links.make(ws, RESET, "anna", login=EMAIL, made_by="admin", at=now - timedelta(minutes=31))
    assert Browser(browser.application).get(f"/reset/{old}").status_code == 410
    first, second = (account_links.make(ws, RESET, "anna", login=EMAIL, made_by="admin", at=now) for _ in range(2))
    assert Browser(browser.application).get(f"/reset/{first}").status_code == 410
    assert Browser(browser.application).post(f"/reset/{second}", {"password": OTHER}).status_code == 303
    assert browser.get("/").status_code == 303
    assert (browser.sign_in().status_code, browser.sign_in(OTHER).status_code) == (403, 303)


def test_an_empty_installation_that_asks_for_accounts_is_set_up_once(ws: Workspace) -> None:
    ws.settings.accounts = "required"
    browser = Browser(opened(ws))
    assert browser.get("/").status_code == 303
    secret = account_links.make(ws, SETUP, "", login="", made_by="system", at=datetime.now(UTC))
    given = {
        "organisation_ko": "새벽벤처스(가상)",
        "kind": "vc",
        "name": "한빛(가상)",
        "login": EMAIL,
        "password": GOOD,
    }
    refused = browser.post(f"/setup/{secret}", given | {"password": "123456789012"})
    assert (refused.status_code, "새벽벤처스(가상)" in refused.text) == (422, True)
    assert people.people(ws) == ()
    assert browser.post(f"/setup/{secret}", given).status_code == 303
    person = people.people(ws)[0]
    assert (person.name, person.role, person.organisation_ko) == ("한빛(가상)", Role.ADMIN, "새벽벤처스(가상)")
    assert browser.post(f"/setup/{secret}", given).status_code == 410
    assert browser.sign_in().status_code == 303


def test_ones_own_account_shows_sittings_and_ends_them(ws: Workspace, browser: Browser) -> None:
    browser.sign_in()
    other = Browser(browser.application)
    other.sign_in()
    shown = browser.get("/account", **{"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140"}).text
    assert EMAIL in shown
    assert len(sittings.sittings(ws, "anna")) == 2
    assert browser.post("/account", {"act": "end_all"}).status_code == 303
    assert (browser.get("/").status_code, other.get("/").status_code) == (200, 303)
    wrong = browser.post("/account", {"act": "password", "before": "nein", "password": OTHER})
    assert (wrong.status_code, "현재 비밀번호" in wrong.text) == (422, True)
    token = browser.cookies[signin.COOKIE]
    assert browser.post("/account", {"act": "password", "before": GOOD, "password": OTHER}).status_code == 303
    assert browser.cookies[signin.COOKIE] != token
    assert Browser(browser.application, {signin.COOKIE: token}).get("/").status_code == 303


def test_the_single_user_of_a_machine_turns_accounts_on_for_everybody(ws: Workspace) -> None:
    me = people.single_user(ws, at=AT)
    browser = Browser(opened(ws))
    browser.get("/")
    signin.sign_in(browser.cookies[signin.COOKIE], me.person_id)
    assert not accounts.are_used(ws)
    assert browser.post("/account", {"act": "password", "login": EMAIL, "password": GOOD}).status_code == 303
    assert accounts.are_used(ws)
    assert "the screens" in browser.get("/").text
    assert Browser(browser.application).get("/").status_code == 303


def test_nothing_of_a_password_or_an_address_stands_in_the_journal(ws: Workspace, browser: Browser) -> None:
    browser.sign_in()
    with ws.ledger.read() as session:
        rows = session.connection().exec_driver_sql("select payload from journal").scalars().all()
        kept = session.connection().exec_driver_sql("select * from credential").all()
        tokens = session.connection().exec_driver_sql("select token_hash from sitting").scalars().all()
    assert EMAIL not in "".join(rows)
    assert "$argon2id$v=19$m=19456,t=2,p=1" in str(kept)
    assert browser.cookies[signin.COOKIE] not in tokens


def test_paths_that_open_to_all_open_nothing_of_the_books(browser: Browser) -> None:
    for path in (*sign_in.OPEN_PATHS, *(f"{below}x" for below in sign_in.OPEN_BELOW), "/login/x", "/auth/x", "//login"):
        assert "the screens" not in browser.get(path).text, path
