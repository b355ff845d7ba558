"""Both sides' wishes as a matrix, with vetoes, conflicts and fit; a pair opens its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.irday.participants import match_suggestions, meeting_requests
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.participants.mandate_fit import Fit
from dealflow.domain.irday.participants.participants import (
    INVESTORS,
    ConflictOfInterest,
    Interest,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
)
from dealflow.domain.people.access import Viewer
from dealflow.i18n import name_of, t
from dealflow.reports.irday.participants import fit_words
from dealflow.ui.irday.participants.participants import kind_order
from dealflow.ui.kit import components, context, dialogs, frame, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_PAIR: Final = "pair"
_GOOD: Final = 7
"""Points from which a pair that nobody asked for is offered."""
_OFFERED: Final = 12
_HEIGHT: Final = 620
_LEVELS: Final = 3
_CELLS: Final = 4_000
"""Cells that are drawn at once: 60 companies by 60 investors."""
Fits = Mapping[tuple[str, str], Fit]


@st.cache_resource(show_spinner=False, max_entries=6)
def _fits(_ws: Workspace, viewer: Viewer, event_id: str, position: int) -> dict[tuple[str, str], Fit]:  # noqa: ARG001  # the cache's key
    return match_suggestions.fits(Looking(_ws, viewer), event_id)


def fits_of(event_id: str) -> Fits:
    """Return every pair's fit, worked out once while nothing changes."""
    ws = context.workspace()
    return _fits(ws, state.viewer(), event_id, ws.ledger.position())


def draw(day: Day, lang: str) -> None:
    """Draw the matrix of those who come, the pairs that are worth a thought, and the pair that was picked."""
    companies, investors = sides(day)
    if not companies or not investors:
        components.empty_state("participants.asks.empty")
        return
    fits = fits_of(day.event.id)
    st.caption(t("participants.asks.legend", lang))
    participants, across = _narrowed(day, (companies, investors), lang)
    table = matrix(day, (participants, across), fits, lang)
    at = grid.show(table, caption=t("participants.tab.asks", lang), key="asks", lang=lang, height=_HEIGHT).place
    if len(participants) < len(companies):
        st.caption(t("participants.asks.part", lang, shown=len(participants), of=len(companies)))
    if at and any(investor.id == at[1] for investor in investors):
        dialogs.open_at(f"{_PAIR}~{at[0]}~{at[1]}")
    _offers(day, (companies, investors), fits, lang)
    _dialog(day, fits)


def _narrowed(
    day: Day, both: tuple[Sequence[Participant], Sequence[Participant]], lang: str
) -> tuple[list[Participant], list[Participant]]:
    """Return the companies and investors that the filters leave, so many that a browser draws them at once."""
    with st.container(horizontal=True, vertical_alignment="center", key="asks_filters"):
        text = url_filters.url_search("q", t("participants.asks.search", lang), t("participants.asks.search", lang))
        kind = components.url_choice(
            "kind",
            t("participants.column.investor", lang),
            tuple(participant_kind for participant_kind in ParticipantKind if participant_kind in INVESTORS),
            words=lambda participant_kind: t(f"enum.participant_kind.{participant_kind.value}", lang),
            everything=t("participants.all", lang),
            compact=True,
        )
        only = url_filters.url_yes("asked", t("participants.asks.only", lang))
    across = [participant for participant in both[1] if kind in {None, participant.kind}]
    participants = [participant for participant in across if text and _is_named(participant, text)]
    shown_participants = [
        participant
        for participant in both[0]
        if (not text or participants or _is_named(participant, text))
        and (not only or _is_asked(day, participant, across))
    ]
    across = participants or across
    return shown_participants[: max(1, _CELLS // max(1, len(across)))], across


def _is_named(participant: Participant, text: str) -> bool:
    return any(text.casefold() in name.casefold() for name in (participant.name_ko, participant.name_en))


def sides(day: Day) -> tuple[list[Participant], list[Participant]]:
    """Return the companies and those who sit opposite them, of everybody who may still come."""
    gone = {ParticipantState.DECLINED, ParticipantState.WITHDRAWN}
    there = sorted((participant for participant in day.participants if participant.state not in gone), key=kind_order)
    return (
        [participant for participant in there if participant.kind is ParticipantKind.SUPPLIER],
        [participant for participant in there if participant.kind in INVESTORS],
    )


def _is_asked(day: Day, company: Participant, investors: Sequence[Participant]) -> bool:
    requests = day.requests.get(company.id, Requests())
    if requests.wishes or requests.vetoes:
        return True
    return any(_rank(day, investor.id, company.id) for investor in investors)


def _rank(day: Day, asker: str, other: str) -> int:
    """Return at which place somebody wishes to meet somebody, 0: not at all."""
    requests = day.requests.get(asker)
    return next((wish.rank for wish in requests.wishes if wish.participant_id == other), 0) if requests else 0


def _vetoes(day: Day, asker: str, other: str) -> bool:
    requests = day.requests.get(asker)
    return requests is not None and other in requests.vetoes


def matrix(day: Day, pair: tuple[Sequence[Participant], Sequence[Participant]], fits: Fits, lang: str) -> Table:
    """Return companies downwards and investors across: ranks of both sides, vetoes, conflicts, points."""
    companies, investors = pair
    conflicts = {(conflict.company, conflict.investor): conflict for conflict in day.conflicts}
    columns = [Column("firm", t("participants.column.company", lang))]
    columns += [
        Column(investor.id, name_of(investor, lang), sub=t(f"enum.participant_kind.{investor.kind.value}", lang))
        for investor in investors
    ]
    return Table(
        tuple(columns),
        tuple(
            Row(
                company.id,
                (
                    Cell(name_of(company, lang), sub=company.profile.round_label),
                    *(_cell(day, (company, investor), conflicts, fits, lang) for investor in investors),
                ),
            )
            for company in companies
        ),
    )


def _cell(
    day: Day,
    pair: tuple[Participant, Participant],
    conflicts: Mapping[tuple[str, str], ConflictOfInterest],
    fits: Fits,
    lang: str,
) -> Cell:
    company, investor = pair
    marks = []
    ours, theirs = _rank(day, company.id, investor.id), _rank(day, investor.id, company.id)
    if ours:
        marks.append(
            Mark(t("participants.mark.company", lang, rank=ours), "info", t("participants.mark.company.help", lang))
        )
    if theirs:
        marks.append(
            Mark(t("participants.mark.investor", lang, rank=theirs), "good", t("participants.mark.investor.help", lang))
        )
    if _vetoes(day, company.id, investor.id) or _vetoes(day, investor.id, company.id):
        marks.append(Mark(t("participants.mark.veto", lang), "late", t("participants.mark.veto.help", lang)))
    if (company.id, investor.id) in conflicts:
        why = conflicts[company.id, investor.id].why
        marks.append(Mark(t("participants.mark.conflict", lang), "warn", t(f"enum.interest.{why.value}", lang)))
    fit = fits.get((company.id, investor.id))
    points = "·" if fit is None or fit.points is None else str(fit.points)
    level = 0 if fit is None or fit.points is None or fit.judged < _LEVELS else max(0, fit.points - 4) * 3
    return Cell(points, marks=tuple(marks), act=True, level=level, title=fit_words.points(fit, lang))


def _offers(day: Day, pair: tuple[Sequence[Participant], Sequence[Participant]], fits: Fits, lang: str) -> None:
    """Draw the pairs that fit best and nobody asked for."""
    names = {participant.id: name_of(participant, lang) for side in pair for participant in side}
    barred = {(conflict.company, conflict.investor) for conflict in day.conflicts}
    free = [
        (pair, fit)
        for pair, fit in fits.items()
        if fit.points is not None and fit.points >= _GOOD and fit.judged > 1 and pair not in barred
        and {*pair} <= set(names) and not any(_rank(day, *way) or _vetoes(day, *way) for way in (pair, pair[::-1]))
    ]  # fmt: skip
    if not free:
        return
    best = sorted(
        free, key=lambda other_pair: (-(other_pair[1].points or 0), -other_pair[1].judged, names[other_pair[0][0]])
    )[:_OFFERED]
    st.subheader(t("participants.offers", lang), anchor=False)
    st.caption(t("participants.offers.note", lang))
    table = Table(
        tuple(
            Column(column, t(f"participants.column.{column}", lang)) for column in ("company", "investor", "fit", "why")
        ),
        tuple(
            Row(
                "~".join(pair),
                (
                    Cell(names[pair[0]], act=True),
                    Cell(names[pair[1]]),
                    Cell(fit_words.points(fit, lang)),
                    Cell("", parts=tuple(Cell(fit_words.reason(reason, lang), tone="wrap") for reason in fit.reasons)),
                ),
            )
            for pair, fit in best
        ),
    )
    at = grid.show(table, caption=t("participants.offers", lang), key="offers", lang=lang).place
    if at:
        dialogs.open_at(f"{_PAIR}~{at[0]}")


def _dialog(day: Day, fits: Fits) -> None:
    """Draw the pair that the URL asks for."""
    _, _, text = state.url_value("do").partition(f"{_PAIR}~")
    company, _, investor = text.partition("~")
    there = {participant.id: participant for participant in day.participants}
    if company in there and investor in there:
        pair = (there[company], there[investor])
        lang = state.language()
        title = t("participants.pair", lang, company=name_of(pair[0], lang), investor=name_of(pair[1], lang))
        dialogs.show(title, partial(_pair, day, pair, fits.get((company, investor))), width="medium")


def _pair(day: Day, pair: tuple[Participant, Participant], fit: Fit | None) -> None:
    """Draw why the two fit, who asked for whom, and the conflict of interest, which can be set and taken away."""
    lang = state.language()
    company, investor = pair
    for asker, other in (pair, pair[::-1]):
        rank = _rank(day, asker.id, other.id)
        who = components.harmless(name_of(asker, lang))
        if rank:
            st.markdown(t("participants.pair.wish", lang, who=who, rank=rank))
        elif _vetoes(day, asker.id, other.id):
            st.markdown(t("participants.pair.veto", lang, who=who))
    st.markdown(f"**{t('participants.column.fit', lang)}: {fit_words.points(fit, lang)}**")
    if fit is None or not fit.reasons:
        st.caption(t("participants.fit.open", lang))
    for reason in fit.reasons if fit else ():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"- {components.harmless(fit_words.reason(reason, lang))}", width="stretch")
            if reason.known is not None and reason.known.deck_id:
                st.page_link(
                    frame.page("review"),
                    label=t("participants.fit.evidence", lang),
                    query_params={"deck": reason.known.deck_id} | grid.spoken(lang),
                )
    _conflict(day, company, investor, lang)


def _conflict(day: Day, company: Participant, investor: Participant, lang: str) -> None:
    known = next(
        (conflict for conflict in day.conflicts if (conflict.company, conflict.investor) == (company.id, investor.id)),
        None,
    )
    key = f"conflict_{company.id}_{investor.id}"
    with st.form(key, border=True), frame.errors_in_words():
        why = st.selectbox(
            t("participants.conflict", lang),
            tuple(Interest),
            index=list(Interest).index(known.why) if known else None,
            format_func=lambda interest: t(f"enum.interest.{interest.value}", lang),
            placeholder=t("frame.none", lang),
            help=t("participants.conflict.help", lang),
            key=f"{key}_why",
        )
        note = st.text_input(
            t("participants.conflict.note", lang), value=known.note if known else "", key=f"{key}_note"
        )
        if not st.form_submit_button(t("frame.save", lang), key=f"{key}_save"):
            return
        rest = [conflict for conflict in day.conflicts if conflict is not known]
        conflict_of_interests = (
            [] if why is None else [ConflictOfInterest(company.id, investor.id, Interest(why), note)]
        )
        meeting_requests.keep_conflicts(state.acting(), day.event.id, [*rest, *conflict_of_interests])
        dialogs.done("participants.kept")
