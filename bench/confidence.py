"""Fit how sure a reading is: the weights of dealflow/extract/confidence.toml, from decks of one's own with their truth.

``python bench/confidence.py --decks DIR --truth DIR --scorer SCRIPT [--held-decks DIR --held-truth DIR]`` reads the
decks (text layers only), judges every named claim by the scorer's ``matches`` and ``NAMES``, fits a logistic model in
which no deck counts more than twenty times, and prints the weights and how often each tenth is right, there and on the
decks that were held back from the fit; nothing of the decks.
"""

from __future__ import annotations

import argparse
import json
import math
import runpy
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.read import read_deck
from dealflow.errors import UnreadableDeckError
from dealflow.extract import candidates, confidence, read_claims
from dealflow.extract.figure import Figure
from dealflow.extract.record import rows
from dealflow.extract.sheet import Sheet

MOST_OF_A_DECK = 20
STEPS, RATE, RIDGE = 2_000, 1.0, 0.02
LEAST = 0.1
"""What a doubt takes away even where these decks show nothing of it."""
SIGNS = ("elsewhere", "away", "heading", "loose", "crowded", "count", "often_wrong", "rival")


class Judged(NamedTuple):
    """One named claim: its deck, its signs, and whether metric and scope are the truth's."""

    deck: str
    signs: frozenset[str]
    right: bool


def judged(decks: Path, truths: Path, scorer: dict[str, Any]) -> Iterator[Judged]:
    """Give the named claims of a folder's decks; what matches only figures that need not be recorded is left out."""
    seen: list[frozenset[str]] = []

    def noting(sheet: Sheet, figure: Figure, metric: str) -> frozenset[str]:
        seen.append(confidence.signs_of(sheet, figure, metric))
        return seen[-1]

    candidates.signs_of = noting
    candidates.confidence_of = lambda *_, **__: len(seen) / 1e6  # the claim's place in ``seen``
    for path in sorted(truths.glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        file = next(iter(sorted(decks.glob(f"{path.stem}.*"))), None)
        if file is None or not isinstance(truth, list):
            continue
        try:
            deck = read_deck(file.read_bytes(), file.name, with_ocr=False)
        except UnreadableDeckError:
            continue
        for row in rows(read_claims(deck, load_metrics())):
            right = judge(row, truth, scorer)
            if right is not None and row["metric"] != "other":
                yield Judged(path.stem, seen[round(float(str(row["confidence"])) * 1e6) - 1], right)


def judge(row: dict[str, object], truth: list[dict[str, Any]], scorer: dict[str, Any]) -> bool | None:
    """Say whether a claim is right; None where it matches only what the scorer leaves open."""
    hits = [figure for figure in truth if scorer["matches"](figure, row)]
    judging = [hit for hit in hits if hit.get("tier") != "tolerated" and hit.get("unit_printed") is not False]
    if hits and not any(one["metric"] in scorer["NAMES"] for one in judging):
        return None
    return any(
        row["metric"] in scorer["NAMES"].get(one["metric"], ())
        and (one.get("scope") not in scorer["SCOPES"] or one["scope"] == row["scope"])
        for one in judging
    )


def said(weights: Sequence[float], signs: frozenset[str]) -> float:
    """Return what a model says of a claim with these signs; the first weight is the base."""
    return 1 / (1 + math.exp(sum(w for w, sign in zip(weights[1:], SIGNS, strict=True) if sign in signs) - weights[0]))


def fitted(claims: Sequence[Judged]) -> list[float]:
    """Return base and weights by gradient descent; a weight is what its sign takes away, never less than a little."""
    share = share_of(claims)
    weights = [1.0] + [0.0] * len(SIGNS)
    whole = sum(share[claim.deck] for claim in claims)
    for _ in range(STEPS):
        slope = [0.0] * len(weights)
        for claim in claims:
            error = share[claim.deck] * (said(weights, claim.signs) - claim.right)
            slope[0] += error
            for place, sign in enumerate(SIGNS, 1):
                slope[place] -= error if sign in claim.signs else 0.0
        weights = [weights[0] - RATE * slope[0] / whole] + [
            max(LEAST, weight - RATE * (size / whole + RIDGE * weight / len(SIGNS)))
            for weight, size in zip(weights[1:], slope[1:], strict=True)
        ]
    return weights


def share_of(claims: Sequence[Judged]) -> dict[str, float]:
    """Return how much each claim of a deck counts."""
    return {deck: min(1.0, MOST_OF_A_DECK / count) for deck, count in Counter(claim.deck for claim in claims).items()}


def main() -> None:
    """Print the fitted weights and the reliability by tenths."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--decks", "--truth"):
        parser.add_argument(name, type=Path, action="append", required=True)
    for name in ("--held-decks", "--held-truth"):
        parser.add_argument(name, type=Path, action="append", default=[])
    parser.add_argument("--scorer", type=Path, required=True)
    namespace = parser.parse_args()
    scorer = runpy.run_path(str(namespace.scorer))
    pairs = zip(namespace.decks, namespace.truth, strict=True)
    claims = [claim for decks, truths in pairs for claim in judged(decks, truths, scorer)]
    weights = fitted(claims)
    print(f"base = {weights[0]:.2f}")
    for sign, weight in zip(SIGNS, weights[1:], strict=True):
        print(f"{sign} = {weight:.2f}")
    print_reliability(weights, claims)
    held = zip(namespace.held_decks, namespace.held_truth, strict=True)
    if claims := [claim for decks, truths in held for claim in judged(decks, truths, scorer)]:
        print("held back from the fit:")
        print_reliability(weights, claims)


def print_reliability(weights: Sequence[float], claims: Sequence[Judged]) -> None:
    """Print how often claims of each tenth are right."""
    share = share_of(claims)
    tenths: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for claim in claims:
        tenths[int(said(weights, claim.signs) * 10)].append((share[claim.deck], claim.right))
    for tenth, parts in sorted(tenths.items()):
        whole = sum(weight for weight, _ in parts)
        print(
            f"{tenth / 10:.1f}: {whole:.0f} claims, right {sum(weight * right for weight, right in parts) / whole:.2f}"
        )


if __name__ == "__main__":
    main()
