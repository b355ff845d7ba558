"""The committee of the first fictional house, ready to be run: see docs/committee.md.

A second fund; a preliminary session that was held; an approval with a condition that is still open and its two reports;
and the coming main session with three items, papers, and marks that are partly in. All of it through the actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from decisions import CRITERIA, MILLION, PAPERS, SOURCE, House, terms_of
from fiction.cast import VCS
from fiction.histories import Story

from dealflow.actions.investment import deal_scores, deals, exchange_rates, funds, sessions, voting
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import Appointment, Ballot, Fund, Mark, PassRule, SessionKind, VotingRule
from dealflow.domain.investment.deal_terms import Conversion, Instrument
from dealflow.domain.tips.filings import PLAN
from dealflow.domain.values.exchange_rates import ExchangeRate, quoted_per
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Unit

HOUSE = VCS[0]
COMING = ("haemaru", "hanbittool", "raonpress")
"""The companies of the coming main session; the last one goes before the second fund."""
DECIDED = "nuriyeji"
"""Approved with a condition that is still open; its deck came by mail and was checked figure by figure."""
FURTHER = {
    "hanbittool": ((6.6, "pre_ic"), (5.5, "dd"), (3.5, "term_sheet")),
    "raonpress": ((6.5, "pre_ic"), (5.0, "dd"), (3.0, "term_sheet")),
}
"""How far the house went with companies, beyond their stories."""
HELD = 6.9
"""Days ago: the preliminary session."""
PREPARED = 2.4
"""Days ago: the coming session was called."""
MARKS = {
    "haemaru": ((82, 78, 85, 70), (75, 80, 79, 66)),
    "hanbittool": ((68, 74, 80, 64),),
    "raonpress": ((77, 71, 69, 73),),
}
"""The points that are in for the coming session, a reviewer each."""
COMMENTS = {
    "haemaru": "조선소 실증 데이터가 쌓이고 있다. 회수는 M&A 가능성을 함께 볼 것.",
    "hanbittool": "툴링 수명 예측은 강점. 단일 고객 비중을 확인할 것.",
    "raonpress": "프레스 라인 3곳의 재계약이 근거. 인력 계획은 보완 필요.",
}
SCORED = {
    "haemaru": ((80, 75, 85, 60), (72, 40, 80, 66)),
    "hanbittool": ((64, 70, 78, 62), (70, 66, 74, 58)),
    "nuriyeji": ((78, 70, 82, 75), (74, 72, 79, 70)),
}
"""The points that people of the house gave outside a committee, a person each: about one criterion they disagree."""
SAID = ("실증 결과는 좋으나 경쟁사 진입이 빠르다.", "대형 경쟁사 대비 차별성이 약해 보인다.")
RATES = (("USD", 60, "1382.5"), ("USD", 2.6, "1391.2"), ("JPY", 2.6, "921.5"), ("EUR", 2.6, "1604.3"))
"""Currency, days ago and won (for a hundred yen): made up, typed in as a house would."""
Act = tuple[float, Callable[[datetime], object]]
"""Days before now, and what is done then."""


def stories(stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """Return the stories with what this house did beyond them, and its engagement with the decided company."""
    further = tuple(
        replace(story, moves=(*story.moves, *FURTHER[story.company]))
        if story.owner == HOUSE and story.company in FURTHER
        else story
        for story in stories
    )
    moves = ((52, "ir"), (45, "review"), (38, "pre_ic"), (30, "dd"), (20, "term_sheet"), (12, "ic"), (6, "contract"))
    decided = Story(
        HOUSE,
        HOUSE.id,
        DECIDED,
        "vc",
        58,
        moves,
        notes=((44, "고객 레퍼런스 콜 2건 진행, 재계약 의사 확인."),),
        step="근속 약정서 수령 확인",
        step_at=5,
        due_in=3,
    )
    return (*further, decided)


@dataclass(slots=True)
class Committee:
    """The house with the ids of its engagements by company, as they are opened."""

    house: House
    engagements: dict[str, str] = field(default_factory=dict)
    items: dict[str, tuple[str, str]] = field(default_factory=dict)
    second: str = ""

    @property
    def _ws(self) -> Workspace:
        return self.house.ws

    def acts(self) -> Iterator[Act]:
        """Yield what the house does besides its stories."""
        yield 70, self._keep_second_fund
        yield HELD, self._hold_preliminary
        yield PREPARED, self._call_main
        yield PREPARED - 0.3, self._give_marks
        yield PREPARED - 0.2, self._score_deals
        for currency, days, won in RATES:
            yield days, partial(self._type_rate, Unit(currency), Decimal(won))

    def _type_rate(self, currency: Unit, won: Decimal, when: datetime) -> None:
        """Type in a rate of the day."""
        rate = ExchangeRate(currency, korean_day(when), won, quoted_per(currency), "매매기준율 (가상)")
        exchange_rates.keep_rate(Acting(self._ws, self.house.people[0], when, SOURCE), rate)

    def _score_deals(self, when: datetime) -> None:
        """Let people of the house score deals by the card of their track."""
        for company, given in SCORED.items():
            for person, points, comment in zip(self.house.people, given, SAID, strict=False):
                marks = tuple(Mark(criterion, point) for criterion, point in zip(CRITERIA, points, strict=True))
                acting = Acting(self._ws, person, when, SOURCE)
                deal_scores.score_deal(
                    acting, self.engagements[company], marks, comment if company == "haemaru" else ""
                )

    def _keep_second_fund(self, when: datetime) -> None:
        """Keep a fund without mother-fund money: a plain majority of whom half must attend."""
        clerk = self.house.people[0]
        fund = Fund(
            id="",
            owner_id="",
            name_ko="가나벤처스 제2호 투자조합(가상)",
            name_en="Gana Ventures Fund 2 (Fictional)",
            mother_fund_backed=False,
            voters=tuple(person.person_id for person in self.house.people),
            chair_id=self.house.chair.person_id,
            rule=VotingRule((1, 2), PassRule.MAJORITY, least_heads=2),
            size_won=12_000 * MILLION,
        )
        self.second = funds.keep_fund(Acting(self._ws, clerk, when, SOURCE), fund).id

    def _hold_preliminary(self, when: datetime) -> None:
        """Hold the preliminary session of two companies from the agenda to the minutes."""
        clerk, chair = self.house.people[0], self.house.chair
        session_id = sessions.convene(
            Acting(self._ws, clerk, when, SOURCE),
            SessionKind.PRELIMINARY,
            Appointment(when + timedelta(hours=2), "본사 회의실(가상)", "예비투자심의위원회"),
            criteria=CRITERIA,
        )
        fund = self.house.its_fund(when)
        for place, company in enumerate(FURTHER):
            moment = when + timedelta(minutes=10 + 3 * place)
            item_id = self._table(session_id, company, fund.id, moment - timedelta(minutes=1))
            self._marks(session_id, item_id, company, ((70, 72, 76, 65),) * len(self.house.people), moment)
            for voter in self.house.people:
                voting.vote(Acting(self._ws, voter, moment, SOURCE), session_id, item_id, Ballot.FOR)
            sessions.resolve(Acting(self._ws, chair, moment, SOURCE), session_id, item_id)
        minutes = "2개사에 대한 실사 착수에 동의함. 예비 심의로서 구속력 없음."
        sessions.close_session(
            Acting(self._ws, chair, when + timedelta(minutes=20), SOURCE), session_id, minutes=minutes
        )

    def _call_main(self, when: datetime) -> None:
        """Agree terms with three companies and put them before the coming main session, each before its fund."""
        clerk = self.house.people[0]
        session_id = self.house.next_session(when)
        for place, company in enumerate(COMING):
            moment = when + timedelta(minutes=10 * (place + 1))
            fund_id = self.second if company == COMING[-1] else self.house.its_fund(when).id
            terms = replace(
                terms_of(company, fund_id),
                instrument=Instrument.CPS if company == COMING[-1] else Instrument.RCPS,
                conversion=Conversion(refix_floor_percent=Decimal(70)),
                closing_on=korean_day(when) + timedelta(days=40),
            )
            deals.set_terms(Acting(self._ws, clerk, moment, SOURCE), self.engagements[company], terms)
            self.items[company] = (session_id, self._table(session_id, company, fund_id, moment))

        self.house.report(self.items[COMING[0]][1], PLAN, COMING[0], when + timedelta(hours=1), received=False)

    def _table(self, session_id: str, company: str, fund_id: str, when: datetime) -> str:
        return sessions.table_item(
            Acting(self._ws, self.house.people[0], when + timedelta(minutes=1), SOURCE),
            session_id,
            engagement_id=self.engagements[company],
            fund_id=fund_id,
            papers=PAPERS,
        )

    def _give_marks(self, when: datetime) -> None:
        """Let the reviewers give some of their marks; the chair's are missing, so that nobody sees the others' yet."""
        for company, mark in MARKS.items():
            self._marks(*self.items[company], company, mark, when)

    def _marks(
        self, session_id: str, item_id: str, company: str, given: tuple[tuple[int, ...], ...], when: datetime
    ) -> None:
        for reviewer, points in zip(self.house.people, given, strict=False):
            voting.score(
                Acting(self._ws, reviewer, when, SOURCE),
                session_id,
                item_id,
                tuple(Mark(criterion, point) for criterion, point in zip(CRITERIA, points, strict=True)),
                comment=COMMENTS[company] if reviewer == self.house.people[0] else "",
            )
