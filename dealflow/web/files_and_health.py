"""The routes beside the screens: health, deck files and page pictures, each checked against who sits at the browser.

Streamlit's own ``/media`` addresses need no session, so no deck and no picture of one ever goes there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dealflow import __version__
from dealflow.actions.claims import deck_log, intake, marked_pages, page_images
from dealflow.actions.home import calendar_feed as calendar_feed_acts
from dealflow.actions.notes import documents
from dealflow.actions.people import accounts, people, signin
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.confidentiality import ViewWay
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DealflowError, NotAllowedError, NotFoundError, SignedOutError
from dealflow.i18n import LANGUAGES, Language
from dealflow.reports.home import calendar_feed as calendar
from dealflow.web import search
from dealflow.web.api import serving as api
from dealflow.web.award import call_pages, judge_form
from dealflow.web.investment import vote_form
from dealflow.web.irday.contacts import consent_door
from dealflow.web.irday.firm_page import firm_page
from dealflow.web.irday.floor import hall_pages
from dealflow.web.irday.papers import day_files
from dealflow.web.irday.participants import application_form
from dealflow.web.irday.registration import public_doors
from dealflow.web.kit import watching
from dealflow.web.kit.bodies import Bodies
from dealflow.web.people import provider, sign_in
from dealflow.web.regional import figures_door

Open = Callable[[], Workspace]

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
}
"""Streamlit's charts compile expressions and its components load inline modules, hence the unsafe words for scripts."""


_KEPT_BY_BROWSER: Final = {"Cache-Control": "private, max-age=600", "Vary": "Cookie"}
"""A browser shows a page again without asking, but to the sitting that it was given to alone: each has its cookie."""
_STATUS: Final[dict[type[DealflowError], int]] = {SignedOutError: 401, NotAllowedError: 403, NotFoundError: 404}


def _viewer(request: Request, ws: Workspace) -> Viewer:
    person = accounts.person_at(ws, request.cookies.get(signin.COOKIE, ""), at=datetime.now(UTC))
    if person is None:
        raise SignedOutError
    return people.viewer_of(ws, person)


def health(_request: Request) -> Response:
    """Say that the process answers, and which version it is."""
    return JSONResponse({"status": "ok", "version": __version__})


def home(request: Request) -> Response:
    """Lead to the first page, which has no path of its own."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}", 307)


def deck_file(request: Request, ws: Workspace) -> Response:
    """Return the deck's file, or a copy with the reader's name on each page, as a download and nothing else."""
    looking = Looking(ws, _viewer(request, ws))
    taken = marked_pages.take(looking, request.path_params["deck_id"], at=datetime.now(UTC))
    return _download(taken.name, taken.data)


def document_file(request: Request, ws: Workspace) -> Response:
    """Return a file on a company or deal, as a download and nothing else."""
    looking = Looking(ws, _viewer(request, ws))
    return _download(*documents.document_file(looking, request.path_params["document_id"]))


def document_picture(request: Request, ws: Workspace) -> Response:
    """Return one page of a file on a company or deal as a JPEG."""
    looking, path = Looking(ws, _viewer(request, ws)), request.path_params
    picture = documents.document_picture(looking, path["document_id"], path["page"], dpi=page_images.PICTURE_DPI)
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})


def kept_file(request: Request, ws: Workspace) -> Response:
    """Return a file that was made for whoever sits at the browser, and for nobody else."""
    file = ws.kept_files.taken(_viewer(request, ws).person_id, request.path_params["name"], at=datetime.now(UTC))
    return _download(file.name, file.contents if isinstance(file.contents, bytes) else file.contents())


def _download(name: str, data: bytes) -> Response:
    """Return a file to be put aside: no browser opens it, whatever it is."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
    return Response(data, media_type="application/octet-stream", headers=headers)


def page_picture(request: Request, ws: Workspace) -> Response:
    """Return one page of a deck as a JPEG."""
    viewer, deck_id, page = _viewer(request, ws), request.path_params["deck_id"], request.path_params["page"]
    looking = Looking(ws, viewer)
    picture = intake.page_picture(looking, deck_id, page, dpi=page_images.PICTURE_DPI)
    deck_log.saw(looking, deck_id, page, ViewWay.SCREEN, at=datetime.now(UTC))
    return Response(picture, media_type="image/jpeg", headers=_KEPT_BY_BROWSER)


def page_words(request: Request, ws: Workspace) -> Response:
    """Return the words of a page with their boxes, in per cent of it: what a box that is drawn there fills in.

    A bare number under a head (단위: 백만원) comes with the scale and unit that the head gives it, as they are typed.
    """
    looking, deck_id, page = (
        Looking(ws, _viewer(request, ws)),
        request.path_params["deck_id"],
        request.path_params["page"],
    )
    sizes = intake.deck(looking, deck_id).page_sizes_pt
    width, height = sizes[page - 1] if 1 <= page <= len(sizes) else (960.0, 540.0)
    words = page_images.page_words(looking, deck_id, page)
    scales = page_images.page_scales(looking, deck_id, page, words)
    rows = [
        [
            word.text,
            *(round(100 * edge / side, 3) for edge, side in zip(word.box, (width, height) * 2, strict=True)),
            scales.get(word.box, ""),
        ]
        for word in words
        if not word.hidden
    ]
    return JSONResponse(rows, headers=_KEPT_BY_BROWSER)


def calendar_feed(request: Request, ws: Workspace) -> Response:
    """Return the calendar of whoever holds its secret address, in the language that the address asks for."""
    at, lang = datetime.now(UTC), request.query_params.get("lang", "")
    lang = lang if lang in LANGUAGES else Language.KO.value
    feed = calendar_feed_acts.feed(ws, request.path_params["token"], on=korean_day(at))
    headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    return Response(calendar.as_ics(feed, at=at, lang=lang), media_type="text/calendar", headers=headers)


def _checked(answer: Callable[[Request, Workspace], Response], workspace: Open) -> Callable[[Request], Response]:
    """Return the endpoint for ``answer``; Starlette runs it in a thread. Errors become a code and its status."""

    def endpoint(request: Request) -> Response:
        try:
            return answer(request, workspace())
        except DealflowError as error:
            return JSONResponse({"error": error.code}, status_code=_STATUS.get(type(error), 400))

    return endpoint


def routes(workspace: Open, read: Callable[[str], None] | None = None) -> list[BaseRoute]:
    """Return the routes of the application; ``workspace`` gives the process's one workspace.

    ``read`` lets a deck that came in through a door be read; without it the deck waits for the next start.
    """
    return [
        Route("/healthz", health),
        *watching.routes(workspace),
        Route("/home", home),
        Route("/files/{deck_id}", _checked(deck_file, workspace)),
        Route("/downloads/{name}", _checked(kept_file, workspace)),
        Route("/pages/{deck_id}/{page:int}.jpg", _checked(page_picture, workspace)),
        Route("/documents/{document_id}", _checked(document_file, workspace)),
        Route("/documents/{document_id}/{page:int}.jpg", _checked(document_picture, workspace)),
        Route(
            "/search.json", _checked(lambda request, ws: search.answer(request, ws, _viewer(request, ws)), workspace)
        ),
        Route("/words/{deck_id}/{page:int}.json", _checked(page_words, workspace)),
        Route("/calendar/{token}.ics", _checked(calendar_feed, workspace)),
        *day_files.routes(workspace),
        *vote_form.routes(workspace),
        *judge_form.routes(workspace),
        *call_pages.routes(workspace),
        *figures_door.routes(workspace),
        *application_form.routes(workspace, read),
        *consent_door.routes(workspace),
        *firm_page.routes(workspace),
        *hall_pages.routes(workspace),
        *public_doors.routes(workspace),
        *api.routes(workspace, read),
        *sign_in.routes(workspace),
        *provider.routes(workspace),
    ]


_OPEN_PATHS: Final = sign_in.OPEN_PATHS | {"/healthz", "/readyz", "/metrics", "/_stcore/health"}
_OPEN_BELOW: Final = (
    *sign_in.OPEN_BELOW,
    "/vote/",
    "/judge/",
    "/figures/",
    "/call/",
    "/case/",
    "/day/",
    "/calendar/",
    "/api/",
    "/static/",
)
"""What opens without an account where accounts are used; everything else is closed until somebody signs in.

Votes, sheets, figures, pages of the day, calendars and the API ask for a secret each; static files are Streamlit's.
"""
_WITHOUT_COOKIE: Final = ("/vote/", "/judge/", "/figures/", "/call/", "/case/", "/day/", "/calendar/", "/api/")
"""Doors with a secret of their own: whoever opens one sits nowhere, and is given nothing to be known by."""
_MEMBERS_ONLY: Final = ("/media/", "/_stcore/upload_file/", "/_stcore/metrics")
"""Streamlit's own doors for downloads and uploads, which ask nobody who they are."""
_FOR_NOBODY: Final = frozenset({"/_stcore/metrics"})
"""Streamlit's own count of everybody's sessions; ``/metrics`` has it for who may know."""


class Guard:
    """Give every answer the security headers, and every browser that opens a page its opaque session cookie.

    Where accounts are used, whoever is not signed in is led to the log-in, and gets nothing else. Without accounts,
    downloads and uploads through Streamlit's own doors are for browsers at which somebody known sits.
    """

    def __init__(self, app: ASGIApp, workspace: Open) -> None:
        self.app = app
        self._workspace = workspace

    def _is_shut(self, path: str, token: str) -> bool:
        """Say whether an address opens to nobody who is not signed in, and nobody is."""
        ws = self._workspace()
        is_for_members = accounts.are_used(ws) or path.startswith(_MEMBERS_ONLY)
        return is_for_members and accounts.person_at(ws, token, at=datetime.now(UTC)) is None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        token = Request(scope).cookies.get(signin.COOKIE, "")
        fresh = "" if signin.is_token(token) else signin.new_token()
        app: ASGIApp = self.app
        if "\0" in scope["path"]:  # PostgreSQL takes no text with it, so nothing is called like that
            app = JSONResponse({"error": NotFoundError.code}, 404)
        elif not _is_open(scope["path"]) and await run_in_threadpool(self._is_shut, scope["path"], token):
            app = _led_to_log_in(scope)
        elif scope["path"] in _FOR_NOBODY:
            app = JSONResponse({"error": NotFoundError.code}, 404)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                is_safe = scope.get("scheme") == "https"
                if is_safe:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
                if (
                    fresh
                    and not scope["path"].startswith(_WITHOUT_COOKIE)
                    and headers.get("content-type", "").startswith("text/html")
                ):
                    headers.append("Set-Cookie", signin.cookie(fresh, secure=is_safe))
            await send(message)

        await app(scope, receive, send_guarded)


def _is_open(path: str) -> bool:
    return path in _OPEN_PATHS or path.startswith(_OPEN_BELOW)


def _led_to_log_in(scope: Scope) -> ASGIApp:
    """Return the answer to somebody who is not signed in: the log-in for a page, a refusal for anything else."""
    request = Request(scope)
    is_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if not is_page or scope["path"].startswith(_MEMBERS_ONLY):
        return JSONResponse({"error": SignedOutError.code}, 401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    lang = request.query_params.get("lang", "")
    query = {"next": wanted} | ({"lang": lang} if lang in LANGUAGES else {})
    return RedirectResponse(f"/login?{urlencode(query)}", 303, headers={"Cache-Control": "no-store"})


def middleware(workspace: Open) -> list[Middleware]:
    """Return what stands round every request; ``workspace`` gives the process's one workspace."""
    return [Middleware(Bodies), Middleware(Guard, workspace=workspace)]
