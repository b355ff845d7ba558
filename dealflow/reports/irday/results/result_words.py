"""Figures of an IR day's results in words. What is not known says so and why; it is never printed as zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealflow.domain.irday.results.measures import Benchmark, Count, Intention, Marks, Missing, Raised, Ratio
from dealflow.i18n import numbers, t
from dealflow.i18n.numbers import percent, plain, rounded


def count(value: Count, lang: str) -> str:
    """Return a count, or why there is none."""
    return missing(value, lang) if isinstance(value, Missing) else plain(Decimal(value), lang)


def missing(why: Missing, lang: str) -> str:
    """Return why a figure is not known."""
    return t(f"results.missing.{why.value}", lang)


def ratio(value: Ratio, lang: str) -> str:
    """Return a share as a percentage with what it is made from: 66.7% (2/3)."""
    if isinstance(value, Missing):
        return missing(value, lang)
    return f"{share(value.value, lang)} ({plain(Decimal(value.part), lang)}/{plain(Decimal(value.whole), lang)})"


def share(value: Fraction, lang: str) -> str:
    """Return a fraction as a percentage with one decimal."""
    return percent(Decimal(value.numerator) * 100 / Decimal(value.denominator), lang, places=1)


def mean(marks: Marks, lang: str) -> str:
    """Return a mean of marks with two decimals, of five."""
    if isinstance(marks.mean, Missing):
        return missing(marks.mean, lang)
    value = rounded(Decimal(marks.mean.numerator) / Decimal(marks.mean.denominator), 2)
    return t("results.of_five", lang, mean=plain(value, lang))


def won(value: Count, lang: str) -> str:
    """Return an amount of won, or why there is none."""
    return missing(value, lang) if isinstance(value, Missing) else numbers.won(value, lang)


def intention(intention: Intention, lang: str) -> str:
    """Return what investors said they might put in: low to high, once if both are the same; an untold end is open."""
    if not intention.declared:
        return missing(Missing.NOBODY_TOLD, lang)
    low, high = intention.low, intention.high
    if isinstance(low, Missing):
        return t("results.up_to", lang, amount=won(high, lang))
    if isinstance(high, Missing):
        return t("results.from", lang, amount=won(low, lang))
    return won(low, lang) if low == high else f"{won(low, lang)} – {won(high, lang)}"


def raised(raised: Raised, lang: str) -> str:
    """Return money raised within some months; while they are not over, so far; unstated amounts are told."""
    words = won(raised.won, lang)
    if isinstance(raised.won, Missing) and raised.companies:
        words = t("results.raised.unstated_all", lang, n=raised.companies)
    elif raised.unstated:
        words = t("results.raised.unstated", lang, amount=words, n=raised.unstated)
    return (
        words if raised.is_over or isinstance(raised.won, Missing) else t("results.raised.so_far", lang, amount=words)
    )


def benchmark(benchmark: Benchmark, lang: str) -> tuple[str, str]:
    """Return a benchmark's line and what was found, in words."""
    if benchmark.id == "requests":
        line = t("results.benchmark.per_team", lang, n=plain(Decimal(int(benchmark.line)), lang))
        if isinstance(benchmark.reached, Missing):
            return line, missing(benchmark.reached, lang)
        value = rounded(Decimal(benchmark.reached.part) / Decimal(benchmark.reached.whole), 1)
        return line, t("results.benchmark.per_team", lang, n=plain(value, lang))
    return f"≥ {share(benchmark.line, lang)}", ratio(benchmark.reached, lang)
