"""Supported firms on a sheet: what each line would do, and what is wrong with it, so that the other lines go on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from dealflow.domain.regional.programmes import Programme, SupportedFirm, require_sound_firm
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.field_parsing import won_of
from dealflow.domain.values.regions import province_of
from dealflow.domain.values.typed_days import day_of
from dealflow.domain.values.typed_text import plain, written
from dealflow.errors import InvalidInputError

_YEAR: Final = re.compile(r"\s*(\d{4})\s*년?(?:도)?\s*")


class FirmColumn(StrEnum):
    """What a column of the sheet holds."""

    REGION = "region"
    YEAR = "year"
    NAME = "name"
    NAME_EN = "name_en"
    SECTOR = "sector"
    GRANT = "grant"
    ADOPTED = "adopted"
    ADOPTED_ON = "adopted_on"


class FirmRowKind(StrEnum):
    """What a line of the sheet would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TypedFirm:
    """A line as it stands on the sheet: its number from 1, its cells by column, and what a bare amount counts."""

    number: int
    cells: Mapping[FirmColumn, str]
    grant_unit: int = 1

    def text(self, column: FirmColumn) -> str:
        """Return what stands in a column."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A line with what it would do. ``before``: what stands on the list now; ``problem``: why it is refused."""

    typed: TypedFirm
    kind: FirmRowKind
    firm: SupportedFirm | None = None
    before: SupportedFirm | None = None
    problem: InvalidInputError | None = None


@dataclass(frozen=True, slots=True)
class FirmBooks:
    """What lines are read against: the programme, its firms, and companies of the books by their plain names."""

    programme: Programme
    firms: Sequence[SupportedFirm]
    companies: Mapping[str, Sequence[str]]


def read_rows(typed: Sequence[TypedFirm], books: FirmBooks) -> tuple[FirmRow, ...]:
    """Return what each line would do; a firm that stands twice in a region's year is refused at its second line."""
    standing = {_place(firm): firm for firm in books.firms}
    rows: list[FirmRow] = []
    lines: dict[tuple[str, int, str], int] = {}
    for line in typed:
        row = _row(line, books, standing)
        if row.firm is not None:
            first = lines.setdefault(_place(row.firm), line.number)
            if first != line.number:
                problem = InvalidInputError(field="company", problem="repeated", value=first)
                row = FirmRow(line, FirmRowKind.REFUSED, problem=problem)
        rows.append(row)
    return tuple(rows)


def _row(typed: TypedFirm, books: FirmBooks, standing: Mapping[tuple[str, int, str], SupportedFirm]) -> FirmRow:
    try:
        firm = _firm(typed, books.programme)
        require_sound_firm(books.programme, firm)
    except InvalidInputError as error:
        return FirmRow(typed, FirmRowKind.REFUSED, problem=error)
    before = standing.get(_place(firm))
    if before is None:
        ids = books.companies.get(plain_name(firm.name), ())
        return FirmRow(typed, FirmRowKind.NEW, replace(firm, company_id=ids[0] if len(ids) == 1 else ""))
    now = _merged(before, firm, typed)
    return FirmRow(typed, FirmRowKind.SAME if now == before else FirmRowKind.CHANGED, now, before)


def _merged(before: SupportedFirm, firm: SupportedFirm, typed: TypedFirm) -> SupportedFirm:
    """Return a firm that stands on the list with what the line says; an empty cell leaves what is there."""
    changed = {
        "name_en": (FirmColumn.NAME_EN, firm.name_en),
        "sector": (FirmColumn.SECTOR, firm.sector),
        "grant_won": (FirmColumn.GRANT, firm.grant_won),
        "adopted": (FirmColumn.ADOPTED, firm.adopted),
        "adopted_on": (FirmColumn.ADOPTED_ON, firm.adopted_on),
    }
    values = {name: value for name, (column, value) in changed.items() if typed.text(column)}
    return replace(before, **values)  # type: ignore[arg-type]  # each value is of its field


def _firm(typed: TypedFirm, programme: Programme) -> SupportedFirm:
    return SupportedFirm(
        "",
        programme.id,
        programme.owner_id,
        _region(typed, programme),
        _year(typed),
        written(typed.text(FirmColumn.NAME), "company", required=True),
        written(typed.text(FirmColumn.NAME_EN), "name_en"),
        written(typed.text(FirmColumn.SECTOR), "sector"),
        won_of(typed.text(FirmColumn.GRANT), "grant", unit=typed.grant_unit),
        written(typed.text(FirmColumn.ADOPTED), "adopted", longest=500),
        _day(typed),
    )


def _region(typed: TypedFirm, programme: Programme) -> str:
    text = typed.text(FirmColumn.REGION)
    if not text:
        raise InvalidInputError(field="region", problem="missing")
    names = {plain(name): region.id for region in programme.regions for name in (region.name_ko, region.name_en)}
    provinces = {region.province: region.id for region in programme.regions}
    region_id = names.get(plain(text)) or provinces.get(province_of(text))
    if not region_id:
        raise InvalidInputError(field="region", problem="unknown", value=text)
    return region_id


def _year(typed: TypedFirm) -> int:
    text = typed.text(FirmColumn.YEAR)
    if not text:
        raise InvalidInputError(field="year", problem="missing")
    match = _YEAR.fullmatch(text.removesuffix(".0"))
    if match is None:
        raise InvalidInputError(field="year", problem="no_number", value=text)
    return int(match[1])


def _day(typed: TypedFirm) -> date | None:
    return day_of(typed.text(FirmColumn.ADOPTED_ON).partition(" ")[0], "adopted_on")


def _place(firm: SupportedFirm) -> tuple[str, int, str]:
    return firm.region, firm.year, plain_name(firm.name)
