"""What a figure without a catalogue label is, by its unit and the nouns and verbs around it (senses.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.extract.headings import heading_text
from dealflow.extract.proof import clause_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealflow.extract.figure import Figure
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

SPENDING = "use_of_funds"
_ASIDE = 21.0
"""A sense stands like a label of the second next cell."""
_SPEAK = 3
"""So many of the nearest cells speak of a figure."""
_LONGEST = 90
"""Longer cells are sentences of their own."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One way to tell a metric without its label; patterns that are ``None`` ask nothing."""

    metric: str
    units: frozenset[Unit]
    own: re.Pattern[str] | None
    near: re.Pattern[str] | None
    title: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def holds(self, own: str, near: str, title: str) -> bool:
        """Say whether the words around a figure tell this metric."""
        conditions = ((self.own, own), (self.near, near), (self.title, title))
        fulfilled = all(words is None or words.search(text) for words, text in conditions)
        return fulfilled and not (self.unless is not None and self.unless.search(near))


@lru_cache(maxsize=1)
def senses() -> tuple[Sense, ...]:
    """Return the senses of senses.toml in the order of the file.

    Raises:
        KeyError: an entry has no metric or units.
    """
    raw = tomllib.loads(resources.files("dealflow.extract").joinpath("senses.toml").read_text("utf-8"))
    return tuple(map(_sense, raw["sense"]))


def _sense(entry: Mapping[str, object]) -> Sense:
    listed = entry["units"]
    names = [str(name) for name in listed] if isinstance(listed, list) else []
    units = frozenset(unit for name in names for unit in (MONEY if name == "money" else {Unit(name)}))
    own, near, title, unless = (_pattern(entry.get(name)) for name in ("own", "near", "title", "unless"))
    return Sense(str(entry["metric"]), units, own, near, title, unless)


def _pattern(words: object) -> re.Pattern[str] | None:
    if not isinstance(words, list):
        return None
    return re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE | re.MULTILINE)


def take_sense(sheet: Sheet, figure: Figure, *, caption: str | None = None) -> bool:
    """Name a figure by the first sense that its unit and the words around it have, and say whether one does.

    ``caption``: only these words count.
    """
    unit = _unit_of(figure)
    fitting = [sense for sense in senses() if unit in sense.units]
    if not fitting:
        return False
    own = _own_words(figure) if caption is None else caption
    near = "\n".join([own, *_speaking(figure)]) if caption is None else own
    title = f"{sheet.title}\n{heading_text(sheet, figure.spot)}"
    for sense in fitting:
        named = sheet.index.named.get(sense.metric)
        if named is None or not sense.holds(own, near, title):
            continue
        if unit not in named.units:
            continue
        figure.metric, figure.distance, figure.from_sense = named, _ASIDE, True
        figure.reasons.add(ReviewReason.MULTIPLE_READING)
        return True
    return False


def take_spending(sheet: Sheet, figure: Figure) -> Figure:
    """Return an item of a budget under the metric that the words over it tell of all; its own name stays its label."""
    unit, title = _unit_of(figure), f"{sheet.title}\n{heading_text(sheet, figure.spot)}"
    for sense in senses():
        if sense.metric == SPENDING and unit in sense.units and sense.holds("", "", title):
            figure.metric, figure.key, figure.distance = sheet.index.named[sense.metric], "", _ASIDE
            figure.from_heading, figure.from_sense = True, True
            figure.reasons.add(ReviewReason.MULTIPLE_READING)
            break
    return figure


def _unit_of(figure: Figure) -> Unit:
    """Return the unit of an amount; of a bare number the first that its row, column or table announces."""
    if figure.amount.unit_printed or figure.amount.money_guessed:
        return figure.amount.quantity.unit
    return next((scale.unit for scale in figure.scales if scale.unit is not None), figure.amount.quantity.unit)


def _own_words(figure: Figure) -> str:
    """Return the figure's clause, with the line that goes on with it where the clause ends its line."""
    clause = clause_of(figure)
    cell, paragraph = figure.spot.cell, figure.spot.cell.paragraph
    if paragraph is None or len(paragraph.cells) == 1:
        return clause
    place = next(at for at, piece in enumerate(paragraph.cells) if piece is cell)
    lines = paragraph.cells[max(0, place - 1) : place + 2]
    return (
        clause
        if figure.spot.is_value and cell is not lines[0]
        else " ".join([clause, *(_rest(line.text) for line in lines if line is not cell)])
    )


def _rest(text: str) -> str:
    """Return a neighbouring line unless it tells an amount of its own."""
    return "" if any(letter.isdigit() for letter in text) else text


def _speaking(figure: Figure) -> list[str]:
    """Return the words of the cells that speak of a lone amount: row label, column head, caption."""
    if not figure.spot.is_value:
        row = (spot for spot in figure.near[:1] if spot.cell.x1 <= figure.spot.cell.x0 + 1)
        return [_whole(spot) for spot in row if len(spot.cell.text) <= _LONGEST and not spot.amounts]
    return [_whole(spot) for spot in figure.near[:_SPEAK] if len(spot.cell.text) <= _LONGEST and not spot.amounts]


def _whole(spot: Spot) -> str:
    """Return a head of two or three lines as one."""
    paragraph = spot.cell.paragraph
    if paragraph is None or len(paragraph.cells) > _SPEAK or any(map(str.isdigit, paragraph.text)):
        return spot.cell.text
    return paragraph.text.replace("\n", " ")
