"""What the house notes of a company so that eligibility can be judged: values with their proof, days and validity."""

from __future__ import annotations

from functools import cache

from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import written
from dealflow.catalogue.eligibility_facts import load_eligibility_facts
from dealflow.domain.people.access import Act, require
from dealflow.domain.tips.eligibility_facts import FactLine, KeptFact, canonical
from dealflow.domain.tips.events import CompanyFactKept
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, notes

_LONGEST = 4_000


@cache
def lines() -> tuple[FactLine, ...]:
    """Return every fact that can be noted, in the catalogue's order."""
    return load_eligibility_facts()


def line(fact: str) -> FactLine:
    """Return the fact of that id.

    Raises:
        InvalidInputError: there is none.
    """
    for line in lines():
        if line.id == fact:
            return line
    raise InvalidInputError(field="fact", problem="unknown", value=fact)


@transacted
def keep(acting: Acting, company_id: str, fact: KeptFact, *, proof: str = "", document_id: str = "") -> CompanyFactKept:
    """Note a fact of a company (an empty value: no longer known) in the house's own books and return the event.

    ``document_id``: the file on the company that shows it.

    Raises:
        InvalidInputError: there is no such fact, the value is of another kind, or it ends before it begins.
        NotFoundError: the viewer knows of no such company or file.
        NotAllowedError: the role may not.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    if fact.as_of is not None and fact.valid_to is not None and fact.valid_to < fact.as_of:
        raise InvalidInputError(field="valid_to", problem="before_start", value=fact.valid_to.isoformat())
    text = canonical(line(fact.fact), written(fact.value, fact.fact, longest=_LONGEST), valid_to=fact.valid_to)
    event = CompanyFactKept(
        company_id=company_id,
        organisation_id=acting.viewer.organisation_id,
        fact=fact.fact,
        value=text,
        as_of=fact.as_of if text else None,
        valid_to=fact.valid_to if text else None,
        proof=written(proof, "proof", longest=500),
        document_id=document_id if text else "",
    )
    if companies.find_company(acting.session, acting.ws.name, acting.viewer, company_id) is None:
        raise NotFoundError(kind="company", id=company_id)
    if document_id and notes.find_document(acting.session, acting.ws.name, acting.viewer, document_id) is None:
        raise NotFoundError(kind="file", id=document_id)
    version = len(journal.read_stream(acting.session, acting.ws.name, event.stream))
    acting.record([event], after=version)
    return event
