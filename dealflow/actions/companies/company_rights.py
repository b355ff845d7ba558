"""Who keeps a company's name, number and place: decided by the domain, from what the books say of the company."""

from __future__ import annotations

from dealflow.actions.people.company_keepers import is_keeper, is_organiser
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, require
from dealflow.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import companies

__all__ = ["is_keeper", "is_organiser", "kept_company", "known_company", "may_keep"]


def may_keep(looking: Looking, company: Company) -> bool:
    """Say whether the viewer may change what all who know of the company see: for screens, which hold no session."""
    with looking.ws.ledger.read() as session:
        return is_keeper(looking.within(session), company)


def known_company(looking: Looking, company_id: str) -> Company:
    """Return the company, or the one that it was merged into.

    Raises:
        NotFoundError: the viewer knows of none.
    """
    company = companies.find_company(looking.session, looking.ws.name, looking.viewer, company_id)
    if company is None:
        raise NotFoundError(kind="company", id=company_id)
    return company


def kept_company(acting: Acting, company_id: str, seen: int | None = None) -> Company:
    """Return a company as it stands, to be changed by the viewer.

    Raises:
        NotAllowedError: the role may not, or others keep it.
        NotFoundError: the viewer knows of no such company.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    now = known_company(acting, company_id)
    if not is_keeper(acting, now):
        raise NotAllowedError(act=Act.EDIT_COMPANIES.value, role=acting.viewer.role.value)
    if seen is not None and seen != now.version:
        raise ChangedMeanwhileError(stream=f"company:{now.id}", expected=seen, found=now.version)
    return now
