"""The follow-up list of an IR day: what came of each pair after 3, 6 and 12 months, and the form that notes it."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.irday.results.results import DayResults, note_outcome, withdraw_outcome
from dealflow.domain.irday.floor.floor import NextStepKind, Outcome, OutcomeKind
from dealflow.domain.irday.results.outcomes import FollowUp, Stretch, StretchState
from dealflow.domain.values.field_parsing import won_of
from dealflow.domain.values.typed_days import LATEST
from dealflow.i18n import LANGUAGES, Language, name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.irday.results.follow_up_message import message
from dealflow.reports.irday.results.result_words import won
from dealflow.ui.kit import components, context, dialogs, fields, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

NOTE = "outcome"
"""The dialog's name in the URL; the pair stands beside it."""
_BETWEEN = "~"
_WHICH = ("all", "ask", "told")
_MARKS = {StretchState.ASK: "warn", StretchState.LATER: "", StretchState.TOLD: "good"}


def draw(results: DayResults, lang: str) -> None:
    """Draw the list, one line a pair; a click opens what was told, the form, and the message."""
    if not results.follow_ups:
        components.empty_state("results.follow.empty")
        return
    st.caption(t("results.follow.lead", lang))
    which = components.url_tabs(
        "which", t("results.follow.which", lang), _WHICH, words=lambda text: _which_words(results, text, lang)
    )
    follow_ups = [follow_up for follow_up in results.follow_ups if _is_wanted(follow_up, which)]
    if not follow_ups:
        components.empty_state("results.follow.none")
        return
    clicked = grid.show(
        Table(_columns(results, lang), tuple(_row(results, follow_up, lang) for follow_up in follow_ups)),
        caption=t("results.caption.follow", lang),
        key="results_follow",
        lang=lang,
    )
    if clicked.place is not None:
        state.ask(do=NOTE, pair=clicked.place[0])
        st.rerun()


def dialog(results: DayResults, lang: str) -> None:
    """Draw the dialog of the pair that the URL asks for, if it does."""
    line = next((follow_up for follow_up in results.follow_ups if pair_of(follow_up) == state.url_value("pair")), None)
    if not dialogs.is_open(NOTE) or line is None:
        return
    names = {participant.id: name_of(participant, lang) for participant in results.day.participants}
    title = f"{names.get(line.company, '–')} ↔ {names.get(line.investor, '–')}"
    dialogs.show(title, lambda: _inside(results, line, lang), width="large")


def pair_of(line: FollowUp) -> str:
    """Return a pair as it stands in the URL."""
    return f"{line.company}{_BETWEEN}{line.investor}"


def _inside(results: DayResults, line: FollowUp, lang: str) -> None:
    _outcomes_so_far(results, line, lang)
    st.markdown(f"**{t('results.follow.note', lang)}**")
    _form(results, line, lang)
    st.markdown(f"**{t('results.follow.message', lang)}**")
    into = st.segmented_control(
        t("papers.language", lang),
        LANGUAGES,
        default=Language(lang),
        format_func=lambda language: t("frame.language.name", language),
        required=True,
        key="results_message_language",
        label_visibility="collapsed",
    )
    st.code(message(results, line, _months(line), into or lang), language=None, wrap_lines=True)


def _outcomes_so_far(results: DayResults, line: FollowUp, lang: str) -> None:
    """Draw what was told so far, each with the way to take it back."""
    outcomes = [outcome for stretch in line.stretches for outcome in stretch.outcomes]
    if line.log is not None and line.log.next_step is not NextStepKind.NONE:
        step = t(f"enum.next_step_kind.{line.log.next_step.value}", lang)
        due = "" if line.log.next_due is None else f" · {day_words(line.log.next_due, lang)}"
        st.caption(components.harmless(t("results.follow.agreed", lang, step=f"{step}{due}")))
    for outcome in outcomes:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(components.harmless(_outcome_words(outcome, lang)))
            st.button(
                t("results.follow.withdraw", lang),
                key=f"results_withdraw_{outcome.id}",
                icon=":material/undo:",
                type="tertiary",
                on_click=_withdraw,
                args=(results.day.event.id, outcome.id),
            )


def _form(results: DayResults, line: FollowUp, lang: str) -> None:
    event = results.day.event
    with st.form("results_outcome", border=False, clear_on_submit=False):
        left, middle, right = st.columns((2, 1, 1))
        kind = left.selectbox(
            t("results.field.kind", lang),
            tuple(OutcomeKind),
            format_func=lambda kind: t(f"enum.outcome_kind.{kind.value}", lang),
            key="results_kind",
        )
        on = fields.day(
            t("results.field.on", lang),
            value=max(context.today(), event.held_on),
            bounds=(event.held_on, LATEST),
            key="results_on",
            place=middle,
        )
        amount = right.text_input(
            t("results.field.amount", lang),
            placeholder=t("results.field.amount.placeholder", lang),
            help=t("results.field.amount.help", lang),
            key="results_amount",
        )
        note = st.text_input(t("results.field.note", lang), key="results_note")
        if st.form_submit_button(t("results.follow.keep", lang), type="primary"):
            money = won_of(amount, t("results.field.amount", lang)) if amount.strip() else None
            outcome = Outcome(
                "", event.id, line.company, line.investor, kind or OutcomeKind.NOTHING, on.required, money, note
            )
            note_outcome(state.acting(), event.id, outcome)
            dialogs.done("results.follow.kept", pair=None)


def _withdraw(event_id: str, outcome_id: str) -> None:
    with frame.attempted("results.follow.withdrawn"):
        withdraw_outcome(state.acting(), event_id, outcome_id)


def _months(line: FollowUp) -> int:
    """Return after how many months one asks now: for the stretch that is due, else the first."""
    return line.months_to_ask or line.stretches[0].months


def _is_wanted(line: FollowUp, which: str) -> bool:
    if which == "ask":
        return line.months_to_ask is not None
    return which == "all" or any(stretch.outcomes for stretch in line.stretches)


def _which_words(results: DayResults, which: str, lang: str) -> str:
    number = sum(_is_wanted(follow_up, which) for follow_up in results.follow_ups)
    return t(f"results.follow.which.{which}", lang, n=number)


def _columns(results: DayResults, lang: str) -> tuple[Column, ...]:
    ends = {stretch.months: stretch.until for stretch in results.follow_ups[0].stretches}
    months = (
        Column(f"m{number}", t("results.months", lang, n=number), sub=t("results.until", lang, day=day_words(on, lang)))
        for number, on in ends.items()
    )
    named = (Column(column, t(f"results.column.{column}", lang)) for column in ("company", "investor", "told"))
    return (*named, *months)


def _row(results: DayResults, line: FollowUp, lang: str) -> Row:
    names = {participant.id: name_of(participant, lang) for participant in results.day.participants}
    sub = t("results.follow.held" if line.held else "results.follow.not_held", lang)
    cells = (
        Cell(names.get(line.company, "–"), act=True),
        Cell(names.get(line.investor, "–"), sub=sub),
        _told_cell(line, lang),
        *(_stretch(stretch, lang) for stretch in line.stretches),
    )
    return Row(pair_of(line), cells)


def _told_cell(line: FollowUp, lang: str) -> Cell:
    if line.log is None:
        return Cell("–", tone="muted")
    step = line.log.next_step
    words = "–" if step is NextStepKind.NONE else t(f"enum.next_step_kind.{step.value}", lang)
    marks: tuple[Mark, ...] = ()
    if line.log.interest is not None:
        level = t(f"enum.interest_level.{line.log.interest.value}", lang)
        marks = (Mark(t("results.follow.interest", lang, level=level), "info"),)
    due = "" if line.log.next_due is None else day_words(line.log.next_due, lang)
    return Cell(words, sub=due, marks=marks)


def _stretch(stretch: Stretch, lang: str) -> Cell:
    if not stretch.outcomes:
        mark = Mark(t(f"results.follow.state.{stretch.state.value}", lang), _MARKS[stretch.state])
        return Cell("", marks=(mark,)) if stretch.state is StretchState.ASK else Cell(mark.text, tone="muted")
    parts = tuple(
        Cell(
            t(f"enum.outcome_kind.{outcome.kind.value}", lang),
            sub=" · ".join(
                filter(None, ("" if outcome.amount is None else won(outcome.amount, lang), day_words(outcome.on, lang)))
            ),
        )
        for outcome in stretch.outcomes
    )
    return parts[0] if len(parts) == 1 else Cell("", parts=parts)


def _outcome_words(outcome: Outcome, lang: str) -> str:
    parts = (
        day_words(outcome.on, lang),
        t(f"enum.outcome_kind.{outcome.kind.value}", lang),
        "" if outcome.amount is None else won(outcome.amount, lang),
        outcome.note,
    )
    return " · ".join(filter(None, parts))
