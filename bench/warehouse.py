"""How long the warehouse takes: to be rebuilt, to learn of one more event, and to answer, at growing sizes.

``python bench/warehouse.py [FACTS...]`` (10,000 100,000 1,000,000 unless told) fills a ledger in a temporary folder
with that many figures (50 a deck) and a fifth as many moves (5 an engagement), and prints one line a size. Each time
but the rebuild is the best of nine rounds; the rate is by CPU time, since machines are shared. The journal is filled
past the projections, which are not measured here.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, islice, pairwise
from pathlib import Path
from typing import Final

from sqlalchemy import insert, update

from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.claims.claims import Claim, ClaimStatus, Evidence, Scope
from dealflow.domain.claims.events import CompanyRegistered, DeckRead, DeckReceived
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import Audience, OrganisationKind
from dealflow.domain.people.events import OrganisationRegistered
from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened
from dealflow.domain.values.event import Event
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.store.ledger import codec, journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.ledger.tables.journal import Row
from dealflow.store.warehouse import Warehouse

START: Final = datetime(2099, 1, 1, tzinfo=UTC)
COMPANIES: Final = 500
CLAIMS_A_DECK: Final = 50
STAGES: Final = tuple(stage.id for stage in load_tracks()[0].stages[:5])
METRICS: Final = ("revenue", "arr", "employees", "gross_margin", "raise_amount")
YEAR: Final = Period(PeriodKind.YEAR, "2098", date(2098, 1, 1), date(2098, 12, 31))
"""A period that all figures share."""


def claim(number: int) -> Claim:
    """Return one figure of a deck."""
    return Claim(
        id=f"claim-{number:04d}",
        metric=METRICS[number % len(METRICS)],
        quantity=Quantity(Unit.KRW, value=Decimal(100_000_000 + number)),
        evidence=(Evidence(number % 20 + 1, (Box(72.0, 90.5, 140.25, 104.0),), (), "매출 153억원"),),
        label="매출",
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        period=YEAR,
        confidence=0.9,
        extractor="bench/1",
    )


CLAIMS: Final = tuple(claim(number) for number in range(CLAIMS_A_DECK))


def deck(number: int) -> tuple[Event, ...]:
    """Return a deck that came in and was read."""
    name, company = f"deck-{number}", f"company-{number % COMPANIES}"
    received = DeckReceived(name, f"{number:064x}", f"{name}.pdf", 1, "vc-0", Audience.EVENT, company_id=company)
    return received, DeckRead(name, "bench/1", "bench/1", ((720.0, 405.0),) * 20, (), CLAIMS)


def engagement(number: int) -> tuple[Event, ...]:
    """Return an engagement that came to one of the stages."""
    name, owner = f"engagement-{number}", f"vc-{number % 8}"
    opened = EngagementOpened(name, owner, f"company-{number % COMPANIES}", owner, "vc", "A", STAGES[0])
    return opened, *(EngagementMoved(name, here, there) for here, there in pairwise(STAGES))


def events(facts: int) -> Iterator[Event]:
    """Yield the history of a workspace with that many figures."""
    yield from (OrganisationRegistered(f"vc-{n}", f"운용사 {n} (가상)", "", OrganisationKind.VC) for n in range(8))
    yield from (CompanyRegistered(f"company-{n}", f"회사 {n} (가상)", region="부산") for n in range(COMPANIES))
    for number in range(facts // CLAIMS_A_DECK):
        yield from deck(number)
        for each in range(2):
            yield from engagement(number * 2 + each)


def fill(ledger: Ledger, told: Iterable[Event]) -> None:
    """Append events to the journal alone, each in order of its stream, minutes apart."""
    table, head = Row.metadata.tables["journal"], Row.metadata.tables["head"]
    with ledger.write() as session:
        last = journal.head(session, ledger.workspace, lock=True)
        seqs: dict[str, Iterator[int]] = {}
        position, digest = last.position, last.hash
        coming = iter(told)
        while some := list(islice(coming, 5000)):
            rows = []
            for event in some:
                position += 1
                row = {
                    "workspace": ledger.workspace,
                    "position": position,
                    "stream": event.stream,
                    "seq": next(seqs.setdefault(event.stream, count(1 if not last.position else 1000 + position))),
                    "ts": START + timedelta(minutes=position),
                    "actor": "bench",
                    "source": "bench",
                    "kind": event.kind,
                    "payload": codec.encode(event),
                    "prev_hash": digest,
                }
                digest = journal.chain_hash(row)
                rows.append(row | {"hash": digest})
            session.connection().execute(insert(table), rows)
        session.connection().execute(
            update(head).where(head.c.workspace == ledger.workspace).values(position=position, hash=digest)
        )


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def milliseconds(work: Callable[[], object], *, before: Callable[[int], object] | None = None) -> float:
    """Return the best time of nine rounds; ``before`` prepares each and is not counted."""
    times = []
    for number in range(9):
        if before is not None:
            before(number)
        times.append(seconds(work))
    return min(times) * 1000


def measure(facts: int, folder: Path) -> str:
    """Return one line of figures for a workspace of that size."""
    url = f"sqlite:///{folder / 'ledger.sqlite3'}"
    migrate(url, folder / "backups")
    path = folder / "warehouse.duckdb"
    everything = {
        "owner": "vc-0",
        "track": "vc",
        "stages": list(STAGES),
        "investor_id": None,
        "region": None,
        "sector": None,
        "since": None,
        "until": None,
        "cohort": True,
        "on": date(2101, 1, 1),
    }
    revenue = "select company_id, sum(value) from claim where metric = 'revenue' group by company_id order by 1"
    with closing(Ledger(url, "bench")) as ledger, closing(Warehouse(str(path), ledger)) as warehouse:
        fill(ledger, events(facts))
        cpu_s = time.process_time()
        rebuilt_s = seconds(warehouse.refresh)
        cpu_s = time.process_time() - cpu_s
        told = ledger.position()

        def one_move(number: int) -> None:
            fill(ledger, [EngagementMoved(f"engagement-{number}", STAGES[-1], STAGES[0])])

        def one_deck(number: int) -> None:
            fill(ledger, deck(10_000_000 + number))

        figures = (
            f"{rebuilt_s:.1f}",
            f"{cpu_s:.1f}",
            f"{facts / cpu_s:,.0f}",
            f"{milliseconds(warehouse.refresh):.1f}",
            f"{milliseconds(warehouse.refresh, before=one_move):.0f}",
            f"{milliseconds(warehouse.refresh, before=one_deck):.0f}",
            f"{milliseconds(lambda: warehouse.ask('funnel', everything)):.0f}",
            f"{milliseconds(lambda: warehouse.query(revenue)):.0f}",
        )
    size = f"{path.stat().st_size / 1e6:.0f}"
    return "| " + " | ".join((f"{facts:,}", f"{told:,}", *figures, size)) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    print(
        "| figures | events | rebuild s | CPU s | figures/CPU s | nothing new ms | one move ms | one deck of 50 ms "
        "| funnel ms | revenue by company ms | file MB |"
    )
    print("|" + "---|" * 11)
    for facts in parser.parse_args().facts:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(facts, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
