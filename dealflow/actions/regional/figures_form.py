"""A teller's figures as they were typed, field by field: what each means, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from dealflow.actions.platform.posted_form import RefusedFormError
from dealflow.domain.regional.reports import Asked, Figure, QuarterReport
from dealflow.domain.values.field_parsing import won_of
from dealflow.domain.values.typed_numbers import added_up, ungrouped
from dealflow.domain.values.typed_text import bare
from dealflow.errors import DealflowError, InvalidInputError

VALUE, BEFORE = "value-", "before-"
"""How the fields of a figure begin: its value of the quarter, and before the adoption."""
_UNITS = ("%", "명", "개", "ea", "people")


def read_figures(fields: Mapping[str, str], lines: Sequence[Asked]) -> tuple[Figure, ...]:
    """Return the figures of a form; a line that is left empty tells nothing.

    Raises:
        RefusedFormError: something in it cannot be read, or has one half of two.
    """
    figures, problems = [], dict[str, DealflowError]()
    for line in lines:
        try:
            value = _number(fields.get(f"{VALUE}{line.id}", ""), line)
        except InvalidInputError as error:
            problems[f"{VALUE}{line.id}"] = error
            continue
        try:
            before = _number(fields.get(f"{BEFORE}{line.id}", ""), line) if line.has_before else None
        except InvalidInputError as error:
            problems[f"{BEFORE}{line.id}"] = error
            continue
        if line.has_before and (value is None) is not (before is None):
            half = VALUE if value is None else BEFORE
            problems[f"{half}{line.id}"] = InvalidInputError(field=line.id, problem="missing")
        elif value is not None:
            figures.append(Figure(line.id, value, before))
    if problems:
        raise RefusedFormError(problems)
    return tuple(figures)


def typed_again(report: QuarterReport) -> dict[str, str]:
    """Return what a report says as the fields of its form."""
    fields = {"note": report.note}
    for figure in report.figures:
        fields[f"{VALUE}{figure.id}"] = f"{figure.value.normalize():,f}"
        if figure.before is not None:
            fields[f"{BEFORE}{figure.id}"] = f"{figure.before.normalize():,f}"
    return fields


def field_of(error: DealflowError, lines: Sequence[Asked]) -> str:
    """Return the form's field that a refusal is about: a figure's value, the file, or the note."""
    field = str(error.parameters.get("field", ""))
    return f"{VALUE}{field}" if field in {line.id for line in lines} else field


def _number(text: str, line: Asked) -> Decimal | None:
    if line.unit == "won":
        won = won_of(text, line.id)
        return None if won is None else Decimal(won)
    plain = bare(text)
    for unit in _UNITS:
        plain = plain.removesuffix(unit)
    if not plain or plain == "-":
        return None
    number = added_up(ungrouped(plain, line.id))
    if number is None:
        raise InvalidInputError(field=line.id, problem="no_number", value=text)
    if line.unit == "people" and number != number.to_integral_value():
        raise InvalidInputError(field=line.id, problem="not_whole", value=text)
    return number
