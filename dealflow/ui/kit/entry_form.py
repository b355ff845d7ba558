"""Fields of a record drawn from a list of what they are, and read back as typed values: one form for many records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dealflow.errors import InvalidInputError
from dealflow.i18n import t
from dealflow.ui.kit import fields, state

_LONG_PX = 96
_IN_A_ROW = 2


class Kind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    WON = "won"
    WHOLE = "whole"
    DECIMAL = "decimal"
    CHOICE = "choice"
    FLAG = "flag"
    """Yes, no, or not said."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its name in the record, what it takes, its words; ``options`` with ``words`` for a choice."""

    name: str
    kind: Kind
    required: bool = False
    options: tuple[str, ...] = ()
    words: Callable[[str], str] = str
    hint: str | None = None
    example: str = ""
    label: str = ""
    """Filled in as it is drawn."""


Reader = Callable[[], dict[str, object]]


def draw(form_fields: Sequence[FormField], now: object | None, key: str, named: Callable[[str], str]) -> Reader:
    """Draw the fields two in a row, filled from the attributes of ``now``; return how to read them.

    ``named`` gives a field's label by its name. What is read raises InvalidInputError, naming the field, where
    something cannot be read or a required one is empty.
    """
    readers: dict[str, Callable[[], object]] = {}
    places: list[DeltaGenerator] = []
    for field in (replace(field, label=named(field.name)) for field in form_fields):
        if field.kind is Kind.LONG:
            readers[field.name] = _long(field, _value(now, field.name), f"{key}_{field.name}")
            places = []
            continue
        if not places:
            places = list(st.columns(_IN_A_ROW))
        readers[field.name] = _short(field, _value(now, field.name), f"{key}_{field.name}", places.pop(0))
    return lambda: {name: read() for name, read in readers.items()}


def _value(now: object | None, name: str) -> object:
    return None if now is None else getattr(now, name)


def _long(field: FormField, value: object, key: str) -> Callable[[], object]:
    st.text_area(
        field.label, value=str(value or ""), key=key, height=_LONG_PX, help=field.hint, placeholder=field.example
    )
    return lambda: _text(field, key)


def _short(field: FormField, value: object, key: str, place: DeltaGenerator) -> Callable[[], object]:
    label = fields.Label(field.label, field.hint, field.example)
    match field.kind:
        case Kind.DAY:
            entry = fields.day(label, value=value if isinstance(value, date) else None, key=key, place=place)
            return lambda: entry.required if field.required else entry.value
        case Kind.WHOLE:
            number = fields.whole(label, value=value if isinstance(value, int) else None, key=key, place=place)
            return lambda: number.required if field.required else number.value
        case Kind.WON | Kind.DECIMAL:
            usual = Decimal(value) if isinstance(value, int) else value if isinstance(value, Decimal) else None
            amount = fields.amount(label, value=usual, key=key, place=place)
            return lambda: _amount(field, amount)
        case Kind.CHOICE | Kind.FLAG:
            return _choice(field, value, key, place)
        case _:
            place.text_input(
                field.label, value=str(value or ""), key=key, help=field.hint, placeholder=field.example or None
            )
            return lambda: _text(field, key)


def _choice(field: FormField, value: object, key: str, place: DeltaGenerator) -> Callable[[], object]:
    lang = state.language()
    options = ("true", "false") if field.kind is Kind.FLAG else field.options
    chosen = str(value).lower() if isinstance(value, bool) else str(value or "")
    offered = options if field.required else ("", *options)

    def words(option: str) -> str:
        if not option:
            return t("frame.not_said", lang)
        return (
            t(f"frame.{'yes' if option == 'true' else 'no'}", lang) if field.kind is Kind.FLAG else field.words(option)
        )

    place.selectbox(
        field.label,
        offered,
        index=offered.index(chosen) if chosen in offered else 0,
        format_func=words,
        key=key,
        help=field.hint,
    )

    def read() -> object:
        option = st.session_state[key]
        if field.kind is Kind.FLAG:
            return None if not option else option == "true"
        return option

    return read


def _text(field: FormField, key: str) -> str:
    text = str(st.session_state.get(key) or "").strip()
    if field.required and not text:
        raise InvalidInputError(field=field.label, problem="missing")
    return text


def _amount(field: FormField, entry: fields.Entry[Decimal]) -> int | Decimal | None:
    value = entry.required if field.required else entry.value
    if value is None or field.kind is Kind.DECIMAL:
        return value
    if value != value.to_integral_value():
        raise InvalidInputError(field=field.label, problem="not_whole", value=entry.text)
    return int(value)
