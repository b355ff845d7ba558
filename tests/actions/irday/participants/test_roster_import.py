"""Application sheets as they arrive: understood wherever the headings stand, previewed, kept at once or not at all."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter

from dealflow.actions.irday.participants import participants, roster_import
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.irday.participants.roster_import import PlannedRow, RowKind
from dealflow.actions.irday.programme import day_state, ir_events
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.catalogue.roster_headings import load_headings
from dealflow.domain.irday.participants.participants import (
    Attendee,
    Consent,
    Mandate,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
    Wish,
)
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.day_span import Span
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError
from tests.actions.conftest import AT, Cast

SUPPLIER, VC = ParticipantKind.SUPPLIER, ParticipantKind.VC
SHEET = [
    ["[모의] 지역 제조AI IR 데이 참가기업 신청 현황", "", ""],
    ["작성: 사무국", "", ""],
    ["연번", "기업명*", "사업자\n등록번호", "설립일", "소재지", "2024년 매출(백만원)", "2025년 매출(백만원)",
     "희망금액(억원)",
     "담당자", "", "", "상담희망", "", "개인정보 동의(O/X)", "참석불가시간", "호텔"],
    ["", "", "", "", "", "", "", "", "성명", "직위", "연락처", "1지망", "2지망", "", "", ""],
    [1, "새벽봇(가상)", "000-00-00000", date(2021, 3, 2), "부산 해운대구", 900, "1,200", 30, "김예시(가상)", "대표",
     "000-1",
     "a벤처스(가상)", "", "O", "~11:00", "필요"],
    [2, "다온(가상)", "", "2019년", "창원", "", "△", "협의", "", "", "", "없는투자(가상)", "", "", "오전", ""],
    ["", "", "합계", "", "", 900, 1200, 30, "", "", "", "", "", "", "", ""],
]  # fmt: skip


def workbook(lines: list[list[object]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("안내").write(0, 0, "작성 요령")
    sheet, days = book.add_worksheet("신청"), book.add_format({"num_format": "yyyy-mm-dd"})
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, days)
            else:
                sheet.write(row, column, value)
    book.close()
    return file.getvalue()


@pytest.fixture
def event(ws: Workspace, cast: Cast) -> str:
    """An event with one confirmed investor and one confirmed company, whose contact is known."""
    made = ir_events.register_ir_event(
        Acting(ws, cast.organiser, AT), IrEventDetails("IR 데이(가상)", "", date(2026, 3, 9))
    )
    state = ParticipantState.CONFIRMED
    vc = Participant("vc", made, VC, state, "a벤처스(가상)", organisation_id="a")
    participants.keep_participant(Acting(ws, cast.organiser, AT), vc, seen=0)
    daon = Participant("daon", made, SUPPLIER, state, "다온(가상)", note="부스 앞자리")
    known = Attending(Attendee("d1", presents=True), Card("d1", "최견본(가상)", "CTO", "000-9"))
    participants.keep_participant(Acting(ws, cast.organiser, AT), daon, [known], seen=0)
    return made


def rows(
    ws: Workspace, cast: Cast, event: str, data: bytes, name: str = "a.xlsx", usual: ParticipantKind = SUPPLIER
) -> tuple[PlannedRow, ...]:
    return roster_import.preview(Looking(ws, cast.organiser), event, roster_import.read_roster(name, data), usual)


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode("cp949")


def test_a_sheet_with_titles_and_two_lines_of_headings_is_understood(ws: Workspace, cast: Cast, event: str) -> None:
    roster = roster_import.read_roster("a.xlsx", workbook(SHEET))
    assert (roster.title, [row.number for row in roster.rows]) == ("신청", [5, 6])
    assert set(roster.strangers) == {"연번", "호텔"}
    new, partly = roster_import.preview(Looking(ws, cast.organiser), event, roster, SUPPLIER)
    said = new.participant.profile
    assert (new.kind, new.problems) == (RowKind.NEW, {})
    assert (said.biz_reg_no, said.founded, said.revenue, said.revenue_year) == (
        "000-00-00000", "2021-03-02", 1_200_000_000, 2025,
    )  # fmt: skip
    assert (said.raise_won, new.participant.away) == (3_000_000_000, (Span(0, 660),))
    assert new.participant.consents == (Consent.PERSONAL_DATA,)
    assert new.requests == Requests((Wish("vc", 1),))
    assert new.people is not None
    assert [(each.card.name, each.card.title, each.card.phone) for each in new.people] == [
        ("김예시(가상)", "대표", "000-1")
    ]
    assert (partly.kind, set(partly.problems)) == (RowKind.CHANGES, {"revenue", "raise_won", "away"})
    assert partly.awaited == ("없는투자(가상)",)
    assert (partly.participant.profile.founded, partly.participant.profile.revenue) == ("2019", None)


def test_nothing_is_kept_while_a_row_is_wrong_and_all_of_it_in_one_act_otherwise(
    ws: Workspace, cast: Cast, event: str
) -> None:
    new, _ = rows(ws, cast, event, workbook(SHEET))
    _, wrong = rows(ws, cast, event, csv("기업명,구분", "새(가상),공급기업", "또(가상),달나라"), "x.csv")
    applied = ParticipantState.APPLIED
    with pytest.raises(InvalidInputError):
        roster_import.keep_rows(Acting(ws, cast.organiser, AT), event, [new, wrong], state=applied)
    assert len(day_state.day_of(Looking(ws, cast.organiser), event).participants) == 2
    assert roster_import.keep_rows(Acting(ws, cast.organiser, AT), event, [new], state=applied) == 1
    day = day_state.day_of(Looking(ws, cast.organiser), event)
    kept = day.participant(new.participant.id)
    assert (kept.state, kept.pitches, day.requests[kept.id].wishes) == (applied, True, (Wish("vc", 1),))
    assert day.cards[kept.attendees[0].id].name == "김예시(가상)"
    again, _ = rows(ws, cast, event, workbook(SHEET))
    assert again.kind is RowKind.SAME
    with pytest.raises(NotAllowedError):
        roster_import.keep_rows(Acting(ws, cast.anna, AT), event, [], state=applied)


def test_a_known_firm_changes_in_what_the_sheet_says_and_in_nothing_else(ws: Workspace, cast: Cast, event: str) -> None:
    data = csv("기업명,발표자,이메일,필요장비,지역", "주식회사 다온(가상),최견본(가상),c@x.invalid,HDMI,")
    (one,) = rows(ws, cast, event, data, "신청.csv")
    assert (one.kind, set(one.changed)) == (RowKind.CHANGES, {"name_ko", "equipment"})
    (one,) = rows(ws, cast, event, csv("기업명,담당자,이메일", "다온(가상),최견본(가상),c@x.invalid"), "신청.csv")
    assert one.changed == ("attendee",)
    roster_import.keep_rows(Acting(ws, cast.organiser, AT), event, [one], state=ParticipantState.APPLIED)
    day = day_state.day_of(Looking(ws, cast.organiser), event)
    now = day.participant("daon")
    assert (now.state, now.note, [each.id for each in now.attendees]) == (
        ParticipantState.CONFIRMED, "부스 앞자리", ["d1"],
    )  # fmt: skip
    assert day.cards["d1"] == Card("d1", "최견본(가상)", "CTO", "000-9", "c@x.invalid")
    assert (now.attendees[0].presents, now.attendees[0].contact) == (True, True)


def test_investors_and_companies_of_one_sheet_may_wish_for_each_other(ws: Workspace, cast: Cast, event: str) -> None:
    data = csv(
        "구분,기관명,관심분야,관심단계,투자규모,상담희망",
        '투자사,나래벤처스(가상),"로봇, 비전",Series A,5억~20억,달빛(가상)',
        '공급기업,달빛(가상),,,,"나래벤처스(가상), a벤처스(가상)"',
    )  # fmt: skip
    first, second = rows(ws, cast, event, data, "x.csv", VC)
    assert first.participant.mandate == Mandate(("로봇", "비전"), ("Series A",), (), 500_000_000, 2_000_000_000)
    assert first.requests == Requests((Wish(second.participant.id, 1),))
    assert second.requests == Requests((Wish(first.participant.id, 1), Wish("vc", 2)))
    roster_import.keep_rows(Acting(ws, cast.organiser, AT), event, [first, second], state=ParticipantState.CONFIRMED)
    day = day_state.day_of(Looking(ws, cast.organiser), event)
    assert day.participant(second.participant.id).company_id
    assert len(day.requests) == 2


def test_an_english_sheet_with_a_byte_order_mark_is_understood(ws: Workspace, cast: Cast, event: str) -> None:
    sheet = (
        "Applications\n"
        "Company,Registration number,Founded,HQ,Amount to raise (KRW mn),Choice 1,Contact,E-mail,Third party\n"
        'Moonlight (Fictional),000-00-00000,2021-03,Busan,"1,500",a (Fictional),Kim,k@x.invalid,Y\n'
    )
    now, _ = participants.participant_of(Looking(ws, cast.organiser), "vc")
    participants.keep_participant(Acting(ws, cast.organiser, AT), replace(now, name_en="a (Fictional)"))
    (one,) = rows(ws, cast, event, b"\xef\xbb\xbf" + sheet.encode(), "x.csv")
    assert (one.kind, one.participant.profile.raise_won) == (RowKind.NEW, 1_500_000_000)
    assert one.requests == Requests((Wish("vc", 1),))
    assert one.participant.profile.region == "Busan"


def test_units_are_never_guessed(ws: Workspace, cast: Cast, event: str) -> None:
    def raised(heading: str, cell: str) -> object:
        (one,) = rows(ws, cast, event, csv(f"기업명;{heading}", f"새(가상);{cell}"), "x.csv")
        return one.participant.profile.raise_won or one.problems["raise_won"].parameters["problem"]

    assert raised("희망금액(백만원)", "3000") == 3_000_000_000
    assert raised("희망금액", "3000") == "no_unit"
    assert raised("희망금액", "3,000,000,000") == 3_000_000_000
    assert raised("희망금액", "30억") == 3_000_000_000
    assert raised("희망금액(백만원)", "30억원") == 3_000_000_000


def test_a_firm_that_stands_twice_and_a_number_that_cannot_be_are_told(ws: Workspace, cast: Cast, event: str) -> None:
    data = csv(
        "기업명,사업자등록번호", "새(가상),000-00-00000", "(주)새(가상),", "다른(가상),0000000000", "또(가상),123"
    )
    found = rows(ws, cast, event, data, "x.csv")
    assert [set(one.problems) for one in found] == [set(), {"name_ko"}, {"name_ko"}, {"biz_reg_no"}]


def test_a_merged_firm_has_the_persons_of_all_its_lines(ws: Workspace, cast: Cast, event: str) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["기업명", "담당자", "이메일", "비고"])
        sheet.merge_range(1, 0, 2, 0, "새벽로보(가상)")
        sheet.write_row(1, 1, ["김가온", "a@example.com", "HDMI"])
        sheet.write_row(2, 1, ["이나래", "b@example.com", "전원"])
        sheet.write_row(3, 0, ["한빛정공(가상)", "박다온", "c@example.com"])
    merged, single = rows(ws, cast, event, file.getvalue(), "x.xlsx")
    assert [person.card.name for person in merged.people or ()] == ["김가온", "이나래"]
    assert {name: error.parameters["problem"] for name, error in merged.problems.items()} == {"note": "differing"}
    assert [person.card.name for person in single.people or ()] == ["박다온"]


def test_cells_that_excel_could_not_work_out_are_told(ws: Workspace, cast: Cast, event: str) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["기업명", "임직원수", "필요장비"])
        sheet.write_string(1, 0, "새벽로보(가상)")
        sheet.write_formula(1, 1, "=1+1", None, "")
        sheet.write_formula(1, 2, "=VLOOKUP(1,Z:Z,1,0)", None, "#N/A")
    [row] = rows(ws, cast, event, file.getvalue(), "x.xlsx")
    problems = {name: error.parameters["problem"] for name, error in row.problems.items()}
    assert problems == {"headcount": "no_value", "equipment": "error_value"}


def test_wishes_for_firms_of_the_next_sheet_wait_and_are_found_when_it_comes(
    ws: Workspace, cast: Cast, event: str
) -> None:
    acting, applied = Acting(ws, cast.organiser, AT), ParticipantState.CONFIRMED
    sheet = csv(
        "기업명,1지망,2지망,3지망,제외", "달빛(가상),별벤처스(가상),a벤처스(가상),해벤처스(가상),구름투자(가상)"
    )
    (company,) = rows(ws, cast, event, sheet, "공급.csv")
    assert (company.kind, company.problems) == (RowKind.NEW, {})
    assert company.awaited == ("별벤처스(가상)", "해벤처스(가상)", "구름투자(가상)")
    roster_import.keep_rows(acting, event, [company], state=applied)
    waiting = day_state.day_of(acting, event).requests[company.participant.id]
    assert (waiting.wishes, [one.rank for one in waiting.awaited]) == ((Wish("vc", 2),), [1, 3, 0])
    investors = csv("기관명,희망기업", "주식회사 별벤처스(가상),달빛(가상)", "구름투자(가상),")
    found = rows(ws, cast, event, investors, "투자.csv", VC)
    roster_import.keep_rows(acting, event, found, state=applied)
    star, cloud = (row.participant.id for row in found)
    after = day_state.day_of(acting, event).requests
    assert after[company.participant.id].wishes == (Wish(star, 1), Wish("vc", 2))
    assert after[company.participant.id].vetoes == (cloud,)
    assert [one.name for one in after[company.participant.id].awaited] == ["해벤처스(가상)"]
    assert after[star].wishes == (Wish(company.participant.id, 1),)
    sun = Participant("sun", event, VC, applied, "해벤처스(가상)")
    participants.keep_participant(acting, sun, seen=0)
    assert day_state.day_of(acting, event).requests[company.participant.id].awaited == ()


def test_lines_that_add_up_are_no_firms(ws: Workspace, cast: Cast, event: str) -> None:
    data = csv("연번,기업명,소재지", "1,달빛(가상),부산", "소계,1개사,", "합계,21개사,", "TOTAL,21 firms,", ",총 계,21")
    assert [row.participant.name_ko for row in rows(ws, cast, event, data, "x.csv")] == ["달빛(가상)"]


def test_a_cell_that_cannot_be_kept_costs_itself_and_not_its_firm(ws: Workspace, cast: Cast, event: str) -> None:
    data = csv(
        "기업명,사업자등록번호,임직원수,담당자,이메일,소재지,참석불가시간",
        f"달빛(가상),123,-5,김예시(가상),없음,{'부' * 300},아침",
    )
    (row,) = rows(ws, cast, event, data, "x.csv")
    assert (row.kind, set(row.problems)) == (
        RowKind.NEW, {"biz_reg_no", "headcount", "contact_email", "region", "away"},
    )  # fmt: skip
    assert roster_import.keep_rows(Acting(ws, cast.organiser, AT), event, [row], state=ParticipantState.CONFIRMED) == 1
    day = day_state.day_of(Looking(ws, cast.organiser), event)
    kept = day.participant(row.participant.id)
    assert (kept.name_ko, kept.profile.region, day.cards[kept.attendees[0].id].email) == ("달빛(가상)", "", "")


def test_the_head_of_a_firm_presents_where_nobody_else_is_named(ws: Workspace, cast: Cast, event: str) -> None:
    (alone,) = rows(ws, cast, event, csv("기업명,대표자", "달빛(가상),박대표(가상)"), "x.csv")
    (beside,) = rows(ws, cast, event, csv("기업명,대표자,발표자", "달빛(가상),박대표(가상),이발표(가상)"), "x.csv")

    def people(row: PlannedRow) -> list[tuple[str, str, bool]]:
        return [(one.card.name, one.card.title, one.attendee.presents) for one in row.people or ()]

    assert people(alone) == [("박대표(가상)", "대표", True)]
    assert people(beside) == [("이발표(가상)", "", True), ("박대표(가상)", "대표", False)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("시리즈B", "Series B"), ("series a", "Series A"), ("Series-C", "Series C"), ("프리 A", "Pre-A"),
        ("Pre-Series A", "Pre-A"), ("시드", "Seed"), ("프리IPO", "Pre-IPO"), ("시리즈 B2", "Series B2"),
        ("엑시트 준비", "엑시트 준비"), ("", ""),
    ],
)  # fmt: skip
def test_a_round_has_one_name(ws: Workspace, cast: Cast, event: str, text: str, name: str) -> None:
    (row,) = rows(ws, cast, event, csv("기업명,투자단계", f"달빛(가상),{text}"), "x.csv")
    assert row.participant.profile.round_label == name


def test_a_change_since_the_preview_keeps_everything_out(ws: Workspace, cast: Cast, event: str) -> None:
    new, change = rows(ws, cast, event, csv("기업명,필요장비", "새(가상),", "다온(가상),HDMI"), "x.csv")
    now, _ = participants.participant_of(Looking(ws, cast.organiser), "daon")
    participants.keep_participant(Acting(ws, cast.organiser, AT), replace(now, note="x"))
    with pytest.raises(ChangedMeanwhileError):
        roster_import.keep_rows(Acting(ws, cast.organiser, AT), event, [new, change], state=ParticipantState.APPLIED)
    assert len(day_state.day_of(Looking(ws, cast.organiser), event).participants) == 2


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.csv", b"", "no_headings"),
        ("a.csv", "이름,나이\n가,1".encode(), "no_headings"),
        ("a.csv", "기업명,지역\n".encode(), "empty"),
        ("a.xlsx", b"PK no workbook", "no_table"),
        ("a.csv", "기업명,지역\n".encode() + "가,나\n".encode() * 1_001, "too_large"),
    ],
)
def test_what_is_no_roster_is_refused(name: str, data: bytes, problem: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        roster_import.read_roster(name, data)
    assert refused.value.parameters["problem"] == problem


def test_a_heading_means_one_thing() -> None:
    with pytest.raises(InvalidInputError):
        load_headings('name_ko = ["a"]\nregion = ["a"]')
