"""Invitations and ways to a new password go by mail where letters can be sent, in their reader's language."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dealflow.actions.notices import account_mails, outbox, sent_letters
from dealflow.actions.people import account_links, people, staff
from dealflow.actions.people.account_links import JOIN, RESET
from dealflow.actions.people.staff import Invitation
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notices.outbox import OutboxState
from dealflow.domain.people.access import Role
from dealflow.errors import NotAllowedError
from dealflow.reports.notices.letters import account_letter
from tests.actions.conftest import AT, Cast, cast, person, stage, ws
from tests.actions.notices.test_outbox import with_post
from tests.post.postman import post

__all__ = ["cast", "stage", "ws"]
BASE = "https://deals.example.kr"


def test_an_invitation_and_a_reset_are_sent_in_the_persons_language_and_listed(
    ws: Workspace, cast: Cast, tmp_path: Path
) -> None:
    hana = person(ws, "hana", "a", Role.HOUSE_ADMIN)
    with post(tmp_path) as postman:
        acting = Acting(with_post(ws, postman), hana, AT)
        invitation = Invitation("Nora (Fictional)", "nora@example.test", "a", Role.ANALYST, language="en")
        secret = staff.invite(acting, invitation)
        assert account_mails.send(acting, JOIN, secret, BASE, account_letter) == "nora@example.test"
        outbox.deliver(acting.ws, now=lambda: AT)
        (to, message) = postman.letters.pop()
        text = message.get_body(("plain",)).get_content()
        nora = account_links.use(ws, JOIN, secret, "nora@example.test", "a long phrase of 2026", at=AT)
        reset = staff.reset(acting, nora)
        assert account_mails.send(acting, RESET, reset, BASE, account_letter) == "nora@example.test"
        outbox.deliver(acting.ws, now=lambda: AT)
        assert postman.letters[0][1]["Subject"] == "Set a new password"
    assert (to, message["Subject"]) == ("nora@example.test", "Your invitation to dealflow")
    assert f"{BASE}/join/{secret}?lang=en" in text
    told = sent_letters.account_letters(Looking(ws, hana), nora)
    assert sorted((letter.kind, letter.address, letter.state) for letter in told) == [
        ("join", "nora@example.test", OutboxState.SENT),
        ("reset", "nora@example.test", OutboxState.SENT),
    ]
    assert all(secret not in repr(letter) for letter in told)
    with pytest.raises(NotAllowedError):
        sent_letters.account_letters(Looking(ws, cast.bora), nora)


def test_without_a_post_nothing_is_kept_and_the_address_is_there_to_be_copied(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.admin, AT)
    secret = staff.invite(acting, Invitation("나래(가상)", "narae@example.test", "a", Role.VIEWER))
    assert account_mails.send(acting, JOIN, secret, BASE, account_letter) == ""
    assert not sent_letters.all_letters(ws)
    address = account_mails.address(BASE, JOIN, secret, "ko")
    opened = account_links.opened(ws, JOIN, urlsplit(address).path.rpartition("/")[2], at=AT)
    assert next(known.role for known in people.people(ws) if known.id == opened.person_id) is Role.VIEWER
