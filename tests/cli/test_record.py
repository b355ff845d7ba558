"""The record from the command line: the pipeline of a past day, and proofs of the journal made and checked."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.cli import run
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.korean_days import korean_day
from dealflow.settings import Settings
from dealflow.store.ledger import codec
from dealflow.store.ledger.queries import people as people_queries
from tests.actions.conftest import AT

DAY = korean_day(AT)


@pytest.fixture
def record(data: Path) -> Path:
    """An installation with one engagement that moved on its third day."""
    ws = books(data)
    me = people.single_user(ws, at=AT)
    company = companies.register_company(
        Acting(ws, me, AT), CompanyDetails("누리로봇(가상)", name_en="Nuri Robot", sector="로봇")
    )
    made = engagements.open_engagement(
        Acting(ws, me, AT),
        NewEngagement(company_id=company, investor_id=me.organisation_id, track="vc", round_label="A"),
    )
    engagements.move(Acting(ws, me, AT + timedelta(days=2)), made, "ir")
    close_workspace(ws)
    return data


def books(data: Path) -> Workspace:
    return open_workspace(Settings(data_dir=data), follow=False)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("days", "stage"), [(0, "Meeting"), (1, "Meeting"), (2, "Office IR"), (9, "Office IR")])
def test_the_pipeline_stands_as_it_did_on_either_side_of_a_move(
    days: int, stage: str, capfd: pytest.CaptureFixture[str]
) -> None:
    day = DAY + timedelta(days=days)
    assert run(["pipeline", "as-of", day.isoformat(), "--track", "vc"]) == 0
    told = capfd.readouterr().out
    assert "Nuri Robot" in told
    assert stage in told
    (other,) = {"Meeting", "Office IR"} - {stage}
    assert other not in told


@pytest.mark.usefixtures("record")
def test_a_day_before_everything_is_told_and_a_day_that_cannot_be_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["pipeline", "as-of", (DAY - timedelta(days=1)).isoformat()]) == 0
    assert "Nuri Robot" not in capfd.readouterr().out
    for wrong in ("yesterday", "2026-02-30", "2999-01-01"):
        assert run(["pipeline", "as-of", wrong]) == 2
        assert "error: invalid_input" in capfd.readouterr().err
    assert run(["pipeline", "as-of", DAY.isoformat(), "--track", "no_such"]) == 2


def test_a_proof_is_made_checked_and_holds_while_the_journal_goes_on(
    record: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "proof.json"
    assert run(["audit", "proof", "--out", str(file)]) == 0
    made = json.loads(file.read_text("utf-8"))
    assert made["proof"]["hash"] in capfd.readouterr().out
    ws = books(record)
    companies.register_company(
        Acting(ws, people.single_user(ws, at=AT), AT + timedelta(days=3)), CompanyDetails("라온비전(가상)")
    )
    close_workspace(ws)
    assert run(["audit", "check", str(file)]) == 0
    told = capfd.readouterr().out
    assert str(made["proof"]["position"]) in told
    assert run(["audit", "check", str(file), "--key", made["public_key"]]) == 0


def test_a_proof_that_was_changed_is_no_proof_or_of_a_stranger_is_refused(
    record: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert record.exists()
    file, other = tmp_path / "proof.json", tmp_path / "other.json"
    assert run(["audit", "proof", "--out", str(file)]) == 0
    made = json.loads(file.read_text("utf-8"))
    capfd.readouterr()
    for text in ("{}", json.dumps(made | {"proof": made["proof"] | {"hash": "0" * 64}})):
        other.write_text(text, "utf-8")
        assert run(["audit", "check", str(other)]) == 2
        assert "error: bad_proof" in capfd.readouterr().err
    assert run(["audit", "check", str(file), "--key", "0" * 64]) == 2
    assert "error: bad_proof" in capfd.readouterr().err
    assert run(["audit", "check", str(tmp_path / "missing.json")]) == 2
    assert "error: not_found" in capfd.readouterr().err


def test_resident_numbers_of_an_older_journal_are_named_by_place_and_never_shown(
    record: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["audit", "resident-numbers"]) == 0
    assert capfd.readouterr().out.strip().endswith(": 0")
    ws = books(record)
    with monkeypatch.context() as older:  # a version that took them in
        older.setattr(codec, "require_no_resident_number", lambda _: None)
        older.setattr(people_queries, "require_no_resident_number", lambda _: None)
        companies.register_company(
            Acting(ws, people.single_user(ws, at=AT), AT), CompanyDetails("다온(가상)", sector="담당 900101-1234567")
        )
        with ws.ledger.write() as session:
            people_queries.keep_name(session, ws.name, "me", "가온 900101-1234567")
        position = ws.ledger.position()
    close_workspace(ws)
    assert run(["audit", "resident-numbers"]) == 2
    told = capfd.readouterr().out
    assert f"{position}: sector of company_registered" in told
    assert "person_name:me: name of person_name" in told
    assert "1234567" not in told
