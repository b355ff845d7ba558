"""Suggestions: fit from mandate and what the organiser may know; a rival's private deck and word change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dealflow.actions.claims import review
from dealflow.actions.irday.participants import match_suggestions, participants
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.claims import Claim
from dealflow.domain.irday.participants.mandate_fit import Aspect, Basis, Verdict
from dealflow.domain.irday.participants.participants import (
    Mandate,
    Participant,
    ParticipantKind,
    ParticipantState,
    Profile,
)
from dealflow.domain.people.access import Audience
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import NotAllowedError
from tests.actions.conftest import AT, Bring, Cast, claim

EOK = 100_000_000


def said(name: str, metric: str, unit: Unit, *, value: int | None = None, text: str | None = None) -> Claim:
    amount = None if value is None else Decimal(value)
    return replace(claim(name, 1, metric=metric), quantity=Quantity(unit, amount, text=text))


@pytest.fixture
def event(ws: Workspace, cast: Cast) -> str:
    """An event with a supplier of the books and an investor that looks for robots of a Series A in the south-east."""
    made = ir_events.register_ir_event(
        Acting(ws, cast.organiser, AT), IrEventDetails("IR 데이(가상)", "", date(2026, 3, 9))
    )
    state = ParticipantState.CONFIRMED
    supplier = Participant(
        "daon", made, ParticipantKind.SUPPLIER, state, "다온로보틱스(가상)", company_id=cast.shared_company,
        profile=Profile(product="로봇 셀"),
    )  # fmt: skip
    wants = Mandate(("로봇",), ("Series A",), ("동남권",), 10 * EOK, None)
    investor = Participant("a", made, ParticipantKind.VC, state, "a벤처스(가상)", organisation_id="a", mandate=wants)
    for one in (supplier, investor, replace(investor, id="gone", name_ko="c", organisation_id=None)):
        participants.keep_participant(Acting(ws, cast.organiser, AT), one, seen=0)
    participants.set_state(Acting(ws, cast.organiser, AT), ["gone"], ParticipantState.DECLINED)
    return made


def test_the_reasons_tell_verified_from_read_and_declared(ws: Workspace, cast: Cast, bring: Bring, event: str) -> None:
    before = match_suggestions.fits(Looking(ws, cast.organiser), event)
    assert list(before) == [("daon", "a")]
    assert (before["daon", "a"].points, before["daon", "a"].judged, before["daon", "a"].named) == (10, 2, 4)
    deck = bring(
        cast.organiser, "a.pdf",
        (said("r", "round", Unit.TEXT, text="Series B"), said("m", "raise_amount", Unit.KRW, value=5 * EOK)),
        company_id=cast.shared_company, ir_event_id=event, audience=Audience.EVENT,
    )  # fmt: skip
    found = match_suggestions.fits(Looking(ws, cast.organiser), event)["daon", "a"]
    told = {one.aspect: (one.verdict, one.known.basis if one.known else None) for one in found.reasons}
    assert told == {
        Aspect.SECTOR: (Verdict.FITS, Basis.DECLARED),
        Aspect.ROUND: (Verdict.NEAR, Basis.READ),
        Aspect.TICKET: (Verdict.MISSES, Basis.READ),
        Aspect.REGION: (Verdict.FITS, Basis.BOOKS),
    }
    assert found.points == 7  # (4*2 + 2*1 + 0 + 2*2) of 20
    review.accept(Acting(ws, cast.organiser, AT), f"m-{deck[:6]}")
    ticket = match_suggestions.fits(Looking(ws, cast.organiser), event)["daon", "a"].reasons[2]
    assert ticket.known is not None
    assert (ticket.known.basis, ticket.known.claim_id, ticket.known.page) == (Basis.VERIFIED, f"m-{deck[:6]}", 1)


def test_a_firms_private_deck_counts_for_nobody_else(ws: Workspace, cast: Cast, bring: Bring, event: str) -> None:
    bring(cast.anna, "p.pdf", (said("r", "round", Unit.TEXT, text="Series A"),), company_id=cast.shared_company)
    bring(
        cast.organiser, "o.pdf", (said("r", "round", Unit.TEXT, text="Series A"),), company_id=cast.shared_company
    )  # fmt: skip
    assert match_suggestions.fits(Looking(ws, cast.organiser), event)["daon", "a"].judged == 2
    with pytest.raises(NotAllowedError):
        match_suggestions.fits(Looking(ws, cast.anna), event)
