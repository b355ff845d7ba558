from __future__ import annotations

import pytest

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import NewOrganisation
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast, person


def test_a_single_user_is_set_up_once(ws: Workspace) -> None:
    first = people.single_user(ws, at=AT)
    position = ws.ledger.position()
    assert people.single_user(ws, at=AT) == first
    assert (first.role, position, ws.ledger.position()) == (Role.ADMIN, 2, 2)
    assert people.organisations(ws)[0].name_ko == ws.settings.organisation_ko


def test_people_stand_with_their_organisations(ws: Workspace, cast: Cast) -> None:
    anna = next(one for one in people.people(ws) if one.id == "anna")
    assert anna == people.Person("anna", "anna(가상)", "a", "a벤처스(가상)", "a (Fictional)", Role.ANALYST)
    assert people.viewer_of(ws, "gil") == cast.guest
    with pytest.raises(NotFoundError):
        people.viewer_of(ws, "nobody")


def test_names_of_persons_never_reach_the_journal(ws: Workspace, cast: Cast) -> None:
    assert cast.anna.person_id == "anna"
    with ws.ledger.read() as session:
        told = [str(record) for record in journal.events_after(session, ws.name, 0, 1000)]
    assert told
    assert not any("anna(가상)" in line for line in told)


def test_only_administrators_register_people_and_organisations(ws: Workspace, cast: Cast) -> None:
    for viewer in (cast.anna, cast.organiser, cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            people.register_organisation(
                Acting(ws, viewer, AT), NewOrganisation("x(가상)", "x (Fictional)", OrganisationKind.VC)
            )
        with pytest.raises(NotAllowedError):
            people.register_person(Acting(ws, viewer, AT), name="x(가상)", organisation_id="a", role=Role.ADMIN)


def test_a_person_needs_an_organisation_and_a_guest_a_company(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(InvalidInputError):
        person(ws, "new", "none", Role.ANALYST)
    with pytest.raises(InvalidInputError):
        person(ws, "new", "s", Role.COMPANY_GUEST)
    with pytest.raises(InvalidInputError):
        person(ws, "new", "a", Role.ANALYST, cast.shared_company)
    with pytest.raises(ChangedMeanwhileError):
        person(ws, "anna", "b", Role.ADMIN)
    assert people.viewer_of(ws, "anna") == cast.anna


def test_organisations_are_chosen_by_kind(ws: Workspace, cast: Cast) -> None:
    assert cast.anna.organisation_id == "a"
    wanted = frozenset({OrganisationKind.VC, OrganisationKind.TIPS_OPERATOR})
    assert [one.id for one in people.organisations(ws, wanted)] == ["a", "b"]
