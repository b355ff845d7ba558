"""The decision register on screen: filters in the URL, the table, downloads, the dossier of one item, the proof."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.record import dossier, journal_proof
from dealflow.actions.record.decision_register import (
    RESULTS,
    DecisionKind,
    DecisionLine,
    Register,
    RegisterFilter,
    register,
)
from dealflow.domain.people.access import Act, Viewer, may
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import LANGUAGES, Language, called, name_of, t
from dealflow.i18n.numbers import day, won_in_full
from dealflow.reports.record import dossier_docx, dossier_html, register_sheet
from dealflow.reports.record.dossier import document, file_stem
from dealflow.ui.kit import components, context, downloads, frame, keys, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.pipeline import engagement_history

_MARKS = {
    "passed": "good",
    "conditional": "info",
    "rejected": "late",
    "held": "warn",
    "recommended": "good",
    "paid": "good",
    "reopened": "info",
}
_COLUMNS = ("day", "company", "session", "result", "amount", "votes", "conditions", "note")


@st.cache_resource(show_spinner=False, max_entries=24)
def _whole(_ws: Workspace, viewer: Viewer, position: int) -> Register:  # noqa: ARG001  # the cache's key
    return register(Looking(_ws, viewer))


def whole() -> Register:
    """Return the viewer's whole register, gathered once while nothing is written and never shared between viewers."""
    ws = context.workspace()
    return _whole(ws, state.viewer(), ws.ledger.position())


def chosen_filter(whole: Register) -> RegisterFilter:
    """Return the filter in the URL, offered as a search field and a drawer of choices out of the whole register."""
    lang = state.language()
    text = url_filters.url_search("q", t("register.filter.text", lang), t("register.filter.text.placeholder", lang))
    active = sum(bool(state.url_value(name)) for name in ("kind", "result", "fund", "company", "since", "until"))
    with st.popover(t("register.filters", lang, n=active) if active else t("register.filters.none", lang)):
        everything = t("frame.all", lang)
        kind = components.url_choice(
            "kind",
            t("register.filter.kind", lang),
            tuple(DecisionKind),
            words=lambda decision_kind: t(f"register.kind.{decision_kind.value}", lang),
            everything=everything,
        )
        result = components.url_choice(
            "result",
            t("register.filter.result", lang),
            RESULTS,
            words=lambda other_text: _result_words(other_text, lang),
            everything=everything,
        )
        known = {line.fund.id: line.fund for line in whole.lines if line.fund is not None}
        fund = components.url_choice(
            "fund",
            t("register.filter.fund", lang),
            tuple(known),
            words=lambda other_text: name_of(known[other_text], lang),
            everything=everything,
        )
        there = {line.company_id: called(line.company_name, line.company_name_en, lang) for line in whole.lines}
        company = components.url_choice(
            "company",
            t("register.filter.company", lang),
            tuple(there),
            words=lambda other_text: there[other_text],
            everything=everything,
        )
        since = url_filters.url_day("since", t("register.filter.since", lang))
        until = url_filters.url_day("until", t("register.filter.until", lang))
    return RegisterFilter(since, until, kind, result, fund, company, text)


def table(register: Register, lang: str) -> Table:
    """Return one line a decision, the latest first."""
    ends = {"amount"}
    columns = (
        Column(column, t(f"register.column.{column}", lang), "end" if column in ends else "start")
        for column in _COLUMNS
    )
    return Table(tuple(columns), tuple(_row(line, lang) for line in register.lines))


def sums(register: Register, lang: str) -> str:
    """Return how many decisions are shown, and what they come to, in one line."""
    count = t("register.count", lang, n=register.of)
    if len(register.lines) < register.of:
        count = t("register.count.of", lang, n=len(register.lines), of=register.of)
    parts = [count]
    parts += [
        f"{t(f'register.sum.{name}', lang)} {won_in_full(amount, lang)}"
        for name, amount in (("approved", register.totals.approved_won), ("paid", register.totals.paid_won))
        if amount
    ]
    return " · ".join(parts)


def offer_register(register: Register) -> None:
    """Offer the register, as it is filtered, as a spreadsheet and as CSV."""
    lang, ws, at = state.language(), context.workspace(), context.now()
    name = f"decisions_{context.today():%Y%m%d}"
    for form, make in (("xlsx", register_sheet.as_xlsx), ("csv", register_sheet.as_csv)):
        downloads.button(
            t(f"register.download.{form}", lang),
            make(register, ws.reasons, at=at, lang=lang),
            file_name=f"{name}.{form}",
            key=f"register_{form}",
        )


def dossier_box(register: Register) -> None:
    """Offer the dossier of one item of the register, made when it is asked for."""
    lang = state.language()
    items = {f"{line.item_id}": line for line in reversed(register.lines) if line.session is not None}
    if not items:
        return
    with st.container(border=True, key="register_dossier"):
        st.markdown(f"**{t('register.dossier.title', lang)}**")
        st.caption(t("register.dossier.text", lang))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                t("register.dossier.choose", lang),
                tuple(reversed(items)),
                format_func=lambda item_id: _item_words(items[item_id], lang),
                key=keys.DOSSIER_ITEM,
            )
            into = st.selectbox(
                t("register.dossier.language", lang),
                LANGUAGES,
                index=LANGUAGES.index(Language(lang)),
                format_func=lambda language: t("frame.language.name", language),
                key=keys.DOSSIER_LANGUAGE,
                width=150,
            )
            line = items[chosen]
            if st.button(t("register.dossier.make", lang), icon=":material/menu_book:", key="dossier_make"):
                st.session_state[keys.DOSSIER_MADE] = (chosen, into)
        if st.session_state.get(keys.DOSSIER_MADE) == (chosen, into):
            dossier_downloads(line.session.id if line.session else "", line.item_id, into)


def dossier_downloads(session_id: str, item_id: str, into: str) -> None:
    """Make the dossier of one item and offer it as HTML and DOCX."""
    lang, ws = state.language(), context.workspace()
    with frame.errors_in_words(), st.container(horizontal=True):
        dossier_of_item = dossier.dossier(Looking(ws, state.viewer()), session_id, item_id, at=context.now())
        words = document(dossier_of_item, ws.metrics, into)
        for form, data in (
            ("html", as_bytes(dossier_html.as_html(words, into))),
            ("docx", dossier_docx.as_docx(words)),
        ):
            downloads.button(
                t(f"register.dossier.{form}", lang),
                data,
                file_name=f"{file_stem(dossier_of_item, into)}.{form}",
                key=f"dossier_{form}",
            )


def as_bytes(text: str) -> bytes:
    """Return a text as a file holds it."""
    return text.encode("utf-8")


def proof_box() -> None:
    """Offer a signed proof of the journal to those who see the audit."""
    drawing = state.drawing()
    if not may(drawing.viewer, Act.SEE_AUDIT):
        return
    with st.container(border=True, key="register_proof"):
        st.markdown(f"**{t('register.proof.title', drawing.lang)}**")
        st.caption(t("register.proof.text", drawing.lang))
        if st.button(t("register.proof.make", drawing.lang), icon=":material/verified_user:", key="proof_make"):
            data, proof = journal_proof.make(drawing, at=context.now())
            downloads.button(
                t("register.proof.download", drawing.lang, head=f"{proof.head.position}:{proof.head.hash[:12]}…"),
                data,
                file_name=f"proof_{drawing.ws.name}_{proof.head.position}.json",
                key="proof_download",
            )


def _row(line: DecisionLine, lang: str) -> Row:
    tone = "" if line.stands else "muted"
    company = called(line.company_name, line.company_name_en, lang)
    kind = t(f"register.kind.{line.kind.value}", lang)
    what = kind if line.session is None else t(f"enum.session_kind.{line.session.kind.value}", lang)
    mark = Mark(register_sheet.result_words(line, lang), _MARKS.get(line.result, "") if line.stands else "")
    text = "" if line.stands else register_sheet.validity_words(line, lang)
    reason = engagement_history.reason_of(line.reason, lang)
    conditions = register_sheet.conditions_words(line, lang)
    page = "committee" if line.session else "pipeline"
    query = {"session": line.session.id} if line.session else {"open": line.engagement_id}
    return Row(
        str(line.position),
        (
            Cell(day(korean_day(line.decided_at), lang), sub=line.decided_by, tone=tone),
            Cell(company or t("frame.unknown_company", lang), sub=what, tone=tone),
            Cell(
                line.session.title if line.session else kind,
                sub=name_of(line.fund, lang) if line.fund else "",
                tone=f"{tone} wrap",
                href=link(page, lang, **query),
            ),
            Cell("", sub=text, marks=(mark,)),
            Cell("–" if line.amount_won is None else won_in_full(line.amount_won, lang), tone=tone),
            _votes(line, tone, lang),
            Cell(conditions or "–", tone="" if line.conditions_open else "muted"),
            Cell(" · ".join(filter(None, (reason, line.note))) or line.ruleset_id or "–", tone="muted wrap"),
        ),
    )


def _votes(line: DecisionLine, tone: str, lang: str) -> Cell:
    counted = line.tally
    if counted is None:
        return Cell("–", tone="muted")
    votes = t("register.votes.short", lang, yes=counted.in_favour, no=counted.against, none=counted.abstained)
    there = t("register.votes.attending", lang, attending=counted.attending, eligible=counted.eligible)
    return Cell(votes, sub=there, title=register_sheet.votes_words(line, lang), tone=tone)


def _item_words(line: DecisionLine, lang: str) -> str:
    parts = (
        day(korean_day(line.decided_at), lang),
        called(line.company_name, line.company_name_en, lang),
        name_of(line.fund, lang) if line.fund else "",
        register_sheet.result_words(line, lang),
    )
    return " · ".join(filter(None, parts))


def _result_words(result: str, lang: str) -> str:
    own = result in {"recommended", "dropped", "reopened", "paid"}
    return t(f"{'register' if own else 'enum'}.result.{result}", lang)
