"""Sheets as houses and other programs write them, all fictional."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from dealflow.actions.platform.context import Looking
from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.imports import ImportOrder

Lines = Sequence[Sequence[object]]


def csv_of(lines: Lines, *, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode(encoding)


def xlsx_of(lines: Lines) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("파이프라인")
        for down, line in enumerate(lines):
            for across, cell in enumerate(line):
                page.write(down, across, cell)
    return file.getvalue()


def order_of(looking: Looking, lines: Lines, *, track: str = "vc", **given: object) -> ImportOrder:
    """The order that a person gives who takes what is proposed."""
    sheet = pipeline_sheet.read("pipeline.csv", csv_of(lines))
    uses, meanings, _ = imports.proposal(looking, sheet)
    return ImportOrder(sheet, uses, track, **{"meanings": meanings, **given})  # type: ignore[arg-type]  # a test's shorthand
