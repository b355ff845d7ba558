"""The result report (결과보고서) of an IR day, as a document: DOCX and HTML, in one language.

It says only what the organiser may know; of investors' logs what they told. Figures that nobody recorded are named as
missing, in their places and once more together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dealflow.actions.irday.results.results import DayResults
from dealflow.domain.irday.results.measures import Missing
from dealflow.domain.irday.results.results import latest
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.i18n.numbers import moment
from dealflow.reports.irday.papers.day_words import date_words, event_title, table_words, time_words
from dealflow.reports.irday.papers.file_index import HTML, File
from dealflow.reports.irday.results import result_charts
from dealflow.reports.irday.results.follow_up_section import after, round_tables
from dealflow.reports.irday.results.result_words import benchmark, count, intention, mean, missing, ratio, won
from dealflow.reports.irday.timetable.calendar_feed import file_name
from dealflow.reports.kit.blocks import Block, Document, Facts, Grid, Part, Words
from dealflow.reports.record import dossier_docx, dossier_html

FORMS: Final = ("docx", "html")
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file(given: DayResults, form: str, *, at: datetime, lang: str) -> File:
    """Return the report of a moment as a file; ``form`` is one of ``FORMS``."""
    made = document(given, at=at, lang=lang)
    name = f"{file_name(made.title)}_{at:%Y%m%d}.{form}"
    if form == "docx":
        return File(dossier_docx.as_docx(made), _DOCX, name, is_page=False)
    return File(dossier_html.as_html(made, lang).encode(), HTML, name, is_page=True)


def document(given: DayResults, *, at: datetime, lang: str) -> Document:
    """Return the report of a moment."""
    event = given.day.event
    parts = (
        _overview(given, lang),
        _turnout(given, lang),
        _programme(given, lang),
        _consultations(given, lang),
        _intention(given, lang),
        _follow_ups(given, lang),
        _satisfaction(given, lang),
        *round_tables(given, lang),
        *after(given, lang),
        _benchmarks(given, lang),
        _missing(given, lang),
    )
    return Document(
        title=t("results.report.title", lang, event=event_title(event, lang)),
        subtitle=" · ".join(filter(None, (date_words(event, given.day.programme, lang), event.venue))),
        parts=parts,
        footer=t("results.report.footer", lang, moment=moment(at, lang), day=day_words(given.facts.today, lang)),
        watermark="",
    )


def chart_blocks(given: DayResults, lang: str) -> tuple[Block, ...]:
    """Return the charts of planned and held consultations, by hour and by table; none where nothing was planned."""
    found = given.results
    if not found.by_hour:
        return ()
    hours = [t("results.hour", lang, hour=one.key) for one in found.by_hour]
    made = (
        (result_charts.tallies(found.by_hour, hours, t("results.axis.hour", lang), lang), "results.chart.by_hour"),
        (
            result_charts.tallies(found.by_table, table_names(given, lang), t("results.axis.table", lang), lang),
            "results.chart.by_table",
        ),
    )
    return tuple(result_charts.picture(chart, t(key, lang)) for chart, key in made)


def table_names(given: DayResults, lang: str) -> list[str]:
    """Return the names of the tables that the tallies by table are of."""
    labels = {one.id: table_words(one.label, lang) for one in given.day.programme.tables}
    return [labels.get(one.key, one.key) for one in given.results.by_table]


def _overview(given: DayResults, lang: str) -> Part:
    day = given.day
    published = t("results.missing.not_published", lang)
    if day.plan.publications:
        last = day.plan.publications[-1]
        published = t(
            "results.overview.plan", lang, n=last.version, times=day.plan.revision, moment=moment(last.at, lang)
        )
    organiser = given.organiser if lang == "ko" else given.organiser_en or given.organiser
    pairs = [
        (t("results.overview.event", lang), event_title(day.event, lang)),
        (t("results.overview.held", lang), date_words(day.event, day.programme, lang)),
        (t("results.overview.venue", lang), day.event.venue or "–"),
        (t("results.overview.organiser", lang), organiser or "–"),
        (t("results.overview.timetable", lang), published),
    ]
    return Part(t("results.part.overview", lang), (Facts(tuple(pairs)),))


def _turnout(given: DayResults, lang: str) -> Part:
    heads = ("kind", "listed", "confirmed", "came", "people")
    rows = tuple(
        (
            t(f"enum.participant_kind.{one.kind.value}", lang),
            count(one.listed, lang),
            count(one.confirmed, lang),
            count(one.came, lang),
            count(one.people, lang),
        )
        for one in given.results.turnout
    )
    note = Words(t("results.define.turnout", lang), quiet=True)
    return _part("turnout", (_grid(heads, rows, 1, lang), note), lang)


def _programme(given: DayResults, lang: str) -> Part:
    programme = given.day.programme
    rooms = {one.id: name_of(one, lang) for one in programme.rooms}
    rows = tuple(
        (
            time_words(one.span, programme, lang),
            name_of(one, lang),
            t(f"enum.part_kind.{one.kind.value}", lang),
            rooms.get(one.room_id, "–"),
        )
        for one in sorted(programme.parts, key=lambda each: (each.span, each.id))
    )
    return _part("programme", (_grid(("time", "item", "kind", "room"), rows, 9, lang),), lang)


def _consultations(given: DayResults, lang: str) -> Part:
    held = given.results.consultations
    pairs = (
        ("planned", count(held.planned, lang)),
        ("held", count(held.held, lang)),
        ("walk_ins", count(held.walk_ins, lang)),
        ("of_planned", ratio(held.of_planned, lang)),
        ("company_absent", count(held.company_absent, lang)),
        ("investor_absent", count(held.investor_absent, lang)),
        ("cancelled", count(held.cancelled, lang)),
        ("unmarked", count(held.unmarked, lang)),
        ("matched", ratio(given.results.matched, lang)),
    )
    rows = tuple(
        (name, str(one.planned), str(one.held))
        for name, one in zip(table_names(given, lang), given.results.by_table, strict=True)
    )
    blocks: list[Block] = [
        Facts(tuple((t(f"results.kpi.{name}", lang), value) for name, value in pairs)),
        Words(t("results.define.held", lang), quiet=True),
        *chart_blocks(given, lang),
    ]
    if rows:
        blocks.append(_grid(("table", "planned", "held"), rows, 1, lang))
    if not result_charts.draws_korean():
        blocks.append(Words(t("results.report.no_font", lang), quiet=True))
    return _part("consultations", tuple(blocks), lang)


def _intention(given: DayResults, lang: str) -> Part:
    found, names = given.results.intention, {one.id: name_of(one, lang) for one in given.day.participants}
    pairs = [
        (t("results.kpi.intention", lang), intention(found, lang)),
        (t("results.kpi.declared", lang), t("results.declared", lang, n=found.declared, investors=found.investors)),
    ]
    if given.results.interest:
        pairs += [
            (t("results.kpi.interest", lang), _levels(given, lang)),
        ]
    rows = tuple(
        (
            names.get(one.investor, "–"),
            names.get(one.company, "–"),
            "–" if one.intention_low is None else won(one.intention_low, lang),
            "–" if one.intention_high is None else won(one.intention_high, lang),
        )
        for one in latest(given.facts.told)
        if one.intention_low is not None or one.intention_high is not None
    )
    blocks: list[Block] = [Facts(tuple(pairs)), Words(t("results.define.intention", lang), quiet=True)]
    if given.results.interest:
        chart = result_charts.interest(given.results, lang)
        blocks.append(result_charts.picture(chart, t("results.chart.interest", lang)))
    if rows:
        blocks.append(_grid(("investor", "company", "low", "high"), rows, 2, lang))
    return _part("intention", tuple(blocks), lang)


def _levels(given: DayResults, lang: str) -> str:
    return " · ".join(
        f"{t(f'enum.interest_level.{level.value}', lang)} {number}"
        for level, number in sorted(given.results.interest.items())
    )


def _follow_ups(given: DayResults, lang: str) -> Part:
    found = given.results.follow_ups
    pairs = (
        ("either", count(found.either, lang)),
        ("scheduled", count(found.scheduled, lang)),
        ("met", count(found.held, lang)),
        ("undated", count(found.undated, lang)),
    )
    shown = Facts(tuple((t(f"results.kpi.{name}", lang, days=found.days), value) for name, value in pairs))
    return _part("follow_ups", (shown, Words(t("results.define.follow_ups", lang, days=found.days), quiet=True)), lang)


def _satisfaction(given: DayResults, lang: str) -> Part:
    rows = tuple(
        (
            t(f"results.side.{side.side}", lang),
            t(f"results.question.{marks.question}", lang),
            mean(marks, lang),
            ratio(marks.top_two, lang),
            str(marks.n),
            ratio(side.answered, lang),
        )
        for side in given.results.satisfaction
        for marks in side.marks
    )
    blocks: list[Block] = [_grid(("side", "question", "mean", "top_two", "n", "answered"), rows, 2, lang)]
    if any(not isinstance(marks.mean, Missing) for side in given.results.satisfaction for marks in side.marks):
        chart = result_charts.satisfaction(given.results, lang)
        blocks.append(result_charts.picture(chart, t("results.chart.satisfaction", lang)))
    comments = [one.comment for one in given.facts.answers if one.comment]
    if comments:
        blocks.append(Words("\n".join(f"· {one}" for one in comments)))
    blocks.append(Words(t("results.define.satisfaction", lang), quiet=True))
    return _part("satisfaction", tuple(blocks), lang)


def _benchmarks(given: DayResults, lang: str) -> Part:
    rows = tuple((t(f"results.benchmark.{one.id}", lang), *benchmark(one, lang)) for one in given.results.benchmarks)
    note = Words(t("results.define.benchmarks", lang), quiet=True)
    return _part("benchmarks", (_grid(("measure", "line", "found"), rows, 1, lang), note), lang)


def _missing(given: DayResults, lang: str) -> Part:
    rows = tuple((name, missing(why, lang)) for name, why in unknown(given, lang))
    blocks: tuple[Block, ...] = (_grid(("measure", "why"), rows, 9, lang),)
    return _part("missing", blocks if rows else (Words(t("results.nothing_missing", lang)),), lang)


def unknown(given: DayResults, lang: str) -> Iterator[tuple[str, Missing]]:
    """Give every figure that is not known, with why."""
    found, held = given.results, given.results.consultations
    named: list[tuple[str, object]] = [
        *((t("results.kpi.came_of", lang, kind=t(f"enum.participant_kind.{one.kind.value}", lang)), one.came)
          for one in found.turnout),
        (t("results.kpi.planned", lang), held.planned),
        (t("results.kpi.held", lang), held.held),
        (t("results.kpi.matched", lang), found.matched),
        (t("results.kpi.intention", lang), found.intention.low),
        (t("results.kpi.either", lang, days=found.follow_ups.days), found.follow_ups.either),
        *((t("results.kpi.satisfaction_of", lang, side=t(f"results.side.{one.side}", lang)), one.marks[0].mean)
          for one in found.satisfaction),
        *((t("results.kpi.raised", lang, n=one.months), one.won) for one in found.raised),
    ]  # fmt: skip
    yield from ((name, value) for name, value in named if isinstance(value, Missing))


def _part(name: str, blocks: tuple[Block, ...], lang: str) -> Part:
    return Part(t(f"results.part.{name}", lang), blocks)


def _grid(names: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers_from: int, lang: str) -> Grid:
    """Return a table; columns from ``numbers_from`` on hold numbers."""
    heads = tuple(t(f"results.column.{one}", lang) for one in names)
    return Grid(heads, rows, frozenset(range(numbers_from, len(names))))
