from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dealflow.actions.platform import warehouse
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.pipeline.events import EngagementOpened
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.settings import Settings
from tests.store.warehouse.stories import Told, beginning, write

ANALYST = Viewer("p_vc_a", "vc_a", Role.ANALYST)
ADMIN = Viewer("root", "vc_b", Role.ADMIN)
GUEST = Viewer("guest", "vc_a", Role.COMPANY_GUEST, "c1")
ENGAGEMENTS = "select engagement_id from engagement order by 1"


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(Settings(data_dir=tmp_path / "data"))
    engagements = [EngagementOpened(f"e_{firm}", firm, "c1", firm, "vc", "", "meeting") for firm in ("vc_a", "vc_b")]
    write(opened.ledger, *map(Told, [*beginning(), *engagements]))
    yield opened
    close_workspace(opened)


def test_each_asks_and_publishes_for_ones_own_organisation(ws: Workspace, tmp_path: Path) -> None:
    for viewer, own in ((ANALYST, "e_vc_a"), (ADMIN, "e_vc_b")):
        assert warehouse.query(Looking(ws, viewer), ENGAGEMENTS).to_pylist() == [{"engagement_id": own}]
        made = warehouse.publish(Looking(ws, viewer), tmp_path / "out")
        assert pq.read_table(made / "engagement.parquet")["engagement_id"].to_pylist() == [own]


def test_everything_is_for_whoever_holds_the_files_and_for_no_role(ws: Workspace, tmp_path: Path) -> None:
    everything = [{"engagement_id": "e_vc_a"}, {"engagement_id": "e_vc_b"}]
    assert warehouse.query_all(ws, ENGAGEMENTS).to_pylist() == everything
    made = warehouse.publish_all(ws, tmp_path / "out")
    assert pq.read_table(made / "engagement.parquet", columns=["engagement_id"]).to_pylist() == everything


def test_a_guest_gets_no_tables_and_an_analyst_rebuilds_nothing(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError):
        warehouse.query(Looking(ws, GUEST), "select 1")
    with pytest.raises(NotAllowedError):
        warehouse.publish(Looking(ws, GUEST), tmp_path / "out")
    with pytest.raises(NotAllowedError):
        warehouse.rebuild(Looking(ws, ANALYST))
    assert warehouse.rebuild(Looking(ws, ADMIN)) == ws.ledger.position()


def test_a_question_that_writes_is_refused_with_its_reason(ws: Workspace) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        warehouse.query_all(ws, "delete from engagement")
    assert refusal.value.parameters == {"field": "sql", "problem": "sql_not_read_only", "value": "delete"}
