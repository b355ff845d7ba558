"""A judge's address: declaring of interests, the entries of the own round by number and case, and filling sheets in.

A sheet opens once the judge declared; a case in which an interest was declared is judged by the others alone. The page
names no company and no other judge's marks. What arrives twice, or late, from a tablet that was without a connection
changes nothing that says the same.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dealflow.actions.investment.vote_links import hashed
from dealflow.actions.platform.workspace import Workspace, commit, record, record_all, written
from dealflow.domain.award.awards import Award, AwardEntry, Judge, ScoreSheet, cases_of, require_sound_sheet
from dealflow.domain.award.declarations import Declaration, Interest, declared, undeclared
from dealflow.domain.award.events import JudgeKept, ScoreSheetKept
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.values.event import By
from dealflow.errors import DayLinkError, InvalidInputError, NotFoundError
from dealflow.store.ledger.journal import Entry
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

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Return the cases of which the judge has declared nothing yet."""
        return undeclared(self.judge.declaration, (entry.id for entry in self.entries))

    def interest_in(self, entry_id: str) -> Interest | None:
        """Return the interest that the judge declared in a case; None: none."""
        declaration = self.judge.declaration
        return None if declaration is None else declaration.interest_in(entry_id)


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


def declare(
    ws: Workspace, judge_id: str, secret: str, entry_ids: Sequence[str], interests: Sequence[Interest], *, at: datetime
) -> JudgePaper:
    """Keep what a judge declares of cases, and return the paper as it then stands.

    In those with an interest the judge stands aside at once, marks that were in included. Declaring the same again, or
    later than it was typed, changes nothing.

    Raises:
        DayLinkError: the address does not open.
        NotFoundError: a case is none of this judge's, or has an interest but was not spoken of.
        InvalidInputError: an interest is not said in words, or one case has two.
    """

    def work(session: Session) -> None:
        paper = _paper(ws, session, judge_id, secret)
        mine = {entry.id for entry in paper.entries}
        for entry_id in entry_ids:
            if entry_id not in mine:
                raise NotFoundError(kind="entry", id=entry_id)
        typed = tuple(
            replace(known, because=written(known.because, "because", longest=_LONGEST)) for known in interests
        )
        before = paper.judge.declaration
        now = declared(before, Declaration(at, tuple(dict.fromkeys(entry_ids)), typed))
        if now == before:
            return
        event = JudgeKept(replace(paper.judge, declaration=now))
        entries = [Entry(event.stream, [event], _version(ws, session, judge_id))]
        versions = {sheet.entry_id: version for sheet, version in _own_sheets(ws, session, judge_id)}
        for interest in now.interests:
            if paper.interest_in(interest.entry_id) is None:
                aside = ScoreSheetKept(_aside(paper, interest))
                entries.append(Entry(aside.stream, [aside], versions.get(interest.entry_id, 0)))
        record_all(ws, session, entries, By(f"judge:{judge_id}", at, "link"))

    commit(ws, work)
    return open_paper(ws, judge_id, secret)


def _aside(paper: JudgePaper, interest: Interest) -> ScoreSheet:
    return ScoreSheet(
        paper.judge.id, interest.entry_id, paper.award.id, paper.award.owner_id, recused_because=interest.because
    )


def fill_in(ws: Workspace, judge_id: str, secret: str, said: Said, *, at: datetime) -> JudgePaper:
    """Keep what a judge says of one entry, and return the paper as it then stands.

    Raises:
        DayLinkError: the address does not open.
        NotFoundError: the entry is none of this judge's.
        InvalidInputError: nothing was declared of the entry yet, or an interest in it; a criterion is missing or beyond
            its points.
    """

    def work(session: Session) -> None:
        paper = _paper(ws, session, judge_id, secret)
        if said.entry_id not in {entry.id for entry in paper.entries}:
            raise NotFoundError(kind="entry", id=said.entry_id)
        if said.entry_id in paper.undeclared:
            raise InvalidInputError(field="score", problem="undeclared")
        if paper.interest_in(said.entry_id) is not None:
            raise InvalidInputError(field="score", problem="interest_declared")
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
        known = {other.entry_id: (other, version) for other, version in _own_sheets(ws, session, judge_id)}
        before, version = known.get(said.entry_id, (None, 0))
        if sheet != before:
            record(ws, session, [ScoreSheetKept(sheet)], By(f"judge:{judge_id}", at, "link"), after=version)

    commit(ws, work)
    return open_paper(ws, judge_id, secret)


def _own_sheets(ws: Workspace, session: Session, judge_id: str) -> tuple[tuple[ScoreSheet, int], ...]:
    return queries.sheets_of_judge(session, ws.name, judge_id)


def _version(ws: Workspace, session: Session, judge_id: str) -> int:
    pair = queries.judge_of_link(session, ws.name, judge_id)
    return 0 if pair is None else pair[1]


def _paper(ws: Workspace, session: Session, judge_id: str, secret: str) -> JudgePaper:
    judge, _ = queries.judge_of_link(session, ws.name, judge_id) or (None, 0)
    if judge is None or judge.is_closed or not hmac.compare_digest(judge.secret_hash, hashed(secret)):
        raise DayLinkError(problem="unknown")
    runner = Viewer("", judge.owner_id, Role.VIEWER)
    award = next(award for award, _ in queries.awards(session, ws.name, runner) if award.id == judge.award_id)
    known = (entry for entry, _ in queries.entries(session, ws.name, runner, judge.award_id))
    entries = cases_of(known, judge.round, judge.office_id)
    entries.sort(key=lambda entry: entry.number)
    sheets = {sheet.entry_id: sheet for sheet, _ in _own_sheets(ws, session, judge_id)}
    barred = {entry_id for entry_id, sheet in sheets.items() if sheet.is_barred}
    mine = tuple(entry for entry in entries if entry.id not in barred)
    standing = {entry_id: sheet for entry_id, sheet in sheets.items() if entry_id not in barred and not sheet.is_blank}
    return JudgePaper(award, judge, mine, standing, len(entries) - len(mine))
