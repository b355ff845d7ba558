"""The one Jinja2 environment of doors and reports: what a template is given reaches its page as text, never as markup.

A template lies beside the module that draws with it and knows the page's language: ``{{ "vote.send" | t(n=2) }}``,
``{{ fund | name }}``, ``{{ event.held_on | day }}``. Nothing but our own files is markup. A name that a template is not
given is an error, so that a page is whole or not there.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Final

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dealflow.i18n import LANGUAGES, Named, has, name_of, numbers, t, term
from dealflow.i18n.numbers import day, moment

_PACKAGE, _FOLDER = "dealflow", "reports"
_BREAK: Final = Markup("<br>")


def render(template: str, lang: str, **values: object) -> str:
    """Return a page: ``template`` is a path below the reports, ``values`` are what it draws, ``lang`` is its language.

    Raises:
        jinja2.UndefinedError: the template asks for something that it was not given.
    """
    return _environment().get_template(template).render(values, lang=lang)


@cache
def source(name: str) -> str:
    """Return the text of a style or script that lies beside the reports."""
    return resources.files(f"{_PACKAGE}.{_FOLDER}").joinpath(name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_PACKAGE, _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= _FILTERS
    environment.globals |= {"languages": LANGUAGES, "source": _own}
    return environment


def _own(name: str) -> Markup:
    """Return a style or script of ours as it is."""
    return Markup(source(name))  # noqa: S704  # a file of the package


@pass_context
def _words(context: Context, key: str, **parameters: object) -> str:
    return t(key, context["lang"], **parameters)


@pass_context
def _name(context: Context, thing: Named) -> str:
    return name_of(thing, context["lang"])


@pass_context
def _has_words(context: Context, key: str) -> bool:
    return has(key, context["lang"])


def _in_language(write: Callable[..., str]) -> Callable[..., str]:
    """Return a filter of what ``write`` makes of a value in the page's language."""

    @pass_context
    def written(context: Context, value: object) -> str:
        return write(value, context["lang"])

    return written


def _own_name(language: str) -> str:
    """Return what a language calls itself."""
    return t("frame.language.name", language)


def _lines(text: str) -> Markup:
    """Return a text whose line ends are line breaks of the page."""
    return _BREAK.join(escape(text).split("\n"))


def _base64(data: bytes | str) -> str:
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def _qr_code(text: str, border: int) -> Markup:
    """Return a QR code that says ``text`` as a picture, ``border`` modules round it."""
    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(border=border, omitsize=True))  # noqa: S704  # paths alone, no text


def _json(value: object) -> str:
    """Return a value for a data attribute, which the page's script reads."""
    return json.dumps(value, ensure_ascii=False)


_FILTERS: Final[dict[str, Callable[..., object]]] = {
    "t": _words,
    "has_words": _has_words,
    "name": _name,
    "own_name": _own_name,
    "term": _in_language(term),
    "day": _in_language(day),
    "moment": _in_language(moment),
    "number": _in_language(numbers.plain),
    "lines": _lines,
    "base64": _base64,
    "json": _json,
    "qr_code": _qr_code,
}
