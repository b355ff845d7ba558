from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.store.ledger.ledger import Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.warehouse import Warehouse
from tests.store.warehouse.stories import Told, histories, write

TABLES = (
    "organisation", "ir_event", "company", "deck", "claim", "evidence", "verification", "engagement", "move",
    "status_change", "stage_interval",
)  # fmt: skip


def new_ledger(folder: Path) -> Ledger:
    url = f"sqlite:///{folder / 'ledger.sqlite3'}"
    migrate(url, folder / "backups")
    return Ledger(url, "main")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path)


def contents(warehouse: Warehouse) -> dict[str, list[dict[str, object]]]:
    """Return everything that stands, whatever the order of its rows."""
    return {
        table: sorted(warehouse.query(f"select * from {table}").to_pylist(), key=repr)  # noqa: S608 - our own names
        for table in TABLES
    }


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_ledger(tmp_path_factory.mktemp("ledger")).url


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(told=histories(), data=st.data())
def test_told_bit_by_bit_it_equals_a_rebuild(url: str, told: list[Told], data: st.DataObject) -> None:
    ledger = Ledger(url, uuid4().hex)
    warehouse = Warehouse(":memory:", ledger)
    while told:
        step = data.draw(st.integers(1, len(told)))
        write(ledger, told[:step])
        assert warehouse.refresh() == ledger.position()
        told = told[step:]
    bit_by_bit = contents(warehouse)
    assert warehouse.rebuild() == ledger.position()
    assert contents(warehouse) == bit_by_bit
    warehouse.close()
    ledger.close()
