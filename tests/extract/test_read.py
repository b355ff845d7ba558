from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Origin, ReviewReason, ScaleSource, Scope
from dealflow.domain.claims.page import Box, DeckText, Page, Source, Word
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.extract import EXTRACTOR, read_claims
from dealflow.extract.numbers import find_quantities
from tests.extract.slides import Slide, any_slide, card_slides, deck_of, list_slides, sentence_slides, table_slides

if TYPE_CHECKING:
    from dealflow.domain.claims.claims import Claim

_METRICS = load_metrics()
_SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def _said(claims: tuple[Claim, ...]) -> set[tuple[str, Decimal | None, Unit]]:
    return {(claim.metric, claim.quantity.value, claim.quantity.unit) for claim in claims}


def _wanted(slide: Slide) -> set[tuple[str, Decimal | None, Unit]]:
    return {(truth.metric, truth.value, truth.unit) for truth in slide.truths}


@_SLOW
@given(card_slides())
def test_a_card_is_named_by_the_label_over_or_under_it(slide: Slide) -> None:
    assert _said(read_claims(deck_of(slide), _METRICS)) == _wanted(slide)


@_SLOW
@given(list_slides())
def test_a_list_is_paired_by_place_whatever_the_order_of_words(slide: Slide) -> None:
    assert _said(read_claims(deck_of(slide), _METRICS)) == _wanted(slide)


@_SLOW
@given(sentence_slides())
def test_a_bullet_names_its_figure(slide: Slide) -> None:
    assert _said(read_claims(deck_of(slide), _METRICS)) == _wanted(slide)


@_SLOW
@given(table_slides())
def test_a_table_gives_every_cell_in_the_unit_of_its_title_or_foot(slide: Slide) -> None:
    claims = read_claims(deck_of(slide), _METRICS, read_on=date(2026, 11, 23))
    assert _said(claims) == _wanted(slide)
    assert {claim.scale_source for claim in claims} == {ScaleSource.HEADER}
    assert all(ReviewReason.UNIT_FROM_HEADER in claim.review_reasons for claim in claims)
    assert {claim.period.label for claim in claims if claim.period} == {"2023", "2024", "2025"}


@_SLOW
@given(any_slide)
def test_no_value_stands_without_its_digits_in_its_quote(slide: Slide) -> None:
    for claim in read_claims(deck_of(slide), _METRICS):
        for evidence in claim.evidence:
            printed = [
                amount for found in find_quantities(evidence.quote) for amount in found.quantity.amounts if amount
            ]
            assert all(
                any(_is_scaled(value, amount) for amount in printed) for value in claim.quantity.amounts if value
            )


def _is_scaled(value: Decimal, printed: Decimal) -> bool:
    """Say whether a value is a printed amount, its sign aside, times a power of ten."""
    return abs(value).normalize().as_tuple().digits == abs(printed).normalize().as_tuple().digits


@_SLOW
@given(any_slide)
def test_every_box_covers_the_words_of_its_quote(slide: Slide) -> None:
    page = slide.page()
    for claim in read_claims(deck_of(slide), _METRICS):
        for evidence in claim.evidence:
            under = "".join(
                word.text
                for box in evidence.boxes
                for word in sorted(page.words, key=lambda word: word.box[0])
                if box[0] - 0.1 <= word.box[0] and word.box[2] <= box[2] + 0.1 and box[1] <= word.box[1] <= box[3]
            )
            assert evidence.quote.replace(" ", "") in under


@_SLOW
@given(any_slide)
def test_the_same_words_give_the_same_claims(slide: Slide) -> None:
    assert read_claims(deck_of(slide), _METRICS) == read_claims(deck_of(slide), _METRICS)


def _read(*lines: str, title: str = "주요 성과", size: float = 18) -> tuple[Claim, ...]:
    slide = Slide()
    slide.write(title, 48, 24, 28)
    for row, line in enumerate(lines):
        slide.write(line, 60, 120 + row * 60, size)
    return read_claims(deck_of(slide), _METRICS, read_on=date(2026, 11, 23))


def test_a_figure_checked_by_hand_in_full() -> None:
    (claim,) = _read("2024년 매출액 45억 3천만원 달성")
    assert (claim.metric, claim.quantity, claim.label) == (
        "revenue",
        Quantity(Unit.KRW, Decimal(4_530_000_000)),
        "매출액",
    )
    assert (claim.scope, claim.status, claim.aggregation) == (Scope.COMPANY, ClaimStatus.ACTUAL, Aggregation.ANNUAL)
    assert claim.period is not None
    assert (claim.period.label, claim.period.start, claim.period.end) == (
        "2024년",
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert (claim.evidence[0].page, claim.evidence[0].quote) == (1, "매출액 45억 3천만원")
    assert claim.extractor == EXTRACTOR


def test_a_forecast_never_stands_as_actual_revenue() -> None:
    claims = _read("2027(E) 매출 120억원", "2026년 매출 목표 80억원")
    assert [(claim.metric, claim.status) for claim in claims] == [
        ("revenue_forecast", ClaimStatus.FORECAST),
        ("revenue_forecast", ClaimStatus.TARGET),
    ]


def test_many_figures_of_one_sentence_find_their_own_labels() -> None:
    claims = _read("2025년 매출 40.1억원, 고객사 100개 이상, 계약갱신율 100%·이탈율 0%")
    assert [(claim.metric, claim.quantity.value) for claim in claims] == [
        ("revenue", Decimal("4010000000.0")),
        ("customers_count", Decimal(100)),
        ("renewal_rate", Decimal(100)),
        ("churn_rate", Decimal(0)),
    ]


def test_a_market_page_states_no_figures_of_the_company() -> None:
    claims = _read("TAM 25조원", "연평균 성장률 12.4%", "중소 제조기업 AI 도입률 17.9%", title="시장 기회")
    assert {claim.scope for claim in claims} == {Scope.MARKET}
    assert [claim.metric for claim in claims] == ["tam", "market_cagr", "adoption_stat"]


def test_a_career_is_no_record_of_the_company() -> None:
    claims = _read("前 예시중공업(가상) 이사, 투자유치 94억원", "특허 71건, 논문 203건", title="경영진 소개")
    assert {claim.scope for claim in claims} == {Scope.OTHER}


def test_a_rivals_price_is_the_rivals() -> None:
    (claim,) = _read("경쟁사 제품 가격 3,000만원", title="경쟁사 비교")
    assert (claim.metric, claim.scope) == ("price", Scope.COMPETITOR)


def test_an_unnamed_figure_comes_back_as_other_with_its_scope_unknown() -> None:
    (claim,) = _read("체험 행사 만족도 93%")
    assert (claim.metric, claim.scope) == ("other", Scope.UNKNOWN)
    assert ReviewReason.SCOPE_UNKNOWN in claim.review_reasons


def test_the_operands_of_a_formula_are_no_figures() -> None:
    assert [claim.quantity.value for claim in _read("월 수익: 100명 × 5천원 × 10회 = 500만원")] == [Decimal(5_000_000)]


def test_the_same_figure_on_two_pages_is_one_claim_with_two_proofs() -> None:
    slides = [Slide(), Slide()]
    for slide in slides:
        slide.write("누적 투자유치 48억원", 60, 120, 18)
    (claim,) = read_claims(deck_of(*slides), _METRICS)
    assert [evidence.page for evidence in claim.evidence] == [1, 2]


def test_two_values_of_one_thing_stay_both_and_show_as_a_conflict() -> None:
    claims = _read("누적 투자유치 48억원", "누적 투자유치 52억원")
    assert [(claim.quantity.value, ReviewReason.CONFLICT in claim.review_reasons) for claim in claims] == [
        (Decimal(4_800_000_000), True),
        (Decimal(5_200_000_000), True),
    ]


def test_marks_of_an_axis_are_no_figures() -> None:
    slide = Slide()
    for row in range(5):
        slide.write(f"${120 - row * 30},000", 60, 100 + row * 80, 14)
    assert read_claims(deck_of(slide), _METRICS) == ()


def test_a_picture_on_a_page_of_text_gives_only_named_figures_and_those_to_review() -> None:
    slide = Slide()
    slide.write("재계약률 96%", 60, 120, 18)
    slide.write("체험 만족도 93%", 60, 200, 18)
    words = tuple(word._replace(confidence=0.8) for word in slide.words)
    (claim,) = read_claims(DeckText("0" * 64, (Page(1, 960, 540, words),), "test"), _METRICS)
    assert (claim.metric, claim.origin) == ("renewal_rate", Origin.OCR)
    assert ReviewReason.OCR in claim.review_reasons


def test_a_cohort_table_in_a_picture_is_looked_at_and_not_recorded() -> None:
    def read(rows: int) -> int:
        slide = Slide()
        slide.write("재계약률", 60, 60, 18)
        for row in range(rows):
            slide.write(f"재계약률 {70 + row}%", 60, 100 + 30 * row, 14)
        words = tuple(word._replace(confidence=0.9) for word in slide.words)
        return len(read_claims(DeckText("0" * 64, (Page(1, 960, 540, words, Source.OCR),), "test"), _METRICS))

    assert (read(10), read(11)) == (10, 0)


def test_text_without_places_gives_claims_without_boxes_for_a_person_to_look_at() -> None:
    words = tuple(Word(word, Box(0, 0, 0, 0), 0.0, 0.5) for word in ["2024년", "매출액", "45억원", "고객사", "86개사"])
    claims = read_claims(DeckText("0" * 64, (Page(1, 960, 540, words, Source.PLAIN),), "test"), _METRICS)
    assert [(claim.metric, claim.evidence[0].boxes) for claim in claims] == [("revenue", ()), ("customers_count", ())]
    assert all(ReviewReason.NO_BOX in claim.review_reasons and claim.confidence < 0.5 for claim in claims)


def test_what_a_picture_was_read_as_always_goes_to_review() -> None:
    slide = Slide()
    slide.write("누적 투자유치 48억원", 60, 120, 18)
    page = Page(1, 960, 540, tuple(word._replace(confidence=0.6) for word in slide.words), Source.OCR)
    (claim,) = read_claims(DeckText("0" * 64, (page,), "test"), _METRICS)
    assert (claim.origin, claim.confidence < 0.6) == (Origin.OCR, True)
    assert ReviewReason.OCR in claim.review_reasons


_BOXES = st.tuples(*[st.floats(-50, 1000, allow_nan=False)] * 4).map(lambda edges: Box(*edges))
_WORDS = st.lists(
    st.builds(
        Word,
        st.text(alphabet="매출액억원만%$1234567890.,()△~-가나 ABCx년월단위:", min_size=1, max_size=12),
        _BOXES,
        st.floats(0, 80),
        st.floats(0, 1),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
)


@_SLOW
@given(_WORDS)
def test_words_anywhere_on_or_off_the_page_do_no_harm(words: list[Word]) -> None:
    deck = DeckText("0" * 64, (Page(1, 960, 540, tuple(words)),), "test")
    for claim in read_claims(deck, _METRICS):
        assert claim.evidence[0].quote
        assert 0 < claim.confidence <= 1


def test_a_deck_without_words_gives_nothing() -> None:
    assert read_claims(DeckText("0" * 64, (Page(1, 960, 540, ()),), "test"), _METRICS) == ()


def test_a_table_of_rivals_gives_each_column_its_owner() -> None:
    slide = Slide()
    slide.write("경쟁사 비교", 48, 24, 28)
    rows = (
        ("항목", "당사", "A사", "B사"),
        ("정확도", "98.5%", "92%", "90%"),
        ("가격(월)", "9만원", "15만원", "20만원"),
    )
    for row, cells in enumerate(rows):
        for place, cell in zip((60, 300, 480, 660), cells, strict=True):
            slide.write(cell, place, 130 + row * 40, 16)
    claims = read_claims(deck_of(slide), _METRICS)
    assert [(claim.metric, claim.scope) for claim in claims] == [
        ("model_accuracy", Scope.COMPANY),
        ("model_accuracy", Scope.COMPETITOR),
        ("model_accuracy", Scope.COMPETITOR),
        ("price", Scope.COMPANY),
        ("price", Scope.COMPETITOR),
        ("price", Scope.COMPETITOR),
    ]


def test_years_over_columns_say_which_figures_have_happened() -> None:
    slide = Slide()
    slide.write("손익 추정 (단위: 억원)", 48, 24, 28)
    rows = (("구분", "2024", "2025(E)", "2026(E)"), ("매출", "12", "45", "120"), ("인원(명)", "18", "30", "55"))
    for row, cells in enumerate(rows):
        for place, cell in zip((60, 300, 480, 660), cells, strict=True):
            slide.write(cell, place, 130 + row * 40, 16)
    claims = read_claims(deck_of(slide), _METRICS)
    assert [(claim.metric, claim.quantity.value, claim.status) for claim in claims] == [
        ("revenue", Decimal(1_200_000_000), ClaimStatus.ACTUAL),
        ("revenue_forecast", Decimal(4_500_000_000), ClaimStatus.FORECAST),
        ("revenue_forecast", Decimal(12_000_000_000), ClaimStatus.FORECAST),
        ("employees_total", Decimal(18), ClaimStatus.ACTUAL),
        ("employees_total", Decimal(30), ClaimStatus.FORECAST),
        ("employees_total", Decimal(55), ClaimStatus.FORECAST),
    ]


def test_items_of_a_use_of_funds_list_keep_their_own_names() -> None:
    claims = _read("자금 사용 계획: 연구개발 20억, 마케팅 15억, 운영자금 15억", title="투자유치 계획")
    assert [(claim.metric, claim.label, claim.quantity.value) for claim in claims] == [
        ("use_of_funds", "연구개발", Decimal(2_000_000_000)),
        ("use_of_funds", "마케팅", Decimal(1_500_000_000)),
        ("use_of_funds", "운영자금", Decimal(1_500_000_000)),
    ]


def test_a_covers_date_splits_what_has_happened_from_what_is_planned() -> None:
    cover, page = Slide(), Slide()
    cover.write("가온비전(가상)", 60, 120, 40)
    cover.write("2025.06.27", 60, 400, 16)
    page.write("2024년 매출액 45억원", 60, 120, 18)
    page.write("2026년 매출액 80억원", 60, 180, 18)
    claims = read_claims(deck_of(cover, page), _METRICS)
    assert [(claim.metric, claim.status) for claim in claims] == [
        ("revenue", ClaimStatus.ACTUAL),
        ("revenue_forecast", ClaimStatus.FORECAST),
    ]
