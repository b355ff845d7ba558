"""A report to KVIC as a spreadsheet to type from: its fields in the order of the form, in its own Korean names."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dealflow.actions.tips.filing_views import Entry, FileEntry, Report
from dealflow.actions.tips.filings import Filed
from dealflow.domain.investment.committee import Outward
from dealflow.domain.investment.deal_terms import Instrument
from dealflow.domain.tips import papers
from dealflow.domain.tips.grant_projects import ProjectReportKind
from dealflow.domain.tips.papers import Occasion
from dealflow.domain.tips.rule_packs import Words
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import Language, name_of, t
from dealflow.i18n.numbers import day, moment

_FONT: Final = "맑은 고딕"
_WIDTHS: Final = (30, 46, 10, 24)
"""Of the columns field, value, required, source; in characters."""
_WON: Final = "_won"


def words(words: Words, lang: str) -> str:
    """Return a name of the form in ``lang``."""
    return words.en if lang == Language.EN else words.ko


def field_text(field_id: str, value: str, lang: str) -> str:
    """Return a field's value as people read it: results and instruments in words, sums with separators."""
    if field_id == "result" and value in set(Outward):
        return t(f"enum.outward.{value}", lang)
    if field_id == "occasion" and value in set(Occasion):
        return t(f"enum.occasion.{value}", lang)
    if field_id == "report":
        return project_words(value, lang)
    if value in set(Instrument):
        return t(f"enum.instrument.{value}", lang)
    if field_id.endswith(_WON) and value.isdecimal():
        return f"{int(value):,}"
    return value


def project_words(about: str, lang: str) -> str:
    """Return which report of a project it is: ``annual:2``; a text that a person typed stays."""
    kind, _, year = about.partition(":")
    if kind not in set(ProjectReportKind):
        return about
    words = t(f"enum.project_report_kind.{kind}", lang)
    return words if year in {"", "0"} else f"{t('projects.nth_year', lang, n=year)} {words}"


def about_words(report: Filed, lang: str) -> str:
    """Return what tells a report from others of its kind: the session, a contract's day, a quarter, an occasion."""
    if isinstance(report, Report):
        return report.owed.session.title
    about = report.owed.about
    match report.owed.report:
        case papers.CONTRACT:
            return t("deadlines.paper.contract", lang, day=day(date.fromisoformat(about), lang))
        case papers.OCCASION:
            occasion, _, on = about.partition(":")
            return f"{t(f'enum.occasion.{occasion}', lang)} · {day(date.fromisoformat(on), lang)}"
        case papers.PROJECT:
            return project_words(about, lang)
        case papers.EMPLOYMENT:
            year, _, quarter = about.partition("-Q")
            return t("deadlines.paper.quarter", lang, year=year, n=quarter)
    return ""


def missing_names(report: Filed, lang: str) -> str:
    """Return the names of the required fields that are empty, in one line."""
    return ", ".join(words(field.name, lang) for field in report.missing)


def file_name(report: Filed, lang: str) -> str:
    """Return the name of the download."""
    company = "" if report.company is None else report.company.name
    if isinstance(report, Report):
        told = korean_day(report.owed.session.held_at).isoformat()
    else:
        told = report.owed.about.replace(":", " ")
    return " ".join(filter(None, (words(report.sheet.title, lang), company, told))) + ".xlsx"


def as_xlsx(report: Filed, lang: str) -> bytes:
    """Return the sheet as XLSX: sums are numbers, days are days; empty required fields stand out."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": words(report.sheet.title, lang), "author": ""})
    sheet = book.add_worksheet(report.sheet.id.upper())
    formats = _formats(book)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, words(report.sheet.title, lang), formats["title"])
    line = 1
    if _is_demo(report):
        sheet.write_string(line, 0, t("dossier.watermark", lang), formats["demo"])
        sheet.set_header(f"&C&B{t('dossier.watermark', lang)}")
        line += 1
    for text in (*_about(report, lang), *_heading(report, lang)):
        sheet.write_string(line, 0, text, formats["note"])
        line += 1
    line += 1
    for place, name in enumerate(("field", "value", "required", "origin")):
        sheet.write_string(line, place, t(f"deadlines.sheet.{name}", lang), formats["head"])
    sheet.freeze_panes(line + 1, 0)
    for entry in report.entries:
        line += 1
        _line(sheet, line, entry, lang, formats)
    _files(sheet, line + 2, report.files, lang, formats)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, line + 2 + len(report.sheet.files), len(_WIDTHS) - 1)
    sheet.set_footer("&L&A&R&P / &N")
    book.close()
    return file.getvalue()


def _is_demo(report: Filed) -> bool:
    return any(whose is not None and whose.is_demo for whose in (report.house, report.company))


def _about(report: Filed, lang: str) -> list[str]:
    """Return whose report it is, on which company, of which fund, on which session or occasion."""
    about = about_words(report, lang)
    if isinstance(report, Report):
        about = t("dossier.fact.session", lang) + f": {about} · {moment(report.owed.session.held_at, lang)}"
    parts = (
        ("dossier.fact.house", "" if report.house is None else name_of(report.house, lang)),
        ("dossier.fact.company", "" if report.company is None else report.company.name),
        ("dossier.fact.fund", "" if report.fund is None else name_of(report.fund, lang)),
    )
    return [*(f"{t(key, lang)}: {text}" for key, text in parts if text), *((about,) if about else ())]


def due_words(report: Filed, lang: str) -> str:
    """Return the last day in time, or that no source states it."""
    return t("deadlines.paper.no_day", lang) if report.due is None else day(report.due, lang)


def _heading(report: Filed, lang: str) -> list[str]:
    lines = [
        t("deadlines.sheet.form", lang, form=report.sheet.form, due=due_words(report, lang)),
        t(f"enum.filing_state.{report.state.value}", lang),
    ]
    if report.filed_at is not None:
        lines[-1] += f" · {moment(report.filed_at, lang)} · {report.filed_by_name}"
    if report.sheet.unconfirmed is not None:
        lines.append(t("deadlines.paper.unconfirmed", lang, what=words(report.sheet.unconfirmed, lang)))
    if report.missing:
        lines.append(t("deadlines.sheet.missing", lang, fields=missing_names(report, lang)))
    return lines


def _line(sheet: Worksheet, line: int, entry: Entry, lang: str, formats: Mapping[str, Format]) -> None:
    name = words(entry.field.name, lang)
    sheet.write_string(line, 0, name, formats["cell"])
    if entry.is_missing:
        sheet.write_blank(line, 1, None, formats["missing"])
    elif entry.field.id.endswith(_WON) and entry.value.isdecimal():
        sheet.write_number(line, 1, int(entry.value), formats["won"])
    elif (moment_written := _moment_of(entry.value)) is not None:
        sheet.write_datetime(line, 1, moment_written, formats["moment" if ":" in entry.value else "day"])
    else:
        sheet.write_string(line, 1, field_text(entry.field.id, entry.value, lang), formats["cell"])
    sheet.write_string(line, 2, t("deadlines.sheet.yes", lang) if entry.field.required else "", formats["cell"])
    sheet.write_string(line, 3, origin(entry, lang), formats["cell"])


def _moment_of(value: str) -> datetime | None:
    """Return a day (2026-03-09) or a moment (2026-03-09 18:00) as what spreadsheets keep; None for other texts."""
    if len(value) not in {len("2026-03-09"), len("2026-03-09 18:00")}:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def origin(entry: Entry, lang: str) -> str:
    """Return where a value comes from: typed by hand, taken from dealflow, or nowhere yet."""
    if not entry.value:
        return ""
    return t("deadlines.sheet.typed" if entry.value != entry.known else "deadlines.sheet.known", lang)


def _files(sheet: Worksheet, line: int, files: tuple[FileEntry, ...], lang: str, formats: Mapping[str, Format]) -> None:
    sheet.write_string(line, 0, t("deadlines.sheet.files", lang), formats["head"])
    for number, file in enumerate(files, start=1):
        sheet.write_string(line + number, 0, words(file.field.name, lang), formats["cell"])
        if file.file_name or file.field.required:
            look = formats["cell" if file.file_name else "missing"]
            sheet.write_string(line + number, 1, file.file_name, look)
            required = t("deadlines.sheet.yes", lang) if file.field.required else ""
            sheet.write_string(line + number, 2, required, formats["cell"])


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": _FONT, "font_size": 10, "valign": "top"}
    boxed = base | {"border": 1, "border_color": "#BFBFBF", "text_wrap": True}
    formats = {
        "title": base | {"font_size": 14, "bold": True},
        "note": base | {"font_color": "#595959"},
        "head": boxed | {"bold": True, "bg_color": "#E8EEF7"},
        "cell": boxed,
        "missing": boxed | {"bg_color": "#FDE9D9"},
        "won": boxed | {"num_format": "#,##0", "align": "left"},
        "day": boxed | {"num_format": "yyyy-mm-dd", "align": "left"},
        "moment": boxed | {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
        "demo": base | {"font_size": 12, "bold": True, "font_color": "#B35C00"},
    }
    return {name: book.add_format(format_) for name, format_ in formats.items()}
