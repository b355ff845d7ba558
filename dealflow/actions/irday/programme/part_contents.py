"""What the parts of an event hold: talks with their speakers, ceremonies with order, script and seats, their files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.house_room import keep_file
from dealflow.actions.platform.workspace import written
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.irday.events import PartContentKept
from dealflow.domain.irday.programme.part_contents import OrderLine, PartContent, PartFile, require_sound_content
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import attendees, award, companies, irday
from dealflow.store.ledger.queries.attendees import About
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["About", "Prized", "add_file", "content_of", "contents_of", "drop_file", "file_of", "keep_content",
           "keep_lives", "lives_of", "offered_awards", "winners_of"]  # fmt: skip

_LONGEST: Final = 4_000
_MOST_LINES, _MOST_FILES = 80, 20
_MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Prized:
    """A case that won: the prize, the company and the case, as they are read out."""

    prize_ko: str
    prize_en: str
    company_ko: str
    company_en: str
    case: str


def contents_of(looking: Looking, ir_event_id: str) -> dict[str, tuple[PartContent, int]]:
    """Return what the parts of an event hold with their versions, by part.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return attendees.part_contents(session, looking.ws.name, ir_event_id)


def content_of(looking: Looking, ir_event_id: str, part_id: str) -> tuple[PartContent, int]:
    """Return what one part holds with its version; an empty content of version 0 where it holds nothing.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    return contents_of(looking, ir_event_id).get(part_id, (PartContent(ir_event_id, part_id), 0))


@transacted
def keep_content(acting: Acting, content: PartContent, *, seen: int | None = None, brought: str = "") -> None:
    """Keep what a part holds, whole. ``seen``: the version that the screen showed.

    ``brought``: the hash of a file that was stored for this very act.

    Raises:
        InvalidInputError: a line lasts no time, somebody stands twice in the order of protocol, or a text is too long.
        NotFoundError: the programme has no such part, somebody honoured does not come, or there is no such award.
        ChangedMeanwhileError: somebody changed it since.
        NotAllowedError: the viewer does not run the event.
    """
    run_event(acting, content.ir_event_id)
    cleaned = _cleaned(content)
    require_sound_content(cleaned)
    _require_there(acting, cleaned)
    before, version = attendees.part_contents(acting.session, acting.ws.name, content.ir_event_id).get(
        content.part_id, (PartContent(content.ir_event_id, content.part_id), 0)
    )
    if before == cleaned:
        return
    strange = {file.sha256 for file in cleaned.files} - {file.sha256 for file in before.files} - {brought}
    if strange:  # whoever knows a hash has not brought the file
        raise NotFoundError(kind="file", id=min(strange))
    event = PartContentKept(cleaned)
    if seen is not None and seen != version:
        raise ChangedMeanwhileError(stream=event.stream, expected=seen, found=version)
    acting.record([event], after=version)


def lives_of(looking: Looking, ir_event_id: str) -> dict[str, About]:
    """Return what the programme book tells of the people of an event, by attendee id.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return attendees.abouts(session, looking.ws.name, ir_event_id)


@transacted
def keep_lives(acting: Acting, ir_event_id: str, lives: tuple[About, ...]) -> None:
    """Keep what the programme book tells of people of an event, beside the journal.

    Raises:
        NotFoundError: somebody does not come to the event.
        InvalidInputError: a text is too long or holds what may be a resident number.
        NotAllowedError: the viewer does not run the event.
    """
    run_event(acting, ir_event_id)
    _require_people(acting, ir_event_id, (about.attendee_id for about in lives))
    standing = attendees.abouts(acting.session, acting.ws.name, ir_event_id)
    for about in lives:
        before = standing.get(about.attendee_id, About(about.attendee_id))
        kept_about = replace(
            before,
            name_en=written(about.name_en, "name_en"),
            bio_ko=written(about.bio_ko, "bio", longest=_LONGEST),
            bio_en=written(about.bio_en, "bio", longest=_LONGEST),
        )
        if kept_about != before:
            attendees.keep_about(acting.session, acting.ws.name, ir_event_id, kept_about)


def add_file(acting: Acting, ir_event_id: str, part_id: str, file_name: str, data: bytes) -> None:
    """Add slides or another file to a part; the same bytes twice are one file.

    Raises:
        InvalidInputError: it is empty, a program, too large, or one too many; the house has no room for it.
        NotFoundError, NotAllowedError: there is no such part or event; the viewer does not run it.
    """
    name, media = written(file_name, "file", longest=200, required=True), kind_of(data)
    if media in {Kind.EMPTY, Kind.PROGRAM}:
        raise InvalidInputError(field="file", problem=media.value, value=name)
    if len(data) > acting.ws.settings.max_upload_mb * _MEGABYTE:
        raise InvalidInputError(field="file", problem="too_large", value=name)
    content, version = content_of(acting, ir_event_id, part_id)
    sha256 = keep_file(acting, data)
    rest = tuple(file for file in content.files if file.sha256 != sha256)
    changed = replace(content, files=(*rest, PartFile(sha256, name, media.value, len(data))))
    keep_content(acting, changed, seen=version, brought=sha256)


def drop_file(acting: Acting, ir_event_id: str, part_id: str, sha256: str) -> None:
    """Take a file out of a part.

    Raises:
        NotFoundError, NotAllowedError: there is no such part or event; the viewer does not run it.
    """
    content, version = content_of(acting, ir_event_id, part_id)
    rest = tuple(file for file in content.files if file.sha256 != sha256)
    keep_content(acting, replace(content, files=rest), seen=version)


def file_of(looking: Looking, ir_event_id: str, sha256: str) -> tuple[PartFile, bytes]:
    """Return a file of one of an event's parts.

    Raises:
        NotFoundError: no part of the event has it.
        NotAllowedError: the viewer does not run the event.
    """
    for content, _ in contents_of(looking, ir_event_id).values():
        for file in content.files:
            if file.sha256 == sha256:
                return file, looking.ws.files.get(sha256)
    raise NotFoundError(kind="file", id=sha256)


def offered_awards(looking: Looking, ir_event_id: str) -> dict[str, tuple[str, str]]:
    """Return the awards of the viewer's house, Korean and English title by id, for who runs the event.

    Raises:
        NotFoundError, NotAllowedError: there is no such event; the viewer does not run it.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        known = award.awards(session, looking.ws.name, looking.viewer)
    return {one_award.id: (one_award.title_ko, one_award.title_en) for one_award, _ in known}


def winners_of(looking: Looking, award_id: str) -> tuple[Prized, ...]:
    """Return who won what at an award of the viewer's house, the highest prize first; nothing for none of its own."""
    with looking.ws.ledger.read() as session:
        return _winners(looking.within(session), session, award_id)


def _winners(looking: Looking, session: Session, award_id: str) -> tuple[Prized, ...]:
    known = {one_award.id: one_award for one_award, _ in award.awards(session, looking.ws.name, looking.viewer)}
    if award_id not in known:
        return ()
    place = {prize.id: number for number, prize in enumerate(known[award_id].prizes)}
    entries = [
        entry
        for entry, _ in award.entries(session, looking.ws.name, looking.viewer, award_id)
        if entry.prize_id in place
    ]
    by_id = {company.id: company for company in companies.companies(session, looking.ws.name, looking.viewer)}
    prizes = known[award_id].prizes
    return tuple(
        Prized(
            prizes[place[entry.prize_id]].name_ko,
            prizes[place[entry.prize_id]].name_en,
            by_id[entry.company_id].name,
            by_id[entry.company_id].name_en,
            entry.case_title,
        )
        for entry in sorted(entries, key=lambda entry: (place[entry.prize_id], entry.number))
        if entry.company_id in by_id
    )


def _require_there(acting: Acting, content: PartContent) -> None:
    programme, _ = irday.programme(acting.session, acting.ws.name, content.ir_event_id)
    if content.part_id not in {part.id for part in programme.parts}:
        raise NotFoundError(kind="part", id=content.part_id)
    _require_people(acting, content.ir_event_id, (*content.protocol, *content.speakers))
    awards = {one_award.id for one_award, _ in award.awards(acting.session, acting.ws.name, acting.viewer)}
    if content.award_id and content.award_id not in awards:
        raise NotFoundError(kind="award", id=content.award_id)


def _require_people(acting: Acting, ir_event_id: str, people: Iterable[str]) -> None:
    firms = irday.participants(acting.session, acting.ws.name, ir_event_id)
    strangers = {*people} - {attendee.id for firm in firms for attendee in firm.attendees}
    if strangers:
        raise NotFoundError(kind="attendee", id=min(strangers))


def _cleaned(content: PartContent) -> PartContent:
    if len(content.order) > _MOST_LINES or len(content.files) > _MOST_FILES:
        raise InvalidInputError(field="order", problem="too_many", limit=_MOST_LINES)
    return replace(
        content,
        abstract_ko=written(content.abstract_ko, "abstract", longest=_LONGEST),
        abstract_en=written(content.abstract_en, "abstract", longest=_LONGEST),
        equipment=written(content.equipment, "equipment", longest=500),
        order=tuple(_line(line) for line in content.order),
    )


def _line(line: OrderLine) -> OrderLine:
    return OrderLine(
        line.minutes,
        written(line.what_ko, "what", longest=200),
        written(line.what_en, "what", longest=200),
        written(line.who, "who", longest=200),
        written(line.cue, "cue", longest=500),
        written(line.script, "script", longest=_LONGEST),
    )
