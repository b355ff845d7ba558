"""Korea's business days: public holidays with substitute and temporary ones, and days put right by hand.

Source of the holidays: the ``holidays`` package (관공서의 공휴일에 관한 규정, 공휴일에 관한 법률). It cannot know a
temporary holiday that was declared after its release; those go to holidays.toml, or to the call.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from dealflow.domain.values.business_days import BusinessCalendar
from dealflow.errors import InvalidInputError

YEARS: Final = range(1990, 2101)
"""The years that are computed unless told otherwise; beyond them the package knows no lunar days."""


def korean_calendar(
    years: Iterable[int] = YEARS,
    *,
    closed: Iterable[date] = (),
    opened: Iterable[date] = (),
    text: str | None = None,
) -> BusinessCalendar:
    """Return the business days of Korea in the years, with the days of ``text`` (holidays.toml) and the call's own.

    The call's own days win over the file's, and the file's over the package's.

    Raises:
        InvalidInputError: a year is outside ``YEARS``, a day is closed and opened at once, or the file cannot be read.
    """
    numbers = tuple(years)
    for year in numbers:
        if year not in YEARS:
            raise InvalidInputError(field="year", problem="out_of_range", value=year)
    shut, works = frozenset(closed), frozenset(opened)
    _require_no_overlap(shut, works)
    ours = _overrides(text)
    public = BusinessCalendar(frozenset(holiday_names(numbers)))
    return public.changed(closed=ours["closed"], opened=ours["opened"]).changed(closed=shut, opened=works)


@cache
def shipped_calendar() -> BusinessCalendar:
    """Return the business days of Korea in all years, with the shipped holidays.toml; computed once a process."""
    return korean_calendar()


def holiday_names(years: Iterable[int], language: str = "ko") -> Mapping[date, str]:
    """Return the public holidays of the years with their names in ``ko`` or ``en``; overrides are not among them."""
    return _named(tuple(sorted(years)), "ko" if language == "ko" else "en_US")


@cache
def _named(years: tuple[int, ...], language: str) -> Mapping[date, str]:
    from holidays import country_holidays

    if not years:
        return {}
    return dict(sorted(country_holidays("KR", years=years, language=language).items()))


def _overrides(text: str | None) -> dict[str, frozenset[date]]:
    raw = tomllib.loads(text or resources.files("dealflow.catalogue").joinpath("holidays.toml").read_text("utf-8"))
    days_by_id: dict[str, frozenset[date]] = {}
    for kind in ("closed", "opened"):
        days = [entry.get("day") for entry in raw.get(kind, [])]
        for day in days:
            if type(day) is not date:
                raise InvalidInputError(field=kind, problem="not_a_day", value=day)
        days_by_id[kind] = frozenset(days)
    _require_no_overlap(days_by_id["closed"], days_by_id["opened"])
    return days_by_id


def _require_no_overlap(closed: frozenset[date], opened: frozenset[date]) -> None:
    for day in sorted(closed & opened):
        raise InvalidInputError(field="closed", problem="opened_too", value=day.isoformat())
