"""The wheel runs anywhere: installed into an empty environment, in an empty folder, with its pages and the demo."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LARGEST_MB = 6
"""Most of it are the demo's decks and the charts' map."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own that sees this one's packages, but not the checkout."""
    home = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    uv = [str(Path(sys.executable).parent / "uv"), "pip", "install", "--no-index", "--no-deps", "--offline", "--python"]
    subprocess.run([*uv, home / "bin" / "python", wheel], check=True)
    (site,) = home.glob("lib/python*/site-packages")
    (site / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")  # a plain path: no .pth of there is followed
    return home / "bin" / "dealflow"


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DEALFLOW_", "PYTHON"))}
    return kept | {"LANG": "en_US.UTF-8"} | more


def test_the_wheel_carries_the_application_and_nothing_that_was_left_lying_about(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    pages = {f"dealflow/app/pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}
    decks = {f"dealflow/app/data/demo/decks/{path.name}" for path in (ROOT / "data/demo/decks").glob("*.pdf")}
    assert pages | decks <= names
    assert {"dealflow/app/streamlit_app.py", "dealflow/app/.streamlit/config.toml"} <= names
    assert {"dealflow/app/data/demo/load.py", "dealflow/app/data/demo/decks/nuriyeji.golden.jsonl"} <= names
    assert [name for name in names if "__pycache__" in name or name.endswith(".png")] == []
    assert wheel.stat().st_size < LARGEST_MB * 1e6


def test_the_installed_command_is_the_wheels_own(command: Path, tmp_path: Path) -> None:
    code = "import dealflow, dealflow.settings as s; print(dealflow.__file__); print(s.APPLICATION)"
    python = command.parent / "python"
    said = subprocess.run(
        [python, "-c", code], cwd=tmp_path, env=environment(), check=True, capture_output=True, text=True
    )
    package, application = said.stdout.split()
    assert Path(package).is_relative_to(command.parents[1])
    assert Path(application) == Path(package).parent / "app"


@pytest.fixture
def demo(command: Path, tmp_path: Path) -> Iterator[str]:
    """Run ``dealflow demo`` in an empty folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [command, "demo", "--port", str(port)], cwd=tmp_path, env=environment(), stdout=log, stderr=log
        )
    url = f"http://localhost:{port}"
    try:
        for _ in range(2400):
            if server.poll() is not None or answers(url):
                break
            time.sleep(0.25)
        assert answers(url), (tmp_path / "log").read_text("utf-8")
        yield url
    finally:
        server.terminate()
        assert server.wait(30) == 0


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 - our own server on loopback
            return bool(json.load(answer)["status"] == "ok")
    except OSError:
        return False


@pytest.mark.torture  # installs, loads and opens the whole event: minutes
@pytest.mark.timeout(900)
def test_the_demo_runs_in_any_folder(demo: str, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    assert (tmp_path / "data/local/demo/ledger.sqlite3").is_file()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{demo}/companies?lang=en")
        page.get_by_text(re.compile("Gaon ?Vision|가온비전")).first.wait_for(timeout=60_000)
        assert page.get_by_role("heading", name="Companies").first.is_visible()
        browser.close()
