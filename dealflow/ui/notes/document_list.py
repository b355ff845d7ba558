"""The files on a company or a deal: brought, looked at, put aside, described anew, withdrawn, destroyed."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dealflow.actions.notes import documents
from dealflow.actions.notes.documents import DocumentView
from dealflow.domain.people.access import Act, may
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import components, dialogs, frame, state
from dealflow.ui.notes import document_form
from dealflow.ui.notes.subject import Subject

_LOOK: Final = "look"
_SOON_DAYS: Final = 30
"""Within so many days of its last good day a file is marked."""
_KILOBYTE: Final = 1024


def of_company(company_id: str, engagement_id: str = "") -> None:
    """Draw all files on a company and its deals, or on one deal alone, with the way to bring more."""
    drawing, subject = state.drawing(), Subject(company_id, engagement_id)
    if may(drawing.viewer, Act.EDIT_PIPELINE):
        panel = components.panel(t("documents.new", drawing.lang), "documents_new", icon=":material/upload_file:")
        with panel, frame.errors_in_words():
            document_form.bring(subject)
    about = "" if engagement_id else company_id
    every = documents.documents_of(drawing, company_id=about, engagement_id=engagement_id, withdrawn=True)
    standing = tuple(view for view in every if not view.standing.is_withdrawn)
    if len(standing) < len(every) and st.toggle(t("documents.withdrawn.show", drawing.lang), key="documents_withdrawn"):
        standing = every
    if not standing:
        components.empty_state("documents.empty")
    for view in standing:
        _card(view, drawing)
    _show_asked(standing, drawing)


def of_deal(engagement_id: str, lang: str) -> None:
    """Draw the files of a deal in its drawer; nothing where there are none."""
    standing = documents.documents_of(state.looking(), engagement_id=engagement_id)
    if not standing:
        return
    st.markdown(f"**{t('documents.of_deal', lang)}**")
    drawing = state.drawing()
    for view in standing:
        if not view.standing.is_destroyed:
            address = f"documents/{view.document.id}"
            name = components.harmless(view.file_name)
            st.markdown(f":material/attach_file: [{name}]({address}) {_marks(view, drawing)}")


def _marks(view: DocumentView, drawing: state.Drawing) -> str:
    """Return the labels of a file: its kind, when it runs out, and what happened to it."""
    lang, document = drawing.lang, view.document
    labels = [components.badge(name_of(view.kind, lang), "blue")]
    if document.expires_on and not view.standing.is_destroyed:
        left = (document.expires_on - drawing.today).days
        colour = "red" if left < 0 else "orange" if left <= _SOON_DAYS else "gray"
        key = "documents.expired" if left < 0 else "documents.until"
        labels.append(components.badge(t(key, lang, day=day(document.expires_on, lang)), colour))
    if view.standing.is_withdrawn:
        labels.append(components.badge(t("notes.withdrawn", lang), "orange"))
    if document.audience.value == "deal":
        labels.append(components.badge(t("enum.note_audience.deal", lang), "violet"))
    return " ".join(labels)


def _card(view: DocumentView, drawing: state.Drawing) -> None:
    lang, document = drawing.lang, view.document
    with st.container(border=True, gap="xsmall", key=f"document_card_{document.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            name = view.file_name or t("documents.destroyed", lang)
            st.markdown(f"**{components.harmless(name)}** {_marks(view, drawing)}", width="stretch")
            _acts(view, lang)
        issued = t("documents.issued", lang, day=day(document.issued_on, lang)) if document.issued_on else ""
        brought = t("documents.by", lang, name=view.author_name or "–", day=_brought(view, lang))
        parts = (document.issuer, issued, _size(document.size_bytes), brought)
        st.caption(components.harmless(" · ".join(filter(None, parts))))


def _brought(view: DocumentView, lang: str) -> str:
    return day(_day_of(view), lang)


def _day_of(view: DocumentView) -> date:
    return view.standing.received_at.date()


def _size(size_bytes: int) -> str:
    if size_bytes < _KILOBYTE**2:
        return f"{max(1, round(size_bytes / _KILOBYTE)):,} KB"
    return f"{size_bytes / _KILOBYTE**2:.1f} MB"


def _acts(view: DocumentView, lang: str) -> None:
    """Offer what the viewer may do with a file."""
    document = view.document
    if view.standing.is_destroyed:
        return
    if view.can_look:
        label, key = t("documents.look", lang), f"document_look_{document.id}"
        st.button(label, icon=":material/visibility:", key=key, type="tertiary", on_click=_open, args=(document.id,))
    label = f":material/download: {t('documents.download', lang)}"
    st.markdown(f"[{label}](documents/{document.id})", width="content")
    if not view.can_edit:
        return
    with st.popover(
        t("notes.acts", lang), icon=":material/more_horiz:", type="tertiary", key=f"document_acts_{document.id}"
    ):
        with st.expander(t("documents.amend", lang), icon=":material/edit:"), frame.errors_in_words():
            document_form.amend(view)
        name = "put_back" if view.standing.is_withdrawn else "withdraw"
        _act(name, "unarchive" if view.standing.is_withdrawn else "archive", view, lang)
        if view.can_destroy:
            with st.expander(t("documents.destroy", lang), icon=":material/delete_forever:"):
                st.caption(t("documents.destroy.what", lang))
                _act("destroy", "delete_forever", view, lang)


def _act(name: str, icon: str, view: DocumentView, lang: str) -> None:
    st.button(
        t(f"notes.act.{name}", lang),
        icon=f":material/{icon}:",
        key=f"document_{name}_{view.document.id}",
        on_click=_do,
        args=(name, view.document.id),
        width="stretch",
    )


def _do(name: str, document_id: str) -> None:
    with frame.attempted(f"documents.done.{name}"):
        if name == "destroy":
            documents.destroy(state.acting(), document_id)
        else:
            documents.withdraw(state.acting(), document_id, withdrawn=name == "withdraw")


def _open(document_id: str) -> None:
    state.ask(do=_LOOK, file=document_id, page=None)


def _show_asked(standing: tuple[DocumentView, ...], drawing: state.Drawing) -> None:
    """Draw the pages of the file that the URL asks for."""
    view = next((view for view in standing if view.document.id == state.url_value("file")), None)
    if dialogs.is_open(_LOOK) and view is not None and view.can_look:
        dialogs.show(components.harmless(view.file_name), lambda: _pages(view, drawing), width="large")


def _pages(view: DocumentView, drawing: state.Drawing) -> None:
    count = documents.page_count(drawing, view.document.id)
    page = 1
    if count > 1:
        page = int(
            st.number_input(
                t("documents.page", drawing.lang, n=count), 1, count, 1, key=f"document_page_{view.document.id}"
            )
        )
    st.html(f"<img class='document-page' alt='' src='documents/{view.document.id}/{page}.jpg'>")
    left = t("documents.download", drawing.lang)
    st.markdown(f"[:material/download: {left}](documents/{view.document.id})")
