"""Ink that was left over is looked at again, and only what two readings agree on counts."""

from __future__ import annotations

from PIL import Image, ImageDraw

from dealflow.decks import relook
from dealflow.decks.seen import Seen


def read(word: str, confidence: float = 0.9) -> list[Seen]:
    return [Seen(word, confidence, 10, 10, 60, 30, 0, 30.0)] if word else []


def bar_with_label(gap: int) -> Image.Image:
    drawn = Image.new("L", (400, 300), 255)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((100, 150, 300, 290), fill=0)
    pen.rectangle((190, 150 - gap - 24, 210, 150 - gap), outline=0, width=4)
    return drawn


def test_a_label_over_its_bar_is_a_spot_of_its_own_and_the_bar_none() -> None:
    assert relook.unread(bar_with_label(20), []) == [relook.Spot(188, 104, 212, 132)]


def test_what_was_read_is_no_spot() -> None:
    assert relook.unread(bar_with_label(20), [(180, 100, 220, 140)]) == []


def test_a_photograph_has_no_spots() -> None:
    drawn = Image.new("L", (1200, 1200), 255)
    pen = ImageDraw.Draw(drawn)
    for x in range(20, 1200, 60):
        for y in range(20, 1200, 60):
            pen.rectangle((x, y, x + 16, y + 20), outline=0, width=4)
    assert relook.unread(drawn, []) == []


def test_a_reading_counts_if_another_agrees() -> None:
    picture = bar_with_label(20)
    said = iter(["44", "41", "44", "44"])
    (line,) = relook.with_rest(picture, picture, [], lambda _: read(next(said)))
    assert [word.text for word in line] == ["44"]


def test_a_reading_that_no_other_agrees_with_is_left_out() -> None:
    picture = bar_with_label(20)
    said = iter(["44", "41", "14", "A4"])
    assert relook.with_rest(picture, picture, [], lambda _: read(next(said))) == []


def test_readings_that_agree_in_doubt_are_left_out() -> None:
    picture = bar_with_label(20)
    assert relook.with_rest(picture, picture, [], lambda _: read("44", 0.6)) == []
