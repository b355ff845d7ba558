"""Companies: the list with chosen metrics as columns, the record of one, and their registration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dealflow.actions.claims.review import claims_of
from dealflow.actions.companies.company_profile import CompanyProfile, HouseProfile, keep_profile, profiles_of
from dealflow.actions.companies.company_record import CompanyRecord, TimelineLine, company
from dealflow.actions.companies.company_rights import is_organiser, kept_company
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView, Figure, figure
from dealflow.domain.claims.company import NOTHING_NOTED, Company, CompanyDetails
from dealflow.domain.claims.events import CompanyAmended, CompanyRegistered
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.funnel import Engagement, Status, standing_of
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import notes, pipeline

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
    "keep_record",
    "register_company",
]


@dataclass(frozen=True, slots=True)
class CompanyFilter:
    """Which companies are wanted; what is not given does not narrow. ``text`` is looked for in names, sectors and tags.

    ``tag`` and ``source`` are what the viewer's house noted; ``is_archived``: those that it put away, else the others.
    ``verified_only``: figures that nobody verified are left out. ``stage``: those whose open engagement is there, as
    ``track:stage``.
    """

    text: str = ""
    region: str | None = None
    sector: str | None = None
    verified_only: bool = False
    tag: str | None = None
    source: str | None = None
    is_archived: bool = False
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company with one figure a metric (missing where there is none), and how many decks and engagements it has."""

    company: Company
    figures: dict[str, Figure]
    decks: int
    engagements: int
    profile: CompanyProfile = NOTHING_NOTED
    """What the viewer's house notes of it."""
    deal: Engagement | None = None
    """The engagement that says how far it is: an open one before others, the latest moved of them."""
    last_contact: date | None = None


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
        known = company_queries.listed(session, looking.ws.name, looking.viewer)
        noted = profiles_of(looking.within(session))
        engagements = pipeline.engagements(session, looking.ws.name, looking.viewer)
        foremost = {engagement.company_id: engagement for engagement in sorted(engagements, key=standing_of)}
        filtered = [
            company
            for company in known
            if _is_wanted(company, noted.get(company.id, HouseProfile()), company_filter)
            and (company_filter.stage is None or _stands_at(foremost.get(company.id), company_filter.stage))
        ]
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer, [company.id for company in filtered])
        views = (
            claims_of(looking.within(session), decks, {metric.id for metric in shown_metrics}) if shown_metrics else ()
        )
        contacts = notes.last_contacts(session, looking.ws.name, looking.viewer, [company.id for company in filtered])
    decks_by_id = {deck.id: deck for deck in decks}
    deck_counts = Counter(deck.company_id for deck in decks)
    counts = Counter(engagement.company_id for engagement in engagements)
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
            decks=deck_counts[company.id],
            engagements=counts[company.id],
            profile=noted.get(company.id, HouseProfile()).profile,
            deal=foremost.get(company.id),
            last_contact=contacts.get(company.id),
        )
        for company in filtered
    )


def _stands_at(deal: Engagement | None, stage: str) -> bool:
    return deal is not None and deal.status is Status.ACTIVE and stage == f"{deal.track}:{deal.stage}"


def _is_wanted(company: Company, noted: HouseProfile, company_filter: CompanyFilter) -> bool:
    about = noted.profile
    texts = (*company.names, company.sector, company.region, company.biz_reg_no or "", about.about, *about.tags)
    conditions = (
        (company_filter.region, company.region),
        (company_filter.sector, company.sector),
        (company_filter.source, about.source),
    )
    return (
        company_filter.text.casefold() in " ".join(texts).casefold()
        and noted.is_archived is company_filter.is_archived
        and all(want is None or want == have for want, have in conditions)
        and (company_filter.tag is None or company_filter.tag in about.tags)
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
    event = CompanyRegistered(
        company_id=company_id or new_id("company", acting.viewer.organisation_id, now.name, acting.at),
        name=now.name,
        name_en=now.name_en,
        biz_reg_no=now.biz_reg_no,
        region=now.region,
        sector=now.sector,
        is_demo=is_demo,
        owner_id="" if is_organiser(acting) else acting.viewer.organisation_id,
    )
    acting.record([event], after=0)
    return event.company_id


@transacted
def amend_company(acting: Acting, company_id: str, details: CompanyDetails, *, seen: int | None = None) -> None:
    """Change a company's details; the values are the new ones, all of them. ``seen`` is ``Company.version`` as shown.

    Raises:
        NotAllowedError: the role may not, or others keep what everyone sees of it (``access.keeps_company``).
        NotFoundError: the viewer knows of no such company.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    after = _written(details)
    now = kept_company(acting, company_id, seen)
    event = CompanyAmended(now.id, after.name, after.name_en, after.biz_reg_no, after.region, after.sector)
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


@transacted
def keep_record(acting: Acting, record: CompanyRecord, details: CompanyDetails | None, profile: CompanyProfile) -> None:
    """Keep a company's record as a form shows it, both parts or none: what everyone sees of it, and the house's notes.

    ``record`` is as it was shown; ``details`` is None where others keep what everyone sees.

    Raises:
        NotAllowedError, NotFoundError, InvalidInputError, ChangedMeanwhileError: as ``amend_company`` and
            ``keep_profile``.
    """
    company = record.company
    if details is not None and _written(details) != CompanyDetails(
        company.name, company.name_en, company.biz_reg_no, company.region, company.sector
    ):
        amend_company(acting, company.id, details, seen=company.version)
    keep_profile(acting, company.id, profile, seen=record.noted.version)
