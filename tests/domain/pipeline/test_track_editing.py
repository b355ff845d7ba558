from __future__ import annotations

from dataclasses import replace

import pytest

from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.pipeline.funnel import Stage, StageKind, Track
from dealflow.domain.pipeline.track_editing import require_legal_edit
from dealflow.errors import InvalidInputError

VC = {track.id: track for track in load_tracks()}["vc"]
EXTRA = Stage("reference", StageKind.ACTIVE, "평판 조회", "Reference calls")


def changed(stage_id: str, **change: object) -> Track:
    stages = tuple(replace(each, **change) if each.id == stage_id else each for each in VC.stages)  # type: ignore[arg-type]  # any field of a stage
    return replace(VC, stages=stages)


def without(stage_id: str) -> Track:
    return replace(VC, stages=tuple(each for each in VC.stages if each.id != stage_id))


def test_names_limits_gates_and_new_stages_are_free_to_change() -> None:
    require_legal_edit(VC, changed("ir", name_ko="오피스 IR", stale_days=7, gate=("company_name",)), {"ir"})
    require_legal_edit(VC, replace(VC, stages=(*VC.stages[:2], EXTRA, *VC.stages[2:])), {"ir", "portfolio"})
    require_legal_edit(VC, without("dd"), {"ir"})


@pytest.mark.parametrize(
    ("after", "problem"),
    [
        (replace(VC, id="other"), "unknown"),
        (replace(VC, stages=(*VC.stages[:-1], VC.stages[0], VC.stages[-1])), "repeated"),
        (changed("ir", name_en=" "), "missing"),
        (changed("ir", gate=("no_such_gate",)), "unknown"),
        (changed("ir", stale_days=0), "not_positive"),
        (replace(VC, stages=()), "first_not_open"),
        (changed("meeting", kind=StageKind.ACTIVE), "first_not_open"),
        (changed("portfolio", kind=StageKind.ACTIVE), "last_not_done"),
        (without("ir"), "in_use"),
        (without("ic"), "in_use"),
        (without("payment"), "in_use"),
        (replace(VC, stages=(VC.stages[0], VC.stages[2], VC.stages[1], *VC.stages[3:])), "reordered"),
    ],
)
def test_what_records_and_rules_rest_upon_stays(after: Track, problem: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        require_legal_edit(VC, after, {"ir"})
    assert refusal.value.parameters["problem"] == problem
