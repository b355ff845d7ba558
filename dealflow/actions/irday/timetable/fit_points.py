"""How well the companies of a day fit the mandates of its investors, as points for the plan."""

from __future__ import annotations

from dealflow.actions.irday.participants.match_suggestions import facts_of
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.participants.mandate_fit import fit_of
from dealflow.domain.irday.participants.participants import INVESTORS, Mandate
from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.queries.visibility import Session


def fits_of(ws: Workspace, session: Session, viewer: Viewer, day: Day) -> dict[tuple[str, str], int]:
    """Return points from 0 to 10 by company and investor, both confirmed; pairs that cannot be judged are left out."""
    coming = [one for one in day.participants if one.is_coming]
    mandates = {one.id: one.mandate for one in coming if one.kind in INVESTORS and one.mandate != Mandate()}
    if not mandates:
        return {}
    known = facts_of(ws, session, viewer, day.event.id, coming)
    points = {
        (company, investor): fit_of(facts, mandate).points
        for company, facts in known.items()
        for investor, mandate in mandates.items()
    }
    return {pair: found for pair, found in points.items() if found is not None}
