"""Papers of an IR day as one HTML file that prints well on A4 or A3 and needs nothing else: no script, no address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dealflow.reports.irday.programme.host_lines import HostLine
from dealflow.reports.kit import logo
from dealflow.reports.kit.blocks import Part
from dealflow.reports.kit.templates import render


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
    logo: bytes = b""
    hosts: tuple[HostLine, ...] = ()


def as_html(sheet: Sheet, lang: str) -> str:
    """Return the sheet as HTML."""
    layout = " ".join(name for name, holds in (("pages", sheet.pages), ("cards", sheet.cards)) if holds)
    return render(
        "irday/papers/paper.html",
        lang,
        sheet=sheet,
        layout=layout,
        page_size=_RULES[sheet.size],
        logo=logo.address(sheet.logo),
        hosts=sheet.hosts,
    )
