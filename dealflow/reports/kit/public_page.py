"""What pages without an account may do: run the one script that their policy names by its digest, and speak with us."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Final

from dealflow.i18n import Language
from dealflow.reports.kit.templates import source

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "connect-src 'self'; worker-src 'self'; img-src data:; script-src '{digest}'"
)


@cache
def policy(script: str) -> str:
    """Return the content policy of a page that runs this script file and no other, and speaks with us alone."""
    digest = hashlib.sha256(source(script).encode()).digest()
    return _POLICY.format(digest=f"sha256-{base64.b64encode(digest).decode()}")


def language_query(lang: str) -> str:
    """Return what the address says of the language: nothing for Korean."""
    return "" if lang == Language.KO else f"?lang={lang}"
