"""What is told of an event when it is over: photographs, press, settlement; for the result report."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.irday.programme.event_profile import keep_picture
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import written
from dealflow.domain.irday.events import EventRecordKept
from dealflow.domain.irday.results.event_record import (
    BudgetLine,
    EventRecord,
    Photo,
    PressItem,
    require_sound_record,
)
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import attendees

__all__ = ["add_photo", "keep_record", "photos_of", "record_of"]

_MOST_PHOTOS, _MOST_LINES = 60, 200
_LONGEST: Final = 4_000


def record_of(looking: Looking, ir_event_id: str) -> tuple[EventRecord, int]:
    """Return what is told of an event afterwards with its version.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return attendees.event_record(session, looking.ws.name, ir_event_id)


def photos_of(looking: Looking, ir_event_id: str) -> tuple[tuple[Photo, bytes], ...]:
    """Return the photographs of an event with their bytes.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    record, _ = record_of(looking, ir_event_id)
    return tuple((photo, looking.ws.files.get(photo.sha256)) for photo in record.photos)


@transacted
def keep_record(acting: Acting, record: EventRecord, *, seen: int | None = None, brought: str = "") -> None:
    """Keep what is told of an event, whole. ``seen``: the version that the screen showed.

    ``brought``: the hash of a photograph that was stored for this very act.

    Raises:
        InvalidInputError: a line without a name or with a negative amount, an address that no browser opens, too much.
        NotFoundError: a photograph that nobody brought, or no such event.
        ChangedMeanwhileError: somebody changed it since.
        NotAllowedError: the viewer does not run the event.
    """
    run_event(acting, record.ir_event_id)
    cleaned = _cleaned(record)
    require_sound_record(cleaned)
    before, version = attendees.event_record(acting.session, acting.ws.name, record.ir_event_id)
    if before == cleaned:
        return
    strange = {photo.sha256 for photo in cleaned.photos} - {photo.sha256 for photo in before.photos} - {brought}
    if strange:  # whoever knows a hash has not brought the picture
        raise NotFoundError(kind="file", id=min(strange))
    event = EventRecordKept(record.ir_event_id, cleaned)
    if seen is not None and seen != version:
        raise ChangedMeanwhileError(stream=event.stream, expected=seen, found=version)
    acting.record([event], after=version)


def add_photo(acting: Acting, ir_event_id: str, file_name: str, data: bytes) -> None:
    """Add a photograph to what is told of an event; the same bytes twice are one.

    Raises:
        InvalidInputError: it is no picture, too large, one too many, or the house has no room for it.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    record, version = record_of(acting, ir_event_id)
    sha256 = keep_picture(acting, ir_event_id, file_name, data)
    if sha256 in {photo.sha256 for photo in record.photos}:
        return
    keep_record(
        acting,
        replace(record, photos=(*record.photos, Photo(sha256, size_bytes=len(data)))),
        seen=version,
        brought=sha256,
    )


def _cleaned(record: EventRecord) -> EventRecord:
    if len(record.photos) > _MOST_PHOTOS or max(len(record.press), len(record.settlement)) > _MOST_LINES:
        raise InvalidInputError(field="settlement", problem="too_many", limit=_MOST_PHOTOS)
    return replace(
        record,
        photos=tuple(replace(photo, caption=written(photo.caption, "caption")) for photo in record.photos),
        press=tuple(
            PressItem(
                written(item.outlet, "press"),
                written(item.title, "press", longest=300),
                item.on,
                written(item.url, "url", longest=500),
            )
            for item in record.press
        ),
        settlement=tuple(
            BudgetLine(written(line.what, "settlement"), line.planned, line.spent, written(line.note, "note"))
            for line in record.settlement
        ),
        better=written(record.better, "note", longest=_LONGEST),
    )
