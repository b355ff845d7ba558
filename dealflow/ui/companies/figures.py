"""Figures as people compare them: the company list with metrics as columns, and one company's claims by section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from dealflow.actions.claims.review import ClaimView
from dealflow.actions.companies.companies import CompanyRow, Figure
from dealflow.domain.claims.claims import ClaimStatus, Metric, Origin, ReviewState, Scope
from dealflow.domain.claims.company import Company
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.i18n import called, has, name_of, t, term
from dealflow.i18n.numbers import day, period, quantity
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

USUAL_COLUMNS: Final = 6
"""How many metrics the list shows until a person chooses: what fits a laptop."""
STATE_KINDS: Final = {
    ReviewState.PROPOSED: "",
    ReviewState.VERIFIED: "good",
    ReviewState.CORRECTED: "info",
    ReviewState.REJECTED: "late",
}
_CHECKED: Final = {ReviewState.VERIFIED: "companies.verified", ReviewState.CORRECTED: "companies.corrected"}


_LONG: Final = 28
"""Words with more letters than this run over several lines."""


def company_name(company: Company, lang: str) -> str:
    """Return the company's name in the reader's language."""
    return called(company.name, company.name_en, lang)


def section_name(section: str, lang: str) -> str:
    """Return the words of a catalogue's section; as the catalogue has it where there are none."""
    key = f"company.section.{re.sub(r'[^a-z]+', '_', section.lower()).strip('_')}"
    return t(key, lang) if has(key, lang) else section


def of_when(figure: Figure, lang: str) -> str:
    """Return the period that the figure speaks of, or else the day at which it was stated."""
    if figure.period is not None:
        return period(figure.period, lang)
    return day(figure.as_of, lang) if figure.as_of else ""


def _nuance(status: ClaimStatus, scope: Scope, lang: str) -> list[str]:
    """Return in words what keeps a figure from being the company's own past."""
    words = []
    if scope is not Scope.COMPANY:
        words.append(t(f"enum.scope.{scope.value}", lang))
    if status not in {ClaimStatus.ACTUAL, ClaimStatus.UNKNOWN}:
        words.append(t(f"enum.claim_status.{status.value}", lang))
    return words


def figure_cell(figure: Figure | None, lang: str) -> Cell:
    """Return a figure with its period, its standing and the link to the slide it was read from."""
    if figure is None:
        return Cell("–", tone="muted")
    checked = figure.state in _CHECKED
    marks = [Mark("✓", STATE_KINDS[figure.state], t(_CHECKED[figure.state], lang))] if checked else []
    if figure.rivals:
        words = t("companies.rivals", lang, n=len(figure.rivals))
        marks.append(Mark(words, "warn", t("companies.rivals.help", lang)))
    sub = [of_when(figure, lang), *_nuance(figure.status, figure.scope, lang)]
    if not checked:
        sub.append(t("companies.unverified", lang))
    return Cell(
        quantity(figure.quantity, lang),
        sub=" · ".join(filter(None, sub)),
        marks=tuple(marks),
        tone=_toned("" if checked else "unsure", figure.quantity),
        title=quantity(figure.quantity, lang, exact=True),
        href=link("review", lang, deck=figure.deck_id, claim=figure.claim_id),
    )


def size_of(given: Quantity) -> Decimal:
    """Return the amount by which quantities of one unit are put in order: the single one, or a range's upper end."""
    return max(given.amounts, default=Decimal(0))


def in_order(rows: Sequence[CompanyRow], sort: str) -> list[CompanyRow]:
    """Return the rows by a metric's id or ``name``, downwards with a leading minus; those without a figure last."""
    wanted, down = sort.removeprefix("-"), sort.startswith("-")
    if wanted == "name":
        return sorted(rows, key=lambda row: row.company.name, reverse=down)
    having = [row for row in rows if wanted in row.figures]
    having.sort(
        key=lambda row: (
            row.figures[wanted].quantity.unit.value,
            size_of(row.figures[wanted].quantity),
            row.figures[wanted].quantity.text or "",
        ),
        reverse=down,
    )
    return having + [row for row in rows if wanted not in row.figures]


def _direction(column: str, sort: str) -> str:
    if sort.removeprefix("-") != column:
        return "none"
    return "descending" if sort.startswith("-") else "ascending"


def next_sort(column: str, sort: str) -> str:
    """Return the order that a click on a heading asks for: figures start downwards, names upwards."""
    if sort.removeprefix("-") == column:
        return column if sort.startswith("-") else f"-{column}"
    return column if column == "name" else f"-{column}"


def _side_of(metric: Metric) -> str:
    """Return where the values of a metric stand in their column: amounts at its end, words at its start."""
    return "start" if metric.units and set(metric.units) <= {Unit.TEXT} else "end"


def company_list(rows: Sequence[CompanyRow], metrics: Sequence[Metric], *, sort: str, lang: str) -> Table:
    """Return one line a company with the chosen metrics as columns."""
    columns = (
        Column("name", t("companies.column.company", lang), sort=_direction("name", sort)),
        *(Column(one.id, name_of(one, lang), _side_of(one), _direction(one.id, sort)) for one in metrics),
        *(Column(one, t(f"companies.column.{one}", lang), "end") for one in ("decks", "engagements")),
    )
    return Table(
        columns,
        tuple(
            Row(
                row.company.id,
                (
                    Cell(
                        company_name(row.company, lang),
                        sub=" · ".join(term(one, lang) for one in (row.company.sector, row.company.region) if one),
                        href=link("company", lang, id=row.company.id),
                    ),
                    *(figure_cell(row.figures.get(one.id), lang) for one in metrics),
                    Cell(str(row.decks), tone="" if row.decks else "muted"),
                    Cell(str(row.engagements), tone="" if row.engagements else "muted"),
                ),
            )
            for row in rows
        ),
    )


def company_sheet(rows: Sequence[CompanyRow], metrics: Sequence[Metric], lang: str) -> Table:
    """Return the list for a spreadsheet: each metric with its exact value, its period and its standing beside it."""
    heads = [
        Column(f"{one.id}_{part}", t(f"companies.sheet.{part}", lang, metric=name_of(one, lang)))
        for one in metrics
        for part in ("value", "when", "state")
    ]
    names = [Column(one, t(f"companies.column.{one}", lang)) for one in ("company", "sector", "region")]
    return Table(
        (*names, *heads),
        tuple(
            Row(
                row.company.id,
                (
                    Cell(company_name(row.company, lang)),
                    Cell(term(row.company.sector, lang)),
                    Cell(term(row.company.region, lang)),
                    *(cell for one in metrics for cell in _sheet_cells(row.figures.get(one.id), lang)),
                ),
            )
            for row in rows
        ),
    )


def _sheet_cells(figure: Figure | None, lang: str) -> tuple[Cell, Cell, Cell]:
    if figure is None:
        return Cell(""), Cell(""), Cell("")
    standing = [t(f"enum.review_state.{figure.state.value}", lang), *_nuance(figure.status, figure.scope, lang)]
    value = quantity(figure.quantity, lang, exact=True)
    return Cell(value), Cell(of_when(figure, lang)), Cell(" · ".join(standing))


def place_of(view: ClaimView, lang: str) -> str:
    """Return where the figure stands: its page, or that the company said it when asked."""
    if view.claim.origin is Origin.ANSWER:
        return t("company.answered", lang)
    return t("company.page", lang, page=view.page)


def metric_name(view: ClaimView, metrics: dict[str, Metric], lang: str) -> str:
    """Return the name of the claim's metric, or its id where the catalogue has lost it."""
    return name_of(metrics[view.metric], lang) if view.metric in metrics else view.metric


def _toned(tone: str, given: Quantity) -> str:
    """Return the tone of a value's cell: words run over several lines, amounts stand on one."""
    return f"{tone} wrap".strip() if len(given.text or "") > _LONG else tone


def claim_row(view: ClaimView, metrics: dict[str, Metric], lang: str, deck: str = "") -> Row:
    """Return one claim as a line: metric, value, period, whose, how it stands, and where it was read."""
    shown = quantity(view.quantity, lang)
    read_as = quantity(view.claim.quantity, lang)
    corrected = view.state is ReviewState.CORRECTED and read_as != shown
    name = metric_name(view, metrics, lang)
    whose = [t(f"enum.scope.{view.scope.value}", lang)]
    if view.status is not ClaimStatus.UNKNOWN:
        whose.append(t(f"enum.claim_status.{view.status.value}", lang))
    marks = [Mark(t(f"enum.review_state.{view.state.value}", lang), STATE_KINDS[view.state])]
    if view.rivals:
        words = t("companies.rivals", lang, n=len(view.rivals))
        marks.append(Mark(words, "warn", t("companies.rivals.help", lang)))
    if view.look_again:
        marks.append(Mark(t("review.again", lang), "warn", t("review.look_again", lang)))
    tone = {ReviewState.PROPOSED: "unsure", ReviewState.REJECTED: "gone"}.get(view.state, "strong")
    pages = ", ".join(dict.fromkeys(t("company.page", lang, page=one.page) for one in view.claim.evidence))
    where = place_of(view, lang) if view.claim.origin is Origin.ANSWER else pages
    return Row(
        view.claim.id,
        (
            Cell(name, sub=view.claim.label if view.claim.label != name else "", tone="wrap"),
            Cell(
                shown,
                sub=t("company.was", lang, value=read_as) if corrected else "",
                tone=_toned(tone, view.quantity),
                title=quantity(view.quantity, lang, exact=True),
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


CLAIM_COLUMNS: Final = {
    "metric": "28%",
    "value": "20%",
    "period": "15%",
    "scope": "15%",
    "state": "14%",
    "evidence": "8%",
}


def claim_table(
    views: Iterable[ClaimView], metrics: Sequence[Metric], lang: str, decks: Mapping[str, str] | None = None
) -> Table:
    """Return claims as lines; ``decks`` names their decks by id, where there are several."""
    by_id = {metric.id: metric for metric in metrics}
    columns = tuple(Column(one, t(f"company.column.{one}", lang), width=width) for one, width in CLAIM_COLUMNS.items())
    return Table(columns, tuple(claim_row(view, by_id, lang, (decks or {}).get(view.deck_id, "")) for view in views))


def by_section(views: Sequence[ClaimView], metrics: Sequence[Metric]) -> dict[str, list[ClaimView]]:
    """Return the claims under the catalogue's sections in its order; the company's own figures first."""
    place = {metric.id: (number, metric.section) for number, metric in enumerate(metrics)}
    last = (len(metrics), "Figures without a name")
    ordered = sorted(views, key=lambda one: (place.get(one.metric, last)[0], one.scope is not Scope.COMPANY))
    found: dict[str, list[ClaimView]] = {}
    for view in ordered:
        found.setdefault(place.get(view.metric, last)[1], []).append(view)
    return found


def conflicts(views: Sequence[ClaimView]) -> list[list[ClaimView]]:
    """Return groups of claims that state different values for the same metric and period, each claim in one group."""
    by_id = {view.claim.id: view for view in views if view.state is not ReviewState.REJECTED}
    groups: list[list[ClaimView]] = []
    seen: set[str] = set()
    for view in by_id.values():
        if view.claim.id in seen or not view.rivals:
            continue
        group = [view, *(by_id[one] for one in view.rivals if one in by_id and one not in seen)]
        seen.update(one.claim.id for one in group)
        if len(group) > 1:
            groups.append(group)
    return groups


def usual_metrics(metrics: Sequence[Metric]) -> tuple[str, ...]:
    """Return the headline metrics: the columns of the list until a person chooses others."""
    return tuple(metric.id for metric in metrics if metric.headline)[:USUAL_COLUMNS]


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
                    *(conflict_cell(one, files, lang) for one in group),
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
    parts = (files.get(view.deck_id, ""), where, *_nuance(view.status, view.scope, lang))
    return Cell(
        quantity(view.quantity, lang),
        sub=" · ".join(filter(None, parts)),
        marks=(mark,),
        tone=_toned("unsure" if view.state is ReviewState.PROPOSED else "strong", view.quantity),
        title=view.claim.evidence[0].quote,
        href=link("review", lang, deck=view.deck_id, claim=view.claim.id),
    )
