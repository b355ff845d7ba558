from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column
from sqlalchemy.dialects.sqlite import dialect
from sqlmodel import SQLModel

from dealflow.domain.claims.claims import Claim, Correction, Evidence
from dealflow.domain.claims.page import Gap, PageGap
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.store.ledger.tables.claims import ClaimRow, DeckRow, VerificationRow
from tests.store.histories import claims, corrections

SQLITE = dialect()


def column(table: type[SQLModel], name: str) -> Column[object]:
    """Return a column of a table."""
    found: Column[object] = table.metadata.tables[str(table.__tablename__)].c[name]
    return found


def text_of(table: type[SQLModel], name: str, value: object) -> str | None:
    """Return what the column keeps of a value."""
    text: str | None = column(table, name).type.process_bind_param(value, SQLITE)  # type: ignore[attr-defined]  # one of ours
    return text


def read(table: type[SQLModel], name: str, text: str | None) -> object:
    """Return the value of what the column keeps."""
    return column(table, name).type.process_result_value(text, SQLITE)  # type: ignore[attr-defined]  # one of ours


def test_a_claim_is_written_in_the_order_of_its_fields_with_exact_amounts() -> None:
    claim = Claim("k1", "arr", Quantity(Unit.KRW, value=Decimal("1.50")), (Evidence(4, (), (), "ARR 1.50원"),), "ARR")

    text = text_of(ClaimRow, "claim_json", claim) or ""
    assert text.startswith('{"id":"k1","metric":"arr","quantity":{"unit":"KRW","value":"1.50","value_min":null')
    assert '"evidence":[{"page":4,"boxes":[],"label_boxes":[],"quote":"ARR 1.50원"}]' in text
    assert read(ClaimRow, "claim_json", text) == claim


@given(claim=claims(st.text(max_size=5)), correction=corrections)
def test_claims_and_corrections_come_back_equal(claim: Claim, correction: Correction) -> None:
    assert read(ClaimRow, "claim_json", text_of(ClaimRow, "claim_json", claim)) == claim
    correcting = text_of(VerificationRow, "correction_json", correction)
    assert read(VerificationRow, "correction_json", correcting) == correction
    assert text_of(VerificationRow, "correction_json", None) is None
    assert read(VerificationRow, "correction_json", None) is None


def test_equal_amounts_that_are_written_differently_are_a_change() -> None:
    plain, short = (Quantity(Unit.KRW, value=Decimal(text)) for text in ("1000", "1E+3"))
    first, second = (Claim("k1", "arr", quantity, (Evidence(4, (), (), ""),), "") for quantity in (plain, short))
    assert first == second
    kept = column(ClaimRow, "claim_json").type
    assert not kept.compare_values(first, second)
    assert kept.compare_values(first, replace(first))


def test_pages_not_read_keep_what_is_missing_and_old_ones_stay_numbers() -> None:
    gaps = (PageGap(2, (Gap.SHEET, Gap.CHART)),)
    text = text_of(DeckRow, "unread_pages_json", (1, *gaps))
    kept, old = (read(DeckRow, "unread_pages_json", each) for each in (text, "[1,3]"))
    assert (kept, old) == ((1, *gaps), (1, 3))
    row = DeckRow(unread=kept)
    assert (row.unread_pages, row.gaps) == ((1, 2), gaps)
