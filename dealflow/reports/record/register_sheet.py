"""The decision register as a spreadsheet (XLSX) and as CSV that Excel opens with Korean right.

Both carry the journal's head, so that a printed register can be checked against the journal later.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dealflow.actions.record.decision_register import (
    DROPPED,
    PAID,
    RECOMMENDED,
    REOPENED,
    DecisionKind,
    DecisionLine,
    Register,
)
from dealflow.domain.pipeline.funnel import Reason
from dealflow.domain.values.korean_days import SEOUL, korean_day
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import moment

Value = str | int | date | None
COLUMNS: Final = (
    ("day", 12),
    ("kind", 11),
    ("company", 24),
    ("session", 30),
    ("fund", 28),
    ("result", 13),
    ("outward", 10),
    ("amount", 18),
    ("votes", 26),
    ("conditions", 12),
    ("ruleset", 22),
    ("reason", 22),
    ("by", 16),
    ("stands", 10),
    ("note", 40),
    ("position", 10),
)
"""The columns with their widths in characters."""
_OWN_WORDS: Final = frozenset({RECOMMENDED, DROPPED, REOPENED, PAID})
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_HEAD_ROWS: Final = 6
_DAY: Final = "yyyy-mm-dd"
_WON: Final = "#,##0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The register as plain rows: what stands above the table, its headings, its rows, and the sums below."""

    title: str
    about: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    sums: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class _Forms:
    """How days, won and texts look."""

    day: Format
    won: Format
    text: Format


def result_words(line: DecisionLine, lang: str) -> str:
    """Return a decision's result in words."""
    key = "register.result" if line.result in _OWN_WORDS or line.kind is DecisionKind.STATUS else "enum.result"
    return t(f"{key}.{line.result}", lang)


def votes_words(line: DecisionLine, lang: str) -> str:
    """Return how the votes fell, nothing for decisions without any."""
    counted = line.tally
    if counted is None:
        return ""
    parts = {"yes": counted.in_favour, "no": counted.against, "none": counted.abstained}
    words = t("register.votes", lang, **parts, attending=counted.attending, eligible=counted.eligible)
    return f"{words} · {t('register.votes.recused', lang, n=counted.recused)}" if counted.recused else words


def session_words(line: DecisionLine, lang: str) -> str:
    """Return the committee that decided, with its kind; nothing for decisions of no committee."""
    if line.session is None:
        return ""
    return f"{t(f'enum.session_kind.{line.session.kind.value}', lang)} · {line.session.title}"


def conditions_words(line: DecisionLine, lang: str) -> str:
    """Return how many conditions are open, of how many; nothing where there are none."""
    if not line.conditions:
        return ""
    return t("register.conditions", lang, open=line.conditions_open, total=line.conditions)


def validity_words(line: DecisionLine, lang: str) -> str:
    """Return whether a decision stands, or why an approval does not any more."""
    if line.validity is not None:
        return t(f"enum.validity.{line.validity.value}", lang)
    return t(f"register.stands.{'yes' if line.stands else 'no'}", lang)


def sheet(register: Register, reasons: Sequence[Reason], *, at: datetime, lang: str) -> Sheet:
    """Return the register as rows, printed at a moment."""
    sums = register.totals
    house = "" if register.house is None else name_of(register.house, lang)
    return Sheet(
        title=t("register.title", lang),
        about=(
            (t("register.house", lang), house),
            (t("register.printed", lang), moment(at, lang)),
            (t("register.head", lang), str(register.head)),
            (t("register.shown", lang), t("register.shown.of", lang, n=len(register.lines), of=register.of)),
            *(((t("register.demo", lang), t("dossier.watermark", lang)),) if _is_demo(register) else ()),
        ),
        headings=tuple(t(f"register.column.{name}", lang) for name, _ in COLUMNS),
        rows=tuple(_row(line, reasons, lang) for line in register.lines),
        sums=(
            (t("register.sum.approved", lang), sums.approved_won),
            (t("register.sum.paid", lang), sums.paid_won),
        ),
    )


def _is_demo(register: Register) -> bool:
    """Say whether the register is of the fictional event."""
    return register.house is not None and register.house.is_demo


def as_xlsx(register: Register, reasons: Sequence[Reason], *, at: datetime, lang: str) -> bytes:
    """Return the register as a spreadsheet: days are days, won are numbers, and no text is ever a formula."""
    made_sheet = sheet(register, reasons, at=at, lang=lang)
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {"title": made_sheet.title, "author": "", "created": at.astimezone(SEOUL).replace(tzinfo=None)}
        )
        page = book.add_worksheet(made_sheet.title[:31])
        strong, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14})
        heading = book.add_format({"bold": True, "bg_color": "#E8ECF4", "bottom": 1, "text_wrap": True})
        forms = _Forms(
            day=book.add_format({"num_format": _DAY, "valign": "top"}),
            won=book.add_format({"num_format": _WON, "valign": "top"}),
            text=book.add_format({"text_wrap": True, "valign": "top"}),
        )
        page.write_string(0, 0, made_sheet.title, title)
        for number, (label, value) in enumerate(made_sheet.about, start=1):
            page.write_string(number, 0, label, strong)
            page.write_string(number, 1, value)
        for place, (_, width) in enumerate(COLUMNS):
            page.set_column(place, place, width)
            page.write_string(_HEAD_ROWS, place, made_sheet.headings[place], heading)
        for number, row in enumerate(made_sheet.rows, start=_HEAD_ROWS + 1):
            for place, cell in enumerate(row):
                _write(page, number, place, cell, forms)
        below = _HEAD_ROWS + len(made_sheet.rows) + 2
        for number, (label, amount) in enumerate(made_sheet.sums, start=below):
            page.write_string(number, 0, label, strong)
            _write(page, number, _place("amount"), amount, forms)
        page.freeze_panes(_HEAD_ROWS + 1, 3)
        page.autofilter(_HEAD_ROWS, 0, _HEAD_ROWS + len(made_sheet.rows), len(COLUMNS) - 1)
        if _is_demo(register):
            page.set_header(f"&C&B{t('dossier.watermark', lang)}")
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(_HEAD_ROWS)
        page.set_footer(f"&L{made_sheet.about[2][1][:80]}&R&P / &N")
    return file.getvalue()


def as_csv(register: Register, reasons: Sequence[Reason], *, at: datetime, lang: str) -> bytes:
    """Return the register as CSV, UTF-8 with a mark: headings, rows, then the sums and the journal's head."""
    made_sheet = sheet(register, reasons, at=at, lang=lang)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(made_sheet.headings)
    writer.writerows([_safe(value) for value in row] for row in made_sheet.rows)
    writer.writerow([])
    writer.writerows([label, _safe(value)] for label, value in (*made_sheet.sums, *made_sheet.about))
    return out.getvalue().encode("utf-8-sig")


def _row(line: DecisionLine, reasons: Sequence[Reason], lang: str) -> tuple[Value, ...]:
    reason = next((other_reason for other_reason in reasons if other_reason.id == line.reason), None)
    return (
        korean_day(line.decided_at),
        t(f"register.kind.{line.kind.value}", lang),
        called(line.company_name, line.company_name_en, lang),
        session_words(line, lang),
        name_of(line.fund, lang) if line.fund else "",
        result_words(line, lang),
        t(f"enum.outward.{line.outward.value}", lang) if line.outward else "",
        line.amount_won,
        votes_words(line, lang),
        conditions_words(line, lang),
        line.ruleset_id,
        name_of(reason, lang) if reason else line.reason,
        line.decided_by,
        validity_words(line, lang),
        line.note,
        line.position,
    )


def _place(name: str) -> int:
    return next(place for place, (column, _) in enumerate(COLUMNS) if column == name)


def _write(page: Worksheet, row: int, place: int, value: Value, forms: _Forms) -> None:
    """Write one value as what it is."""
    match value:
        case date():
            page.write_datetime(row, place, value, forms.day)
        case int():
            page.write_number(row, place, value, forms.won)
        case str() if value:
            page.write_string(row, place, value, forms.text)
        case _:
            page.write_blank(row, place, None, forms.text)


def _safe(value: Value) -> str:
    """Return a cell's text that no spreadsheet takes for a formula."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else str(value)
