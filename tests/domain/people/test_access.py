from __future__ import annotations

import pytest

from dealflow.domain.people.access import Act, Audience, Role, Viewer, may, may_see_deck, owns

ANALYST = Viewer("p1", "firm-a", Role.ANALYST)
RIVAL = Viewer("p2", "firm-b", Role.ANALYST)
ADMIN = Viewer("p3", "office", Role.ADMIN)
GUEST = Viewer("p4", "firm-a", Role.COMPANY_GUEST, company_id="c1")


@pytest.mark.parametrize(("viewer", "sees"), [(ANALYST, True), (RIVAL, False), (ADMIN, False), (GUEST, False)])
def test_books_are_open_to_their_owners_only_and_no_administrator(viewer: Viewer, *, sees: bool) -> None:
    assert owns(viewer, "firm-a") is sees


@pytest.mark.parametrize(
    ("viewer", "audience", "sees"),
    [
        (ANALYST, Audience.ORGANISATION, True),
        (RIVAL, Audience.ORGANISATION, False),
        (ADMIN, Audience.ORGANISATION, False),
        (RIVAL, Audience.EVENT, True),
    ],
)
def test_a_private_deck_stays_with_the_firm_that_brought_it(viewer: Viewer, audience: Audience, *, sees: bool) -> None:
    assert may_see_deck(viewer, owner_id="firm-a", audience=audience, company_id="c1") is sees


def test_a_company_sees_what_it_shows_or_brought_and_nothing_that_a_house_took_in() -> None:
    for owner in ("office", "firm-a"):
        assert may_see_deck(GUEST, owner_id=owner, audience=Audience.EVENT, company_id="c1")
        assert not may_see_deck(GUEST, owner_id=owner, audience=Audience.ORGANISATION, company_id="c1")
        assert may_see_deck(GUEST, owner_id=owner, audience=Audience.ORGANISATION, company_id="c1", is_of_guest=True)
        for company in ("c2", None):
            for audience in Audience:
                sees = may_see_deck(GUEST, owner_id=owner, audience=audience, company_id=company, is_of_guest=True)
                assert not sees


def test_looking_is_not_touching() -> None:
    viewer = Viewer("p5", "firm-a", Role.VIEWER)
    assert may(viewer, Act.SEE_PIPELINE)
    assert not may(viewer, Act.EDIT_PIPELINE)
    assert not may(viewer, Act.REVIEW_CLAIMS)
