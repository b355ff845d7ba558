"""Tokens for programs: shown once, kept as hashes, revocable, and each opens its own person's books only."""

from __future__ import annotations

import pytest

from dealflow.actions.people import api_tokens
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast


def test_a_token_opens_its_persons_books_until_it_is_revoked(ws: Workspace, cast: Cast) -> None:
    made = api_tokens.make(Acting(ws, cast.anna, AT), "야간 동기화")
    other = api_tokens.make(Acting(ws, cast.anna, AT), "엑셀")
    assert api_tokens.viewer_of(ws, made) == cast.anna
    kept = api_tokens.tokens(Looking(ws, cast.anna))
    assert [each.name for each in kept] == ["야간 동기화", "엑셀"]
    api_tokens.revoke(Acting(ws, cast.anna, AT), kept[0].id)
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, made)
    assert api_tokens.viewer_of(ws, other) == cast.anna


def test_the_journal_holds_no_secret(ws: Workspace, cast: Cast) -> None:
    secret = api_tokens.make(Acting(ws, cast.anna, AT), "x").rpartition(".")[2]
    with ws.ledger.read() as session:
        assert secret not in str(journal.read_stream(session, ws.name, "api_tokens:anna"))


@pytest.mark.parametrize("given", ["", "anna", "anna.x.y", "nobody.x.y", "..", "anna..", "a" * 5000])
def test_what_is_no_token_opens_nothing(ws: Workspace, cast: Cast, given: str) -> None:
    api_tokens.make(Acting(ws, cast.anna, AT), "x")
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, given)


def test_nobody_revokes_anothers_token_and_guests_get_none(ws: Workspace, cast: Cast) -> None:
    api_tokens.make(Acting(ws, cast.anna, AT), "x")
    [kept] = api_tokens.tokens(Looking(ws, cast.anna))
    with pytest.raises(NotFoundError):
        api_tokens.revoke(Acting(ws, cast.bora, AT), kept.id)
    with pytest.raises(NotAllowedError):
        api_tokens.make(Acting(ws, cast.guest, AT), "x")
    with pytest.raises(InvalidInputError):
        api_tokens.make(Acting(ws, cast.anna, AT), " ")
