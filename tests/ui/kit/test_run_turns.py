from __future__ import annotations

import threading
from contextlib import ExitStack, suppress

from dealflow.ui.kit.run_turns import RunTurns

SOON_S = 10.0


def waiting(turns: RunTurns, drawn: list[str], name: str, *, arrives: bool) -> threading.Thread:
    """Return a thread that waits for its turn and notes it."""

    def draw() -> None:
        with turns.taken(arrives=arrives):
            drawn.append(name)

    lines = len(turns._working) + len(turns._arriving)
    thread = threading.Thread(target=draw)
    thread.start()
    while len(turns._working) + len(turns._arriving) == lines:  # until it stands in line
        thread.join(0.001)
    return thread


def test_those_who_are_in_go_before_those_who_arrive_and_each_in_the_order_of_asking() -> None:
    turns, drawn = RunTurns(1, SOON_S), list[str]()

    with turns.taken(arrives=True):
        threads = [
            waiting(turns, drawn, name, arrives=name.startswith("new")) for name in ("new 1", "old 1", "new 2", "old 2")
        ]
        assert drawn == []
    for thread in threads:
        thread.join(SOON_S)

    assert drawn == ["old 1", "old 2", "new 1", "new 2"]


def test_whoever_has_waited_long_enough_goes_in_and_takes_nobodys_turn() -> None:
    turns = RunTurns(2, 0.0)

    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(turns.taken(arrives=False))

    assert turns._free == 2


def test_a_screen_that_breaks_hands_its_turn_on() -> None:
    turns = RunTurns(1, SOON_S)

    with suppress(ZeroDivisionError), turns.taken(arrives=True):
        _ = 1 / 0

    assert turns._free == 1
