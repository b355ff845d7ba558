"""What dealflow knows for the papers R3, R4, R6, R7 and R11, by the names that filings.toml takes their values from.

Values are canonical text as in ``filing_prefill``: whole won, ISO days, codes; the forms are Korean, and so are the few
words in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dealflow.actions.tips.filing_prefill import company_values
from dealflow.domain.adoption.deployments import Basis, Deployment
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.company import Company, Contact
from dealflow.domain.investment.committee import Fund
from dealflow.domain.investment.deal_terms import Deal, Payment
from dealflow.domain.tips.grant_projects import EvaluationKind, GrantEvaluation, GrantProject, GrantYear, ProjectVerdict
from dealflow.domain.tips.papers import OwedPaper
from dealflow.domain.values.quantity import Quantity
from dealflow.domain.values.regions import PROVINCES

_HOME: Final = "대한민국"
_EVALUATIONS: Final = {
    EvaluationKind.DOCUMENT: "서면평가",
    EvaluationKind.PRESENTATION: "발표평가",
    EvaluationKind.ANNUAL: "연차평가",
    EvaluationKind.STAGE: "단계평가",
    EvaluationKind.FINAL: "최종평가",
}
_VERDICTS: Final = {
    ProjectVerdict.SELECTED: "선정",
    ProjectVerdict.RESERVE: "예비",
    ProjectVerdict.REJECTED: "탈락",
    ProjectVerdict.EXCELLENT: "우수",
    ProjectVerdict.NORMAL: "보통",
    ProjectVerdict.POOR: "미흡",
}


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """What there is to fill a paper from; ``extra``: pairs that were kept with it (an occasion and its day)."""

    owed: OwedPaper
    company: Company | None
    fund: Fund | None
    deal: Deal | None
    project: GrantProject | None
    facts: Mapping[str, str]
    claims: Mapping[str, Quantity]
    about: str
    contacts: Sequence[Contact]
    deployments: Sequence[Deployment]
    metrics: Mapping[str, Metric]
    extra: Mapping[str, str]


def paper_values(known: KnownPaper) -> dict[str, str]:
    """Return what is known, by source; what is not known is left out."""
    company = known.company
    texts = {
        **company_values(company, known.facts, known.claims),
        "company.country": _HOME if company is not None and company.region in PROVINCES else "",
        "claim.corp_reg_no": _text(known.claims.get("corp_reg_no")),
        "profile.about": known.about,
        "fund.name": "" if known.fund is None else known.fund.name_ko,
        "paper.quarter": known.owed.about,
        "paper.project_report": known.owed.about,
        "paper.occasion": known.extra.get("_occasion", ""),
        "paper.occasion_on": known.extra.get("_on", ""),
        **_of_contact(known.contacts),
        **_of_contract(known.owed, known.deal),
        **_of_project(known.owed, known.project),
        "project.results": "; ".join(_results(known)),
    }
    return {source: value for source, value in texts.items() if value}


def _text(quantity: Quantity | None) -> str:
    return "" if quantity is None else quantity.text or ""


def _of_contact(contacts: Sequence[Contact]) -> dict[str, str]:
    """Return the first contact of the company itself: whoever referred it is none."""
    card = next((contact.card for contact in contacts if not contact.is_referrer), None)
    if card is None:
        return {}
    return {"contact.name": card.name, "contact.phone": card.phone, "contact.email": card.email}


def _of_contract(owed: OwedPaper, deal: Deal | None) -> dict[str, str]:
    payment = None if deal is None else _first_payment(owed, deal)
    if deal is None or payment is None:
        return {}
    terms = deal.terms[payment.terms_version - 1] if 0 < payment.terms_version <= len(deal.terms) else None
    amount = 0 if terms is None else sum(line.amount_won for line in terms.lines if line.fund_id == owed.fund_id)
    return {
        "payment.share_kind": "신주" if payment.new_shares else "구주",
        "contract.amount_won": str(amount) if amount else "",
        "contract.words": f"계약일 {owed.about}, 조건 v{payment.terms_version}, {payment.instrument.value.upper()}",
    }


def _first_payment(owed: OwedPaper, deal: Deal) -> Payment | None:
    return next(
        (
            payment
            for payment in deal.payments
            if payment.fund_id == owed.fund_id
            and not payment.voided_because
            and payment.contract_on is not None
            and owed.subject_id.endswith(f"-{payment.terms_version}")
        ),
        None,
    )


def _of_project(owed: OwedPaper, project: GrantProject | None) -> dict[str, str]:
    if project is None:
        return {}
    agreement, number = project.agreement, owed.about.partition(":")[2]
    year = next((year for year in project.years if str(year.year) == number), None)
    begins, ends = agreement.begins_on, agreement.ends_on
    return {
        "project.application_number": project.application_number,
        "project.agreement_number": agreement.number,
        "project.term": f"{begins.isoformat()} ~ {ends.isoformat()}" if begins and ends else "",
        "project.received_won": str(project.paid_won) if project.payments else "",
        "project.evaluations": "; ".join(map(_evaluation_words, project.evaluations)),
        **_of_year(year),
    }


def _of_year(year: GrantYear | None) -> dict[str, str]:
    if year is None:
        return {}
    return {
        "project.year_term": f"{year.begins_on.isoformat()} ~ {year.ends_on.isoformat()}",
        "project.grant_won": str(year.grant_won),
        "project.own_cash_won": str(year.own_cash_won),
        "project.own_kind_won": str(year.own_kind_won),
    }


def _evaluation_words(evaluation: GrantEvaluation) -> str:
    score = "" if evaluation.score is None else f"{_plain(evaluation.score)}/{_plain(evaluation.out_of)}"
    verdict = "" if evaluation.verdict is None else _VERDICTS[evaluation.verdict]
    parts = (evaluation.held_on.isoformat(), _EVALUATIONS[evaluation.kind], score, verdict)
    return " ".join(filter(None, parts))


def _results(known: KnownPaper) -> list[str]:
    """Return what was measured at customers of the company and verified: nothing that is only claimed."""
    return [
        f"{known.metrics[result.metric].name_ko} {_plain(result.before)} → {_plain(result.after)}{result.unit}"
        for deployment in known.deployments
        for result in deployment.results
        if result.basis is Basis.VERIFIED
        and result.metric in known.metrics
        and result.before is not None
        and result.after is not None
    ]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
