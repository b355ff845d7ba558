"""Pages that were not read wholly are named with what is missing, and with the command that mends it where one does."""

from __future__ import annotations

import pytest

from dealflow.decks import hangul
from dealflow.domain.claims.page import Gap, PageGap
from dealflow.reports.claims.page_gaps import pages_in_words, remedy_words

GAPS = (PageGap(2, (Gap.HANGUL,)), PageGap(5, (Gap.CHART, Gap.PICTURE)))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "2 (Korean in pictures), 5 (chart, pictures), 7. To have Korean in pictures read, run on the server: "
                "apt-get install tesseract-ocr-kor tesseract-ocr-eng; then read the deck again."
            ),
        ),
        (
            "ko",
            (
                "2 (그림 속 한글), 5 (차트, 그림), 7. 그림 속 한글까지 읽으려면 서버에서 "
                "apt-get install tesseract-ocr-kor tesseract-ocr-eng를 실행한 뒤 자료를 다시 읽습니다."
            ),
        ),
    ],
)
def test_the_command_stands_beside_the_pages_whose_hangul_was_not_read(lang: str, said: str) -> None:
    assert pages_in_words((2, 5, 7), GAPS, lang) == said


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_only_a_person_can_add_comes_without_a_command(lang: str) -> None:
    assert hangul.INSTALL not in pages_in_words((5,), GAPS[1:], lang)
    assert remedy_words([Gap.CHART, Gap.PICTURE], lang) == ""
