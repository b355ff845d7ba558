"""A deal's scores outside a committee: one's own marks, then everybody's with their spread and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from dealflow.actions.investment import deal_scores
from dealflow.actions.people import people
from dealflow.domain.investment.committee import Mark
from dealflow.domain.investment.deal_scoring import Opinion, Scorecard
from dealflow.domain.investment.scoring import BEST
from dealflow.domain.people.access import Act, may
from dealflow.domain.pipeline.funnel import Track
from dealflow.i18n import Language, name_of, t
from dealflow.i18n.numbers import plain, rounded
from dealflow.ui.investment import committee_words
from dealflow.ui.kit import components, fields, frame, grid, state
from dealflow.ui.kit.fields import Entry, Label
from dealflow.ui.kit.grid import Cell, Column, Row, Table
from dealflow.ui.kit.grid import Mark as Sign
from dealflow.ui.kit.state import Drawing


def points(value: Fraction | None, lang: str) -> str:
    """Return points without decimals, for places where they are read at a glance; a dash for none."""
    if value is None:
        return "–"
    return plain(rounded(Decimal(value.numerator) / Decimal(value.denominator), 0), lang)


def words(opinion: Opinion, lang: str) -> str:
    """Return what the house thinks of a deal in one line, or that it opens with one's own marks."""
    if not opinion.is_open:
        return t("scorecard.closed", lang, n=opinion.count)
    key = "scorecard.one" if opinion.count == 1 else "scorecard.mean"
    low, high = points(opinion.lowest, lang), points(opinion.highest, lang)
    return t(key, lang, mean=points(opinion.overall, lang), low=low, high=high, n=opinion.count)


def apart(opinion: Opinion, names: Mapping[str, str], lang: str) -> str:
    """Return the criteria about which people disagree, in words; nothing where they agree."""
    if not opinion.apart:
        return ""
    about = ", ".join(names.get(criterion, criterion) for criterion in opinion.apart)
    return t("scorecard.apart", lang, criteria=about)


def chip(opinion: Opinion | None, lang: str) -> dict[str, str] | None:
    """Return the label of a board's card; None where nobody scored."""
    if opinion is None or not opinion.count:
        return None
    text = t("scorecard.chip", lang, mean=points(opinion.overall, lang)) if opinion.is_open else words(opinion, lang)
    told = {"text": text, "title": words(opinion, lang)}
    return told | (
        {"tone": "warn", "title": f"{words(opinion, lang)} · {t('scorecard.apart.short', lang)}"}
        if opinion.apart
        else {}
    )


def cell(opinion: Opinion | None, lang: str) -> Cell:
    """Return the cell of a table of deals."""
    if opinion is None or not opinion.count:
        return Cell("–", tone="muted")
    if not opinion.is_open:
        return Cell("–", sub=words(opinion, lang), tone="muted")
    signs = (Sign(t("scorecard.apart.short", lang), "warn", t("scorecard.apart.help", lang)),) if opinion.apart else ()
    return Cell(points(opinion.overall, lang), sub=words(opinion, lang), marks=signs)


def draw(engagement_id: str, track: Track) -> None:
    """Draw a deal's scores: the form of one's own marks, and all of them once these are in."""
    drawing = state.drawing()
    opinion = deal_scores.opinion_of(drawing, engagement_id)
    card = deal_scores.scorecard(drawing, track.id)
    names = {criterion.id: name_of(criterion, drawing.lang) for criterion in card.criteria}
    may_score = may(drawing.viewer, Act.EDIT_PIPELINE)
    if not opinion.count and not may_score:
        return
    with st.container(key=f"scores_{engagement_id}", gap="small"):
        line = words(opinion, drawing.lang) if opinion.count else t("scorecard.none", drawing.lang)
        st.markdown(f"**{t('scorecard.title', drawing.lang)}** {components.harmless(line)}")
        if told := apart(opinion, names, drawing.lang):
            st.caption(f":orange[{components.harmless(told)}]")
        if opinion.is_open:
            _everybody(opinion, card, drawing)
        if may_score:
            _mine(opinion, card, drawing)


def _everybody(opinion: Opinion, card: Scorecard, drawing: Drawing) -> None:
    """Draw one line a criterion with its mean and range, and one line a person with their comment."""
    people_names = {person.id: person.name for person in people.people(drawing.ws)}
    caption = t("scorecard.title", drawing.lang)
    grid.show(
        criteria_table(opinion, card, drawing.lang),
        caption=caption,
        key=f"score_criteria_{opinion.engagement_id}",
        lang=drawing.lang,
    )
    for given in opinion.scores:
        who = committee_words.person(people_names, given.reviewer_id, drawing.lang)
        parts = [t("scorecard.person", drawing.lang, name=who, mean=points(given.overall, drawing.lang))]
        parts += [t("scorecard.after_open", drawing.lang)] if given.after_open else []
        parts += [t("scorecard.older_card", drawing.lang)] if given.card_version != card.version else []
        st.caption(components.harmless(" · ".join(parts)))
        if given.score.comment:
            st.markdown(f"> {components.harmless(given.score.comment)}")


def criteria_table(opinion: Opinion, card: Scorecard, lang: str) -> Table:
    """Return one line a criterion: its weight, the mean of the marks, the lowest and the highest."""
    spread = {of.criterion: of for of in opinion.spread}
    columns = ("criterion", "weight", "mean", "range")
    rows = []
    for criterion in card.criteria:
        of = spread.get(criterion.id)
        signs = (Sign(t("scorecard.apart.short", lang), "warn"),) if criterion.id in opinion.apart else ()
        cells = (
            Cell(
                name_of(criterion, lang),
                marks=signs,
                title=criterion.ask_en if lang == Language.EN else criterion.ask_ko,
            ),
            Cell(str(criterion.weight)),
            Cell(points(of.mean, lang) if of else "–"),
            Cell(
                f"{of.lowest}–{of.highest}" if of and of.count > 1 else "–", tone="" if of and of.count > 1 else "muted"
            ),
        )
        rows.append(Row(criterion.id, cells))
    heads = (
        Column(name, t(f"scorecard.column.{name}", lang), "start" if name == "criterion" else "end") for name in columns
    )
    return Table(tuple(heads), tuple(rows))


def _mine(opinion: Opinion, card: Scorecard, drawing: Drawing) -> None:
    """Draw the form of one's own marks."""
    lang, mine = drawing.lang, opinion.mine
    key = f"deal_score_{opinion.engagement_id}"
    before = {} if mine is None else {mark.criterion: mark.points for mark in mine.score.marks}
    entries: dict[str, Entry[int]] = {}

    def submit() -> None:
        if not all(entry.text.strip() for entry in entries.values()):
            frame.tell_error("scorecard.missing")
            return
        with frame.attempted("scorecard.done"):
            marks = tuple(Mark(criterion, entry.required) for criterion, entry in entries.items())
            deal_scores.score_deal(state.acting(), opinion.engagement_id, marks, st.session_state[f"{key}_comment"])

    with components.panel(t("scorecard.mine" if mine is None else "scorecard.change", lang), key):
        st.caption(t("scorecard.blind" if mine is None else "scorecard.seen", lang))
        with st.form(key, border=False, enter_to_submit=False):
            places = st.columns(2)
            for number, criterion in enumerate(card.criteria):
                ask = criterion.ask_en if lang == Language.EN else criterion.ask_ko
                entries[criterion.id] = fields.whole(
                    Label(name_of(criterion, lang), ask or None, t("committee.marks.range", lang, best=BEST)),
                    value=before.get(criterion.id),
                    bounds=(0, BEST),
                    key=f"{key}_{criterion.id}",
                    place=places[number % 2],
                )
            comment = "" if mine is None else mine.score.comment
            st.text_area(t("scorecard.comment", lang), value=comment, key=f"{key}_comment", height=80)
            st.form_submit_button(t("scorecard.give", lang), on_click=submit, type="primary", key=f"{key}_submit")
        if mine is not None:
            st.button(
                t("scorecard.withdraw", lang),
                icon=":material/undo:",
                type="tertiary",
                on_click=_withdraw,
                args=(opinion.engagement_id,),
                key=f"{key}_withdraw",
            )


def _withdraw(engagement_id: str) -> None:
    with frame.attempted("scorecard.withdrawn"):
        deal_scores.withdraw_score(state.acting(), engagement_id)
