"""The routes of IR days: calendars by a firm's own address, the programme as schedule JSON, papers for the organiser.

Addresses without an account open what belongs to them; everything else asks who sits at the browser. Pages load
nothing and run no script.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.irday.papers import paper_data
from dealflow.actions.irday.programme import day_state, part_contents
from dealflow.actions.irday.registration import public_programme
from dealflow.actions.irday.results import results
from dealflow.actions.irday.timetable import calendar_feed
from dealflow.actions.people import accounts, people, signin
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import (
    DayLinkError,
    DealflowError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    SignedOutError,
)
from dealflow.i18n import LANGUAGES, Language
from dealflow.reports.irday.papers import file_index, schedule_json
from dealflow.reports.irday.papers.file_index import File, Paper
from dealflow.reports.irday.programme import programme_book
from dealflow.reports.irday.results import result_report
from dealflow.reports.irday.timetable import calendar_feed as calendar_feed_report

Open = Callable[[], Workspace]
_PRIVATE: Final = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_LONGEST_VERSION: Final = 9
"""Digits of a version that may be asked for: a database counts no further."""
_STATUS: Final[dict[type[DealflowError], int]] = {NotAllowedError: 403, NotFoundError: 404, DayLinkError: 404}


def routes(workspace: Open) -> list[BaseRoute]:
    """Return the routes; they go before the doors, whose addresses are shorter. ``workspace`` gives the one open."""
    return [
        _plain("/day/{link_id}/{secret}.ics", shared_calendar, workspace),
        _plain("/day/{link_id}/{secret}/schedule.json", shared_schedule, workspace),
        _plain("/events/{event_id}/schedule.json", own_schedule, workspace),
        _plain("/events/{event_id}/calendars.zip", calendars, workspace),
        _plain("/events/{event_id}/calendar/{participant_id}.ics", calendar, workspace),
        _plain("/events/{event_id}/papers/{paper}", papers, workspace),
        _plain("/events/{event_id}/book", book, workspace),
        _plain("/events/{event_id}/files/{sha256}", part_file, workspace),
        _plain("/events/{event_id}/report.{form}", report, workspace),
    ]


def shared_calendar(request: Request, ws: Workspace) -> Response:
    """Return the day of the firm whose own address was asked for, as a calendar."""
    at, lang = datetime.now(UTC), _language(request)
    link, secret = request.path_params["link_id"], request.path_params["secret"]
    firm_day = calendar_feed.shared_day(ws, link, secret, at=at)
    return Response(
        calendar_feed_report.as_ics(firm_day, at=at, lang=lang, url=f"{_base(request, ws)}/day/{link}/{secret}"),
        media_type="text/calendar",
        headers=_PRIVATE,
    )


def shared_schedule(request: Request, ws: Workspace) -> Response:
    """Return the published programme to whoever holds the address of the hall's board."""
    link, secret = request.path_params["link_id"], request.path_params["secret"]
    day = calendar_feed.public_day(ws, link, secret, at=datetime.now(UTC))
    return _schedule(request, ws, day)


def own_schedule(request: Request, ws: Workspace) -> Response:
    """Return the published programme to the organiser."""
    return _schedule(request, ws, day_state.day_of(Looking(ws, _viewer(request, ws)), request.path_params["event_id"]))


def calendars(request: Request, ws: Workspace) -> Response:
    """Return a calendar file for every firm, packed together."""
    at, lang = datetime.now(UTC), _language(request)
    firm_days = calendar_feed.firm_days(Looking(ws, _viewer(request, ws)), request.path_params["event_id"])
    data = calendar_feed_report.as_zip(firm_days, at=at, lang=lang)
    return _sent(File(data, "application/zip", "calendars.zip", is_page=False))


def calendar(request: Request, ws: Workspace) -> Response:
    """Return one firm's calendar file to the organiser."""
    at, lang, names = datetime.now(UTC), _language(request), request.path_params
    firm_day = calendar_feed.firm_day(Looking(ws, _viewer(request, ws)), names["event_id"], names["participant_id"])
    name = f"{calendar_feed_report.file_name(firm_day.firm.name_ko)}.ics"
    return _sent(File(calendar_feed_report.as_ics(firm_day, at=at, lang=lang), "text/calendar", name, is_page=False))


def papers(request: Request, ws: Workspace) -> Response:
    """Return one paper of a version (``?version=``), in the language asked for; ``?apart=1``: a page for each part."""
    which, version = request.path_params["paper"], request.query_params.get("version", "")
    if which not in set(Paper):
        raise NotFoundError(kind="paper", id=which)
    if version and not (version.isascii() and version.isdecimal() and len(version) <= _LONGEST_VERSION):
        raise InvalidInputError(field="version", problem="unknown", value=version)
    viewer, event_id = _viewer(request, ws), request.path_params["event_id"]
    needs_plan = which not in file_index.WITHOUT_A_PLAN
    papers = paper_data.papers(Looking(ws, viewer), event_id, int(version) if version else None, needs_plan=needs_plan)
    apart = request.query_params.get("apart") == "1"
    return _sent(file_index.paper(Paper(which), papers, at=datetime.now(UTC), lang=_language(request), apart=apart))


def book(request: Request, ws: Workspace) -> Response:
    """Return the programme book to print."""
    at, lang = datetime.now(UTC), _language(request)
    programme = public_programme.book(Looking(ws, _viewer(request, ws)), request.path_params["event_id"], at=at)
    return _sent(programme_book.file(programme, lang))


def part_file(request: Request, ws: Workspace) -> Response:
    """Return slides or another file of a part of the event, to be saved."""
    names = request.path_params
    file, data = part_contents.file_of(Looking(ws, _viewer(request, ws)), names["event_id"], names["sha256"])
    return _sent(File(data, "application/octet-stream", file.name, is_page=False))


def report(request: Request, ws: Workspace) -> Response:
    """Return the result report as DOCX or HTML."""
    at, lang, form = datetime.now(UTC), _language(request), request.path_params["form"]
    if form not in result_report.FORMS:
        raise NotFoundError(kind="paper", id=form)
    day_results = results.results_of(
        Looking(ws, _viewer(request, ws)), request.path_params["event_id"], on=korean_day(at), with_photos=True
    )
    return _sent(result_report.file(day_results, form, at=at, lang=lang))


def _plain(path: str, answer: Callable[[Request, Workspace], Response], workspace: Open) -> Route:
    """Return a route whose errors become a code and its status; Starlette runs it in a thread."""

    def endpoint(request: Request) -> Response:
        try:
            return answer(request, workspace())
        except DealflowError as error:
            status = 401 if isinstance(error, SignedOutError) else _STATUS.get(type(error), 400)
            return JSONResponse({"error": error.code}, status, _PRIVATE)

    return Route(path, endpoint)


def _schedule(request: Request, ws: Workspace, day: day_state.Day) -> Response:
    data = schedule_json.as_json(day, base_url=_base(request, ws), lang=_language(request))
    return Response(data, media_type="application/json", headers=_PRIVATE)


def _base(request: Request, ws: Workspace) -> str:
    """Return the installation's own address."""
    return ws.settings.public_url or str(request.base_url).rstrip("/")


def _sent(file: File) -> Response:
    text = "inline" if file.is_page else "attachment"
    headers = _PRIVATE | {"Content-Disposition": f"{text}; filename*=UTF-8''{quote(file.name)}"}
    if file.is_page:
        headers |= {"Content-Security-Policy": _POLICY}
    return Response(file.data, media_type=file.media_type, headers=headers)


def _viewer(request: Request, ws: Workspace) -> Viewer:
    """Return who sits at this browser.

    Raises:
        SignedOutError: nobody that we know.
    """
    person = accounts.person_at(ws, request.cookies.get(signin.COOKIE, ""), at=datetime.now(UTC))
    if person is None:
        raise SignedOutError
    return people.viewer_of(ws, person)


def _language(request: Request) -> str:
    lang = request.query_params.get("lang", "")
    return lang if lang in LANGUAGES else Language.KO.value
