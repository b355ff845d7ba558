"""Do 200 people at once move and vote without loss, and how long do they wait? ``python bench/committee.py [SECONDS]``.

Twenty houses of ten voters, each person with a thread of the same app, on both databases. Everybody acts about every
ten seconds: half of it votes, a quarter moves of an own engagement, a quarter moves of one that two share, against the
version that their screen showed. Then all vote at one moment, then all move at one moment what they share. A wait
counts from when a person meant to act. In the end the books are compared with what was acknowledged, act by act.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.investment.committee import Appointment
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.pipeline.funnel import NewEngagement

sys.path.insert(0, str(Path(__file__).parents[1]))

from dealflow.actions.companies import companies
from dealflow.actions.investment import deals, funds, sessions, voting
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.investment.committee import Ballot, Fund, PassRule, Result, SessionKind, VotingRule
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Terms
from dealflow.domain.people.access import OrganisationKind, Role, Viewer
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.record import pipeline_as_of
from dealflow.errors import ChangedMeanwhileError, NotFoundError
from dealflow.settings import Settings
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import investment
from dealflow.store.ledger.queries import pipeline as engagement_queries
from tests.databases import postgres_server

HOUSES, VOTERS = 20, 10
EVERY_S = 10.0
"""How often a person acts, on the average."""
SECONDS = 30.0
NOON = datetime(2099, 3, 2, 3, tzinfo=UTC)
STAGES = ("meeting", "ir", "review")
"""Stages between which no gate stands."""
VOTES, OWN = 0.5, 0.75
"""Of all acts half are votes, a quarter moves of an own engagement, and the rest moves of one that two share."""


@dataclass(slots=True)
class Person:
    """One who acts, and what the app acknowledged: the last ballot and every move, by engagement and version."""

    viewer: Viewer
    session_id: str
    item_id: str
    own: str
    shared: str
    chance: Random
    ballot: Ballot | None = None
    votes: int = 0
    moves: list[tuple[str, int, str]] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    told_of_rivals: int = 0


def main(seconds: float) -> None:
    """Print the waits of everybody, on each database, and what the burst at the end took."""
    print(f"{HOUSES * VOTERS} people, an act each every {EVERY_S:g} s for {seconds:g} s, {os.cpu_count()} cores")
    print(f"{'database':12}{'acts':>6}{'acts/s':>8}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'rivals':>8}", end="")
    print(f"{'200 at once':>13}{'p95 ms':>8}{'lost':>6}{'wrong':>7}{'load':>6}")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", Settings(data_dir=Path(folder)), seconds)
    with postgres() as settings:
        measure("PostgreSQL", settings, seconds)


@contextmanager
def postgres() -> Iterator[Settings]:
    """Give the settings of an empty PostgreSQL database."""
    with postgres_server() as new_database, tempfile.TemporaryDirectory() as folder:
        yield Settings(data_dir=Path(folder), database_url=new_database())


def measure(name: str, settings: Settings, seconds: float) -> None:
    """Print one database's row."""
    ws = open_workspace(settings)
    try:
        crowd = cast(replace(ws, follows=False))
        ws.warehouse.refresh()
        run(ws, crowd, seconds)
        waits = sorted(wait for person in crowd for wait in person.waits_s)
        begun = time.perf_counter()
        burst = sorted(at_once(crowd, lambda person: vote(ws, person)))
        took = time.perf_counter() - begun
        race(ws, crowd)
        lost, wrong = compare(ws, crowd)
    finally:
        close_workspace(ws)
    rivals = sum(person.told_of_rivals for person in crowd)
    cuts = statistics.quantiles(waits, n=100)
    figures = "".join(f"{1000 * cuts[place]:8.0f}" for place in (49, 94, 98))
    print(f"{name:12}{len(waits):6}{len(waits) / seconds:8.1f}{figures}{rivals:8}", end="")
    print(f"{took:11.1f} s{1000 * statistics.quantiles(burst, n=100)[94]:8.0f}{lost:6}{wrong:7}", end="")
    print(f"{os.getloadavg()[0]:6.1f}", flush=True)


def cast(ws: Workspace) -> list[Person]:
    """Return everybody, each house with a fund, agreed terms and a main committee that has them before it."""
    clerk = people.SYSTEM
    people.register_organisation(
        Acting(ws, clerk, NOON),
        NewOrganisation("사무국(가상)", "Office (Fictional)", OrganisationKind.ORGANISER),
        organisation_id="office",
    )
    people.register_person(
        Acting(ws, clerk, NOON), name="담당(가상)", organisation_id="office", role=Role.ORGANISER, person_id="clerk"
    )
    company = companies.register_company(
        Acting(ws, people.viewer_of(ws, "clerk"), NOON), CompanyDetails("가람로봇(가상)")
    )
    return [person for house in range(HOUSES) for person in _house(ws, f"h{house}", company)]


def _house(ws: Workspace, house: str, company: str) -> list[Person]:
    people.register_organisation(
        Acting(ws, people.SYSTEM, NOON),
        NewOrganisation(f"{house} 벤처스(가상)", f"{house} (Fictional)", OrganisationKind.VC),
        organisation_id=house,
    )
    ids = [f"{house}-{place}" for place in range(VOTERS)]
    for name in ids:
        people.register_person(
            Acting(ws, people.SYSTEM, NOON),
            name=f"{name}(가상)",
            organisation_id=house,
            role=Role.ANALYST,
            person_id=name,
        )
    viewers = [people.viewer_of(ws, name) for name in ids]
    chief = viewers[0]
    rule = VotingRule((2, 3), PassRule.TWO_THIRDS)
    wanted_fund = Fund(
        "", "", f"{house} 조합(가상)", f"{house} fund", mother_fund_backed=False, voters=tuple(ids), rule=rule
    )
    fund = funds.keep_fund(Acting(ws, chief, NOON), wanted_fund)
    opened = [_opened(ws, chief, company, f"R{place}") for place in range(VOTERS + VOTERS // 2)]
    terms = Terms(
        Instrument.RCPS,
        (FundLine(fund.id, 1_000_000_000),),
        pre_money_won=10_000_000_000,
        issued_shares=1_000_000,
        diluted_shares=1_000_000,
        par_won=500,
    )
    deals.set_terms(Acting(ws, chief, NOON), opened[0], terms)
    session = sessions.convene(Acting(ws, chief, NOON), SessionKind.MAIN, Appointment(NOON, "", "투심(가상)"))
    item = sessions.table_item(Acting(ws, chief, NOON), session, engagement_id=opened[0], fund_id=fund.id)
    return [
        Person(viewer, session, item, opened[place], opened[VOTERS + place // 2], Random(ids[place]))
        for place, viewer in enumerate(viewers)
    ]


def _opened(ws: Workspace, viewer: Viewer, company: str, label: str) -> str:
    return engagements.open_engagement(
        Acting(ws, viewer, NOON),
        NewEngagement(company_id=company, investor_id=viewer.organisation_id, track="vc", round_label=label),
    )


def run(ws: Workspace, crowd: Sequence[Person], seconds: float) -> None:
    """Let everybody act now and then for some seconds."""
    start = time.perf_counter() + 0.5
    acting = [threading.Thread(target=_live, args=(ws, person, start, start + seconds)) for person in crowd]
    for thread in acting:
        thread.start()
    for thread in acting:
        thread.join()


def _live(ws: Workspace, person: Person, start: float, end: float) -> None:
    due = start + person.chance.uniform(0, EVERY_S)
    while due < end:
        time.sleep(max(0.0, due - time.perf_counter()))
        _act(ws, person)
        person.waits_s.append(time.perf_counter() - due)
        due = max(due + person.chance.expovariate(1 / EVERY_S), time.perf_counter())


def _act(ws: Workspace, person: Person) -> None:
    luck = person.chance.random()
    if luck < VOTES:
        vote(ws, person)
    else:
        go_on(ws, person, look(ws, person, person.own if luck < OWN else person.shared))


def vote(ws: Workspace, person: Person) -> None:
    """Vote anew, which takes the place of what the person said before."""
    ballot = person.chance.choice([Ballot.FOR, Ballot.FOR, Ballot.FOR, Ballot.AGAINST, Ballot.ABSTAIN])
    voting.vote(Acting(ws, person.viewer, NOON), person.session_id, person.item_id, ballot, opinion="의견(가상)")
    person.ballot, person.votes = ballot, person.votes + 1


def look(ws: Workspace, person: Person, engagement_id: str) -> Engagement:
    """Return an engagement as the person's screen shows it."""
    with ws.ledger.read() as session:
        now = engagement_queries.find_engagement(session, ws.name, person.viewer, engagement_id)
    if now is None:
        raise NotFoundError(kind="engagement", id=engagement_id)
    return now


def go_on(ws: Workspace, person: Person, engagement: Engagement) -> None:
    """Move an engagement on from what was shown; a rival's act since then is told, and nothing is written."""
    to_stage = STAGES[(STAGES.index(engagement.stage) + 1) % len(STAGES)]
    try:
        engagements.move(Acting(ws, person.viewer, NOON), engagement.id, to_stage, seen=engagement.version)
    except ChangedMeanwhileError:
        person.told_of_rivals += 1
    else:
        person.moves.append((engagement.id, engagement.version + 1, to_stage))


def race(ws: Workspace, crowd: Sequence[Person]) -> None:
    """Let all move, at one moment, what they share in pairs: of each pair that saw the same version one must lose."""
    engagements_by_id = {person.viewer.person_id: look(ws, person, person.shared) for person in crowd}
    before = sum(person.told_of_rivals for person in crowd)
    at_once(crowd, lambda person: go_on(ws, person, engagements_by_id[person.viewer.person_id]))
    told = sum(person.told_of_rivals for person in crowd) - before
    if told != len(crowd) // 2:
        sys.exit(f"of {len(crowd)} who moved the same in pairs, {told} were told of their rival, not one of each pair")


def at_once(crowd: Sequence[Person], act: Callable[[Person], None]) -> list[float]:
    """Let everybody act at one moment; return how long each waited, in seconds."""
    ready = threading.Barrier(len(crowd))

    def together(person: Person) -> float:
        ready.wait()
        begun = time.perf_counter()
        act(person)
        return time.perf_counter() - begun

    with ThreadPoolExecutor(len(crowd)) as pool:
        return list(pool.map(together, crowd))


def compare(ws: Workspace, crowd: Sequence[Person]) -> tuple[int, int]:
    """Return how many acknowledged acts the books do not hold, and how many results are not the votes'."""
    with ws.ledger.read() as session:
        journal.verify(session, ws.name)
        records = journal.events_after(session, ws.name, 0, 10**9)
    kinds = Counter(recorded.event.kind for recorded in records)
    lost = abs(kinds["vote_cast"] - sum(person.votes for person in crowd))
    lost += abs(kinds["engagement_moved"] - sum(len(person.moves) for person in crowd))
    moved = {(recorded.stream, recorded.seq): getattr(recorded.event, "to_stage", None) for recorded in records}
    lost += sum(moved.get((f"engagement:{name}", seq)) != to for person in crowd for name, seq, to in person.moves)
    stood = pipeline_as_of.as_of(records)
    wrong = 0
    for house in range(HOUSES):
        voters = crowd[house * VOTERS : (house + 1) * VOTERS]
        wrong += _wrong_votes(ws, voters) + (_resolved(ws, voters) is not _expected(voters))
        wrong += _stale_rows(ws, voters[0].viewer, stood)
    return lost, wrong


def _wrong_votes(ws: Workspace, voters: Sequence[Person]) -> int:
    """Return for how many the item does not hold just the last ballot that was acknowledged."""
    with ws.ledger.read() as session:
        pair = investment.find_session(session, ws.name, voters[0].viewer, voters[0].session_id)
    if pair is None:
        raise NotFoundError(kind="session", id=voters[0].session_id)
    votes = [(vote.voter_id, vote.ballot) for vote in pair[0].items[0].votes]
    ballots_by_id: Mapping[str, Ballot | None] = {voter.viewer.person_id: voter.ballot for voter in voters}
    return sum(votes.count((name, ballot)) != 1 for name, ballot in ballots_by_id.items() if ballot) + (
        len(votes) > len(ballots_by_id)
    )


def _resolved(ws: Workspace, voters: Sequence[Person]) -> Result:
    return sessions.resolve(
        Acting(ws, voters[0].viewer, NOON + timedelta(hours=1)), voters[0].session_id, voters[0].item_id
    )


def _expected(voters: Sequence[Person]) -> Result:
    """Return the result by a count of our own: two thirds of all, who all voted in the end."""
    in_favour = sum(voter.ballot is Ballot.FOR for voter in voters)
    return Result.PASSED if 3 * in_favour >= 2 * len(voters) else Result.REJECTED


def _stale_rows(ws: Workspace, viewer: Viewer, stood: pipeline_as_of.Pipeline) -> int:
    """Return how many engagements of the tables are not what the journal tells."""
    with ws.ledger.read() as session:
        shown_engagements = engagement_queries.engagements(session, ws.name, viewer)
    return sum(stood.engagements[shown_engagement.id] != shown_engagement for shown_engagement in shown_engagements)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
