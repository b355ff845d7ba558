"""What an IR day came to, on screen: the event, the figures with their definitions, charts and tables."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.irday.results.results import DayResults, results_of
from dealflow.domain.irday.results.measures import Missing
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.irday.papers.day_words import event_venue
from dealflow.reports.irday.results import result_charts
from dealflow.reports.irday.results.result_report import table_names
from dealflow.reports.irday.results.result_words import benchmark, count, intention, mean, raised, ratio
from dealflow.ui.kit import charts as kit_charts
from dealflow.ui.kit import components, context, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

VIEWS = ("figures", "follow", "record", "files")


def given_of(event: IrEvent) -> DayResults:
    """Return what the event came to, as of today."""
    return results_of(state.looking(), event.id, on=context.today())


def heading(results: DayResults, lang: str) -> None:
    """Draw which day it is, and whether it is over."""
    event = results.day.event
    key = "coming" if context.today() < event.held_on else "today" if context.today() == event.held_on else "over"
    parts = (day_words(event.held_on, lang), event_venue(event, lang), t(f"results.when.{key}", lang))
    st.caption(components.harmless(" · ".join(filter(None, parts))))


def figures(results: DayResults, lang: str) -> None:
    """Draw the figures with their definitions, then what they are made of."""
    numbers(results, lang)
    left, right = st.columns((5, 6), gap="large")
    with left:
        charts(results, lang)
    with right:
        turnout(results, lang)
        satisfaction(results, lang)
    agreements(results, lang)
    lines(results, lang)


def agreements(results: DayResults, lang: str) -> None:
    """Draw what pairs put on paper, by kind; nothing where nobody told of any."""
    counted = results.results.agreements
    if not counted:
        return
    st.subheader(t("results.agreements", lang), anchor=False, help=t("results.define.agreements", lang))
    rows = tuple(
        Row(agreement.value, (Cell(t(f"enum.agreement.{agreement.value}", lang)), Cell(str(number))))
        for agreement, number in counted.items()
    )
    _table(("agreement", "pairs"), rows, "agreements", lang)


def numbers(results: DayResults, lang: str) -> None:
    """Draw the figures that a report leads with; a definition stands behind each question mark."""
    day_results = results.results
    held, follow = day_results.consultations, day_results.follow_ups
    of = "" if isinstance(held.planned, Missing) else t("results.of_planned", lang, n=held.planned)
    overall = [side.marks[0] for side in day_results.satisfaction]
    tiles: tuple[tuple[str, str, str, dict[str, object]], ...] = (
        ("held", count(held.held, lang), of, {}),
        ("matched", ratio(day_results.matched, lang).partition(" (")[0], _parts(ratio(day_results.matched, lang)), {}),
        ("intention", intention(day_results.intention, lang), _declared(results, lang), {}),
        ("either", count(follow.either, lang), _agreed(results, lang), {"days": follow.days}),
        ("satisfaction_company", mean(overall[0], lang), _sides(results, lang), {}),
        ("raised_12", raised(day_results.raised[-1], lang), _paid(results, lang), {}),
    )
    for some in (tiles[:3], tiles[3:]):
        for place, (name, value, below, words) in zip(st.columns(3), some, strict=True):
            with place, st.container(border=True, height="stretch", key=f"results_kpi_{name}"):
                label = t(f"results.kpi.{name}", lang, **words)
                st.metric(label, value, help=t(f"results.define.{_DEFINED[name]}", lang, **words))
                st.caption(components.harmless(below) if below else "\u00a0")


_DEFINED = {
    "held": "held",
    "matched": "matched",
    "intention": "intention",
    "either": "follow_ups",
    "satisfaction_company": "satisfaction",
    "raised_12": "raised",
}
"""Where the definition of each figure stands."""


def charts(results: DayResults, lang: str) -> None:
    """Draw planned and held consultations by hour and by table, and the interest that investors told."""
    day_results = results.results
    if not day_results.by_hour:
        st.caption(t("results.no_plan", lang))
        return
    hours = tuple(t("results.hour", lang, hour=tally.key) for tally in day_results.by_hour)
    tables = tuple(table_names(results, lang))
    tallies = {"by_hour": (day_results.by_hour, hours), "by_table": (day_results.by_table, tables)}
    specs = {
        name: kit_charts.spec(
            result_charts.tallies, tuple(counts), names, t(f"results.axis.{name.removeprefix('by_')}", lang), lang
        )
        for name, (counts, names) in tallies.items()
    }
    if day_results.interest:
        specs["interest"] = kit_charts.spec(result_charts.interest, result_charts.interest_counts(day_results), lang)
    for name, spec in specs.items():
        st.caption(t(f"results.chart.{name}", lang))
        st.vega_lite_chart(spec, width="stretch", key=f"results_chart_{name}")


def turnout(results: DayResults, lang: str) -> None:
    """Draw who came, by kind."""
    st.subheader(t("results.turnout", lang), anchor=False, help=t("results.define.turnout", lang))
    names = ("kind", "listed", "confirmed", "came", "people")
    rows = tuple(
        Row(
            turnout.kind.value,
            (
                Cell(t(f"enum.participant_kind.{turnout.kind.value}", lang)),
                Cell(count(turnout.listed, lang)),
                Cell(count(turnout.confirmed, lang)),
                _counted(turnout.came, lang),
                _counted(turnout.people, lang),
            ),
        )
        for turnout in results.results.turnout
    )
    _table(names, rows, "turnout", lang)


def satisfaction(results: DayResults, lang: str) -> None:
    """Draw the survey's marks by side and question, with how many answered."""
    st.subheader(t("results.kpi.satisfaction", lang), anchor=False, help=t("results.define.satisfaction", lang))
    names = ("question", "mean", "top_two", "n")
    for side in results.results.satisfaction:
        who, share = t(f"results.side.{side.side}", lang), ratio(side.answered, lang)
        st.caption(components.harmless(f"{who} · {t('results.column.answered', lang)} {share}"))
        rows = tuple(
            Row(
                marks.question,
                (
                    Cell(t(f"results.question.{marks.question}", lang)),
                    Cell(mean(marks, lang), tone="muted" if isinstance(marks.mean, Missing) else ""),
                    Cell("–" if isinstance(marks.top_two, Missing) else ratio(marks.top_two, lang)),
                    Cell(str(marks.n)),
                ),
            )
            for marks in side.marks
        )
        _table(names, rows, f"satisfaction_{side.side}", lang)


def lines(results: DayResults, lang: str) -> None:
    """Draw the shares beside the lines that are recommended elsewhere; they are no targets of this event."""
    st.subheader(t("results.benchmarks", lang), anchor=False)
    st.caption(t("results.define.benchmarks", lang))
    rows = []
    for other_benchmark in results.results.benchmarks:
        line, text = benchmark(other_benchmark, lang)
        marks: tuple[Mark, ...] = ()
        if not isinstance(other_benchmark.reached, Missing):
            reached = other_benchmark.reached.value >= other_benchmark.line
            marks = (Mark(t(f"results.benchmark.{'over' if reached else 'under'}", lang), "good" if reached else ""),)
        tone = "muted" if isinstance(other_benchmark.reached, Missing) else ""
        rows.append(
            Row(
                other_benchmark.id,
                (
                    Cell(t(f"results.benchmark.{other_benchmark.id}", lang)),
                    Cell(line),
                    Cell(text, tone=tone, marks=marks),
                ),
            )
        )
    _table(("measure", "line", "found"), tuple(rows), "benchmarks", lang)


def _table(names: tuple[str, ...], rows: tuple[Row, ...], key: str, lang: str) -> None:
    columns = tuple(
        Column(name, t(f"results.column.{name}", lang), "start" if place == 0 else "end")
        for place, name in enumerate(names)
    )
    grid.show(Table(columns, rows), caption=t(f"results.caption.{key}", lang), key=f"results_{key}", lang=lang)


def _counted(value: int | Missing, lang: str) -> Cell:
    return Cell(count(value, lang), tone="muted" if isinstance(value, Missing) else "")


def _parts(words: str) -> str:
    """Return what a share is made from, as it stands in brackets."""
    return words.partition(" (")[2].removesuffix(")")


def _declared(results: DayResults, lang: str) -> str:
    intention = results.results.intention
    return (
        t("results.declared", lang, n=intention.declared, investors=intention.investors) if intention.declared else ""
    )


def _agreed(results: DayResults, lang: str) -> str:
    follow_ups = results.results.follow_ups
    if isinstance(follow_ups.either, Missing):
        return ""
    return t("results.agreed", lang, scheduled=count(follow_ups.scheduled, lang), held=count(follow_ups.held, lang))


def _sides(results: DayResults, lang: str) -> str:
    investors = results.results.satisfaction[1].marks[0]
    numbers = {side.side: side.marks[0].n for side in results.results.satisfaction}
    who = t("results.side_counts", lang, **numbers)
    return (
        who if isinstance(investors.mean, Missing) else t("results.side_n", lang, mean=mean(investors, lang), who=who)
    )


def _paid(results: DayResults, lang: str) -> str:
    found_raised = results.results.raised[-1]
    until = day_words(found_raised.until, lang)
    if isinstance(found_raised.won, Missing) and not found_raised.companies:
        return t("results.until", lang, day=until)
    return t("results.raised.until", lang, day=until, n=found_raised.companies)
