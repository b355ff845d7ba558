"""About these numbers: how far proposals can be trusted, measured before shipping and by the people of this house."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.claims import extraction_quality
from dealflow.i18n import t
from dealflow.ui.claims import extraction_quality as extraction_quality_page
from dealflow.ui.claims import reextraction
from dealflow.ui.kit import components, context, frame, grid, state

drawing = state.drawing()
st.title(t("quality.title", drawing.lang), anchor=False)
st.markdown(t("quality.intro", drawing.lang))

with frame.errors_in_words():
    measured = extraction_quality.shipped()
    left, middle, right = st.columns(3)
    middle.metric(
        t("quality.found", drawing.lang),
        extraction_quality_page.share(measured.total.recall, drawing.lang),
        help=t("quality.found.help", drawing.lang),
    )
    right.metric(
        t("quality.right", drawing.lang),
        extraction_quality_page.share(measured.total.precision, drawing.lang),
        help=t("quality.right.help", drawing.lang),
    )
    if measured.others:
        left.metric(
            t("quality.others", drawing.lang, n=measured.others.decks, decks=measured.others.decks),
            extraction_quality_page.share(measured.others.headline, drawing.lang),
            help=t("quality.others.help", drawing.lang),
        )
        st.caption(
            t(
                "quality.others.told",
                drawing.lang,
                n=measured.others.decks,
                decks=measured.others.decks,
                named=extraction_quality_page.share(measured.others.named, drawing.lang),
                scope=extraction_quality_page.share(measured.others.scope, drawing.lang),
                precision=extraction_quality_page.share(measured.others.precision, drawing.lang),
            )
        )
    st.subheader(t("quality.family", drawing.lang), anchor=False)
    st.caption(
        t("quality.family.help", drawing.lang, decks=measured.decks, pages=measured.pages)
        + " "
        + t("quality.caution", drawing.lang)
    )
    grid.show(
        extraction_quality_page.families(measured.families, drawing.lang),
        caption=t("quality.family", drawing.lang),
        key="quality_families",
        lang=drawing.lang,
    )
    st.subheader(t("quality.sure", drawing.lang), anchor=False)
    st.caption(t("quality.sure.help", drawing.lang))
    grid.show(
        extraction_quality_page.sureness(measured.reliability, drawing.lang),
        caption=t("quality.sure", drawing.lang),
        key="quality_sure",
        lang=drawing.lang,
    )
    reextraction.offer(drawing, context.reading_room(), place="quality")
    st.page_link(frame.page("rereading"), label=t("rereading.link", drawing.lang), icon=":material/update:")
    st.subheader(t("quality.judged", drawing.lang), anchor=False)
    st.caption(t("quality.judged.help", drawing.lang))
    words = extraction_quality.judged_here(drawing)
    if words:
        grid.show(
            extraction_quality_page.judged(words, drawing.lang),
            caption=t("quality.judged", drawing.lang),
            key="quality_judged",
            lang=drawing.lang,
        )
    else:
        components.empty_state("quality.empty", page="review")
