"""The workbench's data: boxes lie over their words, every word is in the reader's language, deck text is only text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.claims.review import ClaimView
from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import (
    Aggregation,
    Claim,
    ClaimStatus,
    Correction,
    Evidence,
    ReviewReason,
    ReviewState,
    Scope,
    Verdict,
    Verification,
)
from dealflow.domain.claims.consistency_checks import Answer, Finding
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.page import Box, Gap, PageGap
from dealflow.domain.people.access import Audience
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.ui.claims import review_data

METRICS = load_metrics()
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
REVENUE = Claim(
    id="c1",
    metric="revenue",
    quantity=Quantity(Unit.KRW, Decimal(15_300_000_000)),
    evidence=(Evidence(2, (Box(96, 54, 192, 108),), (Box(0, 54, 90, 108),), "매출 <b>153억</b>원"),),
    label="매출",
    scope=Scope.COMPANY,
    status=ClaimStatus.ACTUAL,
    period=Period(PeriodKind.YEAR, "2024", date(2024, 1, 1), date(2024, 12, 31)),
    confidence=0.91,
    review_reasons=(ReviewReason.UNIT_FROM_HEADER,),
)
DECK = DeckRow(
    id="d1", file_name="a.pdf", state=DeckState.READ, refusal=None, company=None, round_label="", version=1,
    versions=(), pages=2, page_sizes_pt=((960.0, 540.0), (960.0, 540.0)), unread_pages=(1,),
    gaps=(PageGap(1, (Gap.SHEET, Gap.CHART)),), claims=1, to_review=1,
    received_at=AT, read_at=AT, received_by="", owner_id="o", audience=Audience.EVENT, sha256="0" * 64, size_bytes=1,
    ir_event_id=None, suggestions=(),
)  # fmt: skip


def view(**other: object) -> ClaimView:
    proposed = ClaimView(
        claim=REVENUE, deck_id="d1", company_id=None, state=ReviewState.PROPOSED, metric="revenue",
        quantity=REVENUE.quantity, scope=REVENUE.scope, status=REVENUE.status, aggregation=REVENUE.aggregation,
        period=REVENUE.period, verification=None, verified_by_name=None, rivals=(),
    )  # fmt: skip
    return replace(proposed, **other)  # type: ignore[arg-type]  # a test's shorthand


def card(one: ClaimView, lang: str = "ko") -> review_data.Json:
    return review_data.claim_card(one, review_data.around(DECK, [one], METRICS), lang)


def test_a_box_is_placed_in_per_cent_of_the_page() -> None:
    assert review_data.percent_box(Box(96, 54, 192, 108), (960, 540)) == [10, 10, 10, 10]


def test_a_box_that_leaves_the_page_is_clipped_to_it() -> None:
    assert review_data.percent_box(Box(-10, 500, 2000, 600), (960, 540)) == [0, 92.593, 100, 7.407]


@given(st.tuples(*[st.floats(min_value=0, max_value=100)] * 2), st.tuples(*[st.floats(min_value=0, max_value=50)] * 2))
def test_what_is_drawn_comes_back_where_it_was_drawn(corner: tuple[float, float], size: tuple[float, float]) -> None:
    left, top = (edge / 2 for edge in corner)
    drawn = [left, top, *size]
    again = review_data.percent_box(review_data.page_box(drawn, (960, 540)), (960, 540))
    assert again == pytest.approx(drawn, abs=1e-3)


def test_a_card_says_what_was_read_in_both_languages() -> None:
    korean, english = card(view()), card(view(), "en")
    assert (korean["name"], korean["value"]) == ("매출액", "153억 원")
    assert korean["chips"] == ["회사", "실적", "2024년"]
    assert korean["reasons"] == ["단위를 표 머리글에서 가져왔습니다"]
    assert (english["name"], english["value"]) == ("Revenue", "₩15.3B")
    assert english["chips"] == ["Company", "Actual", "2024"]


def test_the_quote_stays_plain_text() -> None:
    assert card(view())["evidence"][0]["quote"] == "매출 <b>153억</b>원"


def test_the_form_begins_with_what_stands() -> None:
    assert card(view())["form"] == {
        "metric": "revenue", "value": "153억", "high": "", "unit": "KRW", "bound": "", "approx": False,
        "scope": "company", "status": "actual", "aggregation": "unknown", "period": "2024",
    }  # fmt: skip


def test_a_corrected_claim_shows_the_original_beside_it_and_who_corrected_it() -> None:
    new = Quantity(Unit.KRW, Decimal(15_000_000_000))
    said = Verification(
        "c1", "o", Verdict.CORRECTED, "p", AT,
        Correction("revenue", new, Scope.COMPANY, ClaimStatus.FORECAST, Aggregation.UNKNOWN, REVENUE.period), "표 확인",
    )  # fmt: skip
    one = view(
        state=ReviewState.CORRECTED,
        quantity=new,
        status=ClaimStatus.FORECAST,
        verification=said,
        verified_by_name="김심사",
    )
    facts = dict(card(one)["facts"])
    assert card(one)["value"] == "150억 원"
    assert facts["원래 값"] == "153억 원 · 실적"
    assert facts["검토"] == "김심사, 2026. 11. 23. 10:00"
    assert facts["메모"] == "표 확인"


def test_a_rival_value_is_shown_with_its_page() -> None:
    other = view(claim=replace(REVENUE, id="c2"), quantity=Quantity(Unit.KRW, Decimal(16_000_000_000)))
    shown = review_data.claim_card(view(rivals=("c2", "gone")), review_data.around(DECK, [other], METRICS), "ko")
    assert shown["rivals"] == [{"id": "c2", "words": "160억 원 (2쪽)"}]


def test_what_does_not_add_up_is_shown_on_both_sides_with_what_was_computed() -> None:
    growth = replace(
        REVENUE, id="c2", metric="revenue_growth_yoy", quantity=Quantity(Unit.PERCENT, Decimal(50)), evidence=(
            replace(REVENUE.evidence[0], page=1),
        )
    )  # fmt: skip
    views = [view(), view(claim=growth, metric=growth.metric, quantity=growth.quantity)]
    off = Finding(
        "growth_follows_revenue", Answer.DISAGREES, ("c1",), ("c2",), Decimal("42.3"), Decimal(50), Unit.PERCENT
    )
    fine = replace(off, answer=Answer.AGREES)
    same = replace(off, check="one_figure_one_value")
    shown = review_data.around(DECK, views, METRICS, [off, fine, same])
    assert review_data.claim_card(views[0], shown, "en")["findings"] == [
        {
            "words": "The growth rate does not follow from the stated revenues.",
            "expected": "Computed: 42.3%.",
            "others": [{"id": "c2", "words": "Revenue growth 50% (Page 1)"}],
        }
    ]
    assert review_data.claim_card(views[1], shown, "ko")["findings"][0]["others"] == [
        {"id": "c1", "words": "매출액 153억 원 (2쪽)"}
    ]


def test_the_bench_marks_what_the_filters_leave_and_the_pages_not_read_wholly() -> None:
    data = review_data.bench(
        review_data.around(DECK, [view()], METRICS), review_data.Showing(frozenset(), "c1", 99), "en"
    )
    assert [one["shown"] for one in data["claims"]] == [False]
    assert [page["unread"] for page in data["pages"]] == [
        "Not read on this page: embedded sheet, chart. Add its figures by hand.",
        "",
    ]
    assert (data["selected"], data["page"]) == ("c1", 2)
    assert json.loads(json.dumps(data)) == json.loads(json.dumps(data, ensure_ascii=False))


def test_over_a_page_whose_hangul_was_not_read_stands_the_command_that_mends_it() -> None:
    deck = replace(DECK, gaps=(PageGap(1, (Gap.HANGUL,)),))
    assert review_data.unread_words(deck, 1, "en") == (
        "Not read on this page: Korean in pictures. Add its figures by hand. To have Korean in pictures read, run on "
        "the server: apt-get install tesseract-ocr-kor tesseract-ocr-eng; then read the deck again."
    )
    assert "apt-get install tesseract-ocr-kor" in review_data.unread_words(deck, 1, "ko")
    assert review_data.unread_words(deck, 2, "ko") == ""


def test_a_metric_offers_only_units_that_it_counts_in() -> None:
    offered = {one[0]: one[2] for _, named in review_data.choices(METRICS, "ko")["metrics"] for one in named}
    assert set(offered) == {metric.id for metric in METRICS}
    assert "KRW" in offered["revenue"]
    assert "percent" not in offered["revenue"]


def test_the_browser_side_never_makes_markup_of_text() -> None:
    script = (files("dealflow.ui.claims") / "front" / "workbench.js").read_text("utf-8")
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script) == []


def test_the_script_asks_for_no_words_that_are_not_sent() -> None:
    script = (files("dealflow.ui.claims") / "front" / "workbench.js").read_text("utf-8")
    html = (files("dealflow.ui.claims") / "front" / "workbench.html").read_text("utf-8")
    sent = review_data.words("en")
    used = set(re.findall(r"(?:this\.data\.)?words\.([a-z_]+)", script)) | {
        place.replace("-", "_") for place in re.findall(r'data-do="([a-z-]+)"', html)
    }
    assert used - set(sent) == set()
