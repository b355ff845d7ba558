"""What comes by itself: the house's mailbox and its watched folder, looked into when asked and every few minutes."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dealflow.actions.inbound.letters import read_message
from dealflow.actions.inbound.taking_in import TakenIn, take_file, take_letter, take_read
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.rounds import Rounds
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.inbound.inbound import Channel
from dealflow.domain.people.access import Role, Viewer
from dealflow.errors import DealflowError, InvalidInputError, MailboxError
from dealflow.mail.mailbox import Fetched, MailboxAddress, Place, new_messages

_LOG: Final = logging.getLogger(__name__)
_MEGABYTE: Final = 1_000_000
_MOST_LETTER: Final = 60 * _MEGABYTE
"""A larger message is listed by its head: it stays in the mailbox, whole."""
_SETTLED_S: Final = 3.0
"""A file that changed within these seconds may still be on its way into the folder."""
_LETTERS: Final = frozenset({".eml"})
TAKEN, REFUSED = "taken", "refused"
"""The folders beside what was dropped, to which it goes."""
SOURCE: Final = "mail"


@dataclass(frozen=True, slots=True)
class Haul:
    """What one look brought: new inbounds, copies of known ones, and the decks to be read."""

    new: int = 0
    known: int = 0
    deck_ids: tuple[str, ...] = ()

    def with_one(self, taken: TakenIn) -> Haul:
        """Return the haul with one more."""
        return replace(
            self,
            new=self.new + (not taken.is_known),
            known=self.known + taken.is_known,
            deck_ids=(*self.deck_ids, *taken.deck_ids),
        )


def is_set_up(ws: Workspace) -> bool:
    """Say whether this installation has a mailbox or a watched folder."""
    return bool(ws.settings.mail_host or ws.settings.mail_drop_dir)


def mail_viewer(ws: Workspace) -> Viewer:
    """Return the house whose mailbox it is, as the one who takes letters in.

    Raises:
        InvalidInputError: several houses are here and the settings name none, or one that is not here.
    """
    houses = {organisation.id for organisation in people.organisations(ws)}
    house = ws.settings.mail_organisation or (people.OWN_ORGANISATION if people.OWN_ORGANISATION in houses else "")
    if house not in houses:
        raise InvalidInputError(field="mail_organisation", problem="unknown" if house else "missing", value=house)
    return Viewer(people.SYSTEM.person_id, house, Role.ANALYST)


def fetch(ws: Workspace, *, now: Callable[[], datetime]) -> Haul:
    """Take in what is new in the mailbox and in the watched folder, as far as they are set up.

    Raises:
        MailboxError: the mailbox cannot be read; what came before it broke off is kept.
        InvalidInputError: the settings name no house.
    """
    viewer = mail_viewer(ws)
    haul = Haul()
    if ws.settings.mail_drop_dir:
        haul = _from_folder(ws, viewer, Path(ws.settings.mail_drop_dir), haul, now)
    return _from_mailbox(ws, viewer, haul, now) if ws.settings.mail_host else haul


def _from_mailbox(ws: Workspace, viewer: Viewer, haul: Haul, now: Callable[[], datetime]) -> Haul:
    """Take in the messages after the last one; the place is kept after each, so that none is lost."""
    settings = ws.settings
    address = MailboxAddress(
        settings.mail_host,
        settings.mail_port,
        settings.mail_user,
        settings.mail_password.get_secret_value(),
        settings.mail_folder,
        settings.mail_security,
    )
    bookmark = settings.data_dir / f"mailbox-{ws.name}.json"
    for message in new_messages(address, _place(bookmark, address), _MOST_LETTER):
        haul = haul.with_one(_taken(Acting(ws, viewer, now(), SOURCE), message))
        _keep_place(bookmark, address, message.place)
    return haul


def _taken(acting: Acting, message: Fetched) -> TakenIn:
    if not message.is_cut:
        return take_letter(acting, message.data, Channel.MAILBOX)
    letter = read_message(message.data)
    return take_read(
        acting, replace(letter, problems=(*letter.problems, "letter_too_large")), Channel.MAILBOX, len(message.data)
    )


def _place(bookmark: Path, address: MailboxAddress) -> Place:
    """Return how far the mailbox was read; another mailbox than last time begins anew."""
    try:
        known = json.loads(bookmark.read_text("utf-8"))
        return Place(int(known["validity"]), int(known["uid"])) if known["of"] == repr(address) else Place()
    except (OSError, ValueError, KeyError, TypeError):
        return Place()


def _keep_place(bookmark: Path, address: MailboxAddress, place: Place) -> None:
    coming = bookmark.with_suffix(".coming")
    coming.write_text(json.dumps({"of": repr(address), "validity": place.validity, "uid": place.uid}), "utf-8")
    coming.replace(bookmark)


def _from_folder(ws: Workspace, viewer: Viewer, folder: Path, haul: Haul, now: Callable[[], datetime]) -> Haul:
    """Take in what was dropped into the folder; each file goes to ``taken`` or ``refused`` beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    limit = max(ws.settings.max_upload_mb * _MEGABYTE, _MOST_LETTER)
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.is_symlink() or path.name.startswith((".", "~$")) or _is_on_its_way(path):
            continue
        if path.stat().st_size > limit:
            _put_aside(path, folder / REFUSED)
            continue
        data = path.read_bytes()
        acting = Acting(ws, viewer, now(), SOURCE)
        try:
            if path.suffix.lower() in _LETTERS:
                taken = take_letter(acting, data, Channel.FOLDER, name=path.name)
            else:
                taken = take_file(acting, path.name, data, Channel.FOLDER)
        except InvalidInputError:
            _put_aside(path, folder / REFUSED)
            continue
        haul = haul.with_one(taken)
        _put_aside(path, folder / TAKEN)
    return haul


def _is_on_its_way(path: Path) -> bool:
    return time.time() - path.stat().st_mtime < _SETTLED_S


def _put_aside(path: Path, folder: Path) -> None:
    """Move a file into a folder, under a name that is free there."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    path.rename(target)


@dataclass(frozen=True, slots=True)
class LastLook:
    """When the mailbox was last looked into, what came, and what was wrong (nothing: an empty error)."""

    at: datetime | None = None
    haul: Haul = Haul()
    error: DealflowError | None = None


class MailRoom:
    """Looks into mailbox and folder every few minutes, in a thread of its own, and hands decks on to be read."""

    def __init__(self, ws: Workspace, read: Callable[[str], None]) -> None:
        self._ws = ws
        self._read = read
        self._looking = threading.Lock()
        every_s = max(1, ws.settings.mail_minutes) * 60
        self._rounds = Rounds("mail-room", {"the mailbox": self.look}, every_s=every_s, at_once=True)
        self.last = LastLook()

    def start(self) -> None:
        """Begin to look, if anything is set up."""
        if is_set_up(self._ws):
            self._rounds.start()

    def stop(self) -> None:
        """Stop looking; a letter that is being taken in is taken in whole."""
        self._rounds.stop()

    def look(self) -> LastLook:
        """Look now and return what came."""
        with self._looking:
            at = datetime.now(UTC)
            try:
                haul = fetch(self._ws, now=lambda: datetime.now(UTC))
            except DealflowError as error:
                self.last = LastLook(at, Haul(), error)
                return self.last
            except OSError as error:
                _LOG.warning("the watched folder cannot be read: %s", error)
                self.last = LastLook(at, Haul(), MailboxError(problem="drop_dir", host=""))
                return self.last
            for deck_id in dict.fromkeys(haul.deck_ids):
                self._read(deck_id)
            self.last = LastLook(at, haul)
            return self.last
