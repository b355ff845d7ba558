"""Claims as tables: one company's by section, and those that contradict each other side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dealflow.actions.claims.review import ClaimView
from dealflow.domain.claims.claims import ClaimStatus, Metric, Origin, ReviewState, Scope
from dealflow.domain.values.quantity import Quantity
from dealflow.i18n import has, name_of, t
from dealflow.i18n.numbers import period, quantity
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

STATE_KINDS: Final = {
    ReviewState.PROPOSED: "",
    ReviewState.VERIFIED: "good",
    ReviewState.CORRECTED: "info",
    ReviewState.REJECTED: "late",
}
_LONG: Final = 28
"""Words with more letters than this run over several lines."""
CLAIM_COLUMNS: Final = {
    "metric": "28%",
    "value": "20%",
    "period": "15%",
    "scope": "15%",
    "state": "14%",
    "evidence": "8%",
}


def section_name(section: str, lang: str) -> str:
    """Return the words of a catalogue's section; as the catalogue has it where there are none."""
    key = f"company.section.{re.sub(r'[^a-z]+', '_', section.lower()).strip('_')}"
    return t(key, lang) if has(key, lang) else section


def nuance(status: ClaimStatus, scope: Scope, lang: str) -> list[str]:
    """Return in words what keeps a figure from being the company's own past."""
    words = []
    if scope is not Scope.COMPANY:
        words.append(t(f"enum.scope.{scope.value}", lang))
    if status not in {ClaimStatus.ACTUAL, ClaimStatus.UNKNOWN}:
        words.append(t(f"enum.claim_status.{status.value}", lang))
    return words


def place_of(view: ClaimView, lang: str) -> str:
    """Return where the figure stands: its page, or that the company said it when asked."""
    if view.claim.origin is Origin.ANSWER:
        return t("company.answered", lang)
    return t("company.page", lang, page=view.page)


def metric_name(view: ClaimView, metrics: dict[str, Metric], lang: str) -> str:
    """Return the name of the claim's metric, or its id where the catalogue has lost it."""
    return name_of(metrics[view.metric], lang) if view.metric in metrics else view.metric


def toned(tone: str, given_quantity: Quantity) -> str:
    """Return the tone of a value's cell: words run over several lines, amounts stand on one."""
    return f"{tone} wrap".strip() if len(given_quantity.text or "") > _LONG else tone


def claim_row(view: ClaimView, metrics: dict[str, Metric], lang: str, deck: str = "") -> Row:
    """Return one claim as a line: metric, value, period, whose, how it stands, and where it was read."""
    text = quantity(view.quantity, lang, of=view.metric)
    read_as = quantity(view.claim.quantity, lang, of=view.claim.metric)
    corrected = view.state is ReviewState.CORRECTED and read_as != text
    name = metric_name(view, metrics, lang)
    whose = [t(f"enum.scope.{view.scope.value}", lang)]
    if view.status is not ClaimStatus.UNKNOWN:
        whose.append(t(f"enum.claim_status.{view.status.value}", lang))
    marks = [Mark(t(f"enum.review_state.{view.state.value}", lang), STATE_KINDS[view.state])]
    if view.rivals:
        words = t("companies.rivals", lang, n=len(view.rivals))
        marks.append(Mark(words, "warn", t("companies.rivals.help", lang)))
    if view.doubted:
        marks.append(Mark(t("companies.doubted", lang), "warn", t("companies.doubted.help", lang)))
    if view.look_again:
        marks.append(Mark(t("review.again", lang), "warn", t("review.look_again", lang)))
    tone = {ReviewState.PROPOSED: "unsure", ReviewState.REJECTED: "gone"}.get(view.state, "strong")
    pages = ", ".join(dict.fromkeys(t("company.page", lang, page=evidence.page) for evidence in view.claim.evidence))
    where = place_of(view, lang) if view.claim.origin is Origin.ANSWER else pages
    return Row(
        view.claim.id,
        (
            Cell(name, sub=view.claim.label if view.claim.label != name else "", tone="wrap"),
            Cell(
                text,
                sub=t("company.was", lang, value=read_as) if corrected else "",
                tone=toned(tone, view.quantity),
                title=quantity(view.quantity, lang, exact=True, of=view.metric),
                href=link("review", lang, deck=view.deck_id, claim=view.claim.id),
            ),
            Cell(period(view.period, lang) or "–", tone="" if view.period else "muted"),
            Cell(
                " · ".join(whose),
                sub=view.claim.subject or "",
                tone="" if view.scope is Scope.COMPANY else "unsure",
            ),
            Cell("", marks=tuple(marks)),
            Cell(where, sub=deck, title=view.claim.evidence[0].quote),
        ),
    )


def claim_table(
    views: Iterable[ClaimView], metrics: Sequence[Metric], lang: str, decks: Mapping[str, str] | None = None
) -> Table:
    """Return claims as lines; ``decks`` names their decks by id, where there are several."""
    by_id = {metric.id: metric for metric in metrics}
    columns = tuple(
        Column(text, t(f"company.column.{text}", lang), width=width) for text, width in CLAIM_COLUMNS.items()
    )
    return Table(columns, tuple(claim_row(view, by_id, lang, (decks or {}).get(view.deck_id, "")) for view in views))


def by_section(views: Sequence[ClaimView], metrics: Sequence[Metric]) -> dict[str, list[ClaimView]]:
    """Return the claims under the catalogue's sections in its order; the company's own figures first."""
    place = {metric.id: (number, metric.section) for number, metric in enumerate(metrics)}
    last = (len(metrics), "Figures without a name")
    ordered = sorted(
        views, key=lambda claim_view: (place.get(claim_view.metric, last)[0], claim_view.scope is not Scope.COMPANY)
    )
    views_by_id: dict[str, list[ClaimView]] = {}
    for view in ordered:
        views_by_id.setdefault(place.get(view.metric, last)[1], []).append(view)
    return views_by_id


def conflicts(views: Sequence[ClaimView]) -> list[list[ClaimView]]:
    """Return groups of claims that state different values for the same metric and period, each claim in one group."""
    by_id = {view.claim.id: view for view in views if view.state is not ReviewState.REJECTED}
    groups: list[list[ClaimView]] = []
    seen: set[str] = set()
    for view in by_id.values():
        if view.claim.id in seen or not view.rivals:
            continue
        group = [view, *(by_id[rival] for rival in view.rivals if rival in by_id and rival not in seen)]
        seen.update(claim_view.claim.id for claim_view in group)
        if len(group) > 1:
            groups.append(group)
    return groups


def conflict_table(
    groups: Sequence[Sequence[ClaimView]], metrics: Sequence[Metric], files: dict[str, str], lang: str
) -> Table:
    """Return one line a metric and period, its contradicting values side by side; ``files`` are names by deck."""
    widest = max(len(group) for group in groups)
    by_id = {metric.id: metric for metric in metrics}
    columns = [Column("metric", t("company.column.metric", lang), width="24%")]
    columns += [Column(str(place), t("company.conflicts.value", lang, n=place + 1)) for place in range(widest)]
    return Table(
        tuple(columns),
        tuple(
            Row(
                group[0].claim.id,
                (
                    Cell(metric_name(group[0], by_id, lang), sub=period(group[0].period, lang)),
                    *(conflict_cell(view, files, lang) for view in group),
                    *(Cell("") for _ in range(widest - len(group))),
                ),
            )
            for group in groups
        ),
    )


def conflict_cell(view: ClaimView, files: dict[str, str], lang: str) -> Cell:
    """Return one of several contradicting values with where it stands and how."""
    mark = Mark(t(f"enum.review_state.{view.state.value}", lang), STATE_KINDS[view.state])
    where = place_of(view, lang)
    parts = (files.get(view.deck_id, ""), where, *nuance(view.status, view.scope, lang))
    return Cell(
        quantity(view.quantity, lang, of=view.metric),
        sub=" · ".join(filter(None, parts)),
        marks=(mark,),
        tone=toned("unsure" if view.state is ReviewState.PROPOSED else "strong", view.quantity),
        title=view.claim.evidence[0].quote,
        href=link("review", lang, deck=view.deck_id, claim=view.claim.id),
    )
