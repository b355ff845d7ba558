"""Disks and folders that do not take what is written to them, told in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dealflow.errors import StorageError

_PROBLEMS: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
}


@contextmanager
def told_as_storage(folder: Path) -> Iterator[None]:
    """Run what writes into a folder; what its disk refuses is told as our own error.

    Raises:
        StorageError: the disk is full, the folder is read-only or somebody else's, or the disk fails.
    """
    try:
        yield
    except OSError as error:
        problem = _PROBLEMS.get(error.errno or 0, "failed")
        raise StorageError(problem=problem, place=str(folder)) from error
