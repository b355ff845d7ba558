"""Money of a deal: letters of commitment, payments with what blocks them, and the join of an operator's engagement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.investment import deals, two_person_payments
from dealflow.actions.investment.deals import DealView
from dealflow.actions.people import two_person
from dealflow.actions.tips.eligibility_evidence import EvidenceFile
from dealflow.domain.investment.deal_terms import Commitment, Payment, Terms
from dealflow.domain.investment.share_math import PRICED, price_of
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.values.field_problem import Problem
from dealflow.domain.values.typed_days import EARLIEST, day_of
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, won, won_in_full
from dealflow.ui.investment import deal_words, payment_proof, terms_form
from dealflow.ui.investment.deal_words import number
from dealflow.ui.kit import components, context, fields, frame, grid, state, typed_fields
from dealflow.ui.kit.fields import Entry
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.people import second_person

_PAY, _LOC, _VOID, _PROVE = "deal_pay:", "deal_loc:", "deal_void:", "deal_prove:"
_WAYS: Final = {"approval": "committee", "conditions": "committee", "fund": "deal", "amount": "deal", "terms": "deal"}


def _attempt(prefix: str, done: str, act: Callable[[], object]) -> None:
    """Run an act of this tab; what was typed is cleared once it is done, and stays if it is refused."""
    with frame.attempted(done):
        act()
        for key in [key for key in st.session_state if str(key).startswith(prefix)]:
            del st.session_state[key]


def _typed(prefix: str, name: str) -> str:
    return str(st.session_state.get(prefix + name, "") or "").strip()


def draw(view: DealView) -> None:
    """Draw payments, what blocks the next one, letters of commitment, and what the engagement rests upon."""
    lang = state.language()
    names = terms_form.names_of(view, lang)
    _payments(view, names, lang)
    _waiting(view, names, lang)
    if view.may_decide and view.deal.current is not None:
        _new_payment(view, view.deal.current, names, lang)
    _commitments(view, lang)
    _join(view, lang)


def _payments(view: DealView, names: Mapping[str, str], lang: str) -> None:
    st.subheader(t("deal.payments", lang), anchor=False)
    if not view.deal.payments:
        st.caption(t("deal.payments.none", lang))
        return
    columns = (("paid_on", ""), ("fund", ""), ("paid", "end"), ("shares", "end"), ("price", "end"), ("proof", ""))
    files = payment_proof.files(view)
    rows = tuple(_payment_row(payment, names, files, lang) for payment in view.deal.payments)
    table = Table(tuple(Column(text, t(f"deal.column.{text}", lang), at or "start") for text, at in columns), rows)
    grid.show(table, caption=t("deal.payments", lang), key="deal_payments", lang=lang)
    st.caption(t("deal.payments.sum", lang, amount=won(view.deal.paid_won, lang)))
    standing = {payment.id: payment for payment in view.deal.payments if not payment.voided_because}
    if view.may_decide and standing:
        with st.container(horizontal=True):
            _proof_form(view, standing, files, lang)
            _void_form(view, standing, lang)


def _proof_form(view: DealView, standing: Mapping[str, Payment], files: Mapping[str, EvidenceFile], lang: str) -> None:
    """Draw the form by which a file is named for a payment that is noted already."""

    def prove() -> None:
        payment_id, file_id = _typed(_PROVE, "payment"), _typed(_PROVE, "file")
        act = partial(deals.prove_payment, state.acting(), view.engagement.id, payment_id, file_id)
        _attempt(_PROVE, "deal.done.proven", act)

    if not files:
        return
    with components.panel(t("deal.prove", lang), _PROVE):
        _payment_choice(standing, _PROVE + "payment", lang)
        payment_proof.choice(files, _PROVE + "file", lang)
        st.button(t("deal.prove.do", lang), on_click=prove, key="deal_prove_submit")


def _payment_choice(standing: Mapping[str, Payment], key: str, lang: str) -> None:
    st.selectbox(
        t("deal.void.which", lang),
        tuple(standing),
        format_func=lambda payment_id: " · ".join(
            (day(standing[payment_id].paid_on, lang), won(standing[payment_id].amount_won, lang))
        ),
        key=key,
    )


def _waiting(view: DealView, names: Mapping[str, str], lang: str) -> None:
    """Draw the payments that wait for a second person."""
    payments = two_person_payments.waiting(state.looking(), view.engagement.id)
    if payments:
        st.subheader(t("people.second.waiting", lang), anchor=False)
    for waiting in payments:
        payment = waiting.payment
        parts = (names.get(payment.fund_id, "–"), won_in_full(payment.amount_won, lang), day(payment.paid_on, lang))
        second_person.row(
            waiting.proposal,
            " · ".join(parts),
            lambda proposal_id: two_person_payments.confirm(state.acting(), proposal_id),
            "deal.done.paid",
        )


def _payment_row(payment: Payment, names: Mapping[str, str], files: Mapping[str, EvidenceFile], lang: str) -> Row:
    gone = "gone" if payment.voided_because else ""
    void = (Mark(t("deal.void.mark", lang), "late", payment.voided_because),) if payment.voided_because else ()
    price = "–" if payment.price_won is None else number(payment.price_won, lang)
    return Row(
        payment.id,
        (
            Cell(day(payment.paid_on, lang), marks=void, sub=payment.voided_because or _contract_words(payment, lang)),
            Cell(names.get(payment.fund_id, "–"), sub=t("deal.version", lang, version=payment.terms_version)),
            Cell(number(payment.amount_won, lang), tone=gone),
            Cell(number(payment.shares, lang), tone=gone),
            Cell(price, tone=gone),
            payment_proof.cell(payment, files, lang),
        ),
    )


def _contract_words(payment: Payment, lang: str) -> str:
    """Return the contract that a payment follows, or why there was none; nothing where nobody noted either."""
    if payment.contract_on is None:
        return payment.early_because
    return t("dossier.payment.signed", lang, day=day(payment.contract_on, lang))


def _void_form(view: DealView, standing: Mapping[str, Payment], lang: str) -> None:
    def void() -> None:
        chosen, because = _typed(_VOID, "payment"), _typed(_VOID, "because")
        _attempt(
            _VOID,
            "deal.done.voided",
            lambda: deals.void_payment(state.acting(), view.engagement.id, chosen, because=because),
        )

    with components.panel(t("deal.void", lang), _VOID):
        _payment_choice(standing, _VOID + "payment", lang)
        st.text_input(t("deal.void.because", lang), key=_VOID + "because")
        st.button(t("deal.void.do", lang), on_click=void, key="deal_void_submit")


def _draw_block(problem: Problem, view: DealView, names: Mapping[str, str], lang: str) -> None:
    """Say why nothing may be paid, with the way to where it is mended."""
    st.warning(t("deal.blocked", lang, why=deal_words.problem(problem, names, lang)), icon=":material/block:")
    place = _WAYS.get(problem.field) or deal_words.PLACES.get(problem.field, "")
    if place == "deal":
        st.caption(t("deal.blocked.terms", lang))
    elif place:
        deal_words.way(place, view.engagement, lang)


def _new_payment(view: DealView, terms: Terms, names: Mapping[str, str], lang: str) -> None:
    """Draw the form of the next payment; whole shares give the exact won."""
    needs_two = two_person.is_needed(state.looking(), two_person_payments.ACT)
    st.markdown(f"**{t('deal.pay', lang)}**")
    left, right = st.columns((3, 2), gap="large")
    with left:
        fund_id = _payment_fields(view, terms, names, lang)
    payment, problems = typed_payment(terms, fund_id)
    blocked = view.blocked(fund_id, payment.amount_won if payment is not None else 0)
    if blocked is None and payment is not None:
        blocked = view.out_of_order(payment)
    with right, st.container(border=True):
        st.caption(t("deal.pay.exact" if payment is not None else "deal.pay.fill", lang))
        if payment is not None:
            st.markdown(f"**{components.harmless(won_in_full(payment.amount_won, lang))}**")
            if payment.price_won is not None:
                parts = {"shares": number(payment.shares, lang), "price": number(payment.price_won, lang)}
                st.caption(t("deal.pay.product", lang, **parts))
        deal_words.draw_problems(problems, names, lang)
        if blocked is not None:
            _draw_block(blocked, view, names, lang)

        def pay() -> None:
            made_payment, _ = typed_payment(terms, _typed(_PAY, "fund"))
            if made_payment is not None:
                act = two_person_payments.propose if needs_two else deals.pay
                done = "people.second.asked" if needs_two else "deal.done.paid"
                _attempt(_PAY, done, lambda: act(state.acting(), view.engagement.id, made_payment))

        ready = payment is not None and blocked is None and not problems
        label = t("people.second.ask" if needs_two else "deal.pay.do", lang)
        st.button(label, type="primary", on_click=pay, disabled=not ready, key="deal_pay_submit")


def _payment_fields(view: DealView, terms: Terms, names: Mapping[str, str], lang: str) -> str:
    """Draw what is typed of a payment and return the id of the fund that is chosen."""
    funds = {line.fund_id: names.get(line.fund_id, line.fund_id) for line in terms.lines}
    fund_id = st.selectbox(t("deal.column.fund", lang), tuple(funds), format_func=funds.__getitem__, key=_PAY + "fund")
    agreed = price_of(terms)
    priced = terms.instrument in PRICED
    first, second, third = st.columns(3)
    first.text_input(t("deal.column.shares" if priced else "deal.pay.amount", lang), key=_PAY + "figure")
    if priced:
        st.session_state.setdefault(_PAY + "price", "" if agreed is None else f"{agreed:,}")
        second.text_input(t("deal.column.price", lang), key=_PAY + "price")
    fields.day(
        t("deal.column.paid_on", lang),
        key=_PAY + "on",
        value=context.today(),
        bounds=(EARLIEST, context.today()),
        place=third,
    )
    signed, early = st.columns(2)
    fields.day(
        fields.Label(t("deal.column.contract_on", lang), hint=t("deal.contract.help", lang)),
        key=_PAY + "contract",
        value=_last_contract(view, str(fund_id)),
        bounds=(EARLIEST, context.today()),
        place=signed,
    )
    early.text_input(t("deal.early_because", lang), key=_PAY + "early", help=t("deal.early_because.help", lang))
    st.text_input(t("deal.column.proof", lang), key=_PAY + "proof", help=t("deal.proof.help", lang))
    files = payment_proof.files(view)
    if files:
        payment_proof.choice(files, _PAY + "file", lang)
    return str(fund_id)


def _positive(name: str, field: str) -> dict[str, int]:
    """Return the number typed into a field of the payment by its name; nothing while it is empty.

    Raises:
        InvalidInputError: it is no whole number above nothing.
    """
    text = _typed(_PAY, name)
    if not text:
        return {}
    number = typed_fields.whole(text, field)
    if number <= 0:
        raise InvalidInputError(field=field, problem="not_positive", value=text)
    return {name: number}


def typed_payment(terms: Terms, fund_id: str) -> tuple[Payment | None, tuple[Problem, ...]]:
    """Return the payment that stands in the form, and what cannot be read; no payment while figures are missing."""
    priced = terms.instrument in PRICED
    numbers: dict[str, int] = {}
    problems: list[Problem] = []
    for name, field in (("figure", "shares" if priced else "amount"), *([("price", "price")] if priced else ())):
        try:
            numbers |= _positive(name, field)
        except InvalidInputError as error:
            problems.append(Problem(field, str(error.parameters["problem"])))
    on = Entry(_PAY + "on", "", partial(day_of, most=context.today())).readable
    signed = Entry(_PAY + "contract", "", partial(day_of, most=context.today()))
    if signed.text.strip() and signed.readable is None:
        problems.append(Problem("contract_on", "no_day"))
    if problems or "figure" not in numbers or (priced and "price" not in numbers) or on is None:
        return None, tuple(problems)
    shares, price = (numbers["figure"], numbers["price"]) if priced else (0, None)
    amount = shares * price if price is not None else numbers["figure"]
    proof = _typed(_PAY, "proof")
    return Payment(
        id="",
        fund_id=fund_id,
        payer_id="",
        amount_won=amount,
        shares=shares,
        price_won=price,
        instrument=terms.instrument,
        paid_on=on,
        proof=proof,
        contract_on=signed.readable,
        early_because=_typed(_PAY, "early"),
        document_id=_typed(_PAY, "file"),
    ), ()


def _last_contract(view: DealView, fund_id: str) -> date | None:
    """Return the day of the contract on which a fund paid last on the present terms: the next tranche is on it, too."""
    days = [
        payment.contract_on
        for payment in view.deal.payments
        if payment.fund_id == fund_id
        and payment.terms_version == view.deal.terms_version
        and not payment.voided_because
        and payment.contract_on is not None
    ]
    return days[-1] if days else None


def _commitments(view: DealView, lang: str) -> None:
    st.subheader(t("deal.locs", lang), anchor=False, help=t("deal.locs.help", lang))
    if view.deal.commitments:
        columns = (("number", ""), ("amount", "end"), ("given_on", ""), ("valid_to", ""))
        today = context.today()
        rows = []
        for commitment in view.deal.commitments:
            over = commitment.valid_to is not None and commitment.valid_to < today
            mark = (Mark(t("deal.loc.over", lang), "late"),) if over else ()
            until = "–" if commitment.valid_to is None else day(commitment.valid_to, lang)
            cells = (
                Cell(commitment.number),
                Cell(number(commitment.amount_won, lang)),
                Cell(day(commitment.given_on, lang)),
            )
            rows.append(Row(commitment.number, (*cells, Cell(until, marks=mark))))
        table = Table(tuple(Column(n, t(f"deal.column.{n}", lang), at or "start") for n, at in columns), tuple(rows))
        grid.show(table, caption=t("deal.locs", lang), key="deal_locs", lang=lang)
    else:
        st.caption(t("deal.locs.none", lang))
    if view.may_decide:
        _new_commitment(view, lang)


def _new_commitment(view: DealView, lang: str) -> None:
    def give() -> None:
        def act() -> None:
            commitment = Commitment(
                number=_typed(_LOC, "number"),
                amount_won=typed_fields.whole(_typed(_LOC, "amount"), "amount"),
                given_on=given_on.required,
                valid_to=valid_to.value,
                payer_id=view.engagement.investor_id,
            )
            deals.give_commitment(state.acting(), view.engagement.id, commitment)

        _attempt(_LOC, "deal.done.loc", act)

    with components.panel(t("deal.loc.new", lang), _LOC):
        first, second, third, fourth = st.columns(4)
        first.text_input(t("deal.column.number", lang), key=_LOC + "number")
        second.text_input(t("deal.column.amount", lang), key=_LOC + "amount")
        given_on = fields.day(
            t("deal.column.given_on", lang), key=_LOC + "given_on", value=context.today(), place=third
        )
        valid_to = fields.day(t("deal.column.valid_to", lang), key=_LOC + "valid_to", place=fourth)
        st.button(t("deal.loc.do", lang), on_click=give, key="deal_loc_submit")


def _called(engagement: Engagement, lang: str) -> str:
    track = context.workspace().track(engagement.track)
    stage = name_of(track.stage(engagement.stage), lang)
    return " · ".join(part for part in (name_of(track, lang), engagement.round_label, stage) if part)


def _join(view: DealView, lang: str) -> None:
    """Draw which investment an operator's engagement rests upon, or which engagements rest upon this one."""
    if not view.others:
        return
    st.subheader(t("deal.join", lang), anchor=False, help=t("deal.join.help", lang))
    for engagement in view.rests_on:
        st.markdown(t("deal.join.rests_on", lang, engagement=components.harmless(_called(engagement, lang))))
    if view.engagement.track != "tips" or not view.may_decide:
        if not view.rests_on:
            st.caption(t("deal.join.none", lang))
        return
    offered = {other.id: other for other in view.others if other.track == "vc"}

    def join() -> None:
        with frame.attempted("deal.done.joined"):
            chosen = _typed("deal_join:", "other") or None
            deals.join(state.acting(), view.engagement.id, chosen)

    choices = ("", *offered)
    now = view.engagement.joined_id or ""
    st.selectbox(
        t("deal.join.other", lang),
        choices,
        index=choices.index(now) if now in choices else 0,
        format_func=lambda engagement_id: (
            _called(offered[engagement_id], lang) if engagement_id else t("frame.none", lang)
        ),
        key="deal_join:other",
    )
    st.button(t("deal.join.do", lang), on_click=join, key="deal_join_submit")
