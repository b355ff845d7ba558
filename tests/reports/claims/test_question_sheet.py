from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from docx import Document

from dealflow.actions.claims.consistency import Scrutiny
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import Aggregation, Claim, ClaimStatus, Evidence, Metric, ReviewState, Scope
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.consistency_checks import CHECKS, Answer, Finding
from dealflow.domain.claims.page import Box
from dealflow.domain.claims.questions import Question, QuestionKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.i18n import has
from dealflow.reports.claims.question_sheet import as_docx, as_text

ON = date(2026, 3, 2)
STAFF = Metric(
    "employees_total", "A", "임직원 수", "Employees", ("임직원",), ("Employees",), (Unit.COUNT,), Scope.COMPANY
)
MRR = replace(STAFF, id="mrr", name_ko="월간반복매출", name_en="MRR")


def view(claim_id: str, people: int, page: int) -> ClaimView:
    quantity = Quantity(Unit.COUNT, Decimal(people))
    evidence = (Evidence(page, (Box(0, 0, 1, 1),), (), f"임직원 {people}명"),)
    return ClaimView(
        claim=Claim(claim_id, "employees_total", quantity, evidence, "임직원"),
        deck_id="d",
        company_id="c",
        state=ReviewState.PROPOSED,
        metric="employees_total",
        quantity=quantity,
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        aggregation=Aggregation.UNKNOWN,
        period=None,
    )


CONFLICT = Finding("one_figure_one_value", Answer.DISAGREES, ("a",), ("b",), None, Decimal(38), Unit.COUNT)
SCRUTINY = Scrutiny(
    company=Company("c", "가온비전(가상)", "Gaon Vision (Fictional)"),
    findings=(CONFLICT,),
    questions=(
        Question(QuestionKind.CONFLICT, "employees_total", ("a", "b"), CONFLICT),
        Question(QuestionKind.GAP, "mrr"),
    ),
    views={"a": view("a", 42, 3), "b": view("b", 38, 14)},
)


INTRO = (
    "2026. 3. 2. 기준입니다. 보내 주신 IR 자료를 검토하면서 확인이 필요한 사항을 정리했습니다. "
    "항목마다 답변과 근거 자료를 부탁드립니다."
)


def test_the_sheet_reads_as_a_letter_in_korean() -> None:
    assert as_text(SCRUTINY, [STAFF, MRR], on=ON, lang="ko").splitlines() == [
        "가온비전(가상) 확인 질문지",
        "",
        INTRO,
        "",
        "[서로 맞지 않는 수치]",
        "1. 같은 수치가 서로 다른 값으로 적혀 있습니다. 어느 쪽이 맞는지 알려 주십시오.",
        "   - 3쪽 · 임직원 수 42명 · “임직원 42명”",
        "   - 14쪽 · 임직원 수 38명 · “임직원 38명”",
        "",
        "[자료에 없는 수치]",
        "2. 월간반복매출: 값과 기준 시점, 산출 근거를 알려 주십시오.",
    ]


def test_the_docx_has_a_row_for_each_question_and_room_for_the_answer() -> None:
    document = Document(io.BytesIO(as_docx(SCRUTINY, [STAFF, MRR], on=ON, lang="en")))
    assert document.paragraphs[0].text == "Questions for Gaon Vision (Fictional)"
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert [row[0] for row in rows] == ["No.", "1", "No.", "2"]
    assert rows[3] == ["2", "MRR: what is the value, as of when, and how is it calculated?", ""]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_check_has_its_words(lang: str) -> None:
    names = [check.__name__ for check in CHECKS] + ["forecasts_are_not_actual"]
    places = [f"check{place}.{name}" for name in names for place in ("", ".name")]
    assert [place for place in places if not has(place, lang)] == []


def test_nothing_to_ask_is_an_empty_sheet_not_an_error() -> None:
    silent = replace(SCRUTINY, questions=(), findings=())
    assert "1." not in as_text(silent, [STAFF], on=ON, lang="en")
    assert Document(io.BytesIO(as_docx(silent, [STAFF], on=ON, lang="en"))).tables == []
