"""A file that is not taken says why below its field, in the reader's words."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page

from tests.e2e.conftest import Server
from tests.e2e.form_walker import drawn


def test_a_refused_file_says_why_in_the_readers_words(page: Page, demo: Server) -> None:
    program: FilePayload = {
        "name": "가온(가상).pdf",
        "mimeType": "application/pdf",
        "buffer": b"MZ\x90\x00" + b"0" * 900,
    }
    for lang, words in (("ko", "실행 파일은 받지 않습니다."), ("en", "Programs are not taken.")):
        page.goto(f"{demo.url}/decks?lang={lang}")
        drawn(page)
        page.locator('[data-testid="stExpander"] summary').first.click()
        page.locator('input[type="file"]').first.set_input_files([program])
        told = page.locator(".dealflow-upload-told")
        told.wait_for()
        assert told.inner_text().startswith(f"{program['name']}: {words}")
