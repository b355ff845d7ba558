"""Tags of an engagement: a house's own short words, each once, in the order in which they were given."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from dealflow.errors import InvalidInputError

MOST_TAGS: Final = 12
LONGEST_TAG: Final = 30


def tags_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return words as tags: composed, without # and outer spaces, each once whatever its case.

    Raises:
        InvalidInputError: one is too long, or there are too many.
    """
    tags: dict[str, str] = {}
    for word in words:
        tag = " ".join(unicodedata.normalize("NFC", word).split()).lstrip("#").strip()
        if not tag:
            continue
        if len(tag) > LONGEST_TAG:
            raise InvalidInputError(field="tags", problem="too_long", limit=LONGEST_TAG)
        tags.setdefault(tag.casefold(), tag)
    if len(tags) > MOST_TAGS:
        raise InvalidInputError(field="tags", problem="too_many", limit=MOST_TAGS)
    return tuple(tags.values())


def joined(tags: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return tags with more of them.

    Raises:
        InvalidInputError: there are too many then.
    """
    return tags_of((*tags, *more))
