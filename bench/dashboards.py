"""How fast the dashboards answer: the product's questions in DuckDB, questions of the same shape in the other two.

``python bench/dashboards.py [EVENTS...]`` (100,000 and 1,000,000 stage events unless told, five claims an event) makes
the tables of a warehouse in memory, asks each question of one house 20 times, and prints the CPU of one and the p95 by
the clock. SQLite and PostgreSQL hold the tables that the questions need, with the indexes that their plans use.
PostgreSQL is asked where ``--postgres URL`` names an empty database; its CPU is the server's and is not counted.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

import duckdb
import psycopg
import pyarrow as pa
from psycopg import sql as words

from dealflow.catalogue.tracks import load_tracks
from dealflow.store.warehouse.place import MEMORY, open_place
from dealflow.store.warehouse.statements import statement

STAGES: Final = [stage.id for stage in load_tracks()[0].stages]
HOUSES: Final = 8
REGIONS: Final = ("부산", "울산", "창원", "서울", "대전", "경기")
ON: Final = date(2027, 1, 1)
ROUNDS: Final = 20
BOUND: Final[dict[str, object]] = {
    "owner": "vc-0", "track": "vc", "since": None, "until": None, "stages": STAGES, "on": ON, "committee": 4,
    "trait": "region", "keys": ["부산"], "from_stage": "ir", "to_stage": "review", "investor_id": None, "region": None,
    "sector": None, "cohort": True, "what": "declined", "month": "2024-06", "stage": "review", "place": 3,
}  # fmt: skip
RECORDS: Final = ("dash_records", "dash_month_records", "dash_stay_records", "dash_flow_records", "records")
"""The records behind a mark: of a trait, a month, a stay, a flow, a step."""
ASKED: Final = ("dash_slices", "dash_months", "dash_flow", "dash_stays", "funnel", *RECORDS)
PORTED: Final[Mapping[str, str]] = {
    "dash_slices": """
        select c.region, count(*), sum(case when e.status in ('active', 'on_hold') then 1 else 0 end)
        from engagement e left join company c on c.company_id = e.company_id
        where e.owner_id = 'vc-0' and e.track = 'vc' group by c.region order by 2 desc, 1""",
    "dash_stays": """
        select i.stage, cast(coalesce(i.left_day, 1461) - i.entered_day as integer) as days,
            case when i.left_day is null then 0 else 1 end as ended, count(*)
        from stage_interval i join engagement e on e.engagement_id = i.engagement_id
        where e.owner_id = 'vc-0' and e.track = 'vc' group by 1, 2, 3 order by 1, 2, 3""",
    "dash_flow": """
        select stage, next_stage, count(distinct engagement_id) from (
            select i.engagement_id, i.stage, i.left_day,
                lead(i.stage) over (partition by i.engagement_id order by i.seq) as next_stage
            from stage_interval i join engagement e on e.engagement_id = i.engagement_id
            where e.owner_id = 'vc-0' and e.track = 'vc') as stay
        where left_day is not null and next_stage is not null group by 1, 2 order by 1, 2""",
    "dash_months": """
        select month, what, count(*) from (
            select opened_month as month, 'opened' as what from engagement where owner_id = 'vc-0' and track = 'vc'
            union all
            select min(i.entered_day) / 30, 'decided' from stage_interval i
            join engagement e on e.engagement_id = i.engagement_id join stage_place p on p.stage = i.stage
            where e.owner_id = 'vc-0' and e.track = 'vc' and p.place >= 4 group by i.engagement_id
            union all
            select closed_month, 'declined' from engagement
            where owner_id = 'vc-0' and track = 'vc' and status = 'passed') as done
        group by month, what order by month, what""",
    "funnel": """
        with far as (
            select i.engagement_id, max(p.place) as place from stage_interval i
            join engagement e on e.engagement_id = i.engagement_id join stage_place p on p.stage = i.stage
            where e.owner_id = 'vc-0' and e.track = 'vc' group by i.engagement_id)
        select p.place, count(*) from stage_place p join far on far.place >= p.place group by p.place order by 1""",
    "dash_records": """
        select e.engagement_id from engagement e left join company c on c.company_id = e.company_id
        where e.owner_id = 'vc-0' and e.track = 'vc' and c.region = '부산' order by 1""",
    "dash_month_records": """
        select engagement_id from engagement
        where owner_id = 'vc-0' and track = 'vc' and status = 'passed' and closed_month = 17 order by 1""",
    "dash_stay_records": """
        select distinct i.engagement_id from stage_interval i join engagement e on e.engagement_id = i.engagement_id
        where e.owner_id = 'vc-0' and e.track = 'vc' and i.stage = 'review' order by 1""",
    "dash_flow_records": """
        select distinct engagement_id from (
            select i.engagement_id, i.stage, i.left_day,
                lead(i.stage) over (partition by i.engagement_id order by i.seq) as next_stage
            from stage_interval i join engagement e on e.engagement_id = i.engagement_id
            where e.owner_id = 'vc-0' and e.track = 'vc') as stay
        where left_day is not null and stage = 'ir' and next_stage = 'review' order by 1""",
    "records": """
        select i.engagement_id from stage_interval i
        join engagement e on e.engagement_id = i.engagement_id join stage_place p on p.stage = i.stage
        where e.owner_id = 'vc-0' and e.track = 'vc' group by i.engagement_id having max(p.place) >= 3 order by 1""",
}
"""The same counts in the words of the other two, over the same rows; days are counted from the first of 2023."""
FIRST: Final = datetime(2023, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""As the warehouse keeps moments: in UTC, without their zone."""


def engagements(events: int) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Yield engagements with their stays, five events each."""
    chance = Random(12)  # data, no secret
    for number in range(events // 5):
        name, owner = f"e-{number}", f"vc-{number % HOUSES}"
        at = FIRST + timedelta(days=chance.randrange(1200))
        opened, stays = at, []
        far = chance.randrange(1, 6)
        for place in range(far):
            left = at + timedelta(days=chance.randrange(1, 40))
            is_last = place == far - 1
            stays.append((name, place + 1, STAGES[place], at, None if is_last else left))
            at = left
        status = chance.choice(("active", "active", "on_hold", "passed"))
        if status == "passed":
            last = stays[-1]
            stays[-1] = (*last[:4], at)
        reason = "team" if status == "passed" else None
        row = (name, owner, f"c-{number % 5000}", owner, "vc", "A", STAGES[far - 1], status,
               reason, opened, at, at, far, f"p-{number % 40}", None, None, "")  # fmt: skip
        yield row, stays


def fill(cursor: duckdb.DuckDBPyConnection, events: int) -> None:
    """Fill the warehouse's tables: engagements, stays, companies, and claims beside them, five an event."""
    rows, stays = [], []
    for row, some in engagements(events):
        rows.append(row)
        stays += some
    for table, data in (("log.engagement", rows), ("stage_interval", stays)):
        schema = cursor.table(table).limit(0).to_arrow_table().schema
        columns = list(zip(*data, strict=True))
        arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
        filled = pa.table(arrays, schema=schema)
        cursor.from_arrow(filled).insert_into(table)
    cursor.execute(
        "insert into log.company by name select 1 as position, timestamp '2023-01-01' as ts, 'c-' || n as company_id, "
        "'회사 ' || n || ' (가상)' as name, $regions[1 + n % len($regions)] as region, '로봇' as sector, '' as owner_id"
        " from range(5000) t(n)",
        {"regions": list(REGIONS)},
    )
    cursor.execute(
        "insert into log.claim by name select 2 as position, n % 50 as ordinal, 'd-' || n // 50 as deck_id, "
        "'k-' || n as claim_id, 'revenue' as metric, 'KRW' as unit, n::decimal(38, 9) as value from range($n) t(n)",
        {"n": events * 5},
    )


def measured(ask: Callable[[], object]) -> tuple[float, float]:
    """Return a question's CPU (of all threads) and its p95 by the clock, in milliseconds."""
    ask()
    times, cpu_s = [], time.process_time()
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    cpu_ms = (time.process_time() - cpu_s) * 1000 / ROUNDS
    return cpu_ms, sorted(times)[int(ROUNDS * 0.95) - 1]


def ask(cursor: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    """Return the answer to one of the product's questions."""
    sql = statement(name)
    return cursor.execute(sql, bound_of(sql)).fetchall()


def every_row(execute: Callable[[Any], Any], question: str | bytes) -> object:
    """Return the answer of another database."""
    return execute(question).fetchall()


def bound_of(sql: str) -> dict[str, object]:
    """Return the parameters that a question binds."""
    return {name: value for name, value in BOUND.items() if re.search(rf"\${name}\b", sql)}


def plain_rows(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that the other two hold."""
    return {table: cursor.execute(sql, bound_of(sql)).fetchall() for table, sql in PLAIN.items()}


PLAIN: Final[Mapping[str, str]] = {
    "engagement": """
        select engagement_id, owner_id, company_id, track, status, date_diff('day', date '2023-01-01', opened_at) // 30,
            date_diff('day', date '2023-01-01', last_event_at) // 30
        from engagement""",
    "stage_place": "select unnest($stages), unnest(range(1, len($stages) + 1))",
    "company": "select company_id, region from company",
    "stage_interval": """
        select engagement_id, seq, stage, date_diff('day', date '2023-01-01', korean_day(entered_at)),
            date_diff('day', date '2023-01-01', korean_day(left_at))
        from stage_interval""",
}
INSERTS: Final[Mapping[str, str]] = {
    "engagement": "insert into engagement values (?, ?, ?, ?, ?, ?, ?)",
    "stage_place": "insert into stage_place values (?, ?)",
    "company": "insert into company values (?, ?)",
    "stage_interval": "insert into stage_interval values (?, ?, ?, ?, ?)",
}
SCHEMA: Final = (
    """create table engagement (engagement_id text primary key, owner_id text, company_id text, track text, status text,
        opened_month integer, closed_month integer)""",
    "create table stage_place (stage text primary key, place integer)",
    "create table company (company_id text primary key, region text)",
    """create table stage_interval (engagement_id text, seq integer, stage text, entered_day integer, left_day integer,
        primary key (engagement_id, seq))""",
    "create index ix_owner on engagement (owner_id, track)",
)


def in_sqlite(rows: Mapping[str, Sequence[tuple[Any, ...]]], path: Path) -> dict[str, tuple[float, float]]:
    """Return how long SQLite takes."""
    with closing(sqlite3.connect(path)) as connection:
        for line in SCHEMA:
            connection.execute(line)
        for table, data in rows.items():
            connection.executemany(INSERTS[table], data)
        connection.execute("analyze")
        return {name: measured(partial(every_row, connection.execute, PORTED[name])) for name in PORTED}


def in_postgres(rows: Mapping[str, Sequence[tuple[Any, ...]]], url: str) -> dict[str, tuple[float, float]]:
    """Return how long PostgreSQL takes."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table in rows:
            connection.execute(words.SQL("drop table if exists {}").format(words.Identifier(table)))
        for line in SCHEMA:
            connection.execute(line.encode())
        for table, data in rows.items():
            with connection.cursor().copy(words.SQL("copy {} from stdin").format(words.Identifier(table))) as copy:
                for row in data:
                    copy.write_row(row)
        connection.execute("analyze")
        return {name: measured(partial(every_row, connection.execute, PORTED[name].encode())) for name in PORTED}


def shown(times: tuple[float, float] | None) -> str:
    """Return CPU and p95 for a line of the table."""
    return "–" if times is None else f"{times[0]:.0f} / {times[1]:.0f}"


def measure(events: int, folder: Path, postgres: str | None) -> None:
    """Print the lines of one size."""
    connection, _ = open_place(MEMORY, "bench")  # the tables alone: the benchmark fills them, not the feed
    with closing(connection) as cursor:
        fill(cursor, events)
        rows = plain_rows(cursor)
        others = [
            in_sqlite(rows, folder / f"plain-{events}.sqlite3"),
            in_postgres(rows, postgres) if postgres else {},
        ]
        for name in ASKED:
            ours = measured(partial(ask, cursor, name))
            cells = (name, f"{events:,}", shown(ours), *(shown(other.get(name)) for other in others))
            print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--postgres", help="the URL of an empty database")
    arguments = parser.parse_args()
    print("| question | stage events | DuckDB, CPU / p95 ms | SQLite | PostgreSQL |")
    print("|---|---:|---:|---:|---:|")
    for events in arguments.events:
        with tempfile.TemporaryDirectory() as folder:
            measure(events, Path(folder), arguments.postgres)


if __name__ == "__main__":
    main()
