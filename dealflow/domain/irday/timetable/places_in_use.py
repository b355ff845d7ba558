"""What stands at rooms and tables that a programme would lose."""

from __future__ import annotations

from collections import Counter

from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.timetable import Timetable


def lost_places(before: Programme, after: Programme, published: Timetable | None) -> dict[str, int]:
    """Return the tables and stages that fall out of a programme, with how much of the published plan stands there."""
    if published is None:
        return {}
    gone = _places(before) - _places(after)
    used = Counter((*(meeting.table for meeting in published.meetings), *(pitch.stage for pitch in published.pitches)))
    return {place: used[place] for place in sorted(gone) if used[place]}


def _places(programme: Programme) -> frozenset[str]:
    return frozenset((*(table.id for table in programme.tables), *(room.id for room in programme.rooms)))
