"""Read a table that somebody brought: the file on stdin, its sheets on stdout as JSON. Run in the sandbox."""

from __future__ import annotations

import dataclasses
import json
import sys

from dealflow.decks import spreadsheets
from dealflow.errors import InvalidInputError


def main() -> int:
    """Return the exit code, always 0: what is wrong with the file is an answer, too."""
    try:
        sheets = spreadsheets.read(sys.argv[1] if len(sys.argv) > 1 else "", sys.stdin.buffer.read())
    except InvalidInputError as error:
        answer: dict[str, object] = {"wrong": error.parameters}
    else:
        answer = {"sheets": [_told(sheet) for sheet in sheets]}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))
    sys.stdout.flush()
    return 0


def _told(sheet: spreadsheets.Sheet) -> dict[str, object]:
    faults = [[*place, fault] for place, fault in sheet.faults.items()]
    return {**{field.name: getattr(sheet, field.name) for field in dataclasses.fields(sheet)}, "faults": faults}


if __name__ == "__main__":
    sys.exit(main())
