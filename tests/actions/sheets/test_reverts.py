"""A whole import taken back: whatever was done since stays and is named, all else is as if it had never been."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import engagements, funnel
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.actions.sheets import imports, reverts
from dealflow.actions.sheets.imports import RowKind
from dealflow.domain.claims.company import Company, CompanyDetails
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError
from dealflow.settings import Settings
from dealflow.store.ledger import journal, replay_audit
from dealflow.store.ledger.queries import pipeline
from tests.actions.conftest import AT, Cast, Stage
from tests.actions.sheets.sheet_files import order_of
from tests.costly import costly

NOW = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
ON = date(2026, 3, 21)
HEAD = (
    *("기업명", "분야", "단계", "IR일", "상태", "사유", "다음 할 일", "담당자", "라운드", "메모"),
    *("희망투자금액", "태그"),
)
LINES = (
    HEAD,
    (
        *("다온로보틱스(가상)", "로봇", "IR", "2026-03-10", "드롭", "팀 역량", "회신", "adam", "Seed", "통화함"),
        *("30억", "로봇"),
    ),
    ("가람테크(가상)", "부품", "예비투심", "2026-01-10", "", "", "", "anna", "Series A", "", "", "AI"),
    ("나래소재(가상)", "소재", "미팅", *[""] * 9),
    ("도담물류(가상)", "물류", *[""] * 10),
)


def books(ws: Workspace, cast: Cast) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """Everything that an import can change, as it stands for the house; when, and how often, is of no account."""
    looking = Looking(ws, cast.anna)
    with ws.ledger.read() as session:
        deals = pipeline.followed(session, ws.name, cast.anna)
    firms = {
        (row.company.id, row.company.name, row.company.sector, row.profile) for row in companies.companies(looking)
    }
    return firms, {_as_it_stands(deal) for deal in deals}


def _as_it_stands(deal: Followed) -> tuple[object, ...]:
    names = ("id", "track", "round_label", "stage", "status", "reason", "next_step", "next_due", "assignee_id", "size")
    stays = tuple((stay.stage, stay.entered_at, stay.left_at) for stay in deal.stays)
    return (*(getattr(deal.engagement, name) for name in names), stays)


def with_a_deal(ws: Workspace, cast: Cast) -> str:
    acting = Acting(ws, cast.anna, AT)
    return engagements.open_engagement(acting, NewEngagement(cast.shared_company, "a", "vc"))


def test_an_import_that_nobody_touched_leaves_nothing_behind(ws: Workspace, cast: Cast) -> None:
    with_a_deal(ws, cast)
    before = books(ws, cast)
    looking = Looking(ws, cast.anna)
    order = order_of(looking, LINES)
    done = imports.run(Acting(ws, cast.anna, NOW), order)
    assert books(ws, cast) != before
    result = reverts.revert(Acting(ws, cast.anna, LATER), done.import_id)
    assert (result.withdrawn, result.restored, result.stayed) == (5, 3, ())
    assert books(ws, cast) == before
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)
    with ws.ledger.write() as session:
        journal.replay(session, ws.name)
    assert books(ws, cast) == before
    with pytest.raises(InvalidInputError):
        reverts.revert(Acting(ws, cast.anna, LATER), done.import_id)


def test_what_was_taken_back_can_be_taken_in_again(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    order = order_of(looking, LINES)
    done = imports.run(Acting(ws, cast.anna, NOW), order)
    after = books(ws, cast)[1]
    reverts.revert(Acting(ws, cast.anna, LATER), done.import_id)
    again = imports.run(Acting(ws, cast.anna, LATER + timedelta(hours=1)), order)
    assert [row.kind for row in again.rows] == [row.kind for row in done.rows]
    assert {deal[1:6] for deal in books(ws, cast)[1]} == {deal[1:6] for deal in after}
    result = reverts.revert(Acting(ws, cast.anna, LATER + timedelta(hours=2)), again.import_id)
    assert result.stayed == ()
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)


def test_what_somebody_went_on_with_stays_and_is_named(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    done = imports.run(Acting(ws, cast.anna, NOW), order_of(looking, LINES))
    rows = {row.company_name: row for row in engagements.engagements(looking, on=ON)}
    engagements.note(Acting(ws, cast.adam, LATER), rows["나래소재(가상)"].engagement.id, "다시 연락함")
    ids = {row.company.name: row.company.id for row in companies.companies(looking)}
    companies.amend_company(
        Acting(ws, cast.adam, LATER), ids["도담물류(가상)"], CompanyDetails("도담물류(가상)", region="부산")
    )
    result = reverts.revert(Acting(ws, cast.anna, LATER), done.import_id)
    assert sorted((stayed.company_name, stayed.is_deal) for stayed in result.stayed) == [
        ("나래소재(가상)", False),
        ("나래소재(가상)", True),
        ("도담물류(가상)", False),
    ]
    assert {row.company_name for row in engagements.engagements(looking, on=ON)} == {"나래소재(가상)"}


def test_no_other_house_takes_an_import_back(ws: Workspace, cast: Cast) -> None:
    done = imports.run(Acting(ws, cast.anna, NOW), order_of(Looking(ws, cast.anna), LINES))
    with pytest.raises(NotFoundError):
        reverts.revert(Acting(ws, cast.bora, LATER), done.import_id)


ACTS = ("note", "step", "status", "undo", "amend")


def act_upon(acting: Acting, act: str, row: EngagementRow, company: Company) -> str:
    """Do one of the acts; return the name of the company that it touched, nothing where it was refused."""
    deal = row.engagement.id
    try:
        match act:
            case "note":
                engagements.note(acting, deal, "그 뒤의 메모")
            case "step":
                engagements.set_next_step(acting, deal, step="그 뒤", due=None, assignee_id=None)
            case "status":
                engagements.set_status(acting, deal, Status.ON_HOLD)
            case "undo":
                engagements.undo(acting, deal)
            case _:
                companies.amend_company(acting, company.id, CompanyDetails(company.name, sector="그 뒤"))
    except DealflowError:
        return ""
    return company.name if act == "amend" else row.company_name


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    ws = open_workspace(Settings(data_dir=folder, warehouse_path=":memory:"))
    try:
        yield ws
    finally:
        close_workspace(ws)


@costly(8)
@given(data=st.data())
def test_after_any_later_acts_only_what_they_touched_stays(data: st.DataObject, stage: Stage, folders: Path) -> None:
    folder = folders / uuid.uuid4().hex
    shutil.copytree(stage.with_cast, folder)
    cast = stage.cast
    with opened(folder) as ws:
        with_a_deal(ws, cast)
        before = books(ws, cast)
        looking = Looking(ws, cast.anna)
        done = imports.run(Acting(ws, cast.anna, NOW), order_of(looking, LINES))
        rows = sorted(engagements.engagements(looking, on=ON), key=lambda row: row.company_name)
        firms = sorted((row.company for row in companies.companies(looking)), key=lambda company: company.name)
        touched: set[str] = set()
        for act in data.draw(st.lists(st.sampled_from(ACTS), max_size=4)):
            who = data.draw(st.sampled_from([cast.anna, cast.adam]))
            row, firm = data.draw(st.sampled_from(rows)), data.draw(st.sampled_from(firms))
            touched |= {act_upon(Acting(ws, who, LATER), act, row, firm)} - {""}
        result = reverts.revert(Acting(ws, cast.anna, LATER), done.import_id)
        assert {stayed.company_name for stayed in result.stayed} == touched
        assert {name for _, name, *_ in books(ws, cast)[0]} == {"다온로보틱스(가상)"} | touched
        assert touched or books(ws, cast) == before
        with ws.ledger.read() as session:
            replay_audit.require_replayed_tables(session, ws.name)


def test_the_warehouse_forgets_what_was_taken_back(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    done = imports.run(Acting(ws, cast.anna, NOW), order_of(looking, LINES))
    query = funnel.FunnelQuery("vc", on=ON)
    assert max(count.reached for count in funnel.funnel(looking, query)) == 3
    reverts.revert(Acting(ws, cast.anna, LATER), done.import_id)
    assert max(count.reached for count in funnel.funnel(looking, query)) == 0
    order = order_of(looking, LINES)
    assert [row.kind for row in imports.preview(looking, order, at=LATER)] == [RowKind.NEW] * 4
