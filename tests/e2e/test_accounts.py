"""Accounts in a real browser: an installation is set up, people sign in, an open page ends with its sitting."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ROOT, Server, serving
from tests.e2e.test_main_job import settled

EMAIL, PASSWORD = "hanbit@dawn.example", "새벽 네 시의 부산역 3번 출구"


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Server]:
    """Serve an empty installation that asks for accounts."""
    own = {"DEALFLOW_DATA_DIR": str(tmp_path), "DEALFLOW_ACCOUNTS": "required", "DEALFLOW_DATABASE_URL": ""}
    with serving(tmp_path, {**os.environ, **own}) as server:
        yield server


def setup_path(server: Server) -> str:
    """Return the path at which whoever holds the files lets the installation be set up."""
    command = [sys.executable, "-c", "from dealflow.cli import main; main()", "account", "setup"]
    environment = {**os.environ, "DEALFLOW_DATA_DIR": str(server.data_dir), "DEALFLOW_DATABASE_URL": ""}
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return "/setup/" + told.stdout.strip().rpartition("/setup/")[2]


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.locator("[name=login]").fill(EMAIL)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="로그인").click()


def test_an_installation_is_set_up_and_an_open_page_ends_with_its_sitting(
    page: Page, browser: Browser, closed: Server
) -> None:
    page.goto(f"{closed.url}/companies")
    expect(page).to_have_url(f"{closed.url}/login?next=%2Fcompanies")
    page.goto(closed.url + setup_path(closed))
    given = {"organisation_ko": "새벽벤처스(가상)", "name": "한빛(가상)", "login": EMAIL, "password": PASSWORD}
    for name, text in given.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="설정 마치기").click()
    sign_in(page, "falsch falsch falsch")
    expect(page.get_by_role("alert")).to_contain_text("맞지 않습니다")
    expect(page.locator("[name=login]")).to_have_value(EMAIL)
    sign_in(page)
    settled(page)
    expect(page.get_by_role("heading", name="홈")).to_be_visible()

    other = browser.new_context(locale="ko-KR").new_page()
    other.goto(f"{closed.url}/login")
    sign_in(other)
    other.goto(f"{closed.url}/account")
    expect(other.get_by_text("한빛(가상) · 새벽벤처스(가상) · 관리자")).to_be_visible()
    other.get_by_role("button", name="다른 모든 기기에서 로그아웃").click()
    expect(page).to_have_url(f"{closed.url}/login?next=%2F")
    other.get_by_role("button", name="로그아웃", exact=True).click()
    other.goto(closed.url)
    expect(other).to_have_url(f"{closed.url}/login?next=%2F")
    other.context.close()
