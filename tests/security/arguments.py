"""Arguments for any act or view, made from its annotations: ids of what is there, one text wherever words may stand.

With a canary as the text it fills a workspace; with another text it tries every act on what is there.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections import abc
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

from dealflow.domain.values.quantity import Quantity, Unit

NOW: Final = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
_DEEPEST: Final = 7
_FIRST: Final[dict[object, object]] = {
    bool: False,
    int: 1,
    float: 1.0,
    Decimal: Decimal(1),
    Fraction: Fraction(1, 2),
    date: date(2026, 3, 9),
    datetime: NOW + timedelta(days=1),
    time: time(9, 0),
    timedelta: timedelta(days=1),
    type(None): None,
    object: "x",
    Any: "x",
}
_MANY: Final = frozenset({tuple, list, set, frozenset, abc.Sequence, abc.Collection, abc.Iterable, abc.Set})
SPECIAL: Final = {
    "lang": "ko",
    "month": "2026-03",
    "sql": "select * from engagement",
    "email": "canary@example.kr",
    "to_stage": "ir",
    "stage": "ir",
    "stage_id": "ir",
    "track": "vc",
    "track_id": "vc",
    "screen": "pipeline",
    "trait": "stage",
    "metric": "customers_count",
    "biz_reg_no": "",
    "url": "https://93.184.216.34/hook",
    "address": "canary@example.kr",
    "webhook": "",
    "kind": "other",
    "currency": "USD",
    "phone": "010-0000-0000",
    "expect": "",
    "reason": "team",
}


class CannotBeMadeError(Exception):
    """An argument is of a kind that only the program itself makes: a room, a function, an open session."""


@cache
def _hints(of: object) -> dict[str, Any]:
    """Return the annotations of a function or a frozen value.

    Raises:
        CannotBeMadeError: they name what is imported for the type checker alone.
    """
    try:
        return typing.get_type_hints(of)
    except NameError as error:
        raise CannotBeMadeError(str(error)) from error


@dataclass
class Arguments:
    """Makes arguments: ``ids`` by the name of the parameter, ``text`` for words."""

    ids: dict[str, str]
    text: str
    made: int = field(default=0)

    def of(self, function: abc.Callable[..., object]) -> dict[str, Any]:
        """Return arguments for every parameter after the first; the version that was seen stays out.

        Raises:
            CannotBeMadeError: one of them cannot be made.
        """
        hints = _hints(function)
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return {
            parameter.name: self.value(hints[parameter.name], parameter.name)
            for parameter in parameters
            if parameter.kind is not parameter.VAR_KEYWORD
            and not (parameter.name == "seen" and parameter.default is not parameter.empty)
        }

    def value(self, kind: object, name: str, depth: int = 0) -> object:  # noqa: PLR0911  # one line a kind
        """Return a value of a kind for what bears that name."""
        if depth > _DEEPEST:
            raise CannotBeMadeError(name)
        if kind is str:
            return self._word(name)
        if kind is bytes:
            return f"%PDF-1.4 {self.text}".encode()
        if kind is Path:
            return Path(self.ids["folder"])
        if kind is Quantity:
            return Quantity(Unit.COUNT, Decimal(12))
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        if isinstance(kind, abc.Hashable) and kind in _FIRST:
            return _FIRST[kind]
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            return self._frozen(kind, depth)
        return self._of_parts(kind, name, depth)

    def _of_parts(self, kind: object, name: str, depth: int) -> object:
        origin, parts = typing.get_origin(kind), typing.get_args(kind)
        if origin in {typing.Union, types.UnionType}:
            return self._either(parts, name, depth)
        if origin is typing.Literal:
            return parts[0]
        if origin in _MANY:
            return self._many(origin, parts, name, depth)
        if origin in {dict, abc.Mapping}:
            return {self.value(parts[0], name, depth + 1): self.value(parts[1], name, depth + 1)}
        raise CannotBeMadeError(name)

    def _word(self, name: str) -> str:
        singular = name.removesuffix("s")
        for known in (name, singular, f"{name}_id", f"{singular}_id"):
            if known in self.ids:
                return self.ids[known]
        self.made += 1
        if name == "id" or name.endswith(("_id", "_ids")):
            return SPECIAL.get(name, f"unknown{self.made}")
        return SPECIAL.get(name, f"{self.text} {self.made}")

    def _either(self, parts: tuple[object, ...], name: str, depth: int) -> object:
        for part in parts:
            if part is type(None):
                continue
            try:
                return self.value(part, name, depth + 1)
            except (CannotBeMadeError, ValueError, TypeError):
                continue
        if type(None) in parts:
            return None
        raise CannotBeMadeError(name)

    def _many(self, origin: object, parts: tuple[object, ...], name: str, depth: int) -> object:
        if origin is tuple and len(parts) == 2 and parts[1] is Ellipsis:  # tuple[X, ...]
            return (self.value(parts[0], name, depth + 1),)
        if origin is tuple:
            return tuple(self.value(part, name, depth + 1) for part in parts)
        made = self.value(parts[0], name, depth + 1)
        return frozenset({made}) if origin in {set, frozenset, abc.Set} else [made]

    def _frozen(self, kind: type, depth: int) -> object:
        hints = _hints(kind)
        names = {"id": f"{kind.__name__.lower()}_id"}
        return kind(
            **{
                part.name: self.value(hints[part.name], names.get(part.name, part.name), depth + 1)
                for part in dataclasses.fields(kind)
                if part.init
            }
        )
