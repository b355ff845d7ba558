"""Who keeps a company's name, number and place, and invites its guests: what the books say of who entered it."""

from __future__ import annotations

from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import OrganisationKind, keeps_company, may_invite_guest
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import companies, people


def is_organiser(looking: Looking) -> bool:
    """Say whether the viewer's organisation is an organiser, or the installation itself."""
    kinds = {
        organisation.id: organisation.kind for organisation in people.organisations(looking.session, looking.ws.name)
    }
    return kinds.get(looking.viewer.organisation_id, OrganisationKind.ORGANISER) is OrganisationKind.ORGANISER


def is_keeper(looking: Looking, company: Company) -> bool:
    """Say whether the viewer may change what all who know of the company see of it."""
    persons = people.persons(looking.session, looking.ws.name)
    home = {person.id: person.organisation_id for person in persons}
    by = home.get(company.registered_by or "")
    return keeps_company(
        looking.viewer,
        owner_id=company.owner_id,
        is_organiser=is_organiser(looking),
        is_own_entry=by is not None and by == looking.viewer.organisation_id,
    )


def require_may_invite_guest(looking: Looking, company_id: str) -> None:
    """Require that the viewer may invite a guest of a company, inside a transaction.

    Raises:
        NotFoundError: the viewer knows of no such company.
        InvalidInputError: others keep it.
    """
    company = companies.find_company(looking.session, looking.ws.name, looking.viewer, company_id)
    if company is None:
        raise NotFoundError(kind="company", id=company_id)
    if not may_invite_guest(looking.viewer, keeps=is_keeper(looking, company)):
        raise InvalidInputError(field="company", problem="kept_by_others")
