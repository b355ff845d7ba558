"""What people and decks write reaches every page as text: no word of theirs becomes an element, attribute or code."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from dealflow.i18n import LANGUAGES
from dealflow.reports.kit import public_page, templates
from tests.reports.every_page import every_page

MARK = "§"
"""Stands round every hostile text, so that it can be found again."""
SNARES = (
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", '"><b onclick="x">', "' autofocus '",
    "</textarea></style></title>", "{{ 7 * 7 }}{% raw %}", "]]>", "<!--", "\u202eمرحبا\u202c", "&lt;i&gt;&amp;",
    "javascript:alert(1)", "\x00", "`${1}`",
)  # fmt: skip
hostile = st.lists(st.sampled_from(SNARES) | st.text("<>&'\"{}%/=\x00\u202e가a ", max_size=8), min_size=1, max_size=4)


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes, and apart from them its texts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.texts: Counter[str] = Counter()
        self.code: list[str] = []
        self._text = ""
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_text()
        self._open = tag
        self.elements.append(f"{tag} {' '.join(sorted(name for name, _ in attrs))}")
        assert not any(name.startswith("on") for name, _ in attrs), "a handler in the page"
        self.texts.update(value for _, value in attrs if value)

    def handle_endtag(self, tag: str) -> None:
        self._close_text()
        self._open = ""
        self.elements.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.elements.append(f"comment {data}")

    def handle_data(self, data: str) -> None:
        (self.code.append(data) if self._open in {"script", "style"} else None)
        self._text += data

    def _close_text(self) -> None:
        if self._text.strip():
            self.texts[self._text] += 1
        self._text = ""


def plain(text: str) -> str:
    return text


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(max_examples=25, deadline=None)
@given(snares=hostile)
def test_hostile_words_stay_words_on_every_page(lang: str, snares: list[str]) -> None:
    snare = "".join(snares)
    write: Callable[[str], str] = lambda text: f"{MARK}{text}{snare}{MARK}"  # noqa: E731
    expected = every_page(plain, lang)
    for name, page in every_page(write, lang).items():
        drawn, own = Skeleton(page), Skeleton(expected[name])
        assert drawn.elements == own.elements, name
        assert drawn.code == own.code, name
        whole = "".join(drawn.texts).replace("\ufffd", "\x00")
        as_json = json.dumps(snare, ensure_ascii=False)[1:-1]
        assert whole.count(MARK) == 0 or snare + MARK in whole or as_json + MARK in whole, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_of_a_page_is_drawn_and_nothing_is_drawn_twice_escaped(lang: str) -> None:
    pages = every_page(lambda text: f"{text} & <Söhne> 'x'", lang)
    for name, page in pages.items():
        assert "& <Söhne> 'x'" in "".join(Skeleton(page).texts) or name in WITHOUT_TEXTS, name
        assert "&amp;amp;" not in page, name
        assert not re.search(r"(?<![-\w])None(?![-\w])", "".join(Skeleton(page).texts)), name


WITHOUT_TEXTS = frozenset({
    "vote-thanks", "vote-refused", "apply-refused", "apply-too-large", "desk-counts", "timer-unplanned",
    "badges-none",
})  # fmt: skip
"""Pages that have words of ours alone."""


def test_a_page_with_a_script_runs_that_script_and_no_other() -> None:
    scripts = {"hall-845": "irday/floor/hall_board.js", "timer": "irday/floor/pitch_timer.js",
               "desk": "irday/floor/check_in_page.js", "firm-investor": "irday/firm_page/firm_page.js"}  # fmt: skip
    pages = every_page(plain, "ko")
    for name, page in pages.items():
        family = next((script for start, script in scripts.items() if name.split("-")[0] == start.split("-")[0]), None)
        code = [text for text in Skeleton(page).code if '"use strict"' in text]
        if family is None or "refused" in name or name in {"desk-row", "desk-counts"}:
            assert "<script" not in page, name
        else:
            assert code == [templates.source(family)], name
            assert public_page.policy(family).count("sha256-") == 1


def test_a_page_that_lacks_a_value_is_an_error_and_not_half_a_page() -> None:
    with pytest.raises(UndefinedError):
        templates.render("investment/ballot_notice.html", "ko", heading="x")
