"""The comparison of companies as a spreadsheet: numbers as numbers with their unit, period, state and evidence."""

from __future__ import annotations

import io
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dealflow.actions.companies.comparison import Comparison
from dealflow.domain.claims.claim_views import Figure
from dealflow.domain.claims.peers import single_amount
from dealflow.domain.values.exchange_rates import NoRate, Yardstick
from dealflow.domain.values.quantity import MONEY
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day, period, quantity

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_COLUMNS: Final = (
    ("company", 24),
    ("metric", 22),
    ("value", 20),
    ("unit", 10),
    ("converted", 20),
    ("currency", 10),
    ("period", 18),
    ("state", 12),
    ("status", 12),
    ("as_printed", 24),
    ("page", 8),
)
_NUMBER: Final = "#,##0.####"


def as_xlsx(compared: Comparison, stick: Yardstick, lang: str) -> bytes:
    """Return the comparison: a sheet of figures, one of the cohort, one of the rates and what the columns mean."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": t("compare.title", lang), "author": ""})
        bold = book.add_format({"bold": True, "bg_color": "#E8ECF4", "bottom": 1, "text_wrap": True})
        number = book.add_format({"num_format": _NUMBER})
        figures = book.add_worksheet(t("compare.sheet.figures", lang))
        for place, (name, width) in enumerate(_COLUMNS):
            figures.set_column(place, place, width)
            figures.write_string(0, place, t(f"compare.sheet.{name}", lang), bold)
        line = 0
        for metric in compared.metrics:
            for row in compared.rows:
                line += 1
                figures.write_string(line, 0, called(row.company.name, row.company.name_en, lang))
                figures.write_string(line, 1, name_of(metric, lang))
                if (figure := row.figures.get(metric.id)) is not None:
                    _write_figure(figures, line, figure, stick, number, lang)
        figures.freeze_panes(1, 2)
        figures.autofilter(0, 0, max(1, line), len(_COLUMNS) - 1)
        _write_cohort(book.add_worksheet(t("compare.sheet.cohort", lang)), compared, bold, number, lang)
        _write_basis(book.add_worksheet(t("compare.sheet.basis", lang)), compared, stick, bold, number, lang)
    return file.getvalue()


def _write_figure(page: Worksheet, line: int, figure: Figure, stick: Yardstick, number: object, lang: str) -> None:
    """Write one figure into its line: the value, the value in one currency, and what it rests upon."""
    amount, measured = single_amount(figure.quantity), stick.measured(figure.quantity)
    if amount is None:
        page.write_string(line, 2, quantity(figure.quantity, lang))
    else:
        page.write_number(line, 2, amount, number)
        page.write_string(line, 3, _unit(figure.quantity.unit.value, lang))
    if figure.quantity.unit in MONEY and not isinstance(measured, NoRate):
        page.write_number(line, 4, single_amount(measured), number)
        page.write_string(line, 5, stick.currency.value)
    page.write_string(line, 6, period(figure.period, lang))
    page.write_string(line, 7, t(f"enum.review_state.{figure.state.value}", lang))
    page.write_string(line, 8, t(f"enum.claim_status.{figure.status.value}", lang))
    page.write_string(line, 9, quantity(figure.quantity, lang, exact=True))
    page.write_number(line, 10, figure.page)


def _write_cohort(page: Worksheet, compared: Comparison, bold: object, number: object, lang: str) -> None:
    names = ("metric", "median", "unit", "count", "size", "verified", "expected", "unmeasured", "others")
    for place, name in enumerate(names):
        page.set_column(place, place, 22 if place == 0 else 14)
        page.write_string(0, place, t(f"compare.sheet.{name}", lang), bold)
    for line, metric in enumerate(compared.metrics, start=1):
        peers = compared.usual[metric.id]
        page.write_string(line, 0, name_of(metric, lang))
        if peers.middle is not None:
            page.write_number(line, 1, single_amount(peers.middle), number)
            page.write_string(line, 2, _unit(peers.middle.unit.value, lang))
        counts = (peers.count, peers.size, peers.verified, peers.expected, peers.unmeasured, peers.others)
        for place, count in enumerate(counts, start=3):
            page.write_number(line, place, count)
    page.freeze_panes(1, 1)


def _write_basis(
    page: Worksheet, compared: Comparison, stick: Yardstick, bold: object, number: object, lang: str
) -> None:
    """Write the rates behind the converted sums, and what the columns mean."""
    page.set_column(0, 0, 26)
    page.set_column(1, 3, 18)
    for place, name in enumerate(("rate", "rate_won", "rate_day", "rate_source")):
        page.write_string(0, place, t(f"compare.sheet.{name}", lang), bold)
    stated = [figure.quantity for row in compared.rows for figure in row.figures.values()]
    line = 0
    for line, rate in enumerate(stick.rates_for(stated), start=1):
        page.write_string(line, 0, f"{rate.per} {rate.currency.value}")
        page.write_number(line, 1, rate.won, number)
        page.write_string(line, 2, day(rate.day, lang))
        page.write_string(line, 3, rate.source)
    for place, name in enumerate(("value", "converted", "median", "verified"), start=line + 2):
        page.write_string(place, 0, t(f"compare.sheet.{name}", lang), bold)
        page.write_string(place, 1, t(f"compare.sheet.{name}.means", lang))


def _unit(unit: str, lang: str) -> str:
    return t(f"enum.unit.{unit}", lang)
