"""For whom decks are, who agreed to their terms, and who saw which page."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from dealflow.domain.claims.confidentiality import Confidentiality, Confinement, DeckView
from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import deck_seen, nda_offered
from dealflow.store.ledger.tables.claims import CompanyRow, DeckListedRow, DeckRow, DeckViewRow, NdaRow


def confinement(session: Session, workspace: str, deck_id: str) -> Confinement:
    """Return for whom a deck is; who may know is asked before."""
    row = session.get_one(DeckRow, (workspace, deck_id))
    listed = session.exec(
        select(DeckListedRow.organisation_id)
        .where(DeckListedRow.workspace == workspace, DeckListedRow.deck_id == deck_id)
        .order_by(DeckListedRow.organisation_id)
    )
    return Confinement(row.confidentiality, tuple(listed), row.may_download, row.terms)


def offered(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[DeckRow, str, str], ...]:
    """Return the decks that wait for the viewer's word on their terms, with their companies' names; newest first."""
    rows = session.exec(
        select(DeckRow, CompanyRow)
        .join(
            CompanyRow,
            (col(CompanyRow.workspace) == col(DeckRow.workspace)) & (col(CompanyRow.id) == col(DeckRow.company_id)),
            isouter=True,
        )
        .where(DeckRow.workspace == workspace, nda_offered(viewer))
        .order_by(col(DeckRow.received_at).desc(), DeckRow.id)
    )
    return tuple((deck, company.name if company else "", company.name_en if company else "") for deck, company in rows)


def opened(session: Session, workspace: str, viewer: Viewer, *, for_house: bool = False) -> tuple[str, ...]:
    """Return the ids of the decks of others that the viewer sees.

    ``for_house``: without those that open to a person who agreed to their terms.
    """
    query = select(DeckRow.id).where(
        DeckRow.workspace == workspace, DeckRow.owner_id != viewer.organisation_id, deck_seen(viewer)
    )
    if for_house:
        query = query.where(col(DeckRow.confidentiality) != Confidentiality.NDA)
    return tuple(session.exec(query.order_by(DeckRow.id)))


def agreements(session: Session, workspace: str, deck_id: str) -> tuple[tuple[str, str, datetime, str], ...]:
    """Return who agreed to terms of a deck: person, organisation, when, and by which hash of the terms."""
    rows = session.exec(
        select(NdaRow)
        .where(NdaRow.workspace == workspace, NdaRow.deck_id == deck_id)
        .order_by(col(NdaRow.accepted_at), NdaRow.person_id)
    )
    return tuple((row.person_id, row.organisation_id, row.accepted_at, row.terms_hash) for row in rows)


def keep_view(session: Session, workspace: str, view: DeckView) -> None:
    """Keep that somebody saw a page; the same within a minute is kept once."""
    key = (workspace, view.deck_id, view.page, view.person_id, view.way, view.at)
    if session.get(DeckViewRow, key) is None:
        session.add(
            DeckViewRow(
                workspace=workspace,
                deck_id=view.deck_id,
                page=view.page,
                person_id=view.person_id,
                way=view.way,
                at=view.at,
                organisation_id=view.organisation_id,
            )
        )


def views(session: Session, workspace: str, deck_id: str, most: int) -> tuple[DeckView, ...]:
    """Return who saw which page of a deck, the latest first."""
    rows = session.exec(
        select(DeckViewRow)
        .where(DeckViewRow.workspace == workspace, DeckViewRow.deck_id == deck_id)
        .order_by(col(DeckViewRow.at).desc(), DeckViewRow.person_id, col(DeckViewRow.page))
        .limit(most)
    )
    return tuple(value_of(DeckView, row) for row in rows)


def views_by(session: Session, workspace: str, person_id: str) -> tuple[DeckView, ...]:
    """Return what a person saw, the latest first."""
    rows = session.exec(
        select(DeckViewRow)
        .where(DeckViewRow.workspace == workspace, DeckViewRow.person_id == person_id)
        .order_by(col(DeckViewRow.at).desc(), DeckViewRow.deck_id, col(DeckViewRow.page))
    )
    return tuple(value_of(DeckView, row) for row in rows)


def views_on(session: Session, workspace: str, owner_id: str) -> tuple[DeckView, ...]:
    """Return who saw which page of an owner's decks."""
    owned = select(DeckRow.id).where(DeckRow.workspace == workspace, DeckRow.owner_id == owner_id)
    rows = session.exec(
        select(DeckViewRow).where(DeckViewRow.workspace == workspace, col(DeckViewRow.deck_id).in_(owned))
    )
    return tuple(value_of(DeckView, row) for row in rows)


def old_views(session: Session, workspace: str, owner_id: str, before: datetime) -> tuple[DeckViewRow, ...]:
    """Return the entries on the decks of an owner that are older than a moment."""
    owned = select(DeckRow.id).where(DeckRow.workspace == workspace, DeckRow.owner_id == owner_id)
    rows = session.exec(
        select(DeckViewRow).where(
            DeckViewRow.workspace == workspace, col(DeckViewRow.deck_id).in_(owned), col(DeckViewRow.at) < before
        )
    )
    return tuple(rows)


def destroy_views(session: Session, workspace: str, owner_id: str, before: datetime) -> int:
    """Destroy the entries on the decks of an owner that are older than a moment, and return how many."""
    rows = old_views(session, workspace, owner_id, before)
    for row in rows:
        session.delete(row)
    return len(rows)
