"""What went wrong, as programs read it: problem+json (RFC 9457) with our code, and words in the language asked for."""

from __future__ import annotations

import json
from typing import Final

from pydantic import BaseModel
from starlette.responses import Response

from dealflow.errors import (
    ChangedMeanwhileError,
    DealflowError,
    GateClosedError,
    IllegalMoveError,
    LedgerBusyError,
    NotAllowedError,
    NotFoundError,
    RequestRefusedError,
    SignedOutError,
)
from dealflow.i18n.errors import words_of

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final[dict[type[DealflowError], int]] = {
    SignedOutError: 401,
    NotAllowedError: 403,
    NotFoundError: 404,
    ChangedMeanwhileError: 409,
    IllegalMoveError: 409,
    GateClosedError: 409,
    LedgerBusyError: 503,
}
_OF_REQUEST: Final = {
    "token": 401,
    "scope": 403,
    "method": 405,
    "body_too_large": 413,
    "media_type": 415,
    "too_many_requests": 429,
}
_TITLES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
"""HTTP's own names: ``detail`` has the words for people."""
STATUSES: Final = tuple(_TITLES)


class Problem(BaseModel):
    """Why a request was not answered. ``type`` ends with our code, which never changes; ``detail`` is for people."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
    problem: str | None = None
    missing: list[str] | None = None
    """The gates that are closed."""


def status_of(error: DealflowError) -> int:
    """Return the status of an error."""
    if isinstance(error, RequestRefusedError):
        return _OF_REQUEST[str(error.parameters["problem"])]
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)


def problem(error: DealflowError, lang: str) -> Response:
    """Return the answer that tells of an error."""
    status = status_of(error)
    told, missing = error.parameters, error.parameters.get("missing")
    document = Problem(
        type=f"urn:dealflow:problem:{error.code}",
        title=_TITLES[status],
        status=status,
        detail=words_of(error, lang),
        field=_plain(told.get("field")),
        problem=_plain(told.get("problem")),
        missing=[str(gate) for gate in missing] if isinstance(missing, tuple | list) else None,
    )
    text = json.dumps(document.model_dump(exclude_none=True), ensure_ascii=False)
    return Response(text, status, {"Cache-Control": "no-store", **_headers(error, status)}, MEDIA_TYPE)


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _headers(error: DealflowError, status: int) -> dict[str, str]:
    if status == 401:  # noqa: PLR2004  # HTTP's number
        return {"WWW-Authenticate": "Bearer"}
    if "allow" in error.parameters:
        return {"Allow": str(error.parameters["allow"])}
    if status == 503:  # noqa: PLR2004  # HTTP's number
        return {"Retry-After": "5"}
    return {"Retry-After": str(error.parameters["wait_s"])} if "wait_s" in error.parameters else {}
