"""The screen of people and organisations: invited, let go and taken back; for those alone who look after people."""

from __future__ import annotations

import pytest

from dealflow.actions.people import account_links, house_settings, people
from dealflow.actions.people.account_links import JOIN
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.people.access import Role
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, Books, at_page, rows, said


@pytest.fixture(scope="module")
def hana(books: Books) -> str:
    """The administrator of firm A."""
    assert books.anna
    people.register_person(
        Acting(context.workspace(), people.SYSTEM, NOW),
        name="hana",
        organisation_id="a",
        role=Role.HOUSE_ADMIN,
        person_id="hana",
    )
    return "hana"


@pytest.mark.usefixtures("books")
def test_who_looks_after_nobody_is_told_so() -> None:
    assert [title.value for title in at_page("people").title] == ["열 수 없는 화면입니다"]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_houses_administrator_sees_the_own_people_and_the_own_house(hana: str, lang: str) -> None:
    app = at_page("people", who=hana, lang=lang)
    assert {row[0] for row in rows(app, "people_list")} == {"anna", "vera", "hana"}
    houses = rows(at_page("people", who=hana, lang=lang, view="houses"), "house_list")
    assert [row[0] for row in houses] == ["a벤처스(가상)" if lang == "ko" else "a Ventures (Fictional)"]


def test_an_invitation_shows_its_address_until_it_is_put_away(hana: str) -> None:
    app = at_page("people", who=hana, do="invite")
    app.button(key="invite_do").click().run()
    assert "역할" in said(app)
    app.text_input(key="invite_name").input("새 심사역(가상)")
    app.text_input(key="invite_email").input("new@gana.example")
    app.selectbox(key="invite_role").set_value(Role.ANALYST).run()
    app.button(key="invite_do").click().run()
    address, text = (code.value for code in app.code)
    secret = address.rpartition("/join/")[2].partition("?")[0]
    assert account_links.opened(context.workspace(), JOIN, secret, at=context.now()).name == "새 심사역(가상)"
    assert address in text
    app.button(key="people_link_done").click().run()
    assert not app.code
    assert "새 심사역(가상)" in [row[0] for row in rows(app, "people_list")]


def test_letting_go_tells_what_ends_and_taking_back_makes_an_address(hana: str) -> None:
    app = at_page("people", who=hana, do="anna")
    assert "진행 중인 검토 건 1건" in said(app)
    app.button(key="let_go_do_anna").click().run()
    assert people.people(context.workspace())
    assert next(known for known in people.people(context.workspace()) if known.id == "anna").has_left
    app = at_page("people", who=hana, do="anna")
    app.text_input(key="back_email_anna").input("anna@gana.example")
    app.button(key="back_anna").click().run()
    assert "/join/" in app.code[0].value
    assert people.viewer_of(context.workspace(), "anna").role is Role.ANALYST


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_personal_data_are_found_handed_over_and_destroyed_on_the_screen(hana: str, lang: str) -> None:
    for part in ("clocks", "register", "gone"):
        app = at_page("people", who=hana, lang=lang, view="privacy", part=part)
        assert not app.exception
    app = at_page("people", who=hana, lang=lang, view="privacy", find="anna", do="member~anna")
    assert [row[0] for row in rows(app, "subject_list")] == ["anna"]
    app.checkbox(key="destroy_sure_anna").check().run()
    app.button(key="destroy_anna").click().run()
    assert ("먼저 내보내" if lang == "ko" else "let them go first") in said(app)


def test_clocks_are_set_on_the_screen_and_a_wrong_number_stays_in_its_field(hana: str) -> None:
    app = at_page("people", who=hana, view="privacy", part="clocks")
    app.text_input(key="clock_contacts").input("36")
    app.text_input(key="clock_views").input("3")
    app.button(key="clocks_save").click().run()
    assert app.text_input(key="clock_views").value == "3"
    assert "개월" in said(app)
    app.text_input(key="clock_views").input("12")
    app.button(key="clocks_save").click().run()
    settings = house_settings.settings(Looking(context.workspace(), people.viewer_of(context.workspace(), "hana")))
    assert {clock.kind.value: clock.months for clock in settings.clocks} == {"contacts": 36, "views": 12}
