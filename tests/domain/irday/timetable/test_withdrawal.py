"""What a firm's leaving costs is known before it leaves."""

from __future__ import annotations

from dealflow.domain.irday.timetable.timetable import Meeting, Pitch, Timetable
from dealflow.domain.irday.timetable.withdrawal import Withdrawal, withdrawal

PLAN = Timetable(
    (Meeting("s1", "v1", "c780-805", "t1", "v1"), Meeting("s1", "v2", "c810-835", "t1", "v2"),
     Meeting("s2", "v1", "c810-835", "t2", "v1")),
    (Pitch("s1", "p600-612", "hall"),),
)  # fmt: skip


def test_it_counts_what_falls_away_and_names_whom_the_firm_would_have_met() -> None:
    assert withdrawal(PLAN, "s1") == Withdrawal(2, 1, ("v1", "v2"))
    assert withdrawal(PLAN, "v1") == Withdrawal(2, 0, ("s1", "s2"))
    assert not withdrawal(PLAN, "s9").has_effect


def test_what_has_begun_falls_away_no_more_and_nothing_does_before_it_is_published() -> None:
    assert withdrawal(PLAN, "s1", since_min=790) == Withdrawal(1, 0, ("v2",))
    assert withdrawal(PLAN, "s1", since_min=600) == Withdrawal(2, 1, ("v1", "v2"))
    assert withdrawal(None, "s1") == Withdrawal()
