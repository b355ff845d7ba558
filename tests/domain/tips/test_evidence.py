"""What files prove: only what their issuance says, for the whole house, and the last word that still holds counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.catalogue.document_kinds import document_kinds
from dealflow.catalogue.eligibility_facts import load_eligibility_facts
from dealflow.domain.notes.documents import Document, StandingDocument
from dealflow.domain.notes.notes import NoteAudience
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.evidence import file_facts, with_files

KINDS = {kind.id: kind for kind in document_kinds()}
PAPER = Document(
    "d", "b", "c", "", "sme_certificate", "0" * 64, 1, "pdf", NoteAudience.HOUSE, "중기부(가상)", date(2026, 1, 2),
    date(2026, 12, 31), number="제1호(가상)",
)  # fmt: skip
FILE = StandingDocument(
    PAPER, "bora", is_withdrawn=False, is_destroyed=False, received_at=datetime(2026, 1, 3, tzinfo=UTC), version=1
)


def facts(*files: StandingDocument) -> list[KeptFact]:
    return [said.fact for said in file_facts(files, KINDS)]


def test_a_certificate_says_its_number_and_a_tax_certificate_that_nothing_is_in_arrears() -> None:
    tax = replace(FILE, document=replace(PAPER, id="t", kind="tax_certificate", number=""))
    assert facts(FILE, tax) == [
        KeptFact("exclusions.tax_national", "false", date(2026, 1, 2), date(2026, 12, 31)),
        KeptFact("sme_certificate", "제1호(가상)", date(2026, 1, 2), date(2026, 12, 31)),
    ]


def test_what_lacks_its_number_or_day_is_not_for_the_house_or_was_taken_away_says_nothing() -> None:
    assert facts(replace(FILE, document=replace(PAPER, number=""))) == []
    assert facts(replace(FILE, document=replace(PAPER, expires_on=None))) == []
    assert facts(replace(FILE, document=replace(PAPER, audience=NoteAudience.DEAL))) == []
    assert facts(replace(FILE, is_withdrawn=True), replace(FILE, is_destroyed=True)) == []
    assert facts(replace(FILE, document=replace(PAPER, kind="contract"))) == []


def test_the_last_word_that_still_holds_counts() -> None:
    paper = KeptFact("exclusions.tax_national", "false", date(2026, 3, 1), date(2026, 3, 31))
    older = KeptFact("exclusions.tax_national", "true", date(2026, 2, 1))
    later = KeptFact("exclusions.tax_national", "true", date(2026, 3, 5))
    undated = KeptFact("exclusions.tax_national", "true")
    on = date(2026, 3, 20)
    assert with_files([older], [paper], on) == (paper,)
    assert with_files([later], [paper], on) == (later,)
    assert with_files([undated], [paper], on) == (undated,)
    assert with_files([older], [paper], date(2026, 4, 1)) == (older,)  # the certificate ran out
    assert with_files([], [paper], on) == (paper,)


@settings(max_examples=40)
@given(st.lists(st.dates(date(2025, 1, 1), date(2027, 1, 1)), min_size=1, max_size=6))
def test_of_several_papers_of_a_kind_the_last_issued_is_read_in_whatever_order_they_came(days: list[date]) -> None:
    files = [
        replace(FILE, document=replace(PAPER, id=str(place), issued_on=day, number=f"제{day}호(가상)"))
        for place, day in enumerate(days)
    ]
    assert [fact.as_of for fact in facts(*files)] == [max(days)]
    assert facts(*files) == facts(*reversed(files))


def test_every_kind_proves_facts_of_the_catalogue() -> None:
    known = {line.id for line in load_eligibility_facts()}
    assert {proof.partition("=")[0] for kind in KINDS.values() for proof in kind.proves} <= known
