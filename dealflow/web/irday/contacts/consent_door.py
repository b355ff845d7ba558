"""The doors of contacts: a person's own answer, and what a firm was handed.

``/day/consent-{attendee}/{secret}`` shows what is asked and takes yes or no; opening it changes nothing.
``/day/firm-{participant}/{secret}/contacts`` shows a firm what it was handed and may still use, and gives it as a file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.irday.contacts import consent_requests, contact_provision
from dealflow.actions.irday.contacts.contact_provision import OwnContacts
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.people import people
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.errors import DayLinkError, DealflowError, NotFoundError
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import words_of
from dealflow.reports.irday.contacts import consent_page, contact_table, firm_contacts
from dealflow.reports.irday.firm_page import firm_page
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.reports.sheets.table_files import as_csv, as_xlsx
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

PATH: Final = "/day/consent-{attendee}/{secret}"
CONTACTS: Final = "/day/firm-{participant}/{secret}/contacts"
_LARGEST: Final = 2_000
"""Bytes of an answer: one word."""
_AT_MOST, _WITHIN_S = 30, 60.0
_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the doors' routes; ``workspace`` gives the process's one workspace."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    async def answer(request: Request) -> Response:
        body, lang = await public_pages.body_of(request, _LARGEST), public_pages.language_of(request)
        if body is None:
            return public_pages.page(consent_page.refusal(t("firm.too_long", lang), lang), 413)
        if body and not pace.lets_in(request.url.path):  # with its secret: nobody uses up another's
            late = public_pages.page(consent_page.refusal(t("contacts.ask.too_many", lang), lang), 429)
            late.headers["Retry-After"] = str(int(_WITHIN_S))
            return late
        return await run_in_threadpool(_answer, request, body, workspace())

    async def contacts(request: Request) -> Response:
        return await run_in_threadpool(_contacts, request, workspace())

    async def file(request: Request) -> Response:
        return await run_in_threadpool(_file, request, workspace())

    return [
        Route(PATH, answer, methods=["GET", "POST"]),
        Route(CONTACTS, contacts),
        Route(f"{CONTACTS}.{{form}}", file),
    ]


def _answer(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the page for one request, or keep an answer and lead back to it; the clock is asked here, once."""
    at, lang, names = datetime.now(UTC), public_pages.language_of(request), request.path_params
    said = (public_pages.fields_of(body) or {}).get("answer", "")
    message, problem = "", None
    try:
        if said in consent_page.ANSWERS:
            try:
                consent_requests.answer(ws, names["attendee"], names["secret"], agrees=said == "yes", at=at)
            except DayLinkError:
                raise
            except DealflowError as error:
                problem = words_of(error, lang)
            else:
                return RedirectResponse(f"{request.url.path}?lang={lang}&done=1", 303, headers=public_pages.HEADERS)
        asked = consent_requests.request_of(ws, names["attendee"], names["secret"], at=at)
    except DayLinkError as error:
        return public_pages.page(consent_page.refusal(words_of(error, lang), lang), _status(error))
    if request.query_params.get("done") == "1":
        message = t(f"contacts.stands.{asked.ground.state.value}", lang)
    html = consent_page.page(
        asked, _organiser(ws, asked.event.organiser_id, lang), lang, message=problem or message, is_wrong=bool(problem)
    )
    return public_pages.page(html, 409 if problem else 200)


def _organiser(ws: Workspace, organisation_id: str, lang: str) -> str:
    return next((name_of(house, lang) for house in people.organisations(ws) if house.id == organisation_id), "")


def _contacts(request: Request, ws: Workspace) -> Response:
    """Return the page of what a firm was handed."""
    lang = public_pages.language_of(request)
    try:
        own = _own(request, ws)
    except DayLinkError as error:
        return public_pages.page(firm_page.refusal(words_of(error, lang), lang), _status(error))
    path = request.url.path.removesuffix("/contacts")
    return public_pages.page(firm_contacts.page(own, lang, path=path))


def _file(request: Request, ws: Workspace) -> Response:
    """Return what a firm was handed as a file."""
    lang, form = public_pages.language_of(request), request.path_params["form"]
    try:
        own = _own(request, ws)
    except DayLinkError as error:
        return public_pages.page(firm_page.refusal(words_of(error, lang), lang), _status(error))
    if form not in _MEDIA:
        return public_pages.page(firm_page.refusal(words_of(NotFoundError(kind="file", id=form), lang), lang), 404)
    table = contact_table.table(own.lines, name_of(own.firm, lang), event_title(own.event, lang), lang)
    data = (as_csv(table) if form == "csv" else as_xlsx(table, at=datetime.now(UTC))).content
    name = quote(f"{t('contacts.file', lang)}.{form}")
    headers = public_pages.HEADERS | {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type=_MEDIA[form], headers=headers)


def _own(request: Request, ws: Workspace) -> OwnContacts:
    names = request.path_params
    address = Address(f"firm-{names['participant']}", names["secret"], LinkPurpose.FIRM)
    return contact_provision.own_contacts(ws, address, at=datetime.now(UTC))


def _status(error: DayLinkError) -> int:
    return 404 if error.parameters["problem"] == "unknown" else 410
