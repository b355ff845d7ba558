"""The frame stands round every page: language, viewer, menu by role; and where its files lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dealflow.actions.people import signin
from dealflow.domain.people.access import Audience, Role
from dealflow.errors import (
    AlteredTableError,
    ChangedMeanwhileError,
    DealflowError,
    InvalidInputError,
    TamperedJournalError,
    UnreadableDeckError,
)
from dealflow.ui.kit import frame, keys
from tests.actions.conftest import Cast
from tests.pages.screens import FRAME, Screens, cast, screens, stage, ws

__all__ = ["cast", "screens", "stage", "ws"]

ROOT = Path(__file__).parents[2]


def test_no_pages_folder_lies_beside_the_main_script() -> None:
    assert Path(frame.__file__) == FRAME
    assert not (FRAME.parent / "pages").exists()


def test_a_first_visit_is_korean_and_offers_whom_to_be(screens: Screens, cast: Cast) -> None:
    app = AppTest.from_file(str(FRAME), default_timeout=30).run()
    assert not app.exception
    assert screens.ws.settings.demo
    assert app.session_state[keys.LANGUAGE] == "ko"
    choice = app.sidebar.selectbox(key=keys.VIEWER_CHOICE)
    assert choice.label == "사용자(시연)"
    assert "a벤처스(가상) · anna(가상)" in choice.options
    assert cast.anna.person_id == "anna"


def test_the_address_carries_the_language(screens: Screens, cast: Cast) -> None:
    app = screens.open("decks", cast.anna, lang="en")
    assert app.title[0].value == "Decks"
    app.session_state[keys.LANGUAGE] = "ko"
    app.run()
    assert app.title[0].value == "IR 자료"
    assert "lang" not in app.query_params


def test_an_unknown_language_is_korean(screens: Screens, cast: Cast) -> None:
    assert screens.open("decks", cast.anna, lang="fr").title[0].value == "IR 자료"


def test_choosing_another_person_shows_that_persons_decks(screens: Screens, cast: Cast) -> None:
    screens.deck(cast.anna, "one.pdf")
    app = screens.open("decks", cast.bora)
    assert "one" not in "".join(str(part.value) for part in app.markdown)
    app.sidebar.selectbox(key=keys.VIEWER_CHOICE).set_value("anna").run()
    assert "one" in "".join(str(part.value) for part in app.markdown)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("page", ["home", "decks", "review", "companies", "pipeline", "funnel"])
def test_every_page_draws_for_every_role(screens: Screens, cast: Cast, page: str, lang: str) -> None:
    for viewer in (cast.anna, cast.organiser, cast.viewer_a, cast.admin):
        assert not screens.open(page, viewer, lang=lang).exception


@pytest.mark.parametrize("page", ["home", "decks", "review"])
def test_a_companys_guest_sees_its_pages(screens: Screens, cast: Cast, page: str) -> None:
    screens.deck(cast.organiser, "own.pdf", audience=Audience.EVENT, company_id=cast.shared_company)
    assert not screens.open(page, cast.guest).exception


def test_a_companys_guest_is_offered_its_decks_and_consultations_only(cast: Cast) -> None:
    assert frame.offered(Role.COMPANY_GUEST) == ("home", "search", "decks", "review", "company", "consultations")
    running = {"event", "participants", "timetable", "floor", "results", "award", "regional", "imports"}
    assert set(frame.offered(Role.ORGANISER)) - set(frame.offered(cast.viewer_a.role)) == running
    assert set(frame.offered(Role.ADMIN)) - set(frame.offered(Role.ORGANISER)) == {"people"}
    assert frame.offered(Role.HOUSE_ADMIN) == frame.offered(Role.ADMIN)


def test_an_organisers_menu_begins_with_the_day_and_leaves_out_what_houses_decide() -> None:
    menu = frame.listed(Role.ORGANISER)
    assert menu[:3] == ("home", "event", "participants")
    assert set(frame.offered(Role.ORGANISER)) > set(menu)
    assert not {"committee", "register", "operators", "funds"} & set(menu)
    assert {"committee", "register", "operators", "funds"} < set(frame.listed(Role.OPERATOR))


def test_a_page_that_a_role_may_not_open_says_so(screens: Screens, cast: Cast) -> None:
    refused = screens.open("timetable", cast.anna)
    assert not refused.exception
    assert [title.value for title in refused.title] == ["열 수 없는 화면입니다"]
    assert "심사역" in refused.info[0].value


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(
    "error",
    [
        DealflowError(),
        ChangedMeanwhileError(stream="s", expected=1, found=2),
        InvalidInputError(field="value", problem="no_number", value="x"),
        InvalidInputError(field="something", problem="strange"),
        InvalidInputError(),
        TamperedJournalError(position=7),
        AlteredTableError(tables="claim"),
        AlteredTableError(),
        UnreadableDeckError(reason="encrypted"),
    ],
)
def test_every_error_has_words_in_both_languages(error: DealflowError, lang: str) -> None:
    words = frame.words_of(error, lang)
    assert words.strip()
    assert "{" not in words


def test_a_sitting_is_known_by_its_token_only() -> None:
    token = signin.new_token()
    signin.sign_in(token, "anna")
    signin.remember_language(token, "en")
    assert (signin.person_of(token), signin.language_of(token)) == ("anna", "en")
    signin.sign_out(token)
    assert signin.person_of(token) is None
    signin.sign_in("short", "anna")
    assert signin.person_of("short") is None
