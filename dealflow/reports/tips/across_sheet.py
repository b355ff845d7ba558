"""The overview across operators as a workbook: one line a house with its figures, one line a company of each house."""

from __future__ import annotations

from dealflow.actions.tips.across import Overview
from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.tips.operator_results import Share
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day
from dealflow.reports.kit.workbook import Heading, Look, PlainSheet, Value, as_workbook

SHOWN = (
    "recommended", "slots_used", "selected", "selection_rate", "outside_capital", "invested_won", "grant_won",
    "grant_paid_won", "follow_on_won", "jobs_change", "exports_change",
)  # fmt: skip
"""The figures of a house, in their order."""


def as_xlsx(overview: Overview, lang: str) -> bytes:
    """Return the workbook; where a demo house is in it every page says that all of it is invented."""
    is_demo = any(view.house.is_demo for view in overview.houses)
    title = t("projects.across.title", lang)
    notice = t("dossier.watermark", lang) if is_demo else ""
    return as_workbook((_houses(overview, lang), _firms(overview, lang)), title=title, notice=notice)


def _above(overview: Overview, lang: str) -> tuple[str, ...]:
    span = f"{day(overview.span.since, lang)} ~ {day(overview.span.until, lang)}"
    return (t("projects.results.span", lang, span=span), t("projects.across.consent", lang))


def _houses(overview: Overview, lang: str) -> PlainSheet:
    headings = (
        Heading(t("projects.across.house", lang), width=28),
        *(Heading(t(f"projects.kpi.{name}", lang), Look.WHOLE, 18) for name in SHOWN),
    )
    lines = [(name_of(view.house, lang), {kpi.id: kpi.value for kpi in view.results.kpis}) for view in overview.houses]
    lines.append((t("projects.across.total", lang), {kpi.id: kpi.value for kpi in overview.total}))
    rows: list[tuple[Value, ...]] = []
    looks = []
    for number, (name, values) in enumerate(lines):
        cells: list[Value] = [name]
        for place, kpi in enumerate(SHOWN, start=1):
            value = values.get(kpi)
            if isinstance(value, Share):
                looks.append((number, place, Look.SHARE))
                value = value.value
            cells.append(value)
        rows.append(tuple(cells))
    return PlainSheet(t("projects.across.title", lang), headings, rows, _above(overview, lang), tuple(looks))


_COLUMNS = (
    ("house", Look.TEXT, 26), ("company", Look.TEXT, 26), ("region", Look.TEXT, 12), ("stage", Look.TEXT, 18),
    ("recommended", Look.DAY, 12), ("invested", Look.WHOLE, 16), ("grant", Look.WHOLE, 16),
    ("follow_on", Look.WHOLE, 16),
)  # fmt: skip


def _firms(overview: Overview, lang: str) -> PlainSheet:
    names = {"house": "projects.across.house", "stage": "projects.column.stage"}
    headings = tuple(
        Heading(t(names.get(name, f"projects.firm.{name}"), lang), look, width) for name, look, width in _COLUMNS
    )
    stages = {stage.id: name_of(stage, lang) for track in load_tracks() if track.id == "tips" for stage in track.stages}
    rows: list[tuple[Value, ...]] = [
        (
            name_of(view.house, lang),
            called(firm.name, firm.name_en, lang),
            term(firm.region, lang),
            stages.get(firm.stage, firm.stage),
            firm.recommended_on,
            firm.invested_won,
            firm.grant_won,
            firm.follow_on_won,
        )
        for view in overview.houses
        for firm in view.results.firms
    ]
    return PlainSheet(t("projects.results.firms", lang), headings, rows, _above(overview, lang))
