"""How long does an award take with 13 preliminaries and 130 applications? ``python bench/award.py [applications]``.

Firms apply by the call's link with figures and a file, all are taken in, three judges an office and five in the final
fill in their sheets, the best go on and win. Every ranking is counted once more by hand. Then each screen is drawn five
times as the server draws it, and each public page; CPU of this process and the clock.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeVar

from streamlit.testing.v1 import AppTest

from dealflow.actions.award import applying, awards, judges, judging, offices, taking_in, trail
from dealflow.actions.award.applying import Delivery, TypedCase
from dealflow.actions.award.awards import AwardView
from dealflow.actions.award.judging import Said
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.applications import Applicant, AwardConsent
from dealflow.domain.award.awards import Award, AwardCriterion, AwardRound, CaseFigure, Judge
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import NewOrganisation
from dealflow.errors import DealflowError
from dealflow.i18n import Language
from dealflow.reports.award import call_page, results_book, score_sheet
from dealflow.ui.kit import context, keys

Made = TypeVar("Made")
ROOT: Final = Path(__file__).parents[1]
FRAME: Final = ROOT / "dealflow" / "ui" / "kit" / "frame.py"
AT: Final = datetime(2026, 3, 2, 3, tzinfo=UTC)
FINAL: Final = (AwardCriterion("talk", "발표", "Talk", 60), AwardCriterion("effect", "성과", "Results", 40))
PERCENT: Final = 30
TIMES: Final = 5
ASIDE: Final = 0.02
"""How often a judge stands aside."""


def timed(what: str, work: Callable[[], Made]) -> Made:
    """Return what ``work`` makes, and print how long it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    made = work()
    print(f"| {what} | {time.process_time() - cpu:.2f} | {time.perf_counter() - begun:.2f} |", flush=True)
    return made


def set_up(ws: Workspace) -> tuple[Acting, str, str]:
    """Return the organiser, the award's id and the secret of its call."""
    root = Acting(ws, people.SYSTEM, AT)
    house = NewOrganisation("사무국(가상)", "Office (Fictional)", OrganisationKind.ORGANISER)
    people.register_organisation(root, house, organisation_id="o")
    people.register_person(root, name="운영 담당", organisation_id="o", role=Role.ORGANISER, person_id="olli")
    acting, usual = Acting(ws, people.viewer_of(ws, "olli"), AT), award_defaults()
    new = Award(
        "", "", "AX 우수사례(가상)", "AX award (Fictional)", 2026, AT.date(), AT.date() + timedelta(days=60),
        "공고(가상)", usual.criteria, usual.prizes, 3, FINAL, PERCENT,
    )  # fmt: skip
    award_id = awards.keep_award(acting, new)
    return acting, award_id, taking_in.renew_call(acting, award_id)


def apply(ws: Workspace, award_id: str, secret: str, many: int) -> tuple[str, str]:
    """Hand so many applications in, in turn to every office; return the last one's address."""
    known = award_defaults().offices
    last = "", ""
    for number in range(many):
        figures = (
            CaseFigure("불량률", Decimal("3.2"), Decimal("1.8") + number % 7, "%", "석 달(가상)"),
            CaseFigure("생산량", Decimal(100), Decimal(110 + number), "개/일", "석 달(가상)"),
        )
        typed = TypedCase(
            f"사례{number}기업(가상)", f"000-00-{number:05d}", "경남", "기계", known[number % len(known)].id,
            f"비전검사 도입 사례 {number}", "문제와 과정을 적습니다.(가상)\n" * 20, figures,
            (AwardConsent.PERSONAL_DATA,),
        )  # fmt: skip
        applicant = Applicant("김예시(가상)", "이모의(가상)", "과장", "000-0000-0001", "a@example.invalid")
        file = ("일보(가상).pdf", f"%PDF-1.4 evidence {number}".encode() * 2_000)
        last = applying.begin(ws, award_id, secret, Delivery(typed, applicant, (file,), (), hands_in=True), at=AT)
    return last


def mark(ws: Workspace, made: tuple[tuple[Judge, str], ...], seed: int) -> None:
    """Let every judge fill in every sheet; now and then one stands aside."""
    chance = random.Random(seed)  # made-up marks
    for judge, secret in made:
        paper = judging.open_paper(ws, judge.id, secret)
        judging.declare(ws, judge.id, secret, paper.undeclared, (), at=AT)
        for entry in paper.entries:
            marks = tuple(
                (criterion.id, chance.randint(criterion.points // 3, criterion.points))
                for criterion in paper.award.criteria_of(judge.round)
            )
            aside = "특수관계(가상)" if chance.random() < ASIDE else ""
            judging.fill_in(ws, judge.id, secret, Said(entry.id, () if aside else marks, "의견", aside), at=AT)


def counted_by_hand(view: AwardView, award_round: AwardRound, office_id: str) -> list[tuple[int, Fraction]]:
    """Return numbers and scores, the best first, added up anew from the sheets alone."""
    totals: dict[str, list[int]] = {}
    of_round = {judge.id for judge in view.judges if (judge.round, judge.office_id) == (award_round, office_id)}
    for sheet in view.sheets:
        if sheet.judge_id in of_round and sheet.marks:
            totals.setdefault(sheet.entry_id, []).append(sum(points for _, points in sheet.marks))
    numbers = {entry.id: entry.number for entry in view.entries}
    scores = [(numbers[entry_id], Fraction(sum(points), len(points))) for entry_id, points in totals.items()]
    if award_round is AwardRound.FINAL:
        regional = {
            number: score
            for office in award_defaults().offices
            for number, score in counted_by_hand(view, AwardRound.REGIONAL, office.id)
        }
        scores = [
            (number, score * Fraction(100 - PERCENT, 100) + regional[number] * Fraction(PERCENT, 100))
            for number, score in scores
        ]
    return sorted(scores, key=lambda pair: (-pair[1], pair[0]))


def compare(view: AwardView) -> int:
    """Return how many rankings there are; every one is as it is counted by hand.

    Raises:
        SystemExit: one is not.
    """
    places = results_book.rounds_of(view)
    for place in places:
        ranked = [(line.entry.number, line.mean) for line in view.ranked(*place) if line.mean is not None]
        if ranked != counted_by_hand(view, *place):
            sys.exit(f"the ranking of {place} is not what is counted by hand")
    return len(places)


def settle(acting: Acting, award_id: str) -> None:
    """Give the prizes, and say how many, or that a tie is left to people."""
    try:
        print(f"prizes: {awards.give_prizes(acting, award_id)}")
    except DealflowError as error:
        print(f"prizes wait for people: {error}")


def draw(acting: Acting, award_id: str) -> None:
    """Print what each screen costs the server, the median of five."""
    first = award_defaults().offices[0].id
    views = {
        "cases": {}, "applications": {"view": "applications"}, "all offices": {"view": "rounds"},
        "one office": {"view": "rounds", "round": first}, "final": {"view": "rounds", "round": "final"},
        "record": {"view": "trail"}, "criteria": {"do": "rules"},
    }  # fmt: skip
    for what, query in views.items():
        costs, clocks = [], []
        for _ in range(TIMES):
            begun, cpu = time.perf_counter(), time.process_time()
            app = AppTest.from_file(str(FRAME), default_timeout=120)
            app.session_state[keys.VIEWER] = acting.viewer.person_id
            for name, value in {"lang": "ko", "award": award_id, **query}.items():
                app.query_params[name] = value
            app.switch_page("../../../pages/award.py").run()
            if app.exception or app.error:
                sys.exit(f"{what}: {app.exception or app.error}")
            costs.append(time.process_time() - cpu)
            clocks.append(time.perf_counter() - begun)
        print(f"| screen: {what} | {statistics.median(costs):.2f} | {statistics.median(clocks):.2f} |", flush=True)


def main(many: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DEALFLOW_DATA_DIR": folder, "DEALFLOW_DEMO": "true", "DEALFLOW_WAREHOUSE_PATH": ":memory:"}
        ws = context.workspace()
        acting, award_id, secret = set_up(ws)
        print("| what | CPU s | clock s |\n|---|---:|---:|")
        last = timed(f"{many} applications handed in", lambda: apply(ws, award_id, secret, many))
        timed("all taken in as cases", lambda: taking_in.take_all_in(acting, award_id))
        made = timed("3 judges an office", lambda: judges.appoint_everywhere(acting, award_id, 3))
        timed(f"{many * 3} sheets of the preliminaries", lambda: mark(ws, made, 1))
        sent = timed("offices that are ready sent to the final", lambda: offices.send_ready(acting, award_id))
        final = tuple(judges.appoint(acting, award_id, AwardRound.FINAL) for _ in range(5))
        timed("sheets of the final", lambda: mark(ws, final, 2))
        view = awards.award(acting, award_id)
        print(f"sent: {sent}; rankings as counted by hand: {compare(view)}")
        settle(acting, award_id)
        lines = timed("the record", lambda: trail.trail(acting, award_id))
        view = awards.award(acting, award_id)
        timed("the workbook", lambda: results_book.as_xlsx(view, lines, Language.KO))
        timed("page of the call", lambda: call_page.call(applying.open_call(ws, award_id, secret, at=AT), "/", "ko"))
        paper = timed("page of an application", lambda: applying.open_application(ws, *last, at=AT))
        call_page.receipt(paper, "ko", call_page.Shown())
        judge, key = made[0]
        timed("a judge's page", lambda: score_sheet.page(judging.open_paper(ws, judge.id, key), "ko"))
        print(f"the record has {len(lines)} lines")
        draw(acting, award_id)
        context.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 130)
