"""The fictional IR days: the programme of each, who takes part with whom, what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

import conference
import contact_consents
import plans_of_day
from fiction import roster
from fiction.cast import ADOPTERS, EVENT, OPERATORS, ORGANISER, PAST_EVENT, VCS, Member
from fiction.companies import BY_KEY
from fiction.roster import FIRMS_AWAY, LOOKS, PEOPLE_AWAY

from dealflow.actions.irday.participants import meeting_requests, participants
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.irday.programme import programme
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.participants.participants import (
    Attendee,
    Consent,
    Participant,
    ParticipantKind,
    ParticipantState,
    Profile,
    Requests,
)
from dealflow.domain.irday.programme.programme import Closure, Programme
from dealflow.domain.people.access import OrganisationKind, Viewer
from dealflow.domain.values.day_span import Span

SOURCE = "demo"
CLERK = Viewer(ORGANISER.person_id(0), ORGANISER.id, ORGANISER.people[0][1])
Act = tuple[datetime, Callable[[datetime], object]]
DAYS_BEFORE = {PAST_EVENT: 128.0, EVENT: 16.0}
"""When each programme was made, in days before now; the firms' answers came in over the days after."""
_KINDS = {
    OrganisationKind.VC: ParticipantKind.VC,
    OrganisationKind.TIPS_OPERATOR: ParticipantKind.OPERATOR,
    OrganisationKind.ADOPTER: ParticipantKind.ADOPTER,
}
_MEMBERS: dict[str, Member] = {member.id: member for member in (*VCS, *OPERATORS, *ADOPTERS)}
_ALL = (Consent.PERSONAL_DATA, Consent.THIRD_PARTY, Consent.PORTRAIT, Consent.MATERIALS)
_NEW = "saebyeokbot"
"""A company that applied for the coming event and waits for the organiser's word."""


def acts(ws: Workspace, ago: Callable[[float], datetime]) -> Iterator[Act]:
    """Yield the set-up of both events; ``ago`` gives the moment so many days before now."""
    for event, days in DAYS_BEFORE.items():
        yield ago(days), partial(_begin, ws, event)
        companies, investors = roster.firms_of(event)
        firms = [_company(event, key) for key in companies] + [_investor(event, key) for key in investors]
        for place, (participant, people) in enumerate([*firms, *_others(event)]):
            moment = ago(days - 1) + timedelta(minutes=17 * place)
            yield moment, partial(_join, ws, participant, people)
        yield ago(days - 4), partial(_ask, ws, event)
    yield ago(1.5), partial(_join, ws, *_applicant())
    yield from plans_of_day.acts(ws, ago)
    yield from conference.acts(ws, ago)
    yield from contact_consents.acts(ws, ago)


def _begin(ws: Workspace, event: str, when: datetime) -> None:
    programme.keep_programme(Acting(ws, CLERK, when, SOURCE), _programme(event))


def _programme(event: str) -> Programme:
    """Return the whole day of the coming event, the half day of the past one."""
    if event == PAST_EVENT:
        return programme.begun("half_day", event)
    begun = programme.begun("full_day", event)
    closed = Closure("t8", Span(15 * 60, 16 * 60), "통역 부스로 사용")
    return Programme(
        event, rooms=begun.rooms, tables=begun.tables, parts=begun.parts, closures=(closed,), most_investor=12
    )


def _join(ws: Workspace, participant: Participant, people: tuple[Attending, ...], when: datetime) -> None:
    participants.keep_participant(Acting(ws, CLERK, when, SOURCE), participant, people, seen=0)


def _ask(ws: Workspace, event: str, when: datetime) -> None:
    """Keep what the firms ask for; an investor wants to hear the pitches of those whom it wants to meet."""
    companies, _ = roster.firms_of(event)
    for place, (firm, item) in enumerate(roster.wishes_of(event).items()):
        ids = [f"{event}-{one}" for one in item]
        vetoes = tuple(f"{event}-{one}" for one in roster.VETOES.get(firm, ()) if event == EVENT)
        hears = () if firm in companies else tuple(ids)
        requests = Requests(meeting_requests.wished(ids), vetoes, hears)
        moment = when + timedelta(minutes=11 * place)
        meeting_requests.keep_requests(Acting(ws, CLERK, moment, SOURCE), f"{event}-{firm}", requests)
    known = roster.conflicts(event)
    if known:
        meeting_requests.keep_conflicts(Acting(ws, CLERK, when + timedelta(hours=7), SOURCE), event, known)


def _company(event: str, key: str) -> tuple[Participant, tuple[Attending, ...]]:
    company, coming = BY_KEY[key], event == EVENT
    participant = Participant(
        id=f"{event}-{key}",
        ir_event_id=event,
        kind=ParticipantKind.SUPPLIER,
        state=ParticipantState.CONFIRMED,
        name_ko=company.name,
        name_en=company.name_en,
        company_id=key,
        away=FIRMS_AWAY.get(key, ()) if coming else (),
        pitches=coming or key != roster.SPRING_COMPANIES[-1],  # the half day has seven places
        consents=_ALL if company.number % 3 else _ALL[:2],
        equipment=roster.EQUIPMENT.get(key, "") if coming else "",
        profile=Profile(
            biz_reg_no=company.biz_reg_no,
            founded="-".join(f"{part:02d}" for part in company.founded),
            region=company.region,
            sector=company.sector,
            product=f"{company.product}: {company.line_ko}",
            headcount=company.employees,
            revenue=company.money.revenue[2025] * 1_000_000,
            revenue_year=2025,
            round_label=company.deal.name,
            raise_won=company.deal.raise_m * 1_000_000,
        ),
    )
    return participant, _people(participant.id, key, ("대표이사", "IR 담당"), company.number * 2)


def _investor(event: str, key: str) -> tuple[Participant, tuple[Attending, ...]]:
    member, looks, coming = _MEMBERS[key], LOOKS[key], event == EVENT
    waits = coming and key in roster.ABSENT
    participant = Participant(
        id=f"{event}-{key}",
        ir_event_id=event,
        kind=_KINDS[member.kind],
        state=ParticipantState.INVITED if waits else ParticipantState.CONFIRMED,
        name_ko=member.ko,
        name_en=member.en,
        organisation_id=member.id,
        away=FIRMS_AWAY.get(key, ()) if coming else (),
        apart=looks.apart,
        most=looks.most,
        consents=_ALL[:1] if waits else _ALL[:3],
        mandate=looks.mandate,
        profile=Profile(region=member.region),
    )
    return participant, _people(participant.id, key, looks.titles, 40 + 3 * list(LOOKS).index(key))


def _others(event: str) -> Iterator[tuple[Participant, tuple[Attending, ...]]]:
    for place, (kind, name_ko, name_en, titles) in enumerate(roster.OTHERS):
        participant = Participant(
            id=f"{event}-{kind}",
            ir_event_id=event,
            kind=ParticipantKind(kind),
            state=ParticipantState.CONFIRMED,
            name_ko=name_ko,
            name_en=name_en,
            consents=_ALL[:1],
        )
        yield participant, _people(participant.id, kind, tuple(f"~{title}" for title in titles), 90 + 4 * place)


def _applicant() -> tuple[Participant, tuple[Attending, ...]]:
    participant = Participant(
        id=f"{EVENT}-{_NEW}",
        ir_event_id=EVENT,
        kind=ParticipantKind.SUPPLIER,
        state=ParticipantState.APPLIED,
        name_ko="해솔비전(가상)",
        name_en="Haesol Vision (Fictional)",
        pitches=True,
        consents=_ALL[:2],
        profile=Profile(
            biz_reg_no="000-00-00019",
            founded="2023-02",
            region="부산",
            sector="조선기자재",
            product="용접부 표면결함 비전검사",
            headcount=11,
            revenue=320_000_000,
            revenue_year=2025,
            round_label="Seed",
            raise_won=500_000_000,
        ),
    )
    return participant, _people(participant.id, _NEW, ("대표이사",), 110)


def _people(participant: str, firm: str, titles: tuple[str, ...], number: int) -> tuple[Attending, ...]:
    """Return who comes for a firm: the first presents (a company's pitch) and is whom the organiser writes to."""
    found = []
    for place, title in enumerate(titles):
        attendee = Attendee(
            id=f"{participant}-{place + 1}",
            presents=place == 0 and title == "대표이사",
            sits=not title.startswith("~"),
            away=PEOPLE_AWAY.get((firm, place), ()) if participant.startswith(f"{EVENT}-{firm}") else (),
            contact=place == 0,
        )
        card = Card(
            attendee.id,
            roster.name_of_person(number + place),
            title.removeprefix("~"),
            f"000-0000-{number + place:04d}",
            f"person{number + place}@{firm}.invalid",
        )
        found.append(Attending(attendee, card))
    return tuple(found)
