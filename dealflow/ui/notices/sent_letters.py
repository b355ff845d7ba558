"""What was sent to whom and when, and what did not go."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dealflow.actions.notices import sent_letters
from dealflow.actions.notices.sent_letters import SentLetter
from dealflow.domain.notices.outbox import OutboxState
from dealflow.i18n import has, t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_TONES = {
    OutboxState.SENT: "good",
    OutboxState.WAITING: "",
    OutboxState.SENDING: "",
    OutboxState.FAILED: "late",
    OutboxState.UNSURE: "warn",
}


def draw() -> None:
    """Draw the letters to the reader, and to whom the reader looks after."""
    drawing = state.drawing()
    lang = drawing.lang
    st.subheader(t("settings.notices.sent", lang), anchor=False)
    entries = sent_letters.letters(drawing)
    if not entries:
        st.caption(t("notices.nothing_sent", lang))
        return
    grid.show(table(entries, lang), caption=t("settings.notices.sent", lang), key="sent_letters", lang=lang)


def table(entries: Sequence[SentLetter], lang: str) -> Table:
    """Return the table of letters: when, what, to whom, and what became of it."""
    names = ("at", "kind", "to", "state")
    columns = tuple(Column(name, t(f"settings.notices.column.{name}", lang)) for name in names)
    return Table(columns, tuple(_row(entry, lang) for entry in entries))


def _row(entry: SentLetter, lang: str) -> Row:
    problem = f"error.problem.{entry.problem}"
    why = t(problem, lang) if entry.problem and has(problem, lang) else entry.problem
    mark = Mark(t(f"notices.state.{entry.state.value}", lang), _TONES[entry.state])
    if entry.state is OutboxState.WAITING and entry.tries:
        why += " · " + t("settings.notices.again", lang, at=moment(entry.due_at, lang))
    return Row(
        entry.id,
        (
            Cell(moment(entry.sent_at or entry.made_at, lang)),
            Cell(t(f"notices.letter_kind.{entry.kind}", lang), sub=entry.subject),
            Cell(entry.address if entry.channel == "mail" else t("settings.notices.webhook", lang)),
            Cell("", marks=(mark,), sub=why),
        ),
    )
