"""What is wrong is named by name, what is well is left alone, and every word is there in both languages."""

from __future__ import annotations

import json
import re
import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dealflow.actions.people import people
from dealflow.actions.platform import doctor, maintenance
from dealflow.actions.platform.doctor import State
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.cli import run
from dealflow.i18n import LANGUAGES, has
from dealflow.settings import Settings
from dealflow.store.ledger.database import SQLITE

NOW = datetime.now(UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give an installation at which somebody has worked."""
    settings = Settings(data_dir=tmp_path / "data", _env_file=None)
    ws = open_workspace(settings)
    people.single_user(ws, at=NOW)
    close_workspace(ws)
    return settings


def told(settings: Settings, at: datetime = NOW) -> dict[str, State]:
    return {finding.word: finding.state for finding in doctor.look(settings, at=at)}


def test_a_sound_installation_has_nothing_wrong(settings: Settings) -> None:
    maintenance.backup(settings, settings.data_dir / "backups", at=NOW)
    findings = told(settings)
    assert State.WRONG not in findings.values()
    assert {"ledger.well", "locks.free", "clock.well", "folder.well", "warehouse.well", "backup.well"} <= set(findings)


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(tmp_path: Path) -> None:
    findings = told(Settings(data_dir=tmp_path / "none", _env_file=None))
    assert {"ledger.absent", "folder.absent", "warehouse.absent", "backup.none"} <= set(findings)
    assert State.WRONG not in findings.values()
    assert not (tmp_path / "none").exists()


def test_a_clock_that_lies_before_the_last_event_is_told(settings: Settings) -> None:
    assert told(settings, NOW - timedelta(minutes=4))["clock.well"] is State.WELL
    assert told(settings, NOW - timedelta(minutes=6))["clock.behind"] is State.WRONG


def test_a_ledger_that_is_no_database_or_of_a_newer_program_or_kept_locked_is_told(settings: Settings) -> None:
    file = settings.data_dir / "ledger.sqlite3"
    with closing(SQLITE.connect(str(file))) as rival:
        rival.execute("begin immediate")
        assert told(settings)["locks.held"] is State.LOOK
        rival.rollback()
        rival.execute("update alembic_version set version_num = '9999'")
        rival.commit()
    assert told(settings)["ledger.newer_ledger"] is State.WRONG
    for beside in settings.data_dir.glob("ledger.sqlite3-*"):
        beside.unlink()
    file.write_bytes(b"no database at all" * 1000)
    assert told(settings)["ledger.damaged"] is State.WRONG


def test_an_unreachable_postgresql_is_told_without_its_password(settings: Settings) -> None:
    away = settings.model_copy(update={"database_url": "postgresql://u:geheim@127.0.0.1:9/x"})
    (finding,) = [finding for finding in doctor.look(away, at=NOW) if finding.check == "ledger"]
    assert (finding.state, finding.word) == (State.WRONG, "ledger.ledger_unreachable")
    assert "geheim" not in str(finding)


def test_a_missing_driver_is_told_in_words(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("psycopg", "sqlalchemy.dialects.postgresql.psycopg"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    away = settings.model_copy(update={"database_url": "postgresql://u@127.0.0.1:9/x"})
    assert told(away)["ledger.driver_missing"] is State.WRONG


def test_files_that_others_can_read_are_named(settings: Settings) -> None:
    (settings.data_dir / "ledger.sqlite3").chmod(0o644)
    (finding,) = [finding for finding in doctor.look(settings, at=NOW) if finding.check == "folder"]
    assert (finding.state, finding.word, finding.parameters["names"]) == (State.WRONG, "folder.open", "ledger.sqlite3")


def test_a_damaged_warehouse_and_an_old_backup_are_to_be_looked_at(settings: Settings) -> None:
    (settings.data_dir / "warehouse.duckdb").write_bytes(b"x" * 9000)
    maintenance.backup(settings, settings.data_dir / "backups", at=NOW)
    findings = told(settings, NOW + timedelta(days=3))
    assert (findings["warehouse.damaged"], findings["backup.look"]) == (State.LOOK, State.LOOK)


def test_a_mail_server_that_does_not_answer_is_wrong(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        there = settings.model_copy(update={"mail_host": "127.0.0.1", "mail_port": port})
        assert told(there)["server.well"] is State.WELL
    assert told(there)["server.wrong"] is State.WRONG


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_its_words(lang: str) -> None:
    source = Path(doctor.__file__).read_text("utf-8")
    words = set(re.findall(r'"((?:ledger|locks|clock|folder|versions|backup|warehouse)\.\w+)"', source))
    words |= {f"{check}.{state}" for check in ("hangul", "office", "fonts") for state in ("well", "look")}
    words |= {f"disk.{state.value}" for state in State} | {"server.well", "server.wrong", "mailbox.unset", "smtp.unset"}
    words |= {f"warehouse.{state}" for state in ("private", "absent", "well", "held", "damaged")}
    words |= {f"folder.{refusal}" for refusal in ("full", "read_only", "denied")}
    words |= {f"ledger.{code}" for code in ("ledger_unreachable", "driver_missing", "newer_ledger", "storage")}
    assert len(words) > 30
    assert sorted(word for word in words if not has(f"doctor.{word}", lang)) == []
    assert (
        sorted(check for check in ("smtp", "mailbox", "disk", "locks") if not has(f"doctor.check.{check}", lang)) == []
    )


def test_the_command_says_it_in_both_languages_and_as_json(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEALFLOW_DATA_DIR", str(settings.data_dir))
    assert run(["--lang", "ko", "doctor"]) == 0
    assert "원장: SQLite" in capfd.readouterr().out
    assert run(["--lang", "en", "doctor"]) == 0
    assert "Ledger: SQLite" in capfd.readouterr().out
    (settings.data_dir / "ledger.sqlite3").chmod(0o644)
    assert run(["--lang", "en", "doctor", "--json"]) == 2
    lines = json.loads(capfd.readouterr().out)
    (wrong,) = [line for line in lines if line["state"] == "wrong"]
    assert (wrong["check"], wrong["problem"]) == ("folder", "folder.open")
    assert "chmod -R go-rwx" in wrong["words"]
