"""Acts on reports to KVIC: typed values kept, filed, taken back, received, begun anew; months confirmed.

``seen`` is the version of the report that the screen showed. All of it needs ``Act.DECIDE`` in the house's own books.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import by, commit, new_id, record, written
from dealflow.actions.tips import papers
from dealflow.actions.tips.filing_views import REPLACES, Report, confirmed_months, one_report, report, reports, sheets
from dealflow.actions.tips.papers import Paper
from dealflow.domain.investment.committee import Outward
from dealflow.domain.people.access import Act, Viewer, require
from dealflow.domain.tips.events import FilingKept
from dealflow.domain.tips.filings import MONTHLY, FilingState, require_editable, require_legal_step
from dealflow.domain.tips.papers import PAPERS, PROJECT
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.typed_numbers import ungrouped
from dealflow.errors import ChangedMeanwhileError, FilingIncompleteError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import investment, tips
from dealflow.store.ledger.queries.visibility import Session

__all__ = [
    "begin_anew",
    "confirm_month",
    "file_report",
    "keep_values",
    "note_receipt",
    "report",
    "reports",
    "sheets",
    "take_back",
]

_LONGEST: Final = 2_000
_WON: Final = "_won"
"""How the ids of fields end that hold whole won."""

Which = tuple[str, str]
"""A report: what it is about (an agenda item, a contract, a company, ...), and which it is (r1, r2, r3, ...)."""
Filed = Report | Paper


def keep_values(  # which sheet, what was typed, as seen
    acting: Acting, which: Which, values: Mapping[str, str], *, seen: int | None = None
) -> None:
    """Keep what a person typed into a sheet; a value like the known one is left to follow what is known.

    Raises:
        FilingLockedError: the report was received.
        InvalidInputError: it was filed, a field is unknown, a sum is no number, or a text is too long.
        ChangedMeanwhileError: somebody changed the sheet since version ``seen``.
    """
    canonical_values = {name: _canonical(name, value) for name, value in values.items()}

    def decide(now: Filed) -> FilingKept:
        require_editable(now.state)
        fields = {field.id for field in now.sheet.fields if not field.personal}
        known = {entry.field.id: entry for entry in now.entries}
        for name in canonical_values:
            if name not in fields:
                raise InvalidInputError(field="value", problem="unknown", value=name)
        typed = {name: entry.value for name, entry in known.items() if entry.typed} | canonical_values
        over = {name: value for name, value in typed.items() if name not in known or value != known[name].known}
        return _next(now, acting.viewer, FilingState.NOT_FILED, over)

    _act(acting, which, decide, by_then=(acting.at, seen, acting.source))


def file_report(acting: Acting, which: Which, *, seen: int | None = None) -> None:
    """Note that the viewer filed the report now, with all values as they stand.

    Raises:
        FilingIncompleteError: required fields are empty.
        FilingLockedError: it was received.
        InvalidInputError: it was filed already.
    """

    def decide(now: Filed) -> FilingKept:
        require_legal_step(now.state, FilingState.FILED)
        if now.missing:
            raise FilingIncompleteError(sheet_fields=tuple(filing_field.id for filing_field in now.missing))
        return replace(
            _next(now, acting.viewer, FilingState.FILED, _all(now)),
            filed_at=acting.at,
            filed_by=acting.viewer.person_id,
        )

    _act(acting, which, decide, by_then=(acting.at, seen, acting.source))
    if which[1] == PROJECT:
        papers.note_submitted(acting, which[0])


def take_back(acting: Acting, which: Which, *, seen: int | None = None) -> None:
    """Note that the report was not filed after all, or was taken back before receipt; it can be edited again.

    Raises:
        FilingLockedError: it was received.
        InvalidInputError: it was not filed.
    """

    def decide(now: Filed) -> FilingKept:
        require_legal_step(now.state, FilingState.NOT_FILED)
        return _next(now, acting.viewer, FilingState.NOT_FILED, _typed(now))

    _act(acting, which, decide, by_then=(acting.at, seen, acting.source))


def note_receipt(acting: Acting, which: Which, *, seen: int | None = None) -> None:
    """Note that KVIC received the report; it is locked from now on.

    Raises:
        FilingLockedError: it was received already.
        InvalidInputError: it was not filed.
    """

    def decide(now: Filed) -> FilingKept:
        require_legal_step(now.state, FilingState.RECEIVED)
        return _next(now, acting.viewer, FilingState.RECEIVED, _all(now))

    _act(acting, which, decide, by_then=(acting.at, seen, acting.source))


def begin_anew(acting: Acting, which: Which, *, seen: int | None = None) -> None:
    """Begin a new sheet in the place of a received one, with its values; the received one stays on record.

    Raises:
        InvalidInputError: the report was not received: its sheet can still be changed.
    """

    def decide(now: Filed) -> FilingKept:
        if now.state is not FilingState.RECEIVED:
            raise InvalidInputError(field="filing", problem="not_received", value=now.id)
        fresh = _next(now, acting.viewer, FilingState.NOT_FILED, _typed(now) | {REPLACES: now.id})
        return replace(fresh, filing_id=new_id("filing", now.id))

    _act(acting, which, decide, by_then=(acting.at, seen, acting.source))


@transacted
def confirm_month(acting: Acting, fund_id: str, month: str) -> None:
    """Note that the monthly report of a fund (``2026-03``) was confirmed in KVIC's client: only that completes it.

    Raises:
        NotFoundError: the fund is not the viewer's house's.
        InvalidInputError: it was confirmed already, or the month is none.
    """
    require(acting.viewer, Act.DECIDE)
    _require_month(month)
    event = FilingKept(
        filing_id=new_id("filing", acting.ws.name, MONTHLY, fund_id, month),
        owner_id=acting.viewer.organisation_id,
        report=MONTHLY,
        session_id="",
        item_id=fund_id,
        state=FilingState.RECEIVED.value,
        values=(("month", month),),
        filed_at=acting.at,
        filed_by=acting.viewer.person_id,
    )
    if fund_id not in {fund.id for fund in investment.funds(acting.session, acting.ws.name, acting.viewer)}:
        raise NotFoundError(kind="fund", id=fund_id)
    if month in confirmed_months(tips.filings(acting.session, acting.ws.name, acting.viewer), fund_id):
        raise InvalidInputError(field="month", problem="unchanged", value=month)
    acting.record([event], after=0)


def _act(
    looking: Looking, which: Which, decide: Callable[[Filed], FilingKept], *, by_then: tuple[datetime, int | None, str]
) -> None:
    """Record what ``decide`` makes of a report as it stands; ``by_then``: when, the version seen, through which door.

    Raises:
        NotFoundError: there is no such report in the viewer's books.
        ChangedMeanwhileError: it has gone on since the version seen.
    """
    require(looking.viewer, Act.DECIDE)
    at, seen, source = by_then

    def work(session: Session) -> None:
        within = looking.within(session)
        is_paper = which[1] in PAPERS
        now: Filed = papers.one_paper(within, *which, korean_day(at)) if is_paper else one_report(within, *which)
        if seen is not None and seen != now.version:
            raise ChangedMeanwhileError(stream=f"filing:{now.id}", expected=seen, found=now.version)
        event = decide(now)
        record(
            looking.ws,
            session,
            [event],
            by(looking.viewer, at, source),
            after=now.version if event.filing_id == now.id else 0,
        )

    commit(looking.ws, work)


def _next(now: Filed, viewer: Viewer, state: FilingState, values: Mapping[str, str]) -> FilingKept:
    """Return the report in a state with its values; what replaces a received one, or is of an occasion, says so on."""
    before = now.filing
    aside = {} if before is None else {name: value for name, value in before.values if name.startswith("_")}
    filed = state is FilingState.RECEIVED and before is not None
    return FilingKept(
        filing_id=now.id,
        owner_id=viewer.organisation_id,
        report=now.sheet.id,
        session_id=now.session_id,
        item_id=now.subject_id,
        state=state.value,
        values=tuple((aside | dict(values)).items()),
        filed_at=before.filed_at if filed and before else None,
        filed_by=before.filed_by if filed and before else "",
    )


def _all(now: Filed) -> dict[str, str]:
    return {entry.field.id: entry.value for entry in now.entries if not entry.field.personal}


def _typed(now: Filed) -> dict[str, str]:
    return {
        entry.field.id: entry.value for entry in now.entries if entry.value != entry.known and not entry.field.personal
    }


def _canonical(name: str, value: str) -> str:
    """Return a typed value as it is kept: sums as plain digits, results as their codes.

    Raises:
        InvalidInputError: a sum is no number, a result is none, or the text is too long.
    """
    text = written(value, "value", longest=_LONGEST)
    if name.endswith(_WON) and text:
        text = ungrouped(text.removesuffix("원").strip(), "value")
        if not text.isdecimal():
            raise InvalidInputError(field="value", problem="no_number", value=name)
        return str(int(text))
    if name == "result" and text and text not in set(Outward):
        raise InvalidInputError(field="result", problem="unknown", value=text)
    return text


def _require_month(month: str) -> None:
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise InvalidInputError(field="month", problem="no_period", value=month) from error
