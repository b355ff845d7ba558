"""Random legal histories, small enough to see through: two firms, an organiser, their decks, words and engagements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from dealflow.domain.access import OrganisationKind, Role
from dealflow.domain.deck import Audience, Suggestion
from dealflow.domain.events import (
    ClaimAdded,
    ClaimVerified,
    CompanyAmended,
    CompanyRegistered,
    DeckAssigned,
    DeckRead,
    DeckReceived,
    DeckRefused,
    DeckRequeued,
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementStatusSet,
    Event,
    IrEventRegistered,
    NextStepSet,
    OrganisationRegistered,
    PersonRegistered,
    Recorded,
)
from dealflow.domain.facts import Claim, ClaimStatus, Correction, Evidence, ReviewReason, Scope, Verdict
from dealflow.domain.funnel import Status
from dealflow.domain.page import Box
from dealflow.domain.period import Period, PeriodKind
from dealflow.domain.quantity import Bound, Quantity, Unit
from dealflow.store.ledger.journal import append, read_stream
from dealflow.store.ledger.ledger import Ledger

DAWN = datetime(2099, 3, 2, 0, 0, tzinfo=UTC)
FIRMS = ("vc_a", "vc_b", "organiser")
COMPANIES = ("c1", "c2", "c3")
DECKS = ("d1", "d2", "d3")
STAGES = ("meeting", "ir", "review", "pre_ic", "dd", "term_sheet", "ic")
REGIONS = ("부산", "경남", "울산")
SECTORS = ("vision", "predictive")


@dataclass(frozen=True)
class Told:
    """One event to append, and when."""

    event: Event
    ts: datetime


@dataclass
class _Teller:
    """What has been told so far, as far as the next event must know it."""

    told: list[Told] = field(default_factory=list)
    now: datetime = DAWN
    decks: dict[str, list[str]] = field(default_factory=dict)
    claims: set[tuple[str, str]] = field(default_factory=set)
    stage: dict[str, str] = field(default_factory=dict)
    status: dict[str, Status] = field(default_factory=dict)
    seq: dict[str, int] = field(default_factory=dict)
    undoable: dict[str, Event] = field(default_factory=dict)

    def tell(self, event: Event) -> None:
        self.told.append(Told(event, self.now))
        self.seq[event.stream] = self.seq.get(event.stream, 0) + 1


def beginning() -> list[Event]:
    """Return the organisations, companies and decks that every history begins with."""
    events: list[Event] = [
        OrganisationRegistered(firm, f"{firm} (가상)", f"{firm} (Fictional)", OrganisationKind.VC) for firm in FIRMS
    ]
    events += [PersonRegistered(f"p_{firm}", firm, Role.ANALYST) for firm in FIRMS]
    events.append(IrEventRegistered("day", "organiser", "[모의] IR", "[Mock] IR", date(2099, 5, 1)))
    events += [
        CompanyRegistered(company, f"{company} (가상)", region=region, sector=sector, is_demo=True)
        for company, region, sector in zip(COMPANIES, REGIONS, ("vision", "predictive", "vision"), strict=True)
    ]
    return events


def claim(claim_id: str, quantity: Quantity, *, page: int = 1, period: Period | None = None) -> Claim:
    """Return a claim with one box round its value."""
    return Claim(
        id=claim_id,
        metric="revenue",
        quantity=quantity,
        evidence=(Evidence(page, (Box(10.0, 20.0, 60.0, 32.5),), (), "매출 153억원"),),
        label="매출",
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        period=period,
        confidence=0.9,
        review_reasons=(ReviewReason.UNIT_FROM_HEADER,),
        extractor="test-1",
    )


_amounts = st.decimals(Decimal("-1e15"), Decimal("1e15"), allow_nan=False, places=2)
quantities = st.one_of(
    st.builds(
        Quantity,
        unit=st.sampled_from([Unit.KRW, Unit.PERCENT]),
        value=_amounts,
        bound=st.none() | st.sampled_from(Bound),
        approx=st.booleans(),
    ),
    st.builds(Quantity, unit=st.just(Unit.USD), value_min=_amounts, value_max=_amounts),
    st.builds(Quantity, unit=st.just(Unit.DATE), text=st.just("2099-11")),
)
_periods = st.none() | st.just(Period(PeriodKind.YEAR, "2098", date(2098, 1, 1), date(2098, 12, 31)))
_claims = st.lists(
    st.builds(claim, st.sampled_from(["x1", "x2", "x3", "x4"]), quantities, page=st.integers(1, 9), period=_periods),
    max_size=5,
)


@st.composite
def histories(draw: st.DrawFn, *, longest: int = 40) -> list[Told]:
    """Return a legal history: the beginning, then up to ``longest`` more events some hours apart."""
    teller = _Teller()
    for event in beginning():
        teller.tell(event)
    acts = (_receive, _read, _refuse, _assign, _amend, _word, _by_hand, _open, _move, _move, _status, _undo, _aside)
    for act in draw(st.lists(st.sampled_from(acts), max_size=longest)):
        teller.now += timedelta(hours=draw(st.integers(0, 60)))
        act(draw, teller)
    return teller.told


def _receive(draw: st.DrawFn, teller: _Teller) -> None:
    fresh = [deck for deck in DECKS if deck not in teller.decks]
    if fresh:
        deck = fresh[0]
        teller.decks[deck] = []
        company = draw(st.none() | st.sampled_from(COMPANIES))
        audience, owner = draw(st.sampled_from(Audience)), draw(st.sampled_from(FIRMS))
        teller.tell(DeckReceived(deck, "0" * 64, f"{deck}.pdf", 1000, owner, audience, company_id=company))


def _known_deck(draw: st.DrawFn, teller: _Teller) -> str | None:
    return draw(st.sampled_from(sorted(teller.decks))) if teller.decks else None


def _read(draw: st.DrawFn, teller: _Teller) -> None:
    if deck := _known_deck(draw, teller):
        found = tuple(draw(_claims))
        suggestions = (Suggestion("c1 (가상)", "cover", 1),)
        teller.tell(DeckRead(deck, "test-1", "reader-1", ((720.0, 405.0),) * 9, suggestions, found, (3,)))
        teller.decks[deck] = sorted({one.id for one in found})
        teller.claims |= {(deck, one.id) for one in found}


def _refuse(draw: st.DrawFn, teller: _Teller) -> None:
    if deck := _known_deck(draw, teller):
        teller.tell(draw(st.sampled_from([DeckRefused(deck, "damaged"), DeckRequeued(deck)])))


def _assign(draw: st.DrawFn, teller: _Teller) -> None:
    if deck := _known_deck(draw, teller):
        teller.tell(DeckAssigned(deck, draw(st.sampled_from(COMPANIES)), "Series A", draw(st.integers(1, 3))))


def _amend(draw: st.DrawFn, teller: _Teller) -> None:
    company, number = draw(st.sampled_from(COMPANIES)), draw(st.none() | st.just("000-00-00000"))
    teller.tell(CompanyAmended(company, f"{company} 새 이름 (가상)", biz_reg_no=number, region="부산", sector="vision"))


def _word(draw: st.DrawFn, teller: _Teller) -> None:
    if teller.claims:
        deck, one = draw(st.sampled_from(sorted(teller.claims)))
        verdict = draw(st.sampled_from(Verdict))
        correction = None
        if verdict is Verdict.CORRECTED:
            now = claim(one, draw(quantities))
            correction = Correction(
                "revenue_forecast", now.quantity, now.scope, ClaimStatus.FORECAST, now.aggregation, draw(_periods)
            )
        firm = draw(st.sampled_from(FIRMS))
        teller.tell(ClaimVerified(one, deck, firm, verdict, correction, note="비밀 메모"))


def _by_hand(draw: st.DrawFn, teller: _Teller) -> None:
    if deck := _known_deck(draw, teller):
        firm = draw(st.sampled_from(FIRMS))
        one = claim(f"hand_{deck}_{firm}_{len(teller.told)}", draw(quantities))
        teller.claims.add((deck, one.id))
        teller.tell(ClaimAdded(deck, firm, one))


def _open(draw: st.DrawFn, teller: _Teller) -> None:
    name = f"e{len(teller.stage) + 1}"
    owner = draw(st.sampled_from(FIRMS))
    stage, track = draw(st.sampled_from(STAGES[:3])), draw(st.sampled_from(["vc", "vc", "tips"]))
    teller.stage[name], teller.status[name] = stage, Status.ACTIVE
    company = draw(st.sampled_from(COMPANIES))
    teller.tell(EngagementOpened(name, owner, company, owner, track, "Series A", stage))


def _known(draw: st.DrawFn, teller: _Teller, *statuses: Status) -> str | None:
    fitting = sorted(name for name, status in teller.status.items() if not statuses or status in statuses)
    return draw(st.sampled_from(fitting)) if fitting else None


def _move(draw: st.DrawFn, teller: _Teller) -> None:
    if name := _known(draw, teller, Status.ACTIVE):
        here = teller.stage[name]
        to = draw(st.sampled_from([stage for stage in STAGES if stage != here]))
        teller.stage[name] = to
        _remember(teller, name, EngagementMoved(name, here, to, note="비밀 메모"))


def _status(draw: st.DrawFn, teller: _Teller) -> None:
    if name := _known(draw, teller):
        here = teller.status[name]
        to = draw(st.sampled_from([status for status in Status if status is not here]))
        teller.status[name] = to
        _remember(teller, name, EngagementStatusSet(name, here, to, reason="valuation"))


def _remember(teller: _Teller, name: str, event: Event) -> None:
    teller.tell(event)
    teller.undoable[name] = event


def _undo(draw: st.DrawFn, teller: _Teller) -> None:
    if not teller.undoable:
        return
    name = draw(st.sampled_from(sorted(teller.undoable)))
    last = teller.undoable.pop(name)
    seq = teller.seq[last.stream]
    if isinstance(last, EngagementMoved):
        teller.stage[name] = last.from_stage
        teller.tell(EngagementMoved(name, last.to_stage, last.from_stage, undoes=seq))
    elif isinstance(last, EngagementStatusSet):
        teller.status[name] = last.from_status
        teller.tell(EngagementStatusSet(name, last.to_status, last.from_status, undoes=seq))


def _aside(draw: st.DrawFn, teller: _Teller) -> None:
    if name := _known(draw, teller):
        teller.undoable.pop(name, None)
        due = draw(st.none() | st.just(date(2099, 4, 1)))
        teller.tell(draw(st.sampled_from([EngagementNoted(name, "비밀 메모"), NextStepSet(name, "비밀 일", due, "p")])))


def write(ledger: Ledger, told: list[Told]) -> tuple[Recorded, ...]:
    """Append a history, or its next part, to the ledger in one transaction; return it as recorded."""
    recorded: list[Recorded] = []
    with ledger.write() as session:
        seqs: dict[str, int] = {}
        for one in told:
            stream = one.event.stream
            if stream not in seqs:
                seqs[stream] = len(read_stream(session, ledger.workspace, stream))
            recorded += append(
                session, ledger.workspace, stream, [one.event], after=seqs[stream], actor="p", source="app", ts=one.ts
            )
            seqs[stream] += 1
    return tuple(recorded)
