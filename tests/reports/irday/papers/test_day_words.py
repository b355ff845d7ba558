"""Words of the day: events that look alike are told apart, and only these; amounts say no more than they know."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.results.measures import Intention, Missing
from dealflow.domain.people.people import IrEvent
from dealflow.reports.irday.papers.day_words import told_apart
from dealflow.reports.irday.results import result_words

DAY = date(2026, 11, 19)


def event(event_id: str, title: str = "지역 IR", venue: str = "") -> IrEvent:
    return IrEvent(event_id, "o", title, "", DAY, venue)


def test_events_of_one_title_and_day_are_told_apart_by_venue_then_by_number() -> None:
    events = (
        event("a", venue="창원"), event("b", venue="부산"), event("c"), event("d"), event("e", "다른 IR", venue="대구"),
    )  # fmt: skip
    assert told_apart(events, "ko") == {
        "a": "지역 IR · 2026. 11. 19. · 창원",
        "b": "지역 IR · 2026. 11. 19. · 부산",
        "c": "지역 IR · 2026. 11. 19. · 1번",
        "d": "지역 IR · 2026. 11. 19. · 2번",
        "e": "다른 IR · 2026. 11. 19.",
    }
    assert told_apart((), "en") == {}


@given(st.lists(st.tuples(st.sampled_from("가나"), st.sampled_from(("", "창원", "부산"))), max_size=9))
def test_no_two_events_are_called_the_same(events: list[tuple[str, str]]) -> None:
    names = told_apart([event(str(n), title, venue) for n, (title, venue) in enumerate(events)], "en")
    assert len(set(names.values())) == len(events)


def test_an_intention_of_equal_ends_is_one_amount_and_an_unknown_one_says_so() -> None:
    def words(low: int | Missing, high: int | Missing, declared: int = 1) -> str:
        return result_words.intention(Intention(declared, declared, low, high, 0, 0), "ko")

    assert words(15_000_000_000, 15_000_000_000) == "150억 원"
    assert words(100_000_000, 200_000_000) == "1억 원 – 2억 원"
    assert words(Missing.NOBODY_TOLD, Missing.NOBODY_TOLD, 0) == "아직 회신 없음"
