from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Metric, Scope
from dealflow.domain.claims.consistency_checks import Answer, Finding, Stated, check_all
from dealflow.domain.claims.questions import Question, QuestionKind, questions
from dealflow.domain.values.quantity import Quantity, Unit

REVENUE = Metric(
    "revenue", "B", "매출액", "Revenue", ("매출액",), ("Revenue",), (Unit.KRW,), Scope.COMPANY, headline=True
)
STAFF = replace(REVENUE, id="employees_total", units=(Unit.COUNT,))
PRICE = replace(REVENUE, id="price", headline=False)


def staff(people: int, **changes: object) -> Stated:
    count = Quantity(Unit.COUNT, Decimal(people))
    one = Stated(
        f"s{people}", "employees_total", count, Scope.COMPANY, ClaimStatus.ACTUAL, Aggregation.UNKNOWN, None, 2
    )
    return replace(one, **changes)  # type: ignore[arg-type]  # test data by field name


def test_what_every_investor_asks_for_and_is_not_there_is_asked() -> None:
    assert questions([staff(42)], [], [REVENUE, STAFF, PRICE]) == (Question(QuestionKind.GAP, "revenue"),)


def test_two_values_are_asked_about_once_with_both_sides() -> None:
    figures = [staff(42), staff(30)]
    findings = check_all(figures, year=2024)
    (question,) = questions(figures, findings, [STAFF])
    assert (question.kind, question.metric, question.claims) == (
        QuestionKind.CONFLICT,
        "employees_total",
        ("s42", "s30"),
    )


def test_a_headline_figure_of_nobody_is_asked_about() -> None:
    figures = [staff(42, scope=Scope.UNKNOWN)]
    assert questions(figures, [], [STAFF]) == (Question(QuestionKind.UNPROVED, "employees_total", ("s42",)),)


def test_a_deck_that_says_everything_raises_no_question() -> None:
    assert questions([staff(42)], check_all([staff(42)], year=2024), [STAFF, PRICE]) == ()


def test_values_beside_each_other_on_the_companys_page_are_asked_about_where_no_check_did() -> None:
    figures = [staff(42, scope=Scope.COMPANY), staff(30), staff(31)]
    findings = [Finding("one_figure_one_value", Answer.DISAGREES, ("s42",), ("s30",))]
    rivals = [("s30", "s42"), ("s42", "s30", "s31"), ("s31", "s42"), ("s42", "gone")]

    asked = [question.claims for question in questions(figures, findings, [STAFF], rivals)]

    assert asked == [("s42", "s30"), ("s42", "s30", "s31")]
