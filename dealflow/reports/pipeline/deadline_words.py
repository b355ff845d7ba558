"""Deadlines in words: what is due, of whom, and how many days are left."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from dealflow.actions.home.deadlines import Due
from dealflow.actions.tips.filing_views import sheets
from dealflow.catalogue.document_kinds import document_kinds
from dealflow.catalogue.eligibility_facts import load_eligibility_facts
from dealflow.domain.pipeline.deadlines import Deadline, DeadlineKind
from dealflow.domain.tips.eligibility_facts import FactLine
from dealflow.domain.tips.papers import OCCASION
from dealflow.i18n import Language, called, name_of, t
from dealflow.i18n.numbers import month

OF_PROJECT: Final = frozenset(
    {
        DeadlineKind.EVALUATION,
        DeadlineKind.APPEAL,
        DeadlineKind.APPEAL_ANSWER,
        DeadlineKind.AGREEMENT,
        DeadlineKind.PROJECT_REPORT,
        DeadlineKind.ROYALTY,
    }
)
"""What is due of projects with a grant."""


def kind_of(kind: DeadlineKind, lang: str) -> str:
    """Return the name of a kind of deadline."""
    return t(f"enum.deadline_kind.{kind.value}", lang)


def what(due: Due, lang: str) -> str:
    """Return what is due: a condition's own words, a month, a letter's number, a certificate's name; else its kind."""
    deadline = due.deadline
    label = deadline.label
    match deadline.kind:
        case DeadlineKind.CONDITION:
            words = label
        case DeadlineKind.MONTHLY_REPORT:
            words = t("deadlines.what.month", lang, month=month(date.fromisoformat(f"{label}-01"), lang))
        case DeadlineKind.LOC:
            words = t("deadlines.what.loc", lang, number=label)
        case DeadlineKind.CERTIFICATE:
            words = t("deadlines.what.certificate", lang, name=certificate(label, lang))
        case DeadlineKind.OPERATOR_TERM:
            words = t("deadlines.what.operator", lang, number=label)
        case DeadlineKind.DOCUMENT:
            words = t("deadlines.what.document", lang, name=document_kind(label, lang))
        case DeadlineKind.PAPER:
            words = paper_words(label, lang)
        case kind if kind in OF_PROJECT:
            words = project_words(deadline, lang)
        case _:
            words = kind_of(deadline.kind, lang)
    return words


def paper_words(label: str, lang: str) -> str:
    """Return which paper is due: the title of its sheet, and of which quarter or occasion."""
    report, _, about = label.partition(":")
    sheet = sheets().get(report)
    title_words = report if sheet is None else sheet.title.en if lang == Language.EN else sheet.title.ko
    told = about.partition(":")[0]
    if report == OCCASION:
        told = t(f"enum.occasion.{told}", lang)
    return " · ".join(filter(None, (title_words, told)))


def project_words(deadline: Deadline, lang: str) -> str:
    """Return what is due of a project with a grant: which evaluation, report or royalty, of which year."""
    name, _, year = deadline.label.partition(":")
    if not name:
        return kind_of(deadline.kind, lang)
    if deadline.kind is DeadlineKind.ROYALTY:
        return t("deadlines.what.royalty", lang, year=year)
    group = "project_report_kind" if deadline.kind is DeadlineKind.PROJECT_REPORT else "evaluation_kind"
    words = t(f"enum.{group}.{name}", lang)
    if year != "0":
        words = f"{t('projects.nth_year', lang, n=year)} {words}"
    if deadline.kind in {DeadlineKind.PROJECT_REPORT, DeadlineKind.EVALUATION}:
        return words
    return f"{kind_of(deadline.kind, lang)} · {words}"


def of_whom(due: Due, lang: str) -> str:
    """Return the company, else the fund, that a deadline is about; nothing where it is about neither."""
    if due.company is not None:
        return called(due.company.name, due.company.name_en, lang)
    return "" if due.fund is None else name_of(due.fund, lang)


def title(due: Due, lang: str) -> str:
    """Return a deadline in one line."""
    return " · ".join(filter(None, (what(due, lang), of_whom(due, lang))))


def left(days: int, lang: str) -> str:
    """Return the days of the calendar that are left: late by so many, today, or so many to go."""
    if days < 0:
        return t("deadlines.left.late", lang, n=-days)
    return t("deadlines.left.today", lang) if days == 0 else t("deadlines.left.days", lang, n=days)


def business_left(days: int, lang: str) -> str:
    """Return the business days that are left, or by how many it is late."""
    return t("deadlines.business.late" if days < 0 else "deadlines.business.left", lang, n=abs(days))


def certificate(fact: str, lang: str) -> str:
    """Return the name of a certificate that a house noted: the catalogue calls what is typed of it a number."""
    known = _facts()
    name = name_of(known[fact], lang) if fact in known else fact
    return name.removesuffix(" 번호").removeprefix("Number of the ")


def document_kind(kind_id: str, lang: str) -> str:
    """Return the name of a kind of file, as the catalogue calls it."""
    kinds = document_kinds()
    return name_of(next((kind for kind in kinds if kind.id == kind_id), kinds[-1]), lang)


@cache
def _facts() -> dict[str, FactLine]:
    return {line.id: line for line in load_eligibility_facts()}
