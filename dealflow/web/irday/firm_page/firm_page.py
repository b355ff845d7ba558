"""The door to a firm's own page of an IR day: ``/day/firm-{participant}/{secret}``, account or none.

The page keeps what is typed on the phone; ``.../log`` takes it as JSON when there is a connection, ``.../worker.js``
lets the page open again without one. The secret's 192 bits leave nothing to guess.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.consultations.consultation_log import ConsultationEntry, Logged, Said, Typed
from dealflow.actions.irday.firm_page import firm_page as firm_page_acts
from dealflow.actions.irday.firm_page.firm_page import FirmPage
from dealflow.actions.irday.floor import floor
from dealflow.actions.irday.links.access_links import open_link
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.irday.participants import meeting_requests
from dealflow.actions.irday.results import surveys
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel, InterestLevel, NextStepKind, SurveyAnswer
from dealflow.domain.irday.participants.participants import Requests
from dealflow.domain.values.typed_numbers import ungrouped
from dealflow.errors import DayLinkError, DealflowError, InvalidInputError
from dealflow.i18n import t
from dealflow.i18n.errors import words_of
from dealflow.reports.irday.firm_page import consultation_form, firm_page
from dealflow.reports.kit import public_page, templates
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

PATH: Final = "/day/firm-{participant}/{secret}"
SOURCE: Final = "link"
_LARGEST: Final = 64_000
"""Bytes of a form or a delivery: far more than a log with long words."""
_AT_MOST, _WITHIN_S = 120, 60.0
"""Deliveries of one address in a minute: a whole firm's phones coming back from a cellar at once."""
_TOLD: Final = ("here", "wishes", "survey", "log")
Option = TypeVar("Option", InterestLevel, NextStepKind)


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
    given = request.path_params
    return Address(f"firm-{given['participant']}", given["secret"], LinkPurpose.FIRM)


def _page(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the page for one request; the clock is asked here, once."""
    at, lang, address = datetime.now(UTC), public_pages.language_of(request), _address(request)
    told = ""
    try:
        given = public_pages.fields_of(body) or {}
        if given:
            try:
                _act(ws, address, given, lang, at)
            except DayLinkError:
                raise
            except DealflowError as error:
                told = words_of(error, lang)
            else:
                done = given.get("act", "")
                query = "&".join(filter(None, (public_page.language_query(lang).removeprefix("?"), f"done={done}")))
                return RedirectResponse(f"{request.url.path}?{query}", 303, headers=public_pages.HEADERS)
        found = firm_page_acts.firm_page(ws, address, at=at)
    except DayLinkError as error:
        return public_pages.page(firm_page.refusal(words_of(error, lang), lang), _status(error))
    done = request.query_params.get("done", "")
    words = told or (t(f"firm.done.{done}", lang) if done in _TOLD else "")
    html = firm_page.page(found, lang, at=at, told=words, is_good=not told)
    return public_pages.page(html, 409 if told else 200, policy=public_page.policy(firm_page.SCRIPT))


def _act(ws: Workspace, address: Address, given: Mapping[str, str], lang: str, at: datetime) -> None:
    """Do what a posted form asks for.

    Raises:
        DealflowError: it cannot be done, or the form asks for nothing that is known.
    """
    found = firm_page_acts.firm_page(ws, address, at=at)
    firm, event = found.firm, found.event
    match given.get("act"):
        case "here":
            floor.check_in(
                ws, address, event.id, CheckIn(given.get("who", ""), CheckInChannel.LINK), at=at, source=SOURCE
            )
        case "wishes":
            if not found.may_wish:
                raise InvalidInputError(field="wishes", problem="past")
            opened = open_link(ws, address.link, address.secret, at=at, purpose=LinkPurpose.FIRM)
            meeting_requests.keep_own_requests(
                ws, opened, _requests(found, given), at=at, seen=_number(given.get("seen", ""))
            )
        case "survey":
            marks = {name: _number(given.get(name, "")) for name in surveys.QUESTIONS}
            answer = SurveyAnswer(firm.id, event.id, comment=given.get("comment", ""), **marks)
            surveys.answer(ws, address, answer, at=at, source=SOURCE)
        case "log":
            entry = _entry(found, given.get("company", ""), said_of(given, lang), Typed("", at))
            consultation_log.log(ws, address, entry, at=at, source=SOURCE)
        case _:
            raise InvalidInputError(field="event", problem="unknown")


def _requests(found: FirmPage, given: Mapping[str, str]) -> Requests:
    ranked = [given[name] for name in sorted(given, key=_rank) if name.startswith("wish-")]
    vetoes = tuple(name.removeprefix("veto-") for name in given if name.startswith("veto-"))
    return replace(found.requests, wishes=meeting_requests.wished(ranked), vetoes=vetoes)


def _rank(name: str) -> int:
    return _number(name.removeprefix("wish-")) or 0


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None  # noqa: PLR2004  # no long digits


def _log(request: Request, body: bytes, ws: Workspace) -> Response:
    """Take one delivered log and say what became of it."""
    at, lang, address = datetime.now(UTC), public_pages.language_of(request), _address(request)
    try:
        given = json.loads(body)
        if not isinstance(given, dict):
            return _json(400, {"error": "unreadable"})
        found = firm_page_acts.firm_page(ws, address, at=at)
        fields = {name: value for name, value in given.items() if isinstance(value, str)}
        if given.get("is_told") is True:
            fields["is_told"] = "1"
        knows = given.get("knows")
        seen = frozenset(map(_moment, knows)) if isinstance(knows, list) else frozenset[datetime]()
        typed = Typed("", _moment(given.get("typed_at")), seen)
        entry = _entry(found, fields.get("company", ""), said_of(fields, lang), typed)
        made = consultation_log.log(ws, address, entry, at=at, source=SOURCE)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return _json(400, {"error": "unreadable"})
    except DayLinkError as error:
        return _json(_status(error), {"error": error.code, "words": words_of(error, lang)})
    except DealflowError as error:
        return _json(422, {"error": error.code, "words": words_of(error, lang)})
    return _json(200, _said(made, lang, at))


def _said(made: Logged, lang: str, at: datetime) -> dict[str, object]:
    """Return what became of a delivery, with the log as it now stands."""
    log = made.consultation.log
    return {
        "outcome": made.outcome.value,
        "at": at.isoformat(),
        "typed_at": log.typed_at.isoformat(),
        "values": consultation_form.typed(log),
        "shown": consultation_form.shown(log, lang),
    }


def _entry(found: FirmPage, company: str, said: Said, typed: Typed) -> ConsultationEntry:
    """Return what the firm says of its consultation with a company, under the id that its log has or will have."""
    event, firm = found.event.id, found.firm.id
    known = found.logs.get(company)
    log_id = known.log.id if known else consultation_log.log_id(event, company, firm)
    return ConsultationEntry(event, company, firm, said, replace(typed, log_id=log_id))


def said_of(given: Mapping[str, str], lang: str) -> Said:
    """Return what the form's fields say.

    Raises:
        InvalidInputError: an amount is no number, a day is none.
    """
    unit = consultation_form.UNITS.get(given.get("unit", ""), consultation_form.UNITS["eok"])
    kind = _option(NextStepKind, given.get("next_step", "")) or NextStepKind.NONE
    text = given.get("next_step_text", "").strip()
    usual = "" if kind is NextStepKind.NONE else t(f"enum.next_step_kind.{kind.value}", lang)
    return Said(
        interest=_option(InterestLevel, given.get("interest", "")),
        intention_low=_won(given.get("low", ""), unit),
        intention_high=_won(given.get("high", ""), unit),
        requests=given.get("requests", ""),
        next_step=kind,
        next_step_text="" if kind is NextStepKind.NONE else text or usual,
        next_due=None if kind is NextStepKind.NONE else _day(given.get("next_due", "")),
        note=given.get("note", ""),
        is_told=bool(given.get("is_told")),
    )


def _option(kind: type[Option], text: str) -> Option | None:
    return next((one for one in kind if one.value == text), None)


def _won(text: str, unit: int) -> int | None:
    """Return an amount in whole won; None where none was typed."""
    plain = ungrouped(text.strip(), "intention")
    if not plain:
        return None
    try:
        amount = Decimal(plain) * unit
    except InvalidOperation as error:
        raise InvalidInputError(field="intention", problem="no_number", value=text) from error
    if not amount.is_finite() or abs(amount) > consultation_log.HIGHEST:
        raise InvalidInputError(field="intention", problem="out_of_range", value=text)
    return int(amount)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(field="due", problem="unknown", value=text) from error


def _moment(text: object) -> datetime:
    """Return a moment that a phone tells, which must know its zone.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise InvalidInputError(field="since", problem="unknown", value=str(text)) from error
    if found.tzinfo is None:
        raise InvalidInputError(field="since", problem="unknown", value=str(text))
    return found


def _worker(request: Request) -> Response:
    """Return the script that keeps the page on the phone; it may act for this address alone."""
    policy = "default-src 'none'; connect-src 'self'"
    scope = request.url.path.removesuffix("/worker.js")
    headers = public_pages.HEADERS | {"Content-Security-Policy": policy, "Service-Worker-Allowed": scope}
    return Response(templates.source(firm_page.WORKER), media_type="text/javascript", headers=headers)


def _status(error: DayLinkError) -> int:
    return 404 if error.parameters["problem"] == "unknown" else 410


def _json(status: int, values: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(values, status, headers={**public_pages.HEADERS, **(headers or {})})
