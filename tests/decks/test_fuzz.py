from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[2] / "bench" / "fuzz.py"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
def test_spoiled_decks_give_claims_or_one_named_reason() -> None:
    ran = subprocess.run(
        [sys.executable, FUZZ, "--seconds", "8", "--seed", "3"], check=False, capture_output=True, text=True
    )
    cases = re.search(r"^(\d+) cases, .* 0 breaches$", ran.stdout, re.MULTILINE)
    assert (ran.returncode, cases is not None) == (0, True), ran.stdout + ran.stderr
    assert cases
    assert int(cases.group(1)) > 10
