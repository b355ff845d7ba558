"""What each row of a pipeline brought as a sheet would do to the books: pure, row by row, nothing written.

A row that cannot be taken is refused whole, with its reason. What an import opens is the past of another place: its
stages and days are taken as they are told, no gate is asked. A deal that our books know moves by their rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.pipeline.events import EngagementOpened
from dealflow.domain.sheets import company_rows, deal_rows
from dealflow.domain.sheets.books import Books, House, NearCompany
from dealflow.domain.sheets.cells import day_in
from dealflow.domain.sheets.fields import Change, Field, SheetRow
from dealflow.domain.values.event import Event
from dealflow.errors import DealflowError, InvalidInputError


class RowKind(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a row would do, for which company; ``near`` are those among which a person must choose."""

    row: SheetRow
    kind: RowKind
    company_id: str = ""
    company_name: str = ""
    events: tuple[Event, ...] = ()
    changes: tuple[Change, ...] = ()
    near: tuple[NearCompany, ...] = ()
    error: DealflowError | None = None


def plan(rows: Sequence[SheetRow], books: Books, house: House) -> tuple[PlannedRow, ...]:
    """Return what each row would do, in the order of the sheet. ``books`` are used up by it.

    Rows that tell the day of a stage are taken in the order of their days, so that a history of one row a stage may
    stand in any order; those without come last, since they tell how things stand.
    """
    planned = {row.number: _planned(row, books, house) for row in sorted(rows, key=taken_on)}
    return tuple(planned[row.number] for row in rows)


def taken_on(row: SheetRow) -> date:
    """Return the day by which a row has its turn: of the stage that it tells, else the last one."""
    try:
        return day_in(row, Field.CHANGED_ON) or date.max
    except InvalidInputError:
        return date.max


def _planned(row: SheetRow, books: Books, house: House) -> PlannedRow:
    name = row.cells.get(Field.NAME, "")
    try:
        for use, fault in row.faults.items():
            raise InvalidInputError(field=use, problem=fault)
        company = company_rows.company_of(row, books, house)
        event, changes = company_rows.events_of(row, company, books, house)
        if event is not None:
            books.take(event, house.at, row.number)
        company_id = event.company_id if event is not None else company.id if company is not None else ""
        noted, notes = company_rows.profile_of(row, company_id, books, house)
        if noted is not None:
            books.take(noted, house.at, row.number)
        more, more_changes = deal_rows.events_of(row, company_id, books, house)
    except DealflowError as error:
        books.take_back()
        near = books.near(name) if error.parameters.get("problem") == "near_name" else ()
        return PlannedRow(row, RowKind.REFUSED, company_name=name, near=near, error=error)
    books.settle()
    of_company: tuple[Event | None, ...] = (event, noted)
    every = (*(known for known in of_company if known is not None), *more)
    is_new = any(isinstance(event, CompanyRegistered | EngagementOpened) for event in every)
    kind = RowKind.NEW if is_new else RowKind.CHANGED if every else RowKind.SAME
    return PlannedRow(row, kind, company_id, books.companies[company_id].name, every, (*changes, *notes, *more_changes))
