"""The programme for everybody: what is on when and where, who speaks, who presents; and the way to register."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.irday.registration.public_programme import Named, PartInPublic, PublicProgramme
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.part_contents import Host, HostRole, timed
from dealflow.domain.irday.programme.programme import PartRole
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.i18n import Language, called, has, name_of, t
from dealflow.reports.irday.papers.day_words import date_words, event_title, event_venue, time_words
from dealflow.reports.irday.programme.host_lines import HostLine, host_lines
from dealflow.reports.kit.templates import render


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of a part: as what, name and position, organisation, life."""

    role: str
    name: str
    title: str
    firm: str
    bio: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the programme in words."""

    id: str
    kind: str
    time: str
    title: str
    room: str
    track: str
    abstract: str
    people: tuple[PersonLine, ...]
    order: tuple[tuple[str, str], ...]
    pitching: tuple[tuple[str, str, str], ...]
    """Time, firm, and what it makes."""
    winners: tuple[tuple[str, str, str], ...]

    @property
    def members(self) -> tuple[str, ...]:
        """Return the organisations that take part as members, without anybody's name."""
        return tuple(person.firm for person in self.people if not (person.name or person.role))

    @property
    def told(self) -> tuple[PersonLine, ...]:
        """Return who has a line of their own: who is named, or takes part as more than a member."""
        return tuple(person for person in self.people if person.name or person.role)

    @property
    def about(self) -> tuple[str, ...]:
        """Return what kind of part it is, where, and in which track; what the title says already is left out."""
        return tuple(word for word in dict.fromkeys((self.kind, self.room, self.track)) if word and word != self.title)


def page(programme: PublicProgramme, lang: str, *, address: str, track: str = "") -> str:
    """Return the page; ``address``: the event's public address, ``track``: only what runs in it."""
    event, profile = programme.day.event, programme.profile
    lines = part_lines(programme, lang)
    return render(
        "irday/registration/programme_page.html",
        lang,
        title=event_title(event, lang),
        when=date_words(event, programme.day.programme, lang),
        venue=event_venue(event, lang),
        about=called(profile.about_ko, profile.about_en, lang),
        contact=profile.contact,
        hosts=own_host_lines(programme, lang),
        parts=[line for line in lines if not track or line.track in {track_words(track, lang), ""}],
        tracks=[(name, track_words(name, lang)) for name in programme.tracks],
        track=track,
        address=address,
        is_open=programme.is_open,
        seats=seats_words(programme, lang),
        has_seats=has_seats(programme),
    )


def has_seats(programme: PublicProgramme) -> bool:
    """Say whether the next who registers has a seat."""
    left = programme.seats.left
    return left is None or left > programme.seats.waiting


def track_words(track: str, lang: str) -> str:
    """Return a track as people read it: those of the shipped programmes have words in both languages."""
    key = f"attend.track.{track}"
    return t(key, lang) if track and has(key, lang) else track


def seats_words(programme: PublicProgramme, lang: str) -> str:
    """Return how many seats are left, or that one may wait; nothing where seats are not counted."""
    left = programme.seats.left
    if left is None or not programme.is_open:
        return ""
    free = left - programme.seats.waiting
    return t("attend.left", lang, n=free) if free > 0 else t("attend.waits", lang)


def own_host_lines(programme: PublicProgramme, lang: str) -> tuple[HostLine, ...]:
    """Return who is behind the event; the organiser alone where nobody was named."""
    hosts = programme.profile.hosts
    if not hosts and programme.organiser is not None:
        hosts = (Host(HostRole.HOST, programme.organiser.name_ko, programme.organiser.name_en),)
    return host_lines(hosts, programme.logos, lang)


def part_lines(programme: PublicProgramme, lang: str) -> tuple[PartLine, ...]:
    """Return the parts of the programme in words, in the order of time."""
    return tuple(_part(programme, shown, lang) for shown in programme.parts)


def _part(programme: PublicProgramme, shown: PartInPublic, lang: str) -> PartLine:
    part, content = shown.part, shown.content
    rooms = {room.id: name_of(room, lang) for room in programme.day.programme.rooms}
    return PartLine(
        id=part.id,
        kind=t(f"enum.part_kind.{part.kind.value}", lang),
        time=time_words(part.span, programme.day.programme, lang),
        title=name_of(part, lang),
        room=rooms.get(part.room_id, ""),
        track=track_words(part.track, lang),
        abstract=called(content.abstract_ko, content.abstract_en, lang),
        people=tuple(_person(named, lang) for named in shown.people),
        order=tuple(
            (clock(line.start_min), called(line.line.what_ko, line.line.what_en, lang))
            for line in timed(part, content.order)
        ),
        pitching=tuple((clock(minute), name_of(firm, lang), _product(firm)) for minute, firm in shown.pitching),
        winners=tuple(
            (
                called(prized.prize_ko, prized.prize_en, lang),
                called(prized.company_ko, prized.company_en, lang),
                prized.case,
            )
            for prized in shown.winners
        ),
    )


def _product(firm: Participant) -> str:
    return firm.profile.product


def _person(named: Named, lang: str) -> PersonLine:
    about = named.about
    is_english = lang == Language.EN
    name = (about.name_en if about and is_english else "") or named.name
    bio = "" if about is None else called(about.bio_ko, about.bio_en, lang)
    role = "" if named.role is PartRole.MEMBER else t(f"enum.part_role.{named.role.value}", lang)
    return PersonLine(role, name, named.title if name else "", name_of(named.firm, lang), bio)
