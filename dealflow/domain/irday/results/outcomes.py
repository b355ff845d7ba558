"""What came of an IR day in the months after it: one line a pair, and what was told of each stretch of months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dealflow.domain.irday.floor.floor import ConsultationLog, MeetingState, Outcome
from dealflow.domain.irday.results.measures import DayFacts
from dealflow.domain.irday.results.results import LAGS, latest
from dealflow.domain.values.korean_days import months_after


class StretchState(StrEnum):
    """How a stretch of months stands."""

    TOLD = "told"
    ASK = "ask"
    """It is over, and nobody told anything: the firm is to be asked."""
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The months after the lag before, until ``months`` after the day; ``until`` is its last day."""

    months: int
    until: date
    state: StretchState
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A pair that met, or of which something was told, and what came of it; both by participant id."""

    company: str
    investor: str
    held: bool
    log: ConsultationLog | None
    stretches: tuple[Stretch, ...]

    @property
    def months_to_ask(self) -> int | None:
        """Return for which stretch the firm is to be asked, the latest first; None: for none."""
        return next((stretch.months for stretch in reversed(self.stretches) if stretch.state is StretchState.ASK), None)


def follow_list(facts: DayFacts) -> tuple[FollowUp, ...]:
    """Return who is to be followed up, by company, then investor: pairs that met, were told of, or have an outcome."""
    logs = {(log.company, log.investor): log for log in latest(facts.logs)}
    held = {pair for pair, state in facts.marks.items() if state is MeetingState.HELD}
    pairs = held | set(logs) | {(outcome.company, outcome.investor) for outcome in facts.outcomes}
    return tuple(FollowUp(*pair, pair in held, logs.get(pair), stretches(facts, *pair)) for pair in sorted(pairs))


def stretches(facts: DayFacts, company: str, investor: str) -> tuple[Stretch, ...]:
    """Return what was told of each stretch of months for a pair.

    An outcome of before the day counts to the first stretch, one of after the last lag to the last.
    """
    ours = [outcome for outcome in facts.outcomes if (outcome.company, outcome.investor) == (company, investor)]
    ends = [months_after(facts.held_on, months) for months in LAGS]
    month_stretches = []
    for place, (months, until) in enumerate(zip(LAGS, ends, strict=True)):
        inside = tuple(
            our
            for our in ours
            if (place == 0 or our.on > ends[place - 1]) and (place == len(ends) - 1 or our.on <= until)
        )
        over = StretchState.ASK if facts.today > until else StretchState.LATER
        month_stretches.append(Stretch(months, until, StretchState.TOLD if inside else over, inside))
    return tuple(month_stretches)
