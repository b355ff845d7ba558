from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dealflow.domain.claims.claims import Verdict
from dealflow.domain.claims.events import ClaimAdded, ClaimVerified, DeckAssigned, DeckRead, DeckReceived, DeckRefused
from dealflow.domain.people.access import Audience, OrganisationKind
from dealflow.domain.people.events import OrganisationRegistered
from dealflow.domain.pipeline.events import EngagementMoved, EngagementNoted, EngagementOpened, NextStepSet
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Bound, Quantity, Unit
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.warehouse import Warehouse, statements
from dealflow.store.warehouse.rows import _amount
from dealflow.store.warehouse.snapshot import TABLES
from tests.costly import costly
from tests.store.histories import Step, histories
from tests.store.histories import write as append
from tests.store.warehouse.stories import Told, beginning, claim, write

STANDING = tuple(table for table in TABLES if table != "figure")
WON = Quantity(Unit.KRW, value=Decimal(15_300_000_000))
shared = costly(8)


def contents(warehouse: Warehouse) -> dict[str, list[dict[str, object]]]:
    """Return everything that stands, whatever the order of its rows."""
    return {table: sorted(warehouse.query(f"select * from {table}").to_pylist(), key=repr) for table in STANDING}


def rows(warehouse: Warehouse, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in warehouse.query(sql).to_pylist()]


def tell(ledger: Ledger, steps: Sequence[Step]) -> None:
    with ledger.write() as session:
        append(session, ledger.workspace, steps)


@shared
@given(steps=histories(), data=st.data())
def test_told_bit_by_bit_it_equals_a_rebuild(ledger: Ledger, steps: list[Step], data: st.DataObject) -> None:
    own = Ledger(ledger.url, uuid.uuid4().hex)
    with closing(own), closing(Warehouse(":memory:", own)) as warehouse:
        while steps:
            first = data.draw(st.integers(1, len(steps)))
            tell(own, steps[:first])
            assert warehouse.refresh() == own.position()
            steps = steps[first:]
        bit_by_bit = contents(warehouse)
        assert warehouse.rebuild() == own.position()
        assert contents(warehouse) == bit_by_bit


SAME_COLUMNS = {
    "claim": "deck_id, {claim_id}, organisation_id, ordinal, page, metric, unit, superseded, read_at",
    "verification": "deck_id, claim_id, organisation_id, verdict, verified_by, verified_at",
    "deck": """
        {deck_id}, file_name, owner_id, audience, company_id, round_label, version, state, refusal, received_at,
        received_by, read_at, coalesce(reader, ''), coalesce(extractor, '')
        """,
    "company": """
        {company_id}, name, name_en, biz_reg_no, region, sector, owner_id, is_demo, registered_at, changed_at
        """,
    "engagement": """
        {engagement_id}, owner_id, company_id, investor_id, track, round_label, stage, status, reason, opened_at,
        stage_since, last_event_at, version, assignee_id, next_due, ir_event_id, source
        """,
    "stage_interval": "engagement_id, seq, stage, entered_at, left_at",
    "organisation": "{organisation_id}, name_ko, name_en, kind, region, is_demo",
    "ir_event": "{ir_event_id}, organiser_id, title_ko, title_en, held_on, venue",
}
"""The columns that ledger and warehouse share; the ledger calls those in braces ``id``."""


def plain(value: object) -> str:
    """Write a value as neither database would: SQLite gives times as text and truth as a number."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return str(int(value) if isinstance(value, bool) else value)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Ledger]:
    """Return an empty workspace of a ledger on SQLite, where both databases would tell the same."""
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    migrate(url, tmp_path / "backups")
    with closing(Ledger(url, "main")) as opened:
        yield opened


@shared
@given(steps=histories(longest=50))
def test_what_stands_in_the_warehouse_stands_in_the_ledger(sqlite: Ledger, steps: list[Step]) -> None:
    with closing(Ledger(sqlite.url, uuid.uuid4().hex)) as own, closing(Warehouse(":memory:", own)) as warehouse:
        tell(own, steps)
        warehouse.refresh()
        stands_alike(own, warehouse)


def stands_alike(ledger: Ledger, warehouse: Warehouse) -> None:
    """Compare every table that ledger and warehouse share."""
    for table, columns in SAME_COLUMNS.items():
        ours = re.sub(r"\{\w+\}", "id", columns)
        theirs = re.sub(r"[{}]", "", columns)
        with ledger.read() as session:
            whole = "and merged_into is null" if table == "company" else ""
            query = text(f"select {ours} from {table} where workspace = :workspace {whole}")
            found = session.connection().execute(query, {"workspace": ledger.workspace}).all()
        told = rows(warehouse, f"select {theirs} from {table}")
        assert sorted([plain(value) for value in row] for row in told) == sorted(
            [plain(value) for value in row] for row in found
        )


def test_a_claim_that_a_new_reading_drops_stays_only_while_a_word_stands_on_it(sqlite: Ledger) -> None:
    def read(*ids: str) -> Told:
        return Told(DeckRead("d1", "x/1", "r/1", (), (), tuple(claim(one, WON) for one in ids)))

    def word(claim_id: str, verdict: Verdict, firm: str = "vc_a") -> Told:
        return Told(ClaimVerified(claim_id, "d1", firm, verdict))

    received = Told(DeckReceived("d1", "0" * 64, "deck.pdf", 1000, "vc_a", Audience.EVENT))
    by_hand = Told(ClaimAdded("d1", "vc_b", claim("hand", WON)))
    parts = (
        ([received, read("x1", "x2", "x3", "x4"), by_hand], {"x1", "x2", "x3", "x4", "hand"}, set()),
        ([word("x1", Verdict.ACCEPTED), word("x2", Verdict.REJECTED), word("x2", Verdict.REOPENED)], None, set()),
        ([read("x3", "x5")], {"x1", "x3", "x5", "hand"}, {"x1"}),
        ([word("x1", Verdict.REOPENED)], {"x1", "x3", "x5", "hand"}, {"x1"}),
        ([word("x3", Verdict.ACCEPTED), word("x1", Verdict.REJECTED, "vc_b")], {"x1", "x3", "x5", "hand"}, {"x1"}),
        ([read("x5", "hand")], {"x1", "x3", "x5", "hand"}, {"x1", "x3"}),
        ([word("x1", Verdict.REOPENED, "vc_b"), read("x1")], {"x1", "x3", "hand"}, {"x3"}),
        ([word("x3", Verdict.REOPENED), read()], {"hand"}, set()),
        ([read("x4")], {"x4", "hand"}, set()),
    )
    with closing(Warehouse(":memory:", sqlite)) as warehouse:
        standing: set[str] = set()
        for told, expected, superseded in parts:
            write(sqlite, *told)
            warehouse.refresh()
            standing = standing if expected is None else expected
            found = dict(rows(warehouse, "select claim_id, superseded from claim"))
            assert set(found) == standing
            assert {name for name, old in found.items() if old} == superseded
            assert rows(warehouse, "select count(*) from evidence") == [(len(standing),)]
            stands_alike(sqlite, warehouse)


def test_a_deck_was_last_seen_by_the_extractor_that_refused_it_not_by_the_one_that_had_read_it(sqlite: Ledger) -> None:
    received = Told(DeckReceived("d1", "0" * 64, "deck.pdf", 1000, "vc_a", Audience.EVENT))
    read = Told(DeckRead("d1", "x/1", "r/1", (), (), ()))
    with closing(Warehouse(":memory:", sqlite)) as warehouse:
        for told, extractor in (
            ([received, read], "x/1"),
            ([Told(DeckRefused("d1", "image_only", "x/2"))], "x/2"),
            ([Told(DeckRefused("d1", "image_only"))], ""),
        ):
            write(sqlite, *told)
            warehouse.refresh()
            assert rows(warehouse, "select extractor, reader from deck") == [(extractor, "r/1")]
            stands_alike(sqlite, warehouse)


def reading(ledger: Ledger) -> None:
    """Tell of one deck with a figure, assigned and accepted by its owner."""
    year = Period(PeriodKind.YEAR, "2098", date(2098, 1, 1), date(2098, 12, 31))
    about = Quantity(Unit.PERCENT, value_min=Decimal("12.5"), value_max=Decimal(15), bound=Bound.AT_LEAST, approx=True)
    found = (claim("x1", WON, page=4, period=year), claim("x2", about))
    write(
        ledger,
        *map(Told, beginning()),
        Told(DeckReceived("d1", "0" * 64, "deck.pdf", 1000, "vc_a", Audience.ORGANISATION)),
        Told(DeckRead("d1", "x/1", "r/1", ((720.0, 405.0),) * 9, (), found, (3,))),
        Told(DeckAssigned("d1", "c1", "Series A", 2)),
        Told(ClaimVerified("x1", "d1", "vc_a", Verdict.ACCEPTED, note="비밀 메모")),
    )


def test_a_figure_can_be_followed_to_its_company_its_proof_and_its_word(sqlite: Ledger) -> None:
    reading(sqlite)
    with closing(Warehouse(":memory:", sqlite)) as warehouse:
        warehouse.refresh()
        told = rows(
            warehouse,
            """
            select c.name, f.metric, f.value, f.unit, f.period_start, f.round_label, f.version, e.page, e.quote,
                e.boxes, v.state
            from claim as f
            join company as c using (company_id)
            join evidence as e using (deck_id, claim_id)
            join verification as v using (deck_id, claim_id)
            """,
        )
        (span,) = rows(warehouse, "select value, value_min, value_max, bound, approx, exact from claim where page = 1")
    box = {"x0_pt": 10.0, "y0_pt": 20.0, "x1_pt": 60.0, "y1_pt": 32.5}
    won, page, quote = Decimal(15_300_000_000), 4, "매출 153억원"
    assert told == [
        ("c1 (가상)", "revenue", won, "KRW", date(2098, 1, 1), "Series A", 2, page, quote, [box], "verified")
    ]
    assert span == (None, Decimal("12.5"), Decimal(15), "ge", True, "12.5..15")


@given(value=st.decimals(Decimal("-1e27"), Decimal("1e27"), places=9))
@settings(max_examples=50)
def test_an_amount_of_nine_places_is_kept_to_the_last(value: Decimal) -> None:
    assert _amount(value) == value


@pytest.mark.parametrize("value", [Decimal("1e40"), Decimal("-1e28"), Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_that_no_column_holds_is_missing_there_and_exact_beside_it(sqlite: Ledger, value: Decimal) -> None:
    if value.is_finite():
        write(
            sqlite,
            Told(DeckReceived("d1", "0" * 64, "deck.pdf", 1000, "vc_a", Audience.EVENT)),
            Told(DeckRead("d1", "x/1", "r/1", (), (), (claim("x1", Quantity(Unit.KRW, value=value)),))),
        )
        with closing(Warehouse(":memory:", sqlite)) as warehouse:
            warehouse.refresh()
            assert rows(warehouse, "select value, exact from claim") == [(None, str(value))]
    assert _amount(value) is None


def test_no_words_of_people_come_into_the_warehouse(sqlite: Ledger, tmp_path: Path) -> None:
    reading(sqlite)
    write(
        sqlite,
        Told(EngagementOpened("e1", "vc_a", "c1", "vc_a", "vc", "Series A", "meeting")),
        Told(EngagementMoved("e1", "meeting", "ir", note="비밀 메모")),
        Told(EngagementNoted("e1", "비밀 메모")),
        Told(NextStepSet("e1", "비밀 일", date(2099, 4, 1), "p")),
    )
    with closing(Warehouse(str(tmp_path / "w.duckdb"), sqlite)) as warehouse:
        warehouse.refresh()
        assert rows(warehouse, "select stage, next_due from engagement") == [("ir", date(2099, 4, 1))]
    assert "비밀".encode() not in (tmp_path / "w.duckdb").read_bytes()


def test_a_deleted_damaged_or_outdated_file_is_made_again(
    sqlite: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(sqlite)
    path = tmp_path / "w.duckdb"

    def opened() -> dict[str, list[dict[str, object]]]:
        with closing(Warehouse(str(path), sqlite)) as warehouse:
            assert not warehouse.is_private
            assert warehouse.refresh() == sqlite.position()
            return contents(warehouse)

    first = opened()
    path.unlink()
    assert opened() == first
    path.write_bytes(b"no database at all" * 1000)
    assert opened() == first
    assert path.with_name("w.duckdb.old").read_bytes().startswith(b"no database at all")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    assert opened() == first
    with monkeypatch.context() as patch:
        patch.setattr("dealflow.store.warehouse.place.version", lambda: "another layout")
        with closing(Warehouse(str(path), sqlite)) as warehouse:
            assert warehouse.position() == 0
    assert opened() == first


@pytest.mark.parametrize("broken", ["cut", "overwritten", "gone"])
def test_a_file_that_breaks_while_it_is_open_is_made_anew_under_the_question(
    sqlite: Ledger, tmp_path: Path, broken: str
) -> None:
    reading(sqlite)
    path = tmp_path / "w.duckdb"
    with closing(Warehouse(str(path), sqlite)) as warehouse:
        warehouse.refresh()
        first = contents(warehouse)
    with closing(Warehouse(str(path), sqlite)) as warehouse:
        warehouse.position()
        size = path.stat().st_size
        if broken == "gone":
            path.unlink()
        else:
            with path.open("r+b") as file:
                file.truncate(4096 if broken == "cut" else size)
                file.seek(4096)
                file.write(b"" if broken == "cut" else os.urandom(size - 4096))
        write(sqlite, Told(OrganisationRegistered("o9", "다른 곳 (가상)", "", OrganisationKind.VC)))
        warehouse.fall_behind()
        assert warehouse.refresh() == sqlite.position()
        assert rows(warehouse, "select count(*) from organisation where organisation_id = 'o9'") == [(1,)]
        assert {table: len(found) for table, found in contents(warehouse).items() if table != "organisation"} == {
            table: len(found) for table, found in first.items() if table != "organisation"
        }


def test_a_warehouse_that_can_neither_follow_nor_be_made_anew_keeps_no_act_from_being_done(
    sqlite: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise duckdb.IOException("No space left on device")  # noqa: EM101, TRY003 -- DuckDB's own words

    with closing(Warehouse(str(tmp_path / "w.duckdb"), sqlite)) as warehouse:
        with monkeypatch.context() as patch:
            patch.setattr("dealflow.store.warehouse.feed.catch_up", full)
            for _ in range(450):
                warehouse.fall_behind()
            with pytest.raises(duckdb.IOException):
                warehouse.position()
        reading(sqlite)
        warehouse.fall_behind()
        assert warehouse.position() == sqlite.position()


def test_another_ledgers_journal_is_not_continued(sqlite: Ledger, tmp_path: Path) -> None:
    reading(sqlite)
    path = str(tmp_path / "w.duckdb")
    with closing(Warehouse(path, sqlite)) as warehouse:
        warehouse.refresh()
    url = f"sqlite:///{tmp_path / 'another.sqlite3'}"
    migrate(url, tmp_path / "backups")
    with closing(Ledger(url, "main")) as other:
        for number in range(20):
            write(other, Told(OrganisationRegistered(f"o{number}", "다른 곳 (가상)", "", OrganisationKind.VC)))
        with closing(Warehouse(path, other)) as warehouse:
            assert warehouse.refresh() == 20
            assert rows(warehouse, "select count(*) from organisation") == [(20,)]
            assert rows(warehouse, "select count(*) from claim") == [(0,)]


ANOTHER_PROCESS = """
import sys
from dealflow.store.ledger.database import Ledger
from dealflow.store.warehouse import Warehouse
warehouse = Warehouse(sys.argv[1], Ledger(sys.argv[2], "main"))
print(warehouse.is_private, warehouse.refresh(), warehouse.query("select count(*) as n from claim").to_pylist())
"""


def test_a_second_process_reads_through_its_own_warehouse(sqlite: Ledger, tmp_path: Path) -> None:
    reading(sqlite)
    path = str(tmp_path / "w.duckdb")
    with closing(Warehouse(path, sqlite)) as warehouse:
        warehouse.refresh()
        told = subprocess.run(
            [sys.executable, "-c", ANOTHER_PROCESS, path, sqlite.url], check=True, capture_output=True, text=True
        )
    assert told.stdout.strip() == f"True {sqlite.position()} [{{'n': 2}}]"


def test_a_failed_refresh_tells_nothing_and_the_next_one_everything(
    sqlite: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Warehouse(":memory:", sqlite)) as warehouse:
        write(sqlite, *map(Told, beginning()))
        warehouse.refresh()
        told = warehouse.position()
        write(sqlite, Told(DeckReceived("d1", "0" * 64, "deck.pdf", 1000, "vc_a", Audience.EVENT)))
        with monkeypatch.context() as patch:
            patch.setattr("dealflow.store.warehouse.feed.statement", _without_mark)
            with pytest.raises(duckdb.Error):
                warehouse.refresh()
            with pytest.raises(duckdb.Error):
                warehouse.position()
            with warehouse._cursor() as cursor:
                assert cursor.execute("select position from log.mark").fetchall() == [(told,)]
                assert cursor.execute("select count(*) from log.deck").fetchall() == [(0,)]
        assert warehouse.refresh() == sqlite.position()
        assert rows(warehouse, "select deck_id from deck") == [("d1",)]


def _without_mark(name: str) -> str:
    """Return statements of which the last one of a refresh fails."""
    return "update nowhere set nothing = 1" if name == "set_mark" else statements.statement(name)


def test_threads_share_one_warehouse(sqlite: Ledger) -> None:
    write(sqlite, *map(Told, beginning()))
    with closing(Warehouse(":memory:", sqlite)) as warehouse:
        warehouse.refresh()

        def work(number: int) -> int:
            name = f"e{number}"
            write(sqlite, Told(EngagementOpened(name, "vc_a", "c1", "vc_a", "vc", "Series A", "meeting")))
            warehouse.refresh()
            return len(rows(warehouse, f"select 1 from stage_interval where engagement_id = '{name}'"))

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(work, range(24))) == [1] * 24
        assert warehouse.position() == sqlite.position()
        assert rows(warehouse, "select count(*), count(distinct engagement_id) from engagement") == [(24, 24)]


def test_two_warehouses_of_one_process_on_one_file_tell_each_event_once(sqlite: Ledger, tmp_path: Path) -> None:
    path = str(tmp_path / "w.duckdb")
    with closing(Warehouse(path, sqlite)) as first, closing(Warehouse(path, sqlite)) as second:
        for number in range(10):
            write(sqlite, Told(DeckReceived(f"d{number}", "0" * 64, "x.pdf", 1, "vc_a", Audience.EVENT)))
            with ThreadPoolExecutor(2) as pool:
                reached = list(pool.map(lambda warehouse: warehouse.refresh(), (first, second)))
            assert reached == [number + 1, number + 1]
        assert rows(first, "select count(*) from log.deck") == [(10,)]


def test_a_forked_child_is_kept_off(sqlite: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Warehouse(":memory:", sqlite)) as warehouse:
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: -1)
            with pytest.raises(RuntimeError, match="forked"):
                warehouse.query("select 1")
        assert rows(warehouse, "select 1") == [(1,)]


def test_a_question_hears_what_was_only_known_to_be_behind_and_many_acts_are_told_at_once(sqlite: Ledger) -> None:
    with closing(Warehouse(":memory:", sqlite)) as warehouse:
        write(sqlite, *map(Told, beginning()))
        assert warehouse.position() == 0
        warehouse.fall_behind()
        assert warehouse.position() == sqlite.position()
        told = contents(warehouse)
        warehouse.rebuild()
        assert contents(warehouse) == told
