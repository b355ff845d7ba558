"""What reading pictures costs: CPU seconds and pages a CPU second of each deck, with OCR and without.

``python bench/pictures.py FILES`` reads each file twice in one process, first without OCR, then with it (the models are
loaded before the clock runs), and prints Markdown. The fictional decks turned into pictures: ``--as-pictures``.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "data" / "demo"), str(ROOT / "bench")]

from extraction import as_pictures
from PIL import Image

from dealflow.decks import ocr, scans
from dealflow.decks.read import read_deck
from dealflow.errors import UnreadableDeckError


def cpu_s(data: bytes, name: str, *, with_ocr: bool) -> float:
    """Return the CPU seconds that reading a deck takes."""
    begun = time.process_time()
    with suppress(UnreadableDeckError):
        read_deck(data, name, with_ocr=with_ocr)
    return time.process_time() - begun


def pages_of(data: bytes, name: str) -> int:
    """Return how many pages a deck has, also one that is nothing but pictures."""
    try:
        return len(read_deck(data, name, with_ocr=False).pages)
    except UnreadableDeckError as error:
        return int(str(error.parameters.get("pages", 0)))


def main() -> None:
    """Print a line a deck, and the whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--as-pictures", action="store_true")
    options = parser.parse_args()
    ocr.look(Image.new("RGB", (320, 320), "white"), scans.FINDING_PX, most=scans.MOST_LINES)
    print("| deck | pages | CPU s without OCR | with OCR | pages a CPU second |\n| --- | ---: | ---: | ---: | ---: |")
    whole = [0.0, 0.0, 0.0]
    for number, path in enumerate(options.files, start=1):
        data = as_pictures(path.read_bytes()) if options.as_pictures else path.read_bytes()
        pages = pages_of(data, path.name)
        bare, read = (cpu_s(data, path.name, with_ocr=with_ocr) for with_ocr in (False, True))
        whole = [whole[0] + pages, whole[1] + bare, whole[2] + read]
        print(f"| {number} | {pages} | {bare:.2f} | {read:.2f} | {pages / read:.2f} |", flush=True)
    print(f"| **all** | {whole[0]:.0f} | {whole[1]:.2f} | {whole[2]:.2f} | {whole[0] / whole[2]:.2f} |")


if __name__ == "__main__":
    main()
