"""Which label of a line stands nearest to an amount: letters, breaks and other amounts between them count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.extract.fitting import fits, fitting
from dealflow.extract.tokens import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.extract.figure import Figure
    from dealflow.extract.labels import Label, LabelIndex, Named

_BREAK = re.compile(r"[.;·•|▪▶](?!\d)|[,/](?!\d)| 및 | and | & ")
_NEXT_CLAUSE = re.compile(r"(?:하|되|이|있|했|으|였)(?:고|며)[ \n]")
"""What stands after it speaks of something else: 병원 56곳에 공급하고 월 사용자는 2만 명입니다."""
_TOO_FAR = 42.0
_HEAD_OF_LINE = 8.0
"""A label with a colon speaks of every amount of its line."""
_COLON = re.compile(r"\s?(?:\([^()]*\)\s?)?[:：=]")
_COMPOUND = 6
"""Shorter labels hold no other."""
_LOOSE = 4.0
"""A label that leaves the metric open stands as if it were further away."""
_OTHER_NOUN = 24.0
_ITS_NUMBER = 12
"""A noun with a number so near before it is that number's: 300 partners in 12 countries."""
_NOUN_AFTER = re.compile(
    r"\s(?!(?:in|of|and|to|by|as|with|from|at|per|for|on|since|across|this|last|total|or|so|today|now|worldwide)\b)[a-z]{3,}"
)
"""A bare number counts the noun after it (across 14 countries), not the label before."""
_OPEN_LABEL = re.compile(r"\b(?:by|of|with)$", re.IGNORECASE)
"""A label that asks for a noun: trusted by 3,000 teams."""
_OF_NEXT = re.compile(r"\s?[:：]?\s?(?:약|총|about|~)?\s?[$₩€¥]?\d")
"""A label after a break with an amount right behind it is that one's: 상표 4개, 특허 등록 12건."""
_DIGITS = re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d(?!\d))\d[\d,.]*")
"""Other amounts; years between a label and its amount are none."""


def labels_within(labels: tuple[Label, ...], figure: Figure, text: str, index: LabelIndex) -> Iterator[Label]:
    """Give the labels, and in place of one that the amount cannot be of those inside it: sales of sales growth."""
    for label in labels:
        if len(label.key) > _COMPOUND and not any(fits(named, figure) for named in label.metrics):
            yield from index.inside(text, label)
        else:
            yield label


def nearest_label(
    labels: tuple[Label, ...], figure: Figure, text: str, place: tuple[int, int], index: LabelIndex
) -> tuple[float, Label, Named] | None:
    """Return the nearest label of a line that the amount can be of, with its distance in letters; None for none."""
    best: tuple[float, Label, Named] | None = None
    for label in labels_within(labels, figure, text, index):
        if label.start < place[1] and label.end <= place[1] and label.end > place[0]:
            continue
        distance = _distance(text, label, place, bare=not figure.amount.unit_printed)
        if figure.amount.counter and label.start >= place[1]:
            distance += _OTHER_NOUN * len(_NEXT_CLAUSE.findall(text, place[1], label.start))
        if distance > _TOO_FAR or (best is not None and distance >= best[0]):
            continue
        named = fitting(label, figure, text)
        if named is None:
            continue
        distance += _LOOSE if label.key in named.loose and distance > 1 else 0
        if best is None or distance < best[0]:
            best = (distance, label, named)
    return best


def _has_a_number(text: str, label: Label) -> bool:
    """Say whether a label is the noun that a number right before it counts."""
    numbers = _DIGITS.finditer(text, max(0, label.start - _ITS_NUMBER), label.start)
    nouns = (COUNTED.match(text, number.end()) for number in numbers)
    return any(noun is not None and noun.end() >= label.end for noun in nouns)


def _distance(text: str, label: Label, place: tuple[int, int], *, bare: bool) -> float:
    """Return how far a label stands from the amount, in letters; breaks and other amounts between them count extra."""
    before = label.end <= place[0]
    start, end = (label.end, place[0]) if before else (place[1], max(label.start, place[1]))
    between = text[start:end]
    others = len(_DIGITS.findall(between))
    breaks: float = len(_BREAK.findall(between))
    breaks += between.count("\n") / 2
    brackets = between.count("(") + between.count(")")
    letters = len("".join(between.split()))
    if before:
        far = letters + others * 9 + breaks * 8 + brackets * 2
        counts_noun = bare and _NOUN_AFTER.match(text, place[1]) and not _OPEN_LABEL.search(text[: label.end])
        far += _OTHER_NOUN if counts_noun else 0
        far += 2 * _OTHER_NOUN if bare and COUNTED.match(text, place[1]) and _has_a_number(text, label) else 0
        heads = _COLON.match(between) and between.count(":") <= 1 and "\n" not in between
        return min(far, _HEAD_OF_LINE) if heads else far
    if bare and letters == 0:
        return 0.5
    others += 1 if breaks and _OF_NEXT.match(text, label.end) else 0
    return letters + 3 + others * 40 + breaks * 16 + brackets * 14
