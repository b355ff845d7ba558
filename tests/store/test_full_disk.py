"""A full or read-only disk is told in words; what was acknowledged stands, and work goes on when there is room."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dealflow.actions.claims import intake
from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.cli import run
from dealflow.domain.claims.company import CompanyDetails
from dealflow.errors import StorageError
from dealflow.i18n import LANGUAGES
from dealflow.i18n.errors import words_of
from dealflow.settings import Settings
from tests.actions.conftest import pdf

NOW = datetime.now(UTC)
SIZE = 24_000_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root mounts a small disk"),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder], check=False).returncode:
        pytest.skip("no mounting here")
    yield folder
    subprocess.run(["mount", "-o", "remount,rw", folder], check=False)
    subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return ballast


def test_acts_on_a_full_disk_are_told_and_lose_nothing(disk: Path) -> None:
    ws = open_workspace(Settings(data_dir=disk / "data", warehouse_path=":memory:", _env_file=None))
    me = people.single_user(ws, at=NOW)

    def register(number: int) -> str:
        return companies.register_company(Acting(ws, me, NOW), CompanyDetails(name=f"{number} (가상)"))

    for number in range(3):
        register(number)
    before = maintenance.verify(Looking(ws, me))
    ballast = fill(disk)
    acknowledged, told = 3, []
    for number in range(3, 60):
        try:
            register(number)
            acknowledged += 1
        except StorageError as error:
            told.append(error)
    assert told
    assert {error.parameters["problem"] for error in told} <= {"full", "failed"}
    assert all("ledger" not in words_of(told[0], lang) or lang == "en" for lang in LANGUAGES)
    with pytest.raises(StorageError) as caught:
        intake.receive(Acting(ws, me, NOW), file_name="a.pdf", data=pdf(("(가상)",)) + b"\0" * 2_000_000)
    assert caught.value.parameters["problem"] == "full"
    assert list(ws.files.folder.rglob(".coming-*")) == []
    with pytest.raises(StorageError):
        maintenance.backup(ws.settings, disk / "backups", at=NOW)
    assert list((disk / "backups").glob("*.zip")) == []
    ballast.unlink()
    assert maintenance.verify(Looking(ws, me), expect=str(before))
    register(100)
    assert len(companies.companies(Looking(ws, me))) == acknowledged + 1
    close_workspace(ws)


def test_a_read_only_disk_is_told_by_every_command(
    disk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEALFLOW_DATA_DIR", str(disk / "data"))
    assert run(["migrate"]) == 0
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for command in (["backup"], ["warehouse", "query", "select 1"], ["doctor"]):
        capfd.readouterr()
        assert run(["--lang", "en", *command]) == 2
        told = capfd.readouterr()
        assert "read-only" in told.out + told.err
        assert "Traceback" not in told.err
