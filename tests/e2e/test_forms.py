"""Whatever is typed into whichever form of whichever screen arrives or is refused in words, in both languages.

``make test`` walks the same part each time, as far as a minute goes; ``make torture`` walks everything.
"""

from __future__ import annotations

import time
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Server
from tests.e2e.form_finder import addresses
from tests.e2e.form_walker import Walked, Walker
from tests.e2e.test_committee import sit

PEOPLE: Final = (
    ("가나벤처스(가상)", "심사역 A", ("committee", "pipeline", "deal", "funds", "deadlines", "register", "settings",
                                "companies", "consultations", "quality")),
    ("가야스케일업(가상)", "운영사 담당 A", ("operators", "eligibility", "committee")),
    ("모의 제조AI 사무국(가상)", "행사 운영 담당", ("event", "participants", "timetable", "floor", "results")),
)  # fmt: skip
"""A house and a person of each role, with the screens that have forms for them."""
SCREENS: Final = tuple((house, person, screen) for house, person, screens in PEOPLE for screen in screens)
_PART_S: Final = 40.0
_WHOLE_S: Final = 3_600.0


def walk(page: Page, server: Server, lang: str, turn: int, seconds: float) -> Walked:
    """Walk screens from the one whose turn it is, for so long."""
    until = time.monotonic() + seconds
    walker = Walker(page, server, lang, until)
    begun = turn % len(SCREENS)
    for house, person, screen in (*SCREENS[begun:], *SCREENS[:begun]):
        if walker.is_over:
            break
        sit(page, server.url, house, person)
        for address in addresses(page, server, screen, deeper=seconds > _PART_S):
            walker.screen(address, turn, most=99 if seconds > _PART_S else 2)
            if walker.is_over:
                break
    return walker.walked


def test_what_is_typed_into_a_part_of_the_forms_arrives_or_is_refused(page: Page, demo: Server) -> None:
    turn = [screen for _, _, screen in SCREENS].index(
        "settings"
    )  # no day and no chance: one change is judged as another
    walked = walk(page, demo, "ko", turn, _PART_S)
    assert [str(loss) for loss in walked.losses or ()] == []
    assert walked.arrived + walked.refused > 0


@pytest.mark.torture
@pytest.mark.timeout(2 * _WHOLE_S)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_what_is_typed_into_any_form_arrives_or_is_refused(page: Page, demo: Server, lang: str) -> None:
    walked = walk(page, demo, lang, 0, _WHOLE_S)
    assert [str(loss) for loss in walked.losses or ()] == []
    assert walked.arrived > walked.refused // 10
