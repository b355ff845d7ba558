"""Saved views of a screen in one row, each one click away; saving the present one, naming anew, sharing, deleting."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.pipeline import saved_views
from dealflow.actions.pipeline.saved_views import NewView, SavedView
from dealflow.domain.people.access import Act, may
from dealflow.domain.pipeline.saved_views import address_of, may_change, query_of
from dealflow.i18n import t
from dealflow.ui.kit import components, frame, keys, state

_KEPT = frozenset({"lang"})


def draw(screen: str) -> None:
    """Draw the views of a screen as buttons, the present one marked, and the way to save it."""
    lang, viewer = state.language(), state.viewer()
    views = saved_views.saved_views(state.looking(), screen)
    here = query_of(st.query_params.to_dict())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content", key="saved_views"):
        for view in views:
            st.button(
                components.harmless(view.name),
                key=f"view_{view.id}",
                on_click=_open,
                args=(view.query,),
                type="primary" if view.query == here else "secondary",
                icon=":material/group:" if view.is_shared else None,
                help=t("pipeline.views.shared", lang) if view.is_shared else None,
            )
        with st.popover(t("pipeline.views", lang), icon=":material/bookmark:"):
            _save(screen, here, lang)
            for view in (view for view in views if may_change(viewer, view)):
                _manage(view, lang)
        _offer_return(lang)


def _open(query: str) -> None:
    """Go to a view: its filters take the place of those that are there; for callbacks."""
    stays = {name: value for name, value in st.query_params.to_dict().items() if name in _KEPT}
    for key in [key for key in st.session_state if str(key).startswith("url_")]:
        del st.session_state[key]
    st.query_params.from_dict(stays | address_of(query))


def _save(screen: str, query: str, lang: str) -> None:
    """Draw the form that saves the present filters, columns and order."""

    def submit() -> None:
        with frame.attempted("pipeline.views.kept"):
            shared = bool(st.session_state.get("view_share"))
            saved_views.keep_view(state.acting(), NewView(screen, query, st.session_state["view_name"], shared))
            st.session_state["view_name"] = ""

    with st.container(key="view_save"):
        st.caption(t("pipeline.views.help", lang))
        st.text_input(t("pipeline.views.name", lang), key="view_name")
        if may(state.viewer(), Act.EDIT_PIPELINE):
            st.checkbox(t("pipeline.views.share", lang), key="view_share")
        st.button(t("pipeline.views.save", lang), on_click=submit, type="primary", key="view_submit")


def _manage(view: SavedView, lang: str) -> None:
    """Draw the name of one of the viewer's own views, whether it is shared, and the way to delete it."""
    name, share = f"view_name_{view.id}", f"view_share_{view.id}"

    def rename() -> None:
        with frame.attempted("pipeline.views.kept"):
            is_shared = bool(st.session_state.get(share, view.is_shared))
            saved_views.rename_view(state.acting(), view.id, st.session_state[name], is_shared=is_shared)

    def drop() -> None:
        with frame.attempted("pipeline.views.dropped"):
            st.session_state[keys.VIEW_DROPPED] = saved_views.drop_view(state.acting(), view.id)

    with st.container(border=True):
        st.text_input(t("pipeline.views.name", lang), value=view.name, key=name, label_visibility="collapsed")
        if may(state.viewer(), Act.EDIT_PIPELINE):
            st.checkbox(t("pipeline.views.share", lang), value=view.is_shared, key=share)
        with st.container(horizontal=True):
            st.button(t("frame.save", lang), on_click=rename, key=f"view_rename_{view.id}")
            st.button(
                t("pipeline.views.drop", lang), on_click=drop, key=f"view_drop_{view.id}", icon=":material/delete:",
                type="tertiary",
            )  # fmt: skip


def _offer_return(lang: str) -> None:
    """Offer the view back that this session deleted last."""
    gone: SavedView | None = st.session_state.get(keys.VIEW_DROPPED)
    if gone is None:
        return

    def bring_back() -> None:
        with frame.attempted("pipeline.views.back"):
            saved_views.bring_back(state.acting(), st.session_state.pop(keys.VIEW_DROPPED))

    label = t("pipeline.views.undo", lang, name=components.harmless(gone.name))
    st.button(label, on_click=bring_back, key="view_undo", icon=":material/undo:", type="tertiary")
