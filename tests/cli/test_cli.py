from __future__ import annotations

import dataclasses
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from dealflow.actions.claims import intake, review
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, commit, open_workspace, record
from dealflow.cli import run
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.people.access import Audience, OrganisationKind, Role
from dealflow.domain.people.people import IrEventDetails, NewOrganisation
from dealflow.domain.values.event import By, Event
from dealflow.errors import InvalidInputError
from dealflow.i18n import LANGUAGES, catalogue
from dealflow.settings import Settings
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, pdf

SLIDES = pdf(("다온로보틱스(가상) 회사 소개",), ("주요 실적", "2024년 매출 153억원 달성", "임직원 42명"))
FIELDS = (
    "metric value value_min value_max bound approx unit page boxes quote label period status scope subject aggregation "
    "confidence review_reasons"
)
"""The fields of a line, as the project promised them."""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    file = tmp_path / "daon.pdf"
    file.write_bytes(SLIDES)
    return file


def books(data: Path) -> Workspace:
    return open_workspace(Settings(data_dir=data), follow=False)


def test_a_file_is_extracted_to_json_lines_without_a_database(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["extract", str(deck), "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert lines
    assert {tuple(line) for line in lines} == {tuple(FIELDS.split())}
    revenue = next(line for line in lines if line["metric"] == "revenue")
    assert (revenue["value"], revenue["unit"], revenue["page"], "153억" in revenue["quote"]) == (
        15_300_000_000,
        "KRW",
        2,
        True,
    )
    assert not data.exists()


def test_sandboxed_and_in_process_say_the_same(data: Path, deck: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["extract", str(deck), "--format", "jsonl"])
    sandboxed = capfd.readouterr().out
    run(["extract", str(deck), "--format", "jsonl", "--in-process"])
    assert capfd.readouterr().out == sandboxed
    assert not data.exists()


@pytest.mark.parametrize(("lang", "words"), [("ko", "153억 원"), ("en", "₩15.3B")])
def test_a_table_speaks_the_language_asked_for(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    assert run(["--lang", lang, "extract", str(deck), "--in-process"]) == 0
    assert words in capfd.readouterr().out
    assert not data.exists()


@pytest.mark.parametrize("how", [[], ["--in-process"]])
@pytest.mark.parametrize(("content", "reason"), [(b"%PDF-1.7 nothing", "damaged"), (b"", "empty")])
def test_an_unreadable_file_is_named_on_stderr_with_exit_code_3(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str], content: bytes, reason: str, how: list[str]
) -> None:
    deck.write_bytes(content)
    assert run(["extract", str(deck), "--format", "jsonl", *how]) == 3
    told = capfd.readouterr()
    assert (told.out, told.err.splitlines()[0]) == ("", f"error: {reason}")
    assert not data.exists()


def test_a_file_that_is_not_there_is_a_mistake(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", str(data / "none.pdf")]) == 2
    assert capfd.readouterr().err.startswith("error: not_found\n")


def test_a_folder_with_a_zip_a_broken_file_and_litter_is_taken_in_line_by_line(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = deck.parent / "in"
    folder.mkdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("폴더/둘.pdf", pdf(("누리예지(가상)",), ("임직원 7명",)))
    (folder / "all.zip").write_bytes(packed.getvalue())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "daon.pdf").write_bytes(SLIDES)
    (folder / "readme.txt").write_text("no deck")
    assert run(["ingest", str(folder)]) == 3
    told = capfd.readouterr().out
    assert "✓ daon.pdf: 2 pages" in told
    assert "✓ 둘.pdf: 2 pages" in told
    assert "✗ broken.pdf: The file is damaged" in told
    assert told.splitlines()[-1] == "Read: 2. Not readable: 1. Here already: 0."
    ws = books(data)
    me = people.single_user(ws, at=AT)
    assert {row.file_name: row.state for row in intake.decks(Looking(ws, me))} == {
        "daon.pdf": DeckState.READ,
        "둘.pdf": DeckState.READ,
        "broken.pdf": DeckState.REFUSED,
    }
    close_workspace(ws)


def test_ingesting_again_reads_nothing_twice_and_goes_on_where_it_stood(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ws = books(data)
    me = people.single_user(ws, at=AT)
    waiting = intake.receive(Acting(ws, me, AT), file_name="daon.pdf", data=SLIDES).deck_id
    assert run(["ingest", str(deck)]) == 0
    assert intake.deck(Looking(ws, me), waiting).state is DeckState.READ
    position = ws.ledger.position()
    assert run(["ingest", str(deck)]) == 0
    assert ws.ledger.position() == position
    assert capfd.readouterr().out.splitlines()[-1] == "Read: 1. Not readable: 0. Here already: 1."
    close_workspace(ws)


def test_decks_of_an_earlier_extractor_are_counted_and_read_again_on_request(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["ingest", str(deck)]) == 0
    ws = books(data)
    (row,) = intake.decks(Looking(ws, people.single_user(ws, at=AT)))
    older = [event for event in _events(ws, row.id) if isinstance(event, DeckRead)][-1]
    older = dataclasses.replace(older, extractor="dealflow-extract/0", claims=older.claims[1:])
    commit(ws, lambda session: record(ws, session, [older], By("system", AT, "worker"), after=2))
    close_workspace(ws)
    capfd.readouterr()
    assert run(["reread"]) == 0
    assert capfd.readouterr().out.startswith("1 deck was read by an earlier extractor (now dealflow-extract/")
    assert run(["reread", "--all"]) == 0
    told = capfd.readouterr().out
    same = len(older.claims)
    assert f"✓ daon.pdf: 1 new, 0 gone, 0 differ, {same} the same; 0 reviewed figures kept" in told
    assert run(["reread", "--all"]) == 0
    assert capfd.readouterr().out == "No deck was read by an earlier extractor.\n"
    assert run(["reread", "--deck", row.id]) == 0
    assert "✓ daon.pdf: Nothing changed." in capfd.readouterr().out
    assert run(["reread", "--deck", "nosuch"]) == 2


def _events(ws: Workspace, deck_id: str) -> list[Event]:
    with ws.ledger.read() as session:
        return [one.event for one in journal.read_stream(session, ws.name, f"deck:{deck_id}")]


def test_a_company_given_by_name_is_confirmed_and_found_again(data: Path, deck: Path) -> None:
    second = deck.with_name("second.pdf")
    second.write_bytes(pdf(("다온로보틱스(가상)",), ("임직원 50명",)))
    assert run(["ingest", str(deck), "--company", "다온로보틱스(가상)", "--round", "Series A"]) == 0
    assert run(["ingest", str(second), "--company", "㈜다온로보틱스 (가상)", "--round", "Series A"]) == 0
    ws = books(data)
    rows = intake.decks(Looking(ws, people.single_user(ws, at=AT)))
    assert {(row.file_name, row.version, row.company.name if row.company else "") for row in rows} == {
        ("daon.pdf", 1, "다온로보틱스(가상)"),
        ("second.pdf", 2, "다온로보틱스(가상)"),
    }
    close_workspace(ws)


def test_a_company_for_a_deck_that_is_here_already_is_confirmed_too(data: Path, deck: Path) -> None:
    assert run(["ingest", str(deck)]) == 0
    assert run(["ingest", str(deck), "--company", "다온로보틱스(가상)"]) == 0
    ws = books(data)
    (row,) = intake.decks(Looking(ws, people.single_user(ws, at=AT)))
    assert row.company is not None
    close_workspace(ws)


def test_where_several_people_work_the_one_who_acts_is_named(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ws = books(data)
    people.register_organisation(
        Acting(ws, people.SYSTEM, AT),
        NewOrganisation("예시벤처스(가상)", "Example (Fictional)", OrganisationKind.VC),
        organisation_id="a",
    )
    for name, role in (("anna", Role.ANALYST), ("vera", Role.VIEWER)):
        people.register_person(Acting(ws, people.SYSTEM, AT), name=name, organisation_id="a", role=role, person_id=name)
    event = ir_events.register_ir_event(
        Acting(ws, people.SYSTEM, AT), IrEventDetails("[모의] IR", "[Mock] IR", AT.date())
    )
    assert run(["ingest", str(deck)]) == 2
    assert capfd.readouterr().err.startswith("error: invalid_input\n")
    assert run(["ingest", str(deck), "--as", "vera"]) == 2
    assert run(["ingest", str(deck), "--as", "nobody"]) == 2
    assert run(["ingest", str(deck), "--as", "anna", "--event", event]) == 0
    (row,) = intake.decks(Looking(ws, people.viewer_of(ws, "vera")))
    assert (row.audience, row.ir_event_id, row.received_by) == (Audience.EVENT, event, "anna")
    assert review.claims(Looking(ws, people.viewer_of(ws, "vera")), row.id)
    close_workspace(ws)


def test_the_journal_is_verified_and_its_head_can_be_expected(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["ingest", str(deck)]) == 0
    capfd.readouterr()
    assert run(["audit", "verify"]) == 0
    head = capfd.readouterr().out.split()[-1]
    assert run(["ingest", str(deck), "--company", "다온(가상)"]) == 0
    assert run(["audit", "verify", "--expect", head]) == 0
    capfd.readouterr()
    assert run(["audit", "verify", "--expect", f"1:{'0' * 64}"]) == 2
    assert capfd.readouterr().err.startswith("error: tampered_journal\n")
    assert data.exists()


def test_a_backup_moves_an_installation_with_its_deck_files(
    data: Path, deck: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["migrate"]) == 0
    assert run(["ingest", str(deck)]) == 0
    aside = data.parent / "aside"
    assert run(["backup", "--to", str(aside), "--prove", "--keep", "3"]) == 0
    said = capfd.readouterr().out
    assert "Backed up and read back" in said
    assert "Restored and checked" in said
    (copy,) = aside.iterdir()
    elsewhere = data.parent / "elsewhere"
    monkeypatch.setenv("DEALFLOW_DATA_DIR", str(elsewhere))
    assert run(["restore", str(copy)]) == 0
    ws = books(elsewhere)
    me = people.single_user(ws, at=AT)
    (row,) = intake.decks(Looking(ws, me))
    assert intake.deck_file(Looking(ws, me), row.id) == ("daon.pdf", SLIDES)
    close_workspace(ws)
    assert run(["restore", str(copy)]) == 2
    assert run(["restore", str(deck)]) == 2


def test_the_warehouse_answers_questions_and_refuses_to_write(
    data: Path, deck: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["ingest", str(deck)]) == 0
    capfd.readouterr()
    question = "select file_name from deck order by file_name"
    assert run(["warehouse", "query", question, "--format", "jsonl"]) == 0
    assert capfd.readouterr().out == '{"file_name": "daon.pdf"}\n'
    assert run(["warehouse", "query", question, "--format", "csv"]) == 0
    assert capfd.readouterr().out == "file_name\ndaon.pdf\n"
    assert run(["warehouse", "query", "select '=1+1' as text, -5 as number", "--format", "csv"]) == 0
    assert capfd.readouterr().out == "text,number\n'=1+1,-5\n"
    assert run(["warehouse", "query", question, "--all"]) == 0
    assert run(["warehouse", "query", question, "--all", "--as", "me"]) == 2  # everybody's books are in no one's name
    assert run(["warehouse", "query", "delete from deck"]) == 2
    assert run(["warehouse", "publish", str(data / "out")]) == 0
    assert list((data / "out").rglob("*.parquet"))


def test_a_demo_that_is_not_there_is_told_clearly(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dealflow.actions.platform.maintenance.DEMO", data / "load.py")
    assert run(["demo", "load"]) == 2
    assert "not part of this installation" in capfd.readouterr().err


@pytest.mark.parametrize(
    "command", [[], ["ingest"], ["extract"], ["warehouse", "query"], ["audit", "verify"], ["serve"]]
)
def test_help_speaks_both_languages(capfd: pytest.CaptureFixture[str], command: list[str]) -> None:
    told = {}
    for lang in LANGUAGES:
        assert run(["--lang", lang, *command, "--help"]) == 0
        told[lang] = capfd.readouterr().out
    assert told["ko"] != told["en"]
    assert "cli." not in told["ko"] + told["en"]


def test_both_catalogues_have_the_same_keys() -> None:
    korean, english = (catalogue("cli", lang) for lang in LANGUAGES)
    assert set(korean) == set(english) != set()


def test_an_unknown_language_is_a_mistake(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "fr", "migrate"]) == 2
    assert capfd.readouterr().err.startswith("error: invalid_input\n")


def test_the_version_is_printed_by_the_installed_program() -> None:
    program = Path(sys.executable).with_name("dealflow")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.startswith("dealflow 0.")


@pytest.mark.slow
def test_an_interrupted_import_goes_on_where_it_stood(data: Path, deck: Path) -> None:
    folder = deck.parent / "many"
    folder.mkdir()
    count = 24  # more than are read before the signal arrives
    for number in range(count):
        (folder / f"{number}.pdf").write_bytes(pdf((f"가상회사{number}(가상)",), (f"임직원 {number + 10}명",)))
    program = [str(Path(sys.executable).with_name("dealflow")), "ingest", str(folder)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline().startswith("✓")
        first.send_signal(signal.SIGINT)
        _, told = first.communicate(timeout=60)
    assert (first.returncode, "Run the same command again" in told) == (130, True)
    assert run(["ingest", str(folder)]) == 0
    ws = books(data)
    rows = intake.decks(Looking(ws, people.single_user(ws, at=AT)))
    assert [row.state for row in rows] == [DeckState.READ] * count
    close_workspace(ws)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals between processes")
@pytest.mark.parametrize(
    ("ending", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_the_screens_are_served_on_the_data_of_here_until_that_process_is_ended(
    data: Path, ending: signal.Signals, code: int
) -> None:
    port = free_port()
    here = data.parent
    environment = {name: value for name, value in os.environ.items() if name != "DEALFLOW_DATA_DIR"}
    program = [str(Path(sys.executable).with_name("dealflow")), "serve", "--port", str(port), "--address", "127.0.0.1"]
    with subprocess.Popen(
        program, cwd=here, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            assert answers(f"http://127.0.0.1:{port}/healthz")
            assert (here / "data" / "local").is_dir()
            server.send_signal(ending)
            assert server.wait(timeout=60) == code
            assert (here / "data" / "local" / "ledger.sqlite3-wal").exists() == bool(code)  # closed, or cut off
            with socket.socket() as probe:
                assert probe.connect_ex(("127.0.0.1", port)) != 0
            with pytest.raises(ProcessLookupError):  # nobody of its session is left
                os.killpg(server.pid, 0)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1", "deals.example.kr"])  # noqa: S104 -- it is refused
def test_the_screens_open_to_nobody_else_while_there_is_no_log_in(
    address: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr("dealflow.cli.upkeep._become", lambda command, _: begun.append(command))
    assert run(["serve", "--address", address]) == 2
    assert "would be the administrator" in capfd.readouterr().err
    assert begun == []
    for near in ("localhost", "127.0.0.1", "::1"):
        assert run(["serve", "--address", near]) == 0
    monkeypatch.setenv("DEALFLOW_DEMO", "true")
    assert run(["serve", "--address", address]) == 0
    assert [command[-1] for command in begun] == ["localhost", "127.0.0.1", "::1", address]


@pytest.mark.parametrize(("is_demo", "words"), [(True, "fictional event: open it by dealflow demo"), (False, "--as")])
def test_books_of_several_people_have_no_single_user_and_get_none(
    data: Path, capfd: pytest.CaptureFixture[str], *, is_demo: bool, words: str
) -> None:
    ws = books(data)
    system = Acting(ws, people.SYSTEM, AT)
    house = people.register_organisation(system, NewOrganisation("가(가상)", "", OrganisationKind.VC, is_demo=is_demo))
    people.register_person(system, name="가온", organisation_id=house, role=Role.ANALYST)
    before = ws.ledger.position()
    with pytest.raises(InvalidInputError) as caught:
        people.single_user(ws, at=AT)
    assert caught.value.parameters["problem"] == "shared"
    assert ws.ledger.position() == before
    close_workspace(ws)
    assert run(["serve"]) == 2
    assert words in capfd.readouterr().err


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(url: str) -> bool:
    """Say whether the address answers within a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # our own server
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False
