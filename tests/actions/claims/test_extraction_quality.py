from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.actions.claims import extraction_quality, review
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Correction, Scope
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import NotAllowedError
from tests.actions.conftest import AT, Bring, Cast, claim

FIGURES = (claim("one", 3), claim("two", 4), claim("three", 5), claim("staff", 42, metric="employees_total"))


def told(ws: Workspace, viewer: Viewer) -> list[tuple[str, int, int, int, int]]:
    return [
        (one.metric.id, one.proposed, one.accepted, one.corrected, one.rejected)
        for one in extraction_quality.judged_here(Looking(ws, viewer))
    ]


def ids(ws: Workspace, viewer: Viewer, deck: str) -> dict[str, str]:
    return {view.claim.id.rsplit("-", 1)[0]: view.claim.id for view in review.claims(Looking(ws, viewer), deck)}


def correction(value: int) -> Correction:
    return Correction(
        "users_count",
        Quantity(Unit.COUNT, Decimal(value)),
        Scope.COMPANY,
        ClaimStatus.ACTUAL,
        Aggregation.UNKNOWN,
        None,
    )


def test_each_firm_counts_its_own_words_only_under_the_metric_that_was_proposed(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck = bring(cast.organiser, "a.pdf", FIGURES, audience=Audience.EVENT)
    own = ids(ws, cast.anna, deck)
    review.accept(Acting(ws, cast.anna, AT), own["one"])
    review.correct(Acting(ws, cast.anna, AT), own["two"], correction(7))
    review.reject(Acting(ws, cast.adam, AT), own["staff"])
    review.accept(Acting(ws, cast.bora, AT), own["three"])
    assert told(ws, cast.anna) == [("customers_count", 3, 1, 1, 0), ("employees_total", 1, 0, 0, 1)]
    assert told(ws, cast.viewer_a) == told(ws, cast.anna)
    assert told(ws, cast.bora) == [("customers_count", 3, 1, 0, 0)]
    assert extraction_quality.judged_here(Looking(ws, cast.anna))[0].held == 0.5


def test_the_last_word_counts_and_one_that_was_taken_back_does_not(ws: Workspace, cast: Cast, bring: Bring) -> None:
    own = ids(ws, cast.anna, deck := bring(cast.anna, "b.pdf", FIGURES))
    review.reject(Acting(ws, cast.anna, AT), own["one"])
    review.accept(Acting(ws, cast.anna, AT), own["one"])
    review.accept(Acting(ws, cast.anna, AT + timedelta(seconds=1)), own["staff"])
    review.undo_last(Acting(ws, cast.anna, AT + timedelta(seconds=2)), deck)
    assert told(ws, cast.anna) == [("customers_count", 3, 1, 0, 0)]


def test_a_figure_added_by_hand_is_no_proposal(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck, nine = bring(cast.anna, "c.pdf", FIGURES), Quantity(Unit.COUNT, Decimal(9))
    figure = review.NewFigure(
        page=1,
        metric="customers_count",
        quantity=nine,
        quote="9개사",
        boxes=(Box(1, 1, 2, 2),),
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        aggregation=Aggregation.UNKNOWN,
    )
    review.add(Acting(ws, cast.anna, AT), deck, figure)
    assert told(ws, cast.anna) == []


def test_nobody_said_anything_yet(ws: Workspace, cast: Cast, bring: Bring) -> None:
    bring(cast.anna, "d.pdf", FIGURES)
    assert told(ws, cast.anna) == []


def test_a_companys_guest_is_told_nothing(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        extraction_quality.judged_here(Looking(ws, cast.guest))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(["accept", "reject"]), min_size=3, max_size=3))
def test_every_word_is_counted_once(ws: Workspace, cast: Cast, bring: Bring, words: list[str]) -> None:
    before = {one.metric.id: one for one in extraction_quality.judged_here(Looking(ws, cast.anna))}.get(
        "customers_count"
    )
    own = ids(ws, cast.anna, bring(cast.anna, f"{ws.ledger.position()}.pdf", FIGURES))
    for name, word in zip(("one", "two", "three"), words, strict=True):
        getattr(review, word)(Acting(ws, cast.anna, AT), own[name])
    after = extraction_quality.judged_here(Looking(ws, cast.anna))[0]
    counted = (before.accepted, before.rejected) if before else (0, 0)
    assert (after.accepted - counted[0], after.rejected - counted[1]) == (words.count("accept"), words.count("reject"))
    assert after.held == after.accepted / after.judged
