"""Companies: the list, one with what the house notes of it, registered and amended."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from dealflow.actions.api.answers import Answered
from dealflow.actions.companies import companies, new_company
from dealflow.actions.companies.company_profile import profile_of
from dealflow.actions.companies.company_rights import known_company
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.platform.context import Acting
from dealflow.domain.claims.company import Company, CompanyDetails
from dealflow.domain.people.access import Act, may, require
from dealflow.store.ledger.queries import pages
from dealflow.store.ledger.queries.pages import CompanyWish, Cut
from dealflow.web.api.operations import Call, Id, OneOf, Operation, Page, PageOf, Takes, Text, next_of


class CompanyOut(BaseModel):
    """A company as all see it who know of it. `version` counts its acts: give it back when you amend."""

    id: str
    name: str
    name_en: str
    biz_reg_no: str | None
    region: str
    sector: str
    is_own_find: bool = Field(description="Only your house knows of it.")
    version: int


class CompanyRecordOut(CompanyOut):
    """A company with what your house notes of it."""

    source: str
    about: str
    website: str
    tags: list[str]
    round_label: str
    is_archived: bool


class CompaniesWanted(PageOf):
    """Which companies."""

    q: Text = Field("", description="A part of the name.")
    biz_reg_no: Id | None = None


class CompanyNew(Takes):
    """A company that is to be registered."""

    name: Id
    name_en: Text = ""
    biz_reg_no: Text | None = None
    region: Text = ""
    sector: Text = ""
    is_another: bool = Field(default=False, description="It is none of those that are known under the same name.")


class CompanyAmended(Takes):
    """What is to be changed; what is not given stays."""

    name: Id | None = None
    name_en: Text | None = None
    biz_reg_no: Text | None = None
    region: Text | None = None
    sector: Text | None = None
    version: int | None = Field(None, description="As you saw it: whoever was faster makes this one lose (409).")


def list_companies(call: Call, params: CompaniesWanted) -> Page[CompanyOut]:
    """List the companies that you may know of, in the order of their ids."""
    require(call.viewer, Act.SEE_DECKS)
    wish, cut = CompanyWish(params.q, params.biz_reg_no), Cut(params.after, params.limit + 1)
    with call.ws.ledger.read() as session:
        records = pages.companies(session, call.ws.name, call.viewer, wish, cut)
    items = [_out(company) for company in records[: params.limit]]
    return Page[CompanyOut](items=items, next=next_of(records, params.limit, lambda place: records[place].id))


def get_company(call: Call, _params: OneOf) -> CompanyRecordOut:
    """Return one company with what your house notes of it.

    One that was merged into another comes as that one.
    """
    require(call.viewer, Act.SEE_DECKS)
    with call.ws.ledger.read() as session:
        company = known_company(call.looking.within(session), call.path["company_id"])
        noted = profile_of(call.looking.within(session), company.id)
    profile = noted.profile
    return CompanyRecordOut(
        **_out(company).model_dump(),
        source=profile.source,
        about=profile.about,
        website=profile.website,
        tags=list(profile.tags),
        round_label=profile.round_label,
        is_archived=noted.is_archived if may(call.viewer, Act.SEE_PIPELINE) else False,
    )


def create_company(call: Call, params: CompanyNew) -> Answered:
    """Register a company.

    One of the same name or number that you know of makes it fail (`known_company`) unless `is_another` says otherwise.
    """
    details = CompanyDetails(params.name, params.name_en, params.biz_reg_no, params.region, params.sector)

    def act(acting: Acting) -> CompanyOut:
        company_id = new_company.add_company(acting, new_company.NewCompany(details), is_another=params.is_another)
        return _out(known_company(acting, company_id))

    return call.once(act, status=201)


def amend_company(call: Call, params: CompanyAmended) -> Answered:
    """Change what all see of a company, where your house keeps it."""

    def act(acting: Acting) -> CompanyOut:
        now = known_company(acting, call.path["company_id"])
        changed = params.model_dump(exclude_unset=True, exclude={"version"})
        before = {name: getattr(now, name) for name in CompanyDetails.__dataclass_fields__}
        details = CompanyDetails(**before | {name: value for name, value in changed.items() if _is_told(name, value)})
        companies.amend_company(acting, now.id, details, seen=params.version)
        return _out(known_company(acting, now.id))

    return call.once(act)


def _is_told(name: str, value: object) -> bool:
    """Say whether a field was params: a null takes a number away, and is nothing elsewhere."""
    return value is not None or name == "biz_reg_no"


def _out(company: Company) -> CompanyOut:
    return CompanyOut(
        id=company.id,
        name=company.name,
        name_en=company.name_en,
        biz_reg_no=company.biz_reg_no,
        region=company.region,
        sector=company.sector,
        is_own_find=bool(company.owner_id),
        version=company.version,
    )


OPERATIONS: Final = (
    Operation("GET", "/companies", TokenScope.READ, CompaniesWanted, Page[CompanyOut], list_companies),
    Operation("POST", "/companies", TokenScope.WRITE, CompanyNew, CompanyOut, create_company, 201),
    Operation("GET", "/companies/{company_id}", TokenScope.READ, OneOf, CompanyRecordOut, get_company),
    Operation("PATCH", "/companies/{company_id}", TokenScope.WRITE, CompanyAmended, CompanyOut, amend_company),
)
