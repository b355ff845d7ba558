"""What a column of somebody's pipeline can say: a field of the company, of the deal, or the day of a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_DAY_OF: Final = "day:"


class Field(StrEnum):
    """One thing that a cell says. The day of a stage is none of them: ``stage_day``."""

    NAME = "name"
    NAME_EN = "name_en"
    BIZ_REG_NO = "biz_reg_no"
    REGION = "region"
    SECTOR = "sector"
    ABOUT = "about"
    WEBSITE = "website"
    SOURCE = "source"
    TAGS = "tags"
    TRACK = "track"
    INVESTOR = "investor"
    ROUND = "round"
    STAGE = "stage"
    CHANGED_ON = "changed_on"
    """The day on which the stage was entered."""
    OPENED_ON = "opened_on"
    STATUS = "status"
    CLOSED_ON = "closed_on"
    """The day on which it was passed, withdrawn or put on hold."""
    REASON = "reason"
    ASKED = "asked"
    TICKET = "ticket"
    PRE_MONEY = "pre_money"
    CURRENCY = "currency"
    """The currency of amounts that name none."""
    ASSIGNEE = "assignee"
    NEXT_STEP = "next_step"
    NEXT_DUE = "next_due"
    NOTE = "note"


COMPANY: Final = (Field.NAME, Field.NAME_EN, Field.BIZ_REG_NO, Field.REGION, Field.SECTOR)
PROFILE: Final = (Field.ABOUT, Field.WEBSITE, Field.SOURCE, Field.TAGS)
"""What a house notes of a company for itself."""
DEAL: Final = tuple(option for option in Field if option not in (*COMPANY, *PROFILE, Field.CURRENCY))
MEANT: Final = (Field.SOURCE, Field.TRACK, Field.STAGE, Field.STATUS, Field.REASON, Field.ASSIGNEE, Field.INVESTOR)
"""Fields whose cells name something that the house has a name of its own for."""
NOTHING: Final = ""
"""What a column is used for that is left out, and what a cell means that says nothing."""


def stage_day(track: str, stage: str) -> str:
    """Return the use of a column that holds the days on which a stage was entered."""
    return f"{_DAY_OF}{track}:{stage}"


def stage_of_day(use: str) -> tuple[str, str] | None:
    """Return track and stage of a column that holds days of a stage; None for any other."""
    if not use.startswith(_DAY_OF):
        return None
    track, _, stage = use.removeprefix(_DAY_OF).partition(":")
    return track, stage


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it was written, by the use of its columns; ``number`` is its line in the sheet, ``line`` all its cells.

    Empty cells are left out. ``faults``: what is wrong with a cell before it is understood, by use.
    """

    number: int
    cells: Mapping[str, str]
    line: Sequence[str] = ()
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a row changes, as texts; ``before`` is empty for what is new.

    ``is_left_out``: the row says so, but others keep what everyone sees of the company.
    """

    field: str
    before: str
    after: str
    is_left_out: bool = False
