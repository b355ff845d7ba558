"""The reports to KVIC that a house owes: one plan (R1) and one result (R2) an item of a main committee, pre-filled.

Only funds with mother-fund money in them report. A sheet shows what is known now until it is filed; what a person typed
stands over it. Everything is private to the house.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Final

from dealflow.actions.claims.review import claims_of
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, new_id
from dealflow.actions.tips.filing_prefill import Known, known_values
from dealflow.actions.tips.kvic_deadline import report_days
from dealflow.catalogue.filings import FilingField, FilingSheet, load_sheets
from dealflow.domain.claims.claim_views import CERTAIN
from dealflow.domain.claims.claims import Scope
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.committee import AgendaItem, CommitteeSession, Fund, Result, SessionKind
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.notes.notes import NoteAudience
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.deadlines import Deadline, DeadlineKind, committee_reports
from dealflow.domain.tips.filings import MONTHLY, PLAN, RESULT, FilingState
from dealflow.domain.values.business_days import BusinessCalendar
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Quantity
from dealflow.errors import NotFoundError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import investment, people, pipeline, tips
from dealflow.store.ledger.queries import notes as note_queries
from dealflow.store.ledger.queries.tips import Filing

_CLAIMED: Final = frozenset({"ceo_name", "founded_date", "paid_in_capital", "corp_reg_no"})
"""The metrics that sheets take values from."""
REPLACES: Final = "_replaces"
"""A pair of a filing's values that is no field of the sheet: the received filing in whose place this one stands."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One report of one item that is owed or was filed; ``filing``: what was kept of it, if anything was."""

    report: str
    session: CommitteeSession
    item: AgendaItem
    fund: Fund
    filing: Filing | None
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a sheet with its value: ``known`` from dealflow, ``typed`` where a person set it by hand."""

    field: FilingField
    value: str
    known: str
    typed: bool

    @property
    def is_missing(self) -> bool:
        """Say whether it is required and empty."""
        return self.field.required and not self.value


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file that goes with a sheet, with the file of that kind that lies in the books; empty: there is none."""

    field: FilingField
    document_id: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report with its sheet. ``version`` is what acts give back as ``seen``: 0 before anything was kept."""

    id: str
    owed: Owed
    sheet: FilingSheet
    company: Company | None
    state: FilingState
    entries: tuple[Entry, ...]
    filed_by_name: str
    version: int
    house: Organisation | None = None
    files: tuple[FileEntry, ...] = ()

    @property
    def subject_id(self) -> str:
        """Return what the report is about: its agenda item."""
        return self.owed.item.id

    @property
    def session_id(self) -> str:
        """Return the session that the report is about."""
        return self.owed.session.id

    @property
    def filing(self) -> Filing | None:
        """Return what was kept of it, if anything was."""
        return self.owed.filing

    @property
    def fund(self) -> Fund | None:
        """Return the fund that reports."""
        return self.owed.fund

    @property
    def due(self) -> date | None:
        """Return the last day in time."""
        return self.owed.deadline.due

    @property
    def is_open(self) -> bool:
        """Say whether it still has to be filed."""
        return self.owed.deadline.is_open()

    @property
    def missing(self) -> tuple[FilingField, ...]:
        """Return the required fields that are asked and empty."""
        return tuple(entry.field for entry in self.entries if entry.is_missing)

    @property
    def filed_at(self) -> datetime | None:
        """Return when it was filed, nothing before."""
        return None if self.owed.filing is None else self.owed.filing.filed_at


@cache
def sheets() -> Mapping[str, FilingSheet]:
    """Return the shipped sheets by their ids."""
    return {sheet.id: sheet for sheet in load_sheets()}


def owed(
    sessions: Sequence[CommitteeSession],
    funds: Sequence[Fund],
    filings: Sequence[Filing],
    calendar: BusinessCalendar,
) -> tuple[Owed, ...]:
    """Return the reports on the sessions, by due day. An item held over owes no result: its next session will."""
    backed = {fund.id: fund for fund in funds if fund.mother_fund_backed}
    standing = present(filings)
    owed_items = [
        owed
        for session in sessions
        if session.kind is SessionKind.MAIN
        for item in session.items
        if item.fund_id in backed
        for owed in _of_item(session, item, backed[item.fund_id], standing, calendar)
    ]
    return tuple(sorted(owed_items, key=lambda owed: (owed.deadline.due, owed.session.id, owed.item.id, owed.report)))


def reports(looking: Looking) -> tuple[Report, ...]:
    """Return the reports that the viewer's house owes or has filed, with their sheets, by due day."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        return tuple(_filled(looking.within(session), owed_now(looking.within(session))))


def plans_of(looking: Looking, session_id: str) -> tuple[Owed, ...]:
    """Return the plans (R1) that are owed or filed on one session of the viewer's house, by due day."""
    with looking.ws.ledger.read() as session:
        return tuple(
            owed for owed in owed_now(looking.within(session)) if (owed.session.id, owed.report) == (session_id, PLAN)
        )


def report(looking: Looking, item_id: str, report_id: str) -> Report:
    """Return one report of the viewer's house.

    Raises:
        NotFoundError: there is none in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        return one_report(looking.within(session), item_id, report_id)


def one_report(looking: Looking, item_id: str, report_id: str) -> Report:
    """Return one report of the viewer's house within a session.

    Raises:
        NotFoundError: there is none in the viewer's books.
    """
    owed_items = [owed for owed in owed_now(looking) if (owed.item.id, owed.report) == (item_id, report_id)]
    for filled in _filled(looking, owed_items):
        return filled
    raise NotFoundError(kind="filing", id=item_id)


def confirmed_months(filings: Sequence[Filing], fund_id: str) -> dict[str, date]:
    """Return the months of a fund whose report was confirmed, with the day of it."""
    return {
        dict(filing.values)["month"]: korean_day(filing.filed_at)
        for filing in filings
        if filing.report == MONTHLY and filing.item_id == fund_id and filing.filed_at is not None
    }


def owed_now(looking: Looking) -> tuple[Owed, ...]:
    """Return the reports on committees of the viewer's house, inside a transaction."""
    return owed(
        investment.committee_sessions(looking.session, looking.ws.name, looking.viewer),
        investment.funds(looking.session, looking.ws.name, looking.viewer),
        tips.filings(looking.session, looking.ws.name, looking.viewer),
        looking.ws.calendar,
    )


def present(filings: Sequence[Filing]) -> dict[tuple[str, str], Filing]:
    """Return the filing that stands for each item and report: the one in whose place no other stands."""
    replaced = {dict(filing.values).get(REPLACES) for filing in filings}
    return {(filing.item_id, filing.report): filing for filing in filings if filing.id not in replaced}


def _of_item(
    session: CommitteeSession,
    item: AgendaItem,
    fund: Fund,
    present: Mapping[tuple[str, str], Filing],
    calendar: BusinessCalendar,
) -> Iterator[Owed]:
    filed = {report: present.get((item.id, report)) for report in (PLAN, RESULT)}
    ended = item.resolution
    plan, result = (
        committee_reports(
            item.id,
            moment,
            calendar,
            plan_filed=_filed_on(filed[PLAN]),
            result_filed=_filed_on(filed[RESULT]),
            days=report_days(korean_day(session.held_at)),
        )[place]
        for place, moment in enumerate((session.held_at, _decided_at(session, item)))
    )
    if not _is_called_off(item) or plan.done_on is not None:
        yield Owed(PLAN, session, item, fund, filed[PLAN], plan)
    if ended is None or ended.result is not Result.HELD:
        yield Owed(RESULT, session, item, fund, filed[RESULT], result)


def _decided_at(session: CommitteeSession, item: AgendaItem) -> datetime:
    """Return the moment from which the result is due: the meeting's, or an earlier one at which the item ended."""
    return session.held_at if item.resolution is None else min(session.held_at, item.resolution.resolved_at)


def _is_called_off(item: AgendaItem) -> bool:
    """Say whether the committee never came to decide on the item: what was not planned then needs no plan any more."""
    return item.resolution is not None and item.resolution.result in {Result.HELD, Result.WITHDRAWN}


def _filed_on(filing: Filing | None) -> date | None:
    return None if filing is None or filing.filed_at is None else korean_day(filing.filed_at)


def _filled(looking: Looking, owed_items: Sequence[Owed]) -> Iterator[Report]:
    """Yield the reports with their sheets; what they are filled from is gathered once."""
    if not owed_items:
        return
    companies = {
        company.id: company for company in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
    }
    engagements = {
        other_engagement.id: other_engagement
        for other_engagement in pipeline.engagements(looking.session, looking.ws.name, looking.viewer)
    }
    deals = {deal.engagement_id: deal for deal in investment.deals(looking.session, looking.ws.name, looking.viewer)}
    names = people.names(looking.session, looking.ws.name)
    houses = people.organisations(looking.session, looking.ws.name)
    house = next((other for other in houses if other.id == looking.viewer.organisation_id), None)
    facts = {
        company: {
            company_fact.fact: company_fact.value
            for company_fact in tips.company_facts(looking.session, looking.ws.name, looking.viewer, company)
        }
        for company in {owed_item.item.company_id for owed_item in owed_items}
    }
    for owed_item in owed_items:
        item, engagement = owed_item.item, engagements.get(owed_item.item.engagement_id)
        deal = deals.get(item.engagement_id)
        terms = () if deal is None else deal.terms
        known = Known(
            session=owed_item.session,
            item=item,
            company=companies.get(item.company_id),
            terms=terms[item.terms_version - 1] if 0 < item.terms_version <= len(terms) else None,
            assignee="" if engagement is None else names.get(engagement.assignee_id or "", ""),
            facts=facts[item.company_id],
            claims=verified(looking, item.company_id),
            round_label="" if engagement is None else engagement.round_label,
            contract_on=None if deal is None else _contract_on(deal, item),
        )
        files = files_of(looking, sheets()[owed_item.report], item.company_id, item.engagement_id)
        yield replace(_report(looking.ws, owed_item, known, names), house=house, files=files)


def verified(looking: Looking, company_id: str) -> dict[str, Quantity]:
    """Return the company's own figures that the house verified, by metric: the last one of each."""
    decks = deck_queries.decks(looking.session, looking.ws.name, looking.viewer, [company_id])
    return {
        view.metric: view.quantity
        for view in claims_of(looking, decks)
        if view.state in CERTAIN and view.metric in _CLAIMED and view.scope in {Scope.COMPANY, Scope.UNKNOWN}
    }


def files_of(looking: Looking, sheet: FilingSheet, company_id: str, engagement_id: str) -> tuple[FileEntry, ...]:
    """Return the files of a sheet, each with the last file of its kind that is for the whole house."""
    if not any(field.source for field in sheet.files):
        return tuple(FileEntry(field) for field in sheet.files)
    about = note_queries.About(company_ids=(company_id,) if company_id else ())
    standing = [
        file
        for file in note_queries.documents(looking.session, looking.ws.name, looking.viewer, about)
        if not (file.is_withdrawn or file.is_destroyed)
        and file.document.audience is NoteAudience.HOUSE
        and file.document.engagement_id in {"", engagement_id or file.document.engagement_id}
    ]
    last = {file.document.kind: file.document.id for file in reversed(standing)}
    names = note_queries.file_names(looking.session, looking.ws.name, last.values())
    return tuple(_file_entry(field, last, names) for field in sheet.files)


def _file_entry(field: FilingField, last: Mapping[str, str], names: Mapping[str, str]) -> FileEntry:
    document_id = last.get(field.source.removeprefix("file."), "") if field.source else ""
    return FileEntry(field, document_id, names.get(document_id, ""))


def _contract_on(deal: Deal, item: AgendaItem) -> date | None:
    """Return the day of the contract on which the item's fund paid on the terms of the item."""
    days = [
        payment.contract_on
        for payment in deal.payments
        if payment.fund_id == item.fund_id
        and payment.terms_version == item.terms_version
        and not payment.voided_because
        and payment.contract_on is not None
    ]
    return days[0] if days else None


def _report(ws: Workspace, owed: Owed, known: Known, names: Mapping[str, str]) -> Report:
    filing, sheet = owed.filing, sheets()[owed.report]
    state = FilingState.NOT_FILED if filing is None else FilingState(filing.state)
    typed_values = {} if filing is None else dict(filing.values)
    return Report(
        id=new_id("filing", ws.name, owed.item.id, owed.report) if filing is None else filing.id,
        owed=owed,
        sheet=sheet,
        company=known.company,
        state=state,
        entries=entries_of(sheet, known_values(known), typed_values, is_open=state is FilingState.NOT_FILED),
        filed_by_name="" if filing is None else names.get(filing.filed_by, ""),
        version=0 if filing is None else filing.version,
    )


def entries_of(
    sheet: FilingSheet, known: Mapping[str, str], typed_values: Mapping[str, str], *, is_open: bool
) -> tuple[Entry, ...]:
    """Return the fields that are asked; a filed sheet says what was filed, whatever is known since."""
    filled = []
    for field in sheet.fields:
        follows = known.get(field.source, "") if field.source else ""
        value = follows if field.personal else typed_values.get(field.id, follows if is_open else "")
        filled.append(Entry(field, value, follows, typed=field.id in typed_values and value != follows))
    result = next((entry.value for entry in filled if entry.field.id == "result"), "")
    return tuple(entry for entry in filled if entry.field.is_asked(result or None))


def is_about(kind: DeadlineKind) -> str | None:
    """Return the report that a deadline's kind is about, nothing for other deadlines."""
    return {DeadlineKind.IC_PLAN: PLAN, DeadlineKind.IC_RESULT: RESULT}.get(kind)
