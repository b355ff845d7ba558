"""The question sheet: what to ask a company about its deck, as text to paste and as a DOCX to send."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.shared import Cm

from dealflow.actions.claims.consistency import Scrutiny
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.questions import Question, QuestionKind
from dealflow.i18n import called, name_of, numbers, t

_FONT: Final = "맑은 고딕"
_WIDTHS_CM: Final = (1.3, 8.7, 5.2)
"""Number, question, answer."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sheet: its heading and its questions, each with the figures that it is about."""

    heading: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]


def parts(scrutiny: Scrutiny, metrics: Iterable[Metric], lang: str) -> tuple[Part, ...]:
    """Return the sheet's parts in words: conflicts, unproved figures, gaps; a part without questions is left out."""
    known = {metric.id: metric for metric in metrics}
    parts = []
    for kind in (QuestionKind.CONFLICT, QuestionKind.UNPROVED, QuestionKind.GAP):
        questions = [question for question in scrutiny.questions if question.kind is kind]
        if questions:
            pairs = tuple(_question_words(question, scrutiny.views, known, lang) for question in questions)
            parts.append(Part(t(f"questions.{kind.value}", lang), pairs))
    return tuple(parts)


def as_text(scrutiny: Scrutiny, metrics: Sequence[Metric], *, on: date, lang: str) -> str:
    """Return the sheet as plain text, numbered, for a mail."""
    lines = [_title(scrutiny, lang), "", t("questions.intro", lang, day=numbers.day(on, lang)), ""]
    number = 0
    for part in parts(scrutiny, metrics, lang):
        lines += [f"[{part.heading}]"]
        for question, figures in part.questions:
            number += 1
            lines += [f"{number}. {question}", *(f"   - {figure}" for figure in figures)]
        lines.append("")
    return "\n".join(lines)


def as_docx(scrutiny: Scrutiny, metrics: Sequence[Metric], *, on: date, lang: str) -> bytes:
    """Return the sheet as a DOCX: a table for each part with room for the answer."""
    document = _blank()
    document.core_properties.title = _title(scrutiny, lang)
    document.core_properties.author = ""
    document.add_heading(_title(scrutiny, lang), level=1)
    document.add_paragraph(t("questions.intro", lang, day=numbers.day(on, lang)))
    number = 0
    for part in parts(scrutiny, metrics, lang):
        document.add_heading(part.heading, level=2)
        table = document.add_table(rows=1, cols=3)
        table.style = "Table Grid"
        for cell, key in zip(table.rows[0].cells, ("number", "question", "answer"), strict=True):
            cell.text = t(f"questions.column.{key}", lang)
        for question, figures in part.questions:
            number += 1
            cells = table.add_row().cells
            cells[0].text, cells[1].text = str(number), "\n".join((question, *figures))
        table.autofit = False
        for row in table.rows:
            for cell, width in zip(row.cells, _WIDTHS_CM, strict=True):
                cell.width = Cm(width)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _blank() -> Doc:
    """Return a page of usual margins whose Korean is set in the font that Korean offices have."""
    document = Document()
    for style in ("Normal", "Heading 1", "Heading 2"):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:eastAsiaTheme", "w:asciiTheme", "w:hAnsiTheme"):
            fonts.attrib.pop(qn(place), None)
        for place in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(place), _FONT)
    return document


def _title(scrutiny: Scrutiny, lang: str) -> str:
    company = scrutiny.company
    return t("questions.title", lang, company=called(company.name, company.name_en, lang))


def _question_words(
    question: Question, views: Mapping[str, ClaimView], metrics: Mapping[str, Metric], lang: str
) -> tuple[str, tuple[str, ...]]:
    figures = tuple(_figure(views[claim_id], metrics, lang) for claim_id in question.claims if claim_id in views)
    if question.finding is not None:
        return _disagreement(question, lang), figures
    return t(f"questions.ask.{question.kind.value}", lang, metric=_name(question.metric, metrics, lang)), figures


def _disagreement(question: Question, lang: str) -> str:
    finding = question.finding
    if finding is None:
        return ""
    texts = [t(f"check.{finding.check}", lang)]
    if finding.expected is not None and finding.unit is not None:
        texts.append(t("questions.expected", lang, amount=numbers.amount(finding.expected, finding.unit, lang)))
    return " ".join((*texts, t("questions.which", lang)))


def _figure(view: ClaimView, metrics: Mapping[str, Metric], lang: str) -> str:
    """Return a figure with its page and words: 12쪽 · 매출액 45.3억 원 (2024년) · “매출액 4,530”."""
    when = numbers.period(view.period, lang)
    stated = f"{_name(view.metric, metrics, lang)} {numbers.quantity(view.quantity, lang, of=view.metric)}"
    place = t("questions.page", lang, page=view.page)
    return " · ".join((place, f"{stated} ({when})" if when else stated, f"“{view.claim.evidence[0].quote}”"))


def _name(metric: str, metrics: Mapping[str, Metric], lang: str) -> str:
    return name_of(metrics[metric], lang) if metric in metrics else metric
