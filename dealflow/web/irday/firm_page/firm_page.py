"""The door to a firm's own page of an IR day: ``/day/firm-{participant}/{secret}``, account or none.

The page keeps what is typed on the phone; ``.../log`` takes it as JSON when there is a connection, ``.../worker.js``
lets the page open again without one. The secret's 192 bits leave nothing to guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.irday.consultations import consultation_log, signatures
from dealflow.actions.irday.consultations.consultation_log import ConsultationEntry, Logged, Typed
from dealflow.actions.irday.consultations.signatures import Signing
from dealflow.actions.irday.firm_page import firm_page as firm_page_acts
from dealflow.actions.irday.firm_page.firm_page import FirmPage
from dealflow.actions.irday.floor import floor, roundtables
from dealflow.actions.irday.links.access_links import open_link
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.irday.participants import meeting_requests
from dealflow.actions.irday.results import surveys
from dealflow.actions.platform.posted_form import RefusedFormError
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel, SurveyAnswer
from dealflow.errors import DayLinkError, DealflowError, InvalidInputError
from dealflow.i18n import t
from dealflow.i18n.errors import words_of
from dealflow.reports.irday.firm_page import consultation_form, firm_page
from dealflow.reports.kit import public_page, templates
from dealflow.web.irday.firm_page.posted_forms import CheckInForm, Delivery, LogForm, SurveyForm, WishesForm
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

PATH: Final = "/day/firm-{participant}/{secret}"
SOURCE: Final = "link"
_LARGEST: Final = 64_000
"""Bytes of a form or a delivery: far more than a log with long words."""
_AT_MOST, _WITHIN_S = 120, 60.0
"""Deliveries of one address in a minute: a whole firm's phones coming back from a cellar at once."""
_DONE: Final = ("here", "wishes", "survey", "log", "topics", "sign")
"""Acts after which the page says that they are done."""


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the door's routes; ``workspace`` gives the process's one workspace."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    async def page(request: Request) -> Response:
        body = await public_pages.body_of(request, _LARGEST)
        if body is None:
            lang = public_pages.language_of(request)
            return public_pages.page(firm_page.refusal(t("firm.too_long", lang), lang), 413)
        return await run_in_threadpool(_page, request, body, workspace())

    async def log(request: Request) -> Response:
        body = await public_pages.body_of(request, _LARGEST)
        if body is None:
            return _json(413, {"error": "too_long", "words": t("firm.too_long", public_pages.language_of(request))})
        if not pace.lets_in(request.url.path):  # with its secret: whoever guesses uses up nobody else's
            return _json(429, {"error": "too_many"}, {"Retry-After": "20"})
        return await run_in_threadpool(_log, request, body, workspace())

    return [
        Route(PATH, page, methods=["GET", "POST"]),
        Route(f"{PATH}/log", log, methods=["POST"]),
        Route(f"{PATH}/worker.js", _worker),
    ]


def _address(request: Request) -> Address:
    names = request.path_params
    return Address(f"firm-{names['participant']}", names["secret"], LinkPurpose.FIRM)


def _page(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the page for one request; the clock is asked here, once."""
    at, lang, address = datetime.now(UTC), public_pages.language_of(request), _address(request)
    fields = public_pages.fields_of(body) or {}
    message = ""
    try:
        if fields:
            message = _act(ws, address, fields, lang, at)
            if not message:
                return _done(request, lang, fields.get("act", ""))
        firm_view = firm_page_acts.firm_page(ws, address, at=at)
    except DayLinkError as error:
        return public_pages.page(firm_page.refusal(words_of(error, lang), lang), _status(error))
    done = request.query_params.get("done", "")
    words = message or (t(f"firm.done.{done}", lang) if done in _DONE else "")
    html = firm_page.page(firm_view, lang, at=at, message=words, refused=fields if message else None)
    return public_pages.page(html, 409 if message else 200, policy=public_page.policy(firm_page.SCRIPT))


def _done(request: Request, lang: str, act: str) -> Response:
    """Lead back to the page, which says what was done, so that loading it again does nothing again."""
    query = "&".join(filter(None, (public_page.language_query(lang).removeprefix("?"), f"done={act}")))
    return RedirectResponse(f"{request.url.path}?{query}", 303, headers=public_pages.HEADERS)


def _act(ws: Workspace, address: Address, fields: Mapping[str, str], lang: str, at: datetime) -> str:
    """Do what a posted form asks for, and return nothing, or why it cannot be done.

    Raises:
        DayLinkError: the address does not open.
    """
    try:
        _do(ws, address, fields, lang, at)
    except RefusedFormError as error:
        return words_of(error.first, lang)
    except DayLinkError:
        raise
    except DealflowError as error:
        return words_of(error, lang)
    return ""


def _do(ws: Workspace, address: Address, fields: Mapping[str, str], lang: str, at: datetime) -> None:
    firm_view = firm_page_acts.firm_page(ws, address, at=at)
    firm, event = firm_view.firm, firm_view.event
    match fields.get("act"):
        case "here":
            who = CheckIn(CheckInForm.read(fields).who, CheckInChannel.LINK)
            floor.check_in(ws, address, event.id, who, at=at, source=SOURCE)
        case "wishes":
            _keep_wishes(ws, address, firm_view, WishesForm.read(fields), at)
        case "survey":
            answer = SurveyAnswer(firm.id, event.id, **SurveyForm.read(fields).model_dump())
            surveys.answer(ws, address, answer, at=at, source=SOURCE)
        case "sign":
            signing = Signing(*(fields.get(name, "") for name in ("other", "who", "name", "drawn")))
            signatures.sign(ws, address, signing, at=at)
        case "topics":
            lines = fields.get("lines", "").splitlines()
            roundtables.hand_in(ws, address, fields.get("part", ""), lines, at=at)
        case "log":
            entry = _entry(firm_view, LogForm.read(fields), lang, Typed("", at))
            consultation_log.log(ws, address, entry, at=at, source=SOURCE)
        case _:
            raise InvalidInputError(field="event", problem="unknown")


def _keep_wishes(ws: Workspace, address: Address, firm_view: FirmPage, form: WishesForm, at: datetime) -> None:
    if not firm_view.may_wish:
        raise InvalidInputError(field="wishes", problem="past")
    opened = open_link(ws, address.link, address.secret, at=at, purpose=LinkPurpose.FIRM)
    requests = replace(firm_view.requests, wishes=meeting_requests.wished(form.wishes), vetoes=form.vetoes)
    meeting_requests.keep_own_requests(ws, opened, requests, at=at, seen=form.seen)


def _log(request: Request, body: bytes, ws: Workspace) -> Response:
    """Take one delivered log and say what became of it."""
    at, lang, address = datetime.now(UTC), public_pages.language_of(request), _address(request)
    try:
        firm_view = firm_page_acts.firm_page(ws, address, at=at)  # first: whoever guesses learns nothing but that
        delivery = Delivery.of_json(body)
        entry = _entry(firm_view, delivery, lang, delivery.typed())
        logged = consultation_log.log(ws, address, entry, at=at, source=SOURCE)
    except public_pages.UnreadableBodyError:
        return _json(400, {"error": "unreadable"})
    except RefusedFormError as error:
        return _json(422, {"error": error.first.code, "words": words_of(error.first, lang)})
    except DayLinkError as error:
        return _json(_status(error), {"error": error.code, "words": words_of(error, lang)})
    except DealflowError as error:
        return _json(422, {"error": error.code, "words": words_of(error, lang)})
    return _json(200, _outcome(logged, lang, at))


def _outcome(logged: Logged, lang: str, at: datetime) -> dict[str, object]:
    """Return what became of a delivery, with the log as it now stands."""
    log = logged.consultation.log
    return {
        "outcome": logged.outcome.value,
        "at": at.isoformat(),
        "typed_at": log.typed_at.isoformat(),
        "values": consultation_form.typed(log),
        "shown": consultation_form.shown(log, lang),
    }


def _entry(firm_view: FirmPage, form: LogForm, lang: str, typed: Typed) -> ConsultationEntry:
    """Return what the firm says of its consultation with a company, under the id that its log has or will have."""
    event, firm, company = firm_view.event.id, firm_view.firm.id, form.company
    known = firm_view.logs.get(company)
    log_id = known.log.id if known else consultation_log.log_id(event, company, firm)
    return ConsultationEntry(event, company, firm, form.words(lang), replace(typed, log_id=log_id))


def _worker(request: Request) -> Response:
    """Return the script that keeps the page on the phone; it may act for this address alone."""
    return public_pages.worker(request, templates.source(firm_page.WORKER))


def _status(error: DayLinkError) -> int:
    return 404 if error.parameters["problem"] == "unknown" else 410


def _json(status: int, values: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(values, status, headers={**public_pages.HEADERS, **(headers or {})})
