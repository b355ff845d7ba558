"""What the uses of a column are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.sheets.fields import stage_of_day
from dealflow.i18n import name_of, t


def use_words(use: str, tracks: Sequence[Track], lang: str) -> str:
    """Return what a use is called: a field, or the day of a stage of a track."""
    of_day = stage_of_day(use)
    if of_day is None:
        return t(f"sheets.use.{use}", lang)
    track = next((track for track in tracks if track.id == of_day[0]), None)
    stage = next((stage for stage in track.stages if stage.id == of_day[1]), None) if track is not None else None
    return t("sheets.use.stage_day", lang, stage=name_of(stage, lang) if stage is not None else of_day[1])
