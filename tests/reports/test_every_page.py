"""What people and decks write reaches every page as text: no word of theirs becomes an element, attribute or code."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from dealflow.i18n import LANGUAGES
from dealflow.reports.kit import public_page, templates
from tests.costly import costly
from tests.reports.every_page import every_page

SNARES = (
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", '"><b onclick="x">', "' autofocus '",
    "</textarea></style></title>", "{{ 7 * 7 }}{% raw %}", "]]>", "<!--", "\u202eمرحبا\u202c", "&lt;i&gt;&amp;",
    "javascript:alert(1)", "\x00", "`${1}`",
)  # fmt: skip
hostile = st.lists(st.sampled_from(SNARES) | st.text("<>&'\"{}%/=\x00\u202e가a ", max_size=8), min_size=1, max_size=4)

OURS = ("element", "text of script", "text of style", "comment", "declaration", "instruction")
"""Where nobody's words may stand at all."""


class Skeleton(HTMLParser):
    """A page node by node: elements with their attributes' names, attributes with their values, texts with their place.

    ``nodes`` holds, in the order of the page, (where it stands, what stands there); an element stands nowhere else.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[tuple[str, str]] = []
        self._open = self._text = ""
        self.feed(page)
        self.close()
        self._close_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_text()
        self._open = tag
        self.nodes.append(("element", f"{tag} {' '.join(name for name, _ in attrs)}"))
        assert not any(name.startswith("on") for name, _ in attrs), "a handler in the page"
        self.nodes.extend((f"{tag}[{name}]", value or "") for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._close_text()
        self._open = ""
        self.nodes.append(("element", f"/{tag}"))

    def handle_comment(self, data: str) -> None:
        self.nodes.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.nodes.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.nodes.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.nodes.append(("declaration", data))

    def handle_data(self, data: str) -> None:
        self._text += data

    def _close_text(self) -> None:
        if self._text:
            self.nodes.append((f"text of {self._open}", self._text))
        self._text = ""

    @property
    def texts(self) -> str:
        """What stands in texts and attributes, one after the other."""
        return "\n".join(words for place, words in self.nodes if place not in OURS)

    @property
    def code(self) -> list[str]:
        return [words for place, words in self.nodes if place in {"text of script", "text of style"}]


def plain(text: str) -> str:
    return text


PICTURES = ("svg[", "path[")
"""Attributes of a code that a scanner reads: numbers alone, whatever it says."""


def as_read(node: tuple[str, str], snare: str, harmless: str) -> tuple[str, str]:
    """Return a node of a page with hostile words as it would stand there had they been harmless."""
    place, words = node
    if place.startswith(PICTURES):
        return place, "" if re.fullmatch(r"[\w .#:/-]*", words) else words
    if place in OURS:
        return node
    return place, words.replace(json.dumps(snare, ensure_ascii=False)[1:-1], harmless).replace(snare, harmless)


@pytest.mark.parametrize("lang", LANGUAGES)
@costly(8)
@given(snares=hostile)
def test_hostile_words_stay_in_their_text_or_attribute_on_every_page(lang: str, snares: list[str]) -> None:
    snare = f"§{''.join(snares)}§"
    harmless = "§" * len(snare)
    expected = every_page(lambda text: text + harmless, lang)
    for name, page in every_page(lambda text: text + snare, lang).items():
        nodes = [as_read(node, snare, harmless) for node in Skeleton(page).nodes]
        assert nodes == [as_read(node, harmless, harmless) for node in Skeleton(expected[name]).nodes], name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_of_a_page_is_drawn_and_nothing_is_drawn_twice_escaped(lang: str) -> None:
    pages = every_page(lambda text: f"{text} & <Söhne> 'x'", lang)
    for name, page in pages.items():
        assert "& <Söhne> 'x'" in Skeleton(page).texts or name in WITHOUT_TEXTS, name
        assert "&amp;amp;" not in page, name
        assert lang == "en" or "None" not in Skeleton(page).texts, name  # in English it is a word of ours


WITHOUT_TEXTS = frozenset({
    "vote-thanks", "vote-refused", "apply-refused", "register-closed", "apply-too-large", "desk-counts",
    "timer-unplanned", "badges-none", "figures-refused",
})  # fmt: skip
"""Pages that have words of ours alone."""


def test_a_page_with_a_script_runs_that_script_and_no_other() -> None:
    scripts = {"hall-845": "irday/floor/hall_board.js", "timer": "irday/floor/pitch_timer.js",
               "desk": "irday/floor/check_in_page.js", "firm-investor": "irday/firm_page/firm_page.js",
               "score-sheet": "award/score_sheet.js"}  # fmt: skip
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
