"""What the reader wants to be told, by which way, at which hours."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.notices import outbox, preferences
from dealflow.actions.notices.outbox import Letter
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.notices.preferences import NoticeKind, Preferences
from dealflow.i18n import LANGUAGES, t
from dealflow.reports.notices import letters
from dealflow.ui.kit import components, context, frame, state

_HOURS: Final = tuple(range(24))
_NEVER: Final = -1
_WIDTH: Final = 620
_KEYS: Final = "notice"


def draw() -> None:
    """Draw the form, and say where letters go or why none do."""
    drawing = state.drawing()
    lang = drawing.lang
    now = preferences.own(drawing)
    st.caption(t("settings.notices.note", lang, minutes=drawing.ws.settings.notice_minutes))
    _post_words(drawing, now.address)
    chosen = now.preferences
    with st.form("notice_form", enter_to_submit=False, width=_WIDTH):
        st.markdown(f"**{t('settings.notices.kinds', lang)}**")
        for kind in NoticeKind:
            st.checkbox(t(f"notices.kind.{kind.value}", lang), value=chosen.wants(kind), key=f"{_KEYS}_{kind.value}")
        _hours(chosen, lang)
        _ways(chosen, now.address, lang)
        st.form_submit_button(t("settings.notices.keep", lang), type="primary", key="notice_keep", on_click=_keep)


def _hours(chosen: Preferences, lang: str) -> None:
    """Draw the hour of the digest, and the quiet hours."""
    st.selectbox(
        t("settings.notices.digest", lang),
        (_NEVER, *_HOURS),
        index=0 if chosen.digest_hour is None else chosen.digest_hour + 1,
        format_func=lambda hour: _hour(hour, lang),
        help=t("settings.notices.digest.help", lang),
        key=f"{_KEYS}_digest",
    )
    left, right = st.columns(2)
    left.selectbox(
        t("settings.notices.quiet_from", lang),
        _HOURS,
        index=chosen.quiet_from,
        format_func=lambda hour: _hour(hour, lang),
        help=t("settings.notices.quiet.help", lang),
        key=f"{_KEYS}_quiet_from",
    )
    right.selectbox(
        t("settings.notices.quiet_until", lang),
        _HOURS,
        index=chosen.quiet_until,
        format_func=lambda hour: _hour(hour, lang),
        key=f"{_KEYS}_quiet_until",
    )


def _ways(chosen: Preferences, address: str, lang: str) -> None:
    """Draw language, mail and webhook."""
    st.segmented_control(
        t("settings.notices.language", lang),
        LANGUAGES,
        default=chosen.language,
        required=True,
        format_func=lambda language: t("frame.language.name", language),
        key=f"{_KEYS}_language",
    )
    st.checkbox(t("settings.notices.by_mail", lang), value=chosen.by_mail, key=f"{_KEYS}_by_mail")
    st.text_input(
        t("settings.notices.address", lang),
        value=chosen.address,
        placeholder=address,
        help=t("settings.notices.address.help", lang),
        key=f"{_KEYS}_address",
    )
    st.text_input(
        t("settings.notices.webhook", lang),
        value=chosen.webhook,
        placeholder="https://hooks.slack.com/services/…",
        help=t("settings.notices.webhook.help", lang),
        key=f"{_KEYS}_webhook",
    )


def _post_words(drawing: state.Drawing, address: str) -> None:
    """Say whether letters are sent, to which address, and offer to try it."""
    lang = drawing.lang
    if not outbox.is_mail_set_up(drawing.ws):
        st.info(t("settings.notices.no_post", lang), icon=":material/mail_off:")
        with st.expander(t("settings.notices.no_post.how", lang), icon=":material/settings:"):
            st.code(t("settings.notices.no_post.settings", lang), language="ini")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        key = "settings.notices.goes_to" if address else "settings.notices.goes_nowhere"
        st.markdown(components.harmless(t(key, lang, address=address)), width="content")
        if address:
            st.button(
                t("settings.notices.try", lang),
                icon=":material/forward_to_inbox:",
                key="notice_try",
                on_click=_try,
                args=(address,),
            )


def _hour(hour: int, lang: str) -> str:
    return t("settings.notices.never", lang) if hour == _NEVER else t("settings.notices.hour", lang, hour=f"{hour:02d}")


def _field(name: str) -> object:
    return st.session_state[f"{_KEYS}_{name}"]


def _keep() -> None:
    with frame.attempted("settings.notices.kept"):
        digest = int(str(_field("digest")))
        preferences.keep(
            state.acting(),
            Preferences(
                address=str(_field("address")),
                language=str(_field("language")),
                muted=tuple(kind for kind in NoticeKind if not _field(kind.value)),
                digest_hour=None if digest == _NEVER else digest,
                quiet_from=int(str(_field("quiet_from"))),
                quiet_until=int(str(_field("quiet_until"))),
                by_mail=bool(_field("by_mail")),
                webhook=str(_field("webhook")),
            ),
        )


def _try(address: str) -> None:
    lang = state.language()
    with frame.attempted("settings.notices.tried", address=address):
        acting = state.acting()
        letter = Letter(
            id=new_id("test", address, acting.at),
            kind="test",
            address=address,
            language=lang,
            content=letters.test_letter(lang),
            person_id=acting.viewer.person_id,
        )
        outbox.require_sent(acting.ws, letter, now=context.now)
