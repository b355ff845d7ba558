"""Load the fictional event into an empty workspace: ``dealflow demo load`` (or ``make demo``) calls ``load``.

The decks are taken in and read by the same actions that people use; histories are told as acts of the past, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from random import Random

import adopting
import awarding
import desk
import gana
import known
import regional
from days import acts as of_days
from decisions import House, designate
from fiction import told, truth
from fiction.cast import EVENT, EVERYONE, OPERATORS, ORGANISER, PAST_EVENT, SUPPLIER, VCS, Member
from fiction.companies import BY_KEY, COMPANIES
from fiction.histories import Story, stories
from spring import acts as of_spring

from dealflow.actions.claims import intake, reading_queue, review
from dealflow.actions.companies import companies
from dealflow.actions.home import news
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.claims import ClaimStatus, Correction, Scope
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Submission
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.domain.people.people import IrEventDetails, NewOrganisation
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.domain.values.quantity import Unit

SOURCE = "demo"
SYSTEM = Viewer("system", "system", Role.ADMIN)
REGISTERED, SPRING, FIRST_WAVE, SECOND_WAVE = 176, 105, 34, 9
"""Days before now: when the companies were listed, the past event was held, and the decks came in."""
LATE = ("gaonvision_v2", "onsaemi", "neulbom", "chaoreum")
UNASSIGNED = "onsaemi"
LOCKED = "neulbom_locked"
PRIVATE = (("vc-gana", "nuriyeji"), ("vc-dongnam", "hanbittool"))
"""Decks that an investor got by its own mail, besides the event's copies."""
CHECKED = (
    "gaonvision_v1",
    "nuriyeji",
    "daonrobotics",
    "mireu",
    "garamcast",
    "naraeaero",
    "haemaru",
    "raonpress",
    "bareunlogi",
)
LAST_VISIT = 8
"""How many days ago the people of the demo looked at Home last."""
Act = tuple[datetime, Callable[[datetime], object]]


def load(ws: Workspace, *, at: datetime) -> None:
    """Fill an empty workspace with the fictional event as of ``at``; a workspace that holds anything is left alone."""
    if people.organisations(ws):
        return
    quiet = replace(ws, follows=False)
    register_cast(quiet, at)
    acts = [*_decks(quiet, at), *_engagements(quiet, at), *of_days(quiet, partial(ago, at))]
    acts += of_spring(quiet, at.date() - timedelta(days=SPRING))
    acts.append((ago(at, LAST_VISIT), partial(_look_in, quiet)))
    for when, act in sorted(acts, key=lambda other_act: other_act[0]):
        act(when)
    if ws.follows:
        ws.warehouse.refresh()


def ago(at: datetime, days: float) -> datetime:
    """Return a moment that many days before ``at``, in Korean office hours of a weekday where it is long past.

    Later days stay later: a week of seven days is pressed into five of eight hours.
    """
    moment = at - timedelta(days=days)
    if days < 2:  # noqa: PLR2004 - what happened just now keeps its hour
        return moment
    monday = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) - timedelta(days=moment.weekday())
    worked = (moment - monday) / timedelta(days=7) * 5
    return monday + timedelta(days=int(worked), hours=worked % 1 * 8)


def _look_in(ws: Workspace, when: datetime) -> None:
    """Let everybody look at Home: what comes later is new to them on the first day of the demo."""
    for member in EVERYONE:
        for place in range(len(member.people)):
            news.mark_seen(Looking(ws, _viewer(member, place)), at=when)


def _viewer(member: Member, place: int = 0) -> Viewer:
    return Viewer(member.person_id(place), member.id, member.people[place][1])


CLERK, CHECKER = _viewer(ORGANISER), _viewer(ORGANISER, 1)
MEMBERS = {member.id: member for member in EVERYONE}


def register_cast(ws: Workspace, at: datetime) -> None:
    """Register organisations, people, the events and the companies."""
    then = ago(at, REGISTERED)
    for member in EVERYONE:
        people.register_organisation(
            Acting(ws, SYSTEM, then, SOURCE),
            NewOrganisation(member.ko, member.en, member.kind, region=member.region, is_demo=True),
            organisation_id=member.id,
        )
        for place, (title, role) in enumerate(member.people):
            people.register_person(
                Acting(ws, SYSTEM, then, SOURCE),
                name=title,
                organisation_id=member.id,
                role=role,
                person_id=member.person_id(place),
            )
    for event, title, title_en, day in (
        (
            PAST_EVENT,
            "[모의] 상반기 제조AI IR 데이",
            "[Mock] Spring manufacturing AI IR day",
            at.date() - timedelta(days=SPRING),
        ),
        (EVENT, "[모의] 지역 제조AI IR 데이", "[Mock] Regional manufacturing AI IR day", at.date() + timedelta(days=6)),
    ):
        ir_events.register_ir_event(
            Acting(ws, CLERK, then, SOURCE),
            IrEventDetails(title, title_en, day, "예시컨벤션센터(가상)", "Example Convention Center (Fictional)"),
            ir_event_id=event,
        )
    for company in COMPANIES:
        companies.register_company(
            Acting(ws, CLERK, then, SOURCE),
            CompanyDetails(
                company.name,
                name_en=company.name_en,
                biz_reg_no=company.biz_reg_no,
                region=company.region,
                sector=company.sector,
            ),
            is_demo=True,
            company_id=company.key,
        )
    for member in OPERATORS:
        designate(ws, member, _viewer(member), then)
    people.register_person(
        Acting(ws, SYSTEM, then, SOURCE),
        name="IR 담당",
        organisation_id=SUPPLIER.id,
        role=Role.COMPANY_GUEST,
        company_id=COMPANIES[0].key,
        person_id=f"{SUPPLIER.id}-1",
    )


# --- decks --------------------------------------------------------------------------------------------------------


def _decks(ws: Workspace, at: datetime) -> Iterator[Act]:
    """Yield the intake of two waves of decks, the private copies, their reading, and what people said of the claims."""
    ids: dict[str, str] = {}
    names = [name for name in truth.names() if name not in LATE]
    for days, wave in ((FIRST_WAVE, names), (SECOND_WAVE, [*LATE, LOCKED])):
        yield ago(at, days), partial(_take_in, ws, wave, ids)
    yield ago(at, FIRST_WAVE - 4), lambda when: _check(ws, CHECKER, CHECKED, ids, when)
    yield ago(at, SECOND_WAVE - 3), lambda when: _check(ws, CHECKER, ("gaonvision_v2",), ids, when)
    for owner, name in PRIVATE:
        viewer = _viewer(MEMBERS[owner])
        yield ago(at, 60), partial(_by_mail, ws, viewer, name)
    yield ago(at, 20), lambda when: _check(ws, _viewer(VCS[0]), ("gaonvision_v1", "areumweld"), ids, when)
    yield ago(at, 7.5), lambda when: _check(ws, _viewer(gana.HOUSE), gana.COMING, ids, when)
    yield ago(at, 5), lambda when: _check(ws, _viewer(OPERATORS[0]), ("daonrobotics",), ids, when)


def _received(ws: Workspace, viewer: Viewer, name: str, when: datetime, audience: Audience) -> str:
    data = (truth.DECKS / f"{name}.pdf").read_bytes()
    label = name.removesuffix("_v1").removesuffix("_v2").removesuffix("_locked")
    came = intake.receive(
        Acting(ws, viewer, when, SOURCE),
        file_name=f"{BY_KEY[label].name}_IR_{name.rsplit('_', 1)[-1] if '_' in name else '2026'}.pdf",
        data=data,
        submission=Submission(ir_event_id=EVENT if audience is Audience.EVENT else None, audience=audience),
    )
    return came.deck_id


def _read_all(ws: Workspace, deck_ids: list[str], when: datetime) -> None:
    with ThreadPoolExecutor(max_workers=2) as readers:
        list(readers.map(lambda deck_id: reading_queue.read_one(ws, deck_id, at=when, source=SOURCE), deck_ids))


def _take_in(ws: Workspace, wave: list[str], ids: dict[str, str], when: datetime) -> None:
    """Receive a wave of the event's decks, read them two at a time, and say whose they are."""
    for place, name in enumerate(wave):
        ids[name] = _received(ws, CLERK, name, when + timedelta(minutes=place), Audience.EVENT)
    _read_all(ws, [ids[name] for name in wave], when + timedelta(minutes=30))
    for place, name in enumerate(wave):
        if name not in {UNASSIGNED, LOCKED}:
            company = BY_KEY[name.removesuffix("_v1").removesuffix("_v2")]
            intake.confirm_company(
                Acting(ws, CLERK, when + timedelta(minutes=40 + place), SOURCE),
                ids[name],
                company_id=company.key,
                round_label=company.deal.name,
            )


def _by_mail(ws: Workspace, viewer: Viewer, name: str, when: datetime) -> None:
    """Receive an investor's own copy of a deck: nobody else knows of it."""
    deck_id = _received(ws, viewer, name, when, Audience.ORGANISATION)
    _read_all(ws, [deck_id], when + timedelta(minutes=2))
    company = BY_KEY[name]
    intake.confirm_company(
        Acting(ws, viewer, when + timedelta(minutes=9), SOURCE),
        deck_id,
        company_id=company.key,
        round_label=company.deal.name,
    )
    _check(ws, viewer, (name,), {name: deck_id}, when + timedelta(minutes=15))


def _check(ws: Workspace, viewer: Viewer, names: tuple[str, ...], ids: dict[str, str], when: datetime) -> None:
    """Go through the decks as a careful reader would, the figures that matter and most others."""
    chance = Random(f"{viewer.person_id} {names}")
    for place, name in enumerate(names):
        golden, facts = truth.read(name), _facts()[name]
        moment = when + timedelta(minutes=10 * place)
        for claim in review.claims(Looking(ws, viewer), ids[name]):
            moment += timedelta(seconds=8)
            right = truth.answer(claim.claim, golden)
            matters = right is not None and right.tier == "headline"
            later = not matters and chance.random() <= 0.35  # noqa: PLR2004 - the rest is left for later
            if right is None and claim.claim.quantity.unit is Unit.TEXT:
                _judge_words(ws, viewer, claim, facts, moment)
            elif not later:
                _judge(ws, viewer, claim, right, moment)


@cache
def _facts() -> dict[str, tuple[told.Fact, ...]]:
    return told.facts()


def _judge_words(
    ws: Workspace, viewer: Viewer, claim: review.ClaimView, facts: tuple[told.Fact, ...], when: datetime
) -> None:
    """Accept what a deck tells in words, and reject what it does not."""
    if any(told.same(claim.claim, fact) for fact in facts):
        review.accept(Acting(ws, viewer, when, SOURCE), claim.claim.id)
    else:
        review.reject(Acting(ws, viewer, when, SOURCE), claim.claim.id, note="자료에 없는 내용")


def _judge(ws: Workspace, viewer: Viewer, claim: review.ClaimView, right: truth.Golden | None, when: datetime) -> None:
    """Accept what is right, correct what is nearly so, reject what is nobody's figure."""
    if right is None or right.distractor:
        review.reject(Acting(ws, viewer, when, SOURCE), claim.claim.id, note="회사의 수치가 아님")
        return
    correction = review.stated(claim.claim)
    metric = right.metric if correction.quantity.unit in ws.metric(right.metric).units else correction.metric
    unsaid = right.status == ClaimStatus.ACTUAL and correction.status is ClaimStatus.UNKNOWN
    status = correction.status if unsaid else ClaimStatus(right.status)
    meant = Correction(
        metric, correction.quantity, Scope(right.scope), status, correction.aggregation, correction.period
    )
    if meant == correction:
        review.accept(Acting(ws, viewer, when, SOURCE), claim.claim.id)
    else:
        review.correct(Acting(ws, viewer, when, SOURCE), claim.claim.id, meant)


# --- engagements --------------------------------------------------------------------------------------------------


def _engagements(ws: Workspace, at: datetime) -> Iterator[Act]:
    """Yield every act of every engagement's story."""
    houses = {
        member.id: House(ws, member, tuple(_viewer(member, place) for place in range(len(member.people))), _coming(at))
        for member in (*VCS, *OPERATORS)
    }
    first = gana.Committee(houses[gana.HOUSE.id])
    for story in gana.stories(stories({track.id: track for track in ws.tracks})):
        opened = first.engagements if story.owner == gana.HOUSE else {}
        yield from _tell(ws, story, houses.get(story.owner.id), at, opened)
    colleagues = tuple(_viewer(gana.HOUSE, place) for place in range(len(gana.HOUSE.people)))
    written = desk.acts(ws, colleagues, first.engagements, at.date())
    organiser = _viewer(ORGANISER, 0)
    sharing = tuple(_viewer(member, 0) for member in OPERATORS[:3])
    awarded = awarding.acts(ws, organiser, sharing, at.date())
    of_organiser = (*adopting.acts(ws, organiser, at.date()), *awarded, *regional.acts(ws, organiser, at.date()))
    for days, act in (*first.acts(), *known.acts(ws, colleagues[0]), *written, *of_organiser):
        yield ago(at, days), act


def _coming(at: datetime) -> datetime:
    """Return when the houses' next main committees meet: a week from now, at two in the afternoon in Korea."""
    return (at + timedelta(days=8)).replace(hour=5, minute=0, second=0, microsecond=0)


def _tell(ws: Workspace, story: Story, house: House | None, at: datetime, opened: dict[str, str]) -> Iterator[Act]:
    """Yield the acts of one engagement; ``opened`` takes its id by company."""
    viewer = _viewer(story.owner, story.assignee)
    track = ws.track(story.track)
    reached = {"stage": 0}

    def begin(when: datetime) -> None:
        opened[story.company] = engagements.open_engagement(
            Acting(ws, viewer, when, SOURCE),
            NewEngagement(
                company_id=story.company,
                investor_id=story.investor_id,
                track=story.track,
                round_label=BY_KEY[story.company].deal.name,
                assignee_id=viewer.person_id,
                ir_event_id=story.ir_event,
            ),
        )

    yield ago(at, story.opened), begin

    def go(stage: str, when: datetime) -> None:
        there = track.position(stage)
        for passed in track.stages[reached["stage"] + 1 : there + 1] if house else ():
            house.prepare(story, opened[story.company], passed.id, when)
        reached["stage"] = there
        if stage == "recommended" and house and house.recommend(story, opened[story.company], when):
            return
        engagements.move(Acting(ws, viewer, when, SOURCE), opened[story.company], stage)

    def write(words: str, when: datetime) -> None:
        engagements.note(Acting(ws, viewer, when, SOURCE), opened[story.company], words)

    for days, stage in story.moves:
        yield ago(at, days), partial(go, stage)
    for days, words in story.notes:
        yield ago(at, days), partial(write, words)
    if story.step:
        yield ago(at, story.step_at), lambda when: _agree(ws, viewer, opened[story.company], story, (when, at.date()))
    if story.status is not Status.ACTIVE:
        yield (
            ago(at, story.status_at),
            lambda when: engagements.set_status(
                Acting(ws, viewer, when, SOURCE), opened[story.company], story.status, reason=story.reason
            ),
        )


def _agree(ws: Workspace, viewer: Viewer, engagement_id: str, story: Story, times: tuple[datetime, date]) -> None:
    when, today = times
    due = None if story.due_in is None else today + timedelta(days=story.due_in)
    engagements.set_next_step(
        Acting(ws, viewer, when, SOURCE), engagement_id, step=story.step, due=due, assignee_id=viewer.person_id
    )
