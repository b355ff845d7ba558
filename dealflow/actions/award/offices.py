"""How the preliminaries stand, office by office, and sending to the final whatever is ready."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dealflow.actions.award import awards
from dealflow.actions.award.awards import AwardView
from dealflow.actions.platform.context import Acting
from dealflow.domain.award.awards import AwardRound, chosen
from dealflow.errors import DealflowError, InvalidInputError


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One office: cases, judges, sheets that are in of those that are due, finalists, and what keeps it from the final.

    ``declared``: how many of its judges declared of every case. ``problem`` None: its best can be sent, or were.
    """

    office_id: str
    cases: int
    judges: int
    declared: int
    sheets: int
    sheets_due: int
    finalists: int
    problem: DealflowError | None


def office_lines(view: AwardView, office_ids: Iterable[str]) -> tuple[OfficeLine, ...]:
    """Return how each office stands, in the order given."""
    return tuple(_line(view, office_id) for office_id in office_ids)


def send_ready(acting: Acting, award_id: str) -> tuple[int, int]:
    """Send the best of every office to the final that is ready and sent none; return how many offices, and cases.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award.
    """
    view = awards.award(acting, award_id)
    used = dict.fromkeys(entry.office_id for entry in view.entries if not entry.is_withdrawn)
    ready = [line for line in office_lines(view, used) if line.problem is None and not line.finalists]
    sent = [awards.send_to_final(acting, award_id, line.office_id) for line in ready]
    return len(sent), sum(sent)


def _line(view: AwardView, office_id: str) -> OfficeLine:
    ranked = view.ranked(AwardRound.REGIONAL, office_id)
    judges = [judge for judge in view.judges if (judge.round, judge.office_id) == (AwardRound.REGIONAL, office_id)]
    declared = sum(view.has_declared(judge) for judge in judges)
    waiting = sum(line.waiting for line in ranked)
    due = len(ranked) * len(judges)
    finalists = sum(line.entry.is_finalist for line in ranked)
    problem = _problem(view, office_id)
    return OfficeLine(office_id, len(ranked), len(judges), declared, due - waiting, due, finalists, problem)


def _problem(view: AwardView, office_id: str) -> DealflowError | None:
    try:
        best = chosen(view.ranked(AwardRound.REGIONAL, office_id), view.award.finalists)
    except InvalidInputError as error:
        return error
    return None if best else InvalidInputError(field="score", problem="missing")
