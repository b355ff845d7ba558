"""Rules about the company and the operator's slots and members: SUT-07 to 09, 14 to 18, 20 and 22."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

from dealflow.domain.tips.eligibility_inputs import Exclusion
from dealflow.domain.tips.findings import Plain, Question, Verdict, failed, passed, unconfigured, unknown

_CAPITAL: Final = ("서울", "경기", "인천", "seoul", "gyeonggi", "incheon")


def small_or_medium(question: Question) -> Verdict:
    """SUT-07: the company holds a certificate of a small or medium enterprise that is valid on the day."""
    held, on = question.inputs.sme_certificate, question.inputs.recommended_on
    if held is None:
        return unknown(("sme_certificate",))
    if not held.number:
        return failed("none_held")
    if on is None:
        return unknown(("recommended_on",))
    numbers: dict[str, Plain] = {"number": held.number, "valid_to": held.valid_to.isoformat(), "on": on.isoformat()}
    if held.valid_from is not None and on < held.valid_from:
        return failed("not_yet_valid", **numbers, valid_from=held.valid_from.isoformat())
    return passed(**numbers) if on <= held.valid_to else failed("expired", **numbers)


def age_and_sales(question: Question) -> Verdict:
    """SUT-08: the company is not older and does not sell more than the programme allows."""
    years, most = question.number("age_years"), question.number("revenue_won")
    inputs = question.inputs
    founded, on, revenue = inputs.founded_on, inputs.recommended_on, inputs.revenue_won
    if years is None and most is None:
        return unconfigured("age_years", "revenue_won")
    if years is not None and founded is not None and on is not None and not _younger_or_just(founded, on, years):
        return failed("too_old", founded_on=founded.isoformat(), age_years=years)
    if most is not None and revenue is not None and revenue > most:
        return failed("sells_too_much", revenue_won=revenue, limit_won=most)
    lacking = question.lacks("founded_on", "recommended_on") if years is not None else ()
    lacking += question.lacks("revenue_won") if most is not None else ()
    return unknown(lacking) if lacking else passed()


def sector(question: Question) -> Verdict:
    """SUT-09: one of the company's fields is on the list of the version."""
    allowed = question.codes("sectors")
    if allowed is None:
        return unconfigured("sectors")
    declared = question.inputs.sectors
    if declared is None:
        return unknown(("sectors",))
    names = {_folded(text): text for text in allowed}
    texts = tuple(names[_folded(text)] for text in declared if _folded(text) in names)
    if texts:
        return passed(sectors=texts)
    return failed("not_listed", declared=declared, sectors=allowed)


def foreign_money(question: Question) -> Verdict:
    """SUT-14: investors abroad have put in the least amount, or the other condition of the notice is met."""
    least = question.number("minimum_usd")
    inputs = question.inputs
    if least is None:
        return unconfigured("minimum_usd")
    if inputs.foreign_alternative_met:
        return passed("alternative")
    if inputs.foreign_investments is None:
        return unknown(question.lacks("foreign_investments", "foreign_alternative_met"))
    counted = [
        foreign_investment
        for foreign_investment in inputs.foreign_investments
        if foreign_investment.country.upper() != "KR"
    ]
    total = sum(foreign_investment.usd for foreign_investment in counted)
    numbers: dict[str, Plain] = {"usd": str(total), "minimum_usd": least, "investors": len(counted)}
    if total >= least:
        return passed(**numbers)
    if inputs.foreign_alternative_met is None:
        return unknown(("foreign_alternative_met",), **numbers)
    return failed("too_little", **numbers)


def slots(question: Question) -> Verdict:
    """SUT-15: the operator has not recommended more often than it was allotted slots for."""
    allotted, used = question.inputs.slots_allotted, question.inputs.slots_used
    if allotted is None or used is None:
        return unknown(question.lacks("slots_allotted", "slots_used"))
    numbers: dict[str, Plain] = {"used": used, "allotted": allotted}
    return passed(**numbers) if used <= allotted else failed("too_many", **numbers)


def regional_quota(question: Question) -> Verdict:
    """SUT-16: how far the share of companies from outside the capital area has come, and whether this one adds."""
    percent = question.number("percent")
    if percent is None:
        return unconfigured("percent")
    inputs = question.inputs
    regional, total, region = inputs.quota_regional, inputs.quota_total, (inputs.hq_region or "").strip()
    if regional is None or total is None or not region:
        lacking = question.lacks("hq_region", "quota_regional", "quota_total")
        return unknown(lacking or ("hq_region",))
    numbers: dict[str, Plain] = {
        "regional": regional,
        "total": total,
        "percent": percent,
        "adds": is_outside_capital(region),
        "region": region,
    }
    return passed(**numbers) if regional * 100 >= total * percent else failed("below", **numbers)


def is_outside_capital(region: str) -> bool:
    """Say whether a region lies outside Seoul, Gyeonggi and Incheon (비수도권)."""
    return not _folded(region).startswith(_CAPITAL)


def exclusions(question: Question) -> Verdict:
    """SUT-17: none of the grounds for exclusion is there; a young company may be exempt from those on its balance."""
    kinds = question.codes("kinds")
    if kinds is None:
        return unconfigured("kinds")
    inputs = question.inputs
    if inputs.exclusions is None:
        return unknown(("exclusions",))
    stated = {exclusion.kind for exclusion in inputs.exclusions}
    there = {exclusion.kind for exclusion in inputs.exclusions if exclusion.there}
    exempt = set(question.codes("exempt_kinds") or ())
    hard = tuple(kind for kind in kinds if kind in there - exempt)
    soft = tuple(kind for kind in kinds if kind in there & exempt)
    if hard:
        return failed("excluded", kinds=hard)
    missing = tuple(f"exclusions.{kind}" for kind in kinds if kind not in stated)
    if soft:
        return _exempt(question, soft, missing)
    return unknown(missing) if missing else passed(oldest_on=_oldest(inputs.exclusions))


def _exempt(question: Question, kinds: tuple[str, ...], missing: tuple[str, ...]) -> Verdict:
    """Judge grounds of which a young company may be exempt."""
    years, inputs = question.number("exempt_under_years"), question.inputs
    if years is None:
        return unconfigured("exempt_under_years", kinds=kinds)
    founded, on = inputs.founded_on, inputs.recommended_on
    if founded is None or on is None:
        return unknown((*missing, *question.lacks("founded_on", "recommended_on")))
    if _years_lived(founded, on) >= years:
        return failed("excluded", kinds=kinds)
    return unknown(missing) if missing else passed("exempt", kinds=kinds, years=years)


def duplication(question: Question) -> Verdict:
    """SUT-18: no other public money pays for the same research, and not too many projects run at once."""
    projects = question.inputs.other_projects
    if projects is None:
        return unknown(("other_projects",))
    same = tuple(project.name for project in projects if project.same_content)
    if same:
        return failed("same_content", projects=same)
    open_questions = tuple(f"other_projects.{project.name}" for project in projects if project.same_content is None)
    if open_questions:
        return unknown(open_questions)
    running, most = sum(project.running for project in projects), question.number("at_once")
    if not running:
        return passed("none_running")
    if most is None:
        return unconfigured("at_once", running=running)
    return passed(running=running, most=most) if running <= most else failed("too_many", running=running, most=most)


def independence(question: Question) -> Verdict:
    """SUT-20: the company is no affiliate of the operator, whose stake stays under the cap."""
    inputs = question.inputs
    if inputs.affiliated is None:
        return unknown(("affiliated",))
    if inputs.affiliated:
        return failed("affiliated")
    cap = question.number("stake_percent")
    if cap is None:
        return unconfigured("stake_percent")
    if inputs.stake_after is None:
        return unknown(("stake_after",))
    numbers: dict[str, Plain] = {"stake_after": str(inputs.stake_after), "stake_percent": cap}
    return passed(**numbers) if inputs.stake_after * 100 <= cap else failed("stake_too_large", **numbers)


def member_changes(question: Question) -> Verdict:
    """SUT-22: the operator's members are as designated, or every change was approved."""
    changes = question.inputs.member_changes
    if changes is None:
        return unknown(("member_changes",))
    if not changes:
        return passed("unchanged")
    allowed = question.flag("changes_allowed")
    if allowed is None:
        return unconfigured("changes_allowed", changes=len(changes))
    refused = tuple(member_change.member for member_change in changes if not allowed or member_change.approved is False)
    if refused:
        return failed("not_approved", members=refused)
    unsure = tuple(
        f"member_changes.{member_change.member}" for member_change in changes if member_change.approved is None
    )
    return unknown(unsure) if unsure else passed(changes=len(changes))


def _younger_or_just(founded: date, on: date, years: int) -> bool:
    """Say whether at most so many years have passed: the anniversary itself is still in time."""
    return (on.year - founded.year, (on.month, on.day)) <= (years, (founded.month, founded.day))


def _years_lived(founded: date, on: date) -> int:
    return on.year - founded.year - ((on.month, on.day) < (founded.month, founded.day))


def _oldest(exclusions: tuple[Exclusion, ...]) -> str:
    days = [exclusion.certificate_on for exclusion in exclusions if exclusion.certificate_on is not None]
    return min(days).isoformat() if days else ""


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).casefold().split())
