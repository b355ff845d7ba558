"""Regional programmes, read only: which there are, and what a region's year came to, plan beside actual."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from pydantic import BaseModel, Field

from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.regional import programmes
from dealflow.domain.people.access import Act, require
from dealflow.domain.regional.figures import Tally
from dealflow.errors import InvalidInputError
from dealflow.web.api.operations import Call, Id, OneOf, Operation, Takes

Year = Annotated[int, Field(ge=2000, le=2200)]


class ProgrammeOut(BaseModel):
    """A regional programme of your house."""

    id: str
    title: str
    title_en: str
    first_year: int
    last_year: int
    regions: list[str]


class ProgrammesOut(BaseModel):
    """The programmes of your house, the latest first."""

    programmes: list[ProgrammeOut]


class FiguresWanted(Takes):
    """Of which region and year; all of them where nothing is said."""

    region: Id | None = None
    year: Year | None = None


class FundOut(BaseModel):
    """Won of a source of money; null: nobody planned, or told."""

    source: str
    planned_won: int | None
    spent_won: int | None


class IndicatorOut(BaseModel):
    """An indicator: its target and what it came to, over how many firms. `way`: sum, latest, or change in per cent."""

    id: str
    unit: str
    way: str
    target: Decimal | None
    actual: Decimal | None
    firms: int


class FiguresOut(BaseModel):
    """What regions' years came to: confirmed figures alone."""

    planned_won: int | None
    spent_won: int | None
    sources: list[FundOut]
    firms_planned: int | None
    firms: int
    adopted: int
    grant_won: int
    indicators: list[IndicatorOut]


def list_programmes(call: Call, _params: OneOf) -> ProgrammesOut:
    """List the regional programmes of your house."""
    require(call.viewer, Act.RUN_EVENTS)
    known = [
        ProgrammeOut(
            id=programme.id,
            title=programme.title_ko,
            title_en=programme.title_en,
            first_year=programme.first_year,
            last_year=programme.last_year,
            regions=[region.id for region in programme.regions],
        )
        for programme in programmes.programmes(call.looking)
    ]
    return ProgrammesOut(programmes=known)


def get_programme_figures(call: Call, params: FiguresWanted) -> FiguresOut:
    """Return what a programme's regions and years came to, plan beside actual."""
    view = programmes.programme(call.looking, call.path["programme_id"])
    programme = view.programme
    if params.year is not None and params.year not in programme.years:
        raise InvalidInputError(field="year", problem="outside", value=params.year)
    regions = [programme.region(params.region).id] if params.region else [region.id for region in programme.regions]
    return _figures(view.books.tally(regions, programme.years if params.year is None else (params.year,)))


def _figures(tally: Tally) -> FiguresOut:
    return FiguresOut(
        planned_won=tally.planned,
        spent_won=tally.spent,
        sources=[FundOut(source=f.fund, planned_won=f.planned, spent_won=f.spent) for f in tally.funds],
        firms_planned=tally.firms_planned,
        firms=tally.firms,
        adopted=tally.adopted,
        grant_won=tally.grant_won,
        indicators=[
            IndicatorOut(
                id=figure.indicator.id,
                unit=figure.indicator.unit,
                way=figure.indicator.way.value,
                target=figure.target,
                actual=figure.actual,
                firms=figure.firms,
            )
            for figure in tally.indicators
        ],
    )


OPERATIONS: Final = (
    Operation("GET", "/programmes", TokenScope.READ, OneOf, ProgrammesOut, list_programmes),
    Operation(
        "GET", "/programmes/{programme_id}/figures", TokenScope.READ, FiguresWanted, FiguresOut, get_programme_figures
    ),
)
