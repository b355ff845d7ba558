"""The money of an engagement: terms agreed, commitments given, payments entered. In the owner's private books.

New terms make void what a main committee approved, and call the committee again to decide on them; nothing is paid
before an approval stands and its conditions are met or waived. ``seen`` is the engagement's version that the screen
showed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeVar

from dealflow.actions.investment import reconvening
from dealflow.actions.investment.payment_gates import payment_block
from dealflow.actions.people import two_person
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, record, written
from dealflow.actions.tips import eligibility, recommendation_checks
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import (
    Tabled,
    Unbacked,
    may_pay,
    standing_approvals,
    tabled_of,
    to_decide_again,
    unbacked,
)
from dealflow.domain.investment.committee import Appointment, CommitteeSession, Fund
from dealflow.domain.investment.deal_terms import Commitment, Deal, Payment, Terms
from dealflow.domain.investment.events import (
    CommitmentGiven,
    DealEvent,
    PaymentMade,
    PaymentProven,
    PaymentVoided,
    TermsSet,
)
from dealflow.domain.investment.meeting_times import payment_order_problem
from dealflow.domain.investment.terms_validation import check_payment, check_terms
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.pipeline.events import EngagementsJoined
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.tips.rule_packs import pack_for
from dealflow.domain.values.field_problem import Problem
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotFoundError, PaymentBlockedError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, investment, notes, people, pipeline
from dealflow.store.ledger.queries.visibility import Session

_INVESTMENTS: Final = "vc"
Told = TypeVar("Told", bound=DealEvent | EngagementsJoined)


@dataclass(frozen=True, slots=True)
class TermsTold:
    """Who agreed a version of the terms, and when."""

    version: int
    ts: datetime
    actor_name: str


@dataclass(frozen=True, slots=True)
class DealView:
    """The money side of one engagement.

    ``sessions`` had it before them, oldest first; ``problems`` are flaws of its terms; ``standing`` are the approvals
    that new terms would make void, ``again`` the session that is proposed then. ``others`` are the engagements of the
    same company in the same books, ``rests_on`` those operators' engagements that are joined to this one.
    ``least_won``: the least pre-investment of the rule pack of the day where an operator follows the company (None: no
    operator, or not configured).
    ``closed``: what of the day stands against paying, whichever fund pays.
    """

    engagement: Engagement
    company: Company | None
    deal: Deal
    sessions: tuple[CommitteeSession, ...]
    problems: tuple[Problem, ...]
    funds: tuple[Fund, ...]
    standing: tuple[Tabled, ...]
    terms_history: tuple[TermsTold, ...]
    others: tuple[Engagement, ...]
    rests_on: tuple[Engagement, ...]
    least_won: int | None
    closed: Problem | None
    may_decide: bool
    again: Appointment | None

    def unbacked(self) -> tuple[Unbacked, ...]:
        """Return what was paid and no committee stands behind any more."""
        return unbacked(tabled_of(self.sessions, self.engagement.id), self.deal)

    def blocked(self, fund_id: str, amount_won: int = 0) -> Problem | None:
        """Return why a fund may not pay ``amount_won`` (more) now; nothing if it may."""
        return may_pay(tabled_of(self.sessions, self.engagement.id), self.deal, fund_id, amount_won) or self.closed

    def out_of_order(self, payment: Payment) -> Problem | None:
        """Return what is wrong with the days of a payment against its approval and contract; nothing if right."""
        return payment_order_problem(payment, self.standing)


def deal(looking: Looking, engagement_id: str, *, on: date | None = None) -> DealView:
    """Return the money side of an engagement of the viewer's books; ``on``: the day whose rule pack counts.

    Raises:
        NotFoundError: it is not in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        now = pipeline.own_engagement(session, looking.ws.name, looking.viewer, engagement_id)
        deal = investment.deal(session, looking.ws.name, looking.viewer, engagement_id)
        sessions = investment.sessions_of_engagement(session, looking.ws.name, looking.viewer, engagement_id)
        company = companies.find_company(session, looking.ws.name, looking.viewer, now.company_id)
        books = pipeline.engagements(session, looking.ws.name, looking.viewer, None)
        funds = investment.funds(session, looking.ws.name, looking.viewer)
        past = journal.read_stream(session, looking.ws.name, f"engagement:{engagement_id}")
        names = people.names(session, looking.ws.name)
        closed = None if on is None or company is None else payment_block(looking.within(session), now, on)
    standing = standing_approvals(tabled_of(sessions, engagement_id), deal)
    same = tuple(book for book in books if book.company_id == now.company_id and book.id != now.id)
    return DealView(
        engagement=now,
        company=company,
        deal=deal,
        sessions=sessions,
        problems=() if deal.current is None else check_terms(deal.current),
        funds=funds,
        standing=standing,
        terms_history=tuple(
            TermsTold(recorded.event.version, recorded.ts, names.get(recorded.actor, ""))
            for recorded in past
            if isinstance(recorded.event, TermsSet)
        ),
        others=same,
        rests_on=tuple(engagement for engagement in same if engagement.joined_id == now.id),
        least_won=None if on is None else _least_won([now, *same], on),
        closed=closed,
        may_decide=may(looking.viewer, Act.DECIDE),
        again=reconvening.proposed(looking.ws, standing, on) if standing and on is not None else None,
    )


def _least_won(engagements: Sequence[Engagement], on: date) -> int | None:
    """Return the least pre-investment of the day where an operator follows the company."""
    if all(engagement.track != eligibility.TRACK for engagement in engagements):
        return None
    pack = pack_for(eligibility.packs(), eligibility.PROGRAMME, "SCALEUP", on)
    return None if pack is None else eligibility.least_won(pack)


@dataclass(frozen=True, slots=True)
class TermsAgreed:
    """The version of new terms, and the session that was called because they voided an approval."""

    version: int
    session_id: str | None


@transacted
def set_terms(  # whose, what, when, as seen
    acting: Acting, engagement_id: str, terms: Terms, *, again: Appointment | None = None, seen: int | None = None
) -> TermsAgreed:
    """Agree new terms; approvals of the terms before no longer stand, and a linked session has them before it.

    ``again``: when and where that session is held; None: as ``retabling.proposed``. Terms and session stand together,
    or neither does. A fund that no longer invests has nothing to decide again.

    Raises:
        InvalidInputError: they are the present terms, or something in them cannot be (``field``, ``problem``).
        ChangedMeanwhileError: somebody acted on the engagement since the screen showed version ``seen``.
    """
    require(acting.viewer, Act.DECIDE)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    before = investment.deal(acting.session, acting.ws.name, acting.viewer, now.id)
    kept_terms = replace(terms, note=written(terms.note, "note", longest=10_000))
    _require_no_problem(check_terms(kept_terms))
    if kept_terms == before.current:
        raise InvalidInputError(field="terms", problem="unchanged", value=engagement_id)
    _require_own_funds(acting, [line.fund_id for line in kept_terms.lines])
    sessions = investment.sessions_of_engagement(acting.session, acting.ws.name, acting.viewer, now.id)
    void = to_decide_again(standing_approvals(tabled_of(sessions, now.id), before), kept_terms)
    version, who = before.terms_version + 1, acting.by
    record(acting.ws, acting.session, [TermsSet(now.id, version, kept_terms)], who, after=now.version)
    if not void:
        return TermsAgreed(version, None)
    recall = again or reconvening.proposed(acting.ws, void, korean_day(acting.at))
    return TermsAgreed(version, reconvening.call_again(acting, void, version, recall, who=who))


def give_commitment(acting: Acting, engagement_id: str, commitment: Commitment) -> None:
    """Note a letter of commitment (LOC).

    Raises:
        InvalidInputError: the amount is not positive, the number is missing, or it ends before it was given.
    """
    if commitment.amount_won <= 0:
        raise InvalidInputError(field="amount", problem="not_positive", value=commitment.amount_won)
    if commitment.valid_to is not None and commitment.valid_to < commitment.given_on:
        raise InvalidInputError(field="valid_to", problem="before_start", value=commitment.valid_to.isoformat())
    cleaned = replace(commitment, number=written(commitment.number, "number", required=True))
    _act(acting, engagement_id, lambda _, now: CommitmentGiven(now.id, cleaned))


def pay(acting: Acting, engagement_id: str, payment: Payment) -> str:
    """Enter money that was paid in and return the payment's id (``payment.id`` may be empty).

    Raises:
        PaymentBlockedError: no approval of the present terms stands for the fund, a condition is open, the amount
            goes beyond what was approved, it precedes the committee's decision or the contract, there is neither a
            contract nor a reason, the engagement is not active, or a gate of the payment stage is closed.
        InvalidInputError: the amount is not positive, or not the shares times their price, or the day is to come, or
            the house wants two people (``two_person_payments``).
    """

    def decide(session: Session, now: Engagement) -> PaymentMade:
        two_person.require_second(acting.within(session), TwoPersonAct.PAYMENT, now.id)
        before = investment.deal(session, acting.ws.name, acting.viewer, now.id)
        kept_payment = replace(
            payment,
            id=payment.id or new_id("payment", now.id, len(before.payments) + 1),
            payer_id=payment.payer_id or now.investor_id,
            proof=written(payment.proof, "proof", longest=500),
            terms_version=before.terms_version,
            voided_because="",
            early_because=written(payment.early_because, "early_because", longest=500),
        )
        _require_file(acting.within(session), kept_payment.document_id)
        if kept_payment.paid_on > korean_day(acting.at):
            raise InvalidInputError(field="paid_on", problem="future", value=kept_payment.paid_on.isoformat())
        _require_no_problem(check_payment(before, kept_payment))
        _require_own_funds(acting.within(session), [kept_payment.fund_id])
        tabled = tabled_of(investment.sessions_of_engagement(session, acting.ws.name, acting.viewer, now.id), now.id)
        problem = may_pay(tabled, before, kept_payment.fund_id, kept_payment.amount_won)
        problem = problem or payment_order_problem(kept_payment, standing_approvals(tabled, before))
        problem = problem or payment_block(acting.within(session), now, korean_day(acting.at))
        if problem is not None:
            raise PaymentBlockedError(field=problem.field, problem=problem.problem, **problem.parameters)
        return PaymentMade(now.id, kept_payment)

    return _act(acting, engagement_id, decide).payment.id


def void_payment(acting: Acting, engagement_id: str, payment_id: str, *, because: str) -> None:
    """Take a payment out of the sums because it was a mistake or came back; it stays in the history.

    Raises:
        InvalidInputError: no reason is given, or it is void already.
        NotFoundError: there is no such payment.
    """
    text = written(because, "because", required=True)

    def decide(session: Session, now: Engagement) -> PaymentVoided:
        payments = investment.deal(session, acting.ws.name, acting.viewer, now.id).payments
        payment = next((other_payment for other_payment in payments if other_payment.id == payment_id), None)
        if payment is None:
            raise NotFoundError(kind="payment", id=payment_id)
        if payment.voided_because:
            raise InvalidInputError(field="payment", problem="void", value=payment_id)
        return PaymentVoided(now.id, payment_id, text)

    _act(acting, engagement_id, decide)


def prove_payment(acting: Acting, engagement_id: str, payment_id: str, document_id: str) -> None:
    """Name the file that shows a payment, or (an empty id) none.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role decides nothing; there is no such payment or file.
    """

    def decide(session: Session, now: Engagement) -> PaymentProven:
        _require_file(acting.within(session), document_id)
        payments = investment.deal(session, acting.ws.name, acting.viewer, now.id).payments
        if payment_id not in {payment.id for payment in payments}:
            raise NotFoundError(kind="payment", id=payment_id)
        return PaymentProven(now.id, payment_id, document_id)

    _act(acting, engagement_id, decide)


def join(acting: Acting, engagement_id: str, joined_id: str | None) -> None:
    """Join an operator's engagement to the investment of the same company that it rests upon, or part them (None).

    Raises:
        InvalidInputError: the other one is of another company, itself, or no investment (track ``vc``), another
            engagement's recommendation rests upon it already, or a recommendation of this one would lose what it
            rests upon.
    """

    def decide(session: Session, now: Engagement) -> EngagementsJoined:
        recommendation_checks.require_separable(acting.within(session), now, joined_id)
        if joined_id is not None:
            other = pipeline.own_engagement(session, acting.ws.name, acting.viewer, joined_id)
            if other.company_id != now.company_id or other.id == now.id:
                raise InvalidInputError(field="engagement", problem="other_company", value=joined_id)
            if other.track != _INVESTMENTS:
                raise InvalidInputError(field="engagement", problem="not_investment", value=joined_id)
            recommendation_checks.require_free(acting.within(session), now.id, other.id)
        return EngagementsJoined(now.id, joined_id or "")

    _act(acting, engagement_id, decide)


@transacted
def _act(  # one decision on one engagement
    acting: Acting, engagement_id: str, decide: Callable[[Session, Engagement], Told], *, seen: int | None = None
) -> Told:
    """Record what ``decide`` makes of the engagement as it stands, in one transaction, and return it."""
    require(acting.viewer, Act.DECIDE)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    event = decide(acting.session, now)
    acting.record([event], after=now.version)
    return event


def _require_file(looking: Looking, document_id: str) -> None:
    """Require that a file that is named stands among those that the viewer may see; none need be named.

    Raises:
        NotFoundError: it does not.
    """
    if not document_id:
        return
    file = notes.find_document(looking.session, looking.ws.name, looking.viewer, document_id)
    if file is None or file.is_destroyed or file.is_withdrawn:
        raise NotFoundError(kind="file", id=document_id)


def _require_no_problem(problems: Sequence[Problem]) -> None:
    """Require that nothing is wrong.

    Raises:
        InvalidInputError: the first thing that is.
    """
    for problem in problems:
        raise InvalidInputError(field=problem.field, problem=problem.problem, **problem.parameters)


def _require_own_funds(looking: Looking, fund_ids: Iterable[str]) -> None:
    """Require that the funds are the house's own."""
    mine = {fund.id for fund in investment.funds(looking.session, looking.ws.name, looking.viewer)}
    for fund_id in fund_ids:
        if fund_id not in mine:
            raise InvalidInputError(field="fund", problem="unknown", value=fund_id)
