"""A sheet of moves (XLSX or CSV): read, previewed row by row, and applied with one act.

Columns by their headings, Korean or English: company, track, round, investor, stage, status, reason, note. Company and
stage are required (or a status). Names match whatever the catalogue or the books call the thing, in either language,
or its id; companies match by registration number, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Final

from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.spreadsheet_cells import plain, sheets_of
from dealflow.actions.platform.workspace import Workspace
from dealflow.decks.spreadsheets import Sheet
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.funnel import (
    NEEDS_REASON,
    Status,
    Track,
    goes_back,
    require_legal_move,
    require_legal_status,
)
from dealflow.domain.values.company_names import plain_name
from dealflow.errors import DealflowError, GateClosedError, InvalidInputError

MOST_ROWS: Final = 5_000
_HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "company": frozenset({"기업", "기업명", "회사", "회사명", "company", "사업자등록번호"}),
    "track": frozenset({"트랙", "track"}),
    "round": frozenset({"라운드", "투자라운드", "round"}),
    "investor": frozenset({"투자기관", "투자사", "investor"}),
    "stage": frozenset({"단계", "옮길단계", "stage", "to"}),
    "status": frozenset({"상태", "status"}),
    "reason": frozenset({"사유", "reason"}),
    "note": frozenset({"메모", "비고", "note"}),
}
_STATUSES: Final[Mapping[Status, frozenset[str]]] = {
    Status.ACTIVE: frozenset({"진행", "진행중", "active"}),
    Status.ON_HOLD: frozenset({"보류", "onhold", "hold"}),
    Status.PASSED: frozenset(
        {
            "투자하지않음",
            "투자안함",
            "드롭",
            "검토중단",
            "드롭(검토중단)",
            "평가탈락",
            "협약포기",
            "declined",
            "passed",
            "pass",
        }
    ),
    Status.WITHDRAWN: frozenset({"기업철회", "철회", "withdrawn"}),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the sheet as it was written; ``number`` is its line there, ``faults`` what is unreadable, by field."""

    number: int
    values: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would do; ``error``: why it cannot. Rows without an engagement could not be understood."""

    row: SheetRow
    engagement: EngagementRow | None
    to_stage: str | None = None
    to_status: Status | None = None
    reason: str | None = None
    error: DealflowError | None = None

    @property
    def goes(self) -> bool:
        """Say whether the row can be applied as things stand."""
        return self.error is None


def read_sheet(name: str, data: bytes) -> tuple[SheetRow, ...]:
    """Return the rows of a sheet that are not empty.

    Raises:
        InvalidInputError: it is too large, no XLSX or CSV, or lacks the columns.
    """
    sheet = sheets_of(name, data)[0]
    lines = [(number, line) for number, line in enumerate(sheet.lines, 1) if any(cell.strip() for cell in line)]
    if not lines:
        raise InvalidInputError(field="file", problem="empty", value=name)
    if len(lines) > MOST_ROWS + 1:
        raise InvalidInputError(field="file", problem="too_large", value=name)
    columns = [_heading(cell) for cell in lines[0][1]]
    if "company" not in columns or not {"stage", "status"} & set(columns):
        raise InvalidInputError(field="file", problem="no_columns", value=name)
    return tuple(_row(sheet, number, line, columns) for number, line in lines[1:])


def _row(sheet: Sheet, number: int, line: Sequence[str], columns: Sequence[str]) -> SheetRow:
    """Return a line as a row; what cannot be read of it, and where two columns of one heading differ, is remembered."""
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for place, (name, cell) in enumerate(zip_longest(columns, line[: len(columns)], fillvalue="")):
        text = cell.strip()
        if name and values.setdefault(name, text) != text:
            faults[name] = "differing"
        if name and (fault := sheet.faults.get((number - 1, place))):
            faults[name] = fault
    return SheetRow(number, values, faults)


def preview(looking: Looking, rows: Sequence[SheetRow], *, on: date) -> tuple[Planned, ...]:
    """Return what each row would do as the viewer's books stand, with what is wrong with it; nothing is written.

    Raises:
        NotAllowedError: the viewer's role may not move anything.
    """
    require(looking.viewer, Act.EDIT_PIPELINE)
    books = engagements.engagements(looking, on=on)
    seen: set[str] = set()
    planned = []
    for row in rows:
        other_planned = _planned(looking.ws, books, row)
        if other_planned.engagement is not None:
            again = other_planned.engagement.engagement.id in seen
            seen.add(other_planned.engagement.engagement.id)
            repeated = InvalidInputError(field="engagement", problem="repeated", value=row.number)
            other_planned = Planned(row, other_planned.engagement, error=repeated) if again else other_planned
        planned.append(other_planned)
    return tuple(planned)


def apply(acting: Acting, planned: Sequence[Planned]) -> tuple[Planned, ...]:
    """Do what the preview says, row by row; what cannot go comes back with the error, and stays as it is."""
    require(acting.viewer, Act.EDIT_PIPELINE)
    return tuple(_apply(acting, other_planned) if other_planned.goes else other_planned for other_planned in planned)


def _apply(acting: Acting, planned: Planned) -> Planned:
    """Return a row after it was done, or with why it was not."""
    if planned.engagement is None:
        return planned
    now, note = planned.engagement.engagement, planned.row.values.get("note", "")
    try:
        if planned.to_status is not None:
            engagements.set_status(
                acting, now.id, planned.to_status, seen=now.version, reason=planned.reason, note=note
            )
        elif planned.to_stage is not None:
            engagements.move(acting, now.id, planned.to_stage, seen=now.version, note=note)
    except DealflowError as error:
        return Planned(planned.row, planned.engagement, planned.to_stage, planned.to_status, planned.reason, error)
    return planned


def _planned(ws: Workspace, books: Sequence[EngagementRow], row: SheetRow) -> Planned:
    """Return what one row would do."""
    engagement_row: EngagementRow | None = None
    try:
        for name, fault in row.faults.items():
            raise InvalidInputError(field="round_label" if name == "round" else name, problem=fault)
        engagement_row = _engagement(ws, books, row.values)
        track = ws.track(engagement_row.engagement.track)
        if row.values.get("status"):
            status, reason = _status(row.values["status"]), _reason(ws, row.values.get("reason", ""))
            require_legal_status(engagement_row.engagement, status, reason)
            return Planned(row, engagement_row, to_status=status, reason=reason if status in NEEDS_REASON else None)
        stage = _stage(track, row.values.get("stage", ""))
        require_legal_move(engagement_row.engagement, track, stage)
        _require_no_hurdle(engagement_row, track, stage)
        if goes_back(track, engagement_row.engagement.stage, stage) and not row.values.get("note", ""):
            raise InvalidInputError(field="note", problem="back_needs_reason")
        return Planned(row, engagement_row, to_stage=stage)
    except DealflowError as error:
        return Planned(row, engagement_row, error=error)


def _require_no_hurdle(row: EngagementRow, track: Track, stage: str) -> None:
    """Require that the row's hurdle does not stand before the stage."""
    hurdle = row.hurdle
    if hurdle is not None and track.position(hurdle.stage) <= track.position(stage):
        closed = tuple(missing.gate for missing in hurdle.missing)
        raise GateClosedError(engagement=row.engagement.id, to=stage, missing=closed)


def _engagement(ws: Workspace, books: Sequence[EngagementRow], values: Mapping[str, str]) -> EngagementRow:
    """Return the one engagement that a row speaks of.

    Raises:
        InvalidInputError: there is none, or several (``several``: name the track, round or investor).
    """
    company = values.get("company", "")
    if not company:
        raise InvalidInputError(field="company", problem="missing")
    rows = [book for book in books if _is_company(book, company)]
    if not rows:
        raise InvalidInputError(field="company", problem="unknown", value=company)
    tests: dict[str, Callable[[EngagementRow], Iterable[str]]] = {
        "track": lambda row: (row.engagement.track, *_names(ws.track(row.engagement.track))),
        "round": lambda row: (row.engagement.round_label,),
        "investor": lambda row: (row.engagement.investor_id, row.investor_ko, row.investor_en),
    }
    for name, texts in tests.items():
        text = values.get(name, "")
        rows = [row for row in rows if not text or plain(text) in {plain(text) for text in texts(row)}]
        if not rows:
            raise InvalidInputError(field="round_label" if name == "round" else name, problem="unknown", value=text)
    if len(rows) > 1:
        raise InvalidInputError(field="engagement", problem="several", value=company)
    return rows[0]


def _is_company(row: EngagementRow, text: str) -> bool:
    names = (row.company_name, row.company_name_en)
    marks = (row.engagement.company_id, row.biz_reg_no)
    return plain(text) in {plain(mark) for mark in marks if mark} or plain_name(text) in {
        plain_name(name) for name in names if name
    }


def _stage(track: Track, text: str) -> str:
    for stage in track.stages:
        if text and plain(text) in {plain(stage.id), plain(stage.name_ko), plain(stage.name_en)}:
            return stage.id
    raise InvalidInputError(field="stage", problem="unknown" if text else "missing", value=text)


def _status(text: str) -> Status:
    for status, names in _STATUSES.items():
        if plain(text) in {*names, plain(status.value)}:
            return status
    raise InvalidInputError(field="status", problem="unknown", value=text)


def _reason(ws: Workspace, text: str) -> str | None:
    if not text:
        return None
    for reason in ws.reasons:
        if plain(text) in {plain(reason.id), plain(reason.name_ko), plain(reason.name_en)}:
            return reason.id
    raise InvalidInputError(field="reason", problem="unknown", value=text)


def _names(track: Track) -> tuple[str, str]:
    return track.name_ko, track.name_en


def _heading(cell: str) -> str:
    heading = plain(cell)
    return next((name for name, texts in _HEADINGS.items() if heading in texts), "")
