"""What a firm's leaving does to the plan that people go by: what falls away, and who has to be told."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Consultations and pitches of a firm that are still to come, and the firms that it would have met, each once."""

    meetings: int = 0
    pitches: int = 0
    told: tuple[str, ...] = ()

    @property
    def has_effect(self) -> bool:
        """Say whether anything falls away."""
        return bool(self.meetings or self.pitches)


def withdrawal(published: Timetable | None, firm: str, since_min: int | None = None) -> Withdrawal:
    """Return what falls away when a firm leaves; on the day itself (``since_min``) what has begun is left aside."""
    if published is None:
        return Withdrawal()
    since = 0 if since_min is None else since_min
    meetings = [
        meeting
        for meeting in published.meetings
        if firm in (meeting.company, meeting.investor) and span_of(meeting.slot).start_min >= since
    ]
    pitches = [pitch for pitch in published.pitches if pitch.company == firm and span_of(pitch.slot).start_min >= since]
    others = (other for meeting in meetings for other in (meeting.company, meeting.investor) if other != firm)
    return Withdrawal(len(meetings), len(pitches), tuple(dict.fromkeys(others)))
