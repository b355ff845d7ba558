"""The sheet on which people fill in what eligibility asks of companies: a line each fact, as it is noted now."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.actions.sheets.fact_sheets import FactRecord
from dealflow.domain.tips.eligibility_facts import FactKind
from dealflow.i18n import called, t
from dealflow.reports.kit.workbook import Heading, Look, PlainSheet, Value, as_workbook

_COLUMNS = (
    ("company", Look.TEXT, 28),
    ("number", Look.TEXT, 16),
    ("fact", Look.TEXT, 36),
    ("value", Look.TEXT, 30),
    ("as_of", Look.DAY, 13),
    ("valid_to", Look.DAY, 13),
    ("proof", Look.TEXT, 34),
    ("how", Look.TEXT, 52),
)


def as_xlsx(records: Sequence[FactRecord], lang: str) -> bytes:
    """Return the workbook: what is blank may stay so; the last column says how a value is written."""
    headings = tuple(Heading(t(f"sheets.facts.column.{name}", lang), look, width) for name, look, width in _COLUMNS)
    title = t("sheets.facts.title", lang)
    is_demo = any(record.company.is_demo for record in records)
    sheet = PlainSheet(title, headings, [_row(record, lang) for record in records], (t("sheets.facts.how", lang),))
    return as_workbook((sheet,), title=title, notice=t("dossier.watermark", lang) if is_demo else "")


def _row(record: FactRecord, lang: str) -> tuple[Value, ...]:
    company, line, fact = record.company, record.line, record.fact
    value = "" if fact is None else fact.value
    if line.kind is FactKind.FLAG and value:
        value = t(f"frame.{'yes' if value == 'true' else 'no'}", lang)
    how = line.help(lang) or t(f"sheets.facts.kind.{line.kind.value}", lang)
    return (
        called(company.name, company.name_en, lang),
        company.biz_reg_no or "",
        line.name(lang),
        f"{int(value):,}" if line.kind is FactKind.MONEY and value.isdecimal() else value,
        None if fact is None else fact.as_of,
        None if fact is None else fact.valid_to,
        "" if fact is None else fact.proof,
        " / ".join(line.choices) if line.choices else how,
    )
