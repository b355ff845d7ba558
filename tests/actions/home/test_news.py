"""What is new on Home: what others did since the last visit, by topic, and nothing of another house."""

from __future__ import annotations

from datetime import timedelta

from dealflow.actions.claims import intake
from dealflow.actions.home import news
from dealflow.actions.home.news import Topic
from dealflow.actions.notes import notes
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import NewEngagement
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notes.notes import NoteText
from dealflow.domain.people.access import Viewer
from tests.actions.conftest import AT, Cast, pdf

MONDAY = AT + timedelta(days=3)


def topics(ws: Workspace, who: Viewer, **later: int) -> dict[Topic, list[str]]:
    fresh = news.news(Looking(ws, who), at=MONDAY + timedelta(**later))
    return {part.topic: [record.id for record in part.records] for part in fresh.topics}


def test_what_a_colleague_did_since_my_last_visit_is_new_to_me_and_to_no_other_house(ws: Workspace, cast: Cast) -> None:
    for who in (cast.anna, cast.adam, cast.bora):
        assert topics(ws, who) == {}
    deck = intake.receive(Acting(ws, cast.adam, AT), file_name="a.pdf", data=pdf(("하나",))).deck_id
    new = NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="Series A")
    engagement = engagements.open_engagement(Acting(ws, cast.adam, AT), new)
    first = ws.track("vc").stages[1].id
    engagements.move(Acting(ws, cast.adam, AT), engagement, first)

    seen = topics(ws, cast.anna, hours=2)

    assert seen == {Topic.DECKS: [deck], Topic.OPENED: [engagement], Topic.MOVES: [engagement]}
    assert topics(ws, cast.anna, hours=2, minutes=30) == seen  # the visit goes on
    assert topics(ws, cast.adam, hours=2) == {}  # one's own acts are no news
    assert topics(ws, cast.bora, hours=2) == {}
    assert topics(ws, cast.anna, hours=9) == {}  # the next visit


def test_what_was_marked_as_seen_is_new_no_more(ws: Workspace, cast: Cast) -> None:
    topics(ws, cast.anna)
    intake.receive(Acting(ws, cast.adam, AT), file_name="a.pdf", data=pdf(("하나",)))
    assert topics(ws, cast.anna, hours=2)

    news.mark_seen(Looking(ws, cast.anna), at=MONDAY + timedelta(hours=2))

    assert topics(ws, cast.anna, hours=2) == {}


def test_a_note_that_names_me_is_the_first_that_i_am_told_and_nobody_else_is(ws: Workspace, cast: Cast) -> None:
    before = NewNote(cast.shared_company, AT.date(), NoteText(body="@anna(가상) 오래전 글"))
    notes.write(Acting(ws, cast.adam, AT), before)
    for who in (cast.anna, cast.adam, cast.bora):
        assert topics(ws, who) == {}
    called = NewNote(cast.shared_company, AT.date(), NoteText(body="@anna(가상) 시장 규모를 봐 주십시오."))
    note_id = notes.write(Acting(ws, cast.adam, MONDAY + timedelta(hours=1)), called)
    intake.receive(Acting(ws, cast.adam, AT), file_name="a.pdf", data=pdf(("하나",)))

    fresh = news.news(Looking(ws, cast.anna), at=MONDAY + timedelta(hours=2))

    assert [part.topic for part in fresh.topics] == [Topic.MENTIONS, Topic.DECKS]
    (record,) = fresh.topics[0].records
    assert (record.id, record.name, record.place) == (note_id, "adam(가상)", cast.shared_company)
    assert Topic.MENTIONS not in topics(ws, cast.adam, hours=2)
    assert topics(ws, cast.bora, hours=2) == {}
