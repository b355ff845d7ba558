"""Rule packs: what a programme asks for, by date, each figure with its source and whether it is confirmed.

A figure without a value is not known to us and is judged as UNCONFIGURED, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from dealflow.errors import InvalidInputError

RuleValue: TypeAlias = int | bool | str | tuple[str, ...]
"""Won, days, percent, years or dollars as whole numbers; yes or no; a mode; a list of codes."""

RULE_IDS: Final = (
    *(f"SUT-{number:02}" for number in range(1, 23)),
    *(f"FND-{number:02}" for number in range(1, 6)),
)
"""Every rule that can be judged."""


class Severity(StrEnum):
    """What a rule that is not met does."""

    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


class RuleStatus(StrEnum):
    """Whether a source states it, or it still has to be looked up (확인 필요)."""

    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"


class Aggregation(StrEnum):
    """Whose payments are added up for the least pre-investment (SUT-02)."""

    SINGLE_FUND = "single_fund"
    """The fund of the operator that paid most, alone."""
    SINGLE_OPERATOR = "single_operator"
    """All members of the operator that recommends."""
    ALL_OPERATORS = "all_operators"
    """The members of every operator that paid."""
    INCL_FOREIGN = "incl_foreign"
    """The same, and foreign investors."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a rule. ``value`` None: not known, to be looked up in the notice."""

    name: str
    value: RuleValue | None
    unit: str
    status: RuleStatus
    by_house: bool = False
    """The value is the house's own: no public source states it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages."""

    ko: str
    en: str

    def in_(self, lang: str) -> str:
        """Return the words in ``ko`` or ``en``."""
        return self.ko if lang == "ko" else self.en


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one pack. ``cases``: what to say of each outcome, to be filled with a finding's ``params``."""

    id: str
    severity: Severity
    status: RuleStatus
    figures: tuple[Figure, ...]
    source: str
    title: Words
    note: Words
    cases: Mapping[str, Words]

    def value(self, name: str) -> RuleValue | None:
        """Return the figure of that name, nothing where it is not known or not of this rule."""
        return next((figure.value for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a pack comes from. ``verified_against_notice``: somebody compared it with the announcement (공고문)."""

    title: str
    url: str
    verified_against_notice: bool


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules of one programme and track between two days, both included; no last day: in force."""

    id: str
    programme: str
    track: str
    title: Words
    effective_from: date
    effective_to: date | None
    basis: Basis
    rules: tuple[Rule, ...]

    def holds_on(self, on: date) -> bool:
        """Say whether the pack is the one of that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of that id, nothing where the pack does not have it."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two packs. ``what``: rule, severity, status, or a figure's name; None: not there."""

    rule_id: str
    what: str
    before: RuleValue | None
    after: RuleValue | None


def pack_for(packs: Iterable[RulePack], programme: str, track: str, on: date) -> RulePack | None:
    """Return the pack of a programme and track on a day (that of the recommendation); nothing where none holds."""
    return next(
        (pack for pack in packs if (pack.programme, pack.track) == (programme, track) and pack.holds_on(on)), None
    )


def compare(before: RulePack, after: RulePack) -> tuple[Change, ...]:
    """Return what changes from one pack to another, rule by rule in the order of their ids."""
    ids = sorted({rule.id for rule in (*before.rules, *after.rules)}, key=RULE_IDS.index)
    return tuple(change for id_ in ids for change in _changes(id_, before.rule(id_), after.rule(id_)))


def configured(pack: RulePack, values: Mapping[str, Mapping[str, RuleValue]]) -> RulePack:
    """Return the pack with a house's own values in place of figures that no source confirms, by rule and name.

    They stay marked as not confirmed.

    Raises:
        InvalidInputError: there is no such figure, a source confirms it, or the value is of another kind.
    """
    for rule_id, value in values.items():
        rule = pack.rule(rule_id)
        for name in value:
            if rule is None or not any(figure.name == name for figure in rule.figures):
                raise InvalidInputError(field="figure", problem="unknown", value=f"{rule_id}.{name}")
    rules = (replace(rule, figures=tuple(_set(rule, values.get(rule.id, {})))) for rule in pack.rules)
    return replace(pack, rules=tuple(rules))


def _set(rule: Rule, values: Mapping[str, RuleValue]) -> Iterable[Figure]:
    for figure in rule.figures:
        if figure.name not in values:
            yield figure
            continue
        value = values[figure.name]
        if figure.status is RuleStatus.CONFIRMED:
            raise InvalidInputError(field="figure", problem="confirmed", value=f"{rule.id}.{figure.name}")
        if not fits(figure.unit, value):
            raise InvalidInputError(field="figure", problem="wrong_kind", value=f"{rule.id}.{figure.name}")
        yield replace(figure, value=value, by_house=True)


def fits(unit: str, value: RuleValue) -> bool:
    """Say whether a value is of the kind that its unit asks for: yes or no, codes, a mode, or a number from 0 on."""
    match unit:
        case "flag":
            return isinstance(value, bool)
        case "codes":
            return isinstance(value, tuple)
        case "mode":
            return value in set(Aggregation)
        case _:
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _changes(rule_id: str, before: Rule | None, after: Rule | None) -> Iterable[Change]:
    if before is None or after is None:
        yield Change(rule_id, "rule", before is not None, after is not None)
        return
    if before.severity is not after.severity:
        yield Change(rule_id, "severity", before.severity.value, after.severity.value)
    if before.status is not after.status:
        yield Change(rule_id, "status", before.status.value, after.status.value)
    for name in dict.fromkeys(figure.name for figure in (*before.figures, *after.figures)):
        if before.value(name) != after.value(name):
            yield Change(rule_id, name, before.value(name), after.value(name))
