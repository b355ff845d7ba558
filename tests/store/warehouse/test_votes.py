"""Votes and decisions in the warehouse: what the domain counts, for the house that voted and nobody else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given

from dealflow.domain.investment.committee import CommitteeSession
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.warehouse import Warehouse
from dealflow.store.warehouse.reader import Reader
from tests.costly import costly
from tests.domain.investment.decision_histories import World, decision_histories
from tests.store.histories import Step
from tests.store.histories import write as append

_VOTES = "select session_id, item_id, voter_id, ballot, recused from vote order by all"
_RESULTS = "select session_id, item_id, result, in_favour, carried, conditions from decision order by all"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("votes")
    made = f"sqlite:///{Path(folder) / 'ledger.sqlite3'}"
    migrate(made, folder / "backups")
    return made


def counted(sessions: list[CommitteeSession]) -> list[tuple[object, ...]]:
    """Return each voter's last word on each item, as the domain has it: standing aside takes a vote away."""
    found: list[tuple[object, ...]] = []
    for session in sessions:
        for item in session.items:
            aside = {each.voter_id for each in item.recusals}
            votes = {each.voter_id: each.ballot.value for each in item.votes if each.voter_id not in aside}
            found += [(session.id, item.id, voter, ballot, False) for voter, ballot in votes.items()]
            found += [(session.id, item.id, voter, None, True) for voter in aside]
    return sorted(found, key=str)


def resolved(sessions: list[CommitteeSession]) -> list[tuple[object, ...]]:
    """Return how each item ended, as the domain has it."""
    found: list[tuple[object, ...]] = []
    for session in sessions:
        for item in session.items:
            ended = item.resolution
            tally = None if ended is None else ended.tally
            found.append(
                (
                    session.id,
                    item.id,
                    None if ended is None else ended.result.value,
                    None if tally is None else tally.in_favour,
                    None if tally is None else tally.carried,
                    None if ended is None else len(ended.conditions),
                )
            )
    return sorted(found, key=str)


@costly(8)
@given(decision_histories())
def test_votes_and_results_are_the_domains_told_bit_by_bit_or_anew(url: str, world: World) -> None:
    with closing(Ledger(url, uuid4().hex)) as ledger, closing(Warehouse(":memory:", ledger)) as warehouse:
        steps = [Step(each.event, each.actor, each.ts) for each in world.journal]
        half = len(steps) // 2
        for part in (steps[:half], steps[half:]):
            with ledger.write() as session:
                append(session, ledger.workspace, part)
            warehouse.refresh()
        sessions = list(world.sessions.values())

        def told(sql: str) -> list[tuple[object, ...]]:
            return sorted(
                (tuple(row.values()) for row in warehouse.query_for(Reader("house"), sql).to_pylist()), key=str
            )

        told_bit_by_bit = told(_VOTES), told(_RESULTS)
        assert told_bit_by_bit == (counted(sessions), resolved(sessions))
        warehouse.rebuild()
        assert (told(_VOTES), told(_RESULTS)) == told_bit_by_bit
        assert warehouse.query_for(Reader("rival"), _VOTES).to_pylist() == []
        assert warehouse.query_for(Reader("rival"), _RESULTS).to_pylist() == []
