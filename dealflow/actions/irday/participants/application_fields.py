"""The call's form as it was posted, field by field: an application, or what is wrong with each field.

Money is typed in millions of won, as Korean application forms have it; an amount with its unit (30억) counts as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

from dealflow.actions.irday.participants.applications import Application, required
from dealflow.actions.irday.participants.meeting_requests import wished
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.platform.workspace import written
from dealflow.domain.irday.participants.participants import (
    Attendee,
    Consent,
    Mandate,
    ParticipantKind,
    Profile,
    Requests,
)
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.field_parsing import count_of, list_of, loose_day_of, spans_of, won_of
from dealflow.domain.values.register_numbers import biz_reg_no_valid
from dealflow.domain.values.rounds import LADDER
from dealflow.errors import DealflowError, InvalidInputError

MILLION: Final = 1_000_000
WISHES: Final = ("wish_1", "wish_2", "wish_3")
VETOES: Final = ("veto_1", "veto_2")
AWAY: Final = ("away_1", "away_2")
PEOPLE: Final = ("person_1", "person_2", "person_3")
_BIZ_DIGITS: Final = 10
_FIRST_YEAR: Final = 1990
Value = TypeVar("Value")


class Reader:
    """Reads fields one by one and remembers what is wrong with each."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._given = typed
        self.problems: dict[str, DealflowError] = {}

    def raw(self, name: str) -> str:
        """Return a field as it was typed; nothing where it is missing."""
        return self._given.get(name, "").strip()

    def take(self, name: str, otherwise: Value, understand: Callable[[str], Value]) -> Value:
        """Return what a field means; what is wrong is remembered and ``otherwise`` returned."""
        try:
            return understand(self.raw(name))
        except InvalidInputError as error:
            self.problems.setdefault(name, error)
            return otherwise

    def text(self, name: str, *, needed: bool = False, longest: int = 100) -> str:
        """Return a text as it is kept."""
        return self.take(name, "", lambda text: written(text, name, longest=longest, required=needed))

    def flag(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return self.raw(name) == "yes"

    def wrong(self, name: str, problem: str) -> None:
        """Remember what is wrong with a field, unless something is already."""
        self.problems.setdefault(name, InvalidInputError(field=name, problem=problem))


def read_form(typed: Mapping[str, str], kind: ParticipantKind, offered: Sequence[str]) -> tuple[Application, Reader]:
    """Return the application and its reader, whose ``problems`` are empty where it can be kept.

    ``offered``: the participants whom one may wish to meet, or not to meet.
    """
    reader = Reader(typed)
    is_company = kind is ParticipantKind.SUPPLIER
    application = Application(
        kind=kind,
        name_ko=reader.text("name_ko", needed=True),
        name_en=reader.text("name_en"),
        people=_company_people(reader) if is_company else _investor_people(reader),
        away=tuple(span for name in AWAY for span in _away(reader, name)),
        consents=_consents(reader, kind),
        mandate=Mandate() if is_company else _mandate(reader),
        equipment=reader.text("equipment", longest=500),
        profile=_profile(reader) if is_company else Profile(),
        requests=_requests(reader, frozenset(offered)),
    )
    return application, reader


def _profile(reader: Reader) -> Profile:
    revenue = reader.take("revenue", None, partial(won_of, field="revenue", unit=MILLION))
    year = reader.take("revenue_year", None, partial(count_of, field="revenue_year"))
    if year is not None and not _FIRST_YEAR <= year <= _FIRST_YEAR + 100:
        reader.wrong("revenue_year", "date")
    if revenue is not None and year is None:
        reader.wrong("revenue_year", "missing")
    return Profile(
        biz_reg_no=reader.take("biz_reg_no", "", _biz_reg_no),
        founded=reader.take("founded", "", partial(loose_day_of, field="founded")),
        region=reader.text("region", needed=True),
        sector=reader.text("sector", needed=True),
        product=reader.text("product", needed=True, longest=500),
        headcount=reader.take("headcount", None, partial(count_of, field="headcount")),
        revenue=revenue,
        revenue_year=year,
        round_label=reader.text("round", longest=60),
        raise_won=reader.take("raise_won", None, partial(won_of, field="raise_won", unit=MILLION)),
    )


def _biz_reg_no(text: str) -> str:
    """Return a registration number as 000-00-00000, its check digit checked."""
    number = "".join(sign for sign in text if sign.isdecimal())
    if not number:
        raise InvalidInputError(field="biz_reg_no", problem="missing")
    if len(number) != _BIZ_DIGITS or not number.isascii():
        raise InvalidInputError(field="biz_reg_no", problem="no_ten_digits")
    if not biz_reg_no_valid(number):
        raise InvalidInputError(field="biz_reg_no", problem="check_digit")
    return f"{number[:3]}-{number[3:5]}-{number[5:]}"


def _company_people(reader: Reader) -> tuple[Attending, ...]:
    """Return presenter and contact: one person where no other contact is named."""
    presenter = Card("", reader.text("presenter_name", needed=True), reader.text("presenter_title"))
    contact = Card(
        "",
        reader.text("contact_name") or presenter.name,
        reader.text("contact_title"),
        reader.text("contact_phone", needed=True, longest=40),
        reader.take("contact_email", "", _email),
    )
    if contact.name == presenter.name:
        both = Card("", presenter.name, presenter.title or contact.title, contact.phone, contact.email)
        return (Attending(Attendee("", presents=True, contact=True), both),)
    comes = Attendee("", sits=reader.flag("contact_sits"), contact=True)
    return Attending(Attendee("", presents=True), presenter), Attending(comes, contact)


def _investor_people(reader: Reader) -> tuple[Attending, ...]:
    people = []
    for place, name in enumerate(PEOPLE):
        first = place == 0
        card = Card(
            "",
            reader.text(f"{name}_name", needed=first),
            reader.text(f"{name}_title"),
            reader.text(f"{name}_phone", needed=first, longest=40),
            reader.take(f"{name}_email", "", _email if first else _some_email),
        )
        if card.name:
            people.append(Attending(Attendee("", contact=first), card))
        elif card.title or card.phone or card.email:
            reader.wrong(f"{name}_name", "missing")
    return tuple(people)


def _email(text: str) -> str:
    return _some_email(written(text, "email", required=True))


def _some_email(text: str) -> str:
    kept_text = written(text, "email", longest=100)
    name, at, host = kept_text.partition("@")
    if kept_text and not (at and name and "." in host and " " not in kept_text):
        raise InvalidInputError(field="email", problem="no_address")
    return kept_text


def _mandate(reader: Reader) -> Mandate:
    low, high = (
        reader.take(name, None, partial(won_of, field=name, unit=MILLION)) for name in ("ticket_low", "ticket_high")
    )
    if low is not None and high is not None and high < low:
        reader.wrong("ticket_high", "backwards")
    return Mandate(
        sectors=list_of(reader.text("sectors", longest=500)),
        rounds=tuple(rung for place, rung in enumerate(LADDER) if reader.flag(f"round_{place}")),
        regions=list_of(reader.text("regions", longest=200)),
        ticket_low=low,
        ticket_high=high,
    )


def _away(reader: Reader, name: str) -> tuple[Span, ...]:
    start, end = reader.raw(f"{name}_from"), reader.raw(f"{name}_to")
    if not start and not end:
        return ()
    try:
        return spans_of(f"{start}~{end}", "span")
    except InvalidInputError as error:
        reader.problems.setdefault(f"{name}_from", error)
        return ()


def _consents(reader: Reader, kind: ParticipantKind) -> tuple[Consent, ...]:
    for consent in required(kind):
        if not reader.flag(f"consent_{consent.value}"):
            reader.wrong(f"consent_{consent.value}", "consent_needed")
    return tuple(other_consent for other_consent in Consent if reader.flag(f"consent_{other_consent.value}"))


def _requests(reader: Reader, offered: frozenset[str]) -> Requests:
    chosen: dict[str, str] = {}
    for name in (*WISHES, *VETOES):
        other = reader.raw(name)
        if other and other not in offered:
            reader.wrong(name, "unknown")
        elif other and other in chosen.values():
            reader.wrong(name, "chosen_twice")
        elif other:
            chosen[name] = other
    vetoes = tuple(chosen[name] for name in VETOES if name in chosen)
    return Requests(wished(chosen.get(name, "") for name in WISHES), vetoes)
