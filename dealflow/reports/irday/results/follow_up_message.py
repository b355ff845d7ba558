"""A message to a company that took part in an IR day: what came of it? To be copied into a mail."""

from __future__ import annotations

from dealflow.actions.irday.results.results import DayResults
from dealflow.domain.irday.results.outcomes import FollowUp
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.irday.papers.day_words import event_title


def message(results: DayResults, line: FollowUp, months: int, lang: str) -> str:
    """Return the question to the company of a pair, ``months`` after the day."""
    event, names = (
        results.day.event,
        {participant.id: name_of(participant, lang) for participant in results.day.participants},
    )
    organiser = results.organiser if lang == "ko" else results.organiser_en or results.organiser
    return t(
        "results.message",
        lang,
        company=names.get(line.company, "–"),
        investor=names.get(line.investor, "–"),
        event=event_title(event, lang),
        day=day_words(event.held_on, lang),
        months=months,
        organiser=organiser,
    )
