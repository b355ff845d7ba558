"""The folder of what people have begun or looked at, beside the files: one small file a person and form."""

from __future__ import annotations

from pathlib import Path

from dealflow.actions.platform.context import Looking
from dealflow.store.drafts import Drafts


def own_drafts(looking: Looking) -> Drafts:
    """Return the drafts of the workspace; whoever asks names the person and the form."""
    return Drafts(Path(looking.ws.settings.files_dir).parent / "drafts")
