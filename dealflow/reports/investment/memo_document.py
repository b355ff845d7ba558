"""The investment report as a document: sections in order, each figure with the number of its note, gaps gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dealflow.actions.companies.memo import MemoSource
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView
from dealflow.domain.investment.memo import EditedSection, MemoSection
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day, moment
from dealflow.reports.investment import memo_tables, memo_text
from dealflow.reports.investment.memo_markup import Kind, Line, Paragraph, Span, paragraphs, plain, spans
from dealflow.reports.investment.memo_tables import MemoTable


@dataclass(frozen=True, slots=True)
class Note:
    """The evidence of a figure: its number in the report, where it stands, and the words themselves.

    ``claim_id`` is empty where a mark points at nothing any more: the note then says so.
    """

    number: int
    claim_id: str
    place: str
    quote: str
    standing: str
    deck: str = ""
    deck_id: str = ""
    page_words: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class MemoPart:
    """One section. ``made`` is the text as the books make it; ``is_behind``: the books changed since it was written."""

    section: MemoSection
    heading: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[MemoTable, ...]
    made: str
    text: str
    edited: EditedSection | None
    edited_by: str
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Memo:
    """The whole report. ``numbers``: the number of the note by the mark in the text."""

    title: str
    company: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[MemoPart, ...]
    notes: tuple[Note, ...]
    numbers: dict[str, int]
    gaps: tuple[tuple[str, str], ...]
    footer: str
    watermark: str
    logo: bytes = b""

    def number_of(self, span: Span) -> int:
        """Return the number of the note that a mark points at."""
        return self.numbers[span.note]


def memo(source: MemoSource, lang: str) -> Memo:
    """Return the report: what people wrote where they wrote, and what the books make of the rest."""
    made, tables = memo_text.made(source, lang), memo_tables.tables(source, lang)
    parts = tuple(_part(section, made[section], tables.get(section, ()), source, lang) for section in MemoSection)
    notes, numbers = numbered((line for part in parts for line in _lines(part)), source, lang)
    company = called(source.company.name, source.company.name_en, lang)
    return Memo(
        title=t("memo.title", lang),
        company=company,
        facts=_facts(source, lang),
        parts=parts,
        notes=notes,
        numbers=numbers,
        gaps=tuple(
            (part.heading, plain(paragraph.line))
            for part in parts
            for paragraph in part.paragraphs
            if paragraph.kind is Kind.GAP
        ),
        footer=t("memo.footer", lang, house=_house(source, lang), day=day(source.on, lang)),
        watermark=watermark(source, lang),
        logo=source.logo,
    )


def _part(section: MemoSection, made: str, tables: tuple[MemoTable, ...], source: MemoSource, lang: str) -> MemoPart:
    edited = source.edited.get(section)
    text = made if edited is None else edited.text
    number = list(MemoSection).index(section) + 1
    by = ""
    if edited is not None:
        name = source.names.get(edited.written_by, "") or t("dossier.nameless", lang)
        by = t("memo.edited", lang, name=name, moment=moment(edited.written_at, lang))
    return MemoPart(
        section=section,
        heading=f"{number}. {t(f'memo.section.{section.value}', lang)}",
        paragraphs=paragraphs(text),
        tables=tables,
        made=made,
        text=text,
        edited=edited,
        edited_by=by,
        is_behind=edited is not None and edited.is_behind(made),
    )


def _lines(part: MemoPart) -> Iterator[Line]:
    yield from (paragraph.line for paragraph in part.paragraphs)
    yield from (spans(cell) for table in part.tables for row in table.rows for cell in row)


def numbered(lines: Iterable[Line], source: MemoSource, lang: str) -> tuple[tuple[Note, ...], dict[str, int]]:
    """Return the notes in the order in which the lines point at them, and the number by mark."""
    notes: list[Note] = []
    numbers: dict[str, int] = {}
    by_claim: dict[str, int] = {}
    for span in (span for line in lines for span in line if span.note and span.note not in numbers):
        view = _view_of(span.note, source)
        if view is not None and view.claim.id in by_claim:
            numbers[span.note] = by_claim[view.claim.id]
            continue
        numbers[span.note] = len(notes) + 1
        if view is None:
            notes.append(Note(len(notes) + 1, "", t("memo.note.lost", lang), "", ""))
            continue
        by_claim[view.claim.id] = len(notes) + 1
        notes.append(_note(len(notes) + 1, view, source, lang))
    return tuple(notes), numbers


def _view_of(mark: str, source: MemoSource) -> ClaimView | None:
    """Return the figure that a mark points at; None where none or more than one begins so."""
    views = [view for view in source.claims if view.claim.id.startswith(mark)]
    return views[0] if len(views) == 1 else next((view for view in views if view.claim.id == mark), None)


def _note(number: int, view: ClaimView, source: MemoSource, lang: str) -> Note:
    deck = source.decks.get(view.deck_id)
    name = deck.file_name if deck else t("dossier.no_deck", lang)
    standing = t(f"enum.review_state.{view.state.value}", lang)
    if view.state in CERTAIN and view.verified_by_name:
        standing = f"{standing} · {view.verified_by_name}"
    if view.rivals:
        standing = f"{standing} · {t('companies.rivals', lang, n=len(view.rivals))}"
    return Note(
        number,
        view.claim.id,
        t("dossier.place", lang, deck=name, page=view.page),
        " ".join(view.claim.evidence[0].quote.split()),
        standing,
        deck=name,
        deck_id=view.deck_id,
        page_words=t("questions.page", lang, page=view.page),
        checked=view.state in CERTAIN,
    )


def _facts(source: MemoSource, lang: str) -> tuple[tuple[str, str], ...]:
    """Return what stands at the head of the first page."""
    company, engagement = source.company, source.engagement
    values = {
        "about": " · ".join(term(word, lang) for word in (company.sector, company.region) if word),
        "round": engagement.round_label if engagement else "",
        "stage": name_of(source.track.stage(engagement.stage), lang) if engagement and source.track else "",
        "assignee": source.names.get(engagement.assignee_id or "", "") if engagement else "",
        "house": _house(source, lang),
        "day": day(source.on, lang),
    }
    return tuple((t(f"memo.fact.{name}", lang), value) for name, value in values.items() if value)


def _house(source: MemoSource, lang: str) -> str:
    return name_of(source.house, lang) if source.house else ""


def watermark(source: MemoSource, lang: str) -> str:
    """Return what marks a report of the fictional event; nothing for real ones."""
    is_demo = source.company.is_demo or (source.house is not None and source.house.is_demo)
    return t("dossier.watermark", lang) if is_demo else ""


def file_stem(source: MemoSource, kind: str, lang: str) -> str:
    """Return how a file is called: what it is, of which company, of which day."""
    parts = (t(f"memo.file.{kind}", lang), called(source.company.name, source.company.name_en, lang))
    return "_".join(re.sub(r"[^\w().-]+", " ", part).strip() for part in (*parts, source.on.isoformat()))
