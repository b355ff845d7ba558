from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from dealflow.decks import chartex, ooxml
from dealflow.decks.chartdata import ChartTable, table_of
from tests.decks.office_files import A, blank, deck

LABEL = f"<c:tx><c:rich {A}><a:bodyPr/><a:p><a:r><a:t>백만원</a:t></a:r></a:p></c:rich></c:tx>"


def chart(
    categories: list[Any],
    values: tuple[float, ...],
    code: str = "General",
    kind: XL_CHART_TYPE = XL_CHART_TYPE.COLUMN_CLUSTERED,
    name: str = "매출액",
) -> Any:
    data = CategoryChartData(number_format=code)
    data.categories = categories
    data.add_series(name, values)
    return blank(deck()).shapes.add_chart(kind, Pt(50), Pt(50), Pt(300), Pt(200), data).chart


def table(made: Any) -> ChartTable:
    return table_of(ooxml.parsed(made.part.blob))


def changed(made: Any, old: str, new: str) -> ChartTable:
    return table_of(ooxml.parsed(made.part.blob.replace(old.encode(), new.encode())))


def test_values_are_shown_by_their_own_format() -> None:
    assert table(chart(["2023", "2024"], (0.05, 0.352), "0%")) == ChartTable(
        (), (("", "2023", "2024"), ("매출액", "5%", "35.2%"))
    )


def test_labels_printed_beside_the_bars_are_taken_as_printed() -> None:
    made = chart(["2023", "2024"], (3_249_000_000, 5_800_000_000))
    made.plots[0].has_data_labels = True
    labels = made.plots[0].data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, '#,##0.0,,,"십억"', False
    assert table(made).rows[1] == ("매출액", "3.2십억", "5.8십억")
    labels.number_format_is_linked = True
    assert table(made).rows[1] == ("매출액", "3,249,000,000", "5,800,000,000")


def test_a_label_with_words_of_its_own_says_what_it_says() -> None:
    made = chart(["2023", "2024"], (32, 58))
    made.plots[0].has_data_labels = True
    made.plots[0].series[0].points[1].data_label.text_frame.text = "58억 (최대)"
    assert table(made).rows[1] == ("매출액", "32", "58억 (최대)")


def test_the_axis_gives_its_unit_to_its_series_only() -> None:
    made = chart(["2023", "2024"], (3200, 12_000), "#,##0")
    made.has_title = True
    made.chart_title.text_frame.text = "연도별 실적"
    made.value_axis.has_title = True
    made.value_axis.axis_title.text_frame.text = "(단위: 백만원)"
    made.category_axis.has_title = True
    made.category_axis.axis_title.text_frame.text = "연도"
    assert table(made) == ChartTable(
        ("연도별 실적",), (("연도", "2023", "2024"), ("매출액 (단위: 백만원)", "3,200", "12,000"))
    )


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ('<c:builtInUnit val="millions"/><c:dispUnitsLbl/>', ("Sales (millions)", "3,200", "12,000")),
        ('<c:builtInUnit val="hundredMillions"/>', ("Sales", "32", "120")),
        ('<c:custUnit val="100000000"/>', ("Sales", "32", "120")),
        (
            f'<c:builtInUnit val="millions"/><c:dispUnitsLbl>{LABEL}</c:dispUnitsLbl>',
            ("Sales (백만원)", "3,200", "12,000"),
        ),
    ],
)
def test_display_units_divide_what_is_shown(unit: str, shown: tuple[str, ...]) -> None:
    made = chart(["2023", "2024"], (3_200_000_000, 12_000_000_000), "#,##0", name="Sales")
    assert changed(made, "</c:valAx>", f"<c:dispUnits>{unit}</c:dispUnits></c:valAx>").rows[1] == shown


def test_an_axis_of_days_says_months_where_each_begins_one() -> None:
    months = [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]
    rows = (("", "2025-01", "2025-02", "2025-03"), ("매출액", "320", "410", "560"))
    assert table(chart(months, (320, 410, 560), "#,##0", XL_CHART_TYPE.LINE)).rows == rows
    assert table(chart([date(2024, 12, 31), date(2025, 12, 31)], (1, 2))).rows[0] == ("", "2024", "2025")
    assert table(chart([date(2025, 1, 5), date(2025, 1, 20)], (1, 2))).rows[0] == ("", "2025-01-05", "2025-01-20")


@pytest.mark.parametrize("seed", range(12))
def test_drawn_months_and_values_come_back_in_either_day_system(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    first, count = chance.randrange(2010 * 12, 2026 * 12), chance.randint(2, 14)
    months = [divmod(first + step, 12) for step in range(count)]
    days = [date(year, month + 1, 1) for year, month in months]
    values = tuple(chance.randrange(1, 9_999) for _ in days)
    made = chart(days, values, "#,##0", chance.choice((XL_CHART_TYPE.LINE, XL_CHART_TYPE.COLUMN_CLUSTERED)))
    head = ("", *(f"{year}-{month + 1:02d}" for year, month in months))
    if len(head) == 2 or all(day.month == 1 for day in days):
        head = ("", *(f"{day:%Y}" for day in days))
    expected = (head, ("매출액", *(f"{value:,}" for value in values)))
    assert table(made).rows == expected
    part = made.part.blob
    for day in days:
        old, new = (day - date(1899, 12, 30)) / timedelta(1), (day - date(1904, 1, 1)) / timedelta(1)
        part = part.replace(f"<c:v>{old:.0f}</c:v>".encode(), f"<c:v>{new:.0f}</c:v>".encode())
        part = part.replace(f"<c:v>{old:.1f}</c:v>".encode(), f"<c:v>{new:.0f}</c:v>".encode())
    later = part.replace(b'<c:date1904 val="0"/>', b'<c:date1904 val="1"/>')
    assert table_of(ooxml.parsed(later)).rows == expected


def test_a_pie_that_prints_shares_says_shares() -> None:
    made = chart(["A", "B"], (30, 90), kind=XL_CHART_TYPE.PIE, name="비중")
    made.plots[0].has_data_labels = True
    labels = made.plots[0].data_labels
    labels.show_value, labels.show_percentage = False, True
    labels.number_format, labels.number_format_is_linked = "0.0%", False
    assert table(made).rows == (("", "A", "B"), ("비중", "25.0%", "75.0%"))


def test_categories_of_two_levels_stand_for_both() -> None:
    data = CategoryChartData()
    for year in ("2024", "2025"):
        above = data.add_category(year)
        for half in ("상반기", "하반기"):
            above.add_sub_category(half)
    data.add_series("매출", (1, 2, 3, 4))
    made = blank(deck()).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(0), Pt(0), Pt(300), Pt(200), data).chart
    assert table(made).rows[0] == ("", "2024 상반기", "2024 하반기", "2025 상반기", "2025 하반기")


def test_points_of_a_scatter_keep_both_sides() -> None:
    data = XyChartData()
    series = data.add_series("정확도")
    series.add_data_point(10, 0.5)
    series.add_data_point(20, 0.75)
    made = blank(deck()).shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, Pt(0), Pt(0), Pt(300), Pt(200), data).chart
    assert table(made).rows == (("", "10", "20"), ("정확도", "0.5", "0.75"))


def test_a_waterfall_of_the_newer_kind_is_a_table_too() -> None:
    cx = 'xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"'
    part = f"""<cx:chartSpace {cx} {A}><cx:chartData><cx:data id="0">
        <cx:strDim type="cat"><cx:lvl ptCount="2">
        <cx:pt idx="0">매출</cx:pt><cx:pt idx="1">원가</cx:pt></cx:lvl></cx:strDim>
        <cx:numDim type="val"><cx:lvl ptCount="2" formatCode="#,##0,,"><cx:pt idx="0">12000000000</cx:pt>
        <cx:pt idx="1">-7500000000</cx:pt></cx:lvl></cx:numDim></cx:data></cx:chartData>
        <cx:chart><cx:title><cx:tx><cx:rich><a:p><a:r><a:t>손익 (백만원)</a:t></a:r></a:p></cx:rich></cx:tx></cx:title>
        <cx:plotArea><cx:plotAreaRegion><cx:series layoutId="waterfall"><cx:tx><cx:txData><cx:v>2025</cx:v></cx:txData>
        </cx:tx><cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>"""
    assert chartex.table_of(ooxml.parsed(part.encode())) == ChartTable(
        ("손익 (백만원)",), (("", "매출", "원가"), ("2025", "12,000", "-7,500"))
    )


@pytest.mark.parametrize(
    "part", [b"<a/>", b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>']
)
def test_what_is_no_chart_is_an_empty_table(part: bytes) -> None:
    assert table_of(ooxml.parsed(part)) == ChartTable((), ())
    assert chartex.table_of(ooxml.parsed(part)) == ChartTable((), ())
