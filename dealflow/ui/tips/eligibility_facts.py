"""What the house notes of a company, entered right where a rule misses it: value, day, validity and proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.tips import eligibility_evidence, eligibility_facts
from dealflow.actions.tips.eligibility import Case, CompanyFact
from dealflow.domain.people.access import Act, may
from dealflow.domain.tips.eligibility_facts import FactKind, FactLine, KeptFact
from dealflow.domain.tips.rule_packs import Rule
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.tips import eligibility_words as words
from dealflow.ui.kit import components, context, fields, frame, state

_LONG: Final = frozenset({FactKind.ROUNDS, FactKind.FOREIGN})
_YES_NO: Final = {"true": "eligibility.yes", "false": "eligibility.no"}

_Typed = tuple[str, date | None, date | None, str, str]
"""Value, day it was stated, last day, proof, the file that shows it."""


def form(case: Case, rule: Rule, lang: str) -> None:
    """Draw the facts that a rule looks at, with what is noted now, to fill in or change. Nothing for viewers."""
    fact_lines = [line for line in eligibility_facts.lines() if rule.id in line.rules]
    if fact_lines and may(state.viewer(), Act.EDIT_PIPELINE):
        _form(case, fact_lines, rule.id, lang)


def track(case: Case, lang: str) -> None:
    """Draw the choice of the track by whose packs a company is judged."""
    if may(state.viewer(), Act.EDIT_PIPELINE):
        with st.popover(t("eligibility.track", lang), icon=":material/tune:"):
            st.caption(t("eligibility.track.help", lang))
            _form(case, [eligibility_facts.line("programme_track")], "track", lang)


def _form(case: Case, fact_lines: list[FactLine], place: str, lang: str) -> None:
    facts_by_id = {fact.fact: fact for fact in case.facts}
    key = f"facts_{case.company.id}_{place}"

    def submit() -> None:
        with frame.attempted():
            typed = {line: read() for line, read in reads.items()}
            changed = {line: read for line, read in typed.items() if read != _default(line, facts_by_id.get(line.id))}
            for line, read in changed.items():
                _keep(case, line, read)
            if changed:
                frame.tell_done("eligibility.done.noted")
            else:
                frame.tell_error("eligibility.unchanged")

    with st.form(key, enter_to_submit=False):
        reads = {line: _row(key, line, facts_by_id.get(line.id), case, lang) for line in fact_lines}
        st.form_submit_button(t("eligibility.note", lang), type="primary", on_click=submit, key=f"{key}_submit")


def _keep(case: Case, line: FactLine, typed: _Typed) -> None:
    value, as_of, valid_to, proof, file = typed
    fact = KeptFact(line.id, value, as_of=as_of, valid_to=valid_to)
    eligibility_facts.keep(state.acting(), case.company.id, fact, proof=proof, document_id=file)


def _default(line: FactLine, fact: CompanyFact | None) -> _Typed:
    """Return what the fields of a fact hold before anybody types."""
    if fact is None:
        return "", None, None, "", ""
    value = f"{int(fact.value):,}" if line.kind is FactKind.MONEY else fact.value
    return value, fact.as_of, fact.valid_to, fact.proof, fact.document_id


def _row(key: str, line: FactLine, fact: CompanyFact | None, case: Case, lang: str) -> Callable[[], _Typed]:
    """Draw one fact: its value, the day it was stated, its last day, and what shows it; return how to read them."""
    own = f"{key}_{line.id}"
    value, as_of, valid_to, proof, file = _default(line, fact)
    first, second, third, fourth = st.columns((4, 2, 2, 3), vertical_alignment="bottom")
    with first:
        on = _value(own, line, value, lang)
    stated = fields.day(t("eligibility.as_of", lang), value=as_of, key=f"{own}_as_of", place=second)
    until = fields.day(t("eligibility.valid_to", lang), value=valid_to, key=f"{own}_until", place=third)
    fourth.text_input(
        t("eligibility.proof", lang), value=proof, key=f"{own}_proof", placeholder=t("eligibility.proof.example", lang)
    )
    _file(case, file, own, lang)
    if fact is not None:
        names = {person.id: person.name for person in people.people(context.workspace())}
        name = names.get(fact.kept_by, "") or t("eligibility.nameless", lang)
        noted = components.harmless(t("eligibility.noted_by", lang, name=name, at=moment(fact.kept_at, lang)))
        run_out = fact.valid_to is not None and fact.valid_to < case.on
        st.caption(noted + (f" {components.badge(t('eligibility.run_out', lang), 'red')}" if run_out else ""))

    def read() -> _Typed:
        fields = st.session_state
        day = None if on is None else on.value
        text = str(fields[own] or "").strip() if on is None else "" if day is None else day.isoformat()
        return text, stated.value, until.value, fields[f"{own}_proof"].strip(), fields.get(f"{own}_file") or ""

    return read


def _file(case: Case, file_id: str, own: str, lang: str) -> None:
    """Draw which file on the company shows a fact, with the way to it; nothing where there is no file to choose."""
    files = eligibility_evidence.files_of(state.looking(), case.company.id)
    options = [document_id for document_id, file in files.items() if not file.is_gone or document_id == file_id]
    if not options:
        return

    def option_words(document_id: str) -> str:
        if not document_id:
            return t("eligibility.evidence.none", lang)
        file = files[document_id]
        return " · ".join(filter(None, (name_of(file.kind, lang), file.name or t("documents.destroyed", lang))))

    offered = ("", *options)
    st.selectbox(
        t("eligibility.evidence", lang),
        offered,
        index=offered.index(file_id) if file_id in options else 0,
        format_func=option_words,
        key=f"{own}_file",
    )
    if file_id in files:
        file = files[file_id]
        if file.is_gone:
            st.caption(components.badge(t("eligibility.evidence.gone", lang), "red"))
        else:
            link = f"[{components.harmless(option_words(file_id))}](documents/{file_id})"
            st.caption(f":material/attach_file: {link}")


def _value(key: str, line: FactLine, value: str, lang: str) -> fields.Entry[date] | None:
    """Draw the field of a fact's value, as its kind asks for it; return the entry of a day, None for other kinds."""
    name, text = line.name(lang), line.help(lang) or None
    match line.kind:
        case FactKind.FLAG:
            _choose(key, name, ("", "false", "true"), value, lambda other_text: _YES_NO[other_text], lang)
        case FactKind.CHOICE:
            _choose(key, name, ("", *line.choices), value, None, lang)
        case FactKind.DATE:
            known = date.fromisoformat(value) if value else None
            return fields.day(fields.Label(name, text), value=known, key=key)
        case kind if kind in _LONG:
            st.text_area(name, value=value, key=key, help=text, height=76)
        case _:
            st.text_input(name, value=value, key=key, help=text)
    return None


def _choose(
    key: str, name: str, options: tuple[str, ...], value: str, place: Callable[[str], str] | None, lang: str
) -> None:
    """Draw a choice; the first option says that it is not known."""

    def choice_words(text: str) -> str:
        known = "eligibility.not_known" if not text else "" if place is None else place(text)
        return t(known, lang) if known else words.choice(text, lang)

    st.selectbox(
        name, options, index=options.index(value) if value in options else 0, format_func=choice_words, key=key
    )
