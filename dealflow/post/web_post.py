"""Posting to addresses that people typed in: by https, to public addresses alone, never led elsewhere.

The name is looked up once, every address behind it is checked, and the connection goes to the very one that was
checked: a name that means something else a moment later leads nowhere. Redirects are not followed.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from dealflow.errors import InvalidInputError, PostError

_LONGEST: Final = 2_000
_ANSWER: Final = 2_000
_TRANSLATED: Final = IPv6Network("64:ff9b::/32")
"""Older addresses as networks without them write them (RFC 6052, RFC 8215)."""
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: ``path`` with its query."""

    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said: its status and the beginning of its words."""

    status: int
    text: str

    @property
    def is_taken(self) -> bool:
        """Say whether the other side took what was posted."""
        return 200 <= self.status < 300  # noqa: PLR2004  # as HTTP has it


def target_of(address: str, *, allow_private: bool = False) -> Target:
    """Return an address taken apart. ``allow_private``: http, too, and machines of the own network.

    Raises:
        InvalidInputError: it is no such address.
    """
    text = address.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise InvalidInputError(field="webhook", problem="no_web_address") from error
    is_plain = text.isascii() and text.isprintable() and " " not in text and len(text) <= _LONGEST
    if not is_plain or not parts.hostname or parts.username is not None or parts.scheme not in _PORTS:
        raise InvalidInputError(field="webhook", problem="no_web_address")
    if parts.scheme != "https" and not allow_private:
        raise InvalidInputError(field="webhook", problem="no_https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)


def require_postable(address: str, *, allow_private: bool = False) -> None:
    """Require that something may be posted to an address, as far as the address itself and its name today say.

    Raises:
        InvalidInputError: it is no address of the web, not by https, or of a private network.
    """
    target = target_of(address, allow_private=allow_private)
    try:
        _way_to(target, allow_private=allow_private)
    except PostError as error:
        raise InvalidInputError(field="webhook", problem=str(error.parameters["problem"])) from error


def post(
    address: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool = False, timeout_s: float = 10.0
) -> Answer:
    """Post to an address and return what it answered.

    Raises:
        InvalidInputError: it is no address to which anything may be posted.
        PostError: nobody answered, or the address is one of a private network.
    """
    target = target_of(address, allow_private=allow_private)
    way = _way_to(target, allow_private=allow_private)
    connection = _connection(target, way, timeout_s)
    try:
        connection.request("POST", target.path, body, {"User-Agent": "dealflow", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(_ANSWER).decode("utf-8", "replace"))
    except ssl.SSLError as error:
        raise PostError(problem="tls", host=target.host) from error
    except (OSError, HTTPException) as error:
        raise PostError(problem="unreachable", host=target.host) from error
    finally:
        connection.close()


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address is one of the open internet, also where an IPv6 address holds an older one."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None and not is_public(inner):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _way_to(target: Target, *, allow_private: bool) -> str:
    """Return the numeric address of a target; every one that its name has must be public.

    Raises:
        PostError: the name is unknown, or means a machine of a private network.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PostError(problem="unknown_host", host=target.host) from error
    ways = [str(entry[4][0]) for entry in found]
    if not ways:
        raise PostError(problem="unknown_host", host=target.host)
    if not allow_private and not all(is_public(ip_address(way.partition("%")[0])) for way in ways):
        raise PostError(problem="private_address", host=target.host)
    return ways[0]


def _connection(target: Target, way: str, timeout_s: float) -> HTTPConnection:
    if target.scheme == "https":
        return _PinnedTls(target, way, timeout_s)
    return _Pinned(target, way, timeout_s)


class _Pinned(HTTPConnection):
    """A connection to the address that was checked."""

    def __init__(self, target: Target, way: str, timeout_s: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout_s)
        self._way = way

    def connect(self) -> None:
        self.sock = socket.create_connection((self._way, self.port), self.timeout)


class _PinnedTls(HTTPSConnection):
    """A connection to the address that was checked, to whoever has a certificate for the name."""

    def __init__(self, target: Target, way: str, timeout_s: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout_s, context=_trust())
        self._way = way

    def connect(self) -> None:
        bare = socket.create_connection((self._way, self.port), self.timeout)
        self.sock = _trust().wrap_socket(bare, server_hostname=self.host)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
