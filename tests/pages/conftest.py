"""One real workspace, played once, and copied for each module of page tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from dealflow.actions.platform.workspace import close_workspace
from tests.pages import onstage


@pytest.fixture(scope="session", autouse=True)
def _packages_scanned_once() -> Iterator[None]:
    """Look through the installed packages for components of Streamlit once, as a server does.

    Every run of an AppTest has a runtime of its own that would read the metadata of three hundred packages: five sixths
    of what a test of a page costs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, onstage.Books]:
    """The folder of a workspace in which firm A and firm B have been at work, and what is in it."""
    folder = tmp_path_factory.mktemp("played")
    ws = onstage.opened(folder)
    books = onstage.played(ws)
    close_workspace(ws)
    return folder, books


@pytest.fixture(scope="module")
def books(played: tuple[Path, onstage.Books], tmp_path_factory: pytest.TempPathFactory) -> Iterator[onstage.Books]:
    """The app of this process over a copy of the workspace; what a test writes stays in its module."""
    folder = tmp_path_factory.mktemp("books") / "data"
    shutil.copytree(played[0], folder)
    with pytest.MonkeyPatch.context() as patch:
        onstage.entering(folder, patch.setenv)
        yield played[1]
        onstage.leaving()


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The app of this process over a new, empty installation with one user."""
    with pytest.MonkeyPatch.context() as patch:
        onstage.entering(tmp_path_factory.mktemp("nothing"), patch.setenv)
        patch.setenv("DEALFLOW_DEMO", "false")
        yield
        onstage.leaving()
