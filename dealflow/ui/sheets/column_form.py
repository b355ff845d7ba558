"""What each column is used for, and what words mean that the house does not know: proposed, and changed by a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dealflow.actions.companies import company_profile
from dealflow.actions.people import people
from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.imports import DayOrder, ImportOrder, Meaning
from dealflow.domain.pipeline.funnel import Status, Track
from dealflow.domain.sheets.deal_rows import AS_STATUS
from dealflow.domain.sheets.fields import NOTHING, Field, stage_day
from dealflow.domain.values.typed_text import plain
from dealflow.i18n import name_of, t
from dealflow.reports.sheets.use_words import use_words
from dealflow.ui.kit import components
from dealflow.ui.kit.state import Drawing
from dealflow.ui.people import colleagues
from dealflow.ui.sheets.sheet_upload import Upload

_ACROSS: Final = 3
_SAMPLES: Final = 3
_LONGEST_SAMPLE: Final = 28
_MOST_WORDS: Final = 30
"""Strange words that are asked for at once: more are a column that was taken for the wrong thing."""
_UNDECIDED: Final = "?"
_ENDS: Final = (Status.PASSED, Status.WITHDRAWN, Status.ON_HOLD)


def order_of(drawing: Drawing, upload: Upload) -> ImportOrder | None:
    """Draw the columns and the strange words, and return how the sheet is to be taken; None while it cannot be."""
    st.subheader(t("sheets.columns", drawing.lang), anchor=False, help=t("sheets.columns.help", drawing.lang))
    with st.container(width=280):
        track = st.selectbox(
            t("sheets.track", drawing.lang),
            drawing.ws.tracks,
            format_func=lambda option: name_of(option, drawing.lang),
            help=t("sheets.track.help", drawing.lang),
            key="import_track",
        )
    uses = _uses(drawing, upload, track)
    if Field.NAME not in uses:
        st.warning(t("sheets.no_name", drawing.lang), icon=":material/domain:")
        return None
    twice = next((use for use in uses if use and uses.count(use) > 1), None)
    if twice is not None:
        words = use_words(twice, drawing.ws.tracks, drawing.lang)
        st.warning(t("sheets.twice", drawing.lang, use=words), icon=":material/content_copy:")
        return None
    hidden = _hidden(drawing, upload)
    remembered = tuple(meaning for meaning in upload.meanings if meaning.field != imports.DAY_ORDER)
    known = (*remembered, *_day_order(drawing, upload, uses))
    order = ImportOrder(upload.sheet, uses, track.id, known, hidden=hidden)
    return replace(order, meanings=(*known, *_meanings(drawing, order, track)))


def _hidden(drawing: Drawing, upload: Upload) -> bool:
    """Draw the choice whether rows that Excel does not show are taken, where there are some, and return it."""
    count = len(upload.sheet.hidden_rows)
    if not count:
        return True
    return st.checkbox(
        t("sheets.hidden", drawing.lang, n=count),
        value=True,
        help=t("sheets.hidden.help", drawing.lang),
        key=f"import_hidden_{upload.key}",
    )


def _day_order(drawing: Drawing, upload: Upload, uses: tuple[str, ...]) -> tuple[Meaning, ...]:
    """Draw the choice of what comes first in 07/04/2025, where there are such days, and return what was said."""
    days = pipeline_sheet.days_of(upload.sheet, uses)
    if not days.either:
        return ()
    said = next((meaning.value for meaning in upload.meanings if meaning.field == imports.DAY_ORDER), days.order.value)
    options = [order.value for order in DayOrder]
    with st.container(width=420):
        chosen = st.selectbox(
            t("sheets.day_order", drawing.lang, example=days.example),
            options,
            index=options.index(said),
            format_func=lambda order: t(f"sheets.day_order.{order}", drawing.lang),
            key=f"import_day_order_{upload.key}",
        )
    counts = {"n": days.either, "month": days.month_first, "day": days.day_first}
    st.caption(t("sheets.day_order.told", drawing.lang, **counts))
    return (Meaning(imports.DAY_ORDER, "", chosen),)


def _uses(drawing: Drawing, upload: Upload, track: Track) -> tuple[str, ...]:
    """Draw a drop-down for each column, and return the uses."""
    options = _options(upload, track)
    uses: list[str] = []
    headings = upload.sheet.headings
    for start in range(0, len(headings), _ACROSS):
        row = st.columns(_ACROSS)
        for place, cell in zip(range(start, min(start + _ACROSS, len(headings))), row, strict=False):
            with cell:
                uses.append(
                    st.selectbox(
                        components.harmless(_heading(drawing, upload, place)),
                        options,
                        index=options.index(upload.uses[place]),
                        format_func=lambda use: (
                            use_words(use, drawing.ws.tracks, drawing.lang)
                            if use
                            else t("sheets.use.nothing", drawing.lang)
                        ),
                        key=f"import_use_{upload.key}_{place}",
                    )
                )
                st.caption(_samples(upload, place))
    return tuple(uses)


def _heading(drawing: Drawing, upload: Upload, place: int) -> str:
    """Return what a column is called, and that Excel does not show it."""
    heading = upload.sheet.headings[place] or t("sheets.column.none", drawing.lang, n=place + 1)
    is_hidden = place in upload.sheet.hidden_columns
    return t("sheets.column.hidden", drawing.lang, heading=heading) if is_hidden else heading


def _options(upload: Upload, track: Track) -> tuple[str, ...]:
    """Return the uses that a column may have: fields, the days of the track's stages, and whatever was proposed."""
    days = (stage_day(track.id, stage.id) for stage in track.stages)
    return tuple(dict.fromkeys([NOTHING, *Field, *days, *upload.uses]))


def _samples(upload: Upload, place: int) -> str:
    """Return the first different cells of a column, as what they are: somebody else's text."""
    cells = dict.fromkeys(upload.sheet.column(place))
    texts = [cell if len(cell) <= _LONGEST_SAMPLE else f"{cell[:_LONGEST_SAMPLE]}…" for cell in list(cells)[:_SAMPLES]]
    return components.harmless(" / ".join(texts)) or "–"


def _meanings(drawing: Drawing, order: ImportOrder, track: Track) -> tuple[Meaning, ...]:
    """Draw a drop-down for each word that the house does not know, and return what a person said of them."""
    strange = imports.strange_words(drawing, order)
    if not strange:
        return ()
    st.subheader(t("sheets.words", drawing.lang), anchor=False, help=t("sheets.words.help", drawing.lang))
    meanings: list[Meaning] = []
    for field, words in strange.items():
        options = _meaning_options(drawing, field, track)
        texts = list(words)[:_MOST_WORDS]
        for start in range(0, len(texts), _ACROSS):
            for text, cell in zip(texts[start : start + _ACROSS], st.columns(_ACROSS), strict=False):
                label = t(
                    "sheets.word", drawing.lang, field=t(f"sheets.use.{field}", drawing.lang), text=text, n=words[text]
                )
                with cell:
                    value = st.selectbox(
                        components.harmless(label),
                        tuple(options),
                        format_func=options.__getitem__,
                        key=f"import_word_{order.sheet.key}_{field}_{plain(text)}",
                    )
                if value != _UNDECIDED:
                    meanings.append(Meaning(field, plain(text), value))
    return tuple(meanings)


def _meaning_options(drawing: Drawing, field: Field, track: Track) -> dict[str, str]:
    """Return what a word of a field may mean, by id, in words."""
    lang = drawing.lang
    undecided = {_UNDECIDED: t("sheets.word.undecided", lang)}
    nothing = {NOTHING: t("sheets.word.nothing", lang)}
    return undecided | _names(drawing, field, track) | (nothing if field is not Field.TRACK else {})


def _names(drawing: Drawing, field: Field, track: Track) -> dict[str, str]:
    """Return what the house has of a field, by id, in words."""
    lang = drawing.lang
    statuses = {status.value: t(f"enum.status.{status}", lang) for status in Status}
    if field is Field.STAGE:
        stages = {stage.id: name_of(stage, lang) for stage in track.stages}
        return stages | {f"{AS_STATUS}{status}": statuses[status] for status in _ENDS}
    if field is Field.STATUS:
        return statuses
    if field is Field.ASSIGNEE:
        return colleagues.names()
    return {
        Field.TRACK: {track.id: name_of(track, lang) for track in drawing.ws.tracks},
        Field.REASON: {reason.id: name_of(reason, lang) for reason in drawing.ws.reasons},
        Field.SOURCE: {source.id: name_of(source, lang) for source in company_profile.sources()},
        Field.INVESTOR: {firm.id: name_of(firm, lang) for firm in people.organisations(drawing.ws)},
    }[field]
