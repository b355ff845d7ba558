"""A saved view of a screen: the filters, columns and order that its address holds, under a name of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from dealflow.domain.people.access import Viewer, owns

_PASSING: Final = frozenset({"open", "lang", "saved", "record", "as_of"})
"""What an address holds of a moment, and no view: an open drawer, the language."""
LONGEST_QUERY: Final = 2_000


@dataclass(frozen=True, slots=True)
class SavedView:
    """One saved view; ``version`` is the last event of its stream."""

    id: str
    owner_id: str
    person_id: str
    screen: str
    name: str
    query: str
    is_shared: bool
    version: int


def query_of(address: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """Return what an address holds of a view, in the order of the names."""
    pairs = address.items() if isinstance(address, Mapping) else address
    return urlencode(sorted((name, value) for name, value in pairs if value and name not in _PASSING))


def address_of(query: str) -> dict[str, str]:
    """Return the filters of a saved view."""
    return {name: value for name, value in parse_qsl(query) if name not in _PASSING}


def may_see(viewer: Viewer, view: SavedView) -> bool:
    """Say whether a view is offered to the viewer: their own, and what their house shares."""
    return owns(viewer, view.owner_id) and (view.is_shared or view.person_id == viewer.person_id)


def may_change(viewer: Viewer, view: SavedView) -> bool:
    """Say whether the viewer may name a view anew, change or delete it: only who made it."""
    return owns(viewer, view.owner_id) and view.person_id == viewer.person_id
