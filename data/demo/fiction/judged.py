"""What the extractor's answers are worth: every claim judged, and the counts by language, family, scope, confidence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from dealflow.domain.claims.claims import Claim, Metric
from fiction.plans import PLANS, deck
from fiction.score import OTHERS, leaks, outcomes
from fiction.truth import Golden, same_amount, same_place

EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 0.95, 1.0)
"""Where the bins of confidence begin: 0.9 stands in the middle of its own, the near-certain stand apart."""


class Verdict(StrEnum):
    """What became of one claim: right in amount, metric and scope, or the first thing that is not."""

    RIGHT = "right"
    SCOPE_OPEN = "scope left open"
    SCOPE_WRONG = "wrong scope"
    UNNAMED = "no name"
    MISNAMED = "wrong name"
    SURPLUS = "not to be recorded"


@dataclass(frozen=True, slots=True)
class Part:
    """The counts of one language, family, deck, or of all.

    ``printed``: figures of the golden files; ``found`` of them on their page, ``named`` by their metric, ``scoped``
    with their scope too. ``claims``: what the extractor said; ``right`` of it in amount, metric and scope.
    ``distractors``: numbers that are not the company's; ``leaked``: those that came back as the company's.
    """

    id: str
    headline: int = 0
    headline_found: int = 0
    printed: int = 0
    found: int = 0
    named: int = 0
    scoped: int = 0
    scope_wrong: int = 0
    status_judged: int = 0
    status_right: int = 0
    period_judged: int = 0
    period_right: int = 0
    claims: int = 0
    right: int = 0
    due: int = 0
    distractors: int = 0
    leaked: int = 0

    def __add__(self, other: Part) -> Part:
        """Return the counts of both, under the first one's id."""
        names = [field.name for field in fields(self) if field.name != "id"]
        return Part(self.id, **{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies from ``low`` to below ``high``: what they said on average, and how many hold."""

    low: float
    high: float
    claims: int
    said: float
    right: int


def languages() -> dict[str, str]:
    """Return the language of each deck: ko, en or mixed."""
    return {deck(plan).file_name: plan.voice.lang for plan in PLANS}


def verdict_of(claim: Claim, golden: Sequence[Golden]) -> Verdict:
    """Return what the claim is worth. What is said to be somebody else's, and is so, is right."""
    there = [line for line in golden if same_place(claim, line) and same_amount(claim, line)]
    wanted = [line for line in there if not line.distractor]
    named = [line for line in wanted if line.metric == claim.metric]
    text = claim.scope.value
    if any(line.scope == text for line in named) or any(line.why in OTHERS and line.scope == text for line in there):
        return Verdict.RIGHT
    if named:
        return Verdict.SCOPE_OPEN if text == "unknown" else Verdict.SCOPE_WRONG
    if wanted:
        return Verdict.UNNAMED if claim.metric == "other" else Verdict.MISNAMED
    return Verdict.SURPLUS


def part(name: str, claims: Sequence[Claim], golden: Sequence[Golden], metrics: frozenset[str] | None = None) -> Part:
    """Return the counts of one deck; with ``metrics``, of the figures and the claims of these metrics only."""
    told = [outcome for outcome in outcomes(claims, golden) if metrics is None or outcome.golden.metric in metrics]
    mine = [claim for claim in claims if metrics is None or claim.metric in metrics]
    verdicts = Counter(verdict_of(claim, golden) for claim in mine)
    named = [each for each in told if each.is_named]
    leaked = {line for line, claim in leaks(claims, golden) if metrics is None or claim.metric in metrics}
    return Part(
        id=name,
        headline=sum(each.golden.tier == "headline" for each in told),
        headline_found=sum(each.golden.tier == "headline" and each.claim is not None for each in told),
        printed=len(told),
        found=sum(each.claim is not None for each in told),
        named=len(named),
        scoped=sum(each.scope == "right" for each in named),
        scope_wrong=sum(each.scope == "wrong" for each in named),
        status_judged=sum(each.status in {"right", "wrong"} for each in named),
        status_right=sum(each.status == "right" for each in named),
        period_judged=sum(each.period in {"right", "wrong"} for each in named),
        period_right=sum(each.period == "right" for each in named),
        claims=len(mine),
        right=verdicts[Verdict.RIGHT],
        due=len(mine) - verdicts[Verdict.SURPLUS],
        distractors=0 if metrics is not None else sum(line.distractor for line in golden),
        leaked=len(leaked),
    )


def together(name: str, parts: Iterable[Part]) -> Part:
    """Return the sum of the parts under one name."""
    return sum(parts, Part(name))


Answers = Mapping[str, tuple[Sequence[Claim], Sequence[Golden]]]
"""The claims and the golden lines of each deck, by its name."""


def by_deck(answers: Answers) -> list[Part]:
    """Return one part a deck."""
    return [part(name, *answer) for name, answer in answers.items()]


def by_language(answers: Answers) -> list[Part]:
    """Return one part a language: Korean, English, both mixed."""
    spoken = languages()
    return [
        together(lang, (part for part in by_deck(answers) if spoken[part.id] == lang)) for lang in ("ko", "en", "mixed")
    ]


def by_family(answers: Answers, metrics: Sequence[Metric]) -> list[Part]:
    """Return one part a section of the metric catalogue, in its order, where there is anything to judge."""
    sections: dict[str, set[str]] = {}
    for metric in metrics:
        sections.setdefault(metric.section, set()).add(metric.id)
    parts = [
        together(name, (part(name, *answer, frozenset(ids)) for answer in answers.values()))
        for name, ids in sections.items()
    ]
    return [part for part in parts if part.printed or part.claims]


def scopes(answers: Answers) -> Counter[tuple[str, str]]:
    """Return how often a figure of the first scope, found under its name, was given the second."""
    return Counter(
        (outcome.golden.scope, outcome.claim.scope.value)
        for answer in answers.values()
        for outcome in outcomes(*answer)
        if outcome.claim is not None and outcome.is_named
    )


def judged(answers: Answers) -> Iterator[tuple[float, bool]]:
    """Yield the confidence of every claim, and whether it holds."""
    for claims, golden in answers.values():
        for claim in claims:
            yield claim.confidence, verdict_of(claim, golden) is Verdict.RIGHT


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Return the bins that hold any claim, lowest first; 1.0 belongs to the last."""
    kept: dict[int, list[tuple[float, bool]]] = {}
    for sure, holds in pairs:
        kept.setdefault(min(bisect_right(EDGES, sure), len(EDGES) - 1) - 1, []).append((sure, holds))
    return [
        Bin(
            EDGES[place],
            EDGES[place + 1],
            len(found_pairs),
            round(sum(sure for sure, _ in found_pairs) / len(found_pairs), 3),
            sum(holds for _, holds in found_pairs),
        )
        for place, found_pairs in sorted(kept.items())
    ]
