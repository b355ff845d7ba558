"""The mailbox and the watched folder: what is new is taken in once, nothing there is changed. A real IMAP server."""

from __future__ import annotations

import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from dealflow.actions.inbound import inbounds, mail_intake
from dealflow.actions.inbound.mail_intake import MailRoom
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.inbound.inbound import InboundState
from dealflow.errors import InvalidInputError, MailboxError
from tests.actions.conftest import AT, Cast, cast, pdf, stage, ws
from tests.mail.letters_made import plain, with_file

__all__ = ["cast", "stage", "ws"]
DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
needs_dovecot = pytest.mark.skipif(
    not Path(DOVECOT).exists() and os.environ.get("CI") != "true", reason="needs dovecot-imapd"
)
CONFIG = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
"""


def now() -> datetime:
    return AT


@dataclass(frozen=True)
class Server:
    """A mailbox on a server of this machine."""

    port: int

    def put(self, data: bytes) -> None:
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login("ir", "secret")
            client.append("INBOX", None, None, data)

    def unseen(self) -> int:
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login("ir", "secret")
            client.select("INBOX", readonly=True)
            return len(client.search(None, "UNSEEN")[1][0].split())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server() -> Iterator[Server]:
    """A real Dovecot, on a port of its own, ended by its own process; it takes no mail as root."""
    import grp
    import pwd

    port, is_root = free_port(), os.getuid() == 0
    account = pwd.getpwnam("dovenull") if is_root else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(account.pw_gid).gr_name
    with tempfile.TemporaryDirectory(prefix="dovecot-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        if is_root:
            os.chown(folder / "mail", account.pw_uid, account.pw_gid)
        names = {"folder": folder, "port": port, "user": account.pw_name, "group": group}
        config = CONFIG.format(**names, uid=account.pw_uid, gid=account.pw_gid)
        (folder / "dovecot.conf").write_text(config, "utf-8")
        with subprocess.Popen(
            [DOVECOT, "-F", "-c", str(folder / "dovecot.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                _await(port, process)
                yield Server(port)
            finally:
                process.terminate()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, "dovecot ended"
        try:
            with imaplib.IMAP4("127.0.0.1", port, timeout=5) as client:
                client.login("ir", "secret")
                return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.1)
    pytest.fail("dovecot does not answer")


def connect(ws: Workspace, server: Server) -> None:
    settings = ws.settings
    settings.mail_host, settings.mail_port, settings.mail_security = "127.0.0.1", server.port, "none"
    settings.mail_user, settings.mail_password, settings.mail_organisation = "ir", SecretStr("secret"), "a"


def subjects(ws: Workspace, cast: Cast) -> list[str]:
    views = inbounds.inbounds(Looking(ws, cast.anna), [InboundState.WAITING])
    return sorted(view.words.subject for view in views if view.words)


@needs_dovecot
def test_what_is_new_in_a_real_mailbox_is_taken_in_once_and_stays_unread_there(
    ws: Workspace, cast: Cast, server: Server
) -> None:
    connect(ws, server)
    server.put(with_file(plain("하나", subject="첫째", message_id="<1>"), "a.pdf", pdf(("가",))).as_bytes())
    server.put(plain("둘", subject="둘째", message_id="<2>").as_bytes())
    haul = mail_intake.fetch(ws, now=now)
    assert (haul.new, haul.known, len(haul.deck_ids)) == (2, 0, 1)
    assert subjects(ws, cast) == ["둘째", "첫째"]
    assert server.unseen() == 2
    assert mail_intake.fetch(ws, now=now).new == 0
    server.put(plain("셋", subject="셋째", message_id="<3>").as_bytes())
    assert mail_intake.fetch(ws, now=now).new == 1
    for bookmark in ws.settings.data_dir.glob("mailbox-*.json"):
        bookmark.unlink()
    haul = mail_intake.fetch(ws, now=now)
    assert (haul.new, haul.known) == (0, 3)


@needs_dovecot
def test_a_letter_that_is_too_large_is_listed_by_its_head(
    ws: Workspace, cast: Cast, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(ws, server)
    monkeypatch.setattr(mail_intake, "_MOST_LETTER", 20_000)
    server.put(plain("가" * 20_000, subject="큰 메일").as_bytes())
    assert mail_intake.fetch(ws, now=now).new == 1
    (view,) = inbounds.inbounds(Looking(ws, cast.anna), [InboundState.WAITING])
    assert view.words is not None
    assert (view.words.subject, view.standing.inbound.problems) == ("큰 메일", ("letter_too_large",))


@needs_dovecot
def test_a_folder_that_is_not_there_is_told(ws: Workspace, cast: Cast, server: Server) -> None:
    assert cast.anna
    connect(ws, server)
    ws.settings.mail_folder = 'none"\\'
    with pytest.raises(MailboxError) as error:
        mail_intake.fetch(ws, now=now)
    assert error.value.parameters["problem"] == "folder"


def test_a_server_that_does_not_answer_is_told_and_the_room_goes_on(ws: Workspace, cast: Cast) -> None:
    assert cast.anna
    connect(ws, Server(free_port()))
    room = MailRoom(ws, lambda _: None)
    last = room.look()
    assert isinstance(last.error, MailboxError)
    assert last.error.parameters["problem"] == "unreachable"


def test_a_mailbox_of_no_house_is_refused(ws: Workspace, cast: Cast) -> None:
    assert cast.anna
    connect(ws, Server(1))
    for house in ("", "nobody"):
        ws.settings.mail_organisation = house
        with pytest.raises(InvalidInputError):
            mail_intake.fetch(ws, now=now)


def test_what_is_dropped_into_the_folder_is_taken_in_and_put_aside(ws: Workspace, cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    ws.settings.mail_drop_dir, ws.settings.mail_organisation = str(folder), "a"
    (folder / "편지.eml").write_bytes(plain("말", subject="폴더").as_bytes())
    (folder / "자료(가상).pdf").write_bytes(pdf(("가",)))
    (folder / ".hidden").write_bytes(b"x")
    coming = folder / "coming.pdf"
    coming.write_bytes(b"%PDF-1.7 half")
    old = time.time() - 60
    for path in folder.iterdir():
        if path != coming:
            os.utime(path, (old, old))
    haul = mail_intake.fetch(ws, now=lambda: AT + timedelta(minutes=1))
    assert (haul.new, len(haul.deck_ids)) == (2, 1)
    assert subjects(ws, cast) == ["자료(가상).pdf", "폴더"]
    assert sorted(path.name for path in (folder / "taken").iterdir()) == ["자료(가상).pdf", "편지.eml"]
    assert coming.exists()


def test_nothing_is_looked_into_until_it_is_set_up(ws: Workspace) -> None:
    assert not mail_intake.is_set_up(ws)
    room = MailRoom(ws, lambda _: None)
    room.start()
    room.stop()
    assert room.last.at is None
