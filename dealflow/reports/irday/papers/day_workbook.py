"""An IR day's timetable as a workbook: overview, rooms, tables, firms, wishes met; and the matching table as CSV."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format

from dealflow.actions.irday.papers.paper_data import Papers
from dealflow.domain.irday.floor.floor import NOT_HELD
from dealflow.domain.irday.participants.participants import INVESTORS, ParticipantKind
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.domain.values.korean_days import SEOUL
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.irday.papers.day_sheets import by_firm, by_room, by_table, matching, matching_rows
from dealflow.reports.irday.papers.day_words import (
    date_words,
    event_title,
    firm_name,
    kind_words,
    place_words,
    time_words,
    version_words,
)
from dealflow.reports.kit.blocks import Grid, Part

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 44
_NARROWEST: Final = 7
_WIDE: Final = frozenset({"W", "F"})
_A4: Final = 9
_A3: Final = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of the workbook: one table, with the name of its part as first column where there are several."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = field(default_factory=frozenset)
    """Places of columns that hold whole numbers."""


def as_xlsx(papers: Papers, *, at: datetime, lang: str) -> bytes:
    """Return the workbook, printed at a moment."""
    file = io.BytesIO()
    about = (
        event_title(papers.day.event, lang),
        date_words(papers.day.event, papers.day.programme, lang),
        version_words(papers, lang),
        t("papers.printed", lang, moment=moment(at, lang)),
    )
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        stamp = at.astimezone(SEOUL).replace(tzinfo=None)
        book.set_properties({"title": about[0], "author": "", "created": stamp})
        for page in pages(papers, lang):
            _write(book, page, about)
    return file.getvalue()


def as_csv(papers: Papers, lang: str) -> bytes:
    """Return the matching table as CSV that Excel opens with Korean right (UTF-8 with a mark)."""
    (part,) = matching(papers, lang)
    (grid,) = (block for block in part.blocks if isinstance(block, Grid))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(grid.headings)
    writer.writerows([_safe(cell) for cell in row] for row in grid.rows)
    return out.getvalue().encode("utf-8-sig")


def pages(papers: Papers, lang: str) -> tuple[Page, ...]:
    """Return the sheets of the workbook."""
    (part,) = matching(papers, lang)
    (grid,) = (block for block in part.blocks if isinstance(block, Grid))
    return (
        _overview(papers, lang),
        Page(t("papers.sheet_name.matching", lang), grid.headings, matching_rows(papers, lang), frozenset({0})),
        _stacked("rooms", by_room(papers, lang), lang, first_only=True),
        _stacked("tables", by_table(papers, lang), lang),
        _stacked("firms", by_firm(papers, lang), lang),
        _wishes(papers, lang),
    )


def _overview(papers: Papers, lang: str) -> Page:
    """Return the whole day as one table: a line a moment, a column a table or stage."""
    places = {table.id: n for n, table in enumerate(papers.day.programme.tables)}
    used = sorted({placed.place for placed in papers.placed}, key=lambda place: (places.get(place, -1), place))
    first = {place: next(placed for placed in papers.placed if placed.place == place) for place in used}
    spans = sorted({placed.span for placed in papers.placed})
    rounds = {meeting.span: papers.rounds[meeting.slot] for meeting in papers.meetings}
    cells: dict[tuple[object, str], list[str]] = {}
    for placed in papers.placed:
        names = [firm_name(papers, firm, lang) for firm in placed.firms]
        cells.setdefault((placed.span, placed.place), []).append(" ↔ ".join(names))
    rows = tuple(
        (
            str(rounds.get(span, "")),
            time_words(span, papers.day.programme, lang),
            *("\n".join(cells.get((span, place), ())) for place in used),
        )
        for span in spans
    )
    heads = (t("papers.column.round", lang), t("papers.column.time", lang))
    return Page(
        t("papers.sheet_name.overview", lang),
        (*heads, *(place_words(papers, first[place], lang) for place in used)),
        rows,
        frozenset({0}),
    )


def _stacked(name: str, parts: Sequence[Part], lang: str, *, first_only: bool = False) -> Page:
    """Return parts one below the other, each line led by its part's heading; ``first_only``: programmes alone."""
    grids = [(part.heading, block) for part in parts for block in part.blocks if isinstance(block, Grid)]
    if first_only:
        grids = [(head, grid) for head, grid in grids if len(grid.headings) == 3]  # noqa: PLR2004  time, what, who
    headings = grids[0][1].headings if grids else ()
    rows = tuple((head, *row) for head, grid in grids for row in grid.rows)
    return Page(t(f"papers.sheet_name.{name}", lang), (t(f"papers.lead.{name}", lang), *headings), rows)


def _wishes(papers: Papers, lang: str) -> Page:
    """Return what every firm asked for, in its order, and what became of it."""
    acts = {placed.act: placed for placed in papers.placed}
    kinds = {participant.id: participant.kind for participant in papers.day.participants}
    rows = []
    for firm in papers.day.participants:
        requests = papers.day.requests.get(firm.id)
        for wish in sorted(
            requests.wishes if requests else (), key=lambda other_wish: (other_wish.rank, other_wish.participant_id)
        ):
            ends = (firm.id, wish.participant_id)
            company, investor = ends if kinds.get(firm.id) is ParticipantKind.SUPPLIER else ends[::-1]
            if kinds.get(investor) not in INVESTORS:
                continue
            placed = acts.get(Act(company, investor))
            met = "no" if placed is None else "off" if papers.state_of(placed) in NOT_HELD else "yes"
            rows.append(
                (
                    name_of(firm, lang),
                    kind_words(firm, lang),
                    str(wish.rank),
                    firm_name(papers, wish.participant_id, lang),
                    t(f"papers.wish.{met}", lang),
                    "" if placed is None else time_words(placed.span, papers.day.programme, lang),
                    "" if placed is None else place_words(papers, placed, lang),
                )
            )
    heads = tuple(
        t(f"papers.column.{column}", lang) for column in ("firm", "kind", "rank", "wished", "met", "time", "where")
    )
    return Page(t("papers.sheet_name.wishes", lang), heads, tuple(rows), frozenset({2}))


def _write(book: xlsxwriter.Workbook, page: Page, about: tuple[str, ...]) -> None:
    """Add a sheet: what it is, headings that stay in sight, rows, a print area that fits the paper's width."""
    sheet = book.add_worksheet(page.name[:31])
    title = book.add_format({"bold": True, "font_size": 14})
    quiet = book.add_format({"font_color": "#5B6478"})
    head = book.add_format({"bold": True, "bg_color": "#E8ECF4", "border": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    number = book.add_format({"border": 1, "valign": "top", "num_format": "0"})
    sheet.write_string(0, 0, f"{about[0]} · {page.name}", title)
    sheet.write_string(1, 0, " · ".join(about[1:]), quiet)
    top, last = 3, max(len(page.headings) - 1, 0)
    for place, heading in enumerate(page.headings):
        sheet.set_column(place, place, _width([heading, *(row[place] for row in page.rows)]))
        sheet.write_string(top, place, heading, head)
    for at, row in enumerate(page.rows, start=top + 1):
        for place, text in enumerate(row):
            _cell(sheet, at, place, text, number if place in page.numbers else cell, is_number=place in page.numbers)
    bottom = top + len(page.rows)
    sheet.freeze_panes(top + 1, min(2, last))
    if page.rows:
        sheet.autofilter(top, 0, bottom, last)
    sheet.print_area(0, 0, max(bottom, top), last)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(_A3 if len(page.headings) > 10 else _A4)  # noqa: PLR2004  columns that A4 still shows
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&F&R&P / &N")


def _cell(
    sheet: xlsxwriter.worksheet.Worksheet, at: int, place: int, text: str, form: Format, *, is_number: bool
) -> None:
    if is_number and text.isdigit():
        sheet.write_number(at, place, int(text), form)
    elif text:
        sheet.write_string(at, place, text, form)
    else:
        sheet.write_blank(at, place, None, form)


def _width(texts: Sequence[str]) -> int:
    """Return a column's width in characters; a Hangul syllable is as wide as two."""
    lines = (line for text in texts for line in text.split("\n"))
    longest = max(
        (sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in line) for line in lines), default=0
    )
    return min(_WIDEST, max(_NARROWEST, longest + 2))


def _safe(text: str) -> str:
    """Return a cell's text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
