"""What differs between two timetables, and who must be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pitch, Timetable


@dataclass(frozen=True, slots=True)
class Moved:
    """A consultation or pitch that takes place elsewhere, at another time, or with another seat."""

    act: Act
    was: Meeting | Pitch
    now: Meeting | Pitch


@dataclass(frozen=True, slots=True)
class Changes:
    """From one timetable to the next; ``told``: the firms for which something changed, sorted."""

    unchanged: tuple[Meeting | Pitch, ...] = ()
    moved: tuple[Moved, ...] = ()
    cancelled: tuple[Meeting | Pitch, ...] = ()
    added: tuple[Meeting | Pitch, ...] = ()
    affected: tuple[str, ...] = ()


def changes(old: Timetable, new: Timetable) -> Changes:
    """Return what stays, what moves (also to another table alone), what falls away and what is new."""
    before, after = _acts(old), _acts(new)
    both = [act for act in before if act in after]
    moved = tuple(Moved(act, before[act], after[act]) for act in both if before[act] != after[act])
    cancelled = tuple(thing for act, thing in before.items() if act not in after)
    added = tuple(thing for act, thing in after.items() if act not in before)
    concerned = [*(other_moved.now for other_moved in moved), *cancelled, *added]
    return Changes(
        unchanged=tuple(before[act] for act in both if before[act] == after[act]),
        moved=moved,
        cancelled=cancelled,
        added=added,
        affected=tuple(sorted({firm for thing in concerned for firm in _firms(thing)})),
    )


def _acts(timetable: Timetable) -> Mapping[Act, Meeting | Pitch]:
    meetings = {Act(meeting.company, meeting.investor): meeting for meeting in timetable.meetings}
    return {**meetings, **{Act(pitch.company): pitch for pitch in timetable.pitches}}


def _firms(thing: Meeting | Pitch) -> tuple[str, ...]:
    return (thing.company,) if isinstance(thing, Pitch) else (thing.company, thing.investor)
