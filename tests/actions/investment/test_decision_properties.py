"""Random acts of a whole house through the real actions: whatever was tried, the books say nothing impossible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.companies import companies
from dealflow.actions.investment import deals, funds, voting
from dealflow.actions.investment import sessions as session_acts
from dealflow.actions.investment.sessions import Ruling, WantedCondition
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements as engagement_acts
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.actions.record import decision_register, pipeline_as_of
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.investment import events as decided
from dealflow.domain.investment.committee import (
    Appointment,
    Ballot,
    ConditionState,
    Fund,
    PassRule,
    Result,
    SessionKind,
    Settlement,
    VotingRule,
)
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Payment, Terms
from dealflow.domain.investment.events import ConditionSettled, ItemResolved, ItemTabled, PaymentMade, TermsSet
from dealflow.domain.people.access import OrganisationKind, Role, Viewer
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.pipeline.engagement_state import follow
from dealflow.domain.pipeline.events import EngagementMoved
from dealflow.domain.pipeline.funnel import NewEngagement, StageKind, Status
from dealflow.domain.pipeline.undo import do_again, take_back
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DealflowError
from dealflow.settings import Settings
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.queries import investment
from dealflow.store.ledger.queries import pipeline as engagement_queries
from tests.actions.conftest import AT, person
from tests.costly import costly

PRICE = 15_000
SHARES = 10_000


@dataclass
class House:
    """One house at work: its people, funds and engagements, and the sessions that it called."""

    ws: Workspace
    people: tuple[Viewer, ...]
    funds: tuple[Fund, ...]
    engagements: tuple[str, ...]
    sessions: list[tuple[str, list[str]]] = field(default_factory=list)
    now: datetime = AT

    @property
    def chief(self) -> Viewer:
        """Return whoever decides."""
        return self.people[0]

    def told(self) -> tuple[Recorded, ...]:
        """Return the whole journal."""
        with self.ws.ledger.read() as session:
            return journal.events_after(session, self.ws.name, 0, 10**6)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = open_workspace(
        Settings(data_dir=tmp_path_factory.mktemp("decisions"), warehouse_path=":memory:"), follow=False
    )
    yield opened
    close_workspace(opened)


@contextmanager
def house_of(home: Workspace) -> Iterator[House]:
    """Give a house of three in a workspace of its own, with two funds and two engagements, the first on its way."""
    ledger = Ledger(home.settings.ledger_url, uuid4().hex)
    ws = replace(home, name=ledger.workspace, ledger=ledger)
    people.register_organisation(
        Acting(ws, people.SYSTEM, AT),
        NewOrganisation("가벤처스(가상)", "A (Fictional)", OrganisationKind.VC),
        organisation_id="a",
    )
    staff = tuple(person(ws, name, "a", Role.ANALYST) for name in ("anna", "adam", "vera"))
    company = companies.register_company(
        Acting(ws, staff[0], AT), CompanyDetails("다온로보틱스(가상)", biz_reg_no="000-00-00000", sector="vision")
    )
    kept = tuple(funds.keep_fund(Acting(ws, staff[0], AT), _fund(name, rule)) for name, rule in _RULES)
    opened = tuple(
        engagement_acts.open_engagement(
            Acting(ws, staff[0], AT),
            NewEngagement(company_id=company, investor_id="a", track="vc", round_label=label, assignee_id="anna"),
        )
        for label in ("A", "B")
    )
    house = House(ws, staff, kept, opened)
    for stage in ("pre_ic", "term_sheet"):
        engagement_acts.move(Acting(ws, staff[0], AT), opened[0], stage)
    yield house
    ledger.close()


_RULES = (("제1호(가상)", PassRule.TWO_THIRDS), ("제2호(가상)", PassRule.MAJORITY))


def _fund(name: str, rule: PassRule) -> Fund:
    voters = ("anna", "adam", "vera")
    return Fund("", "", name, name, mother_fund_backed=False, voters=voters, rule=VotingRule((1, 2), rule))


Chance = Callable[[int], int]
"""A number from 0 to one less than asked, as hypothesis draws it."""


def set_terms(house: House, pick: Chance) -> None:
    lines = tuple(FundLine(fund.id, SHARES * PRICE * (2 + pick(2))) for fund in house.funds[: 1 + pick(2)])
    terms = Terms(Instrument.RCPS, lines, price_won=PRICE, issued_shares=10**6, diluted_shares=10**6, par_won=500)
    deals.set_terms(Acting(house.ws, house.chief, house.now), _engagement(house, pick), terms)


def _engagement(house: House, pick: Chance) -> str:
    return house.engagements[max(0, pick(4) - 2)]


def _convene(house: House, pick: Chance) -> None:
    kind = SessionKind.PRELIMINARY if pick(4) == 0 else SessionKind.MAIN
    title = f"투심 {len(house.sessions)}(가상)"
    called = session_acts.convene(Acting(house.ws, house.chief, house.now), kind, Appointment(house.now, "", title))
    house.sessions.append((called, []))
    _table(house, pick)


def _table(house: House, pick: Chance) -> None:
    session, items = house.sessions[-1]
    fund, engagement = house.funds[pick(2)].id, _engagement(house, pick)
    acting = Acting(house.ws, house.chief, house.now)
    items.append(session_acts.table_item(acting, session, engagement_id=engagement, fund_id=fund, papers=("보고서",)))


def _item(house: House, pick: Chance) -> tuple[str, str]:
    items = [(session, item) for session, items in house.sessions for item in items][-3:]
    return items[pick(len(items))]


def _vote(house: House, pick: Chance) -> None:
    session, item = _item(house, pick)
    ballot = (Ballot.FOR, Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN)[pick(4)]
    voting.vote(Acting(house.ws, house.people[pick(3)], house.now), session, item, ballot)


def _all_for(house: House, pick: Chance) -> None:
    session, item = _item(house, pick)
    for voter in house.people:
        with suppress(DealflowError):
            voting.vote(Acting(house.ws, voter, house.now), session, item, Ballot.FOR)


def _recuse(house: House, pick: Chance) -> None:
    voting.recuse(Acting(house.ws, house.people[pick(3)], house.now), *_item(house, pick), interest="주주")


def _resolve(house: House, pick: Chance) -> None:
    asked = (WantedCondition("특허 이전", "anna", date(2026, 6, 1)),) if pick(2) else ()
    wanted = (None, None, None, Result.HELD, Result.WITHDRAWN, Result.PASSED)[pick(6)]
    session_acts.resolve(Acting(house.ws, house.chief, house.now), *_item(house, pick), Ruling(wanted, asked))


def _settle(house: House, pick: Chance) -> None:
    state = (ConditionState.MET, ConditionState.WAIVED, ConditionState.OPEN)[pick(3)]
    session, item = _item(house, pick)
    for engagement in house.engagements:
        for each in deals.deal(Looking(house.ws, house.chief), engagement, on=house.now.date()).sessions:
            for tabled in each.items:
                for condition in tabled.resolution.conditions if tabled.resolution and tabled.id == item else ():
                    session_acts.settle_condition(
                        Acting(house.ws, house.chief, house.now),
                        session,
                        item,
                        condition.id,
                        Settlement(state, proof="증빙"),
                    )


def _close(house: House, _: Chance) -> None:
    session_acts.close_session(Acting(house.ws, house.chief, house.now), house.sessions[-1][0], minutes="의사록")


def _pay(house: House, pick: Chance) -> None:
    shares = SHARES * (1 + pick(3))
    fund = house.funds[pick(2)].id
    payment = Payment(
        "",
        fund,
        "",
        shares * PRICE,
        shares,
        PRICE,
        Instrument.RCPS,
        korean_day(house.now),
        early_because="운용 일정(가상)",
    )
    deals.pay(Acting(house.ws, house.chief, house.now), _engagement(house, pick), payment)


def _void(house: House, pick: Chance) -> None:
    engagement = _engagement(house, pick)
    payments = deals.deal(Looking(house.ws, house.chief), engagement, on=house.now.date()).deal.payments
    if payments:
        chosen = payments[pick(len(payments))].id
        deals.void_payment(Acting(house.ws, house.chief, house.now), engagement, chosen, because="오입력")


def _move(house: House, pick: Chance) -> None:
    stages = house.ws.track("vc").stages
    engagement = _engagement(house, pick)
    with house.ws.ledger.read() as session:
        now = engagement_queries.find_engagement(session, house.ws.name, house.chief, engagement)
    assert now is not None
    here = [stage.id for stage in stages].index(now.stage)
    to = stages[min(here + 1, len(stages) - 1)] if pick(3) else stages[pick(len(stages))]
    engagement_acts.move(Acting(house.ws, house.people[pick(2)], house.now), engagement, to.id)


def _set_status(house: House, pick: Chance) -> None:
    status = (Status.ACTIVE, Status.PASSED, Status.ON_HOLD)[pick(3)]
    reason = "valuation" if status is Status.PASSED else None
    engagement_acts.set_status(
        Acting(house.ws, house.chief, house.now), _engagement(house, pick), status, reason=reason
    )


def _undo(house: House, pick: Chance) -> None:
    engagement_acts.undo(Acting(house.ws, house.chief, house.now), _engagement(house, pick))


def hold_at_once(house: House, pick: Chance) -> None:
    """Hold a whole session at once, as most are."""
    with suppress(DealflowError):
        set_terms(house, lambda _: 0)
    _convene(house, lambda most: most - 2 if most == 4 else 0)
    _all_for(house, lambda most: most - 1)
    session, items = house.sessions[-1]
    asked = (WantedCondition("특허 이전", "anna"),) if pick(2) else ()
    session_acts.resolve(Acting(house.ws, house.chief, house.now), session, items[-1], Ruling(None, asked))


ACTS = (
    *(set_terms, _convene, _table, _vote, _vote, _all_for, _recuse, _resolve, _resolve, _settle, _settle, _close),
    *(hold_at_once, hold_at_once, _pay, _pay, _pay, _void, _move, _move, _move, _move, _set_status, _undo),
)


@st.composite
def plans(draw: st.DrawFn) -> list[tuple[int, tuple[int, ...]]]:
    """Draw acts with what each is to choose."""
    choices = st.tuples(*[st.integers(0, 59)] * 6)
    return draw(st.lists(st.tuples(st.integers(0, len(ACTS) - 1), choices), min_size=15, max_size=35))


def carry_out(house: House, plan: Sequence[tuple[int, tuple[int, ...]]]) -> None:
    """Try every act of a plan; what the actions refuse does not happen."""
    for act, choices in plan:
        house.now += timedelta(hours=7)
        left = iter([*choices, *[0] * 20])
        on_items = ACTS[act] in {_vote, _all_for, _recuse, _resolve, _settle, _table, _close}
        if on_items and not any(items for _, items in house.sessions):
            continue
        with suppress(DealflowError):
            ACTS[act](house, lambda most, left=left: next(left) % most)  # type: ignore[misc]  # a default binds the loop's


@dataclass
class Ledgerless:
    """What a reader of the journal keeps by hand: terms, the last word of each fund, conditions, and payments."""

    version: Counter[str] = field(default_factory=Counter)
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    kinds: dict[str, SessionKind] = field(default_factory=dict)
    tabled: dict[str, decided.ItemTabled] = field(default_factory=dict)
    words: dict[tuple[str, str], dict[str, Result]] = field(default_factory=dict)
    """What each fund's main committees said, by item, the last word last."""
    open: dict[str, set[str]] = field(default_factory=dict)
    paid: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    void: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Items whose approval new terms voided and that no session has taken up again, with engagement and fund."""

    def follow(self, event: object) -> None:
        """Take one event down; a payment or a move that should not be there is a failure."""
        calls = isinstance(event, decided.SessionConvened | ItemTabled)
        assert calls or not self.void, "an approval was voided and nobody is to decide again"
        match event:
            case TermsSet():
                self._agreed(event)
            case decided.SessionConvened(session_id=session, session_kind=kind):
                self.kinds[session] = kind
            case ItemTabled(item=item):
                self.tabled[item.id] = event
                whose = self.void.pop(item.linked_item_id or "", (item.engagement_id, item.fund_id))
                assert whose == (item.engagement_id, item.fund_id), "taken up again for another fund"
            case ItemResolved(item_id=item, resolution=resolution):
                self._resolved(item, resolution.result, {each.id for each in resolution.conditions})
            case ConditionSettled(item_id=item, condition_id=condition, state=state):
                (self.open[item].add if state is ConditionState.OPEN else self.open[item].discard)(condition)
            case PaymentMade(engagement_id=name, payment=payment):
                assert self.stands(name, payment.fund_id), "paid without an approval that stands"
                assert not self.open[self.last(name, payment.fund_id)[0]], "paid before the conditions"
                sums = self.paid.setdefault((name, payment.fund_id), {})
                sums[payment.id] = payment.amount_won
                assert sum(sums.values()) <= self.lines[name][payment.fund_id], "paid beyond the approved line"
            case decided.PaymentVoided(engagement_id=name, payment_id=payment):
                for (whose, _), sums in self.paid.items():
                    if whose == name:
                        sums.pop(payment, None)
            case _:
                pass

    def _agreed(self, event: TermsSet) -> None:
        name, lines = event.engagement_id, {line.fund_id: line.amount_won for line in event.terms.lines}
        self.void = {self.last(name, fund)[0]: (name, fund) for fund in lines if self.stands(name, fund)}
        self.version[name], self.lines[name] = event.version, lines

    def _resolved(self, item: str, result: Result, conditions: set[str]) -> None:
        tabled = self.tabled[item]
        self.open[item] = conditions
        if self.kinds[tabled.session_id] is not SessionKind.MAIN:
            return
        words = self.words.setdefault((tabled.item.engagement_id, tabled.item.fund_id), {})
        words.pop(item, None)
        if result not in {Result.HELD, Result.WITHDRAWN}:
            words[item] = result

    def last(self, name: str, fund: str) -> tuple[str, Result]:
        """Return the item of a fund's last word and what it says; a rejection by nobody where there is none."""
        return next(reversed(self.words.get((name, fund), {}).items()), ("", Result.REJECTED))

    def stands(self, name: str, fund: str) -> bool:
        """Say whether the last word of a fund's main committees approved the present terms."""
        item, result = self.last(name, fund)
        approved = result in {Result.PASSED, Result.CONDITIONAL}
        return approved and self.tabled[item].item.terms_version == self.version[name]


shared = costly(8)


@shared
@given(plan=plans())
def test_nothing_is_paid_and_nobody_goes_on_before_what_must_come_first(home: Workspace, plan: list) -> None:  # type: ignore[type-arg]  # see plans
    with house_of(home) as house:
        carry_out(house, plan)
        stages = [stage.id for stage in house.ws.track("vc").stages]
        kinds = [stage.kind for stage in house.ws.track("vc").stages]
        contract, registration = stages.index("contract"), stages.index("registration")
        kept = Ledgerless()
        for each in house.told():
            kept.follow(each.event)
            if isinstance(each.event, EngagementMoved) and each.event.undoes is None:
                name = each.event.engagement_id
                here, there = stages.index(each.event.from_stage), stages.index(each.event.to_stage)
                assert StageKind.DECISION not in kinds[here + 1 : there], "a decision was jumped over"
                if here < contract <= there:
                    assert any(kept.stands(name, fund.id) for fund in house.funds), "a contract without an approval"
                if here < registration <= there:
                    paid = [sums for (whose, _), sums in kept.paid.items() if whose == name]
                    assert any(paid), "registered before the payment"
        assert not kept.void


@shared
@given(plan=plans())
def test_votes_are_counted_once_and_results_follow_from_them(home: Workspace, plan: list) -> None:  # type: ignore[type-arg]  # see plans
    with house_of(home) as house:
        carry_out(house, plan)
        last: dict[str, dict[str, Ballot]] = {}
        for each in house.told():
            match each.event:
                case decided.VoteCast(item_id=item, voter_id=voter, ballot=ballot):
                    last.setdefault(item, {})[voter] = ballot
                case decided.VoterRecused(item_id=item, voter_id=voter):
                    last.get(item, {}).pop(voter, None)
                case _:
                    pass
        with house.ws.ledger.read() as session:
            held = investment.committee_sessions(session, house.ws.name, house.chief)
        for item in (item for each in held for item in each.items):
            said = last.get(item.id, {})
            assert [(vote.voter_id, vote.ballot) for vote in item.votes] == sorted(
                said.items(), key=lambda one: [vote.voter_id for vote in item.votes].index(one[0])
            )
            tally = None if item.resolution is None else item.resolution.tally
            if tally is not None:
                spoken = Counter(said.values())
                assert (tally.in_favour, tally.against, tally.abstained) == tuple(spoken[each] for each in Ballot)
                assert tally.in_favour + tally.against + tally.abstained <= tally.attending <= tally.eligible
                assert tally.eligible + tally.recused == len(house.people)


@shared
@given(plan=plans())
def test_now_is_the_past_until_now_and_the_register_is_the_journals(home: Workspace, plan: list) -> None:  # type: ignore[type-arg]  # see plans
    with house_of(home) as house:
        carry_out(house, plan)
        stood = pipeline_as_of.as_of(Looking(house.ws, house.chief))
        with house.ws.ledger.read() as session:
            shown = engagement_queries.engagements(session, house.ws.name, house.chief)
            agreed = investment.deals(session, house.ws.name, house.chief)
            held = investment.committee_sessions(session, house.ws.name, house.chief)
        assert stood.engagements == {each.id: each for each in shown}
        assert stood.deals == {each.engagement_id: each for each in agreed}
        assert stood.sessions == {each.id: each for each in held}

        read = decision_register.register(Looking(house.ws, house.chief))
        told = house.told()
        paid = {
            each.event.payment.id: each.event.payment.amount_won for each in told if isinstance(each.event, PaymentMade)
        }
        for each in told:
            if isinstance(each.event, decided.PaymentVoided):
                paid.pop(each.event.payment_id)
        results = Counter(each.event.resolution.result for each in told if isinstance(each.event, ItemResolved))
        assert read.totals.paid_won == sum(paid.values())
        assert {result: count for (kind, result), count in read.totals.counts.items() if kind == "committee"} == dict(
            results
        )
        assert read.of == len(read.lines) == read.totals.lines


@shared
@given(plan=plans())
def test_taking_back_and_doing_again_gives_the_same_engagement(home: Workspace, plan: list) -> None:  # type: ignore[type-arg]  # see plans
    with house_of(home) as house:
        carry_out(house, plan)
        house.now += timedelta(days=1)
        for name in house.engagements:
            with house.ws.ledger.read() as session:
                before = engagement_queries.find_engagement(session, house.ws.name, house.chief, name)
            with suppress(DealflowError):
                engagement_acts.undo(Acting(house.ws, house.chief, house.now), name)
                with house.ws.ledger.read() as session:
                    told = journal.read_stream(session, house.ws.name, f"engagement:{name}")
                again = do_again(told, house.chief.person_id)
                followed = None
                for each in told:
                    followed = follow(followed, each)
                done = follow(followed, replace(told[-1], seq=told[-1].seq + 1, event=again)).engagement
                assert before is not None
                assert (
                    replace(
                        done, version=before.version, last_event_at=before.last_event_at, stage_since=before.stage_since
                    )
                    == before
                )
                assert take_back((*told, replace(told[-1], seq=told[-1].seq + 1, event=again)), "anna") is not None
