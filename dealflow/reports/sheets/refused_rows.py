"""The rows of a sheet that could not be taken in: the same columns, and why; to be mended and brought again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from dealflow.actions.sheets.imports import PlannedRow, RowKind
from dealflow.actions.sheets.pipeline_sheet import PipelineSheet
from dealflow.i18n import t
from dealflow.i18n.errors import row_words
from dealflow.reports.sheets.table_files import Column, Kind, Table, as_csv, as_xlsx

_AT = datetime(2000, 1, 1, tzinfo=UTC)


def reason_words(row: PlannedRow, lang: str) -> str:
    """Return why a row cannot be taken, with the companies that are near."""
    if row.error is None:
        return ""
    near = ", ".join(company.name for company in row.near)
    words = row_words(row.error, lang)
    return f"{words}. {t('sheets.near', lang, names=near)}" if near else words


def as_file(sheet: PipelineSheet, rows: Sequence[PlannedRow], ending: str, lang: str) -> bytes:
    """Return the refused rows as a file of that ending: XLSX, or CSV for any other."""
    table = Table(
        title=t("sheets.refused.title", lang),
        columns=(
            *(Column(heading) for heading in sheet.headings),
            Column(t("sheets.refused.line", lang), Kind.WHOLE),
            Column(t("sheets.refused.reason", lang), Kind.LONG),
        ),
        rows=[(*row.row.line, row.row.number, reason_words(row, lang)) for row in rows if row.kind is RowKind.REFUSED],
    )
    is_workbook = ending.lower().removeprefix(".") == "xlsx"
    return (as_xlsx(table, at=_AT) if is_workbook else as_csv(table)).content


def file_name(sheet: PipelineSheet, lang: str) -> str:
    """Return what the file of refused rows of a sheet is called."""
    return f"{sheet.file_name.rpartition('.')[0] or sheet.file_name}_{t('sheets.refused.file', lang)}.xlsx"
