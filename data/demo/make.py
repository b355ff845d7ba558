"""Make the fictional event's decks and their golden claims again: ``python data/demo/make.py [NAME...]``.

Needs what people who only run the demo do not: Chromium, LibreOffice, Debian's Nanum fonts, and the packages named
in paint_*.py. The results are tracked, so nobody else needs them.
"""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fiction import golden
from fiction.plans import PLANS, deck

DECKS = Path(__file__).parent / "decks"
LIMIT_BYTES = 400_000
WHEN = b"20261001090000"


def settle(path: Path) -> None:
    """Give a PDF fixed dates and a fixed file id of equal length, so that making it twice gives equal bytes."""
    data = path.read_bytes()
    data = re.sub(rb"\(D:\d{14}", b"(D:" + WHEN, data)
    data = re.sub(rb"/ID\s*\[\s*<[0-9A-Fa-f]{32}>\s*<[0-9A-Fa-f]{32}>\s*\]", _blank_id, data)
    data = re.sub(rb"/DocChecksum /[0-9A-F]{32}", b"/DocChecksum /" + b"0" * 32, data)
    path.write_bytes(data)


def _blank_id(match: re.Match[bytes]) -> bytes:
    return re.sub(rb"<[0-9A-Fa-f]{32}>", b"<" + b"0" * 32 + b">", match.group())


def main(texts: list[str]) -> int:
    """Make the wanted decks (all by default); 1 if a figure is missing on its page or a file is too large."""
    faults: list[str] = []
    DECKS.mkdir(exist_ok=True)
    for plan in PLANS:
        made_deck = deck(plan)
        if texts and made_deck.file_name not in texts and plan.painter not in texts:
            continue
        path = DECKS / f"{made_deck.file_name}.pdf"
        importlib.import_module(f"fiction.paint_{made_deck.painter}").paint(made_deck, path)
        settle(path)
        claims = golden.golden(made_deck)
        golden.write(claims, path.with_suffix(".golden.jsonl"))
        faults += golden.missing(claims, path)
        if path.stat().st_size > LIMIT_BYTES:
            faults.append(f"{path.name}: {path.stat().st_size} bytes")
        print(f"{path.name}: {len(made_deck.slides)} pages, {len(claims)} figures, {path.stat().st_size // 1000} kB")
    if not texts:
        importlib.import_module("fiction.paint_canvas").lock(DECKS / "neulbom_locked.pdf")
    print("\n".join(faults) or "every figure stands on its page")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
