"""Score the extractor on the fictional event's decks: ``bench/demo.py [--misses] [NAME...]``.

Prints one line a deck and the sum; ``--misses`` adds every golden claim that was missed, misnamed or given a wrong
scope or status, every surplus claim, and every distractor that came back as the company's own figure.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import reduce
from operator import add
from pathlib import Path

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo"
sys.path.insert(0, str(DEMO))

from fiction import truth  # noqa: E402 - the fictional event lies beside the product, not in it
from fiction.score import Outcome, Score, leaks, outcomes, score, surplus  # noqa: E402 - the same

from dealflow.catalogue.metrics import load_metrics  # noqa: E402 - the same
from dealflow.decks.read import read_deck  # noqa: E402 - the same
from dealflow.domain.facts import Claim  # noqa: E402 - the same
from dealflow.extract import read_claims  # noqa: E402 - the same

HEAD = "deck             h.found h.named s.found s.named  scope  wrong status period  prec  claims leaks"


def claims_of(name: str) -> tuple[Claim, ...]:
    """Return the claims of one of the event's decks."""
    return read_claims(read_deck((truth.DECKS / f"{name}.pdf").read_bytes(), f"{name}.pdf"), load_metrics())


def line(name: str, counts: Score) -> str:
    """Return one row of the table."""
    named = max(1, counts.headline_named + counts.secondary_named)
    judged = max(1, counts.status_right + counts.status_wrong)
    dated = max(1, counts.period_right + counts.period_wrong)
    cells = (
        counts.share("headline_found", "headline"),
        counts.share("headline_named", "headline"),
        counts.share("secondary_found", "secondary"),
        counts.share("secondary_named", "secondary"),
        counts.scope_right / named,
        counts.scope_wrong / named,
        counts.status_right / judged,
        counts.period_right / dated,
        1 - counts.share("surplus", "claims"),
    )
    shares = " ".join(f"{cell:7.3f}" for cell in cells)
    return f"{name:15} {shares} {counts.claims:6} {counts.leaks:3}/{counts.distractors}"


def faults(each: Outcome) -> list[str]:
    """Return what is wrong with the answer to one golden claim."""
    if each.claim is None:
        return ["missed"]
    if not each.is_named:
        return [f"named {each.claim.metric}"]
    said = each.claim
    found = [f"scope {said.scope.value}"] if each.scope == "wrong" else []
    found += [f"status {said.status.value}"] if each.status == "wrong" else []
    return found + ([f"period {said.period.label if said.period else '-'}"] if each.period == "wrong" else [])


def tell(name: str, claims: tuple[Claim, ...], kinds: Counter[str]) -> None:
    """Print what went wrong on one deck, and count it by kind."""
    golden = truth.read(name)
    for each in outcomes(claims, golden):
        for fault in faults(each):
            kinds[f"{fault.split()[0]} {each.golden.metric}"] += 1
            told = f"{each.golden.metric}: {each.golden.printed!r} {fault} ({each.golden.quote})"
            print(f"  {name} p.{each.golden.page} {told}")
    for claim in surplus(claims, golden):
        kinds[f"surplus {claim.metric}"] += 1
        piece = claim.evidence[0]
        print(f"  {name} p.{piece.page} surplus {claim.metric} {claim.scope.value}: {piece.quote!r} ({claim.label})")
    for distractor, claim in leaks(claims, golden):
        kinds[f"leak {distractor.why}"] += 1
        print(f"  {name} p.{distractor.page} LEAK {distractor.why}: {distractor.printed} as {claim.metric}")


def main(arguments: list[str]) -> int:
    """Print the table, and the misses where asked for."""
    wanted = [name for name in truth.names() if name in arguments] or list(truth.names())
    kinds: Counter[str] = Counter()
    scores = []
    print(HEAD)
    for name in wanted:
        claims = claims_of(name)
        scores.append(score(claims, truth.read(name)))
        print(line(name, scores[-1]), flush=True)
        if "--misses" in arguments:
            tell(name, claims, kinds)
    print(line("all", reduce(add, scores)))
    for kind, many in kinds.most_common(60):
        print(f"{many:5} {kind}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
