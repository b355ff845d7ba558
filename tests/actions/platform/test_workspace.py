"""The open workspace: what it keeps is for its owner's eyes."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from dealflow.actions.claims import intake
from dealflow.actions.people import people
from dealflow.actions.platform import maintenance, warehouse
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.settings import Settings
from tests.actions.conftest import AT, pdf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such modes")


def test_nothing_of_an_installation_can_be_read_by_others(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    ws = open_workspace(Settings(data_dir=data))
    me = people.single_user(ws, at=AT)
    intake.receive(Acting(ws, me, AT), file_name="가온(가상).pdf", data=pdf(("가온(가상)",)))
    snapshot = warehouse.publish(Looking(ws, me), tmp_path / "out")
    backup = maintenance.backup(ws.settings, tmp_path / "kept", at=AT).path
    close_workspace(ws)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    kept = [path for folder in (data, snapshot, backup) for path in (folder, *folder.rglob("*"))]
    assert len(kept) > 10
    assert [path for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
