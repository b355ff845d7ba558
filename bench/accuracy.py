"""Extract decks and print how a scorer judges them against hand-made truth.

Usage: accuracy.py FILES... --truth DIR --scorer SCRIPT

The scorer is called as ``SCRIPT --truth DIR --predictions DIR`` with one ``<deck>.jsonl`` a deck; a deck that cannot
be read gets an empty file and its reason on stderr.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.read import read_deck
from dealflow.errors import UnreadableDeckError
from dealflow.extract import read_claims
from dealflow.extract.record import rows


def extracted(path: Path) -> str:
    """Return the claims of one deck as JSON lines; an unreadable deck gives none and says why on stderr."""
    try:
        deck = read_deck(path.read_bytes(), path.name)
    except UnreadableDeckError as error:
        sys.stderr.write(f"{path.name}: {error}\n")
        return ""
    claims = read_claims(deck, load_metrics())
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(claims))


def main() -> int:
    """Write the predictions of every file and hand them to the scorer; return its exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--truth", type=Path, required=True)
    arguments.add_argument("--scorer", type=Path, required=True)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for path in options.files:
            (Path(folder) / f"{path.stem}.jsonl").write_text(extracted(path), "utf-8")
        command = [sys.executable, str(options.scorer), "--truth", str(options.truth), "--predictions", folder]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the caller names the scorer


if __name__ == "__main__":
    raise SystemExit(main())
