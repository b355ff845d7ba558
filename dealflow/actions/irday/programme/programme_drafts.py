"""A programme that somebody has begun and not kept: it is there after a reload, in another tab, and on the next day."""

from __future__ import annotations

import json

from pydantic import TypeAdapter, ValidationError

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.own_drafts import own_drafts
from dealflow.domain.irday.programme.programme import Programme

_PROGRAMME = TypeAdapter(Programme)


def drafted(looking: Looking, ir_event_id: str) -> tuple[int, Programme] | None:
    """Return the version that the viewer's draft goes out from, and the draft; None where there is none that fits."""
    text = own_drafts(looking).get(looking.viewer.person_id, _form(ir_event_id))
    if text is None:
        return None
    try:
        base, programme = json.loads(text)
        return int(base), _PROGRAMME.validate_python(programme)
    except (ValueError, TypeError, ValidationError):  # an earlier version wrote it
        return None


def keep_draft(looking: Looking, base: int, programme: Programme) -> None:
    """Keep the viewer's draft of a programme; others do not see it."""
    text = json.dumps([base, _PROGRAMME.dump_python(programme, mode="json")], ensure_ascii=False)
    own_drafts(looking).put(looking.viewer.person_id, _form(programme.ir_event_id), text)


def forget_draft(looking: Looking, ir_event_id: str) -> None:
    """Forget the viewer's draft of an event's programme."""
    own_drafts(looking).drop(looking.viewer.person_id, _form(ir_event_id))


def _form(ir_event_id: str) -> str:
    return f"programme:{ir_event_id}"
