"""The pipeline folded from the journal is the one that the ledger's tables show."""

from __future__ import annotations

import uuid
from contextlib import closing

from hypothesis import given

from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.people.access import OrganisationKind, Role, Viewer
from dealflow.domain.people.events import OrganisationRegistered, PersonRegistered
from dealflow.domain.record.pipeline_as_of import as_of
from dealflow.domain.values.event import Event
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.queries import investment, pipeline
from tests.costly import costly
from tests.domain.investment.decision_histories import DAWN, World, decision_histories
from tests.store.histories import FIRMS, Step, histories, write

shared = costly(8)
CAST: tuple[Event, ...] = (
    OrganisationRegistered("house", "가람벤처스(가상)", "Garam Ventures (Fictional)", OrganisationKind.VC),
    *(PersonRegistered(name, "house", Role.ANALYST) for name in ("anna", "bert", "cleo", "dora")),
    CompanyRegistered("c", "가람로봇(가상)"),
)


def check(url: str, steps: list[Step], firms: tuple[str, ...]) -> None:
    with closing(Ledger(url, f"w{uuid.uuid4().hex[:12]}")) as opened:
        with opened.write() as session:
            write(session, opened.workspace, steps)
        with opened.read() as session:
            stood = as_of(journal.events_after(session, opened.workspace, 0, 10_000))
            for firm in firms:
                viewer = Viewer("p", firm, Role.ANALYST)
                shown = pipeline.engagements(session, opened.workspace, viewer)
                folded = {each.id: each for each in stood.engagements.values() if each.owner_id == firm}
                assert {each.id: each for each in shown} == folded
                deals = investment.deals(session, opened.workspace, viewer)
                assert {each.engagement_id: each for each in deals} == {
                    name: each for name, each in stood.deals.items() if each.owner_id == firm
                }
                held = investment.committee_sessions(session, opened.workspace, viewer)
                assert {each.id: each for each in held} == {
                    name: each for name, each in stood.sessions.items() if each.owner_id == firm
                }


@shared
@given(steps=histories())
def test_folding_the_journal_gives_the_pipeline_of_the_tables(ledger: Ledger, steps: list[Step]) -> None:
    check(ledger.url, steps, FIRMS)


@shared
@given(world=decision_histories())
def test_so_it_does_where_committees_decide_and_money_is_paid(ledger: Ledger, world: World) -> None:
    cast = [Step(event, "system", DAWN) for event in CAST]
    check(ledger.url, cast + [Step(each.event, each.actor, each.ts) for each in world.journal], ("house",))
