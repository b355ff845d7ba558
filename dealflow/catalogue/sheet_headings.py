"""What columns of a house's pipeline and of other programs' exports are called (sheet_headings.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dealflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Program:
    """A program whose exports are known by their columns; ``columns``: the use of each heading, best ones first.

    ``numbers_names``: its own number stands in brackets after a company's name.
    """

    id: str
    name: str
    marks: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    numbers_names: bool = False


@dataclass(frozen=True, slots=True)
class SheetHeadings:
    """The use that each plain heading names, the statuses and sources that plain words mean, the programs known."""

    uses: Mapping[str, str]
    statuses: Mapping[str, str]
    sources: Mapping[str, str]
    programs: tuple[Program, ...]


@cache
def sheet_headings() -> SheetHeadings:
    """Return the shipped catalogue."""
    return load(resources.files("dealflow.catalogue").joinpath("sheet_headings.toml").read_text("utf-8"))


def load(text: str) -> SheetHeadings:
    """Return the catalogue in ``text`` (TOML).

    Raises:
        InvalidInputError: a word stands under two fields, or two statuses.
    """
    tables = tomllib.loads(text)
    programs = tuple(
        Program(
            name,
            table["name"],
            frozenset(table["marks"]),
            {use: tuple(words) for use, words in table["columns"].items()},
            table.get("numbers_names", False),
        )
        for name, table in tables["program"].items()
    )
    uses, statuses, sources = (_by_word(tables[name]) for name in ("fields", "statuses", "sources"))
    return SheetHeadings(uses, statuses, sources, programs)


def _by_word(words_by_use: Mapping[str, list[str]]) -> dict[str, str]:
    by_word: dict[str, str] = {}
    for use, words in words_by_use.items():
        for word in words:
            if by_word.setdefault(word, use) != use:
                raise InvalidInputError(field="file", problem="repeated", value=word)
    return by_word
