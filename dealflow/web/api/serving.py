"""How operations are served: let in by a token, kept to its pace, read, answered, and told of in problem+json.

``Authorization: Bearer TOKEN``; no cookie opens it, so no other site can act through a browser.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.api.answers import Answered, Asked
from dealflow.actions.people import api_tokens
from dealflow.actions.people.api_tokens import Opened
from dealflow.actions.platform.workspace import Workspace
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError, RequestRefusedError
from dealflow.web.api import openapi
from dealflow.web.api.catalogue import OPERATIONS
from dealflow.web.api.operations import Call, Operation
from dealflow.web.api.problems import problem
from dealflow.web.api.quota import Quota, Standing
from dealflow.web.kit import public_pages

BASE: Final = "/api/v1"
_SCHEME: Final = "bearer "
_LARGEST: Final = 100_000
"""Bytes of a JSON body: far more than a stage and a note."""
_MEGABYTE: Final = 1_000_000
_NO_STORE: Final = {"Cache-Control": "no-store"}
_SEGMENT: Final = re.compile(r"\{\w+\}")


def routes(workspace: Callable[[], Workspace], read: Callable[[str], None] | None = None) -> list[BaseRoute]:
    """Return the routes for programs; ``workspace`` gives the process's one workspace, ``read`` has decks read."""
    serving = _Serving(workspace, read)

    def document(_request: Request) -> Response:
        return JSONResponse(openapi.document(OPERATIONS, BASE), headers=_NO_STORE)

    async def elsewhere(request: Request) -> Response:
        return problem(_no_operation(request), public_pages.language_of(request))

    return [
        Route(f"{BASE}/openapi.json", document),
        *(
            Route(f"{BASE}{operation.path}", serving.endpoint(operation), methods=[operation.method])
            for operation in OPERATIONS
        ),
        Route("/api/{rest:path}", elsewhere, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    ]


def _no_operation(request: Request) -> DealflowError:
    """Return why an address or a method of it is none of ours."""
    path = request.url.path.removeprefix(BASE)
    taken = sorted(
        {operation.method for operation in OPERATIONS if re.fullmatch(_SEGMENT.sub("[^/]+", operation.path), path)}
    )
    if taken:
        return RequestRefusedError(problem="method", allow=", ".join(taken))
    return NotFoundError(kind="operation", id="")


class _Serving:
    """The operations over one workspace, with the pace of their tokens."""

    def __init__(self, workspace: Callable[[], Workspace], read: Callable[[str], None] | None) -> None:
        self._workspace = workspace
        self._read = read
        self._quota: Quota | None = None

    def endpoint(self, operation: Operation[Any]) -> Callable[[Request], Any]:
        """Return what answers an operation; Starlette awaits it."""

        async def answer(request: Request) -> Response:
            lang = public_pages.language_of(request)
            try:
                opened, standing = await run_in_threadpool(self._let_in, request, operation)
            except DealflowError as error:
                return problem(error, lang)
            try:
                data = await self._body(request, operation)
                response = await run_in_threadpool(self._answered, request, operation, opened, data)
            except DealflowError as error:
                response = problem(error, lang)
            response.headers.update(standing.headers)
            return response

        return answer

    def _let_in(self, request: Request, operation: Operation[Any]) -> tuple[Opened, Standing]:
        """Return who asks, and how their pace stands.

        Raises:
            RequestRefusedError: no token opens, it is not for this, or it is one request too many.
        """
        ws, header = self._workspace(), request.headers.get("authorization", "")
        if not header.lower().startswith(_SCHEME):
            raise RequestRefusedError(problem="token")
        try:
            opened = api_tokens.opened(ws, header[len(_SCHEME) :].strip(), at=datetime.now(UTC))
        except NotFoundError as error:
            raise RequestRefusedError(problem="token") from error
        if self._quota is None:
            self._quota = Quota(ws.settings.api_per_minute)
        standing = self._quota.take(opened.token.id)
        if standing.wait_s:
            raise RequestRefusedError(problem="too_many_requests", wait_s=standing.wait_s)
        if operation.scope not in opened.token.scopes:
            raise RequestRefusedError(problem="scope", scope=operation.scope.value)
        return opened, standing

    async def _body(self, request: Request, operation: Operation[Any]) -> bytes:
        """Return what was sent.

        Raises:
            RequestRefusedError: it is too much, or of another kind.
        """
        if operation.method == "GET":
            return b""
        wanted = "application/octet-stream" if operation.takes_file else "application/json"
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != wanted:
            raise RequestRefusedError(problem="media_type", wanted=wanted)
        limit = self._workspace().settings.max_upload_mb * _MEGABYTE if operation.takes_file else _LARGEST
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise RequestRefusedError(problem="body_too_large", limit=limit)
            parts.append(part)
        return b"".join(parts)

    def _answered(self, request: Request, operation: Operation[Any], opened: Opened, data: bytes) -> Response:
        params = _given(request, operation, data)
        key = request.headers.get("idempotency-key", "")
        named = f"{request.method} {request.url.path}?{request.url.query}".encode()
        asked = Asked(opened.token.id, public_pages.storable(key), hashlib.sha256(named + b"\0" + data).hexdigest())
        path = {name: _path_part(value) for name, value in request.path_params.items()}
        call = Call(self._workspace(), opened, datetime.now(UTC), path, asked, data, self._read)
        answered = operation.handle(call, params)
        if isinstance(answered, Answered):
            again = {"Idempotency-Replayed": "true"} if answered.is_again else {}
            return Response(answered.body, answered.status, _NO_STORE | again, "application/json")
        return Response(answered.model_dump_json(), operation.status, _NO_STORE, "application/json")


def _path_part(value: str) -> str:
    """Return a part of the address as an id.

    Raises:
        NotFoundError: nothing can be called so.
    """
    if public_pages.storable(value) != value:
        raise NotFoundError(kind="record", id="")
    return value


def _given(request: Request, operation: Operation[Any], data: bytes) -> BaseModel:
    """Return what the operation takes, understood.

    Raises:
        InvalidInputError: it cannot be; ``field`` names what.
    """
    try:
        if operation.has_body:
            taken: BaseModel = operation.takes.model_validate_json(data)
            return taken
        fields = {name: value for name, value in request.query_params.items() if name != "lang"}
        taken = operation.takes.model_validate(fields)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        field = ".".join(map(str, detail["loc"])) or "body"
        problem_id = "missing" if detail["type"] == "missing" else "unknown"
        raise InvalidInputError(field=field, problem=problem_id) from error
    return taken
