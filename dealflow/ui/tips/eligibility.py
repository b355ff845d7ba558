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


def badge(given: Answer, lang: str) -> str:
    """Return the label of an answer."""
    return components.badge(words.answer(given, lang), COLOURS[given])


def names(lang: str) -> dict[str, str]:
    """Return what people call the organisations, by their ids."""
    return {each.id: name_of(each, lang) for each in people.organisations(context.workspace())}


def choose_pack(lang: str) -> tuple[date, str | None]:
    """Return the day and the pack in the URL, offered as filters; no pack: the one of the day."""
    packs = {each.id: each for each in eligibility.packs()}
    with st.container(width=330):
        chosen = components.url_choice(
            "pack",
            t("eligibility.pack", lang),
            tuple(packs),
            words=lambda one: packs[one].title.in_(lang),
            everything=t("eligibility.pack.of_day", lang),
        )
    with st.container(width=190):
        on = url_filters.url_day("on", t("eligibility.on", lang))
    return on or context.today(), chosen


def choose_company(lang: str) -> str | None:
    """Return the company in the URL, or the first one, offered as a drop-down; None where there is none."""
    known = {each.case.company.id: each.case.company for each in _known()}
    if not known:
        return None
    with st.container(width=260):
        return url_filters.url_one(
            "company",
            t("eligibility.company", lang),
            tuple(known),
            words=lambda one: called(known[one].name, known[one].name_en, lang),
            usual=next(iter(known)),
        )


def _known() -> tuple[Judgement, ...]:
    """Return what is judged, those with a recommendation first, then those with an engagement."""
    found = eligibility.event(state.looking(), on=context.today())
    return tuple(sorted(found, key=lambda one: (one.case.recommendation is None, one.case.engagement is None)))


def heading(found: Judgement, pack: RulePack, lang: str) -> None:
    """Draw the answer that counts with the number of each, the pack with its source, and what was judged then."""
    if found.outcome is not None:
        counts = found.outcome.counts
        many = (t("eligibility.count", lang, answer=words.answer(each, lang), n=counts[each]) for each in _WORST)
        overall = f"**{t('eligibility.column.outcome', lang)}** {badge(found.outcome.answer, lang)}"
        st.markdown(f"{overall} {components.harmless(' · '.join(many))}")
    until = "" if pack.effective_to is None else day(pack.effective_to, lang)
    term = f"{day(pack.effective_from, lang)} ~ {until}".strip()
    unproved = components.badge(t("eligibility.unverified", lang), "orange")
    about = f"{components.harmless(pack.title.in_(lang))} · {components.harmless(term)} · {link(pack.basis.url)}"
    st.markdown(about + ("" if pack.basis.verified_against_notice else f" {unproved}"))
    given, case = found.case.recommendation, found.case
    if given is not None:
        told = t(
            "eligibility.recommended",
            lang,
            on=day(given.recommended_on, lang),
            pack=given.ruleset_id,
            answer=words.answer(Answer(given.outcome), lang),
        )
        st.info(components.harmless(told), icon=":material/history:")
    elif case.engagement is None:
        st.caption(t("eligibility.no_engagement", lang))


def rules(found: Judgement, pack: RulePack, lang: str) -> None:
    """Draw every rule, those that block first, the worst answers first; a rule that is opened shows all of it."""
    known = names(lang)
    for severity in Severity:
        given = [each for each in found.findings if each.severity is severity]
        if not given:
            continue
        st.subheader(t(f"eligibility.severity.{severity.value}", lang), anchor=False)
        with st.container(gap="xsmall"):
            for finding in sorted(given, key=lambda each: _WORST.index(each.answer)):
                rule = pack.rule(finding.rule_id)
                if rule is not None:
                    _rule(found, pack, rule, finding, known)


def host_of(url: str) -> str:
    """Return the host of an address without ``www.``; empty where it is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def link(url: str) -> str:
    """Return a source as Markdown: a link that shows its host, or the words where it is none."""
    host = host_of(url)
    return f"[{components.harmless(host)}]({url})" if host else components.harmless(url)


def _rule(found: Judgement, pack: RulePack, rule: Rule, finding: Finding, known: Mapping[str, str]) -> None:
    lang = state.language()
    title = components.harmless(rule.title.in_(lang))
    said = components.harmless(words.sentence(pack, finding, lang, known))
    own = any(figure.by_house for figure in rule.figures)
    marked = f" {components.badge(t('eligibility.by_house', lang), 'orange')}" if own else ""
    label = f"{badge(finding.answer, lang)} **{title}** {said}{marked}"
    key = f"rule_{found.case.company.id}_{pack.id}_{rule.id}"
    with st.expander(label, key=key, on_change="rerun") as part:
        if not part.open:
            return
        st.caption(f"{rule.id} · {components.harmless(rule.note.in_(lang))}")
        _figures(rule, lang)
        _used(found, finding, lang, known)
        _missing(found, finding, lang)
        eligibility_facts.form(found.case, rule, lang)


def _figures(rule: Rule, lang: str) -> None:
    """Draw what the rule asks for, each figure with whether it is confirmed, and the sources."""
    status = {
        RuleStatus.CONFIRMED: components.badge(t("eligibility.status.confirmed", lang), "green"),
        RuleStatus.UNKNOWN: components.badge(t("eligibility.status.unknown", lang), "gray"),
    }
    own = components.badge(t("eligibility.by_house", lang), "orange")
    lines = [
        f"- {components.harmless(words.figure_name(each.name, lang))}: "
        f"**{components.harmless(words.figure(each, lang))}** {own if each.by_house else status[each.status]}"
        for each in rule.figures
    ]
    sources = " ".join(link(each) for each in rule.source.split()) if "http" in rule.source else rule.source
    lines.append(f"- {t('eligibility.source', lang)}: {sources or t('eligibility.source.none', lang)}")
    st.markdown(f"**{t('eligibility.asked', lang)}**\n" + "\n".join(lines))


def _used(found: Judgement, finding: Finding, lang: str, known: Mapping[str, str]) -> None:
    """Draw the inputs that were used, each with its value and where it came from."""
    lines = []
    for name, value in finding.used.items():
        told = components.harmless(words.used(name, value, lang, known))
        if told in _NOTHING:
            continue
        line = f"- {components.harmless(words.input_name(name, lang))}: **{told}**"
        whence = found.case.whence.get(name)
        lines.append(line if whence is None else f"{line} {_whence(found, name, whence, lang)}")
    if lines:
        st.markdown(f"**{t('eligibility.used', lang)}**\n" + "\n".join(lines))


def _whence(found: Judgement, name: str, whence: Whence, lang: str) -> str:
    """Return where an input came from; a claim leads to its page."""
    label = t(f"eligibility.whence.{whence.value}", lang)
    claim = found.case.claims.get(name)
    if whence is not Whence.CLAIM or claim is None:
        return components.badge(label, "gray")
    return f"[{label}]({grid.link('review', lang, deck=claim.deck_id, claim=claim.claim.id)})"


def _missing(found: Judgement, finding: Finding, lang: str) -> None:
    """Draw what is missing and is entered elsewhere, with the way there."""
    engagement = found.case.engagement
    pages = dict.fromkeys(_ELSEWHERE[each] for each in finding.missing if each in _ELSEWHERE)
    offered = frame.offered(state.viewer().role)
    for page in pages:
        told = [words.input_name(each, lang) for each in finding.missing if _ELSEWHERE.get(each) == page]
        st.markdown(f"**{t('eligibility.missing', lang)}** {components.harmless(', '.join(told))}")
        if page in offered:
            query = {"id": engagement.id} if page == "deal" and engagement is not None else {}
            label = t(f"eligibility.go.{page}", lang)
            st.page_link(
                frame.page(page), label=label, icon=":material/arrow_forward:", query_params=query | grid.spoken(lang)
            )
