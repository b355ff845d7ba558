"""The sheets of the reports to KVIC (filings.toml): which fields they have, which are required, and of what result."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from dealflow.domain.investment.committee import Outward
from dealflow.domain.tips.rule_packs import Words
from dealflow.errors import InvalidInputError

_FIELD: Final = frozenset({"id", "ko", "en", "required", "when", "at_most", "from", "personal"})
_DUE: Final = frozenset({"plan", "result", "contract", "first_report", "quarter", "occasion", "project"})
_TO: Final = frozenset({"kvic", "agency"})

_Entry = Mapping[str, Any]
"""A table of TOML: its values are checked here, one by one."""


@dataclass(frozen=True, slots=True)
class FilingField:
    """One field of a sheet. ``source``: where its value is taken from (``terms.pre_money_won``); empty: typed in."""

    id: str
    name: Words
    required: bool = False
    when: tuple[str, ...] = ()
    """The results (``committee.Outward``) for which it is asked; empty: always."""
    at_most: int | None = None
    """How many values it takes; None: one."""
    source: str = ""
    personal: bool = False
    """Of a person of the company: shown from its contacts and never kept with the sheet, which cannot be destroyed."""

    def is_asked(self, result: str | None) -> bool:
        """Say whether the field is asked where the committee ended so (None: it has not ended)."""
        return not self.when or result in self.when


@dataclass(frozen=True, slots=True)
class FilingSheet:
    """One report: its fields in the order of the form, and the files that go with it."""

    id: str
    title: Words
    form: str
    due: str
    """What its day follows from: ``plan`` or ``result`` of a committee, a ``contract``, a ``quarter``, ..."""
    source: str
    fields: tuple[FilingField, ...]
    files: tuple[FilingField, ...]
    to: str = "kvic"
    """Who gets it: ``kvic``, or ``agency`` (of grant projects)."""
    unconfirmed: Words | None = None
    """What of it no source confirms; None: nothing."""

    def missing(self, values: Mapping[str, str], result: str | None = None) -> tuple[FilingField, ...]:
        """Return the required fields that are asked and have no value."""
        return tuple(
            field
            for field in self.fields
            if field.required and field.is_asked(result) and not values.get(field.id, "").strip()
        )


def load_sheets(text: str | None = None) -> tuple[FilingSheet, ...]:
    """Return the sheets of ``text`` (TOML), or of the shipped catalogue.

    Raises:
        InvalidInputError: an id stands twice, words lack a language, a field or a result is unknown.
    """
    raw = tomllib.loads(text or resources.files("dealflow.catalogue").joinpath("filings.toml").read_text("utf-8"))
    sheets = tuple(_sheet(entry) for entry in raw.get("sheet", []))
    _require_no_repeats("sheet", [sheet.id for sheet in sheets])
    return sheets


def _sheet(entry: _Entry) -> FilingSheet:
    for name in ("id", "title", "form", "source", "fields"):
        if not entry.get(name):
            raise InvalidInputError(field=name, problem="missing", value=entry.get("id"))
    for name, known in (("due", _DUE), ("to", _TO)):
        if entry.get(name, "kvic") not in known:
            raise InvalidInputError(field=name, problem="unknown", value=entry["id"])
    fields = tuple(_field(field_entry) for field_entry in entry["fields"])
    files = tuple(_field(field_entry) for field_entry in entry.get("files", []))
    _require_no_repeats("field", [filing_field.id for filing_field in (*fields, *files)])
    return FilingSheet(
        id=str(entry["id"]),
        title=_words(entry["title"], entry["id"]),
        form=str(entry["form"]),
        due=str(entry["due"]),
        source=str(entry["source"]),
        fields=fields,
        files=files,
        to=str(entry.get("to", "kvic")),
        unconfirmed=_words(entry["unconfirmed"], entry["id"]) if "unconfirmed" in entry else None,
    )


def _field(entry: _Entry) -> FilingField:
    for name in sorted(set(entry) - _FIELD):
        raise InvalidInputError(field=name, problem="unknown", value=entry.get("id"))
    when = tuple(entry.get("when", ()))
    if not entry.get("id") or not set(when) <= set(Outward):
        raise InvalidInputError(field="when", problem="unknown", value=entry.get("id"))
    most = entry.get("at_most")
    if most is not None and (type(most) is not int or most < 1):
        raise InvalidInputError(field="at_most", problem="no_number", value=entry["id"])
    return FilingField(
        id=str(entry["id"]),
        name=_words(entry, entry["id"]),
        required=entry.get("required") is True,
        when=when,
        at_most=most,
        source=str(entry.get("from", "")),
        personal=entry.get("personal") is True,
    )


def _words(entry: _Entry, where: object) -> Words:
    if not entry.get("ko") or not entry.get("en"):
        raise InvalidInputError(field="name", problem="missing_words", value=where)
    return Words(str(entry["ko"]), str(entry["en"]))


def _require_no_repeats(field: str, ids: list[str]) -> None:
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise InvalidInputError(field=field, problem="repeated", value=id_)
