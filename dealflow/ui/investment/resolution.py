"""How an item ends: the choice with its conditions and claims; afterwards its conditions, and taking it up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.investment import reconvening, session_views, sessions
from dealflow.actions.investment.session_views import ItemView, SessionView
from dealflow.actions.investment.sessions import Ruling, WantedCondition
from dealflow.domain.investment.committee import (
    Appointment,
    Ballot,
    Condition,
    ConditionState,
    ReliedClaim,
    Result,
    SessionKind,
    Settlement,
)
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import Quantity
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, period, quantity
from dealflow.ui.investment import committee_words as words
from dealflow.ui.investment import funds
from dealflow.ui.investment.session import acting, early_reason
from dealflow.ui.investment.session_list import when_inputs
from dealflow.ui.kit import components, context, dialogs, fields, frame, grid, state
from dealflow.ui.kit.fields import Entry

_BY_VOTES: Final = "votes"
_CHOICES: Final = (_BY_VOTES, Result.HELD.value, Result.WITHDRAWN.value)
_STATE_COLOURS: Final = {ConditionState.OPEN: "orange", ConditionState.MET: "green", ConditionState.WAIVED: "gray"}


def draw(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Draw the ruling of an open item, for those who decide; of an ended one its conditions, claims and next step."""
    if item_view.item.resolution is None:
        if view.may_decide and view.session.closed_at is None:
            if item_view.may_rule:
                with components.panel(
                    t("committee.resolve", lang), f"rule_{item_view.item.id}", icon=":material/gavel:"
                ):
                    _resolve(view, item_view, lang)
            else:
                _who_may(view, item_view, "committee.rulers", lang)
        return
    ended = item_view.item.resolution
    if ended.early_because:
        st.caption(components.harmless(t("committee.early.kept", lang, because=ended.early_because)))
    if ended.note:
        st.markdown(f"> {components.harmless(ended.note)}")
    for condition in ended.conditions:
        _condition(view, item_view, condition, lang)
    _relied(ended.relied, lang)
    if view.may_decide:
        if item_view.may_rule:
            _withdraw(view, item_view, lang)
        _again(view, item_view, lang)


def _ending(result: Result, lang: str) -> tuple[str, str]:
    """Return a result in words with its colour."""
    return t(f"enum.result.{result.value}", lang), words.RESULT_COLOURS[result]


def _who_may(view: SessionView, item_view: ItemView, key: str, lang: str) -> None:
    """Say who may do what the viewer may not."""
    st.caption(components.harmless(t(key, lang, who=words.people(view.names, item_view.rulers, lang))))


def _resolve(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Draw the choice: what the votes say, held over or withdrawn; conditions; claims relied upon; a note."""
    item = item_view.item
    key = f"rule_{item.id}"
    rows = _condition_rows(item_view, key, lang)
    is_asked = [bool(row.text.strip()) for row in rows]
    relied = _claims(item_view, key, lang)
    st.text_area(t("committee.note", lang), key=f"{key}_note", height=70)
    result = words.as_it_stands(item_view.tally, conditions=any(is_asked))
    early_reason(view, key, lang)
    chosen = st.radio(
        t("committee.result", lang),
        _CHOICES,
        index=0,
        format_func=lambda one: t("committee.by_votes" if one == _BY_VOTES else f"enum.result.{one}", lang),
        key=f"{key}_wanted",
        horizontal=True,
    )
    ending = result if chosen == _BY_VOTES else Result(chosen)
    st.markdown(t("committee.will_end", lang, result=components.badge(*_ending(ending, lang))))

    def submit() -> None:
        typed = st.session_state
        wanted_result = None if typed[f"{key}_wanted"] == _BY_VOTES else Result(typed[f"{key}_wanted"])
        note, because = typed[f"{key}_note"], typed.get(f"{key}_because", "")
        with acting(view, "committee.done.resolved"):
            asks = tuple(row.condition() for row in rows if row.is_filled)
            if wanted_result is not None and any(row.is_typed for row in rows):
                raise InvalidInputError(field=t("committee.conditions", lang), problem="not_with_result")
            ruling = Ruling(wanted_result, () if wanted_result else asks, tuple(relied), note, because)
            sessions.resolve(state.acting(), view.session.id, item.id, ruling, seen=view.version)

    st.button(t("committee.resolve.do", lang), type="primary", on_click=submit, key=f"{key}_submit")


@dataclass(frozen=True, slots=True)
class _ConditionRow:
    """A condition as it stands in the form: its words, who sees to it, and by when."""

    text: str
    owner: str
    due: Entry[date]
    proposed: str

    @property
    def is_filled(self) -> bool:
        """Say whether anything was typed that must arrive or be refused."""
        return bool(self.text.strip() or self.due.text.strip())

    @property
    def is_typed(self) -> bool:
        """Say whether somebody typed here: what voters proposed stands here by itself."""
        return self.is_filled and (self.text != self.proposed or bool(self.due.text.strip()))

    def condition(self) -> WantedCondition:
        """Return the condition.

        Raises:
            InvalidInputError: its day cannot be read, or a day stands there without a condition.
        """
        if not self.text.strip():
            raise InvalidInputError(field=self.due.label, problem="no_condition", value=self.due.text)
        return WantedCondition(self.text, self.owner, self.due.value)


def _condition_rows(view: ItemView, key: str, lang: str) -> list[_ConditionRow]:
    """Return the conditions as typed: those that voters in favour asked for stand there to begin with."""
    texts = list(
        dict.fromkeys(vote.condition for vote in view.item.votes if vote.condition and vote.ballot is Ballot.FOR)
    )
    count = st.session_state.setdefault(f"{key}_rows", max(1, len(texts)))
    names = funds.house()
    people = list(names)
    mine = state.viewer().person_id
    st.markdown(f"**{t('committee.conditions', lang)}**")
    st.caption(t("committee.conditions.help", lang))
    rows: list[_ConditionRow] = []
    for place in range(count):
        text = st.text_input(
            t("committee.condition.text", lang, n=place + 1),
            value=texts[place] if place < len(texts) else "",
            key=f"{key}_text_{place}",
        )
        left, right = st.columns(2)
        owner = left.selectbox(
            t("committee.condition.owner", lang),
            people,
            index=people.index(mine) if mine in people else 0,
            format_func=names.__getitem__,
            key=f"{key}_owner_{place}",
        )
        label = f"{t('committee.condition.text', lang, n=place + 1)} · {t('committee.condition.due', lang)}"
        due = fields.day(t("committee.condition.due", lang), key=f"{key}_due_{place}", place=right)
        proposed = texts[place] if place < len(texts) else ""
        rows.append(_ConditionRow(text, owner or "", replace(due, label=label), proposed))

    def more() -> None:
        st.session_state[f"{key}_rows"] = count + 1

    st.button(t("committee.conditions.more", lang), on_click=more, key=f"{key}_more", icon=":material/add:")
    return rows


def _claims(view: ItemView, key: str, lang: str) -> list[str]:
    """Return the ids of the verified claims that stay ticked: all of them to begin with."""
    claims = session_views.claims_to_rely_on(state.looking(), view.item.company_id)
    if not claims:
        st.caption(t("committee.claims.none", lang))
        return []
    st.markdown(f"**{t('committee.claims', lang, n=len(claims))}**")
    st.caption(t("committee.claims.help", lang))
    kept_claims = []
    with st.container(height=220 if len(claims) > 5 else "content", border=len(claims) > 5):  # noqa: PLR2004  as many as fit
        for claim in claims:
            text = claim_words(claim.metric, claim.quantity, claim.period, lang)
            address = grid.link("review", lang, deck=claim.deck_id, claim=claim.claim.id)
            page = t("committee.claims.page", lang, page=claim.page)
            label = f"{components.harmless(text)} [{components.harmless(page)}]({address})"
            if st.checkbox(label, value=True, key=f"{key}_claim_{claim.claim.id}"):
                kept_claims.append(claim.claim.id)
    return kept_claims


def claim_words(metric: str, value: Quantity, when: Period | None, lang: str) -> str:
    """Return a claim in a line: its metric, value and period."""
    known = {other_metric.id: other_metric for other_metric in context.workspace().metrics}
    name = name_of(known[metric], lang) if metric in known else metric
    return " ".join(filter(None, (name, quantity(value, lang, of=metric), f"({period(when, lang)})" if when else "")))


def _relied(relied: Sequence[ReliedClaim], lang: str) -> None:
    """Draw the claims that the decision relied upon, as they stood then, each with the way to its page."""
    if not relied:
        st.caption(t("committee.relied.none", lang))
        return
    with st.expander(t("committee.relied", lang, n=len(relied))):
        for relied_claim in relied:
            text = claim_words(relied_claim.metric, relied_claim.quantity, relied_claim.period, lang)
            address = grid.link("review", lang, deck=relied_claim.deck_id, claim=relied_claim.claim_id)
            page = t("committee.claims.page", lang, page=relied_claim.page)
            st.markdown(f"- {components.harmless(text)} [{components.harmless(page)}]({address})")


def _condition(view: SessionView, item_view: ItemView, condition: Condition, lang: str) -> None:
    """Draw one condition with its state, and how it may be settled."""
    key = f"settle_{condition.id}"
    badge = components.badge(t(f"enum.condition_state.{condition.state.value}", lang), _STATE_COLOURS[condition.state])
    due = day(condition.due, lang) if condition.due else t("committee.no_due", lang)
    late = condition.state is ConditionState.OPEN and condition.due is not None and condition.due < context.today()
    who = words.person(view.names, condition.owner_id, lang)
    with st.container(border=True, key=f"condition_{condition.id}"):
        st.markdown(f"{badge} {components.harmless(condition.text)}")
        line = components.harmless(f"{who} · {due}")
        st.caption(f":red[{line}]" if late else line)
        if condition.state is not ConditionState.OPEN:
            settled = (
                words.person(view.names, condition.settled_by, lang),
                day(condition.settled_on, lang) if condition.settled_on else "",
            )
            proof = t(f"committee.settled.{condition.state.value}", lang, text=condition.proof)
            st.caption(components.harmless(" · ".join(filter(None, (proof, *settled)))))
        if view.may_decide:
            _settle(view, item_view, condition, key, lang)


def _settle(view: SessionView, item_view: ItemView, condition: Condition, key: str, lang: str) -> None:
    def settle(to: ConditionState) -> None:
        with acting(view, f"committee.done.condition.{to.value}"):
            sessions.settle_condition(
                state.acting(),
                view.session.id,
                item_view.item.id,
                condition.id,
                Settlement(to, proof=st.session_state.get(f"{key}_proof", "") if to is not ConditionState.OPEN else ""),
            )

    if condition.state is not ConditionState.OPEN:
        label = t("committee.condition.open_again", lang)
        st.button(label, on_click=settle, args=(ConditionState.OPEN,), key=f"{key}_open", type="tertiary")
        return
    st.text_input(t("committee.condition.proof", lang), key=f"{key}_proof")
    with st.container(horizontal=True):
        for to in (ConditionState.MET, *([ConditionState.WAIVED] if item_view.may_rule else [])):
            label = t(f"committee.condition.{to.value}", lang)
            st.button(
                label,
                on_click=settle,
                args=(to,),
                key=f"{key}_{to.value}",
                type="primary" if to is ConditionState.MET else "secondary",
            )
    if not item_view.may_rule:
        _who_may(view, item_view, "committee.rulers.waive", lang)


def _withdraw(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Offer to withdraw what was approved or held over."""
    ended, key = item_view.item.resolution, f"withdraw_{item_view.item.id}"
    if ended is None or ended.result in {Result.REJECTED, Result.WITHDRAWN}:
        return

    def submit() -> None:
        ruling = Ruling(Result.WITHDRAWN, claim_ids=(), note=st.session_state[f"{key}_note"])
        with acting(view, "committee.done.withdrawn"):
            sessions.resolve(state.acting(), view.session.id, item_view.item.id, ruling, seen=view.version)

    with components.panel(t("committee.withdraw", lang), key):
        st.caption(t("committee.withdraw.help", lang))
        st.text_input(t("committee.note", lang), key=f"{key}_note")
        st.button(t("committee.withdraw.do", lang), on_click=submit, key=f"{key}_submit")


def _again(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Offer to take the item up again in a linked session, where its approval does not stand as it is."""
    kinds = [
        kind
        for kind in (SessionKind.MAIN, SessionKind.PRELIMINARY)
        if reconvening.why_not_again(item_view.item, item_view.validity, item_view.deal, kind) is None
    ]
    if not kinds:
        return
    name, title = f"again-{item_view.item.id}", t("committee.again", lang)
    hint = t("committee.again.help", lang)
    dialogs.offer(name, title, icon=":material/replay:", key=f"again_{item_view.item.id}", hint=hint)
    if dialogs.is_open(name):
        dialogs.show(title, partial(_again_body, view, item_view, kinds))


def _again_body(view: SessionView, item_view: ItemView, kinds: Sequence[SessionKind]) -> None:
    lang = state.language()
    with st.form("again_form", border=False, enter_to_submit=False), frame.errors_in_words():
        kind = st.segmented_control(
            t("committee.kind", lang),
            kinds,
            format_func=lambda kind: t(f"enum.session_kind.{kind.value}", lang),
            default=kinds[0],
            required=True,
            key="again_kind",
        )
        usual = t("committee.again.title", lang, company=words.company(item_view, lang))
        title = st.text_input(t("committee.name", lang), value=usual, key="again_title")
        held_at = when_inputs(context.now(), key="again", lang=lang)
        place = st.text_input(t("committee.place", lang), value=view.session.place, key="again_place")
        if not st.form_submit_button(t("committee.again.do", lang), type="primary", key="again_submit"):
            return
        text = reconvening.reconvene(
            state.acting(),
            view.session.id,
            item_view.item.id,
            Appointment(held_at.required, place, title),
            kind=SessionKind(kind or kinds[0]),
        )
        dialogs.done("committee.done.called", session=text, item=None)
