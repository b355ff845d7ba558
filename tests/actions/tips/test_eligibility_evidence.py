"""Eligibility reads the files of the house in the place of typed sentences, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest

from dealflow.actions.notes import documents
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import eligibility, eligibility_evidence, eligibility_facts
from dealflow.domain.people.access import Viewer
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.findings import Answer
from dealflow.errors import NotFoundError
from tests.actions.conftest import AT, Cast, pdf
from tests.actions.tips import recommendation_story

ON = date(2026, 3, 30)


def paper(ws: Workspace, viewer: Viewer, company: str) -> str:
    entry = DocumentEntry(
        company, "sme_certificate", issuer="중기부(가상)", issued_on=date(2026, 1, 2), expires_on=date(2026, 12, 31),
        number="제7호(가상)",
    )  # fmt: skip
    return documents.put(Acting(ws, viewer, AT), "확인서.pdf", pdf(("확인서",)), entry)


def answer(ws: Workspace, viewer: Viewer, company: str, engagement: str) -> Answer:
    judged = eligibility.examine(Looking(ws, viewer), company, on=ON, engagement_id=engagement)
    return next(finding.answer for finding in judged.findings if finding.rule_id == "SUT-07")


def test_a_certificate_in_the_books_answers_the_rule_until_it_is_taken_away(ws: Workspace, cast: Cast) -> None:
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, None)
    assert answer(ws, cast.bora, cast.shared_company, engagement) is Answer.UNKNOWN
    file = paper(ws, cast.bora, cast.shared_company)
    assert answer(ws, cast.bora, cast.shared_company, engagement) is Answer.PASS
    case = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=ON, engagement_id=engagement).case
    assert [(fact.fact, fact.value, fact.document_id) for fact in case.facts] == [
        ("sme_certificate", "제7호(가상)", file)
    ]
    documents.withdraw(Acting(ws, cast.bora, AT), file)
    assert answer(ws, cast.bora, cast.shared_company, engagement) is Answer.UNKNOWN
    assert eligibility_evidence.files_of(Looking(ws, cast.bora), cast.shared_company)[file].is_gone


def test_another_house_reads_no_file_of_this_one_and_names_none(ws: Workspace, cast: Cast) -> None:
    file = paper(ws, cast.bora, cast.shared_company)
    assert eligibility_evidence.files_of(Looking(ws, cast.anna), cast.shared_company) == {}
    rival = recommendation_story.tips(ws, cast.anna, cast.shared_company, None)
    assert answer(ws, cast.anna, cast.shared_company, rival) is Answer.UNKNOWN
    with pytest.raises(NotFoundError):
        eligibility_facts.keep(
            Acting(ws, cast.anna, AT), cast.shared_company, KeptFact("hq_region", "부산"), document_id=file
        )
    eligibility_facts.keep(
        Acting(ws, cast.bora, AT), cast.shared_company, KeptFact("hq_region", "부산"), document_id=file
    )
    case = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=ON).case
    assert {fact.fact: fact.document_id for fact in case.facts}["hq_region"] == file
