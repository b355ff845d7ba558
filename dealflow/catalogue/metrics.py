"""The metrics of metrics.toml: read, checked, and handed out as domain values."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from dealflow.domain.claims.claims import Aggregation, Metric, Scope
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.errors import InvalidInputError

_ALL_MONEY = tuple(unit for unit in Unit if unit in MONEY)
_KNOWN = frozenset(
    {"id", "section", "name_ko", "name_en", "counter_ko", "labels_ko", "labels_en", "units", "scope", "aggregation"}
    | {"signed", "headline", "heading", "needs", "avoid", "loose", "note", "examples"}
)
_REQUIRED = ("id", "section", "name_ko", "name_en", "units")


@cache
def load_metrics(text: str | None = None) -> tuple[Metric, ...]:
    """Return the metrics of ``text`` (TOML), or of the shipped catalogue, in the order of the file.

    Raises:
        InvalidInputError: an id stands twice, a field is missing or unknown, or a unit, scope or aggregation
            is none of the domain's.
    """
    metrics = tuple(_metric(entry) for entry in tomllib.loads(text or _shipped()).get("metric", []))
    seen: set[str] = set()
    for metric in metrics:
        if metric.id in seen:
            raise InvalidInputError(field="metric", problem="repeated", value=metric.id)
        seen.add(metric.id)
    return metrics


def _shipped() -> str:
    return resources.files("dealflow.catalogue").joinpath("metrics.toml").read_text("utf-8")


def _metric(entry: dict[str, object]) -> Metric:
    for field in _REQUIRED:
        if not entry.get(field):
            raise InvalidInputError(field=field, problem="missing", value=entry.get("id"))
    for field in entry:
        if field not in _KNOWN:
            raise InvalidInputError(field=field, problem="unknown", value=entry["id"])
    try:
        scope = Scope(str(entry.get("scope", Scope.UNKNOWN)))
        aggregation = Aggregation(str(entry.get("aggregation", Aggregation.UNKNOWN)))
    except ValueError as error:
        raise InvalidInputError(field="scope", problem="unknown", value=entry["id"]) from error
    return Metric(
        id=str(entry["id"]),
        section=str(entry["section"]),
        name_ko=str(entry["name_ko"]),
        name_en=str(entry["name_en"]),
        counter_ko=str(entry.get("counter_ko", "")),
        labels_ko=_words(entry, "labels_ko"),
        labels_en=_words(entry, "labels_en"),
        units=_units(entry),
        scope=scope,
        aggregation=aggregation,
        signed=entry.get("signed") is True,
        headline=entry.get("headline") is True,
        heading=entry.get("heading") is True,
        needs=_words(entry, "needs"),
        avoid=_words(entry, "avoid"),
        loose=_words(entry, "loose"),
    )


def _words(entry: dict[str, object], field: str) -> tuple[str, ...]:
    value = entry.get(field, [])
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise InvalidInputError(field=field, problem="not_a_list_of_words", value=entry["id"])
    return tuple(value)


def _units(entry: dict[str, object]) -> tuple[Unit, ...]:
    units: list[Unit] = []
    for name in _words(entry, "units"):
        if name == "money":
            units.extend(_ALL_MONEY)
        elif name in set(Unit):
            units.append(Unit(name))
        else:
            raise InvalidInputError(field="units", problem="unknown", value=name)
    return tuple(dict.fromkeys(units))
