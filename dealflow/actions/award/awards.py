"""Awards run by a house: the call, cases on the award track, judges, ranking, the way to the final, prizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.adoption.deployments import Deployment
from dealflow.domain.award.awards import (
    Award,
    AwardEntry,
    AwardRound,
    Judge,
    Prize,
    Ranked,
    ScoreSheet,
    cases_of,
    chosen,
    prizes_of,
    ranking,
    require_same_criteria,
    require_sound_award,
    with_preliminary,
)
from dealflow.domain.award.declarations import undeclared
from dealflow.domain.award.events import AwardEntryKept, AwardKept
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import adoption, pipeline
from dealflow.store.ledger.queries import award as queries
from dealflow.store.ledger.queries import companies as company_queries

TRACK: Final = "award"
_LONGEST: Final = 6_000


@dataclass(frozen=True, slots=True)
class AwardView:
    """An award as its house sees it, with everything that was handed in."""

    award: Award
    version: int
    entries: tuple[AwardEntry, ...]
    judges: tuple[Judge, ...]
    sheets: tuple[ScoreSheet, ...]
    companies: dict[str, Company]

    def ranked(self, award_round: AwardRound, office_id: str = "") -> tuple[Ranked, ...]:
        """Return the ranking of one office's preliminary, or of the final, which may count the preliminary in part."""
        judges = [judge for judge in self.judges if (judge.round, judge.office_id) == (award_round, office_id)]
        entries = cases_of(self.entries, award_round, office_id)
        own = ranking(entries, self.sheets, judges)
        if not (award_round is AwardRound.FINAL and self.award.preliminary_percent):
            return own
        used = {entry.office_id for entry in entries}
        lines = (line for office in used for line in self.ranked(AwardRound.REGIONAL, office))
        return with_preliminary(own, {line.entry.id: line.mean for line in lines}, self.award)

    def has_declared(self, judge: Judge) -> bool:
        """Say whether a judge declared of every case of the round, except those that the judge is kept from."""
        barred = {sheet.entry_id for sheet in self.sheets if sheet.judge_id == judge.id and sheet.is_barred}
        cases = (entry.id for entry in cases_of(self.entries, judge.round, judge.office_id) if entry.id not in barred)
        return judge.declaration is not None and not undeclared(judge.declaration, cases)


@dataclass(frozen=True, slots=True)
class WinnerCase:
    """A winner's case: what it won, and what was measured where its company installed something."""

    award: Award
    entry: AwardEntry
    prize: Prize | None
    company: Company
    deployments: tuple[Deployment, ...]
    metrics: dict[str, Metric]


def winners(looking: Looking, award_id: str) -> tuple[WinnerCase, ...]:
    """Return the cases that won something, the highest prize first.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no events; the house has no such award.
    """
    view = award(looking, award_id)
    order = {prize.id: place for place, prize in enumerate(view.award.prizes)}
    entries = sorted(
        (entry for entry in view.entries if entry.prize_id in order and entry.company_id in view.companies),
        key=lambda entry: (order[entry.prize_id], entry.number),
    )
    with looking.ws.ledger.read() as session:
        standing = adoption.deployments(
            session, looking.ws.name, looking.viewer, {entry.company_id for entry in entries}
        )
    metrics = {metric.id: metric for metric in looking.ws.metrics}
    return tuple(
        WinnerCase(
            view.award,
            entry,
            view.award.prizes[order[entry.prize_id]],
            view.companies[entry.company_id],
            tuple(deployment for deployment, _ in standing if deployment.company_id == entry.company_id),
            metrics,
        )
        for entry in entries
    )


def awards(looking: Looking) -> tuple[Award, ...]:
    """Return the awards of the viewer's house, the latest year first; nothing for who runs no events."""
    if not may(looking.viewer, Act.RUN_EVENTS):
        return ()
    with looking.ws.ledger.read() as session:
        known = queries.awards(session, looking.ws.name, looking.viewer)
    return tuple(sorted((award for award, _ in known), key=lambda award: (-award.year, award.title_ko)))


def award(looking: Looking, award_id: str) -> AwardView:
    """Return one award of the viewer's house.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no events; the house has no such award.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        return view_of(looking.within(session), award_id)


@transacted
def keep_award(acting: Acting, new: Award) -> str:
    """Set an award up, or change it, and return its id.

    Raises:
        NotAllowedError: the viewer's role runs no events.
        NotFoundError: the house has no such award.
        InvalidInputError: the title is missing, it cannot be judged, or criteria changed that sheets are filled in by.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    view = view_of(acting, new.id) if new.id else None
    now = replace(
        new,
        id=new.id or new_id("award", acting.viewer.organisation_id, new.title_ko, new.year, acting.at),
        owner_id=acting.viewer.organisation_id,
        title_ko=written(new.title_ko, "title", required=True),
        title_en=written(new.title_en, "title"),
        call=written(new.call, "call", longest=_LONGEST),
        contact=written(new.contact, "contact", longest=500),
        call_hash="" if view is None else view.award.call_hash,
    )
    require_sound_award(now)
    if view is not None:
        rounds = {judge.id: judge.round for judge in view.judges}
        judged = (rounds[sheet.judge_id] for sheet in view.sheets if sheet.marks)
        require_same_criteria(view.award, now, judged)
    if view is None or now != view.award:
        acting.record([AwardKept(now)], after=0 if view is None else view.version)
    return now.id


@transacted
def enter(acting: Acting, entry: AwardEntry) -> str:
    """Take a case in and return its id: an engagement of the award track begins; without an id it is a new one.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award, company or entry.
        InvalidInputError: the case has no title, or the company handed one in already.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    award, _ = require_award(acting, entry.award_id)
    if company_queries.find_company(acting.session, acting.ws.name, acting.viewer, entry.company_id) is None:
        raise NotFoundError(kind="company", id=entry.company_id)
    if entry.id:
        title, summary, evidence = _words(entry)
        before, version = own_entry(acting, entry.award_id, entry.id)
        changed = replace(before, case_title=title, summary=summary, evidence=evidence, office_id=entry.office_id)
        acting.record([AwardEntryKept(changed)], after=version)
        return entry.id
    known = [other for other, _ in queries.entries(acting.session, acting.ws.name, acting.viewer, entry.award_id)]
    return entered(acting, award, known, entry).id


def require_one_case(known: Iterable[AwardEntry], company_id: str) -> None:
    """Require that a company has no case in the award that stands.

    Raises:
        InvalidInputError: it has one.
    """
    if any(other.company_id == company_id and not other.is_withdrawn for other in known):
        raise InvalidInputError(field="company", problem="repeated", value=company_id)


def entered(acting: Acting, award: Award, known: Sequence[AwardEntry], entry: AwardEntry) -> AwardEntry:
    """Return a new case as it was entered beside those that are known, inside a transaction; its engagement begins.

    Raises:
        InvalidInputError: the case has no title, or the company handed one in already.
    """
    title, summary, evidence = _words(entry)
    require_one_case(known, entry.company_id)
    number = 1 + max((other.number for other in known), default=0)
    owner = acting.viewer.organisation_id
    label = f"{award.title_ko} {number}"[:200]
    engagement_id = engagements.open_engagement(acting, NewEngagement(entry.company_id, owner, TRACK, label))
    entry_id = new_id("award_entry", entry.award_id, number)
    new = replace(
        entry,
        id=entry_id, owner_id=owner, engagement_id=engagement_id, number=number, case_title=title, summary=summary,
        evidence=evidence, is_finalist=False, prize_id="", is_withdrawn=False,
    )  # fmt: skip
    acting.record([AwardEntryKept(new)], after=0)
    return new


def _words(entry: AwardEntry) -> tuple[str, str, str]:
    """Return title, summary and evidence of a case as they are kept."""
    title = written(entry.case_title, "title", required=True)
    return (
        title,
        written(entry.summary, "summary", longest=_LONGEST),
        written(entry.evidence, "summary", longest=_LONGEST),
    )


@transacted
def withdraw_entry(acting: Acting, award_id: str, entry_id: str, *, withdrawn: bool = True) -> None:
    """Take a case out of the award, or put it back.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such case.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    before, version = own_entry(acting, award_id, entry_id)
    if before.is_withdrawn is not withdrawn:
        acting.record([AwardEntryKept(replace(before, is_withdrawn=withdrawn))], after=version)


@transacted
def send_to_final(acting: Acting, award_id: str, office_id: str) -> int:
    """Send the best of an office's preliminary to the final, their engagements too, and return how many.

    Raises:
        InvalidInputError: sheets are missing, or equal means stand on both sides of the line.
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    view = view_of(acting, award_id)
    best = chosen(view.ranked(AwardRound.REGIONAL, office_id), view.award.finalists)
    if not best:
        raise InvalidInputError(field="score", problem="missing")
    for entry in best:
        _, version = own_entry(acting, award_id, entry.id)
        if not entry.is_finalist:
            acting.record([AwardEntryKept(replace(entry, is_finalist=True))], after=version)
        _bring_to(acting, entry.engagement_id, "final")
    return len(best)


@transacted
def give_prizes(acting: Acting, award_id: str) -> int:
    """Give the prizes by the ranking of the final, and return how many were given.

    Raises:
        As ``send_to_final``.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    view = view_of(acting, award_id)
    pairs = prizes_of(view.ranked(AwardRound.FINAL), view.award.prizes)
    if not pairs:
        raise InvalidInputError(field="score", problem="missing")
    for entry, prize in pairs:
        _, version = own_entry(acting, award_id, entry.id)
        if entry.prize_id != prize.id:
            acting.record([AwardEntryKept(replace(entry, prize_id=prize.id))], after=version)
        _bring_to(acting, entry.engagement_id, "awarded")
    return len(pairs)


def _bring_to(acting: Acting, engagement_id: str, stage_id: str) -> None:
    """Move an engagement of the award track on, a stage at a time: nobody jumps over a decision."""
    track = acting.ws.track(TRACK)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id)
    for stage in track.stages[track.position(now.stage) + 1 : track.position(stage_id) + 1]:
        engagements.move(acting, engagement_id, stage.id)


def view_of(looking: Looking, award_id: str) -> AwardView:
    """Return one award of the viewer's house with all that was handed in, inside a transaction.

    Raises:
        NotFoundError: the house has no such award.
    """
    name, viewer, session = looking.ws.name, looking.viewer, looking.session
    for known, version in queries.awards(session, name, viewer):
        if known.id == award_id:
            entries = sorted(
                (entry for entry, _ in queries.entries(session, name, viewer, award_id)),
                key=lambda entry: entry.number,
            )
            judges = [judge for judge, _ in queries.judges(session, name, viewer, award_id)]
            judges.sort(key=lambda judge: (judge.round.value, judge.office_id, int(judge.label)))
            companies = {company.id: company for company in company_queries.companies(session, name, viewer)}
            return AwardView(
                known,
                version,
                tuple(entries),
                tuple(judges),
                queries.sheets(session, name, viewer, award_id),
                companies,
            )
    raise NotFoundError(kind="award", id=award_id)


def require_award(looking: Looking, award_id: str) -> tuple[Award, int]:
    """Return an award of the viewer's house with its version, inside a transaction.

    Raises:
        NotFoundError: the house has no such award.
    """
    for known, version in queries.awards(looking.session, looking.ws.name, looking.viewer):
        if known.id == award_id:
            return known, version
    raise NotFoundError(kind="award", id=award_id)


def own_entry(looking: Looking, award_id: str, entry_id: str) -> tuple[AwardEntry, int]:
    """Return a case of an award of the viewer's house with its version, inside a transaction.

    Raises:
        NotFoundError: there is no such case.
    """
    entries: Sequence[tuple[AwardEntry, int]] = queries.entries(
        looking.session, looking.ws.name, looking.viewer, award_id
    )
    for entry, version in entries:
        if entry.id == entry_id:
            return entry, version
    raise NotFoundError(kind="entry", id=entry_id)
