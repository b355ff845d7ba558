"""Companies: the list with chosen metrics as columns, the record of one, and their registration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.claims.review import claims_of
from dealflow.actions.companies.company_record import CompanyRecord, TimelineLine, company
from dealflow.actions.platform.workspace import Workspace, by, commit, new_id, record, written
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView, Figure, figure
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.events import CompanyAmended, CompanyRegistered
from dealflow.domain.people.access import Act, OrganisationKind, Viewer, owns, require
from dealflow.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import people, pipeline
from dealflow.store.ledger.queries.visibility import Session

__all__ = [
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


def companies(
    ws: Workspace, viewer: Viewer, wanted: CompanyFilter | None = None, metrics: Sequence[str] = ()
) -> tuple[CompanyRow, ...]:
    """Return the companies that the viewer may know of, by name, with the figures of the metrics (ids) asked for.

    Raises:
        InvalidInputError: there is no such metric.
    """
    require(viewer, Act.SEE_DECKS)
    wanted = wanted or CompanyFilter()
    asked = [ws.metric(metric) for metric in metrics]
    with ws.ledger.read() as session:
        known = company_queries.companies(session, ws.name, viewer)
        shown = [each for each in known if _is_wanted(each, wanted)]
        decks = deck_queries.decks(session, ws.name, viewer, [each.id for each in shown])
        views = claims_of(ws, session, viewer, decks, {metric.id for metric in asked}) if asked else ()
        engagements = pipeline.engagements(session, ws.name, viewer)
    decks_by_id = {deck.id: deck for deck in decks}
    stated: dict[str, list[ClaimView]] = defaultdict(list)
    for one in views:
        if one.state in CERTAIN or not wanted.verified_only:
            stated[one.company_id or ""].append(one)
    return tuple(
        CompanyRow(
            company=each,
            figures={
                metric.id: best
                for metric in asked
                if (best := figure(metric, stated[each.id], decks_by_id)) is not None
            },
            decks=sum(deck.company_id == each.id for deck in decks),
            engagements=sum(one.company_id == each.id for one in engagements),
        )
        for each in shown
    )


def _is_wanted(one: Company, wanted: CompanyFilter) -> bool:
    words = f"{one.name} {one.name_en} {one.sector} {one.region} {one.biz_reg_no or ''}".casefold()
    return (
        wanted.text.casefold() in words
        and (wanted.region is None or wanted.region == one.region)
        and (wanted.sector is None or wanted.sector == one.sector)
    )


def register_company(  # noqa: PLR0913  # the fields of the form
    ws: Workspace,
    viewer: Viewer,
    *,
    name: str,
    at: datetime,
    name_en: str = "",
    biz_reg_no: str | None = None,
    region: str = "",
    sector: str = "",
    is_demo: bool = False,
    company_id: str | None = None,
    source: str = "app",
) -> str:
    """Register a company and return its id.

    An organiser's or the installation's entry is for everyone; any other organisation's is its own find.

    Raises:
        NotAllowedError: the viewer's role may not.
        InvalidInputError: the name is missing.
        ChangedMeanwhileError: there is a company of that id.
    """
    require(viewer, Act.EDIT_COMPANIES)
    kept = written(name, "name", required=True)

    def work(session: Session) -> str:
        kinds = {each.id: each.kind for each in people.organisations(session, ws.name)}
        is_shared = kinds.get(viewer.organisation_id, OrganisationKind.ORGANISER) is OrganisationKind.ORGANISER
        event = CompanyRegistered(
            company_id=company_id or new_id("company", viewer.organisation_id, kept, at),
            name=kept,
            name_en=written(name_en, "name_en"),
            biz_reg_no=written(biz_reg_no or "", "biz_reg_no") or None,
            region=written(region, "region"),
            sector=written(sector, "sector"),
            is_demo=is_demo,
            owner_id="" if is_shared else viewer.organisation_id,
        )
        record(ws, session, [event], by(viewer, at, source), after=0)
        return event.company_id

    return commit(ws, work)


def amend_company(  # noqa: PLR0913  # the fields of the form
    ws: Workspace,
    viewer: Viewer,
    company_id: str,
    *,
    name: str,
    at: datetime,
    name_en: str = "",
    biz_reg_no: str | None = None,
    region: str = "",
    sector: str = "",
    seen: int | None = None,
    source: str = "app",
) -> None:
    """Change a company's details; the values are the new ones, all of them. ``seen`` is ``Company.version`` as shown.

    Raises:
        NotAllowedError: the role may not, or it is another organisation's find.
        NotFoundError: the viewer knows of no such company.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(viewer, Act.EDIT_COMPANIES)
    event = CompanyAmended(
        company_id=company_id,
        name=written(name, "name", required=True),
        name_en=written(name_en, "name_en"),
        biz_reg_no=written(biz_reg_no or "", "biz_reg_no") or None,
        region=written(region, "region"),
        sector=written(sector, "sector"),
    )

    def work(session: Session) -> None:
        now = company_queries.find_company(session, ws.name, viewer, company_id)
        if now is None:
            raise NotFoundError(kind="company", id=company_id)
        if now.owner_id and not owns(viewer, now.owner_id):
            raise NotAllowedError(act=Act.EDIT_COMPANIES.value, role=viewer.role.value)
        if seen is not None and seen != now.version:
            raise ChangedMeanwhileError(stream=event.stream, expected=seen, found=now.version)
        record(ws, session, [event], by(viewer, at, source), after=now.version)

    commit(ws, work)
