"""The door of the call for participation: ``/day/apply-{event}/{secret}`` shows a form and takes it back.

Whoever has the address may apply until it expires; nothing that is confirmed changes by it. A form is taken only up to
a size, so that nobody fills memory or disk through it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.irday.contacts import consent_requests
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.links.access_links import Opened
from dealflow.actions.irday.participants import applications
from dealflow.actions.irday.participants.application_fields import read_form
from dealflow.actions.irday.participants.applications import Application
from dealflow.actions.people import people
from dealflow.actions.platform.posted_form import RefusedFormError
from dealflow.actions.platform.workspace import Workspace
from dealflow.decks.sniff import DOCUMENTS, kind_of
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import ParticipantKind
from dealflow.errors import ChangedMeanwhileError, DayLinkError, DealflowError, InvalidInputError
from dealflow.i18n import LANGUAGES, name_of
from dealflow.reports.irday.participants import application_form as paper
from dealflow.web.kit import public_pages
from dealflow.web.kit.posted_files import FormWithFile, TooLargeError, posted_form
from dealflow.web.kit.rate_limit import Pace

PATH: Final = "/day/apply-{event_id}/{secret}"
_MEGABYTE: Final = 1_000_000
_FIELDS_BYTES: Final = 500_000
"""What a form takes beside its deck: far more than its longest texts."""
_AT_MOST, _WITHIN_S = 30, 600.0
"""Forms that one network may send within ten minutes: an agency that enters its firms one after the other."""
_STATUS: Final = {"expired": 410, "gone": 410}


def routes(workspace: Callable[[], Workspace], read: Callable[[str], None] | None = None) -> list[BaseRoute]:
    """Return the door's one route; ``workspace`` gives the process's one workspace, ``read`` lets a deck be read."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    async def apply(request: Request) -> Response:
        ws = workspace()
        if request.method == "POST" and (refusal := await run_in_threadpool(_refusal, request, ws, pace)):
            return refusal
        try:
            posted = await posted_form(
                request, largest=ws.settings.max_upload_mb * _MEGABYTE + _FIELDS_BYTES, file_field="deck"
            )
        except TooLargeError:
            return public_pages.page(paper.refusal("too_large", public_pages.language_of(request)), 413)
        except (HTTPException, UnicodeError):  # broken off, too many fields, or in no character set that we know
            return public_pages.page(paper.refusal("too_large", public_pages.language_of(request)), 400)
        return await run_in_threadpool(_answer, request, posted, ws, read)

    return [Route(PATH, apply, methods=["GET", "POST"])]


def _refusal(request: Request, ws: Workspace, pace: Pace) -> Response | None:
    """Return why a form is not even read: its address opens nothing, or its network sent too many; None: it is."""
    lang = public_pages.language_of(request)
    try:
        _opened(request, ws, datetime.now(UTC))
    except DayLinkError as error:
        problem = str(error.parameters["problem"])
        return public_pages.page(paper.refusal(problem, lang), _STATUS.get(problem, 404))
    network = request.client.host if request.client else ""
    if pace.lets_in(f"{request.url.path} {network}"):  # of each network alone: nobody shuts the others out
        return None
    answer = public_pages.page(paper.refusal("too_many", lang), 429)
    answer.headers["Retry-After"] = str(int(_WITHIN_S))
    return answer


def _opened(request: Request, ws: Workspace, at: datetime) -> Opened:
    """Return the event whose call the address opens.

    Raises:
        DayLinkError: it opens none.
    """
    link = f"{LinkPurpose.APPLY.value}-{request.path_params['event_id']}"
    return access_links.open_link(ws, link, request.path_params["secret"], at=at, purpose=LinkPurpose.APPLY)


def _answer(
    request: Request, posted: FormWithFile | None, ws: Workspace, read: Callable[[str], None] | None
) -> Response:
    """Return the page for one request; the clock is asked here, once."""
    at, lang = datetime.now(UTC), public_pages.language_of(request)
    fields = posted[0] if posted else {}
    lang = fields[paper.SWITCH] if fields.get(paper.SWITCH, "") in LANGUAGES else lang
    try:
        opened = _opened(request, ws, at)
    except DayLinkError as error:
        problem = str(error.parameters["problem"])
        return public_pages.page(paper.refusal(problem, lang), _STATUS.get(problem, 404))
    side = request.query_params.get("as", "")
    side = side if side in paper.SIDES else "company"
    sheet = _sheet(ws, opened, side, lang, fields)
    if posted is None or fields.get("act") != "apply":
        return public_pages.page(paper.form(sheet))
    if fields.get(paper.TRAP):
        return public_pages.page(paper.thanks(sheet, ""))
    return _take(ws, opened, sheet, posted, at, read)


def _sheet(ws: Workspace, opened: Opened, side: str, lang: str, fields: dict[str, str]) -> paper.Sheet:
    offered = applications.offered(ws, opened, paper.SIDES[side])
    organiser = next(
        (organisation for organisation in people.organisations(ws) if organisation.id == opened.event.organiser_id),
        None,
    )
    return paper.Sheet(
        event=opened.event,
        organiser="" if organiser is None else name_of(organiser, lang),
        side=side,
        offered=offered,
        lang=lang,
        largest_mb=ws.settings.max_upload_mb,
        contacts_until=consent_requests.used_until(ws, opened.event),
        typed=fields,
    )


def _take(  # what came, where to, and what happens next
    ws: Workspace,
    opened: Opened,
    sheet: paper.Sheet,
    posted: FormWithFile,
    at: datetime,
    read: Callable[[str], None] | None,
) -> Response:
    """Keep an application, or show the form again with what is wrong; nothing of it is kept by halves."""
    fields, file_name, data = posted
    problems = _deck_problem(data, sheet.largest_mb)
    offered = [participant.id for participant in sheet.offered]
    try:
        application = read_form(fields, offered, is_company=sheet.side == "company")
    except RefusedFormError as error:
        return public_pages.page(paper.form(replace(sheet, problems={**error.problems, **problems})), 422)
    if problems:
        return public_pages.page(paper.form(replace(sheet, problems=problems)), 422)
    try:
        application = _with_deck(ws, opened, application, (file_name, data), at, read)
        applications.apply(ws, opened, application, at=at)
    except (InvalidInputError, ChangedMeanwhileError) as error:
        field = str(error.parameters.get("field", ""))
        problems = {field if field in fields else "name_ko": error}
        return public_pages.page(paper.form(replace(sheet, problems=problems)), 409)
    return public_pages.page(paper.thanks(sheet, application.name_ko))


def _deck_problem(data: bytes, largest_mb: int) -> dict[str, DealflowError]:
    if len(data) > largest_mb * _MEGABYTE:
        return {"deck": InvalidInputError(field="file", problem="too_large")}
    if data and kind_of(data) not in DOCUMENTS:
        return {"deck": InvalidInputError(field="file", problem="no_deck")}
    return {}


def _with_deck(  # which deck, of which application, and who reads it
    ws: Workspace,
    opened: Opened,
    application: Application,
    deck: tuple[str, bytes],
    at: datetime,
    read: Callable[[str], None] | None,
) -> Application:
    """Return an application with its deck taken in, and let it be read."""
    file_name, data = deck
    if not data or application.kind is not ParticipantKind.SUPPLIER:
        return application
    label = application.profile.round_label
    deck_id = applications.receive_deck(ws, opened, file_name=file_name, data=data, round_label=label, at=at)
    if read is not None:
        read(deck_id)
    return replace(application, profile=replace(application.profile, deck_id=deck_id))
