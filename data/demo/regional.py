"""A regional programme of five regions and three years: plans, firms, offices' and firms' quarters. All made up.

Firms, plans and figures follow from a seed alone; they are written as batches, as a sheet of firms is taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import product
from random import Random
from typing import Final

from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.actions.regional import collecting, firms, programmes
from dealflow.catalogue.regional_programme import regional_defaults
from dealflow.domain.people.access import Viewer
from dealflow.domain.regional.events import QuarterReportKept, RegionPlanKept
from dealflow.domain.regional.programmes import Programme, ProgrammeRegion, RegionPlan, SupportedFirm
from dealflow.domain.regional.quarters import QUARTERS, Quarter, ended
from dealflow.domain.regional.reports import (
    Figure,
    QuarterReport,
    Teller,
    confirmed,
    handed_in,
    sent_back,
    teller_of,
)
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.queries import adoption

Act = tuple[float, Callable[[datetime], object]]
"""Days before now, and what is done then."""
FIRMS: Final = 60
"""How many firms the demo has; ``bench/regional.py`` makes 400."""
MILLION: Final = 1_000_000
_SECOND_QUARTER: Final = 4
"""From this month on some quarter of the year is over."""
_RAISES, _EXPORTS, _SENT_BACK, _WAITS = 0.9, 0.7, 0.95, 0.6
"""Beyond what luck, from 0 to 1, a firm does or has so: one of ten raises money, three of ten export."""
ENDS: Final = {
    "gyeongnam": (("정공", "Precision", "기계"), ("에어로", "Aero", "항공"), ("정밀주조", "Casting", "기계"),
                  ("방산테크", "Defence", "방산")),
    "daegu": (("오토", "Auto", "자동차부품"), ("모빌리티", "Mobility", "자동차부품"), ("섬유", "Textile", "섬유"),
              ("금형", "Mould", "기계")),
    "ulsan": (("조선기자재", "Marine", "조선기자재"), ("케미칼", "Chemical", "정밀화학"),
              ("오토텍", "Autotech", "자동차부품"), ("소재", "Materials", "정밀화학")),
    "jeonnam": (("세라믹", "Ceramics", "세라믹"), ("철강", "Steel", "철강"), ("에너지", "Energy", "에너지"),
                ("바이오팜", "Biofarm", "바이오")),
    "jeju": (("바이오", "Bio", "바이오"), ("푸드", "Food", "식품"), ("코스메틱", "Cosmetics", "바이오"),
             ("아쿠아", "Aqua", "식품")),
}  # fmt: skip
"""How firms of a region end, in Korean and English, with their sector."""
BEGINNINGS: Final = (
    ("가람", "Garam"), ("나래", "Narae"), ("다온", "Daon"), ("라온", "Raon"), ("마루", "Maru"), ("바름", "Bareum"),
    ("새론", "Saeron"), ("아라", "Ara"), ("자람", "Jaram"), ("차오름", "Chaoreum"), ("하람", "Haram"),
    ("늘찬", "Neulchan"),
    ("다솜", "Dasom"), ("미르", "Mir"), ("벼리", "Byeori"), ("솔빛", "Solbit"), ("온새", "Onsae"),
    ("은가람", "Eungaram"),
    ("한울", "Hanul"), ("가온누리", "Gaonnuri"),
)  # fmt: skip
SOLUTIONS: Final = (
    "AI 비전검사", "설비 예지보전", "공정 조건 최적화", "수요예측·재고 최적화", "에너지 사용 예측", "로봇 자동화 셀",
)  # fmt: skip
ADOPTED: Final = 0.8
PLANNED: Final = (4_200 * MILLION, 2_100 * MILLION, 700 * MILLION)
"""National, local and the firms' own money of a region's first year."""


def acts(ws: Workspace, organiser: Viewer, today: date) -> Iterator[Act]:
    """Yield the one batch that the organiser's programme is made by."""
    yield 7.5, partial(load, ws, organiser, today, FIRMS)


def load(ws: Workspace, organiser: Viewer, today: date, many: int, when: datetime) -> str:
    """Set the programme up with so many firms, and return its id."""
    acting, usual, chance = Acting(ws, organiser, when, "demo"), regional_defaults(), Random(350)
    first = today.year - 2 if today.month >= _SECOND_QUARTER else today.year - 3
    programme_id = programmes.keep_programme(
        acting,
        Programme(
            "", "", "[모의] 지역 주도형 제조 AI 대전환", "[Mock] Manufacturing AI led by regions", first, first + 2,
            usual.regions, usual.funds, usual.indicators, usual.due_days,
            "다섯 지역이 함께 하는 모의 사업입니다. 기업과 수치는 모두 지어낸 것입니다. (가상)",
        ),
    )  # fmt: skip
    programme = programmes.programme(acting, programme_id).programme
    plans = [_plan(programme, region, year, many, chance) for region, year in product(usual.regions, programme.years)]
    _record(acting, [RegionPlanKept(plan) for plan in plans])
    firms.keep_firms(acting, programme_id, _firms(acting, programme, many, chance))
    listed = programmes.programme(acting, programme_id).books.firms
    quarters = ended(programme.first_year, programme.last_year, today)
    reports = [
        *(_office(programme, plan, quarter, quarters, chance) for plan in plans for quarter in quarters
          if quarter.year == plan.year),
        *(_told(programme, firm, quarter, quarters, chance) for firm in listed for quarter in quarters
          if quarter.year >= firm.year),
    ]  # fmt: skip
    _record(acting, [QuarterReportKept(report) for report in reports if report is not None])
    collecting.issue_addresses(acting, programme_id, [f"{programme_id}-{region.id}" for region in usual.regions])
    return programme_id


def _record(acting: Acting, events: list[RegionPlanKept] | list[QuarterReportKept]) -> None:
    entries = [Entry(event.stream, [event], 0) for event in events]
    commit(acting.ws, lambda session: acting.within(session).record_all(entries))


def _plan(programme: Programme, region: ProgrammeRegion, year: int, many: int, chance: Random) -> RegionPlan:
    growth = 1 + Decimal(year - programme.first_year) / 10
    budget = [int(won * growth) // MILLION * MILLION for won in PLANNED]
    total = sum(budget)
    turn = year - programme.first_year + 1
    parts = [total * share // 100 // MILLION * MILLION for share in (15, 25, 30)]
    targets = {
        "defect_rate": Decimal(-30), "productivity": Decimal(15),
        "revenue": Decimal(chance.randrange(250, 330)) * turn * many * MILLION,
        "employment": Decimal(many * turn * 5 // 2),
        "investment": Decimal(chance.randrange(8, 14)) * turn * many * MILLION,
        "exports": Decimal(chance.randrange(12, 18)) * turn * many * MILLION,
    }  # fmt: skip
    return RegionPlan(
        programme.id, programme.owner_id, region.id, year,
        tuple((fund.id, won) for fund, won in zip(programme.funds, budget, strict=True)),
        (*parts, total - sum(parts)), many // 15 + chance.randrange(3), tuple(targets.items()),
    )  # fmt: skip


def _firms(acting: Acting, programme: Programme, many: int, chance: Random) -> list[SupportedFirm]:
    places = list(product(programme.regions, programme.years))
    with acting.ws.ledger.read() as session:
        known = {d.adopter_name: d for d, _ in adoption.deployments(session, acting.ws.name, acting.viewer, None)}
    listed = []
    for number in range(many):
        region, year = places[number % len(places)]
        turn = number // len(places)
        ends = ENDS[region.id]
        end, end_en, sector = ends[turn % len(ends)]
        begin, begin_en = BEGINNINGS[(turn // len(ends) + 7 * programme.years.index(year)) % len(BEGINNINGS)]
        is_adopted = chance.random() < ADOPTED
        adopted = date(year, chance.randrange(3, 13), chance.randrange(1, 28)) if is_adopted else None
        listed.append(
            SupportedFirm(
                "", programme.id, "", region.id, year, f"{begin}{end}(가상)",
                f"{begin_en} {end_en} (Fictional)", sector,
                chance.randrange(30, 120) * MILLION, chance.choice(SOLUTIONS),
                adopted if adopted is not None and adopted < acting.at.date() else None,
            )
        )  # fmt: skip
    for place, (name, deployment) in enumerate(sorted(known.items())):
        listed[place] = SupportedFirm(
            "", programme.id, "", programme.regions[0].id, programme.first_year, name, "", "기계", 90 * MILLION,
            deployment.process, deployment.installed_on, deployment_id=deployment.id,
        )  # fmt: skip
    return listed


def _office(
    programme: Programme, plan: RegionPlan, quarter: Quarter, quarters: tuple[Quarter, ...], chance: Random
) -> QuarterReport | None:
    """Return what an office spent: near its plan; of the last quarter two offices told nothing yet."""
    if quarter == quarters[0] and plan.region in {"jeonnam", "jeju"}:
        return None
    won = plan.by_quarter[QUARTERS.index(quarter.number)] * chance.randrange(78, 101) // 100
    total = plan.total_won
    parts = [won * part // total // MILLION * MILLION for _, part in plan.budget]
    figures = tuple(Figure(fund.id, Decimal(part)) for fund, part in zip(programme.funds, parts, strict=True))
    teller = Teller(programme.id, programme.owner_id, plan.region)
    report = handed_in(programme, QuarterReport(teller, quarter.year, quarter.number, figures), None)
    return report if quarter == quarters[0] and plan.region == "daegu" else confirmed(report)


def _told(
    programme: Programme, firm: SupportedFirm, quarter: Quarter, quarters: tuple[Quarter, ...], chance: Random
) -> QuarterReport | None:
    """Return what a firm told: better with every quarter; the last quarter is half collected."""
    is_last, luck = quarter == quarters[0], chance.random()
    if luck < (0.35 if is_last else 0.03):
        return None
    age, own = (quarter.year - firm.year) * 4 + quarter.number, Random(firm.id)
    before = Decimal(own.randrange(30, 60)) / 10
    defects = (before * Decimal(max(45, 100 - 6 * age)) / 100).quantize(Decimal("0.01"))
    per_hour, people = Decimal(own.randrange(80, 160)), own.randrange(9, 60)
    figures = [
        Figure("defect_rate", defects, before),
        Figure("productivity", (per_hour * Decimal(100 + min(30, 3 * age)) / 100).quantize(Decimal("0.1")), per_hour),
        Figure("revenue", Decimal((people * 40 + chance.randrange(300)) * MILLION)),
        Figure("employment", Decimal(people + age // 2 + chance.randrange(2))),
    ]
    if luck > _RAISES:
        figures.append(Figure("investment", Decimal(chance.randrange(100, 900) * MILLION)))
    if luck > _EXPORTS:
        figures.append(Figure("exports", Decimal(chance.randrange(30, 400) * MILLION)))
    report = QuarterReport(teller_of(firm), quarter.year, quarter.number, tuple(figures))
    report = handed_in(programme, report, None)
    if not is_last:
        return confirmed(report)
    if luck > _SENT_BACK:
        return sent_back(report, "매출 증빙(부가세 신고서)의 분기와 다릅니다. (가상)")
    return report if luck > _WAITS else confirmed(report)
