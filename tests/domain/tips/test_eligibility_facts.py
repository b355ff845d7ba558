from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.eligibility_facts import load_eligibility_facts
from dealflow.domain.tips.eligibility_facts import NONE, FactLine, KeptFact, canonical, inputs_from
from dealflow.domain.tips.eligibility_inputs import (
    Clauses,
    FollowOn,
    ForeignInvestment,
    Inputs,
    OtherProject,
    SmeCertificate,
)
from dealflow.errors import InvalidInputError

ON = date(2026, 6, 30)
LINES = {line.id: line for line in load_eligibility_facts()}


def kept(fact: str, value: str, valid_to: date | None = None) -> KeptFact:
    return KeptFact(fact, canonical(LINES[fact], value, valid_to=valid_to), None, valid_to)


def test_what_was_noted_becomes_the_inputs_of_the_rules() -> None:
    found = inputs_from(
        (
            kept("grant_won", "3,000,000,000원"),
            kept("founded_on", "2018.03.12"),
            kept("stake_after", "12.50%"),
            kept("affiliated", "false"),
            kept("sectors", "AI, 로봇, AI"),
            kept("sme_certificate", "제0호(가상)", date(2026, 12, 31)),
            kept("exclusions.tax_local", "true"),
            kept("clauses.joint_liability", "false"),
            kept("other_projects", "과제 가, 과제 나"),
            kept("other_projects_same", "과제 나"),
            kept("follow_on", "2026-05-01; 3,000,000,000; Series B"),
            kept("foreign_investments", "Example Fund (Fictional); us; 1,200,000"),
        ),
        ON,
    )
    exclusions = found.pop("exclusions")
    assert [(each.kind, each.there) for each in exclusions] == [("tax_local", True)]
    assert found == {
        "grant_won": 3_000_000_000,
        "founded_on": date(2018, 3, 12),
        "stake_after": Decimal("0.125"),
        "affiliated": False,
        "sectors": ("AI", "로봇"),
        "sme_certificate": SmeCertificate("제0호(가상)", date(2026, 12, 31)),
        "clauses": Clauses(joint_liability=False),
        "other_projects": (
            OtherProject("과제 가", running=True, same_content=False),
            OtherProject("과제 나", running=True, same_content=True),
        ),
        "follow_on": (FollowOn(date(2026, 5, 1), 3_000_000_000, "Series B"),),
        "foreign_investments": (ForeignInvestment("Example Fund (Fictional)", "US", Decimal(1_200_000)),),
    }


def test_none_is_known_and_nothing_is_not() -> None:
    found = inputs_from((kept("other_projects", NONE), kept("follow_on", NONE), kept("sme_certificate", NONE)), ON)
    assert (found["other_projects"], found["follow_on"], found["sme_certificate"].number) == ((), (), "")
    assert "foreign_investments" not in found


def test_a_fact_stands_on_its_last_day_and_not_after() -> None:
    fact = kept("affiliated", "false", ON)
    assert "affiliated" in inputs_from((fact,), ON)
    assert "affiliated" not in inputs_from((fact,), date(2026, 7, 1))


@given(st.sampled_from(sorted(LINES)), st.text(max_size=30) | st.integers().map(str) | st.dates().map(str))
def test_whatever_is_typed_is_kept_in_one_form_or_refused(fact: str, text: str) -> None:
    line: FactLine = LINES[fact]
    try:
        once = canonical(line, text, valid_to=ON)
    except InvalidInputError:
        return
    assert canonical(line, once, valid_to=ON) == once
    Inputs(**inputs_from((KeptFact(fact, once, None, ON),), ON))


@pytest.mark.parametrize("text", ["", "   "])
def test_no_text_takes_a_fact_back(text: str) -> None:
    assert all(canonical(line, text) == "" for line in LINES.values())
