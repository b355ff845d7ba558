"""Who owes figures is told to the house that runs the programme, and each is reminded of all quarters at once."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import collecting, reminding
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.reports.regional import reminders
from tests.actions.conftest import Cast
from tests.actions.regional.programme_story import NOW, begun, told

ON = date(2026, 8, 3)
"""Of 2025 all four quarters are over, of 2026 two: the second was due on 2026-07-22, 15 business days after its end."""


def test_those_who_owe_are_listed_until_they_tell_and_again_once_it_is_sent_back(ws: Workspace, cast: Cast) -> None:
    story, looking = begun(ws, cast), Looking(ws, cast.organiser)
    view = reminding.owing(looking, story.programme_id, on=ON)
    assert (view.offices, view.firms, view.to_confirm, view.with_address) == (
        5, 2, 0, frozenset({story.office_id, story.firm_id})
    )  # fmt: skip
    assert (view.lines[0].since, view.longest) == (date(2025, 4, 21), 469)
    told(ws, story, story.firm_id, revenue=700)
    view = reminding.owing(looking, story.programme_id, on=ON)
    owed = {line.teller.id: [str(owed.quarter) for owed in line.owed] for line in view.lines}
    assert (owed[story.firm_id], view.to_confirm) == (["2026-Q2"], 1)
    acting = Acting(ws, cast.organiser, NOW)
    collecting.send_back(acting, story.programme_id, f"{story.firm_id}:2026-Q1", "단위 확인<b>(가상)")
    view = reminding.owing(looking, story.programme_id, on=ON)
    line = next(line for line in view.lines if line.teller.id == story.firm_id)
    for lang, words in (
        ("ko", "2026년 1분기: 반려 후 미제출 (기한 2026. 4. 21., 사유: 단위 확인<b>(가상))"),
        ("en", "Q1 2026: sent back, not submitted again (due Apr 21, 2026; reason: 단위 확인<b>(가상))"),
    ):
        letter = reminders.reminder(view, line, lang, address="https://example.invalid/figures/f/s")
        assert words in letter.body
        assert letter.body.count("https://example.invalid/figures/f/s") == 1
    sheet = CalamineWorkbook.from_filelike(BytesIO(reminders.reminder_sheet(view, {}, "ko"))).get_sheet_by_index(0)
    assert sum("2026년 2분기" in str(row) for row in sheet.to_python()) == len(view.lines) == 7
    assert [owing.programme.id for owing in reminding.owing_everywhere(looking, on=ON)] == [story.programme_id]


def test_nobody_else_hears_who_owes(ws: Workspace, cast: Cast) -> None:
    story = begun(ws, cast)
    assert reminding.owing_everywhere(Looking(ws, cast.anna), on=ON) == ()
    with pytest.raises(NotAllowedError):
        reminding.owing(Looking(ws, cast.anna), story.programme_id, on=ON)
    with pytest.raises(NotFoundError):
        reminding.owing(Looking(ws, cast.admin), story.programme_id, on=ON)
