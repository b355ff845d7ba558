"""For whom a shared deck is: at every door the same, in SQL as in the rule; who saw it; what is taken away."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pyarrow import parquet

from dealflow.actions.claims import (
    confidentiality,
    deck_log,
    intake,
    marked_pages,
    page_images,
    reading_queue,
    review,
)
from dealflow.actions.claims.confidentiality import confine
from dealflow.actions.companies import companies
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.people import people
from dealflow.actions.platform import warehouse
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.decks import page_marks
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.confidentiality import Confidentiality, Confinement, ViewWay, is_open_to
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind, ParticipantState
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.people.people import IrEventDetails
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal, replay_audit
from tests.actions.conftest import AT, Bring, Cast, bring, cast, claim, pdf, stage, ws
from tests.actions.irday.days import keep
from tests.costly import costly

__all__ = ["bring", "cast", "stage", "ws"]
TERMS = "제3자에게 보여 주지 않는다."
LEVELS = {
    "public": Confinement(Confidentiality.PUBLIC),
    "shared": Confinement(),
    "event": Confinement(Confidentiality.EVENT),
    "listed": Confinement(Confidentiality.LISTED, ("a",)),
    "nda": Confinement(Confidentiality.NDA, (), terms=TERMS),
    "nda of listed": Confinement(Confidentiality.NDA, ("b",), terms=TERMS),
}


def spring(ws: Workspace, cast: Cast) -> str:
    """The event, to which house A comes and house B does not."""
    if known := people.ir_events(Looking(ws, cast.organiser)):
        return known[0].id
    event = ir_events.register_ir_event(Acting(ws, cast.organiser, AT), IrEventDetails("봄 IR(가상)", "", AT.date()))
    keep(ws, Participant("pa", event, ParticipantKind.VC, ParticipantState.CONFIRMED, "a", organisation_id="a"), at=AT)
    keep(ws, Participant("pb", event, ParticipantKind.VC, ParticipantState.DECLINED, "b", organisation_id="b"), at=AT)
    return event


def shared_deck(ws: Workspace, cast: Cast, bring: Bring, data: str = "deck") -> str:
    event = spring(ws, cast)
    return bring(
        cast.organiser,
        "가온(가상).pdf",
        (claim("c", 3),),
        audience=Audience.EVENT,
        ir_event_id=event,
        company_id=cast.shared_company,
        data=data,
    )


def sees(ws: Workspace, viewer: Viewer, deck: str) -> bool:
    return deck in {row.id for row in intake.decks(Looking(ws, viewer))}


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_opens_a_deck_to_whom_its_rule_says_and_to_nobody_else(
    ws: Workspace, cast: Cast, bring: Bring, level: str
) -> None:
    deck, confinement = shared_deck(ws, cast, bring), LEVELS[level]
    confine(Acting(ws, cast.organiser, AT), deck, confinement)
    for viewer, takes_part in ((cast.anna, True), (cast.bora, False)):
        house = viewer.organisation_id
        before = is_open_to(confinement, house, takes_part=takes_part, has_agreed=False)
        after = is_open_to(confinement, house, takes_part=takes_part, has_agreed=True)
        assert sees(ws, viewer, deck) is before
        offered = [(offer.id, offer.terms) for offer in confidentiality.offered(Looking(ws, viewer))]
        assert offered == ([(deck, TERMS)] if after and not before else [])
        if not before:
            for door in (
                lambda viewer=viewer: page_images.page_picture(Looking(ws, viewer), deck, 1),
                lambda viewer=viewer: page_images.page_words(Looking(ws, viewer), deck, 1),
                lambda viewer=viewer: marked_pages.take(Looking(ws, viewer), deck, at=AT),
                lambda viewer=viewer: intake.deck(Looking(ws, viewer), deck),
            ):
                with pytest.raises(NotFoundError):
                    door()
        told = warehouse.query(Looking(ws, viewer), "select deck_id from claim")["deck_id"].to_pylist()
        assert told == ([deck] if before else [])
        if offered:
            confidentiality.agree(Acting(ws, viewer, AT), deck, TERMS)
            assert sees(ws, viewer, deck)
    assert sees(ws, cast.organiser, deck)
    assert sees(ws, cast.guest, deck)  # the company's own
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)
        assert journal.verify(session, ws.name)


def by_ledger(looking: Looking) -> set[tuple[str, str]]:
    decks = {row.id for row in intake.decks(looking)}
    claimed = {("claim", deck) for deck in decks if review.claims(looking, deck)}
    known = {("company", row.company.id) for row in companies.companies(looking)}
    return {("deck", deck) for deck in decks} | claimed | known


def by_warehouse(looking: Looking) -> set[tuple[str, str]]:
    columns = (("deck", "deck_id"), ("claim", "deck_id"), ("company", "company_id"))
    text = " union ".join(f"select '{table}' as kind, {column} as id from {table}" for table, column in columns)
    return {(row["kind"], row["id"]) for row in warehouse.query(looking, text).to_pylist()}


Word = tuple[str, frozenset[str]]
words = st.tuples(st.sampled_from(sorted(LEVELS)), st.frozensets(st.sampled_from(["anna", "bora", "admin"])))


@costly(6)
@given(words=st.tuples(words, words))
def test_the_warehouse_tells_each_reader_what_the_ledger_does_and_no_more(
    ws: Workspace, cast: Cast, bring: Bring, words: tuple[Word, Word]
) -> None:
    number = ws.ledger.position()  # the books grow with each example
    find = companies.register_company(Acting(ws, cast.bora, AT), CompanyDetails(f"혼자 찾은 곳 {number}(가상)"))
    bring(cast.bora, "b.pdf", (claim("b", 4),), company_id=find, data=f"{number}")
    for place, (level, agreeing) in enumerate(words):
        deck = shared_deck(ws, cast, bring, f"{number} {place}")
        confine(Acting(ws, cast.organiser, AT), deck, LEVELS[level])
        for viewer in (cast.anna, cast.bora, cast.admin):
            offered = {offer.id for offer in confidentiality.offered(Looking(ws, viewer))}
            if viewer.person_id.replace("root", "admin") in agreeing and deck in offered:
                confidentiality.agree(Acting(ws, viewer, AT), deck, TERMS)
    for viewer in (cast.anna, cast.adam, cast.bora, cast.organiser):
        looking = Looking(ws, viewer)
        assert by_warehouse(looking) == by_ledger(looking), viewer


def test_what_opens_by_a_persons_word_stays_out_of_a_published_file(
    ws: Workspace, cast: Cast, bring: Bring, tmp_path: Path
) -> None:
    deck, listed = shared_deck(ws, cast, bring), shared_deck(ws, cast, bring, "listed")
    confine(Acting(ws, cast.organiser, AT), deck, LEVELS["nda"])
    confine(Acting(ws, cast.organiser, AT), listed, LEVELS["listed"])
    confidentiality.agree(Acting(ws, cast.anna, AT), deck, TERMS)
    assert {("deck", deck), ("deck", listed)} <= by_warehouse(Looking(ws, cast.anna))
    made = warehouse.publish(Looking(ws, cast.anna), tmp_path / "out")
    assert parquet.read_table(made / "deck.parquet")["deck_id"].to_pylist() == [listed]


def test_new_terms_ask_anew_and_a_colleagues_word_is_not_ones_own(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck = shared_deck(ws, cast, bring)
    confine(Acting(ws, cast.organiser, AT), deck, LEVELS["nda"])
    confidentiality.agree(Acting(ws, cast.anna, AT), deck, TERMS)
    assert (sees(ws, cast.anna, deck), sees(ws, cast.adam, deck)) == (True, False)
    with pytest.raises(InvalidInputError, match="terms"):
        confidentiality.agree(Acting(ws, cast.adam, AT), deck, "다른 조건")
    later = Acting(ws, cast.organiser, AT + timedelta(hours=1))
    confine(later, deck, replace(LEVELS["nda"], terms=f"{TERMS} 2년간."))
    assert not sees(ws, cast.anna, deck)
    (agreement,) = confidentiality.agreements(Looking(ws, cast.organiser), deck)
    assert (agreement.person_id, agreement.is_current) == ("anna", False)


def test_only_its_keeper_says_for_whom_a_deck_is_and_only_what_makes_sense(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck, private = shared_deck(ws, cast, bring), bring(cast.anna, "사내(가상).pdf")
    for viewer in (cast.anna, cast.guest, cast.admin):
        with pytest.raises(NotAllowedError):
            confine(Acting(ws, viewer, AT), deck, LEVELS["public"])
    acting = Acting(ws, cast.organiser, AT)
    for senseless in (Confinement(Confidentiality.LISTED), Confinement(Confidentiality.NDA)):
        with pytest.raises(InvalidInputError):
            confine(acting, deck, senseless)
    with pytest.raises(NotFoundError):
        confine(acting, deck, Confinement(Confidentiality.LISTED, ("nobody",)))
    with pytest.raises(InvalidInputError, match="not_shared"):
        confine(Acting(ws, cast.anna, AT), private, LEVELS["public"])


def test_its_owner_is_told_who_saw_which_page_and_nobody_else_is(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck = shared_deck(ws, cast, bring)
    for page in (2, 1, 1):
        deck_log.saw(Looking(ws, cast.bora), deck, page, ViewWay.SCREEN, at=AT)
    deck_log.saw(Looking(ws, cast.anna), deck, deck_log.WHOLE, ViewWay.PAGES, at=AT + timedelta(minutes=5))
    looks = deck_log.looks(Looking(ws, cast.organiser), deck)
    assert [(look.person and look.person.id, look.way, look.pages) for look in looks] == [
        ("anna", ViewWay.PAGES, (0,)),
        ("bora", ViewWay.SCREEN, (1, 2)),
    ]
    for viewer in (cast.anna, cast.bora, cast.admin):
        with pytest.raises(NotAllowedError):
            deck_log.looks(Looking(ws, viewer), deck)


def test_what_was_seen_is_written_when_the_workspace_closes(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck, position = shared_deck(ws, cast, bring), ws.ledger.position()
    deck_log.saw(Looking(ws, cast.bora), deck, 3, ViewWay.SCREEN, at=AT)
    assert ws.ledger.position() == position
    close_workspace(ws)
    again = open_workspace(ws.settings)
    assert [look.pages for look in deck_log.looks(Looking(again, cast.organiser), deck)] == [(3,)]
    close_workspace(again)


def test_another_house_takes_marked_pages_the_owner_and_a_public_decks_reader_the_file(
    ws: Workspace, cast: Cast
) -> None:
    data = pdf(("가온(가상)", "매출 45.3억원"), ("둘째", "쪽"))
    submission = intake.Submission(audience=Audience.EVENT, company_id=cast.shared_company)
    acting = Acting(ws, cast.organiser, AT)
    deck = intake.receive(acting, file_name="가온(가상).pdf", data=data, submission=submission).deck_id
    reading_queue.read_one(ws, deck, at=AT)
    copy = marked_pages.take(Looking(ws, cast.bora), deck, at=AT)
    assert (copy.name, copy.is_marked, len(pypdf.PdfReader(io.BytesIO(copy.data)).pages)) == ("가온(가상).pdf", True, 2)
    assert b"FontFile" not in copy.data  # pictures: no layer to be taken off
    assert marked_pages.take(Looking(ws, cast.organiser), deck, at=AT).data == data
    confine(acting, deck, Confinement(may_download=False))
    with pytest.raises(NotAllowedError):
        marked_pages.take(Looking(ws, cast.bora), deck, at=AT)
    confine(acting, deck, Confinement(Confidentiality.PUBLIC))
    assert marked_pages.take(Looking(ws, cast.bora), deck, at=AT).data == data


def test_a_mark_names_reader_and_korean_time_and_covers_every_quarter_of_a_page(ws: Workspace, cast: Cast) -> None:
    words = marked_pages.mark_of(Looking(ws, cast.bora), AT)
    assert words == ("b벤처스(가상) bora(가상) · 2026-03-02 18:00 KST", "bora / b (Fictional) / 2026-03-02 18:00 KST")
    out = io.BytesIO()
    Image.new("RGB", (960, 540), "white").save(out, "JPEG")
    marked = Image.open(io.BytesIO(page_marks.marked(out.getvalue(), words))).convert("L")
    drawn = ImageChops.invert(marked).point(lambda value: 255 if value > 16 else 0)
    for left, top in ((0, 0), (480, 0), (0, 270), (480, 270)):
        assert drawn.crop((left, top, left + 480, top + 270)).getbbox() is not None
