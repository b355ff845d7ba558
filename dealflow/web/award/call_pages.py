"""The doors of an award's call: ``/call/{award}/{secret}`` shows it, ``…/apply`` begins an application.

A firm's own address, ``/case/{application}/{secret}``, takes it back until the call closes, and shows the receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message

from dealflow.actions.award import applying
from dealflow.actions.award.application_form import read_form
from dealflow.actions.award.applying import MOST_FILES, Call, CasePaper, Delivery, NewFile
from dealflow.actions.platform.posted_form import RefusedFormError
from dealflow.actions.platform.workspace import Workspace
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.applications import ApplicationState, CallState
from dealflow.errors import ChangedMeanwhileError, DayLinkError, DealflowError, InvalidInputError
from dealflow.i18n import LANGUAGES, t
from dealflow.reports.award import call_page as paper_pages
from dealflow.reports.irday.participants import application_form
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

CALL: Final = "/call/{award_id}/{secret}"
CASE: Final = "/case/{application_id}/{secret}"
_MEGABYTE: Final = 1_000_000
_FIELDS_BYTES: Final = 500_000
_AT_MOST, _WITHIN_S = 60, 600.0
"""Forms that one network may send within ten minutes."""
_SEE_OTHER: Final = 303
_HANDS_IN: Final = frozenset({"submit"})
Posted = tuple[dict[str, str], tuple[NewFile, ...]]
_Respond = Callable[[Request, Posted | None, Workspace], Response]


class _TooLargeError(Exception):
    """More bytes came than a form may have."""


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the doors' routes; ``workspace`` gives the process's one workspace."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    def endpoint(respond: _Respond) -> Callable[[Request], object]:
        async def responded(request: Request) -> Response:
            ws, lang = workspace(), public_pages.language_of(request)
            if request.method == "POST":
                refusal = await run_in_threadpool(_refusal, request, ws, pace)
                if refusal is not None:
                    return refusal
            try:
                posted = await _posted(request, ws.settings.max_upload_mb * _MEGABYTE * MOST_FILES + _FIELDS_BYTES)
            except _TooLargeError:
                return public_pages.page(application_form.refusal("too_large", lang), 413)
            except (HTTPException, UnicodeError):  # broken off, too many fields, or in no character set that we know
                return public_pages.page(application_form.refusal("too_large", lang), 400)
            try:
                return await run_in_threadpool(respond, request, posted, ws)
            except DayLinkError as error:
                return public_pages.page(application_form.refusal(str(error.parameters["problem"]), lang), 404)

        return responded

    return [
        Route(CALL, endpoint(_call)),
        Route(f"{CALL}/apply", endpoint(_apply), methods=["GET", "POST"]),
        Route(CASE, endpoint(_case), methods=["GET", "POST"]),
    ]


def _refusal(request: Request, ws: Workspace, pace: Pace) -> Response | None:
    """Return why a form is not even read: its address opens nothing, or its network sent too many; None: it is."""
    lang, at = public_pages.language_of(request), datetime.now(UTC)
    try:
        if "award_id" in request.path_params:
            applying.open_call(ws, request.path_params["award_id"], request.path_params["secret"], at=at)
        else:
            applying.open_application(ws, request.path_params["application_id"], request.path_params["secret"], at=at)
    except DayLinkError as error:
        return public_pages.page(application_form.refusal(str(error.parameters["problem"]), lang), 404)
    network = request.client.host if request.client else ""
    if pace.lets_in(f"{request.url.path} {network}"):
        return None
    answer = public_pages.page(application_form.refusal("too_many", lang), 429)
    answer.headers["Retry-After"] = str(int(_WITHIN_S))
    return answer


async def _posted(request: Request, largest: int) -> Posted | None:
    """Return the fields and files that were posted; nothing for other methods.

    Raises:
        _TooLargeError: it has more than ``largest`` bytes.
    """
    if request.method != "POST":
        return None
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await request.receive()
        came += len(message.get("body", b""))
        if came > largest:
            raise _TooLargeError
        return message

    async with Request(request.scope, counted).form(max_files=MOST_FILES + 1, max_fields=200) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        fields = {public_pages.storable(name): public_pages.storable(value) for name, value in texts.items()}
        uploads = [value for name, value in form.multi_items() if name == "files" and isinstance(value, UploadFile)]
        files = [(public_pages.storable(file.filename or ""), await file.read()) for file in uploads if file.filename]
        return fields, tuple(files)


def _call(request: Request, posted: Posted | None, ws: Workspace) -> Response:
    """Return the page of the call."""
    del posted
    call, lang = _opened_call(request, ws), public_pages.language_of(request)
    return public_pages.page(paper_pages.call(call, request.url.path, lang))


def _opened_call(request: Request, ws: Workspace) -> Call:
    at = datetime.now(UTC)
    return applying.open_call(ws, request.path_params["award_id"], request.path_params["secret"], at=at)


def _apply(request: Request, posted: Posted | None, ws: Workspace) -> Response:
    """Return the empty form, or begin an application and lead to its own address."""
    call = _opened_call(request, ws)
    fields, files = posted or ({}, ())
    lang, act = _language(request, fields), fields.get("act", "")
    sheet = paper_pages.CaseSheet(lang, ws.settings.max_upload_mb, fields)
    if call.state is not CallState.OPEN:
        return RedirectResponse(f"{request.url.path.removesuffix('/apply')}?lang={lang}", _SEE_OTHER)
    if act not in {"keep", "submit"} or fields.get(paper_pages.TRAP):
        return public_pages.page(paper_pages.form(call, sheet, None, paper_pages.Shown()))
    try:
        delivery = _read(fields, files)
        secret = request.path_params["secret"]
        application_id, own = applying.begin(ws, call.award.id, secret, delivery, at=datetime.now(UTC))
    except RefusedFormError as error:
        return _again(call, sheet, None, error.problems, 422)
    except (InvalidInputError, ChangedMeanwhileError) as error:
        return _again(call, sheet, None, _beside(error), 409)
    return RedirectResponse(f"/case/{application_id}/{own}?new=1&lang={lang}", _SEE_OTHER)


def _case(request: Request, posted: Posted | None, ws: Workspace) -> Response:
    """Return a firm's application: the form of a draft, the receipt of what was handed in, or the form once more."""
    application_id, secret = request.path_params["application_id"], request.path_params["secret"]
    paper = applying.open_application(ws, application_id, secret, at=datetime.now(UTC))
    fields, files = posted or ({}, ())
    lang, act = _language(request, fields), fields.get("act", "")
    if act in {"keep", "submit", "withdraw"} and not fields.get(paper_pages.TRAP):
        sheet = paper_pages.CaseSheet(lang, ws.settings.max_upload_mb, fields)
        try:
            if act == "withdraw":
                applying.take_back(ws, application_id, secret, at=datetime.now(UTC))
            else:
                delivery = _read(fields, files)
                paper = applying.deliver(ws, application_id, secret, delivery, at=datetime.now(UTC))
        except RefusedFormError as error:
            return _again(paper.call, sheet, paper, error.problems, 422)
        except (InvalidInputError, ChangedMeanwhileError) as error:
            return _again(paper.call, sheet, paper, _beside(error), 409)
        return RedirectResponse(f"{request.url.path}?kept={act}&lang={lang}", _SEE_OTHER)
    return _shown(request, paper, fields, lang, ws)


def _shown(request: Request, paper: CasePaper, fields: dict[str, str], lang: str, ws: Workspace) -> Response:
    asked = request.query_params
    state = paper.application.state
    told = t(f"award.told.{state.value}", lang) if asked.get("kept") or asked.get("new") else ""
    shown = paper_pages.Shown(told, _own_address(request, ws) if told else "")
    is_open = paper.call.state is CallState.OPEN
    wants_form = state is ApplicationState.DRAFT or asked.get("edit") or paper_pages.SWITCH in fields
    if not (is_open and wants_form):
        return public_pages.page(paper_pages.receipt(paper, lang, shown))
    sheet = paper_pages.CaseSheet(lang, ws.settings.max_upload_mb, fields or paper_pages.typed_of(paper))
    return public_pages.page(paper_pages.form(paper.call, sheet, paper, shown))


def _own_address(request: Request, ws: Workspace) -> str:
    """Return the whole address of the application, as people elsewhere reach it."""
    base = ws.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}{request.url.path}"


def _language(request: Request, fields: dict[str, str]) -> str:
    switched = fields.get(paper_pages.SWITCH, "")
    return switched if switched in LANGUAGES else public_pages.language_of(request)


def _read(fields: dict[str, str], files: tuple[NewFile, ...]) -> Delivery:
    offices = [office.id for office in award_defaults().offices]
    return read_form(fields, files, offices, hands_in=fields.get("act") in _HANDS_IN)


def _again(
    call: Call,
    sheet: paper_pages.CaseSheet,
    paper: CasePaper | None,
    problems: Mapping[str, DealflowError],
    status: int,
) -> Response:
    """Return the form once more with what is wrong; nothing of it is kept by halves."""
    page = paper_pages.form(call, replace(sheet, problems=problems), paper, paper_pages.Shown())
    return public_pages.page(page, status)


def _beside(error: DealflowError) -> dict[str, DealflowError]:
    field = str(error.parameters.get("field", ""))
    return {field or "name_ko": error}
