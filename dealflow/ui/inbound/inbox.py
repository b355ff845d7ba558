"""The inbox: each letter with who it may be from, one tap from where it belongs."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.companies import companies
from dealflow.actions.inbound import inbounds, mail_intake
from dealflow.actions.inbound.inbounds import InboundView
from dealflow.actions.inbound.taking_in import take_file, take_letter
from dealflow.domain.claims.company import Company, CompanyDetails
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.inbound.inbound import Channel, InboundState, Party
from dealflow.domain.people.access import Act, may
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import words_of
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, context, frame, grid, state, uploads

VIEWS: Final = ("waiting", "filed", "declined", "automatic")
_SHOWN_TEXT: Final = 600
_DECK_COLOURS: Final = {DeckState.READ: "green", DeckState.QUEUED: "orange", DeckState.REFUSED: "red"}


def status(drawing: state.Drawing) -> None:
    """Say whether mailbox and folder are looked into, when last, and what was wrong; offer to look now."""
    if not mail_intake.is_set_up(drawing.ws):
        with st.expander(t("inbound.off", drawing.lang), icon=":material/settings:"):
            st.markdown(t("inbound.off.how", drawing.lang))
            st.code(t("inbound.off.settings", drawing.lang), language="ini")
        return
    last = context.mail_room().last
    with st.container(horizontal=True, vertical_alignment="center"):
        where = drawing.ws.settings.mail_user or drawing.ws.settings.mail_drop_dir
        words = t("inbound.on", drawing.lang, where=components.harmless(where), n=drawing.ws.settings.mail_minutes)
        if last.at is not None and last.error is None:
            words += " · " + t("inbound.looked", drawing.lang, at=moment(last.at, drawing.lang), new=last.haul.new)
        st.caption(words, width="stretch")
        if may(drawing.viewer, Act.EDIT_PIPELINE):
            st.button(t("inbound.look", drawing.lang), icon=":material/sync:", key="inbound_look", on_click=_look)
    if last.error is not None:
        st.warning(words_of(last.error, drawing.lang), icon=":material/info:")


def _look() -> None:
    last = context.mail_room().look()
    if last.error is None:
        frame.tell_done("inbound.done.looked", new=last.haul.new, known=last.haul.known)


def bring(drawing: state.Drawing) -> None:
    """Offer to drop letters and files here, where no mailbox brings them."""
    if not may(drawing.viewer, Act.EDIT_PIPELINE):
        return
    panel = components.panel(t("inbound.bring", drawing.lang), "inbound_bring", icon=":material/upload_file:")
    with panel, frame.errors_in_words():
        number = st.session_state.get("inbound_round", 0)
        files = st.file_uploader(
            t("inbound.bring.files", drawing.lang, size=drawing.ws.settings.max_upload_mb),
            accept_multiple_files=True,
            max_upload_size=drawing.ws.settings.max_upload_mb,
            key=f"inbound_files_{number}",
        )
        if st.button(t("inbound.bring.take", drawing.lang), type="primary", key="inbound_take", disabled=not files):
            known = 0
            for file in files:
                acting = state.acting()
                is_letter = file.name.lower().endswith(".eml")
                data = file.getvalue()
                taken = (
                    take_letter(acting, data, Channel.UPLOAD, name=file.name)
                    if is_letter
                    else take_file(acting, file.name, data, Channel.UPLOAD)
                )
                known += taken.is_known
                for deck_id in taken.deck_ids:
                    context.reading_room().submit(deck_id)
            uploads.let_go(files)
            st.session_state["inbound_round"] = number + 1
            frame.tell_done("inbound.done.looked", new=len(files) - known, known=known)
            st.rerun()


def listing(drawing: state.Drawing, view: str) -> None:
    """Draw the letters in a state, the latest first."""
    views = inbounds.inbounds(drawing, [InboundState(view)])
    if not views:
        components.empty_state(f"inbound.empty.{view}")
        return
    st.caption(t("inbound.count", drawing.lang, n=len(views)))
    known = [row.company for row in companies.companies(drawing)] if view in {"waiting", "automatic"} else []
    for inbound_view in views:
        _card(inbound_view, known, drawing)


def _party(party: Party) -> str:
    return f"{party.name} <{party.address}>" if party.name and party.address else party.name or party.address


def _card(view: InboundView, known: list[Company], drawing: state.Drawing) -> None:
    lang, words, inbound = drawing.lang, view.words, view.standing.inbound
    with st.container(border=True, gap="xsmall", key=f"inbound_card_{inbound.id}"):
        came = t(f"enum.channel_in.{inbound.channel.value}", lang)
        subject = (words.subject if words else "") or t("inbound.no_subject", lang)
        st.markdown(f"**{components.harmless(subject)}** {components.badge(came, 'gray')}")
        st.caption(components.harmless(_origin(view, lang)))
        _attached(view, lang)
        if words and words.text:
            text = words.text
            st.text(text if len(text) <= _SHOWN_TEXT else f"{text[:_SHOWN_TEXT].rstrip()} …")
            if len(text) > _SHOWN_TEXT:
                with st.expander(t("inbound.whole", lang)):
                    st.text(text)
        for problem in inbound.problems:
            if (key := f"inbound.problem.{problem}") and problem in _PROBLEMS:
                st.caption(f":orange[:material/info: {t(key, lang)}]")
        if view.standing.state in {InboundState.WAITING, InboundState.AUTOMATIC}:
            if may(drawing.viewer, Act.EDIT_PIPELINE):
                _acts(view, known, drawing)
        else:
            _settled(view, drawing)
            _destruction(view, drawing)


def _destruction(view: InboundView, drawing: state.Drawing) -> None:
    """Offer to destroy what a letter says, as long as it says something, once more asked for."""
    if view.words is None or not may(drawing.viewer, Act.EDIT_PIPELINE):
        return
    lang, inbound_id = drawing.lang, view.standing.inbound.id
    with st.popover(t("inbound.destroy", lang), icon=":material/delete_forever:", key=f"inbound_gone_{inbound_id}"):
        st.markdown(t("inbound.destroy.note", lang))
        label, key = t("inbound.destroy.do", lang), f"inbound_destroy_{inbound_id}"
        st.button(label, key=key, on_click=_destroy, args=(inbound_id,), width="stretch")


_PROBLEMS: Final = frozenset(
    {"unreadable", "too_nested", "text_cut", "too_many_attachments", "letter_too_large", "file_too_large",
     "archive_unreadable", "program_left_out", "house_full", "wrapped_unreadable"}
)  # fmt: skip


def _origin(view: InboundView, lang: str) -> str:
    """Return who wrote, who handed it on, and when."""
    words = view.words
    if words is None:
        return t("notes.destroyed", lang)
    at = words.sent_at or view.standing.received_at
    parts = [_party(words.writer), moment(at, lang)]
    if words.original is not None and words.original != words.sender:
        parts.insert(1, t("inbound.forwarded", lang, who=_party(words.sender)))
    return " · ".join(filter(None, parts))


def _attached(view: InboundView, lang: str) -> None:
    """Draw the decks with their state, the names of other files, and links to slides, which nobody follows for you."""
    for deck in view.decks:
        state_badge = components.badge(t(f"enum.deck_state.{deck.state.value}", lang), _DECK_COLOURS[deck.state])
        name = components.harmless(deck.file_name)
        address = grid.link("review", lang, deck=deck.id)
        st.markdown(f":material/picture_as_pdf: [{name}]({address}) {state_badge}")
    others = [
        name
        for sha256, name in (view.words.files if view.words else ())
        if sha256 in {kept_file.sha256 for kept_file in view.standing.inbound.files}
    ]
    for name in others:
        st.markdown(f":material/attach_file: {components.harmless(name)}")
    for slide in view.slides:
        label = t("inbound.slides", lang, service=slide.service)
        st.link_button(label, slide.address, icon=":material/open_in_new:", help=t("inbound.slides.help", lang))


def _acts(view: InboundView, known: list[Company], drawing: state.Drawing) -> None:
    """Offer the ways on: the companies that fit, a new one, another one, and to decline."""
    lang, inbound_id = drawing.lang, view.standing.inbound.id
    with st.container(horizontal=True, vertical_alignment="center"):
        for place, (proposal, company) in enumerate(view.proposals):
            why = ", ".join(t(f"inbound.reason.{reason}", lang) for reason in proposal.reasons)
            name = components.company_name(company, lang)
            st.button(
                t("inbound.file", lang, company=components.harmless(name)),
                icon=":material/domain_add:",
                type="primary" if place == 0 else "secondary",
                key=f"inbound_file_{inbound_id}_{company.id}",
                help=why,
                on_click=_file,
                args=(inbound_id, company.id),
            )
        with st.popover(t("inbound.other", lang), icon=":material/search:", key=f"inbound_other_{inbound_id}"):
            _other(view, known, drawing)
        with st.popover(t("inbound.decline", lang), icon=":material/block:", key=f"inbound_decline_{inbound_id}"):
            _decline(view, drawing)
        _destruction(view, drawing)
    if view.proposals:
        reasons = ", ".join(t(f"inbound.reason.{reason}", lang) for reason in view.proposals[0][0].reasons)
        st.caption(t("inbound.why", lang, why=reasons))
    else:
        st.caption(t("inbound.unknown", lang))


def _other(view: InboundView, known: list[Company], drawing: state.Drawing) -> None:
    """Draw the choice of another company, and the form of a new one."""
    lang, inbound_id = drawing.lang, view.standing.inbound.id
    names = {company.id: components.company_name(company, lang) for company in known}
    company = st.selectbox(
        t("inbound.company", lang),
        tuple(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=t("frame.none", lang),
        key=f"inbound_company_{inbound_id}",
    )
    label, key = t("inbound.join", lang), f"inbound_join_{inbound_id}"
    st.button(label, key=key, on_click=_file, args=(inbound_id, company), disabled=company is None, width="stretch")
    st.divider()
    name = st.text_input(t("inbound.new_name", lang), value=view.new_name, key=f"inbound_name_{inbound_id}")
    st.button(
        t("inbound.new", lang),
        icon=":material/add:",
        key=f"inbound_new_{inbound_id}",
        on_click=_file_new,
        args=(inbound_id, name),
        width="stretch",
    )


def _decline(view: InboundView, drawing: state.Drawing) -> None:
    """Draw the reason, the answer to be copied, and the act."""
    lang, inbound_id = drawing.lang, view.standing.inbound.id
    reasons = {reason.id: reason for reason in drawing.ws.reasons}
    reason = st.selectbox(
        t("pipeline.reason.required", lang),
        tuple(reasons),
        format_func=lambda reason_id: name_of(reasons[reason_id], lang),
        key=f"inbound_reason_{inbound_id}",
    )
    st.caption(t("inbound.reply", lang))
    st.code(_reply(view, lang), language=None, wrap_lines=True)
    label = t("inbound.decline.do", lang)
    st.button(label, key=f"inbound_no_{inbound_id}", on_click=_turn_down, args=(inbound_id, reason), width="stretch")


def _reply(view: InboundView, lang: str) -> str:
    """Return a polite answer for the sender, to be copied: without the house's inner reason."""
    words = view.words
    name = (words.writer.name if words else "") or t("inbound.reply.nobody", lang)
    subject = (words.subject if words else "") or t("inbound.no_subject", lang)
    return t("inbound.reply.text", lang, name=name, subject=subject)


def _settled(view: InboundView, drawing: state.Drawing) -> None:
    """Draw what became of a letter, and offer to take it back."""
    lang, standing = drawing.lang, view.standing
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        at = moment(standing.settled_at, lang) if standing.settled_at else ""
        if view.company is not None:
            name = components.company_name(view.company, lang)
            query = {"id": view.company.id, "view": "notes"} | grid.spoken(lang)
            st.page_link(frame.page("company"), label=name, icon=":material/domain:", query_params=query)
        reason = next((name_of(known, lang) for known in drawing.ws.reasons if known.id == standing.reason), "")
        st.caption(components.harmless(" · ".join(filter(None, (reason, view.settled_by_name, at)))), width="stretch")
        if may(drawing.viewer, Act.EDIT_PIPELINE):
            st.button(
                t("frame.undo", lang),
                icon=":material/undo:",
                type="tertiary",
                key=f"inbound_reopen_{standing.inbound.id}",
                on_click=_reopen,
                args=(standing.inbound.id,),
            )


def _file(inbound_id: str, company_id: str) -> None:
    with frame.attempted("inbound.done.filed"):
        inbounds.file(state.acting(), inbound_id, company_id=company_id)


def _file_new(inbound_id: str, name: str) -> None:
    with frame.attempted("inbound.done.filed"):
        inbounds.file(state.acting(), inbound_id, new=CompanyDetails(name))


def _turn_down(inbound_id: str, reason: str) -> None:
    with frame.attempted("inbound.done.declined"):
        inbounds.decline(state.acting(), inbound_id, reason)


def _reopen(inbound_id: str) -> None:
    with frame.attempted("inbound.done.reopened"):
        inbounds.reopen(state.acting(), inbound_id)


def _destroy(inbound_id: str) -> None:
    with frame.attempted("inbound.done.destroyed"):
        inbounds.destroy(state.acting(), inbound_id)
