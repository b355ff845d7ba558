"""Seats follow from the order of protocol, an order of events from its minutes, and nonsense is refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.programme import part_contents
from dealflow.domain.irday.programme.part_contents import EventProfile, Host, HostRole, OrderLine, PartContent
from dealflow.domain.irday.programme.programme import Part, PartKind
from dealflow.domain.values.day_span import Span
from dealflow.errors import InvalidInputError

PART = Part("c", PartKind.CEREMONY, "비전 선포식", Span(600, 640))


def test_the_highest_sits_in_the_middle_the_next_to_the_right_then_to_the_left() -> None:
    assert part_contents.seated("1234567", 7) == (("7", "5", "3", "1", "2", "4", "6"),)
    assert part_contents.seated("1234", 4) == (("4", "2", "1", "3"),)
    assert part_contents.seated("12345", 3) == (("3", "1", "2"), ("", "4", "5"))


@given(st.integers(0, 30), st.integers(1, 12))
def test_everybody_has_one_seat_and_nobody_before_a_higher_one_in_a_row_behind(many: int, in_a_row: int) -> None:
    people = tuple(f"p{number}" for number in range(many))
    rows = part_contents.seated(people, in_a_row)
    assert sorted(seat for row in rows for seat in row if seat) == sorted(people)
    ranks = [[people.index(seat) for seat in row if seat] for row in rows]
    assert all(max(front) < min(behind) for front, behind in pairwise(ranks))


def test_an_order_runs_from_the_parts_beginning_and_says_when_it_is_too_long() -> None:
    order = (OrderLine(5, "개회"), OrderLine(20, "선포"), OrderLine(20, "기념촬영"))
    assert [line.start_min for line in part_contents.timed(PART, order)] == [600, 605, 625]
    assert (part_contents.over_by(PART, order), part_contents.over_by(PART, order[:2])) == (5, 0)


def test_nonsense_is_refused() -> None:
    for content in (
        PartContent("e", "c", order=(OrderLine(0, "개회"),)),
        PartContent("e", "c", order=(OrderLine(5, ""),)),
        PartContent("e", "c", protocol=("a", "a")),
        PartContent("e", "c", in_a_row=0),
    ):
        with pytest.raises(InvalidInputError):
            part_contents.require_sound_content(content)
    with pytest.raises(InvalidInputError):
        part_contents.require_sound_profile(EventProfile("e", hosts=(Host(HostRole.HOST, ""),)))


def test_hosts_stand_by_role_in_the_order_of_roles() -> None:
    hosts = (Host(HostRole.SPONSOR, "가"), Host(HostRole.HOST, "나"), Host(HostRole.HOST, "다"))
    assert part_contents.hosts_by_role(hosts) == ((HostRole.HOST, hosts[1:]), (HostRole.SPONSOR, hosts[:1]))
