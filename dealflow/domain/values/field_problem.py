"""A flaw in what people entered, as a value: it is shown beside its field, and stops only what it must."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with which field; ``parameters`` fill the words of ``problem.<field>.<problem>``."""

    field: str
    problem: str
    parameters: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
