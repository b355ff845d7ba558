"""About these numbers: how far proposals can be trusted, measured before shipping and by the people of this house."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.claims import extraction_quality
from dealflow.i18n import t
from dealflow.ui.claims import extraction_quality as shown
from dealflow.ui.claims import reextraction
from dealflow.ui.kit import components, context, frame, grid, state

lang, ws, viewer = state.language(), context.workspace(), state.viewer()
st.title(t("quality.title", lang), anchor=False)
st.markdown(t("quality.intro", lang))

with frame.told():
    measured = extraction_quality.shipped()
    left, middle, right = st.columns(3)
    left.metric(t("quality.found", lang), shown.share(measured.total.recall, lang), help=t("quality.found.help", lang))
    middle.metric(
        t("quality.right", lang), shown.share(measured.total.precision, lang), help=t("quality.right.help", lang)
    )
    if measured.others:
        right.metric(
            t("quality.others", lang, n=measured.others.decks, decks=measured.others.decks),
            shown.share(measured.others.headline, lang),
            help=t("quality.others.help", lang),
        )
        st.caption(
            t(
                "quality.others.told",
                lang,
                n=measured.others.decks,
                decks=measured.others.decks,
                named=shown.share(measured.others.named, lang),
                scope=shown.share(measured.others.scope, lang),
                precision=shown.share(measured.others.precision, lang),
            )
        )
    st.subheader(t("quality.family", lang), anchor=False)
    st.caption(
        t("quality.family.help", lang, decks=measured.decks, pages=measured.pages) + " " + t("quality.caution", lang)
    )
    grid.show(
        shown.families(measured.families, lang), caption=t("quality.family", lang), key="quality_families", lang=lang
    )
    st.subheader(t("quality.sure", lang), anchor=False)
    st.caption(t("quality.sure.help", lang))
    grid.show(
        shown.sureness(measured.reliability, lang), caption=t("quality.sure", lang), key="quality_sure", lang=lang
    )
    reextraction.offer(ws, viewer, context.reading_room(), lang, place="quality")
    st.page_link(frame.page("rereading"), label=t("rereading.link", lang), icon=":material/update:")
    st.subheader(t("quality.judged", lang), anchor=False)
    st.caption(t("quality.judged.help", lang))
    words = extraction_quality.judged_here(ws, viewer)
    if words:
        grid.show(shown.judged(words, lang), caption=t("quality.judged", lang), key="quality_judged", lang=lang)
    else:
        components.empty_state("quality.empty", page="review")
