"""Answers that stay right until somebody writes: worked out once for everybody who asks the same of the same books.

A screen asks who is who, which deals there are and what is due at every click, and two hundred people ask it at once.
An answer is kept with the ledger's stamp, which moves with every commit of any process; who asks after that is told
anew. Whoever asks while another works the same answer out waits for that one instead of doing it a second time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from dealflow.actions.platform.context import Looking
    from dealflow.actions.platform.workspace import Workspace

P = ParamSpec("P")
Asker = TypeVar("Asker", "Workspace", "Looking")
Answer = TypeVar("Answer")
_MOST_ANSWERS: Final = 400
"""A person's screens keep some ten answers of 1 to 200 kB at 1,000 companies: forty people at work, below 100 MB."""


class _Place:
    """Where one answer stands, or comes to stand."""

    __slots__ = ("answer", "lock", "stamp")

    def __init__(self) -> None:
        self.lock = RLock()
        self.stamp: str | None = None
        self.answer: Any = None  # of the type of the function that answered


class Answers:
    """The answers of one workspace, the longest unasked forgotten first. Threads share it."""

    def __init__(self, most: int = _MOST_ANSWERS) -> None:
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()
        self._lock = Lock()
        self._most = most

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
            return cast("Answer", place.answer)

    def _place(self, key: Hashable) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
            return place


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
