"""The form of a consultation log on a firm's own page: one thumb, under a minute, with what the organiser learns."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Final

from dealflow.actions.irday.consultations.consultation_log import LONGEST
from dealflow.actions.irday.firm_page.firm_page import FirmPage
from dealflow.domain.irday.floor.floor import ConsultationLog, InterestLevel, NextStepKind
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, moment, money
from dealflow.reports.kit.public_page import said

UNITS: Final = {"eok": 100_000_000, "million": 1_000_000}
"""What an amount of the form is counted in: 억 (a hundred million) and 백만 (a million) won."""
_CHIPS: Final = ("deck", "financials", "captable", "demo", "references")
_DAYS: Final = (3, 7, 14)


def form(given: FirmPage, company: str, lang: str) -> str:
    """Return the form of the log of one consultation, filled with what was delivered before."""
    log = given.logs[company].log if company in given.logs else None
    return _form(company, log, lang)


def another(given: FirmPage, lang: str) -> str:
    """Return the form for a company with which no consultation was planned; nothing for firms that log none."""
    if not given.logs_consultations or not given.others or not given.published:
        return ""
    planned = {one.company for one in given.lines}
    rest = sorted((one for one in given.others.values() if one.id not in planned), key=lambda one: name_of(one, lang))
    known = [one for one in rest if one.id in given.logs]
    written = "".join(
        f'<li data-start="0" data-end="0"><details><summary class="row"><span class="when">'
        f'{said("firm.log.walk_in", lang)}</span><span class="who">{escape(name_of(one, lang))}</span>'
        f'<span class="marks"><span class="mark good" data-stand="{escape(one.id)}">{said("firm.log.known", lang)}'
        f"</span></span></summary>{form(given, one.id, lang)}</details></li>"
        for one in known
    )
    left = [one for one in rest if one.id not in given.logs]
    options = "".join(f'<option value="{escape(one.id)}">{escape(name_of(one, lang))}</option>' for one in left)
    choose = (
        f'<label class="label">{said("firm.log.company", lang)}<select name="company" required>'
        f'<option value="">{said("firm.log.choose", lang)}</option>{options}</select></label>'
    )
    extra = (
        f'<li data-start="0" data-end="0"><details><summary class="row"><span class="when">+</span>'
        f'<span class="who">{said("firm.log.another", lang)}</span><span class="marks"></span></summary>'
        f"{_form('', None, lang, choose)}</details></li>"
        if left
        else ""
    )
    return f'<ol class="agenda">{written}{extra}</ol>'


def typed(log: ConsultationLog | None) -> dict[str, str | bool]:
    """Return a log as the fields of the form; the fields of an empty form for none."""
    if log is None:
        return {
            "interest": "", "low": "", "high": "", "unit": "eok", "requests": "", "next_step": "none",
            "next_step_text": "", "next_due": "", "note": "", "is_told": True,
        }  # fmt: skip
    unit = _unit_of(log)
    return {
        "interest": log.interest or "",
        "low": _amount(log.intention_low, unit),
        "high": _amount(log.intention_high, unit),
        "unit": unit,
        "requests": log.requests,
        "next_step": log.next_step,
        "next_step_text": log.next_step_text,
        "next_due": log.next_due.isoformat() if log.next_due else "",
        "note": log.note,
        "is_told": log.is_told,
    }


def preview(log: ConsultationLog | None, lang: str) -> str:
    """Return the intention in words, said to be non-binding; nothing where none was noted."""
    low, high = (log.intention_low, log.intention_high) if log else (None, None)
    amounts = [money(Decimal(one), Unit.KRW, lang, exact=True) for one in (low, high) if one is not None]
    if not amounts:
        return ""
    if len(set(amounts)) == 1:
        return t("firm.js.preview.one", lang, amount=amounts[0])
    return t("firm.js.preview", lang, low=amounts[0], high=amounts[1])


def shown(log: ConsultationLog, lang: str) -> str:
    """Return a log as plain lines: for a colleague who has to choose between two of them."""
    due = day(log.next_due, lang) if log.next_due else ""
    parts = (
        t(f"enum.interest_level.{log.interest.value}", lang) if log.interest else "",
        preview(log, lang),
        log.requests,
        " · ".join(filter(None, (log.next_step_text, due))),
        log.note,
    )
    return "\n".join((t("firm.log.theirs", lang, at=moment(log.typed_at, lang)), *filter(None, parts)))


def _unit_of(log: ConsultationLog) -> str:
    """Return the larger unit in which both amounts have at most two decimals."""
    given = [one for one in (log.intention_low, log.intention_high) if one is not None]
    return "eok" if all(one % 1_000_000 == 0 for one in given) else "million"


def _amount(won: int | None, unit: str) -> str:
    if won is None:
        return ""
    return f"{(Decimal(won) / UNITS[unit]).normalize():f}"


def _form(company: str, log: ConsultationLog | None, lang: str, choose: str = "") -> str:
    now = typed(log)
    at = log.typed_at.isoformat() if log is not None else ""
    stand = said("firm.log.known", lang) if log is not None else ""
    hidden = "" if choose else f'<input type="hidden" name="company" value="{escape(company)}">'
    return (
        f'<form class="log" method="post" data-log="{escape(company)}" data-typed="{escape(at)}">'
        f'<input type="hidden" name="act" value="log">{hidden}{choose}'
        f"{_interest(str(now['interest']), lang)}{_intention(now, log, lang)}{_requests(str(now['requests']), lang)}"
        f"{_step(now, lang)}{_note(str(now['note']), lang)}{_told(is_told=bool(now['is_told']), lang=lang)}"
        f'<div class="send"><button class="main">{said("firm.log.save", lang)}</button>'
        f'<span class="stand" role="status">{stand}</span></div><div class="other" hidden></div></form>'
    )


def _choice(name: str, value: str, words: str, chosen: str) -> str:
    checked = " checked" if value == chosen else ""
    return (
        f'<label class="choice"><input type="radio" name="{name}" value="{value}"{checked}>'
        f"<span>{escape(words)}</span></label>"
    )


def _interest(chosen: str, lang: str) -> str:
    choices = "".join(
        _choice("interest", one.value, t(f"enum.interest_level.{one.value}", lang), chosen) for one in InterestLevel
    )
    return (
        f'<fieldset><legend>{said("firm.log.interest", lang)}</legend><div class="choices">{choices}</div></fieldset>'
    )


def _intention(now: dict[str, str | bool], log: ConsultationLog | None, lang: str) -> str:
    inputs = [
        f'<input type="text" inputmode="decimal" autocomplete="off" name="{end}" value="{escape(str(now[end]))}" '
        f'aria-label="{said(f"firm.log.{end}", lang)}" placeholder="{said(f"firm.log.{end}", lang)}">'
        for end in ("low", "high")
    ]
    units = "".join(
        f'<option value="{one}"{" selected" if one == now["unit"] else ""}>'
        f"{said(f'firm.log.unit.{one}', lang)}</option>"
        for one in UNITS
    )
    return (
        f'<fieldset><legend>{said("firm.log.intention", lang)} <span class="soft">{said("firm.log.non_binding", lang)}'
        f'</span></legend><div class="range">{inputs[0]}<span>~</span>{inputs[1]}'
        f'<select name="unit" aria-label="{said("firm.log.unit", lang)}">{units}</select></div>'
        f'<p class="preview" aria-live="polite">{escape(preview(log, lang))}</p></fieldset>'
    )


def _chips(kind: str, words: list[tuple[str, str]]) -> str:
    buttons = "".join(
        f'<button type="button" data-{kind}="{escape(value)}">{escape(shown)}</button>' for value, shown in words
    )
    return f'<div class="chips">{buttons}</div>'


def _requests(text: str, lang: str) -> str:
    words = [t(f"firm.log.chip.{one}", lang) for one in _CHIPS]
    return (
        f"<fieldset><legend>{said('firm.log.requests', lang)}</legend>"
        f'<textarea name="requests" rows="2" maxlength="{LONGEST}" aria-label="{said("firm.log.requests", lang)}">'
        f"{escape(text)}</textarea>{_chips('add', [(one, f'+ {one}') for one in words])}</fieldset>"
    )


def _step(now: dict[str, str | bool], lang: str) -> str:
    choices = "".join(
        _choice("next_step", one.value, t(f"enum.next_step_kind.{one.value}", lang), str(now["next_step"]))
        for one in NextStepKind
    )
    days = [(str(one), t("firm.log.in_days", lang, n=one)) for one in _DAYS]
    return (
        f'<fieldset><legend>{said("firm.log.next", lang)}</legend><div class="choices wrap">{choices}</div>'
        f'<div data-step="1"><input type="text" name="next_step_text" maxlength="500" style="margin-top:8px" '
        f'aria-label="{said("firm.log.next_text", lang)}" placeholder="{said("firm.log.next_text", lang)}" '
        f'value="{escape(str(now["next_step_text"]))}">'
        f'<label class="soft" style="display:block;margin-top:8px">{said("firm.log.due", lang)}'
        f'<input type="date" name="next_due" value="{escape(str(now["next_due"]))}"></label>'
        f"{_chips('days', days)}</div></fieldset>"
    )


def _note(text: str, lang: str) -> str:
    return (
        f'<fieldset><legend>{said("firm.log.note", lang)} <span class="soft">{said("firm.log.note.private", lang)}'
        f'</span></legend><textarea name="note" rows="3" maxlength="{LONGEST}" '
        f'aria-label="{said("firm.log.note", lang)}">{escape(text)}</textarea></fieldset>'
    )


def _told(*, is_told: bool, lang: str) -> str:
    return (
        f'<label class="tell"><input type="checkbox" name="is_told" value="1"{" checked" if is_told else ""}>'
        f"<span><b>{said('firm.log.tell', lang)}</b><br>{said('firm.log.tell.what', lang)}<br>"
        f"{said('firm.log.tell.never', lang)}</span></label>"
    )
