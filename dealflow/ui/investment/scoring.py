"""Marks: the viewer's own by criterion, blind until all are in, then everybody's with their spread."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import altair as alt
import streamlit as st

from dealflow.actions.investment import voting
from dealflow.actions.investment.session_views import ItemView, SessionView
from dealflow.catalogue.criteria import Criterion, shipped_criteria
from dealflow.domain.investment.committee import Mark
from dealflow.domain.investment.scoring import BEST, Spread
from dealflow.i18n import Language, name_of, t
from dealflow.i18n.numbers import plain, rounded
from dealflow.ui.investment import committee_words as words
from dealflow.ui.investment.session import acting
from dealflow.ui.kit import charts, components, fields, frame, grid, state
from dealflow.ui.kit.chart_colours import HERE, INK, REACHED
from dealflow.ui.kit.fields import Entry, Label
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_HEIGHT = 34


def draw(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Draw the marks of an item; nothing where the session gives none."""
    if not view.session.criteria:
        return
    with st.container(key=f"marks_{item_view.item.id}"):
        if item_view.spread:
            _open(view, item_view, lang)
            return
        title = f"**{t('committee.marks', lang)}**"
        mine = view.session.closed_at is None and item_view.may_vote
        waiting = t("committee.marks.waiting", lang, people=words.people(view.names, item_view.waiting_for, lang))
        if item_view.item.resolution is not None:
            waiting = t("committee.marks.never_open", lang)
        st.markdown(f"{title} {components.harmless(waiting)}")
        if mine:
            _mine(view, item_view, lang)


def _mine(view: SessionView, item_view: ItemView, lang: str) -> None:
    item, score = item_view.item, item_view.my_score
    before = {} if score is None else {mark.criterion: mark.points for mark in score.marks}
    known, key = named(), f"score_{item.id}"
    entries: dict[str, Entry[int]] = {}

    def submit() -> None:
        if not all(entry.text.strip() for entry in entries.values()):
            frame.tell_error("committee.marks.missing")
            return
        with acting(view, "committee.done.marked"):
            marks = tuple(Mark(text, entry.required) for text, entry in entries.items())
            voting.score(state.acting(), view.session.id, item.id, marks, comment=st.session_state[f"{key}_comment"])

    with components.panel(t("committee.marks.mine" if score is None else "committee.marks.change", lang), key):
        st.caption(t("committee.marks.blind", lang))
        with st.form(key, border=False, enter_to_submit=False):
            places = st.columns(2)
            for place, text in enumerate(view.session.criteria):
                label = Label(
                    name_of(known[text], lang) if text in known else text,
                    question_of(known[text], lang) if text in known else None,
                    t("committee.marks.range", lang, best=BEST),
                )
                entries[text] = fields.whole(
                    label, value=before.get(text), bounds=(0, BEST), key=f"{key}_{text}", place=places[place % 2]
                )
            st.text_input(
                t("committee.marks.comment", lang), value=score.comment if score else "", key=f"{key}_comment"
            )
            st.form_submit_button(t("committee.marks.give", lang), on_click=submit, key=f"{key}_submit")


def _open(view: SessionView, item_view: ItemView, lang: str) -> None:
    mean = "" if item_view.overall is None else points(item_view.overall, lang)
    st.markdown(f"**{t('committee.marks', lang)}** {t('committee.marks.overall', lang, mean=mean, best=BEST)}")
    st.vega_lite_chart(charts.spec(spread_chart, item_view.spread, lang), width="stretch")
    table = score_table(view, item_view, lang)
    grid.show(table, caption=t("committee.marks", lang), key=f"scores_{item_view.item.id}", lang=lang)


def named() -> Mapping[str, Criterion]:
    """Return the shipped criteria by their ids."""
    return {criterion.id: criterion for criterion in shipped_criteria()}


def question_of(criterion: Criterion, lang: str) -> str:
    """Return the question that a criterion puts."""
    return criterion.ask_en if lang == Language.EN else criterion.ask_ko


def points(value: Fraction, lang: str) -> str:
    """Return points with one decimal at most."""
    return plain(rounded(Decimal(value.numerator) / Decimal(value.denominator), 1), lang)


def score_table(view: SessionView, item_view: ItemView, lang: str) -> Table:
    """Return one line a reviewer with their points by criterion and their comment."""
    known, ids = named(), view.session.criteria
    columns = (
        Column("voter", t("committee.column.voter", lang)),
        *(Column(id_, name_of(known[id_], lang) if id_ in known else id_, "end") for id_ in ids),
    )
    rows = []
    for score in item_view.scores:
        points = {mark.criterion: str(mark.points) for mark in score.marks}
        name = Cell(words.person(view.names, score.reviewer_id, lang), sub=score.comment)
        rows.append(Row(score.reviewer_id, (name, *(Cell(points.get(id_, "–")) for id_ in ids))))
    return Table(columns, tuple(rows))


def spread_chart(spread: tuple[Spread, ...], lang: str) -> alt.LayerChart:
    """Return the spread of each criterion: a line from the lowest to the highest mark, a dot at the mean."""
    known = named()
    rows = [
        {
            "name": name_of(known[other_spread.criterion], lang)
            if other_spread.criterion in known
            else other_spread.criterion,
            "lowest": other_spread.lowest,
            "highest": other_spread.highest,
            "mean": float(other_spread.mean),
            "said": t(
                "committee.marks.spread",
                lang,
                mean=points(other_spread.mean, lang),
                lowest=other_spread.lowest,
                highest=other_spread.highest,
                deviation=f"{other_spread.deviation:.1f}",
            ),
        }
        for other_spread in spread
    ]
    order = [str(row["name"]) for row in rows]
    axis = alt.Axis(ticks=False, domain=False, labelColor=INK, labelFontSize=12, labelPadding=8)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=axis), tooltip=[alt.Tooltip("said:N", title=" ")]
    )
    scale = alt.Scale(domain=[0, BEST])
    points_axis = alt.Axis(values=[0, 25, 50, 75, BEST], labelColor=INK, domain=False, ticks=False)
    line = base.mark_rule(strokeWidth=6, color=REACHED, strokeCap="round").encode(
        x=alt.X("lowest:Q", scale=scale, axis=points_axis, title=None), x2="highest:Q"
    )
    dot = base.mark_circle(size=120, color=HERE, opacity=1).encode(x=alt.X("mean:Q", scale=scale))
    labels = base.mark_text(align="center", dy=-14, color=INK, fontSize=11).encode(
        x=alt.X("mean:Q", scale=scale), text=alt.Text("mean:Q", format=".0f")
    )
    return alt.LayerChart(layer=[line, dot, labels], height=alt.Step(_HEIGHT))
