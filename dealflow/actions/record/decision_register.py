"""The decision register: every decision of a house in one table, straight from the journal, with the journal's head.

One line an event: an item resolved, a recommendation, a pass, a withdrawal or a return from one, a payment. What was
taken back, voided or decided anew later stays in it and is marked as no longer standing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import Tabled, Validity, tabled_of, validity
from dealflow.domain.investment.committee import (
    AgendaItem,
    CommitteeSession,
    Condition,
    ConditionState,
    Fund,
    Outward,
    Result,
    SessionKind,
    Tally,
)
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.events import ItemResolved, PaymentMade, PaymentVoided
from dealflow.domain.investment.session_state import item_of
from dealflow.domain.investment.voting import APPROVALS, outward
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.events import EngagementStatusSet
from dealflow.domain.pipeline.funnel import NEEDS_REASON, Status
from dealflow.domain.record import pipeline_as_of
from dealflow.domain.tips.events import Recommended
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger import journal
from dealflow.store.ledger.journal import Head
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import investment
from dealflow.store.ledger.queries import people as people_queries
from dealflow.store.ledger.queries.books import streams_of

REOPENED: Final = "reopened"
RECOMMENDED: Final = "recommended"
PAID: Final = "paid"
DROPPED: Final = "dropped"
"""A firm's pass on a company (드롭), told apart from an item that passed."""
RESULTS: Final = (*(result.value for result in Result), RECOMMENDED, DROPPED, REOPENED, PAID)
"""Every word that a line's ``result`` can be."""
_KINDS: Final = tuple(event_class.kind for event_class in (ItemResolved, Recommended, EngagementStatusSet, PaymentMade))
_WORDS: Final = {
    Status.PASSED: DROPPED,
    Status.WITHDRAWN: Result.WITHDRAWN.value,
    Status.ACTIVE: REOPENED,
}


class DecisionKind(StrEnum):
    """What was decided."""

    COMMITTEE = "committee"
    RECOMMENDATION = "recommendation"
    STATUS = "status"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which decisions are wanted; what is not given does not narrow. Days are Korean and included."""

    since: date | None = None
    until: date | None = None
    kind: DecisionKind | None = None
    result: str | None = None
    fund_id: str | None = None
    company_id: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision. ``position`` is its event's place in the journal; ``stands``: nothing later took its place.

    ``validity``: what an approval by a main committee is worth now, where it was not decided anew; only one that
    stands does. None: the decision is no such approval.
    """

    position: int
    kind: DecisionKind
    result: str
    decided_at: datetime
    decided_by: str
    """The person's name; empty where it was destroyed."""
    engagement_id: str
    company_id: str
    company_name: str
    company_name_en: str
    stands: bool
    validity: Validity | None = None
    session: CommitteeSession | None = None
    item_id: str = ""
    fund_id: str = ""
    fund: Fund | None = None
    outward: Outward | None = None
    amount_won: int | None = None
    """Approved (committee) or paid (payment); None: the decision is about no amount."""
    tally: Tally | None = None
    conditions_open: int = 0
    conditions: int = 0
    ruleset_id: str = ""
    reason: str = ""
    """The id of a reason for passing."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the lines come to; sums are of what stands. ``approved_won``: by main committees."""

    counts: Mapping[tuple[DecisionKind, str], int]
    approved_won: int
    paid_won: int

    @property
    def lines(self) -> int:
        """Return how many decisions there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Register:
    """The decisions that are wanted, the latest first, of how many, and the journal's head when they were read."""

    house: Organisation | None
    lines: tuple[DecisionLine, ...]
    of: int
    totals: Totals
    head: Head


@dataclass(frozen=True, slots=True)
class Known:
    """Companies, funds and people's names, by their ids."""

    companies: Mapping[str, Company]
    funds: Mapping[str, Fund]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Books:
    """What stands in the viewer's books, by ids."""

    pipeline: pipeline_as_of.Pipeline
    known: Known
    last: Mapping[str, int]
    """The position of the last decision on one thing (an item, an engagement's status): only that one stands."""
    void: frozenset[tuple[str, str]]
    """Payments that were voided, each by its stream and its id, which is unique there alone."""

    def validity(self, tabled: Tabled) -> Validity | None:
        """Return what an item's approval is worth now."""
        name = tabled.item.engagement_id
        others = tabled_of(self.pipeline.sessions.values(), name)
        return validity(tabled, others, self.pipeline.deal_of(self.pipeline.followed[name].engagement))

    def company(self, company_id: str) -> tuple[str, str]:
        """Return a company's names, empty for one that is not known any more."""
        company = self.known.companies.get(company_id)
        return ("", "") if company is None else (company.name, company.name_en)


def register(looking: Looking, filters: RegisterFilter | None = None) -> Register:
    """Return the decisions of the viewer's house, the latest first, with their totals and the journal's head."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        head = journal.head(session, looking.ws.name)
        records = journal.read_streams(session, looking.ws.name, streams_of(session, looking.ws.name, looking.viewer))
        funds = {fund.id: fund for fund in investment.funds(session, looking.ws.name, looking.viewer)}
        companies = {
            company.id: company for company in company_queries.companies(session, looking.ws.name, looking.viewer)
        }
        people = people_queries.names(session, looking.ws.name)
        houses = people_queries.organisations(session, looking.ws.name)
    lines = lines_of(records, Known(companies, funds, people))
    house = next((organisation for organisation in houses if organisation.id == looking.viewer.organisation_id), None)
    return narrowed(Register(house, lines, len(lines), totals(lines), head), filters or RegisterFilter())


def narrowed(register: Register, filters: RegisterFilter) -> Register:
    """Return the register with the wanted ones of its lines, and what these come to."""
    decision_lines = tuple(line for line in register.lines if _is_wanted(line, filters))
    return replace(register, lines=decision_lines, totals=totals(decision_lines))


def lines_of(records: Sequence[Recorded], known: Known) -> tuple[DecisionLine, ...]:
    """Return the decisions in one house's events, which are whole streams in the journal's order, the latest first."""
    decided = [record for record in records if _is_decision(record)]
    last = {_subject(record): record.position for record in decided}
    void = frozenset((row.stream, row.event.payment_id) for row in records if isinstance(row.event, PaymentVoided))
    books = _Books(pipeline_as_of.as_of(records), known, last, void)
    return tuple(_line(record, books) for record in reversed(decided))


def totals(lines: Iterable[DecisionLine]) -> Totals:
    """Return how many decisions of each kind and result there are, and the sums of those that stand."""
    decision_lines = tuple(lines)
    standing = [line for line in decision_lines if line.stands]
    return Totals(
        counts=Counter((line.kind, line.result) for line in decision_lines),
        approved_won=sum(
            line.amount_won or 0
            for line in standing
            if line.kind is DecisionKind.COMMITTEE and line.session and line.session.kind is SessionKind.MAIN
        ),
        paid_won=sum(line.amount_won or 0 for line in standing if line.kind is DecisionKind.PAYMENT),
    )


def _is_decision(recorded: Recorded) -> bool:
    """Say whether an event decides something: a status counts if it ends an engagement or brings it back."""
    event = recorded.event
    if isinstance(event, EngagementStatusSet):
        ends = event.to_status in NEEDS_REASON
        return ends or (event.to_status is Status.ACTIVE and event.from_status in NEEDS_REASON)
    return event.kind in _KINDS


def _subject(recorded: Recorded) -> str:
    """Return what a decision is about: of several on one thing the last one stands."""
    match recorded.event:
        case ItemResolved(item_id=item_id):
            return f"item:{recorded.stream}:{item_id}"
        case Recommended(recommendation=recommendation):
            return f"recommendation:{recommendation.id}"
        case PaymentMade(payment=payment):
            return f"payment:{recorded.stream}:{payment.id}"
        case _:
            return f"status:{recorded.stream}"


def _line(recorded: Recorded, books: _Books) -> DecisionLine:
    match recorded.event:
        case ItemResolved() as event:
            return _item_line(recorded, event, books)
        case Recommended() as event:
            return _recommendation_line(recorded, event, books)
        case PaymentMade() as event:
            return _payment_line(recorded, event, books)
        case EngagementStatusSet() as event:
            return _status_line(recorded, event, books)
        case _ as other:
            message = f"{other.kind} decides nothing"
            raise TypeError(message)


def _item_line(recorded: Recorded, event: ItemResolved, books: _Books) -> DecisionLine:
    session = books.pipeline.sessions[event.session_id]
    item = item_of(session, event.item_id)
    ended = event.resolution
    is_last = _is_last(recorded, books)
    worth = books.validity(Tabled(item, session)) if is_last else None
    conditions = _conditions(item) if is_last else ended.conditions
    name, name_en = books.company(item.company_id)
    return DecisionLine(
        position=recorded.position,
        kind=DecisionKind.COMMITTEE,
        result=ended.result.value,
        decided_at=recorded.ts,
        decided_by=books.known.people.get(recorded.actor, ""),
        engagement_id=item.engagement_id,
        company_id=item.company_id,
        company_name=name,
        company_name_en=name_en,
        stands=is_last and worth in {None, Validity.STANDS},
        validity=worth,
        session=session,
        item_id=item.id,
        fund_id=item.fund_id,
        fund=books.known.funds.get(item.fund_id),
        outward=outward(ended.result),
        amount_won=_approved_won(ended.result, item, books),
        tally=ended.tally,
        conditions_open=sum(condition.state is ConditionState.OPEN for condition in conditions),
        conditions=len(conditions),
        note=ended.note,
    )


def approved_won(item: AgendaItem, deal: Deal | None) -> int | None:
    """Return the won that an item's terms let its fund invest; None where it was tabled without terms."""
    if deal is None or not 0 < item.terms_version <= deal.terms_version:
        return None
    lines = deal.terms[item.terms_version - 1].lines
    return sum(line.amount_won for line in lines if line.fund_id == item.fund_id)


def _recommendation_line(recorded: Recorded, event: Recommended, books: _Books) -> DecisionLine:
    recommendation = event.recommendation
    operator = books.pipeline.operators[event.operator_id]
    now = next((standing for standing in operator.recommendations if standing.id == recommendation.id), recommendation)
    name, name_en = books.company(recommendation.company_id)
    return DecisionLine(
        position=recorded.position,
        kind=DecisionKind.RECOMMENDATION,
        result=RECOMMENDED,
        decided_at=recorded.ts,
        decided_by=books.known.people.get(recorded.actor, ""),
        engagement_id=recommendation.engagement_id,
        company_id=recommendation.company_id,
        company_name=name,
        company_name_en=name_en,
        stands=not now.withdrawn_because,
        ruleset_id=recommendation.ruleset_id,
        note=now.withdrawn_because or recommendation.confirmation,
    )


def _payment_line(recorded: Recorded, event: PaymentMade, books: _Books) -> DecisionLine:
    payment = event.payment
    company_id = books.pipeline.followed[event.engagement_id].engagement.company_id
    name, name_en = books.company(company_id)
    return DecisionLine(
        position=recorded.position,
        kind=DecisionKind.PAYMENT,
        result=PAID,
        decided_at=recorded.ts,
        decided_by=books.known.people.get(recorded.actor, ""),
        engagement_id=event.engagement_id,
        company_id=company_id,
        company_name=name,
        company_name_en=name_en,
        stands=(recorded.stream, payment.id) not in books.void,
        fund_id=payment.fund_id,
        fund=books.known.funds.get(payment.fund_id),
        amount_won=payment.amount_won,
        note=payment.proof,
    )


def _status_line(recorded: Recorded, event: EngagementStatusSet, books: _Books) -> DecisionLine:
    engagement = books.pipeline.followed[event.engagement_id].engagement
    name, name_en = books.company(engagement.company_id)
    return DecisionLine(
        position=recorded.position,
        kind=DecisionKind.STATUS,
        result=_WORDS[event.to_status],
        decided_at=recorded.ts,
        decided_by=books.known.people.get(recorded.actor, ""),
        engagement_id=engagement.id,
        company_id=engagement.company_id,
        company_name=name,
        company_name_en=name_en,
        stands=_is_last(recorded, books) and engagement.status is event.to_status,
        reason=event.reason or "",
        note=event.note,
    )


def _is_last(recorded: Recorded, books: _Books) -> bool:
    return books.last[_subject(recorded)] == recorded.position


def _approved_won(result: Result, item: AgendaItem, books: _Books) -> int | None:
    return approved_won(item, books.pipeline.deals.get(item.engagement_id)) if result in APPROVALS else None


def _conditions(item: AgendaItem) -> Sequence[Condition]:
    return () if item.resolution is None else item.resolution.conditions


def _is_wanted(line: DecisionLine, filters: RegisterFilter) -> bool:
    day = korean_day(line.decided_at)
    conditions = (
        (filters.kind, line.kind),
        (filters.result, line.result),
        (filters.fund_id, line.fund_id),
        (filters.company_id, line.company_id),
    )
    words = (
        line.company_name,
        line.company_name_en,
        line.session.title if line.session else "",
        line.fund.name_ko if line.fund else "",
        line.fund.name_en if line.fund else "",
        line.decided_by,
        line.note,
    )
    return (
        all(want is None or want == have for want, have in conditions)
        and (filters.since is None or filters.since <= day)
        and (filters.until is None or day <= filters.until)
        and filters.text.strip().casefold() in " ".join(words).casefold()
    )
