"""What fictional adopters need, which suppliers were proposed, and what deployments came to. All made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from fiction.cast import ADOPTERS

from dealflow.actions.adoption import deployments, needs
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.adoption.deployments import Deployment, MeasuredResult
from dealflow.domain.adoption.needs import Need
from dealflow.domain.people.access import Viewer

Act = tuple[float, Callable[[datetime], object]]
"""Days before now, and what is done then."""
MILLION = 1_000_000
Wanted = tuple[str, str, str, str, int | None, int, tuple[str, ...]]
Installed = tuple[str, str, str, int, bool, tuple[str, str, str, str], str]
NEEDS: tuple[Wanted, ...] = (
    (
        "주조 외관검사", "주물 표면 기공을 사람이 검사하여 놓치는 불량이 많음", "비전검사", "경남 창원", 180, 90,
        ("ref_defect_reduction",),
    ),
    (
        "프레스 설비 예지보전", "금형 파손으로 월 2회 비계획 정지", "예지보전", "부산", 250, 150,
        ("ref_downtime_reduction",),
    ),
    (
        "조립 공정 로봇화", "숙련 인력이 줄어 조립 물량을 맞추지 못함", "로봇", "울산", 600, 240,
        ("ref_productivity_gain",),
    ),
    (
        "출하 물류 동선 최적화", "지게차 대기와 동선 낭비", "물류", "경남 김해", None, 200,
        ("ref_lead_time", "ref_cost_saving"),
    ),
)  # fmt: skip
"""Process, problem, field, region, budget in millions, days until it is wanted, what should get better."""
DEPLOYED: tuple[Installed, ...] = (
    (
        "gaonvision", "모의정밀주조(가상)", "주조 외관검사", 320, True, ("ref_defect_reduction", "3.4", "1.9", "%"),
        "검사 일보 3개월분(가상)",
    ),
    (
        "nuriyeji", "예시단조(가상)", "프레스 예지보전", 210, False,
        ("ref_downtime_reduction", "18", "7", "시간/월"), "",
    ),
    (
        "daonrobotics", "샘플기계(가상)", "조립 로봇 셀", 150, True, ("ref_productivity_gain", "118", "142", "대/일"),
        "생산 일보(가상)",
    ),
)  # fmt: skip
"""Supplier, adopter, process, days ago, whether the adopter agreed to be named, a result, and what shows it."""


def acts(ws: Workspace, organiser: Viewer, today: date) -> Iterator[Act]:
    """Yield what the organiser writes down of adopters."""
    for place, spec in enumerate(NEEDS):
        yield 20 - place, partial(_need, ws, organiser, spec, place, today)
    for place, spec in enumerate(DEPLOYED):
        yield 12 - place, partial(_deployment, ws, organiser, spec, today)


def _need(ws: Workspace, organiser: Viewer, spec: Wanted, place: int, today: date, when: datetime) -> None:
    process, problem, field, region, budget, days, measures = spec
    adopter = ADOPTERS[place % len(ADOPTERS)]
    new = Need(
        "",
        "",
        adopter.id,
        adopter.ko,
        process,
        problem,
        field,
        region,
        "제1공장(가상)",
        None if budget is None else budget * MILLION,
        today + timedelta(days=days),
        measures,
    )
    acting = Acting(ws, organiser, when, "demo")
    need_id = needs.keep(acting, new)
    if place == 0:
        needs.propose(acting, need_id, "gaonvision")


def _deployment(ws: Workspace, organiser: Viewer, spec: Installed, today: date, when: datetime) -> None:
    company, adopter, process, days, shared, result, proof = spec
    acting = Acting(ws, organiser, when, "demo")
    installed = today - timedelta(days=days)
    new = Deployment("", "", company, adopter, process, "본공장(가상)", installed, is_shared=shared)
    deployment_id = deployments.keep(acting, new)
    metric, before, after, unit = result
    measured = MeasuredResult(
        "", metric, Decimal(before), Decimal(after), unit=unit, measured_on=installed + timedelta(days=90)
    )
    result_id = deployments.keep_result(acting, deployment_id, measured)
    if proof:
        deployments.verify_result(acting, deployment_id, result_id, proof=proof)
