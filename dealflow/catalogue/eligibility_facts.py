"""The facts of eligibility_facts.toml: what a house may note of a company, and which rules ask for it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

from dealflow.domain.tips.eligibility_facts import FactKind, FactLine
from dealflow.domain.tips.rule_packs import RULE_IDS
from dealflow.errors import InvalidInputError

_FIELDS: Final = frozenset({"id", "kind", "ko", "en", "rules", "choices", "help_ko", "help_en"})


def load_eligibility_facts(text: str | None = None) -> tuple[FactLine, ...]:
    """Return the facts of ``text`` (TOML), or of the shipped catalogue, in the order of the file.

    Raises:
        InvalidInputError: an id stands twice, words, kind or choices are missing, or a rule is unknown.
    """
    given_text = text or resources.files("dealflow.catalogue").joinpath("eligibility_facts.toml").read_text("utf-8")
    lines = tuple(_line(entry) for entry in tomllib.loads(given_text)["fact"])
    ids = [line.id for line in lines]
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise InvalidInputError(field="fact", problem="repeated", value=id_)
    return lines


def _line(entry: Mapping[str, Any]) -> FactLine:  # a table of TOML, checked here
    name = entry.get("id")
    for field in sorted(set(entry) - _FIELDS):
        raise InvalidInputError(field=field, problem="unknown", value=name)
    if not name or not entry.get("ko") or not entry.get("en"):
        raise InvalidInputError(field="fact", problem="missing_words", value=name)
    if entry.get("kind") not in set(FactKind):
        raise InvalidInputError(field="kind", problem="unknown", value=name)
    kind = FactKind(entry["kind"])
    if (kind is FactKind.CHOICE) != bool(entry.get("choices")):
        raise InvalidInputError(field="choices", problem="missing", value=name)
    for rule in entry.get("rules", ()):
        if rule not in RULE_IDS:
            raise InvalidInputError(field="rule", problem="unknown", value=rule)
    return FactLine(
        id=str(name),
        name_ko=str(entry["ko"]),
        name_en=str(entry["en"]),
        kind=kind,
        rules=tuple(entry.get("rules", ())),
        choices=tuple(entry.get("choices", ())),
        help_ko=str(entry.get("help_ko", "")),
        help_en=str(entry.get("help_en", "")),
    )
