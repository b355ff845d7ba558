"""Committee sessions as they are shown: the list, one session with everything on its agenda, and votes that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from dealflow.actions.investment.relied_claims import certain_claims
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.company import Company
from dealflow.domain.investment import scoring, voting
from dealflow.domain.investment.approvals import Tabled, Validity, tabled_of, validity
from dealflow.domain.investment.committee import AgendaItem, CommitteeSession, Fund, Score, Tally, Vote
from dealflow.domain.investment.deal_terms import Deal, Terms
from dealflow.domain.investment.events import ItemTabled
from dealflow.domain.investment.scoring import Spread
from dealflow.domain.people.access import Act, Viewer, may, require
from dealflow.domain.values.event import Event
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import investment, people


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of the list; ``waiting``: items on which the viewer has a vote and has not cast it."""

    session: CommitteeSession
    company_names: tuple[tuple[str, str], ...]
    """Korean and English name of each company on the agenda."""
    fund_names: tuple[tuple[str, str], ...]
    resolved: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of an agenda. ``terms`` are those that are voted on; ``validity``: what its approval is worth now.

    ``scores`` are those that the viewer may see: their own until all are in.
    """

    item: AgendaItem
    company: Company | None
    fund: Fund | None
    terms: Terms | None
    deal: Deal
    tally: Tally
    quorum: int
    my_vote: Vote | None
    may_vote: bool
    my_score: Score | None
    scores: tuple[Score, ...]
    waiting_for: tuple[str, ...]
    spread: tuple[Spread, ...]
    overall: Fraction | None
    validity: Validity | None
    rulers: tuple[str, ...]
    """Who may end the item and waive a condition of it."""
    may_rule: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session with its agenda. ``version`` is what acts give back as ``seen``; ``names`` of people by their ids."""

    session: CommitteeSession
    version: int
    items: tuple[ItemView, ...]
    names: Mapping[str, str]
    may_decide: bool


@dataclass(frozen=True, slots=True)
class VoteWaiting:
    """An open item on which the viewer has a vote and has not cast it."""

    session: CommitteeSession
    item: AgendaItem
    company: Company | None


@dataclass(frozen=True, slots=True)
class SessionHappened:
    """One thing that happened to a session; ``item_id`` is empty where it was of no item. Marks stay out of it."""

    seq: int
    kind: str
    ts: datetime
    actor: str
    item_id: str


@remembered
def sessions(looking: Looking) -> tuple[SessionLine, ...]:
    """Return the sessions of the viewer's house, the latest first."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        sessions = investment.committee_sessions(session, looking.ws.name, looking.viewer)
        companies = _companies(looking.within(session))
        funds = {fund.id: fund for fund in investment.funds(session, looking.ws.name, looking.viewer)}
    return tuple(_line(committee_session, looking.viewer, companies, funds) for committee_session in sessions)


@remembered
def session_view(looking: Looking, session_id: str) -> SessionView:
    """Return one session of the viewer's house with everything on its agenda.

    Raises:
        NotFoundError: there is none in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        pair = investment.find_session(session, looking.ws.name, looking.viewer, session_id)
        if pair is None:
            raise NotFoundError(kind="session", id=session_id)
        now, version = pair
        books = _books_of(looking.within(session), now)
        names = people.names(session, looking.ws.name)
    items = tuple(_item(agenda_item, now, looking.viewer, books) for agenda_item in now.items)
    return SessionView(now, version, items, names, may(looking.viewer, Act.DECIDE))


def session_history(looking: Looking, session_id: str, *, after: int = 0) -> tuple[SessionHappened, ...]:
    """Return what happened to a session of the viewer's house after its version ``after``, oldest first.

    Raises:
        NotFoundError: there is none in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        if investment.find_session(session, looking.ws.name, looking.viewer, session_id) is None:
            raise NotFoundError(kind="session", id=session_id)
        recorded = journal.read_stream(session, looking.ws.name, f"session:{session_id}")
    return tuple(
        SessionHappened(
            other_recorded.seq,
            other_recorded.event.kind,
            other_recorded.ts,
            other_recorded.actor,
            _item_id(other_recorded.event),
        )
        for other_recorded in recorded
        if other_recorded.seq > after
    )


@remembered
def votes_waiting(looking: Looking) -> tuple[VoteWaiting, ...]:
    """Return the open items on which the viewer has a vote and has not cast it, the earliest session first."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        sessions = investment.committee_sessions(session, looking.ws.name, looking.viewer)
        companies = _companies(looking.within(session))
    return tuple(
        VoteWaiting(committee_session, item, companies.get(item.company_id))
        for committee_session in reversed(sessions)
        if committee_session.closed_at is None
        for item in committee_session.items
        if _waits(item, looking.viewer)
    )


@remembered
def terms_agreed(looking: Looking) -> dict[str, Terms]:
    """Return the present terms of the viewer's house by engagement; those without any are missing."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        deals = investment.deals(session, looking.ws.name, looking.viewer)
    return {deal.engagement_id: deal.current for deal in deals if deal.current is not None}


@remembered
def tabled(looking: Looking, engagement_id: str) -> tuple[tuple[CommitteeSession, AgendaItem], ...]:
    """Return the items that put an engagement of the viewer's books before a committee, the latest session first."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        sessions = investment.sessions_of_engagement(session, looking.ws.name, looking.viewer, engagement_id)
    return tuple(
        (committee_session, item)
        for committee_session in reversed(sessions)
        for item in committee_session.items
        if item.engagement_id == engagement_id
    )


def claims_to_rely_on(looking: Looking, company_id: str) -> tuple[ClaimView, ...]:
    """Return the company's claims that the viewer's house verified or corrected, by page."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        return tuple(certain_claims(looking.within(session), company_id).values())


def _item_id(event: Event) -> str:
    """Return the item that an event was of, nothing where it was of none."""
    return event.item.id if isinstance(event, ItemTabled) else str(getattr(event, "item_id", ""))


def _companies(looking: Looking) -> dict[str, Company]:
    return {
        company.id: company for company in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
    }


def _line(
    session: CommitteeSession, viewer: Viewer, companies: Mapping[str, Company], funds: Mapping[str, Fund]
) -> SessionLine:
    tabled = [companies[item.company_id] for item in session.items if item.company_id in companies]
    of_funds = dict.fromkeys(item.fund_id for item in session.items if item.fund_id in funds)
    return SessionLine(
        session=session,
        company_names=tuple((company.name, company.name_en) for company in tabled),
        fund_names=tuple((funds[fund].name_ko, funds[fund].name_en) for fund in of_funds),
        resolved=sum(item.resolution is not None for item in session.items),
        waiting=0 if session.closed_at else sum(_waits(item, viewer) for item in session.items),
    )


@dataclass(frozen=True, slots=True)
class _Books:
    """What the items of a session name: companies and funds by id, deals and past items by engagement."""

    companies: Mapping[str, Company]
    funds: Mapping[str, Fund]
    deals: Mapping[str, Deal]
    tabled: Mapping[str, tuple[Tabled, ...]]


def _books_of(looking: Looking, now: CommitteeSession) -> _Books:
    """Return what the items of a session name, as it stands in the viewer's books."""
    ws, session, viewer = looking.ws.name, looking.session, looking.viewer
    names = dict.fromkeys(item.engagement_id for item in now.items)
    return _Books(
        companies=_companies(looking),
        funds={fund.id: fund for fund in investment.funds(session, ws, viewer)},
        deals={name: investment.deal(session, ws, viewer, name) for name in names},
        tabled={name: tabled_of(investment.sessions_of_engagement(session, ws, viewer, name), name) for name in names},
    )


def _item(item: AgendaItem, session: CommitteeSession, viewer: Viewer, books: _Books) -> ItemView:
    """Return the item and everything it names."""
    deal = books.deals[item.engagement_id]
    me = viewer.person_id
    scores = scoring.visible_scores(item, me)
    return ItemView(
        item=item,
        company=books.companies.get(item.company_id),
        fund=books.funds.get(item.fund_id),
        terms=deal.terms[item.terms_version - 1] if 0 < item.terms_version <= deal.terms_version else None,
        deal=deal,
        tally=voting.tally(item, session.present),
        quorum=voting.quorum(item),
        my_vote=next((vote for vote in item.votes if vote.voter_id == me), None),
        may_vote=session.closed_at is None and item.resolution is None and me in voting.eligible_voters(item),
        my_score=next((score for score in scores if score.reviewer_id == me), None),
        scores=scores,
        waiting_for=scoring.waiting_for(item) if session.criteria else (),
        spread=scoring.spread(item),
        overall=scoring.overall(item),
        validity=validity(Tabled(item, session), books.tabled[item.engagement_id], deal),
        rulers=voting.rulers(item),
        may_rule=may(viewer, Act.DECIDE) and me in voting.rulers(item),
    )


def _waits(item: AgendaItem, viewer: Viewer) -> bool:
    """Say whether an open item waits for the viewer's vote."""
    me = viewer.person_id
    voted = any(vote.voter_id == me for vote in item.votes)
    return item.resolution is None and me in voting.eligible_voters(item) and not voted
