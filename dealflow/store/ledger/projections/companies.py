"""What merging companies, a house's notes on them and their contacts change in the current tables.

A company that was merged into another keeps its row. Decks and engagements bear the survivor's id, so that every query
finds them there, and remember under which one they were filed, so that it can be taken back.
"""

from __future__ import annotations

from typing import Final

from dealflow.domain.claims.company import CompanyProfile
from dealflow.domain.claims.events import (
    CompanyMerged,
    CompanyProfileKept,
    CompanyShelved,
    CompanyUnmerged,
    ContactDestroyed,
    ContactKept,
)
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.mapping import change
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import keeps, put, row_of, write
from dealflow.store.ledger.tables.claims import CompanyProfileRow, CompanyRow, ContactRow, DeckRow
from dealflow.store.ledger.tables.pipeline import EngagementRow

_FILED: Final = (DeckRow, EngagementRow)
"""What follows a company that is merged."""

keeps(ContactKept, ContactRow, id="contact_id", changed_at="@ts")


def filed(tables: Tables, workspace: str, company_id: str | None) -> dict[str, str | None]:
    """Return the columns that say of which company something is, and under which one it was filed."""
    survivor = None if company_id is None else survivor_of(tables, workspace, company_id)
    return {"company_id": survivor, "filed_under": company_id}


def survivor_of(tables: Tables, workspace: str, company_id: str) -> str:
    """Return the id of the company that this one was merged into at last, or its own."""
    row = tables.find(CompanyRow, workspace, company_id)
    while row is not None and row.merged_into is not None:
        company_id = row.merged_into
        row = tables.find(CompanyRow, workspace, company_id)
    return company_id


@write.register
def _(event: CompanyMerged, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, CompanyRow, recorded.workspace, event.company_id)
    change(row, event, merged_into=event.into_id, changed_at=recorded.ts, seq=recorded.seq)
    survivor = survivor_of(tables, recorded.workspace, event.into_id)
    for table in _FILED:
        there = {"workspace": recorded.workspace, "company_id": event.company_id}
        tables.amend_all(table, there, {"company_id": survivor})


@write.register
def _(event: CompanyUnmerged, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, CompanyRow, recorded.workspace, event.company_id)
    change(row, event, merged_into=None, changed_at=recorded.ts, seq=recorded.seq)
    own = _merged_before(tables, recorded.workspace, event.company_id)
    for table in _FILED:
        there = {"workspace": recorded.workspace, "filed_under": own}
        tables.amend_all(table, there, {"company_id": event.company_id})


def _merged_before(tables: Tables, workspace: str, company_id: str) -> frozenset[str]:
    """Return the ids of a company and of all that were merged into it."""
    known: set[str] = set()
    waiting = {company_id}
    while waiting:
        known |= waiting
        children = tables.read_all(CompanyRow, ("id",), {"workspace": workspace, "merged_into": waiting})
        waiting = {child for (child,) in children} - known
    return frozenset(known)


@write.register
def _(event: CompanyProfileKept, tables: Tables, recorded: Recorded) -> None:
    _keep_profile(tables, recorded, event, profile=event.profile)


@write.register
def _(event: CompanyShelved, tables: Tables, recorded: Recorded) -> None:
    _keep_profile(tables, recorded, event, is_archived=event.is_archived)


def _keep_profile(
    tables: Tables, recorded: Recorded, event: CompanyProfileKept | CompanyShelved, **columns: object
) -> None:
    """Change a house's notes on a company, made where there were none."""
    row = tables.find(CompanyProfileRow, recorded.workspace, event.company_id, event.owner_id)
    now = {"changed_at": recorded.ts, "seq": recorded.seq} | columns
    if row is None:
        put(tables, CompanyProfileRow, recorded, event, **{"profile": CompanyProfile(), "is_archived": False} | now)
    else:
        change(row, event, **now)


@write.register
def _(event: ContactDestroyed, tables: Tables, recorded: Recorded) -> None:
    tables.remove(ContactRow, {"workspace": recorded.workspace, "id": event.contact_id})
