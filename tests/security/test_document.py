"""The document on security names tests that exist, and nothing twice wrongly merged."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = re.findall(r"`([\w/]+\.py)::(test_\w+)`", DOCUMENT)


@cache
def named_in(file: str) -> frozenset[str]:
    path = ROOT / "tests" / file
    return (
        frozenset(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
        if path.exists()
        else frozenset()
    )


def test_every_test_that_the_document_names_exists() -> None:
    assert len(NAMED) >= LEAST_NAMED
    assert [f"{file}::{name}" for file, name in NAMED if name not in named_in(file)] == []


LEAST_NAMED = 70


def test_every_line_of_the_threat_model_and_every_finding_names_its_test() -> None:
    rows = [
        line
        for line in DOCUMENT.splitlines()
        if line.startswith("| ") and not line.startswith(("| chapter", "| fin", "| found"))
    ]
    without = [row for row in rows if "::test_" not in row and "benchmarks.md" not in row]
    assert without == []
    assert not re.search(r"^(<<<<<<<|=======|>>>>>>>)", DOCUMENT, re.MULTILINE)
