"""The inbox: off until it is set up, one tap from a company, for its own house alone."""

from __future__ import annotations

import pytest

from dealflow.actions.inbound.taking_in import take_letter
from dealflow.actions.notes import notes
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.inbound.inbound import Channel
from dealflow.ui.kit import context
from tests.mail.letters_made import plain
from tests.pages.onstage import NOW, Books, at_page, said

TEXT = "가온(가상) 소개드립니다 <b>x</b> https://docsend.com/view/x"


@pytest.fixture(scope="module")
def letter(books: Books) -> str:
    """A letter that came to firm A."""
    data = plain(TEXT, subject="누리(가상) Nuri IR *자료*").as_bytes()
    return take_letter(Acting(context.workspace(), books.anna, NOW), data, Channel.UPLOAD).inbound_id


def test_it_says_how_a_mailbox_is_connected_and_lists_nothing_of_others(books: Books, letter: str) -> None:
    assert books.bora
    assert letter
    app = at_page("inbox", who="bora")
    assert "확인할 자료가 없습니다" in said(app)
    assert "DEALFLOW_MAIL_HOST" in str(app.code[0].value)
    assert "누리" not in said(app)


def test_a_letter_is_filed_by_one_tap_and_taken_back(books: Books, letter: str) -> None:
    app = at_page("inbox", lang="en")
    assert "IR \\*자료\\*" in said(app)
    assert "&lt;b&gt;" not in said(app)
    app.button(key=f"inbound_file_{letter}_{books.nuri}").click().run()
    assert not app.exception
    looking = Looking(context.workspace(), books.anna)
    assert len(notes.notes_of(looking, company_id=books.nuri)) == 1
    filed = at_page("inbox", view="filed")
    filed.button(key=f"inbound_reopen_{letter}").click().run()
    assert notes.notes_of(looking, company_id=books.nuri) == ()
    assert "누리" in said(at_page("inbox"))


@pytest.mark.usefixtures("letter")
def test_a_viewer_of_the_house_reads_and_does_nothing() -> None:
    app = at_page("inbox", who="vera")
    assert "누리" in said(app)
    assert [one.key for one in app.button if str(one.key).startswith("inbound_")] == []
