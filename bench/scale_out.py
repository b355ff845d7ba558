"""Two processes on one PostgreSQL behind nginx: when does one see what the other did, what does a killed one lose?

``python bench/scale_out.py --proxy URL --processes URL URL --tokens T... --kill PID [--trust CERTIFICATE]`` with
``deploy/nginx.conf`` before the two, and tokens that may write. It opens a company and a deal a token, moves each to
and fro at one process and asks the other until it is seen; then all write through the proxy, with a key for each act,
while the process PID is killed with -9. An act without an answer is sent again under its key, as programs do.
"""

from __future__ import annotations

import argparse
import os
import signal
import ssl
import statistics
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Final

import httpx

_ROUNDS: Final = 40
_WRITES_S: Final = 25.0
_KILLED_AFTER_S: Final = 8.0
_PACE_S: Final = 0.25
TRUST: Final = ssl.create_default_context()
_THERE_AND_BACK: Final = ("ir", "meeting")


@dataclass
class Writer:
    """One program at its deal: what was acknowledged, and how long it once waited."""

    token: str
    engagement: str = ""
    acknowledged: int = 0
    sent_again: int = 0
    longest_wait_s: float = 0.0
    problems: list[str] = field(default_factory=list)

    def client(self, address: str) -> httpx.Client:
        """Return a client of the API at an address."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=f"{address}/api/v1", headers=headers, verify=TRUST, timeout=20)

    def begin(self, address: str) -> None:
        """Open a company and a deal of it."""
        with self.client(address) as client:
            name = f"확장 시험 {uuid.uuid4().hex[:8]}(가상)"
            company = client.post("/companies", json={"name": name}).raise_for_status().json()["id"]
            house = client.get("/me").raise_for_status().json()["organisation_id"]
            deal = {"company_id": company, "investor_id": house, "track": "vc", "round_label": "Seed"}
            self.engagement = client.post("/engagements", json=deal).raise_for_status().json()["id"]

    def stage(self, client: httpx.Client) -> str:
        """Return at which stage the deal stands."""
        record = client.get(f"/engagements/{self.engagement}").raise_for_status().json()
        return str(record.get("engagement", record)["stage"])

    def write_until(self, address: str, ends: float) -> None:
        """Move the deal to and fro until the time is up, each move until it is acknowledged."""
        with self.client(address) as client:
            while time.monotonic() < ends:
                self._move(client, _THERE_AND_BACK[self.acknowledged % 2])
                time.sleep(_PACE_S)

    def _move(self, client: httpx.Client, stage: str) -> None:
        key, begun = uuid.uuid4().hex, time.monotonic()
        for attempt in range(60):
            self.sent_again += attempt > 0
            try:
                answer = client.post(
                    f"/engagements/{self.engagement}/move", json={"stage": stage}, headers={"Idempotency-Key": key}
                )
            except httpx.TransportError as error:
                self.problems.append(type(error).__name__)
            else:
                if answer.is_success:
                    self.acknowledged += 1
                    self.longest_wait_s = max(self.longest_wait_s, time.monotonic() - begun)
                    return
                self.problems.append(str(answer.status_code))
            time.sleep(0.5)


def main(proxy: str, processes: list[str], tokens: list[str], kill: int) -> None:
    """Print how soon moves are seen, and what became of acts around the kill."""
    writers = [Writer(token) for token in tokens]
    for writer in writers:
        writer.begin(processes[0])
    for here, there in (processes, reversed(processes)):
        took = sorted(_seen_after(writers[0], here, there))
        middle, high = statistics.median(took), took[int(len(took) * 0.95)]
        print(f"moved at {here}, seen at {there} after: p50 {middle:.3f} s, p95 {high:.3f} s, at most {took[-1]:.3f} s")
    begun = time.monotonic()
    threads = [threading.Thread(target=writer.write_until, args=(proxy, begun + _WRITES_S)) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(_KILLED_AFTER_S)
    os.kill(kill, signal.SIGKILL)
    for thread in threads:
        thread.join()
    alive = next(address for address in processes if _answers(address))
    moves = 0
    for writer in writers:
        with writer.client(alive) as client:
            history = client.get(f"/engagements/{writer.engagement}").raise_for_status().json()["history"]
        moves += sum(entry["kind"] == "engagement_moved" for entry in history)
    problems = sorted({problem for writer in writers for problem in writer.problems})
    print(
        f"{sum(writer.acknowledged for writer in writers)} moves acknowledged, {moves - _ROUNDS * 2} in the books, "
        f"{sum(writer.sent_again for writer in writers)} sent again ({', '.join(problems) or 'none'}), "
        f"longest wait {max(writer.longest_wait_s for writer in writers):.1f} s; load {os.getloadavg()[0]:.1f}"
    )


def _seen_after(writer: Writer, here: str, there: str) -> list[float]:
    took = []
    with writer.client(here) as mover, writer.client(there) as looker:
        for place in range(_ROUNDS):
            stage = _THERE_AND_BACK[place % 2]
            mover.post(f"/engagements/{writer.engagement}/move", json={"stage": stage}).raise_for_status()
            begun = time.monotonic()
            while writer.stage(looker) != stage:
                time.sleep(0.01)
            took.append(time.monotonic() - begun)
            time.sleep(_PACE_S)
    return took


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=5).is_success
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--proxy", required=True)
    parser.add_argument("--processes", nargs=2, required=True)
    parser.add_argument("--tokens", nargs="+", required=True)
    parser.add_argument("--kill", type=int, required=True)
    parser.add_argument("--trust", help="the proxy's certificate, where nobody else vouches for it")
    chosen = parser.parse_args()
    if chosen.trust:
        TRUST.load_verify_locations(chosen.trust)
    main(chosen.proxy, chosen.processes, chosen.tokens, chosen.kill)
