"""Parts of the result report that tell of the day itself: photographs, press, settlement, what to do better."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps

from dealflow.actions.irday.results.results import DayResults
from dealflow.domain.irday.results.event_record import BudgetLine, settled
from dealflow.i18n import t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.kit.blocks import Block, Grid, Page, Part, Words

_WIDEST_PX = 1400
"""Of a photograph in the report: sharp in print, and a report that can be mailed."""


def told(results: DayResults, lang: str) -> Iterator[Part]:
    """Give the parts of which something is told."""
    record = results.record
    if results.photos:
        blocks: tuple[Block, ...] = tuple(
            photograph(caption or t("results.record.photo", lang, n=number), data)
            for number, (caption, data) in enumerate(results.photos, start=1)
        )
        yield Part(t("results.part.photos", lang), blocks)
    if record.press:
        heads = tuple(t(f"results.record.{name}", lang) for name in ("outlet", "title", "on", "url"))
        rows = tuple(
            (item.outlet, item.title, "–" if item.on is None else day_words(item.on, lang), item.url or "–")
            for item in record.press
        )
        yield Part(t("results.part.press", lang), (Grid(heads, rows),))
    if record.settlement:
        yield Part(t("results.part.settlement", lang), (_settlement(record.settlement, lang),))
    if record.better:
        yield Part(t("results.part.better", lang), (Words(record.better),))


def photograph(caption: str, data: bytes) -> Page:
    """Return a photograph as a picture of the report: turned upright, as large as print needs, no metadata."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
        picture.thumbnail((_WIDEST_PX, _WIDEST_PX))
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=82)
    return Page(caption, file.getvalue(), (float(picture.width), float(picture.height)), ())


def _settlement(lines: tuple[BudgetLine, ...], lang: str) -> Grid:
    sums = settled(lines)
    rows = [(line.what, *_amounts(line.planned, line.spent, lang), line.note) for line in lines]
    rows.append((t("results.record.sum", lang), *_amounts(sums.planned, sums.spent, lang), ""))
    heads = tuple(t(f"results.record.{name}", lang) for name in ("what", "planned", "spent", "left", "note"))
    return Grid(heads, tuple(rows), frozenset({1, 2, 3}))


def _amounts(planned: int | None, spent: int | None, lang: str) -> tuple[str, str, str]:
    left = None if planned is None or spent is None else planned - spent
    unknown = t("results.record.unknown", lang)
    first, second, third = (unknown if won is None else f"{won:,}" for won in (planned, spent, left))
    return first, second, third
