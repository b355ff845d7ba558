"""Who sits at which browser: an opaque cookie names a sitting, a sitting names a person.

Kept in the process: whoever restarts the server is asked again (the demo's choice, the single user). Accounts will
fill the same sittings after a log-in; nothing that reads them changes.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

COOKIE: Final = "dealflow_session"
_TOKEN_LENGTH: Final = 43
_KEPT: Final = 10_000
"""Sittings kept in memory; the longest unused ones are forgotten first."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is known of one browser."""

    person_id: str | None = None
    language: str = ""


_sittings: OrderedDict[str, Sitting] = OrderedDict()
_lock = Lock()


def new_token() -> str:
    """Return a token that nobody can guess, for a browser that has none."""
    return secrets.token_urlsafe(32)


def cookie(token: str, *, secure: bool) -> str:
    """Return the header by which a browser keeps a token; ``secure``: it came by https, and goes by nothing else."""
    return f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def is_token(text: str) -> bool:
    """Say whether the text has the form of our tokens."""
    return len(text) == _TOKEN_LENGTH and text.replace("-", "").replace("_", "").isalnum()


def _of(token: str) -> Sitting:
    with _lock:
        if token in _sittings:
            _sittings.move_to_end(token)
        return _sittings.get(token, Sitting())


def _keep(token: str, **known: str) -> None:
    if not is_token(token):
        return
    with _lock:
        _sittings[token] = replace(_sittings.get(token, Sitting()), **known)
        _sittings.move_to_end(token)
        while len(_sittings) > _KEPT:
            _sittings.popitem(last=False)


def sign_in(token: str, person_id: str) -> None:
    """Let ``person_id`` sit at the browser of ``token``; a malformed token is ignored."""
    _keep(token, person_id=person_id)


def sign_out(token: str) -> None:
    """Forget the browser of ``token`` at once."""
    with _lock:
        _sittings.pop(token, None)


def person_of(token: str) -> str | None:
    """Return who sits at the browser of ``token``; None: nobody that we know."""
    return _of(token).person_id


def remember_language(token: str, language: str) -> None:
    """Keep the language that was chosen at the browser of ``token``."""
    _keep(token, language=language)


def language_of(token: str) -> str:
    """Return the language chosen at the browser of ``token``, or nothing."""
    return _of(token).language
