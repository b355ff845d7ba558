"""How many people can work at once on one process? ``python bench/load.py [PEOPLE] [ARRIVE_S] [THINK_S] [WORK_S]``.

Loads the fictional event, serves it, and lets so many people arrive within ARRIVE_S seconds, each over a websocket as a
browser opens it. Once in, each goes to another screen about every THINK_S seconds. A wait counts from when a person
meant to act to the end of the server's drawing; what a browser then takes is not in it. CPU is the server's own.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ("", "decks", "companies", "pipeline", "funnel", "committee", "deadlines", "register")
_START_S = 120


@dataclass
class Waits:
    """How long people waited, in seconds."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    failed: int = 0


def load_event(folder: Path) -> dict[str, str]:
    """Load the fictional event unless the folder holds books, and return the environment in which they are used."""
    environment = {**os.environ, "DEALFLOW_DATA_DIR": str(folder), "DEALFLOW_DEMO": "true", "DEALFLOW_DATABASE_URL": ""}
    if not (folder / "ledger.sqlite3").exists():
        load = [sys.executable, "-c", "from dealflow.cli import main; main()", "demo", "load"]
        subprocess.run(load, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
    return environment


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the fictional event, freshly loaded, and give its host and its process."""
    environment = load_event(folder)
    port = free_port()
    command = [sys.executable, "-m", "dealflow.ui.kit.server", "streamlit_app.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sys.stderr)
    try:
        wait_for(port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", None, _START_S):
            pass  # the port is there before the application is
        yield f"127.0.0.1:{port}", psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(30)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens at a port, two minutes at most."""
    for _ in range(_START_S * 4):
        if _listens(port):
            return
        time.sleep(0.25)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@asynccontextmanager
async def browser(host: str) -> AsyncIterator[ClientConnection]:
    """Open a page as a browser does: the document gives the cookie, the cookie opens the socket."""
    with await asyncio.to_thread(urllib.request.urlopen, f"http://{host}/", None, 120) as document:
        cookies = "; ".join(value.split(";")[0] for value in document.headers.get_all("Set-Cookie") or ())
    async with connect(
        f"ws://{host}/_stcore/stream",
        origin=f"http://{host}",
        additional_headers={"Cookie": cookies},
        subprotocols=["streamlit"],
        max_size=None,
        open_timeout=120,
        ping_interval=None,
    ) as connection:
        yield connection


async def drawn(connection: ClientConnection, page: str) -> str:
    """Ask for a page and wait until it is drawn; return how the run ended."""
    question = BackMsg()
    question.rerun_script.page_name = page
    question.rerun_script.query_string = ""
    await connection.send(question.SerializeToString())
    while True:
        message = ForwardMsg.FromString(await connection.recv())
        if message.WhichOneof("type") == "script_finished":
            return ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)


async def person(host: str, arrives_s: float, until: float, think_s: float, waits: Waits) -> None:
    """Arrive, and go from screen to screen until the end."""
    chance = Random(arrives_s)
    await asyncio.sleep(arrives_s)
    meant = time.monotonic()
    try:
        async with browser(host) as connection:
            await drawn(connection, "")
            waits.first.append(time.monotonic() - meant)
            meant += chance.uniform(0, 2) * think_s
            while (meant := max(meant, time.monotonic() - think_s)) < until:
                await asyncio.sleep(max(0.0, meant - time.monotonic()))
                await drawn(connection, chance.choice(SCREENS))
                waits.again.append(time.monotonic() - meant)
                meant = time.monotonic() + chance.uniform(0, 2) * think_s
    except (OSError, TimeoutError):
        waits.failed += 1


async def crowd(host: str, people: int, arrive_s: float, think_s: float, work_s: float) -> Waits:
    """Let everybody arrive and work."""
    waits = Waits()
    until = time.monotonic() + arrive_s + work_s
    arrivals = [arrive_s * number / people for number in range(people)]
    await asyncio.gather(*(person(host, arrives_s, until, think_s, waits) for arrives_s in arrivals))
    return waits


def told(name: str, seconds: Sequence[float]) -> str:
    """Return the middle, the 95th of a hundred and the worst."""
    if not seconds[1:]:
        return f"{name}: {len(seconds)}"
    p95 = statistics.quantiles(seconds, n=20)[-1]
    return (
        f"{name}: {len(seconds)}, p50 {statistics.median(seconds):.2f} s, p95 {p95:.2f} s, worst {max(seconds):.2f} s"
    )


def main(arguments: Sequence[str]) -> None:
    """Measure once and print."""
    people, arrive_s, think_s, work_s = (int(argument) for argument in [*arguments, "60", "15", "20", "60"][:4])
    folder = os.environ.get("DEALFLOW_BENCH_DIR")
    with tempfile.TemporaryDirectory() as temporary, served(Path(folder or temporary)) as (host, process):
        asyncio.run(crowd(host, 2, 1, 1, 5))  # the first visitors pay for what a process loads once
        before, began = process.cpu_times(), time.monotonic()
        memory = process.memory_info().rss
        waits = asyncio.run(crowd(host, people, arrive_s, think_s, work_s))
        after, seconds = process.cpu_times(), time.monotonic() - began
        cpu = after.user + after.system - before.user - before.system
        runs = len(waits.first) + len(waits.again)
        grown = (process.memory_info().rss - memory) / 2**20 / people
        print(told("first page", waits.first))
        print(told("another screen", waits.again))
        print(f"failed: {waits.failed}; CPU {cpu:.0f} s in {seconds:.0f} s, {cpu / max(1, runs):.3f} s a run; ", end="")
        print(f"memory {grown:.2f} MB a person; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
