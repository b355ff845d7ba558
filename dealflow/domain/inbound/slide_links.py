"""Links to slides that lie elsewhere: named by the service, never fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_SERVICES: Final = (
    ("drive.google.com", "Google Drive"),
    ("docs.google.com", "Google Docs"),
    ("docsend.com", "DocSend"),
    ("dropbox.com", "Dropbox"),
    ("db.tt", "Dropbox"),
    ("onedrive.live.com", "OneDrive"),
    ("1drv.ms", "OneDrive"),
    ("sharepoint.com", "SharePoint"),
    ("wetransfer.com", "WeTransfer"),
    ("we.tl", "WeTransfer"),
    ("box.com", "Box"),
    ("notion.so", "Notion"),
    ("notion.site", "Notion"),
    ("figma.com", "Figma"),
    ("canva.com", "Canva"),
    ("pitch.com", "Pitch"),
    ("gamma.app", "Gamma"),
    ("mybox.naver.com", "네이버 MYBOX"),
    ("naver.me", "네이버"),
    ("papyrus.kr", "Papyrus"),
)


@dataclass(frozen=True, slots=True)
class SlideLink:
    """A link by which a letter hands its slides over, and whose service it leads to."""

    service: str
    address: str


def slide_links(links: Iterable[str]) -> tuple[SlideLink, ...]:
    """Return the links that lead to a service on which people share slides, in order, each once."""
    slides: dict[str, SlideLink] = {}
    for link in links:
        service = _service_of(link)
        if service:
            slides.setdefault(link, SlideLink(service, link))
    return tuple(slides.values())


def _service_of(link: str) -> str:
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"}:
        return ""
    return next((name for domain, name in _SERVICES if host == domain or host.endswith(f".{domain}")), "")
