"""An award on the screen of whoever runs it: its heading, its cases, and the forms of both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dealflow.actions.award import awards, taking_in
from dealflow.actions.award.awards import AwardView
from dealflow.actions.companies import companies
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.awards import Award, AwardEntry, Office
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.award.figure_words import figure_words
from dealflow.ui.award import rules_form
from dealflow.ui.kit import components, dialogs, grid, state
from dealflow.ui.kit.entry_form import FormField, Kind, draw
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link


def offices() -> dict[str, Office]:
    """Return the offices that hold preliminaries, by id."""
    return {office.id: office for office in award_defaults().offices}


def offer_new(lang: str) -> None:
    """Offer to set an award up."""
    dialogs.offer("award_new", t("award.new", lang), icon=":material/add:", key="award_new")


def begin(drawing: state.Drawing) -> None:
    """Offer to set the first award up."""
    offer_new(drawing.lang)
    dialog(None, drawing)


def heading(view: AwardView, drawing: state.Drawing) -> None:
    """Draw the award's title, its days and its call, with the way to change it."""
    lang, award = drawing.lang, view.award
    st.title(components.harmless(called(award.title_ko, award.title_en, lang)), anchor=False)
    span = " ~ ".join(day(on, lang) for on in (award.opens_on, award.closes_on) if on is not None)
    parts = (str(award.year), span, t("award.entries.n", lang, n=len(_standing(view))))
    st.caption(components.harmless(" · ".join(filter(None, parts))))
    with st.container(horizontal=True):
        dialogs.offer("award", t("award.change", lang), icon=":material/edit:", key="award_change")
        dialogs.offer("rules", t("award.rules", lang), icon=":material/tune:", key="award_rules")
        offer_new(lang)


def entries(view: AwardView, drawing: state.Drawing) -> None:
    """Draw the cases that were handed in; a click opens one to be changed."""
    lang = drawing.lang
    dialogs.offer("entry", t("award.entry.new", lang), icon=":material/add:", key="entry_new")
    if not view.entries:
        components.empty_state("award.no_entry")
        return
    names = (("number", 4), ("case", 3), ("company", 1), ("office", 2), ("standing", 0))
    columns = tuple(Column(name, t(f"award.column.{name}", lang), first=first) for name, first in names)
    rows = tuple(_entry_row(entry, view, lang) for entry in view.entries)
    at = grid.show(Table(columns, rows), caption=t("award.entries", lang), key="entries_grid", lang=lang).place
    if at is not None:
        state.ask(do="entry", entry=at[0])


def _entry_row(entry: AwardEntry, view: AwardView, lang: str) -> Row:
    company = view.companies.get(entry.company_id)
    name = t("frame.unknown_company", lang) if company is None else called(company.name, company.name_en, lang)
    return Row(
        entry.id,
        (
            Cell(str(entry.number), tone="gone" if entry.is_withdrawn else ""),
            Cell(entry.case_title, tone="wrap"),
            Cell(name, href=link("company", lang, id=entry.company_id)),
            Cell(_office(entry.office_id, lang)),
            Cell("", marks=standing_marks(entry, view.award, lang)),
        ),
    )


def standing_marks(entry: AwardEntry, award: Award, lang: str) -> tuple[Mark, ...]:
    """Return how a case stands: withdrawn, a finalist, what it won."""
    prize = next((prize for prize in award.prizes if prize.id == entry.prize_id), None)
    if entry.is_withdrawn:
        return (Mark(t("award.withdrawn", lang), "late"),)
    if prize is not None:
        return (Mark(name_of(prize, lang), "good"),)
    return (Mark(t("award.finalist", lang), "info"),) if entry.is_finalist else ()


def dialog(view: AwardView | None, drawing: state.Drawing) -> None:
    """Draw the form that the URL asks for: of the award, or of a case."""
    lang = drawing.lang
    if dialogs.is_open("award_new"):
        dialogs.show(t("award.new", lang), lambda: _award_form(None, drawing), width="large")
    if dialogs.is_open("award") and view is not None:
        dialogs.show(t("award.change", lang), lambda: _award_form(view, drawing), width="large")
    if dialogs.is_open("rules") and view is not None:
        dialogs.show(t("award.rules", lang), lambda: rules_form.draw(view, drawing), width="large")
    if dialogs.is_open("entry") and view is not None:
        entry = next((entry for entry in view.entries if entry.id == state.url_value("entry")), None)
        title = t("award.entry.new" if entry is None else "award.entry.change", lang)
        dialogs.show(title, lambda: _entry_form(view, entry, drawing), width="large")


def _label(name: str, lang: str) -> str:
    return t(f"award.field.{name}", lang)


def _award_form(view: AwardView | None, drawing: state.Drawing) -> None:
    lang, now, usual = drawing.lang, None if view is None else view.award, award_defaults()
    key = f"award_form_{0 if view is None else view.version}"
    form = (
        FormField("title_ko", Kind.TEXT, required=True),
        FormField("title_en", Kind.TEXT),
        FormField("year", Kind.WHOLE, required=True),
        FormField("finalists", Kind.WHOLE, required=True),
        FormField("opens_on", Kind.DAY),
        FormField("closes_on", Kind.DAY),
        FormField("call", Kind.LONG),
        FormField("contact", Kind.LONG),
    )
    begun = Award("", "", "", "", drawing.today.year, None, None, "", usual.criteria, usual.prizes, usual.finalists)
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, now or begun, key, lambda name: _label(name, lang))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        kept = now or begun
        award_id = awards.keep_award(state.acting(), replace(kept, **typed))
        dialogs.done("award.done.noted", award=award_id)


def _entry_form(view: AwardView, entry: AwardEntry | None, drawing: state.Drawing) -> None:
    lang, key = drawing.lang, f"entry_form_{'' if entry is None else entry.id}_{len(view.entries)}"
    names = {
        row.company.id: called(row.company.name, row.company.name_en, lang) for row in companies.companies(drawing)
    }
    known = offices()
    form = (
        *(
            (FormField("company_id", Kind.CHOICE, options=tuple(names), words=names.__getitem__, required=True),)
            if entry is None
            else ()
        ),
        FormField("office_id", Kind.CHOICE, options=tuple(known), required=True,
               words=lambda office_id: name_of(known[office_id], lang)),
        FormField("case_title", Kind.TEXT, required=True),
        FormField("summary", Kind.LONG),
        FormField("evidence", Kind.LONG),
    )  # fmt: skip
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, entry, key, lambda name: _label(name, lang))
        checked = _figures(entry, key, lang)
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        typed.setdefault("company_id", "" if entry is None else entry.company_id)
        blank = ("" if entry is None else entry.id, view.award.id, "", "")
        kept_id = awards.enter(state.acting(), AwardEntry(*blank, number=0, **typed))
        if entry is not None and entry.figures:
            taking_in.note_checked(state.acting(), view.award.id, kept_id, tuple(checked))
        dialogs.done("award.done.noted", entry=None)
    if entry is not None:
        words = t("award.put_back" if entry.is_withdrawn else "award.withdraw", lang)
        if st.button(words, key=f"{key}_withdraw"):
            awards.withdraw_entry(state.acting(), view.award.id, entry.id, withdrawn=not entry.is_withdrawn)
            dialogs.done("award.done.noted", entry=None)


def _figures(entry: AwardEntry | None, key: str, lang: str) -> list[int]:
    """Draw the figures of a case, to be ticked where they were held against the evidence; return the ticked places."""
    if entry is None or not entry.figures:
        return []
    st.markdown(f"**{t('award.figures.check', lang)}**")
    ticked = []
    for place, figure in enumerate(entry.figures):
        words = components.harmless(f"{figure.name}: {figure_words(figure)} · {figure.how}".rstrip(" ·"))
        if st.checkbox(words, figure.is_checked, key=f"{key}_figure_{place}"):
            ticked.append(place)
    return ticked


def _standing(view: AwardView) -> list[AwardEntry]:
    return [entry for entry in view.entries if not entry.is_withdrawn]


def _office(office_id: str, lang: str) -> str:
    office = offices().get(office_id)
    return office_id if office is None else name_of(office, lang)
