"""The last change of many by a person, kept so that a reload or another device does not lose the way back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ValidationError

from dealflow.actions.pipeline.bulk_changes import Outcome, Target
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.own_drafts import own_drafts
from dealflow.domain.people.access import Act, may
from dealflow.store.ledger.queries import pipeline

_FORM: Final = "bulk change"
_OFFERED: Final = timedelta(days=1)


class _Batch(BaseModel):
    """What is kept: when, and which version each engagement of the batch had after it."""

    at: datetime
    versions: dict[str, int]


def keep_batch(looking: Looking, outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Keep what of the outcomes went as the viewer's last batch; nothing of it: the one before is no longer offered."""
    versions = {outcome.target.engagement_id: outcome.version for outcome in outcomes if outcome.went}
    text = json.dumps({"at": at.isoformat(), "versions": versions})
    own_drafts(looking).put(looking.viewer.person_id, _FORM, text)


def last_batch(looking: Looking, *, at: datetime) -> tuple[Outcome, ...]:
    """Return what of the viewer's last batch can be taken back: of the last day, and nobody acted on it since."""
    if not may(looking.viewer, Act.EDIT_PIPELINE):
        return ()
    text = own_drafts(looking).get(looking.viewer.person_id, _FORM)
    try:
        batch = None if text is None else _Batch.model_validate_json(text)
    except ValidationError:  # an earlier version wrote it
        return ()
    if batch is None or not batch.versions or at - batch.at > _OFFERED:
        return ()
    with looking.ws.ledger.read() as session:
        now = pipeline.versions_owned(session, looking.ws.name, looking.viewer, batch.versions)
    return tuple(
        Outcome(Target(name), None, version) for name, version in batch.versions.items() if now.get(name) == version
    )
