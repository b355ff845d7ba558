"""Every file that an IR day hands out, by its name in addresses: what it is made from, its type, its name on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from dealflow.actions.irday.papers.paper_data import Papers
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.reports.irday.papers import badge_sheet, day_workbook, signature_sheet
from dealflow.reports.irday.papers.day_sheets import (
    Making,
    by_firm,
    by_person,
    by_room,
    by_table,
    cues,
    matching,
    sheets,
)
from dealflow.reports.irday.papers.day_words import date_words, event_title, event_venue, version_words
from dealflow.reports.irday.papers.paper_html import PaperSize, Sheet, as_html
from dealflow.reports.irday.programme.ceremony_sheets import ceremonies, round_tables
from dealflow.reports.irday.programme.host_lines import host_lines, marks
from dealflow.reports.irday.timetable.calendar_feed import file_name

HTML: Final = "text/html; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"


class Paper(StrEnum):
    """A paper of the day."""

    ROOMS = "rooms"
    TABLES = "tables"
    FIRMS = "firms"
    PEOPLE = "people"
    SHEETS = "sheets"
    CUES = "cues"
    MATCHING = "matching"
    BADGES = "badges"
    CEREMONY = "ceremony"
    ROUND_TABLES = "round_tables"
    SIGNATURES = "signatures"
    WORKBOOK = "workbook"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is handed out; ``is_page``: it opens in the browser instead of being saved."""

    data: bytes
    media_type: str
    name: str
    is_page: bool


_PRINTED: Final[dict[Paper, tuple[Making, PaperSize, bool]]] = {
    Paper.ROOMS: (by_room, PaperSize.A3_ACROSS, True),
    Paper.TABLES: (by_table, PaperSize.A4_ACROSS, False),
    Paper.FIRMS: (by_firm, PaperSize.A4, False),
    Paper.PEOPLE: (by_person, PaperSize.A4, False),
    Paper.SHEETS: (sheets, PaperSize.A4, True),
    Paper.CUES: (cues, PaperSize.A4_ACROSS, True),
    Paper.MATCHING: (matching, PaperSize.A4, False),
    Paper.CEREMONY: (ceremonies, PaperSize.A4_ACROSS, True),
    Paper.ROUND_TABLES: (round_tables, PaperSize.A4, True),
}
"""How each is made, the paper that it is printed on, and whether each part begins a page."""
WITHOUT_A_PLAN: Final = frozenset({Paper.BADGES, Paper.CEREMONY, Paper.ROUND_TABLES})
"""Papers that need no timetable."""
APART: Final = frozenset({Paper.TABLES, Paper.FIRMS, Paper.PEOPLE})
"""Papers whose parts one may ask to have on pages of their own."""


def paper(which: Paper, papers: Papers, *, at: datetime, lang: str, apart: bool = False) -> File:
    """Return one paper; ``apart``: each of its parts on a page of its own."""
    stem = f"{file_name(event_title(papers.day.event, lang))}_{which.value}_v{papers.version}"
    match which:
        case Paper.WORKBOOK:
            return File(day_workbook.as_xlsx(papers, at=at, lang=lang), XLSX, f"{stem}.xlsx", is_page=False)
        case Paper.CSV:
            return File(day_workbook.as_csv(papers, lang), CSV, f"{stem}.csv", is_page=False)
        case Paper.SIGNATURES:
            html = signature_sheet.as_html(papers, papers.inside.signatures, lang)
            return File(html.encode(), HTML, f"{stem}.html", is_page=True)
        case Paper.BADGES:
            return File(
                badge_sheet.as_html(papers.day, lang, marks(papers.hosts, papers.logos)).encode(),
                HTML,
                f"{stem}.html",
                is_page=True,
            )
        case _:
            return File(_printed(which, papers, at, lang, apart=apart).encode(), HTML, f"{stem}.html", is_page=True)


def _printed(which: Paper, papers: Papers, at: datetime, lang: str, *, apart: bool) -> str:
    make, size, pages = _PRINTED[which]
    event = papers.day.event
    sheet = Sheet(
        title=f"{event_title(event, lang)} · {t(f'papers.paper.{which.value}', lang)}",
        about=(
            " · ".join(filter(None, (date_words(event, papers.day.programme, lang), event_venue(event, lang)))),
            version_words(papers, lang),
        ),
        parts=make(papers, lang),
        footer=t("papers.printed", lang, moment=moment(at, lang)),
        size=size,
        pages=pages or apart,
        cards=which is Paper.SHEETS,
        logo=papers.logo,
        hosts=host_lines(papers.hosts, papers.logos, lang),
    )
    return as_html(sheet, lang)
