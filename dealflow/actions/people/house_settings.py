"""What a house decides for itself, by whoever looks after its people."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dealflow.actions.people import people
from dealflow.actions.platform import house_room
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import written
from dealflow.decks import sandbox
from dealflow.domain.people.access import Act, may
from dealflow.domain.people.events import HouseSettingsKept
from dealflow.domain.people.house import LEAST_MONTHS, MOST_MONTHS, Clock, HouseSettings
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError, UnreadableDeckError
from dealflow.store.ledger.queries import houses

MOST_LOGO_BYTES: Final = 300_000
_DRAWER: Final = "dealflow.actions.claims.house_mark_worker"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"


@remembered
def settings(looking: Looking) -> HouseSettings:
    """Return the settings of the viewer's own house."""
    with looking.ws.ledger.read() as session:
        return houses.settings_of(session, looking.ws.name, looking.viewer.organisation_id)[0]


@transacted
def keep(acting: Acting, house: HouseSettings, *, organisation_id: str = "") -> None:
    """Keep a house's settings; the logo stays as it is.

    Raises:
        NotAllowedError: the viewer does not look after that house.
        InvalidInputError: a clock's months make no sense, or something is said twice.
    """
    owner = organisation_id or acting.viewer.organisation_id
    _require_keeper(acting, owner)
    for clock in house.clocks:
        if not LEAST_MONTHS.get(clock.kind, 1) <= clock.months <= MOST_MONTHS:
            raise InvalidInputError(field="months", problem="out_of_range", value=clock.months)
    clocks = {clock.kind: clock for clock in house.clocks}
    before, version = houses.settings_of(acting.session, acting.ws.name, owner)
    kept = replace(
        house,
        two_person=tuple(sorted(set(house.two_person))),
        clocks=tuple(Clock(kind, clocks[kind].months) for kind in sorted(clocks)),
        officer=written(house.officer, "officer"),
        logo_sha256=before.logo_sha256,
    )
    if kept != before:
        acting.record([HouseSettingsKept(owner, kept)], after=version)


def keep_logo(acting: Acting, data: bytes) -> None:
    """Keep the picture under which the viewer's house writes, small and drawn anew; no bytes: none any more.

    Raises:
        NotAllowedError: the viewer does not look after the house.
        InvalidInputError: it is neither PNG nor JPEG, cannot be read, is larger than 300 kB, or the house's room is
            used up.
    """
    _require_keeper(acting, acting.viewer.organisation_id)
    if len(data) > MOST_LOGO_BYTES:
        raise InvalidInputError(field="logo", problem="too_large", limit=MOST_LOGO_BYTES // 1000)
    if data and not data.startswith((_PNG, _JPEG)):
        raise InvalidInputError(field="logo", problem="no_picture")
    _keep_logo(acting, house_room.keep_file(acting, _drawn(data)) if data else "")


def _drawn(data: bytes) -> bytes:
    try:
        return sandbox.run(_DRAWER, data)
    except UnreadableDeckError as error:
        raise InvalidInputError(field="logo", problem="no_picture") from error


@transacted
def _keep_logo(acting: Acting, sha256: str) -> None:
    owner = acting.viewer.organisation_id
    before, version = houses.settings_of(acting.session, acting.ws.name, owner)
    if sha256 != before.logo_sha256:
        acting.record([HouseSettingsKept(owner, replace(before, logo_sha256=sha256))], after=version)


def logo(looking: Looking, organisation_id: str) -> bytes:
    """Return a house's picture; whoever may see its papers may see it.

    Raises:
        NotFoundError: it has none.
    """
    with looking.ws.ledger.read() as session:
        sha256 = houses.settings_of(session, looking.ws.name, organisation_id)[0].logo_sha256
    if not sha256 or not looking.ws.files.has(sha256):
        raise NotFoundError(kind="file", id=organisation_id)
    return looking.ws.files.get(sha256)


def own_logo(looking: Looking) -> bytes:
    """Return the picture of the viewer's house, no bytes where it has none."""
    return logo_of(looking, looking.viewer.organisation_id)


def logo_of(looking: Looking, organisation_id: str) -> bytes:
    """Return the picture of a house, no bytes where it has none: for its papers."""
    try:
        return logo(looking, organisation_id)
    except NotFoundError:
        return b""


def _require_keeper(looking: Looking, organisation_id: str) -> None:
    is_own = looking.viewer.organisation_id == organisation_id
    holds_files = looking.viewer == people.SYSTEM
    if not (holds_files or (is_own and may(looking.viewer, Act.MANAGE_PEOPLE))):
        raise NotAllowedError(act=Act.MANAGE_PEOPLE.value, role=looking.viewer.role.value)
