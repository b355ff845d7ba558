"""Paint a deck with Typst: automatic layout, ligatures and kerning, fonts as CID subsets."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from fiction.slides import (
    Bars,
    Block,
    Bullets,
    Cards,
    Deck,
    Flow,
    Lead,
    Look,
    Note,
    Pairs,
    People,
    Screen,
    Slide,
    Steps,
    Table,
    Text,
    printed,
)

FONTS = "/usr/share/fonts/truetype/nanum"
FACES = {"gothic": "NanumGothic", "square": "NanumSquare", "barun": "NanumBarunGothic", "myeongjo": "NanumMyeongjo"}


def _said(words: str) -> str:
    """Return words as a Typst string, so that no letter of them is markup."""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'#text("{quoted}")'


def _t(words: Text) -> str:
    return _said(printed(words))


def _head(look: Look) -> str:
    fill = look.accent if look.dark_cover else look.second
    ink = "#ffffff" if look.dark_cover else look.ink
    return f"""
#let ink = rgb("{look.ink}")
#let accent = rgb("{look.accent}")
#let second = rgb("{look.second}")
#let cover-fill = rgb("{fill}")
#let cover-ink = rgb("{ink}")
#let grey = rgb("#8a94a0")
#set page(width: {look.width_pt}pt, height: {look.height_pt}pt, margin: 0pt, fill: rgb("{look.paper}"))
#set text(font: "{FACES[look.font]}", size: 19pt, fill: ink)
#set par(leading: 0.75em)
#set list(marker: box(width: 7pt, height: 7pt, fill: accent, baseline: -4pt))
"""


def _cards(block: Cards, look: Look, *, narrow: bool) -> str:
    across = 1 if narrow else min(len(block.cards), 4 if len(block.cards) <= 4 else 3)  # noqa: PLR2004 - fits one row
    cells = []
    noted = any(card.note for card in block.cards)
    for card in block.cards:
        number = f'#text(size: 33pt, weight: "bold", fill: accent)[{_t(card.value)}]'
        label = f"#text(size: 16pt)[{_said(card.label)}]"
        first, then = (label, number) if look.label_first else (number, label)
        note = f"\n\n#text(size: 13pt, fill: grey)[{_t(card.note)}]" if card.note else ""
        cells.append(
            f"block(width: 100%, stroke: (left: 5pt + accent), fill: second, height: {158 if noted else 124}pt, "
            f"inset: 20pt)[{first}\n\n{then}{note}]"
        )
    return f"#grid(columns: (1fr,) * {across}, gutter: 20pt, {', '.join(cells)})"


def _table(block: Table) -> str:
    unit = f"({block.unit})" if block.unit else ""
    title = f"{block.title} {unit}" if unit and block.unit_at == "title" else block.title
    heads = list(block.columns)
    if unit and block.unit_at == "header":
        heads[0] = f"{heads[0]} {unit}"
    corner = f"#text(size: 13pt, fill: grey)[{_said(unit)}]" if unit and block.unit_at == "corner" else ""
    foot = f"\n#align(right, text(size: 13pt, fill: grey)[{_said(unit)}])" if unit and block.unit_at == "foot" else ""
    columns = len(block.columns)
    size = 18 if columns <= 4 else 15.5  # noqa: PLR2004 - wide tables are set smaller
    head = ", ".join(f'text(fill: white, weight: "bold")[{_said(word)}]' for word in heads)
    cells = ", ".join(f"[{_t(cell)}]" for row in block.rows for cell in row)
    return (
        f'#grid(columns: (1fr, auto), text(size: 18pt, weight: "bold")[{_said(title)}], [{corner}])\n#v(-6pt)\n'
        f"#set text(size: {size}pt)\n"
        f"#table(columns: (1.4fr,) + (1fr,) * {columns - 1}, inset: 11pt, stroke: (x: none, y: 0.7pt + grey), "
        "align: (column, row) => if column == 0 { left } else { right }, "
        f"fill: (column, row) => if row == 0 {{ accent }}, {head}, {cells}){foot}\n#set text(size: 19pt)"
    )


def _bars(block: Bars) -> str:
    title = f'#text(size: 18pt, weight: "bold")[{_said(block.title)}]\n\n'
    if block.lying:
        rows = ", ".join(
            f"[{_said(bar.name)}], stack(dir: ltr, spacing: 10pt, "
            f"rect(width: {bar.height * 62:.0f}%, height: 30pt, fill: accent), "
            f'align(horizon, text(weight: "bold")[{_t(bar.value)}]))'
            for bar in block.bars
        )
        return f"{title}#grid(columns: (130pt, 1fr), row-gutter: 20pt, align: horizon, {rows})"
    columns = ", ".join(
        f'align(center + bottom)[#text(weight: "bold")[{_t(bar.value)}]\n#v(-8pt)\n'
        f"#rect(width: 62%, height: {bar.height * 215:.0f}pt, fill: {'accent.lighten(55%)' if bar.pale else 'accent'})]"
        for bar in block.bars
    )
    axis = ", ".join(f"align(center)[{_said(bar.name)}]" for bar in block.bars)
    count = len(block.bars)
    return f"{title}#grid(columns: (1fr,) * {count}, rows: (260pt, auto), row-gutter: 8pt, {columns}, {axis})"


def _screen(block: Screen) -> str:
    tiles = ", ".join(
        f'block(fill: rgb("#223042"), width: 100%, inset: 12pt)[#text(size: 12pt)[{_said(label)}]\n\n'
        f'#text(size: 22pt, fill: rgb("#6fd0a6"))[{_t(value)}]]'
        for label, value in block.tiles
    )
    rows = "\n\n".join(f"#text(size: 14pt)[{_t(row)}]" for row in block.rows)
    return (
        '#align(center, block(width: 80%, fill: rgb("#141c26"), inset: 20pt)[#set align(left)\n'
        f'#set text(fill: rgb("#cfd8e3"))\n{_said(block.title)}\n'
        f"#grid(columns: (1fr,) * {len(block.tiles)}, gutter: 12pt, {tiles})\n{rows}])"
    )


def _block(block: Block, look: Look, *, narrow: bool) -> str:  # noqa: C901, PLR0911 - one branch a kind of block
    match block:
        case Cards():
            return _cards(block, look, narrow=narrow)
        case Table():
            return _table(block)
        case Bars():
            return _bars(block)
        case Screen():
            return _screen(block)
        case Bullets(lines):
            shown = [_said(printed(line).removeprefix("● ")) for line in lines]
            return (
                f"#set text(size: {17 if narrow else 23}pt)\n#list(spacing: 24pt, "
                + ", ".join(f"[{line}]" for line in shown)
                + ")\n#set text(size: 19pt)"
            )
        case Lead(line):
            return f'#align(center, text(size: 27pt, weight: "bold")[{_t(line)}])'
        case Note(line):
            return f"#text(size: 13pt, fill: grey)[{_t(line)}]"
        case Pairs(pairs):
            cells = ", ".join(
                f'text(fill: accent, weight: "bold", size: 16pt)[{_said(name)}], text(size: 18pt)[{_t(value)}]'
                for name, value in pairs
            )
            return f"#grid(columns: (auto, 1fr), column-gutter: 28pt, row-gutter: 17pt, {cells})"
        case Steps(steps, title):
            head = f'#text(weight: "bold")[{_said(title)}]\n\n' if title else ""
            cells = ", ".join(
                f'text(fill: accent, weight: "bold")[{_said(when)}], [{_t(what)}]' for when, what in steps
            )
            return f"{head}#grid(columns: (auto, 1fr), column-gutter: 20pt, row-gutter: 20pt, {cells})"
        case Flow(boxes):
            cells = ", ".join(
                f"block(width: 100%, stroke: 2pt + accent, radius: 8pt, inset: 22pt)[#set align(center)\n"
                f'#text(size: 22pt, weight: "bold", fill: accent)[{_said(name)}]\n\n#text(size: 15pt)[{_said(what)}]]'
                for name, what in boxes
            )
            return f"#grid(columns: (1fr,) * {len(boxes)}, gutter: 22pt, {cells})"
        case People(people):
            cells = ", ".join(
                f'block(width: 100%, height: 220pt, fill: second, inset: 20pt)[#text(weight: "bold")[{_said(role)}]\n\n'
                + "\n\n".join(f"#text(size: 16pt)[{_t(line)}]" for line in lines)
                + "]"
                for role, lines in people
            )
            return f"#grid(columns: (1fr,) * {len(people)}, gutter: 22pt, {cells})"


def _stack(blocks: tuple[Block, ...], look: Look, *, narrow: bool) -> str:
    return "\n#v(18pt)\n".join(_block(block, look, narrow=narrow) for block in blocks)


def _slide(slide: Slide, number: int, deck: Deck) -> str:
    look = deck.look
    if slide.kind != "page":
        words = "\n\n".join(
            f"#text(size: {21 if isinstance(block, Lead) else 14}pt)[{_t(block.line)}]"
            for block in slide.blocks
            if isinstance(block, Lead | Note)
        )
        return (
            "#page(fill: cover-fill)[#set text(fill: cover-ink)\n#align(horizon, pad(x: 80pt)["
            f'#text(size: 44pt, weight: "bold")[{_said(slide.title)}]\n\n#v(10pt)\n{words}])]'
        )
    body = _stack(slide.blocks, look, narrow=False)
    if slide.right:
        body = _stack(slide.blocks, look, narrow=False)
        right = _stack(slide.right, look, narrow=True)
        body = f"#grid(columns: (1.5fr, 1fr), column-gutter: 44pt, align: horizon, [{body}], [{right}])"
    return (
        f"#page[#place(top + left, dx: 54pt, dy: 34pt)["
        f"#text(size: 15pt, fill: accent)[{_said(slide.kicker)}]\n#v(-8pt)\n"
        f'#text(size: 30pt, weight: "bold")[{_said(slide.title)}]]\n'
        "#place(top + right, dx: -54pt, dy: 40pt, "
        f'text(size: 14pt, weight: "bold", fill: accent)[{_said(deck.mark)}])\n'
        f"#place(bottom + left, dx: 54pt, dy: -16pt, text(size: 9pt, fill: grey)[{_said(deck.footer)}])\n"
        f"#place(bottom + right, dx: -54pt, dy: -16pt, text(size: 10pt, fill: grey)[{number}])\n"
        "#place(top + left, dx: 54pt, dy: 112pt, "
        f"block(width: {look.width_pt - 108}pt, height: {look.height_pt - 156}pt)["
        f"#align(horizon)[{body}]])]"
    )


def source(deck: Deck) -> str:
    """Return the deck as a Typst document."""
    title = deck.title.replace('"', "'")
    pages = "\n".join(_slide(slide, number, deck) for number, slide in enumerate(deck.slides, 1))
    date = "datetime(year: 2026, month: 10, day: 1, hour: 9, minute: 0, second: 0)"
    return f'#set document(title: "{title}", date: {date})\n{_head(deck.look)}\n{pages}'


def paint(deck: Deck, path: Path) -> None:
    """Write the deck as a PDF set by Typst."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.typ"
        file.write_text(source(deck), encoding="utf-8")
        typst.compile(str(file), output=str(path), font_paths=[FONTS])
