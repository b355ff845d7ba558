"""Search on a real ledger: what is found, by whom, when, and that nothing of another house shows through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from dealflow.actions.claims import intake, page_images, reading_queue
from dealflow.actions.companies import companies, company_merge, company_profile, introductions, proposals
from dealflow.actions.companies.proposals import Field, Proposal
from dealflow.actions.home import search
from dealflow.actions.home.search import Kind
from dealflow.actions.notes import documents, notes
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import NewEngagement
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Submission
from dealflow.domain.notes.notes import NoteAudience, NoteText
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.values.search_words import query_of
from dealflow.errors import NotAllowedError
from dealflow.reports.home import search_words
from dealflow.store.ledger import search_index, search_sources
from dealflow.store.ledger.queries import search as queries
from tests.actions.conftest import AT, Cast, pdf

DECK = pdf(("방사선 민감제 임상 2상",), ("Revenue grew 31 %", "매출 1,230억 원"))


def read_deck(ws: Workspace, who: Viewer, submission: Submission = Submission()) -> str:  # noqa: B008  frozen
    received = intake.receive(Acting(ws, who, AT), file_name="front.pdf", data=DECK, submission=submission)
    reading_queue.read_one(ws, received.deck_id, at=AT)
    return received.deck_id


def found(ws: Workspace, who: Viewer, text: str) -> dict[str, list[tuple[str, int]]]:
    results = search.search(Looking(ws, who), text)
    return {group.kind.value: [(hit.found.record_id, hit.found.page) for hit in group.hits] for group in results.groups}


def test_a_slide_is_found_by_two_syllables_by_part_of_a_word_and_in_any_case(ws: Workspace, cast: Cast) -> None:
    deck_id = read_deck(ws, cast.anna)

    assert found(ws, cast.anna, "방사")["slide"] == [(deck_id, 1)]
    assert found(ws, cast.anna, "방사선민감제")["slide"] == [(deck_id, 1)]
    assert found(ws, cast.anna, "EVENU")["slide"] == [(deck_id, 2)]
    assert found(ws, cast.anna, "매출 revenue")["slide"] == [(deck_id, 2)]
    assert "slide" not in found(ws, cast.anna, "매출 방사선")


def test_a_slide_that_was_found_says_where_the_words_stand_on_it(ws: Workspace, cast: Cast) -> None:
    deck_id = read_deck(ws, cast.anna)

    boxes = search.marks(Looking(ws, cast.anna), deck_id, "민감제")

    words = page_images.page_words(Looking(ws, cast.anna), deck_id, 1)
    place = next(word.box for word in words if "민감제" in word.text)
    assert list(boxes) == [1]
    assert boxes[1][0] == pytest.approx(place, abs=0.06)
    assert search.marks(Looking(ws, cast.bora), deck_id, "민감제") == {}


def test_what_one_house_has_no_other_finds_nor_counts(ws: Workspace, cast: Cast) -> None:
    deck_id = read_deck(ws, cast.anna)
    company_id = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("은밀바이오(가상)"))
    engagement = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=company_id, investor_id="a", track="vc", round_label="Series A"),
    )
    engagements.note(Acting(ws, cast.anna, AT), engagement, "대표 통화: 은밀한 조건")

    assert set(found(ws, cast.anna, "은밀")) == {"company", "engagement", "note"}
    for other in (cast.bora, cast.organiser, cast.admin, cast.guest):
        assert found(ws, other, "은밀") == {}
        assert found(ws, other, "방사선") == {}
    assert deck_id in {record_id for record_id, _ in found(ws, cast.viewer_a, "방사선")["slide"]}


def test_a_houses_notes_and_files_are_found_by_those_who_may_read_them_until_they_are_taken_away(
    ws: Workspace, cast: Cast
) -> None:
    company = cast.shared_company
    meeting = NewNote(company, AT.date(), NoteText("대표 미팅", "**갈매기살** 공정의 수율", next_step="원가 명세 요청"))
    note_id = notes.write(Acting(ws, cast.anna, AT), meeting)
    hidden = replace(meeting, text=NoteText(body="갈매기살 단가"), audience=NoteAudience.DEAL)
    mine = notes.write(Acting(ws, cast.anna, AT.replace(minute=1)), hidden)
    file_id = documents.put(Acting(ws, cast.anna, AT), "갈매기살_등기부.txt", b"register", DocumentEntry(company))

    assert found(ws, cast.anna, "갈매기살") == {"meeting": [(mine, 0), (note_id, 0)], "file": [(file_id, 0)]}
    assert found(ws, cast.viewer_a, "갈매기살") == {"meeting": [(note_id, 0)], "file": [(file_id, 0)]}
    assert found(ws, cast.anna, "원가 명세")["meeting"] == [(note_id, 0)]
    for stranger in (cast.bora, cast.organiser, cast.admin, cast.guest):
        assert found(ws, stranger, "갈매기살") == {}

    notes.withdraw(Acting(ws, cast.anna, AT), note_id)
    documents.withdraw(Acting(ws, cast.anna, AT), file_id)
    assert found(ws, cast.viewer_a, "갈매기살") == {}
    notes.put_back(Acting(ws, cast.anna, AT), note_id)
    assert found(ws, cast.viewer_a, "갈매기살") == {"meeting": [(note_id, 0)]}

    notes.destroy(Acting(ws, cast.anna, AT), note_id)
    notes.destroy(Acting(ws, cast.anna, AT), mine)
    with ws.ledger.read() as session:
        texts = session.connection().execute(select(search_index.TEXT.c.body)).scalars().all()
    assert not any("갈매기살" in text for text in texts)


def test_kinds_that_an_earlier_version_did_not_know_are_put_in_at_the_start(ws: Workspace, cast: Cast) -> None:
    note = NewNote(cast.shared_company, AT.date(), NoteText(body="첫 통화 내용"))
    note_id = notes.write(Acting(ws, cast.anna, AT), note)
    commit(ws, lambda session: search_index.take_out_records(session, ws.name, Kind.MEETING, {note_id}))
    assert found(ws, cast.anna, "첫 통화") == {}

    search.fill_in(ws)

    assert found(ws, cast.anna, "첫 통화") == {"meeting": [(note_id, 0)]}


def test_a_deck_of_the_event_is_found_by_everybody_who_may_see_it(ws: Workspace, cast: Cast) -> None:
    read_deck(ws, cast.organiser, Submission(company_id=cast.shared_company, audience=Audience.EVENT))

    assert "slide" in found(ws, cast.bora, "임상")
    assert "slide" in found(ws, cast.guest, "임상")


def test_people_are_found_in_their_own_house_alone_and_no_name_lies_in_the_index(ws: Workspace, cast: Cast) -> None:
    assert found(ws, cast.anna, "adam")["person"] == [("adam", 0)]
    assert "person" not in found(ws, cast.bora, "adam")
    with ws.ledger.read() as session:
        viewer = cast.anna
        for kind in search_sources.SOURCES:
            query = query_of("adam")
            assert queries.find(session, ws.name, viewer, query, kind, most=5) == ()


def test_a_company_is_found_by_initials_by_its_new_name_and_no_longer_by_the_old_one(ws: Workspace, cast: Cast) -> None:
    company_id = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("가온비전(가상)", "Gaon Vision"))
    assert found(ws, cast.anna, "ㄱㅇㅂㅈ")["company"] == [(company_id, 0)]
    assert found(ws, cast.anna, "gaonvision")["company"] == [(company_id, 0)]

    companies.amend_company(Acting(ws, cast.anna, AT), company_id, CompanyDetails("새론비전(가상)"))

    assert "company" not in found(ws, cast.anna, "가온")
    assert found(ws, cast.anna, "새론")["company"] == [(company_id, 0)]


def test_a_merged_company_is_found_by_either_name_and_leads_to_the_one_that_stays(ws: Workspace, cast: Cast) -> None:
    old = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("가온비전(가상)", "Gaon Vision"))
    mid = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("가온검사(가상)"))
    last = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("새론검사(가상)", sector="기계"))
    company_merge.merge(Acting(ws, cast.anna, AT), old, mid)
    company_merge.merge(Acting(ws, cast.anna, AT), mid, last)

    def lines(who: Viewer, text: str) -> list[tuple[str, str, str]]:
        groups = search.search(Looking(ws, who), text, kinds=(Kind.COMPANY,)).groups
        words = [search_words.line_of(hit, text, "ko") for group in groups for hit in group.hits]
        return [(line.title, line.sub, line.query["id"]) for line in words]

    assert lines(cast.anna, "gaon") == [("새론검사(가상)", "합치기 전 이름: 가온비전(가상)", last)]
    assert len(lines(cast.anna, "가온")) == 1  # two names of one company
    assert lines(cast.anna, "검사") == [("새론검사(가상)", "기계", last)]
    assert lines(cast.bora, "가온") == []
    company_merge.unmerge(Acting(ws, cast.anna, AT), mid)
    assert lines(cast.anna, "gaon") == [("가온검사(가상)", "합치기 전 이름: 가온비전(가상)", mid)]


def test_the_company_of_that_name_comes_first_and_its_number_is_found_however_it_is_typed(
    ws: Workspace, cast: Cast
) -> None:
    named = [
        companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails(name, biz_reg_no=number))
        for name, number in (
            ("㈜로봇(가상)", "124-81-00998"),
            ("로봇손(가상)", None),
            ("새 로봇(가상)", None),
            ("팔", None),
        )
    ]
    companies.amend_company(Acting(ws, cast.anna, AT), named[3], CompanyDetails("팔", sector="로봇"))

    assert [record for record, _ in found(ws, cast.anna, "로봇")["company"]][:4] == named
    assert found(ws, cast.anna, "1248100998")["company"] == found(ws, cast.anna, "124-81-00998")["company"]
    assert found(ws, cast.anna, "1248100998")["company"] == [(named[0], 0)]


def test_short_and_empty_queries_find_nothing_and_signs_do_no_harm(ws: Workspace, cast: Cast) -> None:
    read_deck(ws, cast.anna)
    for text in ("", " ", "방", '"', "a\0b", "' or 1=1 --", "*", '"방사" OR "사선"', "%", "__", "가" * 500):
        assert found(ws, cast.anna, text) == {}


def test_a_rebuild_finds_what_was_found_before_and_only_an_administrator_may(ws: Workspace, cast: Cast) -> None:
    deck_id = read_deck(ws, cast.anna)
    before = {text: found(ws, cast.anna, text) for text in ("방사선", "다온", "front", "매출")}
    commit(ws, lambda session: search_index.take_out(session, search_index.TEXT.c.workspace == ws.name))
    assert found(ws, cast.anna, "방사선") == {}
    told: list[tuple[str, int]] = []

    assert search.rebuild(Looking(ws, cast.admin), lambda kind, texts: told.append((kind, texts))) > 0

    assert {text: found(ws, cast.anna, text) for text in before} == before
    assert (Kind.SLIDE.value, 2) in told
    assert before["방사선"]["slide"] == [(deck_id, 1)]
    with pytest.raises(NotAllowedError):
        search.rebuild(Looking(ws, cast.anna), lambda _kind, _texts: None)


def test_decks_that_were_read_before_words_were_kept_are_filled_in_once(ws: Workspace, cast: Cast) -> None:
    deck_id = read_deck(ws, cast.anna)
    commit(ws, lambda session: search_index.take_out_records(session, ws.name, Kind.SLIDE, {deck_id}))

    assert search.fill_in(ws, is_over=lambda: True) == 0
    assert search.fill_in(ws) == 1
    assert search.fill_in(ws) == 0
    assert found(ws, cast.anna, "방사선")["slide"] == [(deck_id, 1)]


def test_a_reading_is_over_when_it_ends_not_when_it_began(ws: Workspace, cast: Cast) -> None:
    later = AT.replace(minute=5)
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=DECK).deck_id

    reading_queue.read_one(ws, deck_id, at=AT, ended=lambda: later)

    assert intake.deck(Looking(ws, cast.anna), deck_id).read_at == later


def test_what_a_company_does_is_offered_in_its_decks_words_to_those_who_see_the_deck(ws: Workspace, cast: Cast) -> None:
    deck_id = read_deck(ws, cast.anna)
    intake.confirm_company(Acting(ws, cast.anna, AT), deck_id, company_id=cast.shared_company)

    offered = introductions.proposed_about(Looking(ws, cast.anna), cast.shared_company)

    assert offered == Proposal(Field.ABOUT, "방사선 민감제 임상 2상", deck_id=deck_id, page=1)
    assert introductions.proposed_about(Looking(ws, cast.bora), cast.shared_company) is None
    proposals.confirm(Acting(ws, cast.anna, AT), cast.shared_company, offered)
    noted = company_profile.profile_of(Looking(ws, cast.anna), cast.shared_company).profile
    assert (noted.about, company_profile.profile_of(Looking(ws, cast.bora), cast.shared_company).profile.about) == (
        "방사선 민감제 임상 2상", "",
    )  # fmt: skip
    with pytest.raises(NotAllowedError):
        proposals.confirm(Acting(ws, cast.viewer_a, AT), cast.shared_company, offered)
