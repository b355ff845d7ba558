"""Needs of adopters on the screen: the list, one need with the suppliers that fit it and why, and its proposals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from dealflow.actions.adoption import needs
from dealflow.actions.adoption.needs import NeedView
from dealflow.actions.irday.programme.day_state import events_run_by
from dealflow.domain.adoption.fit import Fit, Reason, ReasonKind
from dealflow.domain.adoption.needs import Need, NeedState
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, may
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day, won
from dealflow.ui.adoption.result_words import metric_name, result_words
from dealflow.ui.kit import components, dialogs, frame, grid, state
from dealflow.ui.kit.entry_form import FormField, Kind, draw
from dealflow.ui.kit.grid import Cell, Column, Look, Mark, Row, Table, link

_SHOWN: Final = 20
_TICKED: Final = "need_suppliers_ticked"
_TONES: Final = {
    ReasonKind.RESULT_VERIFIED: "good",
    ReasonKind.CLAIM_VERIFIED: "good",
    ReasonKind.OVER_BUDGET: "warn",
    ReasonKind.RESULT_CLAIMED: "info",
    ReasonKind.CLAIM_READ: "info",
}
_STATES: Final = {NeedState.OPEN: "info", NeedState.MET: "good", NeedState.CLOSED: ""}


def listed(views: Sequence[NeedView], drawing: state.Drawing) -> None:
    """Draw the needs of the house, one a line; a click opens one."""
    lang = drawing.lang
    names = (("adopter", 0), ("process", 4), ("budget", 1), ("wanted_by", 2), ("proposals", 3), ("state", 0))
    columns = tuple(
        Column(name, t(f"adoption.column.{name}", lang), "end" if name == "budget" else "start", first=first)
        for name, first in names
    )
    rows = tuple(_need_row(view, drawing) for view in views)
    at = grid.show(Table(columns, rows), caption=t("adoption.title", lang), key="needs_grid", lang=lang).place
    if at is not None:
        grid.go("needs", lang, need=at[0])


def _need_row(view: NeedView, drawing: state.Drawing) -> Row:
    lang, need = drawing.lang, view.need
    return Row(
        need.id,
        (
            Cell(need.adopter_name, sub=term(need.region, lang), href=link("needs", lang, need=need.id)),
            Cell(need.process, sub=need.problem[:80], tone="wrap"),
            Cell("–" if need.budget_won is None else won(need.budget_won, lang)),
            Cell("–" if need.wanted_by is None else day(need.wanted_by, lang)),
            Cell(f"{len(view.proposals)}", sub=_furthest(view, drawing)),
            Cell("", marks=(Mark(t(f"adoption.state.{need.state.value}", lang), _STATES[need.state]),)),
        ),
    )


def _furthest(view: NeedView, drawing: state.Drawing) -> str:
    track = drawing.ws.track(needs.TRACK)
    stages = [engagement.stage for _, engagement in view.proposals if engagement is not None]
    return name_of(track.stage(max(stages, key=track.position)), drawing.lang) if stages else ""


def offer_new(lang: str) -> None:
    """Offer to write a need down, where the viewer may."""
    if may(state.viewer(), Act.EDIT_PIPELINE):
        dialogs.offer("need", t("adoption.need.new", lang), icon=":material/add:", key="need_new", primary=True)


def one(view: NeedView, drawing: state.Drawing) -> None:
    """Draw one need: what it says, the suppliers that were proposed, and those that fit."""
    lang, need = drawing.lang, view.need
    st.page_link(frame.page("needs"), label=t("adoption.back", lang), icon=":material/arrow_back:")
    st.title(components.harmless(f"{need.adopter_name} · {need.process}"), anchor=False)
    st.markdown(_about(need, drawing))
    if need.problem:
        st.markdown(components.harmless(need.problem))
    if may(drawing.viewer, Act.EDIT_PIPELINE):
        with st.container(horizontal=True):
            dialogs.offer("need", t("adoption.need.change", lang), icon=":material/edit:", key="need_change")
            st.button(t("frame.undo", lang), icon=":material/undo:", on_click=_undo, args=(need.id,), key="need_undo")
    _proposals(view, drawing)
    if need.state is NeedState.OPEN:
        _suppliers(view, drawing)


def _about(need: Need, drawing: state.Drawing) -> str:
    lang = drawing.lang
    badges = [components.badge(t(f"adoption.state.{need.state.value}", lang), "blue")]
    badges += [components.badge(metric_name(measure, drawing), "green") for measure in need.measures]
    parts = (
        term(need.region, lang),
        need.site,
        need.field,
        "" if need.budget_won is None else t("adoption.budget", lang, amount=won(need.budget_won, lang)),
        "" if need.wanted_by is None else t("adoption.by", lang, day=day(need.wanted_by, lang)),
    )
    return f"{' '.join(badges)} {components.harmless(' · '.join(filter(None, parts)))}"


def _proposals(view: NeedView, drawing: state.Drawing) -> None:
    lang, track = drawing.lang, drawing.ws.track(needs.TRACK)
    st.subheader(t("adoption.proposals", lang), anchor=False)
    if not view.proposals:
        st.caption(t("adoption.proposals.none", lang))
        return
    columns = tuple(Column(name, t(f"adoption.column.{name}", lang)) for name in ("supplier", "stage", "step"))
    rows = tuple(
        Row(
            company.id,
            (
                Cell(_named(company, lang), href=link("company", lang, id=company.id)),
                Cell(
                    "–" if engagement is None else name_of(track.stage(engagement.stage), lang),
                    href="" if engagement is None else link("pipeline", lang, track=track.id, open=engagement.id),
                ),
                Cell(engagement.next_step if engagement and engagement.next_step else "–", tone="wrap"),
            ),
        )
        for company, engagement in view.proposals
    )
    caption = t("adoption.proposals", lang)
    at = grid.show(Table(columns, rows), caption=caption, key="need_proposals_grid", lang=lang).place
    if at is not None:
        engagements = {company.id: engagement for company, engagement in view.proposals}
        engagement = engagements.get(at[0])
        if at[1] == "supplier" or engagement is None:
            grid.go("company", lang, id=at[0])
        grid.go("pipeline", lang, track=track.id, open=engagement.id)


def _suppliers(view: NeedView, drawing: state.Drawing) -> None:
    lang = drawing.lang
    st.subheader(t("adoption.suppliers", lang), anchor=False)
    st.caption(t("adoption.suppliers.how", lang))
    fits = needs.suppliers(drawing, view.need.id)[:_SHOWN]
    if not fits:
        st.caption(t("adoption.suppliers.none", lang))
        return
    columns = (
        Column("supplier", t("adoption.column.supplier", lang), first=2),
        Column("points", t("adoption.column.points", lang), "end", first=3),
        Column("reasons", t("adoption.column.reasons", lang), first=1),
    )
    rows = tuple(_supplier_row(fit, company, drawing) for fit, company in fits)
    known = {company.id for _, company in fits}
    ticked = tuple(company_id for company_id in st.session_state.get(_TICKED, ()) if company_id in known)
    may_edit = may(drawing.viewer, Act.EDIT_PIPELINE)
    look = Look(ticked=ticked if may_edit else None)
    caption = t("adoption.suppliers", lang)
    clicked = grid.show(Table(columns, rows), caption=caption, key="need_suppliers_grid", lang=lang, look=look)
    if clicked.ticked is not None:
        ticked = tuple(company_id for company_id in clicked.ticked if company_id in known)
        st.session_state[_TICKED] = ticked
    if clicked.place is not None:
        grid.go("company", lang, id=clicked.place[0])
    if may_edit:
        _acts(view, ticked, drawing)


def _acts(view: NeedView, ticked: tuple[str, ...], drawing: state.Drawing) -> None:
    """Draw what may be done with the suppliers that are ticked: propose them, or let the adopter wish for them."""
    lang = drawing.lang
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = t("adoption.propose", lang, n=len(ticked))
        st.button(
            label, type="primary", disabled=not ticked, key="need_propose", on_click=_propose, args=(view, ticked)
        )
        events = {event.id: event for event in events_run_by(drawing)} if may(drawing.viewer, Act.RUN_EVENTS) else {}
        if events:
            chosen = st.selectbox(
                t("adoption.wish.event", lang),
                tuple(events),
                format_func=lambda event_id: called(events[event_id].title_ko, events[event_id].title_en, lang),
                key="need_wish_event",
                width=320,
            )
            label = t("adoption.wish", lang, n=len(ticked))
            st.button(label, disabled=not ticked, key="need_wish", on_click=_wish, args=(view, ticked, chosen))


def _supplier_row(fit: Fit, company: Company, drawing: state.Drawing) -> Row:
    lang = drawing.lang
    return Row(
        company.id,
        (
            Cell(_named(company, lang), sub=" · ".join(filter(None, (term(company.region, lang), company.sector)))),
            Cell(str(fit.points), tone="strong"),
            Cell("", parts=tuple(_reason(reason, drawing) for reason in fit.reasons), tone="wrap"),
        ),
    )


def _reason(reason: Reason, drawing: state.Drawing) -> Cell:
    """Return a reason in words, marked by who says so, with the way to the page that shows it."""
    lang = drawing.lang
    mark = Mark(f"{reason.points:+d}", _TONES.get(reason.kind, ""))
    words = t(f"adoption.reason.{reason.kind.value}", lang)
    about = reason.text
    if reason.result is not None:
        about = f"{metric_name(reason.metric, drawing)} {result_words(reason.result, lang)} · {reason.text}"
    elif reason.metric:
        about = f"{metric_name(reason.metric, drawing)} · {reason.text}"
    href = ""
    if reason.claim is not None:
        href = link("review", lang, deck=reason.claim.deck_id, claim=reason.claim.claim_id)
        about += f" (p.{reason.claim.page})"
    return Cell(f"{words}: {about}" if about else words, marks=(mark,), href=href, tone="wrap")


def dialog(view: NeedView | None, drawing: state.Drawing) -> None:
    """Draw the form of a need where the URL asks for it."""
    if dialogs.is_open("need"):
        lang = drawing.lang
        title = t("adoption.need.new" if view is None else "adoption.need.change", lang)
        dialogs.show(title, lambda: _form(view, drawing), width="large")


def _form(view: NeedView | None, drawing: state.Drawing) -> None:
    lang, now = drawing.lang, None if view is None else view.need
    key = f"need_form_{'' if now is None else now.id}_{0 if view is None else view.version}"
    houses = {house.id: house for house in needs.adopters(drawing)}
    metrics = tuple(metric.id for metric in drawing.ws.metrics if metric.id.startswith("ref_"))

    form = (
        FormField("adopter_id", Kind.CHOICE, options=tuple(houses), words=lambda house: name_of(houses[house], lang)),
        FormField("adopter_name", Kind.TEXT, hint=t("adoption.field.adopter_name.help", lang)),
        FormField("process", Kind.TEXT, required=True, example=t("adoption.field.process.eg", lang)),
        FormField("field", Kind.TEXT, example=t("adoption.field.field.eg", lang)),
        FormField("region", Kind.TEXT),
        FormField("site", Kind.TEXT),
        FormField("budget_won", Kind.WON),
        FormField("wanted_by", Kind.DAY),
        FormField("problem", Kind.LONG),
        FormField("state", Kind.CHOICE, options=tuple(NeedState), required=True,
              words=lambda option: t(f"adoption.state.{option}", lang)),
    )  # fmt: skip
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, now, key, lambda name: t(f"adoption.field.{name}", lang))
        st.multiselect(
            t("adoption.field.measures", lang),
            metrics,
            default=[] if now is None else [measure for measure in now.measures if measure in metrics],
            format_func=lambda metric: metric_name(metric, drawing),
            key=f"{key}_measures",
            placeholder=t("pipeline.choose", lang),
        )
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        typed["state"] = NeedState(typed["state"] or NeedState.OPEN)
        measures = tuple(st.session_state[f"{key}_measures"])
        new = Need("" if now is None else now.id, "", measures=measures, **typed)
        need_id = needs.keep(state.acting(), new, seen=None if view is None else view.version)
        dialogs.done("adoption.done.kept", need=need_id)


def _named(company: Company, lang: str) -> str:
    return called(company.name, company.name_en, lang)


def _propose(view: NeedView, ticked: tuple[str, ...]) -> None:
    with frame.attempted("adoption.done.proposed", n=len(ticked)):
        for company_id in ticked:
            needs.propose(state.acting(), view.need.id, company_id)
        st.session_state[_TICKED] = ()


def _wish(view: NeedView, ticked: tuple[str, ...], ir_event_id: str) -> None:
    with frame.attempted("adoption.done.wished", n=len(ticked)):
        for company_id in ticked:
            needs.wish_for(state.acting(), view.need.id, company_id, ir_event_id)


def _undo(need_id: str) -> None:
    with frame.attempted("adoption.done.undone"):
        needs.undo(state.acting(), need_id)
