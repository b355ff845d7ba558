"""The notes and files of a company on its page and in a deal's drawer, for the house and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.notes import documents, note_drafts, notes
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.notes.notes import NoteAudience, NoteKind, NoteText
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, TODAY, Books, at_page, rows, said


@pytest.fixture(scope="module")
def note(books: Books) -> str:
    """A meeting that Anna wrote down, on the deal that moved."""
    text = NoteText("대표 미팅", "**가격**을 <b>논의</b>했다 @vera", ("홍가상",), "자료 요청")
    return notes.write(
        Acting(context.workspace(), books.anna, NOW),
        NewNote(books.gaon, TODAY, text, kind=NoteKind.MEETING, engagement_id=books.moved),
    )


@pytest.fixture(scope="module")
def document(books: Books) -> str:
    """A register excerpt that runs out in three days."""
    entry = DocumentEntry(
        books.gaon, kind="register", expires_on=TODAY + timedelta(days=3), audience=NoteAudience.HOUSE
    )
    return documents.put(Acting(context.workspace(), books.anna, NOW), "등기부(가상).txt", b"register", entry)


def html(app: object) -> str:
    return "".join(str(one.proto.body) for one in app.get("html"))  # type: ignore[attr-defined]  # the harness types elements loosely


@pytest.mark.usefixtures("note")
def test_the_house_reads_a_note_on_the_company_and_in_the_drawer(books: Books) -> None:
    app = at_page("company", id=books.gaon, view="notes")
    assert "대표 미팅" in said(app)
    assert "홍가상" in said(app)
    assert "@vera" in said(app)
    assert "<strong>가격</strong>을 &lt;b&gt;논의" in html(app)
    drawer = at_page("pipeline", open=books.moved)
    assert "대표 미팅" in said(drawer)


@pytest.mark.usefixtures("note", "document")
@pytest.mark.parametrize("who", ["bora", "gil"])
def test_a_rival_and_a_guest_see_neither_notes_nor_files(books: Books, who: str) -> None:
    for view in ("notes", "files"):
        words = said(at_page("company", who=who, id=books.gaon, view=view))
        assert "대표 미팅" not in words
        assert "등기부\\(가상\\)" not in words


@pytest.mark.usefixtures("document")
def test_a_file_that_runs_out_is_marked_and_rings_on_home(books: Books) -> None:
    app = at_page("company", id=books.gaon, view="files", lang="en")
    assert "등기부\\(가상\\)\\.txt" in said(app)
    assert "Valid until" in said(app)
    assert "Corporate register excerpt runs out" in {row[0] for row in rows(at_page("home", lang="en"), "home_alarms")}


def test_a_note_is_written_in_the_form_and_its_draft_is_there_until_then(books: Books) -> None:
    looking = Looking(context.workspace(), books.anna)
    app = at_page("company", id=books.nuri, view="notes", do="note")
    key = f"note_company_{books.nuri}_0"
    app.text_area(key=f"{key}_body").input("통화로 일정을 정했다").run()
    assert note_drafts.drafted(looking, books.nuri)["body"] == "통화로 일정을 정했다"
    app.text_input(key=f"{key}_day").input("어제쯤").run()
    app.button(key=f"{key}_save").click().run()
    assert app.error
    again = at_page("company", id=books.nuri, view="notes", do="note")
    assert again.text_area(key=f"{key}_body").value == "통화로 일정을 정했다"
    assert "임시 저장" in said(again)
    again.text_input(key=f"{key}_day").input(TODAY.isoformat()).run()
    again.button(key=f"{key}_save").click().run()
    assert not again.exception
    (view,) = notes.notes_of(looking, company_id=books.nuri)
    assert view.text is not None
    assert view.text.body == "통화로 일정을 정했다"
    assert note_drafts.drafted(looking, books.nuri) == {}


@pytest.mark.usefixtures("note")
def test_a_note_is_withdrawn_and_put_back_by_its_buttons(books: Books, note: str) -> None:
    app = at_page("company", id=books.gaon, view="notes")
    app.button(key=f"note_withdraw_{note}").click().run()
    assert "대표 미팅" not in said(app)
    app.toggle(key="notes_withdrawn").set_value(True).run()
    app.button(key=f"note_put_back_{note}").click().run()
    assert "대표 미팅" in said(app)
    viewer = at_page("company", who="vera", id=books.gaon, view="notes")
    assert [one.key for one in viewer.button if str(one.key).startswith("note_")] == []
