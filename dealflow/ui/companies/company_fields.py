"""The fields of what a house notes of a company, for the forms that ask for them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dealflow.actions.companies import company_profile
from dealflow.actions.companies.company_profile import CompanyProfile
from dealflow.domain.values.rounds import LADDER
from dealflow.i18n import name_of, t


def profile_fields(key: str, now: CompanyProfile, lang: str) -> Callable[[], CompanyProfile]:
    """Draw the fields with what stands now, and return what reads them."""
    sources = {source.id: source for source in company_profile.sources()}
    ids = tuple(sources)
    about = st.text_input(
        t("company.profile.about", lang),
        value=now.about,
        key=f"{key}_about",
        placeholder=t("company.profile.about.eg", lang),
    )
    left, right = st.columns(2)
    source = left.selectbox(
        t("company.profile.source", lang),
        ids,
        index=ids.index(now.source) if now.source in sources else None,
        format_func=lambda source_id: name_of(sources[source_id], lang),
        placeholder=t("companies.new.later", lang),
        key=f"{key}_source",
    )
    rounds = (*LADDER, *([now.round_label] if now.round_label and now.round_label not in LADDER else []))
    round_label = right.selectbox(
        t("company.profile.round", lang),
        rounds,
        index=rounds.index(now.round_label) if now.round_label else None,
        accept_new_options=True,
        placeholder=t("companies.new.later", lang),
        key=f"{key}_round",
    )
    website = left.text_input(
        t("company.profile.website", lang), value=now.website, key=f"{key}_website", placeholder="example.com"
    )
    tags = right.text_input(
        t("company.profile.tags", lang),
        value=", ".join(now.tags),
        key=f"{key}_tags",
        placeholder=t("company.profile.tags.eg", lang),
    )
    return lambda: CompanyProfile(source or "", about, website, company_profile.tags_of(tags), round_label or "")
