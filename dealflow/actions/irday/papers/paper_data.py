"""What the papers of an IR day are made from: a version of its timetable, resolved, and briefs of those who meet.

A brief tells of a company what whoever holds the paper may see: figures that were verified on decks submitted to the
event, and only where the company agreed to their being handed on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from dealflow.actions.claims.review import claims_of
from dealflow.actions.irday.programme import event_profile
from dealflow.actions.irday.programme.day_state import Card, Day, day_of, load_day, run_event
from dealflow.actions.irday.programme.part_contents import Prized, winners_of
from dealflow.actions.people import house_settings
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView, Figure, figure
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.company import Company
from dealflow.domain.irday.floor.floor import MeetingState, RoundTable, Topics
from dealflow.domain.irday.participants.participants import Attendee, Consent, Participant, ParticipantKind
from dealflow.domain.irday.programme.membership import engagements, membership, parts_of, takes
from dealflow.domain.irday.programme.part_contents import Host, PartContent
from dealflow.domain.irday.programme.programme import ConsultationTable, Member, Part, Room
from dealflow.domain.irday.timetable.placements import Placed, of_firm, placed, rounds
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.people.access import Audience
from dealflow.errors import NotFoundError
from dealflow.store.ledger.queries import attendees, companies, irday
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries.attendees import Signature

__all__ = ["Brief", "Card", "Day", "Papers", "papers", "versions_of"]

KEY_METRICS: Final = ("revenue", "arr", "customers_count", "raise_amount", "employees_total")
"""What a one-page sheet says of a company, where it was verified."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a paper may say of a company beside its name. ``withheld``: it did not agree to figures being handed on."""

    company: Company | None = None
    figures: tuple[tuple[Metric, Figure], ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """What the parts of the day hold: their contents, prizes by part, what was said and handed in at round-tables."""

    contents: Mapping[str, PartContent] = field(default_factory=dict)
    winners: Mapping[str, tuple[Prized, ...]] = field(default_factory=dict)
    tables: Mapping[str, RoundTable] = field(default_factory=dict)
    topics: tuple[Topics, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """One version of a day's timetable with all that its papers say.

    ``published_at`` is None for a version that was never published. ``rounds``: the number of each consultation slot.
    """

    day: Day
    version: int
    is_current: bool
    published_at: datetime | None
    placed: tuple[Placed, ...]
    rounds: Mapping[str, int]
    briefs: Mapping[str, Brief]
    logo: bytes = b""
    """The picture of the organiser's house."""
    inside: Inside = field(default_factory=Inside)
    hosts: tuple[Host, ...] = ()
    """Who is behind the event."""
    logos: Mapping[str, bytes] = field(default_factory=dict)
    """Their logos, by hash."""

    @property
    def firms(self) -> tuple[Participant, ...]:
        """Return who has something to do: in the timetable, or as member of a part. Suppliers first, then by kind."""
        busy, kinds = {firm for other_placed in self.placed for firm in other_placed.firms}, list(ParticipantKind)
        coming = (
            participant
            for participant in self.day.participants
            if participant.id in busy or engagements(self.day.programme, participant)
        )
        return tuple(sorted(coming, key=lambda participant: kinds.index(participant.kind)))

    @property
    def meetings(self) -> tuple[Placed, ...]:
        """Return the consultations."""
        return tuple(other_placed for other_placed in self.placed if not other_placed.is_pitch)

    @property
    def pitches(self) -> tuple[Placed, ...]:
        """Return the pitches."""
        return tuple(other_placed for other_placed in self.placed if other_placed.is_pitch)

    def of(self, participant_id: str) -> tuple[Placed, ...]:
        """Return what a firm takes part in."""
        return of_firm(self.placed, participant_id)

    def room(self, room_id: str) -> Room | None:
        """Return the room of that id, nothing where the programme has none."""
        return next((room for room in self.day.programme.rooms if room.id == room_id), None)

    def table(self, table_id: str) -> ConsultationTable | None:
        """Return the table of that id, nothing where the programme has none."""
        return next((table for table in self.day.programme.tables if table.id == table_id), None)

    def firm(self, participant_id: str) -> Participant | None:
        """Return the participant of that id, nothing where there is none any more."""
        return next((participant for participant in self.day.participants if participant.id == participant_id), None)

    def sitting(self, other_placed: Placed, participant_id: str) -> tuple[Attendee, ...]:
        """Return who of a firm sits at a consultation, or presents at a pitch: a seat of one's own, or all who may."""
        firm = self.firm(participant_id)
        if firm is None:
            return ()
        if other_placed.is_pitch:
            return tuple(attendee for attendee in firm.attendees if attendee.presents) or firm.attendees[:1]
        alone = tuple(attendee for attendee in firm.attendees if attendee.id == other_placed.seat)
        return alone or tuple(attendee for attendee in firm.attendees if attendee.sits)

    def name_of(self, attendee_id: str) -> str:
        """Return a person's name, empty where it was destroyed or never given."""
        card = self.day.cards.get(attendee_id)
        return "" if card is None else card.name

    def state_of(self, other_placed: Placed) -> MeetingState:
        """Return how something placed stands."""
        return self.day.state_of(other_placed.act.company, other_placed.act.investor or "")

    def parts_of(self, firm: Participant, attendee_id: str = "") -> tuple[Part, ...]:
        """Return the parts of the programme in which a firm that comes, or one person of it, takes part, in order."""
        parts = parts_of(self.day.programme, firm) if firm.is_coming else ()
        members = {part.id: membership(part, firm) for part in parts}
        return tuple(part for part in parts if _is_of(members[part.id], attendee_id))

    def members(self, part: Part) -> tuple[tuple[Participant, Member], ...]:
        """Return who takes part in a part, with their roles."""
        memberships = ((participant, membership(part, participant)) for participant in self.day.participants)
        return tuple((participant, member) for participant, member in memberships if member is not None)


def _is_of(member: Member | None, attendee_id: str) -> bool:
    """Say whether a person takes part; everybody does where there is no membership (a part for all)."""
    return member is None or not attendee_id or takes(member, attendee_id)


def papers(looking: Looking, ir_event_id: str, version: int | None = None, *, needs_plan: bool = True) -> Papers:
    """Return what papers of a version are made from; without one of the published version, else of the latest draft.

    Without ``needs_plan`` an event that was not planned yet has papers too, with nothing placed on them.

    Raises:
        NotFoundError: there is no such event, or no such version.
        NotAllowedError: the viewer does not run the event.
    """
    with looking.ws.ledger.read() as session:
        event = run_event(looking.within(session), ir_event_id)
        day = load_day(looking.ws, session, event)
        number = version or day.plan.published_number or day.plan.number
        timetable = irday.timetable(session, looking.ws.name, ir_event_id, number)
        if timetable is None and (needs_plan or version is not None):
            raise NotFoundError(kind="timetable", id=str(number))
        briefs = _briefs(looking.within(session), day.participants)
        inside = _inside(looking.within(session), day)
        profile, _ = attendees.event_profile(session, looking.ws.name, ir_event_id)
    logo = house_settings.logo_of(looking, event.organiser_id)
    return replace(
        papers_of(day, number, timetable or Timetable(), briefs),
        logo=logo,
        inside=inside,
        hosts=profile.hosts,
        logos=event_profile.logos_of(looking.ws, profile),
    )


def _inside(looking: Looking, day: Day) -> Inside:
    session, name, event_id = looking.session, looking.ws.name, day.event.id
    contents = {part: content for part, (content, _) in attendees.part_contents(session, name, event_id).items()}
    return Inside(
        contents,
        {part: winners_of(looking, content.award_id) for part, content in contents.items() if content.award_id},
        {part: table for part, (table, _) in irday.round_tables(session, name, event_id).items()},
        tuple(topics for topics, _ in attendees.topics(session, name, event_id)),
        attendees.signatures(session, name, event_id),
    )


def papers_of(day: Day, number: int, timetable: Timetable, briefs: Mapping[str, Brief]) -> Papers:
    """Return the papers of a version from what is known of it."""
    things = placed(day.programme, timetable)
    at = [publication.at for publication in day.plan.publications if publication.version == number]
    return Papers(
        day=day,
        version=number,
        is_current=number == day.plan.published_number,
        published_at=at[-1] if at else None,
        placed=things,
        rounds=rounds(day.programme, things),
        briefs=briefs,
    )


def versions_of(looking: Looking, ir_event_id: str) -> tuple[int, ...]:
    """Return the numbers of an event's versions, the latest first.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
    """
    return tuple(version.number for version in reversed(day_of(looking, ir_event_id).plan.versions))


def _briefs(looking: Looking, participants: Sequence[Participant]) -> dict[str, Brief]:
    """Return what papers may say of the companies among the participants, by participant."""
    ids = [participant.company_id for participant in participants if participant.company_id]
    known = {
        other_company.id: other_company
        for other_company in companies.companies(looking.session, looking.ws.name, looking.viewer)
        if other_company.id in ids
    }
    decks = [
        deck
        for deck in deck_queries.decks(looking.session, looking.ws.name, looking.viewer, ids)
        if deck.audience is Audience.EVENT
    ]
    by_id, metrics = {deck.id: deck for deck in decks}, [looking.ws.metric(key_metric) for key_metric in KEY_METRICS]
    stated: dict[str, list[ClaimView]] = defaultdict(list)
    for view in claims_of(looking, decks, set(KEY_METRICS)):
        if view.state in CERTAIN:
            stated[view.company_id or ""].append(view)
    briefs = {}
    for participant in participants:
        company = known.get(participant.company_id or "")
        if company is None:
            continue
        if Consent.THIRD_PARTY not in participant.consents:
            briefs[participant.id] = Brief(company, withheld=True)
            continue
        pairs = ((metric, figure(metric, stated[company.id], by_id)) for metric in metrics)
        briefs[participant.id] = Brief(company, tuple((metric, best) for metric, best in pairs if best is not None))
    return briefs
