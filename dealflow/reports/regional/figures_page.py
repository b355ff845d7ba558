"""The form on which an office or a firm tells a quarter's figures: plain HTML, no script, both languages.

What was typed is shown again, with what is wrong beside the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dealflow.actions.regional.figures_form import BEFORE, VALUE, typed_again
from dealflow.actions.regional.telling import PROOF_ENDINGS, PROOF_MB, FiguresForm
from dealflow.domain.regional.quarters import Quarter
from dealflow.domain.regional.reports import Asked, QuarterReport, ReportState
from dealflow.errors import DealflowError
from dealflow.i18n import called, name_of, t
from dealflow.i18n.errors import reason_of
from dealflow.i18n.numbers import day
from dealflow.reports.kit.templates import render
from dealflow.reports.regional.words import quarter_words, unit_words

SWITCH: Final = "switch_to"
"""The field that asks for the form in another language; what was typed so far is shown again."""
_ACCEPTED: Final = ",".join((*PROOF_ENDINGS.values(), ".jpeg"))
_TONES: Final = {None: "", ReportState.SUBMITTED: "", ReportState.RETURNED: "warn", ReportState.CONFIRMED: "good"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows: the form, which quarter (None: none is over yet), what was typed, what is wrong with it."""

    form: FiguresForm
    quarter: Quarter | None
    lang: str
    typed: Mapping[str, str] | None = None
    problems: Mapping[str, DealflowError] = field(default_factory=dict)
    is_done: bool = False

    @property
    def report(self) -> QuarterReport | None:
        """Return what was told of the quarter so far."""
        return None if self.quarter is None else self.form.reports.get(self.quarter)


@dataclass(frozen=True, slots=True)
class _Field:
    """One field as the page shows it."""

    name: str
    label: str
    value: str
    wrong: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A figure's line: its name, unit and hint, and one field or two."""

    name: str
    unit: str
    hint: str
    fields: tuple[_Field, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """A quarter to go to, and how it stands."""

    id: str
    words: str
    state: str
    tone: str
    is_open: bool


def page(sheet: Sheet) -> str:
    """Return the page of one quarter."""
    form, lang, report = sheet.form, sheet.lang, sheet.report
    typed = sheet.typed if sheet.typed is not None else typed_again(report) if report is not None else {}
    general = {name: error for name, error in sheet.problems.items() if name in {"figures", "quarter", "file", ""}}
    return render(
        "regional/figures_page.html",
        lang,
        title=called(form.programme.title_ko, form.programme.title_en, lang),
        house=called(*form.house, lang),
        teller=teller_words(form, lang),
        quarter="" if sheet.quarter is None else quarter_words(sheet.quarter, lang),
        quarter_id="" if sheet.quarter is None else str(sheet.quarter),
        due="" if sheet.quarter is None else day(form.due_on[sheet.quarter], lang),
        choices=[_choice(quarter, sheet) for quarter in form.quarters],
        state=_state(report, lang),
        tone=_TONES[None if report is None else report.state],
        because="" if report is None else report.because,
        is_fixed=report is not None and report.state is ReportState.CONFIRMED,
        is_done=sheet.is_done,
        has_proof=report is not None and report.proof is not None,
        lines=[_line(line, typed, sheet) for line in form.lines],
        note=typed.get("note", ""),
        wrong=len(sheet.problems),
        wrong_general=[reason_of(error, lang) for error in general.values()],
        wrong_proof=_reason(sheet, "proof"),
        wrong_note=_reason(sheet, "note"),
        accepted=_ACCEPTED,
        largest_mb=PROOF_MB,
        switch_field=SWITCH,
    )


def refusal(problem: str, lang: str) -> str:
    """Return the page of an address that does not open, or of a form that is not taken."""
    return render("regional/figures_refusal.html", lang, words=t(f"regional.form.refused.{problem}", lang))


def teller_words(form: FiguresForm, lang: str) -> str:
    """Return who tells: the firm, or the region's office."""
    region = form.programme.region(form.teller.region)
    if form.firm is None:
        return t("regional.office", lang, region=name_of(region, lang))
    return f"{called(form.firm.name, form.firm.name_en, lang)} · {name_of(region, lang)}"


def _choice(quarter: Quarter, sheet: Sheet) -> _Choice:
    report = sheet.form.reports.get(quarter)
    return _Choice(
        str(quarter),
        quarter_words(quarter, sheet.lang),
        _state(report, sheet.lang),
        _TONES[None if report is None else report.state],
        quarter == sheet.quarter,
    )


def _state(report: QuarterReport | None, lang: str) -> str:
    return t(f"regional.state.{'missing' if report is None else report.state.value}", lang)


def _line(line: Asked, typed: Mapping[str, str], sheet: Sheet) -> _Line:
    lang = sheet.lang
    names = (
        [(BEFORE, t("regional.form.before", lang)), (VALUE, t("regional.form.quarter", lang))]
        if line.has_before
        else [(VALUE, t("regional.form.value", lang))]
    )
    fields = tuple(
        _Field(f"{start}{line.id}", label, typed.get(f"{start}{line.id}", ""), _reason(sheet, f"{start}{line.id}"))
        for start, label in names
    )
    return _Line(name_of(line, lang), unit_words(line.unit, lang), called(line.hint_ko, line.hint_en, lang), fields)


def _reason(sheet: Sheet, name: str) -> str:
    error = sheet.problems.get(name)
    return "" if error is None else reason_of(error, sheet.lang)
