"""Draw one page of a deck: the file on stdin, JPEG on stdout. Run in the sandbox: ``picture_worker PAGE DPI``."""

from __future__ import annotations

import sys

from dealflow.actions.worker_edge import answer
from dealflow.decks.render import page_picture


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 with the picture on stdout, 3 with the reason on stderr."""
    page, dpi = (int(argument) for argument in arguments)
    return answer(lambda data: page_picture(data, page, dpi))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
