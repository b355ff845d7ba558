"""The supported firms: searched, filtered, opened with what they told, listed by form or by Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dealflow.actions.regional import firms
from dealflow.actions.regional.firms import FirmView, Linkable
from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.domain.regional.figures import is_adopted
from dealflow.domain.regional.programmes import Indicator, SupportedFirm, Way
from dealflow.domain.regional.reports import Figure
from dealflow.domain.values.typed_text import plain
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day
from dealflow.reports.award.case_page import result_words
from dealflow.reports.regional import firm_table
from dealflow.reports.regional.words import NOTHING, indicator_unit, indicator_words, millions, quarter_words
from dealflow.ui.kit import components, dialogs, downloads, frame, grid, state, url_filters
from dealflow.ui.kit.entry_form import FormField, Kind, draw
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.regional import firm_import, programmes

_STATES: Final = ("adopted", "open")
_HEIGHT: Final = 620


def listed(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the list with its search and filters; a click opens a firm."""
    lang = drawing.lang
    with st.container(horizontal=True, vertical_alignment="center"):
        dialogs.offer("firm", t("regional.firm.new", lang), icon=":material/add:", key="firm_new")
        downloads.button(
            t("regional.firms.take", lang),
            lambda: firm_table.as_xlsx(view, lang),
            file_name=f"{t('regional.part.list', lang)}.xlsx",
            key="firms_xlsx",
        )
    with components.panel(t("regional.import", lang), "firm_import", icon=":material/upload_file:"):
        firm_import.draw(view, drawing)
    search, *places = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
    with search:
        words = url_filters.url_search("find", t("regional.find", lang), t("regional.find.eg", lang))
    with places[0]:
        regions = programmes.chosen_regions(view, lang)
    with places[1]:
        years = programmes.chosen_years(view, lang)
    with places[2]:
        adopted = components.url_choice(
            "adopted",
            t("regional.column.adopted", lang),
            _STATES,
            words=lambda text: t(f"regional.adoption.{text}", lang),
            everything=t("regional.all", lang),
        )
    chosen = [
        firm
        for firm in view.books.firms
        if firm.region in regions and firm.year in years and _fits(firm, words, adopted)
    ]
    st.caption(t("regional.firms.n", lang, n=len(chosen), all=len(view.books.firms)))
    if not chosen:
        components.empty_state("regional.no_firm")
        return
    _grid(view, chosen, lang)


def _fits(firm: SupportedFirm, words: str, adopted: str | None) -> bool:
    texts = plain(f"{firm.name} {firm.name_en} {firm.sector} {firm.adopted}")
    is_right = adopted is None or is_adopted(firm) is (adopted == "adopted")
    return is_right and all(plain(word) in texts for word in words.split())


def name_cell(firm: SupportedFirm, lang: str) -> Cell:
    """Return a firm's name, which opens the firm, with a mark where it is a company of the books."""
    marks = (Mark(t("regional.in_books", lang), "info"),) if firm.company_id else ()
    return Cell(called(firm.name, firm.name_en, lang), act=True, marks=marks)


def _grid(view: ProgrammeView, chosen: Sequence[SupportedFirm], lang: str) -> None:
    order = {region.id: place for place, region in enumerate(view.programme.regions)}
    names = (
        ("firm", 6),
        ("region", 4),
        ("year", 3),
        ("sector", 1),
        ("grant", 2),
        ("adopted_what", 0),
        ("adopted_on", 5),
    )
    columns = tuple(
        Column(name, t(f"regional.column.{name}", lang), "end" if name == "grant" else "start", first=first)
        for name, first in names
    )
    rows = tuple(
        Row(
            firm.id,
            (
                name_cell(firm, lang),
                Cell(name_of(view.programme.region(firm.region), lang)),
                Cell(str(firm.year)),
                Cell(term(firm.sector, lang) or NOTHING),
                Cell(millions(firm.grant_won, lang)),
                Cell(firm.adopted or NOTHING, tone="wrap"),
                Cell("" if firm.adopted_on is None else day(firm.adopted_on, lang), marks=_adopted_marks(firm, lang)),
            ),
        )
        for firm in sorted(chosen, key=lambda firm: (order[firm.region], firm.year, firm.name))
    )
    height = _HEIGHT if len(rows) > 12 else None  # noqa: PLR2004  what fits needs no frame of its own
    caption = t("regional.part.list", lang)
    at = grid.show(Table(columns, rows), caption=caption, key="firms_grid", lang=lang, height=height).place
    if at is not None:
        state.ask(do="firm", firm=at[0])


def _adopted_marks(firm: SupportedFirm, lang: str) -> tuple[Mark, ...]:
    return (Mark(t("regional.adopted", lang), "good"),) if is_adopted(firm) else ()


def dialog(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the firm that the URL asks for: what it told, and its form."""
    if not dialogs.is_open("firm"):
        return
    firm_id = state.url_value("firm")
    opened = firms.firm(drawing, view.programme.id, firm_id) if firm_id else None
    lang = drawing.lang
    title = t("regional.firm.new", lang) if opened is None else called(opened.firm.name, opened.firm.name_en, lang)
    dialogs.show(components.harmless(title), lambda: _firm(view, opened, drawing), width="large")


def _firm(view: ProgrammeView, opened: FirmView | None, drawing: state.Drawing) -> None:
    lang = drawing.lang
    if opened is not None:
        _links(opened, drawing)
        _told(view, opened, lang)
        st.subheader(t("regional.firm.change", lang), anchor=False)
    _form(view, opened, firms.linkable(drawing), drawing)
    if opened is not None:
        words = t("regional.firm.put_back" if opened.firm.is_withdrawn else "regional.firm.take_off", lang)
        if st.button(words, key="firm_withdraw"):
            firm = opened.firm
            firms.withdraw_firm(state.acting(), view.programme.id, firm.id, withdrawn=not firm.is_withdrawn)
            dialogs.done("regional.done.saved", firm=None)


def _links(opened: FirmView, drawing: state.Drawing) -> None:
    """Draw what the firm is linked to: its company, the deployment with its results, the need it came from."""
    lang, lines = drawing.lang, []
    if opened.company is not None:
        name = components.company_name(opened.company, lang)
        address = link("company", lang, id=opened.company.id)
        lines.append(f"{t('regional.firm.company', lang)}: [{components.harmless(name)}]({address})")
    if opened.deployment is not None:
        results = " · ".join(result_words(result) for result in opened.deployment.results)
        words = f"{opened.deployment.adopter_name} · {opened.deployment.process} {results}"
        lines.append(f"{t('regional.firm.deployment', lang)}: {components.harmless(words)}")
    if opened.need is not None:
        address = link("needs", lang, need=opened.need.id)
        lines.append(f"{t('regional.firm.need', lang)}: [{components.harmless(opened.need.process)}]({address})")
    for line in lines:
        st.markdown(line)


def _told(view: ProgrammeView, opened: FirmView, lang: str) -> None:
    """Draw what the firm told, a row each indicator and a column each quarter, the latest ones."""
    reports = sorted(opened.reports, key=lambda report: report.period)[-6:]
    if not reports:
        st.caption(t("regional.firm.untold", lang))
        return
    columns = (
        Column("indicator", t("regional.column.indicator", lang)),
        *(
            Column(
                str(report.period), quarter_words(report.period, lang), "end",
                sub=t(f"regional.state.{report.state.value}", lang),
            )
            for report in reports
        ),
    )  # fmt: skip
    rows = tuple(
        Row(
            indicator.id,
            (
                Cell(f"{name_of(indicator, lang)} ({indicator_unit(indicator, lang)})", tone="wrap"),
                *(_figure_cell(indicator, report.figure(indicator.id), lang) for report in reports),
            ),
        )
        for indicator in view.books.indicators
    )
    look = grid.Look(pinned=True)
    caption = t("regional.part.indicators", lang)
    grid.show(Table(columns, rows), caption=caption, key="firm_told", lang=lang, look=look)


def _figure_cell(indicator: Indicator, figure: Figure | None, lang: str) -> Cell:
    if figure is None:
        return Cell(NOTHING, tone="muted")
    if indicator.way is Way.CHANGE and figure.before is not None:
        sub = f"{figure.before.normalize():f} → {figure.value.normalize():f}"
        return Cell(indicator_words(indicator, figure.change_percent, lang), sub=sub)
    return Cell(indicator_words(indicator, figure.value, lang))


def _form(view: ProgrammeView, opened: FirmView | None, choices: Linkable, drawing: state.Drawing) -> None:
    lang, programme = drawing.lang, view.programme
    begun = SupportedFirm("", programme.id, "", programme.regions[0].id, programme.years[0], "")
    now = begun if opened is None else opened.firm
    key = f"firm_form_{now.id}_{0 if opened is None else opened.version}"
    regions = {region.id: name_of(region, lang) for region in programme.regions}
    companies = {company.id: components.company_name(company, lang) for company in choices.companies}
    deployments = {d.id: f"{d.adopter_name} · {d.process}" for d in choices.deployments}
    needs = {need.id: f"{need.adopter_name} · {need.process}" for need in choices.needs}
    years = tuple(str(year) for year in programme.years)
    form = (
        FormField("name", Kind.TEXT, required=True),
        FormField("name_en", Kind.TEXT),
        FormField("region", Kind.CHOICE, required=True, options=tuple(regions), words=regions.__getitem__),
        FormField("year", Kind.CHOICE, required=True, options=years),
        FormField("sector", Kind.TEXT),
        FormField("grant_won", Kind.WON),
        FormField("adopted", Kind.TEXT),
        FormField("adopted_on", Kind.DAY),
        FormField("company_id", Kind.CHOICE, options=tuple(companies), words=companies.__getitem__),
        FormField("deployment_id", Kind.CHOICE, options=tuple(deployments), words=deployments.__getitem__),
        FormField("need_id", Kind.CHOICE, options=tuple(needs), words=needs.__getitem__),
    )
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, now, key, lambda name: t(f"regional.field.{name}", lang))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        typed["year"] = int(typed["year"])
        firms.keep_firm(state.acting(), replace(now, **typed), seen=None if opened is None else opened.version)
        dialogs.done("regional.done.saved", firm=None)


def put_back(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Offer to put firms back that were taken off the list."""
    lang = drawing.lang
    gone = firms.taken_off(drawing, view.programme.id)
    if not gone:
        return
    with st.expander(t("regional.gone.n", lang, n=len(gone))):
        for firm in gone[:50]:
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                words = f"{called(firm.name, firm.name_en, lang)} · {firm.region} · {firm.year}"
                st.markdown(components.harmless(words), width="content")
                label = t("regional.firm.put_back", lang)
                st.button(label, key=f"back_{firm.id}", on_click=_put_back, args=(view.programme.id, firm.id))


def _put_back(programme_id: str, firm_id: str) -> None:
    with frame.attempted("regional.done.saved"):
        firms.withdraw_firm(state.acting(), programme_id, firm_id, withdrawn=False)
