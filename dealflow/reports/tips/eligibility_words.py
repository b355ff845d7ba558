"""Eligibility in words: answers and their signs, what a rule asks for, which inputs were used, what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from dealflow.actions.tips import eligibility_facts
from dealflow.actions.tips.eligibility import words
from dealflow.catalogue.rules import explain
from dealflow.domain.tips.findings import Answer, Finding, Plain
from dealflow.domain.tips.rule_packs import Change, Figure, RulePack, RuleValue
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import t
from dealflow.i18n.numbers import day, moment, money, percent, won

SIGNS: Final[Mapping[Answer, str]] = MappingProxyType(
    {Answer.PASS: "○", Answer.FAIL: "✕", Answer.WARN: "△", Answer.UNKNOWN: "?", Answer.UNCONFIGURED: "–"}
)
"""One sign an answer, for tables that hold many."""


def answer(answer: Answer, lang: str) -> str:
    """Return an answer in words."""
    return t(f"eligibility.answer.{answer.value}", lang)


def sentence(pack: RulePack, finding: Finding, lang: str, names: Mapping[str, str]) -> str:
    """Return what was found on one rule, with its numbers; ``names`` are those of organisations by their ids."""
    rule = pack.rule(finding.rule_id)
    return "" if rule is None else explain(rule, finding, lang, words(), names)


def figure(figure: Figure, lang: str) -> str:
    """Return a figure of a rule in words; what is not known says so, and what only the house says, too."""
    text = _measured(figure.value, figure.unit, lang)
    return f"{text} ({t('eligibility.by_house.help', lang)})" if figure.by_house else text


def value(rule_value: RuleValue | None, unit: str, lang: str) -> str:
    """Return a value in a figure's unit in words; what is not known says so."""
    return _measured(rule_value, unit, lang)


def figure_name(name: str, lang: str) -> str:
    """Return what people call a figure."""
    known = words().figures
    return known[name].in_(lang) if name in known else name


def changed(change: Change, before: RulePack, after: RulePack, lang: str) -> tuple[str, str, str]:
    """Return one difference between two packs in words: what it is, before, after."""
    match change.what:
        case "rule":
            values = [t(f"eligibility.rule.{'there' if value else 'gone'}", lang) for value in _both(change)]
            return t("eligibility.changed.rule", lang), values[0], values[1]
        case "severity" | "status":
            values = [t(f"eligibility.{change.what}.{value}", lang) for value in _both(change)]
            return t(f"eligibility.changed.{change.what}", lang), values[0], values[1]
        case _:
            unit = _unit(change, before, after)
            values = [_measured(value, unit, lang) for value in _both(change)]
            return figure_name(change.what, lang), values[0], values[1]


def input_name(path: str, lang: str) -> str:
    """Return what people call an input, or the part of it that a finding names as missing."""
    line = next((fact_line for fact_line in eligibility_facts.lines() if fact_line.id == path), None)
    if line is not None:
        return line.name(lang)
    head, _, rest = path.partition(".")
    known = words().inputs
    name = known[head].in_(lang) if head in known else head
    return f"{name}: {_code(rest, lang)}" if rest else name


def used(name: str, value: Plain, lang: str, names: Mapping[str, str]) -> str:
    """Return the value of an input that was used, in words."""
    if name in _TOLD:
        return _TOLD[name](value, lang)
    if isinstance(value, bool):
        return t("eligibility.yes" if value else "eligibility.no", lang)
    if isinstance(value, int):
        return won(value, lang) if name.endswith("_won") else f"{value:,}"
    if isinstance(value, tuple):
        return ", ".join(used(name, part, lang, names) for part in value) or t("eligibility.none", lang)
    text = "" if value is None else str(value)
    return _day(text, lang) if name.endswith("_on") else names.get(text, _code(text, lang))


def choice(value: str, lang: str) -> str:
    """Return one of a fact's choices in words."""
    return t(f"eligibility.track.{value}", lang) if value.isupper() else _code(value, lang)


def _measured(value: RuleValue | None, unit: str, lang: str) -> str:
    if value is None:
        return t("eligibility.unknown_figure", lang)
    if isinstance(value, bool):
        return t("eligibility.yes" if value else "eligibility.no", lang)
    if isinstance(value, int):
        return _counted(value, unit, lang)
    return ", ".join(_code(text, lang) for text in ((value,) if isinstance(value, str) else value))


def _counted(value: int, unit: str, lang: str) -> str:
    if unit in {"KRW", "USD"}:
        return money(Decimal(value), Unit(unit), lang, exact=True)
    return (
        percent(value, lang) if unit == "percent" else t(f"eligibility.unit.{unit}", lang, amount=f"{value:,}", n=value)
    )


def _both(change: Change) -> tuple[RuleValue | None, RuleValue | None]:
    return change.before, change.after


def _unit(change: Change, *packs: RulePack) -> str:
    """Return the unit that a changed figure is counted in."""
    rules = (pack.rule(change.rule_id) for pack in packs)
    figures = (figure for rule in rules if rule is not None for figure in rule.figures)
    return next((figure.unit for figure in figures if figure.name == change.what), "")


def _code(text: str, lang: str) -> str:
    known = words().codes
    return known[text].in_(lang) if text in known else text


def _day(text: str, lang: str) -> str:
    return day(date.fromisoformat(text), lang) if text else "–"


def _maps(value: Plain) -> list[Mapping[str, Plain]]:
    parts = value if isinstance(value, tuple) else (value,)
    return [part for part in parts if isinstance(part, Mapping)]


def _number(value: Plain) -> int:
    return value if isinstance(value, int) else 0


def _payments(value: Plain, lang: str) -> str:
    standing = [payment for payment in _maps(value) if not payment.get("voided_because")]
    total = sum(_number(payment["amount_won"]) for payment in standing)
    return t("eligibility.used.payments", lang, n=len(standing), amount=won(total, lang))


def _operator(value: Plain, lang: str) -> str:
    (registration,) = _maps(value)
    until = registration["term_to"]
    term = f"{_day(str(registration['term_from']), lang)} ~ {_day(str(until), lang) if until else ''}".strip()
    return f"{registration['number']} ({term})"


def _certificate(value: Plain, lang: str) -> str:
    (certificate,) = _maps(value)
    if not certificate["number"]:
        return t("eligibility.none", lang)
    return f"{certificate['number']} (~ {_day(str(certificate['valid_to']), lang)})"


def _exclusions(value: Plain, lang: str) -> str:
    texts = (
        f"{_code(str(fact['kind']), lang)} {t('eligibility.there' if fact['there'] else 'eligibility.not_there', lang)}"
        for fact in _maps(value)
    )
    return ", ".join(texts) or "–"


def _clauses(value: Plain, lang: str) -> str:
    (clauses,) = _maps(value)
    texts = (
        f"{_code(name, lang)} {t('eligibility.there' if there else 'eligibility.not_there', lang)}"
        for name, there in clauses.items()
        if there is not None
    )
    return ", ".join(texts) or "–"


def _projects(value: Plain, lang: str) -> str:
    return ", ".join(str(project["name"]) for project in _maps(value)) or t("eligibility.none", lang)


def _changes(value: Plain, lang: str) -> str:
    texts = (f"{_day(str(change['changed_on']), lang)} {change['member']}" for change in _maps(value))
    return ", ".join(texts) or t("eligibility.none", lang)


def _rounds(value: Plain, lang: str) -> str:
    texts = (
        f"{_day(str(round_['closed_on']), lang)} {won(_number(round_['amount_won']), lang)} {round_['label']}".strip()
        for round_ in _maps(value)
    )
    return ", ".join(texts) or t("eligibility.none", lang)


def _foreign(value: Plain, lang: str) -> str:
    texts = (
        f"{stake['investor']} ({stake['country']}) {money(Decimal(str(stake['usd'])), Unit.USD, lang, exact=True)}"
        for stake in _maps(value)
    )
    return ", ".join(texts) or t("eligibility.none", lang)


def _stake(value: Plain, lang: str) -> str:
    return percent(Decimal(str(value)) * 100, lang, places=2)


def _filed(value: Plain, lang: str) -> str:
    (filing,) = _maps(value)
    return _day(str(filing["filed_on"]), lang) if filing["filed_on"] else t("eligibility.not_filed", lang)


def _moment(value: Plain, lang: str) -> str:
    return moment(datetime.fromisoformat(str(value)), lang)


_TOLD: Final[Mapping[str, Callable[[Plain, str], str]]] = MappingProxyType(
    {
        "payments": _payments,
        "commitments": _payments,
        "operator": _operator,
        "sme_certificate": _certificate,
        "exclusions": _exclusions,
        "clauses": _clauses,
        "other_projects": _projects,
        "member_changes": _changes,
        "follow_on": _rounds,
        "foreign_investments": _foreign,
        "stake_before": _stake,
        "stake_after": _stake,
        "plan": _filed,
        "result": _filed,
        "main_ic_at": _moment,
    }
)
"""Inputs that are more than a number, a day or a name."""
