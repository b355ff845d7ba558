"""How much a house may keep: what comes from outside through an open address never takes the whole of it."""

from __future__ import annotations

from typing import Final

from dealflow.errors import InvalidInputError

GIGABYTE: Final = 1_000_000_000
_OF_STRANGERS: Final = 0.5
"""The part of a house's room that strangers can fill: the other half stays for the house's own people."""


def require_room(*, kept_bytes: int, coming_bytes: int, room_gb: int, is_from_outside: bool) -> None:
    """Require that a file fits beside what a house keeps; ``room_gb`` 0: there is no limit.

    Raises:
        InvalidInputError: it does not.
    """
    part = _OF_STRANGERS if is_from_outside else 1
    if room_gb and kept_bytes + coming_bytes > room_gb * GIGABYTE * part:
        raise InvalidInputError(field="file", problem="house_full", limit=room_gb)
