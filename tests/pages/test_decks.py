"""The decks page: upload, list, errors with their remedy, whose deck it is."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from dealflow.actions.claims import intake
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.deck import DeckState, Suggestion
from dealflow.domain.people.access import Audience
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.ui.kit import context
from tests.actions.conftest import Cast, claim, pdf
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]

DECK = pdf(("가온비전(가상)", "2025년 매출액 45.3억원"), ("임직원 수 42명",))


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, data, "application/octet-stream") for name, data in files])
    next(button for button in app.button if button.label in {"올리기", "Upload"}).click()
    return app.run()


def read_all(app: AppTest) -> AppTest:
    assert context.reading_room().wait(60)
    return app.run()


def test_an_empty_list_says_what_to_do_next(screens: Screens, cast: Cast) -> None:
    app = screens.open("decks", cast.anna)
    assert not app.exception
    assert app.title[0].value == "IR 자료"
    assert "아직 올린 자료가 없습니다." in told(app)


def test_several_files_and_a_zip_come_in_at_once_each_with_its_line(screens: Screens, cast: Cast) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("inside.pdf", pdf(("두번째(가상)", "고객사 12개사")))
    app = screens.open("decks", cast.anna)
    app = read_all(upload(app, ("gaon.pdf", DECK), ("broken.pdf", b"%PDF-1.4 no"), ("more.zip", archive.getvalue())))
    assert not app.exception
    words = told(app)
    assert "**gaon\\.pdf** 수치" in words
    assert "**inside\\.pdf** 수치" in words
    assert "**broken\\.pdf** 파일이 손상되어 열 수 없습니다" in words
    states = {row.file_name: row.state for row in intake.decks(Looking(screens.ws, cast.anna))}
    assert states == {"gaon.pdf": DeckState.READ, "inside.pdf": DeckState.READ, "broken.pdf": DeckState.REFUSED}


def test_the_same_content_twice_is_one_deck_and_is_said_so(screens: Screens, cast: Cast) -> None:
    app = read_all(upload(screens.open("decks", cast.anna), ("gaon.pdf", DECK)))
    app = read_all(upload(app, ("renamed.pdf", DECK)))
    assert "이미 올린 자료입니다" in told(app)
    assert [row.file_name for row in intake.decks(Looking(screens.ws, cast.anna))] == ["gaon.pdf"]


def test_a_refused_file_stays_listed_with_its_remedy_and_can_be_tried_again(screens: Screens, cast: Cast) -> None:
    read_all(upload(screens.open("decks", cast.anna, lang="en"), ("broken.pdf", b"%PDF-1.4 no")))
    app = screens.open("decks", cast.anna, lang="en", state="refused")
    assert "The file is damaged and cannot be opened. Export the PDF again" in told(app)
    next(button for button in app.button if button.label == "Read again").click()
    app = read_all(app.run())
    assert not app.exception
    assert [row.state for row in intake.decks(Looking(screens.ws, cast.anna))] == [DeckState.REFUSED]


def test_filters_come_from_the_url(screens: Screens, cast: Cast) -> None:
    screens.deck(cast.anna, "one.pdf", (claim("c", 3),))
    screens.deck(cast.anna, "two.pdf")
    app = screens.open("decks", cast.anna, q="two")
    assert "two\\.pdf" in told(app)
    assert "one\\.pdf" not in told(app)
    assert "조건에 맞는 자료가 없습니다." in told(screens.open("decks", cast.anna, state="queued"))


def test_another_choice_of_a_company_fills_the_form_anew_with_what_the_deck_says(screens: Screens, cast: Cast) -> None:
    stated = replace(claim("r", 1, metric="round"), quantity=Quantity(Unit.TEXT, text="시리즈 A"))
    named = (Suggestion("하늘온", "cover"), Suggestion("바람온", "cover"))
    deck = screens.deck(cast.anna, "v1.pdf", (stated,), suggestions=named)
    app = screens.open("decks", cast.anna, confirm=deck)
    names = []
    for choice in ("0", "1", "new", "0"):
        app.radio(key="confirm_choice").set_value(choice).run()
        names.append(app.text_input(key="confirm_name").value)
    assert names == ["하늘온", "바람온", "", "하늘온"]
    assert app.text_input(key="confirm_round").value == "Series A"


def test_a_person_confirms_a_new_company_and_the_next_deck_is_its_second_version(screens: Screens, cast: Cast) -> None:
    first, second = screens.deck(cast.anna, "v1.pdf"), screens.deck(cast.anna, "v2.pdf")
    app = screens.open("decks", cast.anna, confirm=first)
    app.radio(key="confirm_choice").set_value("new").run()
    app.text_input(key="confirm_name").set_value("가온비전(가상)").run()
    app.text_input(key="confirm_round").set_value("Series A")
    app.button(key="confirm_save").click().run()
    assert not app.exception
    company = intake.deck(Looking(screens.ws, cast.anna), first).company
    assert company is not None
    assert company.name == "가온비전(가상)"
    app = screens.open("decks", cast.anna, confirm=second)
    app.radio(key="confirm_choice").set_value("other").run()
    app.selectbox(key="confirm_known").set_value(company.id).run()
    app.text_input(key="confirm_round").set_value("Series A")
    app.button(key="confirm_save").click().run()
    deck = intake.deck(Looking(screens.ws, cast.anna), second)
    assert (deck.company, deck.version) == (company, 2)


def test_confirming_without_a_name_is_told_and_changes_nothing(screens: Screens, cast: Cast) -> None:
    deck = screens.deck(cast.anna, "v1.pdf")
    app = screens.open("decks", cast.anna, confirm=deck)
    app.radio(key="confirm_choice").set_value("new").run()
    app.button(key="confirm_save").click().run()
    assert "값이 비어 있습니다" in told(app)
    assert intake.deck(Looking(screens.ws, cast.anna), deck).company is None


def test_another_firms_deck_is_neither_listed_nor_opened(screens: Screens, cast: Cast) -> None:
    deck = screens.deck(cast.anna, "private.pdf")
    app = screens.open("decks", cast.bora, deck=deck)
    assert not app.exception
    assert "private" not in told(app)
    assert "찾을 수 없습니다" in told(app)


def test_a_viewer_sees_decks_but_is_offered_nothing_to_change(screens: Screens, cast: Cast) -> None:
    screens.deck(cast.anna, "one.pdf")
    app = screens.open("decks", cast.viewer_a)
    assert "one\\.pdf" in told(app)
    assert not app.file_uploader
    assert {button.label for button in app.button} == {"검토", "자세히"}


def test_everyone_sees_an_event_deck(screens: Screens, cast: Cast, ws: Workspace) -> None:
    screens.deck(cast.organiser, "event.pdf", audience=Audience.EVENT, company_id=cast.shared_company)
    app = screens.open("decks", cast.bora)
    assert "**다온로보틱스\\(가상\\)** :gray[event\\.pdf]" in told(app)
    assert ws.settings.demo


def test_a_second_version_says_what_changed_since_the_first(screens: Screens, cast: Cast) -> None:
    company = cast.shared_company
    first = (claim("a", 29), claim("gone", 7, metric="patents_registered"))
    screens.deck(cast.anna, "v1.pdf", first, company_id=company)
    second = screens.deck(cast.anna, "v2.pdf", (claim("b", 47, page=2),), company_id=company)
    app = screens.open("decks", cast.anna, deck=second)
    assert not app.exception
    assert "v1 대비 달라진 수치 2건" in [part.label for part in app.expander]
    table = app.table[-1].value
    assert table.to_numpy().tolist() == [
        ["변경", "고객사 수", "29 \\(1쪽\\)", "47 \\(2쪽\\)"],
        ["삭제", "등록 특허", "7건 \\(1쪽\\)", ""],
    ]
