"""Files on companies: kept once by content, for whom they are meant, running out, destroyed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealflow.actions.claims import intake
from dealflow.actions.home import deadlines
from dealflow.actions.notes import documents
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notes.notes import NoteAudience
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import AT, Cast, cast, pdf, stage, ws

__all__ = ["cast", "stage", "ws"]
DAY = date(2026, 3, 2)
DATA = "등기사항전부증명서(가상)".encode()


def acting(ws: Workspace, viewer: Viewer, minutes: int = 0) -> Acting:
    return Acting(ws, viewer, AT + timedelta(minutes=minutes))


def put(ws: Workspace, cast: Cast, viewer: Viewer | None = None, **values: object) -> str:
    entry = DocumentEntry(cast.shared_company, **{"kind": "register", **values})  # type: ignore[arg-type]  # its fields by their names
    return documents.put(acting(ws, viewer or cast.anna), "홍가상_등기부.txt", DATA, entry)


def names(ws: Workspace, viewer: Viewer, cast: Cast, **values: bool) -> list[str]:
    views = documents.documents_of(Looking(ws, viewer), company_id=cast.shared_company, **values)
    return [view.file_name for view in views]


def test_a_file_is_its_houses_own_and_the_same_bytes_twice_are_one(ws: Workspace, cast: Cast) -> None:
    first, second = put(ws, cast), put(ws, cast, cast.adam)
    assert first == second
    assert names(ws, cast.viewer_a, cast) == ["홍가상_등기부.txt"]
    assert documents.document_file(Looking(ws, cast.adam), first) == ("홍가상_등기부.txt", DATA)
    for stranger in (cast.bora, cast.organiser, cast.admin, cast.guest):
        assert names(ws, stranger, cast) == []
    with pytest.raises(NotFoundError):
        documents.document_file(Looking(ws, cast.bora), first)
    with pytest.raises(NotAllowedError):
        put(ws, cast, cast.viewer_a)


def test_a_file_that_a_colleague_keeps_for_the_deals_people_is_neither_shown_nor_betrayed(
    ws: Workspace, cast: Cast
) -> None:
    hidden = put(ws, cast, audience=NoteAudience.DEAL)
    assert names(ws, cast.adam, cast) == []
    own = put(ws, cast, cast.adam)
    assert own != hidden
    assert names(ws, cast.adam, cast) == ["홍가상_등기부.txt"]


def test_a_paper_of_a_kind_that_runs_out_rings_while_the_company_is_followed(ws: Workspace, cast: Cast) -> None:
    until = documents.last_good_day("register", date(2025, 12, 5))
    assert until == date(2026, 3, 5)
    document_id = put(ws, cast, expires_on=until)

    def due() -> list[tuple[DeadlineKind, str, int]]:
        return [
            (one.deadline.kind, one.deadline.label, one.days_left)
            for one in deadlines.deadlines(Looking(ws, cast.anna), on=DAY)
        ]

    assert due() == []
    engagements.open_engagement(acting(ws, cast.anna), NewEngagement(cast.shared_company, "a", "vc"))
    assert due() == [(DeadlineKind.DOCUMENT, "register", 3)]
    assert deadlines.deadlines(Looking(ws, cast.bora), on=DAY) == ()
    documents.withdraw(acting(ws, cast.anna, 1), document_id)
    assert due() == []


def test_what_is_said_of_a_file_is_changed_by_who_saw_it_last(ws: Workspace, cast: Cast) -> None:
    document_id = put(ws, cast)
    entry = DocumentEntry(cast.shared_company, kind="contract", issuer="가상법무법인")
    documents.amend(acting(ws, cast.adam, 1), document_id, entry, file_name="계약서.pdf", seen=1)
    (view,) = documents.documents_of(Looking(ws, cast.anna), company_id=cast.shared_company)
    assert (view.file_name, view.kind.id, view.document.issuer) == ("계약서.pdf", "contract", "가상법무법인")
    with pytest.raises(ChangedMeanwhileError):
        documents.amend(acting(ws, cast.anna, 2), document_id, entry, seen=1)


def test_a_destroyed_file_is_gone_from_the_disk_and_the_journal_verifies(ws: Workspace, cast: Cast) -> None:
    document_id = put(ws, cast)
    sha256 = documents.documents_of(Looking(ws, cast.anna), company_id=cast.shared_company)[0].document.sha256
    with pytest.raises(NotAllowedError):
        documents.destroy(acting(ws, cast.adam, 1), document_id)
    documents.destroy(acting(ws, cast.anna, 2), document_id)
    assert not ws.files.has(sha256)
    (view,) = documents.documents_of(Looking(ws, cast.anna), company_id=cast.shared_company)
    assert (view.file_name, view.standing.is_destroyed, view.can_edit, view.can_look) == ("", True, False, False)
    with pytest.raises(NotFoundError):
        documents.document_file(Looking(ws, cast.anna), document_id)
    maintenance.verify(Looking(ws, cast.admin))
    assert put(ws, cast) == document_id
    assert names(ws, cast.anna, cast) == ["홍가상_등기부.txt"]


def test_bytes_that_another_record_stands_on_stay_when_a_file_is_destroyed(ws: Workspace, cast: Cast) -> None:
    data = pdf(("IR(가상)",))
    deck = intake.receive(acting(ws, cast.bora), file_name="b.pdf", data=data)
    document_id = documents.put(acting(ws, cast.anna), "a.pdf", data, DocumentEntry(cast.shared_company))
    documents.destroy(acting(ws, cast.anna, 1), document_id)
    assert intake.deck_file(Looking(ws, cast.bora), deck.deck_id)[1] == data


def test_a_pdf_is_looked_at_page_by_page_and_nothing_else_is(ws: Workspace, cast: Cast) -> None:
    document_id = documents.put(
        acting(ws, cast.anna), "계약(가상).pdf", pdf(("하나",), ("둘",)), DocumentEntry(cast.shared_company)
    )
    looking = Looking(ws, cast.adam)
    assert documents.page_count(looking, document_id) == 2
    assert documents.document_picture(looking, document_id, 2).startswith(b"\xff\xd8\xff")
    with pytest.raises(InvalidInputError):
        documents.document_picture(looking, document_id, 3)
    with pytest.raises(NotFoundError):
        documents.document_picture(Looking(ws, cast.bora), document_id, 1)
    with pytest.raises(NotFoundError):
        documents.page_count(looking, put(ws, cast))


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", "empty"), (b"MZ\x90\x00", "program"), (b"\x7fELF\x02", "program"), (b"x" * 1_000_001, "too_large")],
)
def test_nothing_a_program_and_too_much_are_refused(ws: Workspace, cast: Cast, data: bytes, problem: str) -> None:
    ws.settings.max_upload_mb = 1
    with pytest.raises(InvalidInputError) as refused:
        documents.put(acting(ws, cast.anna), "a.bin", data, DocumentEntry(cast.shared_company))
    assert refused.value.parameters["problem"] == problem


def test_days_the_wrong_way_round_and_an_unknown_kind_are_refused(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(InvalidInputError):
        put(ws, cast, issued_on=DAY, expires_on=DAY - timedelta(days=1))
    with pytest.raises(InvalidInputError):
        put(ws, cast, kind="none")
    with pytest.raises(NotFoundError):
        documents.put(acting(ws, cast.anna), "a", DATA, DocumentEntry("none"))


def test_a_name_that_is_a_path_or_holds_controls_is_kept_harmless(ws: Workspace, cast: Cast) -> None:
    documents.put(acting(ws, cast.anna), "../../etc/pass\r\nwd\u202e.txt", DATA, DocumentEntry(cast.shared_company))
    assert names(ws, cast.anna, cast) == ["passwd.txt"]
