"""The doors of the hall: the board for a screen, the presenters' timer, and check-in at the desk; account or none.

``/day/board-{event}/{secret}`` and ``/day/desk-{event}/{secret}`` need no account. ``/screens/{event}/...`` shows the
same board and timer to people of the organiser's who sit at the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from dealflow.actions.people import people, signin
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.badge_codes import attendee_of
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel
from dealflow.errors import DayLinkError, DealflowError, NotAllowedError, NotFoundError
from dealflow.i18n import t
from dealflow.i18n.errors import words_of
from dealflow.reports.irday.firm_page import firm_page
from dealflow.reports.irday.floor import check_in_page, hall_board, pitch_timer
from dealflow.reports.kit import public_page
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

BOARD: Final = "/day/board-{event}/{secret}"
DESK: Final = "/day/desk-{event}/{secret}"
SCREENS: Final = "/screens/{event}"
_LARGEST: Final = 8_000
_AT_MOST, _WITHIN_S = 600, 60.0
"""Questions to one board or desk in a minute: dozens of screens, or a queue at every door."""
_CAMERA: Final = {"Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()"}
_Answer = Callable[[Request, bytes, Workspace], Response]


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the doors' routes; ``workspace`` gives the process's one workspace."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    def endpoint(answer: _Answer) -> Callable[[Request], object]:
        async def asked(request: Request) -> Response:
            body = await public_pages.body_of(request, _LARGEST)
            lang = public_pages.language_of(request)
            if body is None:
                return public_pages.page(firm_page.refusal(t("firm.too_long", lang), lang), 413)
            if not pace.lets_in(request.url.path):
                return public_pages.page(firm_page.refusal(t("firm.too_many", lang), lang), 429)
            return await run_in_threadpool(_checked, answer, request, body, workspace())

        return asked

    return [
        Route(BOARD, endpoint(_board)),
        Route(f"{BOARD}/timer", endpoint(_timer)),
        Route(DESK, endpoint(_desk), methods=["GET", "POST"]),
        Route(f"{DESK}/act", endpoint(_act), methods=["POST"]),
        Route(f"{SCREENS}/board", endpoint(_board)),
        Route(f"{SCREENS}/timer", endpoint(_timer)),
    ]


def _checked(answer: _Answer, request: Request, body: bytes, ws: Workspace) -> Response:
    """Return an answer, or the page that says why the address does not open."""
    lang = public_pages.language_of(request)
    try:
        return answer(request, body, ws)
    except (DayLinkError, NotAllowedError, NotFoundError) as error:
        status = 410 if error.parameters.get("problem") in {"expired", "gone"} else 404
        words = words_of(error if isinstance(error, DayLinkError) else DayLinkError(problem="unknown"), lang)
        return public_pages.page(firm_page.refusal(words, lang), status)


def _asker(request: Request, ws: Workspace, purpose: LinkPurpose) -> Asker:
    """Return who asks: whoever holds the address, else the person who sits at the browser."""
    given = request.path_params
    if "secret" in given:
        return Address(f"{purpose.value}-{given['event']}", given["secret"], purpose)
    person = signin.person_of(request.cookies.get(signin.COOKIE, ""))
    if person is None:
        raise DayLinkError(problem="unknown")
    return people.viewer_of(ws, person)


def _board(request: Request, _body: bytes, ws: Workspace) -> Response:
    at = datetime.now(UTC)
    found = halls.hall(ws, _asker(request, ws, LinkPurpose.BOARD), request.path_params["event"], at=at)
    langs = hall_board.languages(request.query_params.get("lang", ""))
    tag = f'"{hall_board.tag(found, langs)}"'
    headers = public_pages.HEADERS | {"ETag": tag, "Content-Security-Policy": public_page.policy(hall_board.SCRIPT)}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    query = public_page.language_query(langs[0]) if len(langs) == 1 else ""
    timer = f"{request.url.path.removesuffix('/board')}/timer{query}"
    return Response(hall_board.page(found, langs, at=at, timer=timer), headers=headers, media_type="text/html")


def _timer(request: Request, _body: bytes, ws: Workspace) -> Response:
    found = halls.hall(ws, _asker(request, ws, LinkPurpose.BOARD), request.path_params["event"], at=datetime.now(UTC))
    html = pitch_timer.page(found, public_pages.language_of(request))
    return public_pages.page(html, policy=public_page.policy(pitch_timer.SCRIPT))


def _desk(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the desk's page; without a script its forms are answered here."""
    at, lang, asker = datetime.now(UTC), public_pages.language_of(request), _asker(request, ws, LinkPurpose.DESK)
    given = public_pages.fields_of(body) or {}
    told, is_good, _ = _done(ws, asker, request.path_params["event"], given, lang, at=at)
    found = halls.door(ws, asker, request.path_params["event"], at=at)
    wanted = given.get("q", "") if given.get("act") == "find" and not told else ""
    html = check_in_page.page(found, lang, wanted=wanted, told=told, is_good=is_good)
    answer = public_pages.page(html, 200 if is_good else 409, policy=public_page.policy(check_in_page.SCRIPT))
    answer.headers.update(_CAMERA)
    return answer


def _act(request: Request, body: bytes, ws: Workspace) -> Response:
    """Do what the desk's script asks for, and tell how everybody stands whom it concerns."""
    at, lang, asker = datetime.now(UTC), public_pages.language_of(request), _asker(request, ws, LinkPurpose.DESK)
    event = request.path_params["event"]
    told, is_good, who = _done(ws, asker, event, public_pages.fields_of(body) or {}, lang, at=at)
    found = halls.door(ws, asker, event, at=at)
    rows = {one.attendee_id: check_in_page.row(one, lang) for one in found.comers if not who or one.attendee_id == who}
    values = {"words": told, "counts": check_in_page.counts(found, lang), "rows": rows}
    return JSONResponse(values, 200 if is_good else 409, headers=public_pages.HEADERS)


def _done(
    ws: Workspace, asker: Asker, ir_event_id: str, given: Mapping[str, str], lang: str, *, at: datetime
) -> tuple[str, bool, str]:
    """Check somebody in or out as a form asks, and return what to say, whether it went well, and who it was.

    What is looked for may be a badge's code that a scanner typed.
    """
    act, who = given.get("act", ""), given.get("who", "")
    code = attendee_of(given.get("code", "") or (given.get("q", "") if act == "find" else ""))
    if act == "scan" and code is None:
        return t("hall.js.unknown", lang), False, ""
    if code is None and act not in {"in", "out"}:
        return "", True, ""
    channel = CheckInChannel.NAME if code is None else CheckInChannel.QR
    attendee = code or who
    try:
        floor.check_in(ws, asker, ir_event_id, CheckIn(attendee, channel, is_here=act != "out"), at=at, source="link")
    except DayLinkError:
        raise
    except DealflowError:
        return t("hall.js.unknown", lang), False, ""
    return _welcome(halls.door(ws, asker, ir_event_id, at=at), attendee, lang), True, attendee


def _welcome(found: Door, attendee: str, lang: str) -> str:
    one = next((each for each in found.comers if each.attendee_id == attendee), None)
    if one is None:
        return ""
    if not one.is_here:
        return t("hall.desk.taken_back", lang, name=one.card.name or t("hall.desk.unnamed", lang))
    return check_in_page.welcome(one, found, lang)
