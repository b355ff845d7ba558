"""The decision dossier as one HTML file that needs nothing else: no script, no address, pictures inside."""

from __future__ import annotations

from dealflow.reports.kit import logo
from dealflow.reports.kit.blocks import Document
from dealflow.reports.kit.templates import render


def as_html(document: Document, lang: str) -> str:
    """Return the document as HTML."""
    logos = [logo.address(mark) for mark in dict.fromkeys((document.logo, *document.marks)) if mark]
    return render("record/dossier.html", lang, document=document, logos=logos)
