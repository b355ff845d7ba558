"""A note that somebody has begun and not kept: it is there after a reload, in another tab, and on the next day."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.own_drafts import own_drafts

Fields = Mapping[str, object]
"""What stands in the form, by field: texts, and lists of ids."""


def drafted(looking: Looking, subject: str) -> dict[str, object]:
    """Return what the viewer had typed into the form of a subject (a company, a deal, or a note); empty for nothing."""
    text = own_drafts(looking).get(looking.viewer.person_id, _form(subject))
    try:
        fields = json.loads(text) if text else {}
    except ValueError:  # an earlier version wrote it
        return {}
    return fields if isinstance(fields, dict) else {}


def keep_draft(looking: Looking, subject: str, fields: Fields) -> None:
    """Keep what the viewer has typed; others do not see it."""
    text = json.dumps(dict(fields), ensure_ascii=False)
    own_drafts(looking).put(looking.viewer.person_id, _form(subject), text)


def forget_draft(looking: Looking, subject: str) -> None:
    """Forget the viewer's draft."""
    own_drafts(looking).drop(looking.viewer.person_id, _form(subject))


def _form(subject: str) -> str:
    return f"note:{subject}"
