from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dealflow.actions.claims import review
from dealflow.actions.investment import session_views
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.record import dossier
from dealflow.actions.tips import eligibility, eligibility_facts, operators, rule_overrides
from dealflow.actions.tips.eligibility import Whence
from dealflow.catalogue.rules import explain
from dealflow.domain.claims.claims import Claim, ClaimStatus, Evidence, Scope
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import Viewer
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.findings import Answer, Finding
from dealflow.domain.tips.rule_packs import RuleValue
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import AT, Bring, Cast
from tests.actions.tips import recommendation_story

ON = recommendation_story.ON


def of(found: eligibility.Judgement, rule: str) -> Finding:
    return next(each for each in found.findings if each.rule_id == rule)


def looked(ws: Workspace, cast: Cast, **given: object) -> eligibility.Judgement:
    return eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=ON, **given)  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.parametrize(("shares", "answer"), [(29_673, Answer.FAIL), (29_674, Answer.PASS)])
def test_ten_eok_in_whole_shares_is_judged_to_the_won(ws: Workspace, cast: Cast, shares: int, answer: Answer) -> None:
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, shares)
    recommendation_story.tips(ws, cast.bora, cast.shared_company, investment, confirmed=False)
    recommendation_story.designated(ws, cast.bora)
    found = looked(ws, cast)
    one = of(found, "SUT-01")
    assert (found.pack.id if found.pack else "", one.answer) == ("SUT-2026.1", answer)
    assert one.params["paid_won"] == shares * 33_700
    if answer is Answer.FAIL:
        rule = found.pack.rule("SUT-01") if found.pack else None
        assert rule is not None
        said = explain(rule, one, "ko", eligibility.words())
        assert said == (
            "29,673주 × 33,700원 = 납입 999,980,100원으로 기준 1,000,000,000원에 19,900원 모자랍니다. "
            "1주를 더 인수해야 합니다."
        )
    assert found.case.whence["payments"] is Whence.DEAL
    assert of(found, "SUT-04").answer is of(found, "SUT-05").answer is of(found, "SUT-15").answer is Answer.PASS


def test_facts_noted_with_their_proof_turn_what_is_missing_into_an_answer(ws: Workspace, cast: Cast) -> None:
    recommendation_story.tips(
        ws, cast.bora, cast.shared_company, recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    )
    recommendation_story.designated(ws, cast.bora)
    before = looked(ws, cast)
    assert before.outcome is not None
    assert before.outcome.answer is Answer.UNKNOWN
    assert of(before, "SUT-17").missing == tuple(f"exclusions.{kind}" for kind in recommendation_story.EXCLUDED)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    after = looked(ws, cast)
    assert {rule: of(after, rule).answer for rule in ("SUT-07", "SUT-10", "SUT-11", "SUT-17")} == dict.fromkeys(
        ("SUT-07", "SUT-10", "SUT-11", "SUT-17"), Answer.PASS
    )
    assert after.outcome is not None
    assert after.outcome.answer is Answer.WARN
    kept = next(each for each in after.case.facts if each.fact == "sme_certificate")
    assert (kept.value, kept.valid_to, kept.proof, kept.kept_by) == (
        "제0000-00호(가상)", date(2026, 12, 31), "사본(가상)", "bora",
    )  # fmt: skip


def test_a_certificate_that_ran_out_fails_and_a_fact_that_ran_out_says_nothing(ws: Workspace, cast: Cast) -> None:
    def keep(fact: str, value: str, until: date) -> None:
        eligibility_facts.keep(Acting(ws, cast.bora, AT), cast.shared_company, KeptFact(fact, value, valid_to=until))

    keep("sme_certificate", "제0호(가상)", ON)
    keep("exclusions.tax_local", "false", ON)
    assert of(looked(ws, cast), "SUT-07").answer is Answer.PASS
    assert "exclusions.tax_local" not in of(looked(ws, cast), "SUT-17").missing
    keep("sme_certificate", "제0호(가상)", date(2026, 3, 29))
    keep("exclusions.tax_local", "false", date(2026, 3, 29))
    assert of(looked(ws, cast), "SUT-07").case == "expired"
    assert "exclusions.tax_local" in of(looked(ws, cast), "SUT-17").missing


def test_what_a_house_notes_is_seen_by_nobody_else(ws: Workspace, cast: Cast) -> None:
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    theirs = eligibility.examine(Looking(ws, cast.anna), cast.shared_company, on=ON)
    assert (theirs.case.facts, theirs.case.inputs.grant_won, theirs.case.inputs.operator) == ((), None, None)
    with pytest.raises(NotAllowedError):
        eligibility.examine(Looking(ws, cast.guest), cast.shared_company, on=ON)
    with pytest.raises(NotAllowedError):
        eligibility_facts.keep(Acting(ws, cast.viewer_a, AT), cast.shared_company, KeptFact("grant_won", "1"))


def test_a_verified_claim_answers_until_somebody_notes_better(ws: Workspace, cast: Cast, bring: Bring) -> None:
    told = Claim(
        id="sales",
        metric="revenue",
        quantity=Quantity(Unit.KRW, Decimal(4_530_000_000)),
        evidence=(Evidence(3, (Box(10, 10, 60, 30),), (), "45.3억"),),
        label="매출액",
        scope=Scope.COMPANY,
        status=ClaimStatus.ACTUAL,
        confidence=0.8,
        extractor="test",
    )
    deck = bring(cast.bora, "daon.pdf", (told,), company_id=cast.shared_company)
    assert looked(ws, cast).case.inputs.revenue_won is None
    (one,) = review.claims(Looking(ws, cast.bora), deck)
    review.accept(Acting(ws, cast.bora, AT), one.claim.id)
    found = looked(ws, cast).case
    assert (found.inputs.revenue_won, found.whence["revenue_won"]) == (4_530_000_000, Whence.CLAIM)
    assert found.claims["revenue_won"].claim.id == one.claim.id
    eligibility_facts.keep(Acting(ws, cast.bora, AT), cast.shared_company, KeptFact("revenue_won", "4,600,000,000원"))
    again = looked(ws, cast).case
    assert (again.inputs.revenue_won, again.whence["revenue_won"]) == (4_600_000_000, Whence.FACT)


def test_a_day_told_by_its_year_only_and_a_bounded_amount_are_no_inputs(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    year = Quantity(Unit.DATE, text="2018")
    proof = (Evidence(1, (Box(10, 10, 60, 30),), (), "2018"),)
    told = Claim(id="since", metric="founded_date", quantity=year, evidence=proof, label="설립", extractor="test")
    deck = bring(cast.bora, "daon.pdf", (told,), company_id=cast.shared_company)
    (one,) = review.claims(Looking(ws, cast.bora), deck)
    review.accept(Acting(ws, cast.bora, AT), one.claim.id)
    assert looked(ws, cast).case.inputs.founded_on is None


def test_the_whole_event_is_judged_by_one_pack_and_another_year_by_its_own(ws: Workspace, cast: Cast) -> None:
    rows = eligibility.event(Looking(ws, cast.bora), on=ON)
    assert [(row.case.company.id, row.pack.id if row.pack else "") for row in rows] == [
        (cast.shared_company, "SUT-2026.1")
    ]
    (row,) = eligibility.event(Looking(ws, cast.bora), on=date(2023, 5, 1))
    assert row.pack is not None
    assert row.pack.id == "SUT-2023.1"
    (row,) = eligibility.event(Looking(ws, cast.bora), on=ON, pack_id="FND-2026.1")
    assert [each.rule_id for each in row.findings] == [f"FND-0{number}" for number in range(1, 6)]
    (row,) = eligibility.event(Looking(ws, cast.bora), on=date(2019, 1, 1))
    assert (row.pack, row.findings, row.outcome) == (None, (), None)


def test_the_global_track_asks_for_its_own_amount(ws: Workspace, cast: Cast) -> None:
    eligibility_facts.keep(Acting(ws, cast.bora, AT), cast.shared_company, KeptFact("programme_track", "GLOBAL"))
    found = looked(ws, cast)
    assert found.pack is not None
    assert (found.pack.id, eligibility.least_won(found.pack)) == ("SUT-GLOBAL-2026.1", 1_500_000_000)


@pytest.mark.parametrize(
    ("fact", "value", "problem"),
    [
        ("grant_won", "ten", "money"),
        ("grant_won", "-5", "money"),
        ("founded_on", "2018", "date"),
        ("affiliated", "maybe", "flag"),
        ("choice", "all", "unknown"),
        ("stake_after", "101", "percent"),
        ("sme_certificate", "제0호", "missing"),
        ("foreign_investments", "Fund; Korea; 5", "foreign"),
        ("nothing_such", "1", "unknown"),
    ],
)
def test_a_value_of_another_kind_is_refused(ws: Workspace, cast: Cast, fact: str, value: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        eligibility_facts.keep(Acting(ws, cast.bora, AT), cast.shared_company, KeptFact(fact, value))
    assert caught.value.parameters["problem"] == problem


def test_strangers_are_not_found(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        eligibility.examine(Looking(ws, cast.bora), "nobody", on=ON)
    with pytest.raises(NotFoundError):
        eligibility_facts.keep(Acting(ws, cast.bora, AT), "nobody", KeptFact("grant_won", "1"))
    with pytest.raises(NotFoundError):
        looked(ws, cast, engagement_id="nothing")
    with pytest.raises(InvalidInputError):
        looked(ws, cast, pack_id="SUT-1999")


def test_letters_of_commitment_are_judged_for_the_step_that_is_coming(ws: Workspace, cast: Cast) -> None:
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)

    def asked() -> object:
        found = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=ON, engagement_id=engagement)
        return next(each.params["figures"] for each in found.findings if each.rule_id == "SUT-03")

    operators.recommend(
        Acting(ws, cast.bora, recommendation_story.LATER), engagement, on=ON, confirmation="공고 확인 예정(가상)"
    )
    for stage in ("applied", "precheck", "eval_document", "eval_presentation"):
        assert asked() == ("counts_at_recommendation",)
        engagements.move(Acting(ws, cast.bora, recommendation_story.LATER), engagement, stage)
    engagements.move(Acting(ws, cast.bora, recommendation_story.LATER), engagement, "selected")
    assert asked() == ("counts_at_agreement",)


def test_a_houses_own_value_counts_in_its_judgements_alone_is_marked_and_is_taken_back_with_its_history(
    ws: Workspace, cast: Cast
) -> None:
    eligibility_facts.keep(
        Acting(ws, cast.bora, AT), cast.shared_company, KeptFact("founded_on", "2010-01-01"), proof="등기부(가상)"
    )
    eligibility_facts.keep(
        Acting(ws, cast.anna, AT), cast.shared_company, KeptFact("founded_on", "2010-01-01"), proof="등기부(가상)"
    )

    def answer(viewer: Viewer) -> tuple[Answer, bool]:
        found = eligibility.examine(Looking(ws, viewer), cast.shared_company, on=ON, pack_id="SUT-2026.1")
        assert found.pack is not None
        rule = found.pack.rule("SUT-08")
        assert rule is not None
        return of(found, "SUT-08").answer, any(figure.by_house for figure in rule.figures)

    def keep(
        viewer: Viewer, value: RuleValue | None, figure: str = "age_years", because: str = "유선 확인(가상)"
    ) -> None:
        rule_overrides.keep(Acting(ws, viewer, AT), "SUT-2026.1", "SUT-08", figure, value, because=because)

    assert answer(cast.bora) == (Answer.UNCONFIGURED, False)
    with pytest.raises(InvalidInputError):
        keep(cast.bora, 7, because=" ")
    with pytest.raises(InvalidInputError):
        keep(cast.bora, "7")
    with pytest.raises(NotAllowedError):
        keep(cast.viewer_a, 7)
    keep(cast.bora, 7)
    assert answer(cast.bora) == (Answer.WARN, True)
    assert answer(cast.anna) == (Answer.UNCONFIGURED, False)
    with pytest.raises(InvalidInputError):
        keep(cast.bora, 7)
    keep(cast.bora, None, because="공고로 대체(가상)")
    assert answer(cast.bora) == (Answer.UNCONFIGURED, False)
    changes = rule_overrides.history(Looking(ws, cast.bora), "SUT-2026.1")
    assert [(change.before, change.after, change.because) for change in changes] == [
        (7, None, "공고로 대체(가상)"), (None, 7, "유선 확인(가상)"),
    ]  # fmt: skip
    assert rule_overrides.history(Looking(ws, cast.anna), "SUT-2026.1") == ()


def test_a_dossier_judges_by_what_was_known_when_the_item_ended(ws: Workspace, cast: Cast) -> None:
    recommendation_story.designated(ws, cast.bora)
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)
    ((session, item),) = session_views.tabled(Looking(ws, cast.bora), investment)

    def judged() -> dossier.Judged:
        found = dossier.dossier(Looking(ws, cast.bora), session.id, item.id, at=recommendation_story.LATER).judged
        assert found is not None
        return found

    then = judged()
    said = {each.rule.id: each.finding for each in then.answers}
    assert (then.on, said["SUT-01"].answer) == (korean_day(AT), Answer.FAIL), "nothing was paid on that day"
    assert then.pack.id == "SUT-2026.1"
    recommendation_story.proved(ws, cast.bora, cast.shared_company, at=recommendation_story.LATER)
    rule_overrides.keep(
        Acting(ws, cast.bora, recommendation_story.LATER),
        "SUT-2026.1",
        "SUT-06",
        "days",
        730,
        because="유선 확인(가상)",
    )
    operators.recommend(
        Acting(ws, cast.bora, recommendation_story.LATER), engagement, on=ON, confirmation="공고 확인 예정(가상)"
    )
    assert judged() == then
    now = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=ON, engagement_id=engagement)
    assert of(now, "SUT-01").answer is Answer.PASS
    assert of(now, "SUT-06").answer is Answer.PASS


def test_the_books_as_they_stood_at_this_moment_are_the_books(ws: Workspace, cast: Cast) -> None:
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)
    moment = recommendation_story.LATER
    with ws.ledger.read() as session:
        then = eligibility.judged_then(Looking(ws, cast.bora).within(session), engagement, moment, ())
    now = eligibility.examine(
        Looking(ws, cast.bora), cast.shared_company, on=korean_day(moment), engagement_id=engagement
    )
    assert then == (now.pack, now.findings, now.outcome)
