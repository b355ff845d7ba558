"""What eligibility asks of many companies, out as a sheet and back in: tried first, then noted as one batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.spreadsheet_cells import sheets_of
from dealflow.actions.tips import eligibility_facts
from dealflow.decks.spreadsheets import Sheet
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.sheets.fact_rows import FactBooks, FactColumn, FactRow, FactRowKind, TypedFact, read_rows
from dealflow.domain.tips.eligibility_facts import FactLine, KeptFact
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.typed_text import plain
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import companies, pipeline, tips

MOST_ROWS: Final = 20_000
_LOOK_IN: Final = 12
_HEADINGS: Final[Mapping[FactColumn, tuple[str, ...]]] = {
    FactColumn.COMPANY: ("기업", "기업명", "회사명", "company"),
    FactColumn.NUMBER: ("사업자등록번호", "사업자번호", "businessregistrationno", "businessnumber"),
    FactColumn.FACT: ("항목", "사실", "fact", "item"),
    FactColumn.VALUE: ("값", "내용", "value"),
    FactColumn.AS_OF: ("기준일", "발급일", "statedon", "asof"),
    FactColumn.VALID_TO: ("유효기간", "만료일", "유효기간만료일", "validuntil", "validto"),
    FactColumn.PROOF: ("증빙", "근거", "proof", "evidence"),
}
"""What columns may be called, in plain signs."""
_REQUIRED: Final = (FactColumn.FACT, FactColumn.VALUE)


@dataclass(frozen=True, slots=True)
class FactRecord:
    """One line of the sheet that goes out: a fact of a company as it is noted now, or a blank to fill in."""

    company: Company
    line: FactLine
    fact: tips.CompanyFact | None


def records(looking: Looking) -> tuple[FactRecord, ...]:
    """Return a line each fact of every company that the viewer's house follows, in the catalogue's order."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        followed = {
            engagement.company_id
            for engagement in pipeline.engagements(session, looking.ws.name, looking.viewer)
            if engagement.status is Status.ACTIVE
        }
        known = [
            company for company in companies.listed(session, looking.ws.name, looking.viewer) if company.id in followed
        ]
        noted = {
            company.id: {
                fact.fact: fact for fact in tips.company_facts(session, looking.ws.name, looking.viewer, company.id)
            }
            for company in known
        }
    return tuple(
        FactRecord(company, line, noted[company.id].get(line.id))
        for company in known
        for line in eligibility_facts.lines()
    )


def preview(looking: Looking, file_name: str, data: bytes) -> tuple[FactRow, ...]:
    """Return what each line of a sheet would do; nothing is written.

    Raises:
        NotAllowedError: the viewer's role may not.
        InvalidInputError: it is no table, too large, or its headings name neither facts nor values.
    """
    require(looking.viewer, Act.EDIT_PIPELINE)
    typed = _typed(file_name, data)
    with looking.ws.ledger.read() as session:
        return read_rows(typed, _books(looking.within(session), typed))


@transacted
def run(acting: Acting, rows: Sequence[FactRow]) -> int:
    """Note what the lines of a preview say that is new or changed, in one go, and return how many.

    Raises:
        InvalidInputError: nothing is new.
        NotAllowedError, NotFoundError: as ``eligibility_facts.keep``.
    """
    to_note = [row for row in rows if row.kind in {FactRowKind.NEW, FactRowKind.CHANGED} and row.fact is not None]
    if not to_note:
        raise InvalidInputError(field="file", problem="nothing_new", value="")
    for row in to_note:
        if row.fact is not None:
            eligibility_facts.keep(acting, row.company_id, row.fact, proof=row.proof)
    return len(to_note)


@transacted
def take_back(acting: Acting, rows: Sequence[FactRow]) -> int:
    """Put back what was noted before a batch, where nobody noted anything else since; return how many.

    Raises:
        NotAllowedError, NotFoundError: as ``eligibility_facts.keep``.
    """
    count = 0
    for row in rows:
        if row.fact is None or row.kind not in {FactRowKind.NEW, FactRowKind.CHANGED}:
            continue
        noted = {
            fact.fact: KeptFact(fact.fact, fact.value, fact.as_of, fact.valid_to)
            for fact in tips.company_facts(acting.session, acting.ws.name, acting.viewer, row.company_id)
        }
        if noted.get(row.fact.fact) == row.fact:
            before = row.before or KeptFact(row.fact.fact, "")
            eligibility_facts.keep(acting, row.company_id, before, proof=row.proof_before)
            count += 1
    return count


def counts_of(rows: Sequence[FactRow]) -> Counter[FactRowKind]:
    """Return how many lines are of each kind."""
    return Counter(row.kind for row in rows)


def _typed(file_name: str, data: bytes) -> tuple[TypedFact, ...]:
    """Return the lines of the first sheet whose headings name a fact and a value."""
    for sheet in sheets_of(file_name, data):
        for top in range(min(_LOOK_IN, len(sheet.lines))):
            columns = _columns(sheet.lines[top])
            if all(column in columns for column in _REQUIRED):
                return _lines(file_name, sheet, top, columns)
    raise InvalidInputError(field="file", problem="no_fact_columns", value=file_name)


def _columns(headings: Sequence[str]) -> dict[FactColumn, int]:
    words = {word: column for column, names in _HEADINGS.items() for word in names}
    places: dict[FactColumn, int] = {}
    for place, heading in enumerate(headings):
        column = words.get(plain(heading))
        if column is not None:
            places.setdefault(column, place)
    return places


def _lines(file_name: str, sheet: Sheet, top: int, columns: Mapping[FactColumn, int]) -> tuple[TypedFact, ...]:
    if len(sheet.lines) - top > MOST_ROWS:
        raise InvalidInputError(field="file", problem="too_large", value=file_name)
    typed = []
    for number, line in enumerate(sheet.lines[top + 1 :], start=top + 2):
        cells = dict(zip_longest(range(max(columns.values()) + 1), line, fillvalue=""))
        texts = {column: str(cells.get(place, "")).lstrip("'") for column, place in columns.items()}
        if any(text.strip() for text in texts.values()):
            typed.append(TypedFact(number, texts))
    return tuple(typed)


def _books(looking: Looking, typed: Sequence[TypedFact]) -> FactBooks:
    known = companies.listed(looking.session, looking.ws.name, looking.viewer)
    by_name: dict[str, list[str]] = {}
    for company in known:
        for name in {plain_name(company.name), plain_name(company.name_en)} - {""}:
            by_name.setdefault(name, []).append(company.id)
    numbers = {"".join(filter(str.isdigit, company.biz_reg_no or "")): company.id for company in known}
    lines = eligibility_facts.lines()
    by_word = {line.id: line for line in lines}
    by_word |= {plain(name): line for line in lines for name in (line.name_ko, line.name_en)}
    names = {plain_name(row.text(FactColumn.COMPANY)) for row in typed}
    digits = {"".join(filter(str.isdigit, row.text(FactColumn.NUMBER))) for row in typed}
    meant = {company_id for name in names for company_id in by_name.get(name, ())}
    meant |= {numbers[number] for number in digits if number in numbers}
    return FactBooks(by_name, {n: i for n, i in numbers.items() if n}, by_word, _noted(looking, meant))


def _noted(looking: Looking, company_ids: set[str]) -> dict[tuple[str, str], tuple[KeptFact, str]]:
    return {
        (company_id, fact.fact): (KeptFact(fact.fact, fact.value, fact.as_of, fact.valid_to), fact.proof)
        for company_id in sorted(company_ids)
        for fact in tips.company_facts(looking.session, looking.ws.name, looking.viewer, company_id)
    }
