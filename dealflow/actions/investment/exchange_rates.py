"""The house's exchange rates: typed in with their day and source, corrected, taken back; never fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import written
from dealflow.domain.investment.events import ExchangeRateKept, ExchangeRateWithdrawn
from dealflow.domain.people.access import Act, owns, require
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.exchange_rates import FOREIGN, ExchangeRate, RateBook, rate_book
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import journal

_EARLIEST = date(1990, 1, 1)
"""Market rates of the won begin with that year."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate that stands in the book, who typed it in and when."""

    rate: ExchangeRate
    typed_by: str
    typed_at: datetime


def rates(looking: Looking) -> RateBook:
    """Return the rates of the viewer's house; an empty book for whoever has none."""
    return rate_book(line.rate for line in lines(looking))


def lines(looking: Looking) -> tuple[RateLine, ...]:
    """Return the rates of the viewer's house with who typed them in, the latest day first."""
    require(looking.viewer, Act.SEE_DECKS)
    if not owns(looking.viewer, looking.viewer.organisation_id):
        return ()
    with looking.ws.ledger.read() as session:
        past = journal.read_stream(session, looking.ws.name, _stream(looking))
    return _standing(past)


@transacted
def keep_rate(acting: Acting, rate: ExchangeRate) -> ExchangeRate:
    """Type in a rate of a day, or correct the one of that currency and day; return it as kept.

    Raises:
        InvalidInputError: it is no foreign currency, not above zero, of a day to come or before rates began, or stands
            so already.
        NotAllowedError: the role may not.
    """
    require(acting.viewer, Act.DECIDE)
    kept = replace(rate, source=written(rate.source, "source"))
    _require_sound(kept, today=korean_day(acting.at))
    past = journal.read_stream(acting.session, acting.ws.name, _stream(acting))
    if kept in {line.rate for line in _standing(past)}:
        raise InvalidInputError(field="rate", problem="unchanged", value=kept.won)
    acting.record([ExchangeRateKept(acting.viewer.organisation_id, kept)], after=len(past))
    return kept


@transacted
def withdraw_rate(acting: Acting, currency: Unit, day: date) -> ExchangeRate:
    """Take back a rate that was typed in by mistake and return it: the one of the day before stands again.

    Raises:
        InvalidInputError: there is none of that currency and day.
        NotAllowedError: the role may not.
    """
    require(acting.viewer, Act.DECIDE)
    past = journal.read_stream(acting.session, acting.ws.name, _stream(acting))
    for line in _standing(past):
        if (line.rate.currency, line.rate.day) == (currency, day):
            acting.record([ExchangeRateWithdrawn(acting.viewer.organisation_id, currency, day)], after=len(past))
            return line.rate
    raise InvalidInputError(field="rate", problem="unknown", value=currency.value)


def _stream(looking: Looking) -> str:
    return f"exchange_rates:{looking.viewer.organisation_id}"


def _standing(past: Iterable[Recorded]) -> tuple[RateLine, ...]:
    """Return the rates that neither a correction nor a withdrawal took away, the latest day first."""
    known: dict[tuple[Unit, date], RateLine] = {}
    for recorded in past:
        match recorded.event:
            case ExchangeRateKept(rate=rate):
                known[rate.currency, rate.day] = RateLine(rate, recorded.actor, recorded.ts)
            case ExchangeRateWithdrawn(currency=currency, day=day):
                known.pop((currency, day), None)
            case _:
                pass
    order = {unit: place for place, unit in enumerate(FOREIGN)}
    return tuple(sorted(known.values(), key=lambda line: (-line.rate.day.toordinal(), order[line.rate.currency])))


def _require_sound(rate: ExchangeRate, *, today: date) -> None:
    """Require that a rate may be kept.

    Raises:
        InvalidInputError: see ``keep_rate``.
    """
    if rate.currency not in FOREIGN:
        raise InvalidInputError(field="currency", problem="unknown", value=rate.currency.value)
    if not rate.won.is_finite() or rate.won <= 0 or rate.per < 1:
        raise InvalidInputError(field="rate", problem="not_positive", value=rate.won)
    if rate.day > today:
        raise InvalidInputError(field="day", problem="future", value=rate.day.isoformat())
    if rate.day < _EARLIEST:
        raise InvalidInputError(field="day", problem="day_out_of_range", value=rate.day, least=_EARLIEST, most=today)
