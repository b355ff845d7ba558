"""Who may it be from? Known companies that fit what a letter says, best first, with the reasons. A person confirms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from dealflow.domain.claims.company import Company
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.register_numbers import biz_reg_no_valid, digits_of

_WEIGHTS: Final = {"deck": 1.0, "biz_reg_no": 0.98, "contact": 0.95, "domain": 0.9, "website": 0.88, "name": 0.8}
_SHORTEST_NAME: Final = 2
_SHORTEST_LATIN: Final = 4
_NUMBER: Final = re.compile(r"(?<!\d)\d{3}-?\d{2}-?\d{5}(?!\d)")
_MOST: Final = 4
_FICTIONAL: Final = "(fictional)"


@dataclass(frozen=True, slots=True)
class Clues:
    """What a letter gives away: its words, its writer's domain, its decks' companies and the names that they give."""

    texts: tuple[str, ...]
    domain: str = ""
    address: str = ""
    """Of the writer, in small letters."""
    deck_companies: tuple[str, ...] = ()
    """The companies whose decks hang on it by content: it came before."""
    deck_names: tuple[str, ...] = ()
    deck_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A company that it may be from. ``reasons``: the keys of the weights, the weightiest first."""

    company_id: str
    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Signs:
    """What a house knows companies by: whose a domain of mail was, whose people write from which address, websites."""

    domains: Mapping[str, str]
    contacts: frozenset[tuple[str, str]] = frozenset()
    """Addresses in small letters, each with the company whose person has it."""
    websites: frozenset[tuple[str, str]] = frozenset()
    """Hosts of websites as ``host_of`` gives them, each with its company."""


def host_of(website: str) -> str:
    """Return the host of a website without its www, nothing where the text is none."""
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def proposals(clues: Clues, known: Sequence[Company], signs: Signs) -> tuple[Proposal, ...]:
    """Return the known companies that fit, best first."""
    numbers = {
        digits_of(number) for text in clues.texts for number in _NUMBER.findall(text) if biz_reg_no_valid(number)
    }
    numbers |= {digits_of(number) for number in clues.deck_numbers}
    plain_texts = tuple(plain_name(text) for text in clues.texts)
    deck_names = {plain_name(name) for name in clues.deck_names}
    fitting = []
    for company in known:
        reasons = []
        if company.id in clues.deck_companies:
            reasons.append("deck")
        if company.biz_reg_no and digits_of(company.biz_reg_no) in numbers:
            reasons.append("biz_reg_no")
        if clues.address and (clues.address, company.id) in signs.contacts:
            reasons.append("contact")
        if clues.domain and signs.domains.get(clues.domain) == company.id:
            reasons.append("domain")
        if clues.domain and any((host, company.id) in signs.websites for host in _hosts_above(clues.domain)):
            reasons.append("website")
        if _is_named(company, deck_names, plain_texts):
            reasons.append("name")
        if reasons:
            fitting.append(Proposal(company.id, tuple(reasons), max(_WEIGHTS[reason] for reason in reasons)))
    ranked = sorted(fitting, key=lambda proposal: (-proposal.score, -len(proposal.reasons), proposal.company_id))
    return tuple(ranked[:_MOST])


def _hosts_above(domain: str) -> tuple[str, ...]:
    """Return a domain and those that it is part of: mail.gaon.kr and gaon.kr, never a whole country's."""
    parts = domain.split(".")
    return tuple(".".join(parts[place:]) for place in range(len(parts) - 1))


def _is_named(company: Company, deck_names: set[str], plain_texts: Sequence[str]) -> bool:
    """Say whether a deck bears the company's name, or the letter's words hold it."""
    for name in (company.name, company.name_en):
        plain = plain_name(name)
        bare = plain.removesuffix(_FICTIONAL)
        if plain and plain in deck_names:
            return True
        shortest = _SHORTEST_LATIN if bare.isascii() else _SHORTEST_NAME + 1
        if len(bare) >= shortest and any(bare in text for text in plain_texts):
            return True
    return False
