"""How well the companies of a day fit the mandates of its investors, as points for the plan."""

from __future__ import annotations

from dealflow.actions.irday.participants.match_suggestions import facts_of
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.platform.context import Looking
from dealflow.domain.irday.participants.mandate_fit import fit_of
from dealflow.domain.irday.participants.participants import INVESTORS, Mandate


def fits_of(looking: Looking, day: Day) -> dict[tuple[str, str], int]:
    """Return points from 0 to 10 by company and investor, both confirmed; pairs that cannot be judged are left out."""
    coming = [participant for participant in day.participants if participant.is_coming]
    mandates = {
        participant.id: participant.mandate
        for participant in coming
        if participant.kind in INVESTORS and participant.mandate != Mandate()
    }
    if not mandates:
        return {}
    known = facts_of(looking, day.event.id, coming)
    points = {
        (company, investor): fit_of(facts, mandate).points
        for company, facts in known.items()
        for investor, mandate in mandates.items()
    }
    return {pair: point for pair, point in points.items() if point is not None}
