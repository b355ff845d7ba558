"""The one way out of a screen: a table that computes, as XLSX or CSV, in the shape and letters that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from dealflow.actions.companies.companies import CompanyRow
from dealflow.actions.pipeline.dashboard import DashQuery
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.actions.pipeline.funnel import FunnelQuery
from dealflow.domain.people.access import Act, may
from dealflow.i18n import t
from dealflow.reports.sheets import exports
from dealflow.reports.sheets.exports import Encoding, Form, Shape
from dealflow.reports.sheets.table_files import Table, TableFile
from dealflow.ui.kit import context, downloads, frame
from dealflow.ui.kit.state import Drawing

_FEW: Final = 200
"""Rows that a company has, more or less: for the bar that says how far the writing has come."""


def pipeline(drawing: Drawing, rows: Sequence[EngagementRow]) -> None:
    """Offer the deals that the screen shows."""
    lang = drawing.lang
    _offer(
        drawing,
        "pipeline",
        lambda shape: exports.pipeline_of(drawing, rows, shape=shape, lang=lang),
        of=len(rows),
        shapes=tuple(Shape),
    )


def companies(drawing: Drawing, rows: Sequence[CompanyRow], metrics: Sequence[str]) -> None:
    """Offer the companies that the screen shows, with its figures."""
    _offer(drawing, "companies", lambda _: exports.companies_table(drawing, rows, metrics, drawing.lang), of=len(rows))


def figures(drawing: Drawing, company_id: str) -> None:
    """Offer the figures of a company, where the viewer's role sees figures at all."""
    if may(drawing.viewer, Act.SEE_PIPELINE):
        _offer(drawing, "figures", lambda _: exports.figures_table(drawing, company_id, drawing.lang), of=_FEW)


def way_in(drawing: Drawing) -> None:
    """Draw the link to where a sheet is brought in, for whom may."""
    if may(drawing.viewer, Act.EDIT_COMPANIES):
        label = t("sheets.title", drawing.lang)
        st.page_link(frame.page("imports"), label=label, icon=":material/place_item:", width="content")


def ways_of_companies(drawing: Drawing, rows: Sequence[CompanyRow], metrics: Sequence[str]) -> None:
    """Draw the ways in and out of the list of companies."""
    way_in(drawing)
    companies(drawing, rows, metrics)


def funnel(drawing: Drawing, query: FunnelQuery) -> None:
    """Offer the funnel that the screen shows."""
    _offer(drawing, "funnel", lambda _: exports.funnel_out(drawing, query, drawing.lang), of=1)


def traits(drawing: Drawing, query: DashQuery) -> None:
    """Offer the engagements by their traits, as the dashboards show them."""
    _offer(drawing, "traits", lambda _: exports.traits_out(drawing, query, drawing.lang), of=1)


def _offer(
    drawing: Drawing, name: str, make: Callable[[Shape], Table], *, of: int, shapes: tuple[Shape, ...] = (Shape.OWN,)
) -> None:
    """Draw the button with what can be chosen. ``make`` returns the table; ``of``: about how many rows it has."""
    with st.popover(t("sheets.export", drawing.lang), icon=":material/download:", key=f"export_{name}"):
        _choices(drawing, name, make, of, shapes)


@st.fragment
def _choices(drawing: Drawing, name: str, make: Callable[[Shape], Table], of: int, shapes: tuple[Shape, ...]) -> None:
    """Draw the choices and the file, without drawing the screen anew."""
    lang = drawing.lang
    st.caption(t("sheets.export.help", lang))
    form = st.segmented_control(
        t("sheets.export.form", lang), tuple(Form), default=Form.XLSX, required=True,
        format_func=lambda option: t(f"sheets.export.form.{option.value}", lang), key=f"export_form_{name}",
    )  # fmt: skip
    encoding = Encoding.UTF8
    if form is Form.CSV:
        encoding = st.segmented_control(
            t("sheets.export.encoding", lang), tuple(Encoding), default=Encoding.UTF8, required=True,
            format_func=lambda option: t(f"sheets.export.encoding.{option.value}", lang), key=f"export_letters_{name}",
        )  # fmt: skip
    shape = shapes[0]
    if len(shapes) > 1:
        shape = st.selectbox(
            t("sheets.export.shape", lang), shapes,
            format_func=lambda option: t(f"sheets.export.shape.{option.value}", lang), key=f"export_shape_{name}",
        )  # fmt: skip
    file_key = f"export_file_{name}"
    basis = (form, encoding, shape, dict(st.query_params), drawing.viewer, drawing.ws.ledger.position())
    if st.button(t("sheets.export.make", lang), icon=":material/table_view:", key=f"export_make_{name}"):
        bar = st.progress(0.0)

        def progress(rows: int) -> None:
            bar.progress(min(1.0, rows / max(of, 1)), t("sheets.export.making", lang, n=rows))

        table = make(shape)
        file = exports.file_of(table, Form(form), at=context.now(), lang=lang, encoding=encoding, progress=progress)
        bar.empty()
        st.session_state[file_key] = (basis, exports.file_name(table, Form(form), on=drawing.today), file)
    made_from, file_name, file = st.session_state.get(file_key, (None, "", None))
    if isinstance(file, TableFile) and made_from == basis:
        _download(drawing, name, file_name, file)


def _download(drawing: Drawing, name: str, file_name: str, file: TableFile) -> None:
    downloads.button(
        t("sheets.export.get", drawing.lang, n=file.rows),
        file.content,
        file_name=file_name,
        kind="primary",
        key=f"export_get_{name}",
    )
    if file.replaced:
        st.caption(t("sheets.export.replaced", drawing.lang, n=file.replaced))
