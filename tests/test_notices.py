"""The notice of what the application stands on is complete, and what is under another kind of licence is an extra."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTICE = ROOT / "THIRD_PARTY.md"


def test_the_notice_names_every_package_of_the_lock_file_with_its_version_and_licence() -> None:
    locked = {
        line.split(" ")[0].replace("==", " ")
        for line in (ROOT / "requirements-postgres.lock").read_text("utf-8").splitlines()
        if line[:1].isalnum()
    }
    cells = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in NOTICE.read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| package")
    ]
    assert {f"{name.removesuffix(' †')} {version}" for name, version, *_ in cells} == locked
    assert [name for name, _, licence, _ in cells if not licence] == []


def test_the_notice_is_what_would_be_written_now() -> None:
    assert (
        subprocess.run([sys.executable, ROOT / ".ci" / "notices.py", "--check"], cwd=ROOT, check=False).returncode == 0
    )


def test_what_is_installed_without_extras_has_no_copyleft_licence_but_certificates() -> None:
    lgpl = [line for line in NOTICE.read_text("utf-8").splitlines() if "GPL" in line and line.startswith("| ")]
    assert [line.split("|")[1].strip() for line in lgpl] == ["psycopg †", "psycopg-binary †"]
    base = (ROOT / "requirements.lock").read_text("utf-8")
    assert "psycopg" not in base
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [name for name in project["dependencies"] if "psycopg" in name] == []


def test_no_module_imports_the_driver_of_postgresql() -> None:
    imports = {
        name
        for path in (ROOT / "dealflow").rglob("*.py")
        for name in re.findall(r"^\s*(?:from|import)\s+(\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert "sqlalchemy" in imports
    assert [name for name in imports if name.startswith("psycopg")] == []
