"""The door for programs: a person's token lists their house's engagements and moves them, through the same gates.

``Authorization: Bearer TOKEN``; no cookie opens it, so no other site can act through a browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.people import api_tokens
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import ChangedMeanwhileError, DealflowError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.i18n import LANGUAGES, Language
from dealflow.i18n.errors import words_of

_LARGEST: Final = 100_000
"""Bytes of a request: far more than a stage and a note."""
_SCHEME: Final = "bearer "
_STATUS: Final[dict[type[DealflowError], int]] = {NotAllowedError: 403, NotFoundError: 404, ChangedMeanwhileError: 409}
_HEADERS: Final = {"Cache-Control": "no-store"}


class _NoTokenError(DealflowError):
    """No token came along, or it opens nothing."""

    code = "signed_out"


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the routes for programs; ``workspace`` gives the process's one workspace."""

    async def move(request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST:
                return JSONResponse({"error": "too_large"}, 413, _HEADERS)
        return await run_in_threadpool(
            _answered, request, lambda ws, viewer: _move(request, ws, viewer, body), workspace
        )

    def listing(request: Request) -> Response:
        return _answered(request, lambda ws, viewer: _listed(request, ws, viewer), workspace)

    return [
        Route("/api/engagements", listing),
        Route("/api/engagements/{engagement_id}/move", move, methods=["POST"]),
    ]


def _answered(
    request: Request, answer: Callable[[Workspace, Viewer], object], workspace: Callable[[], Workspace]
) -> Response:
    """Return the answer as JSON, or what went wrong: a code, what is missing, and words in the language asked for."""
    try:
        ws = workspace()
        return JSONResponse(answer(ws, _viewer(request, ws)), headers=_HEADERS)
    except DealflowError as error:
        asked = request.query_params.get("lang", "")
        told: dict[str, object] = {
            "error": error.code,
            "words": words_of(error, asked if asked in LANGUAGES else Language.KO.value),
        }
        told |= {name: error.parameters[name] for name in ("missing", "field", "problem") if name in error.parameters}
        status = 401 if isinstance(error, _NoTokenError) else _STATUS.get(type(error), 400)
        return JSONResponse(told, status, _HEADERS)


def _viewer(request: Request, ws: Workspace) -> Viewer:
    """Return whose token came along.

    Raises:
        _NoTokenError: none did, or it opens nothing.
    """
    given = request.headers.get("authorization", "")
    if not given.lower().startswith(_SCHEME):
        raise _NoTokenError
    try:
        return api_tokens.viewer_of(ws, given[len(_SCHEME) :].strip())
    except NotFoundError as error:
        raise _NoTokenError from error


def _listed(request: Request, ws: Workspace, viewer: Viewer) -> object:
    """Return the engagements of the viewer's books, of one track (``?track=``) or all."""
    track = request.query_params.get("track") or None
    filters = engagements.EngagementFilter(track=None if track is None else ws.track(track).id)
    rows = engagements.engagements(Looking(ws, viewer), filters, on=korean_day(datetime.now(UTC)))
    return {"engagements": [_as_json(row) for row in rows]}


def _as_json(row: EngagementRow) -> dict[str, object]:
    """Return one engagement as programs see it; ``blocked`` names the nearest closed stage and its gates."""
    now, hurdle = row.engagement, row.hurdle
    return {
        "id": now.id,
        "company_id": now.company_id,
        "company": row.company_name,
        "investor_id": now.investor_id,
        "track": now.track,
        "round": now.round_label,
        "stage": now.stage,
        "status": now.status.value,
        "days_in_stage": row.days_in_stage,
        "version": now.version,
        "moves": list(row.moves),
        "blocked": None
        if hurdle is None
        else {"stage": hurdle.stage, "missing": [missing.gate for missing in hurdle.missing]},
    }


def _move(request: Request, ws: Workspace, viewer: Viewer, body: bytes) -> object:
    """Move an engagement and return where it stands."""
    given_body = _body(body)
    stage, note, seen = given_body.get("stage"), given_body.get("note", ""), given_body.get("version")
    if not isinstance(stage, str) or not stage:
        raise InvalidInputError(field="stage", problem="missing")
    if not isinstance(note, str) or not (seen is None or isinstance(seen, int)):
        raise InvalidInputError(field="value", problem="unknown")
    at, engagement_id = datetime.now(UTC), request.path_params["engagement_id"]
    engagements.move(Acting(ws, viewer, at, "api"), engagement_id, stage, seen=seen, note=note)
    return _as_json(engagements.engagement(Looking(ws, viewer), engagement_id, on=korean_day(at)).row)


def _body(body: bytes) -> dict[str, object]:
    """Return the request's JSON object.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        given_body = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(field="value", problem="unknown") from error
    if not isinstance(given_body, dict):
        raise InvalidInputError(field="value", problem="unknown")
    return given_body
