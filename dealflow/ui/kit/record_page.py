"""A page of one of a house's records: which one where there are several, and how to begin where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

import streamlit as st

from dealflow.i18n import called, t
from dealflow.ui.kit import components, url_filters


class Titled(Protocol):
    """A record with its titles."""

    @property
    def id(self) -> str:
        """Return its id."""
        ...

    @property
    def title_ko(self) -> str:
        """Return its Korean title."""
        ...

    @property
    def title_en(self) -> str:
        """Return its English title; it may be empty."""
        ...


def chosen(records: Iterable[Titled], area: str, lang: str, *, url_name: str, begin: Callable[[], None]) -> str:
    """Return the id of the record that the URL names, the first where it names none; where there are several, ask.

    Where there is none, the page says so in words of ``area``, lets ``begin`` offer to set one up, and ends.
    """
    titles = {record.id: called(record.title_ko, record.title_en, lang) for record in records}
    if not titles:
        st.title(t(f"{area}.title", lang), anchor=False)
        components.empty_state(f"{area}.none")
        begin()
        st.stop()
    first = next(iter(titles))
    if len(titles) == 1:
        return first
    label = t(f"{area}.title", lang)
    return url_filters.url_one(url_name, label, tuple(titles), words=titles.__getitem__, usual=first)
