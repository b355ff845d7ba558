"""The coming fictional day's plan: a draft that the planner made, with one consultation pinned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from fiction.cast import EVENT, ORGANISER

from dealflow.actions.irday.programme.day_state import load_day, run_event
from dealflow.actions.irday.timetable import plans
from dealflow.actions.irday.timetable.fit_points import fits_of
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import PlanOrigin
from dealflow.domain.irday.timetable.timetable import Act, Pin
from dealflow.domain.people.access import Viewer
from dealflow.schedule.solve import solve

SOURCE = "demo"
CLERK = Viewer(ORGANISER.person_id(0), ORGANISER.id, ORGANISER.people[0][1])
DRAFTED: Final = 2.0
"""Days before now."""
_SEED: Final = 1
_STEPS: Final = 100_000
"""So many make the same plan on every machine, in about two seconds."""
_LONGEST_S: Final = 600.0


def acts(ws: Workspace, ago: Callable[[float], datetime]) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
    """Yield what the organiser did to plan the coming day; ``ago`` gives the moment so many days before now."""
    yield ago(DRAFTED), partial(_draft, ws)
    yield ago(DRAFTED) + timedelta(hours=1), partial(_pin, ws)


def _draft(ws: Workspace, when: datetime) -> None:
    with ws.ledger.read() as session:
        day = load_day(ws, session, run_event(Looking(ws, CLERK).within(session), EVENT))
        problem = plans.problem_for(day, fits_of(Looking(ws, CLERK).within(session), day))
    timetable = solve(problem, seed=_SEED, seconds=_LONGEST_S, steps=_STEPS).timetable
    draft = plans.Draft(timetable, PlanOrigin.SOLVED, seed=_SEED)
    plans.keep_draft(Acting(ws, CLERK, when, SOURCE), EVENT, draft)


def _pin(ws: Workspace, when: datetime) -> None:
    """Pin the first consultation of the day: its investor asked for that hour."""
    with ws.ledger.read() as session:
        day = load_day(ws, session, run_event(Looking(ws, CLERK).within(session), EVENT))
    first = min(day.plan.latest.meetings, key=lambda meeting: (meeting.slot, meeting.table))
    act = Act(first.company, first.investor)
    plans.set_pin(Acting(ws, CLERK, when, SOURCE), EVENT, act, Pin(first.slot, first.table))
