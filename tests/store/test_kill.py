from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlmodel import select

from dealflow.domain.claims.deck import DeckState
from dealflow.domain.pipeline.events import EngagementMoved, EngagementNoted, EngagementOpened
from dealflow.domain.values.event import By
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.tables.claims import ClaimRow, DeckRow
from dealflow.store.warehouse import Warehouse
from dealflow.store.warehouse.snapshot import TABLES
from tests.store.ledger.dumps import dump
from tests.store.mover import DAWN, ENGAGEMENTS, STAGES, move_on

START = multiprocessing.get_context("forkserver")
START.set_forkserver_preload(["tests.store.mover"])
ROUNDS = [3, pytest.param(50, marks=[pytest.mark.torture, pytest.mark.timeout(1800)])]


def contents(warehouse: Warehouse) -> dict[str, list[str]]:
    """Return every row that stands in the warehouse (``figure`` is made for a reader of it)."""
    names = [name for name in TABLES if name != "figure"]
    return {
        name: sorted(map(repr, warehouse.query(f"select * from {name}").to_pylist())) for name in names
    }  # our own names


def nothing_is_half_there(ledger: Ledger, warehouse_path: str) -> journal.Head:
    """Check the chain, the current tables against a replay, and the warehouse against a new one; return the head."""
    with ledger.write() as session:
        head = journal.verify(session, ledger.workspace)
        before = dump(session, ledger.workspace)
        journal.replay(session, ledger.workspace)
        assert dump(session, ledger.workspace) == before
    with closing(Warehouse(warehouse_path, ledger)) as old, closing(Warehouse(":memory:", ledger)) as new:
        assert not old.is_private
        assert old.refresh() == new.rebuild() == head.position
        assert contents(old) == contents(new)
    return head


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_burst_of_moves_killed_at_any_moment_loses_nothing_that_was_acknowledged(
    ledger: Ledger, tmp_path: Path, rounds: int
) -> None:
    path, chance = str(tmp_path / "warehouse.duckdb"), random.Random(rounds)  # noqa: S311  # no secret
    with ledger.write() as session:
        for name in ENGAGEMENTS:
            event = EngagementOpened(name, "vc1", "c1", "vc1", "vc", "A", STAGES[0])
            journal.append(session, ledger.workspace, event.stream, [event], after=0, by=By("p1", DAWN, "app"))
    said: list[tuple[int, str]] = []
    for each_round in range(1, rounds + 1):
        here, there = START.Pipe(duplex=False)
        mover = START.Process(target=move_on, args=(ledger.url, ledger.workspace, path, there), daemon=True)
        mover.start()
        there.close()
        said.append(here.recv())  # it is under way
        time.sleep(chance.uniform(0, 0.3))
        mover.kill()
        mover.join()
        while True:
            try:
                said.append(here.recv())
            except (EOFError, OSError):
                break
        here.close()

        if each_round % 5 == 0:  # what was half there would still be
            nothing_is_half_there(ledger, path)
        with ledger.read() as session:
            head = journal.verify(session, ledger.workspace)
            found = journal.events_after(session, ledger.workspace, 0, head.position)
        hashes = {each.position: each.hash for each in found}
        assert [(position, hashes[position]) for position, _ in said] == said
        after_opening = [each.event for each in found[len(ENGAGEMENTS) :]]
        assert {type(event) for event in after_opening[::2]} <= {EngagementMoved}
        assert {type(event) for event in after_opening[1::2]} <= {EngagementNoted}
        assert len(after_opening) % 2 == 0
    assert len(said) >= rounds


def make_decks(folder: Path, count: int) -> list[str]:
    """Write decks of fictional companies with one figure each; return their names."""
    folder.mkdir()
    names = []
    for number in range(count):
        names.append(f"deck{number:02}.pdf")
        canvas = Canvas(str(folder / names[-1]), pagesize=(720, 405))
        canvas.setFont("Helvetica", 24)
        canvas.drawString(60, 340, f"Company {number} (Fictional)")
        canvas.drawString(60, 240, f"Revenue 2025: USD {number + 1}.5 million")
        canvas.save()
    return names


def start_import(folder: Path, settings: dict[str, str]) -> subprocess.Popen[str]:
    """Start ``dealflow ingest`` in a process group of its own."""
    program = "from dealflow.cli import main; main()"
    command = [sys.executable, "-c", program, "--lang", "en", "ingest", str(folder)]
    return subprocess.Popen(
        command, env=os.environ | settings, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=[pytest.mark.torture, pytest.mark.timeout(1800)])])
def test_a_running_import_killed_at_any_moment_keeps_what_it_told_and_goes_on_later(
    ledger: Ledger, tmp_path: Path, rounds: int
) -> None:
    names, chance = make_decks(tmp_path / "decks", 4 * rounds + 2), random.Random(rounds)  # noqa: S311  # no secret
    settings = {
        "DEALFLOW_DATABASE_URL": ledger.url,
        "DEALFLOW_WORKSPACE": ledger.workspace,
        "DEALFLOW_DATA_DIR": str(tmp_path / "data"),
    }
    told: set[str] = set()
    for _ in range(rounds):
        running = start_import(tmp_path / "decks", settings)
        assert running.stdout is not None
        first = running.stdout.readline()
        time.sleep(chance.uniform(0, 0.4))
        os.killpg(running.pid, signal.SIGKILL)
        rest = running.communicate(timeout=60)[0].splitlines()
        told |= {line.split()[1].rstrip(":") for line in (first, *rest) if line.startswith("✓")}

        nothing_is_half_there(ledger, str(tmp_path / "warehouse.duckdb"))
        with ledger.read() as session:
            decks = session.exec(select(DeckRow).where(DeckRow.workspace == ledger.workspace)).all()
            read = {deck.file_name for deck in decks if deck.state is DeckState.READ}
        assert told <= read

    last = start_import(tmp_path / "decks", settings)
    last.communicate(timeout=240)
    assert last.returncode == 0
    nothing_is_half_there(ledger, str(tmp_path / "warehouse.duckdb"))
    with ledger.read() as session:
        decks = session.exec(select(DeckRow).where(DeckRow.workspace == ledger.workspace)).all()
        claims = session.exec(select(ClaimRow.deck_id).where(ClaimRow.workspace == ledger.workspace)).all()
    assert sorted((deck.file_name, deck.state) for deck in decks) == [(name, DeckState.READ) for name in names]
    assert {deck.id for deck in decks} == set(claims)
    assert told
