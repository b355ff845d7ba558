"""The call's form as it was posted, field by field: an application, or what is wrong with each field.

Money is typed in millions of won, as Korean application forms have it; an amount with its unit (30억) counts as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Final

from pydantic import ValidationInfo

from dealflow.actions.irday.participants.applications import Application, required
from dealflow.actions.irday.participants.meeting_requests import wished
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.platform.posted_form import Flag, NeededText, PostedForm, Text, judged, text, understood
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
from dealflow.domain.values.register_numbers import typed_biz_reg_no
from dealflow.domain.values.rounds import LADDER
from dealflow.errors import InvalidInputError

MILLION: Final = 1_000_000
WISHES: Final = ("wish_1", "wish_2", "wish_3")
VETOES: Final = ("veto_1", "veto_2")
AWAY: Final = ("away_1", "away_2")
PEOPLE: Final = ("person_1", "person_2", "person_3")
INVESTOR_KINDS: Final = (ParticipantKind.VC, ParticipantKind.OPERATOR, ParticipantKind.ADOPTER)
"""As what an investor applies, in the order in which the form offers them."""
_FIRST_YEAR: Final = 1990


def _biz_reg_no(typed: str, field: str) -> str:
    return typed_biz_reg_no(written(typed, field, required=True), field)


def _revenue_year(typed: str, info: ValidationInfo) -> int | None:
    year = count_of(typed, "revenue_year")
    if year is not None and not _FIRST_YEAR <= year <= _FIRST_YEAR + 100:
        raise InvalidInputError(field="revenue_year", problem="date")
    if year is None and info.data.get("revenue") is not None:
        raise InvalidInputError(field="revenue_year", problem="missing")
    return year


def typed_email(typed: str, _field: str) -> str:
    """Return an e-mail address that must be there.

    Raises:
        InvalidInputError: it is missing or none.
    """
    return _some_email(written(typed, "email", required=True), "email")


def _some_email(typed: str, _field: str) -> str:
    address = written(typed, "email", longest=100)
    name, at, host = address.partition("@")
    if address and not (at and name and "." in host and " " not in address):
        raise InvalidInputError(field="email", problem="no_address")
    return address


def _name_of_somebody(typed: str, info: ValidationInfo) -> str:
    """Return a name, which may be missing where nothing else is said of the person."""
    name = written(typed, "name", longest=100)
    if not name and any(map(info.data.get, ("title", "phone", "email"))):
        raise InvalidInputError(field="name", problem="missing")
    return name


def _not_below_low(typed: str, info: ValidationInfo) -> int | None:
    low, high = info.data.get("ticket_low"), won_of(typed, "ticket_high", unit=MILLION)
    if low is not None and high is not None and high < low:
        raise InvalidInputError(field=info.field_name, problem="backwards")
    return high


def _away(typed: str, info: ValidationInfo) -> tuple[Span, ...]:
    until = info.data[f"{str(info.field_name).removesuffix('from')}to"]
    return spans_of(f"{typed}~{until}", "span") if typed or until else ()


def _consent(kind: ParticipantKind, typed: str, info: ValidationInfo) -> bool:
    consent = Consent(str(info.field_name).removeprefix("consent_"))
    if typed != "yes" and consent in required(kind):
        raise InvalidInputError(field=info.field_name, problem="consent_needed")
    return typed == "yes"


def _chosen(typed: str, info: ValidationInfo) -> str:
    """Return somebody whom the form offers and who was not chosen before; nothing for nobody."""
    before = {info.data.get(name) for name in (*WISHES, *VETOES)}
    if typed and typed not in (info.context or {}).get("offered", ()):
        raise InvalidInputError(field=info.field_name, problem="unknown")
    if typed and typed in before:
        raise InvalidInputError(field=info.field_name, problem="chosen_twice")
    return typed


def _investor_kind(typed: str, _field: str) -> ParticipantKind:
    if typed not in INVESTOR_KINDS:
        raise InvalidInputError(field="kind", problem="missing")
    return ParticipantKind(typed)


Count = Annotated[int | None, understood(count_of)]
Millions = Annotated[int | None, understood(partial(won_of, unit=MILLION))]
LongText = Annotated[str, text(longest=500)]
Phone = Annotated[str, text(needed=True, longest=40)]
Choice = Annotated[str, judged(_chosen)]
Away = Annotated[tuple[Span, ...], judged(_away)]
CompanyConsent = Annotated[bool, judged(partial(_consent, ParticipantKind.SUPPLIER))]
InvestorConsent = Annotated[bool, judged(partial(_consent, ParticipantKind.VC))]


class _ApplicationForm(PostedForm):
    """What both sides are asked."""

    name_ko: NeededText
    name_en: Text
    equipment: LongText
    away_1_to: str
    away_1_from: Away
    away_2_to: str
    away_2_from: Away
    wish_1: Choice
    wish_2: Choice
    wish_3: Choice
    veto_1: Choice
    veto_2: Choice

    @property
    def away(self) -> tuple[Span, ...]:
        """When the firm cannot come."""
        return self.away_1_from + self.away_2_from

    @property
    def requests(self) -> Requests:
        """Whom the firm wishes to meet, and whom not."""
        return Requests(
            wished((self.wish_1, self.wish_2, self.wish_3)), tuple(filter(None, (self.veto_1, self.veto_2)))
        )

    @property
    def consents(self) -> tuple[Consent, ...]:
        """What was agreed to; a side is not asked everything."""
        return tuple(consent for consent in Consent if getattr(self, f"consent_{consent.value}", False))


class _CompanyForm(_ApplicationForm):
    """What a company is asked besides."""

    biz_reg_no: Annotated[str, understood(_biz_reg_no)]
    founded: Annotated[str, understood(loose_day_of)]
    region: NeededText
    sector: NeededText
    product: Annotated[str, text(needed=True, longest=500)]
    headcount: Count
    revenue: Millions
    revenue_year: Annotated[int | None, judged(_revenue_year)]
    round: Annotated[str, text(longest=60)]
    raise_won: Millions
    presenter_name: NeededText
    presenter_title: Text
    contact_name: Text
    contact_title: Text
    contact_phone: Phone
    contact_email: Annotated[str, understood(typed_email)]
    contact_sits: Flag
    consent_personal_data: CompanyConsent
    consent_third_party: CompanyConsent
    consent_portrait: CompanyConsent
    consent_materials: CompanyConsent
    consent_contacts: Flag

    def application(self) -> Application:
        """Return what the company says."""
        return Application(
            kind=ParticipantKind.SUPPLIER,
            name_ko=self.name_ko,
            name_en=self.name_en,
            people=self._people(),
            away=self.away,
            consents=self.consents,
            equipment=self.equipment,
            profile=self._profile(),
            requests=self.requests,
            shares_contact=self.consent_contacts,
        )

    def _profile(self) -> Profile:
        return Profile(
            biz_reg_no=self.biz_reg_no,
            founded=self.founded,
            region=self.region,
            sector=self.sector,
            product=self.product,
            headcount=self.headcount,
            revenue=self.revenue,
            revenue_year=self.revenue_year,
            round_label=self.round,
            raise_won=self.raise_won,
        )

    def _people(self) -> tuple[Attending, ...]:
        """Return presenter and contact: one person where no other contact is named."""
        contact_name = self.contact_name or self.presenter_name
        if contact_name == self.presenter_name:
            title = self.presenter_title or self.contact_title
            both = Card("", contact_name, title, self.contact_phone, self.contact_email)
            return (Attending(Attendee("", presents=True, contact=True), both),)
        presenter = Card("", self.presenter_name, self.presenter_title)
        contact = Card("", contact_name, self.contact_title, self.contact_phone, self.contact_email)
        comes = Attendee("", sits=self.contact_sits, contact=True)
        return Attending(Attendee("", presents=True), presenter), Attending(comes, contact)


class _PersonFields(PostedForm):
    """Somebody who may come along."""

    title: Text
    phone: Annotated[str, text(longest=40)]
    email: Annotated[str, understood(_some_email)]
    name: Annotated[str, judged(_name_of_somebody)]


class _ContactFields(PostedForm):
    """Whom we write to."""

    title: Text
    phone: Phone
    email: Annotated[str, understood(typed_email)]
    name: NeededText


class _InvestorForm(_ApplicationForm):
    """What an investor is asked besides."""

    kind: Annotated[ParticipantKind, understood(_investor_kind)]
    person_1: _ContactFields
    person_2: _PersonFields
    person_3: _PersonFields
    sectors: LongText
    rounds: tuple[str, ...]
    regions: Annotated[str, text(longest=200)]
    ticket_low: Millions
    ticket_high: Annotated[int | None, judged(_not_below_low)]
    consent_personal_data: InvestorConsent
    consent_portrait: InvestorConsent
    consent_contacts: Flag

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the fields, those of a person together, and the rounds whose boxes are ticked."""
        people = {
            name: {part: fields.get(f"{name}_{part}", "").strip() for part in _PersonFields.model_fields}
            for name in PEOPLE
        }
        ticked = tuple(rung for place, rung in enumerate(LADDER) if fields.get(f"round_{place}", "").strip() == "yes")
        return super().gather(fields) | people | {"rounds": ticked}

    def application(self) -> Application:
        """Return what the investor says."""
        return Application(
            kind=self.kind,
            name_ko=self.name_ko,
            name_en=self.name_en,
            people=self._people(),
            away=self.away,
            consents=self.consents,
            mandate=self._mandate(),
            equipment=self.equipment,
            requests=self.requests,
            shares_contact=self.consent_contacts,
        )

    def _people(self) -> tuple[Attending, ...]:
        people = (self.person_1, self.person_2, self.person_3)
        return tuple(
            Attending(
                Attendee("", contact=person is self.person_1),
                Card("", person.name, person.title, person.phone, person.email),
            )
            for person in people
            if person.name
        )

    def _mandate(self) -> Mandate:
        return Mandate(
            sectors=list_of(self.sectors),
            rounds=self.rounds,
            regions=list_of(self.regions),
            ticket_low=self.ticket_low,
            ticket_high=self.ticket_high,
        )


def read_form(fields: Mapping[str, str], offered: Sequence[str], *, is_company: bool) -> Application:
    """Return the application that a form says; ``offered``: the participants whom one may wish to meet, or not to meet.

    Raises:
        RefusedFormError: fields cannot be taken.
    """
    form_class = _CompanyForm if is_company else _InvestorForm
    return form_class.read(fields, offered=frozenset(offered)).application()
