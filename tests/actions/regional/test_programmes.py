"""A programme from its plan to confirmed figures: told by address, confirmed or sent back, its own house's alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import collecting, firm_sheet, firms, programmes, telling
from dealflow.actions.regional.telling import HandedIn
from dealflow.domain.regional.firm_rows import FirmRowKind
from dealflow.domain.regional.quarters import Quarter
from dealflow.domain.regional.reports import Figure, QuarterReport, ReportState
from dealflow.errors import ChangedMeanwhileError, DayLinkError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.kit.workbook import Heading, PlainSheet, Value, as_workbook
from dealflow.store.ledger.queries.files_kept import bytes_kept
from tests.actions.conftest import Cast
from tests.actions.regional.programme_story import FIRST, NOW, PROOF, begun, told


def states(ws: Workspace, cast: Cast, programme_id: str) -> list[ReportState | None]:
    collection = collecting.collection(Looking(ws, cast.organiser), programme_id, FIRST)
    return [line.state for line in collection.lines if line.teller.region == "gyeongnam"]


def test_figures_come_by_address_and_count_once_they_are_confirmed(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    told(ws, story, story.office_id, national=50, local=20, own=0)
    told(ws, story, story.firm_id, revenue=700, proof=PROOF)
    view = programmes.programme(acting, story.programme_id)
    assert view.books.tally(["gyeongnam"], [2026]).spent is None
    assert states(ws, cast, story.programme_id) == [ReportState.SUBMITTED, ReportState.SUBMITTED, None]
    ids = [report.id for report in view.books.reports]
    assert [collecting.confirm(acting, story.programme_id, ids) for _ in range(2)] == [2, 0]
    tally = programmes.programme(acting, story.programme_id).books.tally(["gyeongnam"], [2026])
    assert (tally.planned, tally.spent, tally.rate) == (1_000, 70, Fraction(7, 100))
    assert (tally.firms, tally.adopted, tally.grant_won) == (2, 2, 150)
    figure = next(figure for figure in tally.indicators if figure.indicator.id == "revenue")
    assert (figure.target, figure.actual, figure.firms) == (Decimal(1_000), Decimal(700), 1)
    name, data = collecting.proof(acting, story.programme_id, f"{story.firm_id}:2026-Q1")
    assert (name, data) == ("2026-Q1.pdf", PROOF)
    with ws.ledger.read() as session:
        assert bytes_kept(session, ws.name, cast.organiser.organisation_id) == len(PROOF)
    assert ws.warehouse.rebuild() == ws.ledger.position()


def test_what_is_sent_back_is_corrected_and_its_past_stays(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    told(ws, story, story.firm_id, revenue=700, proof=PROOF)
    report_id = f"{story.firm_id}:2026-Q1"
    collecting.confirm(acting, story.programme_id, [report_id])
    with pytest.raises(InvalidInputError) as caught:
        told(ws, story, story.firm_id, revenue=70)
    assert caught.value.parameters["problem"] == "quarter_confirmed"
    collecting.send_back(acting, story.programme_id, report_id, "매출 증빙과 다릅니다(가상)")
    form = telling.open_form(ws, story.firm_id, story.secrets[story.firm_id], at=NOW)
    assert form.reports[FIRST].because == "매출 증빙과 다릅니다(가상)"
    told(ws, story, story.firm_id, revenue=70)
    history = collecting.past(acting, story.programme_id, report_id)
    assert [(past.report.state.value, past.person_id) for past in history] == [
        ("submitted", ""), ("returned", cast.organiser.person_id), ("confirmed", cast.organiser.person_id),
        ("submitted", ""),
    ]  # fmt: skip
    assert [str(past.report.figures[0].value) for past in history] == ["70", "700", "700", "700"]
    assert history[0].report.proof == history[-1].report.proof  # a correction without a file keeps the file
    position = ws.ledger.position()
    told(ws, story, story.firm_id, revenue=70)
    assert ws.ledger.position() == position


def test_an_address_opens_its_own_quarters_and_nothing_else(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    secret = story.secrets[story.firm_id]
    form = telling.open_form(ws, story.firm_id, secret, at=NOW)
    assert (form.quarters, form.firm and form.firm.name) == ((FIRST,), "도입기업1(가상)")
    handed = HandedIn(FIRST, (Figure("revenue", Decimal(1)),))
    for wrong in (
        replace(handed, quarter=Quarter(2026, 2)), replace(handed, quarter=Quarter(2025, 4)),
        replace(handed, figures=()),
        replace(handed, proof=b"MZ program"), replace(handed, proof=b"plain words"),
        replace(handed, figures=(Figure("national", Decimal(1)),)),
    ):  # fmt: skip
        with pytest.raises(InvalidInputError):
            telling.tell(ws, story.firm_id, secret, wrong, at=NOW)
    for teller, key in ((story.office_id, secret), (story.firm_id, ""), ("x", secret)):
        with pytest.raises(DayLinkError):
            telling.open_form(ws, teller, key, at=NOW)
    again = collecting.issue_addresses(acting, story.programme_id, [story.firm_id])[story.firm_id]
    with pytest.raises(DayLinkError):
        telling.tell(ws, story.firm_id, secret, handed, at=NOW)
    firms.withdraw_firm(acting, story.programme_id, story.firm_id)
    with pytest.raises(DayLinkError):
        telling.tell(ws, story.firm_id, again, handed, at=NOW)
    firms.withdraw_firm(acting, story.programme_id, story.firm_id, withdrawn=False)
    telling.tell(ws, story.firm_id, again, handed, at=NOW)
    collecting.close_address(acting, story.programme_id, story.firm_id)
    for key in (again, ""):
        with pytest.raises(DayLinkError):
            telling.open_form(ws, story.firm_id, key, at=NOW)


def test_what_the_house_enters_from_paper_is_as_if_it_had_come_by_address(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    line = collecting.collection(acting, story.programme_id, FIRST).lines[-1]
    teller = telling.open_form(ws, story.firm_id, story.secrets[story.firm_id], at=NOW).teller
    report = QuarterReport(teller, 2026, 1, (Figure("employment", Decimal(9)),), "전화 확인(가상)")
    collecting.enter(acting, report)
    assert states(ws, cast, story.programme_id) == [None, ReportState.SUBMITTED, None]
    with pytest.raises(InvalidInputError):
        collecting.enter(acting, replace(report, quarter=2))
    assert line.firm is not None


def test_a_programme_is_its_houses_own(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    told(ws, story, story.firm_id, revenue=700)
    assert programmes.programmes(Looking(ws, cast.anna)) == ()
    with pytest.raises(NotAllowedError):
        programmes.programme(Looking(ws, cast.anna), story.programme_id)
    rival = Acting(ws, cast.admin, NOW)
    for act in (
        lambda: programmes.programme(rival, story.programme_id),
        lambda: collecting.collection(rival, story.programme_id, FIRST),
        lambda: collecting.confirm(rival, story.programme_id, [f"{story.firm_id}:2026-Q1"]),
        lambda: collecting.issue_addresses(rival, story.programme_id, [story.firm_id]),
        lambda: firms.withdraw_firm(rival, story.programme_id, story.firm_id),
        lambda: collecting.past(rival, story.programme_id, f"{story.firm_id}:2026-Q1"),
    ):
        with pytest.raises(NotFoundError):
            act()
    programme = programmes.programme(acting, story.programme_id).programme
    with pytest.raises(InvalidInputError):
        programmes.keep_programme(acting, replace(programme, first_year=2027))
    with pytest.raises(ChangedMeanwhileError):
        programmes.keep_programme(acting, replace(programme, title_en="x"), seen=9)
    listed = firms.firm(acting, story.programme_id, story.firm_id).firm
    with pytest.raises(InvalidInputError):
        firms.keep_firm(acting, replace(listed, id=""))
    with pytest.raises(NotFoundError):
        firms.keep_firm(acting, replace(listed, deployment_id="nobody's"))


def sheet(*rows: tuple[Value, ...]) -> bytes:
    heads = ("지역", "지원연도", "기업명", "업종", "지원금(백만원)", "도입 내용", "도입일")
    headings = tuple(Heading(text) for text in heads)
    return as_workbook((PlainSheet("2026년 지원기업 명단(가상)", headings, rows),), title="명단")


def test_firms_come_by_sheet_tried_first_listed_at_once_and_taken_back(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    data = sheet(
        ("경상남도", 2026, "도입기업1(가상)", "기계", 70, "AI 비전검사", None),
        ("제주특별자치도", "2026년", "섬바이오(가상)", "바이오", Decimal("40.5"), "발효 예측", "2026-04-01"),
        ("서울", 2026, "먼기업(가상)", "", 1, "", None), ("경남", 2031, "늦은기업(가상)", "", 1, "", None),
        ("제주", 2026, "섬바이오 (가상)", "", 1, "", None), ("합계", None, "3개사", "", 110, "", None),
    )  # fmt: skip
    rows = firm_sheet.preview(acting, story.programme_id, "firms.xlsx", data)
    kinds = [row.kind for row in rows]
    assert kinds == [FirmRowKind.CHANGED, FirmRowKind.NEW, *(FirmRowKind.REFUSED,) * 3]
    assert firm_sheet.run(acting, story.programme_id, rows) == 2
    by_name = {firm.name: firm for firm in programmes.programme(acting, story.programme_id).books.firms}
    assert (by_name["도입기업1(가상)"].grant_won, by_name["섬바이오(가상)"].grant_won) == (70_000_000, 40_500_000)
    assert by_name["도입기업1(가상)"].adopted_on is not None  # an empty cell leaves what is there
    again = firm_sheet.preview(acting, story.programme_id, "firms.xlsx", data)
    assert [row.kind for row in again[:2]] == [FirmRowKind.SAME, FirmRowKind.SAME]
    with pytest.raises(InvalidInputError):
        firm_sheet.run(acting, story.programme_id, again)
    assert firm_sheet.take_back(acting, story.programme_id, rows) == 2
    left = programmes.programme(acting, story.programme_id).books.firms
    assert sorted((firm.name, firm.grant_won) for firm in left) == [("도입기업1(가상)", 50), ("도입기업2(가상)", 100)]
    with pytest.raises(InvalidInputError):
        firm_sheet.preview(acting, story.programme_id, "firms.csv", "이름,값\n가,1\n".encode())
