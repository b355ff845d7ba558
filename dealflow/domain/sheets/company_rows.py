"""Whose row it is, and what it says of the company itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dealflow.domain.claims.company import NOTHING_NOTED, Company, CompanyDetails, CompanyProfile
from dealflow.domain.claims.events import CompanyAmended, CompanyProfileKept, CompanyRegistered
from dealflow.domain.pipeline.tags import joined
from dealflow.domain.sheets.books import Books, House
from dealflow.domain.sheets.cells import meant
from dealflow.domain.sheets.fields import COMPANY, PROFILE, Change, Field, SheetRow
from dealflow.domain.values.company_names import are_several, plain_name
from dealflow.domain.values.event import Event
from dealflow.domain.values.field_parsing import list_of
from dealflow.domain.values.register_numbers import digits_of, typed_biz_reg_no
from dealflow.domain.values.typed_text import plain, written
from dealflow.domain.values.web_address import web_address
from dealflow.errors import InvalidInputError

_LONGEST_ABOUT: Final = 300


def company_of(row: SheetRow, books: Books, house: House) -> Company | None:
    """Return the company that a row speaks of; None for one that is new.

    Its register number says it, or its name, or what a person chose among those with a name that is near.

    Raises:
        InvalidInputError: the name is missing, several bear it, or a person must say which is meant (``near_name``),
            or a cell names several (``several_in_cell``), as programs write a deal of two companies.
    """
    name = written(row.cells.get(Field.NAME, ""), Field.NAME, required=True)
    if not plain_name(name):
        raise InvalidInputError(field=Field.NAME, problem="no_name", value=name)
    if not books.named(name) and are_several(name):
        raise InvalidInputError(field=Field.NAME, problem="several_in_cell", value=name)
    number = row.cells.get(Field.BIZ_REG_NO, "")
    by_number = books.numbered(number) if digits_of(number) else None
    named = books.named(name)
    if by_number is not None:
        if named and by_number not in named:
            raise InvalidInputError(field=Field.BIZ_REG_NO, problem="number_of_other", value=by_number.name)
        return by_number
    chosen = house.choices.get(plain_name(name))
    if chosen:
        return books.companies.get(chosen)
    if len(named) > 1:
        raise InvalidInputError(field=Field.NAME, problem="several_companies", value=name)
    if not named and chosen is None and books.near(name):
        raise InvalidInputError(field=Field.NAME, problem="near_name", value=name)
    return named[0] if named else None


def events_of(
    row: SheetRow, company: Company | None, books: Books, house: House
) -> tuple[CompanyRegistered | CompanyAmended | None, list[Change]]:
    """Return what a row says of the company that the books do not: registered anew, or amended.

    What all see of a company that others keep stays as it is; the changes say so.

    Raises:
        InvalidInputError: its number is none or another's, or a row before says otherwise.
    """
    if company is None:
        details = _details(row, CompanyDetails(""))
        changes = [Change(name, "", str(value)) for name in COMPANY if (value := getattr(details, name))]
        company_id = house.new_company_id(details.name)
        return _registered(company_id, details, house), changes
    before = CompanyDetails(*(getattr(company, name) for name in COMPANY))
    after = _details(row, before)
    if after == before:
        return None, []
    if company.biz_reg_no and digits_of(after.biz_reg_no or "") != digits_of(company.biz_reg_no):
        raise InvalidInputError(field=Field.BIZ_REG_NO, problem="other_number", value=company.biz_reg_no)
    if not house.is_keeper(company):
        return None, [replace(change, is_left_out=True) for change in _changes(before, after)]
    event = CompanyAmended(company.id, after.name, after.name_en, after.biz_reg_no, after.region, after.sector)
    if event.stream in books.rows:
        raise InvalidInputError(field=Field.NAME, problem="repeated", value=books.rows[event.stream])
    return event, _changes(before, after)


def _changes(before: CompanyDetails, after: CompanyDetails) -> list[Change]:
    return [
        Change(name, str(getattr(before, name) or ""), str(getattr(after, name) or ""))
        for name in COMPANY
        if getattr(before, name) != getattr(after, name)
    ]


def _registered(company_id: str, details: CompanyDetails, house: House) -> CompanyRegistered:
    return CompanyRegistered(
        company_id,
        details.name,
        details.name_en,
        details.biz_reg_no,
        details.region,
        details.sector,
        owner_id=house.company_owner,
    )


def _details(row: SheetRow, before: CompanyDetails) -> CompanyDetails:
    """Return the details after a row: what it leaves empty, or only writes in another way, stays as it is."""
    texts = {name: written(row.cells.get(name, ""), name) for name in COMPANY}
    return CompanyDetails(
        name=before.name or texts[Field.NAME],
        name_en=_unless_same(before.name_en, texts[Field.NAME_EN]),
        biz_reg_no=_number(row, before.biz_reg_no),
        region=_unless_same(before.region, texts[Field.REGION]),
        sector=_unless_same(before.sector, texts[Field.SECTOR]),
    )


def _unless_same(before: str, text: str) -> str:
    return before if not text or plain(text) == plain(before) else text


def _number(row: SheetRow, before: str | None) -> str | None:
    text = row.cells.get(Field.BIZ_REG_NO, "")
    if not digits_of(text) or digits_of(text) == digits_of(before or ""):
        return before
    return typed_biz_reg_no(text, Field.BIZ_REG_NO)


def profile_of(row: SheetRow, company_id: str, books: Books, house: House) -> tuple[Event | None, list[Change]]:
    """Return what a row says of how the house sees the company, for itself, as far as that is new; tags are added.

    Raises:
        InvalidInputError: the source is unknown, the website no address, a tag too long, or an earlier row differs.
    """
    before = books.profiles.get(company_id, NOTHING_NOTED)
    site = web_address(row.cells.get(Field.WEBSITE, ""))
    after = CompanyProfile(
        source=meant(row, Field.SOURCE, house) or before.source,
        about=_unless_same(before.about, written(row.cells.get(Field.ABOUT, ""), Field.ABOUT, longest=_LONGEST_ABOUT)),
        website=site if site and _host(site) != _host(before.website) else before.website,
        tags=joined(before.tags, list_of(row.cells.get(Field.TAGS, ""))),
        round_label=before.round_label,
    )
    if after == before:
        return None, []
    event = CompanyProfileKept(company_id, house.viewer.organisation_id, after)
    if event.stream in books.rows:
        raise InvalidInputError(field=Field.NAME, problem="repeated", value=books.rows[event.stream])
    texts = ((name, *(_text(getattr(profile, name)) for profile in (before, after))) for name in PROFILE)
    return event, [Change(name, old, new) for name, old, new in texts if old != new]


def _host(address: str) -> str:
    """Return a site's address without what is written or left out at will."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
