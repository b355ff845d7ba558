"""Disks and folders that do not take what is written to them, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dealflow.errors import StorageError
from dealflow.store.files import refusal_of


@contextmanager
def told_as_storage(folder: Path) -> Iterator[None]:
    """Run what writes into a folder; what its disk refuses is told as our own error.

    Raises:
        StorageError: the disk is full, the folder is read-only or somebody else's, or the disk fails.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(problem=refusal_of(error), place=str(folder)) from error
