"""A house's own values for figures of rule packs that no public source confirms: as text, and by pack and rule."""

from __future__ import annotations

from collections.abc import Iterable

from dealflow.domain.tips.events import FigureKept
from dealflow.domain.tips.rule_packs import RulePack, RuleValue, configured, fits
from dealflow.errors import InvalidInputError

Values = dict[str, dict[str, dict[str, RuleValue]]]
"""By pack, rule and figure."""

_FLAGS = {"true": True, "false": False}


def written(value: RuleValue) -> str:
    """Return a figure's value as it is kept: whole numbers, true or false, a mode, codes joined by commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def read(text: str, unit: str) -> RuleValue:
    """Return the value that a kept text says in a figure's unit.

    Raises:
        InvalidInputError: it is of another kind than the unit.
    """
    value: RuleValue = text
    if unit == "flag":
        value = _FLAGS.get(text, text)
    elif unit == "codes":
        value = tuple(dict.fromkeys(part for other_text in text.split(",") if (part := other_text.strip())))
    elif unit != "mode":
        value = int(text) if text.isdecimal() else text
    if not fits(unit, value):
        raise InvalidInputError(field="figure", problem="wrong_kind", value=text)
    return value


def values_of(figure_kepts: Iterable[FigureKept], packs: Iterable[RulePack]) -> Values:
    """Return the values that stand after these events; one whose figure is gone or confirmed by now says nothing."""
    open_figures = {
        (pack.id, rule.id, figure.name): figure.unit
        for pack in packs
        for rule in pack.rules
        for figure in rule.figures
        if figure.status.value != "confirmed"
    }
    last = {
        (figure_kept.pack_id, figure_kept.rule_id, figure_kept.figure): figure_kept.value
        for figure_kept in figure_kepts
    }
    overrides: Values = {}
    for (pack_id, rule_id, name), text in last.items():
        unit = open_figures.get((pack_id, rule_id, name))
        if text and unit is not None:
            overrides.setdefault(pack_id, {}).setdefault(rule_id, {})[name] = read(text, unit)
    return overrides


def applied(packs: Iterable[RulePack], values: Values) -> tuple[RulePack, ...]:
    """Return the packs with a house's own values in place of what no source confirms."""
    return tuple(configured(pack, values[pack.id]) if pack.id in values else pack for pack in packs)
