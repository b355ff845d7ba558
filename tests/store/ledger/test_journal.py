from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, select

from dealflow.domain.claims.events import CompanyAmended, CompanyRegistered
from dealflow.domain.pipeline.events import EngagementNoted, EngagementOpened
from dealflow.domain.values.event import By, Event, Recorded
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, LedgerBusyError, NotFoundError
from dealflow.store.ledger import database as ledger_module
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.tables.claims import CompanyRow

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPENED = EngagementOpened("e1", "vc1", "c1", "vc1", "vc", "Series A", "meeting")


def append(ledger: Ledger, *events: Event, after: int, actor: str = "p1", ts: datetime = NOON) -> tuple[Recorded, ...]:
    with ledger.write() as session:
        return journal.append(session, ledger.workspace, events[0].stream, events, after=after, by=By(actor, ts, "app"))


def test_the_hash_of_an_event_is_the_sha256_of_its_row_and_the_hash_before() -> None:
    row = {
        "workspace": "main",
        "position": 1,
        "stream": "engagement:e1",
        "seq": 1,
        "ts": NOON,
        "actor": "p1",
        "source": "app",
        "kind": "engagement_noted",
        "payload": '{"engagement_id":"e1","note":"좋다"}',
        "prev_hash": journal.GENESIS,
    }
    # sha256sum of ["main",1,"engagement:e1",1,"p1","app","engagement_noted","<payload>","0…0","<moment>"], no spaces
    assert journal.chain_hash(row) == "e67ce6343f911c1027859e28bd480786605ab392f73a1da58a9b2d3248507ce3"


def test_events_are_numbered_by_workspace_and_by_stream(ledger: Ledger) -> None:
    append(ledger, CompanyRegistered("c1", "가나정밀(가상)"), CompanyAmended("c1", "가나(가상)"), after=0)
    append(ledger, OPENED, after=0)
    append(ledger, CompanyAmended("c1", "다라(가상)"), after=2)

    with ledger.read() as session:
        found = journal.events_after(session, ledger.workspace, 0, 10)
        stream = journal.read_stream(session, ledger.workspace, "company:c1")
    assert [(each.position, each.stream, each.seq) for each in found] == [
        (1, "company:c1", 1),
        (2, "company:c1", 2),
        (3, "engagement:e1", 1),
        (4, "company:c1", 3),
    ]
    assert stream == (found[0], found[1], found[3])
    assert [each.prev_hash for each in found] == [journal.GENESIS, *(each.hash for each in found[:-1])]


def test_moments_are_kept_in_utc_to_the_microsecond(ledger: Ledger) -> None:
    seoul = datetime(2026, 3, 2, 9, 30, 1, 123456, tzinfo=timezone(timedelta(hours=9)))
    append(ledger, CompanyRegistered("c1", "가나정밀(가상)"), after=0, ts=seoul)

    with ledger.read() as session:
        company = session.exec(select(CompanyRow).where(CompanyRow.workspace == ledger.workspace)).one()
        event = journal.events_after(session, ledger.workspace, 0, 1)[0]
    assert (company.registered_at, company.registered_at.utcoffset()) == (seoul, timedelta(0))
    assert (event.ts, event.ts.utcoffset()) == (seoul, timedelta(0))


def test_workspaces_know_nothing_of_each_other(ledger: Ledger) -> None:
    other = Ledger(ledger.url, f"{ledger.workspace}-b")
    append(ledger, CompanyRegistered("c1", "가나정밀(가상)"), after=0)
    append(other, CompanyRegistered("c1", "다라로봇(가상)"), after=0)

    assert (ledger.position(), other.position()) == (1, 1)
    with other.read() as session:
        found = journal.events_after(session, other.workspace, 0, 10)
        assert [each.event for each in found] == [CompanyRegistered("c1", "다라로봇(가상)")]
    other.close()


def test_events_of_several_streams_go_in_as_one_batch_and_stand_as_if_they_had_come_one_by_one(ledger: Ledger) -> None:
    entries = [
        Entry("company:c1", [CompanyRegistered("c1", "가나정밀(가상)"), CompanyAmended("c1", "가나(가상)")], 0),
        Entry("engagement:e1", [OPENED], 0),
    ]
    apart = Ledger(ledger.url, f"{ledger.workspace}-b")
    with ledger.write() as session:
        taken = journal.append_all(session, ledger.workspace, entries, by=By("p1", NOON, "app"))
    for entry in entries:
        append(apart, *entry.events, after=entry.after)

    with apart.read() as session:
        one_by_one = journal.events_after(session, apart.workspace, 0, 10)
    assert [(each.position, each.stream, each.seq, each.event) for each in taken] == [
        (each.position, each.stream, each.seq, each.event) for each in one_by_one
    ]
    with ledger.read() as session:
        assert journal.events_after(session, ledger.workspace, 0, 10) == taken
        assert journal.verify(session, ledger.workspace).position == 3
        streams = ["company:c1", "engagement:e1", "company:none"]
        assert journal.lengths(session, ledger.workspace, streams) == dict(zip(streams, (2, 1, 0), strict=True))
    apart.close()


def test_of_a_batch_nothing_goes_in_where_one_stream_went_on_since(ledger: Ledger) -> None:
    append(ledger, CompanyRegistered("c1", "가나정밀(가상)"), after=0)
    entries = [
        Entry("company:c2", [CompanyRegistered("c2", "다라로봇(가상)")], 0),
        Entry("company:c1", [CompanyAmended("c1", "가나(가상)")], 0),
    ]
    with pytest.raises(ChangedMeanwhileError) as caught, ledger.write() as session:
        journal.append_all(session, ledger.workspace, entries, by=By("p1", NOON, "app"))
    assert caught.value.parameters == {"stream": "company:c1", "expected": 0, "found": 1}
    assert ledger.position() == 1


@pytest.mark.parametrize("after", [0, 2])
def test_a_decision_on_an_old_or_imagined_state_is_refused(ledger: Ledger, after: int) -> None:
    append(ledger, CompanyRegistered("c1", "가나정밀(가상)"), after=0)

    with pytest.raises(ChangedMeanwhileError) as caught:
        append(ledger, CompanyAmended("c1", "다라(가상)"), after=after)
    assert caught.value.parameters == {"stream": "company:c1", "expected": after, "found": 1}
    assert ledger.position() == 1


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_database_keeps_is_refused_by_name(ledger: Ledger, text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        append(ledger, CompanyRegistered("c1", text), after=0)
    assert caught.value.parameters == {"field": "company_registered", "problem": "unstorable"}
    assert ledger.position() == 0


def test_a_resident_number_never_reaches_the_journal_in_whatever_text(ledger: Ledger) -> None:
    append(ledger, CompanyRegistered("c1", "가나(가상)"), after=0)
    for event in (
        CompanyAmended("c1", "가나(가상) 900101-1234567"),
        CompanyAmended("c1", "나(가상)", sector="9001011234567"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            append(ledger, event, after=1)
        assert caught.value.parameters["problem"] == "resident_number"
    assert ledger.position() == 1


def test_an_event_of_a_record_that_does_not_exist_is_refused_and_nothing_stays(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError):
        append(ledger, CompanyAmended("c9", "없음(가상)"), after=0)
    assert ledger.position() == 0
    append(ledger, CompanyRegistered("c1", "가나정밀(가상)"), after=0)
    with ledger.read() as session:
        assert journal.verify(session, ledger.workspace).position == 1


def test_an_event_does_not_go_into_the_stream_of_another(ledger: Ledger) -> None:
    with ledger.write() as session, pytest.raises(ValueError, match="belongs to stream"):
        journal.append(session, ledger.workspace, "company:c1", [OPENED], after=0, by=By("p", NOON, "app"))


def test_a_moment_without_its_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="time zone"):
        append(ledger, OPENED, after=0, ts=datetime(2026, 3, 2))  # noqa: DTZ001  # that is the point


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.write() as session:
            journal.append(session, ledger.workspace, OPENED.stream, [OPENED], after=0, by=By("p", NOON, "app"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ledger.position() == 0
    append(ledger, OPENED, after=0)


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with ledger.read() as session, pytest.raises(DBAPIError):
        journal.append(session, ledger.workspace, OPENED.stream, [OPENED], after=0, by=By("p", NOON, "app"))
    assert ledger.position() == 0


def test_a_reader_sees_one_moment(ledger: Ledger) -> None:
    append(ledger, OPENED, after=0)
    with ledger.read() as session:
        before = journal.head(session, ledger.workspace)
        append(ledger, EngagementNoted("e1", "later"), after=1)
        assert journal.head(session, ledger.workspace) == before
    assert ledger.position() == 2


@pytest.mark.parametrize("text", ["", "1", "1:", "x:" + "0" * 64, "1:" + "0" * 63, "1:" + "G" * 64])
def test_what_is_no_head_is_refused(ledger: Ledger, text: str) -> None:
    with ledger.read() as session, pytest.raises(InvalidInputError):
        journal.verify(session, ledger.workspace, expect=text)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rivals=st.integers(2, 12), depth=st.integers(0, 3))
def test_of_rival_threads_exactly_one_wins(ledger: Ledger, rivals: int, depth: int) -> None:
    name = f"e{time.monotonic_ns()}"
    opened = EngagementOpened(name, "vc1", "c1", "vc1", "vc", "A", "meeting")
    append(ledger, opened, *(EngagementNoted(name, str(number)) for number in range(depth)), after=0)
    gate = threading.Barrier(rivals)

    def rival(number: int) -> bool:
        gate.wait()
        try:
            append(ledger, EngagementNoted(name, f"{number} wins"), after=1 + depth, actor=str(number))
        except ChangedMeanwhileError:
            return False
        return True

    with ThreadPoolExecutor(rivals) as pool:
        won = list(pool.map(rival, range(rivals)))

    with ledger.read() as session:
        stream = journal.read_stream(session, ledger.workspace, opened.stream)
        journal.verify(session, ledger.workspace)
    assert won.count(True) == 1
    assert stream[-1].actor == str(won.index(True))
    assert len(stream) == depth + 2


@pytest.mark.slow
def test_of_rival_processes_exactly_one_wins_each_round(ledger: Ledger) -> None:
    append(ledger, OPENED, after=0)
    rounds, moment = 5, time.time() + 2
    command = [sys.executable, "-m", "tests.store.ledger.rival", ledger.url, ledger.workspace]
    rivals = [
        subprocess.Popen([*command, name, str(moment), "1", str(rounds)], stdout=subprocess.PIPE, text=True)
        for name in ("a", "b", "c")
    ]
    said = [rival.communicate(timeout=60)[0].splitlines() for rival in rivals]

    assert [rival.returncode for rival in rivals] == [0, 0, 0]
    assert [len(lines) for lines in said] == [rounds] * 3
    won = sorted(int(line.split()[1]) for lines in said for line in lines if line.startswith("won"))
    assert won == list(range(1, rounds + 1))
    with ledger.read() as session:
        assert journal.verify(session, ledger.workspace).position == rounds + 1


def test_work_is_done_anew_where_the_database_asks_for_it(ledger: Ledger) -> None:
    class SerialisationError(Exception):
        sqlstate = "40001"

    tries: list[int] = []

    def work(session: Session) -> tuple[Recorded, ...]:
        recorded = journal.append(session, ledger.workspace, OPENED.stream, [OPENED], after=0, by=By("p", NOON, "app"))
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError(None, {}, SerialisationError())
        return recorded

    assert [each.position for each in ledger.transact(work)] == [1]
    assert len(tries) == 3
    assert ledger.position() == 1


def test_a_writer_who_waits_too_long_is_told(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_BUSY_S", 0.2)
    rival = Ledger(ledger.url, ledger.workspace)
    with ledger.write() as session:
        journal.append(session, ledger.workspace, OPENED.stream, [OPENED], after=0, by=By("p", NOON, "app"))
        with pytest.raises(LedgerBusyError), rival.write():
            pass
    append(rival, EngagementNoted("e1", "now"), after=1)
    rival.close()
