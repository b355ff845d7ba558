"""The decision dossier as one HTML file that needs nothing else: no script, no address, pictures inside."""

from __future__ import annotations

import base64
from functools import cache
from html import escape
from importlib import resources

from dealflow.reports.kit.blocks import Block, Document, Facts, Grid, Marked, Page, Part, Picture, Words


def as_html(given: Document, lang: str) -> str:
    """Return the document as HTML; every text is escaped, and every box lies over its page by percentages."""
    mark = f'<p class="watermark" aria-hidden="true">{escape(given.watermark)}</p>' if given.watermark else ""
    note = f'<p class="demo">{escape(given.watermark)}</p>' if given.watermark else ""
    head = f"<header>{note}<h1>{escape(given.title)}</h1><p>{escape(given.subtitle)}</p></header>"
    parts = "".join(_part(each) for each in given.parts)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(given.title)}</title><style>{_style()}</style></head>"
        f"<body>{mark}<main>{head}{parts}<footer>{escape(given.footer)}</footer></main></body></html>"
    )


def _part(part: Part) -> str:
    return f"<section><h2>{escape(part.heading)}</h2>{''.join(block_html(each) for each in part.blocks)}</section>"


def block_html(block: Block) -> str:
    """Return one block as HTML; every text is escaped."""
    match block:
        case Facts():
            pairs = (f"<dt>{escape(name)}</dt><dd>{_lines(value)}</dd>" for name, value in block.pairs)
            return f"<dl>{''.join(pairs)}</dl>"
        case Grid():
            return _table(block)
        case Words():
            return f'<p class="{"quiet" if block.quiet else "words"}">{_lines(block.text)}</p>'
        case Page():
            return _page(block)
        case Picture():
            data = base64.b64encode(block.svg.encode()).decode()
            picture = f'<img class="chart" alt="{escape(block.caption)}" src="data:image/svg+xml;base64,{data}">'
            return f"<figure>{picture}<figcaption>{escape(block.caption)}</figcaption></figure>"


def _table(grid: Grid) -> str:
    def cells(tag: str, row: tuple[str, ...]) -> str:
        opened = (f'<{tag} class="end">' if place in grid.ends else f"<{tag}>" for place in range(len(row)))
        return "".join(f"{start}{_lines(text)}</{tag}>" for start, text in zip(opened, row, strict=True))

    rows = "".join(f"<tr>{cells('td', row)}</tr>" for row in grid.rows)
    head = f"<thead><tr>{cells('th', grid.headings)}</tr></thead>"
    return f'<div class="wide"><table>{head}<tbody>{rows}</tbody></table></div>'


def _page(page: Page) -> str:
    data = base64.b64encode(page.picture).decode()
    marks = "".join(_mark(each, page.size_pt) for each in page.marks)
    picture = f'<img alt="{escape(page.caption)}" src="data:image/jpeg;base64,{data}">'
    return f'<figure><div class="page">{picture}{marks}</div><figcaption>{escape(page.caption)}</figcaption></figure>'


def _mark(mark: Marked, size_pt: tuple[float, float]) -> str:
    (width, height), box = size_pt, mark.box
    places = {
        "left": box.x0_pt / width,
        "top": box.y0_pt / height,
        "width": (box.x1_pt - box.x0_pt) / width,
        "height": (box.y1_pt - box.y0_pt) / height,
    }
    style = ";".join(f"{name}:{100 * part:.3f}%" for name, part in places.items())
    return f'<span class="mark" style="{style}"><b>{mark.number}</b></span>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("dossier.css").read_text("utf-8")
