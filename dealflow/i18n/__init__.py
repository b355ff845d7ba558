"""Words in the reader's language: ``t(key, lang)`` reads the gettext catalogues of ``locale/``.

A key is a place (``decks.title``); its first segment names the catalogue file. Numbers, money, dates: ``numbers``.
"""

from __future__ import annotations

import os
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Protocol

from babel.messages.pofile import read_po

from dealflow.catalogue.terms import english_terms
from dealflow.i18n.particles import settled

__all__ = ["LANGUAGES", "Language", "called", "catalogue", "has", "name_of", "t", "term"]


class Language(StrEnum):
    """The languages of the screens and reports; Korean is first, and the default."""

    KO = "ko"
    EN = "en"


LANGUAGES = tuple(Language)


class Named(Protocol):
    """Whatever carries a name in both languages: metrics, stages, tracks, reasons, organisations."""

    @property
    def name_ko(self) -> str:
        """Return the Korean name."""
        ...

    @property
    def name_en(self) -> str:
        """Return the English name; may be empty."""
        ...


def name_of(thing: Named, lang: str) -> str:
    """Return the thing's name in ``lang``, or its other name where that one is empty."""
    first, second = (thing.name_en, thing.name_ko) if lang == Language.EN else (thing.name_ko, thing.name_en)
    return first or second


def called(name: str, name_en: str, lang: str) -> str:
    """Return a company's name in ``lang``: the English one for English readers where there is one."""
    return (name_en if lang == Language.EN else name) or name


def term(text: str, lang: str) -> str:
    """Return a region or sector in ``lang``; what the catalogue does not list stays as it was written."""
    return english_terms().get(text, text) if lang == Language.EN else text


@cache
def catalogue(segment: str, lang: str) -> dict[str, str | tuple[str, ...]]:
    """Return the words of one file ``locale/<lang>/<segment>.po``; plural forms stand in a tuple. Empty if absent."""
    source = files(__package__) / "locale" / Language(lang).value / f"{segment}.po"
    if not source.is_file():
        return {}
    words: dict[str, str | tuple[str, ...]] = {}
    for message in read_po(BytesIO(source.read_bytes()), locale=lang):
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and message.string and not message.fuzzy:
            words[key] = message.string if isinstance(message.string, str) else tuple(message.string)
    return words


def has(key: str, lang: str) -> bool:
    """Say whether the catalogues know the key."""
    return key in catalogue(key.partition(".")[0], lang)


def t(key: str, lang: str, **parameters: object) -> str:
    """Return the words at ``key`` in ``lang``, with ``{name}`` filled; ``n`` chooses between singular and plural.

    A missing key shows itself, so that a screen stays usable; under pytest it raises instead.

    Raises:
        KeyError: the key is missing and tests are running.
    """
    words = catalogue(key.partition(".")[0], lang).get(key)
    if words is None:
        if "PYTEST_VERSION" in os.environ:
            message = f"no words for {key} in {lang}"
            raise KeyError(message)
        return key
    if isinstance(words, tuple):
        words = words[0 if len(words) == 1 or parameters.get("n") == 1 else 1]
    if not parameters:
        return words
    filled = words.format_map(parameters)
    return settled(filled) if lang == Language.KO else filled
