from __future__ import annotations

import logging
import threading

import pytest

from dealflow.actions.platform.rounds import Rounds
from dealflow.errors import MailboxError


def test_a_task_that_breaks_off_keeps_no_other_from_its_turn_and_is_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tried, done = [], threading.Semaphore(0)

    def broken() -> None:
        tried.append(1)
        raise ZeroDivisionError

    def waits() -> None:
        raise MailboxError(problem="drop_dir", host="")

    rounds = Rounds("test", {"first": broken, "second": waits, "third": done.release}, every_s=60, at_once=True)
    with caplog.at_level(logging.WARNING):
        rounds.start()
        rounds.start()
        assert done.acquire(timeout=10)
        rounds.wake()
        assert done.acquire(timeout=10)
        rounds.stop()
    assert len(tried) == 2
    assert [(record.levelname, record.getMessage().split(":")[0]) for record in caplog.records[:2]] == [
        ("ERROR", "first"),
        ("WARNING", "second"),
    ]


def test_what_was_stopped_begins_nothing_more() -> None:
    done: list[int] = []
    rounds = Rounds("test", {"only": lambda: done.append(1)}, every_s=0.01, at_once=False)
    rounds.stop()
    rounds.start()
    rounds.stop()
    assert done == []
