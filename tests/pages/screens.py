"""The whole frame with a page in it, on a real workspace of its own: two rival firms, an organiser, a guest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dealflow.actions.claims import intake
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.claims import Claim
from dealflow.domain.claims.deck import Submission, Suggestion
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.values.event import By
from dealflow.ui.kit import context, keys
from tests.actions.conftest import AT, Cast, Stage, cast, pdf, renamed, stage

__all__ = ["FRAME", "Screens", "cast", "screens", "stage", "told", "ws"]

FRAME = Path(__file__).parents[2] / "dealflow" / "ui" / "kit" / "frame.py"


@dataclass
class Screens:
    """The running application: ``open`` draws a page as somebody, ``deck`` puts a read deck on the shelf."""

    ws: Workspace

    def open(self, page: str, who: Viewer, *, lang: str = "ko", **query: str) -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        app.session_state[keys.VIEWER] = who.person_id
        for name, value in {"lang": lang, **query}.items():
            app.query_params[name] = value
        app.switch_page(f"../../../pages/{page}.py")
        return app.run()

    def deck(
        self,
        viewer: Viewer,
        name: str,
        claims: tuple[Claim, ...] = (),
        *,
        audience: Audience = Audience.ORGANISATION,
        company_id: str | None = None,
        suggestions: tuple[Suggestion, ...] = (),
    ) -> str:
        received = intake.receive(
            Acting(self.ws, viewer, AT),
            file_name=name,
            data=pdf((name,), ("1,234",), ("3",)),
            submission=Submission(company_id=company_id, audience=audience),
        )
        own = tuple(renamed(one, received.deck_id) for one in claims)
        event = DeckRead(received.deck_id, "test", "test", ((960.0, 540.0),) * 3, suggestions, own)
        commit(self.ws, lambda session: record(self.ws, session, [event], By("system", AT, "worker"), after=1))
        return received.deck_id


def told(app: AppTest) -> str:
    """Return all that a page says in words."""
    parts = [*app.markdown, *app.caption, *app.error, *app.info, *app.warning]
    return "\n".join(str(part.value) for part in parts)


@pytest.fixture
def ws(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The workspace that the screens open by themselves, with the cast, as a demo: a visitor may choose whom to be."""
    shutil.copytree(stage.with_cast, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("DEALFLOW_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DEALFLOW_WAREHOUSE_PATH", ":memory:")
    monkeypatch.setenv("DEALFLOW_DEMO", "true")
    context.close()
    st.cache_resource.clear()
    yield context.workspace()
    context.close()
    st.cache_resource.clear()


@pytest.fixture
def screens(ws: Workspace, cast: Cast) -> Screens:
    """The screens over that workspace, with everybody registered."""
    assert cast.anna
    return Screens(ws)
