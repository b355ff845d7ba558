"""What columns of other programs' exports are proposed for, and what they are not."""

from __future__ import annotations

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.sheets import imports, pipeline_sheet
from tests.actions.conftest import Cast
from tests.actions.sheets.sheet_files import Lines, csv_of


def uses_of(looking: Looking, lines: Lines) -> tuple[str, ...]:
    return imports.proposal(looking, pipeline_sheet.read("export.csv", csv_of(lines)))[0]


def test_a_heading_that_leads_through_another_record_is_known_by_its_last_part(ws: Workspace, cast: Cast) -> None:
    attio = (
        ("Parent Record", "Parent Record > Domains", "Company > Categories", "Entry ID"),
        ("Eta (fictional)", "eta.example", "AI, SaaS", "1"),
    )
    assert uses_of(Looking(ws, cast.anna), attio) == ("name", "website", "sector", "")


def test_a_deals_name_is_no_round_although_it_names_one(ws: Workspace, cast: Cast) -> None:
    hubspot = (("Record ID", "Deal Name", "Associated Company (Primary)"), ("1", "Gamma Seed", "Gamma (fictional)"))
    assert uses_of(Looking(ws, cast.anna), hubspot) == ("", "", "name")


def test_a_round_is_still_known_by_what_stands_under_an_unknown_heading(ws: Workspace, cast: Cast) -> None:
    own = (("회사", "무엇"), ("가람테크(가상)", "Series A"), ("다온소재(가상)", "Seed"))
    assert uses_of(Looking(ws, cast.anna), own) == ("name", "round")
