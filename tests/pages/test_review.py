"""The review page: what it shows, and a person's acts carried to the ledger in order, each once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import count

import pytest
from streamlit.testing.v1 import AppTest

from dealflow.actions.claims import intake, review
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.claims import ReviewState
from dealflow.domain.people.access import Audience, Viewer
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import Language
from dealflow.ui.claims import review_workbench
from dealflow.ui.claims.review_workbench import Done
from dealflow.ui.kit.state import Drawing
from tests.actions.conftest import AT, Cast, claim
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]

FORM = {
    "metric": "customers_count", "value": "77", "high": "", "unit": "count", "bound": "", "approx": False,
    "scope": "company", "status": "actual", "aggregation": "unknown", "period": "2024 Q3", "quote": "", "note": "",
}  # fmt: skip
numbers = count(1)


def act(kind: str, claim_id: str = "", **more: object) -> Mapping[str, object]:
    return {"seq": next(numbers), "kind": kind, "claim": claim_id, "seen": None, "form": None, **more}


@pytest.fixture
def deck_id(screens: Screens, cast: Cast) -> str:
    return screens.deck(cast.anna, "one.pdf", (claim("a", 3), claim("b", 5, page=2), claim("c", 7, page=3)))


def perform(
    screens: Screens, viewer: Viewer, deck_id: str, *acts: Mapping[str, object], done: Done | None = None
) -> Done:
    deck = intake.deck(Looking(screens.ws, viewer), deck_id)
    return review_workbench.perform_all(Drawing(screens.ws, viewer, Language.KO, AT.date()), deck, acts, done or Done())


def states(screens: Screens, viewer: Viewer, deck_id: str) -> list[ReviewState]:
    return [view.state for view in review.claims(Looking(screens.ws, viewer), deck_id)]


def ids(screens: Screens, viewer: Viewer, deck_id: str) -> list[str]:
    return [view.claim.id for view in review.claims(Looking(screens.ws, viewer), deck_id)]


def test_decks_that_wait_are_offered_most_figures_first(screens: Screens, cast: Cast, deck_id: str) -> None:
    screens.deck(cast.anna, "two.pdf", (claim("d", 1),))
    app = screens.open("review", cast.anna)
    assert not app.exception
    assert [button.key for button in app.button][:1] == [f"start_{deck_id}"]
    assert "one\\.pdf · 미검증 3건 (전체 3건)" in told(app)


def slides(app: AppTest) -> list[str]:
    """Return the pages whose pictures stand outside the workbench."""
    bodies = "".join(html.body for html in app.main.get("html") if "/pages/" in html.body)
    return re.findall(r"/pages/([^/]+/\d+)\.jpg", bodies)


def test_the_first_slide_with_something_to_review_stands_before_the_workbench_and_goes(
    screens: Screens, cast: Cast, deck_id: str
) -> None:
    review.accept(Acting(screens.ws, cast.anna, AT), ids(screens, cast.anna, deck_id)[0])
    screens.deck(cast.anna, "two.pptx", (claim("d", 1),))
    app = screens.open("review", cast.anna)
    assert slides(app) == [f"{deck_id}/2"]  # fetched ahead; slides of an office file would take seconds
    app.button(key=f"start_{deck_id}").click().run()
    assert not app.exception
    assert slides(app) == [f"{deck_id}/2"]
    assert slides(app.run()) == []


def test_nothing_to_review_says_where_decks_are_brought_in(screens: Screens, cast: Cast) -> None:
    assert "검토할 수치가 없습니다." in told(screens.open("review", cast.anna))
    assert "Nothing waits for review." in told(screens.open("review", cast.anna, lang="en"))


def test_a_deck_is_opened_by_its_address_with_filters_that_live_there(
    screens: Screens, cast: Cast, deck_id: str
) -> None:
    app = screens.open("review", cast.anna, deck=deck_id, state="verified", metric="customers_count")
    assert not app.exception
    assert app.selectbox(key="url_state").value == "verified"
    assert app.selectbox(key="url_metric").value == "customers_count"
    assert "one\\.pdf" in told(app)


def test_another_firms_deck_cannot_be_opened_by_its_address(screens: Screens, cast: Cast, deck_id: str) -> None:
    app = screens.open("review", cast.bora, deck=deck_id)
    assert not app.exception
    assert "찾을 수 없습니다" in told(app)
    assert "one" not in told(app)


def test_a_deck_that_was_refused_or_waits_says_so(screens: Screens, cast: Cast) -> None:
    received = intake.receive(Acting(screens.ws, cast.anna, AT), file_name="x.pdf", data=b"%PDF-1.4 no")
    words = told(screens.open("review", cast.anna, deck=received.deck_id))  # the room may have begun with it already
    assert "아직 읽지 않은 자료입니다." in words or "자료를 읽고 있습니다." in words


def test_accept_reject_correct_and_add_reach_the_ledger(screens: Screens, cast: Cast, deck_id: str) -> None:
    one, two, three = ids(screens, cast.anna, deck_id)
    box = [10, 10, 20, 10]
    done = perform(
        screens, cast.anna, deck_id, act("accept", one), act("reject", two), act("correct", three, form=FORM),
        act("add", form={**FORM, "value": "1,234", "page": 2, "box": box}),
    )  # fmt: skip
    views = {view.claim.id: view for view in review.claims(Looking(screens.ws, cast.anna), deck_id)}
    assert [views[one].state, views[two].state, views[three].state] == [
        ReviewState.VERIFIED,
        ReviewState.REJECTED,
        ReviewState.CORRECTED,
    ]
    assert (views[three].quantity.value, views[three].quantity.unit) == (Decimal(77), Unit.COUNT)
    added = views[done.focus].claim
    assert (done.kind, done.words) == ("done", "수치를 추가했습니다.")
    assert (added.evidence[0].page, added.evidence[0].quote) == (2, "1,234")
    assert [tuple(box) for box in added.evidence[0].boxes] == [(96, 54, 288, 108)]


def test_a_whole_page_is_rejected_in_one_act(screens: Screens, cast: Cast, deck_id: str) -> None:
    one, two, _ = ids(screens, cast.anna, deck_id)
    done = perform(screens, cast.anna, deck_id, act("reject_all", one, all={one: 0, two: None}))
    assert (done.kind, done.words) == ("done", "이 쪽의 수치를 모두 제외했습니다.")
    assert states(screens, cast.anna, deck_id) == [ReviewState.REJECTED] * 2 + [ReviewState.PROPOSED]


def test_a_correction_with_a_box_has_that_box_for_its_proof(screens: Screens, cast: Cast, deck_id: str) -> None:
    one = ids(screens, cast.anna, deck_id)[0]
    form = {**FORM, "value": "1,234", "page": 2, "box": [10, 10, 20, 10]}
    refused = perform(screens, cast.anna, deck_id, act("replace", one, form={**form, "value": "77"}))  # not in that box
    assert (refused.kind, states(screens, cast.anna, deck_id)[0]) == ("error", ReviewState.PROPOSED)
    done = perform(screens, cast.anna, deck_id, act("replace", one, seen=0, form=form), done=refused)
    views = {view.claim.id: view for view in review.claims(Looking(screens.ws, cast.anna), deck_id)}
    assert done.words == "처음 판독한 수치를 제외하고, 새 근거의 수치로 바꾸었습니다."
    proof = views[done.focus].claim.evidence[0]
    assert (views[one].state, views[done.focus].state) == (ReviewState.REJECTED, ReviewState.VERIFIED)
    assert (proof.page, [tuple(box) for box in proof.boxes]) == (2, [(96, 54, 288, 108)])
    assert views[done.focus].quantity.value == Decimal(1234)


def test_an_act_that_comes_twice_is_done_once(screens: Screens, cast: Cast, deck_id: str) -> None:
    one = ids(screens, cast.anna, deck_id)[0]
    acts = (act("accept", one), act("undo"))
    done = perform(screens, cast.anna, deck_id, *acts)
    again = perform(screens, cast.anna, deck_id, *acts, done=done)
    assert again == done
    assert states(screens, cast.anna, deck_id) == [ReviewState.PROPOSED] * 3


def test_undo_takes_the_last_word_back_and_leads_to_its_claim(screens: Screens, cast: Cast, deck_id: str) -> None:
    one, two, _ = ids(screens, cast.anna, deck_id)
    done = perform(screens, cast.anna, deck_id, act("accept", one), act("reject", two), act("undo"))
    assert (done.focus, done.words) == (two, "마지막 검토를 되돌렸습니다.")
    assert states(screens, cast.anna, deck_id) == [
        ReviewState.VERIFIED,
        ReviewState.PROPOSED,
        ReviewState.PROPOSED,
    ]


def test_a_failure_is_told_and_the_acts_after_it_are_done(screens: Screens, cast: Cast, deck_id: str) -> None:
    one, two, _ = ids(screens, cast.anna, deck_id)
    wrong = perform(screens, cast.anna, deck_id, act("correct", one, form={**FORM, "value": "많음"}))
    assert (wrong.kind, wrong.focus) == ("error", one)
    assert wrong.words == "입력한 값을 확인해 주십시오. 값: 숫자로 읽을 수 없습니다."
    perform(screens, cast.anna, deck_id, act("undo"), act("accept", two), done=wrong)
    assert states(screens, cast.anna, deck_id)[1] is ReviewState.VERIFIED


def test_a_colleagues_word_in_between_makes_this_one_lose(screens: Screens, cast: Cast, deck_id: str) -> None:
    one = ids(screens, cast.anna, deck_id)[0]
    review.reject(Acting(screens.ws, cast.adam, AT), one)
    done = perform(screens, cast.anna, deck_id, act("accept", one, seen=0))
    assert done.kind == "error"
    assert done.words.startswith("그 사이 다른 사람이 먼저 바꾸었습니다.")
    assert states(screens, cast.anna, deck_id)[0] is ReviewState.REJECTED


def test_one_who_may_only_look_changes_nothing(screens: Screens, cast: Cast, deck_id: str) -> None:
    one = ids(screens, cast.anna, deck_id)[0]
    done = perform(screens, cast.viewer_a, deck_id, act("accept", one))
    assert done.kind == "error"
    assert states(screens, cast.anna, deck_id)[0] is ReviewState.PROPOSED


def test_another_firms_word_stays_its_own(screens: Screens, cast: Cast) -> None:
    deck_id = screens.deck(cast.organiser, "e.pdf", (claim("a", 3),), audience=Audience.EVENT)
    one = ids(screens, cast.anna, deck_id)[0]
    perform(screens, cast.anna, deck_id, act("reject", one))
    assert states(screens, cast.anna, deck_id) == [ReviewState.REJECTED]
    assert states(screens, cast.bora, deck_id) == [ReviewState.PROPOSED]


@pytest.mark.parametrize("kind", ["", "drop", "correct", "add"])
def test_an_act_that_makes_no_sense_is_told(screens: Screens, cast: Cast, deck_id: str, kind: str) -> None:
    assert perform(screens, cast.anna, deck_id, act(kind, "no-such-claim")).kind == "error"
    assert states(screens, cast.anna, deck_id) == [ReviewState.PROPOSED] * 3
