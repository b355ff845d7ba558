"""Paint a deck as HTML slides and let Chromium print it: flowing layout, CSS grids, Skia's PDF."""

from __future__ import annotations

from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

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

FONTS = {"gothic": "NanumGothic", "square": "NanumSquare", "barun": "NanumBarunGothic", "myeongjo": "NanumMyeongjo"}


def _css(look: Look) -> str:
    wide = look.width_pt > 800  # noqa: PLR2004 - wider than a 4:3 page
    cover, ink = (look.accent, "#ffffff") if look.dark_cover else (look.second, look.ink)
    values = {
        "w": round(look.width_pt * 4 / 3),
        "h": round(look.height_pt * 4 / 3),
        "font": FONTS[look.font],
        "ink": look.ink,
        "paper": look.paper,
        "accent": look.accent,
        "second": look.second,
        "cover": cover,
        "coverink": ink,
        "basis": "22%" if wide else "40%",
        "zoom": 1.28 if wide else 1.12,
    }
    sheet = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    for name, value in values.items():
        sheet = sheet.replace(f"{{{{{name}}}}}", str(value))
    return sheet


def _words(line: Text) -> str:
    return escape(printed(line))


def _table(block: Table) -> str:
    at = block.unit_at if block.unit else ""
    unit = escape(f"({block.unit})")
    head = [escape(column) for column in block.columns]
    if at == "header":
        head[0] = f"{head[0]} {unit}"
    title = (
        f"<b>{escape(block.title)}{' ' + unit if at == 'title' else ''}</b>"
        if block.title or at == "title"
        else "<b></b>"
    )
    corner = f'<span class="unit">{unit}</span>' if at == "corner" else ""
    foot = f'<div class="unit">{unit}</div>' if at == "foot" else ""
    rows = "".join("<tr>" + "".join(f"<td>{_words(cell)}</td>" for cell in row) + "</tr>" for row in block.rows)
    cells = "".join(f"<th>{cell}</th>" for cell in head)
    kind = "" if block.unit else ' class="mid"'
    return f'<div><div class="cap">{title}{corner}</div><table{kind}><tr>{cells}</tr>{rows}</table>{foot}</div>'


def _bars(block: Bars) -> str:
    title = f'<div class="cap"><b>{escape(block.title)}</b></div>'
    if block.lying:
        rows = "".join(
            f"<div><span>{escape(bar.name)}</span>"
            f'<p><i style="width:{bar.height * 58:.0f}%"></i>{_words(bar.value)}</p></div>'
            for bar in block.bars
        )
        return f'<div>{title}<div class="lying">{rows}</div></div>'
    columns = "".join(
        f'<div class="bar">{_words(bar.value)}'
        f'<i class="{"pale" if bar.pale else ""}" style="height:{bar.height * 84:.0f}%"></i></div>'
        for bar in block.bars
    )
    axis = "".join(f"<span>{escape(bar.name)}</span>" for bar in block.bars)
    return f'<div>{title}<div class="bars">{columns}</div><div class="axis">{axis}</div></div>'


def _screen(block: Screen) -> str:
    tiles = "".join(f"<div>{escape(label)}<b>{_words(value)}</b></div>" for label, value in block.tiles)
    rows = "".join(f"<p>{_words(row)}</p>" for row in block.rows)
    return f'<div class="screen">{escape(block.title)}<div class="tiles">{tiles}</div>{rows}</div>'


def _cards(block: Cards, *, label_first: bool) -> str:
    cards = "".join(
        f'<div class="card {"first" if label_first else ""}"><div class="num">{_words(card.value)}</div>'
        f'<div class="lab">{escape(card.label)}</div>'
        + (f'<div class="sub">{_words(card.note)}</div>' if card.note else "")
        + "</div>"
        for card in block.cards
    )
    return f'<div class="cards">{cards}</div>'


def _block(block: Block, look: Look) -> str:  # noqa: C901, PLR0911 - one branch a kind of block
    match block:
        case Cards():
            return _cards(block, label_first=look.label_first)
        case Table():
            return _table(block)
        case Bars():
            return _bars(block)
        case Screen():
            return _screen(block)
        case Bullets(lines):
            return "<ul>" + "".join(f"<li>{_words(line)}</li>" for line in lines) + "</ul>"
        case Lead(line):
            return f'<div class="lead">{_words(line)}</div>'
        case Note(line):
            return f'<div class="note">{_words(line)}</div>'
        case Pairs(pairs):
            return (
                "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{_words(value)}</dd>" for name, value in pairs) + "</dl>"
            )
        case Steps(steps, title):
            cap = f'<div class="cap"><b>{escape(title)}</b></div>' if title else ""
            rows = "".join(f"<div><b>{escape(when)}</b>{_words(what)}</div>" for when, what in steps)
            return f'<div>{cap}<div class="steps">{rows}</div></div>'
        case Flow(boxes):
            joined = "<span>→</span>".join(f"<div><b>{escape(name)}</b>{escape(what)}</div>" for name, what in boxes)
            return f'<div class="flow">{joined}</div>'
        case People(people):
            cards = "".join(
                f"<div><b>{escape(role)}</b>{''.join(f'<p>{_words(line)}</p>' for line in lines)}</div>"
                for role, lines in people
            )
            return f'<div class="people">{cards}</div>'


def _slide(slide: Slide, number: int, deck: Deck) -> str:
    blocks = "".join(_block(block, deck.look) for block in slide.blocks)
    if slide.kind != "page":
        return f'<section class="{slide.kind}"><h1>{escape(slide.title)}</h1>{blocks}</section>'
    right = "".join(_block(block, deck.look) for block in slide.right)
    columns = f'<div class="col wide">{blocks}</div>' + (f'<div class="col">{right}</div>' if right else "")
    mark = f'<span class="mark">{escape(deck.mark)}</span>'
    head = f'<header><span class="k">{slide.kicker}</span><h1>{escape(slide.title)}</h1>{mark}</header>'
    foot = f"<footer><span>{escape(deck.footer)}</span><span>{number}</span></footer>"
    return f"<section>{head}<main>{columns}</main>{foot}</section>"


def html(deck: Deck) -> str:
    """Return the deck as one HTML document."""
    body = "".join(_slide(slide, number, deck) for number, slide in enumerate(deck.slides, 1))
    head = f'<meta charset="utf-8"><title>{escape(deck.title)}</title><style>{_css(deck.look)}</style>'
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def paint(deck: Deck, path: Path) -> None:
    """Write the deck as a PDF printed by Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content(html(deck))
        page.pdf(path=str(path), prefer_css_page_size=True, print_background=True)
        browser.close()
