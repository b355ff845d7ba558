"""Every screen, drawn for those who must not know: asked for a house's records by address, it shows no word of them.

The screens are those of the frame, so that a new one is drawn here from its first day; what is searched is all that a
browser would be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dealflow.actions.claims.reading_queue import ReadingRoom
from dealflow.actions.people import accounts
from dealflow.domain.people.access import Viewer
from dealflow.ui.kit import context, frame, keys
from tests.security.world import CANARY, World

_STRANGERS: Final = ("rival analyst", "organiser", "guest")
_PAGES: Final = Path(frame.__file__).resolve().parents[3] / "pages"
_ADDRESSES: Final = {
    "id": "company_id", "company": "company_id", "companies": "company_id", "engagement": "engagement_id",
    "open": "engagement_id", "deck": "deck_id", "session": "session_id", "item": "item_id", "event": "event_id",
    "fund": "fund_id", "note": "note_id", "claim": "claim_id", "inbound": "inbound_id",
}  # fmt: skip
"""By which parameter of an address a screen is asked for which record of the house."""
_NEEDS_THEIRS: Final = frozenset({"company", "pipeline", "committee", "review"})
"""Screens on which the house reads its own canary: the silence towards others proves something."""


@pytest.fixture(scope="module", autouse=True)
def _stage(world: World) -> Iterator[None]:
    """The app of this process over the filled workspace; its rooms read nothing."""
    room, scanned = ReadingRoom(world.ws), manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: scanned)
        patch.setattr(context, "workspace", lambda: world.ws)
        patch.setattr(context, "reading_room", lambda: room)
        yield


def sent(world: World, page: str, viewer: Viewer | None) -> str:
    """Return all that a browser is sent that asks a page for the house's records, as text."""
    app = AppTest.from_file(frame.__file__, default_timeout=60)
    if viewer is not None:
        app.session_state[keys.VIEWER] = viewer.person_id
    app.switch_page(str(_PAGES / f"{page}.py"))
    for name, record in _ADDRESSES.items():
        if record in world.ids:
            app.query_params[name] = world.ids[record]
    app.run()
    assert not app.exception, (page, [caught.value for caught in app.exception])
    protos = (getattr(node, "proto", None) for node in app._tree)
    return "".join(proto.SerializeToString().decode("utf-8", "replace") for proto in protos if proto is not None)


@pytest.mark.parametrize("page", sorted(frame.SCREENS))
def test_no_screen_shows_another_house_a_word_of_this_one(world: World, page: str) -> None:
    told = {role: words for role in _STRANGERS if CANARY in (words := sent(world, page, world.rivals[role]))}
    assert not told, {role: words[max(0, words.find(CANARY) - 200) :][:300] for role, words in told.items()}


@pytest.mark.parametrize("page", sorted(_NEEDS_THEIRS))
def test_the_house_itself_reads_its_words_there(world: World, page: str) -> None:
    assert CANARY in sent(world, page, world.analyst)


def test_a_stranger_is_shown_the_way_to_the_log_in_and_no_screen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "are_used", lambda _ws: True)
    for page in ("home", "company"):
        words = sent(world, page, None)
        assert "/login" in words
        assert CANARY not in words
