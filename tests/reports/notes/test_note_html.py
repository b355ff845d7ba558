"""What people write in Markdown is drawn without markup of their own, and leads to web and mail only."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.reports.notes.note_html import note_html

ALLOWED = frozenset(
    [
        "p",
        "br",
        "strong",
        "em",
        "s",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)


class Drawn(HTMLParser):
    """Every tag of a piece of HTML with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_bold_lists_and_line_ends_are_drawn_as_typed() -> None:
    assert note_html("**결론**: 진행\n다음 주") == "<p><strong>결론</strong>: 진행<br />\n다음 주</p>\n"
    assert "<li>가격</li>" in note_html("- 가격\n- 일정")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//x.example"],
)
def test_a_link_elsewhere_than_to_web_or_mail_is_no_link(address: str) -> None:
    assert "<a" not in note_html(f"[여기]({address}) <{address}>")


def test_a_link_opens_beside_the_app_and_does_not_tell_where_from() -> None:
    drawn = Drawn(note_html("[자료](https://example.com/a?b=1) <mail@example.com>"))
    links = [attributes for tag, attributes in drawn.tags if tag == "a"]
    assert [link["href"] for link in links] == ["https://example.com/a?b=1", "mailto:mail@example.com"]
    assert {link["rel"] for link in links} == {"noopener noreferrer nofollow"}


def test_markup_and_pictures_stay_text() -> None:
    html = note_html("<script>x</script> <img src=x onerror=y> ![p](https://tracker.example/p.png)")
    assert {tag for tag, _ in Drawn(html).tags} <= {"p", "a"}
    assert "&lt;script&gt;" in html


@given(
    text=st.text(max_size=80) | st.lists(st.sampled_from(list("[]()<>!*_`#|\n -:/ajsdt&\"'")), max_size=60).map("".join)
)
def test_no_text_draws_anything_but_prose(text: str) -> None:
    for tag, attributes in Drawn(note_html(text)).tags:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "title", "target", "rel", "start", "style", "class"}
        assert (attributes.get("href") or "https://").lower().startswith(("http://", "https://", "mailto:"))
        assert not (attributes.get("style") or "").strip() or (attributes["style"] or "").startswith("text-align:")
