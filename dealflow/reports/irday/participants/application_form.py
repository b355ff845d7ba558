"""The call for participation as one plain HTML form: for companies and for investors, in both languages.

It needs no script. What was typed is shown again, with what is wrong beside the field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from dealflow.actions.irday.participants.application_fields import AWAY, INVESTOR_KINDS, PEOPLE, VETOES, WISHES
from dealflow.actions.irday.participants.applications import required
from dealflow.decks.sniff import DOCUMENTS, ENDINGS
from dealflow.domain.irday.contacts.provision import side_opposite
from dealflow.domain.irday.participants.participants import Consent, Participant, ParticipantKind
from dealflow.domain.people.consents import ContactItem, EventSide
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.regions import PROVINCES
from dealflow.domain.values.rounds import LADDER
from dealflow.errors import DealflowError
from dealflow.i18n import name_of, t, term
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_title, event_venue
from dealflow.reports.kit.form_sheet import FormSheet
from dealflow.reports.kit.templates import render

SWITCH: Final = "switch_to"
"""The field that asks for the form in another language; what was typed so far is shown again."""
TRAP: Final = "homepage"
"""A field that people do not see: whoever fills it is a program."""
SIDES: Final = {"company": ParticipantKind.SUPPLIER, "investor": ParticipantKind.VC}
_ACCEPTED: Final = ",".join(ending for kind, endings in ENDINGS.items() if kind in DOCUMENTS for ending in endings)
_CONSENTS: Final = {
    "company": tuple(Consent),
    "investor": (Consent.PERSONAL_DATA, Consent.PORTRAIT),
}


@dataclass(frozen=True, slots=True)
class Sheet(FormSheet):
    """What the form shows: the event, the side, whom one may choose, what was typed, what is wrong with it."""

    event: IrEvent
    organiser: str
    side: str
    offered: Sequence[Participant]
    lang: str
    largest_mb: int
    contacts_until: date
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, DealflowError] = field(default_factory=dict)

    @staticmethod
    def words_of(name: str) -> str:
        """Return where the words of a field stand."""
        return f"apply.{_word(name)}"

    def any_value(self, names: Sequence[str]) -> bool:
        """Say whether something was typed into one of the fields."""
        return any(map(self.value, names))


def form(sheet: Sheet) -> str:
    """Return the page with the form of one side."""
    lang, event = sheet.lang, sheet.event
    needed = required(SIDES[sheet.side])
    return render(
        "irday/participants/application_form.html",
        lang,
        sheet=sheet,
        title=event_title(event, lang),
        where=" · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang)))),
        sides=tuple(SIDES),
        provinces=[(province, term(province, lang)) for province in PROVINCES],
        rounds=[(rung, rung) for rung in LADDER],
        kinds=[(kind.value, t(f"enum.participant_kind.{kind.value}", lang)) for kind in INVESTOR_KINDS],
        people=PEOPLE,
        offered=[(participant.id, name_of(participant, lang)) for participant in sheet.offered],
        wishes=WISHES,
        vetoes=VETOES,
        away=AWAY,
        consents=[(consent.value, consent in needed) for consent in _CONSENTS[sheet.side]],
        other_side=(side_opposite(SIDES[sheet.side]) or EventSide.INVESTORS).value,
        contact_items=", ".join(t(f"enum.contact_item.{item.value}", lang) for item in ContactItem),
        contacts_until=day(sheet.contacts_until, lang),
        switch_field=SWITCH,
        trap_field=TRAP,
        accepted=_ACCEPTED,
    )


def thanks(sheet: Sheet, name: str) -> str:
    """Return the page after an application came in."""
    lang = sheet.lang
    return _notice(t("apply.thanks", lang), t("apply.thanks.next", lang), lang, done=t("apply.came", lang, name=name))


def refusal(problem: str, lang: str) -> str:
    """Return the page of an address that does not open (unknown, expired, gone), or of a form that is not taken."""
    following = {"too_large": "apply.refused.smaller", "too_many": "apply.refused.later"}.get(
        problem, "apply.refused.next"
    )
    return _notice(t(f"apply.refused.{problem}", lang), t(following, lang), lang)


def _notice(heading: str, following: str, lang: str, *, done: str = "") -> str:
    template = "irday/participants/application_notice.html"
    return render(template, lang, heading=heading, following=following, done=done)


def _word(name: str) -> str:
    """Return the place of a field's words: those of people and times share theirs."""
    head, _, tail = name.rpartition("_")
    return f"person.{tail}" if head.startswith("person_") else name
