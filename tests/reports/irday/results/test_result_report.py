"""The result report: what it says, what it must not say, and that what is missing is named."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from dealflow.actions.irday.results.results import results_of
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.i18n import LANGUAGES, t
from dealflow.reports.irday.results import result_charts
from dealflow.reports.irday.results.result_report import document, file
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday.held_day import AFTER, EVENT, held_day, planned_day

__all__ = ["cast", "stage", "ws"]
ON = date(2026, 7, 1)


def words_of(data: bytes) -> str:
    """Return every word of a DOCX: paragraphs and cells."""
    made = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_says_what_was_held_and_nothing_private(ws: Workspace, cast: Cast, lang: str) -> None:
    held_day(ws, cast.shared_company)
    given = results_of(Looking(ws, cast.organiser), EVENT, on=ON)
    page = file(given, "html", at=AFTER, lang=lang).data.decode()
    whole = words_of(file(given, "docx", at=AFTER, lang=lang).data)
    for words in (page, whole):
        assert "33.3% (1/3)" in words
        assert "실증 장비가 부족함" in words
        assert {"ko": "3억 원 – 5억 원", "en": "₩300M – ₩500M"}[lang] in words
        assert t("results.define.intention", lang) in words
        assert not any(private in words for private in ("심사역만 보는 메모", "재무제표", "가온대", "010-0000"))
    assert "<script" not in page
    assert page.count("data:image/svg+xml") == 4


def test_the_docx_holds_a_picture_for_every_chart(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    made = docx.Document(
        io.BytesIO(file(results_of(Looking(ws, cast.organiser), EVENT, on=ON), "docx", at=AFTER, lang="ko").data)
    )
    assert len(made.inline_shapes) == (4 if result_charts.draws_korean() else 0)


def test_a_day_of_which_nothing_was_recorded_says_so_everywhere(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    given = results_of(Looking(ws, cast.organiser), EVENT, on=date(2026, 3, 13))
    made = document(given, at=AFTER, lang="ko")
    missing = repr(made.parts[-1])
    for name in (
        "공급기업 현장 등록",
        "완료 상담",
        "투자검토 의향금액(비구속)",
        "만족도(참가기업)",
        "투자유치 실적(12개월)",
    ):
        assert name in missing
    assert "기록 없음" in repr(made.parts[1])
