"""The doors of the hall: the board for a screen, the presenters' timer, and check-in at the desk; account or none.

``/day/board-{event}/{secret}`` and ``/day/desk-{event}/{secret}`` need no account. ``/screens/{event}/...`` shows the
same board and timer to people of the organiser's who sit at the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.irday.floor import floor
from dealflow.actions.irday.floor import hall_displays as halls
from dealflow.actions.irday.floor.hall_displays import Door
from dealflow.actions.irday.links.link_access import Address, Asker
from dealflow.actions.people import accounts, people, signin
from dealflow.actions.platform.posted_form import PostedForm
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.badge_codes import attendee_of
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel
from dealflow.errors import DayLinkError, DealflowError, NotAllowedError, NotFoundError
from dealflow.i18n import t
from dealflow.i18n.errors import words_of
from dealflow.reports.irday.firm_page import firm_page
from dealflow.reports.irday.floor import check_in_page, hall_board, pitch_timer
from dealflow.reports.kit import public_page, templates
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

BOARD: Final = "/day/board-{event}/{secret}"
DESK: Final = "/day/desk-{event}/{secret}"
SCREENS: Final = "/screens/{event}"
_LARGEST: Final = 8_000
_LATEST_S: Final = 7 * 24 * 3600
_AT_MOST, _WITHIN_S = 600, 60.0
"""Questions to one board or desk in a minute: dozens of screens, or a queue at every door."""
_CAMERA: Final = {"Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()"}
_Respond = Callable[[Request, bytes, Workspace], Response]


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the doors' routes; ``workspace`` gives the process's one workspace."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    def endpoint(respond: _Respond) -> Callable[[Request], object]:
        async def responded(request: Request) -> Response:
            body = await public_pages.body_of(request, _LARGEST)
            lang = public_pages.language_of(request)
            if body is None:
                return public_pages.page(firm_page.refusal(t("firm.too_long", lang), lang), 413)
            if not pace.lets_in(request.url.path):
                return public_pages.page(firm_page.refusal(t("firm.too_many", lang), lang), 429)
            return await run_in_threadpool(_checked, respond, request, body, workspace())

        return responded

    return [
        Route(BOARD, endpoint(_board)),
        Route(f"{BOARD}/timer", endpoint(_timer)),
        Route(DESK, endpoint(_desk), methods=["GET", "POST"]),
        Route(f"{DESK}/act", endpoint(_act), methods=["POST"]),
        Route(f"{DESK}/worker.js", _worker),
        Route(f"{DESK}/reader.js", _reader),
        Route(f"{SCREENS}/board", endpoint(_board)),
        Route(f"{SCREENS}/timer", endpoint(_timer)),
    ]


def _checked(respond: _Respond, request: Request, body: bytes, ws: Workspace) -> Response:
    """Return an answer, or the page that says why the address does not open."""
    lang = public_pages.language_of(request)
    try:
        return respond(request, body, ws)
    except (DayLinkError, NotAllowedError, NotFoundError) as error:
        status = 410 if error.parameters.get("problem") in {"expired", "gone"} else 404
        words = words_of(error if isinstance(error, DayLinkError) else DayLinkError(problem="unknown"), lang)
        return public_pages.page(firm_page.refusal(words, lang), status)


def _asker(request: Request, ws: Workspace, purpose: LinkPurpose) -> Asker:
    """Return who asks: whoever holds the address, else the person who sits at the browser."""
    names = request.path_params
    if "secret" in names:
        return Address(f"{purpose.value}-{names['event']}", names["secret"], purpose)
    person = accounts.person_at(ws, request.cookies.get(signin.COOKIE, ""), at=datetime.now(UTC))
    if person is None:
        raise DayLinkError(problem="unknown")
    return people.viewer_of(ws, person)


def _board(request: Request, _body: bytes, ws: Workspace) -> Response:
    at = datetime.now(UTC)
    hall = halls.hall(ws, _asker(request, ws, LinkPurpose.BOARD), request.path_params["event"], at=at)
    langs = hall_board.languages(request.query_params.get("lang", ""))
    tag = f'"{hall_board.tag(hall, langs)}"'
    headers = public_pages.HEADERS | {"ETag": tag, "Content-Security-Policy": public_page.policy(hall_board.SCRIPT)}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    query = public_page.language_query(langs[0]) if len(langs) == 1 else ""
    timer = f"{request.url.path.removesuffix('/board')}/timer{query}"
    return Response(hall_board.page(hall, langs, at=at, timer=timer), headers=headers, media_type="text/html")


def _timer(request: Request, _body: bytes, ws: Workspace) -> Response:
    hall = halls.hall(ws, _asker(request, ws, LinkPurpose.BOARD), request.path_params["event"], at=datetime.now(UTC))
    html = pitch_timer.page(hall, public_pages.language_of(request))
    return public_pages.page(html, policy=public_page.policy(pitch_timer.SCRIPT))


class DeskForm(PostedForm):
    """What the desk asks for: to find somebody, or to check somebody in or out, by name or by a badge's code."""

    act: str
    who: str
    code: str
    q: str
    ago: str

    @property
    def ago_s(self) -> int:
        """How many seconds ago it was noted, where the phone had no connection then; a week at most."""
        return min(int(self.ago), _LATEST_S) if self.ago.isascii() and self.ago.isdecimal() else 0

    @property
    def badge(self) -> str | None:
        """Whose badge was scanned; what is looked for may be a badge's code that a scanner typed."""
        return attendee_of(self.code or (self.q if self.act == "find" else ""))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What to say at the desk, whether it went well, and whom it concerns (``""``: nobody, or everybody)."""

    words: str = ""
    is_good: bool = True
    who: str = ""


def _desk(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the desk's page; without a script its forms are answered here."""
    at, lang, asker = datetime.now(UTC), public_pages.language_of(request), _asker(request, ws, LinkPurpose.DESK)
    event_id, form = request.path_params["event"], DeskForm.read(public_pages.fields_of(body) or {})
    answer = _check_in(ws, asker, event_id, form, lang, at)
    door = halls.door(ws, asker, event_id, at=at)
    sought = form.q if form.act == "find" and not answer.words else ""  # a scanner types its next code here
    html = check_in_page.page(door, lang, sought=sought, message=answer.words, is_good=answer.is_good)
    status = 200 if answer.is_good else 409
    response = public_pages.page(html, status, policy=public_page.policy(check_in_page.SCRIPT))
    response.headers.update(_CAMERA)
    return response


def _act(request: Request, body: bytes, ws: Workspace) -> Response:
    """Do what the desk's script asks for, and tell how everybody stands whom it concerns."""
    at, lang, asker = datetime.now(UTC), public_pages.language_of(request), _asker(request, ws, LinkPurpose.DESK)
    event_id, form = request.path_params["event"], DeskForm.read(public_pages.fields_of(body) or {})
    answer = _check_in(ws, asker, event_id, form, lang, at)
    door = halls.door(ws, asker, event_id, at=at)
    rows = {
        comer.attendee_id: check_in_page.row(comer, lang)
        for comer in door.comers
        if not answer.who or comer.attendee_id == answer.who
    }
    values = {"words": answer.words, "counts": check_in_page.counts(door, lang), "rows": rows}
    return JSONResponse(values, 200 if answer.is_good else 409, headers=public_pages.HEADERS)


def _worker(request: Request) -> Response:
    """Return the script that keeps the desk's page on the phone, so that it opens without a connection."""
    return public_pages.worker(request, templates.source(firm_page.WORKER))


def _reader(_request: Request) -> Response:
    """Return what reads QR codes where the browser does not: jsQR with the few lines that feed it."""
    script = "\n".join(templates.source(f"irday/floor/{name}") for name in ("jsqr/jsQR.js", "code_reader.js"))
    headers = public_pages.HEADERS | {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "max-age=86400"}
    return Response(script, media_type="text/javascript", headers=headers)


def _check_in(ws: Workspace, asker: Asker, event_id: str, form: DeskForm, lang: str, at: datetime) -> _Answer:
    """Check somebody in or out as a form asks, and return what to say."""
    badge = form.badge
    if form.act == "scan" and badge is None:
        return _Answer(t("hall.js.unknown", lang), is_good=False)
    if badge is None and form.act not in {"in", "out"}:
        return _Answer()
    channel = CheckInChannel.NAME if badge is None else CheckInChannel.QR
    attendee, is_here = badge or form.who, form.act != "out"
    try:
        floor.check_in(
            ws, asker, event_id, CheckIn(attendee, channel, is_here=is_here, ago_s=form.ago_s), at=at, source="link"
        )
    except DayLinkError:
        raise
    except DealflowError:
        return _Answer(t("hall.js.unknown", lang), is_good=False)
    return _Answer(_welcome(halls.door(ws, asker, event_id, at=at), attendee, lang), who=attendee)


def _welcome(door: Door, attendee: str, lang: str) -> str:
    comer = next((comer for comer in door.comers if comer.attendee_id == attendee), None)
    if comer is None:
        return ""
    if not comer.is_here:
        return t("hall.desk.taken_back", lang, name=comer.card.name or t("hall.desk.unnamed", lang))
    return check_in_page.welcome(comer, door, lang)
