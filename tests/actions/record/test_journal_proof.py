from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.actions.record import journal_proof
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.people.people import NewOrganisation
from dealflow.errors import BadProofError, NotAllowedError, TamperedJournalError
from dealflow.settings import Settings
from dealflow.store import seal
from dealflow.store.seal import installation_seal
from tests.actions.conftest import AT, Cast


def test_a_proof_holds_while_the_journal_goes_on(ws: Workspace, cast: Cast) -> None:
    data, made = journal_proof.make(Looking(ws, cast.admin), at=AT)
    companies.register_company(Acting(ws, cast.organiser, AT + timedelta(days=1)), CompanyDetails("라온비전(가상)"))
    found = journal_proof.check(Looking(ws, cast.admin), data)
    assert found.proof == made
    assert (found.now.position, sum(made.counts.values())) == (made.head.position + 1, made.head.position)
    key = Path(ws.settings.data_dir) / "proof.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert (
        installation_seal(ws.settings.data_dir).public_key
        == made.public_key
        == journal_proof.public_key(Looking(ws, cast.admin))
    )


@pytest.mark.parametrize("field", ["position", "hash", "made_at", "workspace", "counts"])
def test_a_proof_that_was_changed_is_found_out(ws: Workspace, cast: Cast, field: str) -> None:
    data, _ = journal_proof.make(Looking(ws, cast.admin), at=AT)
    changed = json.loads(data)
    changed["proof"][field] = {"company_registered": 1} if field == "counts" else "1"
    with pytest.raises(BadProofError) as caught:
        journal_proof.check(Looking(ws, cast.admin), json.dumps(changed).encode())
    assert caught.value.parameters["problem"] == "signature"


def test_a_journal_that_says_something_else_is_found_out(ws: Workspace, cast: Cast, tmp_path: Path) -> None:
    data, made = journal_proof.make(Looking(ws, cast.admin), at=AT)
    other = open_workspace(Settings(data_dir=tmp_path, workspace=ws.name, warehouse_path=":memory:"))
    try:
        for number in range(made.head.position + 1):
            people.register_organisation(
                Acting(other, people.SYSTEM, AT), NewOrganisation(f"{number}벤처스(가상)", "", OrganisationKind.VC)
            )
        with pytest.raises(TamperedJournalError):
            journal_proof.check(Looking(other, cast.admin), data, public_key=made.public_key)
    finally:
        close_workspace(other)


def test_a_strangers_proof_holds_only_where_its_key_is_named(ws: Workspace, cast: Cast, tmp_path: Path) -> None:
    data, _ = journal_proof.make(Looking(ws, cast.admin), at=AT)
    other = installation_seal(tmp_path)
    told = json.loads(data)["proof"]
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    forged = {"proof": told, "public_key": other.public_key, "signature": other.sign(canonical)}
    with pytest.raises(BadProofError) as caught:
        journal_proof.check(Looking(ws, cast.admin), json.dumps(forged).encode())
    assert caught.value.parameters["problem"] == "stranger"
    assert (
        journal_proof.check(
            Looking(ws, cast.admin), json.dumps(forged).encode(), public_key=other.public_key
        ).proof.workspace
        == ws.name
    )


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"proof": 1}', b"\xff\xfe", b'{"proof": {}}'])
def test_what_is_no_proof_is_told_so(ws: Workspace, cast: Cast, data: bytes) -> None:
    with pytest.raises(BadProofError) as caught:
        journal_proof.check(Looking(ws, cast.admin), data)
    assert caught.value.parameters["problem"] in {"unreadable", "signature"}


def test_only_those_who_see_the_audit_make_or_check_one(ws: Workspace, cast: Cast) -> None:
    for who in (cast.anna, cast.viewer_a, cast.guest, cast.organiser):
        with pytest.raises(NotAllowedError):
            journal_proof.make(Looking(ws, who), at=AT)
        with pytest.raises(NotAllowedError):
            journal_proof.check(Looking(ws, who), b"{}")


def test_a_damaged_key_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "proof.key").write_bytes(b"short")
    with pytest.raises(BadProofError):
        installation_seal(tmp_path)
    assert not seal.holds("zz", "00", b"")
