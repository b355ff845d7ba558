"""A claim whose value is words goes the whole way: read, shown, accepted, corrected, checked, asked about, exported."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dealflow.actions.claims import review
from dealflow.actions.claims.reading_worker import read
from dealflow.actions.companies.company_record import company
from dealflow.actions.platform import warehouse
from dealflow.actions.platform.context import Acting, Looking
from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Correction, ReviewReason, ReviewState, Scope
from dealflow.domain.values.quantity import WORDED, Quantity, Unit
from dealflow.reports.claims import question_sheet
from dealflow.ui.claims import review_data
from tests.actions.conftest import AT, Bring, Cast, pdf

if TYPE_CHECKING:
    from dealflow.actions.platform.workspace import Workspace
    from dealflow.domain.claims.claims import Claim

LATER = AT + timedelta(hours=1)


def told(day: str) -> tuple[Claim, ...]:
    pages = (
        ("모의비전(가상)", "Series A 투자유치 제안서"),
        ("주요 현황", "스케일업팁스 추천 예정", "벤처기업 인증 보유", "사업자등록번호 000-00-00001"),
        ("재무 계획", f"손익분기점(BEP) {day} 달성 예정"),
    )
    return tuple(one for one in read(pdf(*pages), "a.pdf", AT.date()).claims if one.quantity.unit in WORDED)


def test_words_are_read_and_stand_in_the_books_as_they_were_read(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", told("2026년 4분기"), company_id=cast.shared_company)
    views = review.claims(Looking(ws, cast.anna), deck_id)
    assert [(one.page, one.metric, one.quantity.text, one.status) for one in views] == [
        (1, "round", "Series A", ClaimStatus.TARGET),
        (2, "biz_reg_no", "000-00-00001", ClaimStatus.ACTUAL),
        (2, "certifications", "벤처기업확인", ClaimStatus.ACTUAL),
        (2, "tips_status", "스케일업팁스 추천 예정", ClaimStatus.TARGET),
        (3, "bep", "2026-Q4", ClaimStatus.TARGET),
    ]
    assert [review_data.value_of(one.quantity, "ko") for one in views][-1] == "2026년 4분기"
    assert [review_data.value_of(one.quantity, "en") for one in views][-1] == "Q4 2026"


def test_words_are_accepted_and_corrected_and_reach_the_warehouse(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf", told("2026년 4분기"), company_id=cast.shared_company)
    of = {one.metric: one for one in review.claims(Looking(ws, cast.anna), deck_id)}
    review.accept(Acting(ws, cast.anna, LATER), of["tips_status"].claim.id)
    selected = Correction(
        "certifications",
        Quantity(Unit.TEXT, text="GS인증"),
        Scope.COMPANY,
        ClaimStatus.ACTUAL,
        Aggregation.UNKNOWN,
        None,
    )
    review.correct(Acting(ws, cast.anna, LATER), of["certifications"].claim.id, selected)
    after = {one.metric: one for one in review.claims(Looking(ws, cast.anna), deck_id)}
    assert after["tips_status"].state is ReviewState.VERIFIED
    assert (after["certifications"].state, after["certifications"].quantity.text) == (ReviewState.CORRECTED, "GS인증")
    rows = warehouse.query(Looking(ws, cast.anna), "select metric, exact from claim order by metric").to_pylist()
    assert {"metric": "bep", "exact": "2026-Q4"} in rows


def test_only_what_contradicts_contradicts(ws: Workspace, cast: Cast, bring: Bring) -> None:
    bring(cast.anna, "a.pdf", told("2026년 4분기"), company_id=cast.shared_company)
    bring(cast.anna, "b.pdf", told("2026년 하반기"), company_id=cast.shared_company)
    assert [one.metric for one in company(Looking(ws, cast.anna), cast.shared_company).claims if one.rivals] == []


def test_the_question_sheet_stands_words(ws: Workspace, cast: Cast, bring: Bring) -> None:
    bring(cast.anna, "a.pdf", told("2026년 4분기"), company_id=cast.shared_company)
    on = AT.date()
    found = company(Looking(ws, cast.anna), cast.shared_company, on=on).scrutiny(ws.metrics, on=on)
    for lang in ("ko", "en"):
        assert question_sheet.as_text(found, load_metrics(), on=AT.date(), lang=lang)
        assert question_sheet.as_docx(found, load_metrics(), on=AT.date(), lang=lang).startswith(b"PK")
    assert all(ReviewReason.CONFLICT not in view.claim.review_reasons for view in found.views.values())
