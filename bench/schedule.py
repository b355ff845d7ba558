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
    given = parser.parse_args()
    if given.command == "bench":
        is_good = all([_days(given), _events(given)])
    elif given.instance is None:
        parser.error("which instance?")
    elif given.command == "solve":
        is_good = _solve_one(given)
    else:
        is_good = _replan_one(given)
    sys.exit(0 if is_good else 1)


def _solve_one(given: argparse.Namespace) -> bool:
    problem = read_instance(given.instance, spread=given.spread)
    began = time.process_time()
    try:
        found = solve(problem, seconds=given.seconds, seed=given.seed)
    except NoTimetableError as error:
        print(f"no timetable: {error.parameters['explanation']}")
        return False
    print(
        f"{given.instance.stem}: {found.worth}, bound {found.bound}, optimal {found.is_optimal}, "
        f"{found.seconds:.1f} s by the clock, {time.process_time() - began:.1f} CPU s"
    )
    if given.out:
        given.out.write_text(json.dumps(_plan(problem, found.timetable)), "utf-8")
    return clashes(problem, found.timetable) == ()


def _plan(problem: Problem, timetable: Timetable) -> dict[str, object]:
    """Return the plan as the judge of IR days reads it; that of an event as slots of its meetings."""
    if problem.stages:
        return plan_of(timetable)
    return {"meetings": [[each.company, each.investor, each.slot] for each in timetable.meetings]}


def _days(given: argparse.Namespace) -> bool:
    """Print a line for each IR day, and return whether no rule was broken."""
    print("| day | worth | bound | of the bound | clock s | CPU s | MB | judged |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    is_good = True
    for name, day in _all_days(given):
        problem = ir_day(day)
        began = time.process_time()
        found = solve(problem, seconds=given.seconds, seed=given.seed)
        cpu = time.process_time() - began
        judged = _judged(given, name, day, found.timetable)
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


def _all_days(given: argparse.Namespace) -> Iterator[tuple[str, dict[str, object]]]:
    if given.days:
        for path in sorted(given.days.glob("*.json")):
            yield path.stem, json.loads(path.read_text("utf-8"))
        return
    for companies, investors, slots in ((20, 15, 12), (60, 40, 24), (200, 100, 32)):
        for is_block in (True, False):
            name = f"{companies}x{investors}x{slots}-{'block' if is_block else 'mixed'}"
            yield name, drawn_day(companies, investors, slots, is_block=is_block, seed=given.seed)


def _judged(given: argparse.Namespace, name: str, day: dict[str, object], timetable: Timetable) -> int | None:
    """Return the value that the judge finds; -1: it finds a rule broken; None: there is no judge."""
    if not given.judge:
        return None
    folder = Path("data/local/bench-schedule")
    folder.mkdir(parents=True, exist_ok=True)
    instance, plan = folder / f"{name}.json", folder / f"{name}.plan.json"
    instance.write_text(json.dumps(day), "utf-8")
    plan.write_text(json.dumps(plan_of(timetable)), "utf-8")
    told = subprocess.run(  # noqa: S603 - the script that was named on the command line
        [sys.executable, str(given.judge), str(instance), str(plan)], capture_output=True, text=True, check=False
    )
    return int(json.loads(told.stdout.splitlines()[-1])["value"]) if told.returncode == 0 else -1


def _events(given: argparse.Namespace) -> bool:
    """Print a line for each B2B event, and return whether every published optimum was reached and proved."""
    if not given.events:
        return True
    published = _published(given)
    print("| event | breaks | proved | published | published s | clock s | CPU s |")
    print("|---|---:|---|---:|---:|---:|---:|")
    is_good = True
    for path in sorted(given.events.glob("*.dzn")):
        problem = read_instance(path, spread=given.spread)
        began, cpu = time.monotonic(), time.process_time()
        breaks, is_proved = _breaks(problem, given)
        value, seconds = published.get(path.stem, ("", ""))
        is_same = not value or (is_proved and breaks == value)
        is_good &= is_same
        print(
            f"| {path.stem} | {breaks} | {'yes' if is_proved else 'NO'} | {value}{'' if is_same else ' MISSED'} "
            f"| {seconds} | {time.monotonic() - began:.1f} | {time.process_time() - cpu:.1f} |",
            flush=True,
        )
    return is_good


def _breaks(problem: Problem, given: argparse.Namespace) -> tuple[str, bool]:
    """Return the number of breaks (``-``: there is no timetable), and whether it is proved."""
    try:
        found = solve(problem, seconds=given.seconds, seed=given.seed)
    except NoTimetableError as error:
        explanation = error.parameters["explanation"]
        return ("-", True) if getattr(explanation, "is_possible", None) is False else ("?", False)
    assert clashes(problem, found.timetable) == ()  # noqa: S101 - a fault of ours
    return str(found.worth.gaps + found.worth.company_gaps), found.is_optimal


def _published(given: argparse.Namespace) -> dict[str, tuple[str, str]]:
    """Return the published best value and seconds (MaxSAT) of each instance at this fairness."""
    if not given.published:
        return {}
    with given.published.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines) if len(row) > 5]  # noqa: PLR2004 - columns
    return {row[0]: (row[5], row[4]) for row in rows if row[3] == "MaxSAT" and row[1] == str(given.spread)}


def _replan_one(given: argparse.Namespace) -> bool:
    """Print what a no-show, a late company, an investor who leaves and a closed table change, and the time it takes."""
    problem = read_instance(given.instance)
    published = solve(problem, seconds=given.seconds, seed=given.seed).timetable
    middle = problem.slots[len(problem.slots) // 3].span.start_min
    print("| what happens | fill | clock s | CPU s | moved | cancelled | added | told | least |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---|")
    is_good = True
    for name, changed, now_min in _happenings(problem, middle):
        for fill in (False, True):
            began, cpu = time.monotonic(), time.process_time()
            found = replan(changed, published, now_min=now_min, seconds=given.seconds, fill=fill)
            what = changes(published, found.timetable)
            is_good &= clashes(changed, found.timetable, since_min=now_min) == ()
            print(
                f"| {name} | {'yes' if fill else 'no'} | {time.monotonic() - began:.1f} "
                f"| {time.process_time() - cpu:.1f} | {sum(m.was.slot != m.now.slot for m in what.moved)} "
                f"| {len(what.cancelled)} | {len(what.added)} | {len(what.told)} "
                f"| {'yes' if found.is_optimal else ''} |"
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
    return replace(problem, firms=tuple(firm if each.id == firm.id else each for each in problem.firms))


if __name__ == "__main__":
    main()
