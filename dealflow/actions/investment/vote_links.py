"""Voting from afar: a one-time address for one voter of one session, which needs no account.

Its secret has 192 bits and only its hash is kept, so that guesses need no limit and nobody can make an address out of
the ledger. Opening it changes nothing (messengers look at addresses by themselves); handing in all votes uses it up.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.investment.sessions import LONGEST, act_on
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit, record, written
from dealflow.domain.claims.company import Company
from dealflow.domain.investment import voting
from dealflow.domain.investment.committee import AgendaItem, Ballot, Channel, CommitteeSession, Fund
from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.investment.events import SessionEvent, VoteCast, VoteLinkIssued, VoteLinkUsed
from dealflow.domain.people.access import Act, Role, Viewer, require
from dealflow.domain.values.event import By
from dealflow.errors import CommitteeRuleError, InvalidInputError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import investment, people
from dealflow.store.ledger.queries.visibility import Session

SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """What a voter says on one item."""

    ballot: Ballot
    opinion: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One item of a ballot paper: the company, the fund and the terms that are voted on."""

    item: AgendaItem
    company: Company | None
    fund: Fund | None
    terms: Terms | None


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """What the holder of an address sees: the session, their own name and the open items on which they have a vote."""

    session: CommitteeSession
    voter_id: str
    voter_name: str
    expires_at: datetime
    items: tuple[PaperItem, ...]


def issue(acting: Acting, session_id: str, voter_id: str, *, expires_at: datetime) -> str:
    """Make an address for a voter and return its secret, which nobody can read again; an earlier one opens no more.

    Raises:
        InvalidInputError: it would have expired already.
        CommitteeRuleError: the person has no vote on any open item, or the rule takes no votes from afar.
        NotFoundError: there is no such session in the viewer's books.
    """
    require(acting.viewer, Act.DECIDE)
    if expires_at <= acting.at:
        raise InvalidInputError(field="expires_at", problem="past", value=expires_at.isoformat())
    secret = secrets.token_urlsafe(SECRET_BYTES)
    event = VoteLinkIssued(session_id, voter_id, hashed(secret), expires_at)

    def decide(_session: Session, now: CommitteeSession) -> Sequence[SessionEvent]:
        if not open_items(now, voter_id):
            raise CommitteeRuleError(problem=_why_none(now, voter_id), session=session_id, voter=voter_id)
        return [event]

    act_on(acting, session_id, decide)
    return secret


def open_paper(ws: Workspace, session_id: str, secret: str, *, at: datetime) -> BallotPaper:
    """Return what the address of that secret shows; looking changes nothing.

    Raises:
        CommitteeRuleError: there is no such address, it was used or has expired, or the session is over.
    """
    with ws.ledger.read() as session:
        now, _ = _session_of_link(ws, session, session_id)
        link = voting.open_link(now, hashed(secret), at=at)
        voter = Viewer(link.voter_id, now.owner_id, Role.VIEWER)
        companies = {company.id: company for company in company_queries.companies(session, ws.name, voter)}
        funds = {fund.id: fund for fund in investment.funds(session, ws.name, voter)}
        items = tuple(
            PaperItem(item, companies.get(item.company_id), funds.get(item.fund_id), _terms(ws, session, voter, item))
            for item in open_items(now, link.voter_id)
        )
        name = people.names(session, ws.name).get(link.voter_id, "")
    return BallotPaper(now, link.voter_id, name, link.expires_at, items)


def hand_in(  # which address, and what its holder says on each item
    ws: Workspace, session_id: str, secret: str, choices: Mapping[str, Choice], *, at: datetime
) -> int:
    """Cast all votes of the address at once, use it up, and return how many votes were cast.

    Raises:
        InvalidInputError: an open item has no choice; nothing is cast then.
        CommitteeRuleError: the address does not open, or a chosen item has ended; nothing is cast then.
    """
    choices_by_id = {item_id: _written(choice) for item_id, choice in choices.items()}

    def work(session: Session) -> int:
        now, version = _session_of_link(ws, session, session_id)
        link = voting.open_link(now, hashed(secret), at=at)
        cast = _cast(now, link.voter_id, choices_by_id)
        doer = By(link.voter_id, at, "link")
        record(ws, session, [*cast, VoteLinkUsed(session_id, link.voter_id)], doer, after=version)
        return len(cast)

    return commit(ws, work)


def hashed(secret: str) -> str:
    """Return what is kept of a secret: SHA-256 in hexadecimal. It is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_items(session: CommitteeSession, voter_id: str) -> tuple[AgendaItem, ...]:
    """Return the items of an open session that have not ended and on which the person may vote from afar."""
    if session.closed_at is not None:
        return ()
    return tuple(
        item
        for item in session.items
        if item.resolution is None
        and voter_id in voting.eligible_voters(item)
        and voting.channel_problem(item, Channel.LINK) is None
    )


def _why_none(session: CommitteeSession, voter_id: str) -> str:
    """Return why there is nothing on which the person may vote from afar."""
    if session.closed_at is not None:
        return "session_closed"
    mine = [item for item in session.items if voter_id in voting.eligible_voters(item)]
    if not mine:
        return "not_voter"
    return "ended" if all(item.resolution is not None for item in mine) else "remote_not_allowed"


def _cast(session: CommitteeSession, voter_id: str, choices_by_id: Mapping[str, Choice]) -> list[VoteCast]:
    """Return the votes: one for every open item, and none for any other."""
    open_now = [item.id for item in open_items(session, voter_id)]
    for item_id in choices_by_id:
        if item_id not in open_now:
            raise CommitteeRuleError(problem="ended", item=item_id, voter=voter_id)
    for item_id in open_now:
        if item_id not in choices_by_id:
            raise InvalidInputError(field="ballot", problem="missing", value=item_id)
    if not open_now:
        raise InvalidInputError(field="ballot", problem="nothing_open", value=session.id)
    return [
        VoteCast(
            session_id=session.id,
            item_id=item_id,
            voter_id=voter_id,
            ballot=choices_by_id[item_id].ballot,
            opinion=choices_by_id[item_id].opinion,
            condition=choices_by_id[item_id].condition,
            channel=Channel.LINK,
        )
        for item_id in open_now
    ]


def _written(choice: Choice) -> Choice:
    return Choice(
        choice.ballot,
        written(choice.opinion, "opinion", longest=LONGEST),
        written(choice.condition, "condition", longest=LONGEST),
    )


def _session_of_link(ws: Workspace, session: Session, session_id: str) -> tuple[CommitteeSession, int]:
    """Return the session; an unknown one reads as an unknown address, so that nobody learns which sessions are."""
    pair = investment.session_of_link(session, ws.name, session_id)
    if pair is None:
        raise CommitteeRuleError(problem="link_unknown", session=session_id)
    return pair


def _terms(ws: Workspace, session: Session, voter: Viewer, item: AgendaItem) -> Terms | None:
    deal = investment.deal(session, ws.name, voter, item.engagement_id)
    return deal.terms[item.terms_version - 1] if 0 < item.terms_version <= deal.terms_version else None
