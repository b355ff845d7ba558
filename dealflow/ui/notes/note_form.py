"""The form of a note or meeting. What is typed is kept as the person's draft until the note is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from dealflow.actions.notes import note_drafts, notes
from dealflow.actions.notes.notes import NewNote, NoteView, Step
from dealflow.domain.notes.notes import NoteAudience, NoteKind, NoteText
from dealflow.i18n import t
from dealflow.ui.kit import fields, state
from dealflow.ui.kit.fields import Entry
from dealflow.ui.notes.subject import Subject
from dealflow.ui.people import colleagues

_TYPED: Final = (NoteKind.MEETING, NoteKind.CALL, NoteKind.NOTE, NoteKind.MAIL)
_HEIGHT: Final = 220


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the form; the days are read when they are asked for."""

    values: Mapping[str, object]
    day: Entry[date]
    due: Entry[date] | None

    def text(self, name: str) -> str:
        """Return a field of text."""
        return str(self.values.get(name) or "")

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the people chosen in a field."""
        chosen = self.values.get(name)
        return tuple(str(person) for person in chosen) if isinstance(chosen, list) else ()


def body(subject: Subject, view: NoteView | None, done: Callable[[], None]) -> None:
    """Draw the form of a new note, or of one that stands; ``done`` is called once it was kept."""
    drawing = state.drawing()
    form = view.note.id if view else subject.id
    key = f"note_{subject.place}_{form}_{st.session_state.get(_round(form), 0)}"
    draft = note_drafts.drafted(drawing, form)
    usual = {**_usual(view, drawing), **draft}
    if draft:
        _tell_draft(form, drawing)
    typed = _fields(subject, usual, key, drawing)
    if typed.values != usual:
        note_drafts.keep_draft(drawing, form, typed.values)
    if st.button(t("frame.save", drawing.lang), type="primary", key=f"{key}_save"):
        _keep(subject, view, typed)
        forget(form)
        done()


def forget(form: str) -> None:
    """Forget what was typed into a form: the next one is empty. For callbacks, too."""
    note_drafts.forget_draft(state.looking(), form)
    st.session_state[_round(form)] = st.session_state.get(_round(form), 0) + 1


def _round(form: str) -> str:
    return f"note_round_{form}"


def _tell_draft(form: str, drawing: state.Drawing) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/history_edu: {t('notes.draft', drawing.lang)}", width="stretch")
        label = t("notes.draft.forget", drawing.lang)
        st.button(label, key=f"note_forget_{form}", type="tertiary", on_click=forget, args=(form,))


def _usual(view: NoteView | None, drawing: state.Drawing) -> dict[str, object]:
    """Return what stands in the form before anything is typed."""
    if view is None:
        return {
            "kind": NoteKind.MEETING.value,
            "day": drawing.today.isoformat(),
            "title": "",
            "body": "",
            "people": [drawing.viewer.person_id],
            "contacts": "",
            "mentions": [],
            "step": "",
            "feeds": False,
            "due": "",
            "audience": NoteAudience.HOUSE.value,
        }
    text = view.text or NoteText()
    return {
        "kind": view.note.kind.value,
        "day": view.note.day.isoformat(),
        "title": text.title,
        "body": text.body,
        "people": [person_id for person_id, _ in view.present],
        "contacts": ", ".join(text.contacts),
        "mentions": [person_id for person_id, _ in view.mentioned],
        "step": text.next_step,
        "feeds": False,
        "due": "",
        "audience": view.note.audience.value,
    }


def _fields(subject: Subject, usual: Mapping[str, object], key: str, drawing: state.Drawing) -> _Typed:
    lang = drawing.lang
    names = colleagues.names(also=_named(usual))
    kind = st.segmented_control(
        t("notes.kind", lang),
        _TYPED,
        format_func=lambda note_kind: t(f"enum.note_kind.{note_kind.value}", lang),
        default=NoteKind(str(usual["kind"])),
        required=True,
        key=f"{key}_kind",
        label_visibility="collapsed",
    )
    left, right = st.columns((2, 5))
    day = fields.day(t("notes.day", lang), value=_day_of(usual["day"]), key=f"{key}_day", place=left)
    title = right.text_input(t("notes.title", lang), value=str(usual["title"]), key=f"{key}_title")
    left, right = st.columns(2)
    there = left.multiselect(
        t("notes.people", lang),
        tuple(names),
        default=_known(usual["people"], names),
        format_func=names.__getitem__,
        key=f"{key}_people",
        placeholder=t("frame.none", lang),
    )
    contacts = right.text_input(
        t("notes.contacts", lang),
        value=str(usual["contacts"]),
        key=f"{key}_contacts",
        help=t("notes.contacts.help", lang),
    )
    body_text = st.text_area(
        t("notes.body", lang),
        value=str(usual["body"]),
        key=f"{key}_body",
        height=_HEIGHT,
        help=t("notes.body.help", lang),
        placeholder=t("notes.body.eg", lang),
    )
    values: dict[str, object] = {
        "kind": (kind or NoteKind.NOTE).value,
        "title": title,
        "people": there,
        "contacts": contacts,
        "body": body_text,
    }
    due = _step(subject, usual, key, lang, values)
    _readers(usual, key, names, lang, values)
    values["day"] = day.text
    values["due"] = due.text if due else str(usual["due"])
    return _Typed(values, day, due)


def _step(
    subject: Subject, usual: Mapping[str, object], key: str, lang: str, values: dict[str, object]
) -> Entry[date] | None:
    """Draw the next step, and whether and until when it becomes the deal's; return the field of that day."""
    step = st.text_input(t("notes.step", lang), value=str(usual["step"]), key=f"{key}_step")
    values["step"], values["feeds"] = step, usual["feeds"]
    if not subject.engagement_id or not step.strip():
        return None
    left, right = st.columns((3, 2), vertical_alignment="bottom")
    values["feeds"] = left.toggle(t("notes.step.feeds", lang), value=bool(usual["feeds"]), key=f"{key}_feeds")
    if not values["feeds"]:
        return None
    return fields.day(t("pipeline.due_on", lang), value=_day_of(usual["due"]), key=f"{key}_due", place=right)


def _readers(
    usual: Mapping[str, object], key: str, names: Mapping[str, str], lang: str, values: dict[str, object]
) -> None:
    """Draw who is to be told, and who may read the note."""
    left, right = st.columns(2)
    values["mentions"] = left.multiselect(
        t("notes.mentions", lang),
        tuple(names),
        default=_known(usual["mentions"], names),
        format_func=names.__getitem__,
        key=f"{key}_mentions",
        help=t("notes.mentions.help", lang),
        placeholder=t("frame.none", lang),
    )
    audience = right.segmented_control(
        t("notes.audience", lang),
        tuple(NoteAudience),
        format_func=lambda option: t(f"enum.note_audience.{option.value}", lang),
        default=NoteAudience(str(usual["audience"])),
        required=True,
        key=f"{key}_audience",
        help=t("notes.audience.help", lang),
    )
    values["audience"] = (audience or NoteAudience.HOUSE).value


def _keep(subject: Subject, view: NoteView | None, typed: _Typed) -> None:
    """Keep what was typed.

    Raises:
        InvalidInputError: a day cannot be read, or there are no words.
    """
    day = typed.day.required
    due = typed.due.value if typed.due else None
    new = NewNote(
        company_id=subject.company_id,
        engagement_id=view.note.engagement_id if view else subject.engagement_id,
        day=day,
        kind=NoteKind(typed.text("kind")),
        audience=NoteAudience(typed.text("audience")),
        text=NoteText(
            title=typed.text("title").strip(),
            body=typed.text("body").strip(),
            contacts=tuple(name.strip() for name in typed.text("contacts").split(",") if name.strip()),
            next_step=typed.text("step").strip(),
        ),
        people=typed.ids("people"),
        mentions=typed.ids("mentions"),
        step=Step(due) if typed.values.get("feeds") else None,
    )
    if view is None:
        notes.write(state.acting(), new)
    else:
        notes.edit(state.acting(), view.note.id, new, seen=view.note.seq)


def _named(usual: Mapping[str, object]) -> list[str]:
    """Return the colleagues whom the note names already."""
    lists = [usual[field] for field in ("people", "mentions")]
    return [str(person) for people in lists if isinstance(people, list) for person in people]


def _known(chosen: object, names: Mapping[str, str]) -> list[str]:
    return [str(person) for person in chosen if person in names] if isinstance(chosen, list) else []


def _day_of(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
