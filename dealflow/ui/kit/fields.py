"""The fields into which people type days, times of day and numbers: what was typed stays as typed until it is accepted.

Streamlit's own pickers keep their former value, and say nothing, where what was typed is out of their range, in another
notation, or not confirmed yet while the calendar is open. These are text fields: the browser sends every letter, our
parsers read it, and what cannot be read is told beside its field and refused by whoever asks for its value. The
calendar beside a day is the browser's own (``front/frame.js``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import Final, Generic, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dealflow.domain.values.typed_days import EARLIEST, LATEST, clock_of, day_of
from dealflow.domain.values.typed_numbers import whole_within
from dealflow.errors import InvalidInputError
from dealflow.i18n import t
from dealflow.i18n.errors import reason_of
from dealflow.i18n.numbers import weekday
from dealflow.ui.kit import components, state, typed_fields

Value = TypeVar("Value")
DAY_ICON: Final = ":material/calendar_today:"
"""By this sign the page's script knows a field for a day, and offers the browser's calendar."""
_CLOCK_ICON: Final = ":material/schedule:"
ANY_DAY: Final = (EARLIEST, LATEST)
ANY_NUMBER: Final = (0, 10**12)
"""From nothing to more than anything that is counted here."""
_SHOWN: Final = 60
"""Letters of what was typed that stand in the words about it."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a field is called, what its question mark says, and the example that stands in it while it is empty."""

    text: str
    hint: str | None = None
    example: str = ""


@dataclass(frozen=True)
class Entry(Generic[Value]):
    """A field that was drawn: what stands in it is read when it is asked for, also in a callback."""

    key: str
    label: str
    read: Callable[[str, str], Value | None]

    @property
    def text(self) -> str:
        """Return what was typed."""
        return str(st.session_state.get(self.key) or "")

    @property
    def value(self) -> Value | None:
        """Return the value that was typed; None for nothing.

        Raises:
            InvalidInputError: it cannot be read; the field is named as the reader sees it.
        """
        return self.read(self.text, self.label)

    @property
    def required(self) -> Value:
        """Return the value that was typed.

        Raises:
            InvalidInputError: it cannot be read, or nothing was typed.
        """
        value = self.value
        if value is None:
            raise InvalidInputError(field=self.label, problem="missing")
        return value

    @property
    def readable(self) -> Value | None:
        """Return the value, None also where it cannot be read: for what is computed while people type, never kept."""
        try:
            return self.value
        except InvalidInputError:
            return None


def day(
    label: str | Label,
    *,
    key: str,
    value: date | None = None,
    bounds: tuple[date, date] = ANY_DAY,
    place: DeltaGenerator | None = None,
) -> Entry[date]:
    """Draw a field for a day; a day outside of its bounds is refused in words."""
    named = _named(label, t("frame.day.eg", state.language()))
    entry = Entry(key, named.text, partial(day_of, least=bounds[0], most=bounds[1]))
    return _drawn(entry, named, value.isoformat() if value else "", place, DAY_ICON)


def clock(
    label: str | Label, *, key: str, value: time | None = None, place: DeltaGenerator | None = None
) -> Entry[time]:
    """Draw a field for a time of day."""
    named = _named(label, t("frame.clock.eg", state.language()))
    usual = f"{value:%H:%M}" if value is not None else ""
    return _drawn(Entry(key, named.text, clock_of), named, usual, place, _CLOCK_ICON)


def whole(
    label: str | Label,
    *,
    key: str,
    value: int | None = None,
    bounds: tuple[int, int] = ANY_NUMBER,
    place: DeltaGenerator | None = None,
) -> Entry[int]:
    """Draw a field for a whole number; one outside of its bounds is refused in words."""
    named = _named(label, "")
    entry = Entry(key, named.text, partial(whole_within, least=bounds[0], most=bounds[1]))
    return _drawn(entry, named, "" if value is None else f"{value:,}", place)


def amount(
    label: str | Label, *, key: str, value: Decimal | None = None, place: DeltaGenerator | None = None
) -> Entry[Decimal]:
    """Draw a field for an amount with as many decimals as one types: 1,391.20, 12억."""
    named = _named(label, "")
    usual = "" if value is None else f"{value.normalize():,f}"
    return _drawn(Entry(key, named.text, _amount_of), named, usual, place)


def _amount_of(text: str, field: str) -> Decimal | None:
    return typed_fields.amount(text, field) if text.strip() else None


def _named(label: str | Label, example: str) -> Label:
    named = label if isinstance(label, Label) else Label(label)
    return named if named.example else replace(named, example=example)


def _drawn(
    entry: Entry[Value], label: Label, usual: str, place: DeltaGenerator | None, icon: str | None = None
) -> Entry[Value]:
    """Draw the text field of an entry, and below it what is wrong with what stands in it."""
    with place if place is not None else st.container():
        st.text_input(
            label.text, value=usual, key=entry.key, icon=icon, placeholder=label.example or None, help=label.hint
        )
        tell(entry)
    return entry


def tell(entry: Entry[Value]) -> None:
    """Say below a field what cannot be read in it, or which day was read where it was typed in another way."""
    lang, text = state.language(), entry.text
    try:
        value = entry.value
    except InvalidInputError as error:
        refusal = t("frame.field_wrong", lang, text=text.strip()[:_SHOWN], problem=reason_of(error, lang))
        st.caption(f":red[{components.harmless(refusal)}]")
        return
    if isinstance(value, date) and value.isoformat() != text.strip():
        st.caption(components.harmless(f"{value.isoformat()} ({weekday(value, lang)})"))
