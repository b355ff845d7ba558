"""A plan in words: every rule, reason and request in both languages, clashes line by line, and what a firm is told."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest

from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.timetable.disruptions import TroubleKind
from dealflow.domain.irday.timetable.hard_rules import Clash, Rule
from dealflow.domain.irday.timetable.open_slots import Barred
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pitch, Timetable
from dealflow.domain.irday.timetable.timetable_diff import changes
from dealflow.domain.irday.timetable.unmet_requests import Why
from dealflow.domain.people.people import IrEvent
from dealflow.errors import ClashError, NoTimetableError, SolverCrashedError
from dealflow.i18n import LANGUAGES, Language, has
from dealflow.reports.irday.timetable.plan_words import Names, clash_lines, failure_words, notice
from dealflow.schedule.explanation import Binding, Explanation, Request, RequestKind
from dealflow.schedule.solution import Phase
from tests.domain.irday.days import EVENT, EVERYBODY, ONE, TEN, programme

DAY = Day(
    IrEvent(EVENT, "o", "[모의] IR 데이", "[Mock] IR day", date(2026, 4, 1)), programme(), 1, EVERYBODY, {}, (),
    Plan(EVENT), 0, {}, {}, {},
)  # fmt: skip
KO, EN = Names(DAY, "ko"), Names(DAY, "en")
FIRST, SECOND = (f"c{m}-{m + 25}" for m in (ONE, ONE + 30))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("timetable.clash", Rule),
        ("timetable.rule", Rule),
        ("timetable.barred", Barred),
        ("timetable.why", Why),
        ("timetable.request", RequestKind),
        ("timetable.phase", Phase),
        ("timetable.trouble", TroubleKind),
        ("enum.trouble_kind", TroubleKind),
    ],
)
def test_every_rule_reason_and_request_has_its_words(place: str, words: type[StrEnum], lang: Language) -> None:
    assert [each.value for each in words if not has(f"{place}.{each.value}", lang)] == []
    if words is RequestKind:
        assert [each.value for each in words if not has(f"{place}.{each.value}.do", lang)] == []


def test_a_clash_names_who_when_and_where() -> None:
    acts = (Act("s1", "v1"), Act("s2", "v1"))
    found = (
        Clash(Rule.ONE_PLACE, ("s1", "v1", "s2"), acts, FIRST, "t2", "v1"),
        Clash(Rule.TABLE_TAKEN, ("s1", "v1", "s2"), acts, FIRST, "t1", counted=2, allowed=1),
        Clash(Rule.TABLE_TAKEN, ("s1", "v1", "s2"), acts, FIRST, "t1", counted=2, allowed=1),
        Clash(Rule.PITCH_MISSING, ("gone",), (Act("gone"),)),
    )
    assert clash_lines(found, KO) == [
        "v1(가상): 13:00–13:25에 일정이 겹칩니다(s1(가상) × v1(가상), s2(가상) × v1(가상)).",
        "T1: 13:00–13:25에 상담 2건이 겹칩니다.",
        "(참가자 아님): 피칭 시간이 없습니다.",
    ]
    head, lines = failure_words(ClashError(clashes=found), EN)
    assert (head, len(lines)) == ("Not kept: the timetable would clash (3).", 3)


def test_requests_that_conflict_are_named_with_what_to_do_about_them() -> None:
    pins = tuple(
        Request(RequestKind.PIN, (Act(name),), slots=(f"p{TEN}-{TEN + 12}",), place="hall") for name in ("s1", "s2")
    )
    why = Explanation(is_possible=False, requests=pins, binds=(Binding(Rule.STAGE_FULL),), is_smallest=True)
    head, lines = failure_words(NoTimetableError(explanation=why), KO)
    assert head == "다음 2가지를 함께 지킬 수 없습니다. 하나를 풀면 작성할 수 있습니다."
    assert lines == [
        "s1(가상) 피칭: 10:00–10:12 대회의실 고정 → 고정 풀기",
        "s2(가상) 피칭: 10:00–10:12 대회의실 고정 → 고정 풀기",
        "걸리는 조건: 피칭 자리 수",
    ]
    assert failure_words(NoTimetableError(explanation=None), EN)[1] == []
    assert failure_words(SolverCrashedError(exit_code=-6, killed=False, detail=""), KO)[0].startswith(
        "시간표 자동 작성이"
    )


def test_a_firm_is_told_its_own_changes_in_both_languages_and_nobody_elses() -> None:
    before = Timetable(
        (Meeting("s1", "v1", FIRST, "t1", "v1"), Meeting("s2", "v2", FIRST, "t2", "v2")),
        (Pitch("s1", "p600-612", "hall"),),
    )
    after = Timetable((Meeting("s1", "v1", SECOND, "t1", "v1"),), (Pitch("s1", "p615-627", "hall"),))
    found = changes(before, after)
    assert notice(DAY, found, "v1", 2) == (
        "[모의] IR 데이 일정 변경 안내(2차)\nv1(가상) 귀중\n\n"
        "- 변경: s1(가상) 상담 13:00–13:25 T1 → 13:30–13:55 T1\n\n문의는 행사 사무국으로 부탁드립니다.\n\n"
        "[Mock] IR day: your schedule has changed (revision 2)\nTo: v1 (Fictional)\n\n"
        "- Moved: Consultation with s1 (Fictional), 13:00–13:25 T1 → 13:30–13:55 T1\n\n"
        "Please contact the event office with any questions."
    )
    assert "취소: s2(가상) 상담" in notice(DAY, found, "v2", 2)
    assert "변경: 피칭 10:00–10:12 대회의실 → 10:15–10:27 대회의실" in notice(DAY, found, "s1", 2)
    assert "s2" not in notice(DAY, found, "s1", 2)
