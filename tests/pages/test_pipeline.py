"""The pipeline page: views and filters by the address, the drawer, moves, and one firm's books hidden from another."""

from __future__ import annotations

import pytest

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.ui.kit import context, keys
from tests.pages.onstage import NOW, TODAY, Books, at_page, drawn, rows, said


def cards(who: str = "anna", **query: str) -> dict[str, str]:
    """The stage of each card on the board."""
    board = drawn(at_page("pipeline", who=who, **query))[keys.BOARD]
    return {card["id"]: card["column"] for card in board["cards"]}


def test_the_board_shows_each_engagement_at_its_stage(books: Books) -> None:
    assert cards() == {books.moved: "review", books.quiet: "meeting"}


def test_another_firms_engagements_are_not_on_the_board_in_any_view(books: Books) -> None:
    assert cards("bora") == {books.rival: "meeting"}
    for view in ("board", "matrix", "table"):
        assert "경쟁사 메모" not in said(at_page("pipeline", view=view))
    app = at_page("pipeline", open=books.rival)
    assert [one.value for one in app.error]
    assert "b벤처스" not in said(app)


@pytest.mark.usefixtures("books")
def test_the_address_chooses_view_and_filters() -> None:
    table = at_page("pipeline", view="table", q="누리")
    assert [row[0] for row in rows(table, "pipeline_table")] == ["누리(가상)"]
    stale = at_page("pipeline", view="table", stale="1", lang="en")
    assert [row[0] for row in rows(stale, "pipeline_table")] == ["Nuri (Fictional)"]
    assert keys.BOARD in drawn(at_page("pipeline", view="matrix")), "of one investor a matrix would have one column"


@pytest.mark.usefixtures("books")
def test_an_address_that_names_nothing_known_shows_the_usual_board() -> None:
    assert cards(view="nonsense", track="nonsense", investor="nobody") == cards()


@pytest.mark.usefixtures("books")
def test_filters_that_leave_nothing_say_what_to_do_next() -> None:
    app = at_page("pipeline", q="없는 이름")
    assert "조건에 맞는 검토 건이 없습니다" in said(app)
    assert keys.BOARD not in drawn(app)


def test_a_viewer_sees_the_board_but_is_offered_no_act(books: Books) -> None:
    app = at_page("pipeline", who="vera", open=books.moved)
    assert all(card["moves"] == [] for card in drawn(app)[keys.BOARD]["cards"])
    assert not [button for button in app.button if button.key in {"pipeline_new", "drawer_move_submit", "drawer_undo"}]


@pytest.mark.parametrize(("lang", "word"), [("ko", "이력"), ("en", "History")])
def test_the_drawer_tells_the_history_latest_first(books: Books, lang: str, word: str) -> None:
    app = at_page("pipeline", open=books.moved, lang=lang)
    told = [one.value for one in app.markdown]
    start = told.index(f"**{word}**")
    expected = {
        "ko": ["IR → 자료 검토", "미팅 → IR", "‘미팅’ 단계로 등록"],
        "en": ["Office IR → Review", "Meeting → Office IR", "Opened at Meeting"],
    }
    assert [one.replace("\\", "") for one in told[start + 2 :]][:3] == expected[lang]


def test_moving_in_the_drawer_moves_the_card_and_can_be_undone(books: Books) -> None:
    app = at_page("pipeline", open=books.quiet)
    app.button("drawer_move_submit").click().run()
    assert cards()[books.quiet] == "ir"
    app = at_page("pipeline", open=books.quiet)
    app.button("drawer_undo").click().run()
    assert cards()[books.quiet] == "meeting"


def test_passing_without_a_reason_is_refused_in_words_and_changes_nothing(books: Books) -> None:
    app = at_page("pipeline", open=books.quiet)
    app.session_state[keys.DRAWER_TAB] = "status"
    app.run()
    app.selectbox(keys.DRAWER_STATUS).select_index(1).run()
    app.button("drawer_status_submit").click().run()
    assert [one.value for one in app.error]
    record = engagements.engagement(Looking(context.workspace(), books.anna), books.quiet, on=TODAY)
    assert record.row.engagement.status.value == "active"


def test_a_note_is_written_and_its_field_is_empty_again_and_a_refused_one_stays(books: Books) -> None:
    app = at_page("pipeline", open=books.quiet)
    app.session_state[keys.DRAWER_TAB] = "note"
    app.run()
    app.text_area(keys.DRAWER_NOTE).set_value("가" * 20_001)
    app.button("drawer_note_submit").click().run()
    assert not app.exception
    assert app.text_area(keys.DRAWER_NOTE).value == "가" * 20_001
    app.text_area(keys.DRAWER_NOTE).set_value("대표와 통화")
    app.button("drawer_note_submit").click().run()
    assert not app.exception
    assert app.text_area(keys.DRAWER_NOTE).value == ""
    assert "대표와 통화" in said(app)


def test_a_move_that_loses_to_a_colleague_shows_what_changed(books: Books) -> None:
    app = at_page("pipeline", open=books.moved)
    engagements.move(Acting(context.workspace(), books.anna, NOW), books.moved, "pre_ic")
    app.button("drawer_move_submit").click().run()
    assert [one.value for one in app.error]
    assert "자료 검토 → 예비투심" in said(app).replace("\\", "")
    engagements.undo(Acting(context.workspace(), books.anna, NOW), books.moved)


def test_the_board_the_table_and_the_drawer_say_what_is_missing_before_one_tries(books: Books) -> None:
    board = drawn(at_page("pipeline"))[keys.BOARD]
    chips = {card["id"]: [chip["text"] for chip in card["chips"]] for card in board["cards"]}
    assert "예비투심까지 1가지" in chips[books.quiet]
    words = said(at_page("pipeline", open=books.quiet))
    assert "‘예비투심’ 단계로 가려면" in words
    assert "담당 심사역" in said(at_page("pipeline", view="table"))


def test_ticked_rows_are_moved_together_those_that_stay_say_why_and_all_is_taken_back(books: Books) -> None:
    app = at_page("pipeline", view="table")
    app.session_state[keys.TABLE_TICKED] = (books.moved, books.quiet)
    app.run()
    app.selectbox("bulk_stage").select_index(3).run()
    assert "1건 변경, 1건은 관문에 걸림" in said(app)
    assert [row[1] for row in rows(app, "bulk_preview")] == ["예비투심에 필요: 담당 심사역"]
    app.button("bulk_submit").click().run()
    assert not app.exception
    assert cards() == {books.moved: "pre_ic", books.quiet: "meeting"}
    app.button("bulk_undo").click().run()
    assert cards() == {books.moved: "review", books.quiet: "meeting"}


def test_a_sweep_that_would_go_back_is_left_out_until_it_is_asked_for_with_a_reason(books: Books) -> None:
    app = at_page("pipeline", view="table")
    app.session_state[keys.TABLE_TICKED] = (books.moved,)
    app.run()
    app.selectbox("bulk_stage").select_index(0).run()
    assert "0건 변경, 1건은 되돌리는 이동이라 제외" in said(app)
    assert app.button("bulk_submit").disabled
    app.checkbox("bulk_back").check().run()
    assert app.button("bulk_submit").disabled
    app.text_input("bulk_note").set_value("자료를 다시 받기로 함").run()
    app.button("bulk_submit").click().run()
    assert cards()[books.moved] == "meeting"
    app.button("bulk_undo").click().run()
    assert cards()[books.moved] == "review"


@pytest.mark.usefixtures("books")
def test_columns_and_order_stand_in_the_address() -> None:
    table = drawn(at_page("pipeline", view="table", cols="stage,days", sort="-stage"))["pipeline_table"]
    assert [column["id"] for column in table["columns"]] == ["company", "stage", "days"]
    assert [row["cells"][0]["text"] for row in table["rows"]] == ["가온(가상)", "누리(가상)"]
    assert table["columns"][1]["sort"] == "descending"
    back = drawn(at_page("pipeline", view="table", cols="stage,days", sort="stage"))["pipeline_table"]
    assert [row["cells"][0]["text"] for row in back["rows"]] == ["누리(가상)", "가온(가상)"]


@pytest.mark.usefixtures("books")
def test_a_view_is_saved_opened_in_one_click_and_none_of_another_houses() -> None:
    app = at_page("pipeline", view="table", sort="-stage")
    app.text_input("view_name").set_value("단계 순").run()
    app.button("view_submit").click().run()
    assert not app.exception
    app = at_page("pipeline")
    app.button(next(button.key for button in app.button if button.label == "단계 순")).click().run()
    assert (app.query_params["view"], app.query_params["sort"]) == ("table", "-stage")
    assert "단계 순" not in [button.label for button in at_page("pipeline", who="bora").button]


@pytest.mark.usefixtures("nothing")
def test_a_new_installation_says_what_to_do_first() -> None:
    app = at_page("pipeline", who=None)
    assert "첫 검토 건을 등록" in said(app)
