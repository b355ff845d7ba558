"""How well a company fits an investor's mandate, with the reasons: what the one looks for, what is known of the other.

Unknown is not zero: what nobody stated takes nothing away, is told, and narrows what the points stand on. Points go
from 0 to 10 over the aspects that could be judged; without any there are no points at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Final

from dealflow.domain.irday.participants.participants import Mandate
from dealflow.domain.values.regions import REGIONS_OF, province_of
from dealflow.domain.values.rounds import rung_of


class Aspect(StrEnum):
    """What is compared."""

    SECTOR = "sector"
    ROUND = "round"
    TICKET = "ticket"
    REGION = "region"


class Verdict(StrEnum):
    """How the two sides of an aspect stand to each other."""

    FITS = "fits"
    NEAR = "near"
    MISSES = "misses"
    UNKNOWN = "unknown"
    """The mandate names something, and nothing is known of the company."""


class Basis(StrEnum):
    """Where something known of a company comes from."""

    VERIFIED = "verified"
    """A claim that a person accepted or corrected."""
    READ = "read"
    """A claim as it was read off a deck; nobody verified it."""
    DECLARED = "declared"
    """The company's own application."""
    BOOKS = "books"
    """The company's record."""


@dataclass(frozen=True, slots=True)
class Known:
    """One thing known of a company: words or an amount of won (from, to), and where it comes from.

    ``claim_id``, ``deck_id`` and ``page`` lead to the evidence where it is a claim.
    """

    basis: Basis
    text: str = ""
    low: int | None = None
    high: int | None = None
    claim_id: str = ""
    deck_id: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What is known of a company, each aspect's best source first. Amounts of the raise stand in ``raises``."""

    sectors: tuple[Known, ...] = ()
    rounds: tuple[Known, ...] = ()
    raises: tuple[Known, ...] = ()
    regions: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One aspect's verdict: what the mandate says (``wanted``), and what it was held against (None: nothing known).

    For ``TICKET`` the mandate's side is ``low`` and ``high`` in whole won.
    """

    aspect: Aspect
    verdict: Verdict
    wanted: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """Points from 0 to 10, or None where nothing could be judged; ``judged`` of ``named`` aspects were."""

    points: int | None = None
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def named(self) -> int:
        """Return of how many aspects the mandate says something."""
        return len(self.reasons)

    @property
    def judged(self) -> int:
        """Return how many aspects could be judged."""
        return sum(reason.verdict is not Verdict.UNKNOWN for reason in self.reasons)


WEIGHTS: Final[Mapping[Aspect, int]] = {Aspect.SECTOR: 4, Aspect.ROUND: 2, Aspect.TICKET: 2, Aspect.REGION: 2}
_SHARES: Final = {Verdict.FITS: 2, Verdict.NEAR: 1, Verdict.MISSES: 0}
_SMALL_PART: Final = 5
"""A round of more than so many of the largest tickets has room for the investor in a small part only."""


def fit_of(company: CompanyFacts, mandate: Mandate) -> Fit:
    """Return the company's fit with a mandate; aspects that the mandate leaves open are no reasons."""
    judged = (_sector(company, mandate), _round(company, mandate), _ticket(company, mandate), _region(company, mandate))
    reasons = tuple(reason for reason in judged if reason is not None)
    weighed = [
        (WEIGHTS[reason.aspect], _SHARES[reason.verdict]) for reason in reasons if reason.verdict is not Verdict.UNKNOWN
    ]
    total = 2 * sum(weight for weight, _ in weighed)
    if total == 0:
        return Fit(None, reasons)
    got = sum(weight * share for weight, share in weighed)
    return Fit((20 * got + total) // (2 * total), reasons)


def _sector(company: CompanyFacts, mandate: Mandate) -> Reason | None:
    """Judge by words: a sector fits that is named, or named in what the company makes."""
    if not mandate.sectors:
        return None
    for known in company.sectors:
        if any(_speaks_of(known.text, sector) for sector in mandate.sectors):
            return Reason(Aspect.SECTOR, Verdict.FITS, mandate.sectors, known=known)
    return _else(Aspect.SECTOR, company.sectors, mandate.sectors)


def _round(company: CompanyFacts, mandate: Mandate) -> Reason | None:
    """Judge by the ladder of rounds; the next rung is near."""
    if not mandate.rounds:
        return None
    rungs = [rung for text in mandate.rounds if (rung := rung_of(text)) is not None]
    for known in company.rounds:
        here = rung_of(known.text)
        if here is None or not rungs:
            continue
        away = min(abs(here - rung) for rung in rungs)
        verdict = Verdict.FITS if away == 0 else Verdict.NEAR if away == 1 else Verdict.MISSES
        return Reason(Aspect.ROUND, verdict, mandate.rounds, known=known)
    return Reason(Aspect.ROUND, Verdict.UNKNOWN, mandate.rounds)


def _ticket(company: CompanyFacts, mandate: Mandate) -> Reason | None:
    """Judge whether the smallest ticket has room in the round, and the largest is more than a small part of it."""
    low, high = mandate.ticket_low, mandate.ticket_high
    if low is None and high is None:
        return None
    for known in company.raises:
        least, most = known.low or known.high, known.high or known.low
        if least is None or most is None:
            continue
        verdict = Verdict.FITS
        if low is not None and most < low:
            verdict = Verdict.MISSES
        elif high is not None and least > _SMALL_PART * high:
            verdict = Verdict.NEAR
        return Reason(Aspect.TICKET, verdict, low=low, high=high, known=known)
    return Reason(Aspect.TICKET, Verdict.UNKNOWN, low=low, high=high)


def _region(company: CompanyFacts, mandate: Mandate) -> Reason | None:
    """Judge by province; a mandate may name a wider region (동남권, 비수도권)."""
    if not mandate.regions:
        return None
    for known in company.regions:
        province = province_of(known.text)
        if not province:
            continue
        inside = any(province in _provinces(region) for region in mandate.regions)
        return Reason(Aspect.REGION, Verdict.FITS if inside else Verdict.MISSES, mandate.regions, known=known)
    return Reason(Aspect.REGION, Verdict.UNKNOWN, mandate.regions)


def _else(aspect: Aspect, known: tuple[Known, ...], texts: tuple[str, ...]) -> Reason:
    """Return that nothing known is what is wanted, or that nothing is known."""
    if not known:
        return Reason(aspect, Verdict.UNKNOWN, texts)
    return Reason(aspect, Verdict.MISSES, texts, known=known[0])


@cache
def _provinces(text: str) -> frozenset[str]:
    named = REGIONS_OF.get("".join(text.split()))
    return named if named is not None else frozenset({province_of(text)} - {""})


def _speaks_of(text: str, wanted_text: str) -> bool:
    """Say whether one text names the other, letters compared without spaces and case."""
    other_text, other = _plain(text), _plain(wanted_text)
    return bool(other_text and other) and (other in other_text or other_text in other)


@cache
def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
