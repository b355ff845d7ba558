"""Who of the fictional days agreed that their contact goes to the other side, and to whom it went. All made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from fiction import roster
from fiction.cast import EVENT, ORGANISER, PAST_EVENT

from dealflow.actions.irday.contacts import consent_requests, contact_provision
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.contacts.provision import ContactScope
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import korean_day

CLERK = Viewer(ORGANISER.person_id(0), ORGANISER.id, ORGANISER.people[0][1])
Act = tuple[datetime, Callable[[datetime], object]]
_ASKED: Final = {PAST_EVENT: 103.0, EVENT: 3.0}
_TURN: Final = 4
"""Of each four who were asked two agree, one says no, one has not answered yet."""


def acts(ws: Workspace, ago: Callable[[float], datetime]) -> Iterator[Act]:
    """Yield who was asked and what they answered; after the past day, what went to the investors whom they met."""
    paths: dict[str, str] = {}
    for event, days in _ASKED.items():
        yield ago(days), partial(_ask, ws, event, paths)
        yield ago(days - 1), partial(_answer, ws, event, paths)
    yield ago(_ASKED[PAST_EVENT] - 5), partial(_hand_over, ws)
    yield ago(_ASKED[PAST_EVENT] - 40), partial(_take_back, ws, paths)


def _persons(event: str) -> list[str]:
    companies, investors = roster.firms_of(event)
    return [f"{event}-{firm}-1" for firm in (*companies, *investors[: len(companies) // 2])]


def _ask(ws: Workspace, event: str, paths: dict[str, str], when: datetime) -> None:
    paths.update(consent_requests.ask(Acting(ws, CLERK, when, "demo"), event, _persons(event)))


def _answer(ws: Workspace, event: str, paths: dict[str, str], when: datetime) -> None:
    for place, person in enumerate(_persons(event)):
        if place % _TURN != _TURN - 1:
            secret = paths[person].rpartition("/")[2]
            consent_requests.answer(ws, person, secret, agrees=place % _TURN != 1, at=when)


def _hand_over(ws: Workspace, when: datetime) -> None:
    """Hand each investor the contacts of those whom it met; where no day was held nobody met anybody."""
    acting = Acting(ws, CLERK, when, "demo")
    known = contact_provision.provision(acting, PAST_EVENT, on=korean_day(when))
    _, investors = roster.firms_of(PAST_EVENT)
    firms = [known.day.participant(f"{PAST_EVENT}-{firm}") for firm in investors]
    met = [firm.id for firm in firms if any(one.ground.holds for one in known.persons(firm, ContactScope.MET))]
    if met:
        contact_provision.hand_over(acting, PAST_EVENT, met, ContactScope.MET)


def _take_back(ws: Workspace, paths: dict[str, str], when: datetime) -> None:
    person = _persons(PAST_EVENT)[0]
    consent_requests.answer(ws, person, paths[person].rpartition("/")[2], agrees=False, at=when)
