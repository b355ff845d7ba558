"""Tracks and reasons as data: read, checked, and handed out as domain values."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from dealflow.domain.pipeline.funnel import CONSULTING, Consultation, Reason, Stage, StageKind, Track
from dealflow.domain.pipeline.gate_ids import GATE_IDS
from dealflow.errors import InvalidInputError


@cache
def load_tracks(text: str | None = None) -> tuple[Track, ...]:
    """Return the tracks of ``text`` (TOML), or of the shipped catalogue.

    Raises:
        InvalidInputError: an id stands twice, a kind or a gate is unknown, a track does not open with an open stage,
            or a consultation leads to an unknown stage or speaks of who is no investor.
    """
    tracks = tuple(_track(entry) for entry in tomllib.loads(text or _shipped("tracks.toml"))["track"])
    _require_no_repeats("track", [track.id for track in tracks])
    return tracks


@cache
def load_reasons(text: str | None = None) -> tuple[Reason, ...]:
    """Return the reasons for passing of ``text`` (TOML), or of the shipped catalogue.

    Raises:
        InvalidInputError: an id stands twice.
    """
    reasons = tuple(Reason(**entry) for entry in tomllib.loads(text or _shipped("reasons.toml"))["reason"])
    _require_no_repeats("reason", [reason.id for reason in reasons])
    return reasons


def _shipped(name: str) -> str:
    return resources.files("dealflow.catalogue").joinpath(name).read_text("utf-8")


def _track(entry: dict[str, object]) -> Track:
    value = entry["stages"]
    if not isinstance(value, list) or not value:
        raise InvalidInputError(field="stages", problem="missing", value=entry.get("id"))
    stages = tuple(_stage(stage) for stage in value)
    _require_no_repeats("stage", [stage.id for stage in stages])
    if stages[0].kind is not StageKind.OPEN:
        raise InvalidInputError(field="stages", problem="first_not_open", value=entry["id"])
    counted = entry.get("stale_days_are", "calendar")
    if counted not in {"calendar", "business"}:
        raise InvalidInputError(field="stale_days_are", problem="unknown", value=entry["id"])
    return Track(
        str(entry["id"]),
        str(entry["name_ko"]),
        str(entry["name_en"]),
        stages,
        counted == "business",
        _consultation(entry, stages),
    )


def _consultation(entry: dict[str, object], stages: tuple[Stage, ...]) -> Consultation | None:
    value = entry.get("consultation")
    if not isinstance(value, dict):
        return None
    consultation = Consultation(
        str(value.get("stage", "")), tuple(value.get("joins", ())), tuple(value.get("opens", ()))
    )
    if consultation.stage and consultation.stage not in {stage.id for stage in stages}:
        raise InvalidInputError(field="stage", problem="unknown", value=consultation.stage)
    strangers = [kind for kind in (*consultation.joins, *consultation.opens) if kind not in CONSULTING]
    if strangers:
        raise InvalidInputError(field="kind", problem="unknown", value=strangers[0])
    return consultation


def _stage(entry: dict[str, str | int | list[str]]) -> Stage:
    if entry["kind"] not in set(StageKind):
        raise InvalidInputError(field="kind", problem="unknown", value=entry["kind"])
    stale, gate, chance = entry.get("stale_days"), entry.get("gate", []), entry.get("chance_percent")
    if not isinstance(gate, list) or not set(gate) <= set(GATE_IDS):
        raise InvalidInputError(field="gate", problem="unknown", value=gate)
    if isinstance(stale, list):
        raise InvalidInputError(field="stale_days", problem="no_number", value=stale)
    if chance is not None and (not isinstance(chance, int) or not 0 <= chance <= 100):  # noqa: PLR2004  # per cent
        raise InvalidInputError(field="chance_percent", problem="no_percentage", value=chance)
    return Stage(
        id=str(entry["id"]),
        kind=StageKind(str(entry["kind"])),
        name_ko=str(entry["name_ko"]),
        name_en=str(entry["name_en"]),
        stale_days=None if stale is None else int(stale),
        gate=tuple(gate),
        chance_percent=chance,
    )


def _require_no_repeats(field: str, ids: list[str]) -> None:
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise InvalidInputError(field=field, problem="repeated", value=id_)
