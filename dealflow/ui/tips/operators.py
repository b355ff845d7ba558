"""TIPS operators of the house: designation and term, slots, members over time, and whom they recommended."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dealflow.actions.tips import operators
from dealflow.actions.tips.operators import OperatorView
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Member, Recommendation
from dealflow.domain.tips.rule_packs import RulePack
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.tips import eligibility_words as words
from dealflow.ui.kit import components, context, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.tips.eligibility_event import KINDS

PAGE: Final = "operators"


def views() -> tuple[OperatorView, ...]:
    """Return the operators of the viewer's house, the latest term first."""
    return operators.operators(state.looking(), on=context.today())


def heading(view: OperatorView, lang: str) -> None:
    """Draw an operator's number, kind and term, and whether it may recommend today."""
    operator = view.operator
    st.subheader(components.harmless(operator.number), anchor=False)
    kind = components.badge(t(f"operators.kind.{operator.kind.value}", lang), "gray")
    standing = "in_term" if view.in_term else "out_of_term"
    term = components.badge(t(f"operators.{standing}", lang), "green" if view.in_term else "red")
    st.markdown(f"{kind} {term} {components.harmless(span(operator.term_from, operator.term_to, lang))}")


def span(since: date, until: date | None, lang: str) -> str:
    """Return two days as a span; one without an end is open."""
    return f"{day(since, lang)} ~ {'' if until is None else day(until, lang)}".strip()


def slots(view: OperatorView, lang: str) -> Table:
    """Return one line a period: how many slots were allotted, used, and are left."""
    rows = tuple(
        Row(
            f"{period.allotment.programme}{period.allotment.since}",
            (
                Cell(
                    t(f"operators.programme.{period.allotment.programme}", lang),
                    sub=span(period.allotment.since, period.allotment.until, lang),
                ),
                Cell(f"{period.allotment.slots:,}"),
                Cell(f"{period.used:,}"),
                Cell(f"{period.left:,}", tone="strong"),
            ),
        )
        for period in view.periods
    )
    return _table(("period", "allotted", "used", "left"), rows, lang, ends=("allotted", "used", "left"))


def members(view: OperatorView, today: date, lang: str) -> Table:
    """Return one line a member: role, since when, until when; those who are there before those who left."""

    def gone(member: Member) -> bool:
        return member.until is not None and member.until < today

    members = sorted(view.operator.members, key=lambda member: (gone(member), member.since, member.name))
    rows = tuple(
        Row(
            f"{number}",
            (
                Cell(
                    member(view, other_member, lang),
                    marks=(Mark(t("operators.left_it", lang), ""),) if gone(other_member) else (),
                ),
                Cell(t(f"operators.role.{other_member.role.value}", lang)),
                Cell(day(other_member.since, lang)),
                Cell(
                    "–" if other_member.until is None else day(other_member.until, lang),
                    tone="muted" if other_member.until is None else "",
                ),
            ),
            "muted" if gone(other_member) else "",
        )
        for number, other_member in enumerate(members)
    )
    return _table(("member", "role", "since", "until"), rows, lang)


def recommendations(view: OperatorView, lang: str) -> Table:
    """Return one line a recommendation, the latest first: company, day, slot, and how it was judged then."""
    recommendations = sorted(
        view.operator.recommendations,
        key=lambda recommendation: (recommendation.recommended_on, recommendation.id),
        reverse=True,
    )
    return _table(
        ("company", "day", "slot", "judged", "words"),
        tuple(_line(view, recommendation, lang) for recommendation in recommendations),
        lang,
        ("slot",),
    )


def company(view: OperatorView, recommendation: Recommendation, lang: str) -> str:
    """Return the name of a recommended company, or the words for one that the viewer no longer knows of."""
    known = view.companies.get(recommendation.company_id)
    return t("frame.unknown_company", lang) if known is None else called(known.name, known.name_en, lang)


def member(view: OperatorView, member: Member, lang: str) -> str:
    """Return a member's name in the reader's language where the house is in this workspace, else as it was written."""
    known = view.organisations.get(member.organisation_id)
    return member.name if known is None else name_of(known, lang)


def gap_words(gap: str, pack: RulePack, lang: str) -> str:
    """Return one thing that a blocking rule asks for and nobody showed (``SUT-07/sme_certificate``) in words."""
    rule_id, _, name = gap.partition("/")
    rule = pack.rule(rule_id)
    parts = (rule_id, "" if rule is None else rule.title.in_(lang), words.input_name(name, lang) if name else "")
    return " · ".join(filter(None, parts))


def _line(view: OperatorView, recommendation: Recommendation, lang: str) -> Row:
    answer = Answer(recommendation.outcome)
    href = link("eligibility", lang, company=recommendation.company_id)
    marks = (Mark(t("operators.withdrawn", lang), "late"),) if recommendation.withdrawn_because else ()
    judged = Cell("", marks=(Mark(words.answer(answer, lang), KINDS[answer]),), sub=recommendation.ruleset_id)
    text = recommendation.withdrawn_because or recommendation.confirmation
    if recommendation.unproven:
        names = ", ".join(dict.fromkeys(gap.partition("/")[0] for gap in recommendation.unproven))
        text = " · ".join(filter(None, (text, t("operators.unproven.kept", lang, rules=names))))
    return Row(
        recommendation.id,
        (
            Cell(company(view, recommendation, lang), href=href, marks=marks),
            Cell(day(recommendation.recommended_on, lang)),
            Cell(str(recommendation.slot), tone="gone" if recommendation.withdrawn_because else ""),
            judged,
            Cell(text or "–", tone="wrap" if text else "muted"),
        ),
    )


def _table(names: tuple[str, ...], rows: tuple[Row, ...], lang: str, ends: tuple[str, ...] = ()) -> Table:
    columns = tuple(
        Column(name, t(f"operators.column.{name}", lang), "end" if name in ends else "start") for name in names
    )
    return Table(columns, rows)


def show(view: OperatorView, lang: str) -> None:
    """Draw slots, members and recommendations of an operator as tables; words where there are none yet."""
    for name, table in (
        ("slots", slots(view, lang)),
        ("recommendations", recommendations(view, lang)),
        ("members", members(view, context.today(), lang)),
    ):
        st.markdown(f"**{t(f'operators.{name}', lang)}**")
        if table.rows:
            key = f"operators_{name}_{view.operator.id}"
            at = grid.show(table, caption=t(f"operators.{name}", lang), key=key, lang=lang).place
            recommendation = next(
                (
                    other_recommendation
                    for other_recommendation in view.operator.recommendations
                    if at and other_recommendation.id == at[0]
                ),
                None,
            )
            if recommendation is not None:
                grid.go("eligibility", lang, company=recommendation.company_id)
        else:
            st.caption(t(f"operators.{name}.none", lang))
