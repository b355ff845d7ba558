"""Every role tries every act and view, every door and command on another house's records: nothing of them is told.

The acts, routes and commands are found in the code, so that a new one is tried from its first day; arguments are made
from annotations. What each role is answered stands in rows (``rights.txt``) that a person reads: a new act without its
row fails here. ``python -m tests.security.test_matrix`` writes the rows anew, for the difference to be read.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import pytest

from dealflow.actions.people import people, staff
from dealflow.actions.platform.context import Acting
from dealflow.domain.people.access import Viewer
from dealflow.errors import DealflowError, NotAllowedError, NotFoundError
from tests.actions.test_privacy import shown
from tests.security.arguments import NOW, CannotBeMadeError
from tests.security.every_act import Deed, deeds
from tests.security.world import CANARY, MISFIT, World, filled_world, strange_events

ROWS: Final = Path(__file__).parent / "rights.txt"
_REFUSED: Final = {NotAllowedError: "R", NotFoundError: "N"}
_FOR_TWO: Final = frozenset({"platform.warehouse.publish"})
"""What writes a whole snapshot is tried as a rival and as a guest: it costs a second."""
_HEAD: Final = (
    "# What each role is answered that tries an act or view on another house's records: R refused, N not found,\n"
    "# - answered with nothing of that house, ? not tried (it takes what only the program makes).\n"
)
Row = dict[str, str]


def outcome(world: World, deed: Deed, viewer: Viewer) -> tuple[str, str]:
    """Return what a viewer gets who tries an act on house A's records, as a sign and as all its words."""
    try:
        arguments = world.arguments("probe").of(deed.function)
    except (CannotBeMadeError, ValueError, TypeError, DealflowError, NameError):
        return "?", ""
    try:
        return "-", shown(deed.function(Acting(world.ws, viewer, NOW), **arguments))
    except DealflowError as error:
        return _REFUSED.get(type(error), "-"), f"{error} {shown(tuple(error.parameters.values()))}"
    except MISFIT as error:
        return "-", str(error)


def rights(world: World) -> tuple[dict[str, Row], list[str]]:
    """Return what every role gets by every act, and the acts by which somebody was told of house A."""
    rows: dict[str, Row] = {deed.name: {} for deed in deeds()}
    leaks = []
    for role, viewer in world.rivals.items():
        for deed in deeds():
            if deed.name in _FOR_TWO and role not in {"rival analyst", "guest"}:
                continue
            sign, words = outcome(world, deed, viewer)
            rows[deed.name][role] = sign
            if CANARY in words:
                leaks.append(f"{deed.name} to {role}: {words[max(0, words.find(CANARY) - 60) :][:160]}")
    return rows, leaks


def written(rows: dict[str, Row]) -> str:
    """Return the rows as they stand in their file: a line an act, a sign a role."""
    roles = next(iter(rows.values()))
    head = f"{_HEAD}# in the order: {', '.join(roles)}\n"
    return head + "".join(f"{''.join(row.get(role, '?') for role in roles)} {name}\n" for name, row in rows.items())


def _by_name(text: str) -> dict[str, str]:
    return {line.split()[1]: line.split()[0] for line in text.splitlines() if not line.startswith("#")}


def test_nobody_is_told_or_changes_a_word_of_another_house(world: World) -> None:
    rows, leaks = rights(world)
    assert leaks == []
    assert strange_events(world) == set()
    unmade = [name for name, row in rows.items() if "?" in row.values()]
    assert len(unmade) <= MOST_UNMADE, unmade
    now, known = _by_name(written(rows)), _by_name(ROWS.read_text("utf-8"))
    others = [f"{name}: {known[name]} is now {now[name]}" for name in now if name in known and known[name] != now[name]]
    assert others == [], ANEW


MOST_UNMADE: Final = 40
"""Acts that take what only the program makes: their arguments cannot be made up."""
ANEW: Final = "read what changed, then: python -m tests.security.test_matrix"


def test_every_act_has_its_row_of_rights() -> None:
    now, known = {deed.name for deed in deeds()}, _by_name(ROWS.read_text("utf-8")).keys()
    assert (sorted(now - known), sorted(known - now)) == ([], []), ANEW


def test_the_canaries_are_there_to_be_found(world: World) -> None:
    """The silence of the others proves nothing if the house had written nothing, or nobody could read it."""
    told = {deed.name for deed in deeds() if not deed.acts and CANARY in outcome(world, deed, world.analyst)[1]}
    assert len(world.filled) >= FILLED, len(world.filled)
    assert len(told) >= TOLD, len(told)


FILLED: Final = 45
TOLD: Final = 28


def test_whoever_left_is_nobody(world: World) -> None:
    staff.let_go(Acting(world.ws, world.house, NOW), "adam")
    with pytest.raises(NotFoundError):
        people.viewer_of(world.ws, "adam")


def main() -> None:
    """Write the rows anew."""
    with tempfile.TemporaryDirectory() as folder, filled_world(Path(folder) / "data") as filled:
        ROWS.write_text(written(rights(filled)[0]), "utf-8")


if __name__ == "__main__":
    main()
