"""Judging on the screen of whoever runs an award: all offices, one round's judges and ranking, what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dealflow.actions.award import awards, judges, offices, trail
from dealflow.actions.award.awards import AwardView
from dealflow.actions.award.offices import OfficeLine
from dealflow.domain.award.awards import AwardEntry, AwardRound, Judge, Ranked
from dealflow.i18n import called, name_of, t
from dealflow.i18n.errors import reason_of
from dealflow.i18n.numbers import moment
from dealflow.reports.award import case_page, results_book, trail_words
from dealflow.reports.kit.workbook import Heading, PlainSheet, as_workbook
from dealflow.ui.award.applications import show_address
from dealflow.ui.award.awards import standing_marks
from dealflow.ui.kit import components, downloads, frame, grid, public_urls, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

_ADDRESS: Final = "award_judge_address"
_ADDRESSES: Final = "award_judge_addresses"
"""Who made them, and the addresses that were just made: shown until the next ones, never again."""
_FINAL: Final = "final"
_TRAIL_ROWS: Final = 200


def draw(view: AwardView, drawing: state.Drawing) -> None:
    """Draw how all offices stand, or the round that the URL asks for."""
    lang = drawing.lang
    places = [
        office_id for award_round, office_id in results_book.rounds_of(view) if award_round is AwardRound.REGIONAL
    ]
    chosen = components.url_choice(
        "round",
        t("award.round", lang),
        (*places, _FINAL),
        words=lambda place: _place_words(place, lang),
        everything=t("award.overview", lang),
    )
    if chosen is None:
        _overview(view, places, lang)
    elif chosen == _FINAL:
        _round(view, AwardRound.FINAL, "", drawing)
    else:
        _round(view, AwardRound.REGIONAL, str(chosen), drawing)


def _place_words(place: str, lang: str) -> str:
    award_round = AwardRound.FINAL if place == _FINAL else AwardRound.REGIONAL
    return trail_words.place_words(award_round, "" if place == _FINAL else place, lang)


def _overview(view: AwardView, places: list[str], lang: str) -> None:
    """Draw one line an office, and what can be done for all of them at once."""
    lines = offices.office_lines(view, places)
    if not lines:
        components.empty_state("award.no_entry")
        return
    with st.form("award_appoint_all", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        many = st.number_input(t("award.judges.per_office", lang), 1, 20, 3, key="award_many", width=180)
        if st.form_submit_button(t("award.judges.all", lang), icon=":material/add_link:", key="award_appoint_all_go"):
            _appoint_all(view.award.id, int(many))
    who, made = st.session_state.get(_ADDRESSES, ("", ()))
    if made and who == state.person_id():
        st.success(t("award.judges.made", lang, n=len(made)), icon=":material/link:")
        downloads.button(
            t("award.judges.take", lang), _addresses_book(made, lang), file_name="judges.xlsx", key="judges_take"
        )
    names = (
        ("office", 5), ("cases", 3), ("judges", 1), ("declared", 2), ("sheets", 4), ("finalists", 0), ("state", 5),
    )  # fmt: skip
    ends = {"cases", "judges", "declared", "sheets", "finalists"}
    columns = tuple(
        Column(name, t(f"award.column.{name}", lang), "end" if name in ends else "start", first=first)
        for name, first in names
    )
    rows = tuple(_office_row(line, lang) for line in lines)
    grid.show(Table(columns, rows), caption=t("award.overview", lang), key="offices_grid", lang=lang)
    ready = sum(line.problem is None and not line.finalists for line in lines)
    if ready:
        label = t("award.send_ready", lang, n=ready)
        st.button(label, type="primary", key="award_send_ready", on_click=_send_ready, args=(view.award.id,))


def _office_row(line: OfficeLine, lang: str) -> Row:
    done = round(100 * line.sheets / line.sheets_due) if line.sheets_due else None
    sheets = Cell(f"{line.sheets} / {line.sheets_due}" if line.sheets_due else "–", bar=done)
    declared = Cell(f"{line.declared} / {line.judges}" if line.judges else "–")
    if line.declared < line.judges:
        declared = replace(declared, tone="unsure")
    if line.finalists:
        mark = Mark(t("award.office.sent", lang), "good")
    elif line.problem is None:
        mark = Mark(t("award.office.ready", lang), "info")
    else:
        mark = Mark(reason_of(line.problem, lang), "warn" if line.judges else "late")
    if not line.judges:
        mark = Mark(t("award.office.no_judge", lang), "late")
    href = link("award", lang, view="rounds", round=line.office_id)
    return Row(
        line.office_id,
        (
            Cell(trail_words.office_name(line.office_id, lang), href=href),
            Cell(str(line.cases)),
            Cell(str(line.judges)),
            declared,
            sheets,
            Cell(str(line.finalists)),
            Cell("", marks=(mark,)),
        ),
    )


def _addresses_book(made: tuple[tuple[Judge, str], ...], lang: str) -> bytes:
    """Return the addresses as a sheet, to be sent to each judge alone."""
    headings = (
        Heading(t("award.round", lang), width=24),
        Heading(t("award.column.judge", lang), width=16),
        Heading(t("award.column.address", lang), width=90),
    )
    rows = [
        (
            trail_words.place_words(judge.round, judge.office_id, lang),
            t("award.judge", lang, label=judge.label),
            public_urls.public_url(f"/judge/{judge.id}/{secret}"),
        )
        for judge, secret in made
    ]
    title = t("award.judges.title", lang)
    return as_workbook([PlainSheet(title, headings, rows)], title=title)


def _round(view: AwardView, award_round: AwardRound, office_id: str, drawing: state.Drawing) -> None:
    lang = drawing.lang
    ranked = view.ranked(award_round, office_id)
    _judges(view, (award_round, office_id), ranked, lang)
    if not ranked:
        st.caption(t("award.ranking.none", lang))
        return
    _ranking(ranked, view, lang)
    if award_round is AwardRound.REGIONAL:
        label = t("award.send", lang, n=view.award.finalists)
        st.button(label, type="primary", key="award_send", on_click=_send, args=(view.award.id, office_id))
    else:
        st.button(t("award.give", lang), type="primary", key="award_give", on_click=_give, args=(view.award.id,))
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


def _judges(view: AwardView, place: tuple[AwardRound, str], ranked: tuple[Ranked, ...], lang: str) -> None:
    known = [judge for judge in view.judges if (judge.round, judge.office_id) == place]
    with st.container(horizontal=True, vertical_alignment="center"):
        for judge in known:
            sheets = sum(sheet.judge_id == judge.id and not sheet.is_blank for sheet in view.sheets)
            parts = [t("award.judge", lang, label=judge.label), f"{sheets}/{len(ranked)}"]
            if not judge.is_closed and not view.has_declared(judge):
                parts.append(t("award.declared.not", lang))
            with st.popover(" · ".join(parts), icon=":material/gavel:", key=f"j_{judge.id}"):
                _judge(judge, view, ranked, lang)
        st.button(
            t("award.judge.new", lang),
            icon=":material/add_link:",
            key="judge_new",
            on_click=_appoint,
            args=(view.award.id, *place),
        )
    show_address(_ADDRESS, "award.judge.address", lang)


def _judge(judge: Judge, view: AwardView, ranked: tuple[Ranked, ...], lang: str) -> None:
    """Draw what can be done about a judge: another address, none, and cases that the judge is kept from."""
    award_id, key = view.award.id, judge.id
    st.caption(t("award.judge.closed" if judge.is_closed else "award.judge.how", lang))
    with st.container(horizontal=True):
        st.button(t("award.judge.renew", lang), key=f"renew_{key}", on_click=_renew, args=(award_id, judge.id))
        if not judge.is_closed:
            st.button(t("award.judge.close", lang), key=f"close_{key}", on_click=_close, args=(award_id, judge.id))
    entries = {line.entry.id: line.entry for line in ranked}
    interests = _interests(judge, entries, lang)
    for entry_id, words in interests.items():
        st.markdown(components.harmless(words))
        _offer_lift(award_id, judge, entry_id, "award.interest.lift", lang)
    st.markdown(f"**{t('award.bar', lang)}**")
    barred = [sheet for sheet in view.sheets if sheet.judge_id == judge.id and sheet.is_barred]
    for sheet in barred:
        entry = entries.get(sheet.entry_id)
        number = "" if entry is None else t("award.number", lang, n=entry.number)
        st.markdown(components.harmless(f"{number} · {sheet.recused_because}"))
        _offer_lift(award_id, judge, sheet.entry_id, "award.bar.lift", lang)
    aside = {sheet.entry_id for sheet in barred} | set(interests)
    open_entries = [entry_id for entry_id in entries if entry_id not in aside]
    if open_entries:
        with st.form(f"bar_{key}", border=False):
            entry_id = st.selectbox(
                t("award.column.case", lang),
                open_entries,
                format_func=lambda entry_id: _case_words(view, entry_id, lang),
                key=f"bar_entry_{key}",
            )
            because = st.text_input(t("award.bar.why", lang), key=f"bar_why_{key}")
            if st.form_submit_button(t("award.bar.do", lang), key=f"bar_do_{key}"):
                _bar(award_id, judge.id, str(entry_id), because)
                st.rerun()


def _interests(judge: Judge, entries: dict[str, AwardEntry], lang: str) -> dict[str, str]:
    """Say when a judge declared, and return the interests of that declaration in words, by case."""
    declaration = judge.declaration
    if declaration is None:
        st.caption(t("award.declared.not", lang))
        return {}
    st.caption(t("award.declared.at", lang, at=moment(declaration.at, lang), n=len(declaration.entries)))
    return {
        interest.entry_id: " · ".join(
            (
                t("award.number", lang, n=entries[interest.entry_id].number),
                t(f"award.interest.{interest.kind.value}", lang),
                interest.because,
            )
        )
        for interest in declaration.interests
        if interest.entry_id in entries
    }


def _offer_lift(award_id: str, judge: Judge, entry_id: str, words: str, lang: str) -> None:
    """Offer to let a judge judge a case again."""
    args = (award_id, judge.id, entry_id, "")
    st.button(t(words, lang), key=f"lift_{judge.id}_{entry_id}", on_click=_bar, args=args)


def _case_words(view: AwardView, entry_id: str, lang: str) -> str:
    entry = next(entry for entry in view.entries if entry.id == entry_id)
    company = view.companies.get(entry.company_id)
    name = "" if company is None else called(company.name, company.name_en, lang)
    return " · ".join(filter(None, (t("award.number", lang, n=entry.number), name, entry.case_title)))


def _ranking(ranked: tuple[Ranked, ...], view: AwardView, lang: str) -> None:
    names: tuple[tuple[str, int], ...] = (("rank", 6), ("number", 5), ("case", 1), ("mean", 4))
    if any(line.own is not None for line in ranked):
        names = (*names, ("own", 3), ("before", 2))
    names = (*names, ("sheets", 0), ("standing", 0))
    ends = {"rank", "mean", "sheets", "own", "before"}
    columns = tuple(
        Column(name, t(f"award.column.{name}", lang), "end" if name in ends else "start", first=first)
        for name, first in names
    )
    rows = tuple(
        Row(line.entry.id, tuple(_ranked_cell(name, line, view, lang) for name, _ in names)) for line in ranked
    )
    grid.show(Table(columns, rows), caption=t("award.ranking", lang), key="ranking_grid", lang=lang)


def _ranked_cell(name: str, line: Ranked, view: AwardView, lang: str) -> Cell:
    if name in {"mean", "own", "before"}:
        mean = {"mean": line.mean, "own": line.own, "before": line.before}[name]
        return Cell("–" if mean is None else f"{float(mean):.2f}", tone="strong" if name == "mean" else "")
    if name == "sheets":
        return Cell(
            str(line.sheets),
            sub=t("award.recused.n", lang, n=line.recused) if line.recused else "",
            marks=(Mark(t("award.waiting.n", lang, n=line.waiting), "warn"),) if line.waiting else (),
        )
    if name == "standing":
        return Cell("", marks=standing_marks(line.entry, view.award, lang))
    texts = {
        "rank": "–" if line.rank is None else str(line.rank),
        "number": str(line.entry.number),
        "case": line.entry.case_title,
    }
    return Cell(texts[name], tone={"rank": "strong", "case": "wrap"}.get(name, ""))


def happened(view: AwardView, drawing: state.Drawing) -> None:
    """Draw what happened in the award, the latest first, and offer all results as a workbook."""
    lang = drawing.lang
    lines = trail.trail(drawing, view.award.id)
    title = called(view.award.title_ko, view.award.title_en, lang)
    downloads.button(
        t("award.book.take", lang),
        lambda: results_book.as_xlsx(view, lines, lang),
        file_name=f"{title}.xlsx",
        key="award_book",
    )
    names = (("at", 4), ("who", 2), ("what", 3), ("number", 1), ("judge", 0))
    columns = tuple(Column(name, t(f"award.column.{name}", lang), first=first) for name, first in names)
    rows = tuple(
        Row(
            str(line.position),
            (
                Cell(moment(line.at, lang)),
                Cell(trail_words.who(line, lang)),
                Cell(trail_words.what(line, view.award, lang), tone="wrap"),
                Cell("" if line.entry is None else str(line.entry.number)),
                Cell("" if line.judge is None else trail_words.judge_words(line.judge, lang)),
            ),
        )
        for line in lines[:_TRAIL_ROWS]
    )
    if len(lines) > _TRAIL_ROWS:
        st.caption(t("award.trail.more", lang, n=_TRAIL_ROWS, all=len(lines)))
    grid.show(Table(columns, rows), caption=t("award.tab.trail", lang), key="trail_grid", lang=lang)


def _send(award_id: str, office_id: str) -> None:
    with frame.attempted("award.done.sent"):
        awards.send_to_final(state.acting(), award_id, office_id)


def _send_ready(award_id: str) -> None:
    with frame.attempted():
        places, cases = offices.send_ready(state.acting(), award_id)
        frame.tell_done("award.done.sent_ready", offices=places, cases=cases)


def _give(award_id: str) -> None:
    with frame.attempted("award.done.given"):
        awards.give_prizes(state.acting(), award_id)


def _appoint(award_id: str, award_round: AwardRound, office_id: str) -> None:
    with frame.attempted():
        judge, secret = judges.appoint(state.acting(), award_id, award_round, office_id)
        st.session_state[_ADDRESS] = (state.person_id(), public_urls.public_url(f"/judge/{judge.id}/{secret}"))


def _appoint_all(award_id: str, many: int) -> None:
    with frame.attempted():
        made = judges.appoint_everywhere(state.acting(), award_id, many)
        if made:
            st.session_state[_ADDRESSES] = (state.person_id(), made)
        else:
            frame.tell_error("award.judges.enough")
    st.rerun()


def _renew(award_id: str, judge_id: str) -> None:
    with frame.attempted():
        secret = judges.renew(state.acting(), award_id, judge_id)
        st.session_state[_ADDRESS] = (state.person_id(), public_urls.public_url(f"/judge/{judge_id}/{secret}"))


def _close(award_id: str, judge_id: str) -> None:
    with frame.attempted("award.done.closed"):
        judges.renew(state.acting(), award_id, judge_id, closed=True)


def _bar(award_id: str, judge_id: str, entry_id: str, because: str) -> None:
    with frame.attempted("award.done.noted"):
        judges.bar(state.acting(), award_id, judge_id, entry_id, because)
