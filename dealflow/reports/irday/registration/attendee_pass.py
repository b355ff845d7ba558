"""An attendee's pass on the phone: the QR badge for the door, the parts chosen, and the way to give it back."""

from __future__ import annotations

from dealflow.actions.irday.registration.registrations import Pass
from dealflow.domain.irday.floor.badge_codes import code_of
from dealflow.domain.irday.registration.registrations import RegistrationState
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_title, event_venue, time_words
from dealflow.reports.kit.templates import render


def page(attendee_pass: Pass, lang: str, *, asks: bool = False) -> str:
    """Return the pass; ``asks``: whether it is to be given back."""
    registration, programme, event = attendee_pass.registration, attendee_pass.programme, attendee_pass.event
    state = registration.state
    ahead = attendee_pass.ahead + 1
    return render(
        "irday/registration/attendee_pass.html",
        lang,
        title=event_title(event, lang),
        where=" · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang)))),
        state=state.value,
        told=t(f"attend.pass.{state.value}", lang, n=ahead if state is RegistrationState.WAITING else 0),
        is_seated=state is RegistrationState.SEATED,
        is_gone=state is RegistrationState.CANCELLED,
        code=code_of(registration.id),
        name=attendee_pass.card.name,
        organisation=attendee_pass.about.organisation,
        number=registration.number,
        parts=[
            (time_words(part.span, programme, lang), name_of(part, lang))
            for part in programme.parts
            if part.id in registration.parts
        ],
        asks=asks,
    )
