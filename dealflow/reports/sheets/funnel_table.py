"""The funnel as a table that computes: counts as counts, shares as shares, days as days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dealflow.actions.pipeline.funnel import StageCount
from dealflow.i18n import name_of, t
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Kind

COLUMNS: Final[tuple[tuple[str, Kind], ...]] = (
    ("stage", Kind.TEXT), ("reached", Kind.WHOLE), ("conversion", Kind.SHARE), ("from_first", Kind.SHARE),
    ("now_here", Kind.WHOLE), ("median_days", Kind.DECIMAL), ("p90_days", Kind.DECIMAL), ("stage_id", Kind.TEXT),
)  # fmt: skip


def columns(lang: str) -> tuple[Column, ...]:
    """Return the columns with their meanings."""
    return tuple(
        Column(t(f"sheets.funnel.{name}", lang), kind, t(f"sheets.funnel.{name}.meaning", lang))
        for name, kind in COLUMNS
    )


def rows(counts: Sequence[StageCount], lang: str) -> Iterator[tuple[Value, ...]]:
    """Yield one line a stage, in order."""
    for count in counts:
        yield (
            name_of(count.stage, lang),
            count.reached,
            count.conversion,
            count.from_first,
            count.now_here,
            count.median_days,
            count.p90_days,
            count.stage.id,
        )
