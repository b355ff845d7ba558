"""What the doors without an account share: how a form is taken, what the pages' headers forbid, which language speaks.

The secret in an address is what lets people in and what no other site can know, so forms need no further token
against forgery. Nothing of such a page is kept by browsers or told to other sites.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dealflow.i18n import LANGUAGES, Language

_MOST_FIELDS: Final = 2_000
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page without a script may load: nothing; pictures stand in the page itself."""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": POLICY,
}


class UnreadableBodyError(Exception):
    """What was posted is not what the address takes."""


async def body_of(request: Request, largest: int) -> bytes | None:
    """Return what was posted, nothing (b"") for other methods; None where it has more than ``largest`` bytes."""
    body = b""
    if request.method != "POST":
        return body
    async for part in request.stream():
        body += part
        if len(body) > largest:
            return None
    return body


def fields_of(body: bytes) -> dict[str, str] | None:
    """Return the fields of a posted form, the last of each name; None where there are too many of them."""
    text = body.decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return {storable(name): storable(value) for name, value in pairs}


def storable(text: str) -> str:
    """Return a text without what no database and no page can hold: NUL, and halves of a sign."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def with_prefix(fields: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return the fields whose names begin so, by the rest of their names."""
    return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}


def language_of(request: Request) -> str:
    """Return the language that the address asks for, else the browser's where it prefers English, else Korean."""
    lang = request.query_params.get("lang", "")
    if lang in LANGUAGES:
        return lang
    accepted = request.headers.get("accept-language", "").lower()
    return Language.EN.value if accepted.startswith("en") else Language.KO.value


def page(html: str, status: int = 200, *, policy: str = POLICY) -> Response:
    """Return a page with the headers of a door."""
    return HTMLResponse(html, status, headers=HEADERS | {"Content-Security-Policy": policy})


def worker(request: Request, script: str) -> Response:
    """Return the script that keeps a page on the phone; it may act for the address that it stands below alone."""
    policy = "default-src 'none'; connect-src 'self'"
    scope = request.url.path.removesuffix("/worker.js")
    headers = HEADERS | {"Content-Security-Policy": policy, "Service-Worker-Allowed": scope}
    return Response(script, media_type="text/javascript", headers=headers)
