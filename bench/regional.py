"""How fast a regional programme answers: five regions, three years, 400 firms with all their quarters, made by code.

``python bench/regional.py [FIRMS] [ROUNDS]`` (400 and 20 unless told) loads the programme of the demo with so many
firms, prints what that cost, and draws each part of its screen in Streamlit's own test runner, a write before each
second run: p95 and CPU of a run when nothing changed and of one after somebody wrote; then the report's files.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "data" / "demo"), str(ROOT)]

import regional  # the demo's own module, found by the path above
from streamlit.testing.v1 import AppTest  # after the path

from dealflow.actions.people import people  # after the path
from dealflow.actions.platform.context import Acting, Looking  # after the path
from dealflow.actions.regional import collecting, firms, programmes  # after the path
from dealflow.domain.people.access import OrganisationKind, Role, Viewer  # after the path
from dealflow.domain.people.people import NewOrganisation  # after the path
from dealflow.reports.regional import result_report  # after the path
from dealflow.ui.kit import context, keys  # after the path

FRAME: Final = ROOT / "dealflow" / "ui" / "kit" / "frame.py"
SYSTEM: Final = Viewer("system", "system", Role.ADMIN)
NOW: Final = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def main() -> None:
    """Load, draw, print."""
    many, rounds = (int(text) for text in (*sys.argv[1:], *("400", "20")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DEALFLOW_DATA_DIR": folder, "DEALFLOW_DEMO": "true"}
        ws = context.workspace()
        acting = Acting(ws, SYSTEM, NOW, "bench")
        people.register_organisation(
            acting, NewOrganisation("기관(가상)", "Agency (Fictional)", OrganisationKind.ORGANISER), organisation_id="o"
        )
        people.register_person(acting, name="담당", organisation_id="o", role=Role.ORGANISER, person_id="o-1")
        organiser, cpu = Viewer("o-1", "o", Role.ORGANISER), time.process_time()
        programme_id = regional.load(ws, organiser, NOW.date(), many, NOW)
        cpu = time.process_time() - cpu
        view = programmes.programme(Looking(ws, organiser), programme_id)
        print(f"{len(view.books.firms)} firms, {len(view.books.reports)} reports: {cpu:.1f} CPU s to load")
        first = view.books.firms[0].id

        off = itertools.cycle((True, False))

        def write() -> None:
            firms.withdraw_firm(Acting(ws, organiser, NOW), programme_id, first, withdrawn=next(off))

        for name, query in (
            ("overview", {}), ("overview, one year", {"year": str(view.programme.last_year)}),
            ("firms", {"view": "firms"}), ("collection", {"view": "collect"}), ("report", {"view": "report"}),
            ("firm opened", {"view": "firms", "do": "firm", "firm": first}),
        ):  # fmt: skip
            print(f"{name:22} {runs(query, rounds, write)}")
        years = view.programme.years
        for form in result_report.FORMS:
            begun = time.process_time()
            data = result_report.file(view, years, form, None, (NOW, "ko"))
            print(f"{form:6} {time.process_time() - begun:.2f} CPU s, {len(data) // 1000} kB")
        begun = time.process_time()
        collecting.collection(Looking(ws, organiser), programme_id, max(r.period for r in view.books.reports))
        print(f"collection asked {1000 * (time.process_time() - begun):.0f} ms CPU")


def runs(query: dict[str, str], rounds: int, write: Callable[[], None]) -> str:
    """Return p95 and mean CPU of runs of a part of the screen, unchanged and after a write."""
    app = AppTest.from_file(str(FRAME), default_timeout=120)
    app.session_state[keys.VIEWER] = "o-1"
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page("../../../pages/regional.py")
    app.run()
    answers = []
    for act in (lambda: None, write):
        times, cpu = [], 0.0
        for _ in range(rounds):
            act()
            begun, begun_cpu = time.perf_counter(), time.process_time()
            app.run()
            times.append(time.perf_counter() - begun)
            cpu += time.process_time() - begun_cpu
        if app.exception:
            raise SystemExit(str(app.exception))
        p95 = sorted(times)[max(0, round(0.95 * rounds) - 1)]
        answers.append(f"p95 {1000 * p95:4.0f} ms, CPU {1000 * cpu / rounds:4.0f} ms")
    return " | after a write ".join(answers)


if __name__ == "__main__":
    main()
