from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from dealflow.actions.claims import review, waiting_decks
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Correction, Origin, ReviewReason, ReviewState, Scope
from dealflow.domain.claims.events import DeckRead, DeckRequeued
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.values.event import By
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import (
    ChangedMeanwhileError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NothingToUndoError,
)
from tests.actions.conftest import AT, Bring, Cast, claim, renamed

TWO = (claim("one", 120), claim("two", 40, page=2))
LATER = AT + timedelta(hours=1)


def correction(value: int, metric: str = "customers_count") -> Correction:
    return Correction(
        metric,
        Quantity(Unit.COUNT, Decimal(value)),
        Scope.COMPANY,
        ClaimStatus.ACTUAL,
        Aggregation.CUMULATIVE,
        None,
    )


def states(ws: Workspace, viewer: Viewer, deck_id: str) -> list[tuple[ReviewState, object]]:
    return [(one.state, one.quantity.value) for one in review.claims(Looking(ws, viewer), deck_id)]


def test_claims_come_in_page_order_with_their_rivals(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = review.claims(Looking(ws, cast.anna), deck_id)
    assert (first.page, second.page) == (1, 2)
    assert (first.rivals, second.rivals) == ((second.claim.id,), (first.claim.id,))
    assert (first.state, first.verification, first.version) == (ReviewState.PROPOSED, None, 0)


def test_a_rejected_claim_contradicts_nobody(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = review.claims(Looking(ws, cast.anna), deck_id)
    review.reject(Acting(ws, cast.anna, AT), second.claim.id, note="로고 개수")
    shown = review.claims(Looking(ws, cast.anna), deck_id)
    assert [one.rivals for one in shown] == [(), ()]
    assert (shown[1].state, shown[1].verification.note if shown[1].verification else "") == (
        ReviewState.REJECTED,
        "로고 개수",
    )
    assert shown[0] == first.__class__(**{**_fields(first), "rivals": ()})


def _fields(one: review.ClaimView) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_a_correction_shows_its_values_and_keeps_the_original(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO[:1])
    (before,) = review.claims(Looking(ws, cast.anna), deck_id)
    review.correct(Acting(ws, cast.anna, AT), before.claim.id, correction(12), seen=0)
    (after,) = review.claims(Looking(ws, cast.anna), deck_id)
    assert (after.state, after.quantity.value, after.aggregation) == (
        ReviewState.CORRECTED,
        Decimal(12),
        Aggregation.CUMULATIVE,
    )
    assert (after.claim, after.verified_by_name, after.version) == (before.claim, "anna(가상)", 1)


def test_a_correction_that_changes_nothing_is_an_acceptance(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO[:1])
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    review.correct(Acting(ws, cast.anna, AT), one.claim.id, review.stated(one.claim))
    assert states(ws, cast.anna, deck_id) == [(ReviewState.VERIFIED, Decimal(120))]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (correction(1, "no_such_metric"), "unknown"),
        (
            Correction(
                "revenue",
                Quantity(Unit.PERCENT, Decimal(1)),
                Scope.COMPANY,
                ClaimStatus.ACTUAL,
                Aggregation.ANNUAL,
                None,
            ),
            "not_of_metric",
        ),
    ],
)
def test_a_correction_to_what_cannot_be_is_refused(
    ws: Workspace, cast: Cast, bring: Bring, wrong: Correction, problem: str
) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO[:1])
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    with pytest.raises(InvalidInputError) as caught:
        review.correct(Acting(ws, cast.anna, AT), one.claim.id, wrong)
    assert caught.value.parameters["problem"] == problem
    assert states(ws, cast.anna, deck_id) == [(ReviewState.PROPOSED, Decimal(120))]


def test_of_two_colleagues_who_saw_the_same_the_second_loses(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO[:1])
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    review.reject(Acting(ws, cast.adam, AT), one.claim.id, seen=one.version)
    with pytest.raises(ChangedMeanwhileError):
        review.accept(Acting(ws, cast.anna, AT), one.claim.id, seen=one.version)
    assert states(ws, cast.anna, deck_id) == [(ReviewState.REJECTED, Decimal(120))]


def test_each_firm_has_its_own_word_on_an_event_deck(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.organiser, "e.pdf", TWO[:1], audience=Audience.EVENT)
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    review.reject(Acting(ws, cast.anna, AT), one.claim.id)
    review.accept(Acting(ws, cast.bora, AT), one.claim.id, seen=0)
    assert states(ws, cast.anna, deck_id)[0][0] is ReviewState.REJECTED
    assert states(ws, cast.bora, deck_id)[0][0] is ReviewState.VERIFIED
    assert states(ws, cast.organiser, deck_id)[0][0] is ReviewState.PROPOSED


def test_an_event_decks_owner_speaks_for_those_without_a_word_and_stays_unnamed(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.organiser, "e.pdf", TWO[:1], audience=Audience.EVENT, company_id=cast.shared_company)
    (one,) = review.claims(Looking(ws, cast.organiser), deck_id)
    review.correct(Acting(ws, cast.organiser, AT), one.claim.id, correction(99), note="전화로 확인")
    for other in (cast.anna, cast.guest):
        (shown,) = review.claims(Looking(ws, other), deck_id)
        assert (shown.state, shown.quantity.value) == (ReviewState.CORRECTED, Decimal(99))
        assert (shown.verification, shown.verified_by_name, shown.version) == (None, None, 0)
    assert waiting_decks.waiting(Looking(ws, cast.anna)) == ()


def test_a_private_deck_and_its_claims_do_not_exist_for_others(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    (one, _) = review.claims(Looking(ws, cast.anna), deck_id)
    for other in (cast.bora, cast.organiser, cast.admin, cast.guest):
        with pytest.raises(NotFoundError):
            review.claims(Looking(ws, other), deck_id)
    for other in (cast.bora, cast.organiser, cast.admin):
        for act in (review.accept, review.reject, review.reopen):
            with pytest.raises(NotFoundError):
                act(Acting(ws, other, AT), one.claim.id)
        with pytest.raises(NotFoundError):
            review.undo_last(Acting(ws, other, AT), deck_id)
        assert waiting_decks.waiting(Looking(ws, other)) == ()


def test_viewers_and_guests_read_but_have_no_word(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO[:1], company_id=cast.shared_company, audience=Audience.EVENT)
    (one,) = review.claims(Looking(ws, cast.viewer_a), deck_id)
    assert review.claims(Looking(ws, cast.guest), deck_id)[0].claim == one.claim
    for reader in (cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            review.accept(Acting(ws, reader, AT), one.claim.id)
        with pytest.raises(NotAllowedError):
            review.undo_last(Acting(ws, reader, AT), deck_id)


def test_a_guest_does_not_see_the_words_of_a_firm_on_the_companys_deck(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.guest, "a.pdf", TWO[:1], audience=Audience.EVENT)
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    review.reject(Acting(ws, cast.anna, AT), one.claim.id, note="과장")
    assert states(ws, cast.anna, deck_id) == [(ReviewState.REJECTED, Decimal(120))]
    assert states(ws, cast.guest, deck_id) == [(ReviewState.PROPOSED, Decimal(120))]


def test_undo_walks_back_through_the_persons_own_words(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))
    review.correct(Acting(ws, cast.anna, AT), first, correction(12))
    review.accept(Acting(ws, cast.anna, AT + timedelta(seconds=1)), second)
    review.reject(Acting(ws, cast.anna, AT + timedelta(seconds=2)), first)
    assert review.undo_last(Acting(ws, cast.anna, LATER), deck_id) == first
    assert states(ws, cast.anna, deck_id) == [(ReviewState.CORRECTED, Decimal(12)), (ReviewState.VERIFIED, Decimal(40))]
    assert {review.undo_last(Acting(ws, cast.anna, LATER), deck_id) for _ in range(2)} == {first, second}
    assert {state for state, _ in states(ws, cast.anna, deck_id)} == {ReviewState.PROPOSED}
    with pytest.raises(NothingToUndoError):
        review.undo_last(Acting(ws, cast.anna, LATER), deck_id)


def test_undo_leaves_a_colleagues_word_alone(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO[:1])
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    review.accept(Acting(ws, cast.anna, AT), one.claim.id)
    review.reject(Acting(ws, cast.adam, AT), one.claim.id)
    with pytest.raises(NothingToUndoError):
        review.undo_last(Acting(ws, cast.anna, LATER), deck_id)
    review.undo_last(Acting(ws, cast.adam, LATER), deck_id)
    assert states(ws, cast.anna, deck_id) == [(ReviewState.VERIFIED, Decimal(120))]


def test_reopening_needs_a_word(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO[:1])
    (one,) = review.claims(Looking(ws, cast.anna), deck_id)
    with pytest.raises(NothingToUndoError):
        review.reopen(Acting(ws, cast.anna, AT), one.claim.id)
    review.accept(Acting(ws, cast.anna, AT), one.claim.id)
    review.reopen(Acting(ws, cast.adam, AT), one.claim.id)
    (shown,) = review.claims(Looking(ws, cast.anna), deck_id)
    assert (shown.state, shown.verification, shown.version) == (ReviewState.PROPOSED, None, 2)


def figure(**given: object) -> review.NewFigure:
    fields: dict[str, object] = {"page": 2, "metric": "customers_count", "quote": "고객 7개사"} | given
    return review.NewFigure(quantity=Quantity(Unit.COUNT, Decimal(7)), **fields)  # type: ignore[arg-type]  # a test's shorthand


def add(ws: Workspace, viewer: Viewer, deck_id: str, **given: object) -> str:
    return review.add(Acting(ws, viewer, AT), deck_id, figure(**given))


def test_a_figure_added_by_hand_is_verified_and_the_firms_own(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.organiser, "e.pdf", audience=Audience.EVENT)
    claim_id = add(ws, cast.anna, deck_id)
    (shown,) = review.claims(Looking(ws, cast.adam), deck_id)
    assert (shown.claim.id, shown.state, shown.claim.origin, shown.page, shown.verified_by_name) == (
        claim_id,
        ReviewState.VERIFIED,
        Origin.PERSON,
        2,
        "anna(가상)",
    )
    assert review.claims(Looking(ws, cast.bora), deck_id) == review.claims(Looking(ws, cast.organiser), deck_id) == ()


def test_what_an_event_decks_owner_adds_is_for_everyone(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.organiser, "e.pdf", audience=Audience.EVENT, company_id=cast.shared_company)
    claim_id = add(ws, cast.organiser, deck_id)
    for other in (cast.anna, cast.bora, cast.guest):
        assert [(one.claim.id, one.state) for one in review.claims(Looking(ws, other), deck_id)] == [
            (claim_id, ReviewState.VERIFIED)
        ]


def test_an_added_figure_that_was_taken_back_stands_in_no_list(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf")
    claim_id = add(ws, cast.anna, deck_id)
    assert review.undo_last(Acting(ws, cast.anna, LATER), deck_id) == claim_id
    assert states(ws, cast.anna, deck_id) == []
    with pytest.raises(NothingToUndoError):
        review.undo_last(Acting(ws, cast.anna, LATER), deck_id)


@pytest.mark.parametrize("wrong", [{"page": 0}, {"page": 4}, {"metric": "none"}])
def test_an_added_figure_needs_its_page_and_metric(
    ws: Workspace, cast: Cast, bring: Bring, wrong: dict[str, object]
) -> None:
    deck_id = bring(cast.anna, "a.pdf")
    with pytest.raises(InvalidInputError):
        add(ws, cast.anna, deck_id, **wrong)
    assert review.claims(Looking(ws, cast.anna), deck_id) == ()


def test_a_figure_without_words_or_box_is_kept_as_without_proof_and_nobody_can_verify_it(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf")
    claim_id = add(ws, cast.anna, deck_id, quote=" ")
    (shown,) = review.claims(Looking(ws, cast.anna), deck_id)
    assert (shown.claim.id, shown.state) == (claim_id, ReviewState.PROPOSED)
    assert shown.claim.review_reasons == (ReviewReason.NO_PROOF,)
    with pytest.raises(InvalidInputError):
        review.accept(Acting(ws, cast.anna, LATER), claim_id)
    with pytest.raises(InvalidInputError):
        review.correct(Acting(ws, cast.adam, LATER), claim_id, correction(12))
    review.reject(Acting(ws, cast.anna, LATER), claim_id)
    assert review.claims(Looking(ws, cast.anna), deck_id) == ()

    review.undo_last(Acting(ws, cast.anna, LATER + timedelta(minutes=1)), deck_id)
    assert [one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id)] == [claim_id]


@pytest.mark.parametrize(
    ("judge_all", "state"), [(review.accept_all, ReviewState.VERIFIED), (review.reject_all, ReviewState.REJECTED)]
)
def test_a_whole_page_is_judged_in_one_act_and_taken_back_in_one(
    ws: Workspace, cast: Cast, bring: Bring, judge_all: Callable[..., None], state: ReviewState
) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))

    judge_all(Acting(ws, cast.anna, AT), {first: 0, second: None})
    assert {stands for stands, _ in states(ws, cast.anna, deck_id)} == {state}

    review.undo_last(Acting(ws, cast.anna, LATER), deck_id)
    assert {stands for stands, _ in states(ws, cast.anna, deck_id)} == {ReviewState.PROPOSED}


def test_a_page_on_which_a_colleague_had_a_word_meanwhile_is_accepted_not_at_all(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))
    review.reject(Acting(ws, cast.adam, AT), second)

    with pytest.raises(ChangedMeanwhileError):
        review.accept_all(Acting(ws, cast.anna, LATER), {first: 0, second: 0})

    assert sorted(state for state, _ in states(ws, cast.anna, deck_id)) == [ReviewState.PROPOSED, ReviewState.REJECTED]


def test_a_page_rejected_at_once_is_taken_back_at_once_and_what_stood_before_stands_again(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))
    review.accept(Acting(ws, cast.anna, AT), second)

    review.reject_all(Acting(ws, cast.anna, LATER), {first: 0, second: None})
    assert {state for state, _ in states(ws, cast.anna, deck_id)} == {ReviewState.REJECTED}

    review.undo_last(Acting(ws, cast.anna, LATER + timedelta(minutes=1)), deck_id)
    assert [state for state, _ in states(ws, cast.anna, deck_id)] == [ReviewState.PROPOSED, ReviewState.VERIFIED]


def test_a_page_on_which_a_colleague_had_a_word_meanwhile_is_rejected_not_at_all(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))
    review.accept(Acting(ws, cast.adam, AT), second)

    with pytest.raises(ChangedMeanwhileError):
        review.reject_all(Acting(ws, cast.anna, LATER), {first: 0, second: 0})

    assert sorted(state for state, _ in states(ws, cast.anna, deck_id)) == [ReviewState.PROPOSED, ReviewState.VERIFIED]


def test_a_figure_at_a_better_place_stands_instead_and_one_undo_takes_both_back(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, second = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))
    new = review.replace_figure(Acting(ws, cast.anna, AT), first, figure(page=3), note="3쪽이 맞음", seen=0)

    shown = {one.claim.id: (one.state, one.page) for one in review.claims(Looking(ws, cast.anna), deck_id)}
    assert shown == {
        first: (ReviewState.REJECTED, 1),
        second: (ReviewState.PROPOSED, 2),
        new: (ReviewState.VERIFIED, 3),
    }
    review.undo_last(Acting(ws, cast.anna, LATER), deck_id)
    shown = {one.claim.id: (one.state, one.page) for one in review.claims(Looking(ws, cast.anna), deck_id)}
    assert shown == {first: (ReviewState.PROPOSED, 1), second: (ReviewState.PROPOSED, 2)}


def test_a_refused_figure_rejects_nothing_in_its_place(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO)
    first, _ = (one.claim.id for one in review.claims(Looking(ws, cast.anna), deck_id))
    with pytest.raises(InvalidInputError):
        review.replace_figure(Acting(ws, cast.anna, AT), first, figure(page=99))
    review.reject(Acting(ws, cast.adam, AT), first)
    with pytest.raises(ChangedMeanwhileError):
        review.replace_figure(Acting(ws, cast.anna, LATER), first, figure(), seen=0)
    assert [state for state, _ in states(ws, cast.anna, deck_id)] == [ReviewState.REJECTED, ReviewState.PROPOSED]


def test_waiting_counts_what_has_no_word_yet(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", TWO, company_id=cast.shared_company)
    (first, _) = review.claims(Looking(ws, cast.anna), deck_id)
    review.accept(Acting(ws, cast.anna, AT), first.claim.id)
    (deck,) = waiting_decks.waiting(Looking(ws, cast.adam))
    assert deck == waiting_decks.Waiting(deck_id, "a.pdf", "다온로보틱스(가상)", "", 1, 2, first_page=2)


def test_reading_again_keeps_words_and_shows_an_outdated_claim_only_with_one(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck_id = bring(cast.anna, "a.pdf", (claim("one", 120), claim("two", 40), claim("three", 7)))
    one, two, _ = review.claims(Looking(ws, cast.anna), deck_id)
    review.accept(Acting(ws, cast.anna, AT), one.claim.id)
    review.accept(Acting(ws, cast.anna, AT), two.claim.id)
    again = DeckRead(deck_id, "test 2", "test", ((960.0, 540.0),), (), (renamed(claim("one", 120), deck_id),))
    commit(
        ws, lambda session: record(ws, session, [DeckRequeued(deck_id), again], By("system", LATER, "worker"), after=2)
    )
    shown = {one.claim.id[:3]: (one.state, one.superseded) for one in review.claims(Looking(ws, cast.anna), deck_id)}
    assert shown == {"one": (ReviewState.VERIFIED, False), "two": (ReviewState.VERIFIED, True)}
