"""What the page about the numbers shows: how far each family of figures can be trusted, and what people said here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dealflow.actions.claims.extraction_quality import Bin, Judged, Part
from dealflow.i18n import has, name_of, t
from dealflow.i18n.numbers import percent
from dealflow.ui.claims.claim_tables import section_name
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

FIRM: Final = 0.97
"""From this share of right proposals on, the shipped decks show a family to be read nearly without fault."""
FAIR: Final = 0.9
ENOUGH: Final = 5
"""Fewer figures than this say nothing of a share."""


def share(part: float | None, lang: str) -> str:
    """Return a share (0 to 1) as a whole percentage, or a dash; 100% means all, so nearly all is 99%."""
    return "–" if part is None else percent(part * 100 if part in {0, 1} else min(part * 100, 99), lang, places=0)


def trust(part: Part) -> str:
    """Return how a family's proposals are to be met: glance, check or doubt; few where too little was measured."""
    if part.precision is None or part.claims < ENOUGH:
        return "few"
    return "glance" if part.precision >= FIRM else "check" if part.precision >= FAIR else "doubt"


_KIND: Final = {"glance": "good", "check": "info", "doubt": "warn", "few": "empty"}


def _columns(place: str, names: Sequence[str], lang: str) -> tuple[Column, ...]:
    return tuple(
        Column(name, t(f"quality.{place}.{name}", lang), "start" if name in {"name", "hint"} else "end")
        for name in names
    )


def families(parts: Sequence[Part], lang: str) -> Table:
    """Return one line a metric family: what is found, what is right, and what to look at."""
    rows = []
    for part in parts:
        how, hint = trust(part), f"quality.hint.{part.id.split(maxsplit=1)[0].lower()}"
        mark = Mark(t(f"quality.trust.{how}", lang), _KIND[how], t(f"quality.trust.{how}.help", lang))
        cells = (
            Cell(section_name(part.id, lang), marks=(mark,)),
            Cell(share(part.recall if part.printed >= ENOUGH else None, lang)),
            Cell(share(part.precision, lang), tone="strong"),
            Cell(t(hint, lang) if has(hint, lang) else "", tone="wrap"),
        )
        rows.append(Row(part.id, cells))
    return Table(_columns("family", ("name", "found", "right", "hint"), lang), tuple(rows))


def sureness(bins: Sequence[Bin], lang: str) -> Table:
    """Return one line a bin of confidence, the surest first: how many proposals, and how many were right."""
    rows = tuple(
        Row(
            f"{sure_bin.low}",
            (
                Cell(t("quality.sure.range", lang, low=share(sure_bin.low, lang), high=share(sure_bin.high, lang))),
                Cell(str(sure_bin.claims)),
                Cell(
                    share(sure_bin.right / sure_bin.claims, lang),
                    tone="strong" if sure_bin.claims >= ENOUGH else "muted",
                ),
            ),
        )
        for sure_bin in reversed(bins)
    )
    return Table(_columns("sure", ("name", "claims", "right"), lang), rows)


def judged(rows: Sequence[Judged], lang: str) -> Table:
    """Return one line a metric: proposed, accepted, corrected, rejected, and the share accepted of those judged."""
    return Table(
        _columns("judged", ("name", "proposed", "accepted", "corrected", "rejected", "held"), lang),
        tuple(
            Row(
                row.metric.id,
                (
                    Cell(name_of(row.metric, lang)),
                    *(Cell(str(many)) for many in (row.proposed, row.accepted, row.corrected, row.rejected)),
                    Cell(share(row.held, lang), tone="strong" if row.judged >= ENOUGH else "muted"),
                ),
            )
            for row in rows
        ),
    )
