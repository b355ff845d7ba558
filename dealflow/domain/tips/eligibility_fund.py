"""Rules of venture funds: FND-01 to 05 (Venture Investment Act, and the mother fund's reports to KVIC)."""

from __future__ import annotations

from datetime import date

from dealflow.domain.tips.eligibility_inputs import Filing
from dealflow.domain.tips.findings import Plain, Question, Verdict, failed, passed, unconfigured, unknown
from dealflow.domain.values.korean_days import korean_day


def enterprise_group(question: Question) -> Verdict:
    """FND-01: the company belongs to no business group under limits on cross-shareholding."""
    belongs = question.inputs.enterprise_group
    if belongs is None:
        return unknown(("enterprise_group",))
    return failed("in_group") if belongs else passed()


def joint_liability(question: Question) -> Verdict:
    """FND-02: no third person answers jointly, but for intent or gross negligence in the listed cases."""
    clauses = question.inputs.clauses
    if clauses is None or clauses.joint_liability is None:
        return unknown(("clauses.joint_liability",))
    if not clauses.joint_liability:
        return passed()
    if clauses.joint_liability_excepted is None:
        return unknown(("clauses.joint_liability_excepted",))
    return passed("excepted") if clauses.joint_liability_excepted else failed("joint_liability")


def unfair_terms(question: Question) -> Verdict:
    """FND-03: none of the terms that the Act calls unfair is in the contract."""
    clauses = question.inputs.clauses
    if clauses is None:
        return unknown(("clauses",))
    names = ("redemption_on_metrics", "redemption_without_grace", "price_cut_for_not_listing")
    there = tuple(name for name in names if getattr(clauses, name))
    if there:
        return failed("unfair", terms=there)
    missing = tuple(f"clauses.{name}" for name in names if getattr(clauses, name) is None)
    return unknown(missing) if missing else passed()


def reports_in_time(question: Question) -> Verdict:
    """FND-04: the plan was filed so many business days before the main committee, its result so many after at most.

    A result that is not due yet is no breach; a plan that is not filed yet cannot be judged until its day has gone by.
    """
    inputs = question.inputs
    before, after = question.number("plan_days_before"), question.number("result_days_after")
    if before is None or after is None:
        return unconfigured("plan_days_before", "result_days_after")
    if inputs.mother_fund_backed is False:
        return passed("not_concerned")
    if inputs.mother_fund_backed is None or inputs.main_ic_at is None:
        return unknown(question.lacks("mother_fund_backed", "main_ic_at"))
    day = korean_day(inputs.main_ic_at)
    return _both_in_time(
        question, day, question.calendar.deadline_before(day, before), question.calendar.deadline_after(day, after)
    )


def _both_in_time(question: Question, day: date, plan_due: date, result_due: date) -> Verdict:
    inputs = question.inputs
    numbers: dict[str, Plain] = {
        "committee_on": day.isoformat(),
        "plan_due": plan_due.isoformat(),
        "result_due": result_due.isoformat(),
    }
    plan = _in_time(inputs.plan, plan_due, inputs.judged_on)
    result = _in_time(inputs.result, result_due, inputs.judged_on)
    if plan is False:
        return failed("plan_late", **numbers, filed_on=_day(inputs.plan))
    if result is False:
        return failed("result_late", **numbers, filed_on=_day(inputs.result))
    if plan is None:
        return unknown(("plan",), **numbers)
    if result:
        return passed(**numbers)
    lacking = question.lacks("result", "judged_on")
    return unknown(lacking, **numbers) if lacking else passed("result_not_due", **numbers)


def condition_count(question: Question) -> Verdict:
    """FND-05: a report to KVIC holds no more conditions than its form."""
    most, inputs = question.number("conditions"), question.inputs
    if most is None:
        return unconfigured("conditions")
    if inputs.mother_fund_backed is False:
        return passed("not_concerned")
    if inputs.condition_count is None or inputs.mother_fund_backed is None:
        return unknown(question.lacks("mother_fund_backed", "condition_count"))
    numbers: dict[str, Plain] = {"conditions": inputs.condition_count, "most": most}
    return passed(**numbers) if inputs.condition_count <= most else failed("too_many", **numbers)


def _in_time(filing: Filing | None, due: date, on: date | None) -> bool | None:
    """Say whether a report was filed by its day; None: not known, or not filed and not due yet."""
    if filing is None:
        return None
    if filing.filed_on is None:
        return False if on is not None and on > due else None
    return filing.filed_on <= due


def _day(filing: Filing | None) -> str:
    return filing.filed_on.isoformat() if filing and filing.filed_on else ""
