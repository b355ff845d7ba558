"""What every screen stands on: the opened workspace, the room where decks are read, and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from ipaddress import ip_address
from threading import Event, RLock, Thread
from typing import Final
from urllib.parse import urlsplit

from dealflow.actions.api.webhook_room import WebhookRoom
from dealflow.actions.claims.reading_queue import ReadingRoom
from dealflow.actions.home import search
from dealflow.actions.inbound.mail_intake import MailRoom
from dealflow.actions.notices.post_room import PostRoom
from dealflow.actions.people import accounts
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.values.korean_days import korean_day
from dealflow.reports.notices import attendee_letters
from dealflow.reports.notices.letters import Writer
from dealflow.settings import Settings

_CLOSING_S: Final = 30.0


class _Process:
    """What a process has once. No cache of Streamlit's holds it: whoever empties those would open it a second time."""

    def __init__(self) -> None:
        self.lock: Final = RLock()
        self.workspace: Workspace | None = None
        self.reading_room: ReadingRoom | None = None
        self.mail_room: MailRoom | None = None
        self.post_room: PostRoom | None = None
        self.webhook_room: WebhookRoom | None = None
        self.search_filler: Thread | None = None
        self.is_closing: Event = Event()


_process: Final = _Process()


def workspace() -> Workspace:
    """Return the process's one workspace, opened (and migrated) at the first call."""
    with _process.lock:
        if _process.workspace is None:
            _process.workspace = open_workspace(Settings())
        return _process.workspace


def reading_room() -> ReadingRoom:
    """Return the process's one reading room, started: it resumes what an earlier process left unread."""
    with _process.lock:
        if _process.reading_room is None:
            room = ReadingRoom(workspace())
            room.start()
            _process.reading_room = room
        return _process.reading_room


def mail_room() -> MailRoom:
    """Return the process's one mail room, started: it looks into mailbox and folder where they are set up."""
    with _process.lock:
        if _process.mail_room is None:
            room = MailRoom(workspace(), reading_room().submit)
            room.start()
            _process.mail_room = room
        return _process.mail_room


def post_room() -> PostRoom:
    """Return the process's one post room, started: it sends what was left unsent."""
    with _process.lock:
        if _process.post_room is None:
            room = PostRoom(workspace(), Writer.of(workspace()), attendee_letters.written)
            room.start()
            _process.post_room = room
        return _process.post_room


def webhook_room() -> WebhookRoom:
    """Return the process's one webhook room, started: it tells what changed to those who set an address up."""
    with _process.lock:
        if _process.webhook_room is None:
            room = WebhookRoom(workspace())
            room.start()
            _process.webhook_room = room
        return _process.webhook_room


def fill_search() -> None:
    """Let what cannot be searched yet be put into the index, deck by deck, while the screens are used."""
    with _process.lock:
        if _process.search_filler is None:
            _process.is_closing.clear()
            _process.search_filler = Thread(
                target=search.fill_in,
                args=(workspace(),),
                kwargs={"is_over": _process.is_closing.is_set},
                name="search-filler",
                daemon=True,
            )
            _process.search_filler.start()


def is_let_in(token: str) -> bool:
    """Say whether the browser of a token may speak with the screens: anybody's where no accounts are used."""
    ws = workspace()
    return not accounts.are_used(ws) or accounts.person_at(ws, token, at=now()) is not None


def is_our_name(name: str) -> bool:
    """Say whether the screens may be driven under that name of ours.

    Where nobody signs in, only under this machine's own names and numbers, or the public one: whoever's page is open
    in a browser of this machine could let a name of their own mean it (DNS rebinding) and be the single user.
    """
    ws = workspace()
    if ws.settings.demo or accounts.are_used(ws) or name == "localhost":
        return True
    try:
        return ip_address(name) is not None
    except ValueError:
        return name == urlsplit(ws.settings.public_url).hostname


def close() -> None:
    """Stop the reading and close the workspace; the next call opens them anew."""
    with _process.lock:
        room, ws, filler = _process.reading_room, _process.workspace, _process.search_filler
        _process.reading_room = _process.workspace = _process.search_filler = None
        _process.is_closing.set()
        mail, _process.mail_room = _process.mail_room, None
        post, _process.post_room = _process.post_room, None
        webhooks, _process.webhook_room = _process.webhook_room, None
    if mail is not None:
        mail.stop()
    if post is not None:
        post.stop()
    if webhooks is not None:
        webhooks.stop()
    if filler is not None:
        filler.join(_CLOSING_S)
    if room is not None:
        room.stop()
    if ws is not None:
        close_workspace(ws)


def now() -> datetime:
    """Return the present moment, aware, in UTC. Only front ends ask the clock."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day on Korean calendars."""
    return korean_day(now())
