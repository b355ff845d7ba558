"""Companies: the list with chosen metrics as columns, the record of one, and their registration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dealflow.actions.claims.review import claims_of
from dealflow.actions.companies.company_record import CompanyRecord, TimelineLine, company
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView, Figure, figure
from dealflow.domain.claims.company import Company, CompanyDetails
from dealflow.domain.claims.events import CompanyAmended, CompanyRegistered
from dealflow.domain.people.access import Act, OrganisationKind, owns, require
from dealflow.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import people, pipeline

__all__ = [
    "CompanyDetails",
    "CompanyFilter",
    "CompanyRecord",
    "CompanyRow",
    "Figure",
    "TimelineLine",
    "amend_company",
    "companies",
    "company",
    "register_company",
]


@dataclass(frozen=True, slots=True)
class CompanyFilter:
    """Which companies are wanted; what is not given does not narrow. ``text`` is looked for in names and sectors.

    ``verified_only``: figures that nobody verified are left out.
    """

    text: str = ""
    region: str | None = None
    sector: str | None = None
    verified_only: bool = False


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company with one figure a metric (missing where there is none), and how many decks and engagements it has."""

    company: Company
    figures: dict[str, Figure]
    decks: int
    engagements: int


@remembered
def companies(
    looking: Looking, company_filter: CompanyFilter | None = None, metrics: Sequence[str] = ()
) -> tuple[CompanyRow, ...]:
    """Return the companies that the viewer may know of, by name, with the figures of the metrics (ids) asked for.

    Raises:
        InvalidInputError: there is no such metric.
    """
    require(looking.viewer, Act.SEE_DECKS)
    company_filter = company_filter or CompanyFilter()
    shown_metrics = [looking.ws.metric(metric) for metric in metrics]
    with looking.ws.ledger.read() as session:
        known = company_queries.companies(session, looking.ws.name, looking.viewer)
        filtered = [company for company in known if _is_wanted(company, company_filter)]
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer, [company.id for company in filtered])
        views = (
            claims_of(looking.within(session), decks, {metric.id for metric in shown_metrics}) if shown_metrics else ()
        )
        engagements = pipeline.engagements(session, looking.ws.name, looking.viewer)
    decks_by_id = {deck.id: deck for deck in decks}
    stated: dict[str, list[ClaimView]] = defaultdict(list)
    for claim_view in views:
        if claim_view.state in CERTAIN or not company_filter.verified_only:
            stated[claim_view.company_id or ""].append(claim_view)
    return tuple(
        CompanyRow(
            company=company,
            figures={
                metric.id: best
                for metric in shown_metrics
                if (best := figure(metric, stated[company.id], decks_by_id)) is not None
            },
            decks=sum(deck.company_id == company.id for deck in decks),
            engagements=sum(engagement.company_id == company.id for engagement in engagements),
        )
        for company in filtered
    )


def _is_wanted(company: Company, company_filter: CompanyFilter) -> bool:
    words = f"{company.name} {company.name_en} {company.sector} {company.region} {company.biz_reg_no or ''}".casefold()
    return (
        company_filter.text.casefold() in words
        and (company_filter.region is None or company_filter.region == company.region)
        and (company_filter.sector is None or company_filter.sector == company.sector)
    )


@transacted
def register_company(
    acting: Acting, details: CompanyDetails, *, is_demo: bool = False, company_id: str | None = None
) -> str:
    """Register a company and return its id.

    An organiser's or the installation's entry is for everyone; any other organisation's is its own find.

    Raises:
        NotAllowedError: the viewer's role may not.
        InvalidInputError: the name is missing.
        ChangedMeanwhileError: there is a company of that id.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    now = _written(details)
    kinds = {
        organisation.id: organisation.kind for organisation in people.organisations(acting.session, acting.ws.name)
    }
    is_shared = kinds.get(acting.viewer.organisation_id, OrganisationKind.ORGANISER) is OrganisationKind.ORGANISER
    event = CompanyRegistered(
        company_id=company_id or new_id("company", acting.viewer.organisation_id, now.name, acting.at),
        name=now.name,
        name_en=now.name_en,
        biz_reg_no=now.biz_reg_no,
        region=now.region,
        sector=now.sector,
        is_demo=is_demo,
        owner_id="" if is_shared else acting.viewer.organisation_id,
    )
    acting.record([event], after=0)
    return event.company_id


@transacted
def amend_company(acting: Acting, company_id: str, details: CompanyDetails, *, seen: int | None = None) -> None:
    """Change a company's details; the values are the new ones, all of them. ``seen`` is ``Company.version`` as shown.

    Raises:
        NotAllowedError: the role may not, or it is another organisation's find.
        NotFoundError: the viewer knows of no such company.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    after = _written(details)
    event = CompanyAmended(company_id, after.name, after.name_en, after.biz_reg_no, after.region, after.sector)
    now = company_queries.find_company(acting.session, acting.ws.name, acting.viewer, company_id)
    if now is None:
        raise NotFoundError(kind="company", id=company_id)
    if now.owner_id and not owns(acting.viewer, now.owner_id):
        raise NotAllowedError(act=Act.EDIT_COMPANIES.value, role=acting.viewer.role.value)
    if seen is not None and seen != now.version:
        raise ChangedMeanwhileError(stream=event.stream, expected=seen, found=now.version)
    acting.record([event], after=now.version)


def _written(details: CompanyDetails) -> CompanyDetails:
    """Return a company's details as they may be kept.

    Raises:
        InvalidInputError: the name is missing, or a text is too long.
    """
    return CompanyDetails(
        name=written(details.name, "name", required=True),
        name_en=written(details.name_en, "name_en"),
        biz_reg_no=written(details.biz_reg_no or "", "biz_reg_no") or None,
        region=written(details.region, "region"),
        sector=written(details.sector, "sector"),
    )
