"""What a change of many leaves alone: moves that go back, and what a committee has decided, unless told otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.pipeline.bulk_rules import (
    AddTags,
    AssignTo,
    BulkOrder,
    Decline,
    Held,
    MoveTo,
    held_back,
    require_reasoned,
)
from dealflow.domain.pipeline.funnel import Engagement, Status, is_past_committee
from dealflow.errors import InvalidInputError

TRACK = load_tracks()[0]
AT = datetime(2026, 3, 2, tzinfo=UTC)
DEAL = Engagement("e", "a", "c", "a", "vc", "A", "review", Status.ACTIVE, AT, AT, AT, 1, "anna", tags=("AI",))


def at(stage: str) -> Engagement:
    return replace(DEAL, stage=stage)


def test_only_what_lies_behind_the_last_committee_is_decided() -> None:
    decided = [stage.id for stage in TRACK.stages if is_past_committee(TRACK, stage.id)]
    assert decided == ["contract", "payment", "registration", "portfolio"]
    followup = next(track for track in load_tracks() if track.id == "followup")
    assert not any(is_past_committee(followup, stage.id) for stage in followup.stages)


@pytest.mark.parametrize(
    ("stage", "to", "held"),
    [
        ("meeting", "ir", None),
        ("meeting", "pre_ic", None),
        ("meeting", "dd", Held.ILLEGAL),
        ("review", "review", Held.SAME),
        ("review", "meeting", Held.BACK),
        ("contract", "payment", Held.DECIDED),
        ("portfolio", "meeting", Held.DECIDED),
    ],
)
def test_moves_as_a_sweep_sees_them(stage: str, to: str, held: Held | None) -> None:
    assert held_back(at(stage), TRACK, BulkOrder(MoveTo(to))) is held


def test_who_wants_more_says_so_each_apart() -> None:
    assert held_back(at("review"), TRACK, BulkOrder(MoveTo("meeting"), "자료 재요청", with_back=True)) is None
    back = BulkOrder(MoveTo("meeting"), "잘못 옮김", with_back=True)
    assert held_back(at("contract"), TRACK, back) is Held.DECIDED
    assert held_back(at("contract"), TRACK, replace(back, with_decided=True)) is None
    for order in (replace(back, note=" "), BulkOrder(Decline("team"), with_decided=True)):
        with pytest.raises(InvalidInputError):
            require_reasoned(order)
    require_reasoned(BulkOrder(MoveTo("ir")))


def test_persons_and_tags_are_set_whatever_was_decided_and_a_pass_is_not() -> None:
    for change in (AssignTo("adam"), AddTags(("ESG",))):
        assert held_back(at("portfolio"), TRACK, BulkOrder(change)) is None
    for change in (AssignTo("anna"), AddTags(("AI",))):
        assert held_back(DEAL, TRACK, BulkOrder(change)) is Held.SAME
    assert held_back(at("payment"), TRACK, BulkOrder(Decline("team"))) is Held.DECIDED
    assert held_back(at("review"), TRACK, BulkOrder(Decline("team"))) is None
    passed = replace(DEAL, status=Status.PASSED)
    assert held_back(passed, TRACK, BulkOrder(Decline("team"))) is Held.CLOSED
    assert held_back(passed, TRACK, BulkOrder(MoveTo("pre_ic"))) is Held.CLOSED
