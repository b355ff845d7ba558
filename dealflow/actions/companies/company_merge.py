"""Two records of one company made one, and taken apart again; a deck that was filed wrongly goes where it belongs."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.claims import intake
from dealflow.actions.companies.company_rights import is_keeper, known_company
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.domain.claims.company import Company, CompanyDetails
from dealflow.domain.claims.company_merge import Ties, require_mergeable
from dealflow.domain.claims.events import CompanyMerged, CompanyUnmerged
from dealflow.domain.people.access import Act, require
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import companies, decks

__all__ = ["Filed", "merge", "merged_companies", "refile", "unmerge"]


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a deck was filed before it was filed anew: what takes it back."""

    deck_id: str
    company_id: str
    round_label: str
    now_at: str


@transacted
def merge(acting: Acting, company_id: str, into_id: str, *, seen: int | None = None) -> None:
    """Say that a company is another one: its decks, figures, engagements and contacts are that one's from now on.

    Both keep their history; ``unmerge`` takes it back whole. ``seen`` is the version of the first as shown.

    Raises:
        NotAllowedError, NotFoundError: the role may not; the viewer knows of no such company.
        InvalidInputError: it may not be merged (``company_merge.require_mergeable``), or was already.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    going, into = known_company(acting, company_id), known_company(acting, into_id)
    if going.id != company_id:
        raise InvalidInputError(field="company", problem="merged", value=going.name)
    if seen is not None and seen != going.version:
        raise ChangedMeanwhileError(stream=f"company:{going.id}", expected=seen, found=going.version)
    require_mergeable(going, into, _ties(acting, going))
    acting.record([CompanyMerged(going.id, into.id)], after=going.version)


@transacted
def unmerge(acting: Acting, company_id: str) -> None:
    """Take back that a company is another one: what was filed under it is its own again.

    What came in meanwhile stays where it was filed: decks that were put to the survivor stay the survivor's.

    Raises:
        NotAllowedError, NotFoundError: the company is not the viewer's to keep; the viewer knows of no such company.
        InvalidInputError: it was not merged.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    company = companies.as_registered(acting.session, acting.ws.name, acting.viewer, company_id)
    if company is None:
        raise NotFoundError(kind="company", id=company_id)
    if company.merged_into is None:
        raise InvalidInputError(field="company", problem="not_merged", value=company.name)
    if not is_keeper(acting, company):
        raise NotAllowedError(act=Act.EDIT_COMPANIES.value, role=acting.viewer.role.value)
    acting.record([CompanyUnmerged(company.id, company.merged_into)], after=company.version)


def merged_companies(looking: Looking, company_id: str) -> tuple[Company, ...]:
    """Return the companies that were merged into this one, as far as the viewer may know of them."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        return companies.merged_into(session, looking.ws.name, looking.viewer, company_id)


@transacted
def refile(
    acting: Acting,
    deck_id: str,
    *,
    company_id: str | None = None,
    new: CompanyDetails | None = None,
    round_label: str | None = None,
) -> Filed:
    """File a deck under the company that it is of, a known or a new one, and return what takes that back.

    Its figures go along. The round stays unless another is named.

    Raises:
        NotAllowedError, NotFoundError: the deck is not the viewer's to file; there is none, or no such company.
        InvalidInputError: neither or both companies are given, or a name is missing.
    """
    deck = decks.find_deck(acting.session, acting.ws.name, acting.viewer, deck_id)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    label = deck.round_label if round_label is None else round_label
    target = intake.confirm_company(acting, deck_id, company_id=company_id, new=new, round_label=label)
    return Filed(deck_id, deck.company_id or "", deck.round_label, target)


def _ties(acting: Acting, going: Company) -> Ties:
    session, workspace = acting.session, acting.ws.name
    return Ties(
        is_keeper=is_keeper(acting, going),
        others_have=companies.others_have(session, workspace, acting.viewer.organisation_id, going.id),
        at_events=companies.is_at_events(session, workspace, going.id),
    )
