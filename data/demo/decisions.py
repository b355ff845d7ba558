"""How the fictional houses decide: what each must have in place before an engagement may enter a guarded stage.

Everything goes through the actions that people use, so the same gates hold. A house's coming main committee takes all
that stand before it now; what was decided earlier had a session of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import grants
from fiction.cast import OPERATORS, Member
from fiction.companies import BY_KEY
from fiction.histories import Story

from dealflow.actions.investment import deals, funds, sessions, voting
from dealflow.actions.investment.sessions import Ruling, WantedCondition
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import eligibility, eligibility_facts, filings, operators
from dealflow.actions.tips.recommendation_checks import Accepted
from dealflow.domain.investment.committee import (
    Appointment,
    Ballot,
    ConditionState,
    Fund,
    PassRule,
    SessionKind,
    Settlement,
    VotingRule,
)
from dealflow.domain.investment.deal_terms import Conversion, FundLine, Instrument, Payment, Terms
from dealflow.domain.investment.share_math import price_of
from dealflow.domain.people.access import Act, Viewer, may
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.filings import PLAN, RESULT
from dealflow.domain.tips.findings import unproven
from dealflow.domain.tips.operators import Allotment, MemberRole, OperatorKind
from dealflow.domain.tips.operators import Member as OperatorMember
from dealflow.domain.values.korean_days import korean_day

SOURCE = "demo"
PAPERS = ("투자심사보고서", "준법체크리스트", "ESG평가보고서")
CRITERIA = ("market", "competitiveness", "team", "exit")
OPINIONS = (
    "현장 데이터와 재계약률이 뚜렷하다. 가격도 동종 대비 합리적이다.",
    "고객 집중은 위험이나 수주 구성이 나아지고 있다.",
    "기술 인력 유지 방안을 조건으로 찬성한다.",
)
CONFIRMED = "확인되지 않은 항목은 협약 전까지 보완하기로 하고 추천함"
COMPANY_FACTS = {
    "programme_track": "SCALEUP",
    "sme_certificate": "가상-0000-00001",
    "grant_won": "2000000000",
    "grant_months": "36",
    "equity_match_won": "0",
    "enterprise_group": "false",
    "affiliated": "false",
    "exclusions.participation_ban": "false",
    "exclusions.tax_national": "false",
    "exclusions.tax_local": "false",
    "exclusions.default": "false",
    "exclusions.closure": "false",
    "exclusions.debt_ratio": "false",
    "exclusions.impaired": "false",
}
"""What an operator asks a company for before it recommends it."""
CONDITION = "핵심 기술 인력 2인의 근속 약정서를 납입 전까지 제출"
MILLION = 1_000_000
LEAST_M = 1_000
"""The operators' least pre-investment in millions of won."""


@dataclass(slots=True)
class House:
    """One organisation that invests: its fund, and where each of its engagements stands on the way to the money."""

    ws: Workspace
    member: Member
    people: tuple[Viewer, ...]
    coming: datetime
    """When its next main committee meets."""
    fund: Fund | None = None
    coming_session: str | None = None
    tabled: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Session and item by engagement."""
    done: set[tuple[str, str]] = field(default_factory=set)

    def prepare(self, story: Story, engagement_id: str, stage: str, when: datetime) -> None:
        """Put in place what the gates of a stage ask for, once."""
        step = {
            "ic": self._before_main_committee,
            "contract": self._before_contract,
            "payment": self._before_payment,
            "registration": self._before_registration,
            "pre_invested": self._invest,
        }.get(stage)
        if stage in grants.STAGES and (engagement_id, stage) not in self.done:
            self.done.add((engagement_id, stage))
            grants.write(self.ws, self.people[0], engagement_id, stage, when)
        if step is None or (engagement_id, stage) in self.done:
            return
        self.done.add((engagement_id, stage))
        step(story, engagement_id, when)

    def recommend(self, story: Story, engagement_id: str, when: datetime) -> bool:
        """Recommend an engagement if it was not yet; say whether that was done (it moves the engagement, too)."""
        if (engagement_id, "recommended") in self.done:
            return False
        self.done.add((engagement_id, "recommended"))
        day = korean_day(when)
        for fact, value in COMPANY_FACTS.items():
            eligibility_facts.keep(
                Acting(self.ws, self.people[0], when - timedelta(minutes=30), SOURCE),
                story.company,
                KeptFact(
                    fact,
                    value,
                    as_of=day - timedelta(days=20),
                    valid_to=day + timedelta(days=300) if fact == "sme_certificate" else None,
                ),
                proof="제출 서류(가상)",
            )
        case = eligibility.examine(
            Looking(self.ws, self.people[0]), story.company, on=korean_day(when), engagement_id=engagement_id
        )
        operators.recommend(
            Acting(self.ws, self.people[0], when, SOURCE),
            engagement_id,
            on=korean_day(when),
            confirmation=CONFIRMED,
            accepted=Accepted(unproven(case.findings)),
        )
        return True

    @property
    def chair(self) -> Viewer:
        """Return the lead manager of the fund: the house's last person with a say."""
        return [person for person in self.people if may(person, Act.DECIDE)][-1]

    def its_fund(self, when: datetime) -> Fund:
        """Return the house's own fund, kept when it is first asked for."""
        if self.fund is None:
            number = 1 + sum(map(ord, self.member.id)) % 3
            self.fund = funds.keep_fund(
                Acting(self.ws, self.people[0], when - timedelta(minutes=50), SOURCE),
                Fund(
                    id="",
                    owner_id="",
                    name_ko=f"{self.member.ko.removesuffix('(가상)')} 제{number}호 투자조합(가상)",
                    name_en=f"{self.member.en.removesuffix(' (Fictional)')} Fund {number} (Fictional)",
                    mother_fund_backed=number != 2,  # noqa: PLR2004 - some are, some are not
                    voters=tuple(person.person_id for person in self.people),
                    chair_id=self.chair.person_id,
                    rule=VotingRule((2, 3), PassRule.TWO_THIRDS, least_heads=min(2, len(self.people))),
                    size_won=30_000 * MILLION,
                ),
            )
        return self.fund

    def _before_main_committee(self, story: Story, engagement_id: str, when: datetime) -> None:
        fund = self.its_fund(when)
        deals.set_terms(
            Acting(self.ws, self.people[0], when - timedelta(minutes=40), SOURCE),
            engagement_id,
            terms_of(story.company, fund.id, is_operator=story.owner in OPERATORS),
        )
        waits = story.status is Status.ACTIVE and bool(story.moves) and story.moves[-1][1] == "ic"
        session_id = self.next_session(when) if waits else self._session_of(story, when)
        item_id = sessions.table_item(
            Acting(self.ws, self.people[0], when - timedelta(minutes=20), SOURCE),
            session_id,
            engagement_id=engagement_id,
            fund_id=fund.id,
            papers=PAPERS,
        )
        self.tabled[engagement_id] = (session_id, item_id)
        if not waits:
            self.report(item_id, PLAN, story.company, when - timedelta(minutes=15))

    def report(self, item_id: str, which: str, company: str, when: datetime, *, received: bool = True) -> None:
        """File the plan or the result of an item, where its fund must report; as a rule its receipt is noted, too."""
        fund = self.its_fund(when)
        if not fund.mother_fund_backed:
            return
        values = _values(company) if which == PLAN else _result_values(company, korean_day(when))
        report, clerk = (item_id, which), self.people[0]
        filings.keep_values(Acting(self.ws, clerk, when, SOURCE), report, values)
        filings.file_report(Acting(self.ws, clerk, when, SOURCE), report)
        if received:
            filings.note_receipt(Acting(self.ws, clerk, when + timedelta(minutes=2), SOURCE), report)

    def next_session(self, when: datetime) -> str:
        """Return the coming main session, called when it is first asked for."""
        if self.coming_session is None:
            self.coming_session = sessions.convene(
                Acting(self.ws, self.people[0], when - timedelta(minutes=30), SOURCE),
                SessionKind.MAIN,
                Appointment(self.coming, "본사 회의실(가상)", f"{self.coming:%Y-%m} 본투자심의위원회"),
                criteria=CRITERIA,
            )
        return self.coming_session

    def _session_of(self, story: Story, when: datetime) -> str:
        name = BY_KEY[story.company].name.removesuffix("(가상)")
        return sessions.convene(
            Acting(self.ws, self.people[0], when - timedelta(minutes=30), SOURCE),
            SessionKind.MAIN,
            Appointment(when - timedelta(minutes=12), "본사 회의실(가상)", f"본투자심의위원회 · {name}"),
        )

    def _before_contract(self, story: Story, engagement_id: str, when: datetime) -> None:
        session_id, item_id = self.tabled[engagement_id]
        for place, voter in enumerate(self.people):
            voting.vote(
                Acting(self.ws, voter, when - timedelta(minutes=40 - place), SOURCE),
                session_id,
                item_id,
                Ballot.FOR,
                opinion=OPINIONS[place % len(OPINIONS)],
            )
        due = korean_day(when) + timedelta(days=21)
        asks = (WantedCondition(CONDITION, self.people[0].person_id, due),) if sum(map(ord, story.company)) % 2 else ()
        chair = self.chair
        sessions.resolve(
            Acting(self.ws, chair, when - timedelta(minutes=20), SOURCE), session_id, item_id, Ruling(conditions=asks)
        )
        name = BY_KEY[story.company].name
        minutes = f"{name} 투자의 건을 심의하여 출석 위원 전원 찬성으로 가결함." + (
            f" 조건: {CONDITION}." if asks else ""
        )
        sessions.close_session(
            Acting(self.ws, chair, when - timedelta(minutes=10), SOURCE), session_id, minutes=minutes
        )
        self.report(item_id, RESULT, story.company, when - timedelta(minutes=8))

    def _before_payment(self, _story: Story, engagement_id: str, when: datetime) -> None:
        session_id, item_id = self.tabled[engagement_id]
        shown_sessions = deals.deal(Looking(self.ws, self.people[0]), engagement_id, on=korean_day(when)).sessions
        items = [item for session in shown_sessions for item in session.items if item.id == item_id]
        for condition in items[0].resolution.conditions if items[0].resolution else ():
            sessions.settle_condition(
                Acting(self.ws, self.people[0], when - timedelta(minutes=30), SOURCE),
                session_id,
                item_id,
                condition.id,
                Settlement(ConditionState.MET, proof="근속 약정서 사본 2부"),
            )

    def _before_registration(self, _story: Story, engagement_id: str, when: datetime) -> None:
        terms = deals.deal(Looking(self.ws, self.people[0]), engagement_id, on=korean_day(when)).deal.current
        price = None if terms is None else price_of(terms)
        if terms is None or price is None:
            message = "a fictional deal has terms with a price"
            raise ValueError(message)
        line = terms.lines[0]
        shares = line.amount_won // price
        deals.pay(
            Acting(self.ws, self.people[0], when - timedelta(minutes=10), SOURCE),
            engagement_id,
            Payment(
                id="",
                fund_id=line.fund_id,
                payer_id=self.member.id,
                amount_won=shares * price,
                shares=shares,
                price_won=price,
                instrument=terms.instrument,
                paid_on=korean_day(when - timedelta(minutes=10)),
                proof="주금납입보관증명서(가상)",
                contract_on=korean_day(when - timedelta(minutes=10)),
            ),
        )

    def _invest(self, story: Story, engagement_id: str, when: datetime) -> None:
        """Go the whole way from terms to money, as an operator does before it recommends."""
        for stage, minutes in (("ic", 55), ("contract", 27), ("payment", 3), ("registration", 5)):
            self.prepare(story, engagement_id, stage, when - timedelta(minutes=minutes))


def designate(ws: Workspace, member: Member, clerk: Viewer, at: datetime) -> None:
    """Make an operator of the house: every second one a consortium with a research company; slots for two years."""
    is_consortium = OPERATORS.index(member) % 2 == 1
    since, until = korean_day(at) - timedelta(days=30), korean_day(at) + timedelta(days=700)
    lead = OperatorMember(member.id, member.ko, MemberRole.LEAD, since)
    research = OperatorMember("", f"모의기술연구 {member.region}(가상)", MemberRole.RND_COMPANY, since)
    designation = operators.Designation(
        number=f"2026-{'특화' if is_consortium else '일반'}-{OPERATORS.index(member) + 1:02d}(가상)",
        kind=OperatorKind.SPECIALISED if is_consortium else OperatorKind.GENERAL,
        term_from=since,
        term_to=until,
        members=(lead, research) if is_consortium else (lead,),
    )
    operator_id = operators.designate(Acting(ws, clerk, at, SOURCE), designation)
    allotment = Allotment(eligibility.PROGRAMME, since, until, 8)
    operators.allot(Acting(ws, clerk, at + timedelta(minutes=5), SOURCE), operator_id, allotment)


def _values(company: str) -> dict[str, str]:
    """Return what a person types into the sheet of a plan: nothing in the books says it."""
    return {
        "representative": "김모의(가상)",
        "founded_on": "2019-03-15",
        "industry": BY_KEY[company].sector,
        "capital_won": str(960_000 * 500),
        "is_spc": "아니오",
    }


def _result_values(company: str, on: date) -> dict[str, str]:
    """Return what a person types into the sheet of a result before the contract and the money."""
    return {
        "stage": BY_KEY[company].deal.name,
        "co_investors": "공동투자자 일괄(가상)",
        "closing_on": (on + timedelta(days=21)).isoformat(),
        "base_on": (on + timedelta(days=14)).isoformat(),
        "manager": "담당 심사역(가상)",
    }


def terms_of(company: str, fund_id: str, *, is_operator: bool = False) -> Terms:
    """Return plausible terms out of the company's own ask: a million shares before the round."""
    ask = BY_KEY[company].deal
    amount_m = max(LEAST_M + 200, ask.raise_m // 2) if is_operator else max(300, ask.raise_m // 3)
    return Terms(
        instrument=Instrument.RCPS,
        lines=(FundLine(fund_id, amount_m * MILLION),),
        pre_money_won=ask.pre_m * MILLION,
        issued_shares=960_000,
        diluted_shares=1_000_000,
        par_won=500,
        round_total_won=max(ask.raise_m, amount_m) * MILLION,
        conversion=Conversion(),
        rights=(),
    )
