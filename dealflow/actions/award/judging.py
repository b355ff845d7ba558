"""A judge's address: the entries of the own round by number and case, the own sheets, and filling them in.

The page names no company and no other judge's marks. What arrives twice, or late, from a tablet that was without a
connection changes nothing that says the same.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.investment.vote_links import hashed
from dealflow.actions.platform.workspace import Workspace, commit, record, written
from dealflow.domain.award.awards import Award, AwardEntry, AwardRound, Judge, ScoreSheet, require_sound_sheet
from dealflow.domain.award.events import ScoreSheetKept
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.values.event import By
from dealflow.errors import DayLinkError, NotFoundError
from dealflow.store.ledger.queries import award as queries
from dealflow.store.ledger.queries.visibility import Session

_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class JudgePaper:
    """What the holder of a judge's address sees."""

    award: Award
    judge: Judge
    entries: tuple[AwardEntry, ...]
    sheets: dict[str, ScoreSheet]
    barred: int = 0
    """Cases from which whoever runs the award keeps the judge: they are not among the entries."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a judge says of an entry: points by criterion, words, or why the judge stands aside."""

    entry_id: str
    marks: tuple[tuple[str, int], ...] = ()
    comment: str = ""
    recused_because: str = ""


def open_paper(ws: Workspace, judge_id: str, secret: str) -> JudgePaper:
    """Return what the address of that secret shows.

    Raises:
        DayLinkError: there is no such address, or it was closed or renewed.
    """
    with ws.ledger.read() as session:
        return _paper(ws, session, judge_id, secret)


def fill_in(ws: Workspace, judge_id: str, secret: str, said: Said, *, at: datetime) -> JudgePaper:
    """Keep what a judge says of one entry, and return the paper as it then stands.

    Raises:
        DayLinkError: the address does not open.
        NotFoundError: the entry is none of this judge's.
        InvalidInputError: a criterion is missing or beyond its points.
    """

    def work(session: Session) -> None:
        paper = _paper(ws, session, judge_id, secret)
        if said.entry_id not in {entry.id for entry in paper.entries}:
            raise NotFoundError(kind="entry", id=said.entry_id)
        sheet = ScoreSheet(
            judge_id,
            said.entry_id,
            paper.award.id,
            paper.award.owner_id,
            () if said.recused_because.strip() else said.marks,
            written(said.comment, "comment", longest=_LONGEST),
            written(said.recused_because, "because", longest=_LONGEST),
        )
        require_sound_sheet(paper.award.criteria_of(paper.judge.round), sheet)
        own = queries.sheets_of_judge(session, ws.name, judge_id)
        known = {other.entry_id: (other, version) for other, version in own}
        before, version = known.get(said.entry_id, (None, 0))
        if sheet != before:
            record(ws, session, [ScoreSheetKept(sheet)], By(f"judge:{judge_id}", at, "link"), after=version)

    commit(ws, work)
    return open_paper(ws, judge_id, secret)


def _paper(ws: Workspace, session: Session, judge_id: str, secret: str) -> JudgePaper:
    judge = queries.judge_of_link(session, ws.name, judge_id)
    if judge is None or judge.is_closed or not hmac.compare_digest(judge.secret_hash, hashed(secret)):
        raise DayLinkError(problem="unknown")
    runner = Viewer("", judge.owner_id, Role.VIEWER)
    award = next(award for award, _ in queries.awards(session, ws.name, runner) if award.id == judge.award_id)
    is_final = judge.round is AwardRound.FINAL
    entries = [
        entry
        for entry, _ in queries.entries(session, ws.name, runner, judge.award_id)
        if not entry.is_withdrawn and (entry.is_finalist if is_final else entry.office_id == judge.office_id)
    ]
    entries.sort(key=lambda entry: entry.number)
    sheets = {sheet.entry_id: sheet for sheet, _ in queries.sheets_of_judge(session, ws.name, judge_id)}
    barred = {entry_id for entry_id, sheet in sheets.items() if sheet.is_barred}
    mine = tuple(entry for entry in entries if entry.id not in barred)
    standing = {entry_id: sheet for entry_id, sheet in sheets.items() if entry_id not in barred and not sheet.is_blank}
    return JudgePaper(award, judge, mine, standing, len(entries) - len(mine))
