"""What the checks say of a company's figures, as tables: what does not add up with both sides, and the rest, folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dealflow.actions.claims.consistency import Scrutiny
from dealflow.actions.claims.review import ClaimView
from dealflow.domain.claims.claims import Metric, ReviewState
from dealflow.domain.claims.consistency_checks import Answer, Finding
from dealflow.i18n import has, name_of, t
from dealflow.i18n.numbers import amount, period, quantity
from dealflow.ui.claims import claim_tables
from dealflow.ui.kit import context, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

RIVALS: Final = "one_figure_one_value"
"""The check whose disagreements stand in a table of their own, value beside value."""
_KINDS: Final = {Answer.DISAGREES: "warn", Answer.UNKNOWN: "", Answer.AGREES: "good"}
_REST_WIDTHS: Final = {"check": "34%", "answer": "32%", "figures": "34%"}
_WIDTHS: Final = {"check": "34%", "left": "24%", "expected": "16%", "right": "26%"}


def disagreeing(findings: Sequence[Finding]) -> list[Finding]:
    """Return what does not add up, without the figures that have two values."""
    return [finding for finding in findings if finding.answer is Answer.DISAGREES and finding.check != RIVALS]


def side(claim_ids: Sequence[str], views: Mapping[str, ClaimView], metrics: Sequence[Metric], lang: str) -> Cell:
    """Return the figures of one side of a check, each with what it is, its page and the way to its words."""
    by_id = {metric.id: metric for metric in metrics}
    known = [views[claim_id_] for claim_id_ in claim_ids if claim_id_ in views]
    return Cell("", parts=tuple(_figure(view, by_id, lang) for view in known))


def _figure(view: ClaimView, metrics: dict[str, Metric], lang: str) -> Cell:
    what = f"{claim_tables.metric_name(view, metrics, lang)} {period(view.period, lang)}".strip()
    open_still = t("companies.unverified", lang) if view.state is ReviewState.PROPOSED else ""
    parts = (what, view.claim.subject or "", claim_tables.place_of(view, lang), open_still)
    return Cell(
        quantity(view.quantity, lang, of=view.metric),
        sub=" · ".join(filter(None, parts)),
        title=view.claim.evidence[0].quote,
        href=link("review", lang, deck=view.deck_id, claim=view.claim.id),
        place=view.claim.id,
        tone="wrap unsure" if open_still else "wrap strong",
    )


def expected(finding: Finding, lang: str) -> str:
    """Return what the first side amounts to, where that is computed."""
    if finding.expected is None or finding.unit is None:
        return ""
    return amount(finding.expected, finding.unit, lang)


def disagreements(scrutiny: Scrutiny, metrics: Sequence[Metric], lang: str) -> Table:
    """Return one line for each check that does not add up: both sides, and what the first amounts to."""
    columns = tuple(Column(text, t(f"check.column.{text}", lang), width=width) for text, width in _WIDTHS.items())
    return Table(
        columns,
        tuple(
            Row(
                str(number),
                (
                    Cell(t(f"check.{finding.check}", lang), tone="wrap"),
                    side(finding.left, scrutiny.views, metrics, lang),
                    Cell(expected(finding, lang) or "–", tone="" if finding.expected is not None else "muted"),
                    side(finding.right, scrutiny.views, metrics, lang),
                ),
            )
            for number, finding in enumerate(disagreeing(scrutiny.findings))
        ),
    )


def why_unknown(finding: Finding, metrics: Sequence[Metric], lang: str) -> str:
    """Return what would be needed to judge; nothing where the check could."""
    if finding.answer is not Answer.UNKNOWN:
        return ""
    key = f"check.missing.{finding.check}"
    names = ", ".join(name_of(metric, lang) for metric in metrics if metric.id in finding.missing)
    return t(key, lang) if has(key, lang) else t("check.missing", lang, metrics=names)


def rest(scrutiny: Scrutiny, metrics: Sequence[Metric], lang: str) -> Table:
    """Return one line for each check that cannot be judged, with what is missing, and for each that adds up."""
    columns = tuple(Column(text, t(f"check.column.{text}", lang), width=width) for text, width in _REST_WIDTHS.items())
    findings = [finding for finding in scrutiny.findings if finding.answer is not Answer.DISAGREES]
    return Table(
        columns,
        tuple(
            Row(
                str(number),
                (
                    Cell(t(f"check.name.{finding.check}", lang), tone="wrap"),
                    Cell(
                        "",
                        marks=(Mark(t(f"check.answer.{finding.answer.value}", lang), _KINDS[finding.answer]),),
                        sub=why_unknown(finding, metrics, lang),
                        tone="wrap",
                    ),
                    side((*finding.left, *finding.right), scrutiny.views, metrics, lang),
                ),
            )
            for number, finding in enumerate(findings)
        ),
    )


def _follow(table: Table, scrutiny: Scrutiny, *, caption: str, key: str, lang: str) -> None:
    """Draw the table; a click on a figure opens its slide."""
    at = grid.show(table, caption=caption, key=key, lang=lang).place
    if at and at[1] in scrutiny.views:
        view = scrutiny.views[at[1]]
        grid.go("review", lang, deck=view.deck_id, claim=view.claim.id)


def show(scrutiny: Scrutiny) -> None:
    """Draw what does not add up; nothing where everything does."""
    lang = state.language()
    if not disagreeing(scrutiny.findings):
        return
    st.subheader(t("check.title", lang), anchor=False, help=t("check.help", lang))
    table = disagreements(scrutiny, context.workspace().metrics, lang)
    _follow(table, scrutiny, caption=t("check.title", lang), key="company_checks", lang=lang)


def fold(scrutiny: Scrutiny) -> None:
    """Draw, folded, what adds up and what cannot be judged; nothing where nothing could be checked."""
    lang, metrics = state.language(), context.workspace().metrics
    counts = Counter(finding.answer for finding in scrutiny.findings)
    texts = [
        t(f"check.count.{answer.value}", lang, n=counts[answer])
        for answer in (Answer.AGREES, Answer.UNKNOWN)
        if counts[answer]
    ]
    if texts:
        with st.expander(" · ".join((t("check.rest", lang), *texts)), icon=":material/rule:"):
            caption = t("check.rest", lang)
            _follow(rest(scrutiny, metrics, lang), scrutiny, caption=caption, key="company_checks_rest", lang=lang)
