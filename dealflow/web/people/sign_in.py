"""The doors of accounts: ``/login``, ``/join``, ``/reset``, ``/setup``, ``/forgot``, ``/account``, ``/logout``.

What is posted must come from a page of ours; every change of who sits at a browser gives it a new token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.people import account_links, accounts, people, signin, sittings
from dealflow.actions.people.account_links import JOIN, RESET, SETUP, FirstAccount
from dealflow.actions.people.sittings import Begun
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people import passwords
from dealflow.domain.people.access import OrganisationKind
from dealflow.errors import DealflowError, SignInRefusedError
from dealflow.i18n import LANGUAGES, t
from dealflow.i18n.errors import words_of
from dealflow.reports.people import sign_in as pages
from dealflow.reports.people.sign_in import Field, Form
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace
from dealflow.web.people import forgot_password

OPEN_PATHS: Final = frozenset({"/login", "/forgot", "/auth/start", "/auth/callback"})
OPEN_BELOW: Final = ("/join/", "/reset/", "/setup/")
"""Addresses at which nobody need be signed in, and those below which each opens by a secret."""
_LARGEST: Final = 20_000
_SAFE_PATH: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_KINDS: Final = (OrganisationKind.VC, OrganisationKind.TIPS_OPERATOR, OrganisationKind.ORGANISER)
_WRONG_HERE: Final = Pace(8, 300)
"""Wrong passwords for one address from one network in five minutes: nobody can shut another out from elsewhere."""
_WRONG_ANYWHERE: Final = Pace(60, 300)
"""Wrong passwords from one network, an office behind one address included."""


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the doors; ``workspace`` gives the process's one workspace."""
    doors: tuple[tuple[str, Callable[[Request, Mapping[str, str], Workspace], Response]], ...] = (
        ("/login", _login),
        ("/logout", _logout),
        ("/forgot", forgot_password.forgot),
        ("/account", _account),
        ("/join/{secret}", _join),
        ("/reset/{secret}", _reset),
        ("/setup/{secret}", _set_up),
    )
    return [Route(path, _endpoint(door, workspace), methods=["GET", "POST"]) for path, door in doors]


def _endpoint(
    door: Callable[[Request, Mapping[str, str], Workspace], Response], workspace: Callable[[], Workspace]
) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        lang = public_pages.language_of(request)
        if request.method == "POST" and not is_from_our_page(request):
            return public_pages.page(pages.notice("foreign", lang, ways=[("/login", t("account.login.do", lang))]), 403)
        body = await public_pages.body_of(request, _LARGEST)
        fields = None if body is None else public_pages.fields_of(body)
        if fields is None:
            return public_pages.page(pages.notice("too_long", lang), 413)
        return await run_in_threadpool(door, request, fields, workspace())

    return endpoint


def is_from_our_page(request: Request) -> bool:
    """Say whether a page of the very address that it posts to sent a form. Browsers always say whence.

    Our pages tell nobody their address, so their Origin is "null"; what counts is what no page can say of itself.
    """
    if site := request.headers.get("sec-fetch-site"):
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host", "")


def next_path(text: str) -> str:
    """Return where somebody wanted to go: a path of ours, else the first page."""
    return text if _SAFE_PATH.fullmatch(text) else "/"


def seated(request: Request, begun: Begun, path: str) -> Response:
    """Return the way on, with the browser's new token."""
    answer = RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})
    answer.headers.append("Set-Cookie", signin.cookie(begun.token, secure=request.url.scheme == "https"))
    return answer


def browser_of(request: Request) -> str:
    """Return what a browser says it is, shortened to what a person recognises."""
    agent = request.headers.get("user-agent", "")
    system = next((name for name in ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux") if name in agent), "")
    program = next(
        (name for sign, name in (("Edg/", "Edge"), ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"),
                                 ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
         if sign in agent), "")  # fmt: skip
    return " · ".join(part for part in (program, system) if part)


def _token(request: Request) -> str:
    return request.cookies.get(signin.COOKIE, "")


def _network(request: Request) -> str:
    return request.client.host if request.client else ""


def _login(request: Request, fields: Mapping[str, str], ws: Workspace) -> Response:
    lang, at = public_pages.language_of(request), datetime.now(UTC)
    wanted = next_path(fields.get("next") or request.query_params.get("next", ""))
    if not accounts.are_used(ws) or accounts.person_at(ws, _token(request), at=at) is not None:
        return RedirectResponse(wanted, 303)
    if request.method != "POST":
        return _login_page(request, ws, wanted)
    try:
        return _signed_in(request, fields, ws, wanted)
    except SignInRefusedError as error:
        return _login_page(request, ws, wanted, message=words_of(error, lang), login=fields.get("login", ""))


def _signed_in(request: Request, fields: Mapping[str, str], ws: Workspace, wanted: str) -> Response:
    """Return the next step of a log-in: the second factor where it is missing, else the way in.

    Raises:
        SignInRefusedError: what was typed is not right.
    """
    at, lang = datetime.now(UTC), public_pages.language_of(request)
    if "secret" in fields:
        return _first_factor(request, fields, ws, wanted)
    if "code" in fields:
        begun = accounts.finish(ws, _token(request), fields["code"], at=at, browser=browser_of(request))
    else:
        begun = _checked(request, fields, ws, at)
    path = f"/login?{urlencode({'next': wanted, 'lang': lang})}" if begun.is_half else wanted
    return seated(request, begun, path)


def _checked(request: Request, fields: Mapping[str, str], ws: Workspace, at: datetime) -> Begun:
    """Return the sitting that an address and a password begin; only wrong ones count against a network."""
    login, network = fields.get("login", ""), _network(request)
    here = f"{login.strip().casefold()} {network}"
    if not (_WRONG_HERE.is_open(here) and _WRONG_ANYWHERE.is_open(network)):
        raise SignInRefusedError(problem="slower")
    try:
        return accounts.sign_in(ws, login, fields.get("password", ""), at=at, browser=browser_of(request))
    except SignInRefusedError:
        _WRONG_HERE.lets_in(here)
        _WRONG_ANYWHERE.lets_in(network)
        raise


def _login_page(request: Request, ws: Workspace, wanted: str, *, message: str = "", login: str = "") -> Response:
    lang, at = public_pages.language_of(request), datetime.now(UTC)
    status = 403 if message else 200
    half = sittings.half_at(ws, _token(request), at=at)
    action = f"/login?{urlencode({'next': wanted})}"
    if half is not None:
        account = accounts.account(ws, half)
        code = Field("code", fill="one-time-code")
        if account is not None and account.has_second_factor:
            return public_pages.page(pages.page(Form("code", action, (code,)), lang, message=message), status)
        secret, address = accounts.offered_secret(ws, half)
        form = Form("factor_first", action, (Field("code_first", fill="one-time-code"),), {"secret": secret},
                    picture=address, secret=secret)  # fmt: skip
        return public_pages.page(pages.page(form, lang, message=message), status)
    ways = (
        [("/auth/start?" + urlencode({"next": wanted}), t("account.provider", lang))] if ws.settings.oidc_issuer else []
    )
    if forgot_password.is_offered(ws):
        ways.append((f"/forgot?{urlencode({'lang': lang})}", t("account.forgot", lang)))
    form = Form(
        "login",
        action,
        (Field("login", "email", "username", login), Field("password", "password", "current-password")),
        ways=tuple(ways),
    )
    return public_pages.page(pages.page(form, lang, message=message), status)


def _first_factor(request: Request, fields: Mapping[str, str], ws: Workspace, wanted: str) -> Response:
    """Keep the second factor that the settings ask for, and show the recovery codes once."""
    at, lang, token = datetime.now(UTC), public_pages.language_of(request), _token(request)
    half = sittings.half_at(ws, token, at=at)
    if half is None:
        raise SignInRefusedError(problem="again")
    codes = accounts.keep_second_factor(ws, half, fields["secret"], fields.get("code_first", ""), at=at)
    sittings.end(ws, token)
    begun = sittings.begin(ws, half, way="password", at=at, browser=browser_of(request))
    answer = public_pages.page(
        pages.notice("factor_kept", lang, ways=[(wanted, t("account.go_on", lang))], codes=codes)
    )
    answer.headers.append("Set-Cookie", signin.cookie(begun.token, secure=request.url.scheme == "https"))
    return answer


def _logout(request: Request, _fields: Mapping[str, str], ws: Workspace) -> Response:
    if request.method == "POST":
        sittings.end(ws, _token(request))
        signin.sign_out(_token(request))
    answer = RedirectResponse("/login", 303)
    answer.headers.append("Set-Cookie", signin.cookie(signin.new_token(), secure=request.url.scheme == "https"))
    return answer


def _join(request: Request, fields: Mapping[str, str], ws: Workspace) -> Response:
    return _by_link(request, fields, ws, JOIN)


def _reset(request: Request, fields: Mapping[str, str], ws: Workspace) -> Response:
    return _by_link(request, fields, ws, RESET)


def _by_link(request: Request, fields: Mapping[str, str], ws: Workspace, purpose: str) -> Response:
    """Let the holder of a one-time address set a password, and let them in."""
    lang, at, secret = public_pages.language_of(request), datetime.now(UTC), request.path_params["secret"]
    message = ""
    try:
        link = account_links.opened(ws, purpose, secret, at=at)
        if request.method == "POST":
            account_links.use(ws, purpose, secret, fields.get("login", ""), fields.get("password", ""), at=at)
            return RedirectResponse(f"/login?{urlencode({'lang': lang})}", 303)
    except SignInRefusedError:
        return public_pages.page(pages.notice("link_closed", lang, ways=[("/login", t("account.login.do", lang))]), 410)
    except DealflowError as error:
        message = words_of(error, lang)
    hint = t("account.password.hint", lang, least=passwords.LEAST)
    asked = [Field("password", "password", "new-password", hint=hint)]
    if purpose == JOIN:
        asked.insert(0, Field("login", "email", "username", fields.get("login", link.login)))
    explained = t(f"account.{purpose}.explained", lang, name=link.name or link.login, login=link.login)
    form = Form(purpose, request.url.path, tuple(asked))
    return public_pages.page(pages.page(form, lang, message=message, explained=explained), 422 if message else 200)


def _set_up(request: Request, fields: Mapping[str, str], ws: Workspace) -> Response:
    """Ask for the organisation and its administrator, once."""
    lang, at, secret = public_pages.language_of(request), datetime.now(UTC), request.path_params["secret"]
    message = ""
    try:
        account_links.opened(ws, SETUP, secret, at=at)
        if request.method == "POST":
            account_links.set_up(ws, secret, _first_account(fields), at=at)
            return RedirectResponse(f"/login?{urlencode({'lang': lang})}", 303)
    except SignInRefusedError:
        return public_pages.page(pages.notice("link_closed", lang, ways=[("/login", t("account.login.do", lang))]), 410)
    except DealflowError as error:
        message = words_of(error, lang)
    kinds = tuple((kind.value, t(f"enum.organisation_kind.{kind.value}", lang)) for kind in _KINDS)
    asked = (
        Field("organisation_ko", fill="organization", value=fields.get("organisation_ko", "")),
        Field("organisation_en", value=fields.get("organisation_en", ""), needed=False),
        Field("kind", value=fields.get("kind", ""), options=kinds),
        Field("name", fill="name", value=fields.get("name", "")),
        Field("login", "email", "username", fields.get("login", "")),
        Field("password", "password", "new-password", hint=t("account.password.hint", lang, least=passwords.LEAST)),
    )
    page = pages.page(Form(SETUP, request.url.path, asked), lang, message=message)
    return public_pages.page(page, 422 if message else 200)


def _first_account(fields: Mapping[str, str]) -> FirstAccount:
    kind = fields.get("kind", "")
    return FirstAccount(
        organisation_ko=fields.get("organisation_ko", ""),
        organisation_en=fields.get("organisation_en", ""),
        kind=OrganisationKind(kind) if kind in {known.value for known in _KINDS} else OrganisationKind.VC,
        name=fields.get("name", ""),
        login=fields.get("login", ""),
        password=fields.get("password", ""),
    )


def _account(request: Request, fields: Mapping[str, str], ws: Workspace) -> Response:
    """Show and change a person's own account."""
    lang, at, token = public_pages.language_of(request), datetime.now(UTC), _token(request)
    person_id = accounts.person_at(ws, token, at=at)
    if person_id is None or ws.settings.demo:
        return RedirectResponse(f"/login?{urlencode({'next': '/account'})}" if not ws.settings.demo else "/", 303)
    message, done = "", ""
    codes: tuple[str, ...] = ()
    try:
        if request.method == "POST":
            answer, done, codes = _change(request, fields, ws, person_id)
            if answer is not None:
                return answer
    except DealflowError as error:
        message = words_of(error, lang)
    html = _own_page(ws, person_id, token, lang) | {"message": message, "done": done, "codes": codes}
    return public_pages.page(pages.own_account(lang, **html), 422 if message else 200)


def _change(
    request: Request, fields: Mapping[str, str], ws: Workspace, person_id: str
) -> tuple[Response | None, str, tuple[str, ...]]:
    """Do what a form of the own account asks; return where to go, what was done, and recovery codes."""
    at, lang, token = datetime.now(UTC), public_pages.language_of(request), _token(request)
    act, own = fields.get("act", ""), f"/account?{urlencode({'lang': lang})}"
    if act == "password":
        if accounts.account(ws, person_id) is None:
            accounts.set_password(ws, person_id, fields.get("login", ""), fields.get("password", ""), at=at)
        else:
            accounts.change_password(ws, person_id, fields.get("before", ""), fields.get("password", ""), at=at)
        sittings.end_all(ws, person_id)
        return (
            seated(request, sittings.begin(ws, person_id, way="password", at=at, browser=browser_of(request)), own),
            "",
            (),
        )
    if act == "factor_on":
        codes = accounts.keep_second_factor(ws, person_id, fields.get("secret", ""), fields.get("code", ""), at=at)
        return None, t("account.factor.done", lang), codes
    if act == "factor_off":
        accounts.drop_second_factor(ws, person_id, at=at)
        return None, t("account.factor.dropped", lang), ()
    if act == "end":
        sittings.end_one(ws, person_id, fields.get("sitting", ""))
    if act == "end_all":
        sittings.end_all(ws, person_id, but=token)
    return RedirectResponse(own, 303), "", ()


def _own_page(ws: Workspace, person_id: str, token: str, lang: str) -> dict[str, object]:
    person = next(person for person in people.people(ws) if person.id == person_id)
    account = accounts.account(ws, person_id)
    secret, address = accounts.offered_secret(ws, person_id)
    new = Field("password", "password", "new-password", hint=t("account.password.hint", lang, least=passwords.LEAST))
    first = Field("before", "password", "current-password") if account else Field("login", "email", "username")
    english = person.organisation_en or person.organisation_ko
    return {
        "name": person.name,
        "organisation": person.organisation_ko if lang == LANGUAGES[0] else english,
        "role": t(f"enum.role.{person.role.value}", lang),
        "login": account.login if account else "",
        "password_fields": (first, new),
        "has_factor": account is not None and account.has_second_factor,
        "recovery_codes": account.recovery_codes if account else 0,
        "secret": secret,
        "picture": address,
        "sittings": sittings.sittings(ws, person_id),
        "here": sittings.hashed(token),
    }
