"""Facts of many companies on one sheet: a line each fact of a company, read back with what is wrong in its own line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dealflow.domain.tips.eligibility_facts import FactKind, FactLine, KeptFact, canonical
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.typed_days import day_of
from dealflow.domain.values.typed_money import money_of
from dealflow.domain.values.typed_text import plain
from dealflow.errors import InvalidInputError


class FactColumn(StrEnum):
    """What a column of the sheet holds."""

    COMPANY = "company"
    NUMBER = "number"
    FACT = "fact"
    VALUE = "value"
    AS_OF = "as_of"
    VALID_TO = "valid_to"
    PROOF = "proof"


class FactRowKind(StrEnum):
    """What a line of the sheet would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    """It names a fact and says nothing of it: left as it is."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TypedFact:
    """A line as it stands on the sheet: its number from 1, and its cells by column."""

    number: int
    cells: Mapping[FactColumn, str]

    def text(self, column: FactColumn) -> str:
        """Return what stands in a column."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line with what it would do. ``before``: what is noted now; ``problem``: why it is refused."""

    typed: TypedFact
    kind: FactRowKind
    company_id: str = ""
    fact: KeptFact | None = None
    proof: str = ""
    before: KeptFact | None = None
    proof_before: str = ""
    problem: InvalidInputError | None = None


@dataclass(frozen=True, slots=True)
class FactBooks:
    """What the lines are read against: companies by their plain names and numbers, facts by name, what is noted."""

    by_name: Mapping[str, Sequence[str]]
    by_number: Mapping[str, str]
    lines: Mapping[str, FactLine]
    """By id and by the plain Korean and English names."""
    noted: Mapping[tuple[str, str], tuple[KeptFact, str]]
    """What is noted now of a company, with its proof, by company and fact."""


_YES: Final = frozenset({"true", "예", "네", "y", "yes", "o", "○", "해당", "있음", "1"})
_NO: Final = frozenset({"false", "아니요", "아니오", "n", "no", "x", "×", "해당없음", "없음", "미해당", "0"})


def read_row(typed: TypedFact, books: FactBooks) -> FactRow:
    """Return what a line would do; what is wrong with it is a value, so that the other lines go on."""
    try:
        company_id, line = _company(typed, books), _line(typed, books)
        fact = _fact(typed, line)
    except InvalidInputError as error:
        return FactRow(typed, FactRowKind.REFUSED, problem=error)
    before, proof_before = books.noted.get((company_id, line.id), (None, ""))
    proof = typed.text(FactColumn.PROOF)
    if not fact.value:
        return FactRow(typed, FactRowKind.EMPTY, company_id, fact, proof, before)
    if before is None:
        return FactRow(typed, FactRowKind.NEW, company_id, fact, proof)
    kind = FactRowKind.SAME if (before, proof_before) == (fact, proof) else FactRowKind.CHANGED
    return FactRow(typed, kind, company_id, fact, proof, before, proof_before)


def read_rows(typed_facts: Sequence[TypedFact], books: FactBooks) -> tuple[FactRow, ...]:
    """Return what each line would do; a fact that stands twice for a company is refused at its second line."""
    rows: list[FactRow] = []
    lines_by_fact: dict[tuple[str, str], int] = {}
    for typed in typed_facts:
        row = read_row(typed, books)
        if row.fact is not None and row.kind is not FactRowKind.EMPTY:
            key = (row.company_id, row.fact.fact)
            first = lines_by_fact.setdefault(key, typed.number)
            if first != typed.number:
                problem = InvalidInputError(field="fact", problem="repeated", value=first)
                row = FactRow(typed, FactRowKind.REFUSED, problem=problem)
        rows.append(row)
    return tuple(rows)


def _company(typed: TypedFact, books: FactBooks) -> str:
    number = "".join(sign for sign in typed.text(FactColumn.NUMBER) if sign.isdigit())
    if number and number in books.by_number:
        return books.by_number[number]
    name = typed.text(FactColumn.COMPANY)
    if not name:
        raise InvalidInputError(field="company", problem="missing")
    ids = books.by_name.get(plain_name(name), ())
    if not ids:
        raise InvalidInputError(field="company", problem="unknown", value=name)
    if len(ids) > 1:
        raise InvalidInputError(field="company", problem="ambiguous", value=name)
    return ids[0]


def _line(typed: TypedFact, books: FactBooks) -> FactLine:
    name = typed.text(FactColumn.FACT)
    if not name:
        raise InvalidInputError(field="fact", problem="missing")
    line = books.lines.get(name) or books.lines.get(plain(name))
    if line is None:
        raise InvalidInputError(field="fact", problem="unknown", value=name)
    return line


def _fact(typed: TypedFact, line: FactLine) -> KeptFact:
    as_of, valid_to = _day(typed, FactColumn.AS_OF), _day(typed, FactColumn.VALID_TO)
    if as_of is not None and valid_to is not None and valid_to < as_of:
        raise InvalidInputError(field="valid_to", problem="before_start", value=valid_to.isoformat())
    text = _value(typed.text(FactColumn.VALUE), line)
    value = canonical(line, text, valid_to=valid_to)
    return KeptFact(line.id, value, as_of if value else None, valid_to if value else None)


def _value(text: str, line: FactLine) -> str:
    """Return what stands in the cell as the fact's kind is typed: yes and no, amounts with scales, days."""
    if line.kind is FactKind.FLAG:
        word = plain(text) or text.strip()
        return "true" if word in _YES else "false" if word in _NO else text
    if line.kind is FactKind.MONEY and text:
        amount = money_of(text, line.id) if text.strip() != "0" else None
        return text if amount is None or amount.value is None else str(int(amount.value))
    if line.kind is FactKind.DATE and text:
        day = day_of(text, line.id)
        return "" if day is None else day.isoformat()
    return text


def _day(typed: TypedFact, column: FactColumn) -> date | None:
    return day_of(typed.text(column).partition(" ")[0], column.value)
