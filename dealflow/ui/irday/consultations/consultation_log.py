"""The form of a consultation log in the app: the same questions as at the table, with what the organiser learns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import streamlit as st

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.consultations.consultation_log import ConsultationEntry, Kept, Said, Typed
from dealflow.actions.irday.consultations.consultation_views import OwnDay
from dealflow.domain.irday.floor.floor import Agreement, ConsultationLog, InterestLevel, NextStepKind
from dealflow.domain.irday.participants.participants import ParticipantKind
from dealflow.domain.values.quantity import Unit
from dealflow.errors import ChangedMeanwhileError, InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import words_of
from dealflow.i18n.numbers import money
from dealflow.ui.kit import components, context, dialogs, fields, state, typed_fields
from dealflow.ui.kit.fields import Entry


def offer(own_day: OwnDay, lang: str) -> None:
    """Offer the log of a company with which nothing was planned, and draw the log that the URL asks for."""
    st.button(t("consult.another", lang), icon=":material/add:", key="consult_another", on_click=_open, args=("",))
    if not dialogs.is_open("log"):
        return
    company = state.url_value("company")
    title = t("consult.log", lang)
    if company in own_day.firms:
        title = f"{title} · {components.harmless(name_of(own_day.firms[company], lang))}"
    dialogs.show(title, lambda: _body(own_day, company, lang), width="medium")


def _open(company: str) -> None:
    state.ask(do="log", company=company)


def _body(own_day: OwnDay, company_hint: str, lang: str) -> None:
    company = company_hint if company_hint in own_day.firms else _choose(own_day, lang)
    if not company:
        return
    known = own_day.logs.get(company)
    log = known.log if known else None
    key = f"consult_{own_day.firm.id}_{company}_{known.version if known else 0}"
    interest = st.segmented_control(
        t("firm.log.interest", lang),
        tuple(InterestLevel),
        format_func=lambda level: t(f"enum.interest_level.{level.value}", lang),
        default=log.interest if log else None,
        key=f"{key}_interest",
        width="stretch",
    )
    low, high = _intention(log, key, lang)
    requests = st.text_area(
        t("firm.log.requests", lang), value=log.requests if log else "", key=f"{key}_requests", height=80
    )
    kind, step, due = _next_step(log, key, lang)
    agreed = _agreed(log, key, lang)
    note = st.text_area(
        t("firm.log.note", lang),
        value=log.note if log else "",
        key=f"{key}_note",
        height=110,
        help=t("firm.log.note.private", lang),
    )
    is_told = st.toggle(t("firm.log.tell", lang), value=log.is_told if log else True, key=f"{key}_told")
    st.caption(f"{t('firm.log.tell.what', lang)}  \n{t('firm.log.tell.never', lang)}")
    if st.button(t("frame.save", lang), type="primary", key="consult_save"):
        entry = Said(
            interest=interest,
            intention_low=_won(low, lang),
            intention_high=_won(high, lang),
            requests=requests,
            next_step=kind,
            next_step_text=step,
            next_due=None if due is None else due.value,
            note=note,
            is_told=is_told,
            agreed=agreed,
        )
        _keep(own_day, company, log, entry)


def _agreed(log: ConsultationLog | None, key: str, lang: str) -> tuple[Agreement, ...]:
    """Draw what was agreed on paper, and return it."""
    chosen = st.pills(
        t("firm.log.agreed", lang),
        tuple(Agreement),
        selection_mode="multi",
        format_func=lambda agreement: t(f"enum.agreement.{agreement.value}", lang),
        default=list(log.agreed) if log else None,
        key=f"{key}_agreed",
    )
    return tuple(chosen)


def _next_step(log: ConsultationLog | None, key: str, lang: str) -> tuple[NextStepKind, str, Entry[date] | None]:
    """Draw what was agreed to happen next and return it: its kind, its words and until when."""
    kind = st.segmented_control(
        t("firm.log.next", lang),
        tuple(NextStepKind),
        format_func=lambda kind: t(f"enum.next_step_kind.{kind.value}", lang),
        default=log.next_step if log else NextStepKind.NONE,
        required=True,
        key=f"{key}_kind",
    )
    if not kind or kind is NextStepKind.NONE:
        return NextStepKind.NONE, "", None
    left, right = st.columns((3, 2))
    usual = (log.next_step_text if log else "") or t(f"enum.next_step_kind.{kind.value}", lang)
    step = left.text_input(t("firm.log.next_text", lang), value=usual, key=f"{key}_step_{kind.value}")
    due = fields.day(t("firm.log.due", lang), value=log.next_due if log else None, key=f"{key}_due", place=right)
    return kind, step, due


def _choose(own_day: OwnDay, lang: str) -> str:
    there = [firm for firm in own_day.firms.values() if firm.kind is ParticipantKind.SUPPLIER and firm.is_coming]
    names = {firm.id: name_of(firm, lang) for firm in there}
    chosen = st.selectbox(
        t("firm.log.company", lang),
        tuple(names),
        index=None,
        format_func=names.__getitem__,
        key="consult_company",
        placeholder=t("firm.log.choose", lang),
    )
    return chosen or ""


def _intention(log: ConsultationLog | None, key: str, lang: str) -> tuple[str, str]:
    """Return the two ends as typed, with what they mean in words below."""
    left, right = st.columns(2)
    bounds = (log.intention_low, log.intention_high) if log else (None, None)
    ends = []
    for place, name, won in ((left, "low", bounds[0]), (right, "high", bounds[1])):
        usual = "" if won is None else money(Decimal(won), Unit.KRW, lang, exact=True)
        ends.append(
            place.text_input(
                f"{t('firm.log.intention', lang)} · {t(f'firm.log.{name}', lang)}",
                value=usual,
                key=f"{key}_{name}",
                placeholder=t("consult.amount.eg", lang),
            )
        )
    try:
        typed = [_won(end, lang) for end in ends]
    except InvalidInputError as error:
        st.caption(f":red[{components.harmless(words_of(error, lang))}]")
        return ends[0], ends[1]
    amounts = [money(Decimal(won), Unit.KRW, lang, exact=True) for won in typed if won is not None]
    st.caption(
        " ~ ".join([*amounts]) + f" ({t('firm.log.non_binding', lang)})" if amounts else t("consult.amount", lang)
    )
    return ends[0], ends[1]


def _won(text: str, lang: str) -> int | None:
    return typed_fields.whole(text, t("firm.log.intention", lang)) if text.strip() else None


def _keep(own_day: OwnDay, company: str, log: ConsultationLog | None, entry: Said) -> None:
    """Keep the log; what a colleague wrote meanwhile is not written over."""
    event, firm = own_day.event.id, own_day.firm.id
    log_id = log.id if log else consultation_log.log_id(event, company, firm)
    at = context.now()
    seen = frozenset({log.typed_at}) if log else frozenset()
    logged = consultation_log.log(
        context.workspace(),
        state.viewer(),
        ConsultationEntry(event, company, firm, entry, Typed(log_id, at, seen)),
        at=at,
    )
    if logged.outcome in {Kept.OTHER, Kept.OLDER}:
        raise ChangedMeanwhileError(stream=f"consultation:{log_id}", expected=0, found=logged.consultation.version)
    state.ask(company=None)
    dialogs.done("consult.done.logged")
