"""The fictional decks: true by construction, and read by the extractor at least as well as the floors say."""

from __future__ import annotations

import io
from decimal import Decimal
from functools import reduce
from operator import add

import pypdf
import pytest
from fiction import say, truth
from fiction.companies import COMPANIES
from fiction.golden import DIGITS, missing, squeezed
from fiction.plans import PLANS, company_of
from fiction.score import NOT_YET, Outcome, Score, leaks, outcomes, score
from fiction.truth import Golden
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.read import read_deck
from dealflow.domain.claims.claims import Claim, ClaimStatus, Scope
from dealflow.domain.claims.page import DeckText
from dealflow.domain.values.register_numbers import biz_reg_no_valid
from dealflow.extract import read_claims
from dealflow.extract.numbers import find_quantities

NAMES = truth.names()
Read = dict[str, tuple[Claim, ...]]


@pytest.fixture(scope="module")
def read(texts: dict[str, DeckText]) -> Read:
    """Return the claims that the extractor finds on every deck of the event."""
    return {name: read_claims(text, load_metrics()) for name, text in texts.items()}


@pytest.fixture(scope="module")
def total(read: Read) -> Score:
    """Return the counts over all decks."""
    return reduce(add, (score(claims, truth.read(name)) for name, claims in read.items()))


def everything(read: Read) -> list[Outcome]:
    return [each for name, claims in read.items() for each in outcomes(claims, truth.read(name))]


# --- the decks themselves -----------------------------------------------------------------------------------------


def test_every_golden_figure_stands_in_the_text_layer_of_its_page() -> None:
    faults = [
        fault
        for name in NAMES
        for fault in missing(
            [{"printed": each.printed, "page": each.page} for each in truth.read(name)], truth.DECKS / f"{name}.pdf"
        )
    ]
    assert faults == []


def test_every_golden_quote_holds_its_printed_figure() -> None:
    strangers = [
        (name, each.printed, each.quote)
        for name in NAMES
        for each in truth.read(name)
        if squeezed(each.printed) not in squeezed(each.quote)
    ]
    assert strangers == []


def test_sixteen_suppliers_have_seventeen_decks_and_one_of_them_two_versions() -> None:
    assert len(COMPANIES) == 16
    assert len(NAMES) == 17
    assert [name for name in NAMES if "_v" in name] == ["gaonvision_v1", "gaonvision_v2"]


def test_decks_are_small_have_8_to_14_slides_and_come_from_four_producers() -> None:
    producers, shapes = set(), set()
    for name in NAMES:
        data = (truth.DECKS / f"{name}.pdf").read_bytes()
        pdf = pypdf.PdfReader(io.BytesIO(data))
        assert len(data) < 400_000, name
        assert 8 <= len(pdf.pages) <= 14, name
        information = pdf.metadata
        assert information is not None
        producers.add((information.producer or information.creator or "").split()[0].split("/")[0])
        shapes.add(round(float(pdf.pages[0].mediabox.width) / float(pdf.pages[0].mediabox.height), 2))
    assert {"ReportLab", "Skia", "LibreOffice", "Typst"} <= producers
    assert shapes == {1.78, 1.33}


def test_no_company_can_be_taken_for_a_real_one() -> None:
    assert all(each.name.endswith("(가상)") and each.name_en.endswith("(Fictional)") for each in COMPANIES)
    assert [each.biz_reg_no for each in COMPANIES if biz_reg_no_valid(each.biz_reg_no)] == []
    assert len({each.biz_reg_no for each in COMPANIES}) == 16


def test_the_facts_add_up() -> None:
    for plan in PLANS:
        company = company_of(plan)
        deal, market = company.deal, company.market
        assert sum(amount for *_, amount in deal.uses) == deal.raise_m, company.key
        assert deal.post_m == deal.pre_m + deal.raise_m
        assert market.tam > market.sam > market.som
        assert deal.committed_m < deal.raise_m
        assert company.engineers < company.employees


def test_one_deck_holds_what_a_person_reads_off_its_slides() -> None:
    lines = {(each.page, each.metric, each.printed): each for each in truth.read("gaonvision_v1")}
    assert lines[2, "revenue", "45.3억원"].value == Decimal(4_530_000_000)
    assert lines[11, "ref_defect_reduction", "43.8%"].scope == "customer"
    assert lines[13, "operating_profit", "△1,240"].value == Decimal(-1_240_000_000)
    assert lines[13, "revenue_forecast", "23,000"].status == "forecast"
    assert lines[14, "revenue", "121억원"].why == "career"


@given(st.integers(1, 99_999), st.sampled_from([say.eok, say.eok_words, say.krw_short]))
def test_money_that_the_decks_print_reads_back_as_it_was_meant(hundred_thousands: int, printed: object) -> None:
    said = printed(hundred_thousands * 10_000_000)  # type: ignore[operator]  # one of the three printers above
    (found,) = find_quantities(said.text)
    assert (found.quantity.unit.value, found.quantity.value) == ("KRW", said.value)


# --- what the extractor makes of them -----------------------------------------------------------------------------


def test_recall_and_names_reach_the_floors(total: Score) -> None:
    assert total.share("headline_found", "headline") >= 0.985
    assert total.share("headline_named", "headline") >= 0.955
    assert total.share("secondary_found", "secondary") >= 0.955
    assert total.share("secondary_named", "secondary") >= 0.92


def test_precision_reaches_the_floor(total: Score) -> None:
    assert 1 - total.share("surplus", "claims") >= 0.90


def test_scope_is_right_or_unknown_nearly_always(total: Score) -> None:
    named = total.headline_named + total.secondary_named
    assert total.scope_right / named >= 0.965
    assert total.scope_wrong / named <= 0.025


def test_what_has_not_happened_is_seldom_called_actual(read: Read) -> None:
    named = [each for each in everything(read) if each.is_named and each.golden.status in NOT_YET]
    wrong = [each for each in named if each.claim is not None and each.claim.status is ClaimStatus.ACTUAL]
    assert len(wrong) / len(named) <= 0.03


def test_no_customers_result_is_called_the_companys(read: Read) -> None:
    results = [each for each in everything(read) if each.golden.scope == "customer" and each.claim is not None]
    assert len(results) > 70
    assert [each.golden.quote for each in results if each.claim and each.claim.scope is Scope.COMPANY] == []


def test_no_market_is_called_the_companys(read: Read) -> None:
    markets = [each for each in everything(read) if each.golden.scope == "market" and each.claim is not None]
    assert [each.golden.quote for each in markets if each.claim and each.claim.scope is Scope.COMPANY] == []


def test_distractors_hardly_ever_come_back_as_the_companys(read: Read) -> None:
    leaking = {(name, line.quote) for name, claims in read.items() for line, _ in leaks(claims, truth.read(name))}
    assert len(leaking) <= 8


@pytest.mark.parametrize(("why", "most"), [("contact", 0), ("competitor", 0), ("screenshot", 2)])
def test_contacts_competitors_and_screens_are_not_the_companys(read: Read, why: str, most: int) -> None:
    leaking = [
        (name, line.quote)
        for name, claims in read.items()
        for line, _ in leaks(claims, truth.read(name))
        if line.why == why
    ]
    assert len(leaking) <= most, leaking


def test_a_contact_page_gives_no_figure_at_all(read: Read) -> None:
    contacts = [(name, line) for name in NAMES for line in truth.read(name) if line.why == "contact"]
    assert len(contacts) > 8
    assert [
        (name, piece.quote)
        for name, line in contacts
        for claim in read[name]
        for piece in claim.evidence
        if piece.page == line.page
    ] == []


def test_no_claim_holds_a_digit_that_is_not_in_its_quote(read: Read) -> None:
    bare = [
        (name, claim.metric, claim.quantity)
        for name, claims in read.items()
        for claim in claims
        if claim.quantity.amounts and not DIGITS.search(claim.evidence[0].quote)
    ]
    assert bare == []


def test_the_second_version_changes_what_it_should(read: Read) -> None:
    def employees(name: str) -> set[Decimal | None]:
        return {claim.quantity.value for claim in read[name] if claim.metric == "employees_total"}

    assert (employees("gaonvision_v1"), employees("gaonvision_v2")) == ({Decimal(42)}, {Decimal(47)})


def test_a_deck_is_never_read_in_two_ways(read: Read) -> None:
    name = NAMES[0]
    again = read_claims(read_deck((truth.DECKS / f"{name}.pdf").read_bytes(), f"{name}.pdf"), load_metrics())
    assert again == read[name]


def test_golden_lines_are_read_back_whole() -> None:
    first = truth.read("gaonvision_v1")[0]
    assert isinstance(first, Golden)
    assert (first.page, first.metric, first.unit, first.tier) == (2, "revenue", "KRW", "headline")
