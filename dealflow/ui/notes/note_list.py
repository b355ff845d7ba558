"""The notes on a company or a deal: each with its words, its people, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.notes import notes
from dealflow.actions.notes.notes import NoteView
from dealflow.domain.notes.notes import NoteAudience, NoteKind, excerpt
from dealflow.domain.people.access import Act, may
from dealflow.i18n import t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.notes.note_html import note_html
from dealflow.ui.kit import components, dialogs, frame, grid, state
from dealflow.ui.notes import note_form
from dealflow.ui.notes.subject import Subject

_ICONS: Final = {
    NoteKind.NOTE: "sticky_note_2",
    NoteKind.MEETING: "groups",
    NoteKind.CALL: "call",
    NoteKind.MAIL: "mail",
}
_DIALOG: Final = "note"
_IN_DRAWER: Final = 3
"""So many notes of a deal are shown in its drawer before it leads to all of them."""


def of_company(company_id: str, engagement_id: str = "") -> None:
    """Draw all notes on a company and its deals, or on one deal alone, with the way to write one."""
    drawing, subject = state.drawing(), Subject(company_id, engagement_id)
    about = "" if engagement_id else company_id
    every = notes.notes_of(drawing, company_id=about, engagement_id=engagement_id, withdrawn=True)
    standing = tuple(view for view in every if not view.note.is_withdrawn)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        place = st.container(width="content")
        if len(standing) < len(every) and place.toggle(t("notes.withdrawn.show", drawing.lang), key="notes_withdrawn"):
            standing = every
        if may(drawing.viewer, Act.EDIT_PIPELINE):
            dialogs.offer(
                _DIALOG, t("notes.new", drawing.lang), icon=":material/edit_note:", key="note_new", primary=True
            )
    if not standing:
        components.empty_state("notes.empty")
    for view in standing:
        _card(view, drawing.lang)
    if dialogs.is_open(_DIALOG):
        _dialog(subject, standing, drawing.lang)


def of_deal(engagement_id: str, lang: str) -> None:
    """Draw the last notes of a deal in its drawer, and the form of a new one."""
    drawing = state.drawing()
    if not may(drawing.viewer, Act.SEE_PIPELINE):
        return
    standing = notes.notes_of(drawing, engagement_id=engagement_id)
    if standing:
        st.markdown(f"**{t('notes.of_deal', lang)}**")
    for view in standing[:_IN_DRAWER]:
        _line(view, lang)
    company_id = standing[0].note.company_id if standing else ""
    if len(standing) > _IN_DRAWER:
        query = {"id": company_id, "view": "notes"} | grid.spoken(lang)
        label = t("notes.more", lang, n=len(standing) - _IN_DRAWER)
        st.page_link(frame.page("company"), label=label, icon=":material/arrow_forward:", query_params=query)
    if may(drawing.viewer, Act.EDIT_PIPELINE):
        with components.panel(t("notes.new", lang), "deal_note", icon=":material/edit_note:"):
            subject = Subject(company_id, engagement_id, "deal")
            with frame.errors_in_words():
                note_form.body(subject, None, _done_in_drawer)


def _done_in_drawer() -> None:
    frame.tell_done("notes.done.kept")
    st.rerun()


def _dialog(subject: Subject, standing: Sequence[NoteView], lang: str) -> None:
    note_id = state.url_value("note")
    view = next((view for view in standing if view.note.id == note_id), None)
    title = t("notes.edit" if view else "notes.new", lang)
    dialogs.show(
        title,
        lambda: note_form.body(subject, view, partial(dialogs.done, "notes.done.kept", note=None)),
        width="large",
    )


def _heading(view: NoteView, lang: str) -> str:
    note = view.note
    title = view.text.title if view.text else t("notes.destroyed", lang)
    parts = [
        f":material/{_ICONS[note.kind]}:",
        f"**{components.harmless(title or t(f'enum.note_kind.{note.kind.value}', lang))}**",
        components.badge(day(note.day, lang), "gray"),
    ]
    if note.audience is NoteAudience.DEAL:
        parts.append(components.badge(t("enum.note_audience.deal", lang), "violet"))
    if note.is_withdrawn:
        parts.append(components.badge(t("notes.withdrawn", lang), "orange"))
    return " ".join(parts)


def _people(view: NoteView, lang: str) -> str:
    """Return who was there, of the house and of others, and who is told, in one line."""
    there = [name for _, name in view.present if name] + list(view.text.contacts if view.text else ())
    told_names = [f"@{name}" for _, name in view.mentioned if name]
    parts = (
        t("notes.there", lang, names=", ".join(there)) if there else "",
        t("notes.told", lang, names=", ".join(told_names)) if told_names else "",
    )
    return " · ".join(filter(None, parts))


def _written(view: NoteView, lang: str) -> str:
    note = view.note
    words = t("notes.by", lang, name=view.author_name or "–", at=moment(note.written_at, lang))
    if note.version > 1:
        words += " · " + t("notes.changed", lang, name=view.changed_by_name or "–", at=moment(note.changed_at, lang))
    return words


def _card(view: NoteView, lang: str) -> None:
    note = view.note
    with st.container(border=True, gap="xsmall", key=f"note_card_{note.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(_heading(view, lang), width="stretch")
            _acts(view, lang)
        if people := _people(view, lang):
            st.caption(components.harmless(people))
        if view.text and view.text.body:
            st.html(f"<div class='note-text'>{note_html(view.text.body)}</div>")
        if view.text and view.text.next_step:
            st.markdown(f":material/flag: {t('notes.step', lang)}: {components.harmless(view.text.next_step)}")
        st.caption(components.harmless(_written(view, lang)))


def _line(view: NoteView, lang: str) -> None:
    """Draw a note of the drawer: its heading and how it begins, whole on demand."""
    with st.container(border=True, gap=None, key=f"note_line_{view.note.id}"):
        st.markdown(_heading(view, lang))
        if people := _people(view, lang):
            st.caption(components.harmless(people))
        if view.text and view.text.body:
            with st.expander(components.harmless(excerpt(view.text, 60))):
                st.html(f"<div class='note-text'>{note_html(view.text.body)}</div>")


def _acts(view: NoteView, lang: str) -> None:
    """Offer what the viewer may do with a note."""
    note = view.note
    if not view.can_edit and note.version == 1:
        return
    with st.popover(t("notes.acts", lang), icon=":material/more_horiz:", type="tertiary", key=f"note_acts_{note.id}"):
        if view.can_undo:
            _act("undo", "undo", view, lang)
        if view.can_edit:
            label, key = t("notes.edit", lang), f"note_edit_{note.id}"
            st.button(label, icon=":material/edit:", key=key, on_click=_open, args=(note.id,), width="stretch")
            if note.is_withdrawn:
                _act("put_back", "unarchive", view, lang)
            else:
                _act("withdraw", "archive", view, lang)
        if note.version > 1:
            _versions(view, lang)
        if view.can_destroy:
            with st.expander(t("notes.destroy", lang), icon=":material/delete_forever:"):
                st.caption(t("notes.destroy.what", lang))
                _act("destroy", "delete_forever", view, lang)


def _act(name: str, icon: str, view: NoteView, lang: str) -> None:
    st.button(
        t(f"notes.act.{name}", lang),
        icon=f":material/{icon}:",
        key=f"note_{name}_{view.note.id}",
        on_click=_do,
        args=(name, view.note.id),
        width="stretch",
    )


def _do(name: str, note_id: str) -> None:
    acts = {"undo": notes.undo, "withdraw": notes.withdraw, "put_back": notes.put_back, "destroy": notes.destroy}
    with frame.attempted(f"notes.done.{name}"):
        acts[name](state.acting(), note_id)


def _open(note_id: str) -> None:
    state.ask(do=_DIALOG, note=note_id)


def _versions(view: NoteView, lang: str) -> None:
    """Draw what the note said before, the latest first."""
    with st.expander(t("notes.versions", lang, n=view.note.version), icon=":material/history:"):
        for version in notes.versions(state.looking(), view.note.id):
            st.caption(components.harmless(f"v{version.number} · {version.by_name} · {moment(version.at, lang)}"))
            body = version.text.body if version.text else t("notes.destroyed", lang)
            st.markdown(f"> {components.harmless(body)}")
