"""An attendee's pass on the phone: the QR badge for the door, the parts chosen, and the way to give it back."""

from __future__ import annotations

from urllib.parse import quote

from dealflow.actions.irday.registration.registrations import Pass
from dealflow.actions.notices.outbox import Content
from dealflow.domain.irday.floor.badge_codes import code_of
from dealflow.domain.irday.registration.registrations import RegistrationState
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_title, event_venue, time_words
from dealflow.reports.kit.templates import render


def page(
    attendee_pass: Pass, lang: str, *, asks: bool = False, letter: Content | None = None, address: str = ""
) -> str:
    """Return the pass, which stands at ``address``.

    ``asks``: whether it is to be given back; ``letter``: what its owner may mail to themselves.
    """
    registration, event = attendee_pass.registration, attendee_pass.event
    state = registration.state
    ahead = attendee_pass.ahead + 1
    return render(
        "irday/registration/attendee_pass.html",
        lang,
        title=event_title(event, lang),
        where=" · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang)))),
        state=state.value,
        told=t(f"attend.pass.{state.value}", lang, n=ahead if state is RegistrationState.WAITING else 0),
        ics=f"{address}/schedule.ics?lang={lang}",
        is_seated=state is RegistrationState.SEATED,
        is_gone=state is RegistrationState.CANCELLED,
        code=code_of(registration.id),
        name=attendee_pass.card.name,
        organisation=attendee_pass.about.organisation,
        number=registration.number,
        parts=part_lines(attendee_pass, lang),
        asks=asks,
        text="" if letter is None else letter.text.strip(),
        mailto="" if letter is None else _mailto(attendee_pass, letter),
    )


def part_lines(attendee_pass: Pass, lang: str) -> list[tuple[str, str]]:
    """Return the parts that an attendee chose: when, and what."""
    programme = attendee_pass.programme
    return [
        (time_words(part.span, programme, lang), name_of(part, lang))
        for part in programme.parts
        if part.id in attendee_pass.registration.parts
    ]


def _mailto(attendee_pass: Pass, letter: Content) -> str:
    query = f"subject={quote(letter.subject)}&body={quote(letter.text.strip())}"
    return f"mailto:{quote(attendee_pass.card.email)}?{query}"
