"""What an event says of itself: who is behind it, what it is about, who may register; and pictures as logos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.irday.registration.registrations import fill_seats
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.house_room import keep_file
from dealflow.actions.platform.workspace import Workspace, written
from dealflow.decks import images
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.irday.events import EventProfileKept
from dealflow.domain.irday.programme.part_contents import EventProfile, require_sound_profile
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import attendees

__all__ = ["keep_picture", "keep_profile", "picture", "profile_of"]

_LONGEST: Final = 4_000
_MOST_HOSTS: Final = 40
_LARGEST: Final = 5_000_000
"""Bytes of a logo or photograph: what a phone takes."""


def profile_of(looking: Looking, ir_event_id: str) -> tuple[EventProfile, int]:
    """Return what an event says of itself with its version.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return attendees.event_profile(session, looking.ws.name, ir_event_id)


@transacted
def keep_profile(
    acting: Acting, profile: EventProfile, *, seen: int | None = None, brought: frozenset[str] = frozenset()
) -> None:
    """Keep what an event says of itself, whole. ``seen``: the version that the screen showed.

    ``brought``: the hashes of logos that were stored for this very act.

    Raises:
        InvalidInputError: a host without a name, seats below one, or a text that is too long.
        ChangedMeanwhileError: somebody changed it since.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none, or a logo nobody brought.
    """
    run_event(acting, profile.ir_event_id)
    before, version = attendees.event_profile(acting.session, acting.ws.name, profile.ir_event_id)
    sizes = {host.logo: host.logo_bytes for host in before.hosts}
    sizes |= {sha256: len(acting.ws.files.get(sha256)) for sha256 in brought if sha256}
    cleaned = _cleaned(profile, sizes)
    require_sound_profile(cleaned)
    if before == cleaned:
        return
    known = {host.logo for host in before.hosts} | brought | {""}
    strange = next((host.logo for host in cleaned.hosts if host.logo not in known), None)
    if strange is not None:  # whoever knows a hash has not brought the picture
        raise NotFoundError(kind="file", id=strange)
    event = EventProfileKept(profile.ir_event_id, cleaned)
    if seen is not None and seen != version:
        raise ChangedMeanwhileError(stream=event.stream, expected=seen, found=version)
    acting.record([event], after=version)
    fill_seats(acting.ws, acting.session, profile.ir_event_id, acting.by)


def keep_picture(acting: Acting, ir_event_id: str, file_name: str, data: bytes) -> str:
    """Keep a logo or a photograph for an event and return its hash; where it hangs is said by what names the hash.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
        InvalidInputError: it is no picture, too large, or the house has no room for it.
    """
    with acting.ws.ledger.read() as session:
        run_event(acting.within(session), ir_event_id)
    if kind_of(data) not in images.KINDS:
        raise InvalidInputError(field="file", problem="no_picture", value=file_name)
    if len(data) > _LARGEST:
        raise InvalidInputError(field="file", problem="too_large", value=file_name)
    return keep_file(acting, data)


def logos_of(ws: Workspace, profile: EventProfile) -> dict[str, bytes]:
    """Return the logos that hang at an event, by hash. For actions that have checked who asks."""
    return {host.logo: ws.files.get(host.logo) for host in profile.hosts if host.logo}


def picture(looking: Looking, ir_event_id: str, sha256: str) -> tuple[bytes, Kind]:
    """Return a logo of an event with what kind of picture it is.

    Raises:
        NotFoundError, NotAllowedError: the event has no such picture; the viewer does not run it.
    """
    profile, _ = profile_of(looking, ir_event_id)
    if sha256 not in {host.logo for host in profile.hosts if host.logo}:
        raise InvalidInputError(field="file", problem="unknown", value=sha256)
    data = looking.ws.files.get(sha256)
    return data, kind_of(data)


def _cleaned(profile: EventProfile, sizes: Mapping[str, int]) -> EventProfile:
    if len(profile.hosts) > _MOST_HOSTS:
        raise InvalidInputError(field="hosts", problem="too_many", limit=_MOST_HOSTS)
    return replace(
        profile,
        hosts=tuple(
            replace(
                host,
                name_ko=written(host.name_ko, "name_ko"),
                name_en=written(host.name_en, "name_en"),
                logo_bytes=sizes.get(host.logo, 0),
            )
            for host in profile.hosts
        ),
        about_ko=written(profile.about_ko, "about", longest=_LONGEST),
        about_en=written(profile.about_en, "about", longest=_LONGEST),
        contact=written(profile.contact, "contact", longest=200),
    )
