"""The sheet of signatures: every consultation that took place or was planned, with who signed for each side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dealflow.actions.irday.consultations.signatures import Signature
from dealflow.actions.irday.papers.paper_data import Papers
from dealflow.i18n import t
from dealflow.reports.irday.papers.day_words import (
    date_words,
    event_title,
    event_venue,
    firm_name,
    place_words,
    state_words,
    time_words,
)
from dealflow.reports.irday.programme.host_lines import host_lines
from dealflow.reports.kit.templates import render


@dataclass(frozen=True, slots=True)
class _Line:
    """A consultation as a line of the sheet; a side is a name and a picture, both empty where nobody signed."""

    time: str
    place: str
    company: str
    investor: str
    state: str
    sides: tuple[tuple[str, str], ...]


def as_html(papers: Papers, signatures: Iterable[Signature], lang: str) -> str:
    """Return the sheet as a page that prints on A4 across and loads nothing."""
    signed = {(one.company, one.investor, one.by_investor): one for one in signatures}

    def side(company: str, investor: str, *, by_investor: bool) -> tuple[str, str]:
        found = signed.get((company, investor, by_investor))
        return ("", "") if found is None else (found.name, found.picture)

    lines = []
    for meeting in papers.meetings:
        pair = (meeting.act.company, meeting.act.investor or "")
        lines.append(
            _Line(
                time_words(meeting.span, papers.day.programme, lang),
                place_words(papers, meeting, lang),
                firm_name(papers, pair[0], lang),
                firm_name(papers, pair[1], lang),
                state_words(papers, meeting, lang),
                (side(*pair, by_investor=False), side(*pair, by_investor=True)),
            )
        )
    event = papers.day.event
    return render(
        "irday/papers/signature_sheet.html",
        lang,
        title=f"{event_title(event, lang)} · {t('papers.paper.signatures', lang)}",
        about=" · ".join(filter(None, (date_words(event, papers.day.programme, lang), event_venue(event, lang)))),
        lines=lines,
        hosts=host_lines(papers.hosts, papers.logos, lang),
    )
