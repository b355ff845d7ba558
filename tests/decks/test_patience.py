"""One picture that takes too long costs no other page: what is read is kept, what is not is named."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dealflow.decks import patience
from dealflow.decks.read import read_deck
from tests.decks.test_scans import LINES, filling, picture, tesseract

if TYPE_CHECKING:
    from conftest import Draw

FAR = 1_000_000.0


@given(pictures=st.integers(1, 60), hard=st.floats(5.0, 600.0))
def test_a_picture_of_any_hardness_leaves_each_following_one_its_share(pictures: int, hard: float) -> None:
    whole = patience.with_pictures(pictures)
    first = patience.for_next(whole, pictures - 1)
    given_s = first.cpu_until - time.process_time()
    used = min(hard, given_s)
    left = whole.cpu_until - time.process_time() - used
    assert given_s <= 3 * patience.CPU_S
    assert left >= 0.5 * patience.CPU_S * (pictures - 1) - 0.1


def test_patience_runs_out_with_the_clock_or_with_the_process_whichever_is_first() -> None:
    now, used = time.monotonic(), time.process_time()
    assert patience.Patience(used + FAR, now - 1).is_over()
    assert patience.Patience(used - 1, now + FAR).is_over()
    assert 0 < patience.Patience(used + FAR, now + FAR).left_s() <= FAR
    assert not patience.endless().is_over()


@tesseract
def test_without_time_every_picture_is_named_and_the_text_stays(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "CPU_S", 0)
    deck = read_deck(draw(lambda canvas: canvas.drawString(50, 500, "Revenue 45"), filling(picture())), "deck.pdf")
    assert [" ".join(word.text for word in page.words) for page in deck.pages] == ["Revenue 45", ""]
    assert [page.unread_pictures for page in deck.pages] == [0, 1]


@tesseract
@pytest.mark.slow
def test_a_page_of_noise_is_named_and_the_legible_page_behind_it_is_read(
    draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    # by the clock of a quiet machine the noise takes 9 s and the line half a second: 6 part them on a busy one too
    monkeypatch.setattr(patience, "CPU_S", 6)
    monkeypatch.setattr(patience, "_MOST", 1)
    monkeypatch.setattr(patience, "WALL_S", FAR)
    speckles = Random(7).randbytes(800 * 450)  # noqa: S311 - noise, not secrecy
    noise = Image.frombytes("L", (800, 450), speckles).resize((1600, 900)).convert("RGB")
    deck = read_deck(draw(filling(noise), filling(picture(LINES[1:2]))), "deck.pdf")
    assert "45억" in {word.text for word in deck.pages[1].words}
    assert deck.pages[1].unread_pictures == 0
    assert [page.number for page in deck.pages if page.unread_pictures] == [1]
