"""What waits for a second person of the house about its own rules: two people for less than before, a deputy named."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.people import absences, house_settings, two_person
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.people.two_person import Proposal
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import state
from dealflow.ui.people import colleagues, second_person

_WIDTH: Final = 620


def draw() -> None:
    """Draw each with the click that confirms or declines it; nothing where nothing waits."""
    drawing = state.drawing()
    waiting = [
        *two_person.waiting(drawing, TwoPersonAct.RULES),
        *two_person.waiting(drawing, TwoPersonAct.DEPUTY),
    ]
    if not waiting:
        return
    with st.container(width=_WIDTH):
        st.subheader(t("people.rules.waiting", drawing.lang), anchor=False)
        for proposal in waiting:
            if proposal.act is TwoPersonAct.RULES:
                second_person.row(proposal, _rules(proposal, drawing.lang), _confirm_rules, "people.done.house")
            else:
                second_person.row(proposal, _deputy(proposal, drawing.lang), _confirm_deputy, "people.away.kept")
        if any(proposal.act is TwoPersonAct.RULES for proposal in waiting):
            acts = house_settings.settings(drawing).two_person
            now = ", ".join(t(f"enum.two_person_act.{act.value}", drawing.lang) for act in acts)
            st.caption(t("people.rules.until_then", drawing.lang, acts=now))


def _rules(proposal: Proposal, lang: str) -> str:
    acts = ", ".join(t(f"enum.two_person_act.{act.value}", lang) for act in house_settings.acts_of(proposal))
    return t("people.rules.less", lang, acts=acts) if acts else t("people.rules.none", lang)


def _deputy(proposal: Proposal, lang: str) -> str:
    absence = absences.absence_of(proposal)
    names = colleagues.names(also=[absence.person_id, absence.delegate_id])
    span = t("people.away.span", lang, first=day(absence.from_day, lang), last=day(absence.until_day, lang))
    who, delegate = names.get(absence.person_id, "–"), names.get(absence.delegate_id, "–")
    return t("people.rules.deputy", lang, who=who, delegate=delegate, span=span)


def _confirm_rules(proposal_id: str) -> None:
    house_settings.confirm_rules(state.acting(), proposal_id)


def _confirm_deputy(proposal_id: str) -> None:
    absences.confirm(state.acting(), proposal_id)
