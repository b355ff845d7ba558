"""A person's own webhooks: set up with an address, their secret shown once, tried, turned off, removed, with a log."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.api import webhooks
from dealflow.actions.api.webhooks import Letter, Record, Webhook
from dealflow.i18n import has, t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_URL, _RECORDS = "webhook_url", "webhook_records"
_LOGGED: Final = 20
"""Letters of the log that are drawn."""
_TONES: Final = {"waiting": "", "delivered": "good", "given_up": "late"}


def draw() -> None:
    """Draw the secret that was just made, the form of a new webhook, and those that are there with what they sent."""
    drawing = state.drawing()
    st.caption(t("settings.webhooks.note", drawing.lang))
    owner, secret = st.session_state.pop(keys.WEBHOOK_ACCESS, ("", ""))
    if secret and owner == drawing.viewer.person_id:
        st.success(t("settings.webhooks.made", drawing.lang), icon=":material/check:")
        st.code(secret, language=None, wrap_lines=True)
    _form(drawing.lang)
    own = webhooks.webhooks(drawing)
    if not own:
        st.caption(t("settings.webhooks.none", drawing.lang))
    for webhook in own:
        _draw(webhook, drawing.lang)


def _form(lang: str) -> None:
    with st.form("webhook_form", enter_to_submit=False):
        st.text_input(t("settings.webhooks.url", lang), key=_URL, placeholder="https://crm.example.kr/dealflow")
        st.multiselect(
            t("settings.webhooks.records", lang),
            list(Record),
            format_func=lambda record: t(f"settings.webhooks.record.{record.value}", lang),
            placeholder=t("settings.webhooks.all", lang),
            key=_RECORDS,
        )
        st.form_submit_button(t("settings.webhooks.make", lang), on_click=_make, key="webhook_make")


def _draw(webhook: Webhook, lang: str) -> None:
    told_of = ", ".join(t(f"settings.webhooks.record.{record.value}", lang) for record in webhook.records)
    with st.container(border=True):
        st.markdown(f"**{components.harmless(webhook.url)}**")
        st.caption(
            t(
                "settings.webhooks.line",
                lang,
                state=t(f"settings.webhooks.{'on' if webhook.is_on else 'off'}", lang),
                records=told_of or t("settings.webhooks.all", lang),
                n=webhook.waiting,
            )
        )
        with st.container(horizontal=True):
            words = t(f"settings.webhooks.turn_{'off' if webhook.is_on else 'on'}", lang)
            st.button(words, key=f"webhook_switch_{webhook.id}", on_click=_switch, args=(webhook.id, not webhook.is_on))
            st.button(
                t("settings.webhooks.test", lang), key=f"webhook_test_{webhook.id}", on_click=_test, args=(webhook.id,)
            )
            with st.popover(t("settings.webhooks.drop", lang), key=f"webhook_gone_{webhook.id}"):
                st.caption(t("settings.webhooks.drop.sure", lang))
                words = t("settings.webhooks.drop", lang)
                st.button(words, key=f"webhook_drop_{webhook.id}", on_click=_drop, args=(webhook.id,))
        _log(webhook, lang)


def _log(webhook: Webhook, lang: str) -> None:
    """Draw what was sent, and what sends one of it once more."""
    letters = webhooks.letters(state.drawing(), webhook.id, most=_LOGGED)
    if not letters:
        st.caption(t("settings.webhooks.log.none", lang))
        return
    with st.expander(t("settings.webhooks.log", lang), key=f"webhook_sent_{webhook.id}"):
        heads = [Column(name, t(f"settings.webhooks.log.{name}", lang)) for name in ("at", "state", "attempts", "next")]
        rows = tuple(_logged(letter, lang) for letter in letters)
        table = Table(tuple(heads), rows)
        grid.show(table, caption=t("settings.webhooks.log", lang), key=f"webhook_log_{webhook.id}", lang=lang)
        by_id = {letter.id: letter for letter in letters}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                t("settings.webhooks.again.which", lang),
                list(by_id),
                format_func=lambda letter_id: _named(by_id[letter_id], lang),
                key=f"webhook_letter_{webhook.id}",
            )
            words = t("settings.webhooks.again", lang)
            st.button(words, key=f"webhook_again_{webhook.id}", on_click=_again, args=(webhook.id, chosen))


def _logged(letter: Letter, lang: str) -> Row:
    mark = Mark(t(f"settings.webhooks.state.{letter.state}", lang), _TONES[letter.state])
    return Row(
        letter.id,
        (
            Cell(moment(letter.made_at, lang)),
            Cell("", marks=(mark,), sub=_answer(letter.answer, lang)),
            Cell(str(letter.attempts)),
            Cell("" if letter.next_at is None else moment(letter.next_at, lang)),
        ),
    )


def _named(letter: Letter, lang: str) -> str:
    return f"{moment(letter.made_at, lang)} · {t(f'settings.webhooks.state.{letter.state}', lang)}"


def _answer(answer: str, lang: str) -> str:
    """Return the words of an answer: a status as it is, or why there was none."""
    keys_of_it = (f"settings.webhooks.answer.{answer}", f"error.problem.{answer}")
    return next((t(key, lang) for key in keys_of_it if answer and has(key, lang)), answer)


def _make() -> None:
    with frame.attempted():
        acting = state.acting()
        _, secret = webhooks.make(acting, st.session_state[_URL], st.session_state[_RECORDS])
        st.session_state[keys.WEBHOOK_ACCESS] = (acting.viewer.person_id, secret)
        st.session_state[_URL] = ""


def _switch(webhook_id: str, is_on: bool) -> None:  # noqa: FBT001  # Streamlit hands callbacks their arguments by place
    with frame.attempted(f"settings.webhooks.turned_{'on' if is_on else 'off'}"):
        webhooks.switch(state.acting(), webhook_id, is_on=is_on)


def _test(webhook_id: str) -> None:
    with frame.attempted("settings.webhooks.tested"):
        webhooks.test(state.acting(), webhook_id)


def _again(webhook_id: str, letter_id: str) -> None:
    with frame.attempted("settings.webhooks.again.done"):
        webhooks.again(state.acting(), webhook_id, letter_id)


def _drop(webhook_id: str) -> None:
    with frame.attempted("settings.webhooks.dropped"):
        webhooks.drop(state.acting(), webhook_id)
