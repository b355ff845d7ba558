"""What a rule says of one case: one of five answers, with the inputs used, what is missing and the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from dealflow.domain.tips.eligibility_inputs import Inputs
from dealflow.domain.tips.operators import Operator
from dealflow.domain.tips.rule_packs import Rule, RulePack, Severity
from dealflow.domain.values.business_days import BusinessCalendar

Plain: TypeAlias = str | int | bool | tuple["Plain", ...] | Mapping[str, "Plain"] | None
"""What can be written into a record: days in ISO form, exact decimals as text."""

_HIDDEN: Final = frozenset({"allotments", "recommendations"})


class Answer(StrEnum):
    """The five answers."""

    PASS = "pass"  # noqa: S105 - an answer, not a password
    FAIL = "fail"
    """A rule that blocks is not met."""
    WARN = "warn"
    """A rule that warns or informs is not met."""
    UNKNOWN = "unknown"
    """Inputs are missing."""
    UNCONFIGURED = "unconfigured"
    """The rule's own figure is not known."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule's function returns: whether it is met, which case of its words applies, and their numbers."""

    met: bool | None
    """None: cannot be said."""
    case: str
    params: Mapping[str, Plain]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer. ``case`` names the words (``Rule.cases``) that ``params`` fill."""

    rule_id: str
    ruleset_id: str
    answer: Answer
    severity: Severity
    case: str
    used: Mapping[str, Plain]
    missing: tuple[str, ...]
    params: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All findings together: the answer that counts, and how many there are of each."""

    answer: Answer
    counts: Mapping[Answer, int]


def unproven(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return what blocking rules could not be judged for want of, as ``rule/input``, in the findings' order.

    Unknown is no failure and does not block, but nobody should pass over it without having looked at each.
    """
    return tuple(
        f"{finding.rule_id}/{name}" if name else finding.rule_id
        for finding in findings
        if finding.severity is Severity.BLOCK and finding.answer is Answer.UNKNOWN
        for name in finding.missing or ("",)
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One rule of one pack, asked of one case."""

    pack: RulePack
    rule: Rule
    inputs: Inputs
    calendar: BusinessCalendar

    def number(self, name: str) -> int | None:
        """Return a figure that is a number, nothing where it is not known."""
        value = self.rule.value(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool | None:
        """Return a figure that is yes or no, nothing where it is not known."""
        value = self.rule.value(name)
        return value if isinstance(value, bool) else None

    def codes(self, name: str) -> tuple[str, ...] | None:
        """Return a figure that is a list, nothing where it is not known."""
        value = self.rule.value(name)
        return value if isinstance(value, tuple) else None

    def lacks(self, *names: str) -> tuple[str, ...]:
        """Return those of the named inputs that are not known."""
        return tuple(name for name in names if getattr(self.inputs, name) is None)


def passed(case: str = "met", /, **params: Plain) -> Verdict:
    """Return that the rule is met."""
    return Verdict(met=True, case=case, params=params)


def failed(case: str, /, **params: Plain) -> Verdict:
    """Return that the rule is not met."""
    return Verdict(met=False, case=case, params=params)


def unknown(missing: Iterable[str], /, **params: Plain) -> Verdict:
    """Return that inputs are missing."""
    return Verdict(None, "missing", params, tuple(missing))


def unconfigured(*figures: str, **params: Plain) -> Verdict:
    """Return that the rule's own figures are not known."""
    return Verdict(None, "unconfigured", {"figures": figures, **params})


def answer_of(verdict: Verdict, severity: Severity) -> Answer:
    """Return the answer of a verdict: a rule that is not met fails only where it blocks."""
    if verdict.met is None:
        return Answer.UNKNOWN if verdict.missing else Answer.UNCONFIGURED
    if verdict.met:
        return Answer.PASS
    return Answer.FAIL if severity is Severity.BLOCK else Answer.WARN


def plain(value: object) -> Plain:
    """Return a value as it is written into a record; an operator without its slots and recommendations."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, tuple):
        return tuple(plain(member) for member in value)
    if isinstance(value, frozenset):
        return tuple(sorted(str(member) for member in value))
    if is_dataclass(value):
        hidden = _HIDDEN if isinstance(value, Operator) else frozenset()
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name not in hidden}
    return value.isoformat() if isinstance(value, date) else str(value)
