"""Editing a track: names, gates, limits and new stages as one likes; never what engagements and rules rest upon."""

from __future__ import annotations

from collections.abc import Collection

from dealflow.domain.pipeline.funnel import Stage, StageKind, Track
from dealflow.domain.pipeline.gate_ids import GATE_IDS
from dealflow.errors import InvalidInputError


def require_legal_edit(before: Track, after: Track, in_use: Collection[str]) -> None:
    """Require that an administrator may put ``after`` in the place of ``before``.

    ``in_use``: the stages that engagements stand at, or have stood at. The stages that stay keep their order, and
    those with gates or decisions cannot go, since a record rests upon them.

    Raises:
        InvalidInputError: another track is meant, a name is empty, an id stands twice, a gate is unknown, the first
            stage is not the way in or the last one not the end, stages change places, or one is taken away that is
            in use, a decision, or guarded.
    """
    if after.id != before.id:
        raise InvalidInputError(field="track", problem="unknown", value=after.id)
    ids = [stage.id for stage in after.stages]
    repeated = [id_ for place, id_ in enumerate(ids) if id_ in ids[:place]]
    if repeated:
        raise InvalidInputError(field="stage", problem="repeated", value=repeated[0])
    for stage in after.stages:
        _require_sound_stage(stage)
    if not after.stages or after.first.kind is not StageKind.OPEN:
        raise InvalidInputError(field="stages", problem="first_not_open", value=after.id)
    if after.stages[-1].kind is not StageKind.DONE:
        raise InvalidInputError(field="stages", problem="last_not_done", value=after.id)
    _require_bound_stages(before, ids, in_use)


def _require_sound_stage(stage: Stage) -> None:
    """Require that a stage can be shown, and its gates are known."""
    if not stage.id.strip() or not stage.name_ko.strip() or not stage.name_en.strip():
        raise InvalidInputError(field="stage", problem="missing", value=stage.id)
    if not set(stage.gate) <= set(GATE_IDS):
        raise InvalidInputError(field="gate", problem="unknown", value=stage.id)
    if stage.stale_days is not None and stage.stale_days <= 0:
        raise InvalidInputError(field="stale_days", problem="not_positive", value=stage.stale_days)
    if stage.chance_percent is not None and not 0 <= stage.chance_percent <= 100:  # noqa: PLR2004  # per cent
        raise InvalidInputError(field="chance_percent", problem="no_percentage", value=stage.chance_percent)


def _require_bound_stages(before: Track, ids: list[str], in_use: Collection[str]) -> None:
    """Require that all that must stay is there, in its order."""
    for stage in before.stages:
        bound = stage.id in in_use or stage.kind is StageKind.DECISION or bool(stage.gate)
        if stage.id not in ids and bound:
            raise InvalidInputError(field="stage", problem="in_use", value=stage.id)
    texts = [stage.id for stage in before.stages if stage.id in ids]
    if texts != [id_ for id_ in ids if id_ in set(texts)]:
        raise InvalidInputError(field="stages", problem="reordered", value=before.id)
