"""The scale that a page prints for its bare numbers: what a person means who points at 4,530 under (단위: 백만원)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealflow.extract.announced import Scale
from dealflow.extract.labels import catalogue_index
from dealflow.extract.neighbours import near_cells
from dealflow.extract.sheet import Sheet
from dealflow.extract.unit_heads import scales_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.domain.claims.claims import Metric
    from dealflow.domain.claims.page import Box, Page
    from dealflow.extract.spots import Spot


def headed_numbers(page: Page, metrics: Sequence[Metric]) -> tuple[tuple[Box, Scale], ...]:
    """Return the boxes of the words of bare numbers, each with the unit and factor that a head prints for it.

    Numbers with a unit or a scale of their own, and numbers under no head, are left out.
    """
    sheet = Sheet(page, catalogue_index(tuple(metrics)))
    headed: list[tuple[Box, Scale]] = []
    for spot in sheet.spots:
        scale = _scale_of(sheet, spot) if _is_bare(spot) else None
        if scale is not None:
            headed.extend((box, scale) for _, _, box in spot.cell.spans)
    return tuple(headed)


def _is_bare(spot: Spot) -> bool:
    printed = any(amount.unit_printed or amount.scaled for amount in spot.amounts)
    return spot.is_value and not spot.is_period and bool(spot.amounts) and not printed


def _scale_of(sheet: Sheet, spot: Spot) -> Scale | None:
    """Return what the nearest head says, and what it leaves open the next wider one."""
    scales = scales_of(sheet, spot, near_cells(sheet, spot))
    unit = next((scale.unit for scale in scales if scale.unit is not None), None)
    fitting = (scale.factor for scale in scales if scale.factor is not None and scale.unit in {None, unit})
    factor = next(fitting, None)
    return Scale(unit, factor) if unit is not None or factor is not None else None
