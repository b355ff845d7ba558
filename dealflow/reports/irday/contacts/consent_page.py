"""A person's own page: what is asked, to whom the contact would go and went, and yes, no or taking back; no script."""

from __future__ import annotations

from typing import Final

from dealflow.actions.irday.contacts.consent_requests import Request
from dealflow.domain.people.consents import ContactItem, GroundState
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.irday.papers.day_words import event_title, event_venue
from dealflow.reports.kit.templates import render

ANSWERS: Final = ("yes", "no")
_TOLD: Final = {GroundState.GIVEN: "good", GroundState.WITHDRAWN: "", GroundState.DECLINED: ""}


def page(asked: Request, organiser: str, lang: str, *, message: str = "", is_wrong: bool = False) -> str:
    """Return the page; ``message`` says what was just done, or why it cannot be."""
    state = asked.ground.state
    return render(
        "irday/contacts/consent_page.html",
        lang,
        person=asked.card.name,
        firm=name_of(asked.firm, lang),
        title=event_title(asked.event, lang),
        where=" · ".join(filter(None, (day(asked.event.held_on, lang), event_venue(asked.event, lang)))),
        organiser=organiser,
        side=asked.side.value,
        items=", ".join(t(f"enum.contact_item.{item.value}", lang) for item in ContactItem),
        recipients=[name_of(firm, lang) for firm in asked.recipients],
        until=day(asked.until, lang),
        state=t(f"contacts.stands.{state.value}", lang) if state in _TOLD else "",
        tone=_TOLD.get(state, ""),
        holds=asked.ground.holds,
        declined=state is GroundState.DECLINED,
        received=[(kept.handover.recipient, moment(kept.handed_at, lang)) for kept in asked.received],
        message=message,
        is_wrong=is_wrong,
    )


def refusal(words: str, lang: str) -> str:
    """Return the page of an address that does not open, with what to do next."""
    return render("irday/contacts/consent_refusal.html", lang, why=words)
