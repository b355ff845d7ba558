"""The list of supported firms as a workbook, in the columns in which it is taken in again."""

from __future__ import annotations

from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.i18n import name_of, t
from dealflow.reports.kit.workbook import Heading, Look, PlainSheet, as_workbook

_COLUMNS = (
    ("region", Look.TEXT, 10), ("year", Look.TEXT, 10), ("firm", Look.TEXT, 30), ("name_en", Look.TEXT, 24),
    ("sector", Look.TEXT, 16), ("grant", Look.WHOLE, 18), ("adopted", Look.TEXT, 40), ("adopted_on", Look.DAY, 14),
)  # fmt: skip


def as_xlsx(view: ProgrammeView, lang: str) -> bytes:
    """Return the workbook; a programme without firms gives the empty form to fill in."""
    headings = tuple(Heading(t(f"regional.sheet.{name}", lang), look, width) for name, look, width in _COLUMNS)
    order = {region.id: place for place, region in enumerate(view.programme.regions)}
    rows = [
        (
            name_of(view.programme.region(firm.region), lang), str(firm.year), firm.name, firm.name_en, firm.sector,
            firm.grant_won, firm.adopted, firm.adopted_on,
        )
        for firm in sorted(view.books.firms, key=lambda firm: (order[firm.region], firm.year, firm.name))
    ]  # fmt: skip
    title = t("regional.part.list", lang)
    return as_workbook((PlainSheet(title, headings, rows, (t("regional.sheet.how", lang),)),), title=title)
