"""Engagements by their traits as a table that computes: sources, regions, sectors, people, reasons for passing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dealflow.actions.pipeline import dashboard
from dealflow.actions.pipeline.dashboard import DashQuery, Slice, Trait
from dealflow.actions.platform.context import Looking
from dealflow.i18n import t
from dealflow.reports.pipeline.trait_words import words_of
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Kind

COLUMNS: Final[tuple[tuple[str, Kind], ...]] = (
    ("trait", Kind.TEXT), ("name", Kind.TEXT), ("opened", Kind.WHOLE), ("of_all", Kind.SHARE), ("open_now", Kind.WHOLE),
    ("overdue", Kind.WHOLE), ("declined", Kind.WHOLE), ("decided", Kind.WHOLE), ("to_committee", Kind.SHARE),
    ("low", Kind.SHARE), ("high", Kind.SHARE), ("key", Kind.TEXT),
)  # fmt: skip
NAMES: Final = {
    Trait.SOURCE: "sources",
    Trait.REGION: "regions",
    Trait.SECTOR: "sectors",
    Trait.PERSON: "people",
    Trait.REASON: "reasons",
}
"""What a trait is called among the words of the dashboards."""


def columns(lang: str) -> tuple[Column, ...]:
    """Return the columns with their meanings."""
    return tuple(
        Column(t(f"sheets.traits.{name}", lang), kind, t(f"sheets.traits.{name}.meaning", lang))
        for name, kind in COLUMNS
    )


def rows(looking: Looking, query: DashQuery, lang: str) -> Iterator[tuple[Value, ...]]:
    """Yield one line a value of each trait, most engagements first."""
    for trait in Trait:
        parts, words = dashboard.slices(looking, query, trait), words_of(looking, trait, lang)
        for part in parts:
            name = words(part.key) or t("dashboard.untold", lang)
            yield (t(f"dashboard.{NAMES[trait]}", lang), name, *numbers(part, parts), part.key)


def numbers(part: Slice, parts: Sequence[Slice]) -> tuple[int | float | None, ...]:
    """Return a slice's counts and shares, in the order of the columns; the last three None where it has none."""
    share = part.to_committee
    of_all = part.opened / max(1, sum(other.opened for other in parts))
    shares = (None, None, None) if share is None else (share.value, share.low, share.high)
    return (part.opened, of_all, part.open_now, part.overdue, part.declined, part.decided, *shares)
