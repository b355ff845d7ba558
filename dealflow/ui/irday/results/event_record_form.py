"""Photographs, press, settlement and what to do better, on the screen: what the result report tells besides figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from dealflow.actions.irday.results import event_record
from dealflow.domain.irday.results.event_record import BudgetLine, EventRecord, PressItem, settled
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import t
from dealflow.ui.kit import frame, state, uploads

_BLANK_LINES = 3
_IN_A_ROW = 3


def draw(event: IrEvent, lang: str) -> None:
    """Draw the form beside the photographs."""
    record, version = event_record.record_of(state.looking(), event.id)
    left, right = st.columns((3, 2), gap="large")
    with left:
        _form(record, version, lang)
    with right:
        _photos(event, record, version, lang)


def _form(record: EventRecord, version: int, lang: str) -> None:
    key = f"record_{record.ir_event_id}_{version}"
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        st.markdown(f"**{t('results.record.press', lang)}**")
        press = _press(record.press, key, lang)
        st.markdown(f"**{t('results.record.settlement', lang)}**")
        settlement = _settlement(record.settlement, key, lang)
        st.caption(_sums(record.settlement, lang))
        better = st.text_area(t("results.record.better", lang), record.better, key=f"{key}_better", height=110)
        if st.form_submit_button(t("results.record.save", lang), type="primary", key=f"{key}_save"):
            changed = replace(record, press=press, settlement=settlement, better=better)
            event_record.keep_record(state.acting(), changed, seen=version)
            frame.tell_done("results.record.saved")
            st.rerun()


def _press(items: Sequence[PressItem], key: str, lang: str) -> tuple[PressItem, ...]:
    """Draw what the press wrote as a table to type in, and return it."""
    rows = [{"outlet": item.outlet, "title": item.title, "on": item.on, "url": item.url} for item in items]
    blank = {"outlet": "", "title": "", "on": None, "url": ""}
    edited = st.data_editor(
        rows or [dict(blank) for _ in range(_BLANK_LINES)],
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        key=f"{key}_press",
        placeholder="",
        column_config={
            "outlet": st.column_config.TextColumn(t("results.record.outlet", lang)),
            "title": st.column_config.TextColumn(t("results.record.title", lang), width="medium"),
            "on": st.column_config.DateColumn(t("results.record.on", lang), format="YYYY-MM-DD"),
            "url": st.column_config.TextColumn(t("results.record.url", lang)),
        },
    )
    return tuple(
        PressItem(_text(row, "outlet"), _text(row, "title"), _day(row.get("on")), _text(row, "url"))
        for row in edited
        if _text(row, "outlet") or _text(row, "title")
    )


def _settlement(lines: Sequence[BudgetLine], key: str, lang: str) -> tuple[BudgetLine, ...]:
    """Draw the settlement as a table to type in, and return it."""
    rows = [{"what": line.what, "planned": line.planned, "spent": line.spent, "note": line.note} for line in lines]
    blank = {"what": "", "planned": None, "spent": None, "note": ""}
    money = {
        name: st.column_config.NumberColumn(t(f"results.record.{name}", lang), min_value=0, step=1, format="localized")
        for name in ("planned", "spent")
    }
    edited = st.data_editor(
        rows or [dict(blank) for _ in range(_BLANK_LINES)],
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        key=f"{key}_settlement",
        placeholder="",
        column_config={
            "what": st.column_config.TextColumn(t("results.record.what", lang), width="medium"),
            **money,
            "note": st.column_config.TextColumn(t("results.record.note", lang)),
        },
    )
    return tuple(
        BudgetLine(_text(row, "what"), _won(row.get("planned")), _won(row.get("spent")), _text(row, "note"))
        for row in edited
        if any(row.get(name) not in {None, ""} for name in ("what", "planned", "spent"))
    )


def _sums(lines: tuple[BudgetLine, ...], lang: str) -> str:
    sums = settled(lines)
    unknown = t("results.record.unknown", lang)
    words = {
        name: unknown if won is None else f"{won:,}"
        for name, won in (("planned", sums.planned), ("spent", sums.spent), ("left", sums.left))
    }
    return t("results.record.sums", lang, **words) if lines else ""


def _photos(event: IrEvent, record: EventRecord, version: int, lang: str) -> None:
    """Draw the photographs with their captions, and the way to add some."""
    st.markdown(f"**{t('results.record.photos', lang)}**")
    st.caption(t("results.record.photos.note", lang))
    for photo, data in event_record.photos_of(state.looking(), event.id):
        st.image(data, width=320)
        with st.form(f"photo_{photo.sha256[:12]}_{version}", border=False, enter_to_submit=False):
            caption = st.text_input(t("results.record.caption", lang), photo.caption, key=f"cap_{photo.sha256[:12]}")
            with st.container(horizontal=True):
                keep = st.form_submit_button(t("results.record.save", lang), key=f"keep_{photo.sha256[:12]}")
                drop = st.form_submit_button(t("results.record.drop", lang), key=f"drop_{photo.sha256[:12]}")
        if keep or drop:
            changed = tuple(
                replace(other, caption=caption) if other.sha256 == photo.sha256 else other
                for other in record.photos
                if keep or other.sha256 != photo.sha256
            )
            event_record.keep_record(state.acting(), replace(record, photos=changed), seen=version)
            frame.tell_done("results.record.saved" if keep else "results.record.dropped")
            st.rerun()
    with st.form(f"photos_{event.id}", border=False, clear_on_submit=True), frame.errors_in_words():
        brought = st.file_uploader(
            t("results.record.photos.add", lang),
            type=["png", "jpg", "jpeg"],
            accept_multiple_files=True,
            key="record_photos",
        )
        if st.form_submit_button(t("results.record.photos.keep", lang), key="record_photos_keep") and brought:
            for upload in brought:
                event_record.add_photo(state.acting(), event.id, upload.name, upload.getvalue())
            uploads.let_go(brought)
            frame.tell_done("results.record.saved")
            st.rerun()


def _text(row: Mapping[str, object], name: str) -> str:
    return str(row.get(name) or "").strip()


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)) if value else None


def _won(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
