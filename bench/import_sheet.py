"""How long does a pipeline take that somebody brings along? ``python bench/import_sheet.py [rows…]``.

By the clock, and the CPU of this process (a database server's own is not in it): other work shares the machine.

With ``DEALFLOW_DATABASE_URL`` of an empty PostgreSQL database it is measured there, else in a SQLite file.
"""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from typing import TypeVar

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.actions.sheets import imports, pipeline_sheet, reverts
from dealflow.actions.sheets.imports import ImportOrder
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import NewOrganisation
from dealflow.settings import Settings

Made = TypeVar("Made")
AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
HEAD = ("기업명", "라운드", "단계", "IR일", "예비투심일", "담당자", "희망투자금액(억원)", "태그", "메모")
SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
)
LAST = ("테크", "로직스", "바이오", "소재", "메디칼", "푸드", "시스템", "모빌리티", "에너지", "센서")


def sheet(count: int) -> bytes:
    """Return a house's own list of so many companies, all invented, no two names near each other."""
    firsts = (f"{first}{second}{first}{third}" for first, second, third in product(SYLLABLES, repeat=3))
    names = (f"{first}{LAST[place % len(LAST)]}(가상)" for place, first in enumerate(islice(firsts, 0, None, 7)))
    out = io.StringIO()
    rows = [
        (name, "Series A", "예비투심", "2025-11-03", "2026-01-15", "심사역 A", 10 + place % 40, "제조AI", "첫 통화")
        for place, name in enumerate(islice(names, count))
    ]
    csv.writer(out).writerows([HEAD, *rows])
    return out.getvalue().encode("utf-8-sig")


def timed(what: str, work: Callable[[], Made]) -> Made:
    """Return what ``work`` makes, and print how long it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    made = work()
    print(f"  {what}: {time.perf_counter() - begun:.1f} s, CPU {time.process_time() - cpu:.2f} s")
    return made


def measure(ws: Workspace, count: int) -> None:
    """Take a sheet of so many rows in, and take it back."""
    me = people.viewer_of(ws, "me")
    print(f"{count} rows")
    data = sheet(count)
    brought = timed("read", lambda: pipeline_sheet.read("pipeline.csv", data))
    uses, meanings, _ = imports.proposal(Looking(ws, me), brought)
    order = ImportOrder(brought, uses, "vc", meanings)
    timed("try", lambda: imports.preview(Looking(ws, me), order, at=AT))
    result = timed("run", lambda: imports.run(Acting(ws, me, AT), order, leave_out=True))
    print(f"    {imports.counts_of(result.rows)}")
    back = timed("revert", lambda: reverts.revert(Acting(ws, me, AT + timedelta(hours=1)), result.import_id))
    print(f"    {back.withdrawn} withdrawn, {back.restored} restored, {len(back.stayed)} stayed")


def main() -> int:
    """Measure each number of rows in books of its own."""
    for count in map(int, sys.argv[1:] or ("200", "5000")):
        with tempfile.TemporaryDirectory() as folder:
            url = os.environ.get("DEALFLOW_DATABASE_URL")
            settings = Settings(data_dir=Path(folder), warehouse_path=":memory:", workspace=f"import{count}")
            ws = open_workspace(settings.model_copy(update={"database_url": url}) if url else settings, follow=False)
            acting = Acting(ws, people.SYSTEM, AT - timedelta(days=1))
            house = NewOrganisation("가나벤처스(가상)", "Gana (Fictional)", OrganisationKind.VC)
            people.register_organisation(acting, house, organisation_id="a")
            people.register_person(acting, name="심사역 A", organisation_id="a", role=Role.ANALYST, person_id="me")
            measure(ws, count)
            close_workspace(ws)
    return 0


if __name__ == "__main__":
    sys.exit(main())
