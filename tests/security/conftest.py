"""One filled workspace for all that tries to come by another house's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.security.world import World, filled_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with filled_world(tmp_path_factory.mktemp("matrix") / "data") as filled:
        yield filled
