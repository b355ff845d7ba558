"""Re-reading on the screens: the offer, the outcome, and what waits for a second look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dealflow.actions.claims import intake, review
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.claims import Claim, Scope
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.values.event import By
from dealflow.extract import EXTRACTOR
from dealflow.ui.kit import context
from tests.actions.conftest import AT, Cast, claim, pdf, renamed
from tests.pages.onstage import drawn, rows
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]

DECK = pdf(("가온비전(가상)", "2025년 매출액 45.3억원"), ("임직원 수 42명",))
EARLIER = "dealflow-extract/0"
LATER = AT + timedelta(hours=1)


def read_earlier(screens: Screens, cast: Cast, *claims: Claim) -> str:
    """Return a deck whose claims an earlier extractor read."""
    received = intake.receive(Acting(screens.ws, cast.anna, AT), file_name="a.pdf", data=DECK)
    own = tuple(renamed(one, received.deck_id) for one in claims)
    event = DeckRead(received.deck_id, EARLIER, "test", ((960.0, 540.0),) * 2, (), own)
    commit(screens.ws, lambda session: record(screens.ws, session, [event], By("system", AT, "worker"), after=1))
    return received.deck_id


def test_one_click_reads_old_decks_again_and_the_offer_goes(screens: Screens, cast: Cast) -> None:
    deck = read_earlier(screens, cast, claim("gone", 7))
    app = screens.open("decks", cast.anna)
    assert f"이전 판독기로 읽은 자료가 1건 있습니다(지금은 v{EXTRACTOR.rpartition('/')[2]})." in told(app)
    app.button(key="reread_decks").click().run()
    assert not app.exception
    assert context.reading_room().wait(60)
    app.run()
    assert "이전 판독기로" not in told(app)
    assert intake.deck(Looking(screens.ws, cast.anna), deck).extractor == EXTRACTOR
    screen = screens.open("rereading", cast.anna, deck=deck)
    assert not screen.exception
    assert "더는 없음 1건" in told(screen)
    gone = next(row for row in rows(screen, f"table_{deck}") if row[0] == "고객사 수")
    assert gone == ["고객사 수", "", "–", ""]


def test_those_who_may_not_bring_decks_are_offered_nothing(screens: Screens, cast: Cast) -> None:
    read_earlier(screens, cast, claim("gone", 7))
    app = screens.open("decks", cast.viewer_a)
    assert not [button for button in app.button if button.key == "reread_decks"]
    assert "이전 판독기로" not in told(screens.open("decks", cast.bora))


def test_a_verified_claim_that_reads_otherwise_is_shown_with_both_and_waits_for_a_second_look(
    screens: Screens, cast: Cast, ws: Workspace
) -> None:
    deck = screens.deck(cast.anna, "a.pdf", (claim("c", 29),))
    before = review.claims(Looking(ws, cast.anna), deck)[0].claim
    review.accept(Acting(ws, cast.anna, AT), before.id)
    now = replace(before, id="now", scope=Scope.MARKET)
    again = DeckRead(deck, EXTRACTOR, "test", ((960.0, 540.0),) * 3, (), (now,))
    commit(ws, lambda session: record(ws, session, [again], By("anna", LATER, "app"), after=2))
    screen = screens.open("rereading", cast.anna, lang="en", deck=deck)
    (row,) = drawn(screen)[f"table_{deck}"]["rows"]
    texts = [mark["text"] for cell in row["cells"] for mark in cell["marks"]]
    subs = [part["sub"] for cell in row["cells"] for part in cell["parts"]]
    assert texts == ["differs", "Verified", "Look again"]
    assert subs == ["Company", "Page 1 “29개사”", "Market", "Page 1 “29개사”"]
    assert "1 review kept" in told(screen)
    card = next(one for one in drawn(screens.open("review", cast.anna, deck=deck)).values() if "claims" in one)
    old = next(one for one in card["claims"] if one["id"] == before.id)
    assert (old["again"], old["state"], old["instead"]["id"]) == (True, "verified", "now")
    assert old["reasons"][0].startswith("승인·정정한 뒤 자료를 다시 읽었더니")
    assert "다시 볼 것 1건" in told(screens.open("review", cast.anna))
    assert "다시 볼 것 1" in told(screens.open("decks", cast.anna))


def test_reading_a_deck_again_that_cannot_be_read_is_told_and_the_earlier_reading_stands(
    screens: Screens, cast: Cast, ws: Workspace
) -> None:
    deck = read_earlier(screens, cast, claim("c", 7))
    sha256 = intake.deck(Looking(ws, cast.anna), deck).sha256
    (ws.files.folder / sha256[:2] / sha256).unlink()
    app = screens.open("decks", cast.anna)
    app.button(key="reread_decks").click().run()
    assert context.reading_room().wait(60)
    assert "이전에 읽은 내용이 그대로 유지됩니다." in told(screens.open("rereading", cast.anna))
    assert [one.metric for one in review.claims(Looking(ws, cast.anna), deck)] == ["customers_count"]


def test_a_link_opens_with_the_newest_changes_and_nothing_yet_says_what_to_do(screens: Screens, cast: Cast) -> None:
    assert "재판독한 자료가 없습니다." in told(screens.open("rereading", cast.anna))
