"""Across operators on the screen: the own consents, what houses that agreed came to, who looks at the same company."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dealflow.actions.tips import across
from dealflow.actions.tips.across import Overview, SharingView
from dealflow.domain.tips.operator_results import Kpi
from dealflow.domain.tips.sharing import PEERS
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day, won
from dealflow.reports.tips import across_sheet, results_sheet
from dealflow.ui.kit import components, downloads, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Look, Mark, Row, Table
from dealflow.ui.tips.grant_projects import span_of

_IN_WON = frozenset({"invested_won", "grant_won", "grant_paid_won", "follow_on_won"})


def draw(drawing: state.Drawing) -> None:
    """Draw the consents where the viewer's house leads an operator, and the overview of those who agreed."""
    lang = drawing.lang
    own = across.sharing(drawing)
    if own is not None:
        _consents(own, lang)
        _met(drawing)
    st.subheader(t("projects.across.title", lang), anchor=False)
    overview = across.overview(drawing, span_of(drawing))
    if not overview.houses:
        components.empty_state("projects.across.none")
        return
    st.caption(t("projects.across.consent", lang))
    downloads.button(
        t("projects.across.take", lang, n=len(overview.houses)),
        lambda: across_sheet.as_xlsx(overview, lang),
        file_name=f"{t('projects.across.title', lang)}.xlsx",
        key="across_sheet",
        kind="primary",
    )
    _houses(overview, lang)
    _firms(overview, drawing)


def _consents(view: SharingView, lang: str) -> None:
    """Draw to whom the own results are shown; what is given ends at once when it is taken back."""
    with st.container(border=True, key="sharing"):
        st.markdown(f"**{t('projects.across.own', lang)}**")
        st.caption(t("projects.across.own.how", lang))
        entries = [(house.id, name_of(house, lang), is_given) for house, is_given in view.receivers]
        entries.append((PEERS, t("projects.across.peers", lang), view.peers))
        for to_id, words, is_given in entries:
            key = f"sharing_{to_id or 'peers'}"
            st.session_state[key] = is_given
            st.toggle(words, key=key, disabled=not view.may_change, on_change=_share(to_id, key))


def _share(to_id: str, key: str) -> Callable[[], None]:
    def change() -> None:
        is_given = bool(st.session_state[key])
        with frame.attempted("projects.across.given" if is_given else "projects.across.taken_back"):
            across.share(state.acting(), to_id, is_given=is_given)

    return change


def _met(drawing: state.Drawing) -> None:
    """Say which companies of the house other operators look at, too, where both agreed to be told."""
    lang = drawing.lang
    both = across.also_looked_at(drawing)
    if not both:
        return
    names = across.names_of(drawing, [company_id for company_id, _ in both])
    lines = [
        f"- {components.harmless(called(*names[company_id], lang))}: "
        f"{components.harmless(', '.join(name_of(house, lang) for house in houses))}"
        for company_id, houses in both
        if company_id in names
    ]
    st.warning(f"**{t('projects.across.met', lang)}**\n" + "\n".join(lines), icon=":material/group:")


def _houses(overview: Overview, lang: str) -> None:
    columns = (
        Column("house", t("projects.across.house", lang)),
        *(
            Column(name, t(f"projects.kpi.{name}", lang), "end", first=len(across_sheet.SHOWN) - place)
            for place, name in enumerate(across_sheet.SHOWN)
        ),
    )
    lines = [(view.house.id, name_of(view.house, lang), view.results.kpis) for view in overview.houses]
    lines.append(("total", t("projects.across.total", lang), overview.total))
    rows = tuple(
        Row(
            row_id,
            (
                Cell(name, tone="strong" if row_id == "total" else ""),
                *(_figure({kpi.id: kpi for kpi in figures}.get(kpi_id), lang) for kpi_id in across_sheet.SHOWN),
            ),
        )
        for row_id, name, figures in lines
    )
    caption = t("projects.across.title", lang)
    grid.show(Table(columns, rows), caption=caption, key="across_grid", lang=lang, look=Look(pinned=True))


def _figure(kpi: Kpi | None, lang: str) -> Cell:
    if kpi is None:
        return Cell("–", tone="muted")
    if kpi.id in _IN_WON and isinstance(kpi.value, int):
        return Cell(won(kpi.value, lang))
    return Cell(results_sheet.kpi_words(kpi))


def _firms(overview: Overview, drawing: state.Drawing) -> None:
    lang, track = drawing.lang, drawing.ws.track("tips")
    names = (("company", 3), ("house", 2), ("stage", 1), ("recommended", 0), ("invested", 0), ("grant", 0))
    ends = {"invested", "grant"}
    keys = {"house": "projects.across.house", "stage": "projects.column.stage"}
    columns = tuple(
        Column(
            name,
            t(keys.get(name, f"projects.firm.{name}"), lang),
            "end" if name in ends else "start",
            first=first,
        )
        for name, first in names
    )
    rows = tuple(
        Row(
            f"{view.house.id}:{firm.company_id}",
            (
                Cell(called(firm.name, firm.name_en, lang), sub=term(firm.region, lang)),
                Cell(name_of(view.house, lang)),
                Cell(
                    name_of(track.stage(firm.stage), lang) if firm.stage else "–",
                    marks=(Mark(t("operators.withdrawn", lang), "late"),) if firm.is_withdrawn else (),
                ),
                Cell("–" if firm.recommended_on is None else day(firm.recommended_on, lang)),
                Cell(won(firm.invested_won, lang)),
                Cell("–" if firm.grant_won is None else won(firm.grant_won, lang)),
            ),
        )
        for view in overview.houses
        for firm in view.results.firms
    )
    grid.show(Table(columns, rows), caption=t("projects.results.firms", lang), key="across_firms", lang=lang)
