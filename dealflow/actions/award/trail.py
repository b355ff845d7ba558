"""What happened in an award, line by line out of the journal: who did what to which case, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dealflow.actions.award import awards
from dealflow.actions.platform.context import Looking
from dealflow.domain.award.applications import ApplicationState, AwardApplication
from dealflow.domain.award.awards import Award, AwardEntry, Judge, ScoreSheet
from dealflow.domain.award.events import (
    AwardApplicationKept,
    AwardEntryKept,
    AwardKept,
    JudgeKept,
    ScoreSheetKept,
)
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.event import Event, Recorded
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import award as queries
from dealflow.store.ledger.queries import people

_JUDGE = "judge:"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One thing that happened. ``act`` is a word of the catalogue, ``detail`` what it speaks of.

    ``judge``: whose sheet or address it is; ``entry``: which case; ``who``: the person, empty for judges and firms.
    """

    position: int
    at: datetime
    act: str
    who: str
    is_applicant: bool
    judge: Judge | None
    entry: AwardEntry | None
    detail: str = ""


def trail(looking: Looking, award_id: str) -> tuple[TrailLine, ...]:
    """Return what happened in an award of the viewer's house, the latest first.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no events; the house has no such award.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        within = looking.within(session)
        view = awards.view_of(within, award_id)
        names = people.names(session, looking.ws.name)
        numbers = [
            application.id
            for application, _ in queries.applications(session, looking.ws.name, looking.viewer, award_id)
        ]
        streams = [f"award:{award_id}", *(f"award_application:{number}" for number in numbers)]
        streams += [f"award_entry:{entry.id}" for entry in view.entries]
        streams += [f"judge:{judge.id}" for judge in view.judges]
        streams += [f"score_sheet:{sheet.judge_id}:{sheet.entry_id}" for sheet in view.sheets]
        recorded = journal.read_streams(session, looking.ws.name, streams)
    judges = {judge.id: judge for judge in view.judges}
    entries = {entry.id: entry for entry in view.entries}
    lines = list(_lines(recorded, judges, entries, names))
    return tuple(reversed(lines))


def _lines(
    recorded: Sequence[Recorded],
    judges: Mapping[str, Judge],
    entries: Mapping[str, AwardEntry],
    names: Mapping[str, str],
) -> Iterator[TrailLine]:
    before: dict[str, Event] = {}
    for fact in recorded:
        event, earlier = fact.event, before.get(fact.event.stream)
        before[event.stream] = event
        judge, entry = _about(event, judges, entries)
        act, detail = _said(event, earlier)
        if act:
            yield TrailLine(
                fact.position,
                fact.ts,
                act,
                names.get(fact.actor, ""),
                fact.actor.startswith("applicant:"),
                judge,
                entry,
                detail,
            )


def _about(
    event: Event, judges: Mapping[str, Judge], entries: Mapping[str, AwardEntry]
) -> tuple[Judge | None, AwardEntry | None]:
    match event:
        case ScoreSheetKept(sheet):
            return judges.get(sheet.judge_id), entries.get(sheet.entry_id)
        case JudgeKept(judge):
            return judges.get(judge.id), None
        case AwardEntryKept(entry):
            return None, entries.get(entry.id)
        case AwardApplicationKept(application):
            return None, entries.get(application.entry_id)
    return None, None


def _said(event: Event, earlier: Event | None) -> tuple[str, str]:
    """Return what an event says against the one before it of its stream: a word, and what it speaks of."""
    said = "", ""
    match event:
        case AwardKept(award):
            said = _of_award(award, earlier.award if isinstance(earlier, AwardKept) else None)
        case AwardEntryKept(entry):
            said = _of_entry(entry, earlier.entry if isinstance(earlier, AwardEntryKept) else None)
        case JudgeKept(judge):
            said = _of_judge(judge, earlier.judge if isinstance(earlier, JudgeKept) else None)
        case ScoreSheetKept(sheet):
            said = _of_sheet(sheet, earlier.sheet if isinstance(earlier, ScoreSheetKept) else None)
        case AwardApplicationKept(application):
            known = earlier.application if isinstance(earlier, AwardApplicationKept) else None
            said = _of_application(application, known)
    return said


def _of_judge(now: Judge, before: Judge | None) -> tuple[str, str]:
    if before is None:
        return "appointed", ""
    if now.declaration is None or now.declaration == before.declaration:
        return ("judge_closed" if now.is_closed else "judge_renewed"), ""
    interests = len(now.declaration.interests)
    earlier = 0 if before.declaration is None else len(before.declaration.interests)
    if interests < earlier:
        return "interest_lifted", ""
    return ("interests_declared", str(interests)) if interests else ("declared_none", str(len(now.declaration.entries)))


def _of_award(now: Award, before: Award | None) -> tuple[str, str]:
    if before is None:
        return "set_up", ""
    if now.call_hash != before.call_hash:
        return ("call_opened" if now.call_hash else "call_closed"), ""
    rules = ("criteria", "final_criteria", "preliminary_percent", "prizes", "finalists")
    if any(getattr(now, rule) != getattr(before, rule) for rule in rules):
        return "rules_changed", ""
    return "changed", ""


def _of_entry(now: AwardEntry, before: AwardEntry | None) -> tuple[str, str]:
    if before is None:
        return "entered", now.case_title
    if now.is_withdrawn != before.is_withdrawn:
        return ("withdrawn" if now.is_withdrawn else "put_back"), ""
    if now.prize_id != before.prize_id:
        return "won", now.prize_id
    if now.is_finalist and not before.is_finalist:
        return "to_final", ""
    if _unchecked(now) == _unchecked(before):
        return "figures_checked", str(sum(figure.is_checked for figure in now.figures))
    return "case_changed", now.case_title


def _unchecked(entry: AwardEntry) -> AwardEntry:
    return replace(entry, figures=tuple(replace(figure, is_checked=False) for figure in entry.figures))


def _of_sheet(now: ScoreSheet, before: ScoreSheet | None) -> tuple[str, str]:
    if now.is_barred:
        return "barred", now.recused_because
    if now.recused_because:
        return "stood_aside", now.recused_because
    if now.is_blank:
        return "bar_lifted", ""
    if before is None or not before.marks:
        return "marked", str(now.total)
    return "marked_again", f"{before.total} → {now.total}"


def _of_application(now: AwardApplication, before: AwardApplication | None) -> tuple[str, str]:
    if before is not None and now.entry_id != before.entry_id:
        return "taken_in", str(now.number)
    if before is not None and now.secret_hash != before.secret_hash:
        return "application_renewed", str(now.number)
    if now.state is ApplicationState.WITHDRAWN:
        return "application_withdrawn", str(now.number)
    if now.state is ApplicationState.SUBMITTED:
        again = before is not None and before.state is ApplicationState.SUBMITTED
        return ("application_changed" if again else "handed_in"), str(now.number)
    return ("draft_begun", str(now.number)) if before is None else ("", "")
