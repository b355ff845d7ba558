"""Which files of a folder are decks, for every command that takes folders."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dealflow.decks.sniff import KNOWN_ENDINGS, REFUSED_ENDINGS

_DECKS: Final = KNOWN_ENDINGS | REFUSED_ENDINGS | {".zip"}
"""The endings of what is taken out of a folder; a file named itself is taken whatever it is called."""


def deck_files(paths: list[Path]) -> tuple[list[Path], int]:
    """Return the files to take in, in order, and how many others lie in the folders and are left alone."""
    files: list[Path] = []
    skipped = 0
    for path in paths:
        inside = (
            sorted(other_path for other_path in path.rglob("*") if other_path.is_file()) if path.is_dir() else [path]
        )
        wanted_paths = [other_path for other_path in inside if not path.is_dir() or other_path.suffix.lower() in _DECKS]
        files.extend(
            wanted_path
            for wanted_path in wanted_paths
            if wanted_path == path or not wanted_path.name.startswith((".", "~$"))
        )
        skipped += len(inside) - len(wanted_paths)
    return files, skipped
