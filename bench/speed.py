"""Pages per CPU second of our readers beside others', on the same files, in interleaved rounds; the best round counts.

``python bench/speed.py FILE...`` prints one table: PDFium's text alone, our words with boxes, the whole pipeline from
bytes to claims, pypdf's text, pdfplumber's words, and how many times slower or faster each is than ours.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import io
import logging
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dealflow.catalogue.metrics import load_metrics
from dealflow.decks import pdfium
from dealflow.decks.pdf import read_pdf
from dealflow.decks.read import read_deck
from dealflow.extract import read_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Speed(NamedTuple):
    """One reader's best round."""

    name: str
    pages: int
    cpu_s: float

    @property
    def pages_a_second(self) -> float:
        """Return pages per CPU second."""
        return self.pages / self.cpu_s


def bare_pdfium(data: bytes) -> int:
    """Read each page's text with PDFium and nothing else, the floor under every reader built on it."""
    with pdfium.document(data) as opened:
        count = pdfium.count_pages(opened)
        for index in range(count):
            page = pdfium.load_page(opened, index)
            text = pdfium.load_text(page)
            size = pdfium.count_chars(text)
            buffer = ctypes.create_string_buffer(2 * size + 2)
            pdfium.get_text(text, 0, size, buffer)
            buffer.raw.decode("utf-16-le", "replace")
            pdfium.close_text(text)
            pdfium.close_page(page)
    return count


def words_with_boxes(data: bytes) -> int:
    """Read each page's words with their boxes."""
    return len(read_pdf(data).pages)


def bytes_to_claims(data: bytes) -> int:
    """Run the whole pipeline, from bytes to claims; the catalogue is loaded once, before the clock runs."""
    deck = read_deck(data, with_ocr=False)
    read_claims(deck, METRICS)
    return len(deck.pages)


def pypdf_text(data: bytes) -> int:
    """Read each page's text with pypdf."""
    pages = importlib.import_module("pypdf").PdfReader(io.BytesIO(data)).pages
    return len([page.extract_text() for page in pages])


def pdfplumber_words(data: bytes) -> int:
    """Read each page's words with pdfplumber."""
    with importlib.import_module("pdfplumber").open(io.BytesIO(data)) as opened:
        return len([page.extract_words() for page in opened.pages])


METRICS = load_metrics()
READERS: dict[str, Callable[[bytes], int]] = {
    "PDFium's text alone": bare_pdfium,
    "our words with boxes": words_with_boxes,
    "bytes to claims": bytes_to_claims,
    "pypdf extract_text": pypdf_text,
    "pdfplumber extract_words": pdfplumber_words,
}
OURS = "our words with boxes"
WHOLE = "bytes to claims"


def measured(files: Sequence[bytes], rounds: int, names: Sequence[str]) -> list[Speed]:
    """Return each reader's best round over all files, the rounds taken in turn so that noise meets all alike."""
    best: dict[str, Speed] = {}
    for _ in range(rounds):
        for name in names:
            began = time.process_time()
            pages = sum(READERS[name](data) for data in files)
            taken = Speed(name, pages, time.process_time() - began)
            best[name] = min(best.get(name, taken), taken, key=lambda speed: speed.cpu_s)
    return [best[name] for name in names]


def speed_table(speeds: Sequence[Speed]) -> str:
    """Return the table: pages a CPU second, and each reader's time as a multiple of ours."""
    by_name = {speed.name: speed for speed in speeds}
    words, whole = by_name[OURS].cpu_s, by_name[WHOLE].cpu_s
    lines = ["| reader | pages per CPU second | time / our words | time / our whole pipeline |", "|---|---:|---:|---:|"]
    for speed in speeds:
        share = f"{speed.cpu_s / whole:.2f}"
        lines.append(f"| {speed.name} | {speed.pages_a_second:.0f} | {speed.cpu_s / words:.2f} | {share} |")
    return "\n".join(lines)


def main() -> int:
    """Print the table for the files of the command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--each", action="store_true", help="a table for each file too")
    namespace = options.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    groups = [(path.name, [path.read_bytes()]) for path in namespace.files] if namespace.each else []
    groups.append((f"all {len(namespace.files)} together", [path.read_bytes() for path in namespace.files]))
    for title, files in groups:
        print(f"\n### {title}\n\n{speed_table(measured(files, namespace.rounds, list(READERS)))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
