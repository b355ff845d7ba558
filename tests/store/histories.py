"""Random legal histories of a whole workspace, for the properties of the ledger and whatever follows it.

Everything that people and workers may do is drawn: registering, receiving, reading again, refusing, verifying, adding
by hand, opening, moving by the rules of a real track, passing, taking back; and (decided.py) funds, terms, committees,
money, operators, filings. What the domain's rules refuse does not happen.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from sqlmodel import Session

from dealflow.domain.claims.claims import Verdict
from dealflow.domain.claims.company import CompanyProfile
from dealflow.domain.claims.confidentiality import Confidentiality, Confinement, terms_hash
from dealflow.domain.claims.deck import Suggestion
from dealflow.domain.claims.events import (
    ClaimAdded,
    ClaimVerified,
    CompanyAmended,
    CompanyMerged,
    CompanyProfileKept,
    CompanyRegistered,
    CompanyShelved,
    CompanyUnmerged,
    ContactDestroyed,
    ContactKept,
    DeckAssigned,
    DeckConfined,
    DeckRead,
    DeckReceived,
    DeckRefused,
    DeckRequeued,
    NdaAccepted,
)
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.people.absences import Absence
from dealflow.domain.people.access import Audience, OrganisationKind, Role
from dealflow.domain.people.consents import ConsentRecord, EventSide, Purpose, SubjectKind
from dealflow.domain.people.events import (
    AbsenceKept,
    ActProposed,
    ActSettled,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    HouseSettingsKept,
    IrEventRegistered,
    OrganisationRegistered,
    PersonalDataDestroyed,
    PersonRegistered,
)
from dealflow.domain.people.house import Clock, HouseSettings, RetentionKind, TwoPersonAct
from dealflow.domain.pipeline.events import (
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementStatusSet,
    NextStepSet,
)
from dealflow.domain.pipeline.funnel import NEEDS_REASON, Status
from dealflow.domain.pipeline.undo import last_act, take_back
from dealflow.domain.values.event import By, Recorded
from dealflow.errors import DealflowError
from dealflow.store.ledger import journal
from tests.store.decided import DECISIONS
from tests.store.drawn import DAWN, FIRMS, PEOPLE, TRACKS, Step, World, claims, corrections, days, texts
from tests.store.held import DAYS
from tests.store.noted import NOTES

__all__ = ["DAWN", "FIRMS", "PEOPLE", "Step", "claims", "corrections", "histories", "write"]


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 30) -> list[Step]:
    """Draw a legal history: three firms with one person each, then up to ``longest`` acts, some at the same moment."""
    world = World()
    for firm, person in zip(FIRMS, PEOPLE, strict=True):
        kind = OrganisationKind.ORGANISER if firm == "organiser" else OrganisationKind.VC
        world.tell(OrganisationRegistered(firm, draw(texts), draw(texts), kind, region=draw(texts)))
        world.tell(PersonRegistered(person, firm, Role.ANALYST))
    world.tell(IrEventRegistered("day", "organiser", draw(texts), draw(texts), draw(days), draw(texts), draw(texts)))
    _register(draw, world)
    _receive(draw, world)
    for act in draw(st.lists(st.sampled_from(ACTS), min_size=longest // 3, max_size=longest)):
        world.now += timedelta(minutes=draw(st.sampled_from([0, 1, 90, 5000])))
        world.actor = draw(st.sampled_from(PEOPLE))
        with suppress(DealflowError):
            act(draw, world)
    return world.steps


def _register(draw: st.DrawFn, world: World) -> None:
    company = f"c{len(world.companies) + 1}"
    owner = draw(st.sampled_from(["", *FIRMS]))
    world.companies.append(company)
    world.tell(CompanyRegistered(company, draw(texts), draw(texts), region=draw(texts), owner_id=owner))


def _amend(draw: st.DrawFn, world: World) -> None:
    number = draw(st.none() | st.just("000-00-00000"))
    company = draw(st.sampled_from(world.companies))
    world.tell(CompanyAmended(company, draw(texts), draw(texts), number, draw(texts), draw(texts)))


def _merge(draw: st.DrawFn, world: World) -> None:
    into = {
        company: last.event.into_id for company, last in _merges(world).items() if last.event.kind == "company_merged"
    }
    alive = [company for company in world.companies if company not in into]
    if len(alive) > 1 and draw(st.booleans()):
        going, staying = draw(st.permutations(alive))[:2]
        world.tell(CompanyMerged(going, staying))
    elif into:
        going = draw(st.sampled_from(sorted(into)))
        world.tell(CompanyUnmerged(going, into[going]))


def _merges(world: World) -> dict[str, Step]:
    """Return the last act of merging or taking apart of each company."""
    return {
        step.event.company_id: step for step in world.steps if isinstance(step.event, CompanyMerged | CompanyUnmerged)
    }


def _note_company(draw: st.DrawFn, world: World) -> None:
    company, firm = draw(st.sampled_from(world.companies)), draw(st.sampled_from(FIRMS))
    if draw(st.booleans()):
        tags = tuple(draw(st.lists(texts, max_size=2)))
        profile = CompanyProfile("referral", draw(texts), "https://example.com", tags, draw(texts))
        world.tell(CompanyProfileKept(company, firm, profile))
    else:
        world.tell(CompanyShelved(company, firm, draw(st.booleans())))


def _keep_contact(draw: st.DrawFn, world: World) -> None:
    known = [step.event for step in world.steps if isinstance(step.event, ContactKept | ContactDestroyed)]
    if known and draw(st.booleans()):
        last = known[-1]
        if isinstance(last, ContactKept):
            world.tell(ContactDestroyed(last.contact_id, last.company_id, last.owner_id))
    else:
        company, firm = draw(st.sampled_from(world.companies)), draw(st.sampled_from(FIRMS))
        world.tell(ContactKept(f"p{len(world.steps)}", company, firm, draw(st.booleans())))


def _receive(draw: st.DrawFn, world: World) -> None:
    deck = f"d{len(world.decks) + 1}"
    sha256 = draw(st.sampled_from(["a" * 64, "b" * 64]))
    audience, owner = draw(st.sampled_from(Audience)), draw(st.sampled_from(FIRMS))
    world.decks[deck] = set()
    world.tell(DeckReceived(deck, sha256, draw(texts), 1000, owner, audience, round_label=draw(texts)))


def _confine(draw: st.DrawFn, world: World) -> None:
    deck, level = draw(st.sampled_from(sorted(world.decks))), draw(st.sampled_from(Confidentiality))
    listed = tuple(draw(st.lists(st.sampled_from(FIRMS), unique=True)))
    world.tell(DeckConfined(deck, Confinement(level, listed, draw(st.booleans()), draw(texts))))
    world.tell(NdaAccepted(deck, draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(FIRMS)), terms_hash(draw(texts))))


def _house(draw: st.DrawFn, world: World) -> None:
    """Let a house set itself up, somebody be away, agree and take it back; let an act wait for two people."""
    firm, person, number = draw(st.sampled_from(FIRMS)), draw(st.sampled_from(PEOPLE)), len(world.steps)
    clocks = tuple(draw(st.lists(st.builds(Clock, st.sampled_from(RetentionKind), st.integers(1, 99)), max_size=2)))
    world.tell(HouseSettingsKept(firm, HouseSettings(tuple(TwoPersonAct), clocks, draw(texts))))
    day = draw(days)
    world.tell(AbsenceKept(Absence(f"a{number}", firm, person, day, day, draw(st.sampled_from(PEOPLE)))))
    purpose = draw(st.sampled_from(Purpose))
    consent = ConsentRecord(f"k{number}", firm, SubjectKind.CONTACT, "p1", purpose, draw(texts), draw(texts))
    world.tell(ConsentGiven(consent))
    if draw(st.booleans()):
        world.tell(ConsentWithdrawn(consent.id, firm))
    told = replace(consent, id=f"n{number}", side=draw(st.sampled_from(EventSide)), is_declined=True)
    world.tell(ConsentDeclined(told))
    world.tell(PersonalDataDestroyed(f"x{number}", firm, "contacts", ("p1", "p2"), draw(texts)))
    world.tell(ActProposed(f"t{number}", firm, TwoPersonAct.PAYMENT, "e1", draw(texts)))
    if draw(st.booleans()):
        world.tell(ActSettled(f"t{number}", draw(st.booleans()), draw(texts)))


def _read(draw: st.DrawFn, world: World) -> None:
    deck = draw(st.sampled_from(sorted(world.decks)))
    found = draw(
        st.lists(claims(st.sampled_from(["k1", "k2", "k3", "k4"])), max_size=4, unique_by=lambda each: each.id)
    )
    suggestions = draw(st.lists(st.builds(Suggestion, texts, st.just("cover"), st.none() | st.just(1)), max_size=2))
    sizes = ((720.0, 405.0), (595.28, 841.89))
    world.decks[deck] |= {each.id for each in found}
    world.tell(DeckRead(deck, "x/1", "r/1", sizes, tuple(suggestions), tuple(found), unread_pages=(2,)))


def _refuse(draw: st.DrawFn, world: World) -> None:
    deck, reason = draw(st.sampled_from(sorted(world.decks))), draw(st.sampled_from(RefusalReason))
    world.tell(DeckRefused(deck, reason.value, draw(st.sampled_from(["", "x/1", "x/2"]))))


def _requeue(draw: st.DrawFn, world: World) -> None:
    world.tell(DeckRequeued(draw(st.sampled_from(sorted(world.decks)))))


def _assign(draw: st.DrawFn, world: World) -> None:
    deck, company = draw(st.sampled_from(sorted(world.decks))), draw(st.sampled_from(world.companies))
    world.tell(
        DeckAssigned(deck, company, draw(texts), draw(st.integers(1, 5)), draw(st.none() | st.sampled_from(Audience)))
    )


def _verify(draw: st.DrawFn, world: World) -> None:
    deck = draw(st.sampled_from(sorted(world.decks)))
    if world.decks[deck]:
        verdict = draw(st.sampled_from(Verdict))
        correction = draw(corrections) if verdict is Verdict.CORRECTED else None
        claim, firm = draw(st.sampled_from(sorted(world.decks[deck]))), draw(st.sampled_from(FIRMS))
        world.tell(ClaimVerified(claim, deck, firm, verdict, correction, draw(texts)))


def _add(draw: st.DrawFn, world: World) -> None:
    deck, firm = draw(st.sampled_from(sorted(world.decks))), draw(st.sampled_from(FIRMS))
    claim = draw(claims(st.just(f"hand{len(world.steps)}")))
    world.decks[deck].add(claim.id)
    world.tell(ClaimAdded(deck, firm, claim))


def _open(draw: st.DrawFn, world: World) -> None:
    name, firm = f"e{len(world.engagements) + 1}", draw(st.sampled_from(FIRMS))
    track = TRACKS[draw(st.sampled_from(["vc", "followup"]))]
    world.engagements[name] = (track.id, track.first.id, Status.ACTIVE)
    company = draw(st.sampled_from(world.companies))
    world.owners[name] = firm
    world.tell(EngagementOpened(name, firm, company, firm, track.id, draw(texts), track.first.id))


def _move(draw: st.DrawFn, world: World) -> None:
    if active := sorted(name for name, (_, _, status) in world.engagements.items() if status is Status.ACTIVE):
        name = draw(st.sampled_from(active))
        track, stage, status = world.engagements[name]
        if following := TRACKS[track].next_from(stage):
            target = draw(st.sampled_from(following)).id
            world.engagements[name] = (track, target, status)
            world.tell(EngagementMoved(name, stage, target, draw(texts)))


def _set_status(draw: st.DrawFn, world: World) -> None:
    if world.engagements:
        name = draw(st.sampled_from(sorted(world.engagements)))
        track, stage, status = world.engagements[name]
        target = draw(st.sampled_from([each for each in Status if each is not status]))
        reason = "valuation" if target in NEEDS_REASON else None
        world.engagements[name] = (track, stage, target)
        world.tell(EngagementStatusSet(name, status, target, reason, draw(texts)))


def _undo(draw: st.DrawFn, world: World) -> None:
    if world.engagements:
        name = draw(st.sampled_from(sorted(world.engagements)))
        past = world.streams[f"engagement:{name}"]
        last = last_act(past)
        if last is not None:
            world.actor = last[0].actor
            inverse = take_back(past, world.actor)
            track, stage, status = world.engagements[name]
            if isinstance(inverse, EngagementMoved):
                stage = inverse.to_stage
            elif isinstance(inverse, EngagementStatusSet):
                status = inverse.to_status
            world.engagements[name] = (track, stage, status)
            world.tell(inverse)


def _note(draw: st.DrawFn, world: World) -> None:
    if world.engagements:
        world.tell(EngagementNoted(draw(st.sampled_from(sorted(world.engagements))), draw(texts)))


def _plan(draw: st.DrawFn, world: World) -> None:
    if world.engagements:
        name = draw(st.sampled_from(sorted(world.engagements)))
        world.tell(NextStepSet(name, draw(texts), draw(st.none() | days), draw(st.none() | st.sampled_from(PEOPLE))))


ACTS = (
    *(_register, _register, _merge, _merge, _note_company, _keep_contact),
    *(_amend, _receive, _refuse, _requeue, _assign),
    *(_read, _read, _verify, _verify, _verify, _add),
    *(_open, _open, _move, _move, _move, _set_status, _set_status, _undo, _undo, _note, _plan),
    *DECISIONS,
    *DAYS,
    *NOTES,
    *(_confine, _house),
)


def write(session: Session, workspace: str, steps: Sequence[Step]) -> tuple[Recorded, ...]:
    """Append the steps to a workspace; return them as recorded."""
    recorded: list[Recorded] = []
    seen: dict[str, int] = {}
    for step in steps:
        stream = step.event.stream
        if stream not in seen:
            seen[stream] = len(journal.read_stream(session, workspace, stream))
        recorded += journal.append(
            session, workspace, stream, [step.event], after=seen[stream], by=By(step.actor, step.ts, "app")
        )
        seen[stream] += 1
    return tuple(recorded)
