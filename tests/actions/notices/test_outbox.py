"""Letters go once: tried again with growing waits, given up, unsure where it broke off, never twice after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dealflow.actions.notices import outbox, sent_letters
from dealflow.actions.notices.outbox import WEBHOOK, Letter
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notices.outbox import WAITS, OutboxState
from dealflow.post.mail_post import Content
from dealflow.reports.notices import letters
from tests.actions.conftest import AT, Cast, cast, stage, ws
from tests.post.postman import Postman, post

__all__ = ["cast", "stage", "ws"]
CONTENT = Content("제목", "글")


def with_post(ws: Workspace, postman: Postman, **settings: object) -> Workspace:
    """The same workspace with a post."""
    ways = {
        "smtp_host": "localhost",
        "smtp_port": postman.port,
        "smtp_security": "none",
        "smtp_sender": "d@example.test",
    }
    return replace(ws, settings=ws.settings.model_copy(update=ways | settings))


def at(minutes: float) -> Callable[[], datetime]:
    return lambda: AT + timedelta(minutes=minutes)


def a_letter(name: str, to: str = "anna@example.test", **given: str) -> Letter:
    return Letter(name, "test", to, "ko", CONTENT, **given)


def only(ws: Workspace) -> sent_letters.SentLetter:
    (entry,) = sent_letters.all_letters(ws)
    return entry


def test_a_letter_of_one_id_goes_once_and_its_words_are_forgotten(ws: Workspace, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        assert outbox.queue(mailing, a_letter("one"), at=AT)
        assert not outbox.queue(mailing, a_letter("one"), at=AT)
        assert [outbox.deliver(mailing, now=at(minute)) for minute in (0, 1, 60)] == [1, 0, 0]
        assert not outbox.queue(mailing, a_letter("one"), at=AT)
        assert len(postman.letters) == 1
    entry = only(ws)
    assert (entry.state, entry.tries, entry.problem, entry.sent_at) == (OutboxState.SENT, 1, "", AT)
    with ws.ledger.read() as session:
        row = outbox.queries.letter(session, ws.name, "one")
        assert row is not None
        assert row.content == ""


def test_a_full_box_is_tried_again_with_growing_waits_and_then_given_up(ws: Workspace, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        outbox.queue(mailing, a_letter("one"), at=AT)
        now, waits = AT, []
        postman.answers = ["452 full"] * 10
        while True:
            outbox.deliver(mailing, now=lambda now=now: now)
            entry = only(ws)
            if entry.state is not OutboxState.WAITING:
                break
            waits.append(entry.due_at - now)
            assert outbox.deliver(mailing, now=lambda due=entry.due_at: due - timedelta(seconds=1)) == 0
            now = entry.due_at
    assert waits == list(WAITS)
    assert (entry.state, entry.problem, entry.tries) == (OutboxState.FAILED, "later", len(WAITS) + 1)


def test_who_is_not_there_gets_no_second_try(ws: Workspace, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        outbox.queue(ws, a_letter("one", "nobody@example.test"), at=AT)
        outbox.deliver(with_post(ws, postman), now=at(0))
    assert (only(ws).state, only(ws).problem) == (OutboxState.FAILED, "refused")


def test_a_post_that_is_down_costs_a_try_and_nothing_else(ws: Workspace, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        pass
    outbox.queue(ws, a_letter("one"), at=AT)
    outbox.deliver(with_post(ws, postman), now=at(0))
    assert (only(ws).state, only(ws).problem) == (OutboxState.WAITING, "unreachable")
    with post(tmp_path) as postman:
        assert outbox.deliver(with_post(ws, postman), now=at(1)) == 1


def test_a_password_is_never_sent_openly_to_another_machine(ws: Workspace, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman, smtp_host="mail.example.test", smtp_user="deals")
        outbox.queue(mailing, a_letter("one"), at=AT)
        outbox.deliver(mailing, now=at(0))
    assert only(ws).problem == "open_password"


def test_a_webhook_to_the_own_network_fails_for_good(ws: Workspace) -> None:
    outbox.queue(ws, a_letter("one", "https://127.0.0.1/hook", channel=WEBHOOK), at=AT)
    assert outbox.deliver(ws, now=at(0)) == 0
    assert (only(ws).state, only(ws).problem) == (OutboxState.FAILED, "private_address")


def test_what_died_in_the_middle_is_unsure_and_never_goes_by_itself(ws: Workspace, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        mailing = with_post(ws, postman)
        outbox.queue(mailing, a_letter("one"), at=AT)
        with ws.ledger.write() as session:
            assert outbox._claimed(session, ws.name, "one", AT) is not None
        assert outbox.deliver(mailing, now=at(9)) == 0
        assert only(ws).state is OutboxState.SENDING
        assert outbox.deliver(mailing, now=at(11)) == 0
        assert outbox.deliver(mailing, now=at(600)) == 0
        assert not postman.letters
    assert (only(ws).state, only(ws).problem) == (OutboxState.UNSURE, "unsure")


_SENDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from dealflow.actions.notices import outbox
from dealflow.actions.platform.workspace import open_workspace
from dealflow.settings import Settings
ways = dict(smtp_host="localhost", smtp_port=int(sys.argv[2]), smtp_security="none", smtp_sender="d@example.test")
ws = open_workspace(Settings(data_dir=Path(sys.argv[1]), warehouse_path=":memory:", **ways), follow=False)
print("ready", flush=True)
while True:
    outbox.deliver(ws, now=lambda: datetime.now(UTC))
    time.sleep(0.01)
"""


@pytest.mark.slow
def test_a_sender_killed_at_any_moment_sends_no_letter_twice(ws: Workspace, tmp_path: Path) -> None:
    count = 24
    for number in range(count):
        outbox.queue(ws, a_letter(f"l{number}", f"p{number}@example.test"), at=datetime.now(UTC))
    with post(tmp_path) as postman:
        for killed_after_s in (0.05, 0.15):
            sender = subprocess.Popen(
                [sys.executable, "-c", _SENDER, str(ws.settings.data_dir), str(postman.port)],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert sender.stdout is not None
            assert sender.stdout.readline() == "ready\n"
            time.sleep(killed_after_s)
            os.kill(sender.pid, signal.SIGKILL)
            sender.wait()
            sender.stdout.close()
        later = datetime.now(UTC) + timedelta(minutes=11)
        mailing = with_post(ws, postman)
        for _ in range(3):
            outbox.deliver(mailing, now=lambda: later)
        arrived = [to for to, _ in postman.letters]
    states = [entry.state for entry in sent_letters.all_letters(ws)]
    assert len(arrived) == len(set(arrived))
    assert set(states) <= {OutboxState.SENT, OutboxState.UNSURE}
    assert states.count(OutboxState.SENT) <= len(arrived) <= count
    assert len(arrived) >= count - states.count(OutboxState.UNSURE)


def test_whoever_looks_after_nobody_sees_their_own_letters_alone(ws: Workspace, cast: Cast) -> None:
    for name in ("anna", "adam", "bora"):
        outbox.queue(ws, a_letter(name, f"{name}@example.test", person_id=name), at=AT)
    outbox.queue(ws, a_letter("firm", "firm@example.test", person_id="anna", about="day"), at=AT)
    seen = {
        viewer.person_id: {entry.id for entry in sent_letters.letters(Looking(ws, viewer))}
        for viewer in (cast.anna, cast.bora, cast.admin)
    }
    assert seen == {"anna": {"anna"}, "bora": {"bora"}, "root": {"anna", "adam", "bora"}}


def test_a_test_letter_says_at_once_what_is_wrong(ws: Workspace, tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        letter = replace(a_letter("try"), content=letters.test_letter("ko"))
        outbox.require_sent(with_post(ws, postman), letter, now=at(0))
        assert postman.letters[0][1]["Subject"] == "시험 메일"
        with pytest.raises(outbox.PostError, match="refused"):
            outbox.require_sent(with_post(ws, postman), a_letter("no", "nobody@example.test"), now=at(0))
    with pytest.raises(outbox.PostError, match="missing"):
        outbox.require_sent(ws, letter, now=at(0))
