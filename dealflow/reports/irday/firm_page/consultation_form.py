"""The form of a consultation log on a firm's own page: one thumb, under a minute, with what the organiser learns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dealflow.actions.irday.firm_page.firm_page import FirmPage
from dealflow.domain.irday.floor.floor import Agreement, ConsultationLog
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, moment, money

UNITS: Final = {"eok": 100_000_000, "million": 1_000_000}
"""What an amount of the form is counted in: 억 (a hundred million) and 백만 (a million) won."""
CHIPS: Final = ("deck", "financials", "captable", "demo", "references")
DAYS_AHEAD: Final = (3, 7, 14)


@dataclass(frozen=True, slots=True)
class LogForm:
    """The form of one consultation's log, filled with what was delivered before, or with what was refused just now.

    ``choices``: the companies to choose from where none is fixed, and ``chosen`` the one that was; ``typed_at``: when
    the log that is shown was typed; ``is_refused``: it shows what was typed and not taken.
    """

    company: str
    name: str
    fields: Mapping[str, str | bool]
    preview: str
    typed_at: str
    is_known: bool
    choices: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    is_refused: bool = False


def form(page: FirmPage, company: str, lang: str, refused: Mapping[str, str] | None = None) -> LogForm:
    """Return the form for a company's consultation; ``refused``: the log that was posted just now and not taken."""
    log = page.logs[company].log if company in page.logs else None
    firm = page.others.get(company)
    is_refused = refused is not None and refused.get("company", "") == company
    return LogForm(
        company=company,
        name=name_of(firm, lang) if firm is not None else "",
        fields=again(refused) if refused is not None and is_refused else typed(log),
        preview="" if is_refused else preview(log, lang),
        typed_at=log.typed_at.isoformat() if log is not None else "",
        is_known=log is not None,
        is_refused=is_refused,
    )


def walk_ins(
    page: FirmPage, lang: str, refused: Mapping[str, str] | None = None
) -> tuple[tuple[LogForm, ...], LogForm]:
    """Return the forms of companies with which no consultation was planned: those logged before, and a new one.

    The new one keeps what was ``refused`` of a company that has no form of its own.
    """
    planned = {line.company for line in page.lines}
    rest = sorted(
        (firm for firm in page.others.values() if firm.id not in planned), key=lambda firm: name_of(firm, lang)
    )
    logged = tuple(form(page, firm.id, lang, refused) for firm in rest if firm.id in page.logs)
    choices = tuple((firm.id, name_of(firm, lang)) for firm in rest if firm.id not in page.logs)
    new = replace(form(page, "", lang), choices=choices)
    if refused is None or refused.get("company", "") in planned | set(page.logs):
        return logged, new
    return logged, replace(new, fields=again(refused), chosen=refused.get("company", ""), is_refused=True)


def again(posted: Mapping[str, str]) -> dict[str, str | bool]:
    """Return the fields of the form as they were posted."""
    empty = typed(None)
    agreed = " ".join(agreement for agreement in Agreement if posted.get(f"agreed-{agreement}"))
    told: dict[str, str | bool] = {"is_told": bool(posted.get("is_told")), "agreed": posted.get("agreed", "") or agreed}
    return {name: posted.get(name, "") for name in empty} | told


def typed(log: ConsultationLog | None) -> dict[str, str | bool]:
    """Return a log as the fields of the form; the fields of an empty form for none."""
    if log is None:
        return {
            "interest": "", "low": "", "high": "", "unit": "eok", "requests": "", "next_step": "none",
            "next_step_text": "", "next_due": "", "note": "", "agreed": "", "is_told": True,
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
        "agreed": " ".join(log.agreed),
        "is_told": log.is_told,
    }


def preview(log: ConsultationLog | None, lang: str) -> str:
    """Return the intention in words, said to be non-binding; nothing where none was noted."""
    low, high = (log.intention_low, log.intention_high) if log else (None, None)
    amounts = [money(Decimal(won), Unit.KRW, lang, exact=True) for won in (low, high) if won is not None]
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
        ", ".join(t(f"enum.agreement.{agreement.value}", lang) for agreement in log.agreed),
        log.requests,
        " · ".join(filter(None, (log.next_step_text, due))),
        log.note,
    )
    return "\n".join((t("firm.log.theirs", lang, at=moment(log.typed_at, lang)), *filter(None, parts)))


def _unit_of(log: ConsultationLog) -> str:
    """Return the larger unit in which both amounts have at most two decimals."""
    amounts = [won for won in (log.intention_low, log.intention_high) if won is not None]
    return "eok" if all(won % 1_000_000 == 0 for won in amounts) else "million"


def _amount(won: int | None, unit: str) -> str:
    if won is None:
        return ""
    return f"{(Decimal(won) / UNITS[unit]).normalize():f}"
