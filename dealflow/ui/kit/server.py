"""The server of the screens as one process: ``python -m dealflow.ui.kit.server streamlit_app.py [SETTINGS]``."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import click
from streamlit.web import cli


def main(arguments: Sequence[str]) -> int:
    """Serve until somebody ends this process, close everything, and return its exit code.

    To interrupt (Ctrl+C) or to terminate it is how it is meant to end, so both give 0; planners at work end with it.
    """
    signal.signal(signal.SIGTERM, _leave)
    gc.disable()  # a quarter of the start were collections over modules that stay; the application enables it again
    try:
        code = cli.main(["run", *arguments], prog_name="streamlit", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return code if isinstance(code, int) else 0


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End as a program ends that has nothing left to do: what is registered for the end still happens."""
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
