"""By what a house scores the deals of a track: the form of the criteria, their questions and their weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from dealflow.actions.investment import deal_scores
from dealflow.domain.investment.deal_scoring import CardCriterion, Opinion, Scorecard
from dealflow.domain.people.access import Act, may
from dealflow.i18n import name_of, t
from dealflow.ui.investment import deal_scoring
from dealflow.ui.kit import components, fields, frame, grid, state
from dealflow.ui.kit.fields import Entry, Label

_HEAVIEST = 100
_WIDTH = 320


@dataclass(frozen=True)
class _Line:
    """The fields of one criterion; a new one has none yet."""

    criterion: CardCriterion
    key: str
    weight: Entry[int]

    def typed(self) -> CardCriterion | None:
        """Return the criterion as it stands in the fields; None where its names were taken out.

        Raises:
            InvalidInputError: its weight is missing or none.
        """
        texts = {name: str(st.session_state[f"{self.key}_{name}"]).strip() for name in ("ko", "en", "ask_ko", "ask_en")}
        if not texts["ko"] and not texts["en"]:
            return None
        return replace(
            self.criterion,
            name_ko=texts["ko"],
            name_en=texts["en"],
            ask_ko=texts["ask_ko"],
            ask_en=texts["ask_en"],
            weight=self.weight.required,
        )


def draw() -> None:
    """Draw a track's scorecard, and its form for those who may change it."""
    drawing = state.drawing()
    st.caption(t("scorecard.note", drawing.lang))
    by_id = {track.id: track for track in drawing.ws.tracks}
    with st.container(width=_WIDTH):
        first = next(iter(by_id))
        chosen = components.url_choice(
            "track",
            t("settings.stages.track", drawing.lang),
            tuple(track_id for track_id in by_id if track_id != first),
            words=lambda track_id: name_of(by_id[track_id], drawing.lang),
            everything=name_of(by_id[first], drawing.lang),
        )
    card = deal_scores.scorecard(drawing, chosen or first)
    if not may(drawing.viewer, Act.DECIDE):
        table = deal_scoring.criteria_table(Opinion("", 0, is_open=False), card, drawing.lang)
        grid.show(table, caption=t("scorecard.title", drawing.lang), key="scorecard", lang=drawing.lang)
        return
    _form(card, drawing.lang)


def _form(card: Scorecard, lang: str) -> None:
    key = f"scorecard_{card.track_id}_{card.version}"
    taken = {criterion.id for criterion in card.criteria}
    fresh = next(f"own_{number}" for number in range(1, len(taken) + 2) if f"own_{number}" not in taken)
    lines: list[_Line] = []

    def submit() -> None:
        with frame.attempted("scorecard.saved"):
            criteria = tuple(typed for line in lines if (typed := line.typed()) is not None)
            deal_scores.edit_scorecard(state.acting(), Scorecard(card.track_id, criteria, card.version))

    def restore() -> None:
        with frame.attempted("scorecard.restored"):
            deal_scores.edit_scorecard(state.acting(), Scorecard(card.track_id, (), card.version))

    with st.form(key, enter_to_submit=False):
        shown = (*card.criteria, CardCriterion(fresh, "", "", "", "", 0))
        lines.extend(_line(criterion, f"{key}_{criterion.id}", lang) for criterion in shown)
        with st.container(horizontal=True):
            st.form_submit_button(t("frame.save", lang), type="primary", on_click=submit, key=f"{key}_save")
            if card.version:
                st.form_submit_button(t("scorecard.restore", lang), on_click=restore, key=f"{key}_restore")


def _line(criterion: CardCriterion, key: str, lang: str) -> _Line:
    """Draw the fields of one criterion, an empty line for a new one."""
    is_new = not criterion.name_ko
    st.markdown(f"**{components.harmless(t('scorecard.new', lang) if is_new else name_of(criterion, lang))}**")
    names = st.columns([3, 3, 2])
    names[0].text_input(t("settings.stages.name_ko", lang), value=criterion.name_ko, key=f"{key}_ko")
    names[1].text_input(t("settings.stages.name_en", lang), value=criterion.name_en, key=f"{key}_en")
    weight = fields.whole(
        Label(t("scorecard.column.weight", lang), t("scorecard.weight.help", lang)),
        value=criterion.weight or None,
        bounds=(1, _HEAVIEST),
        key=f"{key}_weight",
        place=names[2],
    )
    asks = st.columns(2)
    asks[0].text_input(t("scorecard.ask_ko", lang), value=criterion.ask_ko, key=f"{key}_ask_ko")
    asks[1].text_input(t("scorecard.ask_en", lang), value=criterion.ask_en, key=f"{key}_ask_en")
    return _Line(criterion, key, weight)
