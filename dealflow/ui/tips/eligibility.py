"""One company against one rule pack: the answer that counts, and each rule with what was used and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.tips import eligibility
from dealflow.actions.tips.eligibility import Judgement, Whence
from dealflow.domain.tips.findings import Answer, Finding
from dealflow.domain.tips.rule_packs import Rule, RulePack, RuleStatus, Severity
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.tips import eligibility_words as words
from dealflow.ui.kit import components, context, frame, grid, state, url_filters
from dealflow.ui.tips import eligibility_facts

COLOURS: Final = {
    Answer.PASS: "green",
    Answer.FAIL: "red",
    Answer.WARN: "orange",
    Answer.UNKNOWN: "blue",
    Answer.UNCONFIGURED: "gray",
}
_WORST: Final = (Answer.FAIL, Answer.UNKNOWN, Answer.UNCONFIGURED, Answer.WARN, Answer.PASS)
_NOTHING: Final = frozenset({"", "–", components.harmless("–")})
"""What an input says in which nobody has noted anything."""
_ELSEWHERE: Final = {
    "payments": "deal",
    "commitments": "deal",
    "operator": "operators",
    "recommender_id": "operators",
    "slots_allotted": "operators",
    "slots_used": "operators",
    "main_ic_at": "committee",
    "mother_fund_backed": "committee",
    "condition_count": "committee",
    "plan": "committee",
    "result": "committee",
}
"""Where an input is entered that is no fact of a company."""


def badge(answer: Answer, lang: str) -> str:
    """Return the label of an answer."""
    return components.badge(words.answer(answer, lang), COLOURS[answer])


def names(lang: str) -> dict[str, str]:
    """Return what people call the organisations, by their ids."""
    return {organisation.id: name_of(organisation, lang) for organisation in people.organisations(context.workspace())}


def choose_pack(lang: str) -> tuple[date, str | None]:
    """Return the day and the pack in the URL, offered as filters; no pack: the one of the day."""
    packs = {pack.id: pack for pack in eligibility.packs()}
    with st.container(width=330):
        chosen = components.url_choice(
            "pack",
            t("eligibility.pack", lang),
            tuple(packs),
            words=lambda text: packs[text].title.in_(lang),
            everything=t("eligibility.pack.of_day", lang),
        )
    with st.container(width=190):
        on = url_filters.url_day("on", t("eligibility.on", lang))
    return on or context.today(), chosen


def choose_company(lang: str) -> str | None:
    """Return the company in the URL, or the first one, offered as a drop-down; None where there is none."""
    known = {company.id: company for company in eligibility.subjects(state.looking())}
    if not known:
        return None
    with st.container(width=260):
        return url_filters.url_one(
            "company",
            t("eligibility.company", lang),
            tuple(known),
            words=lambda text: called(known[text].name, known[text].name_en, lang),
            usual=next(iter(known)),
        )


def heading(judgement: Judgement, pack: RulePack, lang: str) -> None:
    """Draw the answer that counts with the number of each, the pack with its source, and what was judged then."""
    if judgement.outcome is not None:
        counts = judgement.outcome.counts
        many = (t("eligibility.count", lang, answer=words.answer(answer, lang), n=counts[answer]) for answer in _WORST)
        overall = f"**{t('eligibility.column.outcome', lang)}** {badge(judgement.outcome.answer, lang)}"
        st.markdown(f"{overall} {components.harmless(' · '.join(many))}")
    until = "" if pack.effective_to is None else day(pack.effective_to, lang)
    term = f"{day(pack.effective_from, lang)} ~ {until}".strip()
    unproved = components.badge(t("eligibility.unverified", lang), "orange")
    about = f"{components.harmless(pack.title.in_(lang))} · {components.harmless(term)} · {link(pack.basis.url)}"
    st.markdown(about + ("" if pack.basis.verified_against_notice else f" {unproved}"))
    recommendation, case = judgement.case.recommendation, judgement.case
    if recommendation is not None:
        text = t(
            "eligibility.recommended",
            lang,
            on=day(recommendation.recommended_on, lang),
            pack=recommendation.ruleset_id,
            answer=words.answer(Answer(recommendation.outcome), lang),
        )
        st.info(components.harmless(text), icon=":material/history:")
    elif case.engagement is None:
        st.caption(t("eligibility.no_engagement", lang))


def rules(judgement: Judgement, pack: RulePack, lang: str) -> None:
    """Draw every rule, those that block first, the worst answers first; a rule that is opened shows all of it."""
    known = names(lang)
    for severity in Severity:
        findings = [other_finding for other_finding in judgement.findings if other_finding.severity is severity]
        if not findings:
            continue
        st.subheader(t(f"eligibility.severity.{severity.value}", lang), anchor=False)
        with st.container(gap="xsmall"):
            for finding in sorted(findings, key=lambda other_finding: _WORST.index(other_finding.answer)):
                rule = pack.rule(finding.rule_id)
                if rule is not None:
                    _rule(judgement, pack, rule, finding, known)


def host_of(url: str) -> str:
    """Return the host of an address without ``www.``; empty where it is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def link(url: str) -> str:
    """Return a source as Markdown: a link that shows its host, or the words where it is none."""
    host = host_of(url)
    return f"[{components.harmless(host)}]({url})" if host else components.harmless(url)


def _rule(judgement: Judgement, pack: RulePack, rule: Rule, finding: Finding, known: Mapping[str, str]) -> None:
    lang = state.language()
    title = components.harmless(rule.title.in_(lang))
    text = components.harmless(words.sentence(pack, finding, lang, known))
    own = any(figure.by_house for figure in rule.figures)
    marked = f" {components.badge(t('eligibility.by_house', lang), 'orange')}" if own else ""
    label = f"{badge(finding.answer, lang)} **{title}** {text}{marked}"
    key = f"rule_{judgement.case.company.id}_{pack.id}_{rule.id}"
    with st.expander(label, key=key, on_change="rerun") as part:
        if not part.open:
            return
        st.caption(f"{rule.id} · {components.harmless(rule.note.in_(lang))}")
        _figures(rule, lang)
        _used(judgement, finding, lang, known)
        _missing(judgement, finding, lang)
        eligibility_facts.form(judgement.case, rule, lang)


def _figures(rule: Rule, lang: str) -> None:
    """Draw what the rule asks for, each figure with whether it is confirmed, and the sources."""
    status = {
        RuleStatus.CONFIRMED: components.badge(t("eligibility.status.confirmed", lang), "green"),
        RuleStatus.UNKNOWN: components.badge(t("eligibility.status.unknown", lang), "gray"),
    }
    own = components.badge(t("eligibility.by_house", lang), "orange")
    lines = [
        f"- {components.harmless(words.figure_name(figure.name, lang))}: "
        f"**{components.harmless(words.figure(figure, lang))}** {own if figure.by_house else status[figure.status]}"
        for figure in rule.figures
    ]
    sources = " ".join(link(text) for text in rule.source.split()) if "http" in rule.source else rule.source
    lines.append(f"- {t('eligibility.source', lang)}: {sources or t('eligibility.source.none', lang)}")
    st.markdown(f"**{t('eligibility.asked', lang)}**\n" + "\n".join(lines))


def _used(judgement: Judgement, finding: Finding, lang: str, known: Mapping[str, str]) -> None:
    """Draw the inputs that were used, each with its value and where it came from."""
    lines = []
    for name, value in finding.used.items():
        text = components.harmless(words.used(name, value, lang, known))
        if text in _NOTHING:
            continue
        line = f"- {components.harmless(words.input_name(name, lang))}: **{text}**"
        whence = judgement.case.whence.get(name)
        lines.append(line if whence is None else f"{line} {_whence(judgement, name, whence, lang)}")
    if lines:
        st.markdown(f"**{t('eligibility.used', lang)}**\n" + "\n".join(lines))


def _whence(judgement: Judgement, name: str, whence: Whence, lang: str) -> str:
    """Return where an input came from; a claim leads to its page."""
    label = t(f"eligibility.whence.{whence.value}", lang)
    claim = judgement.case.claims.get(name)
    if whence is not Whence.CLAIM or claim is None:
        return components.badge(label, "gray")
    return f"[{label}]({grid.link('review', lang, deck=claim.deck_id, claim=claim.claim.id)})"


def _missing(judgement: Judgement, finding: Finding, lang: str) -> None:
    """Draw what is missing and is entered elsewhere, with the way there."""
    engagement = judgement.case.engagement
    pages = dict.fromkeys(_ELSEWHERE[text] for text in finding.missing if text in _ELSEWHERE)
    offered = frame.offered(state.viewer().role)
    for page in pages:
        texts = [words.input_name(text, lang) for text in finding.missing if _ELSEWHERE.get(text) == page]
        st.markdown(f"**{t('eligibility.missing', lang)}** {components.harmless(', '.join(texts))}")
        if page in offered:
            query = {"id": engagement.id} if page == "deal" and engagement is not None else {}
            label = t(f"eligibility.go.{page}", lang)
            st.page_link(
                frame.page(page), label=label, icon=":material/arrow_forward:", query_params=query | grid.spoken(lang)
            )
