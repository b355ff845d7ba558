"""The page about the numbers: what was measured, and what the viewer's own organisation said."""

from __future__ import annotations

import pytest

from dealflow.actions.claims import extraction_quality, review
from dealflow.actions.platform.context import Acting
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, Books, at_page, rows, said


def test_the_measured_families_and_the_own_words_are_shown(books: Books) -> None:
    app = at_page("quality")
    assert [row[0] for row in rows(app, "quality_families")][:3] == ["기업 개요", "재무", "사업 실적"]
    assert len(rows(app, "quality_sure")) == len(extraction_quality.shipped().reliability)
    assert rows(app, "quality_judged") == [["매출액", "1", "1", "0", "0", "100%"]]
    review.reject(Acting(context.workspace(), books.anna, NOW), "emp")
    assert rows(at_page("quality"), "quality_judged")[0] == ["임직원 수", "1", "0", "0", "1", "0%"]
    review.reopen(Acting(context.workspace(), books.anna, NOW), "emp")


@pytest.mark.usefixtures("books")
def test_another_firm_sees_nothing_of_it_and_is_told_what_to_do() -> None:
    app = at_page("quality", who="bora", lang="en")
    assert "Nothing has been reviewed yet" in said(app)
    assert "Reading accuracy" in said(app)


@pytest.mark.usefixtures("nothing")
def test_a_new_installation_shows_what_was_measured_before_shipping() -> None:
    assert "아직 검토한 수치가 없습니다" in said(at_page("quality", who=None))
