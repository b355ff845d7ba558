"""The tables of awards, entries, judges and score sheets; each private to the house that runs the award."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.award.applications import AwardApplication
from dealflow.domain.award.awards import Award, AwardEntry, Judge, ScoreSheet
from dealflow.store.ledger.columns import kept_as
from dealflow.store.ledger.tables.journal import Row


class AwardRow(Row, table=True):
    """An award with its call."""

    __tablename__ = "award"

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    award: Award = kept_as("award_json", Award)
    seq: int


class AwardEntryRow(Row, table=True):
    """A case that was handed in."""

    __tablename__ = "award_entry"
    __table_args__ = (Index("ix_award_entry_award", "workspace", "award_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    award_id: str
    owner_id: str
    entry: AwardEntry = kept_as("entry_json", AwardEntry)
    seq: int


class JudgeRow(Row, table=True):
    """A judge of a round."""

    __tablename__ = "award_judge"
    __table_args__ = (Index("ix_award_judge_award", "workspace", "award_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    award_id: str
    owner_id: str
    judge: Judge = kept_as("judge_json", Judge)
    seq: int


class ScoreSheetRow(Row, table=True):
    """A judge's sheet of one entry."""

    __tablename__ = "award_sheet"
    __table_args__ = (Index("ix_award_sheet_award", "workspace", "award_id"),)

    workspace: str = Field(primary_key=True)
    judge_id: str = Field(primary_key=True)
    entry_id: str = Field(primary_key=True)
    award_id: str
    owner_id: str
    sheet: ScoreSheet = kept_as("sheet_json", ScoreSheet)
    seq: int


class AwardApplicationRow(Row, table=True):
    """A firm's application."""

    __tablename__ = "award_application"
    __table_args__ = (Index("ix_award_application_award", "workspace", "award_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    award_id: str
    owner_id: str
    application: AwardApplication = kept_as("application_json", AwardApplication)
    seq: int


class ApplicantCard(Row, table=True):
    """Whom to write to about an application: outside the journal, to be destroyed."""

    __tablename__ = "award_applicant"

    workspace: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    award_id: str
    owner_id: str
    representative: str = ""
    name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
