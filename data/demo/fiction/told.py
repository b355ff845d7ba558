"""Facts that the fictional decks tell in words: known by construction, and how the extractor's answers compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.wording import load_wordings
from dealflow.decks.read import read_deck
from dealflow.domain.claims.claims import Claim
from dealflow.domain.claims.page import DeckText
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.quantity import Unit
from dealflow.extract import read_claims
from fiction import truth
from fiction.facts import Company
from fiction.plans import PLANS, company_of, deck
from fiction.slides import Bullets, Pairs, Slide, printed
from fiction.truth import DECKS

GOLDEN = frozenset({"biz_reg_no"})
"""Metrics in words that stand in the golden files already."""
LABELS = {
    "회사명": "company_name",
    "Company": "company_name",
    "소재지": "hq_location",
    "HQ": "hq_location",
    "사업자등록번호": "biz_reg_no",
    "Business Reg. No.": "biz_reg_no",
    "라운드": "round",
    "Round": "round",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in words as a deck prints it: 1-based page, metric, value."""

    page: int
    metric: str
    value: str


def read(text: DeckText) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Return the claims that the golden files judge, and those in words that ``facts`` judges."""
    claims = read_claims(text, load_metrics(), wordings=load_wordings())
    worded = tuple(claim for claim in claims if claim.quantity.unit is Unit.TEXT)
    figures = tuple(claim for claim in claims if claim.quantity.unit is not Unit.TEXT or claim.metric in GOLDEN)
    return figures, worded


def facts() -> dict[str, tuple[Fact, ...]]:
    """Return what each deck tells in words, by its name, in the order of its pages."""
    return {
        deck(plan).file_name: tuple(
            fact
            for page, slide in enumerate(deck(plan).slides, 1)
            for fact in _facts_of_slide(slide, company_of(plan), page)
        )
        for plan in PLANS
    }


def _facts_of_slide(slide: Slide, company: Company, page: int) -> Iterator[Fact]:
    """Yield what a slide tells: the cover's round, head offices in sentences, names and values in pairs."""
    if slide.kind == "cover":
        yield Fact(page, "round", company.deal.name)
    for block in (*slide.blocks, *slide.right):
        match block:
            case Pairs(pairs):
                for label, value in pairs:
                    yield from _paired(label, printed(value), company, page)
            case Bullets(lines):
                for line in map(printed, lines):
                    if f"{company.city_ko} 본사" in line or f"Based in {company.city_en}" in line:
                        yield Fact(page, "hq_location", company.city_ko if "본사" in line else company.city_en)
                    if line.startswith("Raising ") and company.deal.name in line:
                        yield Fact(page, "round", company.deal.name)
            case _:
                pass


def _paired(label: str, value: str, company: Company, page: int) -> Iterator[Fact]:
    metric = next((LABELS[name] for name in LABELS if label == name or label.startswith(f"{name} ")), None)
    if metric == "round":
        yield Fact(page, "round", company.deal.name)
        yield Fact(page, "instrument", company.deal.instrument)
    elif metric is not None:
        yield Fact(page, metric, value)


def same(claim: Claim, fact: Fact) -> bool:
    """Say whether a claim tells the fact: its metric on its page, equal but for spaces and brackets."""
    there = any(piece.page == fact.page for piece in claim.evidence)
    return there and claim.metric == fact.metric and _plain(claim.quantity.text or "") == _plain(fact.value)


def _plain(words: str) -> str:
    return plain_name("".join(words.split()))


@dataclass(frozen=True, slots=True)
class Count:
    """How often a metric was printed in words, how often it was found, what the extractor said, and what is right."""

    metric: str
    printed: int
    found: int
    claims: int
    right: int


def counts(answers: Sequence[tuple[Sequence[Claim], Sequence[Fact]]]) -> list[Count]:
    """Return the counts of each metric over some decks, in the order of their names."""
    metrics = sorted({one.metric for answer in answers for part in answer for one in part})
    return [
        Count(
            metric,
            printed=sum(fact.metric == metric for _, facts in answers for fact in facts),
            found=sum(
                fact.metric == metric and any(same(claim, fact) for claim in claims)
                for claims, facts in answers
                for fact in facts
            ),
            claims=sum(claim.metric == metric for claims, _ in answers for claim in claims),
            right=sum(
                claim.metric == metric and any(same(claim, fact) for fact in facts)
                for claims, facts in answers
                for claim in claims
            ),
        )
        for metric in metrics
    ]


def text_of(name: str) -> DeckText:
    """Return the words of the deck of that name."""
    return read_deck((DECKS / f"{name}.pdf").read_bytes(), f"{name}.pdf")


def answers() -> list[tuple[tuple[Claim, ...], tuple[Fact, ...]]]:
    """Return what is said in words of each deck beside what it tells, decks in the order of their names."""
    known = facts()
    return [(read(text_of(name))[1], known[name]) for name in truth.names()]
