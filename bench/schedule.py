"""How good and how fast timetables are: on days drawn here, or on published instances.

    python bench/schedule.py [--days FOLDER] [--judge SCRIPT] [--events FOLDER] [--published CSV] [--seconds N]
    python bench/schedule.py solve INSTANCE --out PLAN.json --seconds 60
    python bench/schedule.py replan INSTANCE

Days are IR days (JSON), events are B2B events (MiniZinc data). Ends with 1 where a rule is broken or a published
optimum is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dealflow.schedule.remaining import RunningDay

sys.path.insert(0, str(Path(__file__).parent))

from schedule_days import drawn_day
from schedule_files import ir_day, plan_of, read_instance

from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.timetable import Firm, Problem, Timetable
from dealflow.domain.irday.timetable.timetable_diff import changes
from dealflow.domain.values.day_span import Span
from dealflow.errors import NoTimetableError
from dealflow.schedule.replan import replan
from dealflow.schedule.solve import solve


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", choices=("bench", "solve", "replan"), default="bench")
    parser.add_argument("instance", nargs="?", type=Path)
    parser.add_argument("--out", type=Path, help="where to write the plan")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--spread", type=int, default=2, help="the fairness of B2B events")
    parser.add_argument("--days", type=Path, help="a folder of IR days, instead of days drawn here")
    parser.add_argument("--judge", type=Path, help="a script that judges a plan: INSTANCE PLAN")
    parser.add_argument("--events", type=Path, help="a folder of B2B events")
    parser.add_argument("--published", type=Path, help="the table of published results")
    namespace = parser.parse_args()
    if namespace.command == "bench":
        is_good = all([_days(namespace), _events(namespace)])
    elif namespace.instance is None:
        parser.error("which instance?")
    elif namespace.command == "solve":
        is_good = _solve_one(namespace)
    else:
        is_good = _replan_one(namespace)
    sys.exit(0 if is_good else 1)


def _solve_one(namespace: argparse.Namespace) -> bool:
    problem = read_instance(namespace.instance, spread=namespace.spread)
    began = time.process_time()
    try:
        solution = solve(problem, seconds=namespace.seconds, seed=namespace.seed)
    except NoTimetableError as error:
        print(f"no timetable: {error.parameters['explanation']}")
        return False
    print(
        f"{namespace.instance.stem}: {solution.worth}, bound {solution.bound}, optimal {solution.is_optimal}, "
        f"{solution.seconds:.1f} s by the clock, {time.process_time() - began:.1f} CPU s"
    )
    if namespace.out:
        namespace.out.write_text(json.dumps(_plan(problem, solution.timetable)), "utf-8")
    return clashes(problem, solution.timetable) == ()


def _plan(problem: Problem, timetable: Timetable) -> dict[str, object]:
    """Return the plan as the judge of IR days reads it; that of an event as slots of its meetings."""
    if problem.stages:
        return plan_of(timetable)
    return {"meetings": [[meeting.company, meeting.investor, meeting.slot] for meeting in timetable.meetings]}


def _days(namespace: argparse.Namespace) -> bool:
    """Print a line for each IR day, and return whether no rule was broken."""
    print("| day | worth | bound | of the bound | clock s | CPU s | MB | judged |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    is_good = True
    for name, day in _all_days(namespace):
        problem = ir_day(day)
        began = time.process_time()
        found = solve(problem, seconds=namespace.seconds, seed=namespace.seed)
        cpu = time.process_time() - began
        judged = _judged(namespace, name, day, found.timetable)
        is_sound = clashes(problem, found.timetable) == () and judged in {None, found.worth.total}
        is_good &= is_sound
        share = f"{100 * found.worth.total / found.bound:.1f} %" if found.bound else ""
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        verdict = "" if judged is None else str(judged)
        print(
            f"| {name} | {found.worth.total:,} | {found.bound or 0:,} | {share} | {found.seconds:.1f} | {cpu:.1f} "
            f"| {megabytes} | {verdict if is_sound else f'BROKEN {verdict}'} |",
            flush=True,
        )
    return is_good


def _all_days(namespace: argparse.Namespace) -> Iterator[tuple[str, dict[str, object]]]:
    if namespace.days:
        for path in sorted(namespace.days.glob("*.json")):
            yield path.stem, json.loads(path.read_text("utf-8"))
        return
    for companies, investors, slots in ((20, 15, 12), (60, 40, 24), (200, 100, 32)):
        for is_block in (True, False):
            name = f"{companies}x{investors}x{slots}-{'block' if is_block else 'mixed'}"
            yield name, drawn_day(companies, investors, slots, is_block=is_block, seed=namespace.seed)


def _judged(namespace: argparse.Namespace, name: str, day: dict[str, object], timetable: Timetable) -> int | None:
    """Return the value that the judge finds; -1: it finds a rule broken; None: there is no judge."""
    if not namespace.judge:
        return None
    folder = Path("data/local/bench-schedule")
    folder.mkdir(parents=True, exist_ok=True)
    instance, plan = folder / f"{name}.json", folder / f"{name}.plan.json"
    instance.write_text(json.dumps(day), "utf-8")
    plan.write_text(json.dumps(plan_of(timetable)), "utf-8")
    command = [sys.executable, str(namespace.judge), str(instance), str(plan)]
    verdict = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(json.loads(verdict.stdout.splitlines()[-1])["value"]) if verdict.returncode == 0 else -1


def _events(namespace: argparse.Namespace) -> bool:
    """Print a line for each B2B event, and return whether every published optimum was reached and proved."""
    if not namespace.events:
        return True
    published = _published(namespace)
    print("| event | breaks | proved | published | published s | clock s | CPU s |")
    print("|---|---:|---|---:|---:|---:|---:|")
    is_good = True
    for path in sorted(namespace.events.glob("*.dzn")):
        problem = read_instance(path, spread=namespace.spread)
        began, cpu = time.monotonic(), time.process_time()
        breaks, is_proved = _breaks(problem, namespace)
        value, seconds = published.get(path.stem, ("", ""))
        is_same = not value or (is_proved and breaks == value)
        is_good &= is_same
        print(
            f"| {path.stem} | {breaks} | {'yes' if is_proved else 'NO'} | {value}{'' if is_same else ' MISSED'} "
            f"| {seconds} | {time.monotonic() - began:.1f} | {time.process_time() - cpu:.1f} |",
            flush=True,
        )
    return is_good


def _breaks(problem: Problem, namespace: argparse.Namespace) -> tuple[str, bool]:
    """Return the number of breaks (``-``: there is no timetable), and whether it is proved."""
    try:
        solution = solve(problem, seconds=namespace.seconds, seed=namespace.seed)
    except NoTimetableError as error:
        explanation = error.parameters["explanation"]
        return ("-", True) if getattr(explanation, "is_possible", None) is False else ("?", False)
    if clashing := clashes(problem, solution.timetable):
        sys.exit(f"a timetable that clashes was given as sound: {clashing}")
    return str(solution.worth.gaps + solution.worth.company_gaps), solution.is_optimal


def _published(namespace: argparse.Namespace) -> dict[str, tuple[str, str]]:
    """Return the published best value and seconds (MaxSAT) of each instance at this fairness."""
    if not namespace.published:
        return {}
    with namespace.published.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines) if len(row) > 5]  # noqa: PLR2004 - columns
    return {row[0]: (row[5], row[4]) for row in rows if row[3] == "MaxSAT" and row[1] == str(namespace.spread)}


def _replan_one(namespace: argparse.Namespace) -> bool:
    """Print what a no-show, a late company, an investor who leaves and a closed table change, and the time it takes."""
    problem = read_instance(namespace.instance)
    published = solve(problem, seconds=namespace.seconds, seed=namespace.seed).timetable
    middle = problem.slots[len(problem.slots) // 3].span.start_min
    print("| what happens | fill | clock s | CPU s | moved | cancelled | added | told | least |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---|")
    is_good = True
    for name, changed, now_min in _happenings(problem, middle):
        for fill in (False, True):
            began, cpu = time.monotonic(), time.process_time()
            solution = replan(RunningDay(changed, published, now_min), seconds=namespace.seconds, fill=fill)
            what = changes(published, solution.timetable)
            is_good &= clashes(changed, solution.timetable, since_min=now_min) == ()
            print(
                f"| {name} | {'yes' if fill else 'no'} | {time.monotonic() - began:.1f} "
                f"| {time.process_time() - cpu:.1f} | {sum(m.was.slot != m.now.slot for m in what.moved)} "
                f"| {len(what.cancelled)} | {len(what.added)} | {len(what.affected)} "
                f"| {'yes' if solution.is_optimal else ''} |"
            )
    return is_good


def _happenings(problem: Problem, middle: int) -> Iterator[tuple[str, Problem, int]]:
    companies = [firm for firm in problem.firms if firm.id.startswith("c")]
    investors = [firm for firm in problem.firms if firm.id.startswith("v")]
    gone = companies[3].id
    yield (
        "a company does not come",
        replace(
            problem,
            firms=tuple(firm for firm in problem.firms if firm.id != gone),
            pairs=tuple(pair for pair in problem.pairs if pair.company != gone),
            pitchers=tuple(pitcher for pitcher in problem.pitchers if pitcher.company != gone),
        ),
        0,
    )
    for late in companies[5:8]:
        yield "a company comes late", _with(problem, _free(late, Span(middle, 10**6))), 0
    yield "an investor leaves early", _with(problem, _free(investors[7], Span(0, 2 * middle))), middle
    closed = replace(problem.tables[0], closed=(Span(middle, 2 * middle),))
    yield "a table is closed", replace(problem, tables=(closed, *problem.tables[1:])), middle


def _free(firm: Firm, while_: Span) -> Firm:
    seats = tuple(replace(seat, free=tuple(span for span in seat.free if while_.covers(span))) for seat in firm.seats)
    return replace(firm, seats=seats)


def _with(problem: Problem, firm: Firm) -> Problem:
    return replace(
        problem, firms=tuple(firm if other_firm.id == firm.id else other_firm for other_firm in problem.firms)
    )


if __name__ == "__main__":
    main()
