"""What goes out of the books as a file that computes: pipeline, companies, figures, funnel, with their definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum

from dealflow.actions.companies import companies, company_profile
from dealflow.actions.people import people
from dealflow.actions.pipeline import deal_figures, engagements, funnel
from dealflow.actions.pipeline.dashboard import DashQuery
from dealflow.actions.platform.context import Looking
from dealflow.actions.sheets import figures_out
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.sheets import company_table, figure_table, funnel_table, trait_table
from dealflow.reports.sheets.pipeline_table import PipelineTable, Shape
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Encoding, Progress, Table, TableFile, as_csv, as_xlsx

__all__ = [
    "Encoding",
    "Form",
    "Shape",
    "companies_table",
    "figures_table",
    "file_name",
    "file_of",
    "funnel_out",
    "pipeline_of",
    "pipeline_out",
    "traits_out",
]


class Form(StrEnum):
    """The kind of file."""

    XLSX = "xlsx"
    CSV = "csv"


def pipeline_out(
    looking: Looking, filters: engagements.EngagementFilter, *, on: date, shape: Shape, lang: str
) -> Table:
    """Return the deals of the viewer's books that the filters leave."""
    return pipeline_of(looking, engagements.engagements(looking, filters, on=on), shape=shape, lang=lang)


def pipeline_of(looking: Looking, rows: Sequence[engagements.EngagementRow], *, shape: Shape, lang: str) -> Table:
    """Return these deals of the viewer's books, with what is known of their companies."""
    known = {row.company.id: row for row in companies.companies(looking)}
    table = PipelineTable(shape, looking.ws.tracks, looking.ws.reasons, lang)
    lines = table.rows(
        rows,
        deal_figures.deal_figures(looking, rows),
        {company_id: row.company for company_id, row in known.items()},
        {company_id: row.profile for company_id, row in known.items()},
        _sources(lang),
    )
    return _finished(looking, "pipeline", table.columns(), lines, lang)


def companies_table(looking: Looking, rows: Sequence[companies.CompanyRow], metrics: Sequence[str], lang: str) -> Table:
    """Return the companies of a list, with the figures that it shows."""
    chosen = [looking.ws.metric(metric) for metric in metrics]
    lines = company_table.rows(rows, chosen, _sources(lang), lang)
    return _finished(looking, "companies", company_table.columns(chosen, lang), lines, lang)


def figures_table(looking: Looking, company_id: str | None, lang: str) -> Table:
    """Return the figures of a company's decks, or of all decks, each with its page, words and box."""
    figures = figures_out.figures(looking, company_id)
    decks = {deck.id: (deck.file_name, korean_day(deck.received_at)) for deck in figures.decks.values()}
    rows = figure_table.FigureRows(looking.ws.metrics, figures.companies, decks, lang).rows(figures.views)
    return _finished(looking, "figures", figure_table.columns(lang), rows, lang)


def funnel_out(looking: Looking, query: funnel.FunnelQuery, lang: str) -> Table:
    """Return how many deals reached each stage, and how long they stayed."""
    counts = funnel.funnel(looking, query)
    return _finished(looking, "funnel", funnel_table.columns(lang), funnel_table.rows(counts, lang), lang)


def traits_out(looking: Looking, query: DashQuery, lang: str) -> Table:
    """Return how many engagements came by each source, region, sector and person, and why they were passed on."""
    return _finished(looking, "traits", trait_table.columns(lang), trait_table.rows(looking, query, lang), lang)


def file_of(
    table: Table, form: Form, *, at: datetime, lang: str, encoding: Encoding, progress: Progress | None = None
) -> TableFile:
    """Return a table as a file, made at a moment that a workbook tells."""
    if form is Form.CSV:
        return as_csv(table, encoding=encoding, progress=progress)
    return as_xlsx(table.with_line(t("sheets.about.made", lang), moment(at, lang)), at=at, progress=progress)


def file_name(table: Table, form: Form, *, on: date) -> str:
    """Return what the file is called: its title and its day, invented ones marked as such."""
    mark = f"{table.notice} " if table.notice else ""
    return f"{mark}{table.title}_{on:%Y%m%d}.{form.value}"


def _finished(
    looking: Looking, name: str, columns: tuple[Column, ...], rows: Iterable[Sequence[Value]], lang: str
) -> Table:
    """Return a table with what is said of it; in an invented house each row says that it is invented."""
    houses = {organisation.id: organisation for organisation in people.organisations(looking.ws)}
    house = houses.get(looking.viewer.organisation_id)
    notice = t("dossier.watermark", lang) if house is not None and house.is_demo else ""
    if notice:
        columns = (*columns, Column(t("sheets.notice", lang), meaning=t("sheets.notice.meaning", lang)))
        rows = _marked(rows, notice)
    about = ((t("sheets.about.house", lang), name_of(house, lang) if house is not None else ""),)
    return Table(
        title=t(f"sheets.export.{name}", lang),
        columns=columns,
        rows=rows,
        about=about,
        meanings_title=t("sheets.about", lang),
        meanings_head=(t("sheets.about.column", lang), t("sheets.about.meaning", lang)),
        notice=notice,
    )


def _marked(rows: Iterable[Sequence[Value]], notice: str) -> Iterator[Sequence[Value]]:
    for row in rows:
        yield (*row, notice)


def _sources(lang: str) -> dict[str, str]:
    return {source.id: name_of(source, lang) for source in company_profile.sources()}
