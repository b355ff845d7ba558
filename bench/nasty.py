"""Reads every file of a folder within 10 s and 512 MB: words, or one named reason. ``python bench/nasty.py DIR``.

A file that crashes its reader, or gets neither words nor a reason, is a breach, and the exit code is 1. ``--module``
names another reader to put to the same test, such as the one that goes all the way to claims.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import NamedTuple

from dealflow.decks import sandbox
from dealflow.errors import UnreadableDeckError

LIMITS = sandbox.Limits(wall_s=9.5, cpu_s=9, memory_mb=512)
STOPPED = frozenset(("too_slow", "too_much_memory"))


class Answer(NamedTuple):
    """What one file came to."""

    name: str
    seconds: float
    words: str
    reason: str

    @property
    def is_breach(self) -> bool:
        """Return whether the reader crashed, or said nothing at all."""
        return self.reason == "reader_crashed" or not (self.words or self.reason)


def answer_of(path: Path, module: str) -> Answer:
    """Return what reading one file within the limits comes to."""
    began = time.monotonic()
    words, reason = "", ""
    try:
        run = sandbox.run(module, path.read_bytes(), arguments=[path.name], limits=LIMITS)
        words = _summary(run)
    except UnreadableDeckError as error:
        reason = error.reason
    return Answer(path.name, time.monotonic() - began, words, reason)


def _summary(data: bytes) -> str:
    first = data.decode("utf-8", "replace").strip()
    try:
        stated = json.loads(first)
    except ValueError:
        return f"{len(data)} bytes"
    return ", ".join(f"{stated[name]} {name}" for name in ("pages", "words") if name in stated) or f"{len(data)} bytes"


def main() -> int:
    """Print the table; return 1 on a breach."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--module", default="count_words", help="what reads a file (standard input to output)")
    namespace = options.parse_args()
    answers = [answer_of(path, namespace.module) for path in sorted(namespace.folder.rglob("*")) if path.is_file()]
    for answer in answers:
        mark = "BREACH" if answer.is_breach else ""
        print(f"{answer.seconds:6.2f} s  {answer.words or answer.reason:28} {answer.name} {mark}".rstrip())
    breaches = sum(answer.is_breach for answer in answers)
    read = sum(bool(answer.words) for answer in answers)
    slowest = max((answer.seconds for answer in answers), default=0.0)
    stopped = sum(answer.reason in STOPPED for answer in answers)
    refused = len(answers) - read
    print(f"{len(answers)} files: {read} read, {refused} refused ({stopped} stopped by a limit), {breaches} breaches")
    print(f"at most {slowest:.1f} s each")
    return 1 if breaches or not answers else 0


if __name__ == "__main__":
    sys.exit(main())
