"""Lines of Hangul as small as decks print them: what no Hangul stands in must come back as it is printed."""

from __future__ import annotations

import re
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from dealflow.decks import ocr, scans, second_look
from dealflow.decks.ppocr import Letter, Line
from dealflow.decks.second_look import _Alone
from dealflow.decks.seen import Seen
from dealflow.domain.claims.page import Box
from tests.decks.test_scans import KOREAN_FONT, tesseract

_LINES = (
    "누적 투자금은 약 {n} 억 원에 달합니다",
    "{n}만 명이 이용하는 {code} 플랫폼을 추진",
    "기업가치 {n}억원 + 협업 {code} 시범 운영",
    "{code} 시장은 연간 {n}원 규모로 성장할 것으로 보인다",
    "정식 서비스는 {n}명이 쓰며 {code} 기반이다",
)
_CODES = ("STO", "B2B", "ESG", "IPO", "QGIS", "SBI", "DSC", "MOU", "M&A", "CSR", "TIPS", "B2G", "SEO", "BD")


def _printed(seed: int) -> tuple[Image.Image, list[str], list[str]]:
    """Return a page of twelve lines of small print, its amounts and its codes."""
    chance = Random(seed)  # noqa: S311 -- draws tests, no secrets
    page = Image.new("L", (1546, 1000), 255)
    font = ImageFont.truetype(str(KOREAN_FONT), 27)
    amounts, codes = [], []
    for number in range(12):
        amount = chance.choice((f"{chance.randint(1000, 9999):,}", f"{chance.randint(1, 9)}.{chance.randint(1, 9)}"))
        code = chance.choice(_CODES)
        line = chance.choice(_LINES)
        amounts.append(amount)
        codes.extend([code] if "{code}" in line else [])
        ImageDraw.Draw(page).text((120, 60 + 76 * number), line.format(n=amount, code=code), 30, font)
    if seed % 2:
        page = ImageOps.invert(page)
    return page.convert("RGB"), amounts, codes


def _words(page: Image.Image) -> str:
    looked = ocr.look(page, scans.FINDING_PX, most=scans.MOST_LINES)
    assert looked is not None
    return " ".join(word.text for word in ocr.words_in(looked, Box(0.0, 0.0, *map(float, page.size)), page))


@tesseract
def test_amounts_and_codes_in_small_lines_of_hangul_come_back_as_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def right(words: str, wanted: list[str]) -> int:
        return sum(bool(re.search(rf"(?<![\w.,]){re.escape(one)}(?![A-Za-z\d]|[.,]\d)", words)) for one in wanted)

    pages = [_printed(seed) for seed in range(4)]
    wanted = [*(amount for page in pages for amount in page[1]), *(code for page in pages for code in page[2])]
    found = [right(_words(page), amounts + codes) for page, amounts, codes in pages]
    monkeypatch.setattr(second_look, "looked_again", lambda lines, *_: [list(line) for line in lines])
    found_before = [right(_words(page), amounts + codes) for page, amounts, codes in pages]
    assert sum(found) >= 0.97 * len(wanted), (found, found_before, len(wanted))
    assert sum(found_before) < 0.9 * len(wanted), "nothing to look at again"


_PITCH = 14


def _settled(
    tesseract_says: str, alone: list[tuple[str, float]], *, sure: float = 0.5, unit: str = ""
) -> list[tuple[str, float]]:
    """Return what two readings of one word come to; in the picture stands nothing but its unit."""
    letters = tuple(Letter(text, conf, 100 + _PITCH * place) for place, (text, conf) in enumerate(alone))
    end = 93 + _PITCH * len(tesseract_says)
    word = Seen(tesseract_says, sure, 93, 100, max(end, round(letters[-1].x) + 8 + 26 * len(unit)), 130, 0, 126.0)
    picture = Image.new("L", (700, 200), 255)
    font = ImageFont.truetype(str(KOREAN_FONT), 26)
    ImageDraw.Draw(picture).text((letters[-1].x + _PITCH / 2 + 2, 98), unit, 0, font)
    settled = second_look._settled(word, _Alone(letters, second_look._within(letters)), Line(90, 95, 600, 135), picture)
    return [(one.text, one.confidence) for one in settled]


def _surely(text: str, conf: float = 1.0) -> list[tuple[str, float]]:
    return [(letter, conf) for letter in text]


@tesseract
@pytest.mark.parametrize(
    ("tesseract_says", "alone", "wanted"),
    [
        ("3000", _surely("3,000"), "3,000"),
        ("1.546", _surely("1,546"), "1,546"),
        ("13", _surely("1.3"), "1.3"),
        ("35%", _surely("3.5%"), "3.5%"),
        ("3000", [*_surely("3,000"), ("9", 0.97)], "3,000"),  # the 9 is 억
        ("12", _surely("122"), "12"),  # the last 2 is a piece of 개
        ("510", _surely("STO"), "STO"),
        ("828", _surely("B2B"), "B2B"),
        ("900", _surely("900m"), "900m"),
        ("(0021~2024)", _surely("(2021~2024)"), "(2021~2024)"),
        ("1,000", [("1", 1.0), (",", 0.9), ("0", 0.6), ("0", 1.0), ("0", 0.8)], "1,000"),
        ("100", [("1", 1.0), ("0", 1.0), ("0", 1.0), ("°", 0.3)], "100"),
        ("1,250", _surely("12,50"), "1,250"),  # no number is printed like that
        ("42", _surely("京", 0.97), "42"),
        ("A6.9", _surely("6.9"), "A6.9"),  # the sign of a loss, which is put right afterwards
        ("-1.250", _surely("1,250"), "-1,250"),
    ],
)
def test_of_two_readings_the_signs_and_letters_of_the_one_and_the_digits_of_both_count(
    tesseract_says: str, alone: list[tuple[str, float]], wanted: str
) -> None:
    assert [text for text, _ in _settled(tesseract_says, alone)] == [wanted]


@tesseract
def test_a_unit_that_was_read_as_a_digit_is_read_anew() -> None:
    (number, sure), (unit, _) = _settled("2304", _surely("230"), unit="억")
    assert (number, sure, unit) == ("230", 1.0, "억")


@tesseract
def test_a_number_whose_unit_is_not_read_is_not_sure_enough_to_be_given() -> None:
    ((number, sure),) = _settled("2304", _surely("230"), sure=0.9)
    assert (number, sure) == ("230", 0.3)


@tesseract
@pytest.mark.parametrize(("printed", "wanted"), [("억", [("8~10", 0.92), ("억", 0.9)]), ("", [("8~10", 0.3)])])
def test_a_unit_that_was_hardly_read_is_read_anew_or_doubts_its_number(
    printed: str, wanted: list[tuple[str, float]]
) -> None:
    number, unit = Seen("8~10", 0.92, 100, 100, 160, 130, 0, 126.0), Seen("억", 0.19, 164, 100, 192, 130, 0, 126.0)
    after = Seen("원대로", 0.96, 200, 100, 280, 130, 0, 126.0)
    picture = Image.new("L", (700, 200), 255)
    ImageDraw.Draw(picture).text((165, 98), printed, 0, ImageFont.truetype(str(KOREAN_FONT), 26))
    words = second_look._with_units([number, unit, after], Line(90, 95, 600, 135), picture)
    assert [word.text for word in words] == [text for text, _ in [*wanted, ("원대로", 0.96)]]
    assert words[0].confidence == wanted[0][1]
