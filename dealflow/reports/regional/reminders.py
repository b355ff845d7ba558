"""What reminds an office or a firm of a quarter's figures: a letter to copy, a sheet for mail merge with addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dealflow.actions.regional.collecting import Line, QuarterCollection
from dealflow.domain.regional.reports import ReportState
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.kit.workbook import Heading, Look, PlainSheet, as_workbook
from dealflow.reports.regional.words import quarter_words

_COLUMNS = (
    ("who", Look.TEXT, 30), ("region", Look.TEXT, 10), ("quarter", Look.TEXT, 14), ("due", Look.DAY, 12),
    ("state", Look.TEXT, 14), ("address", Look.TEXT, 60), ("subject", Look.TEXT, 40), ("body", Look.TEXT, 80),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: subject and body."""

    subject: str
    body: str


def who(line: Line, collection: QuarterCollection, lang: str) -> str:
    """Return who is to tell: the firm, or the region's office."""
    if line.firm is not None:
        return called(line.firm.name, line.firm.name_en, lang)
    return t("regional.office", lang, region=name_of(collection.programme.region(line.teller.region), lang))


def letter(collection: QuarterCollection, lang: str, *, line: Line | None = None, address: str = "") -> Letter:
    """Return the letter that asks for a quarter's figures: to one with the address, or to all, to be filled in."""
    programme = collection.programme
    values = {
        "title": called(programme.title_ko, programme.title_en, lang),
        "quarter": quarter_words(collection.quarter, lang),
        "day": day(collection.due_on, lang),
        "who": who(line, collection, lang) if line is not None else t("regional.letter.who", lang),
        "address": address or t("regional.letter.address", lang),
    }
    kind = "returned" if line is not None and line.state is ReportState.RETURNED else "asked"
    because = line.report.because if line is not None and line.report is not None else ""
    body = [
        t("regional.letter.greeting", lang, **values),
        t(f"regional.letter.{kind}", lang, because=because, **values),
        t("regional.letter.how", lang, **values),
        values["address"],
        t("regional.letter.end", lang, **values),
    ]
    return Letter(t("regional.letter.subject", lang, **values), "\n\n".join(body))


def merge_sheet(collection: QuarterCollection, addresses: Mapping[str, str], lang: str) -> bytes:
    """Return the workbook for mail merge: a line each teller that has an address in ``addresses``."""
    headings = tuple(Heading(t(f"regional.merge.{name}", lang), look, width) for name, look, width in _COLUMNS)
    rows = []
    for line in collection.lines:
        address = addresses.get(line.teller.id)
        if address is None:
            continue
        text = letter(collection, lang, line=line, address=address)
        region = name_of(collection.programme.region(line.teller.region), lang)
        state = t(f"regional.state.{'missing' if line.state is None else line.state.value}", lang)
        quarter = quarter_words(collection.quarter, lang)
        rows.append(
            (who(line, collection, lang), region, quarter, collection.due_on, state, address, text.subject, text.body)
        )
    title = t("regional.merge.title", lang, quarter=quarter_words(collection.quarter, lang))
    sheet = PlainSheet(title, headings, rows, (t("regional.merge.how", lang),))
    return as_workbook((sheet,), title=title)
