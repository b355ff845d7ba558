"""What the events of companies, decks and claims change in the current tables."""

from __future__ import annotations

from typing import Any

from dealflow.domain.claims.claims import Claim, Verdict
from dealflow.domain.claims.confidentiality import Confidentiality, terms_hash
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.events import (
    ClaimAdded,
    ClaimVerified,
    CompanyAmended,
    CompanyRegistered,
    CompanyWithdrawn,
    DeckAssigned,
    DeckConfined,
    DeckRead,
    DeckReceived,
    DeckRefused,
    DeckRequeued,
    DeckReturned,
    DeckShelved,
    NdaAccepted,
)
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.mapping import change, columns_of
from dealflow.store.ledger.projections.companies import filed
from dealflow.store.ledger.projections.current import Columns, Tables
from dealflow.store.ledger.projections.dispatch import keeps, put, row_of, write
from dealflow.store.ledger.tables.claims import (
    ClaimRow,
    CompanyRow,
    DeckListedRow,
    DeckRow,
    NdaRow,
    VerificationRow,
)

keeps(CompanyRegistered, CompanyRow, id="company_id", registered_at="@ts", registered_by="@actor", changed_at="@ts")
keeps(ClaimVerified, VerificationRow, verified_by="@actor", verified_at="@ts")
keeps(NdaAccepted, NdaRow, accepted_at="@ts")


@write.register
def _(event: CompanyAmended, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, CompanyRow, recorded.workspace, event.company_id)
    change(row, event, changed_at=recorded.ts, seq=recorded.seq)


@write.register
def _(event: CompanyWithdrawn, tables: Tables, recorded: Recorded) -> None:
    tables.drop(CompanyRow, recorded.workspace, event.company_id)


@write.register
def _(event: DeckReceived, tables: Tables, recorded: Recorded) -> None:
    put(
        tables,
        DeckRow,
        recorded,
        event,
        id=event.deck_id,
        **filed(tables, recorded.workspace, event.company_id),
        state=DeckState.QUEUED,
        received_at=recorded.ts,
        received_by=recorded.actor,
        received_through=recorded.source,
        confidentiality=Confidentiality.SHARED,
        may_download=True,
        terms="",
        terms_hash=terms_hash(""),
        reader="",
        extractor="",
        page_sizes_pt=(),
        unread=(),
        suggestions=(),
        destroy_on=None,
        seq=recorded.seq,
    )


@write.register
def _(event: DeckRead, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    known = {gap.page: gap for gap in event.gaps}
    unread = tuple(known.get(page, page) for page in event.unread_pages)
    change(row, event, state=DeckState.READ, refusal=None, read_at=recorded.ts, unread=unread, seq=recorded.seq)
    _replace_claims(tables, recorded, event)


@write.register
def _(event: DeckRefused, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    change(row, event, state=DeckState.REFUSED, refusal=event.reason, seq=recorded.seq)
    if event.reason == RefusalReason.RETENTION:
        row.destroy_on = None


@write.register
def _(event: DeckShelved, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    row.destroy_on, row.seq = event.destroy_on, recorded.seq


@write.register
def _(event: DeckReturned, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    row.destroy_on, row.seq = None, recorded.seq


@write.register
def _(event: DeckRequeued, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    change(row, event, state=DeckState.QUEUED, refusal=None, seq=recorded.seq)


@write.register
def _(event: DeckAssigned, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    where = filed(tables, recorded.workspace, event.company_id)
    change(row, event, audience=event.audience or row.audience, seq=recorded.seq, **where)


@write.register
def _(event: DeckConfined, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    confinement = event.confinement
    row.confidentiality, row.may_download = confinement.level, confinement.may_download
    row.terms, row.terms_hash, row.seq = confinement.terms, terms_hash(confinement.terms), recorded.seq
    owned = {"workspace": recorded.workspace, "deck_id": event.deck_id}
    tables.remove(DeckListedRow, owned)
    tables.add(DeckListedRow, [owned | {"organisation_id": listed} for listed in dict.fromkeys(confinement.listed)])


@write.register
def _(event: ClaimAdded, tables: Tables, recorded: Recorded) -> None:
    deck = row_of(tables, DeckRow, recorded.workspace, event.deck_id)
    by_hand = {"organisation_id": event.organisation_id, "added_by": recorded.actor}
    tables.put(ClaimRow, _claim_columns(event.claim, recorded, deck.id) | by_hand)


def _replace_claims(tables: Tables, recorded: Recorded, event: DeckRead) -> None:
    """Put the new reading's claims in place of the old ones.

    A claim that the new reading no longer gives goes, unless an organisation has had its word on it: then it stays,
    marked as superseded. Claims added by hand stay as they are.
    """
    owned = {"workspace": recorded.workspace, "deck_id": event.deck_id}
    old = tables.read(ClaimRow, ("id", "organisation_id"), owned)
    by_hand = {claim_id for claim_id, organisation_id in old if organisation_id is not None}
    new = {claim.id: claim for claim in reversed(event.claims) if claim.id not in by_hand}
    outdated = {claim_id for claim_id, _ in old} - by_hand
    staying = (outdated & _spoken_on(tables, owned)) - set(new)
    if staying:
        tables.amend(ClaimRow, {**owned, "id": staying}, {"superseded": True})
    if outdated - staying:
        tables.remove(ClaimRow, {**owned, "id": outdated - staying})
    rows = [
        _claim_columns(claim, recorded, event.deck_id, ordinal)
        for ordinal, claim in enumerate(event.claims)
        if new.get(claim.id) is claim  # of equal ids the first one stands
    ]
    tables.add(ClaimRow, rows)


def _spoken_on(tables: Tables, owned: Columns) -> frozenset[str]:
    """Return the ids of the deck's claims on which some organisation's word stands."""
    words = tables.read(VerificationRow, ("claim_id", "verdict"), owned)
    return frozenset(claim_id for claim_id, verdict in words if verdict != Verdict.REOPENED)


def _claim_columns(claim: Claim, recorded: Recorded, deck_id: str, ordinal: int = 0) -> dict[str, Any]:
    """Return a claim's columns. Values are of many types, as columns are."""
    amounts = claim.quantity.amounts
    return columns_of(
        ClaimRow,
        claim,
        workspace=recorded.workspace,
        deck_id=deck_id,
        organisation_id=None,
        added_by=None,
        ordinal=ordinal,
        page=claim.evidence[0].page,
        unit=claim.quantity.unit,
        amount=float(amounts[0]) if amounts else None,
        period_start=claim.period.start if claim.period else None,
        period_end=claim.period.end if claim.period else None,
        superseded=False,
        claim=claim,
        read_at=recorded.ts,
    )
