"""The drawer of one engagement: where it stands, what may be done with it, what happened; and opening a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import streamlit as st

from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementRecord
from dealflow.actions.platform.context import Acting
from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.pipeline.funnel import NEEDS_REASON, NewEngagement, Stage, Status, Track
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.i18n import name_of, t
from dealflow.reports.pipeline.status_words import status_words
from dealflow.ui.investment import deal_scoring, deal_words, session_conduct
from dealflow.ui.kit import components, context, fields, frame, grid, keys, state
from dealflow.ui.people import colleagues
from dealflow.ui.pipeline import board, engagement_history, field_history, round_form

STATUS_COLOURS: Final = {
    Status.ACTIVE: "green",
    Status.ON_HOLD: "yellow",
    Status.PASSED: "gray",
    Status.WITHDRAWN: "gray",
}
INVESTORS: Final = frozenset({OrganisationKind.VC, OrganisationKind.TIPS_OPERATOR, OrganisationKind.ADOPTER})
_MOVE, _STATUS, _STEP, _NOTE = "move", "status", "step", "note"
Section = Callable[[str, str], None]
"""Draws what an area knows of an engagement, by its id and in a language; nothing where there is nothing."""


@contextmanager
def acting(engagement_id: str, seen: int | None, done: str, **parameters: object) -> Iterator[None]:
    """Run an act on an engagement in a callback; a lost race is kept, so that the screen can show what changed."""
    with frame.attempted(done, **parameters):
        try:
            yield
        except ChangedMeanwhileError:
            st.session_state[keys.LOST] = (engagement_id, seen or 0)
            raise
        finally:
            st.session_state[keys.DRAWER_ACTED] = True
        st.session_state[keys.LAST_ACT] = engagement_id


def move(move: board.Move) -> None:
    """Move an engagement as the board or the drawer asked for; for callbacks."""
    with acting(move.engagement_id, move.seen, "pipeline.done.moved"):
        engagements.move(state.acting(), move.engagement_id, move.to_stage, seen=move.seen)


def undo(engagement_id: str) -> None:
    """Take back the viewer's last act on an engagement; for callbacks."""
    with acting(engagement_id, None, "pipeline.done.undone"):
        engagements.undo(state.acting(), engagement_id)
    st.session_state.pop(keys.LAST_ACT, None)


def open_at(engagement_id: str) -> None:
    """Ask for the drawer of an engagement, by the URL."""
    state.ask(open=engagement_id)


def close() -> None:
    """Take the drawer out of the URL."""
    state.ask(open=None)


def show_lost() -> None:
    """Tell what somebody else did to the engagement on which the viewer's last act lost, once."""
    lost = st.session_state.pop(keys.LOST, None)
    if lost is None:
        return
    lang = state.language()
    with frame.errors_in_words():
        record = engagements.engagement(state.looking(), lost[0], on=context.today())
        with st.container(border=True, key="pipeline_lost"):
            name = components.harmless(board.company_of(record.row, lang))
            st.markdown(f"**{t('pipeline.lost.title', lang, company=name)}**")
            engagement_history.draw([line for line in record.history if line.seq > lost[1]], record.track, lang)
            st.button(t("pipeline.lost.open", lang), on_click=open_at, args=(lost[0],), key="lost_open")


def show_undo() -> None:
    """Offer to take back the last act of this session, in one line above the board."""
    last = st.session_state.get(keys.LAST_ACT)
    if last is None:
        return
    lang = state.language()
    try:
        record = engagements.engagement(state.looking(), last, on=context.today())
    except NotFoundError:
        st.session_state.pop(keys.LAST_ACT)
        return
    if not record.can_undo:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="pipeline_undo"):
        text = (
            f"{board.company_of(record.row, lang)}: {engagement_history.line_of(record.history[0], record.track, lang)}"
        )
        st.caption(components.harmless(text), width="content")
        label = t("frame.undo", lang)
        st.button(label, icon=":material/undo:", on_click=undo, args=(last,), key="undo_last", type="tertiary")


def _standing(record: EngagementRecord, lang: str) -> None:
    row, engagement = record.row, record.row.engagement
    parts = [board.investor_of(row, lang), name_of(record.track, lang), engagement.round_label]
    st.caption(components.harmless(" · ".join(part for part in parts if part)))
    stage = name_of(record.track.stage(engagement.stage), lang)
    line = [
        components.badge(stage, "blue"),
        components.badge(status_words(engagement, lang), STATUS_COLOURS[engagement.status]),
        components.harmless(board.waited(row, lang)),
    ]
    if row.stale:
        line.append(components.badge(t("pipeline.stale", lang), "orange"))
    st.markdown(" ".join(line))
    reason = engagement_history.reason_of(engagement.reason, lang)
    if reason:
        st.caption(f"{t('pipeline.reason', lang)}: {components.harmless(reason)}")
    step = board.next_step(row, context.today(), lang)
    if step is not None:
        colour = {"late": "red", "due": "orange"}.get(step["tone"])
        text = components.harmless(step["text"])
        st.markdown(f"{t('pipeline.next_step', lang)}: " + (f":{colour}[{text}]" if colour else text))


def _move_form(record: EngagementRecord, lang: str) -> None:
    engagement = record.row.engagement
    if not record.moves:
        st.caption(t("pipeline.board.inactive", lang))
        return
    place = record.track.position(engagement.stage)
    later = [stage for stage in record.moves if record.track.position(stage.id) > place]

    def submit() -> None:
        chosen: Stage = st.session_state[keys.DRAWER_STAGE]
        with acting(engagement.id, engagement.version, "pipeline.done.moved"):
            engagements.move(
                state.acting(),
                engagement.id,
                chosen.id,
                seen=engagement.version,
                note=st.session_state[keys.DRAWER_MOVE_NOTE].strip(),
            )
            st.session_state[keys.DRAWER_MOVE_NOTE] = ""

    with st.form("drawer_move", border=False, enter_to_submit=False):
        st.selectbox(
            t("pipeline.board.move_to", lang),
            record.moves,
            index=record.moves.index(later[0]) if later else len(record.moves) - 1,
            format_func=lambda stage: name_of(stage, lang),
            key=keys.DRAWER_STAGE,
            help=t("pipeline.decision.help", lang),
        )
        st.text_input(t("pipeline.note", lang), key=keys.DRAWER_MOVE_NOTE)
        st.form_submit_button(t("pipeline.board.move", lang), type="primary", on_click=submit, key="drawer_move_submit")


def _status_form(record: EngagementRecord, lang: str) -> None:
    engagement, ws = record.row.engagement, context.workspace()
    others = [status for status in Status if status is not engagement.status]
    names = {reason.id: name_of(reason, lang) for reason in ws.reasons}

    def submit() -> None:
        status = Status(st.session_state[keys.DRAWER_STATUS])
        with acting(engagement.id, engagement.version, "pipeline.done.status"):
            engagements.set_status(
                Acting(ws, state.viewer(), context.now()),
                engagement.id,
                status,
                seen=engagement.version,
                reason=st.session_state.get(keys.DRAWER_REASON) if status in NEEDS_REASON else None,
                note=st.session_state[keys.DRAWER_STATUS_NOTE].strip(),
            )

    status = st.selectbox(
        t("pipeline.status", lang),
        others,
        format_func=lambda status_act: t(f"pipeline.act.{status_act.value}", lang),
        key=keys.DRAWER_STATUS,
    )
    if status in NEEDS_REASON:
        label = t("pipeline.reason.required", lang)
        st.selectbox(
            label,
            tuple(names),
            index=None,
            format_func=names.__getitem__,
            key=keys.DRAWER_REASON,
            placeholder=t("pipeline.reason.choose", lang),
        )
    st.text_input(t("pipeline.note", lang), key=keys.DRAWER_STATUS_NOTE)
    st.button(t("pipeline.status.change", lang), type="primary", on_click=submit, key="drawer_status_submit")


def _step_form(record: EngagementRecord, lang: str) -> None:
    engagement = record.row.engagement
    ours = colleagues.names(also=(engagement.assignee_id,), organisation_id=engagement.owner_id)

    def submit(*, clear: bool) -> None:
        step = "" if clear else st.session_state[keys.DRAWER_STEP].strip()
        with acting(engagement.id, engagement.version, f"pipeline.done.step{'_cleared' if not step else ''}"):
            if not step and not clear and due.value not in {None, engagement.next_due}:
                raise InvalidInputError(field=due.label, problem="no_step", value=due.text)
            engagements.set_next_step(
                state.acting(),
                engagement.id,
                step=step,
                due=due.value if step else None,
                assignee_id=st.session_state[keys.DRAWER_ASSIGNEE],
                seen=engagement.version,
            )

    round_form.draw(record, acting, lang)
    with st.form("drawer_step", border=False, enter_to_submit=False):
        st.text_input(t("pipeline.next_step", lang), value=engagement.next_step, key=keys.DRAWER_STEP)
        left, right = st.columns(2)
        due = fields.day(t("pipeline.due_on", lang), value=engagement.next_due, key=keys.DRAWER_DUE, place=left)
        who = list(ours)
        right.selectbox(
            t("pipeline.assignee", lang),
            who,
            index=who.index(engagement.assignee_id) if engagement.assignee_id in ours else None,
            format_func=ours.__getitem__,
            key=keys.DRAWER_ASSIGNEE,
            placeholder=t("frame.none", lang),
        )
        with st.container(horizontal=True):
            st.form_submit_button(
                t("frame.save", lang),
                type="primary",
                on_click=submit,
                kwargs={"clear": False},
                key="drawer_step_submit",
            )
            if engagement.next_step:
                st.form_submit_button(
                    t("pipeline.step.finish", lang), on_click=submit, kwargs={"clear": True}, key="drawer_step_finish"
                )


def _note_form(record: EngagementRecord, lang: str) -> None:
    engagement = record.row.engagement

    def submit() -> None:
        with acting(engagement.id, None, "pipeline.done.noted"):
            engagements.note(state.acting(), engagement.id, st.session_state[keys.DRAWER_NOTE].strip())
            st.session_state[keys.DRAWER_NOTE] = ""

    with st.form("drawer_note_form", border=False, enter_to_submit=False):
        st.text_area(t("pipeline.note", lang), key=keys.DRAWER_NOTE, height=90, help=t("pipeline.note.private", lang))
        st.form_submit_button(t("pipeline.note.write", lang), type="primary", on_click=submit, key="drawer_note_submit")


_FORMS: Final = {_MOVE: _move_form, _STATUS: _status_form, _STEP: _step_form, _NOTE: _note_form}


def _ways(record: EngagementRecord, lang: str) -> None:
    """Draw the ways from an engagement to its company, its deal and its committees."""
    engagement = record.row.engagement
    company, deal = ({"id": engagement.company_id}, {"engagement": engagement.id})
    with st.container(horizontal=True):
        label = t("pipeline.open_company", lang)
        query = company | grid.spoken(lang)
        st.page_link(frame.page("company"), label=label, icon=":material/domain:", query_params=query)
        label, query = t("deal.open", lang), deal | grid.spoken(lang)
        st.page_link(frame.page("deal"), label=label, icon=":material/request_quote:", query_params=query)
        label, query = t("memo.title", lang), {"company": engagement.company_id} | deal | grid.spoken(lang)
        st.page_link(frame.page("memo"), label=label, icon=":material/article:", query_params=query)
        session_conduct.links_of(engagement.id, lang)


def _acts(record: EngagementRecord, lang: str) -> None:
    """Draw what may be done with an engagement: one form at a time."""
    if not board.may_edit(state.viewer(), record.row):
        return
    form_name = st.segmented_control(
        t("pipeline.acts", lang),
        tuple(_FORMS),
        format_func=lambda act_name: t(f"pipeline.acts.{act_name}", lang),
        default=_MOVE,
        required=True,
        key=keys.DRAWER_TAB,
        label_visibility="collapsed",
        width="stretch",
    )
    _FORMS[str(form_name)](record, lang)


def _body(engagement_id: str, sections: Sequence[Section]) -> None:
    """Draw the inside of the drawer; an act done here redraws the page, so that the board follows, or says why not."""
    lang = state.language()
    if st.session_state.pop(keys.DRAWER_ACTED, False):
        if st.session_state.get(keys.TOLD, ("", ""))[0] != "error":
            st.rerun()
        st.session_state.pop(keys.LOST, None)
        frame.show_told()
    with frame.errors_in_words():
        record = engagements.engagement(state.looking(), engagement_id, on=context.today())
        _standing(record, lang)
        _ways(record, lang)
        deal_words.draw_hurdle(record.row, record.track, lang)
        _acts(record, lang)
        deal_scoring.draw(engagement_id, record.track)
        for section in sections:
            section(engagement_id, lang)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{t('pipeline.history', lang)}**", width="content")
            if record.can_undo:
                st.button(
                    t("frame.undo", lang),
                    icon=":material/undo:",
                    on_click=undo,
                    args=(engagement_id,),
                    key="drawer_undo",
                    type="tertiary",
                )
            field_history.show_redo(engagement_id, acting)
        engagement_history.draw(record.history, record.track, lang)
        with st.expander(t("fieldhistory.title", lang)):
            field_history.draw(engagement_id, acting)


def show_asked(*sections: Section) -> None:
    """Open the drawer of the engagement that the URL asks for, if any, at the right of the page.

    ``sections`` are what areas above the pipeline have to show of an engagement: the pages name them.
    """
    engagement_id = state.url_value("open")
    if not engagement_id:
        return
    with frame.errors_in_words():
        record = engagements.engagement(state.looking(), engagement_id, on=context.today())
        st.session_state.pop(keys.DRAWER_ACTED, None)
        title = components.harmless(board.company_of(record.row, state.language()))
        st.dialog(title, width="small", position="right", on_dismiss=close)(_body)(engagement_id, sections)


def _new_body(track: Track) -> None:
    drawing = state.drawing()
    firms = {row.company.id: row for row in companies.companies(drawing)}
    investors = {organisation.id: organisation for organisation in people.organisations(drawing.ws, INVESTORS)}
    if not firms:
        components.empty_state("companies.empty", page="decks")
        return
    with st.form("engagement_new", border=False, enter_to_submit=False), frame.errors_in_words():
        firm = st.selectbox(
            t("pipeline.company", drawing.lang),
            tuple(firms),
            index=None,
            format_func=lambda company_id: firms[company_id].company.name,
            placeholder=t("pipeline.choose", drawing.lang),
        )
        ours = list(investors)
        investor = st.selectbox(
            t("pipeline.investor", drawing.lang),
            ours,
            index=ours.index(drawing.viewer.organisation_id) if drawing.viewer.organisation_id in investors else None,
            format_func=lambda investor_id: name_of(investors[investor_id], drawing.lang),
            placeholder=t("pipeline.choose", drawing.lang),
        )
        left, right = st.columns(2)
        stage = left.selectbox(
            t("pipeline.stage", drawing.lang), track.stages, format_func=lambda stage: name_of(stage, drawing.lang)
        )
        round_label = right.text_input(t("pipeline.round", drawing.lang), placeholder="Series A")
        if not st.form_submit_button(t("pipeline.new.open", drawing.lang), type="primary", key="engagement_new_submit"):
            return
        if firm is None or investor is None:
            st.error(t("pipeline.new.incomplete", drawing.lang))
            return
        text = engagements.open_engagement(
            state.acting(),
            NewEngagement(
                company_id=firm,
                investor_id=investor,
                track=track.id,
                round_label=round_label.strip(),
                stage=stage.id,
                assignee_id=drawing.viewer.person_id,
            ),
        )
        open_at(text)
        st.rerun()


def offer_new(track: Track) -> None:
    """Open the dialog that starts following a company with an investor."""
    st.dialog(t("pipeline.new", state.language()))(_new_body)(track)
