"""Rules about the operator's money, the grant and the match: SUT-01 to 06, 10 to 13, 19 and 21."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dealflow.domain.investment.deal_terms import Commitment, Instrument, Payment
from dealflow.domain.tips.eligibility_inputs import Choice, Inputs, Step
from dealflow.domain.tips.findings import Plain, Question, Verdict, failed, passed, unconfigured, unknown
from dealflow.domain.tips.operators import Operator
from dealflow.domain.tips.rule_packs import Aggregation, RuleStatus


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counts as paid before the recommendation; ``missing``: what could only add to it, and is not known."""

    won: int
    payments: tuple[Payment, ...]
    missing: tuple[str, ...] = ()


def was_member(operator: Operator, organisation_id: str, on: date) -> bool:
    """Say whether an organisation was a listed member of the operator on a day; both its days included."""
    return any(
        member.organisation_id == organisation_id
        and member.since <= on
        and (member.until is None or on <= member.until)
        for member in operator.members
    )


def minimum_paid(question: Question) -> Verdict:
    """SUT-01: what the operator has paid in before the recommendation reaches the least amount, to the won."""
    minimum = question.number("minimum_won")
    mode = _mode(question)
    if minimum is None or mode is None:
        return unconfigured("minimum_won" if minimum is None else "mode")
    lacking = question.lacks("payments", "operator", "recommended_on")
    if lacking:
        return unknown(lacking)
    counted = _counted(question, mode)
    promised, unsure = _promised(question)
    enough = counted.won + promised >= minimum
    if not enough and (counted.missing or unsure):
        return unknown((*counted.missing, *unsure))
    short = max(0, minimum - counted.won - promised)
    numbers: dict[str, Plain] = {
        "paid_won": counted.won,
        "minimum_won": minimum,
        "short_won": short,
        "promised_won": promised,
        "payments": len(counted.payments),
        "mode": mode.value,
    }
    if enough:
        return passed("met_with_loc" if counted.won < minimum else "met", **numbers)
    prices = {payment.price_won for payment in counted.payments}
    price = prices.pop() if len(prices) == 1 else None
    if not price:
        return failed("short", **numbers)
    more = -(-short // price)  # rounded up: a share cannot be split
    shares = sum(payment.shares for payment in counted.payments)
    return failed("short_by_shares", **numbers, price_won=price, shares=shares, more_shares=more)


def aggregation(question: Question) -> Verdict:
    """SUT-02: whose payments are added up; not configured as long as no notice confirms the mode that is used."""
    mode = _mode(question)
    if mode is None:
        return unconfigured("mode")
    if question.rule.status is RuleStatus.UNKNOWN:
        return unconfigured("mode", mode=mode.value)
    return passed(mode=mode.value)


def letters_of_commitment(question: Question) -> Verdict:
    """SUT-03: letters of commitment count at this step, and those that are there are valid on that day."""
    counts = question.flag(_step_flag(question))
    if counts is None:
        return unconfigured(_step_flag(question))
    letters, recommended = question.inputs.commitments, question.inputs.recommended_on
    if letters is None or recommended is None:
        return unknown(question.lacks("commitments", "recommended_on"))
    if not letters:
        return passed("not_concerned")
    if not counts:
        return failed("not_counted", letters=len(letters))
    lapsed = tuple(letter.number for letter in letters if not _in_force(letter, recommended))
    return failed("lapsed", letters=lapsed) if lapsed else passed(letters=len(letters))


def payer_and_term(question: Question) -> Verdict:
    """SUT-04: payers are members on the day they paid, and the operator's term covers the recommendation."""
    inputs = question.inputs
    operator, recommended, payments = inputs.operator, inputs.recommended_on, _standing(inputs)
    if operator is None or recommended is None or not payments:
        return unknown(question.lacks("operator", "recommended_on") or ("payments",))
    listed = {member.organisation_id for member in operator.members}
    if not (operator.term_from <= recommended and (operator.term_to is None or recommended <= operator.term_to)):
        return failed(
            "outside_term",
            recommended_on=recommended.isoformat(),
            term_from=operator.term_from.isoformat(),
            term_to=operator.term_to.isoformat() if operator.term_to else "",
        )
    early = [
        payment
        for payment in payments
        if payment.payer_id in listed and not was_member(operator, payment.payer_id, payment.paid_on)
    ]
    if early:
        return failed("not_member_then", payer=early[0].payer_id, paid_on=early[0].paid_on.isoformat())
    if not any(payment.payer_id in listed for payment in payments):
        return failed("no_member_paid")
    return passed()


def recommender_invested(question: Question) -> Verdict:
    """SUT-05: the one that recommends is the operator, or one of its members, and its operator has invested."""
    inputs = question.inputs
    operator, recommender, payments = inputs.operator, inputs.recommender_id, _standing(inputs)
    if operator is None or recommender is None or payments is None:
        return unknown(question.lacks("operator", "recommender_id", "payments"))
    ours = {operator.organisation_id, *(member.organisation_id for member in operator.members)}
    if recommender not in ours:
        return failed("not_the_operator", recommender=recommender)
    if not any(was_member(operator, payment.payer_id, payment.paid_on) for payment in payments):
        return failed("not_invested", recommender=recommender)
    return passed(recommender=recommender)


def investment_window(question: Question) -> Verdict:
    """SUT-06: no payment of the operator lies longer before the recommendation than the window."""
    window = question.number("days")
    if window is None:
        return unconfigured("days")
    inputs = question.inputs
    operator, recommended, payments = inputs.operator, inputs.recommended_on, _standing(inputs)
    if operator is None or recommended is None or not payments:
        return unknown(question.lacks("operator", "recommended_on") or ("payments",))
    ours = [payment for payment in payments if was_member(operator, payment.payer_id, payment.paid_on)]
    if not ours:
        return unknown(("payments",))
    days = max((recommended - our.paid_on).days for our in ours)
    if min((recommended - our.paid_on).days for our in ours) < 0:
        return failed("paid_after", recommended_on=recommended.isoformat())
    numbers: dict[str, Plain] = {"days": days, "window_days": window}
    return passed(**numbers) if days <= window else failed("too_long_ago", **numbers)


def grant_cap(question: Question) -> Verdict:
    """SUT-10: the grant asked for and its months stay within the cap of the track."""
    inputs = question.inputs
    if inputs.grant_won == 0:
        return passed("not_concerned")
    cap, years = question.number("cap_won"), question.number("years")
    if cap is None or years is None:
        return unconfigured(*(name for name, value in (("cap_won", cap), ("years", years)) if value is None))
    if inputs.grant_won is not None and inputs.grant_won > cap:
        return failed("too_much", grant_won=inputs.grant_won, cap_won=cap, over_won=inputs.grant_won - cap)
    if inputs.grant_months is not None and inputs.grant_months > years * 12:
        return failed("too_long", months=inputs.grant_months, cap_months=years * 12)
    if inputs.grant_won is None or inputs.grant_months is None:
        return unknown(question.lacks("grant_won", "grant_months"))
    return passed(grant_won=inputs.grant_won, cap_won=cap, months=inputs.grant_months, cap_months=years * 12)


def equity_match(question: Question) -> Verdict:
    """SUT-11: the equity match stays within its cap and its ratio to what the operator has paid in."""
    match = question.inputs.equity_match_won
    if match is None:
        return unknown(("equity_match_won",))
    if match == 0:
        return passed("not_concerned")
    cap, percent, mode = question.number("cap_won"), question.number("ratio_percent"), _mode(question)
    if cap is not None and match > cap:
        return failed("over_cap", match_won=match, cap_won=cap, over_won=match - cap)
    if cap is None or percent is None or mode is None:
        settings = (("cap_won", cap), ("ratio_percent", percent), ("mode", mode))
        return unconfigured(*(name for name, value in settings if value is None))
    return _within_ratio(question, match, percent, mode)


def _within_ratio(question: Question, match: int, percent: int, mode: Aggregation) -> Verdict:
    lacking = question.lacks("payments", "operator", "recommended_on")
    if lacking:
        return unknown(lacking)
    counted = _counted(question, mode)
    numbers: dict[str, Plain] = {"match_won": match, "paid_won": counted.won, "percent": percent}
    if match * 100 <= counted.won * percent:
        return passed(**numbers)
    return unknown(counted.missing) if counted.missing else failed("over_ratio", **numbers)


def grant_or_equity(question: Question) -> Verdict:
    """SUT-12: where the company has to choose, it does not take both the grant and the equity."""
    inputs = question.inputs
    exclusive = question.flag("exclusive")
    if not exclusive:
        return unconfigured("exclusive") if exclusive is None else passed("not_concerned")
    lacking = question.lacks("choice", "grant_won", "equity_match_won")
    if lacking:
        return unknown(lacking)
    if inputs.choice is Choice.BOTH or (inputs.grant_won and inputs.equity_match_won):
        return failed("both", grant_won=inputs.grant_won, match_won=inputs.equity_match_won)
    return passed(choice=inputs.choice)


def match_after_results(question: Question) -> Verdict:
    """SUT-13: equity is matched only once the project has begun and there is a later round."""
    inputs = question.inputs
    after = question.flag("after_results")
    if after is None:
        return unconfigured("after_results")
    if not after or inputs.equity_match_won == 0:
        return passed("not_concerned")
    if inputs.equity_match_won is None:
        return unknown(("equity_match_won",))
    if inputs.follow_on == ():
        return failed("no_follow_on")
    if inputs.agreement_on is not None and inputs.judged_on is not None and inputs.agreement_on > inputs.judged_on:
        return failed("not_begun", agreement_on=inputs.agreement_on.isoformat())
    lacking = question.lacks("agreement_on", "follow_on", "judged_on")
    return unknown(lacking) if lacking else passed(rounds=len(inputs.follow_on or ()))


def instruments(question: Question) -> Verdict:
    """SUT-19: only instruments that are admitted, and only new shares."""
    payments = _standing(question.inputs)
    if not payments:
        return unknown(("payments",))
    old = [payment for payment in payments if not _is_new(payment)]
    if old and question.flag("new_shares_only") is not False:
        return failed("old_shares", payments=len(old), won=sum(payment.amount_won for payment in old))
    admitted = question.codes("admitted")
    if admitted is None:
        return unconfigured("admitted")
    others = sorted({payment.instrument.value for payment in payments} - set(admitted))
    return failed("not_admitted", instruments=tuple(others)) if others else passed()


def own_contribution(question: Question) -> Verdict:
    """SUT-21: the company bears its part of the cost, and part of that in cash."""
    own, cash = question.number("own_percent"), question.number("cash_percent")
    if own is None or cash is None:
        return unconfigured(*(name for name, value in (("own_percent", own), ("cash_percent", cash)) if value is None))
    inputs = question.inputs
    cost, borne, paid = inputs.project_cost_won, inputs.own_contribution_won, inputs.own_cash_won
    if cost is None or borne is None or paid is None:
        return unknown(question.lacks("project_cost_won", "own_contribution_won", "own_cash_won"))
    numbers: dict[str, Plain] = {
        "cost_won": cost,
        "own_won": borne,
        "cash_won": paid,
        "own_percent": own,
        "cash_percent": cash,
    }
    if borne * 100 < cost * own:
        return failed("too_little", **numbers)
    return passed(**numbers) if paid * 100 >= borne * cash else failed("too_little_cash", **numbers)


def _mode(question: Question) -> Aggregation | None:
    """Return whose payments are added up: the pack's SUT-02."""
    rule = question.pack.rule("SUT-02")
    value = rule.value("mode") if rule else None
    return Aggregation(value) if value in set(Aggregation) else None


def _step_flag(question: Question) -> str:
    return "counts_at_agreement" if question.inputs.step is Step.AGREEMENT else "counts_at_recommendation"


def _standing(inputs: Inputs) -> tuple[Payment, ...] | None:
    """Return the payments that were not voided."""
    return (
        None if inputs.payments is None else tuple(payment for payment in inputs.payments if not payment.voided_because)
    )


def _is_new(payment: Payment) -> bool:
    return payment.new_shares and payment.instrument is not Instrument.SECONDARY


def _counted(question: Question, mode: Aggregation) -> _Counted:
    """Return the new money that was paid by the day of the recommendation by those whom the mode adds up."""
    inputs = question.inputs
    operator, recommended = inputs.operator, inputs.recommended_on
    if operator is None or recommended is None:
        return _Counted(0, ())
    money = [payment for payment in _standing(inputs) or () if _is_new(payment) and payment.paid_on <= recommended]
    ours = [payment for payment in money if was_member(operator, payment.payer_id, payment.paid_on)]
    if mode is Aggregation.SINGLE_FUND:
        by_fund = Counter[str]()
        for our in ours:
            by_fund[our.fund_id] += our.amount_won
        best = max(sorted(by_fund), key=by_fund.__getitem__, default=None)
        return _sum(payment for payment in ours if payment.fund_id == best)
    if mode is Aggregation.SINGLE_OPERATOR:
        return _sum(ours)
    operators = (operator, *(inputs.other_operators or ()))
    foreign = inputs.foreign_payers if mode is Aggregation.INCL_FOREIGN else frozenset()
    lacking = ("other_operators", "foreign_payers") if mode is Aggregation.INCL_FOREIGN else ("other_operators",)
    counted = [
        payment
        for payment in money
        if payment.payer_id in (foreign or ())
        or any(was_member(other_operator, payment.payer_id, payment.paid_on) for other_operator in operators)
    ]
    return _sum(counted, question.lacks(*lacking))


def _sum(payments: Iterable[Payment], missing: tuple[str, ...] = ()) -> _Counted:
    counted = tuple(payments)
    return _Counted(sum(payment.amount_won for payment in counted), counted, missing)


def _promised(question: Question) -> tuple[int, tuple[str, ...]]:
    """Return the won of letters that count at this step, and what is not known of them.

    Only what a payer has not paid since its letter counts: the same money is never counted twice.
    """
    rule, inputs = question.pack.rule("SUT-03"), question.inputs
    if rule is None or rule.value(_step_flag(question)) is not True or not inputs.operator or not inputs.recommended_on:
        return 0, ()
    if inputs.commitments is None:
        return 0, ("commitments",)
    won = 0
    for commitment in inputs.commitments:
        if was_member(inputs.operator, commitment.payer_id, inputs.recommended_on) and _in_force(
            commitment, inputs.recommended_on
        ):
            won += max(0, commitment.amount_won - _paid_since(inputs, commitment))
    return won, ()


def _paid_since(inputs: Inputs, letter: Commitment) -> int:
    return sum(
        payment.amount_won
        for payment in _standing(inputs) or ()
        if payment.payer_id == letter.payer_id and payment.paid_on >= letter.given_on
    )


def _in_force(letter: Commitment, on: date) -> bool:
    return letter.given_on <= on and (letter.valid_to is None or on <= letter.valid_to)
