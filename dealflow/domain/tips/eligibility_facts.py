"""What an organisation notes of a company for eligibility: how a value is written down, and what it says to the rules.

Values are canonical text (``CompanyFactKept``). ``NONE`` says that there is known to be none; no text: not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from dealflow.domain.tips.eligibility_inputs import (
    Choice,
    Clauses,
    Exclusion,
    FollowOn,
    ForeignInvestment,
    MemberChange,
    OtherProject,
    SmeCertificate,
)
from dealflow.errors import InvalidInputError

NONE: Final = "-"
"""The company is known to have none of it: no certificate, no other project, no later round."""

_PARTS: Final = 3
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


class FactKind(StrEnum):
    """How a fact is written."""

    MONEY = "money"
    """Whole won, 0 included."""
    COUNT = "count"
    PERCENT = "percent"
    DATE = "date"
    FLAG = "flag"
    TEXT = "text"
    LIST = "list"
    """Names joined by commas, or ``NONE``."""
    CHOICE = "choice"
    CERTIFICATE = "certificate"
    """A number, or ``NONE``; its last day stands in ``valid_to``, its first in ``as_of``."""
    ROUNDS = "rounds"
    """A line each: day; whole won; label. Or ``NONE``."""
    FOREIGN = "foreign"
    """A line each: investor; country of two letters; US dollars. Or ``NONE``."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact of the catalogue. The id is the path that findings name as missing (``exclusions.tax_local``)."""

    id: str
    name_ko: str
    name_en: str
    kind: FactKind
    rules: tuple[str, ...]
    choices: tuple[str, ...] = ()
    help_ko: str = ""
    help_en: str = ""

    def name(self, lang: str) -> str:
        """Return what people call it in ``ko`` or ``en``."""
        return self.name_ko if lang == "ko" else self.name_en

    def help(self, lang: str) -> str:
        """Return how to write it in ``ko`` or ``en``; empty where the kind says it all."""
        return self.help_ko if lang == "ko" else self.help_en


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact as it was kept."""

    fact: str
    value: str
    as_of: date | None = None
    valid_to: date | None = None

    def stands_on(self, on: date) -> bool:
        """Say whether it may still be relied upon on a day."""
        return self.valid_to is None or on <= self.valid_to


def canonical(line: FactLine, text: str, *, valid_to: date | None = None) -> str:
    """Return a value as it is kept; nothing for nothing.

    Raises:
        InvalidInputError: the text is no such value (``problem`` is the kind's name, or ``negative``, ``unknown``,
            ``missing``); ``field`` is the fact's id.
    """
    given_text = text.strip()
    if not given_text:
        return ""
    if given_text == NONE and line.kind not in _MAY_BE_NONE:
        raise InvalidInputError(field=line.id, problem=line.kind.value, value=given_text)
    if line.kind is FactKind.CHOICE and given_text not in line.choices:
        raise InvalidInputError(field=line.id, problem="unknown", value=given_text)
    if line.kind is FactKind.CERTIFICATE and given_text != NONE and valid_to is None:
        raise InvalidInputError(field="valid_to", problem="missing", value=line.id)
    try:
        return given_text if given_text == NONE else _WAYS[line.kind](given_text)
    except (ValueError, InvalidOperation) as error:
        raise InvalidInputError(field=line.id, problem=line.kind.value, value=given_text) from error


def inputs_from(facts: Iterable[KeptFact], on: date) -> dict[str, Any]:  # values of every kind that Inputs has
    """Return what facts say to the rules on a day, by the name of the input; facts that ran out say nothing.

    A certificate that ran out is still given: the rule says so in its own words. Grounds for exclusion and clauses
    are always given, so that what nobody looked at is named one by one.
    """
    kept_facts_by_id = {
        fact.fact: fact for fact in facts if fact.value and (fact.fact == "sme_certificate" or fact.stands_on(on))
    }
    inputs: dict[str, Any] = {
        name: read(kept_facts_by_id[name].value) for name, read in _PLAIN.items() if name in kept_facts_by_id
    }
    for name, read in _BUILT.items():
        value = read(kept_facts_by_id)
        if value is not None:
            inputs[name] = value
    return inputs


def rows_of(value: str) -> tuple[tuple[str, str, str], ...]:
    """Return the lines of a value with three parts each; none for ``NONE``."""
    if value == NONE:
        return ()
    split = ([part.strip() for part in line.split(";")] for line in value.splitlines() if line.strip())
    return tuple((texts[0], texts[1], texts[2]) for texts in (([*parts, "", ""])[:_PARTS] for parts in split))


def items_of(value: str) -> tuple[str, ...]:
    """Return the names of a list; none for ``NONE``."""
    return () if value == NONE else tuple(value.split(","))


def _whole(text: str) -> str:
    number = int(text.replace(",", "").replace("₩", "").removesuffix("원").strip())
    return str(_not_negative(number))


def _not_negative(number: int) -> int:
    if number < 0:
        message = "negative"
        raise ValueError(message)
    return number


def _percent(text: str) -> str:
    number = Decimal(text.removesuffix("%").strip())
    if not 0 <= number <= 100:  # noqa: PLR2004  # percent
        message = "no percentage"
        raise ValueError(message)
    return format(number.normalize(), "f")


def _day(text: str) -> str:
    return date.fromisoformat(text.replace(".", "-")).isoformat()


def _flag(text: str) -> str:
    if text not in {"true", "false"}:
        message = "neither yes nor no"
        raise ValueError(message)
    return text


def _list(text: str) -> str:
    items = (other_text.strip() for other_text in text.replace("\n", ",").split(","))
    return ",".join(dict.fromkeys(item for item in items if item))


def _rounds(text: str) -> str:
    return "\n".join(f"{_day(day)}; {_whole(won)}; {label}".removesuffix("; ") for day, won, label in rows_of(text))


def _foreign(text: str) -> str:
    lines = []
    for investor, country, usd in rows_of(text):
        amount = Decimal(usd.replace(",", ""))
        if not investor or not _COUNTRY.fullmatch(country.upper()) or not amount.is_finite() or amount < 0:
            raise ValueError(usd)
        lines.append(f"{investor}; {country.upper()}; {format(amount, 'f')}")
    return "\n".join(lines)


def _same(text: str) -> str:
    return text


_MAY_BE_NONE: Final = frozenset({FactKind.LIST, FactKind.CERTIFICATE, FactKind.ROUNDS, FactKind.FOREIGN})

_WAYS: Final[Mapping[FactKind, Callable[[str], str]]] = MappingProxyType(
    {
        FactKind.MONEY: _whole,
        FactKind.COUNT: _whole,
        FactKind.PERCENT: _percent,
        FactKind.DATE: _day,
        FactKind.FLAG: _flag,
        FactKind.TEXT: _same,
        FactKind.LIST: _list,
        FactKind.CHOICE: _same,
        FactKind.CERTIFICATE: _same,
        FactKind.ROUNDS: _rounds,
        FactKind.FOREIGN: _foreign,
    }
)

_Kept = Mapping[str, KeptFact]

_WON: Final = ("revenue_won", "grant_won", "project_cost_won", "own_contribution_won", "own_cash_won")


def _yes(value: str) -> bool:
    return value == "true"


def _share(value: str) -> Decimal:
    return Decimal(value) / 100


_PLAIN: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType(
    {
        **dict.fromkeys((*_WON, "equity_match_won", "grant_months"), int),
        **dict.fromkeys(("founded_on", "agreement_on"), date.fromisoformat),
        **dict.fromkeys(("affiliated", "foreign_alternative_met", "enterprise_group"), _yes),
        **dict.fromkeys(("stake_before", "stake_after"), _share),
        "sectors": items_of,
        "hq_region": _same,
        "choice": Choice,
    }
)
"""Facts that are an input as they stand."""


def _certificate(stored: _Kept) -> SmeCertificate | None:
    kept_fact = stored.get("sme_certificate")
    if kept_fact is None:
        return None
    if kept_fact.value == NONE:
        return SmeCertificate("", kept_fact.as_of or date.min)
    return SmeCertificate(kept_fact.value, kept_fact.valid_to or date.max, kept_fact.as_of)


def _exclusions(stored: _Kept) -> tuple[Exclusion, ...]:
    return tuple(
        Exclusion(name.removeprefix("exclusions."), _yes(kept_fact.value), kept_fact.as_of)
        for name, kept_fact in stored.items()
        if name.startswith("exclusions.")
    )


def _clauses(stored: _Kept) -> Clauses:
    return Clauses(
        **{
            name.removeprefix("clauses."): _yes(kept_fact.value)
            for name, kept_fact in stored.items()
            if name.startswith("clauses.")
        }
    )


def _projects(stored: _Kept) -> tuple[OtherProject, ...] | None:
    """Return the other public projects: all of them run; whether one is the same research, where that was looked at."""
    kept_fact, same = stored.get("other_projects"), stored.get("other_projects_same")
    if kept_fact is None:
        return None
    named = None if same is None else items_of(same.value)
    return tuple(
        OtherProject(name, running=True, same_content=None if named is None else name in named)
        for name in items_of(kept_fact.value)
    )


def _follow_on(stored: _Kept) -> tuple[FollowOn, ...] | None:
    kept_fact = stored.get("follow_on")
    if kept_fact is None:
        return None
    return tuple(FollowOn(date.fromisoformat(day), int(won), label) for day, won, label in rows_of(kept_fact.value))


def _foreign_money(stored: _Kept) -> tuple[ForeignInvestment, ...] | None:
    kept_fact = stored.get("foreign_investments")
    if kept_fact is None:
        return None
    return tuple(ForeignInvestment(name, country, Decimal(usd)) for name, country, usd in rows_of(kept_fact.value))


_BUILT: Final[Mapping[str, Callable[[_Kept], object]]] = MappingProxyType(
    {
        "sme_certificate": _certificate,
        "exclusions": _exclusions,
        "clauses": _clauses,
        "other_projects": _projects,
        "follow_on": _follow_on,
        "foreign_investments": _foreign_money,
    }
)
"""Inputs that are made of a fact's parts, or of several facts."""


def approved_changes(changes: Iterable[MemberChange], facts: Iterable[KeptFact]) -> tuple[MemberChange, ...]:
    """Return an operator's changes of members, with whether the agency approved them where somebody noted it."""
    noted = next((fact.value for fact in facts if fact.fact == "member_changes_approved" and fact.value), None)
    approved = None if noted is None else _yes(noted)
    return tuple(MemberChange(member_change.changed_on, member_change.member, approved) for member_change in changes)
