"""An award on the screen of whoever runs it: cases, judges with their addresses, ranking by office, final, prizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dealflow.actions.award import awards
from dealflow.actions.award.awards import AwardView
from dealflow.actions.companies import companies
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.awards import Award, AwardEntry, AwardRound, Office, Ranked
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.award import case_page
from dealflow.ui.kit import components, dialogs, downloads, frame, grid, public_urls, state
from dealflow.ui.kit.entry_form import FormField, Kind, draw
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

_ADDRESS: Final = "award_judge_address"
"""Who made it, and the address that was just made: shown until the next one, never again."""


def offices() -> dict[str, Office]:
    """Return the offices that hold preliminaries, by id."""
    return {office.id: office for office in award_defaults().offices}


def offer_new(lang: str) -> None:
    """Offer to set an award up."""
    dialogs.offer("award_new", t("award.new", lang), icon=":material/add:", key="award_new", primary=True)


def heading(view: AwardView, drawing: state.Drawing) -> None:
    """Draw the award's title, its days and its call, with the way to change it."""
    lang, award = drawing.lang, view.award
    st.title(components.harmless(called(award.title_ko, award.title_en, lang)), anchor=False)
    span = " ~ ".join(day(on, lang) for on in (award.opens_on, award.closes_on) if on is not None)
    parts = (str(award.year), span, t("award.entries.n", lang, n=len(_standing(view))))
    st.caption(components.harmless(" · ".join(filter(None, parts))))
    dialogs.offer("award", t("award.change", lang), icon=":material/edit:", key="award_change")


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
            Cell("", marks=_standing_marks(entry, view.award, lang)),
        ),
    )


def _standing_marks(entry: AwardEntry, award: Award, lang: str) -> tuple[Mark, ...]:
    prize = next((prize for prize in award.prizes if prize.id == entry.prize_id), None)
    if entry.is_withdrawn:
        return (Mark(t("award.withdrawn", lang), "late"),)
    if prize is not None:
        return (Mark(name_of(prize, lang), "good"),)
    return (Mark(t("award.finalist", lang), "info"),) if entry.is_finalist else ()


def rounds(view: AwardView, drawing: state.Drawing) -> None:
    """Draw one round: its judges with their addresses, the ranking, and what follows from it."""
    lang = drawing.lang
    used = {entry.office_id for entry in _standing(view)}
    options = ("final", *(office_id for office_id in offices() if office_id in used))
    chosen = components.url_choice(
        "round",
        t("award.round", lang),
        options[1:],
        words=lambda office_id: t("award.preliminary", lang, office=_office(office_id, lang)),
        everything=t("award.round.final", lang),
    )
    award_round, office_id = (AwardRound.FINAL, "") if chosen is None else (AwardRound.REGIONAL, str(chosen))
    _judges(view, award_round, office_id, lang)
    ranked = view.ranked(award_round, office_id)
    if not ranked:
        st.caption(t("award.ranking.none", lang))
        return
    _ranking(ranked, view, lang)
    if award_round is AwardRound.REGIONAL:
        label = t("award.send", lang, n=view.award.finalists)
        st.button(label, type="primary", key="award_send", on_click=_act(_send, view.award.id, office_id))
    else:
        st.button(t("award.give", lang), type="primary", key="award_give", on_click=_act(_give, view.award.id))
        _winners(view, drawing)


def _winners(view: AwardView, drawing: state.Drawing) -> None:
    """Offer the page of each winner's case to take away."""
    lang = drawing.lang
    for winner in awards.winners(drawing, view.award.id):
        company = called(winner.company.name, winner.company.name_en, lang)
        prize = "" if winner.prize is None else name_of(winner.prize, lang)
        downloads.button(
            t("award.page.take", lang, prize=prize, company=company),
            case_page.page(winner, lang).encode(),
            file_name=f"{company} {winner.award.year}.html",
            key=f"case_{winner.entry.id}",
        )


def _judges(view: AwardView, award_round: AwardRound, office_id: str, lang: str) -> None:
    judges = [judge for judge in view.judges if (judge.round, judge.office_id) == (award_round, office_id)]
    with st.container(horizontal=True, vertical_alignment="center"):
        for judge in judges:
            sheets = sum(sheet.judge_id == judge.id for sheet in view.sheets)
            with st.popover(
                f"{t('award.judge', lang, label=judge.label)} · {sheets}", icon=":material/gavel:", key=f"j_{judge.id}"
            ):
                st.caption(t("award.judge.closed" if judge.is_closed else "award.judge.how", lang))
                renew = _act(_renew, view.award.id, judge.id)
                st.button(t("award.judge.renew", lang), key=f"renew_{judge.id}", on_click=renew)
                if not judge.is_closed:
                    close = _act(_close, view.award.id, judge.id)
                    st.button(t("award.judge.close", lang), key=f"close_{judge.id}", on_click=close)
        appoint = _act(_appoint, view.award.id, award_round, office_id)
        st.button(t("award.judge.new", lang), icon=":material/add_link:", key="judge_new", on_click=appoint)
    who, address = st.session_state.get(_ADDRESS, ("", ""))
    if address and who == state.person_id():
        st.success(t("award.judge.address", lang), icon=":material/link:")
        st.code(address, language=None)


def _ranking(ranked: tuple[Ranked, ...], view: AwardView, lang: str) -> None:
    names = (("rank", 4), ("number", 3), ("case", 1), ("mean", 2), ("sheets", 0), ("standing", 0))
    ends = {"rank", "mean", "sheets"}
    columns = tuple(
        Column(name, t(f"award.column.{name}", lang), "end" if name in ends else "start", first=first)
        for name, first in names
    )
    rows = tuple(
        Row(
            line.entry.id,
            (
                Cell("–" if line.rank is None else str(line.rank), tone="strong"),
                Cell(str(line.entry.number)),
                Cell(line.entry.case_title, tone="wrap"),
                Cell("–" if line.mean is None else f"{float(line.mean):.2f}"),
                Cell(
                    str(line.sheets),
                    sub=t("award.recused.n", lang, n=line.recused) if line.recused else "",
                    marks=(Mark(t("award.waiting.n", lang, n=line.waiting), "warn"),) if line.waiting else (),
                ),
                Cell("", marks=_standing_marks(line.entry, view.award, lang)),
            ),
        )
        for line in ranked
    )
    grid.show(Table(columns, rows), caption=t("award.ranking", lang), key="ranking_grid", lang=lang)


def dialog(view: AwardView | None, drawing: state.Drawing) -> None:
    """Draw the form that the URL asks for: of the award, or of a case."""
    lang = drawing.lang
    if dialogs.is_open("award_new"):
        dialogs.show(t("award.new", lang), lambda: _award_form(None, drawing), width="large")
    if dialogs.is_open("award") and view is not None:
        dialogs.show(t("award.change", lang), lambda: _award_form(view, drawing), width="large")
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
    )
    begun = Award("", "", "", "", drawing.today.year, None, None, "", usual.criteria, usual.prizes, usual.finalists)
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, now or begun, key, lambda name: _label(name, lang))
        criteria = ", ".join(f"{name_of(criterion, lang)} {criterion.points}" for criterion in (now or begun).criteria)
        prizes = ", ".join(f"{name_of(prize, lang)} {prize.count}" for prize in (now or begun).prizes)
        st.caption(components.harmless(t("award.form.fixed", lang, criteria=criteria, prizes=prizes)))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        kept = now or begun
        new = Award(kept.id, "", criteria=kept.criteria, prizes=kept.prizes, **typed)
        award_id = awards.keep_award(state.acting(), new)
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
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        typed.setdefault("company_id", "" if entry is None else entry.company_id)
        blank = ("" if entry is None else entry.id, view.award.id, "", "")
        awards.enter(state.acting(), AwardEntry(*blank, number=0, **typed))
        dialogs.done("award.done.noted", entry=None)
    if entry is not None:
        words = t("award.put_back" if entry.is_withdrawn else "award.withdraw", lang)
        if st.button(words, key=f"{key}_withdraw"):
            awards.withdraw_entry(state.acting(), view.award.id, entry.id, withdrawn=not entry.is_withdrawn)
            dialogs.done("award.done.noted", entry=None)


def _standing(view: AwardView) -> list[AwardEntry]:
    return [entry for entry in view.entries if not entry.is_withdrawn]


def _office(office_id: str, lang: str) -> str:
    office = offices().get(office_id)
    return office_id if office is None else name_of(office, lang)


def _act(work: Callable[..., None], *arguments: object) -> Callable[[], None]:
    def run() -> None:
        work(*arguments)

    return run


def _send(award_id: str, office_id: str) -> None:
    with frame.attempted("award.done.sent"):
        awards.send_to_final(state.acting(), award_id, office_id)


def _give(award_id: str) -> None:
    with frame.attempted("award.done.given"):
        awards.give_prizes(state.acting(), award_id)


def _appoint(award_id: str, award_round: AwardRound, office_id: str) -> None:
    with frame.attempted():
        judge, secret = awards.appoint(state.acting(), award_id, award_round, office_id)
        st.session_state[_ADDRESS] = (state.person_id(), public_urls.public_url(f"/judge/{judge.id}/{secret}"))


def _renew(award_id: str, judge_id: str) -> None:
    with frame.attempted():
        secret = awards.renew(state.acting(), award_id, judge_id)
        st.session_state[_ADDRESS] = (state.person_id(), public_urls.public_url(f"/judge/{judge_id}/{secret}"))


def _close(award_id: str, judge_id: str) -> None:
    with frame.attempted("award.done.closed"):
        awards.renew(state.acting(), award_id, judge_id, closed=True)
