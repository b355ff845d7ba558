"""In which workspace, as whom and when: what every question and every act of this layer is handed first.

A question takes a ``Looking``, an act an ``Acting``. Both carry the session once a transaction is open, so that one
function can call another inside the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Self, TypeVar

from dealflow.actions.platform.workspace import Workspace, by, commit, record, record_all
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.event import By, Event, Recorded
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.queries.visibility import Session

P = ParamSpec("P")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at which books."""

    ws: Workspace
    viewer: Viewer
    open_session: Session | None = field(default=None, kw_only=True)

    @property
    def session(self) -> Session:
        """Return the session of the transaction that is open.

        Raises:
            RuntimeError: none is open.
        """
        if self.open_session is None:
            message = "no transaction is open"
            raise RuntimeError(message)
        return self.open_session

    def within(self, session: Session) -> Self:
        """Return the same inside a transaction."""
        return replace(self, open_session=session)


@dataclass(frozen=True, slots=True)
class Acting(Looking):
    """Who does something, when (UTC-aware), and through which door (app, cli, worker, demo, import, api)."""

    at: datetime
    source: str = "app"

    @property
    def by(self) -> By:
        """Return the viewer as the one who acts, as the journal names them."""
        return by(self.viewer, self.at, self.source)

    def record(self, events: Sequence[Event], *, after: int) -> tuple[Recorded, ...]:
        """Append events of one stream after its event number ``after``, and return them as recorded.

        Raises:
            ChangedMeanwhileError: the stream has gone on since.
        """
        return record(self.ws, self.session, events, self.by, after=after)

    def record_all(self, entries: Sequence[Entry]) -> tuple[Recorded, ...]:
        """Append what happened in several streams as one batch, and return it as recorded.

        Raises:
            ChangedMeanwhileError: one of the streams has gone on since.
        """
        return record_all(self.ws, self.session, entries, self.by)


def transacted(act: Callable[Concatenate[Acting, P], Result]) -> Callable[Concatenate[Acting, P], Result]:
    """Let an act load, decide and append in one transaction that alone may write, and the warehouse follow.

    Inside another act it joins that one's transaction. It runs anew where the database asks for it.
    """

    @wraps(act)
    def run(acting: Acting, /, *args: P.args, **kwargs: P.kwargs) -> Result:
        if acting.open_session is not None:
            return act(acting, *args, **kwargs)
        return commit(acting.ws, lambda session: act(acting.within(session), *args, **kwargs))

    return run
