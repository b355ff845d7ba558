"""A pipeline taken in from the command line: tried dry, taken in, taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.cli import run
from dealflow.settings import Settings
from tests.actions.conftest import AT


def names(data: Path) -> set[str]:
    ws = open_workspace(Settings(data_dir=data), follow=False)
    known = {row.company.name for row in companies.companies(Looking(ws, people.single_user(ws, at=AT)))}
    close_workspace(ws)
    return known


def test_a_pipeline_is_tried_taken_in_and_taken_back(
    data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sheet, refused = tmp_path / "pipeline.csv", tmp_path / "refused.csv"
    sheet.write_bytes(
        "회사,Deal stage,IR일\r\n누리로봇(가상),IR,2026-01-05\r\n가람테크(가상),모름,\r\n".encode("cp949")
    )
    assert run(["pipeline", "import", str(sheet), "--dry-run", "--mapping", f"@refused={refused}"]) == 2
    out = capfd.readouterr().out
    assert "Deal stage → Stage" in out
    assert "+ 2: 누리로봇(가상)" in out
    assert "1 new, 0 changed, 0 same, 1 refused" in out
    assert refused.read_text("utf-8-sig").splitlines()[1].startswith("가람테크(가상),모름,,3,")
    assert names(data) == set()
    assert run(["pipeline", "import", str(sheet)]) == 2
    assert names(data) == set()
    assert run(["pipeline", "import", str(sheet), "--allow", "rest"]) == 2
    [import_id] = re.findall(r"revert (\w{20})", capfd.readouterr().out)
    assert names(data) == {"누리로봇(가상)"}
    assert run(["pipeline", "revert", import_id]) == 0
    assert "2 records gone, 0 as before, 0 left" in capfd.readouterr().out
    assert names(data) == set()
    assert run(["pipeline", "imports"]) == 0
    assert f"{import_id}" in capfd.readouterr().out


def test_a_mapping_that_names_no_column_is_told(data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sheet = tmp_path / "pipeline.csv"
    sheet.write_text("회사,단계\r\n누리로봇(가상),IR\r\n", "utf-8")
    assert run(["pipeline", "import", str(sheet), "--mapping", "없음=name"]) == 2
    assert run(["pipeline", "import", str(sheet), "--mapping", "단계=nothing"]) == 2
    assert "no such use" in capfd.readouterr().err
    assert names(data) == set()
