"""The forms of a file: bringing it, and saying something else of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from dealflow.actions.notes import documents
from dealflow.actions.notes.documents import DocumentEntry, DocumentView
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementFilter
from dealflow.domain.notes.notes import NoteAudience
from dealflow.i18n import name_of, t
from dealflow.ui.kit import fields, frame, state, uploads
from dealflow.ui.kit.fields import Entry
from dealflow.ui.notes.subject import Subject


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the form; the days are read when they are asked for."""

    entry: DocumentEntry
    issued: Entry[date]
    expires: Entry[date]

    @property
    def checked(self) -> DocumentEntry:
        """Return the entry with its days; a paper of a kind that runs out gets its usual last day.

        Raises:
            InvalidInputError: a day cannot be read.
        """
        issued, expires = self.issued.value, self.expires.value
        if expires is None and issued is not None:
            expires = documents.last_good_day(self.entry.kind, issued)
        return replace(self.entry, issued_on=issued, expires_on=expires)


def bring(subject: Subject) -> None:
    """Draw the form by which files are put on a company or one of its deals."""
    drawing = state.drawing()
    number = st.session_state.get("documents_round", 0)
    key = f"documents_{subject.place}_{subject.id}_{number}"
    files = st.file_uploader(
        t("documents.files", drawing.lang, size=drawing.ws.settings.max_upload_mb),
        accept_multiple_files=True,
        max_upload_size=drawing.ws.settings.max_upload_mb,
        key=f"{key}_files",
    )
    typed = _fields(DocumentEntry(subject.company_id, engagement_id=subject.engagement_id), key, drawing)
    if st.button(t("documents.put", drawing.lang), type="primary", key=f"{key}_put", disabled=not files):
        entry = typed.checked
        for file in files:
            documents.put(state.acting(), file.name, file.getvalue(), entry)
        uploads.let_go(files)
        st.session_state["documents_round"] = number + 1
        frame.tell_done("documents.done.put", n=len(files))
        st.rerun()


def amend(view: DocumentView) -> None:
    """Draw the form by which something else is said of a file."""
    drawing, document = state.drawing(), view.document
    key = f"document_amend_{document.id}_{view.standing.version}"
    name = st.text_input(t("documents.name", drawing.lang), value=view.file_name, key=f"{key}_name")
    entry = DocumentEntry(
        company_id=document.company_id,
        kind=document.kind,
        engagement_id=document.engagement_id,
        issuer=document.issuer,
        issued_on=document.issued_on,
        expires_on=document.expires_on,
        audience=document.audience,
        number=document.number,
    )
    typed = _fields(entry, key, drawing)
    if st.button(t("frame.save", drawing.lang), type="primary", key=f"{key}_save"):
        documents.amend(state.acting(), document.id, typed.checked, file_name=name, seen=view.standing.version)
        frame.tell_done("documents.done.amended")
        st.rerun()


def _fields(entry: DocumentEntry, key: str, drawing: state.Drawing) -> _Typed:
    lang = drawing.lang
    kinds = {kind.id: kind for kind in documents.document_kinds()}
    left, right = st.columns(2)
    kind = left.selectbox(
        t("documents.kind", lang),
        tuple(kinds),
        index=tuple(kinds).index(entry.kind) if entry.kind in kinds else len(kinds) - 1,
        format_func=lambda kind_id: name_of(kinds[kind_id], lang),
        key=f"{key}_kind",
    )
    issuer = right.text_input(t("documents.issuer", lang), value=entry.issuer, key=f"{key}_issuer")
    number_hint = t("documents.number.help", lang) if kinds[kind].proves else None
    number = st.text_input(t("documents.number", lang), value=entry.number, key=f"{key}_number", help=number_hint)
    left, right = st.columns(2)
    issued = fields.day(t("documents.issued_on", lang), value=entry.issued_on, key=f"{key}_issued", place=left)
    hint = t("documents.expires_on.help", lang) if kinds[kind].months else None
    label = fields.Label(t("documents.expires_on", lang), hint)
    expires = fields.day(label, value=entry.expires_on, key=f"{key}_expires", place=right)
    left, right = st.columns(2)
    with left:
        engagement = _deal(entry, key, drawing)
    audience = right.segmented_control(
        t("notes.audience", lang),
        tuple(NoteAudience),
        format_func=lambda option: t(f"enum.note_audience.{option.value}", lang),
        default=entry.audience,
        required=True,
        key=f"{key}_audience",
    )
    changed = replace(
        entry,
        kind=kind,
        issuer=issuer.strip(),
        number=number.strip(),
        engagement_id=engagement,
        audience=audience or NoteAudience.HOUSE,
    )
    return _Typed(changed, issued, expires)


def _deal(entry: DocumentEntry, key: str, drawing: state.Drawing) -> str:
    """Draw which deal of the company a file is of, and return its id; nothing for the company as a whole."""
    rows = {
        row.engagement.id: row
        for row in engagements.engagements(drawing, EngagementFilter(), on=drawing.today)
        if row.engagement.company_id == entry.company_id
    }
    if not rows:
        return entry.engagement_id
    options = ("", *rows)

    def words(engagement_id: str) -> str:
        if not engagement_id:
            return t("documents.deal.none", drawing.lang)
        engagement = rows[engagement_id].engagement
        track = name_of(drawing.ws.track(engagement.track), drawing.lang)
        return " · ".join(filter(None, (track, engagement.round_label)))

    return st.selectbox(
        t("documents.deal", drawing.lang),
        options,
        index=options.index(entry.engagement_id) if entry.engagement_id in rows else 0,
        format_func=words,
        key=f"{key}_deal",
    )
