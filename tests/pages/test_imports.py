"""The import screen: a sheet's columns, its trial row by row, the import, and its taking back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dealflow.actions.companies import companies
from dealflow.actions.platform.context import Looking
from tests.actions.conftest import Cast
from tests.actions.sheets.sheet_files import Lines, csv_of
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]

LINES = (
    ("회사명", "진행단계", "담당", "비고"),
    ("가람테크(가상)", "IR", "anna", "통화함"),
    ("다온로보틱(가상)", "미팅", "", ""),
    ("나래소재(가상)", "1차 만남", "", ""),
)


def brought(screens: Screens, cast: Cast, lines: Lines = LINES) -> AppTest:
    app = screens.open("imports", cast.anna)
    app.file_uploader[0].set_value([("우리 파이프라인.csv", csv_of(lines, encoding="cp949"), "text/csv")])
    return app.run()


def names(screens: Screens, cast: Cast) -> set[str]:
    return {row.company.name for row in companies.companies(Looking(screens.ws, cast.anna))}


def test_a_sheet_is_tried_mended_taken_in_and_taken_back(screens: Screens, cast: Cast) -> None:
    app = brought(screens, cast)
    assert not app.exception
    assert "새로 1" in told(app)
    assert "가져오지 못함 2" in told(app)
    assert app.button(key="import_run").disabled
    by_label = {box.label: box for box in app.selectbox}
    near = next(box for label, box in by_label.items() if "다온로보틱" in label)
    near.select(cast.shared_company)
    word = next(box for label, box in by_label.items() if "1차 만남" in label)
    word.select("meeting")
    app = app.run()
    assert "새로 3" in told(app)
    app = app.button(key="import_run").click().run()
    assert not app.exception
    assert "가져왔습니다: 새로 3줄" in "\n".join(str(part.value) for part in app.success)
    assert names(screens, cast) == {"다온로보틱스(가상)", "가람테크(가상)", "나래소재(가상)"}
    assert "우리 파이프라인" in told(app)
    app = next(button for button in app.button if (button.key or "").startswith("import_revert_")).click().run()
    assert "되돌렸습니다" in "\n".join(str(part.value) for part in app.success)
    assert names(screens, cast) == {"다온로보틱스(가상)"}


def test_what_was_chosen_once_is_chosen_the_next_time(screens: Screens, cast: Cast) -> None:
    lines = (("무엇", "단계"), ("가람테크(가상)", "IR"))
    app = brought(screens, cast, lines)
    assert "기업명 열을 고르면" in told(app)
    app.selectbox[1].select("name")
    app.run().button(key="import_run").click().run()
    assert names(screens, cast) == {"다온로보틱스(가상)", "가람테크(가상)"}
    app = brought(screens, cast, (*lines, ("나래소재(가상)", "IR")))
    assert "지난번에 고른 열" in told(app)
    assert "새로 1" in told(app)


def test_a_file_that_is_no_table_is_refused_in_words(screens: Screens, cast: Cast) -> None:
    app = screens.open("imports", cast.anna)
    app.file_uploader[0].set_value([("x.xlsx", b"no table at all", "application/octet-stream")])
    app = app.run()
    assert not app.exception
    assert app.error


def test_who_may_not_bring_companies_in_is_told(screens: Screens, cast: Cast) -> None:
    app = screens.open("imports", cast.viewer_a)
    assert not app.file_uploader
    assert app.info
