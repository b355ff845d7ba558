from __future__ import annotations

import pytest

from dealflow.catalogue.tracks import load_reasons, load_tracks
from dealflow.domain.pipeline.funnel import StageKind
from dealflow.errors import InvalidInputError

TRACK = """
[[track]]
id = "t"
name_ko = "가"
name_en = "A"
stages = [
    { id = "a", kind = "%s", name_ko = "가", name_en = "A" },
    { id = "%s", kind = "done", name_ko = "나", name_en = "B" },
]
"""


def test_the_vc_track_runs_from_the_first_meeting_to_the_portfolio() -> None:
    vc = {track.id: track for track in load_tracks()}["vc"]
    assert [stage.name_ko for stage in vc.stages] == [
        "미팅",
        "IR",
        "자료 검토",
        "예비투심",
        "실사",
        "텀시트",
        "본투심",
        "계약 품의",
        "납입",
        "등기",
        "사후관리",
    ]
    assert [stage.id for stage in vc.stages if stage.kind is StageKind.DECISION] == ["pre_ic", "ic"]


def test_the_operators_track_goes_on_from_the_pre_investment_to_the_follow_on() -> None:
    tips = {track.id: track for track in load_tracks()}["tips"]
    assert [stage.name_ko for stage in tips.stages[tips.position("pre_invested") :]] == [
        "선투자 확인",
        "추천",
        "과제 신청",
        "사전 검토",
        "서면 평가",
        "대면 평가",
        "선정",
        "협약",
        "과제 수행",
        "연차 평가",
        "단계 평가",
        "최종 평가",
        "매칭투자",
        "후속투자",
    ]


def test_the_gates_stand_before_the_stages_that_they_guard() -> None:
    tracks = {track.id: track for track in load_tracks()}
    assert {stage.id: stage.gate for track in tracks.values() for stage in track.stages if stage.gate} == {
        "pre_ic": ("company_name", "business_field", "round", "assignee"),
        "ic": ("terms", "sound_terms", "share_counts", "par", "price", "papers"),
        "contract": ("approval", "registration_number"),
        "payment": ("approval", "conditions", "registration_number"),
        "registration": ("payment",),
        "pre_invested": ("pre_investment",),
        "recommended": ("operator_term", "free_slot", "eligibility", "recommendation"),
        "applied": ("recommendation",),
    }


def test_every_track_opens_and_ends() -> None:
    for track in load_tracks():
        assert track.first.kind is StageKind.OPEN
        assert track.stages[-1].kind is StageKind.DONE


def test_a_reason_is_named_in_both_languages() -> None:
    assert all(reason.name_ko and reason.name_en for reason in load_reasons())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (TRACK % ("open", "a"), "repeated"),
        (TRACK % ("active", "b"), "first_not_open"),
        (TRACK % ("closed", "b"), "unknown"),
        ((TRACK % ("open", "b")).replace('"B" }', '"B", gate = ["no_such_gate"] }'), "unknown"),
    ],
)
def test_a_track_that_cannot_work_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        load_tracks(text)
    assert refusal.value.parameters["problem"] == problem


def test_stale_days_are_korean_business_days_in_every_shipped_track() -> None:
    assert all(track.in_business_days for track in load_tracks())


def test_how_a_track_counts_its_days_is_one_of_two_ways() -> None:
    given = TRACK % ("open", "b")
    assert not load_tracks(given)[0].in_business_days
    assert load_tracks(given.replace('id = "t"', 'id = "t"\nstale_days_are = "business"'))[0].in_business_days
    with pytest.raises(InvalidInputError):
        load_tracks(given.replace('id = "t"', 'id = "t"\nstale_days_are = "moons"'))
