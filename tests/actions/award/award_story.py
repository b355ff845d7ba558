"""A fictional award through the real ledger: two cases of one office, and a judge's address."""

from __future__ import annotations

from datetime import date

from dealflow.actions.award import applying, awards, judges, judging, taking_in
from dealflow.actions.award.applying import Delivery, TypedCase
from dealflow.actions.companies import companies
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.applications import Applicant
from dealflow.domain.award.awards import Award, AwardEntry, AwardRound
from dealflow.domain.claims.company import CompanyDetails
from tests.actions.conftest import AT, Cast

OFFICE = "gyeongnam"


def set_up(ws: Workspace, cast: Cast, *, cases: int = 2, finalists: int = 1) -> str:
    """An award with so many cases of one office; returns its id."""
    acting, usual = Acting(ws, cast.organiser, AT), award_defaults()
    new = Award(
        "", "", "AX 우수사례(가상)", "AX award (Fictional)", 2026, date(2026, 3, 2), date(2026, 4, 30), "공고(가상)",
        usual.criteria, usual.prizes, finalists,
    )  # fmt: skip
    award_id = awards.keep_award(acting, new)
    for number in range(1, cases + 1):
        company = companies.register_company(acting, CompanyDetails(f"사례{number}기업(가상)", region="창원"))
        entry = AwardEntry(
            "", award_id, "", "", company, OFFICE, 0, f"비전검사 도입 사례 {number}", "불량률 감소(가상)"
        )
        awards.enter(acting, entry)
    return award_id


def declare_nothing(ws: Workspace, judge_id: str, secret: str) -> None:
    """The judge declares that there is no interest in any of the cases."""
    paper = judging.open_paper(ws, judge_id, secret)
    judging.declare(ws, judge_id, secret, paper.undeclared, (), at=AT)


def judge_address(ws: Workspace, cast: Cast) -> str:
    """The address of a judge of an award with two cases."""
    judge, secret = judges.appoint(Acting(ws, cast.organiser, AT), set_up(ws, cast), AwardRound.REGIONAL, OFFICE)
    return f"/judge/{judge.id}/{secret}"


def call_addresses(ws: Workspace, cast: Cast) -> tuple[str, str]:
    """The address of an open call that never closes, and that of a draft begun by it."""
    acting, usual = Acting(ws, cast.organiser, AT), award_defaults()
    new = Award("", "", "열린 시상(가상)", "", 2026, None, None, "공고(가상)", usual.criteria, usual.prizes, 1)
    award_id = awards.keep_award(acting, new)
    secret = taking_in.renew_call(acting, award_id)
    draft = Delivery(TypedCase("새벽프레스(가상)"), Applicant())
    application_id, own = applying.begin(ws, award_id, secret, draft, at=AT)
    return f"/call/{award_id}/{secret}", f"/case/{application_id}/{own}"
