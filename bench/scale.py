"""Many decks: does a second core help, does memory stay flat, do ten times the decks cost ten times as much?

``python bench/scale.py [--decks 100] [--many 1000]`` paints fictional decks with names and figures of their own (beyond
a hundred the same again under another hash) and reads them. Needs what painting needs: reportlab and Nanum fonts.
CPU seconds hold on a busy machine too; wall-clock times only on a calm one, so the load is printed beside them.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "data" / "demo"))

from fiction import pages_company as about
from fiction import paint_canvas, plans

from dealflow.actions.claims.executors import pool_of, read_many
from dealflow.actions.claims.reading_worker import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fiction.facts import Company

paint_canvas.TTFont = cache(paint_canvas.TTFont)  # opening a font takes a third of a second: once is enough
KINDS = 100
CANVAS = next(plan for plan in plans.PLANS if plan.painter == "canvas")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def company_of(number: int, company: Company) -> Company:
    """Return a company with a name and figures of its own, all in proportion."""
    share = 1 + number / 50
    money = company.money
    return replace(
        company,
        number=company.number + 100 + number,
        employees=company.employees + number,
        money=replace(
            money,
            revenue={year: round(amount * share) for year, amount in money.revenue.items()},
            operating={year: round(amount * share) for year, amount in money.operating.items()},
            net={year: round(amount * share) for year, amount in money.net.items()},
        ),
    )


def painted(number: int, folder: Path) -> bytes:
    """Return one deck of so many pages as its plan has, painted by hand on a canvas."""
    plan = plans.PLANS[number % len(plans.PLANS)]
    company = company_of(number, plans.company_of(plan))
    slides = tuple(plans.PAGES[page](company, plan.voice) for page in plan.pages.split())
    title = f"{about.name(company, plan.voice)} {number:03d}"
    path = folder / "deck.pdf"
    paint_canvas.paint(
        plans.Deck(f"deck{number}", title, slides, "canvas", CANVAS.look, f"{title}  |  DEMO", company.product), path
    )
    return path.read_bytes()


def decks(kinds: list[bytes], count: int) -> Iterator[tuple[str, bytes]]:
    """Yield so many decks by name, no two with the same bytes."""
    for number in range(count):
        mark = b"" if number < len(kinds) else b"\n%% copy %d\n" % number
        yield f"deck{number:04d}.pdf", kinds[number % len(kinds)] + mark


def resident_mb() -> float:
    """Return how much memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE_BYTES / 1e6


def in_process(files: Iterable[tuple[str, bytes]]) -> tuple[float, int, int]:
    """Return CPU seconds, pages and claims of reading decks one after the other in this process."""
    began, pages, claims = time.process_time(), 0, 0
    for name, data in files:
        reading = read(data, name, with_ocr=False)
        pages += len(reading.page_sizes_pt)
        claims += len(reading.claims)
    return time.process_time() - began, pages, claims


def pooled(files: Iterable[tuple[str, bytes]], workers: int) -> tuple[float, float, float]:
    """Return wall seconds, and CPU seconds of the workers and of this process, of reading decks in sandboxes."""
    wall, own, theirs = time.monotonic(), time.process_time(), _children_s()
    for name, said in read_many(pool_of("", workers), files):
        if isinstance(said, Exception):
            print(f"{name}: {said}")
    return time.monotonic() - wall, _children_s() - theirs, time.process_time() - own


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cost(kinds: list[bytes], many: int) -> None:
    """Print the CPU and memory of a tenth of the decks and of all of them, in one process."""
    in_process(decks(kinds, 5))
    few = many // 10
    spent, pages, claims = in_process(decks(kinds, few))
    after_few = resident_mb()
    print(f"{few} decks in one process: {spent:.1f} CPU s, {pages / spent:.0f} pages/s, {claims} claims,", end=" ")
    print(f"{after_few:.0f} MB", flush=True)
    more, pages, claims = in_process(decks(kinds, many))
    print(f"{many} decks in one process: {more:.1f} CPU s, {pages / more:.0f} pages/s, {claims} claims,", end=" ")
    print(f"{resident_mb():.0f} MB: {more / spent:.2f} times the CPU, {resident_mb() / after_few:.2f} times the memory")


def cores(kinds: list[bytes], count: int, rounds: int) -> None:
    """Print what a second worker brings, in rounds that take turns so that noise meets both alike."""
    sizes, two = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    files = list(decks(kinds, count))
    before = 0.0
    for turn in range(rounds):
        part = files[turn::rounds]
        for total, workers in ((sizes, 1), (two, 2)):
            total[:] = [sum(pair) for pair in zip(total, pooled(part, workers), strict=True)]
        before = before or resident_mb()
    load = os.getloadavg()[0]
    print(f"{count} decks in sandboxes, load {load:.1f}: one worker {sizes[0]:.0f} s, two {two[0]:.0f} s:", end=" ")
    print(f"{sizes[0] / two[0]:.2f} times as fast by the clock")
    print(f"  CPU of the workers {sizes[1]:.0f} s and {two[1]:.0f} s, of the parent {two[2]:.1f} s:", end=" ")
    alone = sizes[1] + sizes[2]
    print(f"{alone / max((two[1] + two[2]) / 2, two[2]):.2f} times as fast by the CPU spent, on two free cores")
    print(f"  the parent held {before:.0f} MB after {2 * count // rounds} decks, {resident_mb():.0f} MB at the end")


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--decks", type=int, default=100, help="on one worker and on two; 0: not")
    options.add_argument("--many", type=int, default=1000, help="against a tenth of them; 0: not")
    options.add_argument("--rounds", type=int, default=10)
    namespace = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kinds = [painted(number, Path(folder)) for number in range(min(KINDS, max(namespace.decks, namespace.many)))]
    if namespace.decks:
        cores(kinds, namespace.decks, namespace.rounds)
    if namespace.many:
        cost(kinds, namespace.many)
    return 0


if __name__ == "__main__":
    sys.exit(main())
