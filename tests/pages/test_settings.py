"""The settings: an address for one's calendar for everybody, stages and days for administrators only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dealflow.actions.home import calendar_feed
from dealflow.actions.investment import exchange_rates
from dealflow.actions.notices import preferences as notice_preferences
from dealflow.actions.people import api_tokens, people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.tips import eligibility, rule_overrides
from dealflow.domain.notices.preferences import NoticeKind
from dealflow.domain.people.access import Role
from dealflow.ui.kit import context, keys
from tests.pages.onstage import NOW, Books, at_page, rows, said


@pytest.fixture(scope="module")
def root(books: Books) -> str:
    """An administrator of firm B."""
    people.register_person(
        Acting(context.workspace(), people.SYSTEM, NOW),
        name="root",
        organisation_id="b",
        role=Role.ADMIN,
        person_id="root",
    )
    assert books.anna
    return "root"


def test_a_calendar_address_is_made_shown_once_and_closed(books: Books) -> None:
    app = at_page("settings")
    app.button(key="calendar_make").click().run()
    (shown,) = [one.value for one in app.code]
    token = shown.rpartition("/calendar/")[2].removesuffix(".ics")
    assert calendar_feed.feed(context.workspace(), token, on=NOW.date()).viewer == books.anna
    assert not at_page("settings").code
    app.button(key="calendar_revoke").click().run()
    assert not app.code
    assert calendar_feed.made_at(Looking(context.workspace(), books.anna)) is None


def test_a_token_is_made_shown_once_and_revoked(books: Books) -> None:
    app = at_page("settings", view="tokens")
    app.button(key="token_make").click().run()
    assert "값이 비어 있습니다" in said(app)
    app.text_input(key="token_name").input("주간 보고")
    app.button(key="token_make").click().run()
    (shown,) = [one.value for one in app.code]
    assert api_tokens.viewer_of(context.workspace(), shown, at=context.now()) == books.anna
    (kept,) = api_tokens.tokens(Looking(context.workspace(), books.anna), at=context.now())
    app.button(key=f"token_{kept.id}").click().run()
    assert not app.code
    assert api_tokens.tokens(Looking(context.workspace(), books.anna), at=context.now()) == ()


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_one_wants_to_be_told_is_kept_and_what_is_wrong_is_said_with_nothing_lost(books: Books, lang: str) -> None:
    app = at_page("settings", view="notices", lang=lang)
    assert any("DEALFLOW_SMTP_HOST" in code.value for code in app.code)
    app.checkbox(key="notice_deck").uncheck()
    app.selectbox(key="notice_digest").select(-1)
    app.text_input(key="notice_address").input("anna")
    app.button(key="notice_keep").click().run()
    assert ("이메일 주소가 아닙니다" if lang == "ko" else "not an e-mail address") in said(app)
    assert app.text_input(key="notice_address").value == "anna"
    app.text_input(key="notice_address").input("anna@example.test")
    app.text_input(key="notice_webhook").input("https://127.0.0.1/hook")
    app.button(key="notice_keep").click().run()
    assert ("내부망" if lang == "ko" else "private network") in said(app)
    app.text_input(key="notice_webhook").input("")
    app.button(key="notice_keep").click().run()
    reached = notice_preferences.own(Looking(context.workspace(), books.anna))
    assert reached.address == "anna@example.test"
    assert reached.preferences.muted == (NoticeKind.DECK,)
    assert reached.preferences.digest_hour is None


@pytest.mark.usefixtures("books")
def test_an_analyst_finds_no_stages_to_edit() -> None:
    app = at_page("settings", view="stages")
    assert not [one for one in app.button if str(one.key).startswith("stage_")]
    assert "캘린더 앱" in said(app)


def test_an_administrator_renames_a_stage_and_adds_one(root: str) -> None:
    app = at_page("settings", who=root, view="stages", track="vc", stage="ir")
    app.text_input(key="stage_vc_ir_ko").input("")
    app.button(key="stage_vc_ir_save").click().run()
    assert "값이 비어 있습니다" in said(app)
    app.text_input(key="stage_vc_ir_ko").input("오피스 IR")
    app.button(key="stage_vc_ir_save").click().run()
    assert context.workspace().track("vc").stage("ir").name_ko == "오피스 IR"
    app.selectbox(key="stage_new_vc_after").select("review")
    app.text_input(key="stage_new_vc_ko").input("레퍼런스 체크")
    app.text_input(key="stage_new_vc_en").input("Reference check")
    app.button(key="stage_new_vc_submit").click().run()
    assert [row[0] for row in rows(app, "settings_stages")][:4] == ["미팅", "오피스 IR", "자료 검토", "레퍼런스 체크"]


def test_an_administrator_closes_a_day(root: str) -> None:
    app = at_page("settings", who=root, view="holidays", lang="en")
    app.text_input(key="holiday_day").set_value("20260311")
    app.text_input(key="holiday_name").input("Temporary (Fictional)")
    app.button(key="holiday_save").click().run()
    assert not context.workspace().calendar.is_business(date(2026, 3, 11))
    assert rows(app, "holidays_declared") == [["Mar 11, 2026", "Temporary (Fictional)", "Closed"]]
    assert keys.CALENDAR_ADDRESS


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_house_sets_a_figure_that_no_source_confirms_and_takes_it_back(books: Books, lang: str) -> None:
    app = at_page("settings", view="figures", figure="SUT-08.age_years", do="figure", lang=lang)
    key = "own_figure_SUT-2026.1_SUT-08_age_years"
    app.text_input(f"{key}_value").set_value("칠")
    app.text_input(f"{key}_because").set_value("담당자 유선 확인(가상)")
    app.button(f"{key}_save").click().run()
    assert [one.value for one in app.error]
    app.text_input(f"{key}_value").set_value("7")
    app.text_input(f"{key}_because").set_value("담당자 유선 확인(가상)")
    app.button(f"{key}_save").click().run()
    assert not app.exception
    own = {
        one.figure.name: one.own
        for one in rule_overrides.figures(Looking(context.workspace(), books.anna), "SUT-2026.1")
    }
    assert own["age_years"] == 7
    assert len(rows(app, "own_figures_history")) >= 1
    app = at_page("settings", view="figures", figure="SUT-08.age_years", do="figure", lang=lang)
    app.text_input(f"{key}_because").set_value("공고로 대체(가상)")
    app.button(f"{key}_back").click().run()
    own = {
        one.figure.name: one.own
        for one in rule_overrides.figures(Looking(context.workspace(), books.anna), "SUT-2026.1")
    }
    assert own["age_years"] is None


def test_every_kind_of_unconfirmed_figure_has_a_form(books: Books) -> None:
    kinds = {
        type(one.figure.value).__name__ + one.figure.unit: (pack.id, f"{one.rule.id}.{one.figure.name}")
        for pack in eligibility.packs()
        for one in rule_overrides.figures(Looking(context.workspace(), books.anna), pack.id)
    }
    assert kinds
    for pack_id, figure in kinds.values():
        app = at_page("settings", view="figures", pack=pack_id, figure=figure, do="figure")
        assert app.button(key=f"own_figure_{pack_id}_{figure.replace('.', '_')}_save").label


def test_a_rate_is_typed_in_corrected_and_taken_back(books: Books) -> None:
    app = at_page("settings", view="rates", do="rate_new")
    app.text_input(key="rate_new_form_won").input("천삼백")
    app.button(key="rate_new_form_save").click().run()
    assert "천삼백" in said(app)
    app.text_input(key="rate_new_form_won").input("1,391.20")
    app.button(key="rate_new_form_save").click().run()
    looking = Looking(context.workspace(), books.anna)
    (line,) = exchange_rates.lines(looking)
    assert line.rate.won == Decimal("1391.2")
    key = f"rate_USD_{line.rate.day.isoformat()}"
    app = at_page("settings", view="rates", do=key)
    app.button(key=f"{key}_form_withdraw").click().run()
    assert exchange_rates.lines(looking) == ()


def test_a_webhook_that_nothing_may_be_sent_to_is_refused_in_words_and_what_was_typed_stays(books: Books) -> None:
    app = at_page("settings", who=books.anna.person_id, view="webhooks", lang="en")
    app.text_input(key="webhook_url").input("https://127.0.0.1/x")
    app.button(key="webhook_make").click().run()
    assert "private network" in said(app)
    assert app.text_input(key="webhook_url").value == "https://127.0.0.1/x"
    app.text_input(key="webhook_url").input("https://93.184.216.34/x")
    app.button(key="webhook_make").click().run()
    assert not app.exception
    assert next(element.value for element in app.code).startswith("dfs_")
