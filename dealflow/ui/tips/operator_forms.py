"""What may be done with an operator: designate it, change its members, allot slots, recommend, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dealflow.actions.people import people, two_person
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementFilter, EngagementRow
from dealflow.actions.tips import eligibility, operators, two_person_recommendations
from dealflow.actions.tips.eligibility import Judgement
from dealflow.actions.tips.operators import Designation, OperatorView
from dealflow.actions.tips.recommendation_checks import Accepted
from dealflow.actions.tips.two_person_recommendations import Asked
from dealflow.domain.people.access import Act, may
from dealflow.domain.tips.findings import Answer, unproven
from dealflow.domain.tips.operators import Allotment, Member, MemberRole, OperatorKind
from dealflow.domain.tips.recommendation_slots import needs_confirmation, recommendation_of
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import components, context, fields, frame, grid, state
from dealflow.ui.kit.fields import Entry
from dealflow.ui.people import colleagues, second_person
from dealflow.ui.tips import eligibility as judged
from dealflow.ui.tips import operators as operator_screen

_LONGEST_NOTE: Final = 96
"""Pixels of a field for a paragraph."""


def may_decide() -> bool:
    """Say whether the viewer may designate, allot and recommend."""
    return may(state.viewer(), Act.DECIDE)


def designate(view: OperatorView | None, lang: str) -> None:
    """Draw the fields of a designation: of a new operator, or of one that is to change."""
    key = "operator_new" if view is None else f"operator_{view.operator.id}"
    now = None if view is None else view.operator

    def submit() -> None:
        fields = st.session_state
        if not term_from.text.strip():
            frame.tell_error("operators.term.choose")
            return
        with frame.attempted("operators.done.designated"):
            designation = Designation(
                number=fields[f"{key}_number"],
                kind=OperatorKind(fields[f"{key}_kind"]),
                term_from=term_from.required,
                term_to=term_to.value,
                members=() if now is None else now.members,
                operator_id="" if now is None else now.id,
                second_person=fields[f"{key}_second"],
            )
            operators.designate(state.acting(), designation, seen=None if view is None else view.version)

    with st.form(key, border=view is None, enter_to_submit=False):
        st.text_input(t("operators.number", lang), value="" if now is None else now.number, key=f"{key}_number")
        kinds = tuple(OperatorKind)
        st.segmented_control(
            t("operators.kind", lang),
            kinds,
            default=kinds[0] if now is None else now.kind,
            format_func=lambda kind: t(f"operators.kind.{kind.value}", lang),
            required=True,
            key=f"{key}_kind",
        )
        first, last = st.columns(2)
        term_from = _day(first, "operators.term_from", None if now is None else now.term_from, f"{key}_from", lang)
        term_to = _day(last, "operators.term_to", None if now is None else now.term_to, f"{key}_to", lang)
        wants_two = now is not None and now.second_person
        st.checkbox(t("operators.two_persons", lang), value=wants_two, key=f"{key}_second")
        label = t("operators.designate" if now is None else "operators.change", lang)
        st.form_submit_button(label, type="primary", on_click=submit, key=f"{key}_submit")


def members(view: OperatorView, lang: str) -> None:
    """Draw how a member comes, and how one leaves: both by their day, so that the past stays as it was."""
    key = f"members_{view.operator.id}"
    _member_comes(view, f"{key}_come", lang)
    _member_leaves(view, f"{key}_leave", lang)


def _change_members(view: OperatorView, members: Callable[[], tuple[Member, ...]]) -> None:
    now = view.operator
    with frame.attempted("operators.done.members"):
        designation = Designation(
            now.number, now.kind, now.term_from, now.term_to, members(), now.id, now.second_person
        )
        operators.designate(state.acting(), designation, seen=view.version)


def _member_comes(view: OperatorView, form: str, lang: str) -> None:
    key = f"members_{view.operator.id}"
    houses = {organisation.id: organisation for organisation in people.organisations(context.workspace())}

    def submit() -> None:
        fields = st.session_state
        role, house = MemberRole(fields[f"{key}_role"]), fields[f"{key}_house"] or ""
        _change_members(
            view, lambda: (*view.operator.members, Member(house, fields[f"{key}_name"], role, since.required))
        )

    with st.form(form, border=False, enter_to_submit=False):
        st.markdown(f"**{t('operators.member.come', lang)}**")
        outside = t("operators.member.outside", lang)
        st.selectbox(
            t("operators.member.house", lang),
            ("", *houses),
            format_func=lambda house: name_of(houses[house], lang) if house else outside,
            key=f"{key}_house",
        )
        st.text_input(t("operators.member.name", lang), key=f"{key}_name", help=t("operators.member.name.help", lang))
        st.selectbox(
            t("operators.column.role", lang),
            tuple(role for role in MemberRole if role is not MemberRole.LEAD),
            format_func=lambda role: t(f"operators.role.{role.value}", lang),
            key=f"{key}_role",
        )
        since = fields.day(t("operators.column.since", lang), value=context.today(), key=f"{key}_since")
        st.form_submit_button(t("operators.member.add", lang), on_click=submit, key=f"{form}_submit")


def _member_leaves(view: OperatorView, form: str, lang: str) -> None:
    key = f"members_{view.operator.id}"

    def submit() -> None:
        place = st.session_state[f"{key}_who"]
        if place is None:
            frame.tell_error("operators.member.choose")
            return

        def after() -> tuple[Member, ...]:
            members = list(view.operator.members)
            members[place] = replace(members[place], until=until.required)
            return tuple(members)

        _change_members(view, after)

    with st.form(form, border=False, enter_to_submit=False):
        st.markdown(f"**{t('operators.member.leave', lang)}**")
        st.selectbox(
            t("operators.column.member", lang),
            [place for place, member in enumerate(view.operator.members) if member.until is None],
            index=None,
            format_func=lambda place: operator_screen.member(view, view.operator.members[place], lang),
            key=f"{key}_who",
            placeholder=t("pipeline.choose", lang),
        )
        until = fields.day(t("operators.column.until", lang), value=context.today(), key=f"{key}_until")
        st.form_submit_button(t("operators.member.note", lang), on_click=submit, key=f"{form}_submit")


def allot(view: OperatorView, lang: str) -> None:
    """Draw how slots are allotted for a period; the same period takes the new number."""
    key = f"allot_{view.operator.id}"
    year = context.today().year

    def submit() -> None:
        with frame.attempted("operators.done.allotted"):
            allotment = Allotment(eligibility.PROGRAMME, since.required, until.required, slots.required)
            operators.allot(state.acting(), view.operator.id, allotment)

    with st.form(key, border=False, enter_to_submit=False):
        st.caption(t("operators.allot.help", lang))
        first, last = st.columns(2)
        since = _day(first, "operators.column.since", date(year, 1, 1), f"{key}_since", lang)
        until = _day(last, "operators.column.until", date(year, 12, 31), f"{key}_until", lang)
        slots = fields.whole(t("operators.column.allotted", lang), key=f"{key}_slots")
        st.form_submit_button(t("operators.allot", lang), type="primary", on_click=submit, key=f"{key}_submit")


def recommend(views: tuple[OperatorView, ...], lang: str) -> None:
    """Draw a recommendation: the engagement, the day, how the pack of that day judges it, what is confirmed."""
    waiting = {row.engagement.id: row for row in _candidates(views)}
    if not waiting:
        components.empty_state("operators.no_candidate", page="pipeline")
        return
    choose, when = st.columns((3, 1))
    chosen = choose.selectbox(
        t("operators.engagement", lang),
        tuple(waiting),
        index=None,
        format_func=lambda engagement_id: _called(waiting[engagement_id], lang),
        key="recommend_engagement",
        placeholder=t("pipeline.choose", lang),
    )
    on = fields.day(t("operators.recommended_on", lang), value=context.today(), key="recommend_on", place=when).readable
    if chosen is None or on is None:
        return
    case = eligibility.examine(state.looking(), waiting[chosen].engagement.company_id, on=on, engagement_id=chosen)
    if case.pack is None or case.outcome is None:
        components.empty_state("eligibility.no_pack")
        return
    judged.heading(case, case.pack, lang)
    query = {"company": case.case.company.id, "on": on.isoformat()} | grid.spoken(lang)
    label = t("operators.see_rules", lang)
    st.page_link(frame.page("eligibility"), label=label, icon=":material/verified:", query_params=query)
    _confirm(waiting[chosen], case, on, lang)


def withdraw(view: OperatorView, lang: str) -> None:
    """Draw how a recommendation is taken back, with the reason; nothing where none stands."""
    standing = {
        recommendation.id: recommendation
        for recommendation in view.operator.recommendations
        if not recommendation.withdrawn_because
    }
    key = f"withdraw_{view.operator.id}"

    def submit() -> None:
        fields = st.session_state
        if fields[f"{key}_which"] is None:
            frame.tell_error("operators.withdraw.choose")
            return
        with frame.attempted("operators.done.withdrawn"):
            operators.withdraw(
                state.acting(), view.operator.id, fields[f"{key}_which"], because=fields[f"{key}_because"]
            )

    with st.form(key, border=False, enter_to_submit=False):
        st.caption(t("operators.withdraw.help", lang))
        st.selectbox(
            t("operators.recommendations", lang),
            tuple(standing),
            index=None,
            format_func=lambda id_: (
                f"{operator_screen.company(view, standing[id_], lang)} · {day(standing[id_].recommended_on, lang)}"
            ),
            key=f"{key}_which",
            placeholder=t("pipeline.choose", lang),
        )
        st.text_input(t("operators.because", lang), key=f"{key}_because")
        st.form_submit_button(t("operators.withdraw", lang), on_click=submit, key=f"{key}_submit")


def _candidates(views: tuple[OperatorView, ...]) -> list[EngagementRow]:
    """Return the TIPS engagements of the house that may come to be recommended, or are so without a recommendation."""
    drawing = state.drawing()
    track = drawing.ws.track(eligibility.TRACK)
    last = track.position(eligibility.RECOMMENDED)
    rows = engagements.engagements(drawing, EngagementFilter(track=track.id), on=context.today())
    return [
        row
        for row in rows
        if (eligibility.RECOMMENDED in row.moves or track.position(row.engagement.stage) >= last)
        and not any(recommendation_of(view.operator, row.engagement.id) for view in views)
    ]


def _called(row: EngagementRow, lang: str) -> str:
    stage = context.workspace().track(eligibility.TRACK).stage(row.engagement.stage)
    return f"{called(row.company_name, row.company_name_en, lang)} · {name_of(stage, lang)}"


def _confirm(row: EngagementRow, case: Judgement, on: date, lang: str) -> None:
    """Draw what is to be confirmed (no pass, a day gone by, what is unproven) and the button; none if a rule blocks."""
    answer = Answer.UNCONFIGURED if case.outcome is None else case.outcome.answer
    if answer is Answer.FAIL:
        st.warning(t("operators.recommend.fails", lang), icon=":material/block:")
        return
    key = f"recommend_confirmation_{row.engagement.id}"

    needs_two = two_person.is_needed(state.looking(), two_person_recommendations.ACT)
    done = "people.second.asked" if needs_two else "operators.done.recommended"

    def submit() -> None:
        with frame.attempted(done, company=called(row.company_name, row.company_name_en, lang)):
            accepted = Accepted(
                tuple(gap for gap in gaps if st.session_state.get(f"{key}_{gap}")),
                st.session_state.get(f"{key}_second") or "",
            )
            asked = Asked(on, st.session_state.get(key, ""), accepted)
            _recommend(row, asked, needs_two=needs_two)

    gaps = unproven(case.findings)
    _unproven(case, gaps, key, lang)
    if needs_confirmation(answer, on, context.today()):
        st.text_area(
            t("operators.confirmation", lang),
            key=key,
            height=_LONGEST_NOTE,
            help=t("operators.confirmation.help", lang),
        )
    label = t("people.second.ask" if needs_two else "operators.recommend.do", lang)
    st.button(label, type="primary", on_click=submit, key="recommend_submit")


def _recommend(row: EngagementRow, asked: Asked, *, needs_two: bool) -> None:
    """Recommend, or ask a second person to."""
    acting, engagement = state.acting(), row.engagement
    if needs_two:
        two_person_recommendations.propose(acting, engagement.id, asked, seen=engagement.version)
        return
    operators.recommend(
        acting,
        engagement.id,
        on=asked.on,
        confirmation=asked.confirmation,
        accepted=asked.accepted,
        seen=engagement.version,
    )


def waiting(views: tuple[OperatorView, ...], lang: str) -> None:
    """Draw the recommendations that wait for a second person, above all else."""
    proposals = two_person_recommendations.waiting(state.looking())
    rows = _candidates(views) if proposals else ()
    names = {row.engagement.id: called(row.company_name, row.company_name_en, lang) for row in rows}
    if proposals:
        st.subheader(t("people.second.waiting", lang), anchor=False)
    for proposal, asked in proposals:
        second_person.row(
            proposal,
            f"{names.get(proposal.subject_id, '–')} · {day(asked.on, lang)}",
            lambda proposal_id: two_person_recommendations.confirm(state.acting(), proposal_id),
            "operators.done.confirmed",
        )


def _unproven(case: Judgement, gaps: Sequence[str], key: str, lang: str) -> None:
    """Draw a box to tick for each thing that a blocking rule asks for and nobody showed, and who looked at it, too."""
    if not gaps or case.pack is None:
        return
    st.warning(t("operators.unproven", lang, n=len(gaps)), icon=":material/unpublished:")
    for gap in gaps:
        st.checkbox(components.harmless(operator_screen.gap_words(gap, case.pack, lang)), key=f"{key}_{gap}")
    viewer = state.viewer()
    others = {person_id: name for person_id, name in colleagues.names().items() if person_id != viewer.person_id}
    st.selectbox(
        t("operators.second", lang),
        tuple(others),
        index=None,
        format_func=others.__getitem__,
        key=f"{key}_second",
        placeholder=t("frame.none", lang),
        help=t("operators.second.help", lang),
    )


def _day(place: DeltaGenerator, words: str, value: date | None, key: str, lang: str) -> Entry[date]:
    return fields.day(t(words, lang), value=value, key=key, place=place)
