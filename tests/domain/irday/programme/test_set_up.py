"""Setting a day up: where a part has room, a part once more, a programme of another year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.programme.programme import Closure, Member, Part, PartKind, findings
from dealflow.domain.irday.programme.set_up import (
    Spot,
    as_template,
    copied,
    moved,
    next_title,
    next_year,
    spot_for,
    taken_over,
)
from dealflow.domain.values.day_span import Span
from tests.domain.irday.days import FIVE, NINE, NOON, ONE, TEN, programme


def test_a_new_part_stands_in_the_first_gap_of_a_room_that_fits() -> None:
    # the hall is taken from nine to noon, everybody is at lunch until one; from one on it is free
    assert spot_for(programme(), PartKind.TALK, 30) == Spot(Span(ONE, ONE + 30), "hall")
    # consultations need tables, and the only room that has some is taken from one on, but free from ten to noon
    assert spot_for(programme(), PartKind.CONSULTATION, 60) == Spot(Span(TEN, TEN + 60), "room")


def test_what_fits_into_no_gap_stands_after_everything_else() -> None:
    whole_day = FIVE - NINE
    assert spot_for(programme(), PartKind.TALK, whole_day) == Spot(Span(FIVE, FIVE + whole_day), "hall")


def test_a_closed_room_has_no_room() -> None:
    closed = programme(closures=(Closure("hall", Span(ONE, ONE + 90)),))
    assert spot_for(closed, PartKind.TALK, 30).span == Span(ONE + 90, ONE + 120)


def test_an_empty_programme_begins_at_nine_in_no_room() -> None:
    assert spot_for(programme(rooms=(), tables=(), parts=()), PartKind.TALK, 30) == Spot(Span(NINE, NINE + 30), "")


def test_a_copy_stays_in_its_room_keeps_its_length_and_takes_nobody_along() -> None:
    talk = Part("talk2", PartKind.TALK, "강연", Span(ONE, ONE + 20), room_id="hall", members=(Member("s1"),))
    day = programme(parts=(*programme().parts, talk))
    after = copied(day, talk, "again")
    again = next(part for part in after.parts if part.id == "again")
    assert again == replace(talk, id="again", span=Span(ONE + 20, ONE + 40), members=None)
    assert findings(after) == ()


@given(st.sampled_from(("open", "pitch", "lunch", "talk")), st.integers(1, 4))
def test_copies_never_make_a_sound_programme_unsound(part_id: str, times: int) -> None:
    day = programme()
    for number in range(times):
        part = next(part for part in day.parts if part.id == part_id)
        day = copied(day, part, f"copy-{number}")
    assert not [finding for finding in findings(day) if finding.problem.value in {"room_twice", "room_unknown"}]


def test_a_template_is_of_no_event_and_of_nobody() -> None:
    day = programme(
        closures=(Closure("t1", Span(NOON, ONE)),),
        parts=tuple(replace(part, members=(Member("s1"),)) for part in programme().parts),
        apart_min=30,
    )
    plain = as_template(day)
    assert (plain.ir_event_id, plain.closures, plain.apart_min) == ("", (), 30)
    assert {part.members for part in plain.parts} == {None}
    assert taken_over(day, "next") == replace(plain, ir_event_id="next")


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_next_years_event_stays_on_its_day_of_the_week(on: date) -> None:
    assert next_year(on).weekday() == on.weekday()
    assert next_year(on) - on == timedelta(days=364)


def test_a_title_goes_on_with_its_year() -> None:
    before, after = date(2026, 11, 19), date(2027, 11, 18)
    assert next_title("2026 동남권 AI 콘퍼런스(가상)", before, after) == "2027 동남권 AI 콘퍼런스(가상)"
    assert next_title("동남권 AI 콘퍼런스(가상)", before, after) == "동남권 AI 콘퍼런스(가상)"


def test_a_part_that_is_dragged_keeps_its_length_and_a_part_for_all_its_room() -> None:
    day = programme()
    part = next(part for part in day.parts if part.room_id == "hall" and not part.for_all)
    there = next(other for other in moved(day, part.id, ONE, "room").parts if other.id == part.id)
    assert (there.room_id, there.span.start_min) == ("room", ONE)
    assert there.span.end_min - there.span.start_min == part.span.end_min - part.span.start_min
    everybody = next(part for part in day.parts if part.for_all)
    kept = next(other for other in moved(day, everybody.id, TEN, "room").parts if other.id == everybody.id)
    assert (kept.room_id, kept.span.start_min) == (everybody.room_id, TEN)
    assert moved(day, part.id, -90, "hall").parts[0].span.start_min >= 0
    assert moved(day, "nobody", TEN, "hall") == moved(day, part.id, TEN, "no room") == day
