"""How long does a browser take from a click to the screen? ``python bench/switch.py [ROUNDS] [COMPANIES]``.

Serves the fictional event (``DEALFLOW_BENCH_DIR``: a folder that holds it already, or other books), and lets one
Chromium go from screen to screen by the menu. A switch counts from the click until the screen is drawn and the server
is done; the first page from the address to the same, on a server that just started, beside a Streamlit app of one line;
the first slide from the click on a deck that waits until its picture stands, a second and a half after the list came.
The server's CPU a switch is what to read where others share the machine. COMPANIES brings so many into the analyst's
pipeline first, by a sheet.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
from import_sheet import sheet
from load import SCREENS, free_port, load_event, served, wait_for
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.imports import ImportOrder
from dealflow.settings import Settings

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
_READY = '[data-testid="stApp"][data-test-script-state="notRunning"] h1'
_SWITCH = """async name => {
  const app = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState;
  const link = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')]
    .find(link => new URL(link.href).pathname.replace(/^\\//, "") === name);
  if (!link) return null;
  const title = () => document.querySelector('[data-testid="stApp"] h1')?.textContent;
  const began = performance.now(), before = title();
  link.click();
  let ran = false;  // a short run begins and ends between two frames: then the new title tells it
  while (performance.now() - began < 30000) {
    await new Promise(requestAnimationFrame);
    ran ||= app() === "running" || title() !== before;
    const isThere = location.pathname.replace(/^\\//, "") === name;
    if (ran && isThere && app() === "notRunning") return performance.now() - began;
  }
  return null;
}"""
_SLIDE = """async number => {
  const isThere = image => image && image.getAttribute("src") && image.complete && image.naturalWidth;
  const onBench = () => [...document.querySelectorAll('[class*="st-key-review_slide_"] *')]
    .filter(host => host.shadowRoot).map(host => host.shadowRoot.querySelector(".slide img")).find(isThere);
  const began = performance.now();
  let slide = null;
  document.querySelectorAll('[class*="st-key-start_"] button')[number].click();
  while (performance.now() - began < 30000) {
    await new Promise(requestAnimationFrame);
    if (!slide && isThere(document.querySelector(".first-slide img"))) slide = performance.now() - began;
    if (onBench()) return [slide || performance.now() - began, performance.now() - began];
  }
  return null;
}"""
_REVIEWS = 8
_PAIRS = 8


@contextmanager
def bare() -> Iterator[str]:
    """Serve a Streamlit app of one line, and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare.py").write_text("import streamlit as st\n\nst.title('bare')\n", encoding="utf-8")
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", "bare.py", "--server.headless=true"]
        command += [f"--server.port={port}", "--server.address=127.0.0.1"]
        server = subprocess.Popen(command, cwd=folder, stdout=sys.stderr)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(30)


def first_page_ms(browser: Browser, address: str) -> float:
    """Return how long the first page takes in a fresh profile."""
    with browser.new_context(viewport=LAPTOP, locale="ko-KR") as context:
        page = context.new_page()
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_selector(_READY, timeout=60_000)
        return 1000 * (time.perf_counter() - began)


def switches_ms(page: Page, rounds: int) -> dict[str, list[float]]:
    """Return by screen how long it took to come to it, in so many rounds; the first is left out, as it warms."""
    times: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        for name in SCREENS:
            spent = page.evaluate(_SWITCH, name)
            if spent is not None and number:
                times.setdefault(name or "home", []).append(spent)
    return times


def slides_ms(page: Page, address: str) -> list[tuple[float, float]]:
    """Return how long the first slide and the workbench take after the click on a deck that waits, deck by deck."""
    times: list[tuple[float, float]] = []
    for number in range(_REVIEWS):
        page.goto(f"{address}review")
        page.wait_for_selector('[class*="st-key-start_"] button', timeout=60_000)
        page.wait_for_timeout(1500)
        slide, bench = page.evaluate(_SLIDE, number)
        times.append((slide, bench))
    return times


def told(name: str, times: Sequence[float]) -> None:
    """Print the median and the 95th percentile of some times."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"  {name:<12} p50 {statistics.median(ordered):6.0f} ms  p95 {p95:6.0f} ms  of {len(ordered)}")


def compare_first_pages(browser: Browser, address: str, bare_address: str) -> None:
    """Print how long the first page takes beside a bare app's, in turn, so that both meet the same machine."""
    print(f"first page of a fresh server {first_page_ms(browser, address):.0f} ms")
    first_page_ms(browser, bare_address)
    pairs = [(first_page_ms(browser, bare_address), first_page_ms(browser, address)) for _ in range(_PAIRS)]
    for name, spent in zip(("bare app", "first again"), zip(*pairs, strict=True), strict=True):
        told(name, spent)
    print(
        f"  a first page to a bare one, in the middle: {statistics.median(ours / theirs for theirs, ours in pairs):.2f}"
    )


def measure(browser: Browser, host: str, server: psutil.Process, rounds: int) -> None:
    """Print the switches and the first slide of a server."""
    address = f"http://{host}/"
    with browser.new_context(viewport=LAPTOP, locale="ko-KR") as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector(_READY, timeout=60_000)
        before = server.cpu_times()
        times = switches_ms(page, rounds)
        after = server.cpu_times()
        for name, spent in times.items():
            told(name, spent)
        every = [spent for of_screen in times.values() for spent in of_screen]
        told("all", every)
        cpu_s = after.user + after.system - before.user - before.system
        print(f"  the server's CPU a switch: {1000 * cpu_s / (len(SCREENS) * (rounds + 1)):.0f} ms")
        for name, spent in zip(("first slide", "workbench"), zip(*slides_ms(page, address), strict=True), strict=True):
            print(f"{name}: the very first {spent[0]:.0f} ms")
            told(name, spent)


def bring(folder: Path, count: int) -> None:
    """Bring so many companies into the pipeline of the house of whom the screens begin with."""
    settings = Settings(data_dir=folder, demo=True, database_url="")
    ws = open_workspace(settings)
    try:
        me = people.viewer_of(ws, people.people(ws)[0].id)
        brought = pipeline_sheet.read("pipeline.csv", sheet(count))
        uses, meanings, _ = imports.proposal(Looking(ws, me), brought)
        now = datetime.now(UTC)
        result = imports.run(Acting(ws, me, now), ImportOrder(brought, uses, "vc", meanings), leave_out=True)
        print(f"companies brought: {imports.counts_of(result.rows)}")
    finally:
        close_workspace(ws)


def main(rounds: int, companies: int) -> None:
    """Serve, look, and print."""
    folder = os.environ.get("DEALFLOW_BENCH_DIR") or tempfile.mkdtemp()
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        if companies:
            load_event(Path(folder))
            bring(Path(folder), companies)
        with served(Path(folder)) as (host, server):
            with bare() as bare_address:
                compare_first_pages(browser, f"http://{host}/", bare_address)
            measure(browser, host, server, rounds)
        browser.close()
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    counts = [int(argument) for argument in sys.argv[1:]]
    main(counts[0] if counts else 10, counts[1] if len(counts) > 1 else 0)
