"""What this process counts of its work, for whoever watches over it: numbers and kinds, nobody's name.

Written out in Prometheus' text format (0.0.4).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Final

_BOUNDS_S: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Labels = tuple[tuple[str, str], ...]


class Counters:
    """Counts and times by kind. Threads share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[tuple[str, Labels], float] = defaultdict(float)
        self._times: dict[tuple[str, Labels], list[float]] = {}

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        """Count something; what is open now is counted down, too."""
        with self._lock:
            self._counts[name, tuple(sorted(labels.items()))] += amount

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        """Take down how long something took."""
        with self._lock:
            key = (name, tuple(sorted(labels.items())))
            times = self._times.setdefault(key, [0.0] * (len(_BOUNDS_S) + 2))
            for place, bound in enumerate(_BOUNDS_S):
                times[place] += seconds <= bound
            times[-2] += 1
            times[-1] += seconds

    @contextmanager
    def timed(self, name: str, **labels: str) -> Iterator[None]:
        """Take down how long the block takes, however it ends."""
        begun_s = time.perf_counter()
        try:
            yield
        finally:
            self.observe(name, time.perf_counter() - begun_s, **labels)

    def lines(self) -> Iterator[str]:
        """Yield everything that was counted until now, as text for Prometheus."""
        with self._lock:
            counts = dict(self._counts)
            times = {key: list(values) for key, values in self._times.items()}
        names = sorted({name for name, _ in counts})
        for name in names:
            yield f"# TYPE {name} {'counter' if name.endswith('_total') else 'gauge'}"
            yield from (_line(name, labels, value) for (own, labels), value in sorted(counts.items()) if own == name)
        for name in sorted({name for name, _ in times}):
            yield f"# TYPE {name} histogram"
            for (own, labels), values in sorted(times.items()):
                if own == name:
                    yield from _histogram(name, labels, values)


COUNTERS: Final = Counters()
"""This process's own."""


def gauges(values: Mapping[str, float | Mapping[str, float]], label: str = "state") -> Iterator[str]:
    """Yield what stands now, as text for Prometheus: a number, or one for each of a label's values."""
    for name, value in values.items():
        yield f"# TYPE {name} gauge"
        if isinstance(value, Mapping):
            yield from (_line(name, ((label, kind),), number) for kind, number in sorted(value.items()))
        else:
            yield _line(name, (), value)


def _histogram(name: str, labels: Labels, values: list[float]) -> Iterable[str]:
    for bound, count in zip(_BOUNDS_S, values, strict=False):
        yield _line(f"{name}_bucket", (*labels, ("le", str(bound))), count)
    yield _line(f"{name}_bucket", (*labels, ("le", "+Inf")), values[-2])
    yield _line(f"{name}_count", labels, values[-2])
    yield _line(f"{name}_sum", labels, values[-1])


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels)
    number = f"{value:.6f}".rstrip("0").rstrip(".")
    return f"{name}{{{inside}}} {number}" if inside else f"{name} {number}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
