"""The frame of pages without an account: one document that loads nothing, with at most one script, named by its policy.

Every text that is put in must be escaped before.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib import resources
from typing import Final

from dealflow.i18n import LANGUAGES, Language, t

_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "connect-src 'self'; worker-src 'self'; img-src data:; script-src '{digest}'"
)


@cache
def source(name: str) -> str:
    """Return the text of a style or script that lies beside the reports."""
    return resources.files("dealflow.reports").joinpath(name).read_text("utf-8")


@cache
def policy(script: str) -> str:
    """Return the content policy of a page that runs this script file and no other, and speaks with us alone."""
    digest = hashlib.sha256(source(script).encode()).digest()
    return _POLICY.format(digest=f"sha256-{base64.b64encode(digest).decode()}")


def document(  # the parts of a page
    title: str,
    body: str,
    lang: str,
    *,
    styles: tuple[str, ...],
    script: str = "",
    data: Mapping[str, object] | None = None,
    kind: str = "",
) -> str:
    """Return a whole page. ``data`` reaches the script as the body's data attributes (what is no text, as JSON)."""
    attributes = "".join(
        f' data-{name}="{escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}"'
        for name, value in (data or {}).items()
    )
    style = "".join(source(name) for name in styles)
    code = f"<script>{source(script)}</script>" if script else ""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
        '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,"><style>{style}</style></head>'
        f'<body class="{kind}"{attributes}>{body}{code}</body></html>'
    )


def said(key: str, lang: str, **parameters: object) -> str:
    """Return words for a page, escaped."""
    return escape(t(key, lang, **parameters))


def switch(lang: str) -> str:
    """Return the links to the same page in the other languages."""
    return "".join(
        f'<a class="switch" lang="{one.value}" href="?lang={one.value}">{escape(t("frame.language.name", one))}</a>'
        for one in LANGUAGES
        if one != lang
    )


def asked(lang: str) -> str:
    """Return what the address says of the language: nothing for Korean."""
    return "" if lang == Language.KO else f"?lang={lang}"
