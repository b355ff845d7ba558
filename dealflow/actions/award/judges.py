"""Judges of an award: appointed for a round, given addresses, kept from cases in which they have an interest."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Final

from dealflow.actions.award.awards import own_entry, view_of
from dealflow.actions.investment.vote_links import SECRET_BYTES, hashed
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.award.awards import AwardRound, Judge, ScoreSheet
from dealflow.domain.award.events import JudgeKept, ScoreSheetKept
from dealflow.domain.people.access import Act, require
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import award as queries

_MOST: Final = 20
"""Judges of one round of one office."""


@transacted
def appoint(acting: Acting, award_id: str, award_round: AwardRound, office_id: str = "") -> tuple[Judge, str]:
    """Appoint a judge and return it with the secret of the address, which nobody can read again.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award.
        InvalidInputError: a preliminary is of an office, the final of none.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    view = view_of(acting, award_id)
    if (award_round is AwardRound.REGIONAL) is not bool(office_id):
        raise InvalidInputError(field="office", problem="missing" if not office_id else "unknown", value=office_id)
    place = sum((judge.round, judge.office_id) == (award_round, office_id) for judge in view.judges) + 1
    secret = secrets.token_urlsafe(SECRET_BYTES)
    judge_id = new_id("judge", award_id, award_round, office_id, place)
    judge = Judge(judge_id, award_id, view.award.owner_id, award_round, office_id, str(place), hashed(secret))
    acting.record([JudgeKept(judge)], after=0)
    return judge, secret


@transacted
def renew(acting: Acting, award_id: str, judge_id: str, *, closed: bool = False) -> str:
    """Give a judge another address and return its secret (the earlier one opens no more), or close it for good.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such judge.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    judge, version = _own_judge(acting, award_id, judge_id)
    secret = "" if closed else secrets.token_urlsafe(SECRET_BYTES)
    now = replace(judge, secret_hash=hashed(secret) if secret else "", is_closed=closed)
    acting.record([JudgeKept(now)], after=version)
    return secret


@transacted
def appoint_everywhere(acting: Acting, award_id: str, many: int) -> tuple[tuple[Judge, str], ...]:
    """Let every office that has cases, and the final where it has some, have so many judges; return the new ones.

    Each comes with the secret of its address, which nobody can read again. Judges whose address was closed count not.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award.
        InvalidInputError: so many judges are none, or too many.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    if not 0 < many <= _MOST:
        raise InvalidInputError(field="judges", problem="outside", value=many)
    view = view_of(acting, award_id)
    standing = [entry for entry in view.entries if not entry.is_withdrawn]
    places = [(AwardRound.REGIONAL, office) for office in dict.fromkeys(entry.office_id for entry in standing)]
    if any(entry.is_finalist for entry in standing):
        places.append((AwardRound.FINAL, ""))
    new = []
    for place in sorted(places):
        there = sum((judge.round, judge.office_id) == place and not judge.is_closed for judge in view.judges)
        new += [appoint(acting, award_id, *place) for _ in range(many - there)]
    return tuple(new)


@transacted
def bar(acting: Acting, award_id: str, judge_id: str, entry_id: str, because: str) -> None:
    """Keep a judge from a case in which they have an interest, or (without a reason) let them judge it again.

    Without a reason an interest that the judge declared is lifted, too. Whoever sees numbers alone cannot know whose
    case it is: whoever runs the award can. Marks of theirs count no more.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award, judge or case.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    entry, _ = own_entry(acting, award_id, entry_id)
    judge, judge_version = _own_judge(acting, award_id, judge_id)
    reason = written(because, "because", longest=500)
    own = queries.sheets_of_judge(acting.session, acting.ws.name, judge_id)
    known = {sheet.entry_id: (sheet, version) for sheet, version in own}
    before, version = known.get(entry_id, (None, 0))
    declaration = judge.declaration
    if not reason and declaration is not None and declaration.interest_in(entry_id) is not None:
        acting.record([JudgeKept(replace(judge, declaration=declaration.without(entry_id)))], after=judge_version)
    elif not reason and (before is None or not before.is_barred):
        return
    sheet = ScoreSheet(judge_id, entry.id, award_id, entry.owner_id, recused_because=reason, is_barred=bool(reason))
    if sheet != before:
        acting.record([ScoreSheetKept(sheet)], after=version)


def _own_judge(acting: Acting, award_id: str, judge_id: str) -> tuple[Judge, int]:
    for judge, version in queries.judges(acting.session, acting.ws.name, acting.viewer, award_id):
        if judge.id == judge_id:
            return judge, version
    raise NotFoundError(kind="judge", id=judge_id)
