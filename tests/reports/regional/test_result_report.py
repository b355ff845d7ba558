"""The result report: every number in it is one that a hand counts, in all its files and both languages."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest

from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.catalogue.regional_programme import regional_defaults
from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.people.people import Organisation
from dealflow.domain.regional.figures import Books, broken_limits
from dealflow.reports.kit.blocks import Grid
from dealflow.reports.regional import result_report
from tests.domain.regional.test_plan_against_actual import FIRMS, PLANS, PROGRAMME, REPORTS

AT = datetime(2026, 11, 30, tzinfo=UTC)
MILLION = 1_000_000
SCALED = tuple(
    replace(plan, budget=tuple((fund, won * MILLION) for fund, won in plan.budget),
            by_quarter=tuple(won * MILLION for won in plan.by_quarter),
            targets=tuple((name, v * MILLION if name == "revenue" else v) for name, v in plan.targets))
    for plan in PLANS
)  # fmt: skip
MONEY = {"national", "local", "own", "revenue"}
TOLD = tuple(
    replace(report, figures=tuple(
        replace(figure, value=figure.value * MILLION) if figure.id in MONEY else figure for figure in report.figures
    ))
    for report in REPORTS
)  # fmt: skip
LISTED = tuple(replace(firm, grant_won=(firm.grant_won or 0) * MILLION) for firm in FIRMS)
BOOKS = Books(PROGRAMME, SCALED, LISTED, TOLD)
HOUSE = Organisation("o", "기관<b>(가상)", "", OrganisationKind.ORGANISER, "", is_demo=True)
VIEW = ProgrammeView(PROGRAMME, 1, BOOKS, broken_limits(SCALED, regional_defaults().limits))


def grids(years: tuple[int, ...]) -> dict[str, list[tuple[tuple[str, ...], ...]]]:
    document = result_report.document(VIEW, years, HOUSE, AT, "ko")
    return {part.heading: [block.rows for block in part.blocks if isinstance(block, Grid)] for part in document.parts}


def test_every_number_of_a_years_report_is_a_hand_count() -> None:
    parts = grids((2025,))
    nothing = ("–", "–", "–", "–", "–", "–")
    assert parts["예산과 집행"] == [
        (("경남", "60", "30", "10", "100", "31", "31%"),
         *((name, *nothing) for name in ("대구", "울산", "전남", "제주")),
         ("합계", "60", "30", "10", "100", "31", "31%")),
        (("국비", "60", "25", "41.7%"), ("지방비", "30", "5", "16.7%"), ("민간부담", "10", "1", "10%")),
    ]  # fmt: skip
    assert parts["분기별 집행"] == [(
        ("2025년 1분기", "10", "8", "10", "8", "80%"), ("2025년 2분기", "20", "23", "30", "31", "103.3%"),
        ("2025년 3분기", "30", "–", "60", "–", "–"), ("2025년 4분기", "40", "–", "100", "–", "–"),
    )]  # fmt: skip
    assert parts["지원기업"][0][0] == ("경남", "2", "1", "50%", "1", "10")
    assert parts["지원기업"][0][-2:] == (("제주", "–", "1", "–", "0", "30"), ("합계", "2", "2", "100%", "1", "40"))
    assert parts["성과 지표"][0] == (
        ("불량률", "변화율", "−30%", "−50%", "166.7%", "1"), ("생산성", "변화율", "–", "–", "–", "0"),
        ("매출액", "백만원", "500", "1,250", "250%", "2"), ("상시근로자", "명", "10", "7", "70%", "1"),
        ("투자유치액", "백만원", "–", "–", "–", "0"), ("수출액", "백만원", "–", "–", "–", "0"),
    )  # fmt: skip
    assert parts["성과 지표"][1][2] == ("매출액 (백만원)", "250", "–", "–", "–", "1,000", "1,250")
    assert parts["분기 실적 수집 현황"] == [(
        ("2025년 1분기", "7", "3", "0", "0", "4"), ("2025년 2분기", "7", "2", "0", "0", "5"),
        ("2025년 3분기", "7", "0", "1", "0", "6"),
    )]  # fmt: skip
    assert parts["지원기업 명단"] == [(
        ("경남", "2025", "도입기업1(가상)", "–", "10", "–", "2025. 6. 1."),
        ("제주", "2025", "도입기업3(가상)", "–", "30", "–", "–"),
    )]  # fmt: skip
    assert "재원 비중 점검" not in parts


def test_the_report_of_all_years_adds_years_up_and_names_shares_beyond_a_rule() -> None:
    parts = grids(PROGRAMME.years)
    assert parts["예산과 집행"][0][0] == ("경남", "130", "40", "30", "200", "31", "15.5%")
    assert parts["성과 지표"][2][2] == ("매출액 (백만원)", "1,250", "100", "–")
    assert parts["성과 지표"][2][0] == ("불량률 (변화율)", "−50% (1)", "−20% (1)", "–")
    assert "재원 비중 점검" in parts


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_all_files_say_the_same(lang: str) -> None:
    house, when = HOUSE, (AT, lang)
    files = {form: result_report.file(VIEW, PROGRAMME.years, form, house, when) for form in result_report.FORMS}
    word = docx.Document(io.BytesIO(files["docx"]))
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    document = result_report.document(VIEW, PROGRAMME.years, house, AT, lang)
    for block in (block for part in document.parts for block in part.blocks if isinstance(block, Grid)):
        for row in block.rows:
            assert list(row) in cells
            for form in ("html", "hwp"):
                assert all(text in files[form].decode() for text in row)
    assert "기관&lt;b&gt;(가상)" in files["hwp"].decode()
    assert 'border="1"' in files["hwp"].decode()
