"""Who owes figures past their day, over all quarters of a programme: for Home, and to be reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.regional.collecting import due_on
from dealflow.actions.regional.programmes import programme, programmes
from dealflow.domain.regional.overdue import Overdue, overdue
from dealflow.domain.regional.programmes import Programme
from dealflow.domain.regional.quarters import ended
from dealflow.domain.regional.reports import ReportState
from dealflow.store.ledger.queries import regional as queries


@dataclass(frozen=True, slots=True)
class OwingView:
    """A programme with those who owe figures on a day, and how many quarters wait to be confirmed.

    ``with_address``: ids of those who have an address that opens.
    """

    programme: Programme
    on: date
    lines: tuple[Overdue, ...]
    to_confirm: int
    with_address: frozenset[str]

    @property
    def offices(self) -> int:
        """Return how many regions' offices owe figures."""
        return sum(line.firm is None for line in self.lines)

    @property
    def firms(self) -> int:
        """Return how many firms owe figures."""
        return len(self.lines) - self.offices

    @property
    def longest(self) -> int:
        """Return since how many days the oldest of them is owed; 0: nothing is."""
        return max(((self.on - line.since).days for line in self.lines), default=0)


@remembered
def owing(looking: Looking, programme_id: str, *, on: date) -> OwingView:
    """Return who owes a programme's figures on a day.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; the house has no such one.
    """
    view = programme(looking, programme_id)
    own = view.programme
    quarters = [(quarter, due_on(looking, own, quarter)) for quarter in ended(own.first_year, own.last_year, on)]
    waiting = sum(report.state is ReportState.SUBMITTED for report in view.books.reports)
    with looking.ws.ledger.read() as session:
        known = queries.addresses(session, looking.ws.name, looking.viewer, programme_id)
    with_address = frozenset(address.id for address, _ in known if address.secret_hash)
    return OwingView(own, on, overdue(view.books, quarters, on), waiting, with_address)


def owing_everywhere(looking: Looking, *, on: date) -> tuple[OwingView, ...]:
    """Return who owes figures to the programmes of the viewer's house; nothing for who runs none."""
    return tuple(owing(looking, own.id, on=on) for own in programmes(looking))
