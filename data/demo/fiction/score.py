"""How well extracted claims answer the golden ones: recall, names, scope, status, period, precision, silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dealflow.domain.claims.claims import Claim
from fiction.truth import Golden, answer, same_amount, same_place

OTHERS = frozenset({"competitor", "career"})
NOT_YET = frozenset({"forecast", "target", "committed", "in_talks"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one golden claim: the claim that answers it, or None."""

    golden: Golden
    claim: Claim | None

    @property
    def is_named(self) -> bool:
        """Say whether it was found under its own metric."""
        return self.claim is not None and self.claim.metric == self.golden.metric

    @property
    def scope(self) -> str:
        """Return right, unknown or wrong (missed where there is no claim)."""
        if self.claim is None:
            return "missed"
        text = self.claim.scope.value
        return "right" if text == self.golden.scope else "unknown" if text == "unknown" else "wrong"

    @property
    def status(self) -> str:
        """Return right, unknown or wrong; any word for what has not happened yet counts as right."""
        if self.claim is None:
            return "missed"
        text = self.claim.status.value
        if text == "unknown" or self.golden.status == "unknown":
            return "unknown"
        return "right" if (text in NOT_YET) == (self.golden.status in NOT_YET) else "wrong"

    @property
    def period(self) -> str:
        """Return right, unknown or wrong by the year (unknown also where the golden claim has none)."""
        if self.claim is None or self.golden.period is None or self.claim.period is None:
            return "unknown"
        end = self.claim.period.end or self.claim.period.start
        if end is None:
            return "unknown"
        return "right" if str(end.year) in {self.golden.period[:4], self.golden.period[-4:]} else "wrong"


def outcomes(claims: Sequence[Claim], golden: Sequence[Golden]) -> Iterator[Outcome]:
    """Yield every golden claim that is no distractor with the claim that answers it best."""
    for line in golden:
        if line.distractor:
            continue
        there = [claim for claim in claims if same_place(claim, line) and same_amount(claim, line)]
        named = [claim for claim in there if claim.metric == line.metric]
        scoped = [claim for claim in named if claim.scope.value == line.scope]
        yield Outcome(line, next(iter(scoped or named or there), None))


def surplus(claims: Sequence[Claim], golden: Sequence[Golden]) -> tuple[Claim, ...]:
    """Return the claims that answer no golden claim: distractors, and numbers that nobody would record.

    What is said to be somebody else's (a competitor's, a former employer's) and is so, is no surplus.
    """
    return tuple(claim for claim in claims if not _is_due(claim, golden))


def _is_due(claim: Claim, golden: Sequence[Golden]) -> bool:
    if answer(claim, [line for line in golden if not line.distractor]) is not None:
        return True
    others = [line for line in golden if line.why in OTHERS and line.scope == claim.scope.value]
    return answer(claim, others) is not None


def leaks(claims: Sequence[Claim], golden: Sequence[Golden]) -> tuple[tuple[Golden, Claim], ...]:
    """Return distractors that came back as the company's own figures."""
    wanted = [line for line in golden if not line.distractor]
    return tuple(
        (line, claim)
        for line in golden
        if line.distractor
        for claim in claims
        if same_place(claim, line)
        and same_amount(claim, line)
        and claim.scope.value == "company"
        and answer(claim, wanted) is None
    )


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of one deck or of many."""

    headline: int = 0
    headline_found: int = 0
    headline_named: int = 0
    secondary: int = 0
    secondary_found: int = 0
    secondary_named: int = 0
    scope_right: int = 0
    scope_unknown: int = 0
    scope_wrong: int = 0
    status_right: int = 0
    status_wrong: int = 0
    period_right: int = 0
    period_wrong: int = 0
    claims: int = 0
    surplus: int = 0
    distractors: int = 0
    leaks: int = 0

    def __add__(self, other: Score) -> Score:
        """Return the counts of both."""
        return Score(*(getattr(self, name) + getattr(other, name) for name in Score.__slots__))

    def share(self, part: str, whole: str) -> float:
        """Return one count as a share of another; 1 of nothing."""
        return getattr(self, part) / getattr(self, whole) if getattr(self, whole) else 1.0


def score(claims: Sequence[Claim], golden: Sequence[Golden]) -> Score:
    """Return the counts of one deck. Scope, status and period are judged on what was found and named."""
    told_outcomes = list(outcomes(claims, golden))
    head = [told_outcome for told_outcome in told_outcomes if told_outcome.golden.tier == "headline"]
    rest = [told_outcome for told_outcome in told_outcomes if told_outcome.golden.tier != "headline"]
    named = [told_outcome for told_outcome in told_outcomes if told_outcome.is_named]
    return Score(
        headline=len(head),
        headline_found=sum(outcome.claim is not None for outcome in head),
        headline_named=sum(outcome.is_named for outcome in head),
        secondary=len(rest),
        secondary_found=sum(outcome.claim is not None for outcome in rest),
        secondary_named=sum(outcome.is_named for outcome in rest),
        scope_right=sum(outcome.scope == "right" for outcome in named),
        scope_unknown=sum(outcome.scope == "unknown" for outcome in named),
        scope_wrong=sum(outcome.scope == "wrong" for outcome in named),
        status_right=sum(outcome.status == "right" for outcome in named),
        status_wrong=sum(outcome.status == "wrong" for outcome in named),
        period_right=sum(outcome.period == "right" for outcome in named),
        period_wrong=sum(outcome.period == "wrong" for outcome in named),
        claims=len(claims),
        surplus=len(surplus(claims, golden)),
        distractors=sum(line.distractor for line in golden),
        leaks=len({line for line, _ in leaks(claims, golden)}),
    )
