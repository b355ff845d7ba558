"""Papers of an IR day as one HTML file that prints well on A4 or A3 and needs nothing else: no script, no address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import escape
from importlib import resources

from dealflow.i18n import t
from dealflow.reports.kit.blocks import Part
from dealflow.reports.record.dossier_html import block_html


class PaperSize(StrEnum):
    """The paper that is printed on; large tables are printed across."""

    A4 = "a4"
    A4_ACROSS = "a4_across"
    A3_ACROSS = "a3_across"


_RULES = {
    PaperSize.A4: "A4 portrait",
    PaperSize.A4_ACROSS: "A4 landscape",
    PaperSize.A3_ACROSS: "A3 landscape",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed. ``about`` stands beside the title.

    ``pages``: each part begins a page of its own; ``cards``: its facts stand beside each other.
    """

    title: str
    about: tuple[str, ...]
    parts: Sequence[Part]
    footer: str
    size: PaperSize = PaperSize.A4
    pages: bool = False
    cards: bool = False


def as_html(given: Sheet, lang: str) -> str:
    """Return the sheet as HTML; every text is escaped."""
    about = "".join(f"<p>{escape(each)}</p>" for each in given.about)
    parts = "".join(_part(given, each) for each in given.parts)
    nothing = "" if given.parts else f'<p class="quiet">{escape(t("papers.nothing", lang))}</p>'
    kind = " ".join(name for name, on in (("pages", given.pages), ("cards", given.cards)) if on)
    return page(
        f'<main class="{kind}"><p class="hint">{escape(t("papers.hint", lang))}</p>'
        f"<header><h1>{escape(given.title)}</h1>{about}</header>"
        f"{parts}{nothing}<footer>{escape(given.footer)}</footer></main>",
        given.title,
        f"@page {{ size: {_RULES[given.size]}; margin: 12mm; }}{_style('day_sheets.css')}",
        lang,
    )


def page(body: str, title: str, style: str, lang: str) -> str:
    """Return a whole HTML file around a body."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{body}</body></html>"
    )


def _part(given: Sheet, part: Part) -> str:
    """Return a part; printed on a page of its own, it bears the sheet's title and version too."""
    of = f'<p class="of"><span>{escape(given.title)}</span><span>{escape(" · ".join(given.about))}</span></p>'
    blocks = "".join(block_html(each) for each in part.blocks)
    return f"<section>{of}<h2>{escape(part.heading)}</h2>{blocks}</section>"


@cache
def _style(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
