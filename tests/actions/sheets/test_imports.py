"""A pipeline brought as a sheet: tried row by row, taken in as one batch, with its days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.imports import ImportOrder, Meaning, RowKind
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.domain.sheets.fields import stage_day
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.store.ledger.queries import pipeline
from tests.actions.conftest import AT, Cast
from tests.actions.sheets.sheet_files import csv_of, order_of, xlsx_of

ON = date(2026, 3, 20)
NOW = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
HEAD = ("기업명", "라운드", "단계", "IR일", "예비투심일", "담당자", "상태", "사유", "다음 할 일", "기한", "메모")
LINES = (
    HEAD,
    (
        "가람테크(가상)",
        "시리즈 A",
        "예비투심",
        "2025-11-03",
        "2026-01-15",
        "anna",
        "진행",
        "",
        "실사 자료 요청",
        "2026-04-01",
        "첫 통화",
    ),
    ("㈜다온로보틱스(가상)", "Seed", "미팅", "", "", "", "", "", "", "", ""),
    ("새벽에너지(가상)", "Pre-A", "자료 검토", "2025-12-01", "", "adam", "드롭", "팀 역량", "", "", ""),
)


def kinds(rows: tuple[imports.PlannedRow, ...]) -> list[RowKind]:
    return [row.kind for row in rows]


def problems(rows: tuple[imports.PlannedRow, ...]) -> list[str]:
    return [str(row.error.parameters.get("problem", row.error.code)) if row.error else "" for row in rows]


def test_a_pipeline_becomes_companies_deals_and_their_history_with_its_days(ws: Workspace, cast: Cast) -> None:
    looking, acting = Looking(ws, cast.anna), Acting(ws, cast.anna, NOW)
    order = order_of(looking, LINES)
    assert kinds(imports.preview(looking, order, at=NOW)) == [RowKind.NEW] * 3
    imports.run(acting, order)
    rows = {row.company_name: row for row in engagements.engagements(looking, on=ON)}
    assert set(rows) == {"가람테크(가상)", "다온로보틱스(가상)", "새벽에너지(가상)"}
    garam = rows["가람테크(가상)"].engagement
    assert (garam.stage, garam.round_label, garam.assignee_id) == ("pre_ic", "Series A", "anna")
    assert (garam.next_step, garam.next_due) == ("실사 자료 요청", date(2026, 4, 1))
    with ws.ledger.read() as session:
        stays = {deal.engagement.id: deal.stays for deal in pipeline.followed(session, ws.name, cast.anna)}[garam.id]
    assert [(stay.stage, korean_day(stay.entered_at)) for stay in stays] == [
        ("ir", date(2025, 11, 3)),
        ("pre_ic", date(2026, 1, 15)),
    ]
    assert rows["가람테크(가상)"].days_in_stage == (ON - date(2026, 1, 15)).days
    dawn = rows["새벽에너지(가상)"].engagement
    assert (dawn.status, dawn.reason, dawn.stage) == (Status.PASSED, "team", "review")
    assert len(companies.companies(looking)) == 3


def test_what_was_taken_in_is_the_same_the_second_time(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    imports.run(Acting(ws, cast.anna, NOW), order_of(looking, LINES))
    again = order_of(looking, LINES)
    assert kinds(imports.preview(looking, again, at=NOW)) == [RowKind.SAME] * 3
    with pytest.raises(InvalidInputError) as caught:
        imports.run(Acting(ws, cast.anna, NOW), again)
    assert caught.value.parameters["problem"] == "nothing_new"


def test_each_row_that_cannot_be_taken_says_why_and_nothing_of_it_is_taken(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    order = order_of(
        looking,
        (
            HEAD,
            ("가람테크(가상)", "", "없는 단계", "", "", "", "", "", "", "", ""),
            ("나래소재(가상)", "", "IR", "2025-13-01", "", "", "", "", "", "", ""),
            ("", "", "IR", "", "", "", "", "", "", "", ""),
            ("도담물류(가상)", "", "IR", "2027-01-01", "", "", "", "", "", "", ""),
            ("라온센서(가상)", "", "IR", "", "", "", "드롭", "", "", "", ""),
            ("마루식품(가상)", "", "IR", "", "", "", "", "", "", "2026-04-01", ""),
            ("다온로보틱(가상)", "", "IR", "", "", "", "", "", "", "", ""),
            ("바다소재(가상)", "", "IR", "", "", "", "", "", "", "", ""),
        ),
    )
    rows = imports.preview(looking, order, at=NOW)
    assert problems(rows) == [
        "unknown", "no_such_day", "missing", "future", "reason_required", "missing", "near_name", "",
    ]  # fmt: skip
    assert [near.name for near in rows[6].near] == ["다온로보틱스(가상)"]
    with pytest.raises(InvalidInputError) as caught:
        imports.run(Acting(ws, cast.anna, NOW), order)
    assert caught.value.parameters == {"field": "file", "problem": "rows_refused", "value": 7}
    imports.run(Acting(ws, cast.anna, NOW), order, leave_out=True)
    assert {row.company.name for row in companies.companies(looking)} == {"다온로보틱스(가상)", "바다소재(가상)"}


def test_a_near_name_is_the_known_company_or_a_new_one_as_a_person_says(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    lines = (HEAD, ("다온로보틱(가상)", "", "IR", *[""] * 8))
    taken = order_of(looking, lines, choices={"다온로보틱(fictional)": cast.shared_company})
    (row,) = imports.preview(looking, taken, at=NOW)
    assert (row.kind, row.company_id) == (RowKind.NEW, cast.shared_company)
    new = order_of(looking, lines, choices={"다온로보틱(fictional)": ""})
    (row,) = imports.preview(looking, new, at=NOW)
    assert row.company_id != cast.shared_company


def test_a_history_of_one_row_a_stage_may_stand_in_any_order(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    head = ("회사", "단계", "단계 변경일")
    lines = (
        head,
        ("가람테크(가상)", "예비투심", "2026-02-01"),
        ("가람테크(가상)", "미팅", "2025-10-01"),
        ("가람테크(가상)", "IR", "2025-12-24"),
    )
    order = order_of(looking, lines)
    assert kinds(imports.preview(looking, order, at=NOW)) == [RowKind.CHANGED, RowKind.NEW, RowKind.CHANGED]
    imports.run(Acting(ws, cast.anna, NOW), order)
    with ws.ledger.read() as session:
        (deal,) = pipeline.followed(session, ws.name, cast.anna)
    assert [stay.stage for stay in deal.stays] == ["meeting", "ir", "pre_ic"]
    assert korean_day(deal.engagement.opened_at) == date(2025, 10, 1)


def test_a_known_deal_moves_by_the_rules_of_our_books(ws: Workspace, cast: Cast) -> None:
    looking, acting = Looking(ws, cast.anna), Acting(ws, cast.anna, AT)
    engagements.open_engagement(acting, NewEngagement(cast.shared_company, "a", "vc"))
    head = ("기업명", "단계", "IR일")
    moved, past, gated, back = (
        imports.preview(looking, order_of(looking, (head, line)), at=NOW)[0]
        for line in (
            ("다온로보틱스(가상)", "IR", "2026-03-10"),
            ("다온로보틱스(가상)", "", "2025-03-10"),
            ("다온로보틱스(가상)", "예비투심", ""),
            ("다온로보틱스(가상)", "납입", ""),
        )
    )
    assert (moved.kind, past.kind, gated.kind, back.kind) == (RowKind.CHANGED, *[RowKind.REFUSED] * 3)
    assert problems((past, gated, back)) == ["history_before", "gate_closed", "illegal_move"]


def test_a_known_deal_goes_back_only_with_its_reason(ws: Workspace, cast: Cast) -> None:
    looking, acting = Looking(ws, cast.anna), Acting(ws, cast.anna, AT)
    engagements.move(acting, engagements.open_engagement(acting, NewEngagement(cast.shared_company, "a", "vc")), "ir")
    head = ("기업명", "단계", "메모")
    silent, told = (
        imports.preview(looking, order_of(looking, (head, ("다온로보틱스(가상)", "미팅", note))), at=NOW)[0]
        for note in ("", "대표 교체로 다시 만남")
    )
    assert (silent.kind, told.kind) == (RowKind.REFUSED, RowKind.CHANGED)
    assert problems((silent,)) == ["back_needs_reason"]


def test_two_rows_that_say_different_things_of_one_company_are_not_both_taken(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    head = ("기업명", "분야", "단계")
    rows = imports.preview(
        looking,
        order_of(
            looking,
            (
                head,
                ("가람테크(가상)", "로봇", "IR"),
                ("(주)가람테크(가상)", "식품", "IR"),
                ("가람테크(가상)", "로봇", "예비투심"),
            ),
        ),
        at=NOW,
    )
    assert problems(rows) == ["", "repeated", "repeated"]


def test_register_numbers_find_companies_and_never_join_two(ws: Workspace, cast: Cast) -> None:
    looking, acting = Looking(ws, cast.anna), Acting(ws, cast.anna, AT)
    companies.register_company(acting, CompanyDetails("한빛정공(가상)", biz_reg_no="120-81-47521"))
    head = ("기업명", "사업자등록번호")
    rows = imports.preview(
        looking,
        order_of(
            looking,
            (
                head,
                ("한빛정공 주식회사(가상)", "1208147521"),
                ("다온로보틱스(가상)", "120-81-47521"),
                ("한빛정공(가상)", "220-81-62517"),
                ("새이름(가상)", "120-81-47522"),
            ),
        ),
        at=NOW,
    )
    assert kinds(rows)[0] is RowKind.SAME
    assert problems(rows)[1:] == ["number_of_other", "other_number", "check_digit"]


def test_words_of_another_program_mean_what_a_person_says_and_are_remembered(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    lines = (
        ("Deal - Title", "Deal - Organization", "Deal - Stage", "Deal - Status", "Deal - Deal created", "Deal - Owner"),
        ("A", "가람테크(가상)", "Qualified", "Open", "2025-05-02 10:15:00", "Somebody Else"),
        ("B", "나래소재(가상)", "Proposal made", "Open", "2025-06-02 10:15:00", "anna"),
    )
    order = order_of(looking, lines)
    assert order.uses == ("", "name", "stage", "status", "opened_on", "assignee")
    assert imports.strange_words(looking, order) == {
        "stage": {"Qualified": 1, "Proposal made": 1},
        "assignee": {"Somebody Else": 1},
    }
    meanings = (
        Meaning("stage", "qualified", "ir"),
        Meaning("stage", "proposalmade", "review"),
        Meaning("assignee", "somebodyelse", ""),
    )
    imports.run(Acting(ws, cast.anna, NOW), ImportOrder(order.sheet, order.uses, "vc", meanings))
    rows = {row.company_name: row.engagement for row in engagements.engagements(looking, on=ON)}
    assert {name: row.stage for name, row in rows.items()} == {"가람테크(가상)": "ir", "나래소재(가상)": "review"}
    assert korean_day(rows["가람테크(가상)"].opened_at) == date(2025, 5, 2)
    assert imports.proposal(looking, order.sheet) == (order.uses, meanings, True)
    assert imports.proposal(Looking(ws, cast.bora), order.sheet)[2] is False


@pytest.mark.parametrize(
    "data",
    [
        csv_of(LINES),
        csv_of(LINES, encoding="cp949"),
        csv_of(LINES, encoding="utf-16"),
        csv_of(LINES, delimiter=";"),
        b"sep=;\r\n" + csv_of(LINES, delimiter=";", encoding="utf-8"),
        xlsx_of(LINES),
    ],
)
def test_every_usual_encoding_and_form_is_read_alike(ws: Workspace, cast: Cast, data: bytes) -> None:
    looking = Looking(ws, cast.anna)
    sheet = pipeline_sheet.read("pipeline.xlsx" if data.startswith(b"PK") else "pipeline.csv", data)
    uses, meanings, _ = imports.proposal(looking, sheet)
    assert uses[:5] == ("name", "round", "stage", stage_day("vc", "ir"), stage_day("vc", "pre_ic"))
    rows = imports.preview(looking, ImportOrder(sheet, uses, "vc", meanings), at=NOW)
    assert kinds(rows) == [RowKind.NEW] * 3


def test_columns_are_proposed_by_what_stands_in_them(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    sheet = pipeline_sheet.read(
        "x.csv",
        csv_of(
            [
                ("기업명", "A", "B", "C"),
                ("가람(가상)", "120-81-47521", "예비투심", "시리즈 A"),
                ("나래(가상)", "", "실사", "Seed"),
            ]
        ),
    )
    assert imports.proposal(looking, sheet)[0] == ("name", "biz_reg_no", "stage", "round")


def test_two_columns_of_one_heading_are_for_a_person_to_tell_apart(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    order = order_of(looking, (("기업명", "단계", "단계"), ("가람(가상)", "검토", "실사")))
    with pytest.raises(InvalidInputError) as caught:
        imports.preview(looking, order, at=NOW)
    assert caught.value.parameters["problem"] == "repeated_column"


def test_nobody_without_the_right_brings_a_pipeline_in_and_no_house_sees_anothers(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    order = order_of(looking, LINES)
    for viewer in (cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            imports.run(Acting(ws, viewer, NOW), order)
    imports.run(Acting(ws, cast.anna, NOW), order)
    assert [name for _, name in imports.imports(Looking(ws, cast.adam))] == ["anna(가상)"]
    assert imports.imports(Looking(ws, cast.bora)) == ()
    assert [row.company.name for row in companies.companies(Looking(ws, cast.bora))] == ["다온로보틱스(가상)"]


def test_amounts_website_source_and_tags_come_along(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    lines = (
        ("기업명", "단계", "희망투자금액(억원)", "당사 투자금액", "통화", "홈페이지", "발굴경위", "태그"),
        ("가람테크(가상)", "IR", "30", "5억", "", "garam.example.com", "지인 소개", "AI, 로봇"),
        ("나래소재(가상)", "IR", "12.5", "1,000,000", "USD", "", "", ""),
    )
    imports.run(Acting(ws, cast.anna, NOW), order_of(looking, lines))
    rows = {row.company_name: row.engagement for row in engagements.engagements(looking, on=ON)}
    sizes = {name: (row.size.asked, row.size.ticket) for name, row in rows.items()}
    assert sizes == {
        "가람테크(가상)": (Quantity(Unit.KRW, Decimal(3_000_000_000)), Quantity(Unit.KRW, Decimal(500_000_000))),
        "나래소재(가상)": (Quantity(Unit.KRW, Decimal(1_250_000_000)), Quantity(Unit.USD, Decimal(1_000_000))),
    }
    profile = next(row.profile for row in companies.companies(looking) if row.company.name == "가람테크(가상)")
    assert (profile.website, profile.source, profile.tags) == (
        "https://garam.example.com",
        "referral",
        ("AI", "로봇"),
    )
    assert kinds(imports.preview(looking, order_of(looking, lines), at=NOW)) == [RowKind.SAME] * 2


def test_an_amount_without_its_unit_is_not_taken_for_so_few_won(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    lines = (("기업명", "단계", "희망투자금액"), ("가람테크(가상)", "IR", "30"))
    assert problems(imports.preview(looking, order_of(looking, lines), at=NOW)) == ["unit_missing"]


def test_what_others_keep_of_a_company_stays_and_the_deal_is_taken(ws: Workspace, cast: Cast) -> None:
    looking = Looking(ws, cast.anna)
    lines = (("기업명", "분야", "단계"), ("다온로보틱스(가상)", "로봇", "IR"))
    order = order_of(looking, lines)
    (row,) = imports.preview(looking, order, at=NOW)
    assert (row.kind, [change.field for change in row.changes if change.is_left_out]) == (RowKind.NEW, ["sector"])
    imports.run(Acting(ws, cast.anna, NOW), order)
    assert {row.company.sector for row in companies.companies(looking)} == {""}
