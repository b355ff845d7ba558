"""The head of a company's page: what a partner reads in twenty seconds, gaps named as gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import streamlit as st

from dealflow.actions.companies import introductions
from dealflow.actions.companies import proposals as proposed
from dealflow.actions.companies.companies import CompanyRecord
from dealflow.actions.companies.company_profile import sources
from dealflow.actions.companies.company_summary import Headline, Summary, summary
from dealflow.actions.companies.proposals import Field, Proposal
from dealflow.domain.claims.claim_views import EXPECTED, Figure
from dealflow.domain.claims.claims import ASK, VALUATION, ClaimStatus, ReviewState
from dealflow.domain.claims.figure_series import Standing, standing_of
from dealflow.domain.people.access import Act, may
from dealflow.domain.pipeline.deal_sizes import SizeField
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, period, quantity
from dealflow.ui.claims import claim_tables
from dealflow.ui.companies import figures
from dealflow.ui.investment import deal_scoring
from dealflow.ui.kit import components, frame, grid, state
from dealflow.ui.kit.state import Drawing
from dealflow.ui.pipeline import engagement_history

_PLACES: Final = 0
"""Decimals of a change in per cent."""
_FACT_WIDTH: Final = 158
"""Pixels: two beside each other on a telephone, all five on a laptop."""
_CARD_WIDTH = 200
"""Pixels: five beside each other on a laptop; a telephone has two in a row."""
_AHEAD: Final = (ClaimStatus.TARGET, ClaimStatus.FORECAST)
"""How an ask stands by itself: it is never told."""
_CARD_HEIGHT, _LOW_HEIGHT = 172, 118
"""Pixels: all cards of a company are of one height, the low one where none has a trend."""


def draw(record: CompanyRecord, drawing: Drawing) -> Summary:
    """Draw the summary and return it, for what else the page says of it."""
    said = summary(record, drawing.ws.metrics, on=drawing.today)
    lang = drawing.lang
    with st.container(border=True, key="company_summary", gap="small"):
        _about(record, said, drawing)
        _facts(record, said, drawing)
        _headlines(said.headlines, lang)
        _marks(record, said, lang)
        _proposals(record, lang)
    return said


def _about(record: CompanyRecord, said: Summary, drawing: Drawing) -> None:
    """Draw what the company does: the house's words, else the deck's own with the way to take them over."""
    lang = drawing.lang
    proposal = None if said.about else introductions.proposed_about(drawing, record.company.id)
    if proposal is None:
        st.markdown(components.harmless(said.about) or f":gray[{t('company.summary.no_about', lang)}]")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"“{components.harmless(proposal.value)}”", width="content")
        source = t("company.summary.about_source", lang, page=proposal.page)
        address = grid.link("review", lang, deck=proposal.deck_id, page=str(proposal.page))
        st.markdown(f":small[[{components.harmless(source)}]({address})]", width="content")
        if may(drawing.viewer, Act.EDIT_COMPANIES):
            st.button(
                t("company.summary.about_take", lang),
                icon=":material/check:",
                key="company_proposal_about",
                type="tertiary",
                on_click=_confirm,
                args=(record.company.id, proposal),
                help=t("company.summary.about_take.help", lang),
            )


def _facts(record: CompanyRecord, said: Summary, drawing: Drawing) -> None:
    """Draw round, ask, valuation, stage and the last touch beside each other."""
    lang = drawing.lang
    facts = (
        (t("company.summary.round", lang), *_round(record, said, lang)),
        (t("company.summary.ask", lang), *_ask(said, lang)),
        _valuation(said, drawing),
        _stage(said, drawing),
        _last(said, drawing),
    )
    gap = t("company.summary.gap" if record.decks else "company.summary.no_deck", lang)
    gaps = (gap, _gap(said, (ASK,), gap, lang), _gap(said, VALUATION, gap, lang), gap, gap)
    with st.container(horizontal=True, gap="small"):
        for (label, value, sub), missing in zip(facts, gaps, strict=True):
            _fact(label, value, sub, missing)


def _gap(said: Summary, metrics: Sequence[str], gap: str, lang: str) -> str:
    """Return what stands where a figure is missing: that there is none, or the doubted one with the way to it."""
    doubted = next((claim for claim in said.doubted if claim.metric in metrics), None)
    if doubted is None:
        return gap
    words = t("company.summary.doubted", lang, value=quantity(doubted.quantity, lang, of=doubted.metric))
    address = grid.link("review", lang, deck=doubted.deck_id, claim=doubted.claim.id)
    return f"[{components.harmless(words)}]({address})"


def _fact(label: str, value: str, sub: str, gap: str) -> None:
    with st.container(gap=None, width=_FACT_WIDTH):
        st.caption(label)
        st.markdown(f"**{components.harmless(value)}**" if value else f":gray[{gap}]")
        if sub:
            st.caption(components.harmless(sub))


def _told(figure: Figure | None, lang: str, usual: Iterable[ClaimStatus] = ()) -> tuple[str, str]:
    """Return a figure in words, and below it its period and how it stands; a usual status is not told."""
    if figure is None:
        return "", ""
    checked = t("companies.verified" if figure.state in figures.CHECKED else "companies.unverified", lang)
    conflict = t("companies.rivals", lang, n=len(figure.rivals)) if figure.rivals else ""
    when = period(figure.period, lang) if figure.period is not None else ""
    stands = t(f"enum.claim_status.{figure.status.value}", lang) if figure.status in EXPECTED.difference(usual) else ""
    below = " · ".join(filter(None, (when, stands, checked, conflict)))
    return quantity(figure.quantity, lang, of=figure.metric), below


def _ask(said: Summary, lang: str) -> tuple[str, str]:
    """Return what is asked for as decks state it, else as our house noted it on a deal."""
    if said.ask is not None or _is_doubted(said, (ASK,)):
        return _told(said.ask, lang, _AHEAD)
    return _noted(said, SizeField.ASKED, ASK, lang)


def _valuation(said: Summary, drawing: Drawing) -> tuple[str, str, str]:
    """Return the valuation as decks state it, else the one before the money that our house noted on a deal."""
    lang = drawing.lang
    label = t("company.summary.valuation", lang)
    metric = VALUATION[0]
    if said.valuation is not None:
        metric, figure = said.valuation
        value, sub = _told(figure, lang)
    else:
        value, sub = ("", "") if _is_doubted(said, VALUATION) else _noted(said, SizeField.PRE_MONEY, metric, lang)
    return label, value, " · ".join(filter(None, (name_of(drawing.ws.metric(metric), lang), sub))) if value else ""


def _is_doubted(said: Summary, metrics: Sequence[str]) -> bool:
    return any(claim.metric in metrics for claim in said.doubted)


def _noted(said: Summary, field: SizeField, metric: str, lang: str) -> tuple[str, str]:
    """Return an amount that our house noted on the foremost deal that has it; no page proves it, and that is said."""
    sizes = (getattr(row.engagement.size, field.value) for row in said.deals)
    amount = next((size for size in sizes if size is not None), None)
    return ("", "") if amount is None else (quantity(amount, lang, of=metric), t("company.summary.noted", lang))


def _round(record: CompanyRecord, said: Summary, lang: str) -> tuple[str, str]:
    """Return the round, and below it that it is the decks' word alone, or which other round our newest deal is in."""
    offered = [proposal.value for proposal in proposed.proposals(record) if proposal.field is Field.ROUND]
    if not said.round_label and offered:
        return " · ".join(offered), t("companies.unverified", lang)
    label = said.deals[0].engagement.round_label if said.deals else ""
    other = t("company.summary.deal_round", lang, round=label) if label not in {"", said.round_label} else ""
    return said.round_label, other


def _stage(said: Summary, drawing: Drawing) -> tuple[str, str, str]:
    lang = drawing.lang
    label = t("company.summary.stage", lang)
    if not said.deals:
        return label, t("company.summary.no_deal", lang), ""
    row = said.deals[0]
    deal = row.engagement
    track = drawing.ws.track(deal.track)
    stage = name_of(track.stage(deal.stage), lang)
    status = t(f"enum.status.{deal.status.value}", lang)
    more = t("company.summary.more_deals", lang, n=len(said.deals) - 1) if len(said.deals) > 1 else ""
    score = ""
    if row.opinion is not None and row.opinion.is_open:
        split = f" ({t('scorecard.apart.short', lang)})" if row.opinion.apart else ""
        score = t("scorecard.chip", lang, mean=deal_scoring.points(row.opinion.overall, lang)) + split
    return label, stage, " · ".join(filter(None, (status, row.assignee_name, name_of(track, lang), score, more)))


def _last(said: Summary, drawing: Drawing) -> tuple[str, str, str]:
    lang = drawing.lang
    label = t("company.summary.last", lang)
    line = said.last_ours or said.last
    words = engagement_history.timeline_words(line, drawing.ws.tracks, lang) if line is not None else ""
    if said.last_contact is not None:
        before = day(korean_day(line.ts), lang) if line is not None else ""
        after = t("company.summary.last_act", lang, day=before, words=words) if words else ""
        return t("company.summary.last_contact", lang), day(said.last_contact, lang), after
    return label, day(korean_day(line.ts), lang) if line is not None else "", words


def _headlines(headlines: Sequence[Headline], lang: str) -> None:
    """Draw the headline figures, each with how it went; what is expected never counts as growth."""
    if not headlines:
        st.caption(t("company.summary.no_figures", lang))
        return
    height = _CARD_HEIGHT if any(headline.trend for headline in headlines) else _LOW_HEIGHT
    with st.container(horizontal=True, gap="small", key="company_headlines"):
        for headline in headlines:
            figure = headline.figure
            nuance = claim_tables.nuance(figure.status, figure.scope, lang)
            if figure.period is not None and standing_of(figure.status) is Standing.UNTOLD:
                nuance.append(t("company.summary.untold", lang))
            st.metric(
                f"{name_of(headline.metric, lang)}",
                quantity(figure.quantity, lang, of=figure.metric),
                None if headline.change is None else f"{headline.change:+.{_PLACES}f}%",
                delta_description=" · ".join(filter(None, (figures.of_when(figure, lang), *nuance))),
                chart_data=[float(amount) for amount in headline.trend] or None,
                border=True,
                width=_CARD_WIDTH,
                height=height,
            )


def _marks(record: CompanyRecord, said: Summary, lang: str) -> None:
    """Draw what is open, as ways to it, and how our house files the company."""
    names = {source.id: name_of(source, lang) for source in sources()}
    profile = record.noted.profile
    company_id = record.company.id
    figures_at = grid.link("company", lang, id=company_id, view="figures")
    counts = (
        ("conflicts", said.conflicts, "orange", figures_at),
        ("questions", said.questions, "blue", figures_at),
        ("to_review", said.to_review, "gray", _first_to_review(record, lang)),
    )
    words = [
        _way(t(f"company.summary.{name}", lang, n=count), colour, address)
        for name, count, colour, address in counts
        if count
    ]
    if profile.source in names:
        words.append(_way(names[profile.source], "violet", grid.link("companies", lang, source=profile.source)))
    words += [_way(f"#{tag}", "gray", grid.link("companies", lang, tag=tag)) for tag in profile.tags]
    if profile.website:
        shown = profile.website.split("://", 1)[-1]
        words.append(f"[{components.harmless(shown)}]({profile.website.replace(')', '%29').replace('(', '%28')})")
    if record.noted.is_archived:
        words.insert(0, components.badge(t("company.archived", lang), "red"))
    if words:
        st.markdown(" ".join(words))


def _way(words: str, colour: str, address: str) -> str:
    """Return a label that leads to what it counts or names."""
    return f"[{components.badge(words, colour)}]({address})"


def _first_to_review(record: CompanyRecord, lang: str) -> str:
    """Return the address of the review of the newest deck that has figures which wait for a person."""
    waiting = {view.deck_id for view in record.claims if view.state is ReviewState.PROPOSED}
    deck = next((deck for deck in record.decks if deck.id in waiting), None)
    return grid.link("review", lang, deck=deck.id) if deck is not None else grid.link("decks", lang)


def _proposals(record: CompanyRecord, lang: str) -> None:
    """Offer what the decks say of fields that are empty, each confirmed by one tap."""
    offered = proposed.proposals(record)
    if not offered or not may(state.viewer(), Act.EDIT_COMPANIES):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(t("company.proposal", lang), width="content")
        for number, proposal in enumerate(offered):
            field = t(f"company.proposal.{proposal.field.value}", lang)
            st.button(
                t("company.proposal.confirm", lang, field=field, value=proposal.value),
                icon=":material/check:",
                key=f"company_proposal_{proposal.field.value}_{number}",
                on_click=_confirm,
                args=(record.company.id, proposal),
                help=t("company.proposal.help", lang),
            )
            if not proposal.deck_id:  # of a company that was merged into this one
                continue
            st.link_button(
                t("company.proposal.evidence", lang),
                grid.link("review", lang, deck=proposal.deck_id, claim=proposal.claim_id),
                type="tertiary",
                key=f"company_proposal_proof_{proposal.field.value}_{number}",
            )


def _confirm(company_id: str, proposal: Proposal) -> None:
    with frame.attempted("company.proposal.done"):
        proposed.confirm(state.acting(), company_id, proposal)
