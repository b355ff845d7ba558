"""Tokens for programs: shown once, kept as hashes, revocable one by one; each has an end, scopes and a last use."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from dealflow.actions.people import api_tokens, people, staff
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.people.access import Role
from dealflow.domain.people.events import ApiTokenKept
from dealflow.domain.values.event import By
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast

YEAR = timedelta(days=365)


def test_a_token_opens_as_its_person_until_it_is_revoked(ws: Workspace, cast: Cast) -> None:
    made = api_tokens.make(Acting(ws, cast.anna, AT), "야간 동기화")
    other = api_tokens.make(Acting(ws, cast.anna, AT), "엑셀")
    assert made.startswith("df_")
    assert api_tokens.viewer_of(ws, made, at=AT) == cast.anna
    kept = api_tokens.tokens(Looking(ws, cast.anna), at=AT)
    assert [(token.name, token.made_at, token.ends_at) for token in kept] == [
        ("야간 동기화", AT, AT + YEAR),
        ("엑셀", AT, AT + YEAR),
    ]
    api_tokens.revoke(Acting(ws, cast.anna, AT), kept[0].id)
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, made, at=AT)
    assert api_tokens.viewer_of(ws, other, at=AT) == cast.anna


def test_the_secret_stands_nowhere_in_the_journal(ws: Workspace, cast: Cast) -> None:
    secret = api_tokens.make(Acting(ws, cast.anna, AT), "x")[-43:]
    with ws.ledger.read() as session:
        assert secret not in str(journal.read_stream(session, ws.name, "api_tokens:anna"))


@pytest.mark.parametrize("given", ["", ".", "anna", "anna.x.y", "bora.token.secret", "df_", "df_" + "0" * 63, "\0"])
def test_what_is_no_token_opens_nothing(ws: Workspace, cast: Cast, given: str) -> None:
    api_tokens.make(Acting(ws, cast.anna, AT), "x")
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, given, at=AT)


def test_nobody_revokes_anothers_token_and_a_guest_makes_none(ws: Workspace, cast: Cast) -> None:
    api_tokens.make(Acting(ws, cast.anna, AT), "x")
    [kept] = api_tokens.tokens(Looking(ws, cast.anna), at=AT)
    with pytest.raises(NotFoundError):
        api_tokens.revoke(Acting(ws, cast.bora, AT), kept.id)
    with pytest.raises(NotAllowedError):
        api_tokens.make(Acting(ws, cast.guest, AT), "x")
    with pytest.raises(InvalidInputError):
        api_tokens.make(Acting(ws, cast.anna, AT), " ")


def test_a_token_ends_to_the_second_and_lasts_no_longer_than_three_years(ws: Workspace, cast: Cast) -> None:
    made = api_tokens.make(Acting(ws, cast.anna, AT), "x", days=30)
    end = AT + timedelta(days=30)
    assert api_tokens.viewer_of(ws, made, at=end - timedelta(seconds=1)) == cast.anna
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, made, at=end)
    assert api_tokens.tokens(Looking(ws, cast.anna), at=end) == ()
    for days in (0, 3 * 365 + 1):
        with pytest.raises(InvalidInputError):
            api_tokens.make(Acting(ws, cast.anna, AT), "x", days=days)
    with pytest.raises(InvalidInputError):
        api_tokens.make(Acting(ws, cast.anna, AT), "x", scopes=())


def test_the_last_use_is_noted_within_five_minutes(ws: Workspace, cast: Cast) -> None:
    made = api_tokens.make(Acting(ws, cast.anna, AT), "x", scopes={TokenScope.WRITE, TokenScope.READ})
    [token] = api_tokens.tokens(Looking(ws, cast.anna), at=AT)
    assert (token.scopes, token.used_at) == ((TokenScope.READ, TokenScope.WRITE), None)
    for minutes, noted in ((1, 1), (5, 1), (7, 7)):
        api_tokens.opened(ws, made, at=AT + timedelta(minutes=minutes))
        [token] = api_tokens.tokens(Looking(ws, cast.anna), at=AT)
        assert token.used_at == AT + timedelta(minutes=noted)


def test_a_person_whose_id_has_dots_has_tokens_too(ws: Workspace, cast: Cast) -> None:
    people.register_person(
        Acting(ws, cast.admin, AT), name="가상인", organisation_id="a", role=Role.ANALYST, person_id="a.b@c.kr"
    )
    dotted = people.viewer_of(ws, "a.b@c.kr")
    made = api_tokens.make(Acting(ws, dotted, AT), "x")
    assert api_tokens.viewer_of(ws, made, at=AT) == dotted
    secret, token_id = made[-43:], made[3:23]
    assert api_tokens.viewer_of(ws, f"a.b@c.kr.{token_id}.{secret}", at=AT) == dotted  # as they were written before


def test_a_token_of_before_could_list_and_move_and_ends_after_a_year(ws: Workspace, cast: Cast) -> None:
    secret = "s" * 43
    old = ApiTokenKept(cast.anna.person_id, "0" * 20, "옛 토큰", sha256(secret.encode()).hexdigest())
    commit(ws, lambda session: record(ws, session, [old], By("anna", AT), after=0))
    opened = api_tokens.opened(ws, f"anna.{'0' * 20}.{secret}", at=AT + timedelta(days=364))
    assert opened.token.scopes == (TokenScope.READ, TokenScope.MOVE)
    with pytest.raises(NotFoundError):
        api_tokens.opened(ws, f"anna.{'0' * 20}.{secret}", at=AT + YEAR)


def test_who_leaves_gives_up_their_tokens_for_good(ws: Workspace, cast: Cast) -> None:
    made = api_tokens.make(Acting(ws, cast.adam, AT), "x")
    staff.let_go(Acting(ws, cast.admin, AT + timedelta(days=1)), "adam")
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, made, at=AT + timedelta(days=2))
    staff.take_back(Acting(ws, cast.admin, AT + timedelta(days=3)), "adam", "adam@example.com")
    with pytest.raises(NotFoundError):
        api_tokens.viewer_of(ws, made, at=AT + timedelta(days=4))
