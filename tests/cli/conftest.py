"""An installation of its own for each test of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation of its own, spoken to in English.

    ``dealflow demo`` tells its whole process that the books are the fictional event's; the setting here ends with the
    test.
    """
    for name, value in {
        "DEALFLOW_DATA_DIR": str(tmp_path / "data"),
        "DEALFLOW_WAREHOUSE_PATH": ":memory:",
        "DEALFLOW_DATABASE_URL": "",
        "DEALFLOW_DEMO": "false",
        "LC_ALL": "en_US.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "data"
