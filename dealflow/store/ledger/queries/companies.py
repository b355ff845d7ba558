"""Companies as they stand, for those who may know of them. One that was merged into another is called by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import or_
from sqlmodel import Session, col, exists, select

from dealflow.domain.claims import company
from dealflow.domain.people.access import Role, Viewer
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import company_known
from dealflow.store.ledger.tables.claims import CompanyRow, DeckRow
from dealflow.store.ledger.tables.irday import ParticipantRow
from dealflow.store.ledger.tables.people import PersonRow
from dealflow.store.ledger.tables.pipeline import EngagementRow


def companies(session: Session, workspace: str, viewer: Viewer) -> tuple[company.Company, ...]:
    """Return the companies that the viewer may know of, by name.

    With those that were merged into others, so that every id that history holds has a name: they bear the survivor's
    values beside their own id. Lists leave out what has ``merged_into``.
    """
    rows = session.exec(
        select(CompanyRow)
        .where(CompanyRow.workspace == workspace, company_known(viewer))
        .order_by(CompanyRow.name, CompanyRow.id)
    )
    known = _with_former_names({row.id: _record(row) for row in rows})
    return tuple(_as_called(record, known) for record in known.values())


def listed(session: Session, workspace: str, viewer: Viewer) -> tuple[company.Company, ...]:
    """Return the companies that the viewer may know of, each once, by name: what lists and choices offer."""
    return tuple(record for record in companies(session, workspace, viewer) if record.merged_into is None)


def among(
    session: Session, workspace: str, viewer: Viewer, company_ids: Collection[str]
) -> tuple[company.Company, ...]:
    """Return those of the companies that the viewer may know of, by their own values, in no order: few of many."""
    rows = session.exec(
        select(CompanyRow).where(
            CompanyRow.workspace == workspace, col(CompanyRow.id).in_(sorted(company_ids)), company_known(viewer)
        )
    )
    return tuple(_record(row) for row in rows)


def find_company(session: Session, workspace: str, viewer: Viewer, company_id: str) -> company.Company | None:
    """Return the company, or the one that it was merged into; nothing if there is none that the viewer may know of."""
    row = _known_row(session, workspace, viewer, company_id)
    while row is not None and row.merged_into is not None:
        row = _known_row(session, workspace, viewer, row.merged_into)
    return None if row is None else _record(row)


def as_registered(session: Session, workspace: str, viewer: Viewer, company_id: str) -> company.Company | None:
    """Return the company by its own values, also where it was merged into another."""
    row = _known_row(session, workspace, viewer, company_id)
    return None if row is None else _record(row)


def merged_into(session: Session, workspace: str, viewer: Viewer, company_id: str) -> tuple[company.Company, ...]:
    """Return the companies that the viewer knows of and that were merged into this one, by their own values."""
    rows = session.exec(
        select(CompanyRow)
        .where(CompanyRow.workspace == workspace, CompanyRow.merged_into == company_id, company_known(viewer))
        .order_by(CompanyRow.name, CompanyRow.id)
    )
    direct = tuple(_record(row) for row in rows)
    further = (merged_into(session, workspace, viewer, record.id) for record in direct)
    return direct + tuple(record for records in further for record in records)


def survivors(session: Session, workspace: str) -> Mapping[str, str]:
    """Return, for the ids of companies that were merged into others, the id of the company that each is now."""
    rows = session.exec(
        select(CompanyRow.id, CompanyRow.merged_into).where(
            CompanyRow.workspace == workspace, col(CompanyRow.merged_into).is_not(None)
        )
    )
    direct = {company_id: target for company_id, target in rows if target is not None}
    return {company_id: _last(company_id, direct) for company_id in direct}


def ids_of(session: Session, workspace: str, company_id: str) -> frozenset[str]:
    """Return the ids that mean the company: its own, and those of the companies that were merged into it.

    For whatever keeps a company's id by itself: decks and engagements bear the survivor's.
    """
    merged = survivors(session, workspace)
    return frozenset({company_id, *(other for other, survivor in merged.items() if survivor == company_id)})


def others_have(session: Session, workspace: str, organisation_id: str, company_id: str) -> bool:
    """Say whether another organisation has a deck of the company or an engagement with it, whatever the viewer sees."""
    decks = select(DeckRow.id).where(
        DeckRow.workspace == workspace, DeckRow.company_id == company_id, DeckRow.owner_id != organisation_id
    )
    engagements = select(EngagementRow.id).where(
        EngagementRow.workspace == workspace,
        EngagementRow.company_id == company_id,
        EngagementRow.owner_id != organisation_id,
    )
    return session.exec(select(or_(exists(decks), exists(engagements)))).one()


def is_at_events(session: Session, workspace: str, company_id: str) -> bool:
    """Say whether the company takes part in an IR event, or a guest of the workspace is the company's."""
    participants = select(ParticipantRow.id).where(
        ParticipantRow.workspace == workspace, ParticipantRow.company_id == company_id
    )
    guests = select(PersonRow.id).where(
        PersonRow.workspace == workspace, PersonRow.company_id == company_id, PersonRow.role == Role.COMPANY_GUEST
    )
    return session.exec(select(or_(exists(participants), exists(guests)))).one()


def _known_row(session: Session, workspace: str, viewer: Viewer, company_id: str) -> CompanyRow | None:
    return session.exec(
        select(CompanyRow).where(CompanyRow.workspace == workspace, CompanyRow.id == company_id, company_known(viewer))
    ).one_or_none()


def _as_called(record: company.Company, known: Mapping[str, company.Company]) -> company.Company:
    """Return a company by the values of the one that it was merged into, where that is known."""
    last = record
    while last.merged_into is not None and last.merged_into in known:
        last = known[last.merged_into]
    return record if last is record else replace(last, id=record.id, merged_into=last.id)


def _with_former_names(known: dict[str, company.Company]) -> dict[str, company.Company]:
    """Return the companies with the names of those among them that were merged into each."""
    former: dict[str, list[str]] = defaultdict(list)
    for record in known.values():
        survivor = _as_called(record, known)
        if survivor is not record:
            former[survivor.merged_into or ""] += record.names
    named = {
        company_id: replace(known[company_id], former_names=tuple(dict.fromkeys(names)))
        for company_id, names in former.items()
        if company_id in known
    }
    return known | named


def _last(company_id: str, direct: Mapping[str, str]) -> str:
    while company_id in direct:
        company_id = direct[company_id]
    return company_id


def _record(row: CompanyRow) -> company.Company:
    return value_of(company.Company, row, version="seq")
