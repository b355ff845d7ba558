"""The words of deals: problems with their figures, what is missing before a stage and where to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import streamlit as st

from dealflow.actions.pipeline.engagements import EngagementRow
from dealflow.actions.pipeline.stage_gates import Hurdle
from dealflow.domain.investment.returns import percent as exact_percent
from dealflow.domain.pipeline.funnel import Engagement, Track
from dealflow.domain.values.field_problem import Problem
from dealflow.i18n import has, name_of, t
from dealflow.i18n.numbers import percent, plain, won
from dealflow.ui.kit import components, frame, grid, state

_FIGURES: Final = ("paid_won", "least_won", "line_won", "amount_won", "product_won", "price_won", "par_won")
_COMPANY, _ENGAGEMENT, _DEAL, _COMMITTEE = "company", "pipeline", "deal", "committee"
PLACES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("company_name", "business_field", "registration_number"), _COMPANY),
    **dict.fromkeys(("round", "assignee"), _ENGAGEMENT),
    **dict.fromkeys(("terms", "sound_terms", "share_counts", "par", "price", "payment", "pre_investment"), _DEAL),
    **dict.fromkeys(("papers", "approval", "conditions"), _COMMITTEE),
    **dict.fromkeys(("operator_term", "free_slot", "recommendation"), "operators"),
    "eligibility": "eligibility",
}
"""The screen where each gate is opened."""


def number(value: int, lang: str) -> str:
    """Return a whole number with grouped thousands."""
    return plain(Decimal(value), lang)


def shares(value: int, lang: str) -> str:
    """Return a number of shares: 1,000주."""
    return t("deal.shares", lang, number=number(value, lang), n=value)


def stake(value: Fraction | None, lang: str) -> str:
    """Return a stake as a percentage with four decimals at most, or a dash where the base is not known."""
    return "–" if value is None else percent(exact_percent(value), lang, places=4)


def problem(problem: Problem, names: Mapping[str, str], lang: str) -> str:
    """Return what is wrong with which field, with the fund or investor and the figures that it speaks of."""
    field = t(f"error.field.{problem.field}", lang) if has(f"error.field.{problem.field}", lang) else problem.field
    text = t(f"error.problem.{problem.problem}", lang)
    holder = str(problem.parameters.get("holder", ""))
    who = f" ({names.get(holder, holder)})" if holder else ""
    figures = [won(int(problem.parameters[name]), lang) for name in _FIGURES if name in problem.parameters]
    count = problem.parameters.get("count")
    figures += [t("deal.items", lang, n=int(count))] if count is not None else []
    return f"{field}{who}: {text}" + (f" ({' / '.join(figures)})" if figures else "")


def draw_problems(problems: Iterable[Problem], names: Mapping[str, str], lang: str) -> None:
    """Draw what is wrong, one line each."""
    for line in dict.fromkeys(problem(other_problem, names, lang) for other_problem in problems):
        st.markdown(f":red[{components.harmless(line)}]")


def gate(gate_id: str, lang: str) -> str:
    """Return what a closed gate asks for, in words."""
    return t(f"error.missing.{gate_id}", lang)


def hurdle_words(hurdle: Hurdle, track: Track, lang: str) -> str:
    """Return what is missing before the nearest closed stage, in one line."""
    stage = name_of(track.stage(hurdle.stage), lang)
    return t(
        "deal.hurdle", lang, stage=stage, missing=", ".join(gate(missing.gate, lang) for missing in hurdle.missing)
    )


def draw_hurdle(row: EngagementRow, track: Track, lang: str) -> None:
    """Draw what is missing before the nearest closed stage, each with the way to where it is filled in."""
    if row.hurdle is None:
        return
    engagement = row.engagement
    with st.container(border=True, key="hurdle", gap="small"):
        stage = name_of(track.stage(row.hurdle.stage), lang)
        st.markdown(f"**{components.harmless(t('deal.hurdle.title', lang, stage=stage))}**")
        for place in dict.fromkeys(PLACES[missing.gate] for missing in row.hurdle.missing):
            here = [missing for missing in row.hurdle.missing if PLACES[missing.gate] == place]
            lines = [gate(missing.gate, lang) for missing in here]
            lines += [f"– {problem(other_problem, {}, lang)}" for hurdle in here for other_problem in hurdle.problems]
            st.markdown("  \n".join(components.harmless(line) for line in lines))
            way(place, engagement, lang)


def way(place: str, engagement: Engagement, lang: str) -> None:
    """Draw the link to the screen where something of an engagement is filled in; nothing where the role has none."""
    if place == _ENGAGEMENT:
        st.caption(t("deal.way.pipeline", lang))
        return
    if place not in frame.offered(state.viewer().role):
        return
    queries = {
        _COMPANY: {"id": engagement.company_id},
        _DEAL: {"engagement": engagement.id},
        "eligibility": {"company": engagement.company_id},
    }
    query = queries.get(place, {}) | grid.spoken(lang)
    st.page_link(
        frame.page(place), label=t(f"deal.way.{place}", lang), icon=":material/arrow_forward:", query_params=query
    )
