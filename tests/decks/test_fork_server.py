"""The process that forks the sandbox's programs: it ends and comes again, keeps nothing open, and mixes nothing up."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dealflow.decks import fork_server, sandbox

pytestmark = pytest.mark.skipif(not fork_server.IS_USABLE, reason="processes are forked on Linux alone")
PROGRAM = """
import os, sys
if __name__ == "__main__":
    data = sys.stdin.buffer.read()
    inherited = sorted(int(name) for name in os.listdir("/proc/self/fd"))[3:]
    print(os.getppid(), sys.argv[1:], data, len(inherited))
"""


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "forked_program.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


def run(data: bytes, *arguments: str) -> tuple[int, str]:
    """Return whose child the program was, and what else it told."""
    parent, _, told = sandbox.run("forked_program", data, arguments=arguments).decode().strip().partition(" ")
    return int(parent), told


def test_programs_are_children_of_one_process_and_a_new_one_comes_when_it_ends() -> None:
    first, told = run(b"deck", "1", "a b")
    assert told == "['1', 'a b'] b'deck' 1", "nothing is open but the folder that it looks into"
    assert run(b"deck")[0] == first
    os.kill(first, signal.SIGKILL)
    after, told = run(b"more")
    assert after not in {first, os.getpid()}
    assert told == "[] b'more' 1"


def test_many_at_once_get_their_own_answers_and_leave_nothing_open() -> None:
    run(b"")
    before = len(list(Path("/proc/self/fd").iterdir()))
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda number: run(b"%d" % number, str(number))[1], range(12)))
    assert told == [f"['{number}'] b'{number}' 1" for number in range(12)]
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_where_none_can_be_forked_one_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork_server, "IS_USABLE", False)
    assert run(b"deck", "1") == (os.getpid(), "['1'] b'deck' 1")
