"""The other forms of a firm's own page: whom it wishes to meet, and what it thought of the day."""

from __future__ import annotations

from html import escape
from typing import Final

from dealflow.actions.irday.firm_page.firm_page import FirmPage
from dealflow.actions.irday.results.surveys import HIGHEST, QUESTIONS
from dealflow.domain.irday.participants.participants import Wish
from dealflow.i18n import name_of
from dealflow.reports.kit.public_page import said

_LEAST: Final = 3
_MOST: Final = 10
_LONGEST: Final = 4_000


def wishes(given: FirmPage, lang: str) -> str:
    """Return whom the firm wishes to meet: as a form until the plan is published, then as it was."""
    if not given.others:
        return ""
    head = f"<h2>{said('firm.wishes', lang)}</h2>"
    return head + (_wishes_form(given, lang) if given.may_wish else _wishes_said(given, lang))


def _wishes_said(given: FirmPage, lang: str) -> str:
    names = [
        name_of(given.firms[one.participant_id], lang) for one in _ranked(given) if one.participant_id in given.firms
    ]
    if not names:
        return f'<p class="soft">{said("firm.wishes.none", lang)}</p>'
    items = "".join(f"<li>{escape(name)}</li>" for name in names)
    closed = said("firm.wishes.closed", lang)
    return f'<div class="card"><p class="soft">{closed}</p><ol class="wishes">{items}</ol></div>'


def _wishes_form(given: FirmPage, lang: str) -> str:
    ranked = [one.participant_id for one in _ranked(given)]
    count = min(_MOST, max(_LEAST, len(ranked) + 1), len(given.others))
    names = sorted((name_of(one, lang), one.id) for one in given.others.values())

    def choose(rank: int) -> str:
        now = ranked[rank] if rank < len(ranked) else ""
        options = "".join(
            f'<option value="{escape(one)}"{" selected" if one == now else ""}>{escape(name)}</option>'
            for name, one in names
        )
        return (
            f'<label class="label">{said("firm.wishes.rank", lang, rank=rank + 1)}'
            f'<select name="wish-{rank}"><option value="">{said("firm.wishes.nobody", lang)}</option>{options}'
            "</select></label>"
        )

    vetoes = "".join(
        f'<label class="tick"><input type="checkbox" name="veto-{escape(one)}" value="1"'
        f"{' checked' if one in given.requests.vetoes else ''}>{escape(name)}</label>"
        for name, one in names
    )
    return (
        f'<form class="card" method="post"><input type="hidden" name="act" value="wishes">'
        f'<input type="hidden" name="seen" value="{given.requests_version}">'
        f'<p class="soft">{said("firm.wishes.explain", lang)}</p>{"".join(choose(rank) for rank in range(count))}'
        f"<details><summary>{said('firm.wishes.vetoes', lang)}</summary>"
        f'<p class="soft">{said("firm.wishes.vetoes.explain", lang)}</p>{vetoes}</details>'
        f'<button class="main" style="margin-top:10px">{said("firm.wishes.save", lang)}</button></form>'
    )


def _ranked(given: FirmPage) -> list[Wish]:
    return sorted(given.requests.wishes, key=lambda one: one.rank)


def survey(given: FirmPage, lang: str) -> str:
    """Return the survey, filled with what the firm answered before."""
    questions = "".join(_question(given, one, lang) for one in QUESTIONS)
    comment = given.survey.comment if given.survey else ""
    done = f' <span class="mark good">{said("firm.survey.done", lang)}</span>' if given.survey else ""
    return (
        f"<h2>{said('firm.survey', lang)}{done}</h2>"
        f'<details class="card"><summary>{said("firm.survey.show", lang)}</summary>'
        f'<form method="post"><input type="hidden" name="act" value="survey">{questions}'
        f'<label class="label" style="margin-top:12px">{said("firm.survey.comment", lang)}'
        f'<textarea name="comment" maxlength="{_LONGEST}">{escape(comment)}</textarea></label>'
        f'<button class="main" style="margin-top:10px">{said("firm.survey.send", lang)}</button></form></details>'
    )


def _question(given: FirmPage, name: str, lang: str) -> str:
    now = getattr(given.survey, name) if given.survey else None
    marks = "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{mark}"{" checked" if mark == now else ""}>'
        f"<span>{mark}</span></label>"
        for mark in range(1, HIGHEST + 1)
    )
    return (
        f'<fieldset><legend>{said(f"firm.survey.{name}", lang)}</legend><div class="scale">{marks}</div>'
        f'<div class="ends"><span>{said("firm.survey.low", lang)}</span>'
        f"<span>{said('firm.survey.high', lang)}</span></div></fieldset>"
    )
