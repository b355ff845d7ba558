"""A house's mark stands on what it writes: report, one-pager, book, papers, dossiers' files and letters."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from PIL import Image

from dealflow.actions.claims import intake
from dealflow.actions.companies import memo as memos
from dealflow.actions.people import house_settings
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError
from dealflow.post.mail_post import Outgoing, message_of
from dealflow.reports.investment import memo_document, memo_docx, memo_html, one_pager
from dealflow.reports.irday.papers import paper_html
from dealflow.reports.kit import logo
from dealflow.reports.kit.blocks import Document
from dealflow.reports.notices.letters import plain_letter
from dealflow.reports.record import dossier_docx, dossier_html
from tests.actions.conftest import AT, Cast, cast, person, stage, ws

__all__ = ["cast", "stage", "ws"]


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 90), "navy").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def keeper(ws: Workspace, cast: Cast) -> Viewer:
    """Who looks after the people of house A."""
    assert cast.anna
    return person(ws, "hana", "a", Role.HOUSE_ADMIN)


def pictures_in(data: bytes) -> int:
    return len(docx.Document(io.BytesIO(data)).inline_shapes)


def test_a_houses_mark_stands_on_its_report_one_pager_and_book(ws: Workspace, cast: Cast, keeper: Viewer) -> None:
    looking = Looking(ws, cast.anna)
    (subject, *_) = memos.subjects(looking, cast.shared_company)

    def made() -> tuple[tuple[int, bool], ...]:
        source = memos.source(looking, subject, on=korean_day(AT), lang="ko")
        report = memo_document.memo(source, "ko")
        books = (one_pager.single(source, "ko"), one_pager.book([source, source], "IR(가상)", "", "ko"))
        pages = [(memo_docx.as_docx(report, "ko"), memo_html.as_html(report, "ko"))]
        pages += [(memo_docx.book_as_docx(book, "ko"), memo_html.book_as_html(book, "ko")) for book in books]
        return tuple((pictures_in(word), page.count('class="logo"')) for word, page in pages)

    assert made() == ((0, 0),) * 3
    house_settings.keep_logo(Acting(ws, keeper, AT), picture())
    assert made() == ((1, 1),) * 3
    assert memos.source(Looking(ws, cast.bora), subject, on=korean_day(AT), lang="ko").logo == b""


def test_papers_and_dossiers_bear_it_and_an_odd_picture_leaves_the_paper_as_it_was() -> None:
    page = paper_html.as_html(paper_html.Sheet("시간표(가상)", (), (), "", logo=picture()), "ko")
    document = Document("서류철(가상)", "", (), "", "", logo=picture())
    assert logo.address(picture()) in page
    assert logo.address(picture()) in dossier_html.as_html(document, "ko")
    assert pictures_in(dossier_docx.as_docx(document)) == 1
    assert pictures_in(dossier_docx.as_docx(replace(document, logo=b"no picture"))) == 0


def test_a_letter_shows_it_out_of_itself_and_lists_no_file() -> None:
    content = plain_letter("안내(가상)", "본문", "ko", logo=picture())
    message = message_of(Outgoing("l1", "a@example.test", content, "ko", AT), "a@example.test")
    shown = next(part for part in message.walk() if part.get_content_type() == "image/png")
    page = message.get_body(("html",))
    assert page is not None
    assert shown["Content-ID"] == "<mark.png>"
    assert shown.get_payload(decode=True) == picture()
    assert 'src="cid:mark.png"' in page.get_content()
    assert list(message.iter_attachments()) == []


def test_a_mark_takes_room_of_the_house_as_any_file(
    ws: Workspace, keeper: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dealflow.domain.claims.house_room.GIGABYTE", 1_000)
    ws.settings.house_gb = 1
    intake.receive(Acting(ws, keeper, AT), file_name="a.pdf", data=b"%PDF-1.4" + b"x" * 990)
    with pytest.raises(InvalidInputError, match="house_full"):
        house_settings.keep_logo(Acting(ws, keeper, AT), picture())
