"""What comes by mail: taken in once, proposed, filed, declined, taken back; for its own house alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from dealflow.actions.claims import intake
from dealflow.actions.companies import companies, contacts
from dealflow.actions.companies.company_profile import keep_profile
from dealflow.actions.inbound import inbounds
from dealflow.actions.inbound.inbounds import InboundView
from dealflow.actions.inbound.taking_in import TakenIn, take_file, take_letter
from dealflow.actions.notes import documents, notes
from dealflow.actions.platform import maintenance
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails, CompanyProfile
from dealflow.domain.inbound.inbound import Channel, InboundState
from dealflow.domain.inbound.proposals import host_of
from dealflow.domain.people.access import Viewer
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError, NothingToUndoError
from dealflow.store.ledger.tables.inbound import InboundLetter
from dealflow.store.ledger.tables.journal import JournalRow
from dealflow.store.ledger.tables.notes import NoteWords
from tests.actions.conftest import AT, Cast, cast, pdf, stage, ws
from tests.mail.letters_made import forwarded, nested, plain, with_file

__all__ = ["cast", "stage", "ws"]
DECK = pdf(("다온로보틱스(가상)", "IR"))
TEXT = "다온로보틱스(가상) 대표입니다. 연락처 010-0000-0000. 자료 https://docsend.com/view/x"


def acting(ws: Workspace, viewer: Viewer, minutes: int = 0) -> Acting:
    return Acting(ws, viewer, AT + timedelta(minutes=minutes))


def came(ws: Workspace, viewer: Viewer, data: bytes | None = None, minutes: int = 0) -> TakenIn:
    letter = with_file(plain(TEXT), "다온_IR.pdf", DECK).as_bytes() if data is None else data
    return take_letter(acting(ws, viewer, minutes), letter, Channel.MAILBOX)


def waiting(ws: Workspace, viewer: Viewer, *states: InboundState) -> tuple[InboundView, ...]:
    return inbounds.inbounds(Looking(ws, viewer), states or (InboundState.WAITING,))


def test_a_letter_is_listed_with_its_deck_its_links_and_who_it_may_be_from(ws: Workspace, cast: Cast) -> None:
    taken = came(ws, cast.anna)
    (view,) = waiting(ws, cast.adam)
    assert view.words is not None
    assert (view.words.subject, view.words.writer.address) == ("IR 자료 송부", "ceo@gaonvision.example")
    assert [deck.id for deck in view.decks] == list(taken.deck_ids)
    assert [(company.id, proposal.reasons) for proposal, company in view.proposals] == [
        (cast.shared_company, ("name",))
    ]
    assert [(slide.service, slide.address) for slide in view.slides] == [("DocSend", "https://docsend.com/view/x")]


def test_no_other_house_sees_what_came_and_the_journal_holds_no_word_of_it(ws: Workspace, cast: Cast) -> None:
    taken = came(ws, cast.anna)
    for stranger in (cast.bora, cast.organiser, cast.admin, cast.guest):
        assert waiting(ws, stranger) == ()
    for act in (inbounds.reopen, lambda a, i: inbounds.decline(a, i, "valuation")):
        with pytest.raises(NotFoundError):
            act(acting(ws, cast.bora), taken.inbound_id)
    with pytest.raises(NotAllowedError):
        inbounds.decline(acting(ws, cast.viewer_a), taken.inbound_id, "valuation")
    with ws.ledger.read() as session:
        payloads = " ".join(session.exec(select(JournalRow.payload)))
    assert "010-0000" not in payloads
    assert "gaonvision" not in payloads
    maintenance.verify(Looking(ws, cast.admin))


def test_the_same_letter_twice_by_two_ways_is_one(ws: Workspace, cast: Cast) -> None:
    first = came(ws, cast.anna)
    again = came(ws, cast.anna, minutes=1)
    other_way = with_file(plain(TEXT, message_id="<other@x.example>", Received="from x"), "b.pdf", DECK).as_bytes()
    assert (again.is_known, again.inbound_id) == (True, first.inbound_id)
    assert came(ws, cast.anna, other_way, 2).is_known
    footer = with_file(plain(f"{TEXT}\n-- list footer"), "다온_IR.pdf", DECK).as_bytes()
    assert came(ws, cast.anna, footer, 3).is_known
    assert len(waiting(ws, cast.anna)) == 1
    assert not came(ws, cast.bora).is_known


def test_a_letter_under_a_known_message_id_with_another_deck_is_not_lost(ws: Workspace, cast: Cast) -> None:
    came(ws, cast.anna)
    spoofed = with_file(plain("다른 회사입니다"), "c.pdf", pdf(("누리(가상)",))).as_bytes()
    assert not came(ws, cast.anna, spoofed, 1).is_known
    assert len(waiting(ws, cast.anna)) == 2


def test_filing_makes_a_note_gives_the_deck_its_company_and_is_taken_back(ws: Workspace, cast: Cast) -> None:
    taken = came(ws, cast.anna)
    inbounds.file(acting(ws, cast.anna, 1), taken.inbound_id, company_id=cast.shared_company)
    (note,) = notes.notes_of(Looking(ws, cast.adam), company_id=cast.shared_company)
    assert note.text is not None
    assert (note.text.title, note.text.contacts[0]) == ("IR 자료 송부", "김가상")
    company = intake.deck(Looking(ws, cast.anna), taken.deck_ids[0]).company
    assert company is not None
    assert company.id == cast.shared_company
    assert waiting(ws, cast.anna) == ()
    with pytest.raises(InvalidInputError):
        inbounds.decline(acting(ws, cast.anna, 2), taken.inbound_id, "valuation")
    inbounds.reopen(acting(ws, cast.anna, 3), taken.inbound_id)
    assert len(waiting(ws, cast.anna)) == 1
    assert notes.notes_of(Looking(ws, cast.adam), company_id=cast.shared_company) == ()
    with pytest.raises(NothingToUndoError):
        inbounds.reopen(acting(ws, cast.anna, 4), taken.inbound_id)


def test_a_domain_that_was_filed_once_is_proposed_the_next_time(ws: Workspace, cast: Cast) -> None:
    company = companies.register_company(acting(ws, cast.anna), CompanyDetails("전혀다른이름(가상)"))
    first = came(ws, cast.anna, plain("처음 뵙겠습니다").as_bytes())
    inbounds.file(acting(ws, cast.anna, 1), first.inbound_id, company_id=company)
    came(ws, cast.anna, plain("두 번째입니다", message_id="<9@gaonvision.example>").as_bytes(), 2)
    came(ws, cast.bora, plain("두 번째입니다", message_id="<9@gaonvision.example>").as_bytes(), 3)
    (view,) = waiting(ws, cast.anna)
    assert [(one.id, proposal.reasons) for proposal, one in view.proposals] == [(company, ("domain",))]
    assert waiting(ws, cast.bora)[0].proposals == ()


def test_a_free_mailbox_says_nothing_of_a_company(ws: Workspace, cast: Cast) -> None:
    first = came(ws, cast.anna, plain("a", sender="a@gmail.com").as_bytes())
    inbounds.file(acting(ws, cast.anna, 1), first.inbound_id, new=CompanyDetails("새회사(가상)"))
    came(ws, cast.anna, plain("b", sender="b@gmail.com", message_id="<b>").as_bytes(), 2)
    assert waiting(ws, cast.anna)[0].proposals == ()


def test_a_deck_that_came_before_names_its_company(ws: Workspace, cast: Cast) -> None:
    deck = intake.receive(acting(ws, cast.anna), file_name="x.pdf", data=DECK)
    company = intake.confirm_company(acting(ws, cast.anna, 1), deck.deck_id, new=CompanyDetails("전혀다른이름(가상)"))
    came(ws, cast.anna, with_file(plain("자료입니다"), "y.pdf", DECK).as_bytes(), 2)
    assert waiting(ws, cast.anna)[0].proposals[0][0].reasons == ("deck",)
    assert waiting(ws, cast.anna)[0].proposals[0][1].id == company


def test_declining_needs_a_known_reason_and_is_taken_back(ws: Workspace, cast: Cast) -> None:
    taken = came(ws, cast.anna)
    with pytest.raises(InvalidInputError):
        inbounds.decline(acting(ws, cast.anna, 1), taken.inbound_id, "because")
    inbounds.decline(acting(ws, cast.anna, 1), taken.inbound_id, "valuation")
    (view,) = waiting(ws, cast.anna, InboundState.DECLINED)
    assert (view.standing.reason, view.settled_by_name) == ("valuation", "anna(가상)")
    inbounds.reopen(acting(ws, cast.anna, 2), taken.inbound_id)
    assert len(waiting(ws, cast.anna)) == 1


def test_a_forwarded_letter_is_its_first_writers(ws: Workspace, cast: Cast) -> None:
    came(ws, cast.anna, forwarded(with_file(plain(TEXT), "a.pdf", DECK)).as_bytes())
    (view,) = waiting(ws, cast.anna)
    assert view.words is not None
    assert (view.words.writer.address, view.words.sender.address) == ("ceo@gaonvision.example", "analyst@house.example")
    assert len(view.decks) == 1


def test_an_answer_by_a_program_is_kept_aside_unless_a_deck_hangs_on_it(ws: Workspace, cast: Cast) -> None:
    came(ws, cast.anna, plain("휴가 중", Auto_Submitted="auto-replied").as_bytes())
    assert waiting(ws, cast.anna) == ()
    assert len(waiting(ws, cast.anna, InboundState.AUTOMATIC)) == 1
    came(ws, cast.anna, with_file(plain("IR", Precedence="bulk", message_id="<l>"), "a.pdf", DECK).as_bytes(), 1)
    assert len(waiting(ws, cast.anna)) == 1


def test_other_files_become_the_companys_and_a_program_is_left_out(ws: Workspace, cast: Cast) -> None:
    message = with_file(plain("자료"), "재무(가상).csv", "매출,45\n".encode(), "text/csv")
    taken = came(ws, cast.anna, with_file(message, "run.exe", b"MZ\x90", "application/octet-stream").as_bytes())
    assert waiting(ws, cast.anna)[0].standing.inbound.problems == ("program_left_out",)
    inbounds.file(acting(ws, cast.anna, 1), taken.inbound_id, company_id=cast.shared_company)
    views = documents.documents_of(Looking(ws, cast.anna), company_id=cast.shared_company)
    assert [view.file_name for view in views] == ["재무(가상).csv"]


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 50, b"no letter at all", nested(3_000), "주민번호 900101-1234567".encode()]
)
def test_no_letter_is_lost_whatever_it_is(ws: Workspace, cast: Cast, data: bytes) -> None:
    came(ws, cast.anna, data)
    (view,) = waiting(ws, cast.anna)
    assert "900101-1234567" not in (view.words.text if view.words else "")


def test_a_file_without_a_letter_waits_as_well(ws: Workspace, cast: Cast) -> None:
    take_file(acting(ws, cast.anna), "다온로보틱스(가상) IR.pdf", DECK, Channel.FOLDER)
    (view,) = waiting(ws, cast.anna)
    assert [company.id for _, company in view.proposals] == [cast.shared_company]


def test_a_letter_is_destroyed_with_its_note_while_the_journal_verifies(ws: Workspace, cast: Cast) -> None:
    taken = came(ws, cast.anna)
    inbounds.file(acting(ws, cast.anna, 1), taken.inbound_id, company_id=cast.shared_company)
    for stranger in (cast.bora, cast.viewer_a):
        with pytest.raises((NotFoundError, NotAllowedError)):
            inbounds.destroy(acting(ws, stranger, 2), taken.inbound_id)
    inbounds.destroy(acting(ws, cast.anna, 2), taken.inbound_id)
    (view,) = waiting(ws, cast.adam, InboundState.FILED)
    assert view.words is None
    assert [deck.id for deck in view.decks] == list(taken.deck_ids)
    with ws.ledger.read() as session:
        assert session.exec(select(InboundLetter)).all() == []
        assert session.exec(select(NoteWords)).all() == []
    maintenance.verify(Looking(ws, cast.admin))


def test_a_companys_own_website_and_people_say_from_whom_a_letter_is(ws: Workspace, cast: Cast) -> None:
    came(ws, cast.anna, plain("IR 자료입니다.").as_bytes())
    (view,) = waiting(ws, cast.anna)
    assert view.proposals == ()
    keep_profile(
        acting(ws, cast.anna), cast.shared_company, CompanyProfile(website="https://www.gaonvision.example/ir")
    )
    contacts.add_contact(
        acting(ws, cast.anna),
        cast.shared_company,
        contacts.Person(contacts.Card("가상인", email="CEO@gaonvision.example")),
    )
    (view,) = waiting(ws, cast.adam)
    assert [(company.id, proposal.reasons) for proposal, company in view.proposals] == [
        (cast.shared_company, ("contact", "website"))
    ]
    came(ws, cast.bora, plain("IR 자료입니다.").as_bytes())
    (view,) = waiting(ws, cast.bora)
    assert view.proposals == ()


@pytest.mark.parametrize(
    ("website", "host"),
    [("https://www.gaon.kr/ir", "gaon.kr"),
     ("gaon.kr", "gaon.kr"), ("www.gaon.co.kr", "gaon.co.kr"), ("", ""), ("없음", ""),
     ("http://[", "")],
)  # fmt: skip
def test_a_website_is_known_by_its_host(website: str, host: str) -> None:
    assert host_of(website) == host
