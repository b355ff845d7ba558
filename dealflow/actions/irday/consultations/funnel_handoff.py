"""From the table into the funnel: what a consultation that was held makes of its investor's private engagements.

The tracks say which engagement it belongs to, and to where it brings it (``catalogue/tracks.toml``, ``consultation``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dealflow.actions.pipeline import stage_gates
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, new_id, record
from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.irday.events import ConsultationLogged, ParticipantKept
from dealflow.domain.irday.floor.floor import ConsultationLog
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.people.people import IrEvent
from dealflow.domain.pipeline.events import EngagementMoved, EngagementNoted, EngagementOpened, NextStepSet
from dealflow.domain.pipeline.funnel import Engagement, Status, Track, require_legal_move
from dealflow.domain.values.event import By, Event
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import GateClosedError, IllegalMoveError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, irday, people, pipeline
from dealflow.store.ledger.queries.visibility import Session


@dataclass(frozen=True, slots=True)
class _Hand:
    """Whose books are written in, on account of which event, and who does it, in one transaction."""

    ws: Workspace
    session: Session
    owner: Viewer
    event: IrEvent
    doer: By


def carry_pair(acting: Acting, event: IrEvent, company: str, investor: str) -> None:
    """Carry what was logged of a consultation into its owner's books, now that it counts as held.

    It stands there as an act of whoever wrote the log, not of who marked the consultation.
    """
    ws, session = acting.ws, acting.session
    consultations = irday.logs_of(session, ws.name, event.id, company, investor)
    for consultation in consultations:
        if consultation.log.engagement_id:
            continue
        past = journal.read_stream(session, ws.name, f"consultation:{consultation.log.id}")
        doer = By(past[-1].actor, acting.at, acting.source)
        engagement = carry(ws, session, event, consultation.log, None, doer)
        if engagement:
            changed = ConsultationLogged(replace(consultation.log, engagement_id=engagement))
            record(ws, session, [changed], doer, after=consultation.version)


def carry(  # the log as it was and is
    ws: Workspace, session: Session, event: IrEvent, log: ConsultationLog, before: ConsultationLog | None, doer: By
) -> str:
    """Make or move the engagement that a log belongs to, and return its id; nothing for an owner without books.

    What was agreed at the table becomes the next step, unless the log as it was ``before`` had agreed the same.
    """
    if log.owner_id not in {organisation.id for organisation in people.organisations(session, ws.name)}:
        return ""
    hand = _Hand(ws, session, Viewer(doer.actor, log.owner_id, Role.OPERATOR), event, doer)
    joined = _named(hand, log)
    company_id = joined.company_id if joined else _company_of(ws, session, event, log.company, doer)
    kind = _participant(ws, session, log.investor).kind.value
    joined = joined or _best(ws.tracks, _active(hand, company_id), kind)
    if joined is None:
        return _open(hand, company_id, kind, log)
    _go_on(hand, joined, log, before)
    return joined.id


def _named(hand: _Hand, log: ConsultationLog) -> Engagement | None:
    """Return the engagement that the log names already."""
    if not log.engagement_id:
        return None
    return pipeline.find_engagement(hand.session, hand.ws.name, hand.owner, log.engagement_id)


def _active(hand: _Hand, company_id: str) -> list[Engagement]:
    """Return the owner's own active engagements with a company."""
    books = pipeline.engagements(hand.session, hand.ws.name, hand.owner)
    active_key = (company_id, hand.owner.organisation_id, Status.ACTIVE)
    return [book for book in books if (book.company_id, book.investor_id, book.status) == active_key]


def _best(tracks: Sequence[Track], mine: Sequence[Engagement], kind: str) -> Engagement | None:
    """Return the engagement that a consultation belongs to: one that it moves on, else the one touched last."""
    by_id = {track.id: track for track in tracks if track.consultation and kind in track.consultation.joins}
    fitting = [engagement for engagement in mine if engagement.track in by_id]
    return max(
        fitting,
        key=lambda engagement: (
            _is_before(engagement, by_id[engagement.track]),
            engagement.last_event_at,
            engagement.id,
        ),
        default=None,
    )


def _is_before(engagement: Engagement, track: Track) -> bool:
    """Say whether a consultation would bring the engagement on."""
    stage = track.consultation.stage if track.consultation else ""
    return bool(stage) and track.position(engagement.stage) < track.position(stage)


def _go_on(hand: _Hand, now: Engagement, log: ConsultationLog, before: ConsultationLog | None) -> None:
    """Note the consultation once, move the engagement where it stands before its track's stage, set the next step."""
    events: list[Event] = []
    if not log.engagement_id:
        to, title = _way(hand, now), hand.event.title_ko
        events.append(EngagementMoved(now.id, now.stage, to, title) if to else EngagementNoted(now.id, title))
    if _agreed(log) and _agreed(log) not in {_agreed(before), (now.next_step, now.next_due)}:
        was = (now.next_step, now.next_due, now.assignee_id)
        events.append(NextStepSet(now.id, log.next_step_text, log.next_due, now.assignee_id, *was))
    if events:
        record(hand.ws, hand.session, events, hand.doer, after=now.version)


def _agreed(log: ConsultationLog | None) -> tuple[str, object] | None:
    """Return the next step with its day; None where none was agreed."""
    return (log.next_step_text, log.next_due) if log is not None and log.next_step_text else None


def _way(hand: _Hand, now: Engagement) -> str:
    """Return the stage to which a consultation brings an engagement; empty where it stays, or a gate is closed."""
    track = hand.ws.track(now.track)
    if track.consultation is None or now.status is not Status.ACTIVE or not _is_before(now, track):
        return ""
    stage = track.consultation.stage
    try:
        require_legal_move(now, track, stage)
        stage_gates.require_open_gates(
            Looking(hand.ws, hand.owner).within(hand.session), now, stage, korean_day(hand.doer.at)
        )
    except (IllegalMoveError, GateClosedError):
        return ""
    return stage


def _open(hand: _Hand, company_id: str, kind: str, log: ConsultationLog) -> str:
    """Open an engagement in the track that says so, and return its id; nothing where no track does."""
    track = next(
        (
            other_track
            for other_track in hand.ws.tracks
            if other_track.consultation and kind in other_track.consultation.opens
        ),
        None,
    )
    if track is None:
        return ""
    owner = hand.owner.organisation_id
    label = _label(hand, company_id, track, log)
    opened = EngagementOpened(
        engagement_id=_id(hand, company_id, track, label),
        owner_id=owner,
        company_id=company_id,
        investor_id=owner,
        track=track.id,
        round_label=label,
        stage=_first(track),
        assignee_id=_colleague(hand),
        ir_event_id=hand.event.id,
        source=hand.doer.source,
    )
    if pipeline.find_engagement(hand.session, hand.ws.name, hand.owner, opened.engagement_id) is not None:
        return ""
    events: list[Event] = [opened]
    if _agreed(log):
        who = opened.assignee_id
        events.append(NextStepSet(opened.engagement_id, log.next_step_text, log.next_due, who, "", None, who))
    record(hand.ws, hand.session, events, hand.doer, after=0)
    return opened.engagement_id


def _first(track: Track) -> str:
    """Return the stage at which a consultation opens an engagement: the first one where gates stand on the way."""
    stage = track.consultation.stage if track.consultation else ""
    on_the_way = track.stages[1 : track.position(stage) + 1] if stage else ()
    return stage if stage and not any(other_stage.gate for other_stage in on_the_way) else track.first.id


def _label(hand: _Hand, company_id: str, track: Track, log: ConsultationLog) -> str:
    """Return the round that the company declared; with the event where an earlier engagement of it has ended."""
    declared = _participant(hand.ws, hand.session, log.company).profile.round_label
    earlier = pipeline.find_engagement(hand.session, hand.ws.name, hand.owner, _id(hand, company_id, track, declared))
    return declared if earlier is None else f"{declared} {hand.event.title_ko}".strip()


def _id(hand: _Hand, company_id: str, track: Track, label: str) -> str:
    """Return the id under which the pipeline itself would open it."""
    owner = hand.owner.organisation_id
    return new_id("engagement", hand.ws.name, owner, company_id, owner, track.id, label)


def _colleague(hand: _Hand) -> str | None:
    """Return who acts where it is a person of the house; nobody where a firm's page acted."""
    ours = {
        person.id
        for person in people.persons(hand.session, hand.ws.name)
        if person.organisation_id == hand.owner.organisation_id and person.company_id is None
    }
    return hand.doer.actor if hand.doer.actor in ours else None


def _participant(ws: Workspace, session: Session, participant_id: str) -> Participant:
    participant = irday.find_participant(session, ws.name, participant_id)
    if participant is None:
        raise NotFoundError(kind="participant", id=participant_id)
    return participant[0]


def _company_of(ws: Workspace, session: Session, event: IrEvent, participant_id: str, doer: By) -> str:
    """Return the company that a participant is; one that is not in the books yet is entered for everybody."""
    participant = irday.find_participant(session, ws.name, participant_id)
    if participant is None:
        raise NotFoundError(kind="participant", id=participant_id)
    firm, version = participant
    if firm.company_id:
        return firm.company_id
    organiser = Viewer(doer.actor, event.organiser_id, Role.ORGANISER)
    known = [company for company in companies.listed(session, ws.name, organiser) if not company.owner_id]
    same = next((company.id for company in known if company.name == firm.name_ko), None)
    company_id = same or new_id("company", event.id, participant_id)
    if same is None:
        company_registered = CompanyRegistered(
            company_id,
            firm.name_ko,
            firm.name_en,
            firm.profile.biz_reg_no or None,
            firm.profile.region,
            firm.profile.sector,
        )
        record(ws, session, [company_registered], doer, after=0)
    record(ws, session, [ParticipantKept(replace(firm, company_id=company_id))], doer, after=version)
    return company_id
