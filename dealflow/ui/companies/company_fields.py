"""The fields of what a house notes of a company, for the forms that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dealflow.actions.companies import company_profile
from dealflow.actions.companies.company_profile import CompanyProfile
from dealflow.domain.values.rounds import LADDER
from dealflow.i18n import name_of, t


def profile_fields(key: str, now: CompanyProfile, lang: str) -> Callable[[], CompanyProfile]:
    """Draw the fields with what stands now, and return what reads them."""
    about = about_field(key, now.about, lang)
    left, right = st.columns(2)
    with left:
        source = source_field(key, now.source, lang)
    rest = rest_fields(key, now, lang, columns=(right, left, right))
    return lambda: replace(rest(), source=source, about=about)


def about_field(key: str, now: str, lang: str) -> str:
    """Draw the field for what the company does, and return what stands in it."""
    eg = t("company.profile.about.eg", lang)
    return st.text_input(t("company.profile.about", lang), value=now, key=f"{key}_about", placeholder=eg)


def source_field(key: str, now: str, lang: str) -> str:
    """Draw the choice of how the company came, and return its id; empty where none is chosen."""
    sources = {source.id: source for source in company_profile.sources()}
    ids = tuple(sources)
    chosen = st.selectbox(
        t("company.profile.source", lang),
        ids,
        index=ids.index(now) if now in sources else None,
        format_func=lambda source_id: name_of(sources[source_id], lang),
        placeholder=t("companies.new.later", lang),
        key=f"{key}_source",
    )
    return chosen or ""


def rest_fields(
    key: str, now: CompanyProfile, lang: str, *, columns: Sequence[DeltaGenerator]
) -> Callable[[], CompanyProfile]:
    """Draw round, website and tags into three places, and return what reads them."""
    first, second, third = columns
    rounds = (*LADDER, *([now.round_label] if now.round_label and now.round_label not in LADDER else []))
    round_label = first.selectbox(
        t("company.profile.round", lang),
        rounds,
        index=rounds.index(now.round_label) if now.round_label else None,
        accept_new_options=True,
        placeholder=t("companies.new.later", lang),
        key=f"{key}_round",
    )
    website = second.text_input(
        t("company.profile.website", lang), value=now.website, key=f"{key}_website", placeholder="example.com"
    )
    tags = third.text_input(
        t("company.profile.tags", lang),
        value=", ".join(now.tags),
        key=f"{key}_tags",
        placeholder=t("company.profile.tags.eg", lang),
    )
    return lambda: CompanyProfile(website=website, tags=company_profile.tags_of(tags), round_label=round_label or "")
