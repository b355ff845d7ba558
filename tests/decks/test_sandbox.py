from __future__ import annotations

import os
import sys
import threading
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from dealflow.decks import sandbox
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import json, os, signal, subprocess, sys, time
act, rest = sys.argv[1], sys.argv[2:]
data = sys.stdin.buffer.read()
if act == "echo":
    sys.stdout.buffer.write(data[::-1])
elif act == "sleep":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print(child.pid, file=sys.stderr, flush=True)
    time.sleep(60)
elif act == "spin":
    while True: pass
elif act == "hoard":
    hoard = [bytes(50_000_000) for _ in range(100)]
elif act == "crash":
    os.kill(os.getpid(), signal.SIGSEGV)
elif act == "abort":
    os.abort()
elif act == "flood":
    while True: sys.stdout.buffer.write(b"x" * 1_000_000)
elif act == "chatter":
    print("x" * 1_000_000, file=sys.stderr)
    print(json.dumps({"reason": "encrypted", "pages": 3}), file=sys.stderr)
    sys.exit(3)
elif act == "lie":
    print(json.dumps({"reason": "no such reason"}), file=sys.stderr)
    sys.exit(3)
elif act == "write":
    with open(rest[0], "wb") as file:
        file.write(b"x")
elif act == "environment":
    print(sorted(os.environ))
elif act == "limits":
    import dealflow
    print(dealflow.__version__, sys.flags.isolated)
"""

READS_A_DECK = """
import sys
from dealflow.decks.read import read_deck
print(read_deck(sys.stdin.buffer.read(), "bomb.pdf"))
"""
BOMB = b"""%%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R >> endobj
4 0 obj << /Length %d /Filter [/ASCIIHexDecode /FlateDecode] >>
stream
%s
endstream
endobj
trailer << /Root 1 0 R >>
%%%%EOF
"""


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hostile_program.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


def run(act: str, data: bytes = b"", *rest: str, limits: sandbox.Limits | None = None) -> bytes:
    return sandbox.run("hostile_program", data, arguments=(act, *rest), limits=limits)


def refusal(act: str, *rest: str, limits: sandbox.Limits | None = None) -> dict[str, object]:
    with pytest.raises(UnreadableDeckError) as refused:
        run(act, b"", *rest, limits=limits)
    return refused.value.parameters


def test_the_answer_is_what_the_module_writes() -> None:
    data = os.urandom(3_000_000)
    assert run("echo", data) == data[::-1]


def test_our_own_package_is_found_from_an_isolated_interpreter() -> None:
    assert run("limits").split() == [b"0.1.0", b"1"]


def test_the_module_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALFLOW_DATABASE_URL", "postgresql://user:secret@host/base")
    assert b"DEALFLOW" not in run("environment")


def test_its_own_reason_is_handed_on_however_much_it_complains_before() -> None:
    assert refusal("chatter") == {"reason": "encrypted", "pages": 3}


def test_a_complaint_that_names_no_reason_of_ours_is_a_crash() -> None:
    assert refusal("lie") == {"reason": "reader_crashed", "exit_code": 3}


def test_too_long_on_the_clock_ends_it_with_all_that_it_started() -> None:
    began = time.monotonic()
    assert refusal("sleep", limits=sandbox.Limits(wall_s=1.0)) == {"reason": "too_slow", "limit_s": 1.0}
    assert time.monotonic() - began < 10


posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


@posix
def test_too_much_computing_is_too_slow() -> None:
    assert refusal("spin", limits=sandbox.Limits(cpu_s=1)) == {"reason": "too_slow", "limit_s": 1}


@posix
def test_too_much_memory_has_its_own_name() -> None:
    limits = sandbox.Limits(memory_mb=300)
    assert refusal("hoard", limits=limits) == {"reason": "too_much_memory", "limit_mb": 300}


@posix
def test_a_reader_that_gives_itself_up_is_put_down_to_memory() -> None:
    assert refusal("abort") == {"reason": "too_much_memory", "limit_mb": 1024}


@posix
def test_a_native_crash_is_one_refusal() -> None:
    assert refusal("crash") == {"reason": "reader_crashed", "exit_code": -11}


@posix
def test_no_file_can_be_written(tmp_path: Path) -> None:
    assert refusal("write", str(tmp_path / "trace"))["reason"] == "reader_crashed"
    assert (tmp_path / "trace").read_bytes() == b""


def test_an_endless_answer_is_cut_off() -> None:
    assert refusal("flood", limits=sandbox.Limits(answer_mb=2)) == {"reason": "too_large", "limit_mb": 2}


def test_a_module_that_is_not_there_is_a_crash_and_no_silence() -> None:
    with pytest.raises(UnreadableDeckError) as refused:
        sandbox.run("no_such_module_anywhere", b"")
    assert refused.value.parameters == {"reason": "reader_crashed", "exit_code": 1}


def test_complain_says_what_run_understands() -> None:
    error = UnreadableDeckError(reason="too_many_pages", pages=400, kind=object)
    assert sandbox.complain(error) == '{"reason": "too_many_pages", "pages": 400, "kind": "<class \'object\'>"}'


def test_at_most_two_run_at_a_time() -> None:
    began = time.monotonic()
    runs = [
        threading.Thread(target=refusal, args=("sleep",), kwargs={"limits": sandbox.Limits(wall_s=1)}) for _ in "123"
    ]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    assert time.monotonic() - began > 1.9


@posix
def test_a_bomb_that_nobody_saw_coming_costs_one_worker_and_is_put_down_to_memory(tmp_path: Path) -> None:
    (tmp_path / "reads_a_deck.py").write_text(READS_A_DECK, encoding="utf-8")
    pack = zlib.compressobj(9)
    packed = (b"".join([pack.compress(bytes(1 << 20)) for _ in range(512)]) + pack.flush()).hex().encode() + b">"
    bomb = BOMB % (len(packed), packed)
    with pytest.raises(UnreadableDeckError) as refused:
        sandbox.run("reads_a_deck", bomb, limits=sandbox.Limits(memory_mb=512))
    assert refused.value.parameters == {"reason": "too_much_memory", "limit_mb": 512}
