"""What happened to an engagement, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from dealflow.actions.companies.companies import TimelineLine
from dealflow.actions.pipeline import track_settings
from dealflow.actions.pipeline.engagements import HistoryLine
from dealflow.domain.pipeline.deal_sizes import SizeField
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, moment, money, won
from dealflow.ui.kit import components, context


def words_of(kind: str, parameters: Mapping[str, str], known: Sequence[Track], lang: str) -> str:
    """Return an engagement's event in words; ``known`` are tracks whose stages it may speak of, the likeliest first."""
    stages = {stage.id: stage for track in reversed(known) for stage in track.stages}
    words = {
        name: name_of(stages[parameters[name]], lang)
        for name in ("stage", "from_stage", "to_stage")
        if parameters.get(name) in stages
    }
    words |= {
        name: t(f"enum.status.{parameters[name]}", lang)
        for name in ("from_status", "to_status")
        if parameters.get(name)
    }
    words |= {name: parameters.get(name, "") for name in ("version", "number", "because", "round_label")}
    amount = parameters.get("amount_won", "")
    words["amount"] = won(int(amount), lang) if amount else ""
    words["sizes"] = _sizes(parameters, lang)
    words["tags"] = parameters.get("tags", "") or "–"
    words["step"] = parameters.get("step", "")
    words["due"] = (
        day(date.fromisoformat(parameters["due"]), lang) if parameters.get("due") else t("pipeline.no_day", lang)
    )
    which = "next_step_cleared" if kind == "next_step_set" and not words["step"] else kind
    text = t(f"pipeline.history.{which}", lang, **words)
    return t("pipeline.history.undone", lang, what=text) if parameters.get("undoes") else text


def _sizes(parameters: Mapping[str, str], lang: str) -> str:
    """Return the amounts of a deal's size in words; a dash where all were taken away."""
    words = []
    for which in SizeField:
        value, _, unit = parameters.get(which.value, "").partition(" ")
        if unit:
            words.append(f"{t(f'pipeline.column.{which.value}', lang)} {money(Decimal(value), Unit(unit), lang)}")
    return " · ".join(words) or "–"


def line_of(line: HistoryLine, track: Track, lang: str) -> str:
    """Return one line of an engagement's history in words, its stages called as they were then."""
    then = track_settings.track_at(context.workspace(), track.id, line.ts)
    return words_of(line.kind, line.parameters, (then,), lang)


def timeline_words(line: TimelineLine, known: Sequence[Track], lang: str) -> str:
    """Return one line of a company's timeline in words, stages called as they were then."""
    if line.kind.startswith(("company_", "deck_", "contact_")):
        shelved = line.kind == "company_shelved" and line.parameters.get("is_archived") != "True"
        return t(f"company.timeline.{'company_unshelved' if shelved else line.kind}", lang, **line.parameters)
    then = [track_settings.track_at(context.workspace(), track.id, line.ts) for track in known]
    text = words_of(line.kind, line.parameters, then, lang)
    return t("company.timeline.engagement", lang, what=text)


def reason_of(reason_id: str | None, lang: str) -> str:
    """Return the reason for passing in words; empty for none."""
    reasons = {reason.id: reason for reason in context.workspace().reasons}
    return name_of(reasons[reason_id], lang) if reason_id in reasons else ""


def draw(lines: Sequence[HistoryLine], track: Track, lang: str) -> None:
    """Draw what happened, latest first."""
    for line in lines:
        with st.container(gap=None):
            st.markdown(components.harmless(line_of(line, track, lang)))
            extra = [reason_of(line.parameters.get("reason"), lang), line.parameters.get("note", "")]
            for words in filter(None, extra):
                st.markdown(f"> {components.harmless(words)}")
            st.caption(components.harmless(" · ".join(filter(None, (moment(line.ts, lang), line.actor_name)))))
