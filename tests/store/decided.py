"""Acts of random histories that decide: funds, terms, money, committees, operators, facts, filings, tracks, holidays.

Each act draws values of every kind that the vocabulary knows. What the domain's rules refuse, ``World.tell`` raises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from dealflow.domain.adoption.deployments import Basis, Deployment, MeasuredResult
from dealflow.domain.adoption.events import DeploymentKept, NeedKept
from dealflow.domain.adoption.needs import Need, NeedState, Proposal
from dealflow.domain.award.awards import Award, AwardCriterion, AwardEntry, AwardRound, Judge, Prize, ScoreSheet
from dealflow.domain.award.events import AwardEntryKept, AwardKept, JudgeKept, ScoreSheetKept
from dealflow.domain.claims.claims import ClaimStatus, Scope
from dealflow.domain.investment import events as decided
from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    CommitteeSession,
    Condition,
    ConditionState,
    Fund,
    Mark,
    PassRule,
    ReliedClaim,
    Resolution,
    Result,
    Score,
    SessionKind,
    Tally,
    VotingRule,
)
from dealflow.domain.investment.deal_scoring import CardCriterion, DealScore, Weight
from dealflow.domain.investment.deal_terms import (
    CoInvestor,
    Commitment,
    Conversion,
    ForeignMoney,
    FundLine,
    Instrument,
    Payment,
    ShareBase,
    Terms,
)
from dealflow.domain.pipeline.events import EngagementsJoined, HolidayKept, TrackEdited
from dealflow.domain.regional.events import (
    ProgrammeKept,
    QuarterReportKept,
    RegionPlanKept,
    SupportedFirmKept,
    TellerAddressKept,
)
from dealflow.domain.regional.programmes import (
    Indicator,
    Programme,
    ProgrammeRegion,
    RegionPlan,
    SupportedFirm,
    Way,
)
from dealflow.domain.regional.reports import (
    Figure,
    Proof,
    QuarterReport,
    ReportState,
    Teller,
    TellerAddress,
)
from dealflow.domain.tips.events import (
    CompanyFactKept,
    FigureKept,
    FilingKept,
    GrantProjectKept,
    OperatorDesignated,
    RecommendationWithdrawn,
    Recommended,
    SharingKept,
    SlotsAllotted,
)
from dealflow.domain.tips.grant_projects import (
    Agreement,
    EvaluationKind,
    GrantEvaluation,
    GrantPayment,
    GrantProject,
    GrantYear,
    MatchRequest,
    ProjectReport,
    ProjectReportKind,
    ProjectVerdict,
    Royalty,
)
from dealflow.domain.tips.operators import Allotment, Member, MemberRole, OperatorKind, Recommendation
from dealflow.domain.values.exchange_rates import FOREIGN, ExchangeRate
from tests.store.drawn import DAWN, FIRMS, PEOPLE, TRACKS, World, boxes, days, periods, quantities, texts

_won = st.integers(1, 10**13)
_maybe_won = st.none() | _won
_percent = st.none() | st.decimals(0, 100, places=3)
_reasons = st.sampled_from(["오입력", "반환됨"])
rules = st.builds(
    VotingRule,
    attend_of=st.sampled_from([(1, 2), (2, 3)]),
    pass_rule=st.sampled_from(PassRule),
    abstention_counts=st.booleans(),
    proxy_allowed=st.booleans(),
    remote_allowed=st.booleans(),
)
voters = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple)
conversions = st.builds(
    Conversion,
    ratio=st.decimals("0.01", 100, places=2),
    refix_floor_percent=_percent,
    redemption_percent=_percent,
    redeemable_from=st.none() | days,
    participating=st.none() | st.booleans(),
    preference_multiple=st.none() | st.just(Decimal("1.5")),
    unsecured=st.none() | st.booleans(),
    cap_won=_maybe_won,
    discount_percent=_percent,
)
foreign = st.none() | st.builds(
    ForeignMoney, st.sampled_from(["USD", "JPY"]), st.decimals(1, 10**9, places=2), st.decimals(1, 2000, places=4), days
)
terms = st.builds(
    Terms,
    instrument=st.sampled_from(Instrument),
    lines=st.lists(st.builds(FundLine, st.sampled_from(["f1", "f2"]), _won), max_size=2).map(tuple),
    pre_money_won=_maybe_won,
    price_won=_maybe_won,
    issued_shares=_maybe_won,
    diluted_shares=_maybe_won,
    price_base=st.sampled_from(ShareBase),
    par_won=_maybe_won,
    round_total_won=_maybe_won,
    co_investors=st.lists(st.builds(CoInvestor, texts, _won, texts), max_size=1).map(tuple),
    conversion=conversions,
    foreign=foreign,
    rights=st.lists(texts, max_size=2).map(tuple),
    closing_on=st.none() | days,
    note=texts,
)
relied = st.builds(
    ReliedClaim,
    claim_id=st.sampled_from(["k1", "k2"]),
    deck_id=st.just("d1"),
    metric=st.sampled_from(["revenue", "arr"]),
    quantity=quantities,
    scope=st.sampled_from(Scope),
    status=st.sampled_from(ClaimStatus),
    period=periods,
    page=st.integers(1, 20),
    boxes=boxes,
    quote=texts,
    corrected=st.booleans(),
    verified_by=st.sampled_from(PEOPLE),
    verified_at=st.just(DAWN),
)
tallies = st.none() | st.builds(
    Tally, *[st.integers(0, 5)] * 6, quorate=st.booleans(), carried=st.booleans()
)  # the counts are of no matter to what is kept
members = st.lists(
    st.builds(
        Member,
        st.sampled_from(["", *FIRMS]),
        texts,
        st.sampled_from(MemberRole),
        days,
        st.none() | days,
    ),
    max_size=2,
).map(tuple)


def _keep_fund(draw: st.DrawFn, world: World) -> None:
    fund = f"f{draw(st.integers(1, len(world.funds) + 1))}"
    owner = world.funds.setdefault(fund, draw(st.sampled_from(FIRMS)))
    chair, size = draw(st.none() | st.sampled_from(PEOPLE)), draw(_maybe_won)
    world.tell(
        decided.FundKept(
            Fund(fund, owner, draw(texts), draw(texts), draw(st.booleans()), draw(voters), chair, draw(rules), size)
        )
    )


def _keep_rate(draw: st.DrawFn, world: World) -> None:
    owner, currency, day = draw(st.sampled_from(FIRMS)), draw(st.sampled_from(FOREIGN)), draw(days)
    if draw(st.booleans()):
        world.tell(decided.ExchangeRateWithdrawn(owner, currency, day))
        return
    won = draw(st.decimals("0.01", 5000, places=2))
    world.tell(
        decided.ExchangeRateKept(owner, ExchangeRate(currency, day, won, draw(st.sampled_from([1, 100])), draw(texts)))
    )


def _score_deal(draw: st.DrawFn, world: World) -> None:
    if name := _engagement(draw, world):
        owner, who = world.owners[name], draw(st.sampled_from(PEOPLE))
        if draw(st.booleans()):
            marks = tuple(Mark(criterion, draw(st.integers(0, 100))) for criterion in ("market", "team"))
            weights = (Weight("market", draw(st.integers(1, 100))), Weight("team", 1))
            given = DealScore(Score(who, marks, draw(texts)), weights, draw(st.integers(0, 3)), draw(st.booleans()))
            world.tell(decided.DealScored(name, owner, given))
        else:
            world.tell(decided.DealScoreWithdrawn(name, owner, who))


def _write_memo(draw: st.DrawFn, world: World) -> None:
    owner, section, lang = draw(st.sampled_from(FIRMS)), draw(st.sampled_from(["terms", "exit"])), "ko"
    if draw(st.booleans()):
        world.tell(decided.MemoSectionRestored(owner, "e1", section, lang))
    else:
        world.tell(decided.MemoSectionWritten(owner, "e1", section, lang, draw(texts), "0" * 16))


def _edit_card(draw: st.DrawFn, world: World) -> None:
    criterion = CardCriterion("market", *(draw(texts) for _ in range(4)), draw(st.integers(1, 100)))
    world.tell(decided.ScorecardEdited(draw(st.sampled_from(FIRMS)), "vc", (criterion,)))


def _engagement(draw: st.DrawFn, world: World) -> str | None:
    return draw(st.sampled_from(sorted(world.owners))) if world.owners else None


def _set_terms(draw: st.DrawFn, world: World) -> None:
    if name := _engagement(draw, world):
        version = world.deals[name].terms_version + 1
        world.tell(decided.TermsSet(name, version, draw(terms)))


def _commit(draw: st.DrawFn, world: World) -> None:
    if name := _engagement(draw, world):
        letter = Commitment(draw(texts), draw(_won), draw(days), draw(st.none() | days), draw(st.sampled_from(FIRMS)))
        world.tell(decided.CommitmentGiven(name, letter))


def _pay(draw: st.DrawFn, world: World) -> None:
    if name := _engagement(draw, world):
        payment = Payment(
            id=f"p{draw(st.integers(1, 9))}",
            fund_id=draw(st.sampled_from(["f1", "f2"])),
            payer_id=world.owners[name],
            amount_won=draw(_won),
            shares=draw(st.integers(0, 10**9)),
            price_won=draw(_maybe_won),
            instrument=draw(st.sampled_from(Instrument)),
            paid_on=draw(days),
            new_shares=draw(st.booleans()),
            proof=draw(texts),
            terms_version=world.deals[name].terms_version,
        )
        world.tell(decided.PaymentMade(name, payment))


def _void(draw: st.DrawFn, world: World) -> None:
    made = sorted((name, payment.id) for name, deal in world.deals.items() for payment in deal.payments)
    if made:
        world.tell(decided.PaymentVoided(*draw(st.sampled_from(made)), draw(_reasons)))


def _join(draw: st.DrawFn, world: World) -> None:
    if name := _engagement(draw, world):
        world.tell(EngagementsJoined(name, draw(st.sampled_from(["", *sorted(world.owners)]))))


def _convene(draw: st.DrawFn, world: World) -> None:
    linked = draw(st.sampled_from([None, *sorted(world.sessions)]))
    world.tell(
        decided.SessionConvened(
            session_id=f"s{len(world.sessions) + 1}",
            owner_id=draw(st.sampled_from(FIRMS)),
            session_kind=draw(st.sampled_from(SessionKind)),
            held_at=world.now + timedelta(days=draw(st.integers(-2, 9))),
            place=draw(texts),
            title=draw(texts),
            criteria=draw(st.sampled_from([(), ("market", "team")])),
            linked_session_id=linked,
        )
    )


def _session(draw: st.DrawFn, world: World) -> CommitteeSession:
    if not world.sessions:
        _convene(draw, world)
    return world.sessions[draw(st.sampled_from(sorted(world.sessions)))]


def _item(draw: st.DrawFn, world: World) -> tuple[CommitteeSession, AgendaItem] | None:
    """Draw an item, tabling one if there is none to speak of."""
    if not any(each.items for each in world.sessions.values()):
        _table(draw, world)
    items = [(each, item) for _, each in sorted(world.sessions.items()) for item in each.items]
    return draw(st.sampled_from(items)) if items else None


def _change(draw: st.DrawFn, world: World) -> None:
    world.tell(decided.SessionChanged(_session(draw, world).id, world.now, draw(texts), draw(texts)))


def _table(draw: st.DrawFn, world: World) -> None:
    now = _session(draw, world)
    if name := _engagement(draw, world):
        item = AgendaItem(
            id=f"{now.id}-i{draw(st.integers(1, 4))}",
            engagement_id=name,
            company_id=draw(st.sampled_from(world.companies)),
            fund_id=draw(st.sampled_from(["f1", "f2"])),
            terms_version=world.deals[name].terms_version,
            voters=draw(voters),
            chair_id=draw(st.none() | st.sampled_from(PEOPLE)),
            rule=draw(rules),
            papers=draw(st.lists(texts, max_size=2).map(tuple)),
            linked_item_id=draw(st.none() | st.just("s1-i1")),
        )
        world.tell(decided.ItemTabled(now.id, item))


def _attend(draw: st.DrawFn, world: World) -> None:
    world.tell(decided.AttendanceKept(_session(draw, world).id, draw(voters)))


def _vote(draw: st.DrawFn, world: World) -> None:
    if found := _item(draw, world):
        now, item = found
        ballot, channel = draw(st.sampled_from(Ballot)), draw(st.sampled_from(Channel))
        voter = draw(st.sampled_from(item.voters))
        world.tell(decided.VoteCast(now.id, item.id, voter, ballot, draw(texts), draw(texts), channel))


def _recuse(draw: st.DrawFn, world: World) -> None:
    if found := _item(draw, world):
        now, item = found
        world.tell(decided.VoterRecused(now.id, item.id, draw(st.sampled_from(item.voters)), draw(texts)))


def _score(draw: st.DrawFn, world: World) -> None:
    if found := _item(draw, world):
        now, item = found
        marks = tuple(Mark(criterion, draw(st.integers(0, 100))) for criterion in ("market", "team"))
        world.tell(decided.ScoreGiven(now.id, item.id, draw(st.sampled_from(item.voters)), marks, draw(texts)))


def _issue_link(draw: st.DrawFn, world: World) -> None:
    until = world.now + timedelta(hours=draw(st.integers(1, 90)))
    secret = draw(st.sampled_from(["a" * 64, "b" * 64]))
    world.tell(decided.VoteLinkIssued(_session(draw, world).id, draw(st.sampled_from(PEOPLE)), secret, until))


def _use_link(draw: st.DrawFn, world: World) -> None:
    world.tell(decided.VoteLinkUsed(_session(draw, world).id, draw(st.sampled_from(PEOPLE))))


def _resolve(draw: st.DrawFn, world: World) -> None:
    if found := _item(draw, world):
        now, item = found
        result = draw(st.sampled_from(Result))
        conditions = tuple(
            Condition(f"{item.id}-k{place}", draw(texts), draw(st.sampled_from(PEOPLE)), draw(st.none() | days))
            for place in range(draw(st.integers(1, 2)) if result is Result.CONDITIONAL else 0)
        )
        claims = tuple(draw(st.lists(relied, max_size=2)))
        resolution = Resolution(result, draw(tallies), conditions, claims, world.actor, world.now, draw(texts))
        world.tell(decided.ItemResolved(now.id, item.id, resolution))


def _settle(draw: st.DrawFn, world: World) -> None:
    waiting = [
        (name, item.id, condition.id)
        for name, each in sorted(world.sessions.items())
        for item in each.items
        if item.resolution is not None
        for condition in item.resolution.conditions
    ]
    if waiting:
        which, state = draw(st.sampled_from(waiting)), draw(st.sampled_from(ConditionState))
        world.tell(decided.ConditionSettled(*which, state, draw(texts), draw(st.none() | days)))


def _close(draw: st.DrawFn, world: World) -> None:
    world.tell(decided.SessionClosed(_session(draw, world).id, draw(texts)))


def _designate(draw: st.DrawFn, world: World) -> None:
    name = f"o{draw(st.integers(1, len(world.operators) + 1))}"
    owner = world.operators[name].organisation_id if name in world.operators else draw(st.sampled_from(FIRMS))
    kind, number = draw(st.sampled_from(OperatorKind)), draw(texts)
    world.tell(OperatorDesignated(name, owner, kind, number, draw(days), draw(st.none() | days), draw(members)))


def _operator(draw: st.DrawFn, world: World) -> str:
    if not world.operators:
        _designate(draw, world)
    return draw(st.sampled_from(sorted(world.operators)))


def _allot(draw: st.DrawFn, world: World) -> None:
    allotment = Allotment(draw(texts), draw(days), draw(days), draw(st.integers(0, 9)))
    world.tell(SlotsAllotted(_operator(draw, world), allotment))


def _recommend(draw: st.DrawFn, world: World) -> None:
    if name := _engagement(draw, world):
        given = Recommendation(
            id=f"r{draw(st.integers(1, 5))}",
            engagement_id=name,
            company_id=draw(st.sampled_from(world.companies)),
            programme="scaleup_tips",
            recommended_on=draw(days),
            slot=draw(st.integers(1, 9)),
            ruleset_id=draw(texts),
            outcome="{}",
            confirmation=draw(texts),
        )
        world.tell(Recommended(_operator(draw, world), given))


def _withdraw(draw: st.DrawFn, world: World) -> None:
    given = sorted((name, each.id) for name, one in world.operators.items() for each in one.recommendations)
    if given:
        world.tell(RecommendationWithdrawn(*draw(st.sampled_from(given)), draw(_reasons)))


def _keep_fact(draw: st.DrawFn, world: World) -> None:
    company, firm = draw(st.sampled_from(world.companies)), draw(st.sampled_from(FIRMS))
    fact, dates = draw(st.sampled_from(["founded_on", "revenue_won"])), st.none() | days
    file = draw(st.sampled_from(["", "file"]))
    world.tell(CompanyFactKept(company, firm, fact, draw(texts), draw(dates), draw(dates), draw(texts), file))


def _file(draw: st.DrawFn, world: World) -> None:
    if found := _item(draw, world):
        now, item = found
        state = draw(st.sampled_from(["not_filed", "filed", "received"]))
        when = None if state == "not_filed" else world.now
        values = tuple(draw(st.lists(st.tuples(texts, texts), max_size=3)))
        name = f"r1-{now.id}-{item.id}"
        by = "" if when is None else world.actor
        world.tell(FilingKept(name, now.owner_id, "r1", now.id, item.id, state, values, when, by))


def _edit_track(draw: st.DrawFn, world: World) -> None:
    track = TRACKS[draw(st.sampled_from(["vc", "followup"]))]
    stages = tuple(replace(each, stale_days=draw(st.none() | st.integers(1, 99))) for each in track.stages)
    world.tell(TrackEdited(track.id, draw(texts), draw(texts), stages))


def _close_day(draw: st.DrawFn, world: World) -> None:
    world.tell(HolidayKept(draw(days), draw(st.booleans()), draw(texts)))


def _keep_figure(draw: st.DrawFn, world: World) -> None:
    name, value = draw(st.sampled_from(["age_years", "revenue_won"])), draw(st.sampled_from(["", "7", "8"]))
    world.tell(FigureKept(draw(st.sampled_from(FIRMS)), "SUT-2026.1", "SUT-08", name, value, draw(texts)))


def _grant_projects(engagement: str, owner: str) -> st.SearchStrategy[GrantProject]:
    """Projects with parts of every kind: the ledger keeps whatever the domain let through."""
    maybe_days = st.none() | days
    evaluations = st.builds(
        GrantEvaluation, id=texts, kind=st.sampled_from(EvaluationKind), held_on=days, year=st.integers(0, 4),
        score=_percent, verdict=st.none() | st.sampled_from(ProjectVerdict), notified_on=maybe_days,
        appealed_on=maybe_days, answered_on=maybe_days, upheld=st.none() | st.booleans(), comment=texts,
    )  # fmt: skip
    reports = st.builds(
        ProjectReport, id=texts, kind=st.sampled_from(ProjectReportKind), year=st.integers(0, 4), due_on=maybe_days,
        submitted_on=maybe_days, verdict=st.none() | st.sampled_from(ProjectVerdict), judged_on=maybe_days,
    )  # fmt: skip
    matches = st.builds(MatchRequest, texts, days, _won, maybe_days, _maybe_won, maybe_days, _percent)
    few = {"max_size": 2}
    return st.builds(
        GrantProject,
        id=st.just(f"p-{engagement}"),
        owner_id=st.just(owner),
        engagement_id=st.just(engagement),
        application_number=texts,
        applied_on=maybe_days,
        agreement=st.builds(Agreement, texts, maybe_days, maybe_days, maybe_days, maybe_days),
        years=st.lists(st.builds(GrantYear, texts, st.integers(1, 4), days, days, _won, _won, _won), **few).map(tuple),
        evaluations=st.lists(evaluations, **few).map(tuple),
        payments=st.lists(st.builds(GrantPayment, texts, st.integers(1, 4), days, _won), **few).map(tuple),
        reports=st.lists(reports, **few).map(tuple),
        matches=st.lists(matches, **few).map(tuple),
        royalties=st.lists(st.builds(Royalty, texts, st.integers(2020, 2030), _won), **few).map(tuple),
    )


def _keep_project(draw: st.DrawFn, world: World) -> None:
    if engagement := _engagement(draw, world):
        project = draw(_grant_projects(engagement, world.owners[engagement]))
        world.tell(GrantProjectKept(project, draw(st.none() | st.integers(1, 9))))


def _keep_sharing(draw: st.DrawFn, world: World) -> None:
    world.tell(SharingKept(draw(st.sampled_from(FIRMS)), draw(st.sampled_from(["", *FIRMS])), draw(st.booleans())))


def _keep_need(draw: st.DrawFn, world: World) -> None:
    firm = draw(st.sampled_from(FIRMS))
    proposals = st.lists(st.builds(Proposal, st.sampled_from(world.companies), texts), max_size=2).map(tuple)
    need = st.builds(
        Need, st.just(f"n-{firm}"), st.just(firm), texts, texts, texts, texts, budget_won=_maybe_won,
        wanted_by=st.none() | days, measures=st.lists(texts, max_size=2).map(tuple),
        state=st.sampled_from(NeedState), proposals=proposals,
    )  # fmt: skip
    world.tell(NeedKept(draw(need), draw(st.none() | st.integers(1, 9))))


def _keep_deployment(draw: st.DrawFn, world: World) -> None:
    firm, company = draw(st.sampled_from(FIRMS)), draw(st.sampled_from(world.companies))
    results = st.builds(
        MeasuredResult, texts, texts, _percent, _percent, _percent, texts, st.none() | days, st.sampled_from(Basis),
        texts, texts,
    )  # fmt: skip
    deployment = st.builds(
        Deployment, st.just(f"d-{firm}"), st.just(firm), st.just(company), texts, texts, texts, st.none() | days, texts,
        st.booleans(), st.booleans(), st.lists(results, max_size=2).map(tuple),
    )  # fmt: skip
    world.tell(DeploymentKept(draw(deployment), draw(st.none() | st.integers(1, 9))))


def _keep_award(draw: st.DrawFn, world: World) -> None:
    firm = draw(st.sampled_from(FIRMS))
    numbers = st.integers(1, 40)
    criteria = st.lists(st.builds(AwardCriterion, texts, texts, texts, numbers), max_size=2).map(tuple)
    prizes = st.lists(st.builds(Prize, texts, texts, texts, numbers), max_size=2).map(tuple)
    maybe = st.none() | days
    award = st.builds(
        Award,
        st.just(f"a-{firm}"),
        st.just(firm),
        texts,
        texts,
        numbers,
        maybe,
        maybe,
        texts,
        criteria,
        prizes,
        numbers,
    )
    world.tell(AwardKept(draw(award)))


def _keep_award_part(draw: st.DrawFn, world: World) -> None:
    firm, company, name = draw(st.sampled_from(FIRMS)), draw(st.sampled_from(world.companies)), draw(texts)
    owned = (f"a-{firm}", firm)
    entry = AwardEntry(f"e-{firm}", *owned, "", company, name, draw(st.integers(1, 9)), name, name, name)
    judge = Judge(f"j-{firm}", *owned, draw(st.sampled_from(AwardRound)), name, "1", name, draw(st.booleans()))
    sheet = ScoreSheet(f"j-{firm}", f"e-{firm}", *owned, ((name, draw(st.integers(0, 40))),), name, name)
    part = draw(st.sampled_from(["entry", "judge", "sheet"]))
    world.tell({"entry": AwardEntryKept(entry), "judge": JudgeKept(judge), "sheet": ScoreSheetKept(sheet)}[part])


def _keep_programme_part(draw: st.DrawFn, world: World) -> None:
    firm, name, won = draw(st.sampled_from(FIRMS)), draw(texts), draw(st.integers(0, 10**12))
    owned, share = (f"p-{firm}", firm), draw(st.decimals(0, 100, places=2))
    region = ProgrammeRegion("gyeongnam", name, name, "경남", "gyeongnam", name, name)
    indicator = Indicator("defect", name, name, draw(st.sampled_from(Way)), "%", most=100)
    programme = Programme(*owned, name, name, 2025, 2027, (region,), (), (indicator,), 15, name)
    plan = RegionPlan(*owned, "gyeongnam", 2025, ((name, won),), (won, 0, 0, 0), 3, ((name, share),))
    listed = SupportedFirm(f"s-{firm}", *owned, "gyeongnam", 2025, name, name, name, won, name, draw(st.none() | days))
    teller = Teller(*owned, "gyeongnam", draw(st.sampled_from(["", f"s-{firm}"])))
    proof = draw(st.none() | st.just(Proof("0" * 64, ".pdf", 7)))
    figures = (Figure(name, share, draw(st.none() | st.just(share))),)
    report = QuarterReport(teller, 2025, 3, figures, name, proof, draw(st.sampled_from(ReportState)), name)
    events = (
        ProgrammeKept(programme), RegionPlanKept(plan), SupportedFirmKept(listed),
        TellerAddressKept(TellerAddress(teller, name)), QuarterReportKept(report),
    )  # fmt: skip
    world.tell(draw(st.sampled_from(events)))


DECISIONS: tuple[Callable[[st.DrawFn, World], None], ...] = (
    *(_keep_fund, _keep_rate, _score_deal, _edit_card, _write_memo, _set_terms, _commit, _pay, _void, _join),
    *(_convene, _change, _table, _table, _attend, _vote, _vote, _recuse, _score, _issue_link, _use_link),
    *(_resolve, _settle, _close, _designate, _allot, _recommend, _withdraw),
    *(_keep_fact, _file, _edit_track, _close_day, _keep_figure, _keep_project),
    *(_keep_need, _keep_deployment, _keep_sharing, _keep_award, _keep_award_part, _keep_programme_part),
)
"""Every act that decides, as often as it is to be drawn."""
