"""An award's results as a workbook: rankings of every round, marks, what judges declared, and what happened."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealflow.actions.award.awards import AwardView
from dealflow.actions.award.trail import TrailLine
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.awards import AwardRound, Ranked
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.award import trail_words
from dealflow.reports.kit.workbook import Heading, Look, PlainSheet, Value, as_workbook

_EXACT = Decimal("0.0001")


def as_xlsx(view: AwardView, trail: tuple[TrailLine, ...], lang: str) -> bytes:
    """Return the workbook: ranking, marks, declarations, what happened."""
    title = called(view.award.title_ko, view.award.title_en, lang)
    is_demo = any(company.is_demo for company in view.companies.values())
    notice = t("dossier.watermark", lang) if is_demo else ""
    sheets = (_ranking(view, lang), _marks(view, lang), _declarations(view, lang), _trail(view, trail, lang))
    return as_workbook(sheets, title=title, notice=notice)


def rounds_of(view: AwardView) -> tuple[tuple[AwardRound, str], ...]:
    """Return the rounds that have cases: offices in the order of the catalogue, then the final."""
    used = {entry.office_id for entry in view.entries if not entry.is_withdrawn}
    known = [office.id for office in award_defaults().offices if office.id in used]
    places = [(AwardRound.REGIONAL, office_id) for office_id in (*known, *sorted(used - set(known)))]
    if any(entry.is_finalist for entry in view.entries):
        places.append((AwardRound.FINAL, ""))
    return tuple(places)


def _ranking(view: AwardView, lang: str) -> PlainSheet:
    names = ("round", "rank", "number", "case", "company", "mean", "own", "before", "sheets", "recused", "standing")
    looks = {"rank": Look.WHOLE, "number": Look.WHOLE, "sheets": Look.WHOLE, "recused": Look.WHOLE}
    looks |= dict.fromkeys(("mean", "own", "before"), Look.DECIMAL)
    widths = {"case": 44, "company": 26, "round": 22}
    headings = tuple(
        Heading(t(f"award.column.{name}", lang), looks.get(name, Look.TEXT), widths.get(name, 12)) for name in names
    )
    rows = [
        _ranked_row(line, view, place, lang) for place in rounds_of(view) for line in view.ranked(*place)
    ]  # fmt: skip
    return PlainSheet(t("award.ranking", lang), headings, rows)


def _ranked_row(line: Ranked, view: AwardView, place: tuple[AwardRound, str], lang: str) -> list[Value]:
    entry, company = line.entry, view.companies.get(line.entry.company_id)
    prize = next((prize for prize in view.award.prizes if prize.id == entry.prize_id), None)
    standing = name_of(prize, lang) if prize else t("award.finalist", lang) if entry.is_finalist else ""
    means = (None if mean is None else exact(mean) for mean in (line.mean, line.own, line.before))
    return [
        trail_words.place_words(*place, lang),
        line.rank,
        entry.number,
        entry.case_title,
        "" if company is None else called(company.name, company.name_en, lang),
        *means,
        line.sheets,
        line.recused,
        standing,
    ]


def exact(mean: Fraction) -> Decimal:
    """Return a mean as a decimal of four places."""
    return (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(_EXACT)


def _marks(view: AwardView, lang: str) -> PlainSheet:
    names = ("judge", "number", "case", "criterion", "points", "total", "comment", "recused_because")
    whole = {"number", "points", "total"}
    wide = {"case": 40, "comment": 50, "recused_because": 30, "judge": 28, "criterion": 28}
    headings = tuple(
        Heading(t(f"award.column.{name}", lang), Look.WHOLE if name in whole else Look.TEXT, wide.get(name, 10))
        for name in names
    )
    judges, entries = {judge.id: judge for judge in view.judges}, {entry.id: entry for entry in view.entries}
    rows: list[list[Value]] = []
    for sheet in view.sheets:
        judge, entry = judges[sheet.judge_id], entries[sheet.entry_id]
        head: list[Value] = [trail_words.judge_words(judge, lang), entry.number, entry.case_title]
        known = {criterion.id: criterion for criterion in view.award.criteria_of(judge.round)}
        if sheet.recused_because:
            rows.append([*head, "", None, None, sheet.comment, sheet.recused_because])
        for criterion_id, points in sheet.marks:
            name = name_of(known[criterion_id], lang) if criterion_id in known else criterion_id
            rows.append([*head, name, points, sheet.total, sheet.comment, ""])
    rows.sort(key=lambda row: (str(row[0]), int(str(row[1]))))
    return PlainSheet(t("award.marks", lang), headings, rows)


def _declarations(view: AwardView, lang: str) -> PlainSheet:
    """Return what each judge declared: a line for each interest, one for who has none or has not declared."""
    names = ("judge", "at", "declared_cases", "number", "case", "kind", "recused_because")
    wide = {"judge": 28, "at": 20, "case": 40, "kind": 22, "recused_because": 50}
    whole = {"declared_cases", "number"}
    headings = tuple(
        Heading(t(f"award.column.{name}", lang), Look.WHOLE if name in whole else Look.TEXT, wide.get(name, 12))
        for name in names
    )
    entries = {entry.id: entry for entry in view.entries}
    rows: list[list[Value]] = []
    for judge in view.judges:
        words, declaration = trail_words.judge_words(judge, lang), judge.declaration
        if declaration is None:
            rows.append([words, "", 0, None, "", t("award.declared.not", lang), ""])
            continue
        head: list[Value] = [words, moment(declaration.at, lang), len(declaration.entries)]
        for interest in declaration.interests:
            entry = entries[interest.entry_id]
            kind = t(f"award.interest.{interest.kind.value}", lang)
            rows.append([*head, entry.number, entry.case_title, kind, interest.because])
        if not declaration.interests:
            rows.append([*head, None, "", t("award.interest.none", lang), ""])
    return PlainSheet(t("award.declarations", lang), headings, rows)


def _trail(view: AwardView, trail: tuple[TrailLine, ...], lang: str) -> PlainSheet:
    names = ("position", "at", "who", "what", "number", "judge")
    wide = {"what": 56, "who": 28, "judge": 28, "at": 20}
    headings = tuple(
        Heading(
            t(f"award.column.{name}", lang),
            Look.WHOLE if name in {"position", "number"} else Look.TEXT,
            wide.get(name, 10),
        )
        for name in names
    )
    rows: list[list[Value]] = [
        [
            line.position,
            moment(line.at, lang),
            trail_words.who(line, lang),
            trail_words.what(line, view.award, lang),
            None if line.entry is None else line.entry.number,
            "" if line.judge is None else trail_words.judge_words(line.judge, lang),
        ]
        for line in trail
    ]
    return PlainSheet(t("award.tab.trail", lang), headings, rows)
