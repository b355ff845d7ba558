"""Decks of companies that a house passed on: announced, kept if wanted, destroyed; what was read stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dealflow.actions.claims import intake, page_images, review
from dealflow.actions.people import deck_clock, house_settings, personal_data, retention_clocks
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.people.house import Clock, HouseSettings, RetentionKind
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.errors import NotFoundError, NothingToUndoError, UnreadableDeckError
from dealflow.store.ledger import replay_audit
from tests.actions.conftest import AT, Bring, Cast, bring, cast, claim, person, stage, ws

__all__ = ["bring", "cast", "stage", "ws"]
LATER = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
"""A year and a day after the deal was over."""


@pytest.fixture
def keeper(ws: Workspace, cast: Cast) -> Viewer:
    """Who looks after the people of house A, which keeps such decks for a year."""
    assert cast.anna
    hana = person(ws, "hana", "a", Role.HOUSE_ADMIN)
    house_settings.keep(Acting(ws, hana, AT), HouseSettings(clocks=(Clock(RetentionKind.DECKS, 12),)))
    return hana


def passed_deck(ws: Workspace, cast: Cast, bring: Bring) -> str:
    """Return a deck of house A whose only deal was passed on."""
    deck = bring(cast.anna, "가온(가상).pdf", (claim("c", 3),), company_id=cast.shared_company)
    acting = Acting(ws, cast.anna, AT)
    deal = engagements.open_engagement(acting, NewEngagement(cast.shared_company, "a", "vc"))
    engagements.set_status(acting, deal, Status.PASSED, reason="team")
    return deck


def file_of(ws: Workspace, viewer: Viewer, deck: str) -> tuple[bool, date | None]:
    row = intake.deck(Looking(ws, viewer), deck)
    return ws.files.has(row.sha256), row.destroy_on


def test_a_deck_is_announced_kept_if_wanted_and_destroyed_two_weeks_after_it_was_announced(
    ws: Workspace, cast: Cast, bring: Bring, keeper: Viewer
) -> None:
    deck = passed_deck(ws, cast, bring)
    retention_clocks.run_clocks(ws, at=LATER - timedelta(days=2))
    assert file_of(ws, cast.anna, deck) == (True, None)
    retention_clocks.run_clocks(ws, at=LATER)
    assert file_of(ws, cast.anna, deck) == (True, date(2027, 3, 17))
    assert [it.deck_id for it in deck_clock.shelved(Looking(ws, cast.anna))] == [deck]
    for stranger in (cast.bora, cast.organiser, cast.guest):
        assert deck_clock.shelved(Looking(ws, stranger)) == ()
        with pytest.raises(NotFoundError):
            deck_clock.give_back(Acting(ws, stranger, LATER), deck)
    deck_clock.give_back(Acting(ws, cast.anna, LATER), deck)
    with pytest.raises(NothingToUndoError):
        deck_clock.give_back(Acting(ws, cast.anna, LATER), deck)
    retention_clocks.run_clocks(ws, at=LATER + timedelta(days=20))
    assert file_of(ws, cast.anna, deck) == (True, None)  # its year began anew
    again = LATER + timedelta(days=367)
    for days in (0, 13):
        retention_clocks.run_clocks(ws, at=again + timedelta(days=days))
        assert file_of(ws, cast.anna, deck)[0]
    retention_clocks.run_clocks(ws, at=again + timedelta(days=14))
    assert file_of(ws, cast.anna, deck) == (False, None)
    row = intake.deck(Looking(ws, cast.anna), deck)
    assert (row.state, row.refusal) == (DeckState.REFUSED, "retention")
    assert len(review.claims(Looking(ws, cast.anna), deck)) == 1  # what was read stays
    with pytest.raises(UnreadableDeckError):
        page_images.page_picture(Looking(ws, cast.anna), deck, 1)
    (entry,) = personal_data.destructions(Looking(ws, keeper))
    assert (entry.what, entry.subject_ids) == ("decks", (deck,))
    with ws.ledger.read() as session:
        replay_audit.require_replayed_tables(session, ws.name)


@pytest.mark.usefixtures("keeper")
def test_a_deal_under_way_keeps_its_decks_and_so_does_another_houses_record_the_file(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    deck = passed_deck(ws, cast, bring)
    theirs = bring(cast.bora, "가온(가상).pdf", company_id=cast.shared_company)  # the same bytes
    acting = Acting(ws, cast.anna, AT + timedelta(days=9))
    deal = engagements.open_engagement(acting, NewEngagement(cast.shared_company, "a", "vc", "Series B"))
    for days in (0, 15):
        retention_clocks.run_clocks(ws, at=LATER + timedelta(days=days + 30))
    assert file_of(ws, cast.anna, deck) == (True, None)
    engagements.set_status(acting, deal, Status.PASSED, reason="team")
    for days in (0, 15):
        retention_clocks.run_clocks(ws, at=LATER + timedelta(days=days + 30))
    assert intake.deck(Looking(ws, cast.anna), deck).refusal == "retention"
    assert file_of(ws, cast.bora, theirs) == (True, None)


@pytest.mark.usefixtures("keeper")
def test_the_same_file_brought_again_is_read_again(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck = passed_deck(ws, cast, bring)
    for days in (0, 15):
        retention_clocks.run_clocks(ws, at=LATER + timedelta(days=days))
    assert not file_of(ws, cast.anna, deck)[0]
    received = intake.receive(
        Acting(ws, cast.anna, LATER + timedelta(days=16)), file_name="가온(가상).pdf", data="가온(가상).pdf".encode()
    )
    assert (received.deck_id, received.duplicate) == (deck, False)
    assert intake.deck(Looking(ws, cast.anna), deck).state is DeckState.QUEUED
    assert file_of(ws, cast.anna, deck)[0]
