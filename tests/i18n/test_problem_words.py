"""Whatever the domain finds wrong with terms, votes, payments or gates has its words in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dealflow.domain
from dealflow.domain.pipeline.stage_gates import GATES
from dealflow.errors import CommitteeRuleError, GateClosedError, PaymentBlockedError
from dealflow.i18n import LANGUAGES, Language, has
from dealflow.i18n.errors import words_of

SOURCES = "\n".join(path.read_text("utf-8") for path in Path(dealflow.domain.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_problem_names_its_field_and_what_is_wrong(lang: Language) -> None:
    found = re.findall(r'\bProblem\(\s*"([a-z_]+)",\s*"([a-z_]+)"', SOURCES)
    assert len(found) > 20
    assert sorted({field for field, _ in found if not has(f"error.field.{field}", lang)}) == []
    assert sorted({problem for _, problem in found if not has(f"error.problem.{problem}", lang)}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_committees_rule_and_every_gate_is_told(lang: Language) -> None:
    voting = (Path(dealflow.domain.__file__).parent / "investment" / name for name in ("voting.py", "scoring.py"))
    sources = "\n".join(path.read_text("utf-8") for path in voting)
    problems = set(re.findall(r'(?:problem ?= ?|return |else )"([a-z_]+)"', sources))
    assert len(problems) > 10
    assert sorted(each for each in problems if not has(f"error.problem.{each}", lang)) == []
    assert sorted(gate for gate in GATES if not has(f"error.missing.{gate}", lang)) == []
    assert sorted(gate for gate in GATES if not has(f"error.field.{gate}", lang)) == []


def test_a_refusal_reads_well_in_both_languages() -> None:
    closed = GateClosedError(engagement="e", to="payment", missing=("approval", "conditions"))
    assert words_of(closed, "ko") == (
        "이 단계로 옮기려면 먼저 갖추어야 할 것이 있습니다: 유효한 본투심 승인, 승인 조건의 이행 또는 면제."
    )
    assert words_of(PaymentBlockedError(field="conditions", problem="open"), "en") == (
        "Nothing may be paid yet. conditions of the approval: are neither met nor waived."
    )
    assert words_of(CommitteeRuleError(problem="not_quorate", item="i"), "ko") == (
        "의결 규정에 맞지 않아 처리하지 않았습니다: 정족수가 모자라 보류만 할 수 있습니다."
    )
