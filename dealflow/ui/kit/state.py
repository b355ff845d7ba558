"""Who looks, in which language, at what: session state and the URL behind one set of functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import streamlit as st

from dealflow.actions.people import accounts, people, signin
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.people.access import Viewer
from dealflow.errors import SignedOutError
from dealflow.i18n import LANGUAGES, Language
from dealflow.ui.kit import context, keys

Option = TypeVar("Option", bound=str)


@dataclass(frozen=True, slots=True)
class Drawing(Looking):
    """For whom a screen is drawn: whose books, in which language, on which day of Korean calendars."""

    lang: Language
    today: date

    def acting(self, at: datetime) -> Acting:
        """Return the viewer as somebody who acts at ``at``."""
        return Acting(self.ws, self.viewer, at)


def drawing() -> Drawing:
    """Return for whom this run of the screen draws."""
    return Drawing(context.workspace(), viewer(), language(), context.today())


def looking() -> Looking:
    """Return who looks at which books; for questions outside of a drawing."""
    return Looking(context.workspace(), viewer())


def acting(source: str = "app") -> Acting:
    """Return who acts in which books, now, through which door; for callbacks and forms."""
    return Acting(context.workspace(), viewer(), context.now(), source)


def token() -> str:
    """Return the browser's opaque session token, or nothing where there is no browser (tests)."""
    return st.context.cookies.get(signin.COOKIE, "")


def language() -> Language:
    """Return the reader's language: chosen here, else in the URL, else earlier in this browser, else Korean."""
    chosen = st.session_state.get(keys.LANGUAGE)
    if chosen is None:
        language_code = st.query_params.get("lang", "") or signin.language_of(token())
        chosen = Language(language_code) if language_code in LANGUAGES else Language.KO
        st.session_state[keys.LANGUAGE] = chosen
    return Language(chosen)


def speak(lang: Language) -> None:
    """Change the reader's language, here and for later visits of this browser."""
    st.session_state[keys.LANGUAGE] = lang
    signin.remember_language(token(), lang.value)


def keep_language_in_url() -> None:
    """Make the address carry the language where it is not the default, so that a link is what its sender saw."""
    lang = language()
    if lang is Language.KO:
        st.query_params.pop("lang", None)
    elif st.query_params.get("lang") != lang:
        st.query_params["lang"] = lang.value


def keep_in_url(name: str) -> None:
    """Write a parameter into the URL again: a link from a screen to itself leaves it out of the browser's address."""
    if value := url_value(name):
        st.query_params[name] = value


def person_id() -> str:
    """Return the id of the person at the screen: whoever signed in where accounts are used.

    Without them the first of the demo, or the single user, until somebody chose.

    Raises:
        SignedOutError: accounts are used, and nobody is signed in (any more) at this browser.
    """
    ws = context.workspace()
    if accounts.are_used(ws):
        signed_in = accounts.person_at(ws, token(), at=context.now())
        if signed_in is None:
            raise SignedOutError
        return signed_in
    chosen: str | None = st.session_state.get(keys.VIEWER) or signin.person_of(token())
    everybody = {person.id for person in people.people(ws)} if ws.settings.demo else frozenset[str]()
    if chosen is None or (ws.settings.demo and chosen not in everybody):
        chosen = next(iter(p.id for p in people.people(ws))) if everybody else _single_user().person_id
    if st.session_state.get(keys.VIEWER) != chosen:
        sit_down(chosen)
    return chosen


def sit_down(who: str) -> None:
    """Let the person ``who`` be the one at this browser."""
    st.session_state[keys.VIEWER] = who
    signin.sign_in(token(), who)


def _single_user() -> Viewer:
    return people.single_user(context.workspace(), at=context.now())


def viewer() -> Viewer:
    """Return the viewer that every action and query takes."""
    return people.viewer_of(context.workspace(), person_id())


def url_value(name: str, default: str = "") -> str:
    """Return a filter from the URL."""
    return st.query_params.get(name, default)


def asked_of(name: str, options: Sequence[Option]) -> Option | None:
    """Return the option that the URL asks for, or None where it names none of them."""
    return next((option for option in options if str(option) == st.query_params.get(name)), None)


def ask(**filters: str | None) -> None:
    """Write filters into the URL; an empty one leaves it."""
    for name, value in filters.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
