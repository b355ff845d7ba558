"""The currencies and scales of money.toml, of which the number grammar is made."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Currency:
    """A money with the signs that may stand before an amount and the words that may follow it."""

    unit: Unit
    signs: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScaleWord:
    """What multiplies an amount: its words, its letters (exact case), and the money that it belongs to."""

    factor: int
    words: tuple[str, ...]
    exact: tuple[str, ...] = ()
    near_money: tuple[str, ...] = ()
    """Letters that are a physical unit too."""
    money: Unit | None = None
    noun: bool = False
    """It may count things as well (3 lakh users)."""


@dataclass(frozen=True, slots=True)
class Money:
    """Both tables, in the order of the file."""

    currencies: tuple[Currency, ...]
    scales: tuple[ScaleWord, ...]


@lru_cache(maxsize=4)
def load_money(text: str | None = None) -> Money:
    """Return the tables of ``text`` (TOML), or of money.toml.

    Raises:
        InvalidInputError: a currency is none of the domain's, a sign or word stands twice, or a factor is missing.
    """
    raw = tomllib.loads(text or resources.files("dealflow.extract").joinpath("money.toml").read_text("utf-8"))
    currencies = tuple(
        Currency(_unit(entry.get("unit")), tuple(entry.get("signs", ())), tuple(entry.get("words", ())))
        for entry in raw["currency"]
    )
    scales = tuple(_scale(entry) for entry in raw["scale"])
    spelled = [word.casefold() for currency in currencies for word in (*currency.signs, *currency.words)]
    spelled += [word.casefold() for scale in scales for word in scale.words]
    for place, word in enumerate(spelled):
        if word in spelled[:place]:
            raise InvalidInputError(field="unit", problem="repeated", value=word)
    return Money(currencies, scales)


def _scale(entry: dict[str, object]) -> ScaleWord:
    factor = entry.get("factor")
    if not isinstance(factor, int):
        raise InvalidInputError(field="unit", problem="missing", value=str(entry.get("words")))
    listed = {name: _words(entry, name) for name in ("words", "exact", "near_money")}
    money = _unit(entry["money"]) if "money" in entry else None
    return ScaleWord(factor, **listed, money=money, noun=bool(entry.get("noun")))


def _words(entry: dict[str, object], name: str) -> tuple[str, ...]:
    words = entry.get(name, ())
    return tuple(str(word) for word in words) if isinstance(words, list | tuple) else ()


def _unit(code: object) -> Unit:
    unit = Unit(str(code)) if str(code) in set(Unit) else None
    if unit not in MONEY:
        raise InvalidInputError(field="unit", problem="unknown", value=str(code))
    return unit
