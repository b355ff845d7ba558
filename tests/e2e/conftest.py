"""A real server on the fictional event, and a real browser. With CI=true a missing browser is a failure."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).parents[2]
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Server:
    """A running app: its address, its data folder."""

    url: str
    data_dir: Path


expect.set_options(timeout=15_000)  # a busy machine answers a click after seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="module")  # closed before other modules run: it keeps an event loop running
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "no Chromium on this machine: run `make debian` as root on Debian, or install it"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the fictional event, freshly loaded."""
    data_dir = tmp_path_factory.mktemp("demo")
    environment = _environment(data_dir, demo=True)
    subprocess.run(
        [sys.executable, "-c", "from dealflow.cli import main; main()", "demo", "load"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    with serving(data_dir, environment) as server:
        yield server


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    """Serve an empty installation of a single user."""
    with serving(tmp_path, _environment(tmp_path, demo=False)) as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a laptop-sized window that speaks Korean."""
    context = browser.new_context(viewport=LAPTOP, locale="ko-KR", timezone_id="Asia/Seoul")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def served(data_dir: Path) -> AbstractContextManager[Server]:
    """Serve a workspace that a test has filled itself; visitors choose whom to be."""
    return serving(data_dir, _environment(data_dir, demo=True))


def _environment(data_dir: Path, *, demo: bool) -> dict[str, str]:
    own = {"DEALFLOW_DATA_DIR": str(data_dir), "DEALFLOW_DEMO": str(demo).lower(), "DEALFLOW_DATABASE_URL": ""}
    return {**os.environ, **own}


class serving(AbstractContextManager[Server]):  # noqa: N801 - reads as a word in a with statement
    """Run the app on a free port for as long as the block lasts."""

    def __init__(self, data_dir: Path, environment: dict[str, str]) -> None:
        self._data_dir = data_dir
        self._environment = environment

    def __enter__(self) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "dealflow.ui.kit.server", "streamlit_app.py", "--server.headless=true"]
        command += [f"--server.port={port}", "--server.address=127.0.0.1"]
        with (self._data_dir / "server.log").open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        for _ in range(240):
            if self._process.poll() is not None or _answers(url):
                break
            time.sleep(0.25)
        else:
            self._process.kill()
        if self._process.poll() is not None:
            pytest.fail((self._data_dir / "server.log").read_text("utf-8"))
        return Server(url, self._data_dir)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 - our own server on loopback
            return bool(answer.status == 200)
    except OSError:
        return False
