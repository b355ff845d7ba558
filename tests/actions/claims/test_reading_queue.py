from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image, ImageDraw

from dealflow.actions.claims import intake, reading_queue, review, sandboxed_reading
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.decks import fork_server, sandbox
from dealflow.decks.sandbox import Limits
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import NotFoundError, UnreadableDeckError
from tests.actions.conftest import AT, Cast, pdf

SLIDES = pdf(
    ("다온로보틱스(가상) 회사 소개",),
    ("주요 실적", "2024년 매출 153억원 달성", "임직원 42명"),
)
LATER = AT + timedelta(minutes=1)


def receive(ws: Workspace, cast: Cast, name: str, data: bytes) -> str:
    return intake.receive(Acting(ws, cast.anna, AT), file_name=name, data=data).deck_id


def test_a_deck_is_read_in_the_sandbox_with_its_figures_and_suggestions(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "a.pdf", SLIDES)
    assert reading_queue.read_one(ws, deck_id, at=LATER) is DeckState.READ
    row = intake.deck(Looking(ws, cast.anna), deck_id)
    assert (row.pages, row.page_sizes_pt[0], row.unread_pages, row.read_at) == (2, (960.0, 540.0), (), LATER)
    assert row.claims == row.to_review > 0
    revenue = [one for one in review.claims(Looking(ws, cast.anna), deck_id) if one.metric == "revenue"]
    assert [(int(one.quantity.value or 0), one.page) for one in revenue] == [(15_300_000_000, 2)]


def test_two_firms_copies_of_one_file_share_no_claim(ws: Workspace, cast: Cast) -> None:
    ours = receive(ws, cast, "a.pdf", SLIDES)
    theirs = intake.receive(Acting(ws, cast.bora, AT), file_name="a.pdf", data=SLIDES).deck_id
    for deck_id in (ours, theirs):
        reading_queue.read_one(ws, deck_id, at=LATER)
    mine = {one.claim.id for one in review.claims(Looking(ws, cast.anna), ours)}
    assert mine
    assert not mine & {one.claim.id for one in review.claims(Looking(ws, cast.bora), theirs)}


def test_a_refused_deck_stays_listed_with_its_reason_and_can_be_asked_again(ws: Workspace, cast: Cast) -> None:
    files = {"broken.pdf": b"%PDF-1.7 nothing", "empty.pdf": b"", "notes.txt": b"plain words"}
    wanted = {"broken.pdf": "damaged", "empty.pdf": "empty", "notes.txt": "unsupported"}
    for name, data in files.items():
        assert reading_queue.read_one(ws, receive(ws, cast, name, data), at=LATER) is DeckState.REFUSED
    rows = {row.file_name: row for row in intake.decks(Looking(ws, cast.anna))}
    assert {name: row.refusal for name, row in rows.items()} == wanted
    intake.requeue(Acting(ws, cast.anna, LATER), rows["broken.pdf"].id)
    assert reading_queue.read_one(ws, rows["broken.pdf"].id, at=LATER) is DeckState.REFUSED


def test_a_deck_whose_file_is_gone_is_refused_by_name(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "gone.pdf", b"%PDF gone")
    sha256 = intake.deck(Looking(ws, cast.anna), deck_id).sha256
    (ws.files.folder / sha256[:2] / sha256).unlink()
    assert reading_queue.read_one(ws, deck_id, at=LATER) is DeckState.REFUSED
    assert intake.deck(Looking(ws, cast.anna), deck_id).refusal == RefusalReason.MISSING


def test_reading_what_does_not_wait_changes_nothing(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "a.pdf", SLIDES)
    reading_queue.read_one(ws, deck_id, at=LATER)
    position = ws.ledger.position()
    assert reading_queue.read_one(ws, deck_id, at=LATER) is DeckState.READ
    assert ws.ledger.position() == position
    with pytest.raises(NotFoundError):
        reading_queue.read_one(ws, "none", at=LATER)


def test_of_two_readers_of_one_deck_the_second_loses_quietly(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "a.pdf", SLIDES)
    before = ws.ledger.position()
    outcomes: list[DeckState] = []
    readers = [Thread(target=lambda: outcomes.append(reading_queue.read_one(ws, deck_id, at=LATER))) for _ in range(2)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    assert outcomes == [DeckState.READ, DeckState.READ]
    assert ws.ledger.position() == before + 1


def test_whose_a_deck_is_may_be_said_while_it_is_read(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "a.pdf", SLIDES)
    reader = Thread(target=reading_queue.read_one, args=(ws, deck_id), kwargs={"at": LATER})
    reader.start()
    intake.confirm_company(Acting(ws, cast.anna, AT), deck_id, company_id=cast.shared_company)
    reader.join()
    row = intake.deck(Looking(ws, cast.anna), deck_id)
    assert (row.state, row.company is not None) == (DeckState.READ, True)


def test_the_room_reads_in_the_background_and_one_bad_file_stops_nobody(ws: Workspace, cast: Cast) -> None:
    good, bad = receive(ws, cast, "a.pdf", SLIDES), receive(ws, cast, "b.pdf", b"%PDF-1.7 nothing")
    room = reading_queue.ReadingRoom(ws, clock=lambda: LATER)
    for deck_id in (good, bad, good):
        room.submit(deck_id)
    assert {deck_id: one.state for deck_id, one in room.progress().items()} == {good: "waiting", bad: "waiting"}
    room.start(resume=False)
    try:
        assert room.wait(60)
    finally:
        room.stop()
    states = {row.id: row.state for row in intake.decks(Looking(ws, cast.anna))}
    assert states == {good: DeckState.READ, bad: DeckState.REFUSED}


def test_a_restart_resumes_what_was_left_unread(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "a.pdf", SLIDES)
    first = reading_queue.ReadingRoom(ws)
    first.submit(deck_id)
    first.stop()
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.QUEUED
    second = reading_queue.ReadingRoom(ws)
    second.start()
    try:
        assert second.wait(60)
    finally:
        second.stop()
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.READ


def test_a_reader_that_is_killed_is_tried_once_more(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "a.pdf", SLIDES)
    sandbox.get_ready(sandboxed_reading.WORKER)
    reader = Thread(target=reading_queue.read_one, args=(ws, deck_id), kwargs={"at": LATER})
    reader.start()
    killed = kill_one_worker()
    reader.join()
    assert killed
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.READ


def kill_one_worker() -> bool:
    """Kill the first reading worker that this process had forked, as the system does when memory is short."""
    server = fork_server.pid()
    children = Path(f"/proc/{server}/task/{server}/children")
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for child in children.read_text().split():
            os.kill(int(child), signal.SIGKILL)
            return True
    return False


@pytest.mark.slow
def test_a_program_that_dies_while_reading_leaves_the_deck_waiting_for_the_next(ws: Workspace, cast: Cast) -> None:
    deck_id = receive(ws, cast, "a.pdf", SLIDES)
    script = (
        "import os, sys, threading\n"
        "from pathlib import Path\n"
        "from dealflow.actions.claims import reading_queue\n"
        "from dealflow.actions.platform.workspace import open_workspace\n"
        "from dealflow.settings import Settings\n"
        "ws = open_workspace(Settings(data_dir=Path(sys.argv[1]), workspace=sys.argv[2]), follow=False)\n"
        "room = reading_queue.ReadingRoom(ws)\n"
        "room.start()\n"
        "assert room.progress()\n"
        "os._exit(9)\n"
    )
    folder = str(ws.settings.data_dir)
    died = subprocess.run([sys.executable, "-c", script, folder, ws.name], check=False, timeout=60)
    assert died.returncode == 9
    again = open_workspace(ws.settings, follow=False)
    room = reading_queue.ReadingRoom(again)
    room.start()
    try:
        assert room.wait(60)
    finally:
        room.stop()
        close_workspace(again)
    assert intake.deck(Looking(ws, cast.anna), deck_id).state is DeckState.READ


def test_a_file_is_read_without_any_workspace_and_always_the_same() -> None:
    first, second = (sandboxed_reading.read_file(SLIDES, "a.pdf") for _ in range(2))
    assert first == second
    with pytest.raises(UnreadableDeckError) as caught:
        sandboxed_reading.read_file(b"", "a.pdf")
    assert caught.value.reason == RefusalReason.EMPTY


def test_pictures_that_could_not_be_read_in_time_are_not_told_as_none_that_can_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandboxed_reading, "limits_for", lambda _: Limits(cpu_s=1))
    with pytest.raises(UnreadableDeckError) as caught:
        sandboxed_reading.read_file(_drawn(("Revenue 2025", "$4,200,000", "Customers", "310") * 6), "drawn.pdf")
    assert caught.value.reason == RefusalReason.TOO_SLOW


def _drawn(lines: tuple[str, ...]) -> bytes:
    """Return a PDF of four pages that are nothing but pictures of these lines."""
    pages = [Image.new("RGB", (1600, 1800), "white") for _ in range(4)]
    for number, page in enumerate(pages):
        for place, line in enumerate(lines):
            ImageDraw.Draw(page).text((80 + number, 40 + 70 * place), line, "black", font_size=48)
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:])
    return file.getvalue()
