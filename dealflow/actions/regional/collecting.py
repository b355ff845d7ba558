"""A quarter's figures: who is to tell them and who has, addresses, confirming, sending back, and the past of each."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from dealflow.actions.investment.vote_links import SECRET_BYTES, hashed
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import written
from dealflow.actions.regional.programmes import own_programme, programme
from dealflow.domain.people.access import Act, require
from dealflow.domain.regional.events import QuarterReportKept, TellerAddressKept
from dealflow.domain.regional.programmes import Programme, SupportedFirm
from dealflow.domain.regional.quarters import Quarter, require_over
from dealflow.domain.regional.reports import (
    QuarterReport,
    ReportState,
    Teller,
    TellerAddress,
    confirmed,
    handed_in,
    sent_back,
    tellers,
)
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.queries import regional as queries

_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One who is to tell figures of a quarter, and what came; ``firm`` None: a region's office."""

    teller: Teller
    firm: SupportedFirm | None
    report: QuarterReport | None
    has_address: bool

    @property
    def state(self) -> ReportState | None:
        """Return how its figures stand; None: nothing came."""
        return None if self.report is None else self.report.state


@dataclass(frozen=True, slots=True)
class QuarterCollection:
    """How the collection of a quarter stands."""

    programme: Programme
    quarter: Quarter
    due_on: date
    lines: tuple[Line, ...]

    def count(self, state: ReportState | None) -> int:
        """Return how many stand so."""
        return sum(line.state is state for line in self.lines)


@dataclass(frozen=True, slots=True)
class PastReport:
    """One version of a quarter's figures: when, by whom (empty: by the address), and what it said."""

    at: datetime
    person_id: str
    report: QuarterReport


def collection(looking: Looking, programme_id: str, quarter: Quarter) -> QuarterCollection:
    """Return how a quarter's collection stands: offices first, then firms by region and name.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; the house has no such one.
    """
    view = programme(looking, programme_id)
    with looking.ws.ledger.read() as session:
        known = queries.addresses(session, looking.ws.name, looking.viewer, programme_id)
    with_address = {address.id for address, _ in known if address.secret_hash}
    firms = {firm.id: firm for firm in view.books.firms}
    by_teller = {report.teller.id: report for report in view.books.reports if report.period == quarter}
    order = {region.id: place for place, region in enumerate(view.programme.regions)}
    lines = [
        Line(teller, firms.get(teller.firm_id), by_teller.get(teller.id), teller.id in with_address)
        for teller in tellers(view.programme, view.books.firms, quarter.year)
    ]
    lines.sort(key=lambda line: (line.firm is not None, order[line.teller.region], line.firm.name if line.firm else ""))
    return QuarterCollection(view.programme, quarter, due_on(looking, view.programme, quarter), tuple(lines))


def due_on(looking: Looking, own: Programme, quarter: Quarter) -> date:
    """Return the last day on which a quarter's figures are in time, counted in business days."""
    return looking.ws.calendar.deadline_after(quarter.ends_on, own.due_days)


@transacted
def issue_addresses(acting: Acting, programme_id: str, teller_ids: Sequence[str]) -> dict[str, str]:
    """Give tellers an address each and return the secrets by teller, which nobody can read again.

    Earlier addresses open no more.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such programme or teller.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    own, _ = own_programme(acting, programme_id)
    keys = (acting.session, acting.ws.name, acting.viewer, programme_id)
    firms = [firm for firm, _ in queries.firms(*keys)]
    known = {teller.id: teller for teller in tellers(own, firms, own.last_year)}
    versions = {address.id: version for address, version in queries.addresses(*keys)}
    issued, entries = {}, []
    for teller_id in dict.fromkeys(teller_ids):
        if teller_id not in known:
            raise NotFoundError(kind="teller", id=teller_id)
        issued[teller_id] = secrets.token_urlsafe(SECRET_BYTES)
        event = TellerAddressKept(TellerAddress(known[teller_id], hashed(issued[teller_id])))
        entries.append(Entry(event.stream, [event], versions.get(teller_id, 0)))
    if entries:
        acting.record_all(entries)
    return issued


@transacted
def close_address(acting: Acting, programme_id: str, teller_id: str) -> None:
    """Close a teller's address: it opens no more.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such address.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    for address, version in queries.addresses(acting.session, acting.ws.name, acting.viewer, programme_id):
        if address.id == teller_id:
            acting.record([TellerAddressKept(replace(address, secret_hash=""))], after=version)
            return
    raise NotFoundError(kind="teller", id=teller_id)


@transacted
def enter(acting: Acting, report: QuarterReport) -> None:
    """Enter a teller's figures that came on paper or by telephone: as if they had come by the address.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such programme or teller.
        InvalidInputError: as ``handed_in``; the quarter is not over.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    own, _ = own_programme(acting, report.programme_id)
    require_over(report.period, korean_day(acting.at))
    keys = (acting.session, acting.ws.name, acting.viewer)
    firms = [firm for firm, _ in queries.firms(*keys, own.id)]
    teller = next((t for t in tellers(own, firms, report.year) if t.id == report.teller.id), None)
    if teller is None:
        raise NotFoundError(kind="teller", id=report.teller.id)
    before, version = queries.report(*keys, report.id) or (None, 0)
    now = replace(report, teller=teller, note=written(report.note, "note", longest=_LONGEST))
    now = handed_in(own, now, before)
    if now != before:
        acting.record([QuarterReportKept(now)], after=version)


@transacted
def confirm(acting: Acting, programme_id: str, report_ids: Collection[str]) -> int:
    """Take figures that wait, and return how many; those that do not wait any more stay as they are.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such report in the programme.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    entries = []
    for report_id in sorted(set(report_ids)):
        before, version = _own_report(acting, programme_id, report_id)
        if before.state is ReportState.SUBMITTED:
            event = QuarterReportKept(confirmed(before))
            entries.append(Entry(event.stream, [event], version))
    if entries:
        acting.record_all(entries)
    return len(entries)


@transacted
def send_back(acting: Acting, programme_id: str, report_id: str, because: str) -> None:
    """Send figures back to whoever told them, with a reason; confirmed ones, too.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such report in the programme.
        InvalidInputError: no reason is said, or they were sent back already.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    before, version = _own_report(acting, programme_id, report_id)
    reason = written(because, "because", longest=_LONGEST, required=True)
    acting.record([QuarterReportKept(sent_back(before, reason))], after=version)


def past(looking: Looking, programme_id: str, report_id: str) -> tuple[PastReport, ...]:
    """Return every version of a quarter's figures, the latest first.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; there is no such report.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        report, _ = _own_report(looking.within(session), programme_id, report_id)
        recorded = journal.read_stream(session, looking.ws.name, QuarterReportKept(report).stream)
    return tuple(
        PastReport(entry.ts, "" if entry.source == "link" else entry.actor, entry.event.report)
        for entry in reversed(recorded)
        if isinstance(entry.event, QuarterReportKept)
    )


def proof(looking: Looking, programme_id: str, report_id: str) -> tuple[str, bytes]:
    """Return the file that shows a quarter's figures, with a name made of the quarter.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; there is no such report, or it has no file.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        report, _ = _own_report(looking.within(session), programme_id, report_id)
    if report.proof is None:
        raise NotFoundError(kind="file", id=report_id)
    return f"{report.period}{report.proof.ending}", looking.ws.files.get(report.proof.sha256)


def _own_report(looking: Looking, programme_id: str, report_id: str) -> tuple[QuarterReport, int]:
    pair = queries.report(looking.session, looking.ws.name, looking.viewer, report_id)
    if pair is None or pair[0].programme_id != programme_id:
        raise NotFoundError(kind="report", id=report_id)
    return pair
