"""Moves and tokens from the command line: the same gates, each row's outcome, exit codes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.people import api_tokens, people
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.cli import run
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.settings import Settings
from tests.actions.conftest import AT


def books(data: Path) -> Workspace:
    return open_workspace(Settings(data_dir=data), follow=False)


@pytest.fixture
def engagement(data: Path) -> str:
    ws = books(data)
    me = people.single_user(ws, at=AT)
    company = companies.register_company(Acting(ws, me, AT), CompanyDetails("누리로봇(가상)", sector="로봇"))
    made = engagements.open_engagement(
        Acting(ws, me, AT),
        NewEngagement(company_id=company, investor_id=me.organisation_id, track="vc", round_label="A"),
    )
    close_workspace(ws)
    return made


def stage(data: Path, engagement: str) -> str:
    ws = books(data)
    me = people.single_user(ws, at=AT)
    found = engagements.engagement(Looking(ws, me), engagement, on=AT.date()).row.engagement.stage
    close_workspace(ws)
    return found


def test_a_move_says_from_where_to_where_and_a_closed_gate_what_is_missing(
    data: Path, engagement: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["pipeline", "move", engagement, "ir"]) == 0
    assert "Meeting → Office IR" in capfd.readouterr().out
    assert run(["pipeline", "move", engagement, "pre_ic"]) == 2
    assert "error: gate_closed" in capfd.readouterr().err
    assert stage(data, engagement) == "ir"


def test_a_sheet_of_moves_is_an_import_like_any_other(
    data: Path, engagement: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "moves.csv"
    sheet.write_bytes("기업,옮길 단계\r\n누리로봇(가상),자료 검토\r\n누리로봇(가상),예비투심\r\n".encode("cp949"))
    assert run(["pipeline", "import", str(sheet), "--dry-run"]) == 2
    assert stage(data, engagement) == "meeting"
    assert run(["pipeline", "import", str(sheet), "--allow", "rest"]) == 2
    out = capfd.readouterr().out
    assert "~ 2: 누리로봇(가상)" in out
    assert "✗ 3: 누리로봇(가상)" in out
    assert stage(data, engagement) == "review"


@pytest.mark.usefixtures("engagement")
def test_a_token_is_made_listed_and_revoked(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["token", "new", "sync"]) == 0
    made = capfd.readouterr().out.strip()
    ws = books(data)
    assert api_tokens.viewer_of(ws, made, at=datetime.now(UTC)).person_id == people.OWN_PERSON
    [kept] = api_tokens.tokens(Looking(ws, people.single_user(ws, at=AT)), at=datetime.now(UTC))
    close_workspace(ws)
    assert run(["token", "list"]) == 0
    assert kept.id in capfd.readouterr().out
    assert run(["token", "revoke", kept.id]) == 0
    assert run(["token", "revoke", kept.id]) == 2
