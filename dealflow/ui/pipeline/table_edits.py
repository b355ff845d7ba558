"""What was typed into a cell of the table, as the one act that it means; what was refused stays as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.values.field_parsing import list_of
from dealflow.domain.values.typed_days import day_of
from dealflow.domain.values.typed_money import money_of
from dealflow.errors import DealflowError, InvalidInputError
from dealflow.i18n import t
from dealflow.i18n.errors import reason_of
from dealflow.ui.kit import keys, state
from dealflow.ui.kit.grid import Edited
from dealflow.ui.pipeline import engagement_drawer

_SIZES = frozenset({"asked", "ticket", "pre_money"})


def keep(edited: Edited, rows: Mapping[str, EngagementRow]) -> None:
    """Keep what was typed into a cell, against the version that the person saw; for callbacks."""
    drafts: dict[tuple[str, str], tuple[str, str]] = st.session_state.setdefault(keys.TABLE_DRAFTS, {})
    place = (edited.row, edited.column)
    row = rows.get(edited.row)
    if row is None:
        return
    drafts.pop(place, None)
    with engagement_drawer.acting(edited.row, edited.seen, "pipeline.done.edited"):
        try:
            _act(edited, row.engagement)
        except InvalidInputError as error:
            if error.parameters.get("problem") != "unchanged":
                drafts[place] = (edited.text, reason_of(error, state.language()))
            raise
        except DealflowError:
            drafts[place] = (edited.text, t("pipeline.edit.again", state.language()))
            raise


def _act(edited: Edited, now: Engagement) -> None:
    """Do what the edit of one cell means."""
    acting, name, text = state.acting(), edited.column, edited.text.strip()
    if name in _SIZES:
        size = replace(now.size, **{name: money_of(text, name)})
        engagements.note_size(acting, now.id, size, seen=edited.seen)
    elif name == "tags":
        engagements.set_tags(acting, now.id, list_of(text), seen=edited.seen)
    elif name == "round":
        engagements.name_round(acting, now.id, text, seen=edited.seen)
    else:
        _step(edited, now, text)


def _step(edited: Edited, now: Engagement, text: str) -> None:
    """Set the next step, its day or who does it; the other two stay."""
    step = text if edited.column == "step" else now.next_step
    due = day_of(text, "due") if edited.column == "due" else now.next_due
    if due is not None and not step and edited.column == "due":
        raise InvalidInputError(field="due", problem="no_step", value=text)
    person = (text or None) if edited.column == "assignee" else now.assignee_id
    engagements.set_next_step(state.acting(), now.id, step=step, due=due, assignee_id=person, seen=edited.seen)
