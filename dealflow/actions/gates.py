"""What an engagement's gates look at, gathered from the ledger; and the one check that every door into a stage uses."""

from __future__ import annotations

from datetime import date

from dealflow.actions import eligibility
from dealflow.actions.workspace import Workspace
from dealflow.domain import gates, slots
from dealflow.domain.access import Viewer
from dealflow.domain.approvals import tabled_of
from dealflow.domain.company import Company
from dealflow.domain.deal_terms import Deal
from dealflow.domain.funnel import Engagement, Track
from dealflow.domain.gates import GateFacts, Missing
from dealflow.errors import GateClosedError, NotFoundError
from dealflow.store.ledger import queries_companies, queries_decisions
from dealflow.store.ledger.queries import Session


def missing(
    ws: Workspace, session: Session, viewer: Viewer, engagement: Engagement, to_stage: str, on: date
) -> tuple[Missing, ...]:
    """Return the closed gates between the engagement's stage and a later one, with what is wrong behind them."""
    track = ws.track(engagement.track)
    if not _is_guarded(track, engagement.stage, to_stage):
        return ()
    return gates.missing_on_the_way(track, to_stage, facts_of(ws, session, viewer, engagement, on))


def check(ws: Workspace, session: Session, viewer: Viewer, engagement: Engagement, to_stage: str, on: date) -> None:
    """Say nothing if no gate on the way to a stage is closed.

    Raises:
        GateClosedError: something must be in place first; ``missing`` holds the ids of the closed gates.
    """
    closed = missing(ws, session, viewer, engagement, to_stage, on)
    if closed:
        raise GateClosedError(engagement=engagement.id, to=to_stage, missing=tuple(each.gate for each in closed))


def facts_of(ws: Workspace, session: Session, viewer: Viewer, engagement: Engagement, on: date) -> GateFacts:
    """Return what the gates of an engagement look at, as it stands in the viewer's books.

    Raises:
        NotFoundError: the viewer knows of no such company.
    """
    company: Company | None = queries_companies.find_company(session, ws.name, viewer, engagement.company_id)
    if company is None:
        raise NotFoundError(kind="company", id=engagement.company_id)
    operators = [operator for operator, _ in queries_decisions.operators(session, ws.name, viewer)]
    operator = next((each for each in operators if slots.covers(each, on)), None)
    pack, _, outcome = eligibility.judged(ws, session, viewer, engagement, on)
    sessions = queries_decisions.sessions_of_engagement(session, ws.name, viewer, engagement.id)
    return GateFacts(
        engagement=engagement,
        company=company,
        deal=queries_decisions.deal(session, ws.name, viewer, engagement.id),
        on=on,
        tabled=tabled_of(sessions, engagement.id),
        joined=_joined(ws, session, viewer, engagement),
        operator=operator,
        recommendation=None if operator is None else slots.recommendation_of(operator, engagement.id),
        programme=eligibility.PROGRAMME,
        eligibility=None if outcome is None else outcome.answer,
        least_won=None if pack is None else eligibility.least_won(pack),
    )


def _joined(ws: Workspace, session: Session, viewer: Viewer, engagement: Engagement) -> Deal | None:
    """Return the deal of the investment that an operator's engagement rests upon."""
    if engagement.joined_id is None:
        return None
    return queries_decisions.deal(session, ws.name, viewer, engagement.joined_id)


def _is_guarded(track: Track, from_stage: str, to_stage: str) -> bool:
    """Say whether any stage on the way forward has a gate: most moves need no look at all."""
    here, there = track.position(from_stage), track.position(to_stage)
    return any(stage.gate for stage in track.stages[here + 1 : there + 1])
