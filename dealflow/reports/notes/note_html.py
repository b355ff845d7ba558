"""What people write in Markdown as harmless HTML: no markup of their own, no pictures, links to web and mail only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_HARMLESS: Final = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_NEW_TAB: Final = {"target": "_blank", "rel": "noopener noreferrer nofollow"}


def note_html(text: str) -> str:
    """Return a note's text as HTML. A link that leads elsewhere than to web or mail stays as it was typed."""
    return str(_markdown().render(text))


class _NoteMarkdown(MarkdownIt):
    """Markdown whose links lead to the web or to mail."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's own way to say what links may be
        """Say whether a link may lead there."""
        return _HARMLESS.fullmatch(url) is not None


@cache
def _markdown() -> MarkdownIt:
    """Return the one reader of notes: a line end is a line break, as people type."""
    markdown = _NoteMarkdown("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    markdown.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    markdown.add_render_rule("link_open", _link)
    return markdown


def _link(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """Draw the beginning of a link: it opens beside the app and does not say where the reader comes from."""
    for name, value in _NEW_TAB.items():
        tokens[place].attrSet(name, value)
    return renderer.renderToken(tokens, place, options, env)
