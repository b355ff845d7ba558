"""Who leaves a page on which something was typed and not handed in is asked first; who handed it in is not."""

from __future__ import annotations

from playwright.sync_api import Dialog, Page

from tests.e2e.conftest import Server
from tests.e2e.form_walker import drawn


def asked_on_leaving(page: Page) -> list[str]:
    """Leave the page and return the questions that the browser put."""
    questions: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.reload()
    drawn(page)
    page.remove_listener("dialog", answer)
    return questions


def test_leaving_asks_while_something_typed_is_not_handed_in(page: Page, demo: Server) -> None:
    page.goto(f"{demo.url}/committee?do=new")
    drawn(page)
    title = page.locator(".st-key-committee_new_title input")
    title.click()
    page.keyboard.type("제9회 본투자심의위원회")
    assert asked_on_leaving(page) == ["beforeunload"]

    title = page.locator(".st-key-committee_new_title input")
    title.click()
    page.keyboard.type("제10회 본투자심의위원회")
    page.locator(".st-key-committee_new_submit button").click()
    page.get_by_role("heading", name="제10회 본투자심의위원회").wait_for()
    assert asked_on_leaving(page) == []
