"""Take the attached files out of a PDF portfolio: the PDF on stdin, a ZIP of them on stdout. Run in the sandbox."""

from __future__ import annotations

import sys

from dealflow.actions.claims.worker_io import answer
from dealflow.decks.portfolio import as_archive


def main() -> int:
    """Return the exit code: 0 with the archive on stdout, 3 with the reason on stderr."""
    return answer(as_archive)


if __name__ == "__main__":
    sys.exit(main())
