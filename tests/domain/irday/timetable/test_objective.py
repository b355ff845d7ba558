"""What a timetable is worth, by values checked by hand, and what differs between two."""

from __future__ import annotations

from dataclasses import replace

from dealflow.domain.irday.timetable.objective import Worth, worth
from dealflow.domain.irday.timetable.timetable import Meeting, Pitch, Timetable, Weights
from dealflow.domain.irday.timetable.timetable_diff import Changes, Moved, changes
from dealflow.domain.values.day_span import Span
from tests.schedule.days import DAY, SMALL, SOUND, company, investor


def test_the_sound_day_is_worth_what_one_counts_by_hand() -> None:
    # Points: c0-v0 3, c1-v0 4, c1-v1 4, c2-v1 5. In p1 (35-55), v0 is free and hears c0 (5); v1 sits in s1 (25-45).
    assert worth(SMALL, SOUND) == Worth(
        meetings=4,
        points=16,
        heard=5,
        short=0,
        gaps=0,
        company_gaps=0,
        table_changes=0,
        unfair=1,
        total=16 * 10 + 5 * 6,
    )


def test_who_consults_or_is_taken_hears_nothing() -> None:
    alone = replace(SMALL, firms=(*SMALL.firms[:3], investor(0), investor(1)))
    assert worth(alone, SOUND).heard == 5
    busy = Timetable((Meeting("c1", "v0", "s1", "t0", "v0.0"),), SOUND.pitches)
    assert worth(alone, busy).heard == 2
    assert worth(replace(alone, taken=(Span(50, 52),)), SOUND).heard == 0


def test_an_idle_stretch_counts_once_whatever_its_length_and_not_where_everybody_is_taken() -> None:
    apart = Timetable((Meeting("c1", "v1", "s0", "t0", "v1.0"), Meeting("c2", "v1", "s3", "t0", "v1.0")))
    assert worth(SMALL, apart).gaps == 1
    assert worth(replace(SMALL, taken=(Span(25, 70),)), apart).gaps == 0
    assert worth(replace(SMALL, taken=(Span(25, 30),)), apart).gaps == 1


def test_shortfalls_and_changes_of_table_are_taken_off() -> None:
    problem = replace(
        SMALL, firms=(company(0), company(1), company(2), investor(0, (DAY,), (DAY,)), investor(1, least=3))
    )
    moved = Timetable((Meeting("c1", "v1", "s0", "t0", "v1.0"), Meeting("c2", "v1", "s1", "t1", "v1.0")))
    found = worth(problem, moved)
    assert (found.short, found.table_changes) == (2, 1)
    assert found.total == 10 * (4 + 5) - 60 * 2 - 1
    assert worth(replace(problem, weights=Weights(table_change=0)), moved).total == found.total + 1


def test_nothing_is_worth_what_it_falls_short() -> None:
    assert worth(SMALL, Timetable()).total == -60 * 3


def test_changes_tell_what_moved_fell_away_and_came_and_whom_to_tell() -> None:
    first, second, third, fourth = SOUND.meetings
    elsewhere = replace(second, slot="s2")
    new = Meeting("c2", "v0", "s1", "t0", "v0.1")
    after = Timetable((first, elsewhere, fourth, new), (Pitch("c0", "p0", "hall"),))
    found = changes(SOUND, after)
    assert [(each.was, each.now) for each in found.moved] == [(second, elsewhere), (SOUND.pitches[0], after.pitches[0])]
    assert (found.unchanged, found.cancelled, found.added) == ((first, fourth), (third,), (new,))
    assert found.affected == ("c0", "c1", "c2", "v0", "v1")
    assert all(isinstance(each, Moved) for each in found.moved)


def test_nothing_changes_between_a_timetable_and_itself() -> None:
    assert changes(SOUND, SOUND) == Changes(unchanged=(*SOUND.meetings, *SOUND.pitches))
