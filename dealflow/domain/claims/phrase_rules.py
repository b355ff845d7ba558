"""How facts without a number are told: the shapes of catalogue/wording.toml, which people of the field edit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.claims.claims import ClaimStatus


class Way(StrEnum):
    """How a fact in words is found on a page."""

    PAIR = "pair"
    """A label, and the value to its right or after its colon: 소재지 | 경상남도 …."""
    NUMBER = "number"
    """A register number after its label; its rule stands in ``extract/registers.py``."""
    PHRASE = "phrase"
    """The words themselves are the value: 스케일업팁스 추천 예정."""
    DAY = "day"
    """The words name an event; the value is the day, quarter or year printed with it: BEP 2026년 4분기."""


@dataclass(frozen=True, slots=True)
class Term:
    """One name of a list, and the ways to print it."""

    name: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which one metric is told."""

    metric: str
    way: Way
    words: re.Pattern[str]
    """The label (pair, number), or what is looked for (phrase, day)."""
    terms: tuple[Term, ...] = ()
    """The value is the name of each of these that is printed, not the printed words."""
    value: re.Pattern[str] | None = None
    """What a value must look like; of a list, what each item must."""
    needs: re.Pattern[str] | None = None
    """Stands in the clause, in the heading over it or in the page's title."""
    avoid: re.Pattern[str] | None = None
    """Must not stand in the clause."""
    skip: frozenset[str] = frozenset()
    """Kinds of pages (``extract.scope.PageKind``) that do not speak of the company here."""
    status_words: tuple[tuple[ClaimStatus, re.Pattern[str]], ...] = ()
    """What tells the status, before the words that tell it of any claim."""
    status: ClaimStatus = ClaimStatus.UNKNOWN
    """The status where nothing tells it."""
    is_list: bool = False
    """The value holds several, with commas between them; those that ``value`` does not fit are left out."""
    stacked: bool = False
    """The label counts only in a company's profile: another label of a profile stands over or under it."""
    is_dated: bool = False
    """The period printed with the words belongs to the fact: an award of 2025."""
    on_timeline: bool = False
    """The day may stand over the words, as the head of a column or step."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """All wordings, and what tells for all of them whose fact it is."""

    facts: tuple[Wording, ...]
    profile: re.Pattern[str]
    """Labels of a company's profile."""
    customer: re.Pattern[str]
    others: re.Pattern[str]
    """Words that give a fact to a customer, or to somebody else who is not the company."""
    person: re.Pattern[str]
    """Words that give it to a person: a career, a professor. Nothing is said then."""
