"""What the checks say of a company, for whom, and of which decks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dealflow.actions.claims import review
from dealflow.actions.claims.consistency import Scrutiny, revision
from dealflow.actions.companies.company_record import company
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.claims import Claim
from dealflow.domain.claims.consistency_checks import Answer
from dealflow.domain.claims.deck_diff import ChangeKind
from dealflow.domain.claims.questions import QuestionKind
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import NotFoundError
from tests.actions.conftest import AT, Bring, Cast, claim

ON = date(2026, 3, 2)


def money(metric: str, won: int, *, page: int = 1) -> Claim:
    return replace(claim(metric, won, page=page), metric=metric, quantity=Quantity(Unit.KRW, Decimal(won)))


ROUND = (
    money("pre_money", 15_000_000_000),
    money("raise_amount", 3_000_000_000, page=2),
    money("post_money", 20_000_000_000, page=3),
)


def scrutiny(looking: Looking, company_id: str) -> Scrutiny:
    return company(looking, company_id, on=ON).scrutiny(looking.ws.metrics, on=ON)


def apart(ws: Workspace, viewer: Viewer, company_id: str) -> list[tuple[str, Decimal | None, list[int], list[int]]]:
    """What does not add up: the check, what one side gives, and the pages of both sides."""
    found = scrutiny(Looking(ws, viewer), company_id)
    return [
        (one.check, one.expected, _pages(found, one.left), _pages(found, one.right))
        for one in found.findings
        if one.answer is Answer.DISAGREES
    ]


def _pages(found: Scrutiny, sides: tuple[str, ...]) -> list[int]:
    return [found.views[one].page for one in sides]


def test_post_money_is_reckoned_by_hand_and_both_sides_are_told(ws: Workspace, cast: Cast, bring: Bring) -> None:
    bring(cast.anna, "a.pdf", ROUND, company_id=cast.shared_company)
    told = [("post_is_pre_plus_raise", Decimal(18_000_000_000), [1, 2], [3])]
    assert apart(ws, cast.anna, cast.shared_company) == told
    (conflict,) = [
        one
        for one in scrutiny(Looking(ws, cast.anna), cast.shared_company).questions
        if one.kind is QuestionKind.CONFLICT
    ]
    assert (conflict.metric, len(conflict.claims)) == ("post_money", 3)


def test_two_firms_see_only_their_own_decks_and_words(ws: Workspace, cast: Cast, bring: Bring) -> None:
    bring(cast.anna, "a.pdf", ROUND, company_id=cast.shared_company)
    assert apart(ws, cast.bora, cast.shared_company) == []
    assert scrutiny(Looking(ws, cast.bora), cast.shared_company).views == {}
    with pytest.raises(NotFoundError):
        scrutiny(Looking(ws, cast.guest), "another")


def test_a_firms_word_on_an_events_deck_settles_nothing_for_another(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck = bring(cast.organiser, "e.pdf", ROUND, company_id=cast.shared_company, audience=Audience.EVENT)
    post = next(one for one in review.claims(Looking(ws, cast.anna), deck) if one.metric == "post_money")
    right = replace(review.stated(post.claim), quantity=Quantity(Unit.KRW, Decimal(18_000_000_000)))
    review.correct(Acting(ws, cast.anna, AT), post.claim.id, right)
    assert apart(ws, cast.anna, cast.shared_company) == []
    assert [told[0] for told in apart(ws, cast.bora, cast.shared_company)] == ["post_is_pre_plus_raise"]


def test_a_rejected_figure_says_nothing_and_is_asked_for_as_missing(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck = bring(cast.anna, "a.pdf", ROUND, company_id=cast.shared_company)
    raised = next(one for one in review.claims(Looking(ws, cast.anna), deck) if one.metric == "raise_amount")
    review.reject(Acting(ws, cast.anna, AT), raised.claim.id)
    assert apart(ws, cast.anna, cast.shared_company) == []
    asked = {one.metric for one in scrutiny(Looking(ws, cast.anna), cast.shared_company).questions}
    assert ("raise_amount" in asked, "pre_money" in asked) == (True, False)


def test_only_the_newest_version_of_a_rounds_deck_is_checked(ws: Workspace, cast: Cast, bring: Bring) -> None:
    given = {"company_id": cast.shared_company, "round_label": "A"}
    first = bring(cast.anna, "v1.pdf", ROUND, **given)
    second = bring(cast.anna, "v2.pdf", (*ROUND[:2], money("post_money", 18_000_000_000, page=3)), **given)
    assert apart(ws, cast.anna, cast.shared_company) == []
    changed = revision(Looking(ws, cast.anna), first, second)
    assert [(one.kind, one.metric) for one in changed.changes] == [(ChangeKind.CHANGED, "post_money")]
    with pytest.raises(NotFoundError):
        revision(Looking(ws, cast.bora), first, second)


def test_figures_of_two_rounds_do_not_contradict_each_other(ws: Workspace, cast: Cast, bring: Bring) -> None:
    for label, people in (("Seed", 12), ("Series A", 42)):
        staff = claim("staff", people, metric="employees_total")
        bring(cast.anna, f"{label}.pdf", (staff,), company_id=cast.shared_company, round_label=label)
    assert apart(ws, cast.anna, cast.shared_company) == []


def test_equal_rows_of_one_page_count_as_often_as_they_are_printed(ws: Workspace, cast: Cast, bring: Bring) -> None:
    rows = [replace(claim(f"u{share}", share, metric="use_of_funds", page=9)) for share in (40, 20)]
    forty, twenty = (replace(one, quantity=Quantity(Unit.PERCENT, one.quantity.value)) for one in rows)
    forty = replace(forty, evidence=forty.evidence * 2)
    bring(cast.anna, "a.pdf", (forty, twenty), company_id=cast.shared_company)
    assert apart(ws, cast.anna, cast.shared_company) == []
