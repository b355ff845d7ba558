"""A posted form that brings a file: its fields, the file's name and bytes, taken only up to a size."""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from dealflow.web.kit import public_pages

_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([^"';\s]*)""", re.IGNORECASE)
FormWithFile = tuple[dict[str, str], str, bytes]
"""A posted form: its fields, the file's name, the file; both empty where none came."""


class TooLargeError(Exception):
    """More bytes came than a form may have."""


async def posted_form(request: Request, *, largest: int, file_field: str) -> FormWithFile | None:
    """Return what was posted; nothing for other methods.

    Raises:
        TooLargeError: it has more than ``largest`` bytes.
        HTTPException: it is broken off, has too many fields, or says that it is written in another code than UTF-8.
    """
    if request.method != "POST":
        return None
    named = _CHARSET.search(request.headers.get("content-type", ""))
    if named is not None and named[1].lower() not in {"utf-8", "utf8"}:  # no browser says so; Python has odd codecs
        raise HTTPException(400)
    came = 0

    async def counted() -> Message:
        nonlocal came
        message = await request.receive()
        came += len(message.get("body", b""))
        if came > largest:
            raise TooLargeError
        return message

    async with Request(request.scope, counted).form(max_files=1, max_fields=200) as form:
        texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
        fields = {public_pages.storable(name): public_pages.storable(value) for name, value in texts.items()}
        file = form.get(file_field)
        if isinstance(file, UploadFile) and file.filename:
            return fields, public_pages.storable(file.filename), await file.read()
        return fields, "", b""
