"""The pages of eligibility and of operators: what they show, what can be noted, and to whom."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.tips import eligibility, eligibility_facts, operators
from dealflow.actions.tips.operators import Designation
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.operators import Allotment, OperatorKind
from dealflow.i18n import Language
from dealflow.reports.tips import eligibility_sheet
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, TODAY, Books, at_page, rows, said


def test_a_company_is_judged_by_the_pack_of_the_day_and_says_what_is_missing(books: Books) -> None:
    app = at_page("eligibility", company=books.gaon)
    words = said(app)
    assert "스케일업 팁스 2026" in words
    assert "공고문과 대조하지 않음" in words
    assert [part.label.split("**")[1] for part in app.expander][:2] == [
        "운영사 선투자 최소 금액",
        "납입 주체·지정기간",
    ]


def test_a_fact_is_noted_where_it_is_missing_and_changes_the_answer(books: Books) -> None:
    key = f"rule_{books.gaon}_SUT-2026.1_SUT-10"
    app = at_page("eligibility", company=books.gaon)
    app.session_state[key] = True
    app.run()
    own = f"facts_{books.gaon}_SUT-10"
    app.text_input(key=f"{own}_grant_won").set_value("30억")
    app.button(key=f"{own}_submit").click().run()
    assert "원 단위의 숫자로" in said(app)
    assert app.text_input(key=f"{own}_grant_won").value == "30억"
    app.text_input(key=f"{own}_grant_won").set_value("3,000,000,000")
    app.text_input(key=f"{own}_grant_months").set_value("36")
    app.text_input(key=f"{own}_grant_won_proof").set_value("신청서(가상)")
    app.button(key=f"{own}_submit").click().run()
    found = eligibility.examine(Looking(context.workspace(), books.anna), books.gaon, on=TODAY)
    (kept,) = [each for each in found.case.facts if each.fact == "grant_won"]
    assert (kept.value, kept.proof) == ("3000000000", "신청서(가상)")
    assert any("출연금 한도와 기간" in part.label and "충족" in part.label for part in app.expander)
    assert "grant_won" not in {each.fact for each in _seen_by_bora(books)}


def _seen_by_bora(books: Books) -> tuple[eligibility.CompanyFact, ...]:
    return eligibility.examine(Looking(context.workspace(), books.bora), books.gaon, on=TODAY).case.facts


def test_the_whole_event_is_a_table_of_signs_and_goes_out_as_a_workbook(books: Books) -> None:
    app = at_page("eligibility", view="event", lang="en")
    table = rows(app, "eligibility_event")
    assert [row[0] for row in table] == ["Gaon (Fictional)", "Nuri (Fictional)"]
    found = eligibility.event(Looking(context.workspace(), books.anna), on=TODAY)
    packs = tuple(one.pack for one in found[:1] if one.pack is not None)
    data = eligibility_sheet.as_xlsx(found, packs, {}, on=TODAY, lang=Language.KO)
    words = zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml").decode()
    assert all(each in words for each in ("가온(가상)", "SUT-2026.1", "증빙 미제출", "확인되지 않은 항목"))


def test_what_changes_between_two_years_is_shown_with_its_values(books: Books) -> None:
    app = at_page("eligibility", view="changes", **{"from": "SUT-2025.1", "to": "SUT-2026.1"})
    table = rows(app, "eligibility_changes")
    assert ["출연금 한도와 기간", "한도(원)", "12억 원", "30억 원", "asiae.co.kr"] in table
    assert "두 규칙이 같습니다" in said(at_page("eligibility", view="changes", to="SUT-2025.1"))
    assert books.gaon


def test_a_day_without_a_pack_says_so(books: Books) -> None:
    assert "그날에 시행된 규칙이 없습니다" in said(at_page("eligibility", company=books.gaon, on="2019-01-01"))


def test_an_operator_is_registered_on_the_screen_and_shown_to_its_house_only(books: Books) -> None:
    app = at_page("operators")
    assert "등록된 운영사가 없습니다" in said(app)
    app.text_input(key="operator_new_number").set_value("제0-일반호(가상)")
    app.text_input(key="operator_new_from").set_value("2026. 1. 1.")
    app.button(key="operator_new_submit").click().run()
    assert "0\\-일반호" in said(app)
    (view,) = operators.operators(Looking(context.workspace(), books.anna), on=TODAY)
    year = Allotment("SCALEUP_TIPS", date(TODAY.year, 1, 1), date(TODAY.year, 12, 31), 3)
    operators.allot(Acting(context.workspace(), books.anna, NOW), view.operator.id, year)
    again = at_page("operators", lang="en")
    assert rows(again, f"operators_slots_{view.operator.id}") == [["Scale-up TIPS", "3", "0", "3"]]
    assert rows(again, f"operators_members_{view.operator.id}")[0][:2] == ["a Ventures (Fictional)", "Lead"]
    assert "There is nothing to recommend" in said(again)
    assert "등록된 운영사가 없습니다" in said(at_page("operators", who="bora"))


def test_a_viewer_sees_and_cannot_act(books: Books) -> None:
    given = Designation("제0-둘째호(가상)", OperatorKind.GENERAL, date(2026, 1, 1), None)
    operators.designate(Acting(context.workspace(), books.anna, NOW), given)
    app = at_page("operators", who="vera")
    assert "0\\-둘째호" in said(app)
    assert [one.key for one in app.button if one.key and one.key.endswith("_submit")] == []
    eligibility_facts.keep(Acting(context.workspace(), books.anna, NOW), books.nuri, KeptFact("grant_won", "0"))
    shown = at_page("eligibility", who="vera", company=books.nuri)
    shown.session_state[f"rule_{books.nuri}_SUT-2026.1_SUT-10"] = True
    shown.run()
    assert [one.key for one in shown.text_input] == ["url_on"]
