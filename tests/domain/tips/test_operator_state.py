from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dealflow.domain.tips.events import OperatorDesignated, RecommendationWithdrawn, Recommended, SlotsAllotted
from dealflow.domain.tips.operator_state import follow
from dealflow.domain.tips.operators import Allotment, Member, MemberRole, Operator, OperatorKind, Recommendation
from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError

AT = datetime(2099, 3, 2, tzinfo=UTC)
FROM, TO = date(2099, 1, 1), date(2099, 12, 31)
LEAD = Member("house", "가람벤처스(가상)", MemberRole.LEAD, FROM)
NAMED = OperatorDesignated("o", "house", OperatorKind.GENERAL, "제0-00호", FROM, None, (LEAD,))
SLOTS = Allotment("SCALEUP_TIPS", FROM, TO, 5)
WORD = Recommendation("r", "e", "c", "SCALEUP_TIPS", date(2099, 3, 2), 1, "SUT-2099.1", "pass")


def after(*events: Event) -> Operator:
    operator: Operator | None = None
    for seq, event in enumerate(events, start=1):
        operator = follow(operator, Recorded("w", seq, event.stream, seq, AT, "anna", "app", event, "", ""))
    assert operator is not None
    return operator


def test_an_operator_is_what_its_events_made_of_it() -> None:
    lab = Member("", "누리연구소(가상)", MemberRole.RND_COMPANY, FROM)
    operator = after(
        NAMED,
        SlotsAllotted("o", replace(SLOTS, slots=3)),
        SlotsAllotted("o", SLOTS),
        Recommended("o", WORD),
        RecommendationWithdrawn("o", "r", "기업 철회"),
        replace(NAMED, operator_kind=OperatorKind.SPECIALISED, term_to=TO, members=(LEAD, lab)),
    )
    withdrawn = replace(WORD, withdrawn_because="기업 철회")
    assert operator == Operator(
        "o", "house", OperatorKind.SPECIALISED, "제0-00호", FROM, TO, (LEAD, lab), (SLOTS,), (withdrawn,)
    )


@pytest.mark.parametrize(
    ("events", "error", "problem"),
    [
        ((SlotsAllotted("o", SLOTS),), NotFoundError, None),
        ((NAMED, Recommended("o", WORD), Recommended("o", WORD)), InvalidInputError, "repeated"),
        ((NAMED, RecommendationWithdrawn("o", "r", "x")), NotFoundError, None),
        ((NAMED, Recommended("o", WORD), RecommendationWithdrawn("o", "r", "")), InvalidInputError, "missing"),
        (
            (
                NAMED,
                Recommended("o", WORD),
                RecommendationWithdrawn("o", "r", "x"),
                RecommendationWithdrawn("o", "r", "x"),
            ),
            InvalidInputError,
            "withdrawn",
        ),
    ],
)
def test_what_cannot_happen_is_refused_with_the_reason(
    events: tuple[Event, ...], error: type[DealflowError], problem: str | None
) -> None:
    with pytest.raises(error) as refusal:
        after(*events)
    assert refusal.value.parameters.get("problem") == problem
