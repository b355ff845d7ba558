"""What follows on a recommendation: evaluations and appeals, agreement, grant by year, reports, match, royalties.

One project an engagement of the operators' track. It is kept whole; each part bears an id by which it is put in the
place of an earlier one. Days are what was written on a notice or an agreement, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Protocol, TypeVar

from dealflow.errors import InvalidInputError, NotFoundError


class EvaluationKind(StrEnum):
    """Which evaluation: two before the selection, three of the project that runs."""

    DOCUMENT = "document"
    PRESENTATION = "presentation"
    ANNUAL = "annual"
    STAGE = "stage"
    FINAL = "final"


class ProjectVerdict(StrEnum):
    """How an evaluation or a report ended: the first three before the selection, the others of a project that runs."""

    SELECTED = "selected"
    RESERVE = "reserve"
    REJECTED = "rejected"
    EXCELLENT = "excellent"
    NORMAL = "normal"
    POOR = "poor"


class ProjectReportKind(StrEnum):
    """Which report the company owes the agency."""

    ANNUAL = "annual"
    STAGE = "stage"
    FINAL = "final"
    SPENDING = "spending"
    RESULT_USE = "result_use"


SELECTING: Final = frozenset({EvaluationKind.DOCUMENT, EvaluationKind.PRESENTATION})
_SELECTION: Final = (ProjectVerdict.SELECTED, ProjectVerdict.RESERVE, ProjectVerdict.REJECTED)
_GRADES: Final = (ProjectVerdict.EXCELLENT, ProjectVerdict.NORMAL, ProjectVerdict.POOR)
AGAINST: Final = frozenset({ProjectVerdict.REJECTED, ProjectVerdict.POOR})
"""The verdicts against which a company may appeal with something to gain."""


@dataclass(frozen=True, slots=True)
class GrantEvaluation:
    """One evaluation: its day, its score, its verdict, and the appeal against it."""

    id: str
    kind: EvaluationKind
    held_on: date
    year: int = 0
    """The year of the project (연차) that it looks at; 0 before the selection."""
    score: Decimal | None = None
    out_of: Decimal = Decimal(100)
    verdict: ProjectVerdict | None = None
    notified_on: date | None = None
    appealed_on: date | None = None
    answered_on: date | None = None
    upheld: bool | None = None
    """Whether the appeal was upheld; None while nobody said."""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The grant agreement (협약): number, day, term of the project. ``sign_by``: the last day that the agency gave."""

    number: str = ""
    sign_by: date | None = None
    signed_on: date | None = None
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class GrantYear:
    """One year of the project with its money in won: the grant, and what the company brings in cash and in kind."""

    id: str
    year: int
    begins_on: date
    ends_on: date
    grant_won: int = 0
    own_cash_won: int = 0
    own_kind_won: int = 0


@dataclass(frozen=True, slots=True)
class GrantPayment:
    """Grant money that came in, of which year of the project."""

    id: str
    year: int
    paid_on: date
    amount_won: int


@dataclass(frozen=True, slots=True)
class ProjectReport:
    """A report that is owed or was handed in. ``due_on``: the agency's own day; None: as the rules have it."""

    id: str
    kind: ProjectReportKind
    year: int = 0
    due_on: date | None = None
    submitted_on: date | None = None
    verdict: ProjectVerdict | None = None
    judged_on: date | None = None


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """A matching investment (매칭투자) of the mother fund: what was asked, and what was granted (0: declined)."""

    id: str
    asked_on: date
    asked_won: int
    decided_on: date | None = None
    granted_won: int | None = None
    paid_on: date | None = None
    call_option_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Royalty:
    """A royalty (정부납부기술료) on the sales of one year of the calendar."""

    id: str
    year: int
    amount_won: int
    sales_won: int | None = None
    due_on: date | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class GrantProject:
    """All that is known of one project, in the books of the house that recommended it."""

    id: str
    owner_id: str
    engagement_id: str
    application_number: str = ""
    applied_on: date | None = None
    agreement: Agreement = Agreement()
    years: tuple[GrantYear, ...] = ()
    evaluations: tuple[GrantEvaluation, ...] = ()
    payments: tuple[GrantPayment, ...] = ()
    reports: tuple[ProjectReport, ...] = ()
    matches: tuple[MatchRequest, ...] = ()
    royalties: tuple[Royalty, ...] = ()

    @property
    def grant_won(self) -> int | None:
        """Return the grant of all years; None before any year is known."""
        return sum(year.grant_won for year in self.years) if self.years else None

    @property
    def paid_won(self) -> int:
        """Return what of the grant came in."""
        return sum(payment.amount_won for payment in self.payments)

    @property
    def selection(self) -> ProjectVerdict | None:
        """Return how the selection ended: an upheld appeal turns a rejection; None while nothing is decided.

        The presentation has the last word; a rejection on paper ends it as well.
        """
        verdicts = {evaluation.kind: _final(evaluation) for evaluation in self.evaluations}
        last = verdicts.get(EvaluationKind.PRESENTATION)
        if last is not None:
            return last
        first = verdicts.get(EvaluationKind.DOCUMENT)
        return first if first is ProjectVerdict.REJECTED else None


ProjectPart = GrantYear | GrantEvaluation | GrantPayment | ProjectReport | MatchRequest | Royalty
_PLACES: Final[dict[type, str]] = {
    GrantYear: "years",
    GrantEvaluation: "evaluations",
    GrantPayment: "payments",
    ProjectReport: "reports",
    MatchRequest: "matches",
    Royalty: "royalties",
}


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


PartT = TypeVar("PartT", bound=_Identified)


def verdicts_of(kind: EvaluationKind) -> tuple[ProjectVerdict, ...]:
    """Return the verdicts in which an evaluation of a kind may end."""
    return _SELECTION if kind in SELECTING else _GRADES


def with_part(project: GrantProject, part: ProjectPart) -> GrantProject:
    """Return the project with a part in the place of the one of its id, in the order of its days.

    Raises:
        InvalidInputError: what comes of it is not sound.
    """
    place = _PLACES[type(part)]
    parts = _put(getattr(project, place), part)
    changed: dict[str, Any] = {place: parts}
    return _sound(replace(project, **changed))


def with_head(project: GrantProject, agreement: Agreement, number: str, applied_on: date | None) -> GrantProject:
    """Return the project with its application and agreement as they are now.

    Raises:
        InvalidInputError: what comes of it is not sound.
    """
    return _sound(replace(project, agreement=agreement, application_number=number, applied_on=applied_on))


def without_part(project: GrantProject, part_id: str) -> GrantProject:
    """Return the project without one of its parts.

    Raises:
        NotFoundError: it has no such part.
        InvalidInputError: other parts stand on it.
    """
    for place in _PLACES.values():
        parts = getattr(project, place)
        rest = tuple(part for part in parts if part.id != part_id)
        if len(rest) < len(parts):
            changed: dict[str, Any] = {place: rest}
            return _sound(replace(project, **changed))
    raise NotFoundError(kind="part", id=part_id)


def _put(parts: tuple[PartT, ...], part: PartT) -> tuple[PartT, ...]:
    others = tuple(other for other in parts if other.id != part.id)
    return tuple(sorted((*others, part), key=_order))


def _order(part: _Identified) -> tuple[int, date, str]:
    """Return by what parts of one kind stand in order: the year of the project, then the first day that they name."""
    days = [value for field in fields(part) if isinstance(value := getattr(part, field.name), date)]  # type: ignore[arg-type]  # all parts are dataclasses
    return getattr(part, "year", 0), min(days, default=date.max), part.id


def _final(evaluation: GrantEvaluation) -> ProjectVerdict | None:
    """Return an evaluation's verdict after its appeal."""
    if evaluation.upheld and evaluation.verdict is not None and evaluation.verdict in AGAINST:
        return ProjectVerdict.SELECTED if evaluation.kind in SELECTING else ProjectVerdict.NORMAL
    return evaluation.verdict


def _sound(project: GrantProject) -> GrantProject:
    """Return the project itself.

    Raises:
        InvalidInputError: days run backwards, a score is beyond its scale, years overlap, money exceeds its year, ...
    """
    for evaluation in project.evaluations:
        _require_sound_evaluation(evaluation)
    _require_sound_years(project)
    for payment in project.payments:
        _require_positive(payment.amount_won, "amount")
    for year in project.years:
        _require_within_year(project, year.year)
    for match in project.matches:
        _require_positive(match.asked_won, "asked")
        _require_in_order("decided_on", match.asked_on, match.decided_on, match.paid_on)
        if match.call_option_percent is not None and not 0 <= match.call_option_percent <= 100:  # noqa: PLR2004  # per cent
            raise InvalidInputError(field="call_option", problem="outside", value=match.call_option_percent)
    for royalty in project.royalties:
        if royalty.amount_won < 0:
            raise InvalidInputError(field="amount", problem="negative", value=royalty.amount_won)
    for report in project.reports:
        _require_in_order("judged_on", report.submitted_on, report.judged_on)
    return project


def _require_sound_evaluation(evaluation: GrantEvaluation) -> None:
    if evaluation.out_of <= 0:
        raise InvalidInputError(field="score", problem="not_positive", value=evaluation.out_of)
    if evaluation.score is not None and not 0 <= evaluation.score <= evaluation.out_of:
        raise InvalidInputError(field="score", problem="outside", value=evaluation.score)
    if evaluation.verdict is not None and evaluation.verdict not in verdicts_of(evaluation.kind):
        raise InvalidInputError(field="verdict", problem="unknown", value=evaluation.verdict.value)
    if evaluation.appealed_on is not None and evaluation.notified_on is None:
        raise InvalidInputError(field="notified_on", problem="missing")
    if evaluation.answered_on is not None and evaluation.appealed_on is None:
        raise InvalidInputError(field="appealed_on", problem="missing")
    if evaluation.upheld is not None and evaluation.answered_on is None:
        raise InvalidInputError(field="answered_on", problem="missing")
    days = (evaluation.held_on, evaluation.notified_on, evaluation.appealed_on, evaluation.answered_on)
    _require_in_order("notified_on", *days)


def _require_sound_years(project: GrantProject) -> None:
    agreement = project.agreement
    if agreement.begins_on and agreement.ends_on and agreement.ends_on < agreement.begins_on:
        raise InvalidInputError(field="ends_on", problem="before_start", value=agreement.ends_on.isoformat())
    years = sorted(project.years, key=lambda year: year.year)
    for place, year in enumerate(years):
        if year.year < 1:
            raise InvalidInputError(field="year", problem="not_positive", value=year.year)
        if min(year.grant_won, year.own_cash_won, year.own_kind_won) < 0:
            raise InvalidInputError(field="grant", problem="negative", value=year.year)
        if year.ends_on < year.begins_on:
            raise InvalidInputError(field="ends_on", problem="before_start", value=year.ends_on.isoformat())
        if place and years[place - 1].year == year.year:
            raise InvalidInputError(field="year", problem="repeated", value=year.year)
        if place and year.begins_on <= years[place - 1].ends_on:
            raise InvalidInputError(field="begins_on", problem="overlap", value=year.begins_on.isoformat())
    if years and agreement.begins_on and years[0].begins_on < agreement.begins_on:
        raise InvalidInputError(field="begins_on", problem="outside_term", value=years[0].begins_on.isoformat())
    if years and agreement.ends_on and years[-1].ends_on > agreement.ends_on:
        raise InvalidInputError(field="ends_on", problem="outside_term", value=years[-1].ends_on.isoformat())


def _require_within_year(project: GrantProject, number: int) -> None:
    """Require that no more of a year's grant came in than the agreement has."""
    granted = sum(year.grant_won for year in project.years if year.year == number)
    paid = sum(payment.amount_won for payment in project.payments if payment.year == number)
    if paid > granted:
        raise InvalidInputError(field="amount", problem="more_than_granted", value=paid)


def _require_positive(amount: int, field: str) -> None:
    if amount <= 0:
        raise InvalidInputError(field=field, problem="not_positive", value=amount)


def _require_in_order(field: str, *days: date | None) -> None:
    known: Sequence[date] = [day for day in days if day is not None]
    if list(known) != sorted(known):
        raise InvalidInputError(field=field, problem="days_backwards", value=known[-1].isoformat())
