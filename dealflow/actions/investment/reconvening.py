"""Taking an item up again (재개최): new terms, one held over, or the main committee after the preliminary one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from dealflow.actions.investment.funds import with_present_voters
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, new_id, record, written
from dealflow.actions.tips.kvic_deadline import report_days
from dealflow.domain.investment import voting
from dealflow.domain.investment.approvals import Tabled, Validity, tabled_of, validity
from dealflow.domain.investment.committee import AgendaItem, Appointment, SessionKind
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.events import ItemTabled, SessionConvened
from dealflow.domain.investment.session_state import item_of
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.event import By
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import CommitteeRuleError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import investment

_TO_PREPARE: Final = 1
"""Business days between the call of a proposed session and the last day for its plan."""

_QUARTER: Final = 15
"""Minutes between the times of day at which sessions are proposed."""


def proposed(ws: Workspace, standing: Sequence[Tabled], on: date) -> Appointment:
    """Return the session that is proposed over voided approvals: as the last one, on a day whose plan is in time."""
    last = max((tabled.session for tabled in standing), key=lambda session: session.held_at)
    there = last.held_at.astimezone(SEOUL)
    clock = time(there.hour, there.minute - there.minute % _QUARTER)
    day = ws.calendar.add(on, report_days(on).plan_before + _TO_PREPARE)
    return Appointment(datetime.combine(day, clock, SEOUL), last.place, last.title)


def call_again(  # over which voided approvals, on which version, when and where
    looking: Looking, void: Sequence[Tabled], version: int, again: Appointment, *, who: By
) -> str:
    """Record a main session linked to the last one whose approval new terms voided, and return its id.

    Its agenda are the voided items on terms ``version``, each for its fund with voters and rule as they are now.

    Raises:
        InvalidInputError: the title is missing, or a fund has no voters.
    """
    last = max((tabled.session for tabled in void), key=lambda session: session.held_at)
    parts = [looking.viewer.organisation_id, again.held_at, again.title, who.at, void[0].item.engagement_id, version]
    new_session = new_id("session", looking.ws.name, *parts)
    convened = SessionConvened(
        session_id=new_session,
        owner_id=looking.viewer.organisation_id,
        session_kind=SessionKind.MAIN,
        held_at=again.held_at,
        place=written(again.place, "place"),
        title=written(again.title, "title", required=True),
        criteria=last.criteria,
        linked_session_id=last.id,
    )
    items = (_afresh(looking, new_session, tabled.item, version) for tabled in void)
    record(looking.ws, looking.session, [convened, *(ItemTabled(new_session, item) for item in items)], who, after=0)
    return new_session


def _afresh(  # which item, before which session, on which terms
    looking: Looking, session_id: str, item: AgendaItem, version: int
) -> AgendaItem:
    """Return an item taken up again: linked, with its papers, its fund's voters and rule, nobody's vote."""
    item_id = new_id("item", looking.ws.name, session_id, item.engagement_id, item.fund_id)
    fresh = voting.table_again(item, item_id, terms_version=version)
    return _with_fund(looking, replace(fresh, papers=item.papers))


@transacted
def reconvene(  # which item, before which committee, when and where
    acting: Acting, session_id: str, item_id: str, appointment: Appointment, *, kind: SessionKind
) -> str:
    """Call a session linked to an earlier one, with its item on the present terms, and return the new session's id.

    Voters and rule are the fund's as they are now; both the session and its item stand, or neither.

    Raises:
        CommitteeRuleError: the item has not ended, or its main approval stands as it is.
        InvalidInputError: the title is missing, the fund is gone or has no voters, or a main committee has no terms.
        NotFoundError: there is no such session or item in the viewer's books.
    """
    require(acting.viewer, Act.DECIDE)
    when = (appointment.held_at, appointment.title, acting.at)
    new_session = new_id("session", acting.ws.name, acting.viewer.organisation_id, kind, *when, session_id, item_id)
    session = investment.find_session(acting.session, acting.ws.name, acting.viewer, session_id)
    if session is None:
        raise NotFoundError(kind="session", id=session_id)
    before, item = session[0], item_of(session[0], item_id)
    deal = investment.deal(acting.session, acting.ws.name, acting.viewer, item.engagement_id)
    sessions = investment.sessions_of_engagement(acting.session, acting.ws.name, acting.viewer, item.engagement_id)
    worth = validity(Tabled(item, before), tabled_of(sessions, item.engagement_id), deal)
    problem = why_not_again(item, worth, deal, kind)
    if problem is not None:
        raise CommitteeRuleError(problem=problem, item=item_id)
    fresh = _afresh(acting, new_session, item, deal.terms_version)
    convened = SessionConvened(
        session_id=new_session,
        owner_id=acting.viewer.organisation_id,
        session_kind=kind,
        held_at=appointment.held_at,
        place=written(appointment.place, "place"),
        title=written(appointment.title, "title", required=True),
        criteria=before.criteria,
        linked_session_id=session_id,
    )
    acting.record([convened, ItemTabled(new_session, fresh)], after=0)
    return new_session


def why_not_again(item: AgendaItem, worth: Validity | None, deal: Deal, kind: SessionKind) -> str | None:
    """Return why an item may not be taken up again before such a committee, nothing if it may.

    ``worth``: what its approval is worth now (``approvals.validity``).
    """
    if item.resolution is None:
        return "not_ended"
    if kind is SessionKind.MAIN and deal.terms_version == 0:
        return "no_terms"
    return "approval_stands" if worth is Validity.STANDS else None


def _with_fund(looking: Looking, item: AgendaItem) -> AgendaItem:
    """Return the item with its fund's voters and rule as they are now."""
    fund = next(
        (
            other_fund
            for other_fund in investment.funds(looking.session, looking.ws.name, looking.viewer)
            if other_fund.id == item.fund_id
        ),
        None,
    )
    if fund is None:
        raise InvalidInputError(field="fund", problem="unknown", value=item.fund_id)
    fund = with_present_voters(looking.session, looking.ws.name, fund)
    return replace(item, voters=fund.voters, chair_id=fund.chair_id, rule=fund.rule)
