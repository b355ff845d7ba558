"""What a person has begun and not kept: one small file a person and form, beside the journal and never in it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_MOST_BYTES: Final = 2_000_000
"""The largest programme that may be kept, four hundred parts with long names, has a tenth of it."""


class Drafts:
    """A folder of drafts that only the server's account can read. Threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, person_id: str, form: str, text: str) -> None:
        """Keep a draft in place of the person's former one; one that is too large is not kept."""
        data = text.encode("utf-8", "replace")
        if len(data) > _MOST_BYTES:
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".coming-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(self._path(person_id, form))

    def get(self, person_id: str, form: str) -> str | None:
        """Return the person's draft of a form, or None."""
        try:
            return self._path(person_id, form).read_text("utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def drop(self, person_id: str, form: str) -> None:
        """Forget the person's draft of a form."""
        with suppress(FileNotFoundError):
            self._path(person_id, form).unlink()

    def _path(self, person_id: str, form: str) -> Path:
        return self._folder / hashlib.sha256(f"{person_id}\x1f{form}".encode()).hexdigest()
