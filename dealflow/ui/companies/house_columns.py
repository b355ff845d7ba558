"""The columns of the company list that say what our house did: how far it is, whence it came, when we last spoke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dealflow.actions.companies import company_profile
from dealflow.actions.companies.companies import CompanyRow
from dealflow.domain.pipeline.funnel import Status
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import context
from dealflow.ui.kit.grid import Cell, link

_TITLES: Final = {
    "stage": "company.summary.stage",
    "last_contact": "company.summary.last_contact",
    "source": "company.profile.source",
}
COLUMNS: Final = tuple(_TITLES)
USUAL: Final = ("stage",)
"""What the list shows until a person chooses: with six metrics beside it that is what fits a laptop."""


def title(column: str, lang: str) -> str:
    """Return the heading of a column."""
    return t(_TITLES[column], lang)


def cell(row: CompanyRow, column: str, lang: str) -> Cell:
    """Return what a column says of a company."""
    if column == "stage":
        return _stage(row, lang)
    if column == "last_contact" and row.last_contact is not None:
        return Cell(day(row.last_contact, lang), href=link("company", lang, id=row.company.id, view="notes"))
    if column == "source" and row.profile.source:
        names = {source.id: name_of(source, lang) for source in company_profile.sources()}
        return Cell(names.get(row.profile.source, row.profile.source))
    return Cell("–", tone="muted")


def _stage(row: CompanyRow, lang: str) -> Cell:
    """Return how far the foremost engagement is; one that ended says how."""
    if row.deal is None:
        return Cell("–", tone="muted")
    track = context.workspace().track(row.deal.track)
    is_open = row.deal.status is Status.ACTIVE
    ended = "" if is_open else t(f"enum.status.{row.deal.status.value}", lang)
    return Cell(
        name_of(track.stage(row.deal.stage), lang),
        sub=" · ".join(filter(None, (ended, name_of(track, lang)))),
        tone="" if is_open else "muted",
        href=link("company", lang, id=row.company.id, view="engagements"),
    )


def in_order(rows: Sequence[CompanyRow], column: str, *, down: bool) -> list[CompanyRow]:
    """Return the rows by a column of the house, those of which it says nothing last."""
    keys = {row.company.id: _key(row, column) for row in rows}
    told = sorted((row for row in rows if keys[row.company.id]), key=lambda row: keys[row.company.id], reverse=down)
    return told + [row for row in rows if not keys[row.company.id]]


def _key(row: CompanyRow, column: str) -> tuple[str | int, ...]:
    """Return by what a column is in order, nothing where it says nothing.

    Stages: those of open engagements after the others, a track's together, in its order.
    """
    if column == "last_contact":
        return () if row.last_contact is None else (row.last_contact.toordinal(),)
    if column == "source":
        return (row.profile.source,) if row.profile.source else ()
    if row.deal is None:
        return ()
    track = context.workspace().track(row.deal.track)
    return row.deal.status is Status.ACTIVE, track.id, [stage.id for stage in track.stages].index(row.deal.stage)
