"""A whole event against a rule pack, as a table of signs; and what changes from one pack to another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.tips import eligibility
from dealflow.actions.tips.eligibility import Judgement
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.rule_packs import Rule, RulePack, compare
from dealflow.i18n import called, t
from dealflow.reports.tips import eligibility_sheet
from dealflow.reports.tips import eligibility_words as words
from dealflow.ui.kit import components, downloads, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.tips import eligibility as one_company

KINDS: Final = {
    Answer.PASS: "good",
    Answer.FAIL: "late",
    Answer.WARN: "warn",
    Answer.UNKNOWN: "info",
    Answer.UNCONFIGURED: "",
}
"""How an answer is marked in a table."""


def whole(on: date, pack_id: str | None, lang: str) -> None:
    """Draw every company of an event against the pack: filters, the table, and the way to take it away as XLSX."""
    drawing = state.drawing()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        events = {ir_event.id: ir_event for ir_event in people.ir_events(drawing)}
        with st.container(width=330):
            event_id = components.url_choice(
                "event",
                t("eligibility.event", lang),
                tuple(events),
                words=lambda text: (
                    events[text].title_ko if lang == "ko" else events[text].title_en or events[text].title_ko
                ),
                everything=t("eligibility.event.all", lang),
            )
        with st.container(width=170):
            outcome = components.url_choice(
                "outcome",
                t("eligibility.column.outcome", lang),
                tuple(Answer),
                words=lambda answer: words.answer(answer, lang),
                everything=t("frame.all", lang),
            )
        judgements = eligibility.event(drawing, on=on, pack_id=pack_id, ir_event_id=event_id)
        filtered = [
            judgement
            for judgement in judgements
            if outcome in (None, judgement.outcome.answer if judgement.outcome else None)
        ]
        if filtered:
            _download(filtered, on, lang)
    if not filtered:
        components.empty_state("eligibility.empty_filter" if judgements else "eligibility.empty", page=None)
        return
    st.caption(f"{t('eligibility.sheet.legend', lang)} · {t('eligibility.companies', lang, n=len(filtered))}")
    table = matrix(filtered, lang)
    picked = grid.show(table, caption=t("eligibility.caption.event", lang), key="eligibility_event", lang=lang).place
    if picked:
        grid.go("eligibility", lang, company=picked[0])
    with st.expander(t("eligibility.legend", lang)):
        titles = {rule.id: rule.title.in_(lang) for pack in packs_of(filtered) for rule in pack.rules}
        st.markdown("\n".join(f"- {title} {components.harmless(titles[title])}" for title in sorted(titles)))


def matrix(judged: Sequence[Judgement], lang: str) -> Table:
    """Return one line a company, one column a rule; a sign says the answer, its title the sentence."""
    packs = packs_of(judged)
    rules = sorted({rule.id for pack in packs for rule in pack.rules})
    known = one_company.names(lang)
    columns = (
        Column("company", t("eligibility.column.company", lang)),
        Column("outcome", t("eligibility.column.outcome", lang)),
        *(Column(rule, rule.removeprefix("SUT-").removeprefix("FND-")) for rule in rules),
    )
    return Table(columns, tuple(_line(judgement, rules, known, lang) for judgement in judged))


def _line(judgement: Judgement, rules: Sequence[str], known: dict[str, str], lang: str) -> Row:
    company, findings = judgement.case.company, {finding.rule_id: finding for finding in judgement.findings}
    href = link("eligibility", lang, company=company.id)
    name = Cell(
        called(company.name, company.name_en, lang), sub="" if judgement.pack is None else judgement.pack.id, href=href
    )
    outcome = Cell("–", tone="muted")
    if judgement.outcome is not None:
        outcome = Cell("", marks=(Mark(words.answer(judgement.outcome.answer, lang), KINDS[judgement.outcome.answer]),))
    cells: list[Cell] = []
    for rule in rules:
        finding = findings.get(rule)
        if finding is None or judgement.pack is None:
            cells.append(Cell(""))
            continue
        text = words.sentence(judgement.pack, finding, lang, known)
        mark = Mark(words.SIGNS[finding.answer], KINDS[finding.answer], f"{words.answer(finding.answer, lang)}: {text}")
        cells.append(Cell("", marks=(mark,)))
    return Row(company.id, (name, outcome, *cells))


def packs_of(judged: Sequence[Judgement]) -> tuple[RulePack, ...]:
    """Return the packs that judged, each once."""
    return tuple({judgement.pack.id: judgement.pack for judgement in judged if judgement.pack is not None}.values())


def _download(judged: Sequence[Judgement], on: date, lang: str) -> None:
    known = one_company.names(lang)

    def workbook() -> bytes:
        return eligibility_sheet.as_xlsx(judged, packs_of(judged), known, on=on, lang=lang)

    written: Callable[[], bytes] = workbook
    downloads.button(
        t("eligibility.download", lang),
        written,
        file_name=f"{t('eligibility.file', lang)}_{on:%Y%m%d}.xlsx",
        key="eligibility_download",
    )


def changes(lang: str) -> None:
    """Draw what changes from one pack to another: rule, what of it, before, after, and the newer pack's source."""
    packs = {pack.id: pack for pack in eligibility.packs()}
    ids = tuple(packs)

    def called_pack(text: str) -> str:
        return packs[text].title.in_(lang)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=330):
            before = url_filters.url_one(
                "from", t("eligibility.from", lang), ids, words=called_pack, usual=_usual(ids)[0]
            )
        with st.container(width=330):
            after = url_filters.url_one("to", t("eligibility.to", lang), ids, words=called_pack, usual=_usual(ids)[1])
    table = differences(packs[before], packs[after], lang)
    if not table.rows:
        components.empty_state("eligibility.unchanged_packs")
        return
    st.caption(t("eligibility.changes", lang, n=len(table.rows)))
    grid.show(table, caption=t("eligibility.caption.changes", lang), key="eligibility_changes", lang=lang)
    _links(packs[before], packs[after], lang)


def differences(before: RulePack, after: RulePack, lang: str) -> Table:
    """Return one line a difference."""
    rows = []
    for number, change in enumerate(compare(before, after)):
        rule = after.rule(change.rule_id) or before.rule(change.rule_id)
        if rule is None:
            continue
        what, old, new = words.changed(change, before, after, lang)
        cells = (
            Cell(rule.title.in_(lang), sub=rule.id),
            Cell(what),
            Cell(old, tone="muted wrap"),
            Cell(new, tone="strong wrap"),
            _sources(rule, lang),
        )
        rows.append(Row(str(number), cells))
    names = ("title", "what", "before", "after", "source")
    return Table(tuple(Column(name, t(f"eligibility.column.{name}", lang)) for name in names), tuple(rows))


def _sources(rule: Rule, lang: str) -> Cell:
    """Return where a rule's sources lie; the links themselves stand below the table."""
    hosts = dict.fromkeys(filter(None, map(one_company.host_of, rule.source.split())))
    return Cell(", ".join(hosts) or rule.source or t("eligibility.source.none", lang), tone="muted wrap")


def _links(before: RulePack, after: RulePack, lang: str) -> None:
    """Draw the sources of what changes, as links."""
    lines = []
    for text in dict.fromkeys(change.rule_id for change in compare(before, after)):
        rule = after.rule(text) or before.rule(text)
        if rule is not None and "http" in rule.source:
            lines.append(f"{text} {' '.join(one_company.link(url) for url in rule.source.split())}")
    if lines:
        st.caption(f"{t('eligibility.source', lang)}: {' · '.join(lines)}")


def _usual(ids: Sequence[str]) -> tuple[str, str]:
    """Return the two packs that are compared at first: the last two of Scale-up TIPS."""
    scale_up = [id_ for id_ in ids if eligibility.pack(id_).track == "SCALEUP"]
    return (scale_up[-2], scale_up[-1]) if len(scale_up) > 1 else (ids[0], ids[-1])
