"""The public pages of an award: the call with its text, the form of a case, and the receipt; none needs a script.

What was typed is shown again, with what is wrong beside the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dealflow.actions.award.application_form import FIGURES
from dealflow.actions.award.applying import MOST_FILES, TAKEN, Call, CasePaper, EvidenceFile
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.decks.sniff import ENDINGS
from dealflow.domain.award.applications import ApplicationState, AwardConsent, CallState
from dealflow.domain.award.awards import Award, AwardCriterion, AwardRound, CaseFigure
from dealflow.domain.values.regions import PROVINCES
from dealflow.errors import DealflowError
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day, moment
from dealflow.reports.award.figure_words import figure_words, plain
from dealflow.reports.kit.form_sheet import FormSheet
from dealflow.reports.kit.templates import render

SWITCH: Final = "switch_to"
TRAP: Final = "homepage"
_ACCEPTED: Final = ",".join(ending for kind in sorted(TAKEN) for ending in ENDINGS.get(kind, ()))
_KILO: Final = 1_000


@dataclass(frozen=True, slots=True)
class CaseSheet(FormSheet):
    """What the form shows: what was typed, and what is wrong with it."""

    lang: str
    largest_mb: int
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, DealflowError] = field(default_factory=dict)

    @staticmethod
    def words_of(name: str) -> str:
        """Return where the words of a field stand."""
        return f"award.apply.{_word(name)}"


@dataclass(frozen=True, slots=True)
class _Round:
    """A round with its criteria."""

    title: str
    criteria: tuple[AwardCriterion, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _File:
    id: str
    name: str
    size: str


@dataclass(frozen=True, slots=True)
class _Figure:
    name: str
    words: str
    how: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a firm is told above its form or receipt: a sentence, and its own address where it was just made."""

    told: str = ""
    own_address: str = ""


def call(call: Call, address: str, lang: str) -> str:
    """Return the page of the call; ``address``: its own, below which the form is."""
    award = call.award
    rounds = [_round(award, AwardRound.REGIONAL, lang)]
    if award.final_criteria:
        rounds.append(_round(award, AwardRound.FINAL, lang))
    return render(
        "award/call_page.html",
        lang,
        **_heading(call, lang),
        award=award,
        address=address,
        span=span_words(award, lang),
        offices=", ".join(name_of(office, lang) for office in award_defaults().offices),
        prizes=", ".join(
            t("award.call.prize", lang, name=name_of(prize, lang), n=prize.count) for prize in award.prizes
        ),
        rounds=rounds,
    )


def form(call: Call, sheet: CaseSheet, paper: CasePaper | None, shown: Shown) -> str:
    """Return the page with the form: empty and new, or of an application that there is."""
    lang = sheet.lang
    offices = [(office.id, name_of(office, lang)) for office in award_defaults().offices]
    return render(
        "award/case_form.html",
        lang,
        **_heading(call, lang),
        sheet=sheet,
        told=shown.told,
        own_address=shown.own_address,
        provinces=[(province, term(province, lang)) for province in PROVINCES],
        offices=offices,
        figures=FIGURES,
        most_files=MOST_FILES,
        files=[] if paper is None else [_file(file) for file in paper.files],
        accepted=_ACCEPTED,
        consents=[(consent.value, consent is AwardConsent.PERSONAL_DATA) for consent in AwardConsent],
        switch_field=SWITCH,
        trap_field=TRAP,
        is_in=paper is not None and paper.application.state is ApplicationState.SUBMITTED,
    )


def receipt(paper: CasePaper, lang: str, shown: Shown) -> str:
    """Return what was handed in (or stands as a draft when the call closed), to be printed."""
    application = paper.application
    return render(
        "award/case_receipt.html",
        lang,
        **_heading(paper.call, lang),
        heading=t(f"award.receipt.{application.state.value}", lang),
        told=shown.told,
        own_address=shown.own_address,
        facts=[(label, value) for label, value in _facts(paper, lang) if value],
        figures=[
            _Figure(figure.name, figure_words(figure), figure.how)
            for figure in application.figures
        ],
        may_edit=paper.call.state is CallState.OPEN,
        is_withdrawn=application.state is ApplicationState.WITHDRAWN,
    )  # fmt: skip


def typed_of(paper: CasePaper) -> dict[str, str]:
    """Return what stands in an application's form, by field."""
    application, applicant = paper.application, paper.applicant
    fields = {
        "name_ko": application.name_ko, "biz_reg_no": application.biz_reg_no, "region": application.region,
        "sector": application.sector, "office": application.office_id, "case_title": application.case_title,
        "summary": application.summary, "representative": applicant.representative, "contact_name": applicant.name,
        "contact_title": applicant.title, "contact_phone": applicant.phone, "contact_email": applicant.email,
    }  # fmt: skip
    for name, figure in zip(FIGURES, application.figures, strict=False):
        fields |= _figure_fields(name, figure)
    return fields | {f"consent_{consent.value}": "yes" for consent in application.consents}


def receipt_number(paper: CasePaper) -> str:
    """Return the number that a receipt bears: year and number."""
    return f"{paper.call.award.year}-{paper.application.number:04d}"


def span_words(award: Award, lang: str) -> str:
    """Return from when to when an award takes applications."""
    return " ~ ".join("" if on is None else day(on, lang) for on in (award.opens_on, award.closes_on)).strip()


def _figure_fields(name: str, figure: CaseFigure) -> dict[str, str]:
    numbers = {part: getattr(figure, part) for part in ("before", "after")}
    written = {f"{name}_{part}": "" if number is None else plain(number) for part, number in numbers.items()}
    return {f"{name}_name": figure.name, f"{name}_unit": figure.unit, f"{name}_how": figure.how, **written}


def _heading(call: Call, lang: str) -> dict[str, object]:
    award = call.award
    closes = "" if award.closes_on is None else day(award.closes_on, lang)
    opens = "" if award.opens_on is None else day(award.opens_on, lang)
    state = "open_ended" if call.state is CallState.OPEN and not closes else call.state.value
    return {
        "title": called(award.title_ko, award.title_en, lang),
        "organiser": "" if call.organiser is None else name_of(call.organiser, lang),
        "state": call.state.value,
        "state_words": t(f"award.call.state.{state}", lang, opens=opens, closes=closes),
    }


def _round(award: Award, award_round: AwardRound, lang: str) -> _Round:
    key = "award.round.both" if not award.final_criteria else f"award.round.{award_round.value}"
    return _Round(t(key, lang), award.criteria_of(award_round), award.most_points(award_round))


def _file(file: EvidenceFile) -> _File:
    return _File(file.id, file.name, f"{max(1, round(file.size_bytes / _KILO)):,} KB")


def _facts(paper: CasePaper, lang: str) -> list[tuple[str, str]]:
    application, applicant = paper.application, paper.applicant
    office = next((office for office in award_defaults().offices if office.id == application.office_id), None)
    handed_in = "" if application.submitted_at is None else moment(application.submitted_at, lang)
    contact = " · ".join(filter(None, (applicant.name, applicant.title, applicant.phone, applicant.email)))
    values = (
        ("award.receipt.number", receipt_number(paper)),
        ("award.receipt.at", handed_in),
        ("award.apply.name_ko", application.name_ko),
        ("award.apply.biz_reg_no", application.biz_reg_no),
        ("award.apply.representative", applicant.representative),
        ("award.apply.region", term(application.region, lang) if application.region else ""),
        ("award.apply.office", "" if office is None else name_of(office, lang)),
        ("award.apply.case_title", application.case_title),
        ("award.apply.summary", application.summary),
        ("award.apply.files", "\n".join(file.name for file in paper.files)),
        ("award.apply.part.contact", contact),
        (
            "award.apply.part.consents",
            "\n".join(t(f"award.consent.{consent.value}", lang) for consent in application.consents),
        ),
    )
    return [(t(key, lang), value) for key, value in values]


def _word(name: str) -> str:
    """Return the place of a field's words: those of figures share theirs."""
    head, _, tail = name.rpartition("_")
    return f"figure.{tail}" if head.startswith("figure_") else name
