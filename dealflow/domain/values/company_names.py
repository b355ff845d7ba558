"""One idea of a company's name: when two spellings are the same, and when they are near enough to ask a person.

Everything that compares names of companies stands on this: decks, imports, applications, the form for a new company.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

NEAR: Final = 0.8
"""Names at least this alike are worth a person's look."""
_LEGAL_FORM: Final = re.compile(
    r"㈜|㈔|\(주\)|\(유\)|\(사\)|\(재\)|주식회사|유한회사|유한책임회사|농업회사법인|어업회사법인|사단법인|재단법인"
    r"|,?\s*\b(?:co\.?\s*,?\s*ltd|inc|incorporated|corp|corporation|ltd|limited|llc|plc|gmbh|pte\.?\s*ltd|pvt\.?\s*ltd|company)\b\.?",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"[;,，、\n]")
_SHORT_FORMS: Final = frozenset({"co", "sa", "sas", "ag", "nv", "bv", "kk", "lp", "ab", "oy", "as", "spa", "srl"})
"""Legal forms that no name without a comma before them loses: they may be a part of it."""
_AND: Final = re.compile(r"&|\band\b|\bund\b", re.IGNORECASE)
_FICTIONAL: Final = re.compile(r"\((?:가상|fictional)\)", re.IGNORECASE)
_MARK: Final = "(fictional)"
_ALMOST: Final = 0.99
"""Where only the mark of an invented company tells two names apart."""
_PART: Final = 0.9
"""Where one name is the beginning of the other."""
_SHORTEST_PART: Final = 2
"""Letters; a single one is the beginning of too much."""


@dataclass(frozen=True, slots=True)
class NearName:
    """A known name that is the same as a written one or near it; ``likeness`` is 1 for the same."""

    id: str
    name: str
    likeness: float

    @property
    def is_same(self) -> bool:
        """Say whether it is the same name, however its form is written."""
        return self.likeness == 1.0


@lru_cache(maxsize=65_536)
def plain_name(text: str) -> str:
    """Return the form in which two spellings of one company are equal: no legal form, spaces, dots or letter case.

    ``(가상)`` and ``(Fictional)`` stay, so that an invented company never matches a real one.
    """
    folded = unicodedata.normalize("NFKC", text.replace("㈜", "(주)")).casefold()
    mark = _MARK if _FICTIONAL.search(folded) else ""
    folded = _LEGAL_FORM.sub(" ", _FICTIONAL.sub(" ", folded))
    letters = "".join(letter for letter in folded if letter.isalnum())
    return letters + mark if letters else ""


def are_several(text: str) -> bool:
    """Say whether a text names several companies, parted by semicolons, commas or lines: a legal form is none.

    With an *and* in it (Kim, Lee & Partners) the commas belong to one name.
    """
    pieces = _BETWEEN.split(text)
    names = [name for piece in pieces if (name := plain_name(piece)) and name not in _SHORT_FORMS]
    return len(names) > 1 and (";" in text or not _AND.search(text))


def similarity(first: str, second: str) -> float:
    """Return how alike two names are, 0 to 1: 1 for the same name, less for one that only resembles it.

    Korean syllables are compared by their letters, so that 비젼 and 비전 differ by one of six.
    """
    return _alike(plain_name(first), plain_name(second))


def near_names(text: str, names: Mapping[str, Iterable[str]], *, limit: int = 5) -> tuple[NearName, ...]:
    """Return the known names that are the same as ``text`` or near it, the likest first, one for each id.

    ``names`` holds what each id is called (Korean, English, former names). A beginning of two letters is near, so that
    a warning comes while a name is being typed.
    """
    plain = plain_name(text)
    if not plain:
        return ()
    near = [best for key, known in names.items() if (best := _likest(plain, key, tuple(known))) is not None]
    return tuple(sorted(near, key=lambda name: (-name.likeness, name.name, name.id))[:limit])


def _likest(plain: str, key: str, known: Sequence[str]) -> NearName | None:
    """Return the name of an id that is likest to the plain one; None where none is near."""
    likest = max(
        (NearName(key, name, _near(plain, plain_name(name))) for name in known if plain_name(name)),
        key=lambda name: name.likeness,
        default=None,
    )
    return likest if likest is not None and likest.likeness >= NEAR else None


def _near(plain: str, other: str) -> float:
    """Return how near two plain names are; a beginning of a name is near it."""
    short, long = sorted((_bare(plain), _bare(other)), key=len)
    begins = len(short) >= _SHORTEST_PART and long.startswith(short) and short != long
    return max(_alike(plain, other), _PART if begins else 0.0)


def _alike(plain: str, other: str) -> float:
    if not plain or not other:
        return 0.0
    if plain == other:
        return 1.0
    return min(fuzz.ratio(_letters(plain), _letters(other)) / 100, _ALMOST)


@lru_cache(maxsize=65_536)
def _letters(plain: str) -> str:
    """Return a plain name's letters, syllables taken apart, without the mark that would make invented ones alike."""
    return unicodedata.normalize("NFD", _bare(plain))


def _bare(plain: str) -> str:
    return plain.removesuffix(_MARK)
