"""Tables of the pipeline, and what any table is as a download: from rows of the actions to cells in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from dealflow.actions.pipeline.engagements import EngagementRow, Matrix
from dealflow.domain.pipeline.funnel import Status, Track
from dealflow.i18n import called, name_of, t, term
from dealflow.reports.pipeline.status_words import status_words
from dealflow.ui.investment import deal_scoring, deal_words
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.pipeline import board

DEEPEST: Final = 24
"""Per cent of colour behind the last stage of a track in the matrix; black text stays readable on it."""


def _status_mark(row: EngagementRow, lang: str) -> tuple[Mark, ...]:
    status = row.engagement.status
    if status is not Status.ACTIVE:
        return (Mark(status_words(row.engagement, lang), "warn" if status is Status.ON_HOLD else ""),)
    return (Mark(t("pipeline.stale", lang), "warn", t("pipeline.stale.help", lang)),) if row.stale else ()


def _hurdle(row: EngagementRow, tracks: Sequence[Track], lang: str) -> str:
    if row.hurdle is None:
        return ""
    track = next(track for track in tracks if track.id == row.engagement.track)
    return deal_words.hurdle_words(row.hurdle, track, lang)


def stage_of(row: EngagementRow, tracks: Sequence[Track], lang: str) -> str:
    """Return the name of the stage at which the engagement stands."""
    track = next(track for track in tracks if track.id == row.engagement.track)
    return name_of(track.stage(row.engagement.stage), lang)


def stage_cell(row: EngagementRow, tracks: Sequence[Track], lang: str) -> Cell:
    """Return the stage with how the engagement stands there, and what is missing before the next gate."""
    return Cell(stage_of(row, tracks, lang), marks=_status_mark(row, lang), sub=_hurdle(row, tracks, lang))


def _step_cell(row: EngagementRow, on: date, lang: str) -> Cell:
    step = board.next_step(row, on, lang)
    if step is None:
        return Cell("–", tone="muted")
    due = row.engagement.next_due
    tones = {"late": "late", "due": "warn"}
    when = step["text"].removeprefix(f"{row.engagement.next_step} · ") if due else ""
    return Cell(row.engagement.next_step, sub=when, sub_tone=tones.get(step["tone"], ""), tone="wrap")


def engagements(rows: Sequence[EngagementRow], tracks: Sequence[Track], *, on: date, lang: str) -> Table:
    """Return one line an engagement: company, investor, stage with its standing, days, next step, person."""
    several = len({row.engagement.track for row in rows}) > 1
    scored = any(row.opinion is not None for row in rows)
    columns = ("company", "investor", "stage", "days", *(("score",) if scored else ()), "step", "assignee")
    ends = {"days", "score"}
    return Table(
        tuple(
            Column(column, t(f"pipeline.column.{column}", lang), "end" if column in ends else "start")
            for column in columns
        ),
        tuple(
            Row(
                row.engagement.id,
                (
                    Cell(
                        board.company_of(row, lang),
                        sub=row.engagement.round_label,
                        href=link("pipeline", lang, track=row.engagement.track, open=row.engagement.id),
                    ),
                    Cell(
                        board.investor_of(row, lang),
                        sub=name_of(next(track for track in tracks if track.id == row.engagement.track), lang)
                        if several
                        else "",
                    ),
                    stage_cell(row, tracks, lang),
                    Cell(t("pipeline.days", lang, days=row.days_in_stage, n=row.days_in_stage)),
                    *((deal_scoring.cell(row.opinion, lang),) if scored else ()),
                    _step_cell(row, on, lang),
                    Cell(row.assignee_name or "–", tone="" if row.assignee_name else "muted"),
                ),
            )
            for row in rows
        ),
    )


def of_company(rows: Sequence[EngagementRow], tracks: Sequence[Track], *, on: date, lang: str) -> Table:
    """Return the engagements of one company, which needs no column of its own: track and round lead."""
    table = engagements(rows, tracks, on=on, lang=lang)
    names = {track.id: name_of(track, lang) for track in tracks}
    lines = []
    for line, row in zip(table.rows, rows, strict=True):
        first, second, *rest = (cell or Cell("") for cell in line.cells)
        lines.append(
            replace(line, cells=(replace(first, text=names[row.engagement.track]), replace(second, sub=""), *rest))
        )
    return Table((Column("track", t("pipeline.track", lang)), *table.columns[1:]), tuple(lines))


def only(table: Table, columns: Sequence[str]) -> Table:
    """Return the table with these columns only, in their own order."""
    places = [place for place, column in enumerate(table.columns) if column.id in columns]
    return Table(
        tuple(table.columns[place] for place in places),
        tuple(Row(row.id, tuple(row.cells[place] for place in places), row.tone) for row in table.rows),
    )


def matrix(matrix: Matrix, tracks: Sequence[Track], lang: str) -> Table:
    """Return companies down, investors across; a cell says the stage and how it stands."""
    columns = (
        Column("company", t("pipeline.column.company", lang)),
        *(Column(investor.id, name_of(investor, lang)) for investor in matrix.investors),
    )
    rows = []
    for company in matrix.companies:
        name = called(company.name, company.name_en, lang)
        cells = [Cell(name, sub=term(company.sector, lang), href=link("company", lang, id=company.id))]
        cells += [
            _matrix_cell(matrix.cells.get((company.id, investor.id)), tracks, lang) for investor in matrix.investors
        ]
        rows.append(Row(company.id, tuple(cells)))
    return Table(columns, tuple(rows))


def _matrix_cell(row: EngagementRow | None, tracks: Sequence[Track], lang: str) -> Cell:
    if row is None:
        return Cell("")
    track = next(other_track for other_track in tracks if other_track.id == row.engagement.track)
    way = (track.position(row.engagement.stage) + 1) / len(track.stages)
    return Cell(
        stage_of(row, tracks, lang),
        level=round(DEEPEST * way) if row.engagement.status is Status.ACTIVE else 0,
        sub=board.waited(row, lang),
        sub_tone="warn" if row.stale else "",
        marks=_status_mark(row, lang) if row.engagement.status is not Status.ACTIVE else (),
        tone="" if row.engagement.status is Status.ACTIVE else "muted",
        href=link("pipeline", lang, track=row.engagement.track, open=row.engagement.id),
    )
