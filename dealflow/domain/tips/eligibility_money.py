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


def minimum_paid(asked: Question) -> Verdict:
    """SUT-01: what the operator has paid in before the recommendation reaches the least amount, to the won."""
    minimum = asked.number("minimum_won")
    mode = _mode(asked)
    if minimum is None or mode is None:
        return unconfigured("minimum_won" if minimum is None else "mode")
    lacking = asked.lacks("payments", "operator", "recommended_on")
    if lacking:
        return unknown(lacking)
    counted = _counted(asked, mode)
    promised, unsure = _promised(asked)
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


def aggregation(asked: Question) -> Verdict:
    """SUT-02: whose payments are added up; not configured as long as no notice confirms the mode that is used."""
    mode = _mode(asked)
    if mode is None:
        return unconfigured("mode")
    if asked.rule.status is RuleStatus.UNKNOWN:
        return unconfigured("mode", mode=mode.value)
    return passed(mode=mode.value)


def letters_of_commitment(asked: Question) -> Verdict:
    """SUT-03: letters of commitment count at this step, and those that are there are valid on that day."""
    counts = asked.flag(_step_flag(asked))
    if counts is None:
        return unconfigured(_step_flag(asked))
    letters, recommended = asked.inputs.commitments, asked.inputs.recommended_on
    if letters is None or recommended is None:
        return unknown(asked.lacks("commitments", "recommended_on"))
    if not letters:
        return passed("not_concerned")
    if not counts:
        return failed("not_counted", letters=len(letters))
    lapsed = tuple(each.number for each in letters if not _in_force(each, recommended))
    return failed("lapsed", letters=lapsed) if lapsed else passed(letters=len(letters))


def payer_and_term(asked: Question) -> Verdict:
    """SUT-04: payers are members on the day they paid, and the operator's term covers the recommendation."""
    given = asked.inputs
    operator, recommended, payments = given.operator, given.recommended_on, _standing(given)
    if operator is None or recommended is None or not payments:
        return unknown(asked.lacks("operator", "recommended_on") or ("payments",))
    listed = {member.organisation_id for member in operator.members}
    if not (operator.term_from <= recommended and (operator.term_to is None or recommended <= operator.term_to)):
        return failed(
            "outside_term",
            recommended_on=recommended.isoformat(),
            term_from=operator.term_from.isoformat(),
            term_to=operator.term_to.isoformat() if operator.term_to else "",
        )
    early = [
        each for each in payments if each.payer_id in listed and not was_member(operator, each.payer_id, each.paid_on)
    ]
    if early:
        return failed("not_member_then", payer=early[0].payer_id, paid_on=early[0].paid_on.isoformat())
    if not any(each.payer_id in listed for each in payments):
        return failed("no_member_paid")
    return passed()


def recommender_invested(asked: Question) -> Verdict:
    """SUT-05: the one that recommends is the operator, or one of its members, and its operator has invested."""
    given = asked.inputs
    operator, recommender, payments = given.operator, given.recommender_id, _standing(given)
    if operator is None or recommender is None or payments is None:
        return unknown(asked.lacks("operator", "recommender_id", "payments"))
    ours = {operator.organisation_id, *(member.organisation_id for member in operator.members)}
    if recommender not in ours:
        return failed("not_the_operator", recommender=recommender)
    if not any(was_member(operator, each.payer_id, each.paid_on) for each in payments):
        return failed("not_invested", recommender=recommender)
    return passed(recommender=recommender)


def investment_window(asked: Question) -> Verdict:
    """SUT-06: no payment of the operator lies longer before the recommendation than the window."""
    window = asked.number("days")
    if window is None:
        return unconfigured("days")
    given = asked.inputs
    operator, recommended, payments = given.operator, given.recommended_on, _standing(given)
    if operator is None or recommended is None or not payments:
        return unknown(asked.lacks("operator", "recommended_on") or ("payments",))
    ours = [each for each in payments if was_member(operator, each.payer_id, each.paid_on)]
    if not ours:
        return unknown(("payments",))
    days = max((recommended - each.paid_on).days for each in ours)
    if min((recommended - each.paid_on).days for each in ours) < 0:
        return failed("paid_after", recommended_on=recommended.isoformat())
    numbers: dict[str, Plain] = {"days": days, "window_days": window}
    return passed(**numbers) if days <= window else failed("too_long_ago", **numbers)


def grant_cap(asked: Question) -> Verdict:
    """SUT-10: the grant asked for and its months stay within the cap of the track."""
    given = asked.inputs
    if given.grant_won == 0:
        return passed("not_concerned")
    cap, years = asked.number("cap_won"), asked.number("years")
    if cap is None or years is None:
        return unconfigured(*(name for name, value in (("cap_won", cap), ("years", years)) if value is None))
    if given.grant_won is not None and given.grant_won > cap:
        return failed("too_much", grant_won=given.grant_won, cap_won=cap, over_won=given.grant_won - cap)
    if given.grant_months is not None and given.grant_months > years * 12:
        return failed("too_long", months=given.grant_months, cap_months=years * 12)
    if given.grant_won is None or given.grant_months is None:
        return unknown(asked.lacks("grant_won", "grant_months"))
    return passed(grant_won=given.grant_won, cap_won=cap, months=given.grant_months, cap_months=years * 12)


def equity_match(asked: Question) -> Verdict:
    """SUT-11: the equity match stays within its cap and its ratio to what the operator has paid in."""
    match = asked.inputs.equity_match_won
    if match is None:
        return unknown(("equity_match_won",))
    if match == 0:
        return passed("not_concerned")
    cap, percent, mode = asked.number("cap_won"), asked.number("ratio_percent"), _mode(asked)
    if cap is not None and match > cap:
        return failed("over_cap", match_won=match, cap_won=cap, over_won=match - cap)
    if cap is None or percent is None or mode is None:
        given = (("cap_won", cap), ("ratio_percent", percent), ("mode", mode))
        return unconfigured(*(name for name, value in given if value is None))
    return _within_ratio(asked, match, percent, mode)


def _within_ratio(asked: Question, match: int, percent: int, mode: Aggregation) -> Verdict:
    lacking = asked.lacks("payments", "operator", "recommended_on")
    if lacking:
        return unknown(lacking)
    counted = _counted(asked, mode)
    numbers: dict[str, Plain] = {"match_won": match, "paid_won": counted.won, "percent": percent}
    if match * 100 <= counted.won * percent:
        return passed(**numbers)
    return unknown(counted.missing) if counted.missing else failed("over_ratio", **numbers)


def grant_or_equity(asked: Question) -> Verdict:
    """SUT-12: where the company has to choose, it does not take both the grant and the equity."""
    given = asked.inputs
    exclusive = asked.flag("exclusive")
    if not exclusive:
        return unconfigured("exclusive") if exclusive is None else passed("not_concerned")
    lacking = asked.lacks("choice", "grant_won", "equity_match_won")
    if lacking:
        return unknown(lacking)
    if given.choice is Choice.BOTH or (given.grant_won and given.equity_match_won):
        return failed("both", grant_won=given.grant_won, match_won=given.equity_match_won)
    return passed(choice=given.choice)


def match_after_results(asked: Question) -> Verdict:
    """SUT-13: equity is matched only once the project has begun and there is a later round."""
    given = asked.inputs
    after = asked.flag("after_results")
    if after is None:
        return unconfigured("after_results")
    if not after or given.equity_match_won == 0:
        return passed("not_concerned")
    if given.equity_match_won is None:
        return unknown(("equity_match_won",))
    if given.follow_on == ():
        return failed("no_follow_on")
    if given.agreement_on is not None and given.judged_on is not None and given.agreement_on > given.judged_on:
        return failed("not_begun", agreement_on=given.agreement_on.isoformat())
    lacking = asked.lacks("agreement_on", "follow_on", "judged_on")
    return unknown(lacking) if lacking else passed(rounds=len(given.follow_on or ()))


def instruments(asked: Question) -> Verdict:
    """SUT-19: only instruments that are admitted, and only new shares."""
    payments = _standing(asked.inputs)
    if not payments:
        return unknown(("payments",))
    old = [each for each in payments if not _is_new(each)]
    if old and asked.flag("new_shares_only") is not False:
        return failed("old_shares", payments=len(old), won=sum(each.amount_won for each in old))
    admitted = asked.codes("admitted")
    if admitted is None:
        return unconfigured("admitted")
    others = sorted({each.instrument.value for each in payments} - set(admitted))
    return failed("not_admitted", instruments=tuple(others)) if others else passed()


def own_contribution(asked: Question) -> Verdict:
    """SUT-21: the company bears its part of the cost, and part of that in cash."""
    own, cash = asked.number("own_percent"), asked.number("cash_percent")
    if own is None or cash is None:
        return unconfigured(*(name for name, value in (("own_percent", own), ("cash_percent", cash)) if value is None))
    given = asked.inputs
    cost, borne, paid = given.project_cost_won, given.own_contribution_won, given.own_cash_won
    if cost is None or borne is None or paid is None:
        return unknown(asked.lacks("project_cost_won", "own_contribution_won", "own_cash_won"))
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


def _mode(asked: Question) -> Aggregation | None:
    """Return whose payments are added up: the pack's SUT-02."""
    rule = asked.pack.rule("SUT-02")
    value = rule.value("mode") if rule else None
    return Aggregation(value) if value in set(Aggregation) else None


def _step_flag(asked: Question) -> str:
    return "counts_at_agreement" if asked.inputs.step is Step.AGREEMENT else "counts_at_recommendation"


def _standing(given: Inputs) -> tuple[Payment, ...] | None:
    """Return the payments that were not voided."""
    return None if given.payments is None else tuple(each for each in given.payments if not each.voided_because)


def _is_new(payment: Payment) -> bool:
    return payment.new_shares and payment.instrument is not Instrument.SECONDARY


def _counted(asked: Question, mode: Aggregation) -> _Counted:
    """Return the new money that was paid by the day of the recommendation by those whom the mode adds up."""
    given = asked.inputs
    operator, recommended = given.operator, given.recommended_on
    if operator is None or recommended is None:
        return _Counted(0, ())
    money = [each for each in _standing(given) or () if _is_new(each) and each.paid_on <= recommended]
    ours = [each for each in money if was_member(operator, each.payer_id, each.paid_on)]
    if mode is Aggregation.SINGLE_FUND:
        by_fund = Counter[str]()
        for each in ours:
            by_fund[each.fund_id] += each.amount_won
        best = max(sorted(by_fund), key=by_fund.__getitem__, default=None)
        return _sum(each for each in ours if each.fund_id == best)
    if mode is Aggregation.SINGLE_OPERATOR:
        return _sum(ours)
    operators = (operator, *(given.other_operators or ()))
    foreign = given.foreign_payers if mode is Aggregation.INCL_FOREIGN else frozenset()
    wanted = ("other_operators", "foreign_payers") if mode is Aggregation.INCL_FOREIGN else ("other_operators",)
    counted = [
        each
        for each in money
        if each.payer_id in (foreign or ()) or any(was_member(one, each.payer_id, each.paid_on) for one in operators)
    ]
    return _sum(counted, asked.lacks(*wanted))


def _sum(payments: Iterable[Payment], missing: tuple[str, ...] = ()) -> _Counted:
    counted = tuple(payments)
    return _Counted(sum(each.amount_won for each in counted), counted, missing)


def _promised(asked: Question) -> tuple[int, tuple[str, ...]]:
    """Return the won of letters that count at this step, and what is not known of them.

    Only what a payer has not paid since its letter counts: the same money is never counted twice.
    """
    rule, given = asked.pack.rule("SUT-03"), asked.inputs
    if rule is None or rule.value(_step_flag(asked)) is not True or not given.operator or not given.recommended_on:
        return 0, ()
    if given.commitments is None:
        return 0, ("commitments",)
    won = 0
    for each in given.commitments:
        if was_member(given.operator, each.payer_id, given.recommended_on) and _in_force(each, given.recommended_on):
            won += max(0, each.amount_won - _paid_since(given, each))
    return won, ()


def _paid_since(given: Inputs, letter: Commitment) -> int:
    return sum(
        each.amount_won
        for each in _standing(given) or ()
        if each.payer_id == letter.payer_id and each.paid_on >= letter.given_on
    )


def _in_force(letter: Commitment, on: date) -> bool:
    return letter.given_on <= on and (letter.valid_to is None or on <= letter.valid_to)
