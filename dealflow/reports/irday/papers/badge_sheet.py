"""Badges (명찰) with QR codes, eight on a sheet of A4, a colour for each kind of participant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Final

import segno

from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.floor.badge_codes import code_of
from dealflow.domain.irday.participants.participants import INVESTORS, ParticipantKind, ParticipantState
from dealflow.i18n import name_of, t
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.reports.irday.papers.paper_html import page

_PER_SHEET: Final = 8
_LONG: Final = 9
"""Letters from which on a name is set smaller."""
_GONE: Final = frozenset({ParticipantState.DECLINED, ParticipantState.WITHDRAWN})
_GROUPS: Final = {
    ParticipantKind.SUPPLIER: "company",
    ParticipantKind.STAFF: "staff",
    ParticipantKind.PRESS: "press",
    ParticipantKind.GUEST: "vip",
    ParticipantKind.JUDGE: "vip",
} | dict.fromkeys(INVESTORS, "investor")


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on one badge; ``group`` gives the colour, ``code`` is what the QR says."""

    name: str
    title: str
    firm: str
    group: str
    code: str


def badges(day: Day, lang: str) -> tuple[Badge, ...]:
    """Return the badges of everybody who comes, by kind and firm; without a name where none is known."""
    return tuple(_badges(day, lang))


def as_html(day: Day, lang: str) -> str:
    """Return the badges as sheets to print and cut."""
    title, made = t("papers.paper.badges", lang), badges(day, lang)
    sheets = "".join(
        _sheet(made[at : at + _PER_SHEET], event_title(day.event, lang), lang) for at in range(0, len(made), _PER_SHEET)
    )
    hint = escape(t("papers.badges.hint" if sheets else "papers.nothing", lang))
    return page(f'<p class="hint">{hint}</p>{sheets}', title, _style(), lang)


def _badges(day: Day, lang: str) -> Iterator[Badge]:
    kinds = list(ParticipantKind)
    for firm in sorted(day.participants, key=lambda one: kinds.index(one.kind)):
        if firm.state in _GONE:
            continue
        for person in firm.attendees:
            card = day.cards.get(person.id)
            name, title = ("", "") if card is None else (card.name, card.title)
            yield Badge(name, title, name_of(firm, lang), _GROUPS[firm.kind], code_of(person.id))


def _sheet(some: Sequence[Badge], event: str, lang: str) -> str:
    return f'<div class="sheet">{"".join(_badge(one, event, lang) for one in some)}</div>'


def _badge(one: Badge, event: str, lang: str) -> str:
    code = segno.make(one.code, error="m", micro=False).svg_inline(border=0, omitsize=True)
    long = " long" if len(one.name or one.firm) > _LONG else ""
    first, second = (one.name, one.firm) if one.name else (one.firm, "")
    return (
        f'<article class="badge {one.group}{long}"><span class="event">{escape(event)}</span>'
        f'<span class="name">{escape(first)}</span><span class="title">{escape(one.title)}</span>'
        f'<span class="firm">{escape(second)}</span><span class="code">{code}</span>'
        f'<span class="kind">{escape(t(f"papers.badge.{one.group}", lang))}</span></article>'
    )


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("badges.css").read_text("utf-8")
