"""A whole import taken back: what it made and nobody touched goes, what it changed stands as before, the rest stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dealflow.actions.pipeline import stage_gates
from dealflow.actions.platform.context import Acting, transacted
from dealflow.domain.claims.events import CompanyWithdrawn
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.events import EngagementMoved, EngagementTakenBack
from dealflow.domain.sheets import reverting
from dealflow.domain.sheets.events import ImportReverted, SheetImported, Touched
from dealflow.domain.values.event import Event, Recorded
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.queries import companies, pipeline, sheets

_DEAL = "engagement:"


@dataclass(frozen=True, slots=True)
class Stayed:
    """A record of the import that stays, since somebody went on with it: a deal's, or the company's alone."""

    company_id: str
    company_name: str
    is_deal: bool


@dataclass(frozen=True, slots=True)
class RevertResult:
    """What taking an import back did: records that are gone, records that stand as before, records that stay."""

    withdrawn: int
    restored: int
    stayed: tuple[Stayed, ...]


@transacted
def revert(acting: Acting, import_id: str) -> RevertResult:
    """Take an import back, but for what somebody went on with since, and return what became of its records.

    Raises:
        NotAllowedError: the viewer's role may not.
        NotFoundError: it is no import of the viewer's house.
        InvalidInputError: it was taken back already.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    require(acting.viewer, Act.EDIT_PIPELINE)
    batch = sheets.find_import(acting.session, acting.ws.name, acting.viewer, import_id)
    if batch is None:
        raise NotFoundError(kind="import", id=import_id)
    if batch.reverted_at is not None:
        raise InvalidInputError(field="import", problem="reverted", value=batch.file_name)
    recorded = journal.read_stream(acting.session, acting.ws.name, f"import:{import_id}")[0]
    if not isinstance(recorded.event, SheetImported):
        raise NotFoundError(kind="import", id=import_id)
    gone, stayed = _parted(acting, recorded.event.touched, recorded.position)
    withdrawn = sum(touched.began for touched in gone)
    streams = tuple(touched.stream for touched in stayed)
    acting.record([ImportReverted(import_id, withdrawn, len(gone) - withdrawn, streams)], after=recorded.seq)
    return RevertResult(withdrawn, len(gone) - withdrawn, _named(acting, stayed))


def _parted(
    acting: Acting, all_touched: Sequence[Touched], position: int
) -> tuple[tuple[Touched, ...], tuple[Touched, ...]]:
    """Take back what can go, and return it with what stays. Companies, which deals keep standing, go last."""
    begun = {_id_of(touched) for touched in all_touched if touched.began}
    spoken = journal.speaking_of(acting.session, acting.ws.name, begun, after=position)
    lengths = journal.lengths(acting.session, acting.ws.name, [touched.stream for touched in all_touched])
    untouched = {touched.stream for touched in all_touched if lengths[touched.stream] == touched.after}
    deals = [touched for touched in all_touched if touched.stream.startswith(_DEAL)]
    gone, stayed = _taken_back(acting, deals, untouched, spoken)
    whose = [touched for touched in all_touched if not touched.stream.startswith(_DEAL)]
    whose.sort(key=lambda touched: touched.began)  # what the house noted of a company before the company itself
    engaged = pipeline.are_engaged(
        acting.session, acting.ws.name, [_id_of(touched) for touched in whose if touched.began]
    )
    companies_gone, companies_stayed = _taken_back(acting, whose, untouched, spoken | engaged)
    return (*gone, *companies_gone), (*stayed, *companies_stayed)


def _taken_back(
    acting: Acting, records: Sequence[Touched], untouched: Collection[str], held: Collection[str]
) -> tuple[list[Touched], list[Touched]]:
    """Take records back as one batch, and return those that went and those that stay.

    A record that the import began stays where anything holds it; one that it changed stays where it went on since, or
    where a gate closed behind it.
    """
    gone: list[Touched] = []
    stayed: list[Touched] = []
    entries: list[Entry] = []
    pasts = _pasts(acting, [touched.stream for touched in records if not touched.began and touched.stream in untouched])
    for touched in records:
        is_held = _id_of(touched) in held if touched.began else touched.stream not in untouched
        events = () if is_held else _undoing(touched, pasts.get(touched.stream, ()))
        if is_held or (events and not touched.began and not _may_return(acting, touched, events)):
            stayed.append(touched)
            continue
        gone.append(touched)
        if events:
            entries.append(Entry(touched.stream, events, touched.after))
    acting.record_all(entries)
    return gone, stayed


def _pasts(acting: Acting, streams: Collection[str]) -> Mapping[str, Sequence[Recorded]]:
    """Return what happened in each of the streams, read together."""
    pasts: defaultdict[str, list[Recorded]] = defaultdict(list)
    for recorded in journal.read_streams(acting.session, acting.ws.name, streams):
        pasts[recorded.stream].append(recorded)
    return pasts


def _undoing(touched: Touched, past: Sequence[Recorded]) -> Sequence[Event]:
    """Return what takes a record back to how it stood before the import; nothing where it stands so already."""
    if touched.began:
        is_deal = touched.stream.startswith(_DEAL)
        return (EngagementTakenBack(_id_of(touched)) if is_deal else CompanyWithdrawn(_id_of(touched)),)
    return reverting.restored(past, touched.before)


def _may_return(acting: Acting, touched: Touched, events: Sequence[Event]) -> bool:
    """Say whether no gate keeps a deal from where it stood before; a company has none."""
    if not touched.stream.startswith(_DEAL):
        return True
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, _id_of(touched))
    moves = [event for event in events if isinstance(event, EngagementMoved)]
    try:
        for event in moves[-1:]:
            stage_gates.require_returnable(acting, now, event, korean_day(acting.at))
    except DealflowError:
        return False
    return True


def _named(acting: Acting, stayed: Sequence[Touched]) -> tuple[Stayed, ...]:
    """Return what stays by the names of its companies."""
    known = {company.id: company for company in companies.companies(acting.session, acting.ws.name, acting.viewer)}
    engagements = {
        engagement.id: engagement.company_id
        for engagement in pipeline.engagements(acting.session, acting.ws.name, acting.viewer)
    }
    named = []
    for touched in stayed:
        is_deal = touched.stream.startswith(_DEAL)
        company_id = engagements.get(_id_of(touched), "") if is_deal else _id_of(touched).partition(":")[0]
        company = known.get(company_id)
        named.append(Stayed(company_id, company.name if company else "", is_deal))
    return tuple(named)


def _id_of(touched: Touched) -> str:
    return touched.stream.partition(":")[2]
