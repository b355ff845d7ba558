"""Whose contacts may go to whom: by a consent in force that names the recipient, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.contacts.provision import ContactScope, grounds, handed, others_of
from dealflow.domain.irday.participants.participants import Attendee, Participant, ParticipantKind, ParticipantState
from dealflow.domain.people.consents import (
    ConsentRecord,
    ContactItem,
    EventSide,
    GroundState,
    Purpose,
    Recipient,
    StandingConsent,
    SubjectKind,
    ground,
    is_of_recipient,
)

DAY, ON = "day", date(2026, 3, 2)
AT = datetime(2026, 2, 1, tzinfo=UTC)
PEOPLE = ("hana", "duri", "sebyeok")
HOUSE = Participant("inv", DAY, ParticipantKind.VC, ParticipantState.CONFIRMED, "한빛벤처스(가상)")
FIRM = Participant(
    "sup",
    DAY,
    ParticipantKind.SUPPLIER,
    ParticipantState.CONFIRMED,
    "가온(가상)",
    attendees=tuple(map(Attendee, PEOPLE)),
)


def consent(subject: str = "hana", **values: object) -> StandingConsent:
    """A consent of a person to the investors of the day, with all four items, until a day."""
    record = ConsentRecord(
        "c", "o", SubjectKind.ATTENDEE, subject, Purpose.THIRD_PARTY, "", kept_until=ON, about=DAY,
        side=EventSide.INVESTORS, parts=tuple(ContactItem),
    )  # fmt: skip
    changed: dict[str, Any] = values
    return StandingConsent(replace(record, **changed), AT, "p")


def test_one_of_three_persons_agreed_and_she_alone_is_handed_over_until_her_day() -> None:
    there = (HOUSE, FIRM, replace(FIRM, id="late", state=ParticipantState.APPLIED))
    firms = others_of(HOUSE, there, (), ContactScope.ALL)
    assert firms == (FIRM,)  # who is not confirmed is not asked for
    assert others_of(HOUSE, there, (), ContactScope.MET) == ()
    assert others_of(HOUSE, there, {("sup", "inv")}, ContactScope.MET) == (FIRM,)
    persons = grounds(HOUSE, firms, (consent(),), ON)
    assert [person.ground.state for person in persons] == [
        GroundState.GIVEN,
        GroundState.NEVER_GIVEN,
        GroundState.NEVER_GIVEN,
    ]
    assert [(one.subject_id, one.consent_ids, len(one.parts)) for one in handed(persons)] == [("hana", ("c",), 4)]
    assert handed(grounds(HOUSE, firms, (consent(),), ON + timedelta(days=1))) == ()
    assert handed(grounds(replace(HOUSE, ir_event_id="other"), firms, (consent(),), ON)) == ()  # another event


def test_why_not_is_told_and_a_no_that_came_later_counts() -> None:
    to = Recipient(("한빛벤처스(가상)",), DAY, EventSide.INVESTORS)
    no = replace(consent(is_declined=True, kept_until=None), given_at=AT + timedelta(days=1))
    gone = replace(consent(), withdrawn_at=AT)
    assert ground((no,), "hana", to, ON).state is GroundState.DECLINED
    assert ground((gone,), "hana", to, ON).state is GroundState.WITHDRAWN
    assert ground((gone, no), "hana", to, ON).state is GroundState.DECLINED
    assert ground((consent(),), "hana", to, ON + timedelta(days=1)).state is GroundState.EXPIRED
    assert ground((consent(parts=()),), "hana", to, ON).state is GroundState.NOT_ITEMISED
    named = consent(side=None, recipient=" 한빛벤처스(가상) ", about="", parts=(ContactItem.NAME,))
    assert ground((named,), "hana", to, ON).parts == (ContactItem.NAME,)


_records = st.builds(
    ConsentRecord,
    id=st.uuids().map(str),
    organisation_id=st.just("o"),
    subject_kind=st.just(SubjectKind.ATTENDEE),
    subject_id=st.sampled_from(PEOPLE),
    purpose=st.sampled_from(Purpose),
    items=st.just(""),
    recipient=st.sampled_from(("", "한빛벤처스(가상)", "다른 곳(가상)")),
    kept_until=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    about=st.sampled_from(("", DAY, "other")),
    side=st.none() | st.sampled_from(EventSide),
    parts=st.sets(st.sampled_from(ContactItem)).map(tuple),
    is_declined=st.booleans(),
)
_standing = st.builds(
    StandingConsent, _records, st.datetimes().map(lambda at: at.replace(tzinfo=UTC)), st.just("p"),
    st.none() | st.just(AT),
)  # fmt: skip


@given(st.lists(_standing, max_size=12), st.dates(date(2026, 1, 1), date(2027, 1, 31)))
def test_nobody_without_a_consent_in_force_is_ever_handed_over(consents: list[StandingConsent], on: date) -> None:
    to = Recipient(("한빛벤처스(가상)",), DAY, EventSide.INVESTORS)
    for contact in handed(grounds(HOUSE, (FIRM,), consents, on)):
        proof = [one for one in consents if one.consent.id in contact.consent_ids]
        assert proof
        assert contact.parts
        for one in proof:
            assert one.consent.subject_id == contact.subject_id
            assert one.consent.purpose is Purpose.THIRD_PARTY
            assert one.withdrawn_at is None
            assert not one.consent.is_declined
            assert one.consent.kept_until is None or on <= one.consent.kept_until
            assert is_of_recipient(one.consent, to)
            assert one.consent.about in {"", DAY}
            assert one.consent.recipient == "한빛벤처스(가상)" or one.consent.side is EventSide.INVESTORS
        assert set(contact.parts) == {part for one in proof for part in one.consent.parts}
