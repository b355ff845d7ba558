"""The history of an engagement's fields, one change a line, with a way back to the value before it; and doing again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import streamlit as st

from dealflow.actions.investment import funds
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements, field_history
from dealflow.actions.pipeline.field_history import FieldChange
from dealflow.domain.investment.committee import Fund
from dealflow.domain.pipeline.funnel import Track
from dealflow.i18n import has, name_of, t
from dealflow.i18n.numbers import day, moment, plain, won
from dealflow.ui.kit import components, context, state
from dealflow.ui.pipeline import engagement_history

_DAYS = frozenset({"next_due", "closing_on"})
_WHOLE = frozenset({"issued_shares", "diluted_shares"})


Acting = Callable[[str, int | None, str], AbstractContextManager[None]]
"""Runs an act on an engagement (its id, the version seen, the words of success) and tells how it went."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids in values are called."""

    track: Track
    people: Mapping[str, str]
    funds: Mapping[str, Fund]


def draw(engagement_id: str, acting: Acting) -> None:
    """Draw the changes of the chosen field, or of all, the latest first."""
    drawing = state.drawing()
    changes, version = field_history.fields(drawing, engagement_id)
    if not changes:
        st.caption(t("fieldhistory.none", drawing.lang))
        return
    record = engagements.engagement(drawing, engagement_id, on=context.today())
    names = _Names(
        record.track,
        {person.id: person.name for person in people.people(drawing.ws)},
        {fund.id: fund for fund in funds.funds(drawing)},
    )
    known = list(dict.fromkeys(field_change.line.field for field_change in changes))
    field_name = st.selectbox(
        t("fieldhistory.field", drawing.lang),
        ["", *known],
        format_func=lambda field_name: (
            field_words(field_name, drawing.lang) if field_name else t("frame.all", drawing.lang)
        ),
        key=f"fieldhistory_{engagement_id}",
    )
    for change in changes:
        if field_name in {"", change.line.field}:
            _line(change, (engagement_id, version, acting), names, drawing.lang)


def show_redo(engagement_id: str, acting: Acting) -> None:
    """Offer to do again what the viewer took back last, if nothing happened since."""
    lang = state.language()
    if field_history.can_redo(state.looking(), engagement_id):
        st.button(
            t("fieldhistory.redo", lang),
            icon=":material/redo:",
            on_click=_redo,
            args=(engagement_id, acting),
            key=f"redo_{engagement_id}",
            type="tertiary",
        )


def field_words(field: str, lang: str) -> str:
    """Return what people call a field."""
    return t(f"fieldhistory.{field}", lang)


def value_words(field: str, value: str, names: _Names, lang: str) -> str:
    """Return a canonical value as people read it: names for ids, won and days in the reader's language."""
    name = field.removeprefix("terms.")
    if not value:
        return "–"
    if name == "stage":
        stages = {stage.id: stage for stage in names.track.stages}
        return name_of(stages[value], lang) if value in stages else value
    if name in {"status", "instrument"}:
        return t(f"enum.{name}.{value}", lang)
    if name in {"reason", "assignee_id"}:
        unknown = t("fieldhistory.nameless", lang)
        return (
            engagement_history.reason_of(value, lang) or value
            if name == "reason"
            else names.people.get(value) or unknown
        )
    return _terms_words(name, value, names, lang)


def _terms_words(name: str, value: str, names: _Names, lang: str) -> str:
    if name in _DAYS:
        return day(date.fromisoformat(value), lang)
    if name.endswith("_won"):
        return won(int(value), lang)
    if name in _WHOLE:
        return plain(Decimal(value), lang)
    if name in {"price_base", "joined_id"}:
        return t("fieldhistory.joined" if name == "joined_id" else f"dossier.base.{value}", lang)
    if "=" in value:
        return "; ".join(_parts_words(text, names, lang) for text in value.split("; "))
    return value


def _parts_words(value: str, names: _Names, lang: str) -> str:
    """Return ``fund_id=f, amount_won=5`` in words; parts that we have no words for keep their names."""
    parts = []
    for part in value.split(", "):
        name, _, text = part.partition("=")
        if name == "fund_id" and text in names.funds:
            parts.append(name_of(names.funds[text], lang))
        elif name.endswith("_won") and text.isdecimal():
            parts.append(won(int(text), lang))
        elif name in {"name", "fund_name"}:
            parts.append(text)
        else:
            key = f"fieldhistory.part.{name}"
            parts.append(f"{t(key, lang) if has(key, lang) else name} {text}")
    return " ".join(parts)


def _line(change: FieldChange, whose: tuple[str, int, Acting], names: _Names, lang: str) -> None:
    line, engagement_id = change.line, whose[0]
    old, new = (value_words(line.field, value, names, lang) for value in (line.old, line.new))
    with st.container(horizontal=True, vertical_alignment="center", border=False):
        with st.container(gap=None, width="stretch"):
            text = f"**{components.harmless(field_words(line.field, lang))}** {components.harmless(old)}"
            st.markdown(f"{text} → {components.harmless(new)}")
            who = change.actor_name or t("fieldhistory.nameless", lang)
            undone = [t("fieldhistory.undone", lang)] if line.undoes is not None else []
            st.caption(components.harmless(" · ".join([moment(line.ts, lang), who, *undone])))
        if change.restorable:
            st.button(
                t("fieldhistory.restore", lang),
                help=t("fieldhistory.restore.help", lang, value=old),
                icon=":material/settings_backup_restore:",
                on_click=_restore,
                args=(*whose, line.field, line.seq),
                key=f"restore_{engagement_id}_{line.seq}_{line.field}",
                type="tertiary",
            )


def _restore(engagement_id: str, version: int, acting: Acting, field: str, seq: int) -> None:
    with acting(engagement_id, version, "fieldhistory.done"):
        field_history.restore(state.acting(), engagement_id, field=field, seq=seq, seen=version)


def _redo(engagement_id: str, acting: Acting) -> None:
    with acting(engagement_id, None, "fieldhistory.redone"):
        field_history.redo(state.acting(), engagement_id)
