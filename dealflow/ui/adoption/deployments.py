"""Deployments on the screen: what was installed where, its results with who says so, and a supplier's references."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dealflow.actions.adoption import deployments
from dealflow.actions.adoption.deployments import RESULT_METRICS, DeploymentView
from dealflow.actions.companies import companies
from dealflow.domain.adoption.deployments import Basis, Deployment, MeasuredResult
from dealflow.domain.people.access import Act, may
from dealflow.i18n import called, t
from dealflow.i18n.numbers import day
from dealflow.ui.adoption.result_words import metric_name, result_words
from dealflow.ui.kit import components, dialogs, frame, grid, state
from dealflow.ui.kit.entry_form import FormField, Kind, draw
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link


def listed(views: Sequence[DeploymentView], drawing: state.Drawing) -> None:
    """Draw the deployments that the viewer may see, one a line; a click on one's own opens it to be changed."""
    lang = drawing.lang
    names = (("supplier", 4), ("adopter", 2), ("installed_on", 0), ("results", 3), ("from", 1))
    columns = tuple(Column(name, t(f"adoption.column.{name}", lang), first=first) for name, first in names)
    rows = tuple(_row(view, drawing) for view in views)
    caption = t("adoption.view.deployments", lang)
    at = grid.show(Table(columns, rows), caption=caption, key="deployments_grid", lang=lang).place
    own = {view.deployment.id for view in views if view.is_own}
    if at is not None and at[0] in own and may(drawing.viewer, Act.EDIT_PIPELINE):
        state.ask(deployment=at[0])


def _row(view: DeploymentView, drawing: state.Drawing) -> Row:
    lang, deployment = drawing.lang, view.deployment
    company = view.company
    marks = (Mark(t("adoption.shared", lang), "info"),) if deployment.is_shared else ()
    return Row(
        deployment.id,
        (
            Cell(
                called(company.name, company.name_en, lang),
                sub=deployment.process,
                href=link("company", lang, id=company.id),
            ),
            Cell(deployment.adopter_name, sub=deployment.site),
            Cell("–" if deployment.installed_on is None else day(deployment.installed_on, lang)),
            Cell("", parts=tuple(_result(result, drawing) for result in deployment.results), tone="wrap")
            if deployment.results
            else Cell("–", tone="muted"),
            Cell(view.owner_name, marks=marks, tone="wrap"),
        ),
    )


def _result(result: MeasuredResult, drawing: state.Drawing) -> Cell:
    lang = drawing.lang
    is_verified = result.basis is Basis.VERIFIED
    mark = Mark(t(f"adoption.basis.{result.basis.value}", lang), "good" if is_verified else "warn", result.proof)
    return Cell(f"{metric_name(result.metric, drawing)} {result_words(result, lang)}", marks=(mark,), tone="wrap")


def offer_new(lang: str) -> None:
    """Offer to write a deployment down, where the viewer may."""
    if may(state.viewer(), Act.EDIT_PIPELINE):
        label = t("adoption.deployment.new", lang)
        dialogs.offer("deployment", label, icon=":material/add:", key="deployment_new", primary=True)


def opened(views: Sequence[DeploymentView], drawing: state.Drawing) -> None:
    """Draw the deployment that the URL names: its results, each to be verified or changed, and what may be done."""
    view = next((view for view in views if view.deployment.id == state.url_value("deployment") and view.is_own), None)
    if view is None:
        return
    lang, deployment = drawing.lang, view.deployment
    with st.container(border=True, key="deployment_card"):
        name = called(view.company.name, view.company.name_en, lang)
        st.markdown(f"**{components.harmless(f'{name} → {deployment.adopter_name} · {deployment.process}')}**")
        for result in deployment.results:
            _result_line(view, result, drawing)
        with st.container(horizontal=True):
            dialogs.offer("result", t("adoption.result.new", lang), icon=":material/add:", key="result_new")
            dialogs.offer("deployment", t("adoption.deployment.change", lang), icon=":material/edit:", key="dep_change")
            _button("undo", "frame.undo", "undo", deployment.id, lang)
            _button("withdraw", "adoption.withdraw", "archive", deployment.id, lang)


def _button(act: str, words: str, icon: str, deployment_id: str, lang: str) -> None:
    label = t(words, lang)
    st.button(label, icon=f":material/{icon}:", key=f"dep_{act}", on_click=_do, args=(act, deployment_id))


def _result_line(view: DeploymentView, result: MeasuredResult, drawing: state.Drawing) -> None:
    lang = drawing.lang
    with st.container(horizontal=True, vertical_alignment="center"):
        is_verified = result.basis is Basis.VERIFIED
        badge = components.badge(t(f"adoption.basis.{result.basis.value}", lang), "green" if is_verified else "orange")
        words = f"{metric_name(result.metric, drawing)} {result_words(result, lang)}"
        proof = f" · {result.proof}" if result.proof else ""
        st.markdown(f"{badge} {components.harmless(words + proof)}", width="stretch")
        if not is_verified and may(drawing.viewer, Act.REVIEW_CLAIMS):
            with st.popover(t("adoption.verify", lang), icon=":material/verified:", key=f"verify_{result.id}"):
                st.text_input(t("adoption.field.proof", lang), value=result.proof, key=f"verify_proof_{result.id}")
                st.button(
                    t("adoption.verify.do", lang), type="primary", key=f"verify_do_{result.id}",
                    on_click=_verify, args=(view, result.id),
                )  # fmt: skip


def references(company_id: str, drawing: state.Drawing) -> None:
    """Draw a supplier's references on its own page: results at customers, never its own figures."""
    views = deployments.deployments(drawing, company_id=company_id)
    if not views:
        return
    lang = drawing.lang
    with st.expander(t("adoption.references", lang, n=len(views)), icon=":material/factory:"):
        st.caption(t("adoption.references.how", lang))
        listed(views, drawing)


def dialog(views: Sequence[DeploymentView], drawing: state.Drawing) -> None:
    """Draw the form that the URL asks for: of a deployment, or of a result."""
    lang = drawing.lang
    view = next((view for view in views if view.deployment.id == state.url_value("deployment") and view.is_own), None)
    if dialogs.is_open("deployment"):
        title = t("adoption.deployment.new" if view is None else "adoption.deployment.change", lang)
        dialogs.show(title, lambda: _form(view, drawing), width="large")
    if dialogs.is_open("result") and view is not None:
        dialogs.show(t("adoption.result.new", lang), lambda: _result_form(view, drawing), width="large")


def _label(name: str, lang: str) -> str:
    return t(f"adoption.field.{name}", lang)


def _form(view: DeploymentView | None, drawing: state.Drawing) -> None:
    lang, now = drawing.lang, None if view is None else view.deployment
    key = f"deployment_form_{'' if now is None else now.id}_{0 if view is None else view.version}"
    names = {
        row.company.id: called(row.company.name, row.company.name_en, lang) for row in companies.companies(drawing)
    }
    form = (
        FormField("company_id", Kind.CHOICE, options=tuple(names), words=names.__getitem__, required=True),
        FormField("adopter_name", Kind.TEXT, required=True),
        FormField("process", Kind.TEXT, required=True),
        FormField("site", Kind.TEXT),
        FormField("installed_on", Kind.DAY),
        FormField("is_shared", Kind.FLAG, hint=t("adoption.field.is_shared.help", lang)),
    )
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, now, key, lambda name: _label(name, lang))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        typed["is_shared"] = bool(typed["is_shared"])
        new = Deployment("" if now is None else now.id, "", **typed)
        deployment_id = deployments.keep(state.acting(), new, seen=None if view is None else view.version)
        dialogs.done("adoption.done.kept", deployment=deployment_id)


def _result_form(view: DeploymentView, drawing: state.Drawing) -> None:
    lang, key = drawing.lang, f"result_form_{view.deployment.id}_{view.version}"
    metrics = {metric.id: metric for metric in drawing.ws.metrics if metric.id.startswith(RESULT_METRICS)}
    form = (
        FormField("metric", Kind.CHOICE, options=tuple(metrics), required=True,
               words=lambda metric: metric_name(metric, drawing)),
        FormField("unit", Kind.TEXT, example="%"),
        FormField("before", Kind.DECIMAL),
        FormField("after", Kind.DECIMAL),
        FormField("change_percent", Kind.DECIMAL, hint=t("adoption.field.change_percent.help", lang)),
        FormField("measured_on", Kind.DAY),
        FormField("proof", Kind.LONG),
    )  # fmt: skip
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, None, key, lambda name: _label(name, lang))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        deployments.keep_result(state.acting(), view.deployment.id, MeasuredResult("", **typed), seen=view.version)
        dialogs.done("adoption.done.kept")


def _verify(view: DeploymentView, result_id: str) -> None:
    with frame.attempted("adoption.done.verified"):
        proof = st.session_state.get(f"verify_proof_{result_id}", "")
        deployments.verify_result(state.acting(), view.deployment.id, result_id, proof=proof, seen=view.version)


def _do(act: str, deployment_id: str) -> None:
    acts = {"undo": deployments.undo, "withdraw": deployments.withdraw}
    with frame.attempted(f"adoption.done.{'undone' if act == 'undo' else 'withdrawn'}"):
        acts[act](state.acting(), deployment_id)
