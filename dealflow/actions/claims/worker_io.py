"""The edge of a sandboxed worker: a file comes in on stdin; an answer, or one named reason, goes out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

REFUSED = 3
"""The exit code of a worker that tells its reason on stderr."""


def answer(work: Callable[[bytes], bytes]) -> int:
    """Write what ``work`` makes of stdin to stdout and return 0; or its reason to stderr as JSON, and return 3."""
    try:
        data = work(sys.stdin.buffer.read())
    except UnreadableDeckError as error:
        return _tell(error.reason)
    except MemoryError:
        return _tell(RefusalReason.TOO_MUCH_MEMORY)
    except Exception as error:  # noqa: BLE001  # the edge of a worker process: whatever broke, the deck is refused
        return _tell(RefusalReason.READER_CRASHED, type(error).__name__)
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


def _tell(reason: str, detail: str = "") -> int:
    refusal = {"code": UnreadableDeckError.code, "reason": str(reason)} | ({"detail": detail} if detail else {})
    sys.stderr.write(json.dumps(refusal, ensure_ascii=False) + "\n")
    return REFUSED
