"""A new extractor reads old decks again on request: the outcome is kept, and people's words stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dealflow.actions.claims import intake, reading_queue, reextraction, review, waiting_decks
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.claims import Claim, ClaimStatus, Correction, ReviewState, Scope
from dealflow.domain.claims.deck import DeckState, Submission
from dealflow.domain.claims.events import DeckRead, DeckRefused
from dealflow.domain.claims.reextraction import DifferenceKind
from dealflow.domain.people.access import Audience
from dealflow.domain.values.event import By
from dealflow.errors import NotAllowedError, NotFoundError, UnreadableDeckError
from dealflow.store.ledger import journal, replay_audit
from tests.actions.conftest import AT, Cast, claim, pdf

SLIDES = pdf(("다온로보틱스(가상) 회사 소개",), ("주요 실적", "2024년 매출 153억원 달성", "임직원 42명"))
EARLIER = "dealflow-extract/0"
LATER = AT + timedelta(hours=1)
LATEST = AT + timedelta(hours=2)


def read_earlier(ws: Workspace, cast: Cast, *, audience: Audience = Audience.ORGANISATION) -> str:
    """Return a deck as an earlier extractor read it: the head count as a market's, the revenue not at all."""
    deck_id = intake.receive(
        Acting(ws, cast.anna, AT), file_name="a.pdf", data=SLIDES, submission=Submission(audience=audience)
    ).deck_id
    reading_queue.read_one(ws, deck_id, at=AT)
    event = as_read(ws, deck_id)
    kept = tuple(earlier(one) for one in event.claims if one.metric != "revenue")
    phantom = replace(claim("phantom", 7), extractor=EARLIER)
    old = replace(event, extractor=EARLIER, claims=(*kept, phantom))
    commit(ws, lambda session: record(ws, session, [old], By("system", AT, "worker"), after=2))
    return deck_id


def earlier(one: Claim) -> Claim:
    return replace(one, id=f"{one.id}-0", scope=Scope.MARKET, extractor=EARLIER)


def as_read(ws: Workspace, deck_id: str) -> DeckRead:
    with ws.ledger.read() as session:
        events = [one.event for one in journal.read_stream(session, ws.name, f"deck:{deck_id}")]
    return next(event for event in reversed(events) if isinstance(event, DeckRead))


def by_metric(ws: Workspace, cast: Cast, deck_id: str) -> dict[str, review.ClaimView]:
    return {one.metric: one for one in review.claims(Looking(ws, cast.anna), deck_id) if not one.superseded}


def test_a_deck_that_an_earlier_extractor_read_is_recognised_and_read_again_by_its_owner(
    ws: Workspace, cast: Cast
) -> None:
    deck_id = read_earlier(ws, cast, audience=Audience.EVENT)
    assert reextraction.outdated(Looking(ws, cast.anna)) == reextraction.Outdated((deck_id,), (deck_id,))
    assert reextraction.outdated(Looking(ws, cast.bora)) == reextraction.Outdated((deck_id,), ())
    assert reextraction.outdated(Looking(ws, cast.viewer_a)) == reextraction.Outdated((deck_id,), ())
    room = reading_queue.ReadingRoom(ws, clock=lambda: LATER)
    assert reextraction.again(Acting(ws, cast.anna, LATER), room, [deck_id]) == 1
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.READ
    room.start(resume=False)
    try:
        assert room.wait(60)
    finally:
        room.stop()
    assert room.failed() == {}
    assert reextraction.outdated(Looking(ws, cast.anna)) == reextraction.Outdated((), ())
    found = reextraction.last_of(Looking(ws, cast.anna), deck_id)
    assert found is not None
    assert (found.asked_by, found.read_at, found.extractor_before) == ("anna(가상)", LATER, EARLIER)
    assert found.extractor == reextraction.EXTRACTOR
    told = {(one.kind, (one.after or one.before).metric) for one in found.changes if one.after or one.before}  # type: ignore[union-attr]  # one side is there
    assert (DifferenceKind.NEW, "revenue") in told
    assert (DifferenceKind.GONE, "customers_count") in told
    assert (DifferenceKind.CHANGED, "employees_total") in told
    assert [row.id for row in reextraction.reread(Looking(ws, cast.bora))] == [deck_id]


@pytest.mark.parametrize("extractor", [EARLIER, ""], ids=["an earlier extractor", "nobody named"])
def test_a_deck_that_was_refused_before_is_recognised_and_read(ws: Workspace, cast: Cast, extractor: str) -> None:
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=SLIDES).deck_id
    refused = DeckRefused(deck_id, "image_only", extractor)
    commit(ws, lambda session: record(ws, session, [refused], By("system", AT, "worker"), after=1))
    assert reextraction.outdated(Looking(ws, cast.anna)) == reextraction.Outdated((deck_id,), (deck_id,))
    room = reading_queue.ReadingRoom(ws, clock=lambda: LATER)
    assert reextraction.again(Acting(ws, cast.anna, LATER), room, [deck_id]) == 1
    room.start(resume=False)
    try:
        assert room.wait(60)
    finally:
        room.stop()
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.READ
    assert reextraction.outdated(Looking(ws, cast.anna)) == reextraction.Outdated((), ())


def test_a_deck_that_this_extractor_refused_or_whose_file_was_never_kept_is_not_offered(
    ws: Workspace, cast: Cast
) -> None:
    broken = intake.receive(Acting(ws, cast.anna, AT), file_name="b.pdf", data=b"%PDF-1.7 nothing").deck_id
    assert reading_queue.read_one(ws, broken, at=AT) is DeckState.REFUSED
    assert reextraction.outdated(Looking(ws, cast.anna)) == reextraction.Outdated((), ())


def test_words_stay_as_they_are_and_what_is_read_otherwise_waits_for_a_second_look(ws: Workspace, cast: Cast) -> None:
    deck_id = read_earlier(ws, cast)
    before = by_metric(ws, cast, deck_id)
    staff, phantom = before["employees_total"], before["customers_count"]
    review.accept(Acting(ws, cast.anna, AT), staff.claim.id)
    review.reject(Acting(ws, cast.anna, AT), phantom.claim.id)
    assert reading_queue.read_once_more(ws, deck_id, By("anna", LATER))
    now = {one.claim.id: one for one in review.claims(Looking(ws, cast.anna), deck_id)}
    old = now[staff.claim.id]
    assert (old.claim, old.state) == (staff.claim, ReviewState.VERIFIED)
    assert (old.superseded, old.look_again) == (True, True)
    new = now[old.instead or ""]
    assert (new.metric, new.quantity, new.scope) == ("employees_total", staff.quantity, Scope.COMPANY)
    assert (new.state, new.claim.id != old.claim.id) == (ReviewState.PROPOSED, True)
    assert (now[phantom.claim.id].state, now[phantom.claim.id].look_again) == (ReviewState.REJECTED, False)
    assert reextraction.second_looks(Looking(ws, cast.anna)) == {deck_id: 1}
    assert intake.deck(Looking(ws, cast.anna), deck_id).look_again == 1
    assert [row.look_again for row in waiting_decks.waiting(Looking(ws, cast.anna))] == [1]
    review.accept(Acting(ws, cast.anna, LATEST), old.claim.id)
    assert reextraction.second_looks(Looking(ws, cast.anna)) == {}
    again = next(one for one in review.claims(Looking(ws, cast.anna), deck_id) if one.claim.id == old.claim.id)
    assert (again.superseded, again.look_again, again.state) == (True, False, ReviewState.VERIFIED)


def test_another_organisation_learns_nothing_of_second_looks(ws: Workspace, cast: Cast) -> None:
    deck_id = read_earlier(ws, cast, audience=Audience.EVENT)
    review.accept(Acting(ws, cast.bora, AT), by_metric(ws, cast, deck_id)["employees_total"].claim.id)
    reading_queue.read_once_more(ws, deck_id, By("anna", LATER))
    assert reextraction.second_looks(Looking(ws, cast.bora)) == {deck_id: 1}
    assert reextraction.second_looks(Looking(ws, cast.anna)) == {}
    assert not any(one.look_again for one in review.claims(Looking(ws, cast.anna), deck_id))
    found = reextraction.last_of(Looking(ws, cast.bora), deck_id)
    assert found is not None
    assert (found.asked_by, found.verified, found.look_again) == ("", 1, 1)


def test_a_claim_that_is_found_again_keeps_its_word_though_its_id_was_another(ws: Workspace, cast: Cast) -> None:
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=SLIDES).deck_id
    reading_queue.read_one(ws, deck_id, at=AT)
    event = as_read(ws, deck_id)
    renamed = tuple(replace(one, id=f"{one.id}-0", extractor=EARLIER) for one in event.claims)
    commit(
        ws,
        lambda session: record(
            ws, session, [replace(event, extractor=EARLIER, claims=renamed)], By("system", AT, "worker"), after=2
        ),
    )
    revenue = by_metric(ws, cast, deck_id)["revenue"]
    stated = review.stated(revenue.claim)
    fixed = Correction(stated.metric, stated.quantity, Scope.COMPANY, ClaimStatus.PRELIMINARY, stated.aggregation, None)
    review.correct(Acting(ws, cast.anna, AT), revenue.claim.id, fixed)
    assert reading_queue.read_once_more(ws, deck_id, By("anna", LATER))
    now = by_metric(ws, cast, deck_id)["revenue"]
    assert (now.claim.id, now.state, now.status) == (revenue.claim.id, ReviewState.CORRECTED, ClaimStatus.PRELIMINARY)
    found = reextraction.last_of(Looking(ws, cast.anna), deck_id)
    assert found is not None
    assert (found.changes, found.same, found.verified, found.look_again) == ((), len(renamed), 1, 0)


def test_the_same_reading_again_leaves_no_record_and_a_failed_one_leaves_the_earlier_standing(
    ws: Workspace, cast: Cast
) -> None:
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=SLIDES).deck_id
    assert not reading_queue.read_once_more(ws, deck_id, By("anna", AT))  # it was never read
    reading_queue.read_one(ws, deck_id, at=AT)
    position = ws.ledger.position()
    assert not reading_queue.read_once_more(ws, deck_id, By("anna", LATER))
    sha256 = intake.deck(Looking(ws, cast.anna), deck_id).sha256
    (ws.files.folder / sha256[:2] / sha256).unlink()
    with pytest.raises(UnreadableDeckError):
        reading_queue.read_once_more(ws, deck_id, By("anna", LATER))
    assert ws.ledger.position() == position
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.READ
    assert reextraction.last_of(Looking(ws, cast.anna), deck_id) is None
    room = reading_queue.ReadingRoom(ws)
    reextraction.again(Acting(ws, cast.anna, LATER), room, [deck_id])
    room.start(resume=False)
    try:
        assert room.wait(60)
    finally:
        room.stop()
    assert room.failed() == {deck_id: "missing"}


def test_nobody_has_other_peoples_decks_read_again(ws: Workspace, cast: Cast) -> None:
    private, shared = read_earlier(ws, cast), None
    room = reading_queue.ReadingRoom(ws)
    with pytest.raises(NotFoundError):
        reextraction.again(Acting(ws, cast.bora, LATER), room, [private])
    shared = intake.receive(
        Acting(ws, cast.anna, AT),
        file_name="e.pdf",
        data=SLIDES,
        submission=Submission(company_id=cast.shared_company, audience=Audience.EVENT),
    ).deck_id
    for who in (cast.bora, cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            reextraction.again(Acting(ws, who, LATER), room, [shared])
    with pytest.raises(NotFoundError):
        reextraction.last_of(Looking(ws, cast.bora), private)
    assert room.progress() == {}


def test_the_current_tables_follow_from_the_journal_after_re_readings(ws: Workspace, cast: Cast) -> None:
    deck_id = read_earlier(ws, cast)
    for one in by_metric(ws, cast, deck_id).values():
        review.accept(Acting(ws, cast.anna, AT), one.claim.id)
    reading_queue.read_once_more(ws, deck_id, By("anna", LATER))
    with ws.ledger.read() as session:
        journal.verify(session, ws.name)
        replay_audit.require_replayed_tables(session, ws.name)
    told = ws.warehouse.ask("judged", {"owner": "a", "opened": ""}).to_pylist()
    assert {row["metric"]: row["accepted"] for row in told}["employees_total"] == 1
