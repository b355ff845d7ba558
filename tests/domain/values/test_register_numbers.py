"""Register numbers of companies are read; what could be a person's number is refused, whatever stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.register_numbers import (
    biz_reg_no,
    corp_reg_no,
    fields_naming_a_person,
    may_name_a_person,
    require_no_resident_number,
)
from dealflow.errors import InvalidInputError


@dataclass(frozen=True)
class Holder:
    """A record of any shape."""

    id: str
    part: dict[str, object]


@pytest.mark.parametrize(
    "text", ["000-00-00001", "0000000001", "사업자등록번호: 000-00-00001 (본점)", "000–00–00001", "000 - 00 - 00001"]
)
def test_a_business_number_is_written_in_one_way(text: str) -> None:
    found = biz_reg_no(text)
    assert found is not None
    assert found[2] == "000-00-00001"


@pytest.mark.parametrize("text", ["000-0000-0001", "000-00-000001", "1000-00-00001", "00-00-00001", "", "000-00-0000"])
def test_a_telephone_number_is_no_business_number(text: str) -> None:
    assert biz_reg_no(text) is None


def test_a_corporate_number_is_read_where_it_names_no_person() -> None:
    assert corp_reg_no("법인등록번호 000000-0000001") == (7, 21, "000000-0000001")
    assert corp_reg_no("법인등록번호 134500-0000001") == (7, 21, "134500-0000001")


@pytest.mark.parametrize("text", ["법인등록번호 900101-1234567", "9001011234567", "900101-1******", "051231-4000000"])
def test_a_resident_number_is_never_read(text: str) -> None:
    assert may_name_a_person(text)
    assert corp_reg_no(text) is None


def test_a_number_of_a_company_that_reads_as_the_birthday_of_a_child_needs_form_and_check_digit() -> None:
    assert corp_reg_no("110111-7000005") == (0, 14, "110111-7000005")
    assert corp_reg_no("110111-7000009") is None
    assert corp_reg_no("110121-7000007") is None


@given(
    st.dates(date(1916, 1, 1), date(2007, 12, 31)),
    st.sampled_from([0, 1, 4, 5]),
    st.integers(0, 999_999),
    st.sampled_from(["-", "", " - ", "–"]),
)
def test_no_number_of_a_grown_person_passes(born: date, way: int, rest: int, between: str) -> None:
    kind = way + (1 if born.year < 2000 else 3)
    number = f"{born:%y%m%d}{between}{kind}{rest:06d}"
    assert may_name_a_person(f"법인등록번호 {number}")
    assert corp_reg_no(number) is None


@pytest.mark.parametrize(
    "text", ["대표 900101-1234567 출입", "(9001011234567)", "번호900101–2234567입니다", "900101-1******"]
)
def test_a_resident_number_in_any_text_of_a_record_is_found_with_its_field(text: str) -> None:
    record = Holder("b", {"note": (text,)})
    assert list(fields_naming_a_person(record)) == ["note"]
    with pytest.raises(InvalidInputError) as caught:
        require_no_resident_number(record)
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("note", "resident_number")


@pytest.mark.parametrize(
    "value",
    [9001011234567, Decimal(9001011234567), "a9001011234567b", "010-1234-5678", "110111-0123456", "991301-1234567"],
)
def test_amounts_digests_telephones_and_numbers_of_companies_are_none(value: object) -> None:
    assert list(fields_naming_a_person(Holder("b", {"note": value}))) == []
