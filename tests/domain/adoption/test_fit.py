"""Why a supplier fits a need: points by hand, unknown counts for nothing, and results that contradict themselves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.domain.adoption.deployments import (
    Basis,
    Deployment,
    MeasuredResult,
    verified,
    with_result,
    without_result,
)
from dealflow.domain.adoption.fit import CustomerClaim, ReasonKind, SupplierFacts, common_words, fit, ranked
from dealflow.domain.adoption.needs import Need, NeedState, Proposal, with_proposal
from dealflow.errors import InvalidInputError, NotFoundError

NEED = Need(
    "n", "o", "", "모의주조(가상)", "주조 외관검사", field="비전검사", region="경남 창원", budget_won=200_000_000,
    measures=("ref_defect_reduction",),
)  # fmt: skip
FALL = MeasuredResult("r", "ref_defect_reduction", Decimal("3.2"), Decimal("1.8"), unit="%")
PLACE = Deployment("d", "o", "c", "예시금속(가상)", "외관검사 라인", results=(FALL,))
CLAIM = CustomerClaim("ref_defect_reduction", "불량률 42.3% 감소", Decimal("42.3"), "k", "deck", 4, is_verified=False)
CONTRACT = CustomerClaim("avg_contract_value", "공장당 1.2억원", Decimal(120_000_000), "v", "deck", 5, is_verified=True)
NOBODY = SupplierFacts("c", "", "")


def kinds(supplier: SupplierFacts) -> dict[str, int]:
    return {reason.kind.value: reason.points for reason in fit(NEED, supplier).reasons}


def test_points_are_the_sum_of_the_reasons_and_each_kind_counts_once() -> None:
    known = SupplierFacts("c", "경상남도 김해시", "비전검사 장비", (PLACE, PLACE), (CLAIM,), CONTRACT)
    assert kinds(known) == {
        "result_claimed": 12, "same_process": 20, "claim_read": 5, "same_words": 20, "same_region": 10,
        "within_budget": 10,
    }  # fmt: skip
    assert fit(NEED, known).points == 77
    looked = replace(known, deployments=(verified(PLACE, "r", "anna", "일보(가상)"),))
    looked = replace(looked, claims=(CLAIM, replace(CLAIM, is_verified=True)))
    assert kinds(looked) | {"same_process": 20} == kinds(looked)
    assert (kinds(looked)["result_verified"], kinds(looked)["claim_verified"]) == (30, 15)
    assert not {"result_claimed", "claim_read"} & set(kinds(looked))


def test_what_is_not_known_counts_for_nothing_and_only_too_dear_counts_against() -> None:
    assert fit(NEED, NOBODY).reasons == ()
    dear = replace(NOBODY, contract=replace(CONTRACT, value=Decimal(200_000_001)))
    assert kinds(dear) == {"over_budget": -10}
    assert ranked(NEED, [NOBODY, dear]) == ()
    other = replace(NEED, measures=("ref_safety",))
    assert fit(other, replace(NOBODY, claims=(CLAIM,))).reasons == ()


def test_words_are_found_inside_longer_ones_but_not_single_letters() -> None:
    assert common_words("비전검사 A 공정", "머신비전검사장비 공정용") == ("비전검사", "공정")


@settings(max_examples=40)
@given(st.permutations([NOBODY, replace(NOBODY, company_id="d", words="비전검사"),
                        replace(NOBODY, company_id="e", words="외관검사", region="창원")]))  # fmt: skip
def test_the_order_in_which_suppliers_come_changes_nothing(suppliers: list[SupplierFacts]) -> None:
    assert [entry.company_id for entry in ranked(NEED, suppliers)] == ["e", "d"]
    assert all(entry.points == sum(reason.points for reason in entry.reasons) for entry in ranked(NEED, suppliers))


def test_a_change_follows_from_before_and_after() -> None:
    assert FALL.change == Decimal("-43.75")
    assert replace(FALL, before=None, after=None, change_percent=Decimal("-42.3")).change == Decimal("-42.3")
    assert with_result(PLACE, replace(FALL, change_percent=Decimal("-43.8"))).results[0].change == Decimal("-43.75")


@pytest.mark.parametrize(
    ("result", "field", "problem"),
    [
        (MeasuredResult("r", "ref_oee"), "result", "missing"),
        (replace(FALL, after=None, change_percent=Decimal(1)), "after", "missing"),
        (replace(FALL, change_percent=Decimal("-42.3")), "change", "differs"),
        (replace(FALL, basis=Basis.VERIFIED), "proof", "missing"),
    ],
)
def test_a_result_that_says_nothing_or_contradicts_itself_is_refused(
    result: MeasuredResult, field: str, problem: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        with_result(PLACE, result)
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == (field, problem)


def test_what_is_not_there_can_neither_be_verified_nor_taken_away() -> None:
    with pytest.raises(NotFoundError):
        verified(PLACE, "x", "anna", "일보")
    with pytest.raises(NotFoundError):
        without_result(PLACE, "x")
    assert without_result(PLACE, "r").results == ()


def test_a_supplier_is_proposed_once_and_for_an_open_need_alone() -> None:
    now = with_proposal(NEED, Proposal("c", "e"))
    for closed in (now, replace(NEED, state=NeedState.MET)):
        with pytest.raises(InvalidInputError):
            with_proposal(closed, Proposal("c", "f"))
    assert ReasonKind("over_budget") is ReasonKind.OVER_BUDGET
