"""Companies as a table that computes: what all see, what the house notes, and chosen figures with unit and period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dealflow.actions.companies.companies import CompanyRow, Figure
from dealflow.domain.claims.claims import Metric
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import period as period_words
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Kind

_FIXED: Final[tuple[tuple[str, Kind], ...]] = (
    ("name", Kind.TEXT), ("name_en", Kind.TEXT), ("biz_reg_no", Kind.TEXT), ("region", Kind.TEXT),
    ("sector", Kind.TEXT), ("about", Kind.LONG), ("website", Kind.TEXT), ("source", Kind.TEXT), ("tags", Kind.TEXT),
    ("decks", Kind.WHOLE), ("deals", Kind.WHOLE),
)  # fmt: skip
_PARTS: Final[tuple[tuple[str, Kind], ...]] = (
    ("value", Kind.DECIMAL), ("upper", Kind.DECIMAL), ("unit", Kind.TEXT), ("period", Kind.TEXT), ("state", Kind.TEXT),
    ("page", Kind.WHOLE),
)  # fmt: skip


def columns(metrics: Sequence[Metric], lang: str) -> tuple[Column, ...]:
    """Return the columns with their meanings: of each metric its value, unit, period, standing and page."""
    fixed = tuple(
        Column(t(f"sheets.use.{name}", lang), kind, t(f"sheets.meaning.{name}", lang)) for name, kind in _FIXED
    )
    return fixed + tuple(
        Column(
            t(f"sheets.company.{part}", lang, metric=name_of(metric, lang)),
            kind,
            t(f"sheets.company.{part}.meaning", lang, metric=name_of(metric, lang)),
        )
        for metric in metrics
        for part, kind in _PARTS
    )


def rows(
    companies: Sequence[CompanyRow], metrics: Sequence[Metric], sources: Mapping[str, str], lang: str
) -> Iterator[tuple[Value, ...]]:
    """Yield one line a company."""
    for row in companies:
        company, profile = row.company, row.profile
        yield (
            company.name,
            company.name_en,
            company.biz_reg_no or "",
            company.region,
            company.sector,
            profile.about,
            profile.website,
            sources.get(profile.source, ""),
            ", ".join(profile.tags),
            row.decks,
            row.engagements,
            *(value for metric in metrics for value in _figure(row.figures.get(metric.id), lang)),
        )


def _figure(figure: Figure | None, lang: str) -> tuple[Value, ...]:
    if figure is None:
        return (None,) * len(_PARTS)
    quantity = figure.quantity
    lower = quantity.value if quantity.value is not None else quantity.value_min
    return (
        lower if lower is not None else quantity.text,
        quantity.value_max,
        quantity.unit.value,
        period_words(figure.period, lang) if figure.period is not None else "",
        t(f"enum.review_state.{figure.state.value}", lang),
        figure.page,
    )
