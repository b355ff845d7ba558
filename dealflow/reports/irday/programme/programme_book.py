"""The programme book to print: cover with who is behind the event, the day at a glance, each part, lives, companies."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.irday.registration.public_programme import PublicProgramme
from dealflow.domain.irday.participants.participants import Consent, Participant, ParticipantKind
from dealflow.i18n import called, name_of, t, term
from dealflow.reports.irday.papers.day_words import date_words, event_title, event_venue
from dealflow.reports.irday.papers.file_index import HTML, File
from dealflow.reports.irday.registration.programme_page import own_host_lines, part_lines
from dealflow.reports.irday.timetable.calendar_feed import file_name
from dealflow.reports.kit.templates import render


@dataclass(frozen=True, slots=True)
class _Company:
    """A company of the directory: what it makes, where it is; what it agreed to have handed on."""

    name: str
    product: str
    about: str


def file(programme: PublicProgramme, lang: str) -> File:
    """Return the book as a page that prints on A4 and loads nothing."""
    name = f"{file_name(event_title(programme.day.event, lang))}_book.html"
    return File(as_html(programme, lang).encode(), HTML, name, is_page=True)


def as_html(programme: PublicProgramme, lang: str) -> str:
    """Return the book as HTML."""
    event, profile = programme.day.event, programme.profile
    return render(
        "irday/programme/programme_book.html",
        lang,
        title=event_title(event, lang),
        when=date_words(event, programme.day.programme, lang),
        venue=event_venue(event, lang),
        about=called(profile.about_ko, profile.about_en, lang),
        contact=profile.contact,
        hosts=own_host_lines(programme, lang),
        parts=part_lines(programme, lang),
        companies=[
            _company(firm, lang)
            for firm in programme.day.participants
            if firm.is_coming and firm.kind is ParticipantKind.SUPPLIER
        ],
        investors=[
            (name_of(firm, lang), t(f"enum.participant_kind.{firm.kind.value}", lang))
            for firm in programme.day.participants
            if firm.is_coming and firm.kind in {ParticipantKind.VC, ParticipantKind.OPERATOR, ParticipantKind.ADOPTER}
        ],
    )


def _company(firm: Participant, lang: str) -> _Company:
    """Return a company's lines; only its name where it did not agree to its application being handed on."""
    if Consent.THIRD_PARTY not in firm.consents:
        return _Company(name_of(firm, lang), "", "")
    profile = firm.profile
    where = " · ".join(filter(None, (term(profile.sector, lang), term(profile.region, lang), profile.round_label)))
    return _Company(name_of(firm, lang), profile.product, where)
