from __future__ import annotations

import pytest

from dealflow.actions.claims.extraction_quality import Bin, Judged, Part
from dealflow.catalogue.metrics import load_metrics
from dealflow.i18n import has
from dealflow.ui.claims import extraction_quality

METRICS = {metric.id: metric for metric in load_metrics()}


@pytest.mark.parametrize(
    ("claims", "right", "how"),
    [(100, 97, "glance"), (100, 96, "check"), (100, 90, "check"), (100, 89, "doubt"), (4, 4, "few"), (0, 0, "few")],
)
def test_how_to_meet_a_family_follows_from_the_share_that_is_right(claims: int, right: int, how: str) -> None:
    assert extraction_quality.trust(Part("Deal", 9, 9, 9, 9, claims, right)) == how


def test_a_family_says_what_is_found_what_is_right_and_what_to_look_at() -> None:
    line = extraction_quality.families([Part("Financials", 200, 199, 199, 190, 50, 44)], "en").rows[0]
    assert [cell and cell.text for cell in line.cells] == [
        "Financials",
        "99%",
        "88%",
        "Actual or forecast, which year, and the unit of the table.",
    ]
    assert line.cells[0] is not None
    assert [mark.text for mark in line.cells[0].marks] == ["Look closely"]


def test_the_surest_stand_first() -> None:
    bins = [Bin(0.2, 0.3, 4, 0.2, 0), Bin(0.9, 1.0, 100, 0.93, 98)]
    cells = [[cell and cell.text for cell in row.cells] for row in extraction_quality.sureness(bins, "ko").rows]
    assert cells == [["90%–100%", "100", "98%"], ["20%–30%", "4", "0%"]]


def test_what_people_said_is_one_line_a_metric() -> None:
    rows = extraction_quality.judged([Judged(METRICS["revenue"], 8, 3, 1, 0)], "ko").rows
    assert [cell and cell.text for cell in rows[0].cells] == ["매출액", "8", "3", "1", "0", "75%"]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_family_of_the_catalogue_has_its_hint(lang: str) -> None:
    sections = {metric.section for metric in METRICS.values()}
    assert [name for name in sections if not has(f"quality.hint.{name.split()[0].lower()}", lang)] == []
