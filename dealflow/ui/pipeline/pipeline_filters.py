"""What of the pipeline is wanted: the track, the filters in the URL, and the rows that pass them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import BoardColumn, EngagementFilter, EngagementRow
from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.pipeline.funnel import Status, Track
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, context, state, url_filters
from dealflow.ui.pipeline import engagement_drawer

USUAL_TRACKS: Final = {
    OrganisationKind.TIPS_OPERATOR: "tips",
    OrganisationKind.ORGANISER: "followup",
    OrganisationKind.SUPPLIER: "matching",
    OrganisationKind.ADOPTER: "matching",
}
"""The track that opens first, by what the viewer's organisation is; the first track of the catalogue for the others."""


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
    active = sum(bool(state.url_value(name)) for name in ("investor", "status", "stale"))
    with st.popover(t("pipeline.filters", lang, n=active) if active else t("pipeline.filters.none", lang)):
        who = investor()
        status = components.url_choice(
            "status",
            t("pipeline.filter.status", lang),
            tuple(Status),
            words=lambda other_status: t(f"enum.status.{other_status.value}", lang),
            everything=t("frame.all", lang),
        )
        stale = url_filters.url_yes("stale", t("pipeline.filter.stale", lang))
    return EngagementFilter(track=chosen.id, investor_id=who, status=status, text=text), stale


def columns(filters: EngagementFilter, *, stale: bool) -> tuple[BoardColumn, ...]:
    """Return the board's columns with the cards that are wanted."""
    board_columns = engagements.board(state.looking(), filters, on=context.today())
    if not stale:
        return board_columns
    return tuple(
        replace(board_column, cards=tuple(row for row in board_column.cards if row.stale))
        for board_column in board_columns
    )


def rows(filters: EngagementFilter, *, stale: bool) -> tuple[EngagementRow, ...]:
    """Return the engagements that are wanted."""
    rows = engagements.engagements(state.looking(), filters, on=context.today())
    return tuple(row for row in rows if row.stale or not stale)
