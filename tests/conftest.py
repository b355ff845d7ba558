"""How long properties are looked for, which tests share a worker, and that a statement is compiled once.

Properties are looked for briefly with every change, at a glance by ``make check`` (``HYPOTHESIS_PROFILE=quick``), and
thoroughly by ``HYPOTHESIS_PROFILE=thorough``. No single example has a deadline: machines that run the checks are
shared, and slow is not wrong.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import settings
from sqlalchemy import URL, Engine
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from dealflow.store.ledger import database
from tests.costly import THOROUGH

settings.register_profile("quick", max_examples=10, deadline=None)
settings.register_profile("brief", max_examples=20, deadline=None)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "brief"))
if THOROUGH:
    os.environ.setdefault("PYTEST_TIMEOUT", "3600")

TOGETHER: Final = ("tests/e2e/", "tests/golden/test_demo_load.py", "tests/golden/")
"""What shares the loaded event, a browser, or one reading of the decks; the first that fits."""
BY_MODULE: Final = ("tests/pages/", "tests/actions/claims/test_executors.py", "tests/test_house.py")
"""Where each module shares a copy of the books, a cluster, or all source as Python reads it."""


class Sharing(LoadScopeScheduling):
    """Gives tests that share something costly to one worker, and those first; every other test to whoever is free.

    The marks of ``--dist loadgroup`` do nothing with pytest 9.2 (pytest-xdist issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        together = next((start for start in TOGETHER if module.startswith(start)), nodeid)
        return module if module.startswith(BY_MODULE) else together


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing | None:
    """Return our way to share out the tests, where none is asked for by name."""
    return Sharing(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Share what SQLAlchemy compiled among the books of a process, as an app with one set of books does.

    Each test opens books of its own. An engine keeps its compiled statements to itself, by its dialect: to compile the
    same ones for each test anew was half of what a test of one act costs (0.07 of CPU seconds instead of 0.04).
    """
    make, first = database.create_engine, list[Engine]()

    def create(url: URL, **options: Any) -> Engine:
        engine = make(url, query_cache_size=5000, **options)
        if engine.dialect.name != "sqlite":  # others learn of their server when they first meet it
            return engine
        if not first or first[0].dialect.server_version_info is None:  # the first one never met its database
            first[:] = [engine]
        engine.dialect, engine._compiled_cache = first[0].dialect, first[0]._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", create)
        yield
