"""How an engagement stands, in words: what ended in a programme's evaluation did not end by a firm's own choice."""

from __future__ import annotations

from typing import Final

from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.i18n import t

_PROGRAMME: Final = "tips"
_EVALUATED: Final = frozenset({"applied", "precheck", "eval_document", "eval_presentation"})
_SELECTED: Final = frozenset({"selected", "agreed"})


def status_words(engagement: Engagement, lang: str) -> str:
    """Return the status: of the operator's track, after the application, not selected or the agreement given up."""
    if engagement.status is Status.PASSED and engagement.track == _PROGRAMME:
        if engagement.stage in _EVALUATED:
            return t("enum.status.not_selected", lang)
        if engagement.stage in _SELECTED:
            return t("enum.status.given_up", lang)
    return t(f"enum.status.{engagement.status.value}", lang)
