"""The process's log as lines of JSON, for whoever gathers logs: what happened where, and nothing that anybody typed.

A line has the moment, the level, the logger, the words as the program has them (their places unfilled), the request's
number, and for an error its kind and the places in the code. Values never go into it: they could be names or secrets.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

REQUEST: Final[ContextVar[str]] = ContextVar("request", default="")
"""The number of the request that this thread or task works at."""
FIELDS: Final = "fields"
"""By this name a logger of ours hands over a line's own fields (``extra``), which hold kinds and numbers only."""
_PLACES: Final = 8
_TALKATIVE: Final = ("streamlit", "uvicorn", "uvicorn.error", "uvicorn.access")


class JsonLines(logging.Formatter):
    """Makes of a log record one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        if request := REQUEST.get():
            line["request"] = request
        line |= getattr(record, FIELDS, {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-_PLACES:]
            line["places"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def set_up(kind: Literal["text", "json"]) -> None:
    """Let the process log as the settings say: as it did, or everything as lines of JSON on standard error."""
    if kind == "text":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("dealflow").setLevel(logging.INFO)
    for name in {*_TALKATIVE, *(name for name in logging.root.manager.loggerDict if name.startswith("streamlit"))}:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
