"""What the events of awards change in the current tables."""

from __future__ import annotations

from dealflow.domain.award.events import AwardApplicationKept, AwardEntryKept, AwardKept, JudgeKept, ScoreSheetKept
from dealflow.store.ledger.projections.dispatch import keeps
from dealflow.store.ledger.tables.award import AwardApplicationRow, AwardEntryRow, AwardRow, JudgeRow, ScoreSheetRow

keeps(AwardKept, AwardRow, of="award")
keeps(AwardEntryKept, AwardEntryRow, of="entry")
keeps(JudgeKept, JudgeRow, of="judge")
keeps(ScoreSheetKept, ScoreSheetRow, of="sheet")
keeps(AwardApplicationKept, AwardApplicationRow, of="application")
