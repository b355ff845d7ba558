"""An operator's results (R12, 실적평가) as a workbook: the figures with how each is counted, and the companies."""

from __future__ import annotations

from decimal import Decimal

from dealflow.actions.tips.operator_results import OperatorResults
from dealflow.domain.tips.operator_results import FirmResult, Kpi, Share
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day
from dealflow.reports.kit.workbook import Heading, Look, PlainSheet, Value, as_workbook

_WON = frozenset({"invested_won", "grant_won", "grant_paid_won", "matched_won", "follow_on_won"})


def as_xlsx(results: OperatorResults, lang: str) -> bytes:
    """Return the workbook; of a demo house every page says that all of it is invented."""
    is_demo = results.house is not None and results.house.is_demo
    title = t("projects.results.title", lang)
    notice = t("dossier.watermark", lang) if is_demo else ""
    return as_workbook((_figures(results, lang), _firms(results, lang)), title=title, notice=notice)


def file_name(results: OperatorResults, lang: str) -> str:
    """Return the name of the download."""
    house = "" if results.house is None else name_of(results.house, lang)
    return " ".join(filter(None, (t("projects.results.title", lang), house, f"{results.span.until:%Y}"))) + ".xlsx"


def kpi_words(kpi: Kpi) -> str:
    """Return a figure's value as a screen shows it."""
    if isinstance(kpi.value, Share):
        share = kpi.value.value
        parts = f"{kpi.value.part:,}/{kpi.value.whole:,}"
        return "–" if share is None else f"{share * 100:.1f}% ({parts})"
    if kpi.value is None:
        return "–"
    return (f"{kpi.value:,.0f}" if isinstance(kpi.value, Decimal) else f"{kpi.value:,}").replace("-", "−")


def _above(results: OperatorResults, lang: str) -> tuple[str, ...]:
    span = f"{day(results.span.since, lang)} ~ {day(results.span.until, lang)}"
    house = "" if results.house is None else name_of(results.house, lang)
    return (
        " · ".join(filter(None, (house, ", ".join(results.numbers)))),
        t("projects.results.span", lang, span=span),
        t("projects.results.sources", lang),
    )


def _figures(results: OperatorResults, lang: str) -> PlainSheet:
    rows: list[tuple[Value, ...]] = []
    looks = []
    for number, kpi in enumerate(results.kpis):
        is_share = isinstance(kpi.value, Share)
        looks.append((number, 1, Look.SHARE if is_share else Look.WHOLE))
        value = kpi.value.value if isinstance(kpi.value, Share) else kpi.value
        of = f"{kpi.value.part:,} / {kpi.value.whole:,}" if isinstance(kpi.value, Share) else None
        unknown = kpi.unknown or None
        rows.append((t(f"projects.kpi.{kpi.id}", lang), value, of, unknown, t(f"projects.kpi.{kpi.id}.how", lang)))
    headings = (
        Heading(t("projects.results.figure", lang), width=30),
        Heading(t("projects.results.value", lang), Look.WHOLE, 20),
        Heading(t("projects.results.of", lang), width=14),
        Heading(t("projects.results.unknown", lang), Look.WHOLE, 14),
        Heading(t("projects.results.how", lang), width=70),
    )
    return PlainSheet(t("projects.results.title", lang), headings, rows, _above(results, lang), tuple(looks))


_FIRM_COLUMNS = (
    ("company", Look.TEXT, 26),
    ("region", Look.TEXT, 12),
    ("outside", Look.TEXT, 10),
    ("invested", Look.WHOLE, 16),
    ("recommended", Look.DAY, 12),
    ("selection", Look.TEXT, 12),
    ("agreement", Look.TEXT, 18),
    ("agreed", Look.DAY, 12),
    ("grant", Look.WHOLE, 16),
    ("grant_paid", Look.WHOLE, 16),
    ("matched", Look.WHOLE, 16),
    ("rounds", Look.WHOLE, 10),
    ("follow_on", Look.WHOLE, 16),
    ("supports", Look.WHOLE, 10),
    ("sales_before", Look.WHOLE, 16),
    ("sales", Look.WHOLE, 16),
    ("jobs_before", Look.WHOLE, 10),
    ("jobs", Look.WHOLE, 10),
    ("exports_before", Look.WHOLE, 16),
    ("exports", Look.WHOLE, 16),
)


def _firms(results: OperatorResults, lang: str) -> PlainSheet:
    headings = tuple(Heading(t(f"projects.firm.{name}", lang), look, width) for name, look, width in _FIRM_COLUMNS)
    rows = [_firm(firm, lang) for firm in results.firms]
    return PlainSheet(t("projects.results.firms", lang), headings, rows, _above(results, lang)[:2])


def _firm(firm: FirmResult, lang: str) -> tuple[Value, ...]:
    outside = {True: "yes", False: "no", None: "unknown"}[firm.is_outside_capital]
    standing = "withdrawn" if firm.is_withdrawn else firm.selection.value if firm.selection else ""
    return (
        called(firm.name, firm.name_en, lang),
        term(firm.region, lang),
        t(f"projects.firm.outside.{outside}", lang),
        firm.invested_won,
        firm.recommended_on,
        (t("operators.withdrawn", lang) if firm.is_withdrawn else t(f"enum.project_verdict.{standing}", lang))
        if standing
        else None,
        firm.agreement_number or None,
        firm.agreed_on,
        firm.grant_won,
        firm.grant_paid_won,
        firm.matched_won,
        firm.follow_on_rounds,
        firm.follow_on_won,
        firm.supports,
        firm.sales.before,
        firm.sales.last,
        firm.jobs.before,
        firm.jobs.last,
        firm.exports.before,
        firm.exports.last,
    )
