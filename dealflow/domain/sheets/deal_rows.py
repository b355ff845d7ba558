"""What a row says of a deal: opened, moved through stages with their days, passed, given a next step, noted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.deal_sizes import SizeField, require_sound
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import (
    DealSizeNoted,
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementStatusSet,
    NextStepSet,
    RoundNamed,
)
from dealflow.domain.pipeline.funnel import (
    NEEDS_REASON,
    Engagement,
    Status,
    Track,
    goes_back,
    require_legal_move,
    require_legal_status,
)
from dealflow.domain.sheets.books import Books, House
from dealflow.domain.sheets.cells import day_in, meant, past_day_in
from dealflow.domain.sheets.fields import DEAL, Change, Field, SheetRow, stage_day, stage_of_day
from dealflow.domain.values.event import Event
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.domain.values.rounds import round_name
from dealflow.domain.values.typed_money import money_of
from dealflow.domain.values.typed_text import plain, written
from dealflow.domain.values.typed_units import taken_apart
from dealflow.errors import InvalidInputError

AS_STATUS: Final = "status:"
"""What a stage's word begins with that means a status (Closed lost)."""
_LEAST_WON: Final = 1_000_000
"""What is less was written in 억 or 백만원 by somebody who left that out."""
_LONGEST_NOTE: Final = 10_000
_LONGEST_STEP: Final = 500


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a row says of a deal, understood."""

    track: Track
    investor_id: str
    round_label: str
    stage: str
    status: Status | None
    stops: tuple[tuple[date, str], ...]
    """The days on which stages were entered, in order."""
    opened_on: date | None
    assignee_id: str


def events_of(row: SheetRow, company_id: str, books: Books, house: House) -> tuple[list[Event], list[Change]]:
    """Return the events of a deal that a row tells and the books do not know, having let them happen there.

    Raises:
        DealflowError: something of it cannot be taken.
    """
    if not any(use in DEAL or stage_of_day(use) for use in row.cells):
        return [], []
    require(house.viewer, Act.EDIT_PIPELINE)
    draft = _Draft(row, books, house, [], [])
    what = _understood(row, house)
    now = _known(what, company_id, books)
    engagement_id = draft.opened(what, company_id) if now is None else now.engagement.id
    if now is not None:
        draft.continued(engagement_id, what)
    draft.standing(engagement_id, what)
    draft.planned(engagement_id, what)
    draft.sized(engagement_id)
    draft.noted(engagement_id)
    first = books.rows.get(f"engagement:{engagement_id}", row.number)
    if draft.events and first != row.number and Field.CHANGED_ON not in row.cells:
        raise InvalidInputError(field="engagement", problem="repeated", value=first)
    return draft.events, draft.changes


def _understood(row: SheetRow, house: House) -> _Statement:
    """Return what a row says of a deal."""
    track = house.tracks[meant(row, Field.TRACK, house) or house.usual_track]
    word = meant(row, Field.STAGE, house, among=track.id)
    stage = "" if word.startswith(AS_STATUS) else word
    status_word = meant(row, Field.STATUS, house) or (word.removeprefix(AS_STATUS) if word != stage else "")
    investor = meant(row, Field.INVESTOR, house) or house.investor_id
    if not investor:
        raise InvalidInputError(field=Field.INVESTOR, problem="missing")
    stops = {
        (day, stage_id)
        for use in row.cells
        if (of := stage_of_day(use)) is not None and of[0] == track.id
        for stage_id in of[1:]
        if (day := past_day_in(row, use, house)) is not None
    }
    changed_on = past_day_in(row, Field.CHANGED_ON, house)
    if changed_on is not None and stage:
        stops.add((changed_on, stage))
    return _Statement(
        track=track,
        investor_id=investor,
        round_label=round_name(written(row.cells.get(Field.ROUND, ""), "round_label")),
        stage=stage,
        status=Status(status_word) if status_word else None,
        stops=tuple(sorted(stops, key=lambda stop: (stop[0], track.position(stop[1])))),
        opened_on=past_day_in(row, Field.OPENED_ON, house),
        assignee_id=meant(row, Field.ASSIGNEE, house),
    )


def _known(what: _Statement, company_id: str, books: Books) -> Followed | None:
    """Return the deal of the books that a row speaks of; None for a new one.

    Raises:
        InvalidInputError: several fit (``several``: the row must name the round).
    """
    deals = [
        books.deals[name]
        for name in books.of_company.get(company_id, ())
        if (books.deals[name].engagement.track, books.deals[name].engagement.investor_id)
        == (what.track.id, what.investor_id)
    ]
    if not what.round_label:
        if len(deals) > 1:
            raise InvalidInputError(field="engagement", problem="several", value=company_id)
        return deals[0] if deals else None
    same = [deal for deal in deals if _is_round(deal.engagement.round_label, what.round_label)]
    unnamed = [deal for deal in deals if not deal.engagement.round_label]
    return next(iter(same or unnamed), None)


def _is_round(label: str, other: str) -> bool:
    return plain(round_name(label)) == plain(other)


@dataclass(slots=True)
class _Draft:
    """The events of one row, each taken into the books as it is drawn up, so that the next sees it."""

    row: SheetRow
    books: Books
    house: House
    events: list[Event]
    changes: list[Change]

    def opened(self, what: _Statement, company_id: str) -> str:
        """Open a deal and bring it to where it stands, through the stages and days that are told."""
        house = self.house
        engagement_id = house.engagement_id(company_id, what.investor_id, what.track.id, what.round_label)
        if engagement_id in self.books.deals:
            raise InvalidInputError(field="engagement", problem="exists", value=engagement_id)
        on, stage, stops = _beginning(what)
        event = EngagementOpened(
            engagement_id=engagement_id,
            owner_id=house.viewer.organisation_id,
            company_id=company_id,
            investor_id=what.investor_id,
            track=what.track.id,
            round_label=what.round_label,
            stage=stage,
            assignee_id=what.assignee_id or None,
            source="import",
            on=self._earlier(on),
        )
        self._take(event)
        self._tell(Field.TRACK, "", what.track.id)
        self._tell(Field.ROUND, "", what.round_label)
        self._tell(Field.OPENED_ON, "", on.isoformat() if on else "")
        self._tell(Field.ASSIGNEE, "", what.assignee_id)
        for day, stop in stops:
            self._take(EngagementMoved(engagement_id, self._now(engagement_id).stage, stop, on=self._earlier(day)))
            self._tell(stage_day(what.track.id, stop), "", day.isoformat())
        if what.stage and what.stage != self._now(engagement_id).stage:
            self._take(EngagementMoved(engagement_id, self._now(engagement_id).stage, what.stage))
        self._tell(Field.STAGE, "", self._now(engagement_id).stage)
        return engagement_id

    def continued(self, engagement_id: str, what: _Statement) -> None:
        """Move a known deal on, by the rules of our books: legal moves through open gates, no earlier past."""
        now = self._now(engagement_id)
        if what.opened_on is not None and what.opened_on != korean_day(now.opened_at):
            raise InvalidInputError(field=Field.OPENED_ON, problem="day_differs", value=korean_day(now.opened_at))
        if what.round_label and not now.round_label:
            self._take(RoundNamed(engagement_id, what.round_label))
            self._tell(Field.ROUND, "", what.round_label)
        if what.status is Status.ACTIVE:  # first: a deal that was passed moves only once it is back
            self._set_status(engagement_id, what)
        for day, stop in what.stops:
            self._moved_on(engagement_id, what.track, stop, day)
        if what.stage and what.stage != self._now(engagement_id).stage:
            self._moved(engagement_id, what.track, what.stage, None)

    def _moved_on(self, engagement_id: str, track: Track, stop: str, day: date) -> None:
        stays = self.books.deals[engagement_id].stays
        if any(stay.stage == stop and korean_day(stay.entered_at) == day for stay in stays):
            return
        if day < korean_day(stays[-1].entered_at):
            raise InvalidInputError(field=stage_day(track.id, stop), problem="history_before", value=day)
        if stop == stays[-1].stage:
            since = korean_day(stays[-1].entered_at)
            raise InvalidInputError(field=stage_day(track.id, stop), problem="day_differs", value=since)
        self._moved(engagement_id, track, stop, day)

    def _moved(self, engagement_id: str, track: Track, stop: str, day: date | None) -> None:
        now = self._now(engagement_id)
        if not self.books.is_opened_here(engagement_id):
            require_legal_move(now, track, stop)
            self.house.require_way(now, stop)
            if goes_back(track, now.stage, stop) and not self.row.cells.get(Field.NOTE):
                raise InvalidInputError(field=Field.NOTE, problem="back_needs_reason")
        self._take(EngagementMoved(engagement_id, now.stage, stop, on=self._earlier(day)))
        self._tell(Field.STAGE, now.stage, stop)

    def standing(self, engagement_id: str, what: _Statement) -> None:
        """Set the status that is told, or another reason for the present one."""
        self._set_status(engagement_id, what)

    def _set_status(self, engagement_id: str, what: _Statement) -> None:
        now = self._now(engagement_id)
        status = what.status or now.status
        reason = meant(self.row, Field.REASON, self.house) if status in NEEDS_REASON else ""
        if status is now.status and (not reason or reason == now.reason):
            return
        if status is not now.status:
            require_legal_status(now, status, reason or None)
        on = past_day_in(self.row, Field.CLOSED_ON, self.house)
        if on is not None and on < korean_day(self.books.deals[engagement_id].stays[-1].entered_at):
            raise InvalidInputError(field=Field.CLOSED_ON, problem="history_before", value=on)
        self._take(EngagementStatusSet(engagement_id, now.status, status, reason or None, on=self._earlier(on)))
        if status is not now.status:
            self._tell(Field.STATUS, now.status.value, status.value)
        self._tell(Field.REASON, now.reason or "", reason)

    def planned(self, engagement_id: str, what: _Statement) -> None:
        """Agree the next step, its day and its person, as far as they are told."""
        now = self._now(engagement_id)
        step = written(self.row.cells.get(Field.NEXT_STEP, ""), "step", longest=_LONGEST_STEP) or now.next_step
        due = day_in(self.row, Field.NEXT_DUE) or now.next_due
        if due is not None and not step:
            raise InvalidInputError(field=Field.NEXT_STEP, problem="missing")
        assignee = what.assignee_id or now.assignee_id
        if (step, due, assignee) == (now.next_step, now.next_due, now.assignee_id):
            return
        before = (now.next_step, now.next_due, now.assignee_id)
        self._take(NextStepSet(engagement_id, step, due, assignee, *before))
        self._tell(Field.NEXT_STEP, now.next_step, step)
        self._tell(Field.NEXT_DUE, now.next_due.isoformat() if now.next_due else "", due.isoformat() if due else "")
        self._tell(Field.ASSIGNEE, now.assignee_id or "", assignee or "")

    def sized(self, engagement_id: str) -> None:
        """Note the amounts that are told: asked for, our ticket, the valuation before the money."""
        now = self._now(engagement_id).size
        known = self.books.sizes.get(engagement_id, {})
        usual = _currency(self.row)
        amounts = {
            name.value: amount
            for name in SizeField
            if (amount := _amount(self.row, name, usual)) is not None
            and (name not in known or known[name].quantity != amount)
        }
        size = replace(now, **amounts)
        require_sound(size)
        if size == now:
            return
        self._take(DealSizeNoted(engagement_id, size, now))
        for name in amounts:
            self._tell(name, _amount_text(getattr(now, name)), _amount_text(getattr(size, name)))

    def noted(self, engagement_id: str) -> None:
        """Write the note down that is told, unless the deal has it."""
        text = written(self.row.cells.get(Field.NOTE, ""), "note", longest=_LONGEST_NOTE)
        if text and text not in self.books.notes.get(engagement_id, ()):
            self._take(EngagementNoted(engagement_id, text))
            self._tell(Field.NOTE, "", text)

    def _take(self, event: Event) -> None:
        self.books.take(event, self.house.at, self.row.number)
        self.events.append(event)

    def _now(self, engagement_id: str) -> Engagement:
        return self.books.deals[engagement_id].engagement

    def _earlier(self, day: date | None) -> date | None:
        """Return a day that lies before today: what happens today is told by the moment."""
        return day if day is not None and day < self.house.today else None

    def _tell(self, use: str, before: str, after: str) -> None:
        if before != after:
            self.changes.append(Change(use, before, after))


def _beginning(what: _Statement) -> tuple[date | None, str, tuple[tuple[date, str], ...]]:
    """Return when and at which stage a deal began, and the stops after that.

    Without any day of a stage it began where it stands now: nobody says when it came there.
    """
    first = what.track.first.id
    if not what.stops:
        return what.opened_on, what.stage or first, ()
    day, stage = what.stops[0]
    if what.opened_on is None or what.opened_on == day:
        return day, stage, what.stops[1:]
    if what.opened_on > day:
        raise InvalidInputError(field=Field.OPENED_ON, problem="after_stage", value=day)
    return (what.opened_on, stage, what.stops[1:]) if stage == first else (what.opened_on, first, what.stops)


def _currency(row: SheetRow) -> Unit:
    """Return the currency that a row names for its amounts, won where it names none.

    Raises:
        InvalidInputError: it is none that we know.
    """
    text = row.cells.get(Field.CURRENCY, "")
    unit = taken_apart(f"1 {text}").unit if text else Unit.KRW
    if unit not in MONEY:
        raise InvalidInputError(field=Field.CURRENCY, problem="unknown", value=text)
    return unit


def _amount(row: SheetRow, name: str, usual: Unit) -> Quantity | None:
    """Return the amount in a cell, as a whole.

    Raises:
        InvalidInputError: it is none, or so little won that its unit is missing.
    """
    text = row.cells.get(name, "")
    amount = money_of(text, name, usual=usual)
    if amount is None:
        return None
    if amount.unit is Unit.KRW and amount.value is not None and amount.value < _LEAST_WON:
        raise InvalidInputError(field=name, problem="unit_missing", value=text)
    return Quantity(amount.unit, amount.value)


def _amount_text(quantity: Quantity | None) -> str:
    return f"{quantity.value:f} {quantity.unit}" if quantity is not None and quantity.value is not None else ""
