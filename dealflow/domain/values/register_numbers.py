"""Register numbers: how they are written, their check digits, and the number of a person, which is never kept.

A 법인등록번호 looks like a 주민등록번호 (both six digits, a hyphen, seven digits). What could be a person's is refused,
label or not, unless it can only be a company's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from dealflow.domain.values.typed_text import bare
from dealflow.errors import InvalidInputError

_BIZ_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_BIZ = re.compile(r"(?<![\d-])(\d{3})\s?[-–]?\s?(\d{2})\s?[-–]?\s?(\d{5})(?![\d-])")
_CORP = re.compile(r"(?<![\d-])(\d{6})\s?[-–]?\s?(\d{7})(?![\d-])")
_PERSON = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})\s?[-–]?\s?([1-8])(?:\d{6}|[*xX●○]{6}|\d[*xX●○]{5})(?![\d*])")
_TYPED_PERSON = re.compile(rf"(?<![0-9A-Za-z]){_PERSON.pattern}(?![A-Za-z])")
_LEGAL_FORMS = frozenset({11, 12, 13, 14})
"""The two digits of a 법인등록번호 that tell a company's form (11: 주식회사), where a person's has a day of birth."""
_FIRST_BORN, _YOUNGEST = 1915, 2007
"""Whoever was born later is a child: such a number is taken for a company's, if form and check digit are one's."""


def biz_reg_no(text: str) -> tuple[int, int, str] | None:
    """Return where a 사업자등록번호 stands in ``text``, and itself as 000-00-00000; None where none does."""
    match = _BIZ.search(text)
    return (match.start(), match.end(), "-".join(match.groups())) if match else None


def corp_reg_no(text: str) -> tuple[int, int, str] | None:
    """Return where a 법인등록번호 (13 digits) stands in ``text``, and itself; None where none does.

    One that could be a person's resident number is nothing, whatever the label says.
    """
    match = _CORP.search(text)
    if match is None or may_name_a_person(match.group()):
        return None
    return match.start(), match.end(), "-".join(match.groups())


def biz_reg_no_valid(number: str) -> bool:
    """Say whether a 사업자등록번호 has ten digits and its check digit holds (weights 1,3,7,1,3,7,1,3,5 + ⌊5·d9/10⌋)."""
    digits = [int(letter) for letter in number if letter.isascii() and letter.isdigit()]
    if len(digits) != len(_BIZ_WEIGHTS) + 1 or any(letter.isalpha() for letter in number):
        return False
    total = sum(weight * digit for weight, digit in zip(_BIZ_WEIGHTS, digits, strict=False)) + 5 * digits[8] // 10
    return (10 - total % 10) % 10 == digits[9]


def digits_of(number: str) -> str:
    """Return a register number as it is compared: its digits."""
    return "".join(sign for sign in bare(number) if sign.isascii() and sign.isdecimal())


def typed_biz_reg_no(text: str, field: str) -> str:
    """Return a typed 사업자등록번호 as 000-00-00000.

    Raises:
        InvalidInputError: it has not ten digits, or its check digit, which catches slips of typing, does not hold.
    """
    number = digits_of(text)
    if len(number) != len(_BIZ_WEIGHTS) + 1:
        raise InvalidInputError(field=field, problem="no_ten_digits", value=text)
    if not biz_reg_no_valid(number):
        raise InvalidInputError(field=field, problem="check_digit", value=text)
    return f"{number[:3]}-{number[3:5]}-{number[5:]}"


def may_name_a_person(text: str) -> bool:
    """Say whether a number in ``text`` could be a 주민등록번호: a day of birth, then 1 to 8 and six more digits.

    Numbers of companies whose register office and form read as a day (110111: 11 January 2011) stay companies' where
    that person were a child or over a hundred, and form and check digit are a company's. Numbers given since 2025
    have no check digit and are refused then: rather a number too few.
    """
    return any(_is_persons(match) for match in _PERSON.finditer(text))


def fields_naming_a_person(record: object, name: str = "") -> Iterator[str]:
    """Yield the fields of a record, at any depth, whose text holds what could be a 주민등록번호.

    Unlike in a deck's digits, in typed text such a number stands by itself or among other words: digits inside a
    longer code (a digest) are none. Amounts are no texts.
    """
    if isinstance(record, str):
        if any(_is_persons(match) for match in _TYPED_PERSON.finditer(record)):
            yield name
    elif is_dataclass(record):
        for part in fields(record):
            yield from fields_naming_a_person(getattr(record, part.name), part.name)
    elif isinstance(record, Mapping):
        for key, value in record.items():
            yield from fields_naming_a_person(value, str(key))
    elif isinstance(record, list | tuple | set | frozenset):
        for value in record:
            yield from fields_naming_a_person(value, name)


def without_resident_numbers(text: str) -> str:
    """Return a text in which what could be a 주민등록번호 is made unreadable: for letters, which cannot be refused."""
    return _TYPED_PERSON.sub(lambda match: "●" * 6 + "-" + "●" * 7 if _is_persons(match) else match.group(), text)


def require_no_resident_number(record: object) -> None:
    """Refuse a record of which a text holds what could be a 주민등록번호: the law forbids to keep it (PIPA 24-2).

    Raises:
        InvalidInputError: ``resident_number``, with the field.
    """
    field = next(fields_naming_a_person(record), None)
    if field is not None:
        raise InvalidInputError(field=field, problem="resident_number")


def _is_persons(match: re.Match[str]) -> bool:
    year, month, day, kind = (int(group) for group in match.groups())
    born = (1900 if kind in {1, 2, 5, 6} else 2000) + year
    try:
        date(born, month, day)
    except ValueError:
        return False
    if _FIRST_BORN < born <= _YOUNGEST:
        return True
    digits = [int(letter) for letter in match.group() if letter.isascii() and letter.isdigit()]
    return day not in _LEGAL_FORMS or not _corp_check_holds(digits)


def _corp_check_holds(digits: list[int]) -> bool:
    """Say whether the last of 13 digits is what the others give (weights 1,2,1,2, … modulo ten)."""
    if len(digits) != 13:  # noqa: PLR2004 - a 법인등록번호 has thirteen digits
        return False
    total = sum(digit * (1 + place % 2) for place, digit in enumerate(digits[:-1]))
    return (10 - total % 10) % 10 == digits[-1]
