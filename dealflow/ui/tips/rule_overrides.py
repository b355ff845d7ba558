"""A house's own values for figures of rule packs that no public source confirms: set, taken back, and their history."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.platform.context import Acting
from dealflow.actions.tips import eligibility, rule_overrides
from dealflow.actions.tips.rule_overrides import FigureChange, OpenFigure
from dealflow.domain.people.access import Act, may
from dealflow.domain.tips.rule_packs import Aggregation, Figure, RulePack, RuleValue
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.reports.tips import eligibility_words as words
from dealflow.ui.kit import components, context, dialogs, frame, grid, state, typed_fields
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_COLUMNS: Final = ("figure", "own", "shipped")
_DIALOG: Final = "figure"
_KEY: Final = "own_figure"
_WIDTH: Final = 360
_YES, _NO = "yes", "no"


def draw() -> None:
    """Draw a pack's unconfirmed figures, the form of the one that is chosen, and what was set before."""
    drawing = state.drawing()
    st.caption(t("settings.figures.note", drawing.lang))
    pack = _chosen_pack(drawing.lang)
    open_figures = rule_overrides.figures(drawing, pack.id)
    places = {f"{open_figure.rule.id}.{open_figure.figure.name}": open_figure for open_figure in open_figures}
    caption = t("settings.figures.caption", drawing.lang)
    at = grid.show(table(open_figures, drawing.lang), caption=caption, key="own_figures", lang=drawing.lang).place
    if at and may(drawing.viewer, Act.DECIDE):
        state.ask(figure=at[0])
        dialogs.open_at(_DIALOG)
    chosen = places.get(state.url_value("figure") or "")
    if chosen is not None and dialogs.is_open(_DIALOG) and may(drawing.viewer, Act.DECIDE):
        dialogs.show(chosen.rule.title.in_(drawing.lang), partial(_form, pack, chosen))
    _history(rule_overrides.history(drawing, pack.id), pack, drawing.lang)


def _chosen_pack(lang: str) -> RulePack:
    """Return the pack to look at: that in the URL, else the latest of operators' recommendations."""
    by_id = {pack.id: pack for pack in eligibility.packs()}
    usual = [pack for pack in by_id.values() if (pack.programme, pack.track) == (eligibility.PROGRAMME, "SCALEUP")][-1]
    with st.container(width=_WIDTH):
        chosen = components.url_choice(
            "pack",
            t("eligibility.pack", lang),
            tuple(text for text in by_id if text != usual.id),
            words=lambda text: by_id[text].title.in_(lang),
            everything=usual.title.in_(lang),
        )
    return by_id[chosen or usual.id]


def table(open_figures: tuple[OpenFigure, ...], lang: str) -> Table:
    """Return one line a figure: its name and rule, the usual value if any, and the house's own."""
    rows = []
    for open_figure in open_figures:
        own = Cell("–", tone="muted")
        if open_figure.own is not None:
            text = words.value(open_figure.own, open_figure.figure.unit, lang)
            own = Cell(
                text, marks=(Mark(t("eligibility.by_house", lang), "warn", t("eligibility.by_house.help", lang)),)
            )
        cells = (
            Cell(
                words.figure_name(open_figure.figure.name, lang),
                sub=f"{open_figure.rule.title.in_(lang)} · {open_figure.rule.id}",
                act=True,
            ),
            own,
            Cell(
                words.value(open_figure.shipped, open_figure.figure.unit, lang),
                tone="wrap" if open_figure.shipped is not None else "muted",
            ),
        )
        rows.append(Row(f"{open_figure.rule.id}.{open_figure.figure.name}", cells))
    return Table(
        tuple(Column(column, t(f"settings.figures.column.{column}", lang)) for column in _COLUMNS), tuple(rows)
    )


def _form(pack: RulePack, chosen: OpenFigure) -> None:
    """Draw the inside of the dialog of a figure: its value, why, and the ways to save it and to take it back."""
    lang, figure = state.language(), chosen.figure
    key = f"{_KEY}_{pack.id}_{chosen.rule.id}_{figure.name}"
    with st.form(f"{key}_form", border=False, enter_to_submit=False), frame.errors_in_words():
        _input(figure, chosen.own if chosen.own is not None else chosen.shipped, key, lang)
        because = st.text_input(
            t("settings.figures.because", lang), key=f"{key}_because", help=t("settings.figures.why", lang)
        )
        with st.container(horizontal=True):
            saves = st.form_submit_button(t("settings.figures.save", lang), type="primary", key=f"{key}_save")
            back = chosen.own is not None and st.form_submit_button(
                t("settings.figures.take_back", lang), key=f"{key}_back"
            )
        if saves or back:
            value = None if back else _typed(figure, key)
            ws, viewer, rule = context.workspace(), state.viewer(), chosen.rule.id
            rule_overrides.keep(Acting(ws, viewer, context.now()), pack.id, rule, figure.name, value, because=because)
            dialogs.done(f"settings.figures.{'taken_back' if back else 'saved'}", figure=None)


def _input(figure: Figure, now: RuleValue | None, key: str, lang: str) -> None:
    """Draw the input that the figure's unit asks for, with what stands now."""
    name, key = words.figure_name(figure.name, lang), f"{key}_value"
    match figure.unit:
        case "flag":
            answers = {_YES: t("eligibility.yes", lang), _NO: t("eligibility.no", lang)}
            usual = None if now is None else _YES if now else _NO
            st.segmented_control(name, tuple(answers), format_func=answers.__getitem__, default=usual, key=key)
        case "mode":
            modes = [aggregation.value for aggregation in Aggregation]
            index = modes.index(str(now)) if now in modes else None
            st.selectbox(name, modes, index=index, format_func=lambda mode: words.value(mode, "mode", lang), key=key)
        case "codes":
            usual = ", ".join(now) if isinstance(now, tuple) else ""
            st.text_input(name, value=usual, key=key, help=t("settings.figures.codes", lang))
        case _:
            st.text_input(name, value=f"{now:,}" if isinstance(now, int) else "", key=key)


def _typed(figure: Figure, key: str) -> RuleValue:
    """Return what stands in the input.

    Raises:
        InvalidInputError: it is empty or of another kind than the figure's unit.
    """
    typed_value = st.session_state[f"{key}_value"]
    match figure.unit:
        case "flag":
            return rule_overrides.value_of({_YES: "true", _NO: "false"}.get(typed_value, ""), figure.unit)
        case "mode" | "codes":
            return rule_overrides.value_of(str(typed_value or ""), figure.unit)
        case _:
            return typed_fields.whole(str(typed_value), words.figure_name(figure.name, state.language()))


def _history(figure_changes: tuple[FigureChange, ...], pack: RulePack, lang: str) -> None:
    """Draw what the house set and took back in the pack, the latest first."""
    if not figure_changes:
        return
    units = {(rule.id, figure.name): figure.unit for rule in pack.rules for figure in rule.figures}
    rows = []
    for number, figure_change in enumerate(figure_changes):
        unit = units[figure_change.rule_id, figure_change.figure]
        was, now = (
            "–" if figure is None else words.value(figure, unit, lang)
            for figure in (figure_change.before, figure_change.after)
        )
        rows.append(
            Row(
                str(number),
                (
                    Cell(words.figure_name(figure_change.figure, lang), sub=figure_change.rule_id),
                    Cell(f"{was} → {now}", tone="wrap"),
                    Cell(figure_change.because, tone="wrap"),
                    Cell(figure_change.actor_name or "–", sub=moment(figure_change.ts, lang)),
                ),
            )
        )
    columns = ("figure", "change", "because", "who")
    st.subheader(t("settings.figures.history", lang), anchor=False)
    table = Table(
        tuple(Column(column, t(f"settings.figures.column.{column}", lang)) for column in columns), tuple(rows)
    )
    grid.show(table, caption=t("settings.figures.history", lang), key="own_figures_history", lang=lang)
