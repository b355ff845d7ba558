"""What an operation of the API is, and what its handler is given; lists go page by page by a cursor."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dealflow.actions.api.answers import Answered, Asked, once
from dealflow.actions.people.api_tokens import Opened, TokenScope
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError

_MOST: Final = 200
Item = TypeVar("Item")
Given = TypeVar("Given", bound=BaseModel)


def _storable(text: str) -> str:
    """Return a text that every database holds.

    Raises:
        ValueError: it has a NUL or half a sign.
    """
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        message = "a sign that cannot be stored"
        raise ValueError(message)
    return text


Text = Annotated[str, AfterValidator(_storable), Field(max_length=10_000)]
Id = Annotated[str, AfterValidator(_storable), Field(min_length=1, max_length=200)]


class Takes(BaseModel):
    """The root of what operations take: unknown names are refused, so that a slip of the pen is no silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OneOf(Takes):
    """Nothing is asked but what the address names."""


class PageOf(Takes):
    """Which part of a list."""

    cursor: Id | None = Field(None, description="Where to go on: `next` of the answer before.")
    limit: int = Field(50, ge=1, le=_MOST, description="How many at most.")

    @property
    def after(self) -> str:
        """Return the id after which the page begins.

        Raises:
            InvalidInputError: the cursor is none.
        """
        return "" if self.cursor is None else place_of(self.cursor)


class Page(BaseModel, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the next part; null: this was the last.")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in: who asks by which token, and what the address names."""

    ws: Workspace
    opened: Opened
    at: datetime
    path: Mapping[str, str]
    asked: Asked
    data: bytes = b""
    read: Callable[[str], None] | None = None
    """Lets a deck that came in be read."""

    @property
    def viewer(self) -> Viewer:
        """Return who looks."""
        return self.opened.viewer

    @property
    def looking(self) -> Looking:
        """Return who looks at which books."""
        return Looking(self.ws, self.opened.viewer)

    @property
    def today(self) -> date:
        """Return the day on Korean calendars."""
        return korean_day(self.at)

    def once(self, act: Callable[[Acting], BaseModel], *, status: int = 200) -> Answered:
        """Return what an act in one transaction answers; the same request under a key is answered the same."""

        def answered(acting: Acting) -> Answered:
            return Answered(status, act(acting).model_dump_json())

        return once(Acting(self.ws, self.viewer, self.at, "api"), self.asked, answered)


@dataclass(frozen=True, slots=True)
class Operation(Generic[Given]):
    """One operation: its address, what its token must be for, what it takes where, and what it answers."""

    method: Literal["GET", "POST", "PATCH"]
    path: str
    scope: TokenScope
    takes: type[Given]
    answer: type[BaseModel]
    handle: Callable[[Call, Given], BaseModel | Answered]
    status: int = 200
    takes_file: bool = False
    """The body is a file; what it takes stands in the address."""

    @property
    def has_body(self) -> bool:
        """Say whether what it takes is the body, as JSON."""
        return self.method != "GET" and not self.takes_file


def cursor_of(place: str) -> str:
    """Return the cursor of a place in a list."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place_of(cursor: str) -> str:
    """Return the place of a cursor.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return _storable(base64.b64decode(padded, altchars=b"-_", validate=True).decode())
    except (binascii.Error, ValueError) as error:
        raise InvalidInputError(field="cursor", problem="no_cursor") from error


def next_of(items: Sequence[object], most: int, place: Callable[[int], str]) -> str | None:
    """Return the cursor after the first ``most`` of items, nothing where there are no more."""
    return cursor_of(place(most - 1)) if len(items) > most else None
