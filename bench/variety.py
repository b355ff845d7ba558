"""Thousands of slides drawn by chance (tests/extract/variety.py), read and scored by their kind.

``python bench/variety.py [--slides 5000]`` prints, for each kind, what its slides state, and the shares that come back
with their amount and unit, and under their name; ``surplus`` counts what comes back that no slide states.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.extract.variety import tally


def main() -> None:
    """Print one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=int, default=5_000)
    print("| slides drawn by chance | stated | found | named | surplus |\n| --- | ---: | ---: | ---: | ---: |")
    for kind, one in tally(range(parser.parse_args().slides)).items():
        shares = [f"{100 * part / one.stated:.1f}" if one.stated else "–" for part in (one.found, one.named)]
        print(f"| {kind} | {one.stated} | {shares[0]} | {shares[1]} | {one.surplus} |")


if __name__ == "__main__":
    main()
