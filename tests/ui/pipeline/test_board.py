"""The board: what a card shows, where it may go, and that nothing but plain values leaves for the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.pipeline.engagements import BoardColumn, EngagementRow
from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.pipeline.funnel import Engagement, StageKind, Status
from dealflow.ui.pipeline import board

VC = next(track for track in load_tracks() if track.id == "vc")
ON = date(2026, 3, 20)
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANALYST = Viewer("anna", "a", Role.ANALYST)
ENGAGEMENT = Engagement(
    id="e1", owner_id="a", company_id="c1", investor_id="b", track="vc", round_label="Series A", stage="meeting",
    status=Status.ACTIVE, opened_at=THEN, stage_since=THEN, last_event_at=THEN, version=3, assignee_id="anna",
    next_step="실사 일정", next_due=date(2026, 3, 19),
)  # fmt: skip
ROW = EngagementRow(
    engagement=ENGAGEMENT, company_name="가온(가상)", company_name_en="Gaon (Fictional)",
    investor_ko="나무벤처스(가상)", investor_en="Namu (Fictional)", assignee_name="심사역", days_in_stage=18,
    stale=True, moves=("ir", "review", "pre_ic"),
)  # fmt: skip


def having(**changes: object) -> EngagementRow:
    return replace(ROW, engagement=replace(ENGAGEMENT, **changes))  # type: ignore[arg-type]  # a test's shorthand


def test_a_card_shows_company_investor_round_days_next_step_and_where_it_may_go() -> None:
    assert board.card(ROW, ANALYST, on=ON, lang="ko") == {
        "id": "e1",
        "column": "meeting",
        "title": "가온(가상)",
        "sub": "나무벤처스(가상) · Series A",
        "href": "pipeline?track=vc&open=e1",
        "tone": "",
        "next": {"text": "실사 일정 · 기한 2026. 3. 19. 지남", "tone": "late"},
        "chips": [
            {"text": "18일째", "tone": "warn", "title": "이 단계의 기준 일수 동안 아무 움직임이 없었습니다."},
        ],
        "amounts": "",
        "figures": "",
        "owner": {"initial": "사역", "name": "심사역", "colour": "#4A5568"},
        "moves": ["ir", "review", "pre_ic"],
        "seen": 3,
    }


def test_a_card_speaks_the_readers_language_and_leaves_out_the_viewers_own_firm() -> None:
    shown = board.card(having(investor_id="a"), ANALYST, on=ON, lang="en")
    assert (shown["title"], shown["sub"], shown["href"]) == (
        "Gaon (Fictional)",
        "Series A",
        "pipeline?track=vc&open=e1&lang=en",
    )


@pytest.mark.parametrize(
    ("due", "tone"), [(date(2026, 3, 19), "late"), (date(2026, 3, 20), "due"), (date(2026, 3, 21), "")]
)
def test_a_next_step_is_late_the_day_after_its_day(due: date, tone: str) -> None:
    shown = board.next_step(having(next_due=due), ON, "ko")
    assert shown is not None
    assert shown["tone"] == tone


def test_a_step_without_a_day_is_never_late_and_no_step_shows_nothing() -> None:
    assert board.next_step(having(next_due=None), ON, "ko") == {"text": "실사 일정", "tone": ""}
    assert board.next_step(having(next_step="", next_due=None), ON, "ko") is None


@pytest.mark.parametrize(
    "viewer",
    [Viewer("vera", "a", Role.VIEWER), Viewer("bora", "b", Role.ANALYST), Viewer("gil", "a", Role.COMPANY_GUEST)],
)
def test_who_may_not_act_is_offered_no_move(viewer: Viewer) -> None:
    shown = board.card(ROW, viewer, on=ON, lang="ko")
    assert shown["moves"] == []


def test_stage_and_status_stand_apart_on_a_card() -> None:
    shown = board.card(replace(having(status=Status.PASSED), stale=False, moves=()), ANALYST, on=ON, lang="en")
    assert (shown["column"], shown["tone"], shown["moves"]) == ("meeting", "quiet", [])
    assert shown["chips"] == [
        {"text": "Declined", "tone": "out"},
        {"text": "18 days in stage"},
    ]


def test_every_stage_of_the_track_is_a_column_and_decisions_say_so() -> None:
    columns = [BoardColumn(stage, (ROW,) if stage.id == "meeting" else ()) for stage in VC.stages]
    drawn = board.data(columns, ANALYST, on=ON, lang="ko")
    assert [column["id"] for column in drawn["columns"]] == [stage.id for stage in VC.stages]
    assert [column["note"] for column in drawn["columns"]] == [
        "의결" if stage.kind is StageKind.DECISION else "" for stage in VC.stages
    ]


def test_a_crowded_stage_shows_its_first_cards_how_many_there_are_and_the_way_to_the_others() -> None:
    crowd = tuple(having(id=f"e{number}") for number in range(board.MOST_CARDS + 7))
    drawn = board.data([BoardColumn(VC.first, crowd), BoardColumn(VC.stages[1], (ROW,))], ANALYST, on=ON, lang="ko")
    assert [card["id"] for card in drawn["cards"]] == [*(f"e{number}" for number in range(board.MOST_CARDS)), "e1"]
    assert [(column["count"], column["rest"]) for column in drawn["columns"]] == [
        (board.MOST_CARDS + 7, "외 7건은 표에서 보기"),
        (1, ""),
    ]


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(("ko", "en")))
def test_whatever_people_write_leaves_as_plain_text_and_comes_back_the_same(name: str, step: str, lang: str) -> None:
    row = replace(having(next_step=step), company_name=name, company_name_en="")
    drawn = board.data([BoardColumn(VC.first, (row,))], ANALYST, on=ON, lang=lang)
    back = json.loads(json.dumps(drawn))
    assert back == drawn
    assert back["cards"][0]["title"] == name
