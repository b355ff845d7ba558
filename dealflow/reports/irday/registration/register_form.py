"""The form by which attendees register, and what it says when it takes nothing. It needs no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dealflow.actions.irday.registration.public_programme import PublicProgramme
from dealflow.domain.irday.programme.programme import PartKind
from dealflow.errors import DealflowError
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_title, event_venue, time_words
from dealflow.reports.irday.registration.programme_page import has_seats, seats_words
from dealflow.reports.kit.form_sheet import FormSheet
from dealflow.reports.kit.templates import render

SWITCH: Final = "switch_to"
TRAP: Final = "homepage"
"""A field that people do not see: whoever fills it is a program."""
PART_PREFIX: Final = "part-"
_HEARD: Final = frozenset(
    {PartKind.CEREMONY, PartKind.TALK, PartKind.PITCHING, PartKind.AWARD, PartKind.ADOPTER_TABLE, PartKind.EXHIBITION}
)
"""Parts that attendees may wish to hear; the others are for those who are asked."""


@dataclass(frozen=True, slots=True)
class RegisterSheet(FormSheet):
    """What the form shows: the programme, what was typed, what is wrong with it."""

    programme: PublicProgramme
    lang: str
    address: str
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, DealflowError] = field(default_factory=dict)

    @staticmethod
    def words_of(name: str) -> str:
        """Return where the words of a field stand."""
        return f"attend.field.{name}"


def offered_parts(programme: PublicProgramme) -> tuple[str, ...]:
    """Return the parts that attendees may choose, by id."""
    return tuple(shown.part.id for shown in programme.parts if shown.part.kind in _HEARD)


def form(sheet: RegisterSheet) -> str:
    """Return the page with the form."""
    lang, programme = sheet.lang, sheet.programme
    event, offered = programme.day.event, set(offered_parts(programme))
    return render(
        "irday/registration/register_form.html",
        lang,
        sheet=sheet,
        title=event_title(event, lang),
        where=" · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang)))),
        seats=seats_words(programme, lang),
        has_seats=has_seats(programme),
        parts=[
            (
                f"{PART_PREFIX}{shown.part.id}",
                time_words(shown.part.span, programme.day.programme, lang),
                name_of(shown.part, lang),
            )
            for shown in programme.parts
            if shown.part.id in offered
        ],
        organiser="" if programme.organiser is None else name_of(programme.organiser, lang),
        months=programme.profile.registration.retention_months,
        switch_field=SWITCH,
        trap_field=TRAP,
    )


def closed(lang: str, address: str) -> str:
    """Return the page where nobody registers any more, or not yet."""
    return notice(t("attend.closed", lang), t("attend.closed.next", lang), lang, back=address)


def refusal(problem: str, lang: str) -> str:
    """Return the page of an address that does not open, or of a form that is not taken."""
    following = {"too_many": "apply.refused.later", "too_large": "apply.refused.smaller"}.get(
        problem, "apply.refused.next"
    )
    return notice(t(f"apply.refused.{problem}", lang), t(following, lang), lang)


def notice(heading: str, following: str, lang: str, *, back: str = "") -> str:
    """Return a page that says one thing, with the way back to the programme."""
    return render("irday/registration/registration_notice.html", lang, heading=heading, following=following, back=back)
