"""Stages of tracks as an administrator edits them: names, days until stale, gates, stages added and taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.pipeline import track_settings
from dealflow.domain.people.access import Act, may
from dealflow.domain.pipeline.funnel import Stage, Track
from dealflow.domain.pipeline.gate_ids import GATE_IDS
from dealflow.i18n import Language, name_of, t
from dealflow.i18n.numbers import moment, percent
from dealflow.ui.kit import components, context, fields, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_COLUMNS: Final = ("name", "kind", "stale", "chance", "gate")
_MOST_DAYS: Final = 365
_CHOICE_WIDTH: Final = 320


def views() -> tuple[str, ...]:
    """Return the parts of the settings that the viewer may open."""
    viewer = state.viewer()
    everybody = ("calendar", "notices", "absence", "tokens", "webhooks", "rates", "scorecards")
    own = ("figures",) if may(viewer, Act.DECIDE) else ()
    return (*everybody, *own, *(("stages", "holidays") if may(viewer, Act.ADMINISTER) else ()))


def draw() -> None:
    """Draw a track's stages, the form of one of them, and the form of a new one."""
    lang, ws = state.language(), context.workspace()
    by_id = {track.id: track for track in ws.tracks}
    with st.container(width=_CHOICE_WIDTH):
        chosen = components.url_choice(
            "track",
            t("settings.stages.track", lang),
            tuple(by_id)[1:],
            words=lambda track_id: name_of(by_id[track_id], lang),
            everything=name_of(ws.tracks[0], lang),
        )
    track = by_id[chosen or ws.tracks[0].id]
    st.caption(t("settings.stages.note", lang))
    _edited_by(track, lang)
    left, right = st.columns((3, 2), gap="medium")
    with left:
        caption = t("settings.stages.caption", lang)
        at = grid.show(table(track, lang), caption=caption, key="settings_stages", lang=lang).place
        if at:
            state.ask(stage=at[0])
    with right:
        _edit(track, lang)
        _add(track, lang)


def _edited_by(track: Track, lang: str) -> None:
    last = track_settings.history(context.workspace(), track.id)[-1]
    if last.since is None:
        return
    names = {person.id: person.name for person in people.people(context.workspace())}
    text = t("settings.stages.edited", lang, moment=moment(last.since, lang), name=names.get(last.edited_by, ""))
    st.caption(components.harmless(text))


def table(track: Track, lang: str) -> Table:
    """Return one line a stage, in the track's order."""
    return Table(
        tuple(Column(column, t(f"settings.stages.column.{column}", lang)) for column in _COLUMNS),
        tuple(
            Row(
                stage.id,
                (
                    Cell(name_of(stage, lang), sub=_other_name(stage, lang), act=True),
                    Cell(t(f"enum.stage_kind.{stage.kind.value}", lang)),
                    Cell(_stale(stage, track, lang)),
                    Cell("–" if stage.chance_percent is None else percent(stage.chance_percent, lang)),
                    Cell(", ".join(gate_name(gate, lang) for gate in stage.gate) or "–", tone="wrap"),
                ),
            )
            for stage in track.stages
        ),
    )


def _other_name(stage: Stage, lang: str) -> str:
    return name_of(stage, Language.KO if lang == Language.EN else Language.EN)


def gate_name(gate: str, lang: str) -> str:
    """Return what a gate asks for, in words."""
    return t(f"error.missing.{gate}", lang)


def _stale(stage: Stage, track: Track, lang: str) -> str:
    if stage.stale_days is None:
        return t("settings.stages.never", lang)
    return t(f"settings.stages.days.{'business' if track.in_business_days else 'calendar'}", lang, n=stage.stale_days)


def _edit(track: Track, lang: str) -> None:
    """Draw the form of the stage that the URL asks for, the first unless told; a click in the table chooses another."""
    ids = tuple(stage.id for stage in track.stages)
    stage_id = state.url_value("stage")
    stage = track.stage(stage_id if stage_id in ids else ids[0])
    version = track_settings.version_of(context.workspace(), track.id)
    key = f"stage_{track.id}_{stage.id}"

    def submit() -> None:
        fields = st.session_state

        def edited() -> Track:
            wanted_stage = replace(
                stage,
                name_ko=fields[f"{key}_ko"],
                name_en=fields[f"{key}_en"],
                stale_days=stale.value or None,
                chance_percent=chance.value,
                gate=tuple(gate for gate in GATE_IDS if gate in fields[f"{key}_gate"]),
            )
            stages = tuple(wanted_stage if other_stage.id == stage.id else other_stage for other_stage in track.stages)
            return replace(track, stages=stages)

        _put(edited, version, "saved")

    with st.form(f"{key}_form", enter_to_submit=False):
        st.markdown(f"**{components.harmless(name_of(stage, lang))}**")
        left, right = st.columns(2)
        left.text_input(t("settings.stages.name_ko", lang), value=stage.name_ko, key=f"{key}_ko")
        right.text_input(t("settings.stages.name_en", lang), value=stage.name_en, key=f"{key}_en")
        stale = fields.whole(
            t("settings.stages.stale", lang), bounds=(0, _MOST_DAYS), value=stage.stale_days or 0, key=f"{key}_stale"
        )
        chance_label = fields.Label(t("settings.stages.chance", lang), hint=t("settings.stages.chance.help", lang))
        chance = fields.whole(chance_label, bounds=(0, 100), value=stage.chance_percent, key=f"{key}_chance")
        st.multiselect(
            t("settings.stages.gate", lang),
            GATE_IDS,
            default=stage.gate,
            format_func=lambda gate: gate_name(gate, lang),
            key=f"{key}_gate",
            placeholder=t("settings.stages.gate.none", lang),
        )
        st.form_submit_button(t("settings.stages.save", lang), type="primary", on_click=submit, key=f"{key}_save")
    _remove(track, stage, version, lang)


def _remove(track: Track, stage: Stage, version: int, lang: str) -> None:
    """Offer to take a stage out, unless others rest upon it."""
    key = f"stage_{track.id}_{stage.id}"
    if stage.id in track_settings.bound_stages(state.looking(), track.id):
        st.caption(t("settings.stages.bound", lang))
        return
    rest = replace(track, stages=tuple(other_stage for other_stage in track.stages if other_stage.id != stage.id))
    st.button(
        t("settings.stages.remove", lang),
        icon=":material/remove:",
        on_click=_put,
        args=(lambda: rest, version, "removed"),
        key=f"{key}_remove",
    )


def _add(track: Track, lang: str) -> None:
    """Draw the form of a new stage of ordinary work, put behind one that is not the last."""
    version = track_settings.version_of(context.workspace(), track.id)
    key = f"stage_new_{track.id}"
    before = {stage.id: stage for stage in track.stages[:-1]}

    def submit() -> None:
        fields = st.session_state

        def longer() -> Track:
            names = (fields[f"{key}_ko"], fields[f"{key}_en"])
            fresh = track_settings.new_stage(*names, track, stale_days=stale.value or None)
            place = track.position(str(fields[f"{key}_after"])) + 1
            return replace(track, stages=(*track.stages[:place], fresh, *track.stages[place:]))

        _put(longer, version, "added")

    with st.form(f"{key}_form", enter_to_submit=False):
        st.markdown(f"**{t('settings.stages.add', lang)}**")
        st.selectbox(
            t("settings.stages.add.after", lang),
            tuple(before),
            format_func=lambda stage_id: name_of(before[stage_id], lang),
            key=f"{key}_after",
        )
        st.text_input(t("settings.stages.name_ko", lang), key=f"{key}_ko")
        st.text_input(t("settings.stages.name_en", lang), key=f"{key}_en")
        stale = fields.whole(t("settings.stages.stale", lang), bounds=(0, _MOST_DAYS), value=0, key=f"{key}_stale")
        st.form_submit_button(t("settings.stages.add.submit", lang), on_click=submit, key=f"{key}_submit")


def _put(track: Callable[[], Track], seen: int, done: str) -> None:
    """Put an edited track in the place of the present one; for callbacks. New stages' inputs are emptied once kept."""
    with frame.attempted(f"settings.stages.{done}"):
        edited = track()
        track_settings.edit_track(state.acting(), edited, seen=seen)
        for name in ("ko", "en") if done == "added" else ():
            st.session_state[f"stage_new_{edited.id}_{name}"] = ""
