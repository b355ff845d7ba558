"""A web address as people type it: with or without its scheme, and nothing that a browser would run."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from dealflow.errors import InvalidInputError

_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}", re.UNICODE)
_LONGEST: Final = 300


def web_address(text: str, field: str = "website") -> str:
    """Return a typed address with its scheme (https where none was typed); nothing for nothing.

    Raises:
        InvalidInputError: it is no address of a page: another scheme, a password in it, or no name of a site.
    """
    typed = text.strip()
    if not typed:
        return ""
    try:
        parts = urlsplit(typed if re.match(r"[a-z][a-z0-9+.-]*://", typed, re.IGNORECASE) else f"https://{typed}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidInputError(field=field, problem="no_web_address", value=text) from error
    wrong = parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc or _HOST.fullmatch(host) is None
    if wrong or len(typed) > _LONGEST or re.search(r"\s", typed):
        raise InvalidInputError(field=field, problem="no_web_address", value=text)
    at = f":{port}" if port else ""
    return f"{parts.scheme.lower()}://{host}{at}{parts.path.rstrip('/')}{f'?{parts.query}' if parts.query else ''}"
