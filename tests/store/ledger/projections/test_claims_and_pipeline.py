from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from dealflow.domain.claims.claims import (
    Aggregation,
    Claim,
    ClaimStatus,
    Correction,
    Evidence,
    Scope,
    Verdict,
    Verification,
)
from dealflow.domain.claims.deck import DeckState, Suggestion
from dealflow.domain.claims.events import (
    ClaimAdded,
    ClaimVerified,
    CompanyAmended,
    CompanyRegistered,
    DeckAssigned,
    DeckRead,
    DeckReceived,
    DeckRefused,
    DeckRequeued,
)
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import Audience, OrganisationKind, Role
from dealflow.domain.people.events import OrganisationRegistered, PersonRegistered
from dealflow.domain.pipeline.events import (
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementStatusSet,
    NextStepSet,
)
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.domain.values.event import By, Event
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.tables.claims import ClaimRow, CompanyRow, DeckRow, VerificationRow
from dealflow.store.ledger.tables.journal import Row
from dealflow.store.ledger.tables.people import OrganisationRow, PersonRow
from dealflow.store.ledger.tables.pipeline import EngagementRow, StageInterval

DAWN = datetime(2026, 3, 2, tzinfo=UTC)
WON = Quantity(Unit.KRW, value=Decimal(15_300_000_000))
REVENUE = Claim(
    "k1", "revenue", WON, (Evidence(4, (Box(10, 20, 90, 32.5),), (), "매출 153억원"),), "매출", confidence=0.9
)
STAFF = replace(REVENUE, id="k2", metric="employees", quantity=Quantity(Unit.COUNT, value=Decimal(35)))
RECEIVED = DeckReceived("d1", "a" * 64, "가나 IR.pdf", 1234, "vc1", Audience.EVENT)
SIZES = ((720.0, 405.0), (720.0, 405.0))
READ = DeckRead("d1", "x/1", "pdfium/1", SIZES, (Suggestion("가나(가상)", "cover", 1),), (REVENUE, STAFF), (2,))
OPENED = EngagementOpened("e1", "vc1", "c1", "vc1", "vc", "Series A", "meeting", assignee_id="p1")


def days(number: int) -> datetime:
    return DAWN + timedelta(days=number)


def happen(ledger: Ledger, events: Sequence[Event]) -> None:
    """Append the events, a day apart."""
    with ledger.write() as session:
        for number, event in enumerate(events):
            after = len(journal.read_stream(session, ledger.workspace, event.stream))
            journal.append(
                *(session, ledger.workspace, event.stream, [event]), after=after, by=By("p1", days(number), "app")
            )


def rows(session: Session, ledger: Ledger, table: type[Row]) -> list[dict[str, object]]:
    """Return a table's rows of the workspace without its name, in the order of their keys."""
    found = session.exec(select(table).where(table.workspace == ledger.workspace)).all()  # type: ignore[attr-defined]  # rows of any table
    key = [column.name for column in Row.metadata.tables[str(table.__tablename__)].primary_key]
    plain = [row.model_dump(exclude={"workspace"}) | {"workspace": ""} for row in found]
    return [
        {name: value for name, value in row.items() if name != "workspace"}
        for row in sorted(plain, key=lambda row: [row[name] for name in key])
    ]


def test_organisations_people_and_companies_stand_as_last_told(ledger: Ledger) -> None:
    happen(
        ledger,
        [
            OrganisationRegistered("vc1", "가상투자", "Fictional VC", OrganisationKind.VC, "부산"),
            PersonRegistered("p1", "vc1", Role.ANALYST),
            PersonRegistered("p1", "vc1", Role.ADMIN),
            CompanyRegistered("c1", "가나정밀(가상)", owner_id="vc1"),
            CompanyAmended("c1", "가나(가상)", "Gana (Fictional)", "000-00-00000", "경남", "vision"),
        ],
    )
    with ledger.read() as session:
        assert rows(session, ledger, OrganisationRow) == [
            {
                "id": "vc1",
                "name_ko": "가상투자",
                "name_en": "Fictional VC",
                "kind": OrganisationKind.VC,
                "region": "부산",
                "is_demo": False,
            }
        ]
        assert rows(session, ledger, PersonRow) == [
            {"id": "p1", "organisation_id": "vc1", "role": Role.ADMIN, "company_id": None, "has_left": False}
        ]
        assert rows(session, ledger, CompanyRow) == [
            {
                "id": "c1",
                "name": "가나(가상)",
                "name_en": "Gana (Fictional)",
                "biz_reg_no": "000-00-00000",
                "region": "경남",
                "sector": "vision",
                "is_demo": False,
                "owner_id": "vc1",
                "registered_at": days(3),
                "registered_by": "p1",
                "changed_at": days(4),
                "merged_into": None,
                "seq": 2,
            }
        ]


def test_a_deck_is_received_read_and_assigned(ledger: Ledger) -> None:
    happen(ledger, [RECEIVED, READ, DeckAssigned("d1", "c1", "Series A", 3)])

    with ledger.read() as session:
        deck = session.get_one(DeckRow, (ledger.workspace, "d1"))
        found = session.exec(select(ClaimRow).where(ClaimRow.workspace == ledger.workspace)).all()
    claims = sorted(found, key=lambda row: row.ordinal)
    assert (deck.state, deck.refusal, deck.received_at, deck.read_at) == (DeckState.READ, None, days(0), days(1))
    assert (deck.company_id, deck.round_label, deck.version, deck.seq) == ("c1", "Series A", 3, 3)
    assert (deck.page_sizes_pt, deck.unread_pages, deck.suggestions) == (SIZES, (2,), READ.suggestions)
    assert [row.claim for row in claims] == [REVENUE, STAFF]
    assert (claims[0].page, claims[0].amount, claims[0].unit) == (4, 15_300_000_000.0, Unit.KRW)


def test_a_refused_deck_keeps_its_reason_until_it_is_asked_for_again(ledger: Ledger) -> None:
    happen(ledger, [RECEIVED, DeckRefused("d1", "encrypted")])
    with ledger.read() as session:
        deck = session.get_one(DeckRow, (ledger.workspace, "d1"))
        assert (deck.state, deck.refusal) == (DeckState.REFUSED, "encrypted")

    happen(ledger, [DeckRequeued("d1")])
    with ledger.read() as session:
        deck = session.get_one(DeckRow, (ledger.workspace, "d1"))
        assert (deck.state, deck.refusal, deck.seq) == (DeckState.QUEUED, None, 3)


def test_a_word_on_a_claim_is_kept_whole_and_can_be_taken_back(ledger: Ledger) -> None:
    fixed = Correction("revenue", WON, Scope.COMPANY, ClaimStatus.ACTUAL, Aggregation.ANNUAL, None)
    happen(ledger, [RECEIVED, READ, ClaimVerified("k1", "d1", "vc1", Verdict.CORRECTED, fixed, "맞음")])
    with ledger.read() as session:
        row = session.get_one(VerificationRow, (ledger.workspace, "k1", "vc1"))
        assert value_of(Verification, row) == Verification("k1", "vc1", Verdict.CORRECTED, "p1", days(2), fixed, "맞음")

    happen(ledger, [ClaimVerified("k1", "d1", "vc1", Verdict.REOPENED)])
    with ledger.read() as session:
        row = session.get_one(VerificationRow, (ledger.workspace, "k1", "vc1"))
        assert (row.verdict, row.correction, row.seq) == (Verdict.REOPENED, None, 2)


@pytest.mark.parametrize(
    ("verdicts", "left"),
    [
        ([], []),
        ([Verdict.ACCEPTED], [("k1", True)]),
        ([Verdict.REJECTED], [("k1", True)]),
        ([Verdict.ACCEPTED, Verdict.REOPENED], []),
    ],
)
def test_a_claim_that_a_new_reading_lacks_stays_only_where_somebody_had_a_word_on_it(
    ledger: Ledger, verdicts: list[Verdict], left: list[tuple[str, bool]]
) -> None:
    by_hand = replace(REVENUE, id="h1", metric="arr")
    words = [ClaimVerified("k1", "d1", "vc1", verdict) for verdict in verdicts]
    again = replace(READ, extractor="x/2", claims=(replace(STAFF, confidence=0.5),))
    happen(ledger, [RECEIVED, READ, ClaimAdded("d1", "vc2", by_hand), *words, DeckRequeued("d1"), again])

    with ledger.read() as session:
        found = session.exec(select(ClaimRow).where(ClaimRow.workspace == ledger.workspace)).all()
    state = sorted((row.id, row.superseded) for row in found)
    assert state == sorted([("h1", False), ("k2", False), *left])
    assert {row.id: row.organisation_id for row in found}["h1"] == "vc2"
    assert {row.id: row.claim.confidence for row in found}["k2"] == 0.5


def test_a_superseded_claim_that_comes_back_stands_again_with_its_word(ledger: Ledger) -> None:
    without = replace(READ, claims=(STAFF,))
    word = ClaimVerified("k1", "d1", "vc1", Verdict.ACCEPTED)
    happen(ledger, [RECEIVED, READ, word, without, READ])

    with ledger.read() as session:
        found = session.exec(select(ClaimRow).where(ClaimRow.workspace == ledger.workspace)).all()
        kept = session.get_one(VerificationRow, (ledger.workspace, "k1", "vc1"))
    assert sorted((row.id, row.superseded) for row in found) == [("k1", False), ("k2", False)]
    assert kept.verdict is Verdict.ACCEPTED


def intervals(ledger: Ledger) -> list[tuple[str, int, int | None]]:
    """Return stage, day entered and day left of each stay."""
    with ledger.read() as session:
        found = rows(session, ledger, StageInterval)
    return [
        (row["stage"], (row["entered_at"] - DAWN).days, row["left_at"] and (row["left_at"] - DAWN).days)  # type: ignore[operator, misc]  # rows of any table
        for row in found
    ]


def test_an_engagement_stands_as_its_events_left_it(ledger: Ledger) -> None:
    happen(
        ledger,
        [
            OPENED,
            EngagementMoved("e1", "meeting", "ir"),
            EngagementNoted("e1", "좋다"),
            NextStepSet("e1", "전화", date(2026, 4, 1), "p2"),
            EngagementStatusSet("e1", Status.ACTIVE, Status.PASSED, reason="valuation"),
        ],
    )
    with ledger.read() as session:
        row = session.get_one(EngagementRow, (ledger.workspace, "e1"))
    assert value_of(Engagement, row) == Engagement(
        id="e1",
        owner_id="vc1",
        company_id="c1",
        investor_id="vc1",
        track="vc",
        round_label="Series A",
        stage="ir",
        status=Status.PASSED,
        opened_at=days(0),
        stage_since=days(1),
        last_event_at=days(4),
        version=5,
        assignee_id="p2",
        next_step="전화",
        next_due=date(2026, 4, 1),
        reason="valuation",
    )
    assert intervals(ledger) == [("meeting", 0, 1), ("ir", 1, 4)]


MOVED = EngagementMoved("e1", "meeting", "ir")
PASSED = EngagementStatusSet("e1", Status.ACTIVE, Status.PASSED, reason="valuation")


@pytest.mark.parametrize(
    ("events", "stays"),
    [
        ([OPENED], [("meeting", 0, None)]),
        ([OPENED, MOVED], [("meeting", 0, 1), ("ir", 1, None)]),
        # taken back: as if the move had never been
        ([OPENED, MOVED, EngagementMoved("e1", "ir", "meeting", undoes=2)], [("meeting", 0, None)]),
        # moved back on purpose: a second stay
        (
            [OPENED, MOVED, EngagementMoved("e1", "ir", "meeting")],
            [("meeting", 0, 1), ("ir", 1, 2), ("meeting", 2, None)],
        ),
        ([OPENED, PASSED], [("meeting", 0, 1)]),
        # the passing taken back: the old stay goes on
        ([OPENED, PASSED, EngagementStatusSet("e1", Status.PASSED, Status.ACTIVE, undoes=2)], [("meeting", 0, None)]),
        # taken up again later: a new stay at the same stage
        (
            [OPENED, PASSED, EngagementStatusSet("e1", Status.PASSED, Status.ACTIVE)],
            [("meeting", 0, 1), ("meeting", 2, None)],
        ),
        # on hold the clock goes on
        ([OPENED, EngagementStatusSet("e1", Status.ACTIVE, Status.ON_HOLD)], [("meeting", 0, None)]),
    ],
)
def test_stays_at_a_stage_follow_moves_passing_and_taking_back(
    ledger: Ledger, events: list[Event], stays: list[tuple[str, int, int | None]]
) -> None:
    happen(ledger, events)

    assert intervals(ledger) == stays
