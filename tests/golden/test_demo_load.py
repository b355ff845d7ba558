"""The fictional event loads whole, by real acts, into an empty workspace, and leaves any other alone."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fiction.cast import EVENT, OPERATORS, VCS
from fiction.companies import COMPANIES

from dealflow.actions.claims import intake, review
from dealflow.actions.companies import companies
from dealflow.actions.companies.companies import CompanyFilter
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagement_views, funnel
from dealflow.actions.pipeline.engagement_views import EngagementFilter
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.claims.claim_views import ReviewState
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.people.access import OrganisationKind, Viewer
from dealflow.domain.pipeline.funnel import Status
from dealflow.settings import Settings
from dealflow.store.ledger import journal

AT = datetime(2026, 11, 19, 5, 30, tzinfo=UTC)
TODAY = AT.date()
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # the event is loaded within the first test


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The event, loaded once."""
    opened = open_workspace(Settings(data_dir=tmp_path_factory.mktemp("demo"), demo=True))
    maintenance.load_demo(opened, at=AT)
    yield opened
    close_workspace(opened)


def viewers(ws: Workspace) -> list[Viewer]:
    return [people.viewer_of(ws, person.id) for person in people.people(ws) if person.company_id is None]


def first(ws: Workspace, organisation: str) -> Viewer:
    return people.viewer_of(ws, f"{organisation}-1")


def test_the_cast_is_complete(ws: Workspace) -> None:
    kinds = Counter(each.kind for each in people.organisations(ws))
    assert kinds == {
        OrganisationKind.VC: 8,
        OrganisationKind.TIPS_OPERATOR: 6,
        OrganisationKind.ORGANISER: 1,
        OrganisationKind.ADOPTER: 2,
        OrganisationKind.SUPPLIER: 1,
    }
    assert all(each.name_ko.endswith("(가상)") for each in people.organisations(ws))
    event = next(each for each in people.ir_events(Looking(ws, first(ws, "organiser"))) if each.id == EVENT)
    assert (event.title_ko, event.held_on) == ("[모의] 지역 제조AI IR 데이", TODAY + timedelta(days=6))


def test_every_company_is_marked_as_fiction(ws: Workspace) -> None:
    rows = companies.companies(Looking(ws, first(ws, "organiser")), CompanyFilter(), ["revenue"])
    assert {row.company.name for row in rows} == {company.name for company in COMPANIES}
    assert all(row.company.is_demo for row in rows)


def test_all_decks_are_read_but_the_locked_one_and_one_waits_for_its_company(ws: Workspace) -> None:
    rows = intake.decks(Looking(ws, first(ws, "organiser")))
    assert Counter(row.state for row in rows) == {DeckState.READ: 17, DeckState.REFUSED: 1}
    assert [row.refusal for row in rows if row.state is DeckState.REFUSED] == ["encrypted"]
    assert len([row for row in rows if row.state is DeckState.READ and row.company is None]) == 1


def test_one_company_has_two_versions(ws: Workspace) -> None:
    rows = [
        row
        for row in intake.decks(Looking(ws, first(ws, "organiser")))
        if row.company and row.company.id == "gaonvision"
    ]
    assert sorted(row.version for row in rows) == [1, 2]


def test_a_deck_that_came_by_mail_is_seen_by_its_owner_only(ws: Workspace) -> None:
    own = {row.id for row in intake.decks(Looking(ws, first(ws, "vc-gana")))}
    others = {row.id for row in intake.decks(Looking(ws, first(ws, "vc-nakdong")))}
    assert len(own - others) == 2  # one by mail before the event, one that hangs on a letter in the inbox


def test_claims_were_accepted_corrected_and_rejected_and_some_wait(ws: Workspace) -> None:
    viewer = first(ws, "organiser")
    states = Counter(
        claim.state
        for row in intake.decks(Looking(ws, viewer))
        if row.state is DeckState.READ
        for claim in review.claims(Looking(ws, viewer), row.id)
    )
    assert all(states[state] > 5 for state in ReviewState), states


def test_engagements_stand_in_every_status_and_passing_has_its_reason(ws: Workspace) -> None:
    rows = [
        row
        for member in (*VCS, *OPERATORS)
        for row in engagement_views.engagements(Looking(ws, first(ws, member.id)), EngagementFilter(), on=TODAY)
    ]
    assert len(rows) == 90  # 87 of their stories, 3 that a consultation in spring opened
    statuses = Counter(row.engagement.status for row in rows)
    assert all(statuses[status] >= 2 for status in Status), statuses
    assert all(row.engagement.reason for row in rows if row.engagement.status in {Status.PASSED, Status.WITHDRAWN})
    assert len({row.engagement.stage for row in rows}) >= 10


def test_what_waits_looks_alive(ws: Workspace) -> None:
    homes = [funnel.home(Looking(ws, viewer), on=TODAY) for viewer in viewers(ws)]
    due = {row.engagement.next_due for each in homes for row in each.due}
    assert TODAY in due
    assert min(day for day in due if day) < TODAY
    assert any(each.stale for each in homes)
    assert all([event.id for event in each.events_soon] == [EVENT] for each in homes)


def test_history_lies_in_the_past_in_order_and_the_chain_holds(ws: Workspace) -> None:
    with ws.ledger.read() as session:
        recorded = journal.events_after(session, ws.name, 0, 10_000)
        journal.verify(session, ws.name)
    last: dict[str, datetime] = {}
    for each in recorded:
        assert last.get(each.stream, each.ts) <= each.ts, each
        last[each.stream] = each.ts
    assert max(each.ts for each in recorded) <= AT
    assert AT - min(each.ts for each in recorded) > timedelta(days=150)


def test_loading_again_changes_nothing(ws: Workspace) -> None:
    before = ws.ledger.position()
    maintenance.load_demo(ws, at=AT + timedelta(days=1))
    assert ws.ledger.position() == before


def test_a_workspace_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    ws = open_workspace(Settings(data_dir=tmp_path, warehouse_path=":memory:"))
    people.single_user(ws, at=AT)
    before = ws.ledger.position()
    maintenance.load_demo(ws, at=AT)
    assert (ws.ledger.position(), len(people.people(ws))) == (before, 1)
    close_workspace(ws)


def test_the_loader_needs_no_fonts_nor_painters() -> None:
    spec = importlib.util.find_spec("fiction.truth")
    assert spec is not None
    source = Path(str(spec.origin)).parents[1] / "load.py"
    assert "paint" not in source.read_text("utf-8")
