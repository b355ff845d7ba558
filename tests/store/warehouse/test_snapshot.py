from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Correction, Scope, Verdict
from dealflow.domain.claims.events import (
    ClaimAdded,
    ClaimVerified,
    CompanyRegistered,
    DeckAssigned,
    DeckRead,
    DeckReceived,
)
from dealflow.domain.people.access import Audience
from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened, EngagementStatusSet
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.warehouse import Warehouse
from dealflow.store.warehouse.reader import Reader
from dealflow.store.warehouse.snapshot import TABLES
from tests.costly import costly
from tests.store.histories import FIRMS, Step, histories
from tests.store.histories import write as append
from tests.store.warehouse.stories import Told, beginning, claim, write

WON = Quantity(Unit.KRW, value=Decimal(15_300_000_000))
LESS = Quantity(Unit.KRW, value=Decimal(12_000_000_000))
CORRECTION = Correction("revenue", LESS, Scope.COMPANY, ClaimStatus.ACTUAL, Aggregation.ANNUAL, None)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    migrate(url, tmp_path / "backups")
    with closing(Ledger(url, "main")) as opened:
        yield opened


@pytest.fixture
def warehouse(ledger: Ledger) -> Iterator[Warehouse]:
    """Return the warehouse of two firms: each has a private deck, an engagement and words of its own."""
    write(
        ledger,
        *map(Told, beginning()),
        Told(CompanyRegistered("find", "혼자 찾은 곳 (가상)", owner_id="vc_a")),
        Told(DeckReceived("own_a", "a" * 64, "a.pdf", 1, "vc_a", Audience.ORGANISATION)),
        Told(DeckRead("own_a", "x", "r", (), (), (claim("a1", WON),))),
        Told(DeckAssigned("own_a", "find", "", 1)),
        Told(DeckReceived("own_b", "b" * 64, "b.pdf", 1, "vc_b", Audience.ORGANISATION)),
        Told(DeckRead("own_b", "x", "r", (), (), (claim("b1", WON),))),
        Told(DeckReceived("shared", "c" * 64, "c.pdf", 1, "organiser", Audience.EVENT, company_id="c1")),
        Told(DeckRead("shared", "x", "r", (), (), (claim("s1", WON), claim("s2", WON), claim("s3", WON)))),
        Told(ClaimAdded("shared", "vc_a", claim("hand_a", WON))),
        Told(ClaimAdded("shared", "organiser", claim("hand_o", WON))),
        Told(ClaimVerified("s1", "shared", "organiser", Verdict.CORRECTED, CORRECTION)),
        Told(ClaimVerified("s1", "shared", "vc_a", Verdict.REJECTED)),
        Told(ClaimVerified("s2", "shared", "vc_b", Verdict.ACCEPTED)),
        Told(ClaimVerified("s3", "shared", "vc_a", Verdict.ACCEPTED)),
        Told(ClaimVerified("s3", "shared", "vc_a", Verdict.REOPENED)),
        Told(EngagementOpened("e_a", "vc_a", "find", "vc_a", "vc", "", "meeting")),
        Told(EngagementMoved("e_a", "meeting", "ir")),
        Told(EngagementStatusSet("e_a", Status.ACTIVE, Status.ON_HOLD)),
        Told(EngagementOpened("e_b", "vc_b", "c1", "vc_b", "vc", "", "meeting")),
    )
    with closing(Warehouse(":memory:", ledger)) as opened:
        opened.refresh()
        yield opened


def whoever(organisation_id: str) -> Reader:
    return Reader(organisation_id, ("shared",))


def seen(warehouse: Warehouse, reader: str, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in warehouse.query_for(whoever(reader), sql).to_pylist()]


def test_each_firm_sees_its_own_and_the_events(warehouse: Warehouse) -> None:
    for reader, decks, claims, companies, engagements in (
        (
            "vc_a",
            ["own_a", "shared"],
            ["a1", "hand_a", "hand_o", "s1", "s2", "s3"],
            ["c1", "c2", "c3", "find"],
            ["e_a"],
        ),
        ("vc_b", ["own_b", "shared"], ["b1", "hand_o", "s1", "s2", "s3"], ["c1", "c2", "c3"], ["e_b"]),
        ("organiser", ["shared"], ["hand_o", "s1", "s2", "s3"], ["c1", "c2", "c3"], []),
    ):
        for column, table, expected in (
            ("deck_id", "deck", decks),
            ("claim_id", "claim", claims),
            ("claim_id", "evidence", claims),
            ("company_id", "company", companies),
            ("engagement_id", "engagement", engagements),
            ("distinct engagement_id", "move", engagements),
            ("distinct engagement_id", "stage_interval", engagements),
        ):
            found = seen(warehouse, reader, f"select {column} from {table} order by 1")
            assert (reader, table, [one for (one,) in found]) == (reader, table, expected)
    assert seen(warehouse, "vc_b", "select * from status_change") == []
    assert seen(warehouse, "vc_b", "select claim_id, organisation_id from verification") == [("s2", "vc_b")]


def test_a_figure_shows_the_word_that_counts_for_its_reader(warehouse: Warehouse) -> None:
    sql = "select claim_id, state, value, aggregation from figure where claim_id in ('s1', 's2', 's3') order by 1"
    won, less = WON.value, LESS.value
    assert seen(warehouse, "vc_a", sql) == [
        ("s1", "rejected", won, "unknown"),
        ("s2", "proposed", won, "unknown"),
        ("s3", "proposed", won, "unknown"),
    ]
    assert seen(warehouse, "vc_b", sql) == [
        ("s1", "corrected", less, "annual"),
        ("s2", "verified", won, "unknown"),
        ("s3", "proposed", won, "unknown"),
    ]


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("delete from claim", "sql_not_read_only"),
        ("insert into move values (1)", "sql_not_read_only"),
        ("drop table move", "sql_not_read_only"),
        ("create temp table mine as select 1", "sql_not_read_only"),
        ("copy claim to 'stolen.csv'", "sql_not_read_only"),
        ("attach 'other.duckdb'", "sql_not_read_only"),
        ("set enable_external_access = true", "sql_not_read_only"),
        ("install httpfs", "sql_not_read_only"),
        ("checkpoint", "sql_not_read_only"),
        ("begin", "sql_not_read_only"),
        ("select 1; select 2", "sql_not_one"),
        ("", "sql_not_one"),
        ("selekt", "sql_wrong"),
        ("select * from nowhere", "sql_wrong"),
        ("select * from read_text('/etc/passwd')", "sql_wrong"),
        ("select * from '/etc/passwd'", "sql_wrong"),
        ("select * from glob('/*')", "sql_wrong"),
        ("select * from sql", "sql_wrong"),
        ("select * from query('delete from move')", "sql_wrong"),
    ],
)
def test_only_questions_are_answered(warehouse: Warehouse, sql: str, problem: str) -> None:
    for ask in (warehouse.query, lambda text: warehouse.query_for(whoever("vc_a"), text)):
        with pytest.raises(InvalidInputError) as refusal:
            ask(sql)
        assert refusal.value.parameters["problem"] == problem
    assert warehouse.query("select count(*) as n from move").to_pylist() == [{"n": 3}]


def test_tables_can_be_listed_and_described(warehouse: Warehouse) -> None:
    assert [name for (name,) in seen(warehouse, "vc_b", "show tables")] == sorted(TABLES)
    assert seen(warehouse, "vc_b", "describe move")[0][:2] == ("position", "BIGINT")


def test_a_firms_question_cannot_reach_behind_its_copy(warehouse: Warehouse) -> None:
    for sql in ("select * from log.claim", "select * from visible_claim(null, '')", "select * from log.mark"):
        with pytest.raises(InvalidInputError):
            warehouse.query_for(whoever("vc_b"), sql)
    assert seen(warehouse, "vc_b", "select count(*) from CLAIM where claim_id = 'a1'") == [(0,)]


def test_parameters_are_bound_and_not_pasted(warehouse: Warehouse) -> None:
    sql = "select count(*) as n from deck where deck_id = $deck"
    assert warehouse.query(sql, {"deck": "shared"}).to_pylist() == [{"n": 1}]
    assert warehouse.query(sql, {"deck": "shared' or '1'='1"}).to_pylist() == [{"n": 0}]


def test_a_published_snapshot_holds_what_its_reader_may_see_and_never_changes(
    warehouse: Warehouse, ledger: Ledger, tmp_path: Path
) -> None:
    folder = tmp_path / "published"
    made = warehouse.publish(folder, reader=whoever("vc_b"))
    before = {file.name: file.read_bytes() for file in made.iterdir()}

    assert sorted(before) == sorted(["warehouse.duckdb", *(f"{table}.parquet" for table in TABLES)])
    assert (folder / "LATEST").read_text("utf-8") == f"{made.name}\n"
    with duckdb.connect(str(made / "warehouse.duckdb"), read_only=True) as copy:
        for table in TABLES:
            rows = copy.table(table).to_arrow_table()
            assert rows.num_rows == pq.read_table(made / f"{table}.parquet").num_rows
            assert rows.to_pylist() == warehouse.query(f"select * from visible_{table}('vc_b', 'shared')").to_pylist()
        assert copy.execute("select position, reader from about").fetchall() == [(ledger.position(), "vc_b")]
    for content in before.values():
        for private in ("own_a", "e_a", "hand_a", "혼자 찾은 곳"):
            assert private.encode() not in content

    assert warehouse.publish(folder, reader=whoever("vc_b")) == made
    write(ledger, Told(EngagementMoved("e_b", "meeting", "ir")))
    warehouse.refresh()
    newer = warehouse.publish(folder, reader=whoever("vc_b"))
    assert newer != made
    assert {file.name: file.read_bytes() for file in made.iterdir()} == before
    assert sorted(one.name for one in folder.iterdir()) == sorted(["LATEST", made.name, newer.name])


def test_the_administrator_may_publish_everything(warehouse: Warehouse, tmp_path: Path) -> None:
    made = warehouse.publish(tmp_path)
    assert pq.read_table(made / "engagement.parquet")["engagement_id"].to_pylist() == ["e_a", "e_b"]
    assert pq.read_table(made / "deck.parquet")["deck_id"].to_pylist() == ["own_a", "own_b", "shared"]


def test_a_failed_publication_leaves_nothing_behind(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dealflow.store.warehouse.snapshot.TABLES", (*TABLES, "nowhere"))
    with pytest.raises(duckdb.Error):
        warehouse.publish(tmp_path / "published", reader=whoever("vc_a"))
    assert list((tmp_path / "published").iterdir()) == []


OTHERS_BOOKS = """
select owner_id from engagement
union select owner_id from engagement inner join move using (engagement_id)
union select owner_id from engagement inner join stage_interval using (engagement_id)
union select organisation_id from verification
union select owner_id from deck where audience = 'organisation'
union select owner_id from claim where audience = 'organisation'
union select organisation_id from claim where organisation_id <> owner_id
order by 1
"""


@costly(10)
@given(steps=histories())
def test_no_firm_ever_sees_anothers_books(ledger: Ledger, steps: list[Step]) -> None:
    with closing(Ledger(ledger.url, uuid4().hex)) as own:
        with own.write() as session:
            append(session, own.workspace, steps)
        with closing(Warehouse(":memory:", own)) as warehouse:
            warehouse.refresh()
            for firm in FIRMS:
                assert {owner for (owner,) in seen(warehouse, firm, OTHERS_BOOKS)} <= {firm}
