"""Eligibility: a case against a rule pack gives one finding a rule, each PASS, FAIL, WARN, UNKNOWN or UNCONFIGURED.

An old decision is judged by the pack of its recommendation date (``rule_packs.pack_for``), so that it
stays explainable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from dealflow.domain.tips import eligibility_company as company
from dealflow.domain.tips import eligibility_fund as fund
from dealflow.domain.tips import eligibility_money as money
from dealflow.domain.tips.eligibility_inputs import Inputs
from dealflow.domain.tips.findings import Answer, Finding, Outcome, Question, Verdict, answer_of, plain
from dealflow.domain.tips.rule_packs import RulePack, Severity
from dealflow.domain.values.business_days import BusinessCalendar

_PAID: Final = ("payments", "operator", "recommended_on")

JUDGES: Final[Mapping[str, tuple[Callable[[Question], Verdict], tuple[str, ...]]]] = {
    "SUT-01": (money.minimum_paid, (*_PAID, "commitments", "other_operators", "foreign_payers")),
    "SUT-02": (money.aggregation, ()),
    "SUT-03": (money.letters_of_commitment, ("commitments", "recommended_on")),
    "SUT-04": (money.payer_and_term, _PAID),
    "SUT-05": (money.recommender_invested, ("payments", "operator", "recommender_id")),
    "SUT-06": (money.investment_window, _PAID),
    "SUT-07": (company.small_or_medium, ("sme_certificate", "recommended_on")),
    "SUT-08": (company.age_and_sales, ("founded_on", "revenue_won", "recommended_on")),
    "SUT-09": (company.sector, ("sectors",)),
    "SUT-10": (money.grant_cap, ("grant_won", "grant_months")),
    "SUT-11": (money.equity_match, ("equity_match_won", *_PAID, "other_operators", "foreign_payers")),
    "SUT-12": (money.grant_or_equity, ("choice", "grant_won", "equity_match_won")),
    "SUT-13": (money.match_after_results, ("equity_match_won", "agreement_on", "follow_on", "judged_on")),
    "SUT-14": (company.foreign_money, ("foreign_investments", "foreign_alternative_met")),
    "SUT-15": (company.slots, ("slots_allotted", "slots_used")),
    "SUT-16": (company.regional_quota, ("hq_region", "quota_regional", "quota_total")),
    "SUT-17": (company.exclusions, ("exclusions", "founded_on", "recommended_on")),
    "SUT-18": (company.duplication, ("other_projects",)),
    "SUT-19": (money.instruments, ("payments",)),
    "SUT-20": (company.independence, ("affiliated", "stake_before", "stake_after")),
    "SUT-21": (money.own_contribution, ("project_cost_won", "own_contribution_won", "own_cash_won")),
    "SUT-22": (company.member_changes, ("member_changes",)),
    "FND-01": (fund.enterprise_group, ("enterprise_group",)),
    "FND-02": (fund.joint_liability, ("clauses",)),
    "FND-03": (fund.unfair_terms, ("clauses",)),
    "FND-04": (fund.reports_in_time, ("mother_fund_backed", "main_ic_at", "plan", "result", "judged_on")),
    "FND-05": (fund.condition_count, ("mother_fund_backed", "condition_count")),
}
"""For each rule the function that judges it, and the inputs that it may look at."""


def judge(pack: RulePack, inputs: Inputs, calendar: BusinessCalendar) -> tuple[Finding, ...]:
    """Return one finding for each rule of the pack, in the pack's order. Nothing that is missing makes it raise."""
    return tuple(_finding(Question(pack, rule, inputs, calendar)) for rule in pack.rules)


def overall(findings: Iterable[Finding]) -> Outcome:
    """Return the answer that counts, and how many findings there are of each answer.

    FAIL where a rule that blocks is not met; UNKNOWN, then UNCONFIGURED, where a rule that blocks cannot be judged;
    WARN where a rule that warns is not met or cannot be judged; else PASS. Rules that only inform change nothing.
    """
    found_findings = tuple(findings)
    counts = Counter(finding.answer for finding in found_findings)
    weight = [finding for finding in found_findings if finding.severity is not Severity.INFO]
    blocking = {finding.answer for finding in weight if finding.severity is Severity.BLOCK}
    for answer in (Answer.FAIL, Answer.UNKNOWN, Answer.UNCONFIGURED):
        if answer in blocking:
            return Outcome(answer, {other_answer: counts[other_answer] for other_answer in Answer})
    settled = all(finding.answer is Answer.PASS for finding in weight)
    return Outcome(
        Answer.PASS if settled else Answer.WARN, {other_answer: counts[other_answer] for other_answer in Answer}
    )


def _finding(question: Question) -> Finding:
    decide, names = JUDGES[question.rule.id]
    verdict = decide(question)
    return Finding(
        rule_id=question.rule.id,
        ruleset_id=question.pack.id,
        answer=answer_of(verdict, question.rule.severity),
        severity=question.rule.severity,
        case=verdict.case,
        used={
            name: plain(getattr(question.inputs, name)) for name in names if getattr(question.inputs, name) is not None
        },
        missing=verdict.missing,
        params=verdict.params,
    )
