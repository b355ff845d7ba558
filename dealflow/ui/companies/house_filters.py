"""The company list narrowed by what our house noted: how far it is, tag, source, put away or not."""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from dealflow.actions.companies import company_profile
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, state, url_filters
from dealflow.ui.kit.state import Drawing


class HouseFilter(TypedDict, total=False):
    """What the list is narrowed by, as ``CompanyFilter`` has it."""

    tag: str | None
    source: str | None
    is_archived: bool
    stage: str | None
    sector: str | None
    region: str | None


def draw(drawing: Drawing) -> HouseFilter:
    """Draw the filters, folded away, and return what they say."""
    lang = drawing.lang
    names = {source.id: name_of(source, lang) for source in company_profile.sources()}
    stages = {
        f"{track.id}:{stage.id}": f"{name_of(track, lang)} · {name_of(stage, lang)}"
        for track in drawing.ws.tracks
        for stage in track.stages
    }
    chosen = [state.url_value(name) for name in ("stage", "tag", "source", "archived")]
    label = t("companies.noted", lang) + (f" ({sum(map(bool, chosen))})" if any(chosen) else "")
    with st.popover(label, icon=":material/sell:"):
        every = t("frame.all", lang)
        stage = components.url_choice(
            "stage",
            t("company.summary.stage", lang),
            tuple(stages),
            words=lambda place: stages[place],
            everything=every,
        )
        tag = components.url_choice(
            "tag", t("company.profile.tags", lang), company_profile.tags_in_use(drawing), words=str, everything=every
        )
        source = components.url_choice(
            "source",
            t("company.profile.source", lang),
            tuple(names),
            words=lambda source_id: names[source_id],
            everything=every,
        )
        is_archived = url_filters.url_yes("archived", t("companies.archived", lang))
    return HouseFilter(stage=stage, tag=tag, source=source, is_archived=is_archived)
