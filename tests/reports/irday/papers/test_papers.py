"""Papers of an IR day: what stands on them, what must not, and that every one of them can be made in both languages."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import validate
from python_calamine import CalamineWorkbook

from dealflow.actions.claims import review
from dealflow.actions.irday.papers import paper_data
from dealflow.actions.irday.programme import day_state
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import ParticipantKept
from dealflow.domain.irday.floor.badge_codes import attendee_of
from dealflow.domain.people.access import Audience
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.i18n import LANGUAGES
from dealflow.reports.irday.papers import badge_sheet, schedule_json
from dealflow.reports.irday.papers.day_sheets import by_firm, by_table, matching_rows, sheets
from dealflow.reports.irday.papers.day_workbook import pages
from dealflow.reports.irday.papers.file_index import Paper, paper
from tests.actions.conftest import Bring, Cast, bring, cast, claim, stage, ws
from tests.actions.irday.held_day import DURING, EVENT, NAMES, SECOND, draft, firms, planned_day, tell

__all__ = ["bring", "cast", "stage", "ws"]


def text(ws: Workspace, cast: Cast, which: Paper, lang: str = "ko") -> str:
    made = paper_data.papers(Looking(ws, cast.organiser), EVENT)
    return paper(which, made, at=DURING, lang=lang).data.decode()


def test_the_matching_table_is_what_was_published(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    made = paper_data.papers(Looking(ws, cast.organiser), EVENT)
    assert matching_rows(made, "ko") == (
        ("1", "14:30–14:50", "1", "다온로보틱스(가상)", "a벤처스(가상)", "확정"),
        ("2", "15:00–15:20", "1", "한빛툴링(가상)", "a벤처스(가상)", "확정"),
        ("2", "15:00–15:20", "2", "다온로보틱스(가상)", "b벤처스(가상)", "확정"),
    )
    sheet = paper(Paper.CSV, made, at=DURING, lang="ko")
    assert sheet.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(sheet.data.decode("utf-8-sig"))))
    assert rows[0] == ["회차", "시각", "테이블", "기업", "투자사", "상태"]
    assert tuple(rows[1]) == matching_rows(made, "ko")[0]


def test_a_firms_day_has_its_pitch_its_consultations_and_what_takes_everybody(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    made = paper_data.papers(Looking(ws, cast.organiser), EVENT)
    (daon, *_) = by_firm(made, "en")
    assert daon.heading == "Daon Robotics (fictional) (Supplier)"
    assert [(row[0], row[1], row[2]) for row in daon.blocks[0].rows] == [  # type: ignore[union-attr]  # JSON, and blocks of several kinds
        ("13:00–13:20", "Opening", ""),
        ("13:20–13:30", "IR pitching", ""),
        ("14:30–14:50", "1:1 consultations", "a (Fictional)"),
        ("15:00–15:20", "1:1 consultations", "b (Fictional)"),
    ]
    assert [one.heading for one in by_table(made, "ko")] == ["테이블 1 · 상담실", "테이블 2 · 상담실"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("which", Paper)
def test_every_paper_can_be_made_of_a_day_and_of_an_older_version(
    ws: Workspace, cast: Cast, which: Paper, lang: str
) -> None:
    planned_day(ws, cast.shared_company)
    draft(ws, SECOND, 2)
    for version in (None, 1):
        made = paper_data.papers(Looking(ws, cast.organiser), EVENT, version)
        file = paper(which, made, at=DURING, lang=lang, apart=True)
        assert file.name.endswith((".html", ".xlsx", ".csv"))
        if file.is_page:
            page = file.data.decode()
            assert "<script" not in page
            assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    with pytest.raises(NotFoundError):
        paper_data.papers(Looking(ws, cast.organiser), EVENT, 9)
    with pytest.raises(NotAllowedError):
        paper_data.papers(Looking(ws, cast.anna), EVENT)


def test_a_name_with_markup_in_it_is_text(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    (first, *_) = firms(cast.shared_company)
    tell(ws, ParticipantKept(type(first)(**{**fields(first), "name_ko": "<b>다온</b> & =1+1"})))
    page = text(ws, cast, Paper.FIRMS)
    assert "&lt;b&gt;다온&lt;/b&gt; &amp; =1+1" in page
    rows = csv.reader(io.StringIO(text(ws, cast, Paper.CSV)))
    assert all(not cell.startswith("=") for row in rows for cell in row)


def test_a_sheet_tells_verified_figures_of_companies_that_agreed_and_no_others(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    planned_day(ws, cast.shared_company)
    figures = (claim("c1", 42), claim("c2", 77, metric="employees_total"))
    deck = bring(cast.organiser, "daon.pdf", figures, audience=Audience.EVENT, company_id=cast.shared_company)
    own = bring(cast.anna, "own.pdf", (claim("c3", 999, metric="arr"),), company_id=cast.shared_company)
    review.accept(Acting(ws, cast.organiser, DURING - timedelta(days=1)), f"c1-{deck[:6]}")
    assert own
    told = repr(sheets(paper_data.papers(Looking(ws, cast.organiser), EVENT), "ko"))
    assert "고객사 수 42" in told
    assert "77" not in told, "nobody verified it"
    assert "999" not in told, "it stands on a firm's own deck"
    (first, *_) = firms(cast.shared_company)
    tell(ws, ParticipantKept(type(first)(**{**fields(first), "consents": ()})))
    assert "고객사 수" not in repr(sheets(paper_data.papers(Looking(ws, cast.organiser), EVENT), "ko"))


def test_the_workbook_opens_with_its_six_sheets(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    made = paper_data.papers(Looking(ws, cast.organiser), EVENT)
    book = CalamineWorkbook.from_filelike(io.BytesIO(paper(Paper.WORKBOOK, made, at=DURING, lang="ko").data))
    assert book.sheet_names == ["전체 시간표", "매칭표", "장소별", "테이블별", "기관별", "희망 반영"]
    overview = book.get_sheet_by_name("전체 시간표").to_python()
    assert overview[3] == ["회차", "시각", "컨벤션홀 3층", "테이블 1 · 상담실", "테이블 2 · 상담실"]
    assert overview[6] == [1.0, "14:30–14:50", "", "다온로보틱스(가상) ↔ a벤처스(가상)", ""]
    wishes = pages(made, "ko")[-1]
    assert [(row[0], row[2], row[3], row[4]) for row in wishes.rows] == [
        ("b벤처스(가상)", "1", "한빛툴링(가상)", "미반영"),
        ("다온로보틱스(가상)", "1", "a벤처스(가상)", "반영"),
        ("다온로보틱스(가상)", "2", "b벤처스(가상)", "반영"),
    ]


def test_every_badge_bears_a_code_that_the_door_reads(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    made = badge_sheet.badges(day_state.day_of(Looking(ws, cast.organiser), EVENT), "ko")
    assert {attendee_of(one.code) for one in made} == {*NAMES, "at-bora", "at-guest"}
    assert {(one.name, one.group) for one in made} >= {
        ("가온대(가상)", "company"),
        ("나심사(가상)", "investor"),
        ("", "vip"),
    }
    page = badge_sheet.as_html(day_state.day_of(Looking(ws, cast.organiser), EVENT), "ko")
    assert page.count("<svg") == len(made) == 6


EVENT_SHAPE = {
    "type": "object",
    "required": ["id", "guid", "date", "start", "duration", "room", "slug", "url", "title", "subtitle", "track", "type",
                 "language", "abstract", "persons", "links"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "guid": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
        "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$"},
        "start": {"type": "string", "pattern": r"^\d\d:\d\d$"},
        "duration": {"type": "string", "pattern": r"^\d\d:\d\d$"},
        "slug": {"type": "string", "pattern": "^[a-z0-9_-]+[a-z0-9]$"},
        "persons": {"items": {"required": ["name"], "properties": {"code": {"pattern": "^[A-Z0-9]+$"}}}},
    },
}  # fmt: skip
SHAPE: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "generator", "schedule"],
    "properties": {
        "schedule": {
            "required": ["version", "base_url", "conference"],
            "properties": {
                "conference": {
                    "required": ["acronym", "title", "start", "end", "daysCount", "timeslot_duration", "rooms", "days"],
                    "properties": {
                        "acronym": {"pattern": "^[a-z0-9_-][a-z0-9_]{3,}$"},
                        "days": {
                            "type": "array",
                            "minItems": 1,
                            "items": {
                                "required": ["index", "date", "day_start", "day_end", "rooms"],
                                "properties": {
                                    "rooms": {"additionalProperties": {"type": "array", "items": EVENT_SHAPE}},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_the_schedule_has_the_shape_that_its_readers_expect_and_names_no_person(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    day = day_state.day_of(Looking(ws, cast.organiser), EVENT)
    made = schedule_json.schedule(day, base_url="https://deals.example.kr", lang="ko")
    validate({"$schema": schedule_json.SCHEMA, "generator": {}, "schedule": made}, SHAPE)
    (only,) = made["conference"]["days"]  # type: ignore[index]  # JSON, and blocks of several kinds
    hall = only["rooms"]["컨벤션홀 3층"]
    assert [(one["start"], one["duration"], one["title"]) for one in hall] == [
        ("13:00", "00:20", "개회식"),
        ("13:20", "00:10", "다온로보틱스(가상)"),
        ("13:30", "00:10", "한빛툴링(가상)"),
        ("16:40", "01:00", "운영사 간담회"),
    ]
    words = schedule_json.as_json(day, base_url="https://deals.example.kr", lang="en").decode()
    assert not any(name in words for name in NAMES.values())
    assert "벤처스" not in words, "who consults whom is nobody else's business"


def fields(one: object) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__dataclass_fields__}  # type: ignore[attr-defined]  # JSON, and blocks of several kinds
