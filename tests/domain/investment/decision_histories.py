"""Random histories of decisions on two engagements, written only through the rules that actions go through.

Whatever is drawn is tried; what the rules refuse does not happen. The tests then look at what did happen.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.claims.company import Company
from dealflow.domain.investment import deal_state, session_state
from dealflow.domain.investment import events as decided
from dealflow.domain.investment.approvals import may_pay, tabled_of
from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    CommitteeSession,
    Condition,
    ConditionState,
    Mark,
    PassRule,
    ProposedResolution,
    Result,
    SessionKind,
    VotingRule,
)
from dealflow.domain.investment.deal_terms import Deal, FundLine, Instrument, Payment, Terms
from dealflow.domain.investment.scoring import require_marks_allowed
from dealflow.domain.investment.voting import require_may_recuse, require_may_vote, resolve
from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import (
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementsJoined,
    EngagementStatusSet,
    NextStepSet,
)
from dealflow.domain.pipeline.funnel import NEEDS_REASON, Status, require_legal_move, require_legal_status
from dealflow.domain.pipeline.stage_gates import GateFacts, require_open_gates
from dealflow.domain.pipeline.undo import do_again, take_back
from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import DealflowError

VC = {track.id: track for track in load_tracks()}["vc"]
DAWN = datetime(2099, 3, 2, tzinfo=UTC)
PEOPLE = ("anna", "bert", "cleo", "dora")
COMPANY = Company("c", "가람로봇(가상)", biz_reg_no="000-00-00000", sector="로봇")
TERMS = Terms(
    Instrument.RCPS,
    (FundLine("f1", 1_000_000), FundLine("f2", 500_000)),
    price_won=1_000,
    issued_shares=10_000,
    diluted_shares=12_000,
    par_won=500,
)


@dataclass
class World:
    """What has happened so far: the journal, and what it comes to, followed as it was written."""

    journal: list[Recorded] = field(default_factory=list)
    heads: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    followed: dict[str, Followed] = field(default_factory=dict)
    deals: dict[str, Deal] = field(default_factory=dict)
    sessions: dict[str, CommitteeSession] = field(default_factory=dict)
    now: datetime = DAWN
    actor: str = PEOPLE[0]

    def tell(self, event: Event) -> None:
        """Append an event, and bring what it speaks of forward."""
        stream = event.stream
        recorded = Recorded(
            "w", len(self.journal) + 1, stream, self.heads[stream] + 1, self.now, self.actor, "app", event, "", ""
        )
        name = stream.partition(":")[2]
        if stream.startswith("session:"):
            self.sessions[name] = session_state.follow(self.sessions.get(name), recorded)
        else:
            self.followed[name] = engagement_state.follow(self.followed.get(name), recorded)
            self.deals[name] = deal_state.follow(self.deals.get(name, Deal(name, "house")), recorded)
        self.journal.append(recorded)
        self.heads[stream] += 1

    def stream(self, name: str) -> list[Recorded]:
        """Return an engagement's stream."""
        return [record for record in self.journal if record.stream == f"engagement:{name}"]

    def facts(self, name: str) -> GateFacts:
        """Return what gates look at."""
        tabled = tabled_of(self.sessions.values(), name)
        return GateFacts(self.followed[name].engagement, COMPANY, self.deals[name], self.now.date(), tabled)


def _move(draw: st.DrawFn, world: World, name: str) -> None:
    now = world.followed[name].engagement
    ahead = VC.stages[VC.position(now.stage) + 1 :][:1]
    to_stage = draw(st.sampled_from([*ahead, *ahead, *ahead, *VC.stages])).id
    require_legal_move(now, VC, to_stage)
    require_open_gates(VC, to_stage, world.facts(name))
    world.tell(EngagementMoved(name, now.stage, to_stage))


def _set_status(draw: st.DrawFn, world: World, name: str) -> None:
    now = world.followed[name].engagement
    status = draw(st.sampled_from([Status.ACTIVE, Status.ACTIVE, *Status]))
    reason = draw(st.sampled_from(["valuation", None])) if status in NEEDS_REASON else None
    require_legal_status(now, status, reason)
    world.tell(EngagementStatusSet(name, now.status, status, reason))


def _plan(draw: st.DrawFn, world: World, name: str) -> None:
    now = world.followed[name].engagement
    due = draw(st.none() | st.dates(date(2099, 1, 1), date(2099, 12, 31)))
    step, who = draw(st.sampled_from(["", "통화", "자료 요청"])), draw(st.sampled_from(PEOPLE))
    world.tell(NextStepSet(name, step, due, who, now.next_step, now.next_due, now.assignee_id))


def _note(_: st.DrawFn, world: World, name: str) -> None:
    world.tell(EngagementNoted(name, "메모"))


def _join(draw: st.DrawFn, world: World, name: str) -> None:
    world.tell(EngagementsJoined(name, draw(st.sampled_from(["", "e1", "e2"]))))


def _undo(_: st.DrawFn, world: World, name: str) -> None:
    world.tell(take_back(world.stream(name), world.actor))


def _redo(_: st.DrawFn, world: World, name: str) -> None:
    world.tell(do_again(world.stream(name), world.actor))


def _set_terms(draw: st.DrawFn, world: World, name: str) -> None:
    price = draw(st.sampled_from([1_000, 1_100]))
    world.tell(decided.TermsSet(name, world.deals[name].terms_version + 1, replace(TERMS, price_won=price)))


def _convene(draw: st.DrawFn, world: World, name: str) -> None:
    kind = draw(st.sampled_from([SessionKind.MAIN, SessionKind.MAIN, SessionKind.PRELIMINARY]))
    session = f"s{len(world.sessions) + 1}"
    world.tell(decided.SessionConvened(session, "house", kind, world.now, "회의실", "투심(가상)", ("team",)))
    rule = VotingRule(pass_rule=draw(st.sampled_from(PassRule)), remote_allowed=draw(st.booleans()))
    for fund in ("f1", "f2"):
        version = world.deals[name].terms_version
        item = AgendaItem(f"{session}-{fund}", name, "c", fund, version, PEOPLE[:3], "anna", rule, ("투자심사보고서",))
        world.tell(decided.ItemTabled(session, item))


def _items(world: World) -> list[tuple[CommitteeSession, AgendaItem]]:
    return [(session, item) for session in world.sessions.values() for item in session.items]


def _vote(draw: st.DrawFn, world: World, _: str) -> None:
    session, item = draw(st.sampled_from(_items(world)[-4:]))
    ballot = draw(st.sampled_from([Ballot.FOR, Ballot.FOR, Ballot.FOR, *Ballot]))
    voter, channel = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from([Channel.ROOM, *Channel]))
    require_may_vote(item, voter, channel)
    world.tell(decided.VoteCast(session.id, item.id, voter, ballot, channel=channel))


def _all_vote(draw: st.DrawFn, world: World, _: str) -> None:
    ballot = draw(st.sampled_from([Ballot.FOR, Ballot.FOR, Ballot.FOR, Ballot.AGAINST]))
    for session, item in _items(world)[-2:]:
        for voter in item.voters:
            with suppress(DealflowError):
                require_may_vote(item, voter, Channel.ROOM)
                world.tell(decided.VoteCast(session.id, item.id, voter, ballot))


def _recuse(draw: st.DrawFn, world: World, _: str) -> None:
    session, item = draw(st.sampled_from(_items(world)))
    voter = draw(st.sampled_from(PEOPLE))
    require_may_recuse(item, voter, "주주")
    world.tell(decided.VoterRecused(session.id, item.id, voter, "주주"))


def _score(draw: st.DrawFn, world: World, _: str) -> None:
    session, item = draw(st.sampled_from(_items(world)))
    marks = (Mark("team", draw(st.integers(0, 100))),)
    require_marks_allowed(item, world.actor, marks, session.criteria)
    world.tell(decided.ScoreGiven(session.id, item.id, world.actor, marks))


def _resolve(draw: st.DrawFn, world: World, _: str) -> None:
    session, item = draw(st.sampled_from(_items(world)[-4:]))
    conditions = draw(st.sampled_from([(), (Condition("k", "특허 이전", "dora", None),)]))
    wanted = draw(st.sampled_from([None, None, None, *Result]))
    proposed = ProposedResolution(wanted, conditions)
    resolution = resolve(item, session.kind, proposed, present=session.present, by="anna", at=world.now)
    world.tell(decided.ItemResolved(session.id, item.id, resolution))


def _approve(draw: st.DrawFn, world: World, name: str) -> None:
    """Hold a whole session at once, as most are: called, voted on, resolved."""
    if not world.deals[name].terms:
        _set_terms(draw, world, name)
    _convene(draw, world, name)
    _all_vote(draw, world, name)
    for _ in range(2):
        with suppress(DealflowError):
            _resolve(draw, world, name)


def _settle(draw: st.DrawFn, world: World, _: str) -> None:
    waiting = [each for each in _items(world) if each[1].resolution is not None and each[1].resolution.conditions]
    session, item = draw(st.sampled_from(waiting or _items(world)))
    state = draw(st.sampled_from([ConditionState.MET, *ConditionState]))
    world.tell(decided.ConditionSettled(session.id, item.id, "k", state, "증빙"))


def _close(draw: st.DrawFn, world: World, _: str) -> None:
    session = draw(st.sampled_from(sorted(world.sessions)))
    world.tell(decided.SessionClosed(session, "의사록"))


def _pay(draw: st.DrawFn, world: World, name: str) -> None:
    fund, shares = draw(st.sampled_from(["f1", "f2"])), draw(st.integers(1, 600))
    amount = shares * 1_000
    if may_pay(tabled_of(world.sessions.values(), name), world.deals[name], fund, amount) is None:
        number = f"p{len(world.journal)}"
        day = world.now.date()
        payment = Payment(number, fund, "house", amount, shares, 1_000, Instrument.RCPS, day, terms_version=1)
        world.tell(decided.PaymentMade(name, payment))


def _void(draw: st.DrawFn, world: World, name: str) -> None:
    if payments := world.deals[name].payments:
        world.tell(decided.PaymentVoided(name, draw(st.sampled_from(payments)).id, "오입력"))


ON_ITEMS = (_vote, _recuse, _score, _resolve, _settle)
ACTS = (
    *(_move, _move, _move, _move, _move, _move, _move, _set_status, _plan, _note, _join, _undo, _redo),
    *(_set_terms, _convene, _convene, _vote, _all_vote, _all_vote, _recuse, _score),
    *(_approve, _approve, _resolve, _resolve, _settle, _settle, _close, _pay, _pay, _pay, _pay, _void),
)


@st.composite
def decision_histories(draw: st.DrawFn, *, longest: int = 50) -> World:
    """Draw a world: two engagements of one house, the first one far on its way, then 20 acts or more tried."""
    world = World()
    for name, stage in (("e1", draw(st.sampled_from(["term_sheet", "ic", "contract", "meeting"]))), ("e2", "meeting")):
        world.tell(EngagementOpened(name, "house", "c", "house", "vc", "Series A", stage, "anna"))
    if draw(st.booleans()):
        world.tell(decided.TermsSet("e1", 1, TERMS))
        _convene(draw, world, "e1")
        _all_vote(draw, world, "e1")
    for act in draw(st.lists(st.sampled_from(ACTS), min_size=20, max_size=longest)):
        world.now += timedelta(minutes=draw(st.sampled_from([0, 1, 90, 5000])))
        world.actor = draw(st.sampled_from(PEOPLE[:2]))
        if (act in ON_ITEMS and not _items(world)) or (act is _close and not world.sessions):
            continue
        with suppress(DealflowError):
            act(draw, world, draw(st.sampled_from(["e1", "e1", "e2"])))
    return world
