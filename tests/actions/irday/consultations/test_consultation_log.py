"""The consultation log: once, never older over newer, in the investor's books, and back into the funnel."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime

import pytest

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.consultations.consultation_log import ConsultationEntry, Kept, Logged, Said, Typed
from dealflow.actions.irday.floor import floor
from dealflow.actions.irday.links.link_access import Asker
from dealflow.actions.irday.programme import day_state
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import InterestLevel, MeetingState, NextStepKind
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.domain.people.access import OrganisationKind, Role, Viewer
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.pipeline.funnel import Engagement, NewEngagement, Status
from dealflow.errors import DayLinkError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import irday as irday_queries
from dealflow.store.ledger.queries import pipeline as engagement_queries
from tests.actions.conftest import Cast, person
from tests.actions.irday.planned_events import DAY, at, event_link, firm_link, set_up

SAID = Said(
    interest=InterestLevel.HIGH,
    intention_low=300_000_000,
    intention_high=500_000_000,
    requests="주주명부, 시험성적서",
    next_step=NextStepKind.MEETING,
    next_step_text="공장 방문 미팅",
    next_due=date(2026, 3, 9),
    note="가격 협상 여지 있음",
)


AT_TABLE = at(862)


@pytest.fixture(autouse=True)
def day(ws: Workspace, cast: Cast) -> None:
    set_up(ws, cast.organiser, cast.shared_company)


def entry(
    company: str = "sup-daon",
    investor: str = "inv-a",
    *,
    said: Said = SAID,
    typed: datetime = AT_TABLE,
    knows: frozenset[datetime] | None = None,
) -> ConsultationEntry:
    log = consultation_log.log_id(DAY, company, investor)
    return ConsultationEntry(DAY, company, investor, said, Typed(log, typed, knows))


def write(ws: Workspace, asker: Asker, log: ConsultationEntry | None = None, arrives: datetime | None = None) -> Logged:
    log = log or entry()
    return consultation_log.log(ws, asker, log, at=arrives or max(log.typed.at, at(870)))


def books(ws: Workspace, organisation: str) -> list[Engagement]:
    with ws.ledger.read() as session:
        return list(engagement_queries.engagements(session, ws.name, Viewer("x", organisation, Role.OPERATOR)))


def test_a_log_makes_an_engagement_in_the_investors_own_books_with_the_next_step(ws: Workspace, cast: Cast) -> None:
    made = write(ws, cast.anna)
    assert made.outcome is Kept.KEPT
    (opened,) = books(ws, "a")
    assert (opened.track, opened.stage, opened.company_id) == ("followup", "consulted", cast.shared_company)
    assert (opened.next_step, opened.next_due, opened.assignee_id) == ("공장 방문 미팅", date(2026, 3, 9), "anna")
    assert made.consultation.log.engagement_id == opened.id
    assert day_state.day_of(Looking(ws, cast.organiser), DAY).state_of("sup-daon", "inv-a") is MeetingState.HELD
    assert [one.log.note for one in consultation_log.of_engagement(Looking(ws, cast.adam), opened.id)] == [
        "가격 협상 여지 있음"
    ]
    assert books(ws, "b") == books(ws, "o") == []


def test_a_repeated_delivery_changes_nothing_and_an_older_one_never_wins(ws: Workspace, cast: Cast) -> None:
    write(ws, cast.anna)
    position = ws.ledger.position()
    assert write(ws, cast.anna).outcome is Kept.SAME
    assert write(ws, cast.anna, entry(said=replace(SAID, note="처음 적은 것"), typed=at(850))).outcome is Kept.OLDER
    assert ws.ledger.position() == position
    later = write(ws, cast.anna, entry(said=replace(SAID, note="고친 것"), typed=at(871)))
    assert (later.outcome, later.consultation.log.note) == (Kept.KEPT, "고친 것")
    assert len(books(ws, "a")) == 1


def test_nobody_writes_over_a_colleague_whose_words_were_not_seen(ws: Workspace, cast: Cast) -> None:
    first = write(ws, cast.anna, entry(typed=at(862)))
    unseen = write(ws, cast.adam, entry(said=replace(SAID, note="따로 적음"), typed=at(864), knows=frozenset()))
    assert (unseen.outcome, unseen.consultation.log.note) == (Kept.OTHER, SAID.note)
    knows = frozenset({first.consultation.log.typed_at})
    assert (
        write(ws, cast.adam, entry(said=replace(SAID, note="합쳐 적음"), typed=at(865), knows=knows)).outcome
        is Kept.KEPT
    )


def test_a_clock_that_goes_ahead_counts_as_the_moment_of_arrival(ws: Workspace, cast: Cast) -> None:
    made = write(ws, cast.anna, entry(typed=at(2_000)), arrives=at(880))
    assert made.consultation.log.typed_at == at(880)
    assert write(ws, cast.anna, entry(said=replace(SAID, note="다음"), typed=at(881))).outcome is Kept.KEPT


def test_an_engagement_in_the_vc_track_stays_and_one_of_an_operator_moves_to_the_pitch(
    ws: Workspace, cast: Cast
) -> None:
    review = engagements.open_engagement(
        Acting(ws, cast.anna, at(100)),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", stage="review"),
    )
    write(ws, cast.anna)
    (stays,) = books(ws, "a")
    assert (stays.id, stays.stage, stays.next_step) == (review, "review", "공장 방문 미팅")
    sourced = engagements.open_engagement(
        Acting(ws, cast.bora, at(100)), NewEngagement(company_id=cast.shared_company, investor_id="b", track="tips")
    )
    write(ws, cast.bora, entry(investor="inv-b", typed=at(893)), arrives=at(896))
    (moved,) = books(ws, "b")
    assert (moved.id, moved.stage) == (sourced, "pitched")
    kinds = [line.kind for line in engagements.engagement(Looking(ws, cast.bora), sourced, on=date(2026, 3, 2)).history]
    assert kinds == ["next_step_set", "engagement_moved", "engagement_opened"]


def test_an_engagement_that_ended_is_left_alone_and_a_new_one_says_from_which_event(ws: Workspace, cast: Cast) -> None:
    old = engagements.open_engagement(
        Acting(ws, cast.anna, at(100)), NewEngagement(company_id=cast.shared_company, investor_id="a", track="followup")
    )
    engagements.set_status(Acting(ws, cast.anna, at(101)), old, Status.PASSED, reason=ws.reasons[0].id)
    write(ws, cast.anna)
    assert {one.round_label: one.status for one in books(ws, "a")} == {
        "": Status.PASSED,
        "[모의] IR 데이": Status.ACTIVE,
    }


def test_a_later_log_keeps_the_next_step_that_was_agreed_since(ws: Workspace, cast: Cast) -> None:
    made = write(ws, cast.anna)
    engagements.set_next_step(
        Acting(ws, cast.anna, at(900)),
        made.consultation.log.engagement_id,
        step="내부 회의",
        due=None,
        assignee_id="adam",
    )
    write(ws, cast.anna, entry(said=replace(SAID, note="오타 고침"), typed=at(901)))
    assert books(ws, "a")[0].next_step == "내부 회의"
    write(ws, cast.anna, entry(said=replace(SAID, next_step_text="자료 받기"), typed=at(902)))
    assert books(ws, "a")[0].next_step == "자료 받기"


def test_what_did_not_take_place_makes_no_engagement_until_it_is_said_to_have_been_held(
    ws: Workspace, cast: Cast
) -> None:
    floor.mark(Acting(ws, cast.organiser, at(850)), DAY, Act("sup-daon", "inv-a"), MeetingState.COMPANY_ABSENT)
    assert write(ws, cast.anna).consultation.log.engagement_id == ""
    assert books(ws, "a") == []
    floor.mark(Acting(ws, cast.organiser, at(890)), DAY, Act("sup-daon", "inv-a"), MeetingState.HELD)
    (opened,) = books(ws, "a")
    assert [one.log.engagement_id for one in consultation_log.own(Looking(ws, cast.anna))] == [opened.id]
    history = engagements.engagement(Looking(ws, cast.anna), opened.id, on=date(2026, 3, 2)).history
    assert {line.actor_name for line in history} == {"anna(가상)"}


def test_what_is_typed_before_its_time_is_a_preparation_and_counts_once_it_was_held(ws: Workspace, cast: Cast) -> None:
    write(ws, cast.anna, entry(typed=at(800)), arrives=at(801))
    assert books(ws, "a") == []
    assert day_state.day_of(Looking(ws, cast.organiser), DAY).marks == {}
    write(ws, cast.anna, entry(said=replace(SAID, note="그리고"), typed=at(845)), arrives=at(846))
    assert [one.next_step for one in books(ws, "a")] == ["공장 방문 미팅"]


def test_a_company_without_a_record_is_registered_for_everybody_first(ws: Workspace, cast: Cast) -> None:
    write(ws, cast.anna, entry(company="sup-mireu", typed=at(893)), arrives=at(896))
    (opened,) = books(ws, "a")
    assert day_state.day_of(Looking(ws, cast.organiser), DAY).participant("sup-mireu").company_id == opened.company_id
    assert (
        engagements.engagement(Looking(ws, cast.anna), opened.id, on=date(2026, 3, 2)).row.company_name
        == "미르에이아이(가상)"
    )


def test_an_adopter_without_books_keeps_its_log_until_it_is_connected(ws: Workspace, cast: Cast) -> None:
    link = firm_link(ws, cast.organiser, "inv-x", at(700))
    made = write(ws, link, entry(company="sup-mireu", investor="inv-x"))
    assert (made.consultation.log.owner_id, made.consultation.log.engagement_id) == ("inv-x", "")
    from dealflow.actions.irday.participants import participants
    from dealflow.actions.people import people

    people.register_organisation(
        Acting(ws, people.SYSTEM, at(880)),
        NewOrganisation("엑스(가상)", "X", OrganisationKind.ADOPTER),
        organisation_id="x",
    )
    xavi = person(ws, "xavi", "x", Role.ANALYST)
    assert consultation_log.adopt(Acting(ws, xavi, at(881))) == 0
    found = day_state.day_of(Looking(ws, cast.organiser), DAY).participant("inv-x")
    participants.keep_participant(Acting(ws, cast.organiser, at(882)), replace(found, organisation_id="x"))
    assert [one.log.id for one in consultation_log.waiting(Looking(ws, xavi))] == [made.consultation.log.id]
    assert consultation_log.adopt(Acting(ws, xavi, at(883))) == 1
    (opened,) = books(ws, "x")
    assert (opened.track, opened.stage) == ("matching", "proposed")
    assert [one.log.owner_id for one in consultation_log.own(Looking(ws, xavi))] == ["x"]


def test_only_the_investor_writes_by_its_account_or_its_own_page(ws: Workspace, cast: Cast) -> None:
    link = firm_link(ws, cast.organiser, "inv-a", at(700))
    assert write(ws, link).consultation.log.owner_id == "a"
    refused: list[tuple[Asker, str, type[Exception]]] = [
        (cast.bora, "inv-a", NotAllowedError),
        (cast.organiser, "inv-a", NotAllowedError),
        (cast.viewer_a, "inv-a", NotAllowedError),
        (cast.guest, "inv-a", NotAllowedError),
        (link, "inv-b", NotFoundError),
        (event_link(ws, cast.organiser, LinkPurpose.DESK, at(700)), "inv-a", NotAllowedError),
        (replace(link, secret=link.secret[::-1]), "inv-a", DayLinkError),
        (firm_link(ws, cast.organiser, "sup-daon", at(700)), "sup-daon", InvalidInputError),
    ]
    for asker, investor, error in refused:
        with pytest.raises(error):
            write(ws, asker, entry(investor=investor, typed=at(871)))
    with pytest.raises(NotFoundError):  # the id of another consultation's log
        consultation_log.log(
            ws,
            link,
            ConsultationEntry(
                DAY, "sup-mireu", "inv-a", SAID, Typed(consultation_log.log_id(DAY, "sup-daon", "inv-a"), at(872))
            ),
            at=at(873),
        )


def test_amounts_out_of_bounds_are_refused_and_ends_in_the_wrong_order_are_put_right(ws: Workspace, cast: Cast) -> None:
    for wrong in (-1, 10**15):
        with pytest.raises(InvalidInputError):
            write(ws, cast.anna, entry(said=replace(SAID, intention_low=wrong)))
    turned = write(ws, cast.anna, entry(said=replace(SAID, intention_low=5, intention_high=3))).consultation.log
    assert (turned.intention_low, turned.intention_high) == (3, 5)


def test_note_and_requests_are_never_told_to_anybody_else(ws: Workspace, cast: Cast) -> None:
    write(ws, cast.anna)
    write(ws, cast.bora, entry(investor="inv-b", said=replace(SAID, is_told=False), typed=at(893)), arrives=at(896))
    assert [one.log.investor for one in consultation_log.own(Looking(ws, cast.anna))] == ["inv-a"]
    for stranger in (cast.organiser, cast.guest, cast.admin):
        assert [one for one in consultation_log.own(Looking(ws, stranger)) if one.log.investor == "inv-a"] == []
    with ws.ledger.read() as session:
        told = irday_queries.told_consultations(session, ws.name, DAY)
    assert [(one.investor, one.interest, one.intention_high) for one in told] == [
        ("inv-a", InterestLevel.HIGH, 500_000_000)
    ]
    seen_by_organiser = f"{told}{day_state.day_of(Looking(ws, cast.organiser), DAY)}"
    for private in (SAID.note, SAID.requests, SAID.next_step_text, "followup"):
        assert private not in seen_by_organiser


def test_whatever_the_order_of_arrival_what_was_typed_last_stands(ws: Workspace, cast: Cast) -> None:
    pairs = [(company, investor) for company in ("sup-daon", "sup-mireu") for investor in ("inv-a", "inv-b", "inv-x")]
    links = {one: firm_link(ws, cast.organiser, one, at(700)) for one in ("inv-a", "inv-b", "inv-x")}
    versions = [(replace(SAID, note=f"{number}번째"), at(930 + number)) for number in range(3)]
    for (company, investor), order in zip(pairs, itertools.permutations(versions), strict=True):
        for said, typed in [*order, order[0]]:
            write(
                ws,
                links[investor],
                entry(company=company, investor=investor, said=said, typed=typed),
                arrives=at(1_000),
            )
    with ws.ledger.read() as session:
        kept = {pair: [one.log.note for one in irday_queries.logs_of(session, ws.name, DAY, *pair)] for pair in pairs}
    assert kept == {pair: ["2번째"] for pair in pairs}
    assert [len(books(ws, one)) for one in ("a", "b")] == [2, 2]
