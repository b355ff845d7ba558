"""What asks an office or a firm for figures, of one quarter or of all that are owed: letters, sheets for mail merge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dealflow.actions.regional.collecting import Line, QuarterCollection
from dealflow.actions.regional.reminding import OwingView
from dealflow.domain.regional.overdue import Overdue
from dealflow.domain.regional.programmes import Programme, SupportedFirm
from dealflow.domain.regional.reports import ReportState
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.kit.workbook import Heading, Look, PlainSheet, as_workbook
from dealflow.reports.regional.words import quarter_words

_COLUMNS = (
    ("who", Look.TEXT, 30), ("region", Look.TEXT, 10), ("quarter", Look.TEXT, 14), ("due", Look.DAY, 12),
    ("state", Look.TEXT, 14), ("address", Look.TEXT, 60), ("subject", Look.TEXT, 40), ("body", Look.TEXT, 80),
)  # fmt: skip

_OWED = (
    ("who", Look.TEXT, 30), ("region", Look.TEXT, 10), ("owed", Look.TEXT, 40), ("since", Look.DAY, 12),
    ("address", Look.TEXT, 60), ("subject", Look.TEXT, 40), ("body", Look.TEXT, 80),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: subject and body."""

    subject: str
    body: str


def who(line: Line, collection: QuarterCollection, lang: str) -> str:
    """Return who is to tell: the firm, or the region's office."""
    return teller_words(line.firm, line.teller.region, collection.programme, lang)


def teller_words(firm: SupportedFirm | None, region: str, programme: Programme, lang: str) -> str:
    """Return what one who tells figures is called: the firm, or the region's office."""
    if firm is not None:
        return called(firm.name, firm.name_en, lang)
    return t("regional.office", lang, region=name_of(programme.region(region), lang))


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


def owed_words(line: Overdue, lang: str) -> str:
    """Return the quarters that one owes, in words."""
    return ", ".join(quarter_words(owed.quarter, lang) for owed in line.owed)


def reminder(view: OwingView, line: Overdue, lang: str, *, address: str = "") -> Letter:
    """Return the letter that reminds one of all quarters that are owed; without an address it names the one sent."""
    programme = view.programme
    values = {
        "title": called(programme.title_ko, programme.title_en, lang),
        "who": teller_words(line.firm, line.teller.region, programme, lang),
        "n": len(line.owed),
    }
    owed = []
    for owed_quarter in line.owed:
        kind = "returned" if owed_quarter.because else "untold"
        words = {
            "quarter": quarter_words(owed_quarter.quarter, lang),
            "day": day(owed_quarter.due_on, lang),
            "because": owed_quarter.because,
        }
        owed.append(t(f"regional.reminder.{kind}", lang, **words))
    body = [
        t("regional.letter.greeting", lang, **values),
        t("regional.reminder.owed", lang, **values),
        "\n".join(owed),
        t("regional.letter.how" if address else "regional.reminder.how", lang, **values),
        *((address, t("regional.letter.end", lang, **values)) if address else ()),
    ]
    return Letter(t("regional.reminder.subject", lang, **values), "\n\n".join(body))


def reminder_sheet(view: OwingView, addresses: Mapping[str, str], lang: str) -> bytes:
    """Return the workbook for mail merge: a line each who owes figures; those in ``addresses`` with their new one."""
    headings = tuple(Heading(t(f"regional.merge.{name}", lang), look, width) for name, look, width in _OWED)
    rows = []
    for line in view.lines:
        address = addresses.get(line.teller.id, "")
        letter = reminder(view, line, lang, address=address)
        who = teller_words(line.firm, line.teller.region, view.programme, lang)
        region = name_of(view.programme.region(line.teller.region), lang)
        rows.append((who, region, owed_words(line, lang), line.since, address, letter.subject, letter.body))
    title = t("regional.reminder.title", lang)
    notes = (t("regional.merge.how", lang),) if addresses else ()
    return as_workbook((PlainSheet(title, headings, rows, notes),), title=title)
