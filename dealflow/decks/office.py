"""LibreOffice, where it is installed, as the one that draws PowerPoint slides: a file in, a PDF out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

WALL_S: Final = 90.0
_MEMORY_BYTES: Final = 6 << 30
"""Of address space, of which it uses a twentieth."""
_FILE_BYTES: Final = 300_000_000
_CPU_S: Final = 80
_FILTER: Final = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SAFETY: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
</oor:items>
"""
"""No macros, and nothing is fetched that a slide only links to."""
_START: Final = """
import os, sys
try:
    import resource
    for name, value in (("RLIMIT_AS", {memory}), ("RLIMIT_FSIZE", {file}), ("RLIMIT_CPU", {cpu}), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
except (ImportError, ValueError, OSError):
    pass
os.execv(sys.argv[1], sys.argv[1:])
"""


@lru_cache(maxsize=1)
def program() -> str | None:
    """Return the path of LibreOffice's program; None where it is not installed."""
    command = shutil.which("soffice") or shutil.which("libreoffice")
    return command or next((place for place in _PLACES if Path(place).is_file()), None)


def as_pdf(data: bytes, *, wall_s: float = WALL_S) -> bytes | None:
    """Return a PowerPoint file as a PDF, a page for each slide, hidden ones included; None if that cannot be had.

    LibreOffice runs with a profile and a folder of its own, which are thrown away, and with limits of memory, time
    and file size (on Windows of time only).
    """
    office = program()
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="dealflow-slides-") as folder:
        source, converted = Path(folder, "deck.pptx"), Path(folder, "deck.pdf")
        source.write_bytes(data)
        settings = Path(folder, "profile", "user")
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_SAFETY, encoding="utf-8")
        _convert(office, Path(folder), wall_s)
        return converted.read_bytes() if converted.is_file() else None


def _convert(office: str, folder: Path, wall_s: float) -> None:
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(folder),
        str(folder / "deck.pptx"),
    ]
    start = _START.format(memory=_MEMORY_BYTES, file=_FILE_BYTES, cpu=_CPU_S)
    limited = command if sys.platform == "win32" else [sys.executable, "-I", "-c", start, *command]
    with subprocess.Popen(  # noqa: S603 -- a program found on this machine, our own arguments, no shell
        limited,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**{name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}, "HOME": str(folder)},
        start_new_session=True,
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(wall_s)
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started, finished or not."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
