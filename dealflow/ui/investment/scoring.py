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
from dealflow.ui.kit import components, frame, grid, state
from dealflow.ui.kit.chart_colours import HERE, INK, REACHED
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_HEIGHT = 34


def draw(view: SessionView, shown: ItemView, lang: str) -> None:
    """Draw the marks of an item; nothing where the session gives none."""
    if not view.session.criteria:
        return
    with st.container(key=f"marks_{shown.item.id}"):
        if shown.spread:
            _open(view, shown, lang)
            return
        title = f"**{t('committee.marks', lang)}**"
        mine = view.session.closed_at is None and shown.may_vote
        waiting = t("committee.marks.waiting", lang, people=words.people(view.names, shown.waiting_for, lang))
        if shown.item.resolution is not None:
            waiting = t("committee.marks.never_open", lang)
        st.markdown(f"{title} {components.harmless(waiting)}")
        if mine:
            _mine(view, shown, lang)


def _mine(view: SessionView, shown: ItemView, lang: str) -> None:
    item, given = shown.item, shown.my_score
    before = {} if given is None else {mark.criterion: mark.points for mark in given.marks}
    known, key = named(), f"score_{item.id}"

    def submit() -> None:
        typed = {one: st.session_state[f"{key}_{one}"] for one in view.session.criteria}
        if any(value is None for value in typed.values()):
            frame.tell_error("committee.marks.missing")
            return
        marks = tuple(Mark(one, int(value)) for one, value in typed.items())
        with acting(view, "committee.done.marked"):
            voting.score(state.acting(), view.session.id, item.id, marks, comment=st.session_state[f"{key}_comment"])

    with st.expander(t("committee.marks.mine" if given is None else "committee.marks.change", lang)):
        st.caption(t("committee.marks.blind", lang))
        with st.form(key, border=False, enter_to_submit=False):
            places = st.columns(2)
            for place, one in enumerate(view.session.criteria):
                places[place % 2].number_input(
                    name_of(known[one], lang) if one in known else one,
                    0,
                    BEST,
                    before.get(one),
                    step=5,
                    placeholder=t("committee.marks.range", lang, best=BEST),
                    key=f"{key}_{one}",
                    help=asked(known[one], lang) if one in known else None,
                )
            st.text_input(
                t("committee.marks.comment", lang), value=given.comment if given else "", key=f"{key}_comment"
            )
            st.form_submit_button(t("committee.marks.give", lang), on_click=submit, key=f"{key}_submit")


def _open(view: SessionView, shown: ItemView, lang: str) -> None:
    mean = "" if shown.overall is None else points(shown.overall, lang)
    st.markdown(f"**{t('committee.marks', lang)}** {t('committee.marks.overall', lang, mean=mean, best=BEST)}")
    st.altair_chart(spread_chart(shown.spread, lang), width="stretch")
    table = score_table(view, shown, lang)
    grid.show(table, caption=t("committee.marks", lang), key=f"scores_{shown.item.id}", lang=lang)


def named() -> Mapping[str, Criterion]:
    """Return the shipped criteria by their ids."""
    return {each.id: each for each in shipped_criteria()}


def asked(criterion: Criterion, lang: str) -> str:
    """Return the question that a criterion puts."""
    return criterion.ask_en if lang == Language.EN else criterion.ask_ko


def points(value: Fraction, lang: str) -> str:
    """Return points with one decimal at most."""
    return plain(rounded(Decimal(value.numerator) / Decimal(value.denominator), 1), lang)


def score_table(view: SessionView, shown: ItemView, lang: str) -> Table:
    """Return one line a reviewer with their points by criterion and their comment."""
    known, ids = named(), view.session.criteria
    columns = (
        Column("voter", t("committee.column.voter", lang)),
        *(Column(one, name_of(known[one], lang) if one in known else one, "end") for one in ids),
    )
    rows = []
    for score in shown.scores:
        given = {mark.criterion: str(mark.points) for mark in score.marks}
        name = Cell(words.person(view.names, score.reviewer_id, lang), sub=score.comment)
        rows.append(Row(score.reviewer_id, (name, *(Cell(given.get(one, "–")) for one in ids))))
    return Table(columns, tuple(rows))


def spread_chart(spread: tuple[Spread, ...], lang: str) -> alt.LayerChart:
    """Return the spread of each criterion: a line from the lowest to the highest mark, a dot at the mean."""
    known = named()
    rows = [
        {
            "name": name_of(known[each.criterion], lang) if each.criterion in known else each.criterion,
            "lowest": each.lowest,
            "highest": each.highest,
            "mean": float(each.mean),
            "said": t(
                "committee.marks.spread",
                lang,
                mean=points(each.mean, lang),
                lowest=each.lowest,
                highest=each.highest,
                deviation=f"{each.deviation:.1f}",
            ),
        }
        for each in spread
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
    said = base.mark_text(align="center", dy=-14, color=INK, fontSize=11).encode(
        x=alt.X("mean:Q", scale=scale), text=alt.Text("mean:Q", format=".0f")
    )
    return alt.LayerChart(layer=[line, dot, said], height=alt.Step(_HEIGHT))
