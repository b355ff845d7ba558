"""The result report (결과보고서) of a regional programme: DOCX, HTML, and HTML of plain tables that Hangul takes.

It is made of the tables of the screen. What nobody planned or told is a dash; only confirmed figures count.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.domain.people.people import Organisation
from dealflow.domain.regional.figures import BrokenLimit, is_adopted
from dealflow.domain.regional.programmes import SupportedFirm
from dealflow.domain.regional.quarters import Quarter
from dealflow.domain.regional.reports import ReportState, tellers
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day, moment, percent, rounded
from dealflow.reports.kit.blocks import Block, Document, Facts, Grid, Part, Words
from dealflow.reports.kit.templates import render
from dealflow.reports.record import dossier_docx, dossier_html
from dealflow.reports.regional import tables
from dealflow.reports.regional.words import NOTHING, millions, quarter_words

FORMS: Final = ("docx", "html", "hwp")


def file(
    view: ProgrammeView, years: Sequence[int], form: str, house: Organisation | None, when: tuple[datetime, str]
) -> bytes:
    """Return the report of some years as a file of one of ``FORMS``; ``when``: the moment, and the language."""
    at, lang = when
    report = document(view, years, house, at, lang)
    if form == "docx":
        return dossier_docx.as_docx(report)
    if form == "hwp":
        return render("regional/plain_tables.html", lang, document=report).encode()
    return dossier_html.as_html(report, lang).encode()


def document(
    view: ProgrammeView, years: Sequence[int], house: Organisation | None, at: datetime, lang: str
) -> Document:
    """Return the report of some years of a programme."""
    books, programme = view.books, view.programme
    name = "" if house is None else name_of(house, lang)
    regions = [region.id for region in programme.regions]
    parts = [
        Part(t("regional.part.overview", lang), (_overview(view, years, name, lang),)),
        _part("budget", (tables.budget(books, years, lang).grid, tables.funds(books, years, lang).grid), lang),
        _part("quarters", (tables.quarters(books, regions, years, lang).grid,), lang),
        _part("firms", (tables.firms(books, years, lang).grid,), lang),
        _part(
            "indicators",
            (
                tables.indicators(books, regions, years, lang).grid,
                tables.indicators_by_region(books, years, lang).grid,
                *((tables.indicators_by_year(books, regions, lang).grid,) if len(years) > 1 else ()),
            ),
            lang,
        ),
        _part("collection", (collection(view, years, lang),), lang),
    ]
    broken = [line for line in view.broken if line.plan.year in years]
    if broken:
        parts.append(
            _part("limits", (Words("\n".join(f"· {limit_words(line, view, lang)}" for line in broken)),), lang)
        )
    parts.append(_part("list", (_firm_list(view, years, lang),), lang))
    return Document(
        title=t("regional.report.title", lang, title=called(programme.title_ko, programme.title_en, lang)),
        subtitle=" · ".join(filter(None, (_span(years), name))),
        parts=tuple(parts),
        footer=t("regional.report.footer", lang, moment=moment(at, lang)),
        watermark=t("dossier.watermark", lang) if house is not None and house.is_demo else "",
    )


def collection(view: ProgrammeView, years: Sequence[int], lang: str) -> Grid:
    """Return how the collection of each quarter stands of which anything came: due, submitted, returned, confirmed."""
    heads = tuple(
        t(f"regional.column.{name}", lang)
        for name in ("quarter", "due", "confirmed", "submitted", "returned", "missing")
    )
    rows = []
    for quarter in quarters_told(view, years):
        due = {teller.id for teller in tellers(view.programme, view.books.firms, quarter.year)}
        states = [report.state for report in view.books.reports if report.period == quarter and report.teller.id in due]
        counts = [states.count(state) for state in (ReportState.CONFIRMED, ReportState.SUBMITTED, ReportState.RETURNED)]
        rows.append((quarter_words(quarter, lang), *(str(n) for n in (len(due), *counts, len(due) - len(states)))))
    return Grid(heads, tuple(rows), frozenset(range(1, len(heads))))


def quarters_told(view: ProgrammeView, years: Sequence[int]) -> list[Quarter]:
    """Return the quarters of which anything came, in order."""
    return sorted({report.period for report in view.books.reports if report.year in years})


def limit_words(line: BrokenLimit, view: ProgrammeView, lang: str) -> str:
    """Return what a plan breaks of a rule: 2026 경남: 국비 비중 70%, 60% 이하여야 합니다 (source)."""
    limit, programme = line.limit, view.programme
    fund = next(fund for fund in programme.funds if fund.id == limit.fund)
    bound = "most" if limit.most_percent is not None else "least"
    return t(
        f"regional.limit.{bound}",
        lang,
        year=line.plan.year,
        region=name_of(programme.region(line.plan.region), lang),
        fund=name_of(fund, lang),
        percent=percent(rounded(line.percent, 1), lang),
        bound=limit.most_percent if limit.most_percent is not None else limit.least_percent,
        source=limit.source,
    )


def _overview(view: ProgrammeView, years: Sequence[int], house: str, lang: str) -> Facts:
    programme = view.programme
    tally = view.books.tally([region.id for region in programme.regions], years)
    return Facts(
        (
            (t("regional.fact.title", lang), called(programme.title_ko, programme.title_en, lang)),
            (t("regional.fact.years", lang), _span(years)),
            (t("regional.fact.house", lang), house or NOTHING),
            (t("regional.fact.regions", lang), ", ".join(name_of(region, lang) for region in programme.regions)),
            (t("regional.fact.budget", lang), f"{millions(tally.planned, lang)} / {millions(tally.spent, lang)}"),
            (t("regional.fact.firms", lang), f"{tally.firms} / {tally.adopted}"),
            (t("regional.fact.basis", lang), t("regional.basis", lang)),
        )
    )


def _firm_list(view: ProgrammeView, years: Sequence[int], lang: str) -> Grid:
    names = ("region", "year", "firm", "sector", "grant", "adopted_what", "adopted_on")
    order = {region.id: place for place, region in enumerate(view.programme.regions)}
    listed = [firm for firm in view.books.firms if firm.year in years]
    listed.sort(key=lambda firm: (order[firm.region], firm.year, firm.name))
    heads = tuple(t(f"regional.column.{name}", lang) for name in names)
    return Grid(heads, tuple(_firm_row(firm, view, lang) for firm in listed), frozenset({4}))


def _firm_row(firm: SupportedFirm, view: ProgrammeView, lang: str) -> tuple[str, ...]:
    adopted = day(firm.adopted_on, lang) if firm.adopted_on is not None else ""
    return (
        name_of(view.programme.region(firm.region), lang),
        str(firm.year),
        called(firm.name, firm.name_en, lang),
        term(firm.sector, lang) or NOTHING,
        millions(firm.grant_won, lang),
        firm.adopted or NOTHING,
        adopted or (t("regional.adopted", lang) if is_adopted(firm) else NOTHING),
    )


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _part(name: str, blocks: tuple[Block, ...], lang: str) -> Part:
    return Part(t(f"regional.part.{name}", lang), (*blocks, Words(t(f"regional.define.{name}", lang), quiet=True)))
