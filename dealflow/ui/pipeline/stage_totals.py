"""The table of stages: how many deals stand at each, what they ask for, our tickets, and these by their chance."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.domain.pipeline.stage_sums import StageSum, Total, whole
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import percent
from dealflow.ui.kit.grid import Cell, Column, Row, Table, link
from dealflow.ui.pipeline import deal_amounts

_COLUMNS = ("stage", "count", "asked", "ticket", "chance", "weighted")


def table(sums: Sequence[StageSum], track_id: str, lang: str) -> Table:
    """Return one line a stage and their sum; each amount says of how many deals it is, and what it leaves out."""
    deals, asked, ticket, weighted = whole(sums)
    rows = [_row(stage_sum, track_id, lang) for stage_sum in sums]
    amounts = (_cell(asked, deals, lang), _cell(ticket, deals, lang), Cell(""), _cell(weighted, deals, lang))
    rows.append(
        Row("all", (Cell(t("pipeline.sum.all", lang), tone="strong"), Cell(str(deals), tone="strong"), *amounts))
    )
    return Table(
        tuple(
            Column(name, t(f"pipeline.sum.column.{name}", lang), "start" if name == "stage" else "end", first=-place)
            for place, name in enumerate(_COLUMNS)
        ),
        tuple(rows),
    )


def _row(stage_sum: StageSum, track_id: str, lang: str) -> Row:
    stage, chance = stage_sum.stage, stage_sum.stage.chance_percent
    return Row(
        stage.id,
        (
            Cell(name_of(stage, lang), href=link("pipeline", lang, track=track_id, view="table", stage=stage.id)),
            Cell(str(stage_sum.deals), tone="" if stage_sum.deals else "muted"),
            _cell(stage_sum.asked, stage_sum.deals, lang),
            _cell(stage_sum.ticket, stage_sum.deals, lang),
            Cell("–" if chance is None else percent(chance, lang), tone="muted"),
            _cell(stage_sum.weighted, stage_sum.deals, lang),
        ),
    )


def _cell(amount: Total, deals: int, lang: str) -> Cell:
    if not deals:
        return Cell("–", tone="muted")
    basis = t("pipeline.sum.basis", lang, n=amount.counted, of=deals)
    unconverted = t("pipeline.sum.unconverted", lang, n=amount.unconverted) if amount.unconverted else ""
    sub = " · ".join(part for part in (basis, unconverted) if part)
    return Cell(deal_amounts.total(amount, lang), sub=sub, tone="" if amount.counted else "muted")
