"""Column types that read the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC in Python, ``timestamptz`` on PostgreSQL, text in UTC on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, without its zone where the database keeps none.

        Raises:
            ValueError: the moment has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs its time zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def word_of(options: type[StrEnum]) -> type[TypeDecorator[StrEnum]]:
    """Return a column type that keeps a member of ``options`` as its plain text."""

    class Word(TypeDecorator[StrEnum]):
        """A member of an enumeration, kept as text: new members need no migration."""

        impl = String
        cache_ok = True

        def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # the base's
            """Return the member's text; an unknown one is refused."""
            return None if value is None else options(value).value

        def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002  # the base's
            """Return the member."""
            return None if value is None else options(value)

    return Word


def kept_as(name: str, kind: Any, *, remembered: int = 0, usual: Any = None) -> Any:  # noqa: ANN401  # any type of value, as Field itself
    """Return the field of a table whose column ``name`` keeps a value of ``kind`` whole, as canonical JSON.

    ``remembered``: so many values are read from their text once only, for what many ask for at once (frozen values).
    ``usual``: the value that most rows have; it is kept as null, so that rows from before the column have it, too.
    """
    column, named = _json_of(kind, remembered, usual), {"name": name}
    if usual is None:
        return Field(sa_type=column, sa_column_kwargs=named)
    return Field(sa_type=column, sa_column_kwargs=named, nullable=True)


def _json_of(kind: Any, remembered: int, usual: Any) -> type[TypeDecorator[Any]]:  # noqa: ANN401  # any type of value
    """Return a column type that keeps a value as JSON: the fields in the order of their declaration, no spaces."""

    @cache
    def adapter() -> TypeAdapter[Any]:  # made when the first value comes, not at the start
        return TypeAdapter(kind)

    def value_of(text: str) -> object:
        return adapter().validate_json(text)

    read: Callable[[str], object] = lru_cache(remembered)(value_of) if remembered else value_of

    def text_of(value: object) -> str | None:
        return None if value is None or value == usual else adapter().dump_json(value).decode()

    class Json(TypeDecorator[Any]):
        """A value of the domain, kept as JSON; None is null."""

        impl = String
        cache_ok = True

        def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002  # the base's
            """Return the value's JSON."""
            return text_of(value)

        def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002  # the base's
            """Return the value."""
            return usual if value is None else read(value)

        def compare_values(self, x: object, y: object) -> bool:
            """Say whether two values are kept as the same text: equal amounts may be written differently."""
            return x is y or text_of(x) == text_of(y)

    return Json
