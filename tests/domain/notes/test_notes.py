"""Who is mentioned, what an undo brings back, which of several papers runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.notes import note_state
from dealflow.domain.notes.documents import OTHER, Document, running_out
from dealflow.domain.notes.events import NoteDestroyed, NoteKept, NotesEvent, NoteWithdrawn
from dealflow.domain.notes.notes import Note, NoteAudience, NoteKind, NoteText, digest, excerpt, mentioned
from dealflow.domain.values.event import Recorded
from dealflow.errors import NothingToUndoError

COLLEAGUES = {"p1": "김가상", "p2": "김가상 이사", "p3": "Ann", "p4": ""}
AT = datetime(2026, 3, 2, tzinfo=UTC)
WRITTEN = NoteKept(
    note_id="n", owner_id="a", note_kind=NoteKind.MEETING, company_id="c", engagement_id="", day=date(2026, 3, 2),
    audience=NoteAudience.HOUSE, people=(), mentions=(), version=1, text_version=1, text_hash="x",
)  # fmt: skip


def past(*events: NotesEvent, actor: str = "p1") -> list[Recorded]:
    return [Recorded("w", n, "note:n", n, AT, actor, "app", event, "", "") for n, event in enumerate(events, 1)]


def folded(events: list[Recorded]) -> Note:
    note = None
    for event in events:
        note = note_state.follow(note, event)
    assert note is not None
    return note


def test_a_name_after_an_at_sign_is_mentioned_and_the_longest_one_counts() -> None:
    assert mentioned("@김가상 이사님, @Ann 확인 부탁드립니다", COLLEAGUES) == ("p2", "p3")
    assert mentioned("@김가상님", COLLEAGUES) == ("p1",)
    assert mentioned("(@Ann)", COLLEAGUES) == ("p3",)


@pytest.mark.parametrize("body", ["", "@", "김가상", "mail@Ann.example", "@Bob", "@@"])
def test_an_address_of_mail_and_a_strangers_name_mention_nobody(body: str) -> None:
    assert mentioned(body, COLLEAGUES) == ()


@given(body=st.text(max_size=60))
def test_no_text_breaks_the_search_for_names(body: str) -> None:
    assert set(mentioned(body, COLLEAGUES)) <= {"p1", "p2", "p3"}


def test_an_edit_is_taken_back_to_the_words_before_it_as_a_new_version() -> None:
    edited = replace(WRITTEN, version=2, text_version=2)
    events = past(WRITTEN, edited)
    back = note_state.take_back(events, "p1")
    assert back == replace(WRITTEN, version=3, undoes=2)
    assert folded(past(WRITTEN, edited, back)).text_version == 1


def test_what_was_just_written_is_withdrawn_and_what_was_withdrawn_comes_back() -> None:
    assert note_state.take_back(past(WRITTEN), "p1") == NoteWithdrawn("n", undoes=1)
    assert note_state.take_back(past(WRITTEN, NoteWithdrawn("n")), "p1") == NoteWithdrawn(
        "n", withdrawn=False, undoes=2
    )


@pytest.mark.parametrize(
    "events",
    [
        past(WRITTEN, actor="p2"),
        past(WRITTEN, NoteDestroyed("n")),
        past(WRITTEN, NoteWithdrawn("n", undoes=1)),
        [],
    ],
)
def test_a_colleagues_act_a_destruction_and_an_undo_are_not_taken_back(events: list[Recorded]) -> None:
    with pytest.raises(NothingToUndoError):
        note_state.take_back(events, "p1")
    assert not note_state.can_take_back(events, "p1")


def test_the_author_stays_whoever_edits() -> None:
    events = [*past(WRITTEN), *past(replace(WRITTEN, version=2), actor="p9")]
    note = folded(events)
    assert (note.author_id, note.changed_by, note.version) == ("p1", "p9", 2)


def test_an_event_before_the_first_writing_is_an_error() -> None:
    with pytest.raises(ValueError, match="no note"):
        note_state.follow(None, past(NoteWithdrawn("n"))[0])


def test_the_hash_of_words_needs_the_salt_that_goes_with_them() -> None:
    text = NoteText("제목", "내용", ("홍가상",), "전화")
    assert digest(text, "s1") != digest(text, "s2")
    assert digest(text, "s1") == digest(NoteText("제목", "내용", ("홍가상",), "전화"), "s1")
    assert digest(replace(text, contacts=()), "s1") != digest(text, "s1")


def test_an_excerpt_is_one_short_line_without_marks() -> None:
    assert excerpt(NoteText(body="# 결론\n\n- **가격** 협의\n")) == "결론 - 가격 협의"
    table = "| 항목 | 값 |\n|---|---:|\n| ARR | 12억 > 9억 |\n\n> [메일](https://example.com) [확인] <b>x</b>"
    assert excerpt(NoteText(body=table)) == "항목 값 ARR 12억 > 9억 메일 [확인] <b>x</b>"
    assert excerpt(NoteText(body="가" * 500), 10) == "가" * 9 + "…"


def paper(name: str, kind: str, until: date | None, issuer: str = "") -> Document:
    return Document(name, "a", "c", "", kind, "0" * 64, 1, "pdf", NoteAudience.HOUSE, issuer=issuer, expires_on=until)


def test_of_several_editions_of_a_paper_the_last_one_runs_out() -> None:
    old, new = paper("1", "register", date(2026, 1, 1)), paper("2", "register", date(2026, 4, 1))
    never, other, second = (
        paper("3", "contract", None),
        paper("4", OTHER, date(2026, 2, 1)),
        paper("5", OTHER, date(2026, 3, 1)),
    )
    assert running_out([new, old, never, other, second]) == (other, second, new)


def test_papers_of_two_issuers_are_two_papers() -> None:
    national, local = (
        paper("1", "tax_certificate", date(2026, 1, 1), "국세청"),
        paper("2", "tax_certificate", date(2026, 2, 1), "부산광역시"),
    )
    assert running_out([national, local]) == (national, local)
