"""What of the pipeline is wanted: the track, the filters in the URL, and the rows that pass them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementFilter, EngagementRow
from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.pipeline.funnel import Status, Track
from dealflow.domain.pipeline.stage_intervals import CLOSED
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, context, state, url_filters
from dealflow.ui.people import colleagues
from dealflow.ui.pipeline import engagement_drawer

USUAL_TRACKS: Final = {
    OrganisationKind.TIPS_OPERATOR: "tips",
    OrganisationKind.ORGANISER: "followup",
    OrganisationKind.SUPPLIER: "matching",
    OrganisationKind.ADOPTER: "matching",
}
"""The track that opens first, by what the viewer's organisation is; the first track of the catalogue for the others."""


_FILTERS: Final = ("investor", "stage", "assignee", "tag", "status", "stale", "closed")
"""The filters of the pipeline, by their names in the URL."""


def usual_track() -> str:
    """Return the track that the viewer most likely works in."""
    drawing = state.drawing()
    kinds = {organisation.id: organisation.kind for organisation in people.organisations(drawing.ws)}
    text = USUAL_TRACKS.get(kinds.get(drawing.viewer.organisation_id, OrganisationKind.VC), drawing.ws.tracks[0].id)
    return text if any(track.id == text for track in drawing.ws.tracks) else drawing.ws.tracks[0].id


def track() -> Track:
    """Return the track in the URL, offered as a drop-down."""
    ws, lang = context.workspace(), state.language()
    chosen = url_filters.url_one(
        "track",
        t("pipeline.track", lang),
        tuple(track.id for track in ws.tracks),
        words=lambda text: name_of(ws.track(text), lang),
        usual=usual_track(),
        hidden=True,
    )
    return ws.track(chosen)


def investor(offered: frozenset[OrganisationKind] = engagement_drawer.INVESTORS) -> str | None:
    """Return the investor in the URL, offered as a drop-down."""
    lang = state.language()
    known = {organisation.id: organisation for organisation in people.organisations(context.workspace(), offered)}
    return components.url_choice(
        "investor",
        t("pipeline.filter.investor", lang),
        tuple(known),
        words=lambda text: name_of(known[text], lang),
        everything=t("frame.all", lang),
    )


def chosen_filter(chosen: Track) -> tuple[EngagementFilter, bool]:
    """Return the filter in the URL for the track, and whether only stale engagements are wanted."""
    lang = state.language()
    text = url_filters.url_search("q", t("pipeline.filter.text", lang), t("pipeline.filter.text.placeholder", lang))
    active = sum(bool(state.url_value(name)) for name in _FILTERS)
    stages = {stage.id: stage for stage in chosen.stages}
    with st.popover(t("pipeline.filters", lang, n=active) if active else t("pipeline.filters.none", lang)):
        who = investor()
        stage = components.url_choice(
            "stage",
            t("pipeline.column.stage", lang),
            tuple(stages),
            words=lambda name: name_of(stages[name], lang),
            everything=t("frame.all", lang),
        )
        person = _assignee(lang)
        tag = _tag(chosen, lang)
        status = components.url_choice(
            "status",
            t("pipeline.filter.status", lang),
            tuple(Status),
            words=lambda other_status: t(f"enum.status.{other_status.value}", lang),
            everything=t("frame.all", lang),
        )
        stale = url_filters.url_yes("stale", t("pipeline.filter.stale", lang))
        url_filters.url_yes("closed", t("pipeline.filter.closed", lang))
    wanted = EngagementFilter(
        track=chosen.id, investor_id=who, stage=stage, status=status, text=text, assignee_id=person, tag=tag
    )
    return wanted, stale


def _assignee(lang: str) -> str | None:
    """Return the person in charge in the URL, offered as a drop-down of the viewer's house."""
    drawing = state.drawing()
    names = colleagues.names(also=[person.id for person in people.people(drawing.ws) if person.has_left])
    return components.url_choice(
        "assignee",
        t("pipeline.assignee", lang),
        tuple(names),
        words=names.__getitem__,
        everything=t("frame.all", lang),
    )


def _tag(chosen: Track, lang: str) -> str | None:
    """Return the tag in the URL, offered as a drop-down of those that are used in the track."""
    everything = engagements.engagements(state.looking(), EngagementFilter(track=chosen.id), on=context.today())
    tags = sorted({tag for row in everything for tag in row.engagement.tags}, key=str.casefold)
    return components.url_choice(
        "tag", t("pipeline.column.tags", lang), tuple(tags), words=str, everything=t("frame.all", lang)
    )


def show_closed() -> None:
    """Put into the URL that declined and withdrawn engagements are wanted, too; for callbacks."""
    state.ask(closed="1")


def rows(filters: EngagementFilter, *, stale: bool) -> tuple[tuple[EngagementRow, ...], int]:
    """Return the engagements that are wanted, and how many declined or withdrawn ones are hidden among them."""
    found = engagements.engagements(state.looking(), filters, on=context.today())
    wanted = tuple(row for row in found if row.stale or not stale)
    if filters.status is not None or state.url_value("closed") == "1":
        return wanted, 0
    shown = tuple(row for row in wanted if row.engagement.status not in CLOSED)
    return shown, len(wanted) - len(shown)
