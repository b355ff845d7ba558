from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dealflow.domain.facts import Aggregation, Claim, ClaimStatus, Evidence, ReviewState, Scope
from dealflow.domain.page import Box
from dealflow.domain.period import Period, PeriodKind
from dealflow.domain.quantity import Quantity, Unit
from dealflow.domain.standing import ClaimView, with_rivals

YEAR = Period(PeriodKind.YEAR, "2025년", date(2025, 1, 1), date(2025, 12, 31))


def revenue(value: int, *, company: str | None = "c1", deck: str = "d1") -> ClaimView:
    quantity = Quantity(Unit.KRW, Decimal(value))
    evidence = (Evidence(1, (Box(0, 0, 1, 1),), (), str(value)),)
    claim = Claim(f"{company}:{deck}:{value}", "revenue", quantity, evidence, "매출액")
    return ClaimView(
        claim=claim,
        deck_id=deck,
        company_id=company,
        state=ReviewState.PROPOSED,
        metric="revenue",
        quantity=quantity,
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        aggregation=Aggregation.ANNUAL,
        period=YEAR,
    )


def rivals(*views: ClaimView) -> list[int]:
    return [len(view.rivals) for view in with_rivals(views)]


def test_two_decks_of_one_company_contradict_each_other() -> None:
    assert rivals(revenue(45, deck="d1"), revenue(48, deck="d2")) == [1, 1]


def test_two_companies_never_contradict_each_other() -> None:
    assert rivals(revenue(45, company="c1"), revenue(48, company="c2", deck="d2")) == [0, 0]


def test_decks_of_nobody_yet_are_compared_with_themselves_only() -> None:
    unknown = [revenue(45, company=None), revenue(48, company=None), revenue(50, company=None, deck="d2")]
    assert rivals(*unknown) == [1, 1, 0]


def test_a_rejected_figure_contradicts_nobody() -> None:
    assert rivals(revenue(45), replace(revenue(48), state=ReviewState.REJECTED)) == [0, 0]
