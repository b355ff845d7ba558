"""What the holder of a teller's address does: sees the own quarters, tells figures with a proof, corrects them."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from dealflow.actions.investment.vote_links import hashed
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.house_room import keep_file
from dealflow.actions.platform.workspace import Workspace, commit, record, written
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.regional.events import QuarterReportKept
from dealflow.domain.regional.programmes import Programme, SupportedFirm
from dealflow.domain.regional.quarters import Quarter, ended
from dealflow.domain.regional.reports import (
    Asked,
    Figure,
    Proof,
    QuarterReport,
    Teller,
    asked_of,
    handed_in,
)
from dealflow.domain.values.event import By
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DayLinkError, InvalidInputError
from dealflow.store.ledger.queries import people
from dealflow.store.ledger.queries import regional as queries
from dealflow.store.ledger.queries.visibility import Session

_LONGEST: Final = 2_000
_MEGABYTE: Final = 1_000_000
PROOF_MB: Final = 20
"""The largest proof in megabytes: a scan of some pages, not a film."""
PROOF_ENDINGS: Final = {
    Kind.PDF: ".pdf",
    Kind.JPEG: ".jpg",
    Kind.PNG: ".png",
    Kind.XLSX: ".xlsx",
    Kind.DOCX: ".docx",
    Kind.HWPX: ".hwpx",
    Kind.HWP: ".hwp",
}
"""What a proof may be, by its contents."""


@dataclass(frozen=True, slots=True)
class FiguresForm:
    """What an address shows: whose figures, of which quarters, what is asked and was told; ``house``: who collects."""

    programme: Programme
    house: tuple[str, str]
    teller: Teller
    firm: SupportedFirm | None
    quarters: tuple[Quarter, ...]
    lines: tuple[Asked, ...]
    reports: dict[Quarter, QuarterReport]
    due_on: dict[Quarter, date]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came by an address: of which quarter, figures, a note, and the bytes of a proof (none: b"")."""

    quarter: Quarter
    figures: tuple[Figure, ...]
    note: str = ""
    proof: bytes = b""


def open_form(ws: Workspace, teller_id: str, secret: str, *, at: datetime) -> FiguresForm:
    """Return what an address opens.

    Raises:
        DayLinkError: it does not open: never issued, closed, renewed, or the firm is no longer on the list.
    """
    with ws.ledger.read() as session:
        return _form(ws, session, teller_id, secret, at)


def tell(ws: Workspace, teller_id: str, secret: str, handed: HandedIn, *, at: datetime) -> FiguresForm:
    """Hand figures in, or correct them, and return the form as it then stands.

    Raises:
        DayLinkError: the address does not open.
        InvalidInputError: the quarter is not asked for, or was confirmed; a figure is wrong; the file is none that can
            prove, or too large.
    """
    form = open_form(ws, teller_id, secret, at=at)
    _require_asked(form, handed.quarter)
    _report(form, handed, None)  # what cannot be told leaves no file behind
    proof = _proof(ws, form, handed.proof, at)

    def work(session: Session) -> None:
        now = _form(ws, session, teller_id, secret, at)
        report = _report(now, handed, proof)
        known = {other.id: version for other, version in queries.reports_of_teller(session, ws.name, teller_id)}
        if report != now.reports.get(handed.quarter):
            by = By(f"teller:{teller_id}", at, "link")
            record(ws, session, [QuarterReportKept(report)], by, after=known.get(report.id, 0))

    commit(ws, work)
    return open_form(ws, teller_id, secret, at=at)


def _report(form: FiguresForm, handed: HandedIn, proof: Proof | None) -> QuarterReport:
    note = written(handed.note, "note", longest=_LONGEST)
    quarter = handed.quarter
    report = QuarterReport(form.teller, quarter.year, quarter.number, handed.figures, note, proof)
    return handed_in(form.programme, report, form.reports.get(quarter))


def _require_asked(form: FiguresForm, quarter: Quarter) -> None:
    if quarter not in form.quarters:
        raise InvalidInputError(field="quarter", problem="unknown", value=str(quarter))


def _proof(ws: Workspace, form: FiguresForm, data: bytes, at: datetime) -> Proof | None:
    if not data:
        return None
    if len(data) > PROOF_MB * _MEGABYTE:
        raise InvalidInputError(field="proof", problem="too_large")
    kind = kind_of(data)
    if kind not in PROOF_ENDINGS:
        raise InvalidInputError(field="proof", problem="proof_kind")
    house = Viewer(f"teller:{form.teller.id}", form.teller.owner_id, Role.VIEWER)
    return Proof(keep_file(Acting(ws, house, at, "link"), data), PROOF_ENDINGS[kind], len(data))


def _form(ws: Workspace, session: Session, teller_id: str, secret: str, at: datetime) -> FiguresForm:
    address = queries.address_of_link(session, ws.name, teller_id)
    if address is None or not address.secret_hash or not hmac.compare_digest(address.secret_hash, hashed(secret)):
        raise DayLinkError(problem="unknown")
    teller = address.teller
    runner = Viewer("", teller.owner_id, Role.VIEWER)
    known = queries.programmes(session, ws.name, runner)
    programme = next(programme for programme, _ in known if programme.id == teller.programme_id)
    firm = None
    if teller.firm_id:
        firm, _ = queries.firm(session, ws.name, runner, programme.id, teller.firm_id) or (None, 0)
        if firm is None or firm.is_withdrawn:
            raise DayLinkError(problem="gone")
        teller = replace(teller, region=firm.region)
    elif teller.region not in {region.id for region in programme.regions}:
        raise DayLinkError(problem="gone")
    first = firm.year if firm is not None else programme.first_year
    quarters = ended(first, programme.last_year, korean_day(at))
    reports = {report.period: report for report, _ in queries.reports_of_teller(session, ws.name, teller_id)}
    houses = {house.id: (house.name_ko, house.name_en) for house in people.organisations(session, ws.name)}
    due = {quarter: ws.calendar.deadline_after(quarter.ends_on, programme.due_days) for quarter in quarters}
    return FiguresForm(
        programme,
        houses.get(teller.owner_id, ("", "")),
        teller,
        firm,
        quarters,
        asked_of(programme, teller),
        reports,
        due,
    )
