"""The door for programs: a person's token lists their house's engagements and moves them, through the same gates.

``Authorization: Bearer TOKEN``; no cookie opens it, so no other site can act through a browser.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
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
from dealflow.web.kit import public_pages

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
        body = await public_pages.body_of(request, _LARGEST)
        if body is None:
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
        lang = request.query_params.get("lang", "")
        answered: dict[str, object] = {
            "error": error.code,
            "words": words_of(error, lang if lang in LANGUAGES else Language.KO.value),
        }
        answered |= {
            name: error.parameters[name] for name in ("missing", "field", "problem") if name in error.parameters
        }
        status = 401 if isinstance(error, _NoTokenError) else _STATUS.get(type(error), 400)
        return JSONResponse(answered, status, _HEADERS)


def _viewer(request: Request, ws: Workspace) -> Viewer:
    """Return whose token came along.

    Raises:
        _NoTokenError: none did, or it opens nothing.
    """
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(_SCHEME):
        raise _NoTokenError
    try:
        return api_tokens.viewer_of(ws, header[len(_SCHEME) :].strip())
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


class MoveRequest(BaseModel):
    """Where to move an engagement to; ``version``: how its stream stood when that was decided."""

    model_config = ConfigDict(frozen=True, strict=True)

    stage: str = Field(min_length=1)
    note: str = ""
    version: int | None = None

    @classmethod
    def of_json(cls, body: bytes) -> MoveRequest:
        """Return the request that a JSON object says.

        Raises:
            InvalidInputError: it is none, or the stage is missing.
        """
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            lacks_stage = any(detail["loc"] == ("stage",) for detail in error.errors(include_url=False))
            field, problem = ("stage", "missing") if lacks_stage else ("value", "unknown")
            raise InvalidInputError(field=field, problem=problem) from error


def _move(request: Request, ws: Workspace, viewer: Viewer, body: bytes) -> object:
    """Move an engagement and return where it stands."""
    move, engagement_id = MoveRequest.of_json(body), request.path_params["engagement_id"]
    at = datetime.now(UTC)
    stage, note = public_pages.storable(move.stage), public_pages.storable(move.note)
    engagements.move(Acting(ws, viewer, at, "api"), engagement_id, stage, seen=move.version, note=note)
    return _as_json(engagements.engagement(Looking(ws, viewer), engagement_id, on=korean_day(at)).row)
