"""What went wrong and what to do next, in the reader's language: for screens, terminal and API alike."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from dealflow.errors import DealflowError, InvalidInputError, UnreadableDeckError
from dealflow.i18n import has, t

_PARAMETERS = ("field", "problem", "position", "tables", "missing", "who", "place")
"""What the words of errors may speak of; what an error does not give stays empty."""
_OF_VALUES = frozenset({"unknown", "not_a_date", "no_amount", "not_a_number"})
"""Problems that are told with the value that has them, where many rows are told at once."""


def words_of(error: DealflowError, lang: str) -> str:
    """Return what happened and what to do next."""
    if isinstance(error, UnreadableDeckError):
        return refusal(error.reason, lang)
    filled = {name: _word_of(name, value, lang, error.parameters) for name, value in error.parameters.items()}
    return t(f"error.{error.code}", lang, **dict.fromkeys(_PARAMETERS, "") | filled)


def row_words(error: DealflowError, lang: str) -> str:
    """Return what keeps one row of a sheet from going, short: the field, what stands there, what is wrong with it."""
    if not isinstance(error, InvalidInputError):
        return words_of(error, lang)
    field, value = error.parameters.get("field", ""), error.parameters.get("value")
    name = str(_word_of("field", field, lang, error.parameters))
    names_value = error.parameters.get("problem") in _OF_VALUES and isinstance(value, str) and value
    key = "error.row.value" if names_value else "error.row"
    return t(key, lang, field=name, problem=reason_of(error, lang), value=value)


def reason_of(error: DealflowError, lang: str) -> str:
    """Return what is wrong with a value, in words, without its field: what stands beside the field."""
    key = f"error.problem.{error.parameters.get('problem', '')}"
    if not has(key, lang):
        return str(error.parameters["problem"]) if "problem" in error.parameters else words_of(error, lang)
    return t(key, lang, **{name: str(value) for name, value in error.parameters.items()})


def refusal(reason: str, lang: str) -> str:
    """Return why a deck cannot be read, and the remedy."""
    return f"{t(f'refusal.{reason}', lang)} {t(f'refusal.{reason}.remedy', lang)}"


def _word_of(name: str, value: object, lang: str, parameters: Mapping[str, object]) -> object:
    """Return a parameter in words where the catalogue has them: fields, what is wrong with them, what is missing.

    The words may speak of the error's other ``parameters``: of the place where something is wrong.
    """
    if isinstance(value, tuple):
        return ", ".join(str(_word_of(name, part, lang, parameters)) for part in value)
    plain = value.value if isinstance(value, Enum) else value
    key = f"error.{name}.{plain}"
    if has(key, lang):
        return t(key, lang, **parameters)
    return t("error.field.any", lang) if name == "field" else plain
