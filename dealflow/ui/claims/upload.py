"""Bringing decks in: the upload form, a result line for each file, and how far the reading is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dealflow.actions.claims import intake
from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.claims.reading_queue import ReadingRoom
from dealflow.actions.people import people
from dealflow.domain.claims.deck import DeckState, Submission
from dealflow.domain.people.access import Act, Audience, Role, Viewer, may, may_keep_deck
from dealflow.domain.people.people import IrEvent
from dealflow.errors import DealflowError
from dealflow.i18n import Language, t
from dealflow.i18n.errors import words_of
from dealflow.ui.kit import components, context, keys, state, uploads
from dealflow.ui.kit.grid import link

POLL: Final = 1.5
"""Seconds between two looks at the reading room while something is being read."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one uploaded file: its deck, or why there is none."""

    file_name: str
    deck_id: str = ""
    duplicate: bool = False
    problem: str = ""


def event_name(event: IrEvent, lang: str) -> str:
    """Return the IR event's title in the reader's language."""
    return event.title_en if lang == Language.EN and event.title_en else event.title_ko


def form(drawing: state.Drawing) -> None:
    """Offer the upload where the viewer's role may bring decks; take in what is submitted."""
    if not may(drawing.viewer, Act.BRING_DECKS):
        return
    with st.expander(t("decks.upload", drawing.lang), icon=":material/upload_file:", expanded=not _any_decks(drawing)):
        events = {event.id: event for event in people.ir_events(drawing)}
        with st.form(keys.UPLOAD_FORM, clear_on_submit=True, border=False):
            files = st.file_uploader(
                t("decks.upload.files", drawing.lang, size=drawing.ws.settings.max_upload_mb),
                accept_multiple_files=True,
                max_upload_size=drawing.ws.settings.max_upload_mb,
                key=keys.UPLOAD,
            )
            left, middle, right = st.columns(3, vertical_alignment="bottom")
            event_id = left.selectbox(
                t("decks.upload.event", drawing.lang),
                ("", *events),
                format_func=lambda key: (
                    event_name(events[key], drawing.lang) if key else t("decks.no_event", drawing.lang)
                ),
                index=_first_event(drawing.viewer, len(events)),
                key=keys.UPLOAD_EVENT,
            )
            label = middle.text_input(
                t("decks.upload.round", drawing.lang),
                key=keys.UPLOAD_ROUND,
                placeholder=t("decks.upload.round.hint", drawing.lang),
            )
            sent = right.form_submit_button(t("decks.upload.send", drawing.lang), type="primary", width="stretch")
            st.caption(t("decks.upload.audience", drawing.lang))
        if sent:
            _take_in(files or [], event_id=event_id or None, round_label=label)


def _any_decks(drawing: state.Drawing) -> bool:
    return bool(intake.decks(drawing))


def _first_event(viewer: Viewer, events: int) -> int:
    """Return the place of what is offered first: the next event for organisers and companies, none for investors."""
    return 1 if events and viewer.role in {Role.ORGANISER, Role.COMPANY_GUEST} else 0


def _take_in(files: Sequence[UploadedFile], *, event_id: str | None, round_label: str) -> None:
    """Receive the files one by one, so that one that cannot be taken does not stop the others."""
    lang, lines = state.language(), list[Line]()
    bar = st.progress(0.0)
    for number, file in enumerate(files):
        bar.progress(number / len(files), text=components.harmless(file.name))
        lines.extend(_received(file, event_id=event_id, round_label=round_label))
    bar.empty()
    uploads.let_go(files)
    if not files:
        st.info(t("decks.upload.nothing", lang), icon=":material/info:")
    st.session_state[keys.UPLOAD_RESULTS] = lines


def _received(file: UploadedFile, *, event_id: str | None, round_label: str) -> list[Line]:
    audience = Audience.ORGANISATION if event_id is None else Audience.EVENT
    try:
        received = intake.receive_all(
            state.acting(),
            file_name=file.name,
            data=file.getvalue(),
            submission=Submission(round_label=round_label, ir_event_id=event_id, audience=audience),
        )
    except DealflowError as error:
        return [Line(file.name, problem=words_of(error, state.language()))]
    for other_received in received:
        if not other_received.duplicate:
            context.reading_room().submit(other_received.deck_id)
    return [Line(receipt.file_name, receipt.deck_id, receipt.duplicate) for receipt in received]


def outcome(line: Line, deck: DeckRow | None, lang: str) -> tuple[str, str]:
    """Return the colour and the words for what became of one file."""
    if line.problem or deck is None:
        return "red", line.problem or t("error.not_found", lang)
    if deck.state is DeckState.REFUSED:
        return "red", f"{t(f'refusal.{deck.refusal}', lang)} {t(f'refusal.{deck.refusal}.remedy', lang)}"
    if line.duplicate:
        return "gray", t("decks.result.duplicate", lang)
    if deck.state is DeckState.QUEUED:
        return "yellow", t("decks.result.queued", lang)
    return "green", t("decks.result.read", lang, n=deck.claims, pages=deck.pages)


def _ways(drawing: state.Drawing, deck: DeckRow | None) -> Sequence[str]:
    """Return the links to what comes next for a deck that was read: saying whose it is, reviewing its figures."""
    if deck is None or deck.state is not DeckState.READ:
        return ()
    lang, ways = drawing.lang, list[str]()
    if deck.company is None and may_keep_deck(
        drawing.viewer, Act.EDIT_COMPANIES, owner_id=deck.owner_id, audience=deck.audience, company_id=None
    ):
        ways.append(f"[{t('decks.confirm', lang)}]({link('decks', lang, confirm=deck.id)})")
    if deck.claims and may(drawing.viewer, Act.REVIEW_CLAIMS):
        ways.append(f"[{t('decks.review', lang)}]({link('review', lang, deck=deck.id)})")
    return ways


def _results(drawing: state.Drawing, lines: Sequence[Line]) -> None:
    decks_by_id = {row.id: row for row in intake.decks(drawing)}
    marks = {"red": "error", "gray": "content_copy", "yellow": "hourglass_top", "green": "check_circle"}
    for line in lines:
        colour, words = outcome(line, decks_by_id.get(line.deck_id), drawing.lang)
        file_name = components.harmless(line.file_name)
        ways = " · ".join(_ways(drawing, decks_by_id.get(line.deck_id)))
        st.markdown(f":{colour}[:material/{marks[colour]}:] **{file_name}** {components.harmless(words)} {ways}")
    if st.button(t("frame.close", drawing.lang), key="decks_results_close", type="tertiary"):
        st.session_state[keys.UPLOAD_RESULTS] = []
        st.rerun()


def progress(drawing: state.Drawing, room: ReadingRoom) -> None:
    """Show the last upload's files and how far the reading is; look again by itself until all is read."""
    busy = bool(room.progress())

    def look() -> None:
        under_way = room.progress()
        mine = [row for row in intake.decks(drawing) if row.id in under_way] if under_way else []
        if mine:
            now = sum(under_way[row.id].state == "reading" for row in mine)
            st.info(t("decks.reading", drawing.lang, n=len(mine), now=now), icon=":material/hourglass_top:")
        lines: list[Line] = st.session_state.get(keys.UPLOAD_RESULTS, [])
        if lines:
            with st.container(border=True, key="decks_results", gap="xxsmall"):
                _results(drawing, lines)
        left = len(under_way)
        if busy and st.session_state.get(keys.READING_LEFT, left) != left:
            st.session_state[keys.READING_LEFT] = left
            st.rerun()
        st.session_state[keys.READING_LEFT] = left

    st.fragment(look, run_every=POLL if busy else None)()
