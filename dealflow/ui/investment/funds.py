"""The funds of the house: the list, and the form that registers or changes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.investment import funds
from dealflow.actions.platform.context import Looking
from dealflow.domain.investment.committee import Fund, PassRule, VotingRule
from dealflow.domain.people.access import Act, may
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import won
from dealflow.ui.investment import committee_words
from dealflow.ui.kit import components, context, dialogs, fields, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.people import colleagues

SHARES: Final = ((1, 2), (2, 3), (3, 4), (1, 1))
"""The attendance that one can choose; a fund with another one keeps it."""
_NEW: Final = "new"
_FRESH: Final = VotingRule(least_heads=2)
"""The rule that a new fund's form begins with: nobody passes an item alone."""
_MOST_HEADS: Final = 99
_HUNDRED_MILLION: Final = 100_000_000
_LARGEST: Final = 1_000_000
"""In hundred millions of won: a hundred trillion, beyond any fund."""


def draw() -> None:
    """Draw the list; a click changes a fund, for those who may."""
    lang, viewer = state.language(), state.viewer()
    mine = {fund.id: fund for fund in funds.funds(Looking(context.workspace(), viewer))}
    decides = may(viewer, Act.DECIDE)
    if not mine:
        components.empty_state("funds.empty" if decides else "funds.empty.reader")
        return
    names = house(voter for fund in mine.values() for voter in fund.voters)
    fund_table = table(tuple(mine.values()), names, lang, acts=decides)
    at = grid.show(fund_table, caption=t("funds.title", lang), key="funds_list", lang=lang).place
    if at and at[0] in mine and decides:
        dialogs.open_at(at[0])
    for fund in mine.values() if decides else ():
        if dialogs.is_open(fund.id):
            dialogs.show(t("funds.change", lang), partial(_form, fund))


def offer_new() -> None:
    """Offer to register a fund, to those who may."""
    lang = state.language()
    if may(state.viewer(), Act.DECIDE):
        dialogs.offer(_NEW, t("funds.new", lang), icon=":material/add:", key="funds_new", primary=True)
        if dialogs.is_open(_NEW):
            dialogs.show(t("funds.new", lang), partial(_form, None))


def house(also: Iterable[str] = ()) -> dict[str, str]:
    """Return the names of the people of the viewer's house, by their ids; ``also`` were chosen before they left."""
    return colleagues.names(also=also)


def table(mine: Sequence[Fund], names: Mapping[str, str], lang: str, *, acts: bool) -> Table:
    """Return one line a fund: name and size, mother-fund money, voters, lead manager, rule."""
    columns = ("fund", "money", "voters", "chair", "rule")
    return Table(
        tuple(Column(column, t(f"funds.column.{column}", lang)) for column in columns),
        tuple(
            Row(
                fund.id,
                (
                    Cell(name_of(fund, lang), sub=won(fund.size_won, lang) if fund.size_won else "", act=acts),
                    Cell("", marks=(Mark(t("funds.mother", lang), "info", t("funds.mother.help", lang)),))
                    if fund.mother_fund_backed
                    else Cell("–", tone="muted"),
                    Cell(committee_words.people(names, fund.voters, lang) or t("funds.no_voters", lang), tone="wrap"),
                    Cell(committee_words.person(names, fund.chair_id, lang) if fund.chair_id else "–"),
                    Cell(committee_words.rule(fund.rule, lang), tone="wrap"),
                ),
            )
            for fund in mine
        ),
    )


def _form(fund: Fund | None) -> None:
    """Draw the form; what was typed stays if something is refused."""
    lang = state.language()
    key = f"fund_{fund.id if fund else 'new'}"
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        typed = _fields(fund or Fund("", "", "", "", mother_fund_backed=False, voters=(), rule=_FRESH), key, lang)
        if st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_submit"):
            funds.keep_fund(state.acting(), typed())
            dialogs.done("funds.done")


def _fields(fund: Fund, key: str, lang: str) -> Callable[[], Fund]:
    """Draw a fund's fields and return how to read the fund that they say."""
    left, right = st.columns(2)
    name_ko = left.text_input(t("funds.name_ko", lang), value=fund.name_ko, key=f"{key}_ko")
    name_en = right.text_input(t("funds.name_en", lang), value=fund.name_en, key=f"{key}_en")
    is_backed = st.checkbox(
        t("funds.backed", lang), value=fund.mother_fund_backed, key=f"{key}_backed", help=t("funds.mother.help", lang)
    )
    size = fields.whole(
        fields.Label(t("funds.size", lang), example=t("funds.size.unknown", lang)),
        value=fund.size_won // _HUNDRED_MILLION if fund.size_won else None,
        bounds=(1, _LARGEST),
        key=f"{key}_size",
    )
    voters, chair = _voter_fields(fund, key, lang)
    rule = _rule_inputs(fund.rule, key, lang)

    def read() -> Fund:
        typed_size = size.value
        return Fund(
            id=fund.id,
            owner_id="",
            name_ko=name_ko,
            name_en=name_en,
            mother_fund_backed=is_backed,
            voters=voters,
            chair_id=chair,
            rule=rule(),
            size_won=None if typed_size is None else typed_size * _HUNDRED_MILLION,
        )

    return read


def _voter_fields(fund: Fund, key: str, lang: str) -> tuple[tuple[str, ...], str | None]:
    """Draw who votes and who has the chair, and return both as person ids."""
    names = house(fund.voters)
    voters = st.multiselect(
        t("funds.voters", lang),
        tuple(names),
        default=[voter for voter in fund.voters if voter in names],
        format_func=names.__getitem__,
        key=f"{key}_voters",
        placeholder=t("funds.voters.choose", lang),
    )
    chair = st.selectbox(
        t("funds.chair", lang),
        tuple(names),
        index=list(names).index(fund.chair_id) if fund.chair_id in names else None,
        format_func=names.__getitem__,
        key=f"{key}_chair",
        placeholder=t("frame.none", lang),
        help=t("funds.chair.help", lang),
    )
    return tuple(voters), chair


def _rule_inputs(rule: VotingRule, key: str, lang: str) -> Callable[[], VotingRule]:
    """Return how to read the rule that is chosen: no law sets one, the fund's own articles do."""
    st.markdown(f"**{t('funds.rule', lang)}**")
    st.caption(t("funds.rule.help", lang))
    left, right = st.columns(2)
    shares = SHARES if rule.attend_of in SHARES else (*SHARES, rule.attend_of)
    attend = left.selectbox(
        t("funds.attend", lang),
        shares,
        index=shares.index(rule.attend_of),
        format_func=lambda fraction: t("funds.attend.share", lang, part=fraction[0], whole=fraction[1]),
        key=f"{key}_attend",
    )
    rules = tuple(PassRule)
    passes = right.selectbox(
        t("funds.pass_rule", lang),
        rules,
        index=rules.index(rule.pass_rule),
        format_func=lambda rule: t(f"enum.pass_rule.{rule.value}", lang),
        key=f"{key}_pass",
    )
    heads = fields.whole(
        fields.Label(t("funds.least_heads", lang), hint=t("funds.least_heads.help", lang)),
        value=rule.least_heads,
        bounds=(1, _MOST_HEADS),
        key=f"{key}_heads",
    )
    counts = st.checkbox(t("funds.abstention", lang), value=rule.abstention_counts, key=f"{key}_abstain")
    remote = st.checkbox(t("funds.remote", lang), value=rule.remote_allowed, key=f"{key}_remote")
    proxy = st.checkbox(t("funds.proxy", lang), value=rule.proxy_allowed, key=f"{key}_proxy")
    chosen = VotingRule(attend or rule.attend_of, PassRule(passes), counts, proxy, remote)
    return lambda: replace(chosen, least_heads=heads.required)
