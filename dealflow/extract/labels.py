"""Labels of the catalogue found in text: the longest wins, spaces and letter case do not count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.domain.claims.claims import Metric
    from dealflow.domain.values.quantity import Unit

_ACRONYM = 4
"""Latin labels in capitals up to this length must be printed in capitals (SAM is no Sam)."""
_SHORT = 3
"""Labels up to this length do not run from inside one word into the next (2개사 고객사 tells of no 사고)."""
_BESIDE = 9
"""How many letters before and after a label count as beside it, up to the next number or bracket."""
_APART = re.compile(r"[\d(),.:;|\[\]]")


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A metric with its hint words as they are compared: squeezed."""

    metric: Metric
    units: frozenset[Unit]
    needs: tuple[str, ...]
    avoid: tuple[str, ...]
    loose: frozenset[str]


class Label(NamedTuple):
    """A label of the catalogue as it stands in a text: its span and the metrics that carry it."""

    start: int
    end: int
    metrics: tuple[Named, ...]
    key: str


class _Entry(NamedTuple):
    key: str
    capitals: bool
    latin_start: bool
    latin_end: bool
    metrics: tuple[Named, ...]


def squeezed(text: str) -> str:
    """Return the text without spaces and hyphens, in lower case: how labels are compared."""
    return "".join(text.lower().split()).replace("-", "")


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """Every label of a catalogue, by its first two letters."""

    entries: dict[str, tuple[_Entry, ...]]
    named: dict[str, Named]
    """The metrics by their id."""

    def inside(self, text: str, label: Label) -> tuple[Label, ...]:
        """Return the labels inside a longer one (sales in sales growth), for where the longer cannot be meant."""
        start, end = label.start, label.end
        later = (
            label._replace(start=label.start + start + 1, end=label.end + start + 1)
            for label in self.find(text[start + 1 : end])
        )
        first = (
            label._replace(start=label.start + start, end=label.end + start)
            for label in self.find(text[start : end - 1])
        )
        return (*first, *later)

    def find(self, text: str) -> tuple[Label, ...]:
        """Return the labels in ``text`` from left to right; a label inside a longer one is left out."""
        low = text.lower()
        if len(low) != len(text):
            low = text
        places = [place for place, letter in enumerate(low) if letter != "-" and not letter.isspace()]
        joined = "".join([low[place] for place in places])
        labels: list[Label] = []
        reach = 0
        for at in range(len(joined) - 1):
            entries = self.entries.get(joined[at : at + 2])
            if entries is None:
                continue
            for entry in entries:
                if joined.startswith(entry.key, at):
                    label = self._placed(text, places, at, entry)
                    if label is not None and label.end > reach:
                        labels.append(label)
                        reach = label.end
                    if label is not None:
                        break
        return tuple(labels)

    @staticmethod
    def _placed(text: str, places: list[int], at: int, entry: _Entry) -> Label | None:
        start, end = places[at], places[at + len(entry.key) - 1] + 1
        if entry.latin_start and start and _is_latin(text[start - 1]):
            return None
        if entry.latin_end and end < len(text) and _is_latin(text[end]):
            plural = text[end] == "s" and not (end + 1 < len(text) and _is_latin(text[end + 1]))
            if not plural:
                return None
        if entry.latin_end and _is_compound(text, end):
            return None
        if entry.capitals and not text[start:end].isupper():
            return None
        if len(entry.key) <= _SHORT and start and "가" <= text[start - 1] <= "힣" and end - start > len(entry.key):
            return None
        ahead = _APART.split(text[max(0, start - _BESIDE) : start])[-1]
        behind = _APART.split(text[end : end + _BESIDE], maxsplit=1)[0]
        around = squeezed(f"{ahead}{text[start:end]}{behind}")
        metrics = tuple(metric for metric in entry.metrics if not any(word in around for word in metric.avoid))
        return Label(start, end, metrics, entry.key) if metrics else None


def _is_compound(text: str, end: int) -> bool:
    """Say whether a word goes on by a hyphen (post-demo, revenue-based): the first half alone is not what is meant."""
    return text[end : end + 1] == "-" and end + 1 < len(text) and _is_latin(text[end + 1])


@lru_cache(maxsize=8)
def index_of(metrics: tuple[Metric, ...]) -> LabelIndex:
    """Return the index of a catalogue; the first metric of the file comes first where a label is shared."""
    by_key: dict[str, tuple[bool, list[Named]]] = {}
    by_id = {metric.id: _named(metric) for metric in metrics}
    for metric in metrics:
        named = by_id[metric.id]
        for label in (*metric.labels_ko, *metric.labels_en):
            key = squeezed(label)
            if len(key) > 1:
                capitals = len(key) <= _ACRONYM and label.isupper() and label.isascii()
                owners = by_key.setdefault(key, (capitals, []))[1]
                if named not in owners:
                    owners.append(named)
    entries: dict[str, list[_Entry]] = {}
    for key, (capitals, owners) in sorted(by_key.items(), key=lambda item: (-len(item[0]), item[0])):
        entry = _Entry(key, capitals, _is_latin(key[0]), _is_latin(key[-1]), tuple(owners))
        entries.setdefault(key[:2], []).append(entry)
    return LabelIndex({start: tuple(listed) for start, listed in entries.items()}, by_id)


def catalogue_index(metrics: Sequence[Metric]) -> LabelIndex:
    """Return the label index of ``metrics``, built once a catalogue."""
    return index_of(tuple(metrics))


def _named(metric: Metric) -> Named:
    return Named(
        metric,
        frozenset(metric.units),
        tuple(squeezed(word) for word in metric.needs),
        tuple(squeezed(word) for word in metric.avoid),
        frozenset(squeezed(word) for word in metric.loose),
    )


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
