"""A house's own values for figures that no public source confirms, kept with their reason.

They are private to the house and count in its judgements alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import written
from dealflow.catalogue.rules import load_packs
from dealflow.domain.people.access import Act, require
from dealflow.domain.record.pipeline_as_of import until
from dealflow.domain.tips import rule_overrides
from dealflow.domain.tips.events import FigureKept
from dealflow.domain.tips.rule_packs import Figure, Rule, RulePack, RuleStatus, RuleValue
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import people


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A figure that no source confirms. ``shipped``: the usual value, if any; ``own``: the house's, None: not set."""

    rule: Rule
    figure: Figure
    shipped: RuleValue | None
    own: RuleValue | None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One change of a house's own value; ``before`` and ``after`` None: it was not set, or taken back."""

    rule_id: str
    figure: str
    before: RuleValue | None
    after: RuleValue | None
    because: str
    actor_name: str
    ts: datetime


@cache
def shipped() -> tuple[RulePack, ...]:
    """Return the shipped rule packs, by programme, track and day."""
    return load_packs()


def packs_of(looking: Looking, *, moment: datetime | None = None) -> tuple[RulePack, ...]:
    """Return the rule packs with the own values of the viewer's house, as set at a moment (None: now)."""
    figure_kepts = [figure_kept for figure_kept, _ in _figures_until(looking, moment)]
    return (
        rule_overrides.applied(shipped(), rule_overrides.values_of(figure_kepts, shipped()))
        if figure_kepts
        else shipped()
    )


def packs(looking: Looking) -> tuple[RulePack, ...]:
    """Return the rule packs with the own values of the viewer's house."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        return packs_of(looking.within(session))


def figures(looking: Looking, pack_id: str) -> tuple[OpenFigure, ...]:
    """Return the figures of a pack that no source confirms, with the house's own values.

    Raises:
        InvalidInputError: there is no such pack.
    """
    usual = _pack(shipped(), pack_id)
    now = {(rule.id, figure.name): figure for rule in _pack(packs(looking), pack_id).rules for figure in rule.figures}
    return tuple(
        OpenFigure(rule, figure, figure.value, own.value if (own := now[rule.id, figure.name]).by_house else None)
        for rule in usual.rules
        for figure in rule.figures
        if figure.status is not RuleStatus.CONFIRMED
    )


def value_of(text: str, unit: str) -> RuleValue:
    """Return the value that a text says in a figure's unit.

    Raises:
        InvalidInputError: it is empty, or of another kind than the unit.
    """
    if not text.strip():
        raise InvalidInputError(field="figure", problem="missing")
    return rule_overrides.read(text.strip(), unit)


def history(looking: Looking, pack_id: str) -> tuple[FigureChange, ...]:
    """Return what the house set and took back in a pack, the latest first."""
    require(looking.viewer, Act.SEE_PIPELINE)
    units = {(figure.rule.id, figure.figure.name): figure.figure.unit for figure in figures(looking, pack_id)}
    with looking.ws.ledger.read() as session:
        pairs = _figures_until(looking.within(session))
        names = people.names(session, looking.ws.name)
    figure_changes: list[FigureChange] = []
    before: dict[tuple[str, str], RuleValue | None] = {}
    for event, (actor, ts) in pairs:
        place = (event.rule_id, event.figure)
        if event.pack_id != pack_id or place not in units:
            continue
        after = rule_overrides.read(event.value, units[place]) if event.value else None
        figure_changes.append(FigureChange(*place, before.get(place), after, event.because, names.get(actor, ""), ts))
        before[place] = after
    return tuple(reversed(figure_changes))


@transacted
def keep(  # who, which figure, what, why
    acting: Acting, pack_id: str, rule_id: str, figure: str, value: RuleValue | None, *, because: str
) -> None:
    """Set the house's own value of a figure (None: take it back), with where it comes from.

    Raises:
        InvalidInputError: there is no such figure, a source confirms it, the value is of another kind or stands
            already, or no reason is given.
        NotAllowedError: the role may not decide.
    """
    require(acting.viewer, Act.DECIDE)
    kept_text = written(because, "because", longest=1000, required=True)
    pack = _pack(shipped(), pack_id)
    rule = pack.rule(rule_id)
    known = next(
        (other_figure for other_figure in (() if rule is None else rule.figures) if other_figure.name == figure), None
    )
    if known is None:
        raise InvalidInputError(field="figure", problem="unknown", value=f"{rule_id}.{figure}")
    if value is not None:
        rule_overrides.applied([pack], {pack.id: {rule_id: {figure: value}}})
    text = "" if value is None else rule_overrides.written(value)
    event = FigureKept(acting.viewer.organisation_id, pack_id, rule_id, figure, text, kept_text)
    pairs = _figures_until(acting)
    last = {
        (figure_kept.pack_id, figure_kept.rule_id, figure_kept.figure): figure_kept.value for figure_kept, _ in pairs
    }
    if last.get((pack_id, rule_id, figure), "") == text:
        raise InvalidInputError(field="figure", problem="unchanged", value=f"{rule_id}.{figure}")
    acting.record([event], after=len(pairs))


def _figures_until(
    looking: Looking, moment: datetime | None = None
) -> tuple[tuple[FigureKept, tuple[str, datetime]], ...]:
    """Return what the viewer's house set up to a moment, oldest first, with who and when."""
    records = until(
        journal.read_stream(looking.session, looking.ws.name, f"figures:{looking.viewer.organisation_id}"), moment
    )
    return tuple(
        (recorded.event, (recorded.actor, recorded.ts))
        for recorded in records
        if isinstance(recorded.event, FigureKept)
    )


def _pack(rule_packs: tuple[RulePack, ...], pack_id: str) -> RulePack:
    for rule_pack in rule_packs:
        if rule_pack.id == pack_id:
            return rule_pack
    raise InvalidInputError(field="ruleset", problem="unknown", value=pack_id)
