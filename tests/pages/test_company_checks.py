"""The checks on a company's record, and the question sheet: to read, to copy, to take along."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from dealflow.actions.companies.company_record import company
from dealflow.actions.platform.context import Looking
from dealflow.domain.people.access import Audience
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.i18n import Language
from dealflow.ui.claims import question_sheet
from dealflow.ui.kit import context, keys
from tests.actions.conftest import Cast, cast, claim
from tests.pages.onstage import drawn, said
from tests.pages.screens import Screens, screens, stage, ws

__all__ = ["cast", "screens", "stage", "ws"]

ROUND = (("pre_money", 15, 1), ("raise_amount", 3, 2), ("post_money", 20, 3), ("tam", 900, 4), ("sam", 90, 4))


@pytest.fixture
def deck(screens: Screens, cast: Cast) -> str:
    """An event's deck whose valuation does not add up, and whose markets do."""
    claims = tuple(
        replace(
            claim(metric, 1, metric=metric, page=min(page, 3)),
            quantity=Quantity(Unit.KRW, Decimal(amount) * 1_000_000_000),
        )
        for metric, amount, page in ROUND
    )
    return screens.deck(cast.organiser, "a.pdf", claims, audience=Audience.EVENT, company_id=cast.shared_company)


def values(app: AppTest, key: str) -> list[list[list[str]]]:
    """Return the texts of a table with several values in a cell."""
    return [
        [[part["text"] for part in cell["parts"]] or [cell["text"]] for cell in row["cells"]]
        for row in drawn(app)[key]["rows"]
    ]


def test_what_does_not_add_up_stands_above_the_figures_with_both_sides(screens: Screens, cast: Cast, deck: str) -> None:
    app = screens.open("company", cast.anna, id=cast.shared_company)
    words = "투자 후 기업가치가 투자 전 기업가치와 투자유치 금액의 합과 맞지 않습니다."
    assert values(app, "company_checks") == [[[words], ["150억 원", "30억 원"], ["180억 원"], ["200억 원"]]]
    stated = drawn(app)["company_checks"]["rows"][0]["cells"][3]["parts"][0]
    assert stated["href"] == f"review?deck={deck}&claim={stated['place']}"
    assert stated["sub"] == "투자 후 기업가치 · 3쪽 · 미검증"


@pytest.mark.usefixtures("deck")
def test_what_adds_up_is_folded(screens: Screens, cast: Cast) -> None:
    app = screens.open("company", cast.anna, id=cast.shared_company, lang="en")
    (folded,) = app.expander
    assert folded.label == "Other checks · 1 adds up"
    assert values(app, "company_checks_rest") == [[["TAM ≥ SAM ≥ SOM"], [""], ["₩900B", "₩90B"]]]


@pytest.mark.usefixtures("deck")
def test_the_sheet_is_read_in_the_language_that_is_chosen_for_it(screens: Screens, cast: Cast) -> None:
    app = screens.open("company", cast.anna, id=cast.shared_company)
    app.button(key="sheet_show").click().run()
    assert "아직 검토하지 않은 수치 3건" in said(app)
    assert app.code[0].value.startswith("다온로보틱스(가상) 확인 질문지")
    app.segmented_control(key=keys.SHEET_LANGUAGE_SWITCH).set_value(Language.EN).run()
    assert app.get("link_button")[0].proto.label == "질문지 DOCX · English"
    app.button(key="sheet_show").click().run()
    assert app.code[0].value.startswith("Questions for 다온로보틱스(가상)")
    assert "The other figures give ₩18B." in app.code[0].value


@pytest.mark.usefixtures("deck")
def test_one_click_takes_the_sheet_along(screens: Screens, cast: Cast) -> None:
    app = screens.open("company", cast.anna, id=cast.shared_company)
    assert [one.proto.label for one in app.get("link_button")] == ["질문지 DOCX · 한국어"]
    record = company(Looking(screens.ws, cast.anna), cast.shared_company, on=context.today())
    found = record.scrutiny(screens.ws.metrics, on=context.today())
    taken = Document(io.BytesIO(question_sheet.document(found, Language.EN)()))
    assert taken.paragraphs[0].text == "Questions for 다온로보틱스(가상)"
    assert len([row for table in taken.tables for row in table.rows]) == len(found.questions) + len(taken.tables)


@pytest.mark.usefixtures("deck")
def test_the_company_itself_gets_no_questions_to_itself(screens: Screens, cast: Cast) -> None:
    app = screens.open("company", cast.guest, id=cast.shared_company)
    assert not app.exception
    assert [one.key for one in app.button if one.key == "sheet_show"] == []
    assert "company_checks" in drawn(app)


@pytest.mark.usefixtures("deck")
def test_what_the_company_answers_is_recorded_and_the_check_adds_up(screens: Screens, cast: Cast) -> None:
    app = screens.open("company", cast.anna, id=cast.shared_company)
    app.button(key="sheet_show").click().run()
    assert app.selectbox(key=keys.ANSWER_QUESTION).options[0] == "1. 투자 후 기업가치 · 서로 맞지 않는 수치"
    app.text_input(key="answer_value").set_value("180억")
    app.text_area(key="answer_quote").set_value("재무이사 메일: 투자 후 180억 원")
    app.button(key="sheet_show").click()
    app.button(key="answer_save").click().run()
    assert not app.exception
    again = screens.open("company", cast.anna, id=cast.shared_company)
    assert "company_checks" not in drawn(again)
    deal = [cells for row in drawn(again)["figures_Deal"]["rows"] if (cells := [one["text"] for one in row["cells"]])]
    assert ["투자 후 기업가치", "180억 원", "기업 답변"] in [[row[0], row[1], row[5]] for row in deal]
