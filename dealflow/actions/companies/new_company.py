"""A company made by hand, without a deck: from a card, a call, a mail. Names that are known already are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dealflow.actions.companies.companies import register_company
from dealflow.actions.companies.company_profile import CompanyProfile, keep_profile
from dealflow.actions.companies.contacts import Card, Person, add_contact
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.domain.claims.company import NOTHING_NOTED, Company, CompanyDetails
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.company_names import near_names
from dealflow.domain.values.register_numbers import digits_of
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import companies

__all__ = ["Namesake", "NewCompany", "add_company", "namesakes"]


@dataclass(frozen=True, slots=True)
class NewCompany:
    """What is typed of a new company; ``people`` are its contacts and who referred it."""

    details: CompanyDetails
    profile: CompanyProfile = NOTHING_NOTED
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Namesake:
    """A known company that may be the new one; ``why``: biz_reg_no, name or similar_name."""

    company: Company
    why: str

    @property
    def is_sure(self) -> bool:
        """Say whether it is the same by number or by name, however its form is written."""
        return self.why != "similar_name"


def namesakes(looking: Looking, name: str, biz_reg_no: str = "") -> tuple[Namesake, ...]:
    """Return the companies that the viewer knows of under this number or name, or one near it, the surest first."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        return _namesakes(companies.listed(session, looking.ws.name, looking.viewer), name, biz_reg_no)


@transacted
def add_company(acting: Acting, new: NewCompany, *, is_another: bool = False) -> str:
    """Register a company with what the house notes of it, and return its id.

    ``is_another``: a person looked at the companies of the same name or number and says that it is none of them.

    Raises:
        InvalidInputError: the name is missing, it is known already, or another entry cannot be taken.
        NotAllowedError: the viewer's role may not.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    known = companies.listed(acting.session, acting.ws.name, acting.viewer)
    sure = [same for same in _namesakes(known, new.details.name, new.details.biz_reg_no or "") if same.is_sure]
    if sure and not is_another:
        raise InvalidInputError(field="name", problem="known_company", value=sure[0].company.name)
    company_id = register_company(acting, new.details)
    if new.profile != NOTHING_NOTED:
        keep_profile(acting, company_id, new.profile)
    for person in new.people:
        if person.card != Card(""):
            add_contact(acting, company_id, person)
    return company_id


def _namesakes(known: Sequence[Company], text: str, biz_reg_no: str) -> tuple[Namesake, ...]:
    number = digits_of(biz_reg_no)
    by_number = [company for company in known if number and digits_of(company.biz_reg_no or "") == number]
    by_id = {company.id: company for company in known}
    near = near_names(text, {company.id: company.names for company in known})
    by_name = [Namesake(by_id[name.id], "name" if name.is_same else "similar_name") for name in near]
    numbered = {company.id for company in by_number}
    return (
        *(Namesake(company, "biz_reg_no") for company in by_number),
        *(same for same in by_name if same.company.id not in numbered),
    )
