"""One row of an application sheet on its way: its cells understood one by one, what is wrong with each remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Final, TypeVar

from dealflow.actions.irday.participants.participants import Attending, Card, cleaned, participation_of
from dealflow.actions.irday.participants.roster_sheet import Column, SheetRow
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.platform.spreadsheet_cells import plain
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.irday.participants.participants import (
    INVESTORS,
    Attendee,
    Awaited,
    Consent,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
    Wish,
)
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.field_parsing import count_of, list_of, loose_day_of, spans_of, won_of, yes_of
from dealflow.domain.values.register_numbers import fields_naming_a_person, typed_biz_reg_no
from dealflow.errors import DealflowError, InvalidInputError

_KINDS: Final[Mapping[ParticipantKind, str]] = {
    ParticipantKind.SUPPLIER: "공급기업 기업 참가기업 스타트업 supplier company startup",
    ParticipantKind.VC: "vc 투자사 벤처캐피탈 ac 엑셀러레이터 액셀러레이터 investor",
    ParticipantKind.OPERATOR: "운영사 팁스운영사 스케일업팁스운영사 operator",
    ParticipantKind.ADOPTER: "수요기업 도입기업 adopter",
    ParticipantKind.JUDGE: "심사위원 judge",
    ParticipantKind.GUEST: "내빈 참관 참관객 guest",
    ParticipantKind.PRESS: "언론 기자 press",
    ParticipantKind.STAFF: "운영진 스태프 staff",
}
_KIND_OF: Final = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_BARE_IS_WON: Final = 1_000_000
"""From here on a number without a unit can only be won: nobody asks for so many millions."""
_ROLES: Final = ("presenter", "contact", "ceo")
"""Those of a firm whom a line names, each by name, title, telephone and mail."""
_NEEDED: Final = frozenset({"name_ko", "kind"})
"""Cells without which nobody knows who takes part as what: the row is wrong; any other cell costs only itself."""
_GRAVE: Final = frozenset({"resident_number"})
"""Problems for which nothing of a row may be kept."""
_CEO: Final = "대표"
_CELLS: Final = {
    "profile": ("headcount", "revenue", "raise_won"),
    "ticket": ("ticket", "ticket_low", "ticket_high"),
    "sector": ("sector", "sectors"),
    "round": ("round", "rounds"),
    "region": ("region", "regions"),
}
"""The cells of which one is meant, where a field of a participant is made of several."""
Value = TypeVar("Value")


class RowKind(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGES = "changes"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a row would do: the participant as it would stand, who of it comes, whom it asks for, and what is wrong.

    ``problems`` are by field: of a row that is not wrong, those cells are left out. ``awaited``: names of firms whom it
    asks for and who are not there yet; the wishes wait for them. ``changed`` names the fields that a known participant
    would change in; ``seen`` is the version that the preview saw (0: new).
    """

    row: SheetRow
    kind: RowKind
    participant: Participant
    people: tuple[Attending, ...] | None
    requests: Requests | None
    changed: tuple[str, ...] = ()
    problems: Mapping[str, DealflowError] = field(default_factory=dict)
    seen: int = 0
    awaited: tuple[str, ...] = ()


class Draft:
    """A row as it is understood: the participant as it would stand, its people, its requests, its problems."""

    def __init__(
        self,
        row: SheetRow,
        columns: Mapping[str, Column],
        usual: ParticipantKind,
        day: Day,
        versions: Mapping[str, int],
    ) -> None:
        self.row, self._columns, self._day = row, columns, day
        self.problems: dict[str, DealflowError] = {}
        for name, fault in row.faults.items():
            self.wrong(name, fault, row.cells.get(name, ""))
        for name, text in ((name, text) for cells in row.below for name, text in cells.items()):
            if name.partition("_")[0] not in _ROLES and row.cells.get(name, text) != text:
                self.wrong(name, "differing", text)
        unsure = set(self.problems) - _NEEDED
        self.row = replace(row, cells={name: text for name, text in row.cells.items() if name not in unsure})
        kind = self._read("kind", usual, _kind_of) or usual
        name = row.cells["name_ko"]
        blank = Participant(
            id=new_id("participant", day.event.id, "sheet", kind, plain_name(name)),
            ir_event_id=day.event.id,
            kind=kind,
            state=ParticipantState.INVITED,
            name_ko=name,
            pitches=kind is ParticipantKind.SUPPLIER,
        )
        number = self._read("biz_reg_no", "", typed_biz_reg_no)
        like = replace(blank, profile=replace(blank.profile, biz_reg_no=number))
        same = participation_of(like, day.participants)
        self._before = same
        self.seen = 0 if same is None else versions[same.id]
        base = blank if same is None else same
        self.participant = self._cleaned(base, kind, number)
        self.people = self._people()
        for record in (self.participant, self.people):
            for name in fields_naming_a_person(record):
                self.wrong(name if name in row.cells else "note", "resident_number")

    def _cleaned(self, base: Participant, kind: ParticipantKind, number: str) -> Participant:
        """Return the participant as it is kept; a cell that cannot be kept is left out, and told."""
        for _ in range(len(self.row.cells)):
            try:
                return cleaned(self._filled(base, kind, number))
            except InvalidInputError as error:
                field = str(error.parameters["field"])
                self.problems.setdefault(field, error)
                left = {name: text for name, text in self.row.cells.items() if name not in _CELLS.get(field, (field,))}
                if field in _NEEDED or len(left) == len(self.row.cells):
                    break
                self.row = replace(self.row, cells=left)
        return base

    def wrong(self, name: str, problem: str, value: str = "") -> None:
        """Remember what is wrong with a cell."""
        self.problems.setdefault(name, InvalidInputError(field=name, problem=problem, value=value))

    def planned(self, names: Mapping[str, Sequence[Participant]]) -> PlannedRow:
        """Return the row as it would be kept, wishes resolved by the names of everybody."""
        requests = self._requests(names)
        changed = self._changed(requests)
        kind = RowKind.NEW if self._before is None else RowKind.CHANGES if changed else RowKind.SAME
        if _NEEDED & set(self.problems) or any(_is_grave(error) for error in self.problems.values()):
            kind = RowKind.WRONG
        awaited = tuple(other.name for other in requests.awaited) if requests else ()
        return PlannedRow(
            self.row, kind, self.participant, self.people, requests, changed, dict(self.problems), self.seen, awaited
        )

    def _read(self, name: str, otherwise: Value, understand: Callable[[str, str], Value]) -> Value:
        text = self.row.cells.get(name, "")
        if not text:
            return otherwise
        try:
            return understand(text, name)
        except InvalidInputError as error:
            self.problems.setdefault(name, error)
            return otherwise

    def _money(self, name: str, otherwise: int | None) -> int | None:
        """Return an amount; a bare number needs a unit in its heading, or to be large enough for won."""
        column = self._columns.get(name)
        text = self.row.cells.get(name, "")
        if column is None or not text:
            return otherwise
        unit = column.unit

        def understand(given_text: str, field: str) -> int | None:
            bare = given_text.replace(",", "").strip()
            if unit is None and bare.replace(".", "", 1).isdecimal() and float(bare) < _BARE_IS_WON and float(bare) > 0:
                raise InvalidInputError(field=field, problem="no_unit", value=given_text)
            return won_of(given_text, field, unit=unit or 1)

        return self._read(name, otherwise, understand)

    def _filled(self, base: Participant, kind: ParticipantKind, number: str) -> Participant:
        """Return a participant with what the row says in place of what was known; empty cells say nothing."""
        cells, profile, looks = self.row.cells, base.profile, base.mandate
        revenue = self._columns.get("revenue")
        told_year = revenue is not None and revenue.year is not None and "revenue" in cells
        low, high = self._tickets(looks.ticket_low, looks.ticket_high)
        return replace(
            base,
            kind=kind if "kind" in cells or base.kind not in INVESTORS else base.kind,
            name_ko=cells["name_ko"],
            name_en=cells.get("name_en", base.name_en),
            away=self._read("away", base.away, spans_of),
            equipment=cells.get("equipment", base.equipment),
            note=cells.get("note", base.note),
            consents=self._consents(base.consents),
            mandate=replace(
                looks,
                sectors=self._read("sectors", looks.sectors, _list),
                rounds=self._read("rounds", looks.rounds, _list),
                regions=self._read("regions", looks.regions, _list),
                ticket_low=low,
                ticket_high=high,
            ),
            profile=replace(
                profile,
                biz_reg_no=number or profile.biz_reg_no,
                founded=self._read("founded", profile.founded, loose_day_of),
                region=cells.get("region", profile.region),
                sector=cells.get("sector", profile.sector),
                product=cells.get("product", profile.product),
                headcount=self._read("headcount", profile.headcount, count_of),
                revenue=self._money("revenue", profile.revenue),
                revenue_year=revenue.year if told_year and revenue else profile.revenue_year,
                round_label=cells.get("round", profile.round_label),
                raise_won=self._money("raise_won", profile.raise_won),
            ),
        )

    def _tickets(self, low: int | None, high: int | None) -> tuple[int | None, int | None]:
        """Return the smallest and the largest ticket, off two columns or one that has both (5억~20억, 5~20억)."""
        text = self.row.cells.get("ticket", "")
        if not text:
            return self._money("ticket_low", low), self._money("ticket_high", high)
        unit = self._columns["ticket"].unit
        first, _, last = "".join(text.split()).replace("∼", "~").replace("-", "~").partition("~")
        last = last or first
        if unit is None and first[-1:].isdecimal():
            first += last.lstrip("0123456789.,")
        if unit is None and first[-1:].isdecimal():
            self.wrong("ticket", "no_unit", text)
            return low, high
        ends = [self._read("ticket", None, partial(_won, end, unit or 1)) for end in (first, last)]
        return ends[0], ends[1]

    def _consents(self, before: tuple[Consent, ...]) -> tuple[Consent, ...]:
        consents = set(before)
        for consent in Consent:
            name = f"consent_{consent.value}"
            if name in self._columns and name in self.row.cells:
                (consents.add if self._read(name, None, yes_of) else consents.discard)(consent)
        return tuple(other_consent for other_consent in Consent if other_consent in consents)

    def _people(self) -> tuple[Attending, ...] | None:
        """Return who comes: those known, those named here beside them; the same name is the same person."""
        known = [
            Attending(other_attendee, self._day.cards.get(other_attendee.id, Card(other_attendee.id)))
            for other_attendee in (self._before.attendees if self._before else ())
        ]
        people = {plain(attending.card.name) or attending.attendee.id: attending for attending in known}
        lines = (self.row.cells, *self.row.below)
        self._named_roles = {role for role in _ROLES if any(cells.get(f"{role}_name") for cells in lines)}
        for cells in lines:
            for role in _ROLES:
                self._add_person(people, role, cells)
        after = list(people.values())
        return None if after == known else tuple(after)

    def _add_person(self, people: dict[str, Attending], role: str, cells: Mapping[str, str]) -> None:
        """Put the person whom a line names in a role among the firm's people."""
        name = cells.get(f"{role}_name", "")
        if not name:
            return
        before = people.get(plain(name), Attending(Attendee(""), Card("", name)))
        attendee = replace(
            before.attendee,
            presents=before.attendee.presents or role == "presenter" or self._stands_in(role, "presenter"),
            contact=before.attendee.contact or role == "contact" or self._stands_in(role, "contact"),
        )
        card_texts = {part: cells.get(f"{role}_{part}", "") for part in ("title", "phone", "email")}
        if role == "ceo":
            card_texts["title"] = before.card.title or _CEO
        if card_texts["email"] and "@" not in card_texts["email"]:
            self.wrong("contact_email", "no_address", card_texts["email"])
            card_texts["email"] = ""
        card = replace(before.card, **{part: text for part, text in card_texts.items() if text})
        people[plain(name)] = Attending(attendee, card)

    def _stands_in(self, role: str, duty: str) -> bool:
        """Say whether the head of a supplier takes on a duty for which the sheet names nobody, and nobody is known."""
        is_known = self._before is not None and any(
            attendee.presents if duty == "presenter" else attendee.contact for attendee in self._before.attendees
        )
        is_company = self.participant.kind is ParticipantKind.SUPPLIER
        return role == "ceo" and is_company and duty not in self._named_roles and not is_known

    def _requests(self, names: Mapping[str, Sequence[Participant]]) -> Requests | None:
        """Return whom the row asks for; nothing where it says nothing."""
        cells = self.row.cells
        pairs = [(name, cells[name]) for name in ("wish_1", "wish_2", "wish_3") if name in cells]
        pairs += [("wishes", name) for name in list_of(cells.get("wishes", ""))]
        barred = [("vetoes", name) for name in list_of(cells.get("vetoes", ""))]
        if not pairs and not barred:
            return None
        before = self._day.requests.get(self.participant.id, Requests())
        awaited: list[Awaited] = []
        ranks: dict[str, int] = {}
        for rank, (cell, name) in enumerate(pairs, 1):
            ranks.setdefault(self._named(cell, Awaited(name, rank), names, awaited), rank)
        vetoes = tuple(
            named
            for field, name in barred
            if (named := self._named(field, Awaited(name, is_veto=True), names, awaited))
        )
        refused = set(vetoes or before.vetoes)
        if refused & set(ranks):
            self.wrong("vetoes" if vetoes else "wish_1", "wished_and_vetoed")
        wishes = tuple(Wish(named, rank) for named, rank in ranks.items() if named and named not in refused)
        is_silent = not wishes and not awaited
        return Requests(
            before.wishes if is_silent else wishes,
            vetoes or before.vetoes,
            before.hears,
            before.awaited if is_silent else tuple(dict.fromkeys(awaited)),
        )

    def _named(
        self, field: str, asked: Awaited, names: Mapping[str, Sequence[Participant]], awaited: list[Awaited]
    ) -> str:
        """Return the participant of the other side that a cell names; one that is not there yet is awaited."""
        is_company = self.participant.kind is ParticipantKind.SUPPLIER
        sides = INVESTORS if is_company else frozenset({ParticipantKind.SUPPLIER})
        participants = [
            participant for participant in names.get(plain_name(asked.name), ()) if participant.kind in sides
        ]
        if not participants:
            awaited.append(asked)
            return ""
        if len(participants) > 1:
            self.wrong(field, "several", asked.name)
            return ""
        return participants[0].id

    def _changed(self, requests: Requests | None) -> tuple[str, ...]:
        """Return the fields of a known participant that the row changes."""
        before, after = self._before, self.participant
        if before is None:
            return ()
        now = self._day.requests.get(before.id, Requests())
        differs = {
            "name_ko": before.name_ko != after.name_ko,
            "name_en": before.name_en != after.name_en,
            "kind": before.kind is not after.kind,
            "profile": before.profile != after.profile,
            "mandate": before.mandate != after.mandate,
            "away": before.away != after.away,
            "consents": before.consents != after.consents,
            "equipment": before.equipment != after.equipment,
            "note": before.note != after.note,
            "attendee": self.people is not None,
            "wishes": requests is not None and requests != now,
        }
        return tuple(name for name, is_so in differs.items() if is_so)


def _is_grave(error: DealflowError) -> bool:
    return error.parameters.get("problem") in _GRAVE


def _kind_of(text: str, name: str) -> ParticipantKind:
    kind = _KIND_OF.get(plain(text))
    if kind is None:
        raise InvalidInputError(field=name, problem="unknown", value=text)
    return kind


def _won(end: str, unit: int, _text: str, name: str) -> int | None:
    return won_of(end, name, unit=unit)


def _list(text: str, _name: str) -> tuple[str, ...]:
    return list_of(text)
