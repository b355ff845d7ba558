"""The board of the pipeline: cards by stage, as plain data in and as what was asked for out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Final

import streamlit as st

from dealflow.actions.pipeline.deal_figures import DealFigures
from dealflow.actions.pipeline.engagements import BoardColumn, EngagementRow
from dealflow.domain.claims.claims import Metric
from dealflow.domain.people.access import Act, Viewer, may, owns
from dealflow.domain.pipeline.funnel import StageKind, Status, Track
from dealflow.domain.pipeline.stage_sums import StageSum
from dealflow.i18n import Language, called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.pipeline.status_words import status_words
from dealflow.ui.investment import deal_scoring, deal_words
from dealflow.ui.kit import grid, state
from dealflow.ui.kit.chart_colours import OWNERS
from dealflow.ui.kit.component_script import script
from dealflow.ui.pipeline import deal_amounts

_FRONT: Final = files(__package__) / "front"
_component = st.components.v2.component(
    "dealflow_board",
    html='<div class="board"></div><div class="menu" popover role="menu"></div>',
    css=(_FRONT / "board.css").read_text("utf-8"),
    js=script(_FRONT / "board.js"),
)
MOST_CARDS: Final = 50
"""Cards of a stage on the board: a thousand were 1 MB and 0.2 s of CPU at every run. The table has the rest."""
STATUS_TONES: Final = {Status.ON_HOLD: "hold", Status.PASSED: "out", Status.WITHDRAWN: "out"}


@dataclass(frozen=True, slots=True)
class Move:
    """A card was asked to go to a stage; ``seen`` is the version that the screen showed."""

    engagement_id: str
    to_stage: str
    seen: int


def company_of(row: EngagementRow, lang: str) -> str:
    """Return the company's name in the reader's language."""
    return called(row.company_name, row.company_name_en, lang)


def investor_of(row: EngagementRow, lang: str) -> str:
    """Return the investor's name in the reader's language."""
    return (row.investor_en if lang == Language.EN else row.investor_ko) or row.investor_ko


def may_add(viewer: Viewer) -> bool:
    """Say whether the viewer may open engagements at all."""
    return may(viewer, Act.EDIT_PIPELINE)


def may_edit(viewer: Viewer, row: EngagementRow) -> bool:
    """Say whether the viewer may change this engagement: whether to offer it at all (the action decides again)."""
    return may(viewer, Act.EDIT_PIPELINE) and owns(viewer, row.engagement.owner_id)


def moves(viewer: Viewer, row: EngagementRow) -> tuple[str, ...]:
    """Return the stages that a card may go to: none while it is on hold, passed or withdrawn, or not the viewer's."""
    return row.moves if may_edit(viewer, row) else ()


def waited(row: EngagementRow, lang: str) -> str:
    """Return how long the engagement has been at its stage, in words."""
    return t("pipeline.days_in_stage", lang, days=row.days_in_stage, n=row.days_in_stage)


def next_step(row: EngagementRow, on: date, lang: str) -> dict[str, str] | None:
    """Return the next step with its day, and whether it is late or due today; None where none is agreed."""
    engagement = row.engagement
    if not engagement.next_step:
        return None
    due = engagement.next_due
    if due is None:
        return {"text": engagement.next_step, "tone": ""}
    tone = "late" if due < on else "due" if due == on else ""
    when = t(f"pipeline.due.{tone or 'later'}", lang, day=day(due, lang))
    return {"text": f"{engagement.next_step} · {when}", "tone": tone}


def _chips(row: EngagementRow, track: Track | None, lang: str) -> list[dict[str, str]]:
    status = row.engagement.status
    chips = []
    if status is not Status.ACTIVE:
        chips.append({"text": status_words(row.engagement, lang), "tone": STATUS_TONES[status]})
    stale = {"tone": "warn", "title": t("pipeline.stale.help", lang)} if row.stale else {}
    chips.append({"text": waited(row, lang), **stale})
    if (score := deal_scoring.chip(row.opinion, lang)) is not None:
        chips.append(score)
    chips += [{"text": f"#{tag}", "tone": "tag"} for tag in row.engagement.tags]
    if row.hurdle is not None and track is not None:
        stage, count = name_of(track.stage(row.hurdle.stage), lang), len(row.hurdle.missing)
        text = t("deal.hurdle.chip", lang, stage=stage, n=count)
        chips.append({"text": text, "tone": "gate", "title": deal_words.hurdle_words(row.hurdle, track, lang)})
    return chips


@dataclass(frozen=True, slots=True)
class Extras:
    """What a board shows besides the engagements: figures by engagement, the sums of its stages, metrics by id."""

    figures: Mapping[str, DealFigures] = field(default_factory=dict)
    sums: Sequence[StageSum] = ()
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    owners: Sequence[str] = ()
    """The people of the house, who have their colours by their order; others have one by their id."""


_NO_EXTRAS: Final = Extras()


def _owner(row: EngagementRow, owners: Sequence[str]) -> dict[str, object] | None:
    """Return who is in charge: initials on a colour of their own."""
    if not row.assignee_name:
        return None
    who = row.engagement.assignee_id or ""
    place = owners.index(who) if who in owners else sha256(who.encode()).digest()[0]
    return {"initial": initials(row.assignee_name), "name": row.assignee_name, "colour": OWNERS[place % len(OWNERS)]}


def initials(name: str) -> str:
    """Return the few letters that tell people of a house apart: 서연 for 김서연, A for 심사역 A, JK for Jane Kim."""
    words = name.replace("(", " ").split()
    last = words[-1] if len(words) == 1 or not words[-1].endswith(")") else words[-2]
    if len(words) == 1 and all("가" <= sign <= "힣" for sign in last):
        return last[-2:]
    if len(last) > 1 and last.isascii() and len(words) > 1:
        return (words[0][0] + last[0]).upper()
    return last[0].upper()


def card(
    row: EngagementRow, viewer: Viewer, *, on: date, lang: str, track: Track | None = None, extras: Extras = _NO_EXTRAS
) -> dict[str, object]:
    """Return what one card shows, and which stages it may go to; with its track also what is missing before one."""
    engagement = row.engagement
    figures = extras.figures.get(engagement.id, deal_amounts.NOTHING)
    investor = investor_of(row, lang) if engagement.investor_id != viewer.organisation_id else ""
    sub = " · ".join(part for part in (investor, engagement.round_label) if part)
    return {
        "id": engagement.id,
        "column": engagement.stage,
        "title": company_of(row, lang),
        "sub": sub,
        "href": grid.link("pipeline", lang, track=engagement.track, open=engagement.id),
        "tone": "" if engagement.status is Status.ACTIVE else "quiet",
        "next": next_step(row, on, lang),
        "amounts": deal_amounts.on_card(figures, lang),
        "figures": deal_amounts.headlines(figures, extras.metrics, lang),
        "owner": _owner(row, extras.owners),
        "chips": _chips(row, track, lang),
        "moves": list(moves(viewer, row)),
        "seen": engagement.version,
    }


def _column(column: BoardColumn, sums: Mapping[str, StageSum], lang: str) -> dict[str, object]:
    stage, rest = column.stage, len(column.cards) - MOST_CARDS
    note = t("pipeline.decision", lang) if stage.kind is StageKind.DECISION else ""
    return {
        "id": stage.id,
        "name": name_of(stage, lang),
        "count": len(column.cards),
        "rest": t("pipeline.board.rest", lang, n=rest) if rest > 0 else "",
        "note": note,
        "note_title": t("pipeline.decision.help", lang),
        "sums": deal_amounts.head_lines(sums[stage.id], lang) if stage.id in sums else [],
    }


def data(  # which columns, whose eyes, as of which day, in which language and track, with which amounts
    columns: Sequence[BoardColumn],
    viewer: Viewer,
    *,
    on: date,
    lang: str,
    track: Track | None = None,
    extras: Extras = _NO_EXTRAS,
) -> dict[str, object]:
    """Return everything that the board draws, as plain values."""
    sums = {stage_sum.stage.id: stage_sum for stage_sum in extras.sums}
    return {
        "labels": {word: t(f"pipeline.board.{word}", lang) for word in ("move", "move_to", "closed", "here")},
        "columns": [_column(column, sums, lang) for column in columns],
        "cards": [
            card(row, viewer, on=on, lang=lang, track=track, extras=extras)
            for column in columns
            for row in column.cards[:MOST_CARDS]
        ],
    }


def show(
    board: dict[str, object], *, key: str, on_move: Callable[[Move], None], on_open: Callable[[str], None]
) -> None:
    """Draw the board; ``on_move`` and ``on_open`` run before the page is drawn again.

    A card is put down where it was dropped at once. ``tries`` makes each answer new to the browser, so that a card
    whose move was refused goes back to where it stands.
    """
    tries = f"{key}_tries"

    def moved() -> None:
        st.session_state[tries] = st.session_state.get(tries, 0) + 1
        card_move = st.session_state[key].get("moved")
        if card_move:
            on_move(Move(str(card_move["id"]), str(card_move["to"]), int(card_move["seen"])))

    def opened() -> None:
        card_id = st.session_state[key].get("opened")
        if card_id:
            on_open(str(card_id))

    def listed() -> None:
        stage = st.session_state[key].get("listed")
        if stage:
            state.ask(view="table", stage=str(stage))

    _component(
        key=key,
        data=board | {"tries": st.session_state.get(tries, 0)},
        on_moved_change=moved,
        on_opened_change=opened,
        on_listed_change=listed,
    )
