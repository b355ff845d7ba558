"""What is done with ticked rows: moved, assigned, declined or tagged, foreseen first, taken back at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dealflow.actions.pipeline import bulk_changes, bulk_undo
from dealflow.actions.pipeline.bulk_changes import Foreseen, Outcome, Target
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.domain.pipeline.bulk_rules import AddTags, AssignTo, BulkOrder, Change, Decline, Held, MoveTo
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.pipeline.tags import tags_of
from dealflow.domain.values.field_parsing import list_of
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import reason_of, words_of
from dealflow.ui.investment import deal_words
from dealflow.ui.kit import components, context, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table
from dealflow.ui.pipeline import board

_ACTS: Final = ("move", "assign", "decline", "tag")
_FURTHER: Final = (Held.BACK, Held.DECIDED)
"""What a person may ask for beyond what a sweep does by itself."""


def ticked(rows: Mapping[str, EngagementRow]) -> tuple[str, ...]:
    """Return the ids of the rows that are ticked and still shown."""
    return tuple(name for name in st.session_state.get(keys.TABLE_TICKED, ()) if name in rows)


def keep_ticks(names: tuple[str, ...]) -> None:
    """Keep what was ticked; for callbacks."""
    st.session_state[keys.TABLE_TICKED] = names


def draw(rows: Mapping[str, EngagementRow], track: Track, colleagues: Mapping[str, str]) -> None:
    """Draw what became of the last change, and the acts for the rows that are ticked."""
    lang = state.language()
    _show_outcomes(rows, lang)
    names = ticked(rows)
    if not names:
        return
    with st.container(border=True, key="bulk"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{t('pipeline.bulk.chosen', lang, n=len(names))}**", width="content")
            act = st.segmented_control(
                t("pipeline.bulk", lang),
                _ACTS,
                format_func=lambda name: t(f"pipeline.bulk.act.{name}", lang),
                default="move",
                required=True,
                key="bulk_act",
                label_visibility="collapsed",
            )
            st.button(
                t("pipeline.bulk.clear", lang), on_click=keep_ticks, args=((),), type="tertiary", key="bulk_clear"
            )
        change = _change(str(act), track, colleagues, lang)
        if change is not None:
            _foresee([rows[name] for name in names], track, change, lang)


def _change(act: str, track: Track, colleagues: Mapping[str, str], lang: str) -> Change | None:
    """Draw the one field that an act needs, and return the change; None until it is filled."""
    label = t(f"pipeline.bulk.field.{act}", lang)
    choose = t("pipeline.choose", lang)
    if act == "move":
        stages = {stage.id: stage for stage in track.stages}
        stage = st.selectbox(
            label, tuple(stages), index=None, format_func=lambda name: name_of(stages[name], lang), key="bulk_stage",
            placeholder=choose,
        )  # fmt: skip
        return MoveTo(stage) if stage else None
    if act == "assign":
        people = {"": t("frame.none", lang), **colleagues}
        person = st.selectbox(
            label, tuple(people), index=None, format_func=people.__getitem__, key="bulk_person", placeholder=choose
        )
        return None if person is None else AssignTo(person or None)
    if act == "decline":
        reasons = {reason.id: name_of(reason, lang) for reason in state.drawing().ws.reasons}
        reason = st.selectbox(
            label, tuple(reasons), index=None, format_func=reasons.__getitem__, key="bulk_why", placeholder=choose
        )
        return Decline(reason) if reason else None
    return _tags(label, lang)


def _act_of(change: Change) -> str:
    """Return the act by its name among ``_ACTS``."""
    match change:
        case MoveTo():
            return "move"
        case AssignTo():
            return "assign"
        case Decline():
            return "decline"
        case AddTags():
            return "tag"


def _tags(label: str, lang: str) -> Change | None:
    text = st.text_input(label, key="bulk_tags", placeholder=t("pipeline.tags.eg", lang))
    try:
        tags = tags_of(list_of(text))
    except InvalidInputError as error:
        st.caption(f":red[{components.harmless(reason_of(error, lang))}]")
        return None
    return AddTags(tags) if tags else None


def _foresee(rows: Sequence[EngagementRow], track: Track, change: Change, lang: str) -> None:
    """Draw how many would change and what keeps the others; going back or behind a committee is asked for apart."""
    usual = Counter(seen.held for seen in bulk_changes.foreseen(rows, track, BulkOrder(change)))
    further = dict.fromkeys(_FURTHER, False)
    for held in _FURTHER:
        if usual[held]:
            further[held] = st.checkbox(
                t(f"pipeline.bulk.with.{held.value}", lang, n=usual[held]), key=f"bulk_{held.value}"
            )
    note = ""
    if not isinstance(change, AssignTo | AddTags):
        wants_reason = any(further.values())
        note = st.text_input(t(f"pipeline.bulk.{'reason' if wants_reason else 'note'}", lang), key="bulk_note")
    order = BulkOrder(change, note, with_back=further[Held.BACK], with_decided=further[Held.DECIDED])
    seen = bulk_changes.foreseen(rows, track, order)
    _preview(seen, track, lang)
    rows_going = [foreseen.row for foreseen in seen if foreseen.held is None]
    going = tuple(Target(row.engagement.id, row.engagement.version) for row in rows_going)
    label = t(f"pipeline.bulk.do.{_act_of(change)}", lang, n=len(going))
    lacks_reason = any(further.values()) and not note.strip()
    st.button(
        label,
        type="primary",
        on_click=_apply,
        args=(going, order),
        disabled=not going or lacks_reason,
        key="bulk_submit",
    )


def _preview(seen: Sequence[Foreseen], track: Track, lang: str) -> None:
    """Say in one line how many change and what keeps the rest, and list the rest with their reasons."""
    counts = Counter(foreseen.held for foreseen in seen)
    words = [t("pipeline.bulk.will", lang, n=counts[None])]
    words += [t(f"pipeline.bulk.held.{held.value}", lang, n=counts[held]) for held in Held if counts[held]]
    st.markdown(components.harmless(", ".join(words)))
    stay = [foreseen for foreseen in seen if foreseen.held is not None]
    if stay:
        with st.expander(t("pipeline.bulk.stayed", lang)):
            lines = [(foreseen.row, _why(foreseen, track, lang)) for foreseen in stay]
            grid.show(_table(lines, lang), caption=t("pipeline.bulk.stayed", lang), key="bulk_preview", lang=lang)


def _why(seen: Foreseen, track: Track, lang: str) -> str:
    if seen.held is Held.GATE and seen.row.hurdle is not None:
        return deal_words.hurdle_words(seen.row.hurdle, track, lang)
    return t(f"error.held.{seen.held.value}", lang) if seen.held is not None else ""


def _table(lines: Sequence[tuple[EngagementRow, str]], lang: str) -> Table:
    columns = tuple(Column(column, t(f"pipeline.bulk.column.{column}", lang)) for column in ("row", "outcome"))
    rows = (
        Row(
            row.engagement.id,
            (Cell(board.company_of(row, lang), sub=row.engagement.round_label), Cell(why, tone="wrap")),
        )
        for row, why in lines
    )
    return Table(columns, tuple(rows))


def _apply(targets: tuple[Target, ...], order: BulkOrder) -> None:
    with frame.attempted():
        outcomes = bulk_changes.change_many(state.acting(), targets, order)
        st.session_state[keys.BULK_OUTCOMES] = outcomes
        bulk_undo.keep_batch(state.looking(), outcomes, at=context.now())
        keep_ticks(tuple(outcome.target.engagement_id for outcome in outcomes if not outcome.went))


def _take_back() -> None:
    """Take back the batch that was changed last, as far as nobody acted on it since."""
    with frame.attempted():
        batch = bulk_undo.last_batch(state.looking(), at=context.now())
        st.session_state[keys.BULK_OUTCOMES] = bulk_changes.take_back_many(state.acting(), batch)
        bulk_undo.keep_batch(state.looking(), (), at=context.now())


def _show_outcomes(rows: Mapping[str, EngagementRow], lang: str) -> None:
    """Tell once what became of each, why some stayed, and offer to take the whole batch back."""
    outcomes: tuple[Outcome, ...] = st.session_state.pop(keys.BULK_OUTCOMES, ())
    batch = bulk_undo.last_batch(state.looking(), at=context.now())
    if outcomes:
        went = sum(outcome.went for outcome in outcomes)
        st.success(t("pipeline.bulk.done", lang, went=went, stayed=len(outcomes) - went), icon=":material/check:")
    stayed = [
        (rows[outcome.target.engagement_id], words_of(outcome.error, lang))
        for outcome in outcomes
        if outcome.error is not None and outcome.target.engagement_id in rows
    ]
    if stayed:
        grid.show(_table(stayed, lang), caption=t("pipeline.bulk.stayed", lang), key="bulk_outcomes", lang=lang)
    if batch:
        label = t("pipeline.bulk.undo", lang, n=len(batch))
        st.button(label, on_click=_take_back, key="bulk_undo", icon=":material/undo:")
