"""Spoils decks in every way and has them read: each must give claims or one named reason within 10 s and 512 MB.

``python bench/fuzz.py [--seconds 600] [--seed 1] [--keep FOLDER] [FILE...]`` cuts off, flips, splices, repeats and
rewrites the bytes of the fictional decks, inside their packed streams too. Each case is read to the end (text, no OCR)
in a process of its own, forked from one that has loaded everything. A crash, a hang, an error without a name and an
answer with nothing in it are breaches: they are printed, kept with ``--keep``, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import resource
import select
import signal
import sys
import time
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from dealflow.actions.claims.reading_worker import read
from dealflow.errors import UnreadableDeckError

DECKS = Path(__file__).parents[1] / "data" / "demo" / "decks"
WALL_S = 10.0
CPU_S = 9
MEMORY = 512 << 20
OUT_OF_MEMORY = "too_much_memory"
_STREAM = re.compile(rb"stream\r?\n")
_STRUCTURE = (b"0", b"1", b"9", b"-1", b"99999999999", b"null", b"<<", b">>", b"[", b"]", b"(", b"/", b" R", b"endobj")


class Answer(NamedTuple):
    """What one case came to: claims and pages, or a named reason, or a breach with what went wrong."""

    kind: str
    detail: str
    seconds: float

    @property
    def is_breach(self) -> bool:
        """Return whether the reader crashed, hung, or said nothing."""
        return self.kind == "BREACH"


def truncated(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Return the bytes without their end, or without their start."""
    place = chance.randrange(len(data))
    return data[:place] if chance.random() < 0.8 else data[place:]  # noqa: PLR2004 -- mostly the end


def flipped(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Return the bytes with some bits turned over."""
    made = bytearray(data)
    for _turn in range(chance.choice((1, 2, 8, 64, 512))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def spliced(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return the bytes with a piece of another deck, of itself, or of zeros laid over or between."""
    other = chance.choice((*others, data, bytes(1 << 16)))
    size = chance.choice((16, 256, 4096, 65536))
    start = chance.randrange(max(len(other) - size, 1))
    place = chance.randrange(len(data))
    gap = chance.choice((0, size))
    return data[:place] + other[start : start + size] + data[place + gap :]


def restructured(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Return the bytes with numbers and signs of the file's structure changed, outside its packed streams."""
    made_data = data
    for _turn in range(chance.choice((1, 3, 10))):
        head = made_data.rfind(b"obj", 0, chance.randrange(1, len(made_data)))
        place = max(head, 0) + chance.randrange(200)
        gap = chance.randrange(4)
        made_data = made_data[:place] + chance.choice(_STRUCTURE) + made_data[place + gap :]
    return made_data


def repacked(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return the bytes with the content of one packed stream spoiled and packed again."""
    starts = [match.end() for match in _STREAM.finditer(data)]
    chance.shuffle(starts)
    for start in starts:
        end = data.find(b"endstream", start)
        with contextlib.suppress(zlib.error):
            inner = zlib.decompressobj().decompress(data[start:end], 1 << 20)
            if inner:
                spoil = chance.choice((truncated, flipped, spliced, restructured))
                return data[:start] + zlib.compress(spoil(inner, others, chance), 1) + data[end:]
    return flipped(data, others, chance)


SPOILS = (truncated, flipped, spliced, restructured, repacked, repacked)


def answer_of(data: bytes, name: str) -> Answer:
    """Return what reading one case comes to, in a forked process with limits."""
    began = time.monotonic()
    heard, number = os.pipe()
    child = os.fork()
    if not child:
        os.close(heard)
        _read_and_tell(data, name, number)
    os.close(number)
    told_data = b""
    while (left := began + WALL_S - time.monotonic()) > 0:
        if select.select([heard], [], [], left)[0]:
            if not (piece := os.read(heard, 65536)):
                break
            told_data += piece
    else:
        os.kill(child, signal.SIGKILL)
    os.close(heard)
    _, status = os.waitpid(child, 0)
    return _judged(told_data.decode(), status, time.monotonic() - began)


def _judged(text: str, status: int, seconds: float) -> Answer:
    kind, _, detail = text.partition(" ")
    if kind:
        return Answer(kind, detail, seconds)
    ended = os.waitstatus_to_exitcode(status)
    if ended in {-signal.SIGABRT, -signal.SIGTRAP}:
        return Answer("reason", OUT_OF_MEMORY, seconds)
    if ended in {-signal.SIGXCPU, -signal.SIGKILL}:
        return Answer("reason", "too_slow", seconds)
    return Answer("BREACH", f"ended with {ended}", seconds)


def _read_and_tell(data: bytes, name: str, number: int) -> None:
    """Read a case within the limits, tell what came of it, and end the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        reading = read(data, name, with_ocr=False)
        text = f"claims {len(reading.claims)}" if reading.page_sizes_pt else "BREACH an answer without pages"
    except UnreadableDeckError as error:
        text = f"reason {error.reason}"
    except MemoryError:
        text = f"reason {OUT_OF_MEMORY}"
    except BaseException as error:  # noqa: BLE001 -- the edge of a process: whatever it is, it has no name of ours
        text = f"BREACH {type(error).__name__}: {error}"
    os.write(number, text.encode())
    os._exit(0)


def main() -> int:
    """Print how many cases came to what; return 1 on a breach."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="where to keep the cases that breach")
    namespace = options.parse_args()
    decks = [path.read_bytes() for path in namespace.files or sorted(DECKS.glob("*.pdf"))]
    for warm in (decks[0], decks[0][:5000]):
        with contextlib.suppress(UnreadableDeckError):
            read(warm, "deck.pdf", with_ocr=False)
    counts: Counter[str] = Counter()
    slowest, case, until = 0.0, 0, time.monotonic() + namespace.seconds
    while time.monotonic() < until:
        chance = random.Random(f"{namespace.seed}/{case}")
        spoil = chance.choice(SPOILS)
        data = spoil(chance.choice(decks), decks, chance)
        answer = answer_of(data, "deck.pdf")
        slowest = max(slowest, answer.seconds)
        counts["claims" if answer.kind == "claims" else f"{answer.kind} {answer.detail}"[:60]] += 1
        if answer.is_breach:
            print(f"BREACH seed {namespace.seed} case {case} ({spoil.__name__}): {answer.detail}", flush=True)
            if namespace.keep:
                namespace.keep.mkdir(parents=True, exist_ok=True)
                (namespace.keep / f"{namespace.seed}_{case}.pdf").write_bytes(data)
        case += 1
    for what, count in counts.most_common():
        print(f"{count:7} {what}")
    breaches = sum(count for what, count in counts.items() if what.startswith("BREACH"))
    print(f"{case} cases, at most {slowest:.1f} s each, {breaches} breaches")
    return 1 if breaches or not case else 0


if __name__ == "__main__":
    sys.exit(main())
