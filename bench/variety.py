"""Thousands of slides drawn by chance (tests/extract/variety.py and layouts.py), read and scored by their kind.

``python bench/variety.py [--slides 5000]`` prints, for each kind, what its slides state, and the shares that come back
with their amount and unit, and under their name; ``surplus`` counts what comes back that no slide states.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.extract.layouts import LAYOUTS
from tests.extract.variety import KINDS, tally


def main() -> None:
    """Print one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=int, default=5_000)
    print("| slides drawn by chance | stated | found | named | surplus |\n| --- | ---: | ---: | ---: | ---: |")
    for kind, other_tally in tally(range(parser.parse_args().slides), (*KINDS, *LAYOUTS)).items():
        shares = [
            f"{100 * part / other_tally.stated:.1f}" if other_tally.stated else "–"
            for part in (other_tally.found, other_tally.named)
        ]
        print(f"| {kind} | {other_tally.stated} | {shares[0]} | {shares[1]} | {other_tally.surplus} |")


if __name__ == "__main__":
    main()
