"""An application for an award: the firm, its case with figures before and after, its evidence files, its consents.

A draft holds whatever was typed so far. What was handed in can be changed until the call closes; whom to write to
stands beside the journal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from dealflow.domain.award.awards import Award, AwardEntry, CaseFigure
from dealflow.errors import InvalidInputError


class ApplicationState(StrEnum):
    """How an application stands with whoever writes it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class AwardConsent(StrEnum):
    """What whoever applies agrees to; without the first nothing can be kept of them."""

    PERSONAL_DATA = "personal_data"
    PUBLISH = "publish"
    """That the case is shown where it wins."""


class CallState(StrEnum):
    """Whether an award takes applications on a day."""

    EARLY = "early"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class AwardApplication:
    """What a firm says of itself and its case. ``files``: ids of the evidence among the house's files.

    ``entry_id``: the case that was taken in from it; empty until then. ``number``: what its receipt bears.
    """

    id: str
    award_id: str
    owner_id: str
    secret_hash: str
    number: int
    state: ApplicationState = ApplicationState.DRAFT
    name_ko: str = ""
    biz_reg_no: str = ""
    region: str = ""
    sector: str = ""
    office_id: str = ""
    case_title: str = ""
    summary: str = ""
    figures: tuple[CaseFigure, ...] = ()
    files: tuple[str, ...] = ()
    consents: tuple[AwardConsent, ...] = ()
    submitted_at: datetime | None = None
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who leads the firm and whom to write to about its application: kept beside the journal, to be destroyed."""

    representative: str = ""
    name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""


def call_state(award: Award, on: date) -> CallState:
    """Return whether the award takes applications on a day; its last day counts."""
    if award.opens_on is not None and on < award.opens_on:
        return CallState.EARLY
    return CallState.CLOSED if award.closes_on is not None and on > award.closes_on else CallState.OPEN


def require_open(award: Award, on: date) -> None:
    """Require that the award takes applications on a day.

    Raises:
        InvalidInputError: it does not yet, or no more.
    """
    state = call_state(award, on)
    if state is not CallState.OPEN:
        raise InvalidInputError(
            field="application", problem="call_early" if state is CallState.EARLY else "call_closed"
        )


def entry_from(application: AwardApplication, entry: AwardEntry) -> AwardEntry:
    """Return a case as the application says it now; figures that were checked stay so while they say the same."""
    checked = {replace(figure, is_checked=False) for figure in entry.figures if figure.is_checked}
    return replace(
        entry,
        office_id=application.office_id,
        case_title=application.case_title,
        summary=application.summary,
        figures=tuple(replace(figure, is_checked=figure in checked) for figure in application.figures),
        files=application.files,
        application_id=application.id,
    )


def is_changed(application: AwardApplication, entry: AwardEntry) -> bool:
    """Say whether the application says something else than the case that was taken in from it."""
    return entry_from(application, entry) != entry


def missing_fields(application: AwardApplication, applicant: Applicant) -> tuple[str, ...]:
    """Return what an application lacks to be handed in, in the order of the form."""
    needed = {
        "name_ko": application.name_ko,
        "biz_reg_no": application.biz_reg_no,
        "region": application.region,
        "representative": applicant.representative,
        "office": application.office_id,
        "case_title": application.case_title,
        "summary": application.summary,
        "figure_1_name": any(figure.after is not None for figure in application.figures),
        "contact_name": applicant.name,
        "contact_phone": applicant.phone,
        "contact_email": applicant.email,
        "consent_personal_data": AwardConsent.PERSONAL_DATA in application.consents,
    }
    return tuple(name for name, value in needed.items() if not value)
