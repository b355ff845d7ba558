"""The ways of wording.toml in which facts without a number are told: read, checked, and handed out as domain values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from dealflow.domain.claims.claims import ClaimStatus
from dealflow.domain.claims.phrase_rules import Term, Way, Wording, Wordings
from dealflow.errors import InvalidInputError

_KNOWN = frozenset(
    {"metric", "way", "words", "terms", "value", "needs", "avoid", "skip", "said", "status", "list", "stacked"}
    | {"timeline", "dated"}
)
_ELSEWHERE = frozenset({"competition", "team", "problem", "market", "customers"})
"""Kinds of pages that speak of others, unless a wording says otherwise."""


@lru_cache(maxsize=4)
def load_wordings(text: str | None = None) -> Wordings:
    """Return the wordings of ``text`` (TOML), or of the shipped catalogue, in the order of the file.

    Raises:
        InvalidInputError: a field (``value``) is missing or unknown, a way or status is none of the domain's, or a
            pattern is no regular expression.
    """
    raw = tomllib.loads(text or resources.files("dealflow.catalogue").joinpath("wording.toml").read_text("utf-8"))
    whose = raw.get("whose", {})
    lists = {name: _named(raw.get("names", {}), name) for name in raw.get("names", {})}
    terms = {
        name: tuple(Term(other_text, _pattern(words, other_text)) for other_text, words in listed)
        for name, listed in lists.items()
    }
    wordings = tuple(_wording(entry, terms) for entry in raw.get("told", []))
    if not wordings:
        raise InvalidInputError(field="metric", problem="missing", value="told")
    names = ("profile", "customer", "others", "person")
    patterns = {name: _required(whose, name) for name in names}
    return Wordings(facts=wordings, **patterns)


def _wording(entry: Mapping[str, object], lists: Mapping[str, tuple[Term, ...]]) -> Wording:
    for field in entry:
        if field not in _KNOWN:
            raise InvalidInputError(field="metric", problem="unknown", value=field)
    try:
        way, status = Way(str(entry.get("way"))), ClaimStatus(str(entry.get("status", ClaimStatus.UNKNOWN)))
        pairs = tuple((ClaimStatus(name), _pattern(words, "said")) for name, words in _named(entry, "said"))
    except ValueError as error:
        raise InvalidInputError(field="metric", problem="unknown", value="way") from error
    if not entry.get("metric"):
        raise InvalidInputError(field="metric", problem="missing", value="metric")
    if "terms" in entry and entry["terms"] not in lists:
        raise InvalidInputError(field="metric", problem="unknown", value="terms")
    terms = lists[str(entry["terms"])] if "terms" in entry else ()
    return Wording(
        metric=str(entry["metric"]),
        way=way,
        words=_any_of(terms) if terms and way is Way.PHRASE else _required(entry, "words"),
        terms=terms,
        value=_optional(entry, "value"),
        needs=_optional(entry, "needs"),
        avoid=_optional(entry, "avoid"),
        skip=frozenset(_listed(entry["skip"], "skip")) if "skip" in entry else _ELSEWHERE,
        status_words=pairs,
        status=status,
        is_list=entry.get("list") is True,
        stacked=entry.get("stacked") is True,
        is_dated=entry.get("dated") is True,
        on_timeline=entry.get("timeline") is True,
    )


def _any_of(terms: tuple[Term, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{term.words.pattern})" for term in terms), re.IGNORECASE)


def _required(entry: Mapping[str, object], field: str) -> re.Pattern[str]:
    pattern = _optional(entry, field)
    if pattern is None:
        raise InvalidInputError(field="metric", problem="missing", value=field)
    return pattern


def _optional(entry: Mapping[str, object], field: str) -> re.Pattern[str] | None:
    return _pattern(entry[field], field) if field in entry else None


def _named(entry: Mapping[str, object], field: str) -> list[tuple[str, object]]:
    value = entry.get(field, {})
    if not isinstance(value, dict):
        raise InvalidInputError(field="metric", problem="not_a_list_of_words", value=field)
    return [(str(name), words) for name, words in value.items()]


def _listed(value: object, field: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise InvalidInputError(field="metric", problem="not_a_list_of_words", value=field)
    return value


def _pattern(value: object, field: str) -> re.Pattern[str]:
    """Return one pattern that finds any of the words; letter case does not count."""
    words = _listed(value, field)
    if not words or not all(words):
        raise InvalidInputError(field="metric", problem="not_a_list_of_words", value=field)
    try:
        return re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE)
    except re.error as error:
        raise InvalidInputError(field="metric", problem="no_pattern", value=field) from error
