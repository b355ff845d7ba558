"""The dashboards' traits as tables: every number of a chart, and those that it tells at a touch only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dealflow.actions.pipeline.dashboard import Slice, Trait
from dealflow.i18n import t
from dealflow.i18n.numbers import percent
from dealflow.reports.sheets.trait_table import NAMES
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_NUMBERS = ("opened", "open_now", "declined", "to_committee")


def traits(trait: Trait, parts: Sequence[Slice], words: Callable[[str], str], lang: str) -> Table:
    """Return one line a value of the trait, most engagements first; a click on its name reports its key."""
    columns = (
        Column("name", t(f"dashboard.{NAMES[trait]}", lang)),
        *(Column(name, t(f"sheets.traits.{name}", lang), align="end") for name in _NUMBERS),
    )
    total = max(1, sum(part.opened for part in parts))
    return Table(columns, [_row(part, total, words(part.key) or t("dashboard.untold", lang), lang) for part in parts])


def _row(part: Slice, total: int, name: str, lang: str) -> Row:
    """Return a line: of all, the share; of the open, those overdue; of what came to the committee, the interval."""
    late = f"{t('sheets.traits.overdue', lang)} {part.overdue}" if part.overdue else ""
    cells = (
        Cell(name, act=True),
        Cell(str(part.opened), sub=_whole(part.opened / total, lang)),
        Cell(str(part.open_now), sub=late, sub_tone="late"),
        Cell(str(part.declined)),
        _committee(part, lang),
    )
    return Row(part.key, cells)


def _committee(part: Slice, lang: str) -> Cell:
    share = part.to_committee
    if share is None:
        return Cell("–", tone="muted")
    between = f"{_whole(share.low, lang).removesuffix('%')}–{_whole(share.high, lang)}"
    return Cell(_whole(share.value, lang), sub=f"{share.part}/{share.whole} · {between}")


def _whole(share: float, lang: str) -> str:
    return percent(100 * share, lang, places=0)
