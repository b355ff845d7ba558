"""Which files of a folder are decks, for every command that takes folders."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dealflow.decks.sniff import KNOWN_ENDINGS, REFUSED_ENDINGS

_DECKS: Final = KNOWN_ENDINGS | REFUSED_ENDINGS | {".zip"}
"""The endings of what is taken out of a folder; a file named itself is taken whatever it is called."""


def found(paths: list[Path]) -> tuple[list[Path], int]:
    """Return the files to take in, in order, and how many others lie in the folders and are left alone."""
    files: list[Path] = []
    skipped = 0
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        wanted = [each for each in inside if not path.is_dir() or each.suffix.lower() in _DECKS]
        files.extend(each for each in wanted if each == path or not each.name.startswith((".", "~$")))
        skipped += len(inside) - len(wanted)
    return files, skipped
