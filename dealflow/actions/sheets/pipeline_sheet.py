"""A pipeline as it was brought: which sheet, where its headings stand, its rows; what each column is proposed for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final

from dealflow.actions.platform.spreadsheet_cells import sheets_of
from dealflow.actions.sheets.foreign_cells import DayOrder, SlashedDays, put_plainly, slashed_days
from dealflow.catalogue.sheet_headings import Program, sheet_headings
from dealflow.decks.spreadsheets import Sheet
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.sheets.fields import NOTHING, Field, SheetRow, stage_day
from dealflow.domain.values.regions import province_of
from dealflow.domain.values.register_numbers import biz_reg_no_valid
from dealflow.domain.values.rounds import rung_of
from dealflow.domain.values.typed_money import money_of
from dealflow.domain.values.typed_text import plain
from dealflow.errors import InvalidInputError

MOST_ROWS: Final = 5_000
_LOOK_IN: Final = 15
"""Lines from the top in which headings are looked for."""
_SAMPLES: Final = 60
_MOSTLY: Final = 0.7
"""The share of a column's cells that must be of a kind before it is proposed for that."""
_ASIDE: Final = re.compile(r"[(\[（［].*?[)\]）］]")
_QUOTED: Final = re.compile(r"'(?=[=+\-@\t\r])")
"""The sign that keeps programs from taking a text for a formula, as our own exports write it."""
_BARE_NUMBER: Final = re.compile(r"[\d,. ]+")
_AMOUNTS: Final = frozenset({Field.ASKED, Field.TICKET, Field.PRE_MONEY})
_SUMS: Final = frozenset({"합계", "소계", "총계", "계", "총합계", "total", "subtotal", "grandtotal", "sum"})
_PATH: Final = " > "
"""What parts a heading that leads through another record: Parent Record > Domains."""
_DAY_WORDS: Final = ("일", "일자", "날짜", "진입일", "시작일", "day", "date", "on")
_BEFORE_DAY: Final = ("date", "dateentered", "entered")
_LEAST_MARKS: Final = 2


@dataclass(frozen=True, slots=True)
class PipelineSheet:
    """A sheet of a file: its headings, and its rows as cells by place. ``titles`` names all sheets of the file."""

    file_name: str
    titles: tuple[str, ...]
    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    """Each row's number in the sheet, from 1, and its cells, as many as there are headings."""
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By the row's number and the column's place from 0."""
    hidden_rows: frozenset[int] = frozenset()
    """The numbers of rows that Excel does not show, as a filter's."""
    hidden_columns: frozenset[int] = frozenset()
    """The places from 0 of columns that Excel does not show."""

    @property
    def key(self) -> str:
        """Return what tells this set of headings from others."""
        return hashlib.sha256("\x1f".join(plain(heading) for heading in self.headings).encode()).hexdigest()[:20]

    def column(self, place: int) -> tuple[str, ...]:
        """Return the cells of a column that are not empty."""
        return tuple(cells[place] for _, cells in self.lines if cells[place])


def read(file_name: str, data: bytes, *, sheet: str = "") -> PipelineSheet:
    """Return a sheet of a file: the one of that title, or of those in sight the one with most known headings.

    Raises:
        InvalidInputError: it is too large, holds no table, or no row below its headings.
    """
    sheets = sheets_of(file_name, data)
    titles = tuple(sheet_of_file.title for sheet_of_file in sheets)
    chosen = [sheet_of_file for sheet_of_file in sheets if sheet_of_file.title == sheet] or list(sheets)
    best = max(chosen, key=_likelihood)
    return replace(_table(file_name, best), titles=titles)


def _likelihood(sheet: Sheet) -> tuple[bool, int]:
    known = _heading_line(_filled(sheet))[0]
    return known > 0 and not sheet.is_hidden, known


def _heading_line(lines: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return how many headings are known in the line that has most of them near the top, and its place."""
    known = sheet_headings()
    words = known.uses.keys() | {word for program in known.programs for word in program.marks}
    counts = [
        (len({plain(cell) for cell in line} & words) or bool(any(cell.strip() for cell in line)) * 0.5, -place)
        for place, line in enumerate(lines[:_LOOK_IN])
    ]
    best, place = max(counts, default=(0, 0))
    return int(best * 2), -place


def _table(file_name: str, sheet: Sheet) -> PipelineSheet:
    filled = _filled(sheet)
    top = _heading_line(filled)[1]
    headings = [cell.strip() for cell in filled[top]] if filled else []
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise InvalidInputError(field="file", problem="empty", value=file_name)
    lines: list[tuple[int, tuple[str, ...]]] = []
    for place in range(top + 1, len(filled)):
        cells = tuple(_clean(cell) for _, cell in zip_longest(headings, filled[place][: len(headings)], fillvalue=""))
        if any(cells) and not _is_sum(cells):
            lines.append((place + 1, cells))
    if not lines:
        raise InvalidInputError(field="file", problem="empty", value=file_name)
    if len(lines) > MOST_ROWS:
        raise InvalidInputError(field="file", problem="too_large", value=file_name)
    faults = {(down + 1, across): fault for (down, across), fault in sheet.faults.items()}
    hidden_rows = frozenset(down + 1 for down in sheet.hidden_lines) & {number for number, _ in lines}
    return PipelineSheet(
        file_name,
        (),
        sheet.title,
        tuple(headings),
        tuple(lines),
        faults,
        hidden_rows,
        frozenset(across for across in sheet.hidden_columns if across < len(headings)),
    )


def _clean(cell: str) -> str:
    return _QUOTED.sub("", cell.strip(), count=1) if cell.lstrip().startswith("'") else cell.strip()


def _filled(sheet: Sheet) -> list[list[str]]:
    """Return the lines with merged cells filled downwards: one stands for all its lines."""
    lines = [list(line) for line in sheet.lines]
    for top, left, bottom, _ in sheet.merged:
        if top >= len(lines) or left >= len(lines[top]):
            continue
        for down in range(top + 1, min(bottom, len(lines) - 1) + 1):
            lines[down] += [""] * (left + 1 - len(lines[down]))
            lines[down][left] = lines[down][left] or lines[top][left]
    return lines


def _is_sum(cells: Sequence[str]) -> bool:
    first = next((cell for cell in cells if cell), "")
    return plain(first).rstrip("0123456789건") in _SUMS


def program_of(sheet: PipelineSheet) -> Program | None:
    """Return the program whose export the sheet is by its headings, if any: the one with most of its marks."""
    headings = {plain(heading) for heading in sheet.headings}
    counts = [(len(program.marks & headings), program) for program in sheet_headings().programs]
    most, best = max(counts, key=lambda pair: pair[0])
    return best if most >= _LEAST_MARKS else None


def proposed(sheet: PipelineSheet, tracks: Sequence[Track], words: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return a use for each column, nothing where none is likely: by its heading, else by what stands in it.

    Each use is proposed once, but for two columns of one heading: which of them is meant only a person can say.
    """
    uses = [NOTHING] * len(sheet.headings)
    program = program_of(sheet)
    if program is not None:
        headings = [plain(heading) for heading in sheet.headings]
        for use, candidates in program.columns.items():
            at = next((headings.index(word) for word in candidates if word in headings), None)
            if at is not None and not uses[at]:
                uses[at] = use
    stage_days = _stage_days(tracks)
    for place, heading in enumerate(sheet.headings):
        text = plain(_ASIDE.sub("", heading).rpartition(_PATH)[2]) or plain(heading)
        use = sheet_headings().uses.get(text) or stage_days.get(text, NOTHING)
        same_heading = any(plain(other) == plain(heading) for other in sheet.headings[:place])
        if not uses[place] and use and (use not in uses or same_heading):
            uses[place] = use
    marks = program.marks if program is not None else frozenset()
    for place, heading in enumerate(sheet.headings):
        if not uses[place] and plain(heading) not in marks:
            uses[place] = _by_contents(sheet.column(place)[:_SAMPLES], words, uses)
    return tuple(uses)


def _stage_days(tracks: Sequence[Track]) -> dict[str, str]:
    """Return the use of each heading that names a stage and a day: 예비투심일, IR day, Date entered IR."""
    days: dict[str, str] = {}
    for track in tracks:
        for stage in track.stages:
            for name in {plain(stage.name_ko), plain(stage.name_en), plain(stage.id)}:
                for word in (*(name + after for after in _DAY_WORDS), *(before + name for before in _BEFORE_DAY)):
                    days.setdefault(word, stage_day(track.id, stage.id))
    return days


def _by_contents(cells: Sequence[str], words: Mapping[str, Mapping[str, str]], taken: Sequence[str]) -> str:
    """Return what most cells of a column are, nothing where no kind is likely."""
    if not cells:
        return NOTHING
    stages = {word for name, known in words.items() if name.startswith(f"{Field.STAGE}:") for word in known}
    tests: tuple[tuple[Field, Callable[[str], bool]], ...] = (
        (Field.BIZ_REG_NO, biz_reg_no_valid),
        (Field.STAGE, lambda cell: plain(cell) in stages),
        (Field.STATUS, lambda cell: plain(cell) in words.get(Field.STATUS, {})),
        (Field.ASSIGNEE, lambda cell: plain(cell) in words.get(Field.ASSIGNEE, {})),
        (Field.ROUND, lambda cell: len(plain(cell)) > 1 and rung_of(cell) is not None),
        (Field.REGION, lambda cell: bool(province_of(cell))),
    )
    for use, fits in tests:
        if use not in taken and sum(map(fits, cells)) >= _MOSTLY * len(cells):
            return use
    return NOTHING


def rows_of(
    sheet: PipelineSheet, uses: Sequence[str], order: DayOrder = DayOrder.UNKNOWN, *, hidden: bool = True
) -> tuple[SheetRow, ...]:
    """Return the rows by the uses of their columns; ``hidden``: also those that Excel does not show.

    Raises:
        InvalidInputError: two columns have one use, or none is the company's name.
    """
    used = [use for use in uses if use]
    twice = next((use for use in used if used.count(use) > 1), None)
    if twice is not None:
        raise InvalidInputError(field=twice, problem="repeated_column", value=twice)
    if Field.NAME not in used:
        raise InvalidInputError(field="file", problem="no_company_column", value=sheet.file_name)
    places = [(place, use) for place, use in enumerate(uses) if use]
    units = {place: _unit_of(sheet.headings[place]) if use in _AMOUNTS else "" for place, use in places}
    program = program_of(sheet)
    numbers_names = program is not None and program.numbers_names
    return tuple(
        SheetRow(
            number,
            {
                use: put_plainly(use, _with_unit(cells[place], units[place]), order, numbers_names=numbers_names)
                for place, use in places
                if cells[place]
            },
            cells,
            {use: fault for place, use in places if (fault := sheet.faults.get((number, place)))},
        )
        for number, cells in sheet.lines
        if hidden or number not in sheet.hidden_rows
    )


def days_of(sheet: PipelineSheet, uses: Sequence[str]) -> SlashedDays:
    """Return how the sheet writes days with slashes in the columns that hold days."""
    return slashed_days(uses, (cells for _, cells in sheet.lines))


def _unit_of(heading: str) -> str:
    """Return the unit that a heading names beside its words, as amounts are written with it: 투자금액(단위: 억원)."""
    for match in _ASIDE.finditer(heading):
        unit = str(match[0]).strip("()[]（）［］ ").replace("단위", "").strip(" :：")
        if unit and _is_money(f"1{unit}"):
            return unit
    return ""


def _is_money(text: str) -> bool:
    try:
        return money_of(text, "amount") is not None
    except InvalidInputError:
        return False


def _with_unit(cell: str, unit: str) -> str:
    return f"{cell}{unit}" if unit and _BARE_NUMBER.fullmatch(cell) else cell
