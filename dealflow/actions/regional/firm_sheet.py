"""Supported firms by Excel: a sheet tried first, then listed as one batch, and taken back as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.spreadsheet_cells import sheets_of
from dealflow.actions.regional.firms import id_of, keep_firms
from dealflow.actions.regional.programmes import own_programme
from dealflow.decks.spreadsheets import Sheet
from dealflow.domain.people.access import Act, require
from dealflow.domain.regional.firm_rows import FirmBooks, FirmColumn, FirmRow, FirmRowKind, TypedFirm, read_rows
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.typed_text import plain
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import companies
from dealflow.store.ledger.queries import regional as queries

MOST_ROWS: Final = 5_000
_LOOK_IN: Final = 25
_HEADINGS: Final[Mapping[FirmColumn, tuple[str, ...]]] = {
    FirmColumn.REGION: ("지역", "시도", "광역", "지자체", "소재지", "region", "province"),
    FirmColumn.YEAR: ("연도", "년도", "지원연도", "지원년도", "사업연도", "선정연도", "year", "supportedyear"),
    FirmColumn.NAME: (
        "기업명",
        "회사명",
        "업체명",
        "지원기업",
        "도입기업",
        "수요기업",
        "상호",
        "company",
        "firm",
        "name",
    ),
    FirmColumn.NAME_EN: ("영문명", "영문기업명", "englishname", "nameenglish"),
    FirmColumn.SECTOR: ("업종", "분야", "산업", "sector", "industry"),
    FirmColumn.GRANT: ("지원금", "지원금액", "지원액", "보조금", "국비지원액", "grant", "grantwon", "support"),
    FirmColumn.ADOPTED: ("도입내용", "도입솔루션", "도입기술", "도입과제", "과제명", "솔루션", "adopted", "solution"),
    FirmColumn.ADOPTED_ON: ("도입일", "도입일자", "구축완료일", "준공일", "완료일", "adoptedon", "installedon"),
}
"""What columns may be called, in plain signs, without what stands in brackets."""
_REQUIRED: Final = (FirmColumn.REGION, FirmColumn.YEAR, FirmColumn.NAME)
_UNITS: Final = (("백만", 10**6), ("천만", 10**7), ("억", 10**8), ("만", 10**4), ("천", 10**3))
_SUMS: Final = frozenset({"합계", "소계", "총계", "계", "total", "sum"})


def preview(looking: Looking, programme_id: str, file_name: str, data: bytes) -> tuple[FirmRow, ...]:
    """Return what each line of a sheet would do; nothing is written.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such programme.
        InvalidInputError: it is no table, too large, or its headings name no region, year and firm.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        own_programme(looking.within(session), programme_id)
    typed = _typed(file_name, data)
    with looking.ws.ledger.read() as session:
        return read_rows(typed, _books(looking.within(session), programme_id))


@transacted
def run(acting: Acting, programme_id: str, rows: Sequence[FirmRow]) -> int:
    """List the firms of a preview that are new or changed, in one go, and return how many.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such programme.
        InvalidInputError: nothing is new.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    own_programme(acting, programme_id)
    books = _books(acting, programme_id)  # as they stand now: a colleague may have listed some since
    now = read_rows([row.typed for row in rows if row.kind is not FirmRowKind.REFUSED], books)
    firms = [row.firm for row in now if row.firm is not None and row.kind in {FirmRowKind.NEW, FirmRowKind.CHANGED}]
    if not firms:
        raise InvalidInputError(field="file", problem="nothing_new", value="")
    keep_firms(acting, programme_id, firms)
    return len(firms)


@transacted
def take_back(acting: Acting, programme_id: str, rows: Sequence[FirmRow]) -> int:
    """Take a batch back where nobody changed its firms since: new ones off the list, changed ones as they were.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such programme.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    own_programme(acting, programme_id)
    standing = {firm.id: firm for firm, _ in queries.firms(acting.session, acting.ws.name, acting.viewer, programme_id)}
    before = []
    for row in rows:
        if row.firm is None or row.kind not in {FirmRowKind.NEW, FirmRowKind.CHANGED}:
            continue
        firm = row.firm if row.firm.id else replace(row.firm, id=id_of(row.firm))
        if standing.get(firm.id) == firm:
            before.append(row.before or replace(firm, is_withdrawn=True))
    if before:
        keep_firms(acting, programme_id, before)
    return len(before)


def counts_of(rows: Sequence[FirmRow]) -> Counter[FirmRowKind]:
    """Return how many lines are of each kind."""
    return Counter(row.kind for row in rows)


def _books(looking: Looking, programme_id: str) -> FirmBooks:
    own, _ = own_programme(looking, programme_id)
    known = queries.firms(looking.session, looking.ws.name, looking.viewer, programme_id)
    by_name: dict[str, list[str]] = {}
    for company in companies.listed(looking.session, looking.ws.name, looking.viewer):
        for name in {plain_name(company.name), plain_name(company.name_en)} - {""}:
            by_name.setdefault(name, []).append(company.id)
    return FirmBooks(own, [firm for firm, _ in known if not firm.is_withdrawn], by_name)


def _typed(file_name: str, data: bytes) -> tuple[TypedFirm, ...]:
    """Return the lines of the first sheet whose headings name region, year and firm."""
    for sheet in sheets_of(file_name, data):
        for top in range(min(_LOOK_IN, len(sheet.lines))):
            columns = _columns(sheet.lines[top])
            if all(column in columns for column in _REQUIRED):
                return _lines(file_name, sheet, top, columns)
    raise InvalidInputError(field="file", problem="no_firm_columns", value=file_name)


def _columns(headings: Sequence[str]) -> dict[FirmColumn, int]:
    words = {word: column for column, names in _HEADINGS.items() for word in names}
    places: dict[FirmColumn, int] = {}
    for place, heading in enumerate(headings):
        column = words.get(plain(heading.partition("(")[0]))
        if column is not None:
            places.setdefault(column, place)
    return places


def _lines(file_name: str, sheet: Sheet, top: int, columns: Mapping[FirmColumn, int]) -> tuple[TypedFirm, ...]:
    if len(sheet.lines) - top > MOST_ROWS:
        raise InvalidInputError(field="file", problem="too_large", value=file_name)
    unit = _unit(sheet.lines[top][columns[FirmColumn.GRANT]]) if FirmColumn.GRANT in columns else 1
    typed = []
    for number, line in enumerate(sheet.lines[top + 1 :], start=top + 2):
        cells = dict(zip_longest(range(max(columns.values()) + 1), line, fillvalue=""))
        texts = {column: str(cells.get(place, "")).lstrip("'") for column, place in columns.items()}
        is_sum = any(plain(text) in _SUMS for text in texts.values())
        if any(text.strip() for text in texts.values()) and not is_sum:
            typed.append(TypedFirm(number, texts, unit))
    return tuple(typed)


def _unit(heading: str) -> int:
    aside = plain(heading.partition("(")[2])
    return next((unit for word, unit in _UNITS if word in aside), 1)
