"""Projects with a grant: the list of the house, and one project with its evaluations, agreement, reports and money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import streamlit as st

from dealflow.actions.tips import operator_results
from dealflow.actions.tips.grant_projects import ProjectView
from dealflow.catalogue.grant_duties import grant_duties
from dealflow.domain.people.access import Act, may
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.tips.grant_duties import Duty, OwedReport, answer_until, appeal_until
from dealflow.domain.tips.grant_projects import GrantEvaluation, ProjectVerdict
from dealflow.domain.tips.operator_results import Span
from dealflow.domain.tips.papers import PROJECT, project_subject
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day, won, won_in_full
from dealflow.reports.pipeline import deadline_words
from dealflow.reports.pipeline.status_words import status_words
from dealflow.reports.tips import results_sheet
from dealflow.ui.kit import components, dialogs, downloads, fields, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.tips import grant_forms

TABS: Final = ("evaluations", "agreement", "reports", "money", "log", "files")
_TONES: Final = {
    ProjectVerdict.SELECTED: "good",
    ProjectVerdict.EXCELLENT: "good",
    ProjectVerdict.NORMAL: "info",
    ProjectVerdict.RESERVE: "warn",
    ProjectVerdict.REJECTED: "late",
    ProjectVerdict.POOR: "late",
}


def listed(views: Sequence[ProjectView], drawing: state.Drawing) -> None:
    """Draw the projects of the house, one a line, what is due first on top; a click opens one."""
    lang, track = drawing.lang, drawing.ws.track("tips")
    ends = {"grant", "paid"}
    names = ("company", "stage", "verdict", "agreement", "grant", "paid", "due")
    columns = tuple(
        Column(name, t(f"projects.column.{name}", lang), "end" if name in ends else "start", first=first)
        for name, first in zip(names, (0, 1, 2, 0, 0, 0, 3), strict=True)
    )
    rows = tuple(
        Row(
            view.engagement.id,
            (
                Cell(_company(view, lang), href=link("projects", lang, engagement=view.engagement.id)),
                Cell(name_of(track.stage(view.engagement.stage), lang), marks=_standing(view, lang)),
                _verdict(view.project.selection, lang),
                _agreement(view, lang),
                _won(view.project.grant_won, lang),
                _won(view.project.paid_won or None, lang),
                _due(view, drawing),
            ),
        )
        for view in views
    )
    at = grid.show(Table(columns, rows), caption=t("projects.title", lang), key="projects_grid", lang=lang).place
    if at is not None:
        grid.go("projects", lang, engagement=at[0])


def heading(view: ProjectView, drawing: state.Drawing) -> None:
    """Draw whose project it is, where it stands, its sums and what is due next; and the ways to change it."""
    lang, project = drawing.lang, view.project
    st.page_link(frame.page("projects"), label=t("projects.back", lang), icon=":material/arrow_back:")
    st.title(components.harmless(_company(view, lang)), anchor=False)
    stage = drawing.ws.track("tips").stage(view.engagement.stage)
    parts = [name_of(stage, lang), "" if view.operator is None else view.operator.number]
    if view.recommendation is not None:
        parts.append(t("projects.recommended", lang, day=day(view.recommendation.recommended_on, lang)))
    st.caption(components.harmless(" · ".join(filter(None, parts))))
    due = _due(view, drawing)
    sums = (
        ("grant", "–" if project.grant_won is None else won(project.grant_won, lang)),
        ("paid", won(project.paid_won, lang)),
        ("due", " · ".join(filter(None, (due.text, *(mark.text for mark in due.marks), due.sub))) or "–"),
    )
    with st.container(horizontal=True, key="project_sums"):
        for name, text in sums:
            with st.container(border=True):
                st.caption(t(f"projects.column.{name}", lang))
                st.markdown(f"**{components.harmless(text)}**")
    if may(drawing.viewer, Act.DECIDE):
        with st.container(horizontal=True):
            dialogs.offer("head", t("projects.head", lang), icon=":material/edit_document:", key="project_head")
            if view.version:
                st.button(
                    t("frame.undo", lang), icon=":material/undo:", key="project_undo",
                    on_click=grant_forms.undo, args=(view,),
                )  # fmt: skip


def tab(name: str, view: ProjectView, drawing: state.Drawing) -> None:
    """Draw one part of a project: everything but the coordinator's log and the files, which are others'."""
    drawn = {"evaluations": _evaluations, "agreement": _years, "reports": _reports, "money": _money}
    if name in drawn:
        drawn[name](view, drawing)


def _evaluations(view: ProjectView, drawing: state.Drawing) -> None:
    lang = drawing.lang
    _add("evaluation", drawing)
    names = ("evaluation", "held_on", "score", "verdict", "notified_on", "appeal")
    rows = tuple(_evaluation_row(evaluation, drawing) for evaluation in view.project.evaluations)
    _table("evaluation", names, rows, lang, ends=("score",))
    rule = grant_duties()[Duty.APPEAL]
    st.caption(components.harmless(rule.source_ko if lang == "ko" else rule.source_en))


def _evaluation_row(evaluation: GrantEvaluation, drawing: state.Drawing) -> Row:
    lang = drawing.lang
    score = "–" if evaluation.score is None else f"{_plain(evaluation.score)} / {_plain(evaluation.out_of)}"
    return Row(
        evaluation.id,
        (
            Cell(kind_words("evaluation_kind", evaluation.kind.value, evaluation.year, lang), sub=evaluation.comment),
            Cell(day(evaluation.held_on, lang)),
            Cell(score),
            _verdict(evaluation.verdict, lang),
            Cell("–" if evaluation.notified_on is None else day(evaluation.notified_on, lang)),
            _appeal(evaluation, drawing),
        ),
    )


def _appeal(evaluation: GrantEvaluation, drawing: state.Drawing) -> Cell:
    """Return how an appeal stands: until when it may be made, or until when it is answered, or how it ended."""
    lang, calendar = drawing.lang, drawing.ws.calendar
    until, answer = (
        appeal_until(evaluation, grant_duties(), calendar),
        answer_until(evaluation, grant_duties(), calendar),
    )
    if evaluation.appealed_on is None:
        if until is None:
            return Cell("–", tone="muted")
        is_over = until < drawing.today
        return Cell(
            t("projects.appeal.over" if is_over else "projects.appeal.until", lang, day=day(until, lang)),
            tone="muted" if is_over else "",
        )
    marks: tuple[Mark, ...] = ()
    if until is not None and evaluation.appealed_on > until:
        marks = (Mark(t("projects.appeal.late", lang), "late"),)
    if evaluation.upheld is not None:
        words = t("projects.appeal.upheld" if evaluation.upheld else "projects.appeal.dismissed", lang)
    else:
        words = t("projects.appeal.answer", lang, day="–" if answer is None else day(answer, lang))
    return Cell(words, sub=day(evaluation.appealed_on, lang), marks=marks)


def _years(view: ProjectView, drawing: state.Drawing) -> None:
    lang, agreement = drawing.lang, view.project.agreement
    if agreement.number or agreement.signed_on:
        signed = "" if agreement.signed_on is None else day(agreement.signed_on, lang)
        span = " ~ ".join(day(on, lang) for on in (agreement.begins_on, agreement.ends_on) if on is not None)
        st.markdown(f"**{components.harmless(agreement.number or '–')}** · {components.harmless(f'{signed} · {span}')}")
    _add("year", drawing)
    names = ("year", "span", "grant", "own_cash", "own_kind", "total")
    rows = tuple(
        Row(
            year.id,
            (
                Cell(t("projects.nth_year", lang, n=year.year)),
                Cell(f"{day(year.begins_on, lang)} ~ {day(year.ends_on, lang)}"),
                *(Cell(won_in_full(amount, lang)) for amount in (year.grant_won, year.own_cash_won, year.own_kind_won)),
                Cell(won_in_full(year.grant_won + year.own_cash_won + year.own_kind_won, lang), tone="strong"),
            ),
        )
        for year in view.project.years
    )
    _table("year", names, rows, lang, ends=("grant", "own_cash", "own_kind", "total"))


def _reports(view: ProjectView, drawing: state.Drawing) -> None:
    lang = drawing.lang
    _add("report", drawing)
    rows = tuple(_report_row(owed, view.engagement.id, drawing) for owed in view.reports)
    _table("report", ("report", "due_on", "submitted_on", "verdict"), rows, lang)
    for duty in (Duty.ANNUAL_REPORT, Duty.FINAL_REPORT):
        rule = grant_duties()[duty]
        if not rule.is_confirmed:
            source = rule.source_ko if lang == "ko" else rule.source_en
            st.caption(components.harmless(f"{t(f'projects.duty.{duty.value}', lang)}: {source}"))


def _report_row(owed: OwedReport, engagement_id: str, drawing: state.Drawing) -> Row:
    lang, report = drawing.lang, owed.report
    due = Cell("", marks=(Mark(t("projects.due_unknown", lang), "warn"),))
    if owed.due_on is not None:
        due = Cell(day(owed.due_on, lang))
    if owed.due_on is not None and (report is None or report.submitted_on is None):
        left = (owed.due_on - drawing.today).days
        tone = "late" if left < 0 else "warn" if left <= 30 else "info"  # noqa: PLR2004  # a month
        due = Cell(due.text, marks=(Mark(deadline_words.left(left, lang), tone),))
    return Row(
        report.id if report else f"new:{owed.kind.value}:{owed.year}",
        (
            Cell(
                "",
                parts=(
                    Cell(kind_words("project_report_kind", owed.kind.value, owed.year, lang)),
                    Cell(t("projects.report.paper", lang), href=_paper_link(engagement_id, owed, lang)),
                ),
            ),
            due,
            Cell("–" if report is None or report.submitted_on is None else day(report.submitted_on, lang)),
            _verdict(None if report is None else report.verdict, lang),
        ),
    )


def _paper_link(engagement_id: str, owed: OwedReport, lang: str) -> str:
    subject = project_subject(engagement_id, owed.kind.value, owed.year)
    return link("deadlines", lang, view="filings", item=subject, report=PROJECT)


def _money(view: ProjectView, drawing: state.Drawing) -> None:
    lang, project = drawing.lang, view.project
    st.markdown(f"**{t('projects.money.payments', lang)}**")
    _add("payment", drawing)
    payments = tuple(
        Row(
            payment.id,
            (
                Cell(day(payment.paid_on, lang)),
                Cell(t("projects.nth_year", lang, n=payment.year)),
                Cell(won_in_full(payment.amount_won, lang)),
            ),
        )
        for payment in project.payments
    )
    _table("payment", ("paid_on", "year", "amount"), payments, lang, ends=("amount",))
    st.markdown(f"**{t('projects.money.matches', lang)}**")
    _add("match", drawing)
    matches = tuple(
        Row(
            match.id,
            (
                Cell(day(match.asked_on, lang)),
                Cell(won_in_full(match.asked_won, lang)),
                Cell("–" if match.decided_on is None else day(match.decided_on, lang)),
                Cell("–" if match.granted_won is None else won_in_full(match.granted_won, lang)),
                Cell("–" if match.call_option_percent is None else f"{_plain(match.call_option_percent)}%"),
            ),
        )
        for match in project.matches
    )
    columns = ("asked_on", "asked", "decided_on", "granted", "call_option")
    _table("match", columns, matches, lang, ends=("asked", "granted", "call_option"))
    st.markdown(f"**{t('projects.money.royalties', lang)}**")
    _add("royalty", drawing)
    royalties = tuple(
        Row(
            royalty.id,
            (
                Cell(str(royalty.year)),
                Cell("–" if royalty.sales_won is None else won_in_full(royalty.sales_won, lang)),
                Cell(won_in_full(royalty.amount_won, lang)),
                Cell("–" if royalty.due_on is None else day(royalty.due_on, lang)),
                Cell("–" if royalty.paid_on is None else day(royalty.paid_on, lang)),
            ),
        )
        for royalty in project.royalties
    )
    columns = ("sales_year", "sales", "amount", "due_on", "paid_on")
    _table("royalty", columns, royalties, lang, ends=("sales", "amount"))


def results(drawing: state.Drawing) -> None:
    """Draw the figures of the performance report of a span, and the workbook to take away."""
    lang = drawing.lang
    outcome = operator_results.results(drawing, span_of(drawing))
    rows = tuple(
        Row(
            kpi.id,
            (
                Cell(t(f"projects.kpi.{kpi.id}", lang), sub=t(f"projects.kpi.{kpi.id}.how", lang), tone="wrap"),
                Cell(results_sheet.kpi_words(kpi), tone="strong"),
                Cell(f"{kpi.unknown:,}" if kpi.unknown else "–", tone="" if kpi.unknown else "muted"),
            ),
        )
        for kpi in outcome.kpis
    )
    columns = tuple(
        Column(name, t(f"projects.results.{name}", lang), "start" if name == "figure" else "end", first=place)
        for name, place in (("figure", 0), ("value", 2), ("unknown", 1))
    )
    downloads.button(
        t("projects.results.take", lang, n=len(outcome.firms)),
        lambda: results_sheet.as_xlsx(outcome, lang),
        file_name=results_sheet.file_name(outcome, lang),
        key="operator_results",
        kind="primary",
    )
    grid.show(Table(columns, rows), caption=t("projects.results.title", lang), key="results_grid", lang=lang)


def span_of(drawing: state.Drawing) -> Span:
    """Return the span that the reader chose: this year at first."""
    lang = drawing.lang
    left, right = st.columns(2)
    first, last = drawing.today.replace(month=1, day=1), drawing.today.replace(month=12, day=31)
    since = fields.day(t("projects.results.since", lang), value=first, key="results_since", place=left)
    until = fields.day(t("projects.results.until", lang), value=last, key="results_until", place=right)
    return Span(since.required, until.required)


def kind_words(group: str, kind: str, year: int, lang: str) -> str:
    """Return what an evaluation or a report is called, with the year of the project that it looks at."""
    words = t(f"enum.{group}.{kind}", lang)
    return f"{t('projects.nth_year', lang, n=year)} {words}" if year else words


def _standing(view: ProjectView, lang: str) -> tuple[Mark, ...]:
    """Return a mark where the engagement does not go on: not selected, given up, on hold."""
    if view.engagement.status is Status.ACTIVE:
        return ()
    return (Mark(status_words(view.engagement, lang), "warn"),)


def _company(view: ProjectView, lang: str) -> str:
    return called(view.company.name, view.company.name_en, lang)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _verdict(verdict: ProjectVerdict | None, lang: str) -> Cell:
    if verdict is None:
        return Cell("–", tone="muted")
    return Cell("", marks=(Mark(t(f"enum.project_verdict.{verdict.value}", lang), _TONES[verdict]),))


def _agreement(view: ProjectView, lang: str) -> Cell:
    agreement = view.project.agreement
    text = agreement.number or ("–" if agreement.signed_on is None else day(agreement.signed_on, lang))
    span = " ~ ".join(day(on, lang) for on in (agreement.begins_on, agreement.ends_on) if on is not None)
    return Cell(text, sub=span, tone="" if agreement.number else "muted")


def _won(amount: int | None, lang: str) -> Cell:
    return Cell("–", tone="muted") if amount is None else Cell(won(amount, lang))


def _due(view: ProjectView, drawing: state.Drawing) -> Cell:
    """Return what is due next, and how many days are left."""
    due = view.next_due
    if due is None:
        return Cell("–", tone="muted")
    left = due.days_left(drawing.today)
    tone = "late" if left < 0 else "warn" if left <= 7 else "info"  # noqa: PLR2004  # a week
    words = deadline_words.project_words(due, drawing.lang)
    return Cell(words, sub=day(due.due, drawing.lang), marks=(Mark(deadline_words.left(left, drawing.lang), tone),))


def _add(name: str, drawing: state.Drawing) -> None:
    if may(drawing.viewer, Act.DECIDE):
        label = t(f"projects.add.{name}", drawing.lang)
        dialogs.offer(name, label, icon=":material/add:", key=f"project_add_{name}")


def _table(form: str, names: Sequence[str], rows: tuple[Row, ...], lang: str, ends: Sequence[str] = ()) -> None:
    """Draw the parts of one kind; a click opens what was picked, to be changed."""
    if not rows:
        st.caption(t(f"projects.none.{form}", lang))
        return
    columns = tuple(
        Column(name, t(f"projects.column.{name}", lang), "end" if name in ends else "start") for name in names
    )
    caption = t(f"projects.part.{form}", lang)
    at = grid.show(Table(columns, rows), caption=caption, key=f"project_{form}_grid", lang=lang).place
    if at is not None and may(state.viewer(), Act.DECIDE):
        state.ask(do=form, part=at[0])
