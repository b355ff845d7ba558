"""A company on one page, and the companies of an IR event bound into a book: what it does, asks, earns, and lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dealflow.actions.companies.memo import MemoSource
from dealflow.domain.claims.claim_views import Figure
from dealflow.domain.claims.consistency_checks import Answer
from dealflow.domain.investment.memo import MemoSection
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day, quantity, won_told
from dealflow.reports.investment import memo_tables
from dealflow.reports.investment.memo_document import Note, numbered, watermark
from dealflow.reports.investment.memo_figures import bullets, gap, named, said
from dealflow.reports.investment.memo_markup import Line, Paragraph, inert, mark, paragraphs, spans
from dealflow.reports.investment.memo_tables import MemoTable
from dealflow.reports.investment.memo_text import round_of_deal
from dealflow.reports.investment.terms_words import terms_line

_HEADLINE: Final = (
    *("raise_amount", "pre_money", "revenue", "arr", "operating_profit", "customers_count", "employees_total"),
    *("total_raised", "gross_margin", "users_count"),
)
_MOST_FIGURES: Final = 8
_YEARLY: Final = ("revenue", "operating_profit", "arr", "net_income")
_BUSINESS: Final = ("customers_count", "reference_sites", "backlog", "model_accuracy", "patents_registered", "awards")
_MARKET: Final = ("tam", "market_size", "market_cagr", "market_share")
_ASK: Final = ("round", "raise_amount", "pre_money", "use_of_funds", "exit_plan")
_ASKED_FOR: Final = ("revenue", "raise_amount", "pre_money", "employees_total", "customers_count", "cash_balance")
_MOST_LINES: Final = 5
_MOST_FINDINGS: Final = 3


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A small part of the page: a heading and its lines."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class OnePager:
    """A company on one page; ``numbers``: the number of the note by the mark in the text."""

    kind: str
    company: str
    about: str
    figures: tuple[tuple[str, Line], ...]
    years: MemoTable | None
    blocks: tuple[PageBlock, ...]
    notes: tuple[Note, ...]
    numbers: dict[str, int]
    footer: str
    watermark: str


@dataclass(frozen=True, slots=True)
class Book:
    """One-pagers in one file; ``contents``: a first page lists them."""

    kind: str
    title: str
    about: str
    pages: tuple[OnePager, ...]
    contents: bool
    footer: str
    watermark: str
    logo: bytes = b""


def single(source: MemoSource, lang: str) -> Book:
    """Return one company's page as a file of its own."""
    page = one_pager(source, lang)
    return Book(
        page.kind,
        page.company,
        page.about,
        (page,),
        contents=False,
        footer="",
        watermark=page.watermark,
        logo=source.logo,
    )


def book(sources: Sequence[MemoSource], title: str, about: str, lang: str) -> Book:
    """Return the pages of several companies with a list of contents, by name."""
    pages = tuple(sorted((one_pager(source, lang) for source in sources), key=lambda page: page.company))
    mark = next((page.watermark for page in pages if page.watermark), "")
    footer = pages[0].footer if pages else ""
    logo = next((source.logo for source in sources if source.logo), b"")
    return Book(t("memo.book", lang), title, about, pages, contents=True, footer=footer, watermark=mark, logo=logo)


def one_pager(source: MemoSource, lang: str) -> OnePager:
    """Return a company on one page."""
    figures = tuple(
        (named(metric_id, source, lang), spans(_short(best, lang)))
        for metric_id in _HEADLINE
        if (best := source.best(metric_id)) is not None
    )[:_MOST_FIGURES]
    years = memo_tables.yearly(source, lang, _YEARLY)
    blocks = tuple(block for block in _blocks(source, lang) if block.paragraphs)
    cells: Iterable[Line] = (spans(cell) for row in (years.rows if years else ()) for cell in row)
    lines = [line for _, line in figures] + list(cells)
    lines += [paragraph.line for block in blocks for paragraph in block.paragraphs]
    notes, numbers = numbered(lines, source, lang)
    company, house = source.company, source.house
    words = [term(company.sector, lang), term(company.region, lang)]
    if source.engagement is not None and source.track is not None:
        words += [source.engagement.round_label, name_of(source.track.stage(source.engagement.stage), lang)]
    return OnePager(
        kind=t("memo.one_pager", lang),
        company=called(company.name, company.name_en, lang),
        about=" · ".join(filter(None, words)),
        figures=figures,
        years=years,
        blocks=blocks,
        notes=notes,
        numbers=numbers,
        footer=t("memo.footer", lang, house=name_of(house, lang) if house else "", day=day(source.on, lang)),
        watermark=watermark(source, lang),
    )


def _short(best: Figure, lang: str) -> str:
    return f"{inert(quantity(best.quantity, lang, of=best.metric))}{mark(best.claim_id)}"


def _blocks(source: MemoSource, lang: str) -> tuple[PageBlock, ...]:
    known = round_of_deal(source)
    ask = [terms_line(known[0], lang, won_told)] if known else []
    texts = {
        "business": bullets(_BUSINESS, source, lang)[:_MOST_LINES],
        "market": bullets(_MARKET, source, lang)[:_MOST_LINES],
        "ask": [*ask, *bullets(_ASK, source, lang)[:_MOST_LINES]],
        "open": [*_findings(source, lang), *gap(_ASKED_FOR, source, lang)],
    }
    written = source.edited.get(MemoSection.OVERVIEW)
    first = (PageBlock(t("memo.page.summary", lang), paragraphs(written.text)),) if written else ()
    return first + tuple(
        PageBlock(t(f"memo.page.{name}", lang), paragraphs("\n".join(text))) for name, text in texts.items()
    )


def _findings(source: MemoSource, lang: str) -> list[str]:
    lines = []
    for finding in source.scrutiny.findings:
        sides = [view for claim_id in (*finding.left, *finding.right) if (view := source.view(claim_id))]
        if finding.answer is Answer.DISAGREES and sides:
            told = ", ".join(said(view, lang) for view in sides[:2])
            lines.append(f"- {t(f'check.{finding.check}', lang)}: {told}")
    return lines[:_MOST_FINDINGS]
