"""One file read in the sandbox: what it says, as the domain's values. Needs no workspace and no database."""

from __future__ import annotations

import json
from datetime import date
from time import monotonic
from typing import Final

from pydantic import TypeAdapter

from dealflow.actions.claims.reading_worker import PICTURES, Ocr
from dealflow.decks import sandbox
from dealflow.decks.sandbox import Limits
from dealflow.domain.claims.claims import Reading
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

WORKER: Final = "dealflow.actions.claims.reading_worker"
_READING: Final = TypeAdapter(Reading)
_ENDED: Final = frozenset({RefusalReason.READER_CRASHED, RefusalReason.TOO_MUCH_MEMORY})
"""What a worker that something outside has ended looks like."""
_STRUCK: Final = _ENDED | {RefusalReason.TOO_SLOW}
_SOON_S: Final = 5.0
_CPU_S_A_PICTURE: Final = 5
_WALL_S_A_PICTURE: Final = 30.0
_HARD_ONES: Final = 10
"""A picture takes a second of a core; a few of 300 lines, the most that are read in one, take 15 with Hangul 30."""
_MEMORY_MB_WITH_PICTURES: Final = 1536
_SHORT: Final = 100
"""Bytes of an answer that may be a number of pictures; a reading is longer."""


def read_file(data: bytes, file_name: str, *, read_on: date | None = None) -> Reading:
    """Return what a file says, read in the sandbox; needs no workspace.

    A reader that ended early is tried once more, since something outside may have ended it. Where pictures are to be
    read, a second run reads them with limits that grow with their number; if that run fails, what the file says without
    them counts, and their pages are named as unread; if it says nothing without them, why that run failed is told.

    Raises:
        UnreadableDeckError: with the one reason why it cannot be read.
    """
    day = read_on.isoformat() if read_on else ""
    told_data = _run_twice(data, (file_name, day, Ocr.ASK), Limits())
    pictures = _pictures(told_data)
    if pictures:
        try:
            told_data = sandbox.run(WORKER, data, arguments=(file_name, day, Ocr.READ), limits=limits_for(pictures))
        except UnreadableDeckError as error:
            if error.reason not in _STRUCK:
                raise
            told_data = _without_pictures(data, file_name, day, error)
    return _READING.validate_json(told_data)


def _without_pictures(data: bytes, file_name: str, day: str, struck: UnreadableDeckError) -> bytes:
    """Return what a file says without its pictures; where pictures are all there is, why they could not be read."""
    try:
        return _run_twice(data, (file_name, day, Ocr.SKIP), Limits())
    except UnreadableDeckError as error:
        raise (struck if error.reason == RefusalReason.IMAGE_ONLY else error) from error


def limits_for(pictures: int) -> Limits:
    """Return the limits for reading so many pictures: far beyond what any takes."""
    usual = Limits()
    if not pictures:
        return usual
    return Limits(
        wall_s=usual.wall_s + _WALL_S_A_PICTURE * (pictures + _HARD_ONES),
        cpu_s=usual.cpu_s + _CPU_S_A_PICTURE * (pictures + _HARD_ONES),
        memory_mb=_MEMORY_MB_WITH_PICTURES,
    )


def _pictures(data: bytes) -> int:
    """Return how many pictures an answer says there are to read; none in an answer that is a reading."""
    if len(data) > _SHORT:
        return 0
    answer = json.loads(data)
    return int(answer[PICTURES]) if set(answer) == {PICTURES} else 0


def _run_twice(data: bytes, arguments: tuple[str, ...], limits: Limits) -> bytes:
    began = monotonic()
    try:
        return sandbox.run(WORKER, data, arguments=arguments, limits=limits)
    except UnreadableDeckError as error:
        if error.reason not in _ENDED or monotonic() - began > _SOON_S:
            raise
        return sandbox.run(WORKER, data, arguments=arguments, limits=limits)
