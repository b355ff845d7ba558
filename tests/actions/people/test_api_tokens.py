"""Tokens for programs: shown once, kept as hashes, revocable, and each opens its own person's books only."""

from __future__ import annotations

import pytest

from dealflow.actions.people import api_tokens
from dealflow.actions.platform.workspace import Workspace
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast


def test_a_token_opens_its_persons_books_until_it_is_revoked(ws: Workspace, cast: Cast) -> None:
    made = api_tokens.make(ws, cast.anna, "야간 동기화", at=AT)
    other = api_tokens.make(ws, cast.anna, "엑셀", at=AT)
    assert api_tokens.viewer_of(ws, made) == cast.anna
    kept = api_tokens.tokens(ws, cast.anna)
    assert [each.name for each in kept] == ["야간 동기화", "엑셀"]
    api_tokens.revoke(ws, cast.anna, kept[0].id, at=AT)
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, made)
    assert api_tokens.viewer_of(ws, other) == cast.anna


def test_the_journal_holds_no_secret(ws: Workspace, cast: Cast) -> None:
    secret = api_tokens.make(ws, cast.anna, "x", at=AT).rpartition(".")[2]
    with ws.ledger.read() as session:
        assert secret not in str(journal.read_stream(session, ws.name, "api_tokens:anna"))


@pytest.mark.parametrize("given", ["", "anna", "anna.x.y", "nobody.x.y", "..", "anna..", "a" * 5000])
def test_what_is_no_token_opens_nothing(ws: Workspace, cast: Cast, given: str) -> None:
    api_tokens.make(ws, cast.anna, "x", at=AT)
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, given)


def test_nobody_revokes_anothers_token_and_guests_get_none(ws: Workspace, cast: Cast) -> None:
    api_tokens.make(ws, cast.anna, "x", at=AT)
    [kept] = api_tokens.tokens(ws, cast.anna)
    with pytest.raises(NotFoundError):
        api_tokens.revoke(ws, cast.bora, kept.id, at=AT)
    with pytest.raises(NotAllowedError):
        api_tokens.make(ws, cast.guest, "x", at=AT)
    with pytest.raises(InvalidInputError):
        api_tokens.make(ws, cast.anna, " ", at=AT)
