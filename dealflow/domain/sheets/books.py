"""The books that a sheet is held against: what is known, and what the rows before have already changed of it.

A row that is refused in its middle leaves nothing behind: each change is noted, and taken back with the row.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from rapidfuzz import fuzz, process

from dealflow.domain.claims.company import Company, CompanyProfile
from dealflow.domain.claims.events import CompanyAmended, CompanyProfileKept, CompanyRegistered
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline import engagement_state
from dealflow.domain.pipeline.deal_sizes import Sized, SizeField
from dealflow.domain.pipeline.engagement_state import Followed
from dealflow.domain.pipeline.events import EngagementNoted
from dealflow.domain.pipeline.funnel import Engagement, Track
from dealflow.domain.values.company_names import NEAR, plain_name
from dealflow.domain.values.event import Event, Recorded
from dealflow.domain.values.register_numbers import digits_of

_MOST_NEAR: Final = 4
_FICTIONAL: Final = "(fictional)"
_GONE: Final = object()


@dataclass(frozen=True, slots=True)
class NearCompany:
    """A known company whose name is near the one that a row gives."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Whose books they are, and what the house calls things.

    ``words`` holds, by field (for stages ``stage:<track>``), the id that each plain text means; an empty one: nothing.
    ``choices``: for a plain name that is near others, the company that a person chose; empty: a new one.
    """

    viewer: Viewer
    at: datetime
    today: date
    tracks: Mapping[str, Track]
    usual_track: str
    investor_id: str | None
    company_owner: str
    words: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, str]
    new_company_id: Callable[[str], str]
    engagement_id: Callable[[str, str, str, str], str]
    """The id of an engagement by company, investor, track and round."""
    is_keeper: Callable[[Company], bool]
    """Say whether the viewer keeps what all see of a company."""
    require_way: Callable[[Engagement, str], None]
    """Require that no gate keeps a known engagement from a stage."""


@dataclass(slots=True)
class Books:
    """Companies and engagements as the rows so far leave them; ``rows`` says which row touched each first."""

    companies: dict[str, Company]
    deals: dict[str, Followed]
    notes: defaultdict[str, set[str]]
    profiles: dict[str, CompanyProfile] = field(default_factory=dict)
    sizes: Mapping[str, Mapping[SizeField, Sized]] = field(default_factory=dict)
    """What is known of a deal's amounts from whatever source: a sheet that says the same says nothing new."""
    rows: dict[str, int] = field(default_factory=dict)
    by_name: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[str, str] = field(default_factory=dict)
    of_company: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _letters: dict[str, str] = field(default_factory=dict)
    _undo: list[tuple[MutableMapping[Any, Any], Any, Any]] = field(default_factory=list)  # of any mapping here

    def is_opened_here(self, engagement_id: str) -> bool:
        """Say whether a row of this sheet opened the engagement."""
        return _opening(engagement_id) in self.rows

    def near(self, name: str) -> tuple[NearCompany, ...]:
        """Return the companies known before whose names are near, the likest first."""
        extracts = process.extract(
            _bare_letters(name), self._letters, scorer=fuzz.ratio, score_cutoff=100 * NEAR, limit=_MOST_NEAR
        )
        ids = dict.fromkeys(key.partition("|")[0] for _, _, key in extracts)
        return tuple(NearCompany(company_id, self.companies[company_id].name) for company_id in ids)

    def named(self, name: str) -> tuple[Company, ...]:
        """Return the companies of that name, however its form is written."""
        return tuple(self.companies[company_id] for company_id in self.by_name.get(plain_name(name), ()))

    def numbered(self, number: str) -> Company | None:
        """Return the company of a register number."""
        company_id = self.by_number.get(digits_of(number))
        return None if company_id is None else self.companies[company_id]

    def take(self, event: Event, at: datetime, row: int) -> None:
        """Let an event happen that a row says, provisionally until ``settle``."""
        match event:
            case CompanyRegistered():
                details = (event.name, event.name_en, event.biz_reg_no, event.region, event.sector, event.owner_id)
                self._learn(Company(event.company_id, *details, version=1))
            case CompanyAmended():
                now = self.companies[event.company_id]
                details_now = {
                    name: getattr(event, name) for name in ("name", "name_en", "biz_reg_no", "region", "sector")
                }
                self._learn(replace(now, **details_now, version=now.version + 1))
            case CompanyProfileKept():
                self._set(self.profiles, event.company_id, event.profile)
            case _:
                self._follow(event, at, row)
        self._set(self.rows, event.stream, self.rows.get(event.stream, row))

    def _follow(self, event: Event, at: datetime, row: int) -> None:
        """Bring an engagement forward by one event, by the rules by which the ledger does it."""
        engagement_id = event.stream.removeprefix("engagement:")
        before = self.deals.get(engagement_id)
        seq = 1 if before is None else before.engagement.version + 1
        recorded = Recorded("", 0, event.stream, seq, at, "", "import", event, "", "")
        after = engagement_state.follow(before, recorded)
        self._set(self.deals, engagement_id, after)
        if before is None:
            company_id = after.engagement.company_id
            self._set(self.of_company, company_id, [*self.of_company.get(company_id, ()), engagement_id])
            self._set(self.rows, _opening(engagement_id), row)
        if isinstance(event, EngagementNoted):
            self._set(self.notes, engagement_id, self.notes[engagement_id] | {event.note})

    def _learn(self, company: Company) -> None:
        self._set(self.companies, company.id, company)
        for name in {plain_name(called) for called in company.names} - {""}:
            ids = self.by_name.get(name, [])
            if company.id not in ids:
                self._set(self.by_name, name, [*ids, company.id])
        if company.biz_reg_no:
            self._set(self.by_number, digits_of(company.biz_reg_no), company.id)

    def _set(self, mapping: MutableMapping[Any, Any], key: str, value: object) -> None:
        self._undo.append((mapping, key, mapping.get(key, _GONE)))
        mapping[key] = value

    def settle(self) -> None:
        """Let what the row changed stand."""
        self._undo.clear()

    def take_back(self) -> None:
        """Let it be as it was before the row."""
        for mapping, key, value in reversed(self._undo):
            if value is _GONE:
                mapping.pop(key, None)
            else:
                mapping[key] = value
        self._undo.clear()


def _opening(engagement_id: str) -> str:
    """Return the key under which ``rows`` keeps which row opened an engagement."""
    return f"opened:{engagement_id}"


def books_of(companies: Iterable[Company], deals: Iterable[Followed], notes: Mapping[str, set[str]]) -> Books:
    """Return books with what is known before the first row."""
    books = Books({}, {}, defaultdict(set, {name: set(texts) for name, texts in notes.items()}))
    for company in companies:
        books._learn(company)  # noqa: SLF001 -- its own maker
        for place, name in enumerate(company.names):
            if plain_name(name):
                books._letters[f"{company.id}|{place}"] = _bare_letters(name)  # noqa: SLF001 -- as above
    for followed in deals:
        books.deals[followed.engagement.id] = followed
        books.of_company[followed.engagement.company_id].append(followed.engagement.id)
    books.settle()
    return books


def _bare_letters(name: str) -> str:
    """Return a name's letters as they are likened: syllables taken apart, without the mark of invented companies."""
    return unicodedata.normalize("NFD", plain_name(name).removesuffix(_FICTIONAL))
