"""HTML as plain text: paragraphs become lines, links their words and address; scripts and styles say nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})
_BREAKS: Final = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|font-size\s*:\s*0(?![.\d])|visibility\s*:\s*hidden", re.IGNORECASE)
_VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "wbr"})


class _Text(HTMLParser):
    """The visible words of a page, and where its links lead."""

    def __init__(self, most: int) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._most = most
        self._length = 0
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, remember a link, or fall silent."""
        attributes = dict(attrs)
        if tag == "a" and (href := attributes.get("href")):
            self.links.append(href)
        hidden = _HIDDEN.search(attributes.get("style") or "") is not None
        if (tag in _SILENT or hidden or self._silent) and tag not in _VOID:
            self._silent.append(tag)
        elif tag in _BREAKS:
            self._say("\n")
        elif tag in {"td", "th"}:
            self._say(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a line, or speak again."""
        if tag in self._silent:
            while self._silent and self._silent.pop() != tag:
                pass
        elif tag in _BREAKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        """Take words in."""
        self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        if not self._silent and self._length < self._most:
            self.parts.append(words)
            self._length += len(words)


def text_of_html(html: str, *, most: int) -> tuple[str, tuple[str, ...]]:
    """Return the visible text of HTML, at most about so many characters, and the addresses of its links in order."""
    reader = _Text(most)
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[ \t\u00a0\u200b]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text, tuple(dict.fromkeys(reader.links))
