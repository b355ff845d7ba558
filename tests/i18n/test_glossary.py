"""The glossary holds: words that were dropped stand in no locale file, and those that were chosen do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "dealflow" / "i18n" / "locale"


def rows() -> list[list[str]]:
    """Return the cells of each row of the table of docs/glossary.md."""
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    table = [line.strip("| ").split("|") for line in lines if line.startswith("| ")]
    return [[cell.strip() for cell in (*row, "")][:4] for row in table[1:]]


def spoken(lang: str) -> str:
    """Return all words of a language, without keys."""
    texts = (path.read_text("utf-8") for path in sorted((LOCALE / lang).glob("*.po")))
    return "\n".join(re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', "\n".join(texts), re.MULTILINE))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_dropped_words_stand_nowhere(lang: str) -> None:
    dropped = [word.strip() for row in rows() for word in re.split("[,;]", row[3]) if word.strip()]
    assert len(dropped) > 40
    words = spoken(lang)
    assert [word for word in dropped if re.search(rf"(?<!\w){re.escape(word)}", words)] == []


def test_every_row_names_the_thing_in_both_languages() -> None:
    assert [row for row in rows() if not all(row[:3])] == []
