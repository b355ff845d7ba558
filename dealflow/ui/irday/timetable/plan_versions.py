"""The versions of a plan: listed, compared, published, taken up again; and what firms are told of a change."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.irday.timetable import plan_views, plans
from dealflow.actions.irday.timetable.plan_views import Comparison, PlanView
from dealflow.actions.people import people
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.irday.timetable.plan_state import PlanVersion
from dealflow.domain.irday.timetable.timetable_diff import Changes
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.reports.irday.timetable import plan_words
from dealflow.reports.irday.timetable.plan_words import Names
from dealflow.ui.irday.timetable.timetable import attempted, may_change
from dealflow.ui.kit import components, context, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_SHOWN = 60
"""Lines of changes that are shown at once."""


def acts(view: PlanView, lang: str) -> None:
    """Offer what can be done with the shown version: publish it, take the last change back, take an old one up."""
    if not view.number:
        return
    if not view.is_published and not view.keeps_back and _is_to_come(view):
        st.button(
            t("timetable.publish", lang, n=view.number),
            icon=":material/campaign:",
            type="primary" if view.is_latest else "secondary",
            key="timetable_publish",
            on_click=_publish,
            args=(view,),
        )
    if may_change(view) and plans.before(view.day.plan):
        st.button(t("timetable.undo", lang), icon=":material/undo:", key="timetable_undo", on_click=_undo, args=(view,))
    if not view.is_latest:
        st.button(
            t("timetable.take_up", lang, n=view.number),
            icon=":material/restore:",
            key="timetable_take_up",
            on_click=_take_up,
            args=(view,),
        )
        st.button(t("timetable.to_latest", lang), key="timetable_latest", on_click=lambda: state.ask(version=None))


def _is_to_come(view: PlanView) -> bool:
    return context.today() <= view.day.event.held_on or view.since_min is not None


def _publish(view: PlanView) -> None:
    before = view.day.plan.published_number
    with attempted(view, "timetable.done.published", n=view.number):
        plans.publish(state.acting(), view.day.event.id, view.number, seen=view.day.plan_version)
        if before:
            state.ask(view="versions", before=str(before), after=str(view.number), version=None)


def _undo(view: PlanView) -> None:
    with attempted(view, "timetable.done.undone"):
        plans.undo(state.acting(), view.day.event.id)


def _take_up(view: PlanView) -> None:
    with attempted(view, "timetable.done.taken_up", n=view.number):
        plans.roll_back(state.acting(), view.day.event.id, view.number)
        state.ask(version=None)


def draw(view: PlanView, lang: str) -> None:
    """Draw the versions, and what differs between the two that are chosen."""
    plan = view.day.plan
    if not plan.versions:
        components.empty_state("timetable.empty")
        return
    who = {person.id: person.name for person in people.people(context.workspace())}
    at = grid.show(
        table(view, who, lang), caption=t("timetable.view.versions", lang), key="timetable_versions", lang=lang
    ).place
    if at:
        grid.go("timetable", lang, event=view.day.event.id, version=at[0])
    if len(plan.versions) > 1:
        _compare(view, lang)


def table(view: PlanView, who: dict[str, str], lang: str) -> Table:
    """Return one line a version, the latest first."""
    heads = ("version", "origin", "when", "who", "note")
    published = [publication.version for publication in view.day.plan.publications]
    return Table(
        tuple(Column(head, t(f"timetable.versions.{head}", lang)) for head in heads),
        tuple(
            Row(str(version.number), _cells(view, version, published, who, lang))
            for version in reversed(view.day.plan.versions)
        ),
    )


def _cells(
    view: PlanView, version: PlanVersion, published: list[int], who: dict[str, str], lang: str
) -> tuple[Cell, ...]:
    marks = []
    if version.number == view.day.plan.published_number:
        marks.append(Mark(t("timetable.stands.published", lang), "good"))
    elif version.number in published:
        marks.append(Mark(t("timetable.stands.was_published", lang)))
    origin = t(f"enum.plan_origin.{version.origin.value}", lang)
    base = t("timetable.versions.base", lang, n=version.base) if version.base else ""
    seed = t("timetable.versions.seed", lang, seed=version.seed) if version.seed is not None else ""
    as_of = "" if version.as_of_min is None else t("timetable.versions.as_of", lang, time=clock(version.as_of_min))
    return (
        Cell(t("timetable.version", lang, n=version.number), marks=tuple(marks), act=True),
        Cell(origin, sub=" · ".join(filter(None, (base, as_of, seed)))),
        Cell(moment(version.drafted_at, lang)),
        Cell(who.get(version.drafted_by, "–")),
        Cell(version.note or "–", tone="wrap"),
    )


def _compare(view: PlanView, lang: str) -> None:
    """Draw what differs from one version to another; the published one to the latest unless others are chosen."""
    plan = view.day.plan
    numbers = [version.number for version in reversed(plan.versions)]
    usual = plan.published_number if plan.published_number not in {0, plan.number} else numbers[1]
    st.subheader(t("timetable.compare", lang), anchor=False)
    left, right = st.columns(2)
    before = _number(left, "before", usual, numbers, lang)
    after = _number(right, "after", numbers[0], numbers, lang)
    if before == after:
        st.caption(t("timetable.compare.same", lang))
        return
    comparison = plan_views.compared(state.looking(), view.day.event.id, before, after)
    compared(comparison, lang)
    is_public = after == plan.published_number
    messages(comparison, plan.revision if is_public else plan.revision + 1, lang)


def _number(place: st.delta_generator.DeltaGenerator, name: str, usual: int, numbers: list[int], lang: str) -> int:
    """Return the version that the URL's ``name`` asks for, offered as a drop-down."""
    key = f"timetable_{name}"
    text = state.url_value(name)
    chosen = int(text) if text.isdecimal() and int(text) in numbers else usual
    st.session_state[key] = chosen
    place.selectbox(
        t(f"timetable.compare.{name}", lang),
        numbers,
        format_func=lambda number: t("timetable.version", lang, n=number),
        key=key,
        on_change=lambda: state.ask(**{name: str(st.session_state[key])}),
    )
    return chosen


def compared(comparison: Comparison, lang: str) -> None:
    """Draw how much stays, moves, falls away and is new, and the changes one by one."""
    tally(comparison.changes, lang)
    gained = comparison.worth_after.total - comparison.worth_before.total
    st.caption(
        t(
            "timetable.compare.worth",
            lang,
            before=f"{comparison.worth_before.total:,}",
            after=f"{comparison.worth_after.total:,}",
            gained=f"{gained:+,}",
        )
    )
    lines(comparison.changes, Names(comparison.day, lang), lang)


def tally(changes: Changes, lang: str) -> None:
    """Draw the counts of a change."""
    with st.container(horizontal=True, gap="medium"):
        for name, count in (
            ("kept", len(changes.unchanged)),
            ("moved", len(changes.moved)),
            ("cancelled", len(changes.cancelled)),
            ("added", len(changes.added)),
            ("told", len(changes.affected)),
        ):
            st.metric(t(f"timetable.changes.{name}", lang), str(count), width="content")


def lines(changes: Changes, names: Names, lang: str) -> None:
    """Draw the changes one by one."""
    texts = plan_words.change_lines(changes, names)
    if not texts:
        st.caption(t("timetable.changes.none", lang))
        return
    st.markdown("\n".join(f"- {components.harmless(text)}" for text in texts[:_SHOWN]))
    if len(texts) > _SHOWN:
        st.caption(t("timetable.more_lines", lang, n=len(texts) - _SHOWN))


def messages(comparison: Comparison, revision: int, lang: str) -> None:
    """Draw who must be told, each with the message in both languages, to be copied; ``revision``: which one it is."""
    texts = comparison.changes.affected
    if not texts:
        return
    names = Names(comparison.day, lang)
    st.markdown(f"**{t('timetable.tell', lang, n=len(texts))}**")
    chosen = st.selectbox(
        t("timetable.tell.whom", lang), texts, format_func=names.firm, key="timetable_tell", width=360
    )
    if chosen:
        st.code(
            plan_words.notice(comparison.day, comparison.changes, chosen, revision),
            language=None,
            wrap_lines=True,
        )
    with st.expander(t("timetable.tell.all", lang, n=len(texts))):
        everything = "\n\n———\n\n".join(
            plan_words.notice(comparison.day, comparison.changes, firm, revision) for firm in texts
        )
        st.code(everything, language=None, wrap_lines=True)
