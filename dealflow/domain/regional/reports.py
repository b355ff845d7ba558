"""What regions' offices and firms tell of a quarter: figures, a proof, and whether the house took them.

Whoever tells may correct until the house confirms. Confirmed figures change only after the house sends them back with
a reason; every version stays in the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from dealflow.domain.regional.programmes import Indicator, Programme, SupportedFirm, Way
from dealflow.domain.regional.quarters import Quarter
from dealflow.errors import InvalidInputError

_MOST: Final = Decimal(10) ** 15
"""More won than any region spends: what is more was typed by mistake."""


class ReportState(StrEnum):
    """How a quarter's figures stand; nothing handed in is no state."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a quarter; ``before``: what it was before the adoption, where a change is measured."""

    id: str
    value: Decimal
    before: Decimal | None = None

    @property
    def change_percent(self) -> Decimal | None:
        """Return by how many per cent it changed since before; None where that is not known."""
        if self.before is None or self.before == 0:
            return None
        return (self.value - self.before) / self.before * 100


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that shows the figures: its hash, kind and size. Its name is not kept: people are named in such."""

    sha256: str
    ending: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells figures: a supported firm, or a region's office (``firm_id`` empty)."""

    programme_id: str
    owner_id: str
    region: str
    firm_id: str = ""

    @property
    def id(self) -> str:
        """Return the id in addresses: the firm's, or one made of programme and region."""
        return self.firm_id or f"{self.programme_id}-{self.region}"


@dataclass(frozen=True, slots=True)
class TellerAddress:
    """The address by which somebody tells figures without an account; only the hash of its secret is kept."""

    teller: Teller
    secret_hash: str

    @property
    def id(self) -> str:
        """Return whose it is."""
        return self.teller.id

    @property
    def programme_id(self) -> str:
        """Return the programme."""
        return self.teller.programme_id

    @property
    def owner_id(self) -> str:
        """Return the house that runs it."""
        return self.teller.owner_id


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """One teller's figures of a quarter; ``because``: why the house sent them back."""

    teller: Teller
    year: int
    quarter: int
    figures: tuple[Figure, ...]
    note: str = ""
    proof: Proof | None = None
    state: ReportState = ReportState.SUBMITTED
    because: str = ""

    @property
    def id(self) -> str:
        """Return the id of a teller's quarter."""
        return f"{self.teller.id}:{self.period}"

    @property
    def period(self) -> Quarter:
        """Return the quarter."""
        return Quarter(self.year, self.quarter)

    @property
    def programme_id(self) -> str:
        """Return the programme."""
        return self.teller.programme_id

    @property
    def owner_id(self) -> str:
        """Return the house that runs it."""
        return self.teller.owner_id

    @property
    def teller_id(self) -> str:
        """Return who told."""
        return self.teller.id

    @property
    def proof_sha256(self) -> str:
        """Return the hash of its proof; nothing where none came."""
        return "" if self.proof is None else self.proof.sha256

    @property
    def proof_bytes(self) -> int:
        """Return how large its proof is."""
        return 0 if self.proof is None else self.proof.size_bytes

    def figure(self, figure_id: str) -> Figure | None:
        """Return one of its figures; None: not told."""
        return next((figure for figure in self.figures if figure.id == figure_id), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a teller's form: what an office spent of a fund, or an indicator of a firm."""

    id: str
    name_ko: str
    name_en: str
    unit: str
    has_before: bool = False
    most: int | None = None
    hint_ko: str = ""
    hint_en: str = ""


def asked_of(programme: Programme, teller: Teller) -> tuple[Asked, ...]:
    """Return what a teller's form asks: an office what it spent of each fund, a firm every indicator."""
    if not teller.firm_id:
        return tuple(Asked(fund.id, fund.name_ko, fund.name_en, "won") for fund in programme.funds)
    return tuple(_asked(indicator) for indicator in programme.asked_indicators)


def lines_of(programme: Programme, report: QuarterReport) -> tuple[Asked, ...]:
    """Return what a report is drawn by: what is asked now, and what it tells that is asked no more."""
    asked = asked_of(programme, report.teller)
    known = {line.id for line in asked}
    told = {figure.id for figure in report.figures} - known if report.teller.firm_id else set()
    return (*asked, *(_asked(indicator) for indicator in programme.indicators if indicator.id in told))


def _asked(indicator: Indicator) -> Asked:
    return Asked(
        indicator.id,
        indicator.name_ko,
        indicator.name_en,
        indicator.unit,
        indicator.way is Way.CHANGE,
        indicator.most,
        indicator.hint_ko,
        indicator.hint_en,
    )


def tellers(programme: Programme, firms: Sequence[SupportedFirm], year: int) -> tuple[Teller, ...]:
    """Return who is to tell figures of a year's quarters: every region's office, and the firms supported by then."""
    offices = (Teller(programme.id, programme.owner_id, region.id) for region in programme.regions)
    supported = (teller_of(firm) for firm in firms if not firm.is_withdrawn and firm.year <= year)
    return (*offices, *supported)


def teller_of(firm: SupportedFirm) -> Teller:
    """Return a firm as somebody who tells figures."""
    return Teller(firm.programme_id, firm.owner_id, firm.region, firm.id)


def handed_in(programme: Programme, report: QuarterReport, before: QuarterReport | None) -> QuarterReport:
    """Return a report as it is handed in: it waits for the house, and keeps the earlier proof where none came.

    What was told before of an indicator that is asked no more stays in it.

    Raises:
        InvalidInputError: the quarter was confirmed, a figure is missing its other half or beyond what it can be, or
            nothing is told at all.
    """
    if before is not None and before.state is ReportState.CONFIRMED:
        raise InvalidInputError(field="quarter", problem="quarter_confirmed")
    lines = {line.id: line for line in asked_of(programme, report.teller)}
    if not report.figures:
        raise InvalidInputError(field="figures", problem="missing")
    for figure in report.figures:
        if figure.id not in lines:
            raise InvalidInputError(field="figures", problem="unknown", value=figure.id)
        _require_sound(figure, lines[figure.id])
    if not report.teller.firm_id and len(report.figures) != len(lines):
        raise InvalidInputError(field="figures", problem="missing")
    asked_no_more = () if before is None else (figure for figure in before.figures if figure.id not in lines)
    figures = (*report.figures, *asked_no_more)
    proof = report.proof or (before.proof if before is not None else None)
    return replace(report, figures=figures, proof=proof, state=ReportState.SUBMITTED, because="")


def _require_sound(figure: Figure, line: Asked) -> None:
    if line.has_before is (figure.before is None):
        raise InvalidInputError(field=line.id, problem="missing" if line.has_before else "unknown")
    for value in (figure.value, figure.before):
        if value is None:
            continue
        if value < 0:
            raise InvalidInputError(field=line.id, problem="negative", value=value)
        if value > (line.most if line.most is not None else _MOST):
            raise InvalidInputError(field=line.id, problem="outside", value=value)


def confirmed(report: QuarterReport) -> QuarterReport:
    """Return a report that the house took.

    Raises:
        InvalidInputError: it is not waiting for that.
    """
    if report.state is not ReportState.SUBMITTED:
        raise InvalidInputError(field="quarter", problem="not_submitted")
    return replace(report, state=ReportState.CONFIRMED)


def sent_back(report: QuarterReport, because: str) -> QuarterReport:
    """Return a report that goes back to whoever told it, for a reason; a confirmed one, too, to be corrected.

    Raises:
        InvalidInputError: no reason is said, or it was sent back already.
    """
    if report.state is ReportState.RETURNED:
        raise InvalidInputError(field="quarter", problem="not_submitted")
    if not because:
        raise InvalidInputError(field="because", problem="missing")
    return replace(report, state=ReportState.RETURNED, because=because)
