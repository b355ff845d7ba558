"""Uploaded files while they wait in memory: how many a page has, and letting them go once they are taken in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in memory: files and bytes of one page, bytes of all."""

    files: int
    bytes_of_page: int
    bytes_of_all: int


def waiting(page: str) -> Waiting:
    """Return what waits, for the page of that session of Streamlit's."""
    manager = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    if not isinstance(manager, MemoryUploadedFileManager):
        return Waiting(0, 0, 0)
    stored = {session: list(files.values()) for session, files in list(manager.file_storage.items())}
    sizes = {session: sum(len(file.data) for file in files) for session, files in stored.items()}
    return Waiting(len(stored.get(page, ())), sizes.get(page, 0), sum(sizes.values()))


def let_go(files: Iterable[UploadedFile]) -> None:
    """Let files go out of memory: they were taken in, and the form that brought them is empty next time."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
