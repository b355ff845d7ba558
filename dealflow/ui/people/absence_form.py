"""When people of the house are away and who votes for them: one's own, and everybody's for who looks after people."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.people import absences
from dealflow.domain.people.absences import Absence
from dealflow.domain.people.access import Act, may
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import components, context, fields, frame, state
from dealflow.ui.people import colleagues, rule_proposals

_WIDTH = 620


def draw() -> None:
    """Draw who is away, and the form of a new absence; what was typed stays if it is refused."""
    drawing = state.drawing()
    lang = drawing.lang
    st.caption(t("people.away.note", lang))
    known = [one for one in absences.absences(drawing) if one.until_day >= drawing.today]
    names = colleagues.names(also=[person for one in known for person in (one.person_id, one.delegate_id)])
    if not known:
        st.caption(t("people.away.none", lang))
    for absence in known:
        _row(absence, names, drawing)
    rule_proposals.draw()
    with st.form("absence_form", width=_WIDTH, enter_to_submit=False), frame.errors_in_words():
        _form(names, drawing)


def _row(absence: Absence, names: dict[str, str], drawing: state.Drawing) -> None:
    lang, viewer = drawing.lang, drawing.viewer
    span = t("people.away.span", lang, first=day(absence.from_day, lang), last=day(absence.until_day, lang))
    by = t("people.away.by", lang, who=names.get(absence.delegate_id, "–")) if absence.delegate_id else ""
    line = " · ".join(filter(None, (names.get(absence.person_id, "–"), span, by)))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", width=_WIDTH):
        st.markdown(components.harmless(line), width="content")
        if absence.person_id == viewer.person_id or may(viewer, Act.MANAGE_PEOPLE):
            label, key = t("people.away.withdraw", lang), f"away_{absence.id}"
            st.button(label, key=key, on_click=_withdraw, args=(absence.id,))


def _form(names: dict[str, str], drawing: state.Drawing) -> None:
    lang, me = drawing.lang, drawing.viewer.person_id
    who = me
    if may(drawing.viewer, Act.MANAGE_PEOPLE):
        everybody = tuple(names)
        who = st.selectbox(
            t("people.away.who", lang),
            everybody,
            index=everybody.index(me) if me in everybody else 0,
            format_func=names.__getitem__,
            key="away_who",
        )
    left, right = st.columns(2)
    first = fields.day(t("people.away.from", lang), value=context.today(), key="away_from", place=left)
    last = fields.day(t("people.away.until", lang), value=context.today(), key="away_until", place=right)
    delegate = st.selectbox(
        t("people.away.delegate", lang),
        ("", *names),
        format_func=lambda person: names[person] if person else t("people.away.nobody", lang),
        help=t("people.away.delegate.help", lang),
        key="away_delegate",
    )
    if st.form_submit_button(t("people.away.keep", lang), type="primary", key="away_do"):
        absence = Absence("", "", who or me, first.required, last.required, delegate or "")
        waits = absences.needs_second(drawing, absence.person_id, absence.delegate_id)
        if waits:
            absences.propose(state.acting(), absence)
        else:
            absences.keep(
                state.acting(), absence.person_id, absence.from_day, absence.until_day, delegate_id=absence.delegate_id
            )
        frame.tell_done("people.away.waits" if waits else "people.away.kept")
        st.rerun()


def _withdraw(absence_id: str) -> None:
    with frame.attempted("people.away.withdrawn"):
        absences.withdraw(state.acting(), absence_id)
