from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DECKS = Path(__file__).parents[3] / "data" / "demo" / "decks"
NAMES = ("areumweld.pdf", "gaonvision_v2.pdf", "haemaru.pdf")
READ = """
import hashlib, pathlib, sys
from dealflow.actions.claims.executors import _READING
from dealflow.actions.claims.reading_worker import read
for name in sys.argv[1:]:
    path = pathlib.Path(name)
    said = _READING.dump_json(read(path.read_bytes(), path.name, with_ocr=False))
    print(path.name, len(said) > 5000, hashlib.sha256(said).hexdigest())
"""


def said(names: tuple[str, ...], seed: str) -> set[str]:
    """Return what a new process, with its own seed of hashes, makes of decks in this order."""
    command = [sys.executable, "-c", READ, *(str(DECKS / name) for name in names)]
    ran = subprocess.run(
        command, capture_output=True, check=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed}
    )
    return set(ran.stdout.splitlines())


@pytest.mark.slow
def test_the_same_bytes_give_the_same_claims_whatever_the_process_the_hashes_and_the_order() -> None:
    first = said(NAMES, "0")
    assert len(first) == 3
    assert all(" True " in line for line in first)
    assert said(NAMES[::-1], "1") == first
    assert said((NAMES[1], NAMES[1], NAMES[0], NAMES[2]), "4242") == first
