"""Answers that stay right until somebody writes: worked out once for everybody who asks the same of the same books.

A screen asks who is who, which deals there are and what is due at every click, and two hundred people ask it at once.
An answer is kept with the ledger's stamp, which moves with every commit of any process; who asks after that is told
anew. Whoever asks while another works the same answer out waits for that one instead of doing it a second time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from functools import wraps
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from dealflow.actions.platform.context import Looking
    from dealflow.actions.platform.workspace import Workspace

P = ParamSpec("P")
Asker = TypeVar("Asker", "Workspace", "Looking")
Answer = TypeVar("Answer")
_MOST_ANSWERS: Final = 4_000
_MOST_ROWS: Final = 200_000
"""A person's screens keep some fifteen answers, two hundred people 3,000. A row of an answer has about 1 kB: at 1,000
companies the rows are what fills up, at 200 MB."""


class _Place:
    """Where one answer stands, or comes to stand."""

    __slots__ = ("answer", "lock", "rows", "stamp")

    def __init__(self) -> None:
        self.lock = RLock()
        self.stamp: str | None = None
        self.answer: Any = None  # of the type of the function that answered
        self.rows = 0


class Answers:
    """The answers of one workspace, the longest unasked forgotten first. Threads share it."""

    def __init__(self, most: int = _MOST_ANSWERS, most_rows: int = _MOST_ROWS) -> None:
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()
        self._lock = Lock()
        self._most, self._most_rows, self._rows = most, most_rows, 0

    def get(self, key: Hashable, stamp: Callable[[], str], answer: Callable[[], Answer]) -> Answer:
        """Return the kept answer if nothing was written since it was worked out, else a new one, which is kept."""
        place = self._place(key)
        with place.lock:
            # The stamp is read before the books: what is written meanwhile makes the answer old, never too new.
            now = stamp()
            if place.stamp != now:
                place.stamp = None
                place.answer = answer()
                place.stamp = now
                self._weigh(key, place)
            return cast("Answer", place.answer)

    def follow(self, key: Hashable, answer: Callable[[Answer | None], Answer]) -> Answer:
        """Return a new answer made of the earlier one (None: there is none, or it was forgotten), and keep it."""
        place = self._place(key)
        with place.lock:
            place.answer = answer(place.answer)
            self._weigh(key, place)
            return cast("Answer", place.answer)

    def _place(self, key: Hashable) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            self._forget()
            return place

    def _weigh(self, key: Hashable, place: _Place) -> None:
        """Count the rows of a new answer, unless it was forgotten while it was worked out."""
        rows = len(place.answer) if isinstance(place.answer, Sized) else 1
        with self._lock:
            if self._places.get(key) is place:
                self._rows += rows - place.rows
                place.rows = rows
                self._forget()

    def _forget(self) -> None:
        """Forget what was not asked for longest, while there are too many answers or rows; the last one stays."""
        while len(self._places) > self._most or (self._rows > self._most_rows and len(self._places) > 1):
            _, place = self._places.popitem(last=False)
            self._rows -= place.rows


def remembered(
    question: Callable[Concatenate[Asker, P], Answer],
) -> Callable[Concatenate[Asker, P], Answer]:
    """Let a question that only reads, and whose answer nobody changes, be worked out once until somebody writes.

    Its arguments must be hashable. Inside an open transaction it is asked anew: that one may have written itself.
    """

    @wraps(question)
    def ask(asker: Asker, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if getattr(asker, "open_session", None) is not None:
            return question(asker, *args, **kwargs)
        ws = cast("Workspace", getattr(asker, "ws", asker))
        viewer = getattr(asker, "viewer", None)
        books = (ws.ledger.url, ws.name)  # a workspace that is copied with another ledger keeps the same answers
        key = (
            question,
            books,
            viewer,
            *map(_hashable, args),
            *((name, _hashable(kwargs[name])) for name in sorted(kwargs)),
        )

        def answer() -> Answer:
            ws.amended.forget()  # tracks and business days are as old as a second otherwise
            return question(asker, *args, **kwargs)

        return ws.answers.get(key, ws.ledger.stamp, answer)

    return ask


def _hashable(argument: object) -> Hashable:
    """Return an argument as part of a key: a list as the tuple of its elements."""
    return tuple(argument) if isinstance(argument, list) else argument
