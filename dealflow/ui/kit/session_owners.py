"""Whose each of Streamlit's sessions is, so that a page comes back to its own alone.

Whoever names a session's id when a connection is opened is put back into that session, with all that was typed and
made there; Streamlit does not ask whose it was. An id is not guessed, but it stands in addresses of uploads.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from google.protobuf.message import DecodeError
from starlette.types import Message, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_PROTOCOLS: Final = b"sec-websocket-protocol"
_SESSION_AT: Final = 2
"""Streamlit's own protocol, the token against forgery, the session to come back to."""
_MOST: Final = 10_000
_LOOKED_AT: Final = 20
"""A session says its id with the first run: looked for among so many messages of a connection."""


class SessionOwners:
    """The tokens of the browsers that opened sessions; of the most recent ones."""

    def __init__(self) -> None:
        self._tokens: OrderedDict[str, str] = OrderedDict()

    def without_others(self, scope: Scope, token: str) -> Scope:
        """Return a connection's scope that names no session but one that this browser opened."""
        headers = [
            (name, self._own(value, token) if name.lower() == _PROTOCOLS else value) for name, value in scope["headers"]
        ]
        own = self._own(", ".join(scope.get("subprotocols", ())).encode(), token).decode("latin-1")
        return {**scope, "headers": headers, "subprotocols": [name for name in own.split(", ") if name]}

    def _own(self, protocols: bytes, token: str) -> bytes:
        names = [name.strip() for name in protocols.decode("latin-1").split(",")]
        is_own = len(names) <= _SESSION_AT or self._tokens.get(names[_SESSION_AT]) == token
        return protocols if is_own else ", ".join(names[:_SESSION_AT]).encode("latin-1")

    def learning(self, send: Send, token: str) -> Send:
        """Return what passes messages on to a browser and keeps whose the session is that the first of them name."""
        left = _LOOKED_AT

        async def passing(message: Message) -> None:
            nonlocal left
            if left and message["type"] == "websocket.send":
                left = 0 if self._learn(message.get("bytes") or b"", token) else left - 1
            await send(message)

        return passing

    def _learn(self, data: bytes, token: str) -> bool:
        try:
            session_id = ForwardMsg.FromString(data).new_session.initialize.session_id
        except DecodeError:
            return False
        if session_id:
            self._tokens[session_id] = token
            self._tokens.move_to_end(session_id)
            while len(self._tokens) > _MOST:
                self._tokens.popitem(last=False)
        return bool(session_id)
