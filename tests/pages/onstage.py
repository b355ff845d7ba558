"""A stage for the pages' tests: a real workspace with two firms and their books, and the app run over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from dealflow.actions.claims import intake, review
from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit, open_workspace, record
from dealflow.domain.claims.claims import Claim, ClaimStatus, Evidence, Scope
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Submission
from dealflow.domain.claims.events import DeckRead, DeckRefused
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import Audience, OrganisationKind, Role, Viewer
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.event import By
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.settings import Settings
from dealflow.ui.kit import context, keys
from dealflow.ui.kit.grid import Cell

ROOT = Path(__file__).parents[2]
TODAY = context.today()
NOW = datetime.combine(TODAY, time(1), UTC)
"""Ten in the morning in Seoul, on the day of the test."""


@dataclass(frozen=True)
class Books:
    """What is on stage: firm A's and firm B's analysts, two companies, their deck, and firm A's engagements."""

    anna: Viewer
    bora: Viewer
    vera: Viewer
    guest: Viewer
    gaon: str
    nuri: str
    deck: str
    moved: str
    quiet: str
    rival: str


def opened(folder: Path) -> Workspace:
    """Return a workspace of its own."""
    return open_workspace(Settings(data_dir=folder, demo=True, warehouse_path=":memory:"))


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def _person(ws: Workspace, name: str, organisation: str, role: Role, company: str | None = None) -> Viewer:
    people.register_person(
        Acting(ws, people.SYSTEM, days_ago(200)),
        name=name,
        organisation_id=organisation,
        role=role,
        person_id=name,
        company_id=company,
    )
    return people.viewer_of(ws, name)


def _claim(name: str, metric: str, value: int, unit: Unit) -> Claim:
    year = Period(
        PeriodKind.YEAR, "2025", datetime(2025, 1, 1, tzinfo=UTC).date(), datetime(2025, 12, 31, tzinfo=UTC).date()
    )
    return Claim(
        id=name, metric=metric, quantity=Quantity(unit, Decimal(value)),
        evidence=(Evidence(2, (Box(10, 10, 60, 30),), (), str(value)),), label=metric, scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL, period=year, confidence=0.9, extractor="test",
    )  # fmt: skip


def _deck(ws: Workspace, by: Viewer, name: str, company: str | None, claims: tuple[Claim, ...]) -> str:
    received = intake.receive(
        Acting(ws, by, days_ago(9)),
        file_name=name,
        data=name.encode(),
        submission=Submission(company_id=company, audience=Audience.EVENT),
    )
    event = DeckRead(received.deck_id, "test", "test", ((960.0, 540.0),) * 3, (), claims)
    commit(ws, lambda session: record(ws, session, [event], By("system", days_ago(9), "worker"), after=1))
    return received.deck_id


def _refused(ws: Workspace, by: Viewer) -> None:
    received = intake.receive(
        Acting(ws, by, days_ago(8)),
        file_name="locked.pdf",
        data=b"locked",
        submission=Submission(audience=Audience.EVENT),
    )
    event = DeckRefused(received.deck_id, "encrypted")
    commit(ws, lambda session: record(ws, session, [event], By("system", days_ago(8), "worker"), after=1))


def played(ws: Workspace) -> Books:
    """Return the books after everything was entered through the actions."""
    for name, kind in (("a", OrganisationKind.VC), ("b", OrganisationKind.VC), ("o", OrganisationKind.ORGANISER)):
        people.register_organisation(
            Acting(ws, people.SYSTEM, days_ago(200)),
            NewOrganisation(f"{name}벤처스(가상)", f"{name} Ventures (Fictional)", kind),
            organisation_id=name,
        )
    anna, bora = (_person(ws, name, firm, Role.ANALYST) for name, firm in (("anna", "a"), ("bora", "b")))
    vera, olli = _person(ws, "vera", "a", Role.VIEWER), _person(ws, "olli", "o", Role.ORGANISER)
    gaon, nuri = (
        companies.register_company(
            Acting(ws, olli, days_ago(100)), CompanyDetails(ko, name_en=en, region=where, sector=what)
        )
        for ko, en, where, what in (
            ("가온(가상)", "Gaon (Fictional)", "경남", "비전검사"),
            ("누리(가상)", "Nuri (Fictional)", "부산", "로봇"),
        )
    )
    guest = _person(ws, "gil", "o", Role.COMPANY_GUEST, gaon)
    claims = (_claim("rev", "revenue", 15_300_000_000, Unit.KRW), _claim("emp", "employees_total", 42, Unit.COUNT))
    deck = _deck(ws, olli, "gaon.pdf", gaon, claims)
    _deck(ws, olli, "unknown.pdf", None, ())
    _refused(ws, olli)
    review.accept(Acting(ws, anna, days_ago(3)), "rev")

    def opening(viewer: Viewer, company: str, days: int) -> str:
        return engagements.open_engagement(
            Acting(ws, viewer, days_ago(days)),
            NewEngagement(company_id=company, investor_id=viewer.organisation_id, track="vc", round_label="Series A"),
        )

    moved, quiet, rival = opening(anna, gaon, 30), opening(anna, nuri, 40), opening(bora, gaon, 20)
    engagements.move(Acting(ws, anna, days_ago(20)), moved, "ir")
    engagements.move(Acting(ws, anna, days_ago(5)), moved, "review")
    engagements.note(Acting(ws, bora, days_ago(2)), rival, "경쟁사 메모")
    engagements.set_next_step(
        Acting(ws, anna, days_ago(4)), moved, step="실사 일정", due=TODAY - timedelta(days=1), assignee_id="anna"
    )
    return Books(anna, bora, vera, guest, gaon, nuri, deck, moved, quiet, rival)


def entering(folder: Path, environment: Callable[[str, str], None]) -> None:
    """Let the app of this process find the workspace in ``folder``, as the demo in which one chooses whom to be."""
    environment("DEALFLOW_DATA_DIR", str(folder))
    environment("DEALFLOW_DEMO", "true")
    environment("DEALFLOW_WAREHOUSE_PATH", ":memory:")
    context.close()
    st.cache_resource.clear()


def leaving() -> None:
    """Close what the app of this process opened."""
    context.close()
    st.cache_resource.clear()


def at_page(name: str, *, who: str | None = "anna", lang: str = "ko", **query: str) -> AppTest:
    """Return the app after a page was opened by its address."""
    app = AppTest.from_file(str(ROOT / "dealflow" / "ui" / "kit" / "frame.py"), default_timeout=60)
    if who is not None:
        app.session_state[keys.VIEWER] = who
    app.session_state[keys.LANGUAGE] = lang
    app.switch_page(str(ROOT / "pages" / f"{name}.py"))
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [one.value for one in app.exception]
    return app


def said(app: AppTest) -> str:
    """Return every word of the page that AppTest can read, tables and boards included."""
    kinds = ("title", "subheader", "caption", "markdown", "error", "warning", "info")
    words = [str(one.value) for kind in kinds for one in app.get(kind)]
    words += [f"{one.label} {one.value}" for one in app.metric]
    return "\n".join([*words, *(json.dumps(one, ensure_ascii=False) for one in drawn(app).values())])


_SILENT = json.loads(json.dumps(asdict(Cell(""))))
"""What a cell has where it says nothing of it."""


def drawn(app: AppTest) -> dict[str, Any]:
    """Return what each of our own components was given, by its key (``Any``: JSON as the browser gets it)."""
    found = {}
    for one in app.get("bidi_component"):
        key = one.proto.id.rsplit("-", 1)[-1]
        if one.proto.json:  # one that only runs its script is given nothing
            found[key] = json.loads(one.proto.json)
            for row in found[key].get("rows", ()) if "caption" in found[key] else ():
                row["cells"] = [_whole(cell) for cell in row["cells"]]
    return found


def _whole(cell: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a table's cell with what it does not say."""
    return cell and _SILENT | cell | {"parts": [_whole(part) for part in cell.get("parts", ())]}


def rows(app: AppTest, key: str) -> list[list[str]]:
    """Return the texts of a table's cells, row by row."""
    return [[cell["text"] if cell else "" for cell in row["cells"]] for row in drawn(app)[key]["rows"]]
