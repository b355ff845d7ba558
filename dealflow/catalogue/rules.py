"""The rule packs of rules/*.toml and the words of rule_words.toml: read, checked, and handed out as domain values."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from itertools import combinations
from typing import Any, Final, TypeVar

from dealflow.domain.tips.findings import Finding
from dealflow.domain.tips.rule_packs import (
    RULE_IDS,
    Basis,
    Figure,
    Rule,
    RulePack,
    RuleStatus,
    RuleValue,
    Severity,
    Words,
    fits,
)
from dealflow.errors import InvalidInputError

UNITS: Final = frozenset({"KRW", "USD", "percent", "days", "business_days", "years", "count", "flag", "codes", "mode"})
"""What a figure may be counted in; ``flag`` is yes or no, ``codes`` a list, ``mode`` whose payments are added up."""

Kind = TypeVar("Kind", Severity, RuleStatus)

_PACK: Final = frozenset({"id", "programme", "track", "title", "effective_from", "effective_to", "basis", "rule"})
_RULE: Final = frozenset({"id", "severity", "status", "source", "figures", "note"})
_FIGURE: Final = frozenset({"name", "value", "unit", "status"})

_Entry = Mapping[str, Any]
"""A table of TOML: its values are checked here, one by one."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What the names of inputs, figures and codes are called, and what is said where nothing can be judged."""

    inputs: Mapping[str, Words]
    figures: Mapping[str, Words]
    codes: Mapping[str, Words]
    general: Mapping[str, Words]
    rules: Mapping[str, tuple[Words, Words, Mapping[str, Words]]]
    """By rule: title, standing note, words by case."""


def load_rule_words(text: str | None = None) -> RuleWords:
    """Return the words of ``text`` (TOML), or of the shipped catalogue.

    Raises:
        InvalidInputError: words lack a language, or a rule that is judged has none.
    """
    raw = tomllib.loads(text or _shipped("rule_words.toml"))
    rules = {
        name: (_words(entry, "title"), _words(entry, "note"), _table(entry, "case"))
        for name, entry in raw["rule"].items()
    }
    for rule_id_ in RULE_IDS:
        if rule_id_ not in rules:
            raise InvalidInputError(field="rule", problem="missing", value=rule_id_)
    return RuleWords(
        inputs=_table(raw, "input"),
        figures=_table(raw, "figure"),
        codes=_table(raw, "code"),
        general=_table(raw, "general"),
        rules=rules,
    )


def load_packs(texts: Iterable[str] | None = None) -> tuple[RulePack, ...]:
    """Return the packs of ``texts`` (TOML, one pack each), or of the shipped catalogue, by programme, track and day.

    Raises:
        InvalidInputError: an id stands twice or is unknown, a figure has no value and yet is called confirmed or is of
            another kind than its unit, a confirmed rule has no source, a pack ends before it begins, or two packs of
            one programme and track hold on the same day.
    """
    words = load_rule_words()
    packs = tuple(_pack(tomllib.loads(text), words) for text in (_shipped_packs() if texts is None else texts))
    _require_no_repeats("ruleset", [pack.id for pack in packs])
    for rule_pack, other in combinations(packs, 2):
        if (rule_pack.programme, rule_pack.track) == (other.programme, other.track) and _overlap(rule_pack, other):
            raise InvalidInputError(field="effective_from", problem="overlap", value=f"{rule_pack.id} {other.id}")
    return tuple(sorted(packs, key=lambda pack: (pack.programme, pack.track, pack.effective_from)))


def explain(rule: Rule, finding: Finding, lang: str, words: RuleWords, names: Mapping[str, str] | None = None) -> str:
    """Return one sentence on a finding in ``ko`` or ``en``: what was found, with its numbers, or what is missing.

    ``names`` holds what people call the organisations by their ids. Nothing where the rule has no words for the case.
    """
    called = {code: text.in_(lang) for code, text in words.codes.items()} | dict(names or {})
    if finding.case in {"missing", "unconfigured"}:
        missing = finding.missing or finding.params.get("figures", ())
        known = words.inputs if finding.missing else words.figures
        text = ", ".join(
            _name(str(missing_name), known, called, lang)
            for missing_name in (missing if isinstance(missing, tuple) else ())
        )
        return words.general[finding.case].in_(lang).format(names=text)
    sentence = rule.cases.get(finding.case)
    if sentence is None:
        return ""
    return sentence.in_(lang).format(**{name: _in_words(value, called) for name, value in finding.params.items()})


def _name(path: str, known: Mapping[str, Words], called: Mapping[str, str], lang: str) -> str:
    """Return what people call an input, and after it the part of it that is meant (``exclusions.tax_local``)."""
    head, _, rest = path.partition(".")
    name = known[head].in_(lang) if head in known else head
    return f"{name}: {called.get(rest, rest)}" if rest else name


def _in_words(value: object, called: Mapping[str, str]) -> object:
    if isinstance(value, tuple):
        return ", ".join(called.get(str(code), str(code)) for code in value)
    return called.get(value, value) if isinstance(value, str) else value


def _pack(entry: _Entry, words: RuleWords) -> RulePack:
    for field in ("id", "programme", "track", "title", "effective_from", "basis", "rule"):
        if not entry.get(field):
            raise InvalidInputError(field=field, problem="missing", value=entry.get("id"))
    _require_known_fields(entry, _PACK, entry["id"])
    begins, ends = _day(entry, "effective_from"), _day(entry, "effective_to")
    if begins is None or (ends is not None and ends < begins):
        raise InvalidInputError(field="effective_to", problem="before_from", value=entry["id"])
    rules = tuple(_rule(entry, words) for entry in entry["rule"])
    _require_no_repeats("rule", [rule.id for rule in rules])
    basis = entry["basis"]
    return RulePack(
        id=str(entry["id"]),
        programme=str(entry["programme"]),
        track=str(entry["track"]),
        title=_words(entry, "title"),
        effective_from=begins,
        effective_to=ends,
        basis=Basis(str(basis["title"]), str(basis["url"]), basis["verified_against_notice"] is True),
        rules=rules,
    )


def _rule(entry: _Entry, words: RuleWords) -> Rule:
    rule_id = str(entry.get("id"))
    if rule_id not in RULE_IDS:
        raise InvalidInputError(field="rule", problem="unknown", value=rule_id)
    _require_known_fields(entry, _RULE, rule_id)
    status = _choice(RuleStatus, entry, "status", rule_id)
    if status is RuleStatus.CONFIRMED and not entry.get("source"):
        raise InvalidInputError(field="source", problem="missing", value=rule_id)
    title, note, cases = words.rules[rule_id]
    figures = tuple(_figure(figure, rule_id) for figure in entry.get("figures", ()))
    _require_no_repeats("figure", [figure.name for figure in figures])
    return Rule(
        id=rule_id,
        severity=_choice(Severity, entry, "severity", rule_id),
        status=status,
        figures=figures,
        source=str(entry.get("source", "")),
        title=title,
        note=_words(entry, "note") if "note" in entry else note,
        cases=cases,
    )


def _figure(entry: _Entry, rule_id: str) -> Figure:
    name, unit = f"{rule_id}.{entry.get('name')}", str(entry.get("unit"))
    if not entry.get("name") or unit not in UNITS:
        raise InvalidInputError(field="figure", problem="unknown", value=name)
    _require_known_fields(entry, _FIGURE, name)
    status = _choice(RuleStatus, entry, "status", name)
    value: RuleValue | None = tuple(entry["value"]) if isinstance(entry.get("value"), list) else entry.get("value")
    if value is None and status is RuleStatus.CONFIRMED:
        raise InvalidInputError(field="figure", problem="confirmed_without_value", value=name)
    if value is not None and not fits(unit, value):
        raise InvalidInputError(field="figure", problem="wrong_kind", value=name)
    return Figure(str(entry["name"]), value, unit, status)


def _require_known_fields(entry: _Entry, known: frozenset[str], where: object) -> None:
    """Refuse a misspelt field, which would otherwise be passed over in silence."""
    for field in sorted(set(entry) - known):
        raise InvalidInputError(field=field, problem="unknown", value=where)


def _choice(kind: type[Kind], entry: _Entry, field: str, where: str) -> Kind:
    if entry.get(field) not in set(kind):
        raise InvalidInputError(field=field, problem="unknown", value=where)
    return kind(entry[field])


def _overlap(rule_pack: RulePack, other: RulePack) -> bool:
    return rule_pack.effective_from <= (other.effective_to or date.max) and other.effective_from <= (
        rule_pack.effective_to or date.max
    )


def _day(entry: _Entry, field: str) -> date | None:
    value = entry.get(field)
    if value is not None and type(value) is not date:
        raise InvalidInputError(field=field, problem="not_a_day", value=entry["id"])
    return value


def _table(entry: _Entry, name: str) -> dict[str, Words]:
    return {key: _words(entry[name], key) for key in entry.get(name, {})}


def _words(entry: _Entry, name: str) -> Words:
    translations = entry.get(name)
    if not isinstance(translations, dict) or not translations.get("ko") or not translations.get("en"):
        raise InvalidInputError(field=name, problem="missing_words", value=entry.get("id"))
    return Words(str(translations["ko"]), str(translations["en"]))


def _require_no_repeats(field: str, ids: list[str]) -> None:
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise InvalidInputError(field=field, problem="repeated", value=id_)


def _shipped(name: str) -> str:
    return resources.files("dealflow.catalogue").joinpath(name).read_text("utf-8")


def _shipped_packs() -> list[str]:
    folder = resources.files("dealflow.catalogue").joinpath("rules")
    return [traversable.read_text("utf-8") for traversable in folder.iterdir() if traversable.name.endswith(".toml")]
