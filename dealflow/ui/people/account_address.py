"""A one-time address that was just made: sent, or shown once with the text to send along, until it is put away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NoReturn

import streamlit as st

from dealflow.actions.notices import account_mails, outbox
from dealflow.actions.people.account_links import lasts_until
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.reports.notices.letters import account_letter
from dealflow.ui.kit import components, context, dialogs, frame, keys, state
from dealflow.ui.kit.public_urls import public_url

_SENDS: Final = "people_sends"


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address that was just made: for whom, of which house, for which purpose, its secret, the reader's language."""

    name: str
    house: str
    purpose: str
    secret: str
    language: str = "ko"

    def at(self, base_url: str) -> str:
        """Return the whole address."""
        return account_mails.address(base_url, self.purpose, self.secret, self.language)


@dataclass(frozen=True, slots=True)
class _Made:
    """An address as it is shown: whose browser made it, what it is, and until when it opens."""

    maker_id: str
    new: NewAddress
    address: str
    until: datetime


def offer_sending(key: str) -> bool:
    """Offer to send the address by mail, where letters can be sent; return whether it is to be sent."""
    lang = state.language()
    if not outbox.is_mail_set_up(context.workspace()):
        return False
    return st.checkbox(t("people.send", lang), value=True, help=t("people.send.help", lang), key=f"{_SENDS}_{key}")


def give(new: NewAddress, done: str, *, sends: bool) -> NoReturn:
    """Send the address, or let the page show it, and draw the page anew with the words at ``done``."""
    base = public_url("").rstrip("/")
    to = account_mails.send(state.acting(), new.purpose, new.secret, base, account_letter) if sends else ""
    if not to:
        _keep(new, base)
        dialogs.done(done)
    context.post_room().wake()
    dialogs.close()
    frame.tell_done("people.done.sent", address=to)
    st.rerun()


def _keep(new: NewAddress, base_url: str) -> None:
    """Let the next drawing of the page show the address of a secret; nobody can read it again later."""
    st.session_state[keys.PEOPLE_LINK] = _Made(
        maker_id=state.viewer().person_id,
        new=new,
        address=new.at(base_url),
        until=lasts_until(new.purpose, context.now()),
    )


def show() -> None:
    """Show the address with the text to send along, to whoever made it."""
    lang, made = state.language(), st.session_state.get(keys.PEOPLE_LINK)
    if made is None or made.maker_id != state.viewer().person_id:
        return
    new = made.new
    parameters = {"name": new.name, "house": new.house, "until": moment(made.until, new.language)}
    with st.container(border=True, key="people_link"):
        heading = t(f"people.link.{new.purpose}", lang, name=new.name)
        st.markdown(f"**{components.harmless(heading)}**")
        st.code(made.address, language=None, wrap_lines=True)
        st.caption(t("people.link.text", lang))
        text = t(f"people.link.{new.purpose}.text", new.language, **parameters)
        st.code(f"{text}\n\n{made.address}", language=None, wrap_lines=True)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(t("people.link.once", lang, until=moment(made.until, lang)), width="content")
            st.button(t("people.link.put_away", lang), key="people_link_done", on_click=_put_away)


def _put_away() -> None:
    st.session_state.pop(keys.PEOPLE_LINK, None)
