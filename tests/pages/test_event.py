"""The event's screens: a programme drafted part by part and kept whole, participants, wishes, addresses, sheets."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.participants import applications, meeting_requests, participants
from dealflow.actions.irday.participants.applications import Application
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.irday.programme import day_state, ir_events, programme
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import (
    Attendee,
    Consent,
    Interest,
    Mandate,
    Participant,
    ParticipantKind,
    ParticipantState,
    Profile,
    Requests,
)
from dealflow.domain.people.access import Viewer
from dealflow.domain.people.people import IrEventDetails
from dealflow.ui.irday.programme import planning_rules
from dealflow.ui.irday.programme.rooms import with_tables
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, TODAY, Books, at_page, drawn, rows, said

EVENT = "d"
OLLI = "olli"


@pytest.fixture(scope="module")
def day(books: Books) -> Viewer:
    """A half day in a month: a company that applied and one that is confirmed, an investor that wants to meet it."""
    ws, olli = context.workspace(), people.viewer_of(context.workspace(), OLLI)
    ir_events.register_ir_event(
        Acting(ws, olli, NOW),
        IrEventDetails("봄 IR(가상)", "Spring IR", TODAY + timedelta(days=30), venue="예시홀"),
        ir_event_id=EVENT,
    )
    programme.keep_programme(Acting(ws, olli, NOW), programme.begun("half_day", EVENT))
    supplier, vc, state = ParticipantKind.SUPPLIER, ParticipantKind.VC, ParticipantState.CONFIRMED
    comes = Attending(
        Attendee("g1", presents=True, contact=True), Card("g1", "김예시(가상)", "대표", "000", "a@x.invalid")
    )
    gaon = Participant(
        "gaon", EVENT, supplier, state, "가온(가상)", "Gaon (Fictional)", company_id=books.gaon, pitches=True,
        consents=(Consent.PERSONAL_DATA,), profile=Profile(sector="비전검사", raise_won=3_000_000_000),
    )  # fmt: skip
    new = Participant("new", EVENT, supplier, ParticipantState.APPLIED, "새봇(가상)", profile=Profile(sector="로봇"))
    firm = Participant(
        "a", EVENT, vc, state, "a벤처스(가상)", organisation_id="a", mandate=Mandate(("비전검사",), (), ("동남권",))
    )
    for one, who in ((gaon, [comes]), (new, []), (firm, [])):
        participants.keep_participant(Acting(ws, olli, NOW), one, who, seen=0)
    meeting_requests.keep_requests(Acting(ws, olli, NOW), "a", Requests(meeting_requests.wished(["gaon"])))
    return olli


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, [one.value for one in app.exception]
    return app


@pytest.mark.usefixtures("day")
def test_the_day_is_drawn_by_rooms_with_what_is_for_all_across() -> None:
    app = at_page("event", who=OLLI)
    shown = drawn(app)["event_day_0"]
    assert [one["name"] for one in shown["columns"]] == ["대회의실", "상담실"]
    assert [one["title"] for one in shown["wide"]] == ["등록·네트워킹", "개회", "강연", "휴식"]
    pitching = next(one for one in shown["parts"] if one["id"] == "pitching")
    assert pitching["sub"] == "14:20–15:44 · 7개사 × (6+4분)"
    assert "예시홀" in said(app)
    assert "7 pitches of 6+4 min" in json.dumps(drawn(at_page("event", who=OLLI, lang="en")), ensure_ascii=False)


def test_a_part_is_changed_at_the_screen_and_kept_only_once_it_is_sound(day: Viewer) -> None:
    app = at_page("event", who=OLLI, do="part-talk")
    app.text_input(key="event_part_talk_ko").set_value("기조 강연")
    app.text_input(key="event_part_talk_from").set_value("13:40")
    press(app, "event_part_talk_set")
    words = said(app)
    assert "개회, 기조 강연: 같은 시간에 한 장소를 두 번 씁니다" in words
    assert app.button(key="event_keep").disabled
    app.query_params["do"] = "part-opening"
    app.run()
    app.text_input(key="event_part_opening_to").set_value("1340")
    press(app, "event_part_opening_set")
    assert programme.programme_of(Looking(context.workspace(), day), EVENT)[1] == 1
    press(app, "event_keep")
    kept, version = programme.programme_of(Looking(context.workspace(), day), EVENT)
    assert (version, next(part.title_ko for part in kept.parts if part.id == "talk")) == (2, "기조 강연")
    assert "저장하지 않은" not in said(app)


def test_a_programme_that_was_not_kept_is_there_in_another_browser_even_where_it_makes_no_sense(day: Viewer) -> None:
    before = programme.programme_of(Looking(context.workspace(), day), EVENT)
    app = at_page("event", who=OLLI, do="part-talk")
    app.text_input(key="event_part_talk_ko").set_value("기조 강연")
    app.text_input(key="event_part_talk_to").set_value("00:10")
    press(app, "event_part_talk_set")
    again = at_page("event", who=OLLI)
    assert not again.exception
    assert "기조 강연" in said(again)
    assert "저장하지 않은" in said(again)
    press(again, "event_discard")
    assert "저장하지 않은" not in said(at_page("event", who=OLLI))
    assert programme.programme_of(Looking(context.workspace(), day), EVENT) == before


def test_aims_move_up_and_a_draft_can_be_let_go(day: Viewer) -> None:
    before = programme.programme_of(Looking(context.workspace(), day), EVENT)[0]
    app = press(at_page("event", who=OLLI, view="rules"), "event_aim_up_wishes")
    assert "저장하지 않은" in said(app)
    press(app, "event_discard")
    assert "저장하지 않은" not in said(app)
    assert programme.programme_of(Looking(context.workspace(), day), EVENT)[0] == before
    assert planning_rules.raised(before.aims, before.aims[1])[0] is before.aims[1]
    assert planning_rules.raised(before.aims, before.aims[0]) == before.aims


def test_tables_are_counted_up_and_down_without_a_label_twice(day: Viewer) -> None:
    kept = programme.programme_of(Looking(context.workspace(), day), EVENT)[0]
    more = with_tables(kept, "hall", 2)
    assert [(one.room_id, one.label) for one in more.tables[-2:]] == [("hall", "7"), ("hall", "8")]
    assert with_tables(more, "consult", 1).tables == (kept.tables[0], *more.tables[-2:])
    assert [one[2] for one in rows(at_page("event", who=OLLI, view="rooms"), "event_rooms")] == [
        "–",
        "1, 2, 3, 4, 5, 6",
    ]


@pytest.mark.usefixtures("day")
def test_participants_are_listed_with_what_is_missing_and_those_who_wait_first() -> None:
    app = at_page("participants", who=OLLI)
    listed = drawn(app)["participants"]["rows"]
    assert [row["id"] for row in listed] == ["new", "gaon", "a"]
    missing = [[mark["text"] for mark in row["cells"][5]["marks"]] for row in listed]
    assert missing == [
        ["개인정보 수집·이용", "제3자(투자사) 제공", "참석자 없음"],
        ["제3자(투자사) 제공"],
        ["개인정보 수집·이용", "참석자 없음"],
    ]
    assert "확정: 기업 1개사" in said(app)
    assert [row[0] for row in rows(at_page("participants", who=OLLI, q="김예시"), "participants")] == ["가온(가상)"]
    assert [row[0] for row in rows(at_page("participants", who=OLLI, kind="vc"), "participants")] == ["a벤처스(가상)"]


def test_a_participant_is_changed_in_its_dialog(day: Viewer) -> None:
    app = at_page("participants", who=OLLI, do="p-gaon")
    app.text_input(key="p_gaon_away").set_value("오전")
    press(app, "p_gaon_save")
    assert "시각 범위가 아닙니다" in said(app)
    app.text_input(key="p_gaon_away").set_value("~14:00")
    app.text_input(key="p_gaon_1_name").set_value("이모의(가상)")
    app.text_input(key="p_gaon_raise").set_value("35억")
    press(app, "p_gaon_save")
    now = day_state.day_of(Looking(context.workspace(), day), EVENT)
    gaon = now.participant("gaon")
    assert (gaon.away[0].end_min, gaon.profile.raise_won) == (840, 3_500_000_000)
    assert sorted(now.cards[each.id].name for each in gaon.attendees) == ["김예시(가상)", "이모의(가상)"]


def test_a_change_that_was_asked_for_is_shown_and_taken_over(day: Viewer) -> None:
    ws, until = context.workspace(), NOW + timedelta(days=20)
    path = access_links.issue(Acting(ws, day, NOW), EVENT, LinkPurpose.APPLY, expires_at=until)
    opened = access_links.open_link(ws, "apply-d", path.rpartition("/")[2], at=NOW, purpose=LinkPurpose.APPLY)
    both = (Consent.PERSONAL_DATA, Consent.THIRD_PARTY)
    who = (Attending(Attendee("", presents=True), Card("", "박가상(가상)", email="a@x.invalid")),)
    applications.apply(
        ws, opened, Application(ParticipantKind.SUPPLIER, "가온(가상)", people=who, consents=both), at=NOW
    )  # fmt: skip
    app = at_page("participants", who=OLLI, do="p-gaon")
    assert "참석자: 김예시\\(가상\\), 이모의\\(가상\\) → 박가상\\(가상\\)" in said(app)
    press(app, "p_take_gaon")
    now = day_state.day_of(Looking(ws, day), EVENT)
    assert [now.cards[each.id].name for each in now.participant("gaon").attendees] == ["박가상(가상)"]
    assert "변경 요청" not in said(at_page("participants", who=OLLI))


def test_wishes_stand_in_a_matrix_with_their_reasons_and_conflicts(day: Viewer) -> None:
    app = at_page("participants", who=OLLI, view="asks")
    (cell,) = [
        row["cells"][1] for row in drawn(app)["asks"]["rows"] if row["id"] == "gaon"
    ]  # fmt: skip
    assert (cell["text"], [mark["text"] for mark in cell["marks"]]) == ("10", ["투1"])
    app = at_page("participants", who=OLLI, view="asks", do="pair~gaon~a")
    assert "분야: 맞음" in said(app).replace("\\", "")
    app.selectbox(key="conflict_gaon_a_why").set_value(Interest.EXISTING_INVESTOR)
    press(app, "conflict_gaon_a_save")
    assert [one.why for one in day_state.day_of(Looking(context.workspace(), day), EVENT).conflicts] == [
        Interest.EXISTING_INVESTOR
    ]


def test_addresses_are_made_shown_once_and_closed(day: Viewer) -> None:
    app = press(at_page("participants", who=OLLI, view="links"), "links_call")
    assert any("/day/apply-d/" in one.value for one in app.code)
    press(app, "links_all")
    firms = next(one.value for one in app.code if "/day/firm-" in one.value)
    assert [line.split("\t")[:2] for line in firms.splitlines()] == [
        ["가온(가상)", "a@x.invalid"],
        ["a벤처스(가상)", ""],
    ]
    assert not at_page("participants", who=OLLI, view="links").code
    press(app, "links_call_close")
    live = [one.purpose for one in access_links.links(Looking(context.workspace(), day), EVENT) if one.secret_hash]
    assert live == [LinkPurpose.FIRM, LinkPurpose.FIRM]


def test_a_sheet_is_shown_row_by_row_and_kept_at_once(day: Viewer) -> None:
    app = at_page("participants", who=OLLI, view="import")
    sheet = "구분,기업명,지역,1지망\n공급기업,달빛(가상),부산,없는곳\n달나라,별(가상),울산,".encode("cp949")
    app.file_uploader[0].set_value(("a.csv", sheet, "text/csv")).run()
    assert [row[1] for row in rows(app, "import_rows")] == ["별(가상)", "달빛(가상)"]
    assert "없는곳" in said(app)
    assert app.button(key="import_keep").disabled
    app.checkbox(key="import_skip").check().run()
    press(app, "import_keep")
    names = [one.name_ko for one in day_state.day_of(Looking(context.workspace(), day), EVENT).participants]
    assert "달빛(가상)" in names
    assert "별(가상)" not in names


def test_a_persons_data_are_destroyed_on_request_and_everybodys_only_after_the_event(day: Viewer) -> None:
    app = at_page("participants", who=OLLI, do="destroy")
    assert app.checkbox(key="destroy_all").disabled
    one = day_state.day_of(Looking(context.workspace(), day), EVENT).participant("gaon").attendees[0].id
    app.multiselect(key="destroy_who").set_value([one])
    press(app, "destroy_do")
    assert one in day_state.day_of(Looking(context.workspace(), day), EVENT).cards
    app.checkbox(key="destroy_sure").check()
    press(app, "destroy_do")
    assert one not in day_state.day_of(Looking(context.workspace(), day), EVENT).cards
    assert "이름 파기됨" in said(at_page("participants", who=OLLI))
