"""The drawer tells every field's history, brings a value back and does again what was undone."""

from __future__ import annotations

import pytest

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Looking
from dealflow.ui.kit import context
from tests.pages.onstage import TODAY, Books, at_page, said


@pytest.mark.usefixtures("books")
def test_a_fields_changes_are_told_in_words_and_one_is_brought_back(books: Books) -> None:
    app = at_page("pipeline", open=books.moved)
    assert "**단계** IR → 자료 검토" in said(app)
    (back,) = [one for one in app.button if one.key and one.key.endswith("_stage") and "_3_" in one.key]
    back.click().run()
    assert not app.exception
    assert (
        engagements.engagement(Looking(context.workspace(), books.anna), books.moved, on=TODAY).row.engagement.stage
        == "ir"
    )
    undo = at_page("pipeline", open=books.moved)
    undo.button(key="drawer_undo").click().run()
    again = at_page("pipeline", open=books.moved, lang="en")
    again.button(key=f"redo_{books.moved}").click().run()
    assert (
        engagements.engagement(Looking(context.workspace(), books.anna), books.moved, on=TODAY).row.engagement.stage
        == "ir"
    )


def test_a_viewer_reads_the_history_without_a_way_back(books: Books) -> None:
    app = at_page("pipeline", who="vera", open=books.moved)
    assert "**단계**" in said(app)
    assert [one.key for one in app.button if one.key and one.key.startswith("restore_")] == []
