"""The door of quarterly figures: ``/figures/{teller}/{secret}`` shows an office's or a firm's form, takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.platform.posted_form import RefusedFormError
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import figures_form, telling
from dealflow.actions.regional.telling import FiguresForm, HandedIn
from dealflow.domain.regional.quarters import Quarter, quarter_of
from dealflow.errors import ChangedMeanwhileError, DayLinkError, DealflowError, InvalidInputError
from dealflow.i18n import LANGUAGES
from dealflow.reports.regional import figures_page as paper
from dealflow.web.kit import public_pages
from dealflow.web.kit.posted_files import FormWithFile, TooLargeError, posted_form
from dealflow.web.kit.rate_limit import Pace

PATH: Final = "/figures/{teller_id}/{secret}"
_LARGEST: Final = telling.PROOF_MB * 1_000_000 + 500_000
_AT_MOST, _WITHIN_S = 60, 600.0
"""Forms that one network may send of one address within ten minutes."""


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the door's one route; ``workspace`` gives the process's one workspace."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    async def figures(request: Request) -> Response:
        ws, lang = workspace(), public_pages.language_of(request)
        if request.method == "POST":
            network = request.client.host if request.client else ""
            if not pace.lets_in(f"{request.url.path} {network}"):
                return public_pages.page(paper.refusal("too_many", lang), 429)
            if not await run_in_threadpool(_opens, request, ws):  # nothing is read for an address that opens nothing
                return public_pages.page(paper.refusal("unknown", lang), 404)
        try:
            posted = await posted_form(request, largest=_LARGEST, file_field="proof")
        except TooLargeError:
            return public_pages.page(paper.refusal("too_large", lang), 413)
        except (HTTPException, UnicodeError):  # broken off, too many fields, or in no character set that we know
            return public_pages.page(paper.refusal("too_large", lang), 400)
        return await run_in_threadpool(_answer, request, posted, ws)

    return [Route(PATH, figures, methods=["GET", "POST"])]


def _opens(request: Request, ws: Workspace) -> bool:
    try:
        _open(request, ws, datetime.now(UTC))
    except DayLinkError:
        return False
    return True


def _open(request: Request, ws: Workspace, at: datetime) -> FiguresForm:
    return telling.open_form(ws, request.path_params["teller_id"], request.path_params["secret"], at=at)


def _answer(request: Request, posted: FormWithFile | None, ws: Workspace) -> Response:
    """Return the page for one request; the clock is asked here, once."""
    at, lang = datetime.now(UTC), public_pages.language_of(request)
    fields, _, proof = posted or ({}, "", b"")
    lang = fields[paper.SWITCH] if fields.get(paper.SWITCH, "") in LANGUAGES else lang
    try:
        form = _open(request, ws, at)
    except DayLinkError as error:
        return public_pages.page(paper.refusal(str(error.parameters["problem"]), lang), 404)
    quarter = quarter_of(request.query_params.get("q", "")) or (form.quarters[0] if form.quarters else None)
    if quarter is None or quarter not in form.quarters:
        return public_pages.page(paper.page(paper.Sheet(form, None, lang)))
    sheet = paper.Sheet(form, quarter, lang, fields if posted else None)
    if posted is None or fields.get("act") != "tell":
        return public_pages.page(paper.page(sheet))
    return _take(request, ws, (form, quarter, lang), (fields, proof), at)


def _take(  # who asks, which form in which language, what was posted, when
    request: Request,
    ws: Workspace,
    asking: tuple[FiguresForm, Quarter, str],
    posted: tuple[dict[str, str], bytes],
    at: datetime,
) -> Response:
    """Keep the figures, or show the form again with what is wrong; nothing of it is kept by halves."""
    (form, quarter, lang), (fields, proof) = asking, posted
    try:
        figures = figures_form.read_figures(fields, form.lines)
        handed = HandedIn(quarter, figures, fields.get("note", ""), proof)
        teller_id, secret = request.path_params["teller_id"], request.path_params["secret"]
        now = telling.tell(ws, teller_id, secret, handed, at=at)
    except RefusedFormError as error:
        return _again(paper.Sheet(form, quarter, lang, fields, error.problems))
    except DayLinkError:
        return public_pages.page(paper.refusal("unknown", lang), 404)
    except (InvalidInputError, ChangedMeanwhileError) as error:
        problems: dict[str, DealflowError] = {figures_form.field_of(error, form.lines): error}
        return _again(paper.Sheet(form, quarter, lang, fields, problems))
    return public_pages.page(paper.page(paper.Sheet(now, quarter, lang, is_done=True)))


def _again(sheet: paper.Sheet) -> Response:
    return public_pages.page(paper.page(sheet), 422)
