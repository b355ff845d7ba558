"""A real workspace for each test, with two rival firms, an organiser and a company's guest, all fictional."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dealflow.actions.claims import intake
from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, close_workspace, commit, open_workspace, record
from dealflow.domain.claims.claims import Claim, ClaimStatus, Evidence, Scope
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Submission
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import OrganisationKind, Role, Viewer
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.values.event import By
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.settings import Settings

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Who plays: firm A with a colleague and a viewer, firm B, an organiser, a company's guest."""

    anna: Viewer
    adam: Viewer
    viewer_a: Viewer
    bora: Viewer
    organiser: Viewer
    guest: Viewer
    admin: Viewer
    shared_company: str


@dataclass(frozen=True)
class Stage:
    """Data folders to be copied: one in which nothing has happened yet, and one in which the cast is registered."""

    empty: Path
    with_cast: Path
    cast: Cast


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return _set_stage(tmp_path_factory.getbasetemp())


@cache  # modules that import the fixture would each have their own
def _set_stage(folder: Path) -> Stage:
    """Make both folders below ``folder``."""
    close_workspace(_open(folder / "empty"))
    opened = _open(folder / "with_cast")
    registered = registered_cast(opened)
    close_workspace(opened)
    return Stage(folder / "empty", folder / "with_cast", registered)


def _open(folder: Path) -> Workspace:
    return open_workspace(Settings(data_dir=folder, warehouse_path=":memory:"))


@pytest.fixture
def ws(request: pytest.FixtureRequest, stage: Stage, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on a SQLite file of its own, with a warehouse in memory; the cast is in it already, if it plays."""
    folder = tmp_path / "books"
    shutil.copytree(stage.with_cast if "cast" in request.fixturenames else stage.empty, folder)
    opened = _open(folder)
    yield opened
    close_workspace(opened)


@pytest.fixture
def cast(ws: Workspace, stage: Stage) -> Cast:
    """Everybody registered, and one company that everybody knows; a workspace of another kind is filled now."""
    return stage.cast if ws.ledger.position() else registered_cast(ws)


def registered_cast(ws: Workspace) -> Cast:
    """Register everybody in an empty workspace, and one company that everybody knows."""
    kinds = {"a": OrganisationKind.VC, "b": OrganisationKind.TIPS_OPERATOR, "o": OrganisationKind.ORGANISER}
    kinds |= {"s": OrganisationKind.SUPPLIER}
    for name, kind in kinds.items():
        people.register_organisation(
            Acting(ws, people.SYSTEM, AT),
            NewOrganisation(f"{name}벤처스(가상)", f"{name} (Fictional)", kind),
            organisation_id=name,
        )
    organiser = person(ws, "olli", "o", Role.ORGANISER)
    shared = companies.register_company(
        Acting(ws, organiser, AT), CompanyDetails("다온로보틱스(가상)", biz_reg_no="000-00-00003", region="창원")
    )
    return Cast(
        anna=person(ws, "anna", "a", Role.ANALYST),
        adam=person(ws, "adam", "a", Role.OPERATOR),
        viewer_a=person(ws, "vera", "a", Role.VIEWER),
        bora=person(ws, "bora", "b", Role.ANALYST),
        organiser=organiser,
        guest=person(ws, "gil", "s", Role.COMPANY_GUEST, shared),
        admin=person(ws, "root", "b", Role.ADMIN),
        shared_company=shared,
    )


def person(ws: Workspace, name: str, organisation: str, role: Role, company_id: str | None = None) -> Viewer:
    people.register_person(
        Acting(ws, people.SYSTEM, AT),
        name=f"{name}(가상)",
        organisation_id=organisation,
        role=role,
        company_id=company_id,
        person_id=name,
    )
    return people.viewer_of(ws, name)


def claim(name: str, value: int, *, metric: str = "customers_count", page: int = 1) -> Claim:
    """A claim of so many customers."""
    return Claim(
        id=name,
        metric=metric,
        quantity=Quantity(Unit.COUNT, Decimal(value)),
        evidence=(Evidence(page, (Box(10, 10, 60, 30),), (), f"{value}개사"),),
        label="고객사",
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        confidence=0.8,
        extractor="test",
    )


Bring = Callable[..., str]


@pytest.fixture
def bring(ws: Workspace) -> Bring:
    """Bring a deck in as if it had been read: ``bring(viewer, "a.pdf", claims, audience=...)`` returns its id."""

    def brought(viewer: Viewer, name: str, claims: tuple[Claim, ...] = (), **given: object) -> str:
        data = str(given.pop("data", name)).encode()
        submission = Submission(**given)  # type: ignore[arg-type]  # a test's shorthand
        received = intake.receive(Acting(ws, viewer, AT), file_name=name, data=data, submission=submission)
        own = tuple(renamed(one, received.deck_id) for one in claims)
        event = DeckRead(received.deck_id, "test", "test", ((960.0, 540.0),) * 3, (), own)
        commit(ws, lambda session: record(ws, session, [event], By("system", AT, "worker"), after=1))
        return received.deck_id

    return brought


def renamed(one: Claim, deck_id: str) -> Claim:
    return Claim(
        id=f"{one.id}-{deck_id[:6]}", metric=one.metric, quantity=one.quantity, evidence=one.evidence, label=one.label,
        scope=one.scope, status=one.status, period=one.period, confidence=one.confidence, extractor=one.extractor,
    )  # fmt: skip


def pdf(*pages: tuple[str, ...]) -> bytes:
    """A PDF with a text layer: a page for each tuple, a line for each text; the first line is large."""
    pdfmetrics.registerFont(UnicodeCIDFont("HYGothic-Medium"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(960, 540), invariant=1)
    for lines in pages:
        for place, line in enumerate(lines):
            canvas.setFont("HYGothic-Medium", 36 if place == 0 else 20)
            canvas.drawString(80, 440 - 60 * place, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
