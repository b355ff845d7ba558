from __future__ import annotations

import dataclasses
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dealflow.actions.claims import executors, intake, reading_queue, review
from dealflow.actions.platform.context import Acting, Looking
from dealflow.cli import run
from dealflow.domain.claims.claims import Reading
from dealflow.domain.claims.deck import DeckState
from dealflow.errors import (
    ExecutorMissingError,
    ExecutorUnreachableError,
    InvalidInputError,
    UnreadableDeckError,
)
from dealflow.i18n import Language
from dealflow.i18n.errors import words_of
from tests.actions.conftest import AT, Cast, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.actions.platform.workspace import Workspace

DECKS = Path(__file__).parents[3] / "data" / "demo" / "decks"
SLIDES = pdf(("다온로보틱스(가상) 회사 소개",), ("주요 실적", "2024년 매출 153억원 달성", "임직원 42명"))
CLUSTER = """
import sys
from distributed import LocalCluster
cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
print(cluster.scheduler_address.replace("tcp://", "dask://"), flush=True)
sys.stdin.read()
cluster.close()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real cluster of two worker processes in a folder of its own; gives its address."""
    folder = tmp_path_factory.mktemp("cluster")
    command = [sys.executable, "-c", CLUSTER]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.communicate()


def plain(answers: Iterator[tuple[str, Reading | UnreadableDeckError]]) -> list[tuple[str, Reading | object]]:
    return [(name, said if isinstance(said, Reading) else said.parameters) for name, said in answers]


def batch() -> list[tuple[str, bytes]]:
    decks = [(path.name, path.read_bytes()) for path in sorted(DECKS.glob("*.pdf"))[:2]]
    return [*decks, ("broken.pdf", b"%PDF-1.7 nothing"), ("slides.pdf", SLIDES), ("empty.pdf", b"")]


@pytest.mark.slow
def test_a_cluster_reads_what_this_machine_reads(cluster: str) -> None:
    here = plain(executors.read_many(executors.pool_of("", 2), batch()))
    there = plain(executors.read_many(executors.pool_of(cluster, 2), batch()))
    assert [name for name, _ in here] == [name for name, _ in batch()]
    assert all(said.claims for _, said in here[:2] if isinstance(said, Reading))
    assert here == there


@pytest.mark.slow
def test_decks_taken_in_are_read_by_the_cluster_with_equal_claims(ws: Workspace, cast: Cast, cluster: str) -> None:
    there = dataclasses.replace(ws, settings=ws.settings.model_copy(update={"executor": cluster}))
    decks = [
        intake.receive(Acting(ws, who, AT), file_name="a.pdf", data=SLIDES).deck_id for who in (cast.anna, cast.bora)
    ]
    room = reading_queue.ReadingRoom(there)
    room.start(resume=False)
    room.submit(decks[0])
    assert room.wait(60)
    room.stop()
    assert reading_queue.read_one(ws, decks[1], at=AT) is DeckState.READ
    told = [
        [(each.metric, each.quantity, each.page, each.claim.evidence) for each in review.claims(Looking(ws, who), deck)]
        for who, deck in zip((cast.anna, cast.bora), decks, strict=True)
    ]
    assert told[0] == told[1] != []


@pytest.mark.slow
def test_a_folder_extracted_by_the_cluster_prints_the_same_lines(
    cluster: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["extract", str(folder), "--format", "jsonl"]) == 3
    here = capsys.readouterr()
    monkeypatch.setenv("DEALFLOW_EXECUTOR", cluster)
    assert run(["extract", str(folder), "--format", "jsonl"]) == 3
    assert capsys.readouterr() == here


@pytest.mark.parametrize("how", [[], ["--in-process"]])
def test_a_folder_is_extracted_file_by_file_and_what_cannot_be_read_is_named(
    folder: Path, how: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", "en", "extract", str(folder), "--format", "jsonl", *how]) == 3
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    revenues = [(line["file"], line["value"]) for line in lines if line["metric"] == "revenue"]
    assert revenues == [("a.pdf", 15_300_000_000), ("later/c.pdf", 9_000_000_000)]
    assert told.err.splitlines()[0] == "error: b.pdf: damaged"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sound decks, one of them in a folder below, a broken one, and litter."""
    made = tmp_path / "decks"
    (made / "later").mkdir(parents=True)
    (made / "a.pdf").write_bytes(SLIDES)
    (made / "b.pdf").write_bytes(b"%PDF-1.7 nothing")
    (made / "notes.txt").write_text("litter", encoding="utf-8")
    (made / "later" / "c.pdf").write_bytes(pdf(("주요 실적", "2024년 매출 90억원 달성")))
    return made


def test_answers_come_in_the_order_of_the_files_and_few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, given = executors.pool_of("", 2), []
    monkeypatch.setattr(executors, "reading_as_json", _refusing)

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(20):
            given.append(number)
            yield str(number), b"%d" % number

    answers = executors.read_many(pool, files())
    assert next(answers)[0] == "0"
    assert len(given) <= 5
    assert [name for name, _ in answers] == [str(number) for number in range(1, 20)]


def _refusing(data: bytes, _name: str, _day: str) -> bytes:
    return b'{"refused":{"reason":"damaged","pages":%s}}' % data


def test_a_refusal_comes_back_with_its_reason_and_figures() -> None:
    assert executors.reading_as_json(b"", "a.pdf", "").startswith(b'{"refused":{')
    with pytest.raises(UnreadableDeckError) as refused:
        executors.reading_of(executors.pool_of("", 1).executor.submit(executors.reading_as_json, b"", "a.pdf", ""), "")
    assert refused.value.reason == "empty"


def test_without_the_library_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExecutorMissingError) as missing:
        executors.pool_of("dask://127.0.0.1:9", 2)
    assert 'pip install "dealflow[dask]"' in words_of(missing.value, Language.EN)


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, ws: Workspace, cast: Cast) -> None:
    monkeypatch.setattr(executors, "_CONNECTING_S", 1)
    address = f"dask://127.0.0.1:{free_port()}"
    with pytest.raises(ExecutorUnreachableError) as unreachable:
        executors.pool_of(address, 2)
    assert address in words_of(unreachable.value, Language.KO)
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=SLIDES).deck_id
    there = dataclasses.replace(ws, settings=ws.settings.model_copy(update={"executor": address}))
    room = reading_queue.ReadingRoom(there)
    room.start()
    assert room.wait(60)
    room.stop()
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.QUEUED


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_ingest_tells_at_once_that_nobody_is_there_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(executors, "_CONNECTING_S", 1)
    monkeypatch.setenv("DEALFLOW_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DEALFLOW_EXECUTOR", address := f"dask://127.0.0.1:{free_port()}")
    (tmp_path / "a.pdf").write_bytes(SLIDES)
    assert run(["ingest", str(tmp_path / "a.pdf")]) != 0
    assert address in capsys.readouterr().err


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidInputError) as wrong:
        executors.pool_of("ray://127.0.0.1:1", 2)
    assert wrong.value.parameters["field"] == "executor"
