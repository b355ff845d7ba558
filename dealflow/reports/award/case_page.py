"""A winner's case on one page, to be printed or shown: the prize, the case, and what was measured at customers."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.award.awards import WinnerCase
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.adoption.deployments import MeasuredResult
from dealflow.i18n import called, name_of, t
from dealflow.reports.award.figure_words import change_words, figure_words
from dealflow.reports.kit.templates import render


@dataclass(frozen=True, slots=True)
class _Result:
    """One measured result as a line of the page."""

    metric: str
    words: str
    where: str
    basis: str


def page(winner: WinnerCase, lang: str) -> str:
    """Return the page as HTML."""
    award, entry, company = winner.award, winner.entry, winner.company
    office = next((office for office in award_defaults().offices if office.id == entry.office_id), None)
    return render(
        "award/case_page.html",
        lang,
        title=called(award.title_ko, award.title_en, lang),
        year=award.year,
        prize="" if winner.prize is None else name_of(winner.prize, lang),
        case_title=entry.case_title,
        company=called(company.name, company.name_en, lang),
        region=company.region,
        office="" if office is None else t("award.preliminary", lang, office=name_of(office, lang)),
        summary=entry.summary,
        evidence=entry.evidence,
        is_demo=company.is_demo,
        files=len(entry.files),
        figures=[
            _Result(
                figure.name,
                figure_words(figure),
                figure.how,
                t("award.figure.checked" if figure.is_checked else "award.figure.claimed", lang),
            )
            for figure in entry.figures
        ],
        results=[
            _Result(
                name_of(winner.metrics[result.metric], lang),
                result_words(result),
                deployment.adopter_name,
                t(f"adoption.basis.{result.basis.value}", lang),
            )
            for deployment in winner.deployments
            for result in deployment.results
            if result.metric in winner.metrics
        ],
    )


def result_words(result: MeasuredResult) -> str:
    """Return a result in one line: 3.2% → 1.8% (−43.8%)."""
    if result.before is None or result.after is None:
        return change_words(None, None, result.unit, result.change)
    return change_words(result.before, result.after, result.unit, result.change)
