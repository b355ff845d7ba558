"""The result report (결과보고서) of an IR day, as a document: DOCX and HTML, in one language.

It says only what the organiser may know; of investors' logs what they told. Figures that nobody recorded are named as
missing, in their places and once more together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from dealflow.actions.irday.results.results import DayResults
from dealflow.domain.irday.floor.floor import InterestLevel
from dealflow.domain.irday.programme.part_contents import hosts_by_role
from dealflow.domain.irday.results.measures import Missing
from dealflow.domain.irday.results.results import counted_logs
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.i18n.numbers import moment
from dealflow.reports.irday.papers.day_words import date_words, event_title, event_venue, table_words, time_words
from dealflow.reports.irday.papers.file_index import HTML, File
from dealflow.reports.irday.programme.host_lines import marks
from dealflow.reports.irday.results import result_charts
from dealflow.reports.irday.results.follow_up_section import after, round_tables
from dealflow.reports.irday.results.record_section import told
from dealflow.reports.irday.results.result_words import benchmark, count, intention, mean, missing, ratio, won
from dealflow.reports.irday.timetable.calendar_feed import file_name
from dealflow.reports.kit.blocks import Block, Document, Facts, Grid, Part, Words
from dealflow.reports.record import dossier_docx, dossier_html

FORMS: Final = ("docx", "html")
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file(results: DayResults, form: str, *, at: datetime, lang: str) -> File:
    """Return the report of a moment as a file; ``form`` is one of ``FORMS``."""
    made_document = document(results, at=at, lang=lang)
    name = f"{file_name(made_document.title)}_{at:%Y%m%d}.{form}"
    if form == "docx":
        return File(dossier_docx.as_docx(made_document), _DOCX, name, is_page=False)
    return File(dossier_html.as_html(made_document, lang).encode(), HTML, name, is_page=True)


def document(results: DayResults, *, at: datetime, lang: str) -> Document:
    """Return the report of a moment."""
    event = results.day.event
    parts = (
        _overview(results, lang),
        _turnout(results, lang),
        _programme(results, lang),
        _consultations(results, lang),
        _intention(results, lang),
        _follow_ups(results, lang),
        _satisfaction(results, lang),
        *round_tables(results, lang),
        *after(results, lang),
        *told(results, lang),
        _benchmarks(results, lang),
        _missing(results, lang),
    )
    return Document(
        title=t("results.report.title", lang, event=event_title(event, lang)),
        subtitle=" · ".join(filter(None, (date_words(event, results.day.programme, lang), event_venue(event, lang)))),
        parts=parts,
        footer=t("results.report.footer", lang, moment=moment(at, lang), day=day_words(results.facts.today, lang)),
        watermark="",
        logo=results.logo,
        marks=marks(results.hosts, results.logos),
    )


def chart_blocks(results: DayResults, lang: str) -> tuple[Block, ...]:
    """Return the charts of planned and held consultations, by hour and by table; none where nothing was planned."""
    figures = results.results
    if not figures.by_hour:
        return ()
    hours = [t("results.hour", lang, hour=tally.key) for tally in figures.by_hour]
    pair = (
        (result_charts.tallies(figures.by_hour, hours, t("results.axis.hour", lang), lang), "results.chart.by_hour"),
        (
            result_charts.tallies(figures.by_table, table_names(results, lang), t("results.axis.table", lang), lang),
            "results.chart.by_table",
        ),
    )
    return tuple(result_charts.picture(chart, t(key, lang)) for chart, key in pair)


def table_names(results: DayResults, lang: str) -> list[str]:
    """Return the names of the tables that the tallies by table are of."""
    labels = {table.id: table_words(table.label, lang) for table in results.day.programme.tables}
    return [labels.get(tally.key, tally.key) for tally in results.results.by_table]


def _overview(results: DayResults, lang: str) -> Part:
    day = results.day
    published = t("results.missing.not_published", lang)
    if day.plan.publications:
        last = day.plan.publications[-1]
        published = t(
            "results.overview.plan", lang, n=last.version, times=day.plan.revision, moment=moment(last.at, lang)
        )
    organiser = results.organiser if lang == "ko" else results.organiser_en or results.organiser
    pairs = [
        (t("results.overview.event", lang), event_title(day.event, lang)),
        (t("results.overview.held", lang), date_words(day.event, day.programme, lang)),
        (t("results.overview.venue", lang), event_venue(day.event, lang) or "–"),
        *(_hosts(results, lang) or [(t("results.overview.organiser", lang), organiser or "–")]),
        (t("results.overview.timetable", lang), published),
    ]
    return Part(t("results.part.overview", lang), (Facts(tuple(pairs)),))


def _hosts(results: DayResults, lang: str) -> list[tuple[str, str]]:
    """Return who is behind the event, a line for each role; nothing where nobody was named."""
    return [
        (t(f"enum.host_role.{role.value}", lang), ", ".join(called(host.name_ko, host.name_en, lang) for host in hosts))
        for role, hosts in hosts_by_role(results.hosts)
    ]


def _turnout(results: DayResults, lang: str) -> Part:
    heads = ("kind", "listed", "confirmed", "came", "people")
    rows = tuple(
        (
            t(f"enum.participant_kind.{turnout.kind.value}", lang),
            count(turnout.listed, lang),
            count(turnout.confirmed, lang),
            count(turnout.came, lang),
            count(turnout.people, lang),
        )
        for turnout in results.results.turnout
    )
    note = Words(t("results.define.turnout", lang), quiet=True)
    return _part("turnout", (_grid(heads, rows, 1, lang), note), lang)


def _programme(results: DayResults, lang: str) -> Part:
    programme = results.day.programme
    rooms = {room.id: name_of(room, lang) for room in programme.rooms}
    rows = tuple(
        (
            time_words(part.span, programme, lang),
            name_of(part, lang),
            t(f"enum.part_kind.{part.kind.value}", lang),
            rooms.get(part.room_id, "–"),
        )
        for part in sorted(programme.parts, key=lambda part: (part.span, part.id))
    )
    return _part("programme", (_grid(("time", "item", "kind", "room"), rows, 9, lang),), lang)


def _consultations(results: DayResults, lang: str) -> Part:
    held = results.results.consultations
    pairs = (
        ("planned", count(held.planned, lang)),
        ("held", count(held.held, lang)),
        ("walk_ins", count(held.walk_ins, lang)),
        ("of_planned", ratio(held.of_planned, lang)),
        ("company_absent", count(held.company_absent, lang)),
        ("investor_absent", count(held.investor_absent, lang)),
        ("cancelled", count(held.cancelled, lang)),
        ("unmarked", count(held.unmarked, lang)),
        ("matched", ratio(results.results.matched, lang)),
    )
    rows = tuple(
        (name, str(tally.planned), str(tally.held))
        for name, tally in zip(table_names(results, lang), results.results.by_table, strict=True)
    )
    blocks: list[Block] = [
        Facts(tuple((t(f"results.kpi.{name}", lang), value) for name, value in pairs)),
        Words(t("results.define.held", lang), quiet=True),
        *chart_blocks(results, lang),
    ]
    if rows:
        blocks.append(_grid(("table", "planned", "held"), rows, 1, lang))
    if not result_charts.draws_korean():
        blocks.append(Words(t("results.report.no_font", lang), quiet=True))
    return _part("consultations", tuple(blocks), lang)


def _intention(results: DayResults, lang: str) -> Part:
    figures, names = (
        results.results.intention,
        {participant.id: name_of(participant, lang) for participant in results.day.participants},
    )
    pairs = [
        (t("results.kpi.intention", lang), intention(figures, lang)),
        (t("results.kpi.declared", lang), t("results.declared", lang, n=figures.declared, investors=figures.investors)),
    ]
    if results.results.interest:
        pairs += [
            (t("results.kpi.interest", lang), _levels(results, lang)),
        ]
    rows = tuple(
        (
            names.get(log.investor, "–"),
            names.get(log.company, "–"),
            "–" if log.intention_low is None else won(log.intention_low, lang),
            "–" if log.intention_high is None else won(log.intention_high, lang),
        )
        for log in counted_logs(results.facts)
        if log.intention_low is not None or log.intention_high is not None
    )
    blocks: list[Block] = [Facts(tuple(pairs)), Words(t("results.define.intention", lang), quiet=True)]
    if results.results.interest:
        chart = result_charts.interest(result_charts.interest_counts(results.results), lang)
        blocks.append(result_charts.picture(chart, t("results.chart.interest", lang)))
    if rows:
        blocks.append(_grid(("investor", "company", "low", "high"), rows, 2, lang))
    return _part("intention", tuple(blocks), lang)


def _levels(results: DayResults, lang: str) -> str:
    return " · ".join(
        f"{t(f'enum.interest_level.{level.value}', lang)} {number}"
        for level, number in ((level, results.results.interest.get(level, 0)) for level in InterestLevel)
        if number
    )


def _follow_ups(results: DayResults, lang: str) -> Part:
    follow_ups = results.results.follow_ups
    pairs = (
        ("either", count(follow_ups.either, lang)),
        ("scheduled", count(follow_ups.scheduled, lang)),
        ("met", count(follow_ups.held, lang)),
        ("undated", count(follow_ups.undated, lang)),
    )
    facts = Facts(tuple((t(f"results.kpi.{name}", lang, days=follow_ups.days), value) for name, value in pairs))
    return _part(
        "follow_ups", (facts, Words(t("results.define.follow_ups", lang, days=follow_ups.days), quiet=True)), lang
    )


def _satisfaction(results: DayResults, lang: str) -> Part:
    rows = tuple(
        (
            t(f"results.side.{side.side}", lang),
            t(f"results.question.{marks.question}", lang),
            mean(marks, lang),
            ratio(marks.top_two, lang),
            str(marks.n),
            ratio(side.answered, lang),
        )
        for side in results.results.satisfaction
        for marks in side.marks
    )
    blocks: list[Block] = [_grid(("side", "question", "mean", "top_two", "n", "answered"), rows, 2, lang)]
    if any(not isinstance(marks.mean, Missing) for side in results.results.satisfaction for marks in side.marks):
        chart = result_charts.satisfaction(results.results, lang)
        blocks.append(result_charts.picture(chart, t("results.chart.satisfaction", lang)))
    comments = [answer.comment for answer in results.facts.answers if answer.comment]
    if comments:
        blocks.append(Words("\n".join(f"· {comment}" for comment in comments)))
    blocks.append(Words(t("results.define.satisfaction", lang), quiet=True))
    return _part("satisfaction", tuple(blocks), lang)


def _benchmarks(results: DayResults, lang: str) -> Part:
    rows = tuple(
        (t(f"results.benchmark.{other_benchmark.id}", lang), *benchmark(other_benchmark, lang))
        for other_benchmark in results.results.benchmarks
    )
    note = Words(t("results.define.benchmarks", lang), quiet=True)
    return _part("benchmarks", (_grid(("measure", "line", "found"), rows, 1, lang), note), lang)


def _missing(results: DayResults, lang: str) -> Part:
    rows = tuple((name, missing(why, lang)) for name, why in unknown(results, lang))
    blocks: tuple[Block, ...] = (_grid(("measure", "why"), rows, 9, lang),)
    return _part("missing", blocks if rows else (Words(t("results.nothing_missing", lang)),), lang)


def unknown(results: DayResults, lang: str) -> Iterator[tuple[str, Missing]]:
    """Give every figure that is not known, with why."""
    figures, held = results.results, results.results.consultations
    named: list[tuple[str, object]] = [
        *((t("results.kpi.came_of", lang, kind=t(f"enum.participant_kind.{figure.kind.value}", lang)), figure.came)
          for figure in figures.turnout),
        (t("results.kpi.planned", lang), held.planned),
        (t("results.kpi.held", lang), held.held),
        (t("results.kpi.matched", lang), figures.matched),
        (t("results.kpi.intention", lang), figures.intention.low),
        (t("results.kpi.either", lang, days=figures.follow_ups.days), figures.follow_ups.either),
        *((t("results.kpi.satisfaction_of", lang, side=t(f"results.side.{figure.side}", lang)), figure.marks[0].mean)
          for figure in figures.satisfaction),
        *((t("results.kpi.raised", lang, n=figure.months), figure.won) for figure in figures.raised),
    ]  # fmt: skip
    yield from ((name, value) for name, value in named if isinstance(value, Missing))


def _part(name: str, blocks: tuple[Block, ...], lang: str) -> Part:
    return Part(t(f"results.part.{name}", lang), blocks)


def _grid(names: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers_from: int, lang: str) -> Grid:
    """Return a table; columns from ``numbers_from`` on hold numbers."""
    heads = tuple(t(f"results.column.{name}", lang) for name in names)
    return Grid(heads, rows, frozenset(range(numbers_from, len(names))))
