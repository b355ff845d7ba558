"""Notes in a house's books: kept with their versions, for whom they are meant, destroyed while the journal verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from dealflow.actions.notes import mentions, note_drafts, notes
from dealflow.actions.notes.notes import NewNote, Step
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notes.notes import NoteAudience, NoteKind, NoteText, digest
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import (
    ChangedMeanwhileError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NothingToUndoError,
)
from dealflow.store.ledger import journal
from dealflow.store.ledger.tables.journal import JournalRow
from tests.actions.conftest import AT, Cast, cast, stage, ws

__all__ = ["cast", "stage", "ws"]
DAY = date(2026, 3, 2)


def later(minutes: int) -> object:
    return AT + timedelta(minutes=minutes)


def acting(ws: Workspace, viewer: Viewer, minutes: int = 0) -> Acting:
    return Acting(ws, viewer, AT + timedelta(minutes=minutes))


def new(cast: Cast, body: str = "가격을 논의했다", **values: object) -> NewNote:
    text = NoteText("1차 미팅", body, ("홍가상",), "자료 요청")
    return replace(NewNote(cast.shared_company, DAY, text, kind=NoteKind.MEETING), **values)  # type: ignore[arg-type]  # its fields by their names


def bodies(ws: Workspace, viewer: Viewer, company_id: str, **values: bool) -> list[str]:
    views = notes.notes_of(Looking(ws, viewer), company_id=company_id, **values)
    return [view.text.body if view.text else "" for view in views]


def opened(ws: Workspace, cast: Cast, assignee: str) -> str:
    return engagements.open_engagement(
        acting(ws, cast.anna), NewEngagement(cast.shared_company, "a", "vc", "Series A", assignee_id=assignee)
    )


def test_a_house_reads_its_note_and_nobody_else_does(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast))
    view = notes.read_note(Looking(ws, cast.adam), note_id)
    assert (view.text, view.author_name) == (
        NoteText("1차 미팅", "가격을 논의했다", ("홍가상",), "자료 요청"),
        "anna(가상)",
    )
    assert bodies(ws, cast.viewer_a, cast.shared_company) == ["가격을 논의했다"]
    for stranger in (cast.bora, cast.organiser, cast.guest, cast.admin):
        assert bodies(ws, stranger, cast.shared_company) == []
    for stranger in (cast.bora, cast.admin):
        with pytest.raises(NotFoundError):
            notes.read_note(Looking(ws, stranger), note_id)
    with pytest.raises(NotAllowedError):
        notes.read_note(Looking(ws, cast.guest), note_id)


def test_a_viewer_writes_nothing_and_a_stranger_changes_nothing(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast))
    with pytest.raises(NotAllowedError):
        notes.write(acting(ws, cast.viewer_a), new(cast))
    for act in (notes.withdraw, notes.undo, notes.destroy, notes.put_back):
        with pytest.raises(NotFoundError):
            act(acting(ws, cast.bora), note_id)


def test_an_edit_keeps_the_former_words_and_is_taken_back(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast))
    notes.edit(acting(ws, cast.adam, 1), note_id, new(cast, "가격에 합의했다"))
    assert [version.text and version.text.body for version in notes.versions(Looking(ws, cast.anna), note_id)] == [
        "가격에 합의했다",
        "가격을 논의했다",
    ]
    with pytest.raises(NothingToUndoError):
        notes.undo(acting(ws, cast.anna, 2), note_id)
    notes.undo(acting(ws, cast.adam, 3), note_id)
    view = notes.read_note(Looking(ws, cast.anna), note_id)
    assert (view.text and view.text.body, view.note.version, view.note.author_id) == ("가격을 논의했다", 3, "anna")


def test_who_edits_what_a_colleague_has_changed_meanwhile_loses_and_is_told(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast))
    notes.edit(acting(ws, cast.adam, 1), note_id, new(cast, "둘째"), seen=1)
    with pytest.raises(ChangedMeanwhileError):
        notes.edit(acting(ws, cast.anna, 2), note_id, new(cast, "셋째"), seen=1)


def test_a_withdrawn_note_leaves_the_lists_and_comes_back(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast))
    notes.withdraw(acting(ws, cast.anna, 1), note_id)
    assert bodies(ws, cast.anna, cast.shared_company) == []
    assert bodies(ws, cast.anna, cast.shared_company, withdrawn=True) == ["가격을 논의했다"]
    notes.put_back(acting(ws, cast.anna, 2), note_id)
    assert bodies(ws, cast.anna, cast.shared_company) == ["가격을 논의했다"]


def test_a_note_for_the_deals_people_is_read_by_those_alone(ws: Workspace, cast: Cast) -> None:
    deal = opened(ws, cast, "adam")
    private = new(cast, engagement_id=deal, audience=NoteAudience.DEAL)
    notes.write(acting(ws, cast.anna, 1), private)
    assert bodies(ws, cast.anna, cast.shared_company) == ["가격을 논의했다"]
    assert bodies(ws, cast.adam, cast.shared_company) == ["가격을 논의했다"]
    assert bodies(ws, cast.viewer_a, cast.shared_company) == []
    notes.write(acting(ws, cast.anna, 2), replace(private, mentions=("vera",), text=NoteText(body="@vera 확인")))
    assert bodies(ws, cast.viewer_a, cast.shared_company) == ["@vera 확인"]


def test_a_private_note_on_a_company_is_for_who_follows_it(ws: Workspace, cast: Cast) -> None:
    notes.write(acting(ws, cast.anna), new(cast, audience=NoteAudience.DEAL))
    assert bodies(ws, cast.adam, cast.shared_company) == []
    opened(ws, cast, "adam")
    assert bodies(ws, cast.adam, cast.shared_company) == ["가격을 논의했다"]


def test_a_mention_is_told_once_to_whom_it_names_and_never_to_who_wrote_it(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast, "@adam(가상) @anna(가상) 봐 주십시오"))
    (mention,) = mentions.mentions(Looking(ws, cast.adam), AT - timedelta(days=1))
    assert (mention.note.id, mention.by_name, mention.title) == (note_id, "anna(가상)", "1차 미팅")
    assert mention.company is not None
    assert mention.company.id == cast.shared_company
    assert mentions.mentions(Looking(ws, cast.anna), AT - timedelta(days=1)) == ()
    assert mentions.mentions(Looking(ws, cast.adam), AT) == ()
    notes.edit(acting(ws, cast.anna, 9), note_id, new(cast, "@adam(가상) 고침"))
    assert mentions.mentions(Looking(ws, cast.adam), AT + timedelta(minutes=1)) == ()
    notes.withdraw(acting(ws, cast.anna, 10), note_id)
    assert mentions.mentions(Looking(ws, cast.adam), AT - timedelta(days=1)) == ()


def test_the_next_step_becomes_the_deals_where_that_is_chosen(ws: Workspace, cast: Cast) -> None:
    deal = opened(ws, cast, "anna")
    notes.write(acting(ws, cast.anna, 1), new(cast, engagement_id=deal))
    assert engagements.engagement(Looking(ws, cast.anna), deal, on=DAY).row.engagement.next_step == ""
    notes.write(acting(ws, cast.anna, 2), new(cast, engagement_id=deal, step=Step(DAY + timedelta(days=3))))
    engagement = engagements.engagement(Looking(ws, cast.anna), deal, on=DAY).row.engagement
    assert (engagement.next_step, engagement.next_due, engagement.assignee_id) == (
        "자료 요청",
        date(2026, 3, 5),
        "anna",
    )


def test_words_are_destroyed_for_good_and_the_journal_still_verifies(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast, "비밀 연락처 010"))
    notes.edit(acting(ws, cast.anna, 1), note_id, new(cast, "다른 말"))
    with ws.ledger.read() as session:
        payloads = " ".join(session.exec(select(JournalRow.payload)))
    assert "비밀 연락처" not in payloads
    assert "홍가상" not in payloads
    with pytest.raises(NotAllowedError):
        notes.destroy(acting(ws, cast.adam, 2), note_id)
    notes.destroy(acting(ws, cast.anna, 3), note_id)
    view = notes.read_note(Looking(ws, cast.adam), note_id)
    assert (view.text, view.note.is_destroyed, view.can_edit) == (None, True, False)
    assert [version.text for version in notes.versions(Looking(ws, cast.adam), note_id)] == [None, None]
    maintenance.verify(Looking(ws, cast.admin))
    with pytest.raises(NotFoundError):
        notes.edit(acting(ws, cast.anna, 4), note_id, new(cast))


def test_the_journal_knows_the_words_by_their_salted_hash(ws: Workspace, cast: Cast) -> None:
    note_id = notes.write(acting(ws, cast.anna), new(cast))
    from dealflow.store.ledger.queries import notes as queries

    with ws.ledger.read() as session:
        (event,) = [one.event for one in journal.read_stream(session, ws.name, f"note:{note_id}")]
        text, salt = queries.words(session, ws.name, [note_id])[note_id, 1]
    assert getattr(event, "text_hash", "") == digest(text, salt)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": NoteText()}, "note"),
        ({"text": NoteText(body="가" * 50_001)}, "note"),
        ({"text": NoteText(title="가" * 201)}, "title"),
        ({"text": NoteText(body="주민번호 900101-1234567")}, "body"),
        ({"people": ("bora",)}, "person"),
        ({"mentions": ("nobody",)}, "person"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    ws: Workspace, cast: Cast, values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        notes.write(acting(ws, cast.anna), new(cast, **values))
    assert refused.value.parameters["field"] == field
    assert bodies(ws, cast.anna, cast.shared_company) == []


def test_an_unknown_company_and_a_rivals_deal_are_not_found(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        notes.write(acting(ws, cast.anna), new(cast, company_id="none"))
    deal = opened(ws, cast, "anna")
    with pytest.raises(NotFoundError):
        notes.write(acting(ws, cast.bora), new(cast, engagement_id=deal))


def test_the_last_contact_is_the_last_meeting_call_or_mail(ws: Workspace, cast: Cast) -> None:
    notes.write(acting(ws, cast.anna), new(cast))
    notes.write(acting(ws, cast.anna, 1), new(cast, kind=NoteKind.NOTE, day=DAY + timedelta(days=9)))
    company = cast.shared_company
    assert notes.last_contacts(Looking(ws, cast.adam), [company]) == {company: DAY}
    assert notes.last_contacts(Looking(ws, cast.bora), [company]) == {}


def test_a_draft_is_its_writers_own_and_outlives_a_damaged_one(ws: Workspace, cast: Cast) -> None:
    note_drafts.keep_draft(Looking(ws, cast.anna), "c1", {"body": "쓰다 만 글", "people": ["anna"]})
    assert note_drafts.drafted(Looking(ws, cast.anna), "c1") == {"body": "쓰다 만 글", "people": ["anna"]}
    assert note_drafts.drafted(Looking(ws, cast.adam), "c1") == {}
    note_drafts.forget_draft(Looking(ws, cast.anna), "c1")
    assert note_drafts.drafted(Looking(ws, cast.anna), "c1") == {}
